"""36. What counts as a parameter, and the exponent that is measured.

The loss knows all parameters, the budget only those outside the embedding; the embedding is a
smaller and smaller part, so that the exponent of a window is not the limit. Reads after the two
terms under one budget.
"""

import sympy as sp

from derivations.d33_frontiers import local_exponent, pulled
from derivations.d34_two_term import A, B, C, alpha, beta
from phasecalc.proof import Identity, Proof, Sign, Slope, claim, theorem, total

gamma, p = sp.symbols("gamma p", positive=True)
# Embedding over the rest, q = gamma N^(-2/3), and where the exponent is largest.
q, q_1 = sp.symbols("q q_1", positive=True)
s = sp.Symbol("s", positive=True)  # 1/q


def growth(q: sp.Expr) -> sp.Expr:
    """d log(N + gamma N^(1/3)) / d log N."""
    return (3 + q) / (3 * (1 + q))


def pull(q: sp.Expr) -> sp.Expr:
    """What stands in the place of alpha: growth, and how fast the growth changes."""
    return alpha * growth(q) - 4 * q / (3 * (1 + q) * (3 + q))


def turning(q: sp.Expr) -> sp.Expr:
    """What has the sign of F'."""
    return (2 - alpha) * q**2 - 6 * alpha * q - 9 * alpha - 6


# In p = N^(1/3) all is rational; d/dlog N = (p/3) d/dp.
parameters, tokens, share = p**3 + gamma * p, C / (6 * p**3), gamma / p**2
constants = {"constants": [A, B, gamma], "sizes": [p, C]}
grows = claim(sp.log(parameters), "slope", 3 / p * growth(share), variable=p, **constants)
pulls = pulled(
    total(A * parameters**-alpha, B * tokens**-beta),
    beta * B * tokens**-beta - alpha * growth(share) * A * parameters**-alpha,
    p,
    constants,
)
# The logarithm of the ratio of both pulls, up to a constant; along the optimum it stays 0.
balance = sp.log(growth(share)) - alpha * sp.log(parameters) + beta * sp.log(tokens)
single = (3 * alpha + 6 * beta >= 2,)
measured = local_exponent(
    balance, beta, lambda x: beta + pull(x), (q, share), (p, C), constants, single
)
low_end = (
    claim(pull(q), "<", alpha),
    claim(alpha - (6 * alpha + 4) / 9 * q, "<", pull(q)),
)
high_end = (
    claim(pull(1 / s), "<", alpha / 3 + 2 * alpha * s / 3),
    claim(alpha / 3 - 4 * s / 3, "<", pull(1 / s)),
)
minimum = claim(beta + pull(q), ">", 0, where=single)
above_both = claim(pull(q), "<", alpha / 3, where=[q * (2 - alpha) > 3 * alpha])
turns = claim(
    pull(q),
    "slope",
    2 * turning(q) / (3 * (1 + q) ** 2 * (3 + q) ** 2),
    variable=q,
)
root = (3 * alpha + 2 * sp.sqrt(3 * (1 + alpha))) / (2 - alpha)
at_root = claim(turning(root), "=", 0, where=[alpha < 2])
stands = (alpha < 2, sp.Eq(turning(q_1), 0))
rises = claim(turning(q), "<", 0, where=[*stands, q < q_1])
falls = claim(turning(q), ">", 0, where=[*stands, q > q_1])


@theorem(
    label="counting-flops",
    source="pearce2024reconciling",
    goals=(
        grows,
        pulls,
        *measured,
        *low_end,
        *high_end,
        minimum,
        above_both,
        turns,
        at_root,
        rises,
        falls,
    ),
)
def counting_flops(proof: Proof) -> None:
    """The exponent that is measured is above its limit at every size, and it is not monotone."""
    proof.shows(grows, "How all parameters grow with those that are counted.", Slope())
    proof.shows(pulls, "Both terms pull; at the optimum they agree.", Slope())
    in_size, in_budget, exponent = measured
    proof.shows(in_size, "How the balance moves with the size.", Slope())
    proof.shows(in_budget, "And with the budget.", Slope())
    proof.shows(exponent, "How far the size must move to keep the balance.", Identity())
    for bound in low_end:
        proof.shows(bound, "A large model: as in the two-term law, to first order.", Sign())
    for bound in high_end:
        proof.shows(bound, "A small model is embedding above all.", Sign())
    proof.shows(minimum, "So the optimum is a minimum, and one.", Sign())
    proof.shows(above_both, "For small models it is above the other limit as well.", Sign())
    proof.shows(turns, "The sign of a quadratic in q decides.", Slope())
    proof.shows(at_root, "Its positive root.", Identity())
    proof.shows(rises, "Up to it F falls and the exponent rises.", Sign())
    proof.shows(falls, "Beyond it the exponent falls again.", Sign())
