"""19. Phase Ic: the smooth target on a flat kernel.

For alpha < 1/4 noise and distortion are as flat as the capacity. The paper leaves this phase
open; what is proved here is about the terms, see the chapter on the open cases.
"""

import sympy as sp

from derivations.d16_budgets import (
    FLAT_DISTORTION,
    FLAT_NOISE,
    FORGETTING,
    SHRINKING,
    SMOOTH_CAPACITY,
    Budget,
)
from phasecalc.plrf.phases.objects import smooth_terms
from phasecalc.proof import Largest, Mean, Proof, Recall, theorem
from phasecalc.symbols import alpha, beta, d, f, r

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
D = 3 * alpha + 2 * beta - 2 * alpha * beta - 1
eta, xi = alpha * p / D, p / (2 * D)
w = 2 * alpha**2 / (2 * alpha**2 + p * (1 - alpha))  # the weight of forgetting

spent = Budget(
    smooth_terms,
    SHRINKING,
    (FORGETTING, SMOOTH_CAPACITY, FLAT_DISTORTION, FLAT_NOISE),
    where=(alpha > 0, alpha < quarter, beta > half),
)
goals = spent.goals(eta, xi, balanced=(FORGETTING, SMOOTH_CAPACITY))


@theorem(label="phase-Ic", source="paquette2024phases", uses=spent.uses, goals=goals)
def phase_ic(proof: Proof) -> None:
    """Forgetting and capacity balance; distortion and noise are as flat as the capacity."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of forgetting and capacity in which the model size cancels.",
            Mean(w, 1 - w, 0, 0),
        )
        chain.done("The four terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, SMOOTH_CAPACITY, "no larger than f^(1/2)")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The four terms at d = f^xi.", spent.recalled(there))
        chain.done(
            "Forgetting and capacity are equal, distortion and noise as large as the capacity.",
            Largest(),
        )
    spent.equal(proof, goals.balance, FORGETTING, SMOOTH_CAPACITY, xi)
