"""20. Phase II: forgetting against distortion.

The target is smooth enough to have finite mass, so that random features smear it over the
spectrum, and rough enough for the noise to stay below. Reads after the terms.
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
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
eta, xi = p / (2 * (alpha + beta)), beta / (alpha + beta)

spent = Budget(
    smooth_terms,
    CONSTANT,
    (FORGETTING, SMOOTH_CAPACITY, DISTORTION, NOISE),
    where=(beta > half, beta < alpha),
)
goals = spent.goals(eta, xi, balanced=(FORGETTING, DISTORTION))


@theorem(label="phase-II", source="paquette2024phases", uses=spent.uses, goals=goals)
def phase_ii(proof: Proof) -> None:
    """Forgetting and distortion balance; the noise and the capacity stay below."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of forgetting and distortion in which the model size cancels.",
            Mean(1 / (p + 1), 0, p / (p + 1), 0),
        )
        chain.done("The four terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, SMOOTH_CAPACITY, "smaller")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The four terms at d = f^xi.", spent.recalled(there))
        chain.done("Forgetting and distortion are equal, the others smaller.", Largest())
    spent.equal(proof, goals.balance, FORGETTING, DISTORTION, xi)
