"""38. Training beyond the optimum.

Two terms with equal exponents are one factor, a function of the tokens per parameter, times a
power of the compute. Reads after the two terms under one budget.
"""

import sympy as sp

from derivations.d34_two_term import A, B, C, D, N, alpha, beta, size, tokens, two_term
from derivations.d34_two_term import ratio as two_term_ratio
from phasecalc.proof import (
    Identity,
    Powers,
    Proof,
    Recall,
    Sign,
    Weighted,
    claim,
    define,
    theorem,
    total,
)

M, a, b, eta = sp.symbols("M a b eta", positive=True)
y = sp.Symbol("y", positive=True)  # how far the ratio is off, (M/M_star)^eta

formula = (b / a) ** (1 / (2 * eta))
M_star = define("M_over_training", (a, b, eta), formula, r"M_\star")
best = M_star(a, b, eta)
factor = total(a * M**eta, b * M**-eta)
inputs = {"constants": [A, B], "sizes": [N, D]}

one_factor = claim(
    total(A * N ** (-2 * eta), B * D ** (-2 * eta)),
    "=",
    (factor * C**-eta).xreplace({M: D / N, C: 6 * N * D, a: 6**eta * A, b: 6**eta * B}),
    **inputs,
)
meaning = claim(best, "=", formula, constants=[a, b])
least = claim(2 * sp.sqrt(a * b), "<=", factor, constants=[a, b], sizes=[M])
attained = claim(factor.xreplace({M: best}), "=", 2 * sp.sqrt(a * b), constants=[a, b])
off = claim(
    factor.xreplace({M: best * y ** (1 / eta)}),
    "=",
    2 * sp.sqrt(a * b) * (y + 1 / y) / 2,
    constants=[a, b, y],
)
dearer = claim((y + 1 / y) / 2, ">=", 1, constants=[y])
order = claim(factor * C**-eta, "=Theta=", C**-eta, constants=[a, b, M], sizes=[C])
equal = {alpha: 2 * eta, beta: 2 * eta}
same_ratio = claim(
    tokens.xreplace(equal) / size.xreplace(equal),
    "=",
    M_star(6**eta * A, 6**eta * B, eta),
    constants=[A, B],
    sizes=[C],
)


@theorem(
    label="over-training",
    source="gadre2024language",
    uses=(two_term,),
    goals=(one_factor, meaning, least, attained, off, dearer, order, same_ratio),
)
def over_training(proof: Proof) -> None:
    """At any fixed ratio the exponent is the same; a ratio that is off costs a fixed factor."""
    proof.shows(one_factor, "Both terms, by ratio and compute.", Identity())
    half = sp.Rational(1, 2)
    proof.shows(least, "The mean of both terms does not know the ratio.", Weighted(half, half))
    proof.shows(meaning, "So it is called.", Identity())
    proof.shows(attained, "There both terms are equal.", Identity())
    proof.shows(off, "The same factor at every budget.", Identity())
    proof.shows(dearer, "It is at least 1.", Sign())
    proof.shows(order, "At a fixed ratio the factor is a constant.", Powers())
    with proof.show(same_ratio) as chain:
        there = two_term.goals.index(two_term_ratio)
        chain.equals(
            (B / A) ** (1 / (2 * eta)),
            "Tokens for each parameter in the two-term law.",
            Recall(two_term, there, equal),
        )
        chain.done("For equal exponents they are M_star, at every budget.", Identity())
