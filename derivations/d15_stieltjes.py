"""15. The terms at a distance from the spectrum.

At the distance w = 1/tau from the spectrum the sums that forcing and kernel are made of are of the
order of the four terms at time tau. Reads after the sums and the four terms; feeds the loss.
"""

from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from derivations.d15_spectrum_sums import (
    k,
    missing,
    resolved,
    spectrum_sums,
    squares,
    turning,
    w,
)
from phasecalc.plrf.phases.objects import F_0, F_ac, F_pp, K_pp
from phasecalc.proof import Add, Claim, Less, Multiply, Proof, Recall, claim, theorem, total
from phasecalc.symbols import alpha, beta, d, gamma, kappa_0, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
p = 2 * alpha + 2 * beta - 1
edge = d ** (2 * alpha) / tau
window: dict[str, Any] = {"sizes": [d, tau], "window": [tau, edge], "growing": [d]}
forcing_window: dict[str, Any] = {**window, "constants": [kappa_0, rho]}
kernel_window: dict[str, Any] = {**window, "sizes": [d, tau, gamma], "constants": [rho]}
often = 2 * alpha * k > p
steep = (alpha > half, beta > half)
flat = (alpha > 0, alpha < half, beta > half)
rough = (alpha > 0, beta < half, alpha + beta > half)
rough_steep = (alpha > half, beta < half, alpha + beta > half)
rough_flat = (alpha > 0, alpha < half, beta < half, alpha + beta > half)


def at_time(sums: sp.Expr) -> sp.Expr:
    """A sum over the spectrum at the distance 1/tau."""
    return sums.xreplace({w: 1 / tau})


def known(goal: int) -> Recall:
    """A line of the sums at the distance 1/tau."""
    return Recall(spectrum_sums, goal, {w: 1 / tau})


# Goals of the sums, by number.
OFTEN, ONCE, ONCE_ROUGH, TURNING, RESOLVED, SQUARES = 0, 2, 3, (4, 5), (6, 7), (8, 9)

kept = at_time(missing(k))
smeared = at_time(missing(1)) * at_time(turning) / d
first = gamma * at_time(squares) / tau**2
second = gamma * at_time(resolved) * at_time(turning) / (d * tau**2)
sums, rough_sums = total(kept, smeared, F_0.at()), total(kept, F_0.at())
terms, rough_terms = total(F_pp.at(), F_ac.at(), F_0.at()), total(F_pp.at(), F_0.at())


def of(left: sp.Expr, relation: str, right: sp.Expr, *where: Any) -> Claim:
    """A claim on the forcing in the window."""
    return claim(left, relation, right, where=where, **forcing_window)


def noise(left: sp.Expr, relation: str, *where: Any) -> Claim:
    """A claim on the noise in the window."""
    return claim(left, relation, K_pp.at(), where=where, **kernel_window)


smeared_order = (tau ** (-1 + 1 / (2 * alpha)) / d, d ** (-2 * alpha))
smeared_orders = [
    of(smeared, "=Theta=", order, *x) for order, x in zip(smeared_order, (steep, flat), strict=True)
]
smeared_steep, smeared_flat = (of(smeared, "=Theta=", F_ac.at(), *x) for x in (steep, flat))
forcing_steep, forcing_flat = (of(sums, "=Theta=", terms, *x, often) for x in (steep, flat))
smeared_rough = [of(smeared, "<~", F_pp.at(), *x) for x in (rough_steep, rough_flat)]
forcing_rough = of(rough_sums, "=Theta=", rough_terms, *rough, often)
noisy, level = (alpha > quarter,), (alpha > 0, alpha < quarter)
kernel_noisy, kernel_level = noise(first, "=Theta=", *noisy), noise(first, "=Theta=", *level)
halfway = (alpha > quarter, alpha < half)
second_steep = noise(second, "<~", alpha > half)
second_halfway = noise(second, "<~", *halfway)
second_level = noise(second, "<~", *level)


