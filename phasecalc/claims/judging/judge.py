"""One claim judged in this process; no time limit but the deadlines of single questions."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.claims.about.objects.naming import shown, subject_of
from phasecalc.claims.comparing.comparison import decide
from phasecalc.claims.reading.ask import Clock, Point, point_of, points
from phasecalc.claims.reading.language import (
    ASYMPTOTIC,
    PARAMETERS,
    PhaseClaim,
    Relation,
    statement,
)
from phasecalc.claims.reading.outcome import Outcome, ranked
from phasecalc.claims.reading.rational import NotRational
from phasecalc.claims.reading.region import region_of
from phasecalc.claims.reading.result import ClaimResult
from phasecalc.exceptions import DomainError, ParseError, PhasecalcError, Undecided
from phasecalc.parsing import exact
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc.claims.about.deciding.decide import Read
    from phasecalc.claims.about.numbers.at_sizes import AtSizes
    from phasecalc.claims.about.numbers.numbers import Numbers
    from phasecalc.claims.about.numbers.sharp import Sharp
    from phasecalc.claims.about.objects.naming import Named

__all__ = ["judge", "read"]

_POINTS = 6  # of a region, for a certificate
# What only claims about an object say: of what is wrong with one, their reader is to be asked.
_OBJECTS = re.compile(
    r"\b(derivative|jump|limit)\(|phase *[!=]=|[∧∨¬⇒→]|\b(and|or|not|implies|exists)\b"
)


def read(states: str, where: Sequence[str], about: Named | None = None) -> None:
    """Raise what is wrong with a claim, without judging it.

    Raises
    ------
    ParseError
        The claim is not in the language.
    """
    of_object(states, where, about)


def of_object(states: str, where: Sequence[str], about: Named | None) -> bool:
    """Whether the claim is one that ``claims.about`` judges; read in the language of who judges it.

    Of SGD on power-law random features these are claims that join comparisons, or hold decimals
    that stand for an interval; all others have deciders of their own, which know more.

    Raises
    ------
    ParseError
        It is not in the language.
    """
    if about is not None:
        _read_of_object(states, where, about)
        return True
    try:
        _read_of_plane(states, where)
    except ParseError as problem:
        try:
            _read_of_object(states, where, None)
        except ParseError as other:
            from phasecalc.claims.about.numbers.at_sizes import at_numbers

            unknown = "is not a known name" in str(problem) and "is not known" in str(other)
            about_objects = unknown or _OBJECTS.search(states) or at_numbers(states)
            raise (other if about_objects else problem) from None
        return True
    if "." not in states or ("==" not in states and "!=" not in states):
        return False
    with contextlib.suppress(ParseError):
        return bool(_read_of_object(states, where, None).notes)
    return False


def _read_of_object(
    states: str, where: Sequence[str], about: Named | None
) -> Read | Sharp | Numbers | AtSizes:
    # Loaded where it is needed: most claims of the plane never are.
    from phasecalc.claims.about.verdicts.kinds import read_any

    return read_any(states, where, subject_of(about))


def _read_of_plane(states: str, where: Sequence[str]) -> None:
    claim = statement(states)
    if isinstance(claim, PhaseClaim):
        from phasecalc.claims.comparing.labels import names_of

        names_of(claim.label)
    region_of(where)


def judge(
    states: str, where: Sequence[str], label: str, seconds: float, about: Named | None = None
) -> ClaimResult:
    """Judge one claim.

    Parameters
    ----------
    states, where, label
        The claim.
    seconds
        Time allowed to the questions that it comes down to.
    about
        What it speaks of, as ``claims.about.naming`` has it.

    Raises
    ------
    ParseError
        The claim is not in the language.
    """
    start = time.monotonic()
    # A text over two lines is shown, and kept in a certificate, as one.
    states, where = " ".join(states.split()), [" ".join(w.split()) for w in where]
    if of_object(states, where, about):
        from phasecalc.claims.about.verdicts.judge import judged

        found, certificate = judged(states, where, seconds, about)
    else:
        claim, region = statement(states), region_of(where)
        try:
            found = _outcome(claim, region, Clock(seconds))
        except (Undecided, DomainError, ParseError) as problem:
            found = Outcome("undecided", reason=str(problem))
        certificate = _certified(claim, region, found, (states, where))
    status, evidence = ranked(found, certificate)
    return ClaimResult(
        label=label,
        where=tuple(where),
        states=states,
        status=status,
        evidence=evidence,
        reason=found.reason,
        seconds=time.monotonic() - start,
        witness=found.witness,
        assumes=found.assumes,
        tried=found.tried,
        certificate=certificate,
        about=shown(about),
    )


def _certified(
    claim: Relation | PhaseClaim, region: Region, found: Outcome, text: tuple[str, Sequence[str]]
) -> Mapping[str, Any] | None:
    """The certificate of what was found, where there is one."""
    if found.status not in ("proved", "refuted"):
        return None
    from phasecalc.claims.certificates.certified import certified

    points = list(_points(found.witness or {}, region))
    return certified(claim, region, found.status, points, text)


def _points(witness: Mapping[str, str], region: Region) -> Iterator[Point]:
    """Points of a region: first that of a witness."""
    with contextlib.suppress(KeyError, PhasecalcError):
        alpha, beta = (exact(witness[name], name) for name in PARAMETERS)
        yield alpha, beta
    yield from points(region, _POINTS, Clock(60.0))


def _outcome(claim: Relation | PhaseClaim, region: Region, clock: Clock) -> Outcome:
    if point_of(region, clock).proved:
        return Outcome(
            "undecided",
            reason="no alpha and beta of the model's domain satisfy where: nothing is claimed",
        )
    if isinstance(claim, PhaseClaim):
        from phasecalc.claims.comparing import labels

        return labels.decide(claim, region, clock)
    if claim.operator in ASYMPTOTIC:
        from phasecalc.claims.orders import orders

        return orders.decide(claim, region, clock)
    try:
        return decide(claim, region, clock)
    except NotRational:
        from phasecalc.claims.comparing import constants

        return constants.decide(claim, region, clock)
