"""30. What is open below alpha = 1/4.

The paper proves nothing for alpha < 1/4. Here the terms are compared; that they make up the loss of
the deterministic equivalent is the chapter on the loss, which has no such exception, and what
follows for the loss that on the best sizes. Reads after phases Ib and Ic.
"""

from typing import Any

import sympy as sp

from derivations import d19_phase_ic
from derivations.d16_budgets import (
    FLAT_NOISE,
    FORGETTING,
    ROUGH_CAPACITY,
    SHRINKING,
    Budget,
)
from derivations.d18_phase_ib import eta, phase_ib, xi
from derivations.d24_boundaries import eta as eta_of
from derivations.d24_boundaries import xi as xi_of
from phasecalc.plrf.phases.objects import rough_terms
from phasecalc.proof import (
    Identity,
    Largest,
    Mean,
    Proof,
    Recall,
    claim,
    theorem,
)
from phasecalc.symbols import alpha, beta, d, f, r

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
spent = Budget(
    rough_terms,
    SHRINKING,
    (FORGETTING, ROUGH_CAPACITY, FLAT_NOISE),
    where=(alpha < quarter, beta < half, alpha + beta > half),
)
goals = spent.goals(eta, xi, balanced=(FORGETTING, ROUGH_CAPACITY))
meet: dict[str, Any] = {"where": [alpha > 0, alpha < quarter]}
losses = claim(eta_of["Ib"](alpha, half), "=", eta_of["Ic"](alpha, half), **meet)
models = claim(xi_of["Ib"](alpha, half), "=", xi_of["Ic"](alpha, half), **meet)


@theorem(
    label="open-cases",
    uses=(*spent.uses, phase_ib, d19_phase_ic.phase_ic),
    goals=(*goals, losses, models),
)
def open_cases(proof: Proof) -> None:
    """Phase Ib goes on below alpha = 1/4 with a flat noise, and meets phase Ic."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "Forgetting and capacity, as above 1/4.",
            Mean(alpha, 1 - alpha, 0),
        )
        chain.done("The three terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, ROUGH_CAPACITY, "no larger than f^(1/2)")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The terms at d = f^(1/2).", spent.recalled(there))
        chain.done("Forgetting and capacity are equal; the flat noise is smaller.", Largest())
    spent.equal(proof, goals.balance, FORGETTING, ROUGH_CAPACITY, xi)
    proof.shows(losses, "Phases Ib and Ic at beta = 1/2.", Identity())
    proof.shows(models, "Their model sizes.", Identity())
