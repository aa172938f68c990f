"""21. Phase III: noise against distortion.

The target is so smooth that SGD's own noise outlasts it. Reads after phase II.
"""

import sympy as sp

from derivations.d16_budgets import (
    CONSTANT,
    DISTORTION,
    FORGETTING,
    NOISE,
    SMOOTH_CAPACITY,
    Budget,
)
from phasecalc.plrf.phases.objects import smooth_terms
from phasecalc.proof import Largest, Mean, Proof, Recall, theorem
from phasecalc.symbols import alpha, beta, d, f, r

half = sp.Rational(1, 2)
eta, xi = 1 - 1 / (4 * alpha), half

spent = Budget(
    smooth_terms,
    CONSTANT,
    (FORGETTING, SMOOTH_CAPACITY, DISTORTION, NOISE),
    where=(alpha > half, beta > alpha),
)
goals = spent.goals(eta, xi, balanced=(NOISE, DISTORTION))


@theorem(label="phase-III", source="paquette2024phases", uses=spent.uses, goals=goals)
def phase_iii(proof: Proof) -> None:
    """Noise and distortion balance; forgetting and the capacity stay below."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of noise and distortion in which the model size cancels.",
            Mean(0, 0, 1 - 1 / (4 * alpha), 1 / (4 * alpha)),
        )
        chain.done("The four terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, SMOOTH_CAPACITY, "smaller still")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The four terms at d = f^xi.", spent.recalled(there))
        chain.done(
            "Noise and distortion are equal, forgetting and the capacity smaller.", Largest()
        )
    spent.equal(proof, goals.balance, NOISE, DISTORTION, xi)
