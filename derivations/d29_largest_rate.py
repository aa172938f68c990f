"""29. Above alpha = 1/2 the largest learning rate is the best.

With a learning rate that is free to be smaller no phase of the upper half improves. Reads after
the tuned rate.
"""

import sympy as sp

from derivations import d17_phase_ia, d20_phase_ii, d21_phase_iii
from derivations.d16_budgets import Budget
from phasecalc.proof import Claim, Mean, Proof, Recall, theorem
from phasecalc.symbols import alpha, beta, d, f, gamma, r

p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass


def freed(phase: Budget, largest: sp.Expr = sp.S.One) -> Budget:
    """The terms of a phase, at any learning rate that is at most of the largest order."""
    return Budget(phase.loss, gamma, phase.terms, phase.where, largest=largest)


ia, ii, iii = freed(d17_phase_ia.spent), freed(d20_phase_ii.spent), freed(d21_phase_iii.spent)
# The exponents are those of the largest rate; the weights are those of a mean of two terms, in
# which the model size cancels and the learning rate is left with an exponent that is at least 0.
PHASES = (
    (ia, ia.lower(d17_phase_ia.eta), Mean(2 * alpha / (2 * alpha + 1), 1 / (2 * alpha + 1), 0)),
    (ii, ii.lower(d20_phase_ii.eta), Mean(1 / (p + 1), 0, p / (p + 1), 0)),
    (iii, iii.lower(d21_phase_iii.eta), Mean(0, 0, 1 - 1 / (4 * alpha), 1 / (4 * alpha))),
)


def show(proof: Proof, spent: Budget, goals: tuple[Claim, Claim, Claim, Claim], mean: Mean) -> None:
    """No model does better at any rate: before, in and beyond the window."""
    before, bound, stepwise, beyond = goals
    capacity = spent.terms[1]
    spent.untouched(proof, before)
    with proof.show(bound) as chain:
        chain.step("<~", spent.orders(), "A mean of the same two terms.", mean)
        chain.done("The terms.", spent.recalled(), "=Theta=")
    proof.shows(stepwise, "For r steps f = d r.", Recall(bound, values={f: d * r}))
    with proof.show(beyond) as chain:
        chain.step(
            "<~", capacity.order({}), "Beyond the window the model is smaller still.", Mean(1)
        )
        chain.done("The capacity.", capacity.recalled(spent.sizes()), "=Theta=")


@theorem(
    label="largest-rate-is-best",
    uses=(
        *dict.fromkeys(t for spent, _, _ in PHASES for t in spent.uses),
        *(d17_phase_ia.phase_ia, d20_phase_ii.phase_ii, d21_phase_iii.phase_iii),
    ),
    goals=[goal for _, goals, _ in PHASES for goal in goals],
)
def largest_rate_is_best(proof: Proof) -> None:
    """A smaller rate costs time; in phase III the noise gains less than distortion loses."""
    for spent, goals, mean in PHASES:
        show(proof, spent, goals, mean)
