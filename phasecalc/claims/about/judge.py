"""One claim about an object, judged in this process."""

from __future__ import annotations

import time
from collections.abc import Sequence

from phasecalc.claims.about.decide import decide, read
from phasecalc.claims.about.naming import Named, shown, subject_of
from phasecalc.claims.result import ClaimResult
from phasecalc.regions.work import Clock

__all__ = ["judge_object"]


def judge_object(
    states: str, where: Sequence[str], label: str, seconds: float, about: Named | None
) -> ClaimResult:
    """Judge one claim.

    Parameters
    ----------
    states, where, label
        The claim.
    seconds
        Time allowed to the questions that it comes down to.
    about
        What it speaks of.

    Raises
    ------
    ParseError
        The claim is not in the language of the object.
    """
    start = time.monotonic()
    subject = subject_of(about)
    claim = read(states, tuple(where), subject)
    decided = decide(claim, subject, Clock(seconds))
    found = decided.outcome
    rank, certificate = found.evidence, None
    if found.status in ("proved", "refuted"):
        from phasecalc.claims.about.certified import certified

        proved, certificate = certified(decided, subject, states, tuple(where))
        rank = proved if found.status == "proved" else rank
    return ClaimResult(
        label=label,
        where=tuple(where),
        states=states,
        status=found.status,
        evidence=rank,
        reason=found.reason,
        seconds=time.monotonic() - start,
        witness=found.witness,
        assumes=found.assumes,
        tried=found.tried,
        certificate=certificate,
        about=shown(about),
    )
