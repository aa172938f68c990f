"""Is a claim about an object true? Proved piece by piece, refuted at an exact point, or open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from phasecalc.checker import Number
from phasecalc.claims.about.deciding.across import with_boundary
from phasecalc.claims.about.deciding.along import on_path
from phasecalc.claims.about.deciding.confirm import confirmed
from phasecalc.claims.about.deciding.goals import Place, failing, places, require, uncovered, used
from phasecalc.claims.about.deciding.jumps import jumps
from phasecalc.claims.about.deciding.limits import with_limits
from phasecalc.claims.about.deciding.points import (
    Read,
    around,
    at_point,
    held_at,
    shown,
    shown_values,
)
from phasecalc.claims.about.saying.formula import (
    Formula,
    Negated,
    names_in,
    true_at,
    without_choices,
)
from phasecalc.claims.about.saying.reading import said
from phasecalc.claims.about.saying.subject import Family, Subject
from phasecalc.claims.about.saying.vocabulary import parts_of
from phasecalc.claims.reading.outcome import Outcome
from phasecalc.claims.reading.rational import NotRational
from phasecalc.claims.reading.region import compared
from phasecalc.exceptions import DomainError, ParseError, Undecided
from phasecalc.normal.ratio import Ratio
from phasecalc.regions.condition import Cell
from phasecalc.regions.decide import Answer, Status, empty
from phasecalc.regions.region import Region
from phasecalc.regions.work import QUESTION, Clock

__all__ = ["Decided", "Read", "decide", "read"]

MAX_CONDITIONS = 20
_MAX_DEGREE = 8
_SOMEWHERE = re.compile(r"\s*(?:exists|somewhere)\b\s*:?")
_TURNED = {"proved": "refuted", "refuted": "proved"}
_ONE = Fraction(1)
_QUICK = 500_000  # work for a question whose answer only makes later ones easier


def read(states: str, where: tuple[str, ...], subject: Subject) -> Read:
    """Read a claim about an object.

    Parameters
    ----------
    states, where
        As written.
    subject
        What it is about.

    Raises
    ------
    ParseError
        It is not in the language of this object.
    """
    if len(where) > MAX_CONDITIONS:
        raise ParseError(f"{len(where)} conditions, at most {MAX_CONDITIONS} are read; join some")
    states, subject = on_path(states, subject)
    somewhere = _SOMEWHERE.match(states)
    stated = said(states[somewhere.end() :] if somewhere else states, subject.vocabulary)
    subject = with_boundary(stated, with_limits(stated, subject))
    if somewhere:
        stated = replace(stated, formula=Negated(stated.formula))
    region, conditions, notes = subject.domain, [], list(stated.notes)
    for text in where:
        condition = said(text, subject.vocabulary.only_parameters())
        notes += condition.notes
        conditions.append(condition.formula)
        region = region & _where(text, condition.formula, subject)
    whole = without_choices(stated.formula)
    for place in _any_place(
        subject, names_in(whole) - {*subject.parameters}
    ):  # a side that is no quotient is refused at once
        _sides(whole, place, subject)
    every = tuple(dict.fromkeys(notes))
    return Read(stated.formula, region, tuple(conditions), every, subject, bool(somewhere))


def _any_place(subject: Subject, keys: set[str]) -> list[Place]:
    one = Ratio.constant(_ONE, len(subject.parameters))
    keys = {*keys, *(k for f in subject.families for k in f.keys)}
    return [Place((), (), dict.fromkeys(keys, one))]


def _sides(formula: Formula, place: Place, subject: Subject) -> None:
    try:
        failing(formula, place, subject.parameters, [])
    except Undecided:
        return  # too many cases: it is a claim, of which no more will be known
    except NotRational as problem:
        missing = names_in(formula) - {*subject.parameters} - place.way.keys()
        if not missing:
            raise ParseError(str(problem)) from None


def _where(text: str, formula: Formula, subject: Subject) -> Region:
    """Points at which a condition holds, and has a meaning."""
    bottoms: list[dict[tuple[int, ...], Number]] = []
    place = Place((), (), {})
    try:
        region = failing(Negated(without_choices(formula)), place, subject.parameters, bottoms)
    except (NotRational, Undecided) as problem:
        raise ParseError(f"where {text!r:.60}: {problem}") from None
    for bottom in bottoms:
        if any(any(e) for e in bottom):
            region = region & compared(bottom, "!=", subject.parameters)
    if any(c.degree > _MAX_DEGREE for cell in region.cells for c in cell):
        raise ParseError(f"where {text!r:.60}: degree above {_MAX_DEGREE}; write it simpler")
    return region


@dataclass
class _Prover:
    """Asks the region engine, and keeps what it says."""

    clock: Clock
    proofs: dict[Cell, Mapping[str, object]] = field(default_factory=dict)
    counter: list[tuple[tuple[Number, ...], Place, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    solver: bool = False

    def ask(self, cell: Cell, units: int = QUESTION) -> Answer:
        """Answer of the engine; a proof is kept under its conditions."""
        answer = empty(cell, self.clock, units)
        if answer.status is Status.PROVED and answer.proof is not None:
            self.proofs[answer.conditions] = answer.proof
        return answer

    def empty(self, cell: Cell) -> bool:
        return self.ask(cell, _QUICK).status is Status.PROVED

    def require(self, cell: Cell, why: str, place: Place) -> None:
        answer = self.ask(cell)
        if answer.status is Status.PROVED:
            return
        if answer.status is Status.REFUTED and answer.witness is not None:
            self.counter.append((answer.witness, place, why))
            return
        self.solver = self.solver or answer.status is Status.SOLVER
        where = " and ".join(map(str, cell))
        self.open.append(f"whether there are points with {where:.200}: {answer.tried}")


@dataclass(frozen=True)
class Decided:
    """An outcome, and what a certificate of it can be made from.

    Parameters
    ----------
    outcome
        Status with its evidence.
    proofs
        Certificates of emptiness by their conditions.
    point
        A point of the region.
    deep
        Whether it rests on more than the diagrams.
    """

    outcome: Outcome
    proofs: Mapping[Cell, Mapping[str, object]] = field(default_factory=dict)
    point: tuple[Number, ...] | None = None
    deep: bool = False


def decide(claim: Read, clock: Clock) -> Decided:
    """Decide a claim about an object.

    Parameters
    ----------
    claim
        As read.
    clock
        Time left.
    """
    subject = claim.subject
    try:
        found = _by_values(claim, subject) if subject.values is not None else None
        found = found or _by_pieces(claim, subject, clock)
    except (Undecided, DomainError, ParseError) as problem:
        found = Decided(Outcome("undecided", reason=str(problem)))
    rests = (text for f in used(subject, claim.formula) for text in f.assumes)
    assumes = (*claim.notes, *subject.assumes, *rests)
    found.outcome.assumes = tuple(dict.fromkeys((*assumes, *found.outcome.assumes)))
    if claim.somewhere and found.outcome.status in _TURNED:
        found.outcome.status = _TURNED[found.outcome.status]
        found.outcome.reason = {
            "proved": "it holds at an exact point",
            "refuted": f"it fails throughout: {found.outcome.reason}",
        }[found.outcome.status]
    return found


def _by_pieces(claim: Read, subject: Subject, clock: Clock) -> Decided:
    start = _Prover(clock)
    point = None
    for cell in claim.region.cells:
        answer = start.ask(cell)
        if answer.witness is not None:
            point = answer.witness or (_ONE,) * len(subject.parameters)
            break
    if point is None:
        known = not any(start.ask(c).proof is None for c in claim.region.cells)
        reason = (
            subject.nowhere or "no parameters of the domain satisfy where: nothing is claimed"
            if known
            else "no parameters were found that satisfy where"
        )
        return Decided(Outcome("undecided", reason=reason))
    found = _judged(claim, subject, used(subject, claim.formula), clock)
    if found is None and subject.deeper is not None:
        deep = replace(subject, families=subject.deeper(), deeper=None)
        found = _judged(claim, deep, used(deep, claim.formula), clock)
        if found is not None:
            found = Decided(found.outcome, {}, point, deep=True)
    if found is None:
        missing = ", ".join(_missing(claim, subject))
        raise Undecided(f"{missing} is not determined everywhere in this region; narrow where")
    proofs = {**start.proofs, **found.proofs}
    return Decided(found.outcome, proofs, found.point or point, found.deep)


def _missing(claim: Read, subject: Subject) -> list[str]:
    """Quantities of a claim that some piece leaves open."""
    keys = names_in(claim.formula) - {*subject.parameters}
    families = subject.families if subject.deeper is None else subject.deeper()
    return sorted(
        k
        for k in keys
        for f in families
        if (q := parts_of(k)[0]) in f.keys and any(q not in w for p in f.pieces for w in p.ways)
    )


def _judged(claim: Read, subject: Subject, families: list[Family], clock: Clock) -> Decided | None:
    """Outcome on all pieces; None where a quantity has no value on one of them."""
    whole, prover = without_choices(claim.formula), _Prover(clock)
    keys = names_in(claim.formula) - {*subject.parameters}
    for cell, missing in uncovered(families, claim.region, prover):
        answer = prover.ask(cell)
        if answer.status is not Status.PROVED:
            at = f" at {shown(answer.witness, subject)}" if answer.witness else ""
            prover.open.append(f"{missing}{at}; narrow where")
    for place in places(families, claim.region, prover, keys):
        if not keys <= place.way.keys():
            return None
        require(place, whole, subject.parameters, prover)
        while prover.counter:
            point, where, why = prover.counter.pop()
            refuted = _refutation(point, where, claim, subject, prover)
            if refuted is not None:
                return refuted
            spot = shown(point, subject)
            prover.open.append(f"{why or 'not confirmed'} at {spot}; leave it out in where")
    walls = bool(subject.walls)
    for cell, jump in jumps(claim.formula, families, claim.region, prover, loss=walls):
        answer = prover.ask(cell)
        if answer.status is Status.REFUTED:
            at = f", as at {shown(answer.witness, subject)}" if answer.witness else ""
            between = "" if jump.startswith("loss") else ", where all between may be optimal"
            prover.open.append(f"{jump}{at}{between}; leave it out")
        elif answer.status is not Status.PROVED:
            prover.open.append(f"{jump}: not shown to be outside the region ({answer.tried})")
    if prover.open:
        reason = prover.open[0]
        if prover.solver and len(prover.open) == 1:
            reason = "only a solver says so, and no certificate was found"
        tried = tuple(dict.fromkeys(prover.open))[:4]
        rank = "solver" if prover.solver else ""
        return Decided(Outcome("undecided", rank, reason, tried=tried), prover.proofs)
    return Decided(
        Outcome("proved", "proved", "on each piece that the region meets, with its limits"),
        prover.proofs,
    )


def _refutation(
    point: tuple[Number, ...], place: Place, claim: Read, subject: Subject, prover: _Prover
) -> Decided | None:
    """The claim refuted at a point, or near it inside the piece; None where that fails."""
    point = point or (_ONE,) * len(subject.parameters)
    candidates = [point]
    if not all(c.holds(point) for p in place.pieces for c in p.cell):
        candidates += _inside(place, claim, subject, prover)
    for at in reversed(candidates):
        values = confirmed(at, place, subject)
        try:
            if values is None or not at_point(claim, subject, at):
                continue
            if true_at(claim.formula, values, place.tradeoff):
                continue
            if claim.somewhere and any(t for _, t in held_at(claim, subject, at)):
                continue
        except (ZeroDivisionError, ValueError, KeyError):
            continue
        witness = shown_values(at, subject, values, claim)
        piece = f", of the piece {place.name}" if place.name else ""
        reason = f"false at an exact point{piece}"
        return Decided(Outcome("refuted", "proved", reason, witness), {}, at)
    return None


def _inside(
    place: Place, claim: Read, subject: Subject, prover: _Prover
) -> list[tuple[Number, ...]]:
    """Points at which the claim fails strictly inside the pieces."""
    wrong = failing(without_choices(claim.formula), place, subject.parameters, [])
    open_cells = tuple(c for p in place.pieces for c in p.cell)
    inner = Region(subject.parameters, (open_cells,)) & claim.region & wrong
    found = []
    for cell in inner.cells[:8]:
        answer = prover.ask(cell)
        if answer.witness:
            found.append(answer.witness)
    return found[:1]


def _by_values(claim: Read, subject: Subject) -> Decided | None:
    """Decide at given numbers: nothing is left but arithmetic."""
    point = subject.point
    assert point is not None
    if not at_point(claim, subject, point):
        reason = f"{shown(point, subject)} does not satisfy where: nothing is claimed"
        return Decided(Outcome("undecided", reason=reason))
    keys = names_in(claim.formula) - {*subject.parameters}
    tries = [subject]
    if subject.deeper is not None:
        tries.append(replace(subject, families=subject.deeper(), deeper=None))
    for now in tries:
        spots = list(around(claim, now, point))
        if not spots or not all(keys <= p.way.keys() for p in spots):
            continue
        for place in spots:
            values = confirmed(point, place, now)
            if values is None:
                raise Undecided(f"the optimum at {shown(point, subject)} was not confirmed")
            if not true_at(claim.formula, values, place.tradeoff):
                witness = shown_values(point, subject, values, claim)
                reason = "false at the numbers of the fit"
                return Decided(Outcome("refuted", "proved", reason, witness), {}, point)
        reason = f"exact arithmetic at {shown(point, subject)}"
        return Decided(Outcome("proved", "no certificate", reason), {}, point, now is not subject)
    raise Undecided(f"{', '.join(_missing(claim, subject))} is not determined there")
