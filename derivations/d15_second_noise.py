"""15. The noise made by noise.

The kernel at time tau, times what the forcing has added up to by then, stays below what is there
anyway, exactly because the learning rate is stable. Reads after the noise; feeds the loss.
"""

from typing import Any

import sympy as sp

from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from phasecalc.plrf.phases.objects import F_ac, K_pp
from phasecalc.proof import Less, Multiply, Proof, Recall, claim, theorem
from phasecalc.symbols import alpha, beta, d, gamma, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
edge = d ** (2 * alpha) / tau
# The largest stable rate is a constant for alpha > 1/2, and the inverse of the trace below.
CONSTANT, SHRINKING = 1 / gamma, d ** (2 * alpha - 1) / gamma
early, late = gamma * tau ** (-1 + 1 / (2 * alpha)), gamma * tau * d ** (1 - 4 * alpha)


def noise(window: Any, *where: Any) -> Any:
    """That a time's worth of the kernel is at most a number, at a stable rate."""
    sizes = {"sizes": [d, tau, gamma], "window": [edge, *window], "growing": [d]}
    return claim(tau * K_pp.at(), "<~", sp.S.One, where=where, **sizes)


def smeared(window: Any, *where: Any) -> Any:
    """That the distortion adds up to a number at most."""
    sizes = {"sizes": [d, tau], "window": [edge, *window], "growing": [d], "constants": [rho]}
    return claim(tau * F_ac.at(), "<~", sp.S.One, where=[*where, beta > half], **sizes)


steep = noise([tau, CONSTANT], alpha > half)
halfway = noise([tau, SHRINKING], alpha > quarter, alpha < half)
level = noise([SHRINKING], alpha > 0, alpha < quarter)
forgotten, kept = smeared([tau], alpha > half), smeared([], alpha > 0, alpha < half)


@theorem(
    label="second-noise",
    uses=(absolutely_continuous_forcing, kernel_noise, flat_kernel),
    goals=(steep, halfway, level, forgotten, kept),
)
def second_noise(proof: Proof) -> None:
    r"""Summed up to tau, a forcing that is constant, or falls slower than 1/tau, is of the order of
    tau times itself; so the kernel times the sum is at most of the order of the forcing. What the
    distortion adds up to is at most a number."""
    for goal, order, known in (
        (steep, early, kernel_noise),
        (halfway, early, kernel_noise),
        (level, late, flat_kernel),
    ):
        with proof.show(goal) as chain:
            chain.same_order(order, "The kernel.", Multiply(Recall(known), front=tau))
            chain.done("The rate is stable.", Less())
    for x, goal in enumerate((forgotten, kept)):
        with proof.show(goal) as chain:
            order = (tau ** (1 / (2 * alpha)) / d, tau * d ** (-2 * alpha))[x]
            of = Multiply(Recall(absolutely_continuous_forcing, x), front=tau)
            chain.same_order(order, "Distortion.", of)
            chain.done("Inside the window.", Less())
