"""Status of a claim with its evidence, before it is labelled and timed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from phasecalc.claims.reading.ask import Found
from phasecalc.regions.decide import Status

__all__ = ["Outcome", "ranked", "undecided"]


@dataclass
class Outcome:
    """What a decider says of a claim: ``ranked`` makes of it the status that is shown."""

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


def ranked(found: Outcome, certificate: Mapping[str, Any] | None) -> tuple[str, str]:
    """Status and evidence as they are shown: nothing is proved but by a certificate.

    Parameters
    ----------
    found
        What a decider says.
    certificate
        A document about this claim alone, which was read again, or None.
    """
    if found.status not in ("proved", "refuted"):
        return found.status, found.evidence
    if certificate is not None:
        return found.status, str(certificate["claims"][0]["rank"])
    if found.status == "proved":
        return "derived", found.evidence if found.evidence == "enclosed" else "no certificate"
    return "refuted", "exact" if found.evidence == "proved" else found.evidence
