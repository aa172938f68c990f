"""36. What counts as a parameter, and the exponent that is measured.

The loss knows all parameters, the budget only those outside the embedding; the embedding is a
smaller and smaller part, so that the exponent of a window is not the limit. Reads after the two
terms under one budget.
"""

import sympy as sp

from derivations.d34_two_term import A, B, C, alpha, beta
from phasecalc.proof import Algebra, Proof, Sign, theorem

gamma, p = sp.symbols("gamma p", positive=True)
# Embedding over the rest, q = gamma N^(-2/3), its inverse, and where the exponent is largest.
q, s, q_1 = sp.symbols("q s q_1", positive=True)


def growth(q: sp.Expr) -> sp.Expr:
    """d log(N + gamma N^(1/3)) / d log N."""
    return (3 + q) / (3 * (1 + q))


def pull(q: sp.Expr) -> sp.Expr:
    """What stands in the place of alpha: growth, and how fast the growth changes."""
    return alpha * growth(q) - 4 * q / (3 * (1 + q) * (3 + q))


def pull_of_inverse(s: sp.Expr) -> sp.Expr:
    """The same in s = 1/q."""
    return alpha * (3 * s + 1) / (3 * (s + 1)) - 4 * s / (3 * (s + 1) * (3 * s + 1))


def turning(q: sp.Expr) -> sp.Expr:
    """What has the sign of F'."""
    return (2 - alpha) * q**2 - 6 * alpha * q - 9 * alpha - 6


@theorem(label="counting-flops", source="pearce2024reconciling")
def counting_flops(proof: Proof) -> None:
    r"""Let $L - E = A N_T^{-\alpha} + B D^{-\beta}$ with $N_T = N + \gamma N^{1/3}$ and $C = 6 N
    D$. With $q = \gamma N^{-2/3}$ the optimum has $\frac{d \log N_\star}{d \log C} =
    \frac{\beta}{\beta + F(q)}$, $F = \alpha \frac{3 + q}{3(1 + q)} - \frac{4q}{3(1+q)(3+q)}$,
    which is $\frac{\beta}{\alpha+\beta}$ at $q = 0$ and $\frac{\beta}{\alpha/3+\beta}$ at $q =
    \infty$. It is not monotone: where $3\alpha + 6\beta \ge 2$, so that the optimum is one, and
    $\alpha < 2$, it is above the first at every $q$, above both for $q > \frac{3\alpha}{2 -
    \alpha}$, and largest at $q = \frac{3\alpha + 2\sqrt{3(1 + \alpha)}}{2 - \alpha}$,
    whatever $\beta$ is."""
    proof.where(parameters=(alpha, beta))
    # In p = N^(1/3) all is rational; d/dlog N = (p/3) d/dp.
    total, tokens = p**3 + gamma * p, C / (6 * p**3)

    def slope(e: sp.Expr) -> sp.Expr:
        return p / 3 * sp.Derivative(e, p)

    proof.consider(slope(sp.log(total)))
    proof.equals(
        growth(gamma / p**2),
        because="How all parameters grow with those that are counted.",
        check=Algebra("carry out"),
    )
    proof.consider(slope(A * total**-alpha + B * tokens**-beta))
    proof.equals(
        beta * B * tokens**-beta - alpha * growth(gamma / p**2) * A * total**-alpha,
        because="Both terms pull; at the optimum they agree.",
        check=Algebra("carry out", "powers"),
    )
    balance = proof.let(
        "h",
        sp.log(growth(gamma / p**2)) - alpha * sp.log(total) + beta * sp.log(tokens),
        "the logarithm of the ratio of both pulls, up to a constant; it stays 0",
    )
    proof.consider(-C * sp.Derivative(balance, C) / slope(balance))
    proof.equals(
        beta / (beta + pull(gamma / p**2)),
        because="The local exponent: how far the size must move to keep the balance.",
        check=Algebra("carry out"),
    )

    proof.consider(sp.Subs(pull(q), q, sp.S.Zero))
    proof.equals(
        alpha, because="A large model: as in the two-term law.", check=Algebra("carry out")
    )
    proof.consider(pull(1 / s))
    proof.equals(pull_of_inverse(s), because="The same in s = 1/q.", check=Algebra())
    proof.consider(sp.Subs(pull_of_inverse(s), s, sp.S.Zero))
    proof.equals(
        alpha / 3,
        because="A small model is embedding above all, which grows with a third of the power.",
        check=Algebra("carry out"),
    )

    proof.where(3 * alpha + 6 * beta >= 2, parameters=(alpha, beta, q))
    proof.consider(beta + pull(q))
    proof.more_than(sp.S.Zero, because="So the optimum is a minimum, and one.", check=Sign())
    proof.where(parameters=(alpha, q))
    proof.consider(pull(q))
    proof.less_than(
        alpha,
        because="So the exponent that is measured is above its limit, at every size.",
        check=Sign(),
    )
    proof.where(q * (2 - alpha) > 3 * alpha, parameters=(alpha, q))
    proof.consider(pull(q))
    proof.less_than(
        alpha / 3,
        because="For small models it is above the other limit as well: it rises, then falls.",
        check=Sign(),
    )

    proof.where(alpha < 2, parameters=(alpha, q))
    proof.consider(sp.Derivative(pull(q), q))
    proof.equals(
        2 * turning(q) / (3 * (1 + q) ** 2 * (3 + q) ** 2),
        because="The sign of a quadratic in q decides where the exponent turns.",
        check=Algebra("carry out"),
    )
    proof.consider(turning((3 * alpha + 2 * sp.sqrt(3 * (1 + alpha))) / (2 - alpha)))
    proof.equals(sp.S.Zero, because="Its positive root.", check=Algebra("radicals"))
    proof.where(sp.Eq(turning(q_1), 0), q < q_1, parameters=(alpha, q, q_1))
    proof.consider(turning(q))
    proof.less_than(sp.S.Zero, because="Up to it F falls and the exponent rises.", check=Sign())
    proof.where(sp.Eq(turning(q_1), 0), q > q_1, parameters=(alpha, q, q_1))
    proof.consider(turning(q))
    proof.more_than(sp.S.Zero, because="Beyond it the exponent falls again.", check=Sign())
