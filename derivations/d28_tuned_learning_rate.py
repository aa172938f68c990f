"""28. A tuned learning rate below alpha = 1/2.

With the learning rate as a second unknown three terms balance where 1/4 < alpha < 1/2 and the
target is smooth; both parts of phase IV improve. Reads after phases IVa and IVb.
"""

from typing import Any

import sympy as sp

from derivations.d16_budgets import (
    FLAT_DISTORTION,
    FORGETTING,
    NOISE,
    SMOOTH_CAPACITY,
    Budget,
)
from derivations.d22_phase_iva import phase_iva
from derivations.d23_phase_ivb import phase_ivb
from derivations.d24_boundaries import eta as largest_rate
from phasecalc.plrf.phases.objects import smooth_terms
from phasecalc.proof import Largest, Less, Mean, Powers, Proof, Recall, Sign, claim, theorem
from phasecalc.symbols import alpha, beta, d, f, gamma, gamma_0, r, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
Q = p * (2 * alpha + 1) + 2 * alpha * (1 - 2 * alpha)
eta, xi = 2 * alpha * p / Q, p / Q
g = 4 * alpha * (beta - alpha) / Q  # the optimal rate is f^(-g)
where = (alpha > quarter, alpha < half, beta > half)

largest = d ** (2 * alpha - 1)
spent = Budget(
    smooth_terms,
    gamma,
    (FORGETTING, SMOOTH_CAPACITY, FLAT_DISTORTION, NOISE),
    where,
    largest=largest,
)
before, bound, stepwise, beyond = spent.lower(eta)
there = spent.sizes(f**xi, rate=gamma_0 * f**-g)
best: dict[str, Any] = {"also": [gamma_0], "growing": [f]}
attained = spent.at_best(spent.all_terms(there), "=Theta=", f**-eta, **best)
forgotten = spent.at_best(FORGETTING.at(there), "=Theta=", SMOOTH_CAPACITY.at(there), **best)
drowned = spent.at_best(NOISE.at(there), "=Theta=", SMOOTH_CAPACITY.at(there), **best)
stable = spent.at_best(there[gamma], "<<", f ** ((2 * alpha - 1) * xi), **best)
started = spent.at_best(sp.S.One, "<<", there[tau], **best)
inside = spent.at_best(there[tau], "<<", f ** (2 * alpha * xi), **best)
above_iva = claim(largest_rate["IVa"](alpha, beta), "<", eta, where=where)
above_ivb = claim(largest_rate["IVb"](alpha, beta), "<", eta, where=where)


@theorem(
    label="tuned-learning-rate",
    uses=(*spent.uses, phase_iva, phase_ivb),
    goals=(
        *(before, bound, stepwise, beyond, attained, forgotten, drowned),
        *(stable, started, inside, above_iva, above_ivb),
    ),
)
def tuned_learning_rate(proof: Proof) -> None:
    """Forgetting, capacity and noise balance at a rate of smaller order than the largest one."""
    spent.untouched(proof, before)
    with proof.show(bound) as chain:
        chain.step(
            "<~",
            spent.orders(),
            "A geometric mean of three terms, in which model size and learning rate cancel.",
            Mean(2 * alpha * (1 - 2 * alpha) / Q, p / Q, 0, 2 * alpha * p / Q),
        )
        chain.done("The four terms.", spent.recalled(), "=Theta=")
    proof.shows(stepwise, "For r steps f = d r.", Recall(bound, values={f: d * r}))
    with proof.show(beyond) as chain:
        chain.step(
            "<~",
            d ** (-2 * alpha),
            "Beyond the window a stable rate leaves d no larger than f^(1/2).",
            Mean(1),
        )
        chain.done("The capacity.", SMOOTH_CAPACITY.recalled(spent.sizes()), "=Theta=")

    with proof.show(attained) as chain:
        chain.same_order(
            spent.orders(there), "The four terms at the optimum.", spent.recalled(there)
        )
        chain.done("Three are equal, and distortion is of the order of the capacity.", Largest())
    with proof.show(forgotten) as chain:
        chain.same_order(FORGETTING.order(there), "Forgetting.", FORGETTING.recalled(there))
        chain.same_order(SMOOTH_CAPACITY.order(there), "Both are f^(-eta).", Powers())
        chain.done("The capacity.", SMOOTH_CAPACITY.recalled(there))
    with proof.show(drowned) as chain:
        chain.same_order(NOISE.order(there), "Noise.", NOISE.recalled(there))
        chain.same_order(SMOOTH_CAPACITY.order(there), "Both are f^(-eta).", Powers())
        chain.done("The capacity.", SMOOTH_CAPACITY.recalled(there))
    proof.shows(stable, "The rate is stable.", Less())
    proof.shows(started, "Time at the optimum grows.", Less())
    proof.shows(inside, "It lies inside the window.", Less())

    proof.shows(above_iva, "Better than phase IVa, for all that the rate is smaller.", Sign())
    proof.shows(above_ivb, "Better than phase IVb.", Sign())
