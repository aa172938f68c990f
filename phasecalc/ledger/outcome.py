"""How a derivation ended, and the same as plain data."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.ledger.folder import Entry
from phasecalc.proof import Rank, Theorem

__all__ = ["Outcome", "State", "as_record", "from_record", "prove"]


_MEASURED = (Rank.ENCLOSED, Rank.REWRITTEN, Rank.SAMPLED)


class State(StrEnum):
    """How a derivation ended."""

    CHECKED = "checked"
    FAILED = "failed"
    UNDECIDED = "undecided"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Outcome:
    """How one derivation ended.

    Parameters
    ----------
    status
        Checked means: every line was, with the evidence stated; nothing more.
    evidence
        Weakest rank of its steps and of the theorems it uses; None unless checked.
    seconds
        Time it took, without the theorems that it uses.
    steps
        Number of steps of each rank.
    cited, assumed
        What it rests on without a check: statement and source or reason.
    compiled
        What Rocq accepted, and which text.
    measured
        What was measured, enclosed or rewritten, and what was found.
    rests_on
        Classical lemmas that it is proved from, which are not proved here.
    message
        Why it failed, is undecided or was not run.
    cached
        Whether it ran earlier, from the same sources, and not just now.
    data, proofs
        The theorem as the kernel reads it, with the certificates of its signs; none if cached.
    """

    status: State
    evidence: Rank | None = None
    seconds: float = 0.0
    steps: dict[Rank, int] = field(default_factory=dict)
    cited: tuple[tuple[str, str], ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()
    compiled: tuple[tuple[str, str], ...] = ()
    measured: tuple[tuple[str, str], ...] = ()
    rests_on: tuple[str, ...] = ()
    message: str = ""
    cached: bool = False
    data: dict[str, Any] | None = None
    proofs: dict[str, object] = field(default_factory=dict)


def prove(entry: Entry, citations: frozenset[str]) -> Outcome:
    """Run one derivation and say how it ended."""
    for used in entry.derivation.uses:
        _ = used.theorem
    started = time.perf_counter()
    try:
        theorem = entry.derivation.theorem
    except (StepFailed, Undecided) as problem:
        status = State.FAILED if isinstance(problem, StepFailed) else State.UNDECIDED
        return Outcome(status, seconds=time.perf_counter() - started, message=str(problem))
    except Exception as problem:  # noqa: BLE001 - a faulty derivation must not stop the others
        what = f"{entry.derivation.label}: {type(problem).__name__}: {problem}"
        return Outcome(State.FAILED, seconds=time.perf_counter() - started, message=what)
    return _of(theorem, citations, time.perf_counter() - started)


def _of(theorem: Theorem, citations: frozenset[str], seconds: float) -> Outcome:
    counts = Counter(step.evidence.rank for step in theorem.steps)

    def sentences(rank: Rank) -> tuple[tuple[str, str], ...]:
        found = (b for b in theorem.beliefs if b.evidence.rank is rank)
        return tuple((b.words, b.evidence.how) for b in found)

    cited = sentences(Rank.CITED)
    unknown = [key for _, how in cited if (key := how.split(",")[0]) not in citations]
    if unknown:
        message = f"{theorem.label}: the citation key {unknown[0]} is not in the bibliography"
        return Outcome(State.FAILED, seconds=seconds, message=message)
    return Outcome(
        State.CHECKED,
        evidence=theorem.rank,
        seconds=seconds,
        steps={rank: counts[rank] for rank in sorted(counts, reverse=True)},
        cited=cited,
        assumed=sentences(Rank.ASSUMED),
        compiled=sentences(Rank.ROCQ),
        measured=tuple(x for r in _MEASURED for x in sentences(r)),
        rests_on=theorem.rests_on,
        data=theorem.as_data(),
        proofs=theorem.proofs,
    )


def as_record(outcome: Outcome) -> dict[str, object]:
    """Outcome of a checked theorem as plain data."""
    return {
        "evidence": str(outcome.evidence),
        "seconds": round(outcome.seconds, 3),
        "steps": {str(rank): count for rank, count in outcome.steps.items()},
        "cited": [list(c) for c in outcome.cited],
        "assumed": [list(a) for a in outcome.assumed],
        "compiled": [list(c) for c in outcome.compiled],
        "measured": [list(m) for m in outcome.measured],
        "rests_on": list(outcome.rests_on),
    }


def from_record(record: dict[str, Any]) -> Outcome:
    """Outcome of a checked theorem from plain data; ``Any``: values of JSON."""
    ranks = {str(rank): rank for rank in Rank}
    return Outcome(
        State.CHECKED,
        evidence=ranks[record["evidence"]],
        seconds=float(record["seconds"]),
        steps={ranks[name]: int(count) for name, count in record["steps"].items()},
        cited=tuple((a, b) for a, b in record["cited"]),
        assumed=tuple((a, b) for a, b in record["assumed"]),
        compiled=tuple((a, b) for a, b in record["compiled"]),
        measured=tuple((a, b) for a, b in record["measured"]),
        rests_on=tuple(str(x) for x in record["rests_on"]),
        cached=True,
    )
