"""38. Training beyond the optimum.

Two terms with equal exponents are one factor, a function of the tokens per parameter, times a
power of the compute. Reads after the two terms under one budget.
"""

import sympy as sp

from derivations.d34_two_term import A, B, C, D, N, alpha, beta, two_term
from phasecalc.proof import Algebra, Powers, Proof, Sign, theorem

M, a, b, eta = sp.symbols("M a b eta", positive=True)
# x = M^eta; y = (M/M*)^eta.
x, y = sp.symbols("x y", positive=True)


@theorem(label="over-training", source="gadre2024language", uses=(two_term,))
def over_training(proof: Proof) -> None:
    r"""The two-term law with $\alpha = \beta = 2\eta$ is, with $M = D/N$ tokens for each parameter,
    $L - E = (a M^\eta + b M^{-\eta}) C^{-\eta}$, $a = 6^\eta A$, $b = 6^\eta B$. Its factor is at
    least $2\sqrt{ab}$, and that at $M_\star = (b/a)^{1/(2\eta)}$, the ratio $D_\star/N_\star$ of
    the two-term law at every budget. At any fixed $M$ the exponent is the same, and the loss is
    $\frac12 (y + 1/y)$ times the least one, $y = (M/M_\star)^\eta$."""
    proof.where(parameters=(eta,))
    spent = {M: D / N, C: 6 * N * D}
    proof.consider((6**eta * M**eta * C**-eta).xreplace(spent))
    proof.equals(
        N ** (-2 * eta),
        because="The model term: too many tokens for the model make it large.",
        check=Algebra("powers"),
    )
    proof.consider((6**eta * M**-eta * C**-eta).xreplace(spent))
    proof.equals(
        D ** (-2 * eta),
        because="The data term: too few tokens make it large.",
        check=Algebra("powers"),
    )

    best = proof.let("M_star", (b / a) ** (1 / (2 * eta)), "the optimal ratio")
    proof.consider((a * M**eta + b * M**-eta).xreplace({M: best * y ** (1 / eta)}))
    proof.equals(
        sp.sqrt(a * b) * (y + 1 / y),
        because="A ratio that is off costs a factor that is the same at every budget.",
        check=Algebra("powers"),
    )
    proof.where(parameters=(y,))
    proof.consider((y + 1 / y) / 2)
    proof.at_least(
        sp.S.One,
        because="It is at least 1: the sum of both terms is at least 2 sqrt(a b).",
        check=Sign(),
    )

    proof.where(parameters=(eta, a, b, x))
    proof.consider((a * x + b / x) * C**-eta)
    proof.same_order(C**-eta, "At a fixed ratio the exponent of the loss is eta.", Powers())

    proof.where(parameters=(alpha, beta))
    ratio = proof.recall(two_term, 10, "Tokens for each parameter in the two-term law.")
    proof.where(parameters=(eta,))
    proof.consider(ratio.xreplace({alpha: 2 * eta, beta: 2 * eta}))
    proof.equals(
        (B / A) ** (1 / (2 * eta)),
        because="For equal exponents they are M_star, at every budget.",
        check=Algebra("powers"),
    )
