"""23. Phase IVb: noise against forgetting.

Below alpha = 1 - 1/sqrt(2) a larger model makes less noise, at its largest learning rate: the
optimal model is larger than in phase IVa, by a jump. Reads after phase IVa.
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

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
D = 2 * beta - 2 * alpha * beta - alpha
eta, xi = (1 - 2 * alpha) * p / (2 * D), (beta - alpha) / D
t = 2 * alpha**2 - 4 * alpha + 1  # positive below alpha = 1 - 1/sqrt(2)
w = t / (p * (1 - alpha) + t)  # the weight of forgetting

spent = Budget(
    smooth_terms,
    SHRINKING,
    (FORGETTING, SMOOTH_CAPACITY, FLAT_DISTORTION, NOISE),
    where=(alpha > quarter, t > 0, alpha < half, beta > half),
)
goals = spent.goals(eta, xi, balanced=(NOISE, FORGETTING))


@theorem(label="phase-IVb", source="paquette2024phases", uses=spent.uses, goals=goals)
def phase_ivb(proof: Proof) -> None:
    """Noise and forgetting balance: alpha < 1 - 1/sqrt(2); capacity and distortion stay below."""
    spent.untouched(proof, goals.before)
    with proof.show(goals.bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of noise and forgetting in which the model size cancels.",
            Mean(w, 0, 0, 1 - w),
        )
        chain.done("The four terms.", spent.recalled(), "=Theta=")
    proof.shows(goals.stepwise, "For r steps f = d r.", Recall(goals.bound, values={f: d * r}))
    spent.too_small(proof, goals.beyond, SMOOTH_CAPACITY, "no larger than f^(1/2)")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The four terms at d = f^xi.", spent.recalled(there))
        chain.done(
            "Noise and forgetting are equal, the capacity and distortion smaller.", Largest()
        )
    spent.equal(proof, goals.balance, NOISE, FORGETTING, xi)
