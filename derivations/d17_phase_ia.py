"""17. Phase Ia: the rough target, many small modes.

The target sits in the last modes that the features resolve; SGD learns it mode by mode until
the capacity is reached. Reads after the terms.
"""

import sympy as sp

from derivations.d16_budgets import CONSTANT, FORGETTING, NOISE, ROUGH_CAPACITY, Budget
from phasecalc.plrf.phases.objects import rough_terms
from phasecalc.proof import Largest, Mean, Proof, Recall, theorem
from phasecalc.symbols import alpha, beta, d, f, r

half = sp.Rational(1, 2)
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
eta, xi = p / (2 * alpha + 1), 1 / (2 * alpha + 1)

spent = Budget(
    rough_terms,
    CONSTANT,
    (FORGETTING, ROUGH_CAPACITY, NOISE),
    where=(alpha > half, beta < half, alpha + beta > half),
)
goals = spent.goals(eta, xi, balanced=(FORGETTING, ROUGH_CAPACITY))


@theorem(label="phase-Ia", source="paquette2024phases", uses=spent.uses, goals=goals)
def phase_ia(proof: Proof) -> None:
    """Forgetting and capacity balance, at the edge of the window; the noise is smaller."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of forgetting and capacity in which the model size cancels.",
            Mean(2 * alpha / (2 * alpha + 1), 1 / (2 * alpha + 1), 0),
        )
        chain.done("The three terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, ROUGH_CAPACITY, "smaller still")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The three terms at d = f^xi.", spent.recalled(there))
        chain.done("Forgetting and capacity are equal, the noise is smaller.", Largest())
    spent.equal(proof, goals.balance, FORGETTING, ROUGH_CAPACITY, xi)
