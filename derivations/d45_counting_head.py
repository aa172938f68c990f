"""45. Flops that count the head, or attention.

The same loss, in all parameters, at a budget counted in two more ways: the exponent that is
measured moves, the limit does not. Reads after the counting without the head.
"""

import sympy as sp

from derivations.d34_two_term import A, B, C, alpha, beta
from derivations.d36_counting_flops import counting_flops, growth
from phasecalc.proof import Algebra, Proof, Sign, theorem

h, k, p = sp.symbols("h k p", positive=True)
# Head over the rest, q = h N^(-2/3); attention over the rest, s = k N^(-1/3).
q, s = sp.symbols("q s", positive=True)


def dearer(s: sp.Expr) -> sp.Expr:
    """G: d log(N + k N^(2/3)) / d log N."""
    return (3 + 2 * s) / (3 * (1 + s))


def pull(s: sp.Expr) -> sp.Expr:
    """What stands in the place of beta below: G, and how fast it changes."""
    return beta * dearer(s) + s / (3 * (1 + s) * (3 + 2 * s))


@theorem(label="counting-head", source="porian2024resolving", uses=(counting_flops,))
def counting_head(proof: Proof) -> None:
    r"""Let $L - E = A N_T^{-\alpha} + B D^{-\beta}$ with $N_T = N + h N^{1/3}$, the head. Counted
    in $C = 6 N_T D$, it leaves $N_T \asymp C^{\beta/(\alpha + \beta)}$ at every size, and $N$ has
    the local exponent $\frac{3\beta (1 + q)}{(\alpha + \beta)(3 + q)}$, $q = h N^{-2/3}$: above
    the limit, and falling to it. Without a head but with attention, $N_T = N$ and $C = 6 (N + k
    N^{2/3}) D$, the local exponent is $\frac{\beta}{\alpha + \beta G(s) + \frac{s}{3(1 + s)(3
    + 2s)}}$ with $G = \frac{3 + 2s}{3(1 + s)}$, $s = k N^{-1/3}$: above the limit
    where $\beta (3 + 2s) > 1$, below it where that is less."""
    proof.where(parameters=(alpha, beta))

    # In p = N^(1/3) all is rational; d/dlog N = (p/3) d/dp.
    def slope(e: sp.Expr) -> sp.Expr:
        return p / 3 * sp.Derivative(e, p)

    total = p**3 + h * p
    headed = proof.let(
        "h_1",
        -alpha * sp.log(total) + beta * sp.log(C / (6 * total)),
        "the logarithm of the ratio of both pulls, head counted; at the optimum it stays 0",
    )
    proof.consider(slope(A * total**-alpha + B * (C / (6 * total)) ** -beta) / slope(sp.log(total)))
    proof.equals(
        beta * B * (C / (6 * total)) ** -beta - alpha * A * total**-alpha,
        because="Loss and budget see all parameters alike.",
        check=Algebra("carry out", "powers"),
    )
    proof.consider(-C * sp.Derivative(headed, C) * slope(sp.log(total)) / slope(headed))
    proof.equals(
        beta / (alpha + beta),
        because="All parameters have the exponent of the two-term law, at every size.",
        check=Algebra("carry out"),
    )
    proof.consider(-C * sp.Derivative(headed, C) / slope(headed))
    proof.equals(
        beta / ((alpha + beta) * growth(h / p**2)),
        because="Those outside the head grow faster, as they make up more and more of all.",
        check=Algebra("carry out"),
    )
    proof.where(parameters=(alpha, beta, q))
    proof.consider(beta / ((alpha + beta) * growth(q)))
    proof.more_than(beta / (alpha + beta), because="So above the limit,", check=Sign())
    proof.consider(sp.Derivative(growth(q), q))
    proof.equals(
        -2 / (3 * (1 + q) ** 2), because="as growth falls with q.", check=Algebra("carry out")
    )

    proof.where(parameters=(alpha, beta))
    cost = p**3 + k * p**2
    attended = proof.let(
        "h_2",
        -alpha * sp.log(p**3) + beta * sp.log(C / (6 * cost)) - sp.log(dearer(k / p)),
        "the same with attention counted, no head",
    )
    proof.consider(slope(A * p ** (-3 * alpha) + B * (C / (6 * cost)) ** -beta))
    proof.equals(
        beta * dearer(k / p) * B * (C / (6 * cost)) ** -beta - alpha * A * p ** (-3 * alpha),
        because="A larger model is dearer for each parameter, too.",
        check=Algebra("carry out", "powers"),
    )
    proof.consider(-C * sp.Derivative(attended, C) / slope(attended))
    proof.equals(
        beta / (alpha + pull(k / p)),
        because="The local exponent with attention counted.",
        check=Algebra("carry out"),
    )
    proof.where(beta * (3 + 2 * s) > 1, parameters=(beta, s))
    proof.consider(pull(s))
    proof.less_than(beta, because="So above the limit here,", check=Sign())
    proof.where(beta * (3 + 2 * s) < 1, parameters=(beta, s))
    proof.consider(pull(s))
    proof.more_than(
        beta, because="and below it where attention is cheap and the law is flat.", check=Sign()
    )
