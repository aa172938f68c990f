"""41. The phases under the clock of a slow momentum.

The terms of SGD, read at a later time: every balance moves, and beyond alpha = (3 + sqrt 5)/4 the
capacity takes part. Reads after the clock.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d33_frontiers import Frontier, Term
from derivations.d40_momentum_clock import momentum_clock
from phasecalc.plrf.phases.objects import F_0, F_ac, F_pp, K_pp, rough_terms, smooth_terms
from phasecalc.proof import Identity, Proof, Sign, claim, theorem
from phasecalc.symbols import B, alpha, beta, d, f, gamma, kappa_0, rho

half = sp.Rational(1, 2)
mass = 2 * alpha + 2 * beta - 1
Q = 4 * alpha**2 + 4 * alpha - 1
R = 2 * alpha**2 + 4 * alpha * beta - beta
turn = 4 * alpha**2 - 6 * alpha + 1
sgd = 1 - 1 / (4 * alpha)
# A budget f = d t buys t steps, which are read at t^(2 - 1/(2 alpha)); gamma is a constant.
late = 2 - 1 / (2 * alpha)
clock = B * (f / d) ** late

forgetting = Term(F_pp, pure_point_forcing, 0, late * mass / (2 * alpha))
smooth = Term(F_0, capacity, 0, -2 * alpha)
rough = Term(F_0, capacity, 1, -mass)
distortion = Term(F_ac, absolutely_continuous_forcing, 0, late * (1 - 1 / (2 * alpha)) - 1)
noise = Term(K_pp, kernel_noise, 0, late**2)


def frontier(first: Term, second: Term, eta: sp.Expr, xi: sp.Expr, *where: sp.Rel) -> Frontier:
    """The goals of one phase, in which two terms balance."""
    is_rough = rough in (first, second)
    terms = (forgetting, rough, noise) if is_rough else (forgetting, smooth, distortion, noise)
    loss = rough_terms if is_rough else smooth_terms
    return Frontier(loss, terms, (first, second), eta, xi, where, clock, [B, gamma, kappa_0, rho])


eta_1 = (4 * alpha - 1) * mass / Q
eta_2 = (4 * alpha - 1) * mass / (2 * R)
eta_3 = (4 * alpha - 1) ** 2 / (2 * alpha * (6 * alpha - 1))
edge = 2 * alpha * (4 * alpha - 1) / Q
wide, flat = alpha > half, turn < 0
phases = (
    frontier(
        *(forgetting, rough, eta_1, (4 * alpha - 1) / Q),
        *(wide, beta < half, alpha + beta > half),
    ),
    frontier(
        *(forgetting, distortion, eta_2, beta * (4 * alpha - 1) / R),
        *(flat, beta > half, beta < alpha),
    ),
    frontier(
        *(distortion, noise, eta_3, (4 * alpha - 1) / (6 * alpha - 1)),
        *(flat, wide, beta > alpha),
    ),
    frontier(
        *(smooth, distortion, edge, (4 * alpha - 1) / Q),
        *(turn > 0, wide, beta > half),
    ),
)

more = (
    claim(eta_1, ">", mass / (2 * alpha + 1), where=phases[0].where),
    claim(eta_2, ">", mass / (2 * (alpha + beta)), where=[alpha > half, beta > half]),
    claim(eta_3, ">", sgd, where=[alpha > half]),
    claim(edge, ">", sgd, where=[alpha > half]),
)
golden = {alpha: (3 + sp.sqrt(5)) / 4}
meet = (
    claim(turn.xreplace(golden), "=", 0),
    claim(eta_3.xreplace(golden), "=", edge.xreplace(golden)),
)


@theorem(
    label="momentum-phases",
    source="ferbach2025dimension",
    uses=(
        pure_point_forcing,
        capacity,
        absolutely_continuous_forcing,
        kernel_noise,
        momentum_clock,
    ),
    goals=(*(goal for phase in phases for goal in phase.goals), *more, *meet),
)
def momentum_phases(proof: Proof) -> None:
    """Phase by phase; the last is beyond alpha = (3 + sqrt 5)/4, for every beta above 1/2."""
    proof.assume(
        "Every term of the loss of SGD keeps its form with the clock in the place of the time.",
        "shown for each mode in the chapter on the clock; for the noise it is reconstructed",
    )
    for phase in phases:
        phase.show(proof)
    for comparison in more:
        proof.shows(comparison, "More than SGD.", Sign())
    proof.shows(meet[0], "The edge.", Identity())
    proof.shows(meet[1], "Both meet there.", Identity())