@theorem(
    label="terms-at-a-distance",
    uses=(
        spectrum_sums,
        capacity,
        pure_point_forcing,
        absolutely_continuous_forcing,
        kernel_noise,
        flat_kernel,
    ),
    goals=(
        smeared_steep,
        smeared_flat,
        forcing_steep,
        forcing_flat,
        *smeared_rough,
        forcing_rough,
        kernel_noisy,
        kernel_level,
        second_steep,
        second_halfway,
        second_level,
    ),
)
def terms_at_a_distance(proof: Proof) -> None:
    r"""Each mode of the target is counted k times, $2\alpha k > 2\alpha + 2\beta - 1$, so that
    the modes at w decide. The mass of the forcing's measure at 0 is the capacity. That the loss is
    of the order of the same terms is the next chapter's, and not proved here."""
    for x, goal in enumerate((smeared_steep, smeared_flat)):
        both = Multiply(known(ONCE), known(TURNING[x]), front=1 / d)
        proof.shows(smeared_orders[x], "Two sums.", both)
        with proof.show(goal) as chain:
            chain.same_order(smeared_order[x], "Two sums.", Recall(smeared_orders[x]))
            chain.done("Distortion.", Recall(absolutely_continuous_forcing, x))
    powers = tau ** (-p / (2 * alpha))
    for x, goal in enumerate((forcing_steep, forcing_flat)):
        distorted = Recall(absolutely_continuous_forcing, x)
        with proof.show(goal) as chain:
            chain.same_order(
                total(powers, smeared_order[x], d ** (-2 * alpha)),
                "The modes at 1/tau, the smeared mass and the mass at 0.",
                Add(known(OFTEN), Recall(smeared_orders[x]), Recall(capacity)),
            )
            chain.done(
                "Forgetting, distortion and capacity.",
                Add(Recall(pure_point_forcing), distorted, Recall(capacity)),
            )
    for goal, k_ in zip(smeared_rough, TURNING, strict=True):
        with proof.show(goal) as chain:
            size = d**-1 * tau ** (1 / (2 * alpha)) if k_ == TURNING[0] else d ** (-2 * alpha) * tau
            both = Multiply(known(ONCE_ROUGH), known(k_), front=1 / d)
            chain.same_order(powers * size, "Two sums.", both)
            chain.step("<~", powers, "Inside the window.", Less())
            chain.done("Forgetting.", Recall(pure_point_forcing), "=Theta=")
    with proof.show(forcing_rough) as chain:
        chain.same_order(
            total(powers, d**-p),
            "The modes at 1/tau, and the mass at 0.",
            Add(known(OFTEN), Recall(capacity, 1)),
        )
        chain.done("Forgetting and capacity.", Add(Recall(pure_point_forcing), Recall(capacity, 1)))
    early, late = gamma * tau ** (-2 + 1 / (2 * alpha)), gamma * d ** (1 - 4 * alpha)
    by_square = [Multiply(known(x), front=gamma / tau**2) for x in SQUARES]
    with proof.show(kernel_noisy) as chain:
        chain.same_order(early, "The squares.", by_square[0])
        chain.done("The noise.", Recall(kernel_noise))
    with proof.show(kernel_level) as chain:
        chain.same_order(late, "The squares.", by_square[1])
        chain.done("The flat noise.", Recall(flat_kernel))
    for goal, x, order, noise_ in (
        (second_steep, 0, early, kernel_noise),
        (second_halfway, 1, early, kernel_noise),
        (second_level, 1, late, flat_kernel),
    ):
        with proof.show(goal) as chain:
            both = Multiply(known(RESOLVED[x]), known(TURNING[x]), front=gamma / (d * tau**2))
            steep_ = gamma * tau ** (-2 + 1 / alpha) / d
            chain.same_order((steep_, late)[x], "Two sums.", both)
            if order is not late:
                chain.step("<~", order, "Inside the window.", Less())
            chain.done("The noise.", Recall(noise_), "=Theta=")
