"""22. Phase IVa: noise against capacity.

The learning rate shrinks with the model, and SGD's noise meets the capacity. Reads after
phase III.
"""

import sympy as sp

from derivations.d16_budgets import (
    FLAT_DISTORTION,
    FORGETTING,
    NOISE,
    SHRINKING,
    SMOOTH_CAPACITY,
    Budget,
)
from phasecalc.plrf.phases.objects import smooth_terms
from phasecalc.proof import Largest, Mean, Proof, Recall, theorem
from phasecalc.symbols import alpha, beta, d, f, r

half = sp.Rational(1, 2)
eta, xi = alpha, half
w = 2 * alpha**2 / (4 * alpha - 1)  # the weight of the noise, below 1 on the region

spent = Budget(
    smooth_terms,
    SHRINKING,
    (FORGETTING, SMOOTH_CAPACITY, FLAT_DISTORTION, NOISE),
    where=(2 * alpha**2 - 4 * alpha + 1 < 0, alpha < half, beta > half),
)
goals = spent.goals(eta, xi, balanced=(NOISE, SMOOTH_CAPACITY))


@theorem(label="phase-IVa", source="paquette2024phases", uses=spent.uses, goals=goals)
def phase_iva(proof: Proof) -> None:
    """Noise and capacity balance, at the edge of the window: alpha > 1 - 1/sqrt(2)."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of noise and capacity in which the model size cancels.",
            Mean(0, 1 - w, 0, w),
        )
        chain.done("The four terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, SMOOTH_CAPACITY, "no larger than f^(1/2)")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The four terms at d = f^xi.", spent.recalled(there))
        chain.done("Noise, capacity and distortion are equal, forgetting is smaller.", Largest())
    spent.equal(proof, goals.balance, NOISE, SMOOTH_CAPACITY, xi)
