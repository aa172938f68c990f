"""Status of a claim with its evidence, before it is labelled and timed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from phasecalc.claims.reading.ask import Found
from phasecalc.regions.decide import Status

__all__ = ["Outcome", "undecided"]


@dataclass
class Outcome:
    """Status of a claim with its evidence, as ``ClaimResult`` has it."""

    status: str
    evidence: str = ""
    reason: str = ""
    witness: dict[str, str] | None = None
    assumes: tuple[str, ...] = ()
    tried: tuple[str, ...] = field(default=())


def undecided(answers: Sequence[Found], assumes: tuple[str, ...] = ()) -> Outcome:
    """Outcome of a claim that open answers, at least one, keep from being decided.

    Parameters
    ----------
    answers
        Answers that are neither proofs nor accepted refutations.
    assumes
        What the claim rests on.
    """
    solver = all(a.status is Status.SOLVER for a in answers)
    tried = tuple(dict.fromkeys(a.tried for a in answers if a.tried))
    reason = tried[0] if tried else "not settled"
    if solver:
        reason = "only a solver says so, and no certificate was found"
    return Outcome("undecided", "solver" if solver else "", reason, None, assumes, tried)
