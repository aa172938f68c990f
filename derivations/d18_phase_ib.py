"""18. Phase Ib: the rough target on a trace that diverges.

As in phase Ia, but the learning rate must shrink with the model. The part with alpha < 1/4 is
in the chapter on the open cases. Reads after phase Ia.
"""

import sympy as sp

from derivations.d16_budgets import (
    FORGETTING,
    NOISE,
    ROUGH_CAPACITY,
    SHRINKING,
    Budget,
)
from phasecalc.plrf.phases.objects import rough_terms
from phasecalc.proof import Largest, Mean, Proof, Recall, theorem
from phasecalc.symbols import alpha, beta, d, f, r

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
eta, xi = alpha + beta - half, half

spent = Budget(
    rough_terms,
    SHRINKING,
    (FORGETTING, ROUGH_CAPACITY, NOISE),
    where=(alpha > quarter, alpha < half, beta < half, alpha + beta > half),
)
goals = spent.goals(eta, xi, balanced=(FORGETTING, ROUGH_CAPACITY))


@theorem(label="phase-Ib", source="paquette2024phases", uses=spent.uses, goals=goals)
def phase_ib(proof: Proof) -> None:
    """Forgetting and capacity balance, at the edge of the window; the noise is smaller."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of forgetting and capacity in which the model size cancels.",
            Mean(alpha, 1 - alpha, 0),
        )
        chain.done("The three terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, ROUGH_CAPACITY, "no larger than f^(1/2)")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The three terms at d = f^xi.", spent.recalled(there))
        chain.done("Forgetting and capacity are equal, the noise is smaller.", Largest())
    spent.equal(proof, goals.balance, FORGETTING, ROUGH_CAPACITY, xi)
