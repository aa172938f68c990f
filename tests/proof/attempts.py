"""Tries to have a false statement proved, and says how it ended."""

from phasecalc.exceptions import LedgerError, StepFailed, Undecided
from phasecalc.proof import claim, theorem

REFUSED = (StepFailed, Undecided, LedgerError)


def proved(goal, *steps, uses=(), lemmas=()):
    """Theorem of one goal; each step is (relation, right, reason) or a reason for the last."""

    @theorem(label="attempt", goals=(goal,), uses=uses)
    def attempt(proof):
        for lemma, reason in lemmas:
            proof.shows(lemma, "A lemma.", reason)
        with proof.show(goal) as chain:
            for step in steps[:-1]:
                chain.step(*step[:2], "A step.", *step[2:])
            last = steps[-1]
            chain.done("The last step.", *(last if isinstance(last, tuple) else (last,)))

    return attempt.theorem


def refused(*arguments, steps, uses=(), lemmas=(), **hypotheses):
    """The message with which a statement is refused; None where it is accepted."""
    try:
        goal = claim(*arguments, **hypotheses)
        proved(goal, *steps, uses=uses, lemmas=lemmas)
    except REFUSED as problem:
        return str(problem)
    return None
