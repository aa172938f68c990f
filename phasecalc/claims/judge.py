"""One claim judged in this process; no time limit but the deadlines of single questions."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from phasecalc.claims.ask import Clock, Point, point_of, points
from phasecalc.claims.comparison import decide
from phasecalc.claims.language import ASYMPTOTIC, PARAMETERS, PhaseClaim, Relation, statement
from phasecalc.claims.outcome import Outcome
from phasecalc.claims.rational import NotRational
from phasecalc.claims.region import region_of
from phasecalc.claims.result import ClaimResult
from phasecalc.exceptions import DomainError, ParseError, PhasecalcError, Undecided
from phasecalc.parsing import exact
from phasecalc.regions.region import Region

__all__ = ["judge", "read"]

_POINTS = 6  # of a region, for a certificate


def read(states: str, where: Sequence[str]) -> None:
    """Raise what is wrong with a claim, without judging it.

    Raises
    ------
    ParseError
        The claim is not in the language.
    """
    claim = statement(states)
    if isinstance(claim, PhaseClaim):
        from phasecalc.claims.labels import names_of

        names_of(claim.label)
    region_of(where)


def judge(states: str, where: Sequence[str], label: str, seconds: float) -> ClaimResult:
    """Judge one claim.

    Parameters
    ----------
    states, where, label
        The claim.
    seconds
        Time allowed to the questions that it comes down to.

    Raises
    ------
    ParseError
        The claim is not in the language.
    """
    start = time.monotonic()
    claim, region = statement(states), region_of(where)
    try:
        found = _outcome(claim, region, Clock(seconds))
    except (Undecided, DomainError, ParseError) as problem:
        found = Outcome("undecided", reason=str(problem))
    rank, certificate = _certified(claim, region, found, (states, where))
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
    )


def _certified(
    claim: Relation | PhaseClaim, region: Region, found: Outcome, text: tuple[str, Sequence[str]]
) -> tuple[str, Mapping[str, Any] | None]:
    """Rank of what was found, and its certificate where there is one."""
    if found.status not in ("proved", "refuted"):
        return found.evidence, None
    from phasecalc.claims.certified import certified

    points = list(_points(found.witness or {}, region))
    rank, certificate = certified(claim, region, found.status, points, text)
    return rank if found.status == "proved" else found.evidence, certificate


def _points(witness: Mapping[str, str], region: Region) -> Iterator[Point]:
    """Points of a region: first that of a witness."""
    with contextlib.suppress(KeyError, PhasecalcError):
        alpha, beta = (exact(witness[name], name) for name in PARAMETERS)
        yield alpha, beta
    found = points(region, _POINTS)
    yield from found
    if not found and (point := point_of(region, Clock(60.0)).point) is not None:
        yield point


def _outcome(claim: Relation | PhaseClaim, region: Region, clock: Clock) -> Outcome:
    if point_of(region, clock).proved:
        return Outcome(
            "undecided",
            reason="no alpha and beta of the model's domain satisfy where: nothing is claimed",
        )
    if isinstance(claim, PhaseClaim):
        from phasecalc.claims import labels

        return labels.decide(claim, region, clock)
    if claim.operator in ASYMPTOTIC:
        from phasecalc.claims import orders

        return orders.decide(claim, region, clock)
    try:
        return decide(claim, region, clock)
    except NotRational:
        from phasecalc.claims import constants

        return constants.decide(claim, region, clock)
