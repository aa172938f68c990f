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
from phasecalc.proof import Largest, Mean, Powers, Proof, Recall, theorem
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
    with proof.show(goals.beyond) as chain:
        chain.step(
            "<~",
            d ** (-2 * alpha),
            "Beyond the window the model is no larger than f^(1/2).",
            Mean(1),
        )
        chain.done("The capacity.", SMOOTH_CAPACITY.recalled(spent.sizes()), "=Theta=")
    there = spent.sizes(f**xi)
    with proof.show(goals.attained) as chain:
        chain.same_order(spent.orders(there), "The four terms at d = f^xi.", spent.recalled(there))
        chain.done(
            "Noise and forgetting are equal, the capacity and distortion smaller.", Largest()
        )
    with proof.show(goals.balance) as chain:
        chain.same_order(NOISE.order(there), "Noise.", NOISE.recalled(there))
        chain.same_order(FORGETTING.order(there), "Both are f^(-eta).", Powers())
        chain.done("Forgetting.", FORGETTING.recalled(there))
