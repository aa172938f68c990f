"""Reads what was decided about an object again: from its text, its program and its proofs.

Of a law the document holds the solved programs. The law is read anew and must give these very
programs; the checker goes through their proofs; and the walk of ``goals`` asks of each cell that
must be empty for a certificate in the document. Diagrams of SGD and of optimisers are those of the
package. Reading a law takes SymPy; points that phases are not empty are found again, and so is, for
a label of several phases, that others do not meet them; nothing else is searched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from phasecalc import checker
from phasecalc.checker import CheckFailed, Number, decode_number
from phasecalc.claims.about.deciding.confirm import confirmed
from phasecalc.claims.about.deciding.decide import read
from phasecalc.claims.about.deciding.goals import Place, places, require, uncovered, used
from phasecalc.claims.about.deciding.jumps import jumps
from phasecalc.claims.about.deciding.points import Read, at_point, held_at
from phasecalc.claims.about.objects.laws import SUMS, subject_from
from phasecalc.claims.about.objects.naming import law_of, shown, subject_of
from phasecalc.claims.about.objects.pairs import together
from phasecalc.claims.about.saying.formula import names_in, without_choices
from phasecalc.claims.about.saying.subject import Subject
from phasecalc.exceptions import Undecided
from phasecalc.laws.programs.branches import branches
from phasecalc.laws.sums.orders import in_orders
from phasecalc.laws.text.modes import has_sums
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.overlay import Overlay, Zone
from phasecalc.optimum.stored import decode
from phasecalc.regions.condition import Cell, canonical
from phasecalc.regions.encoding import decode_cell, key
from phasecalc.regions.region import Region

__all__ = ["KIND", "PROVED", "Shown", "check"]

KIND = "object"
PROVED = "proved"


@dataclass(frozen=True)
class Shown:
    """What was checked of one claim.

    Parameters
    ----------
    rank
        How sure it is.
    goals
        In words, written from the data.
    given
        What was taken from elsewhere.
    about
        What it speaks of.
    used
        Keys of the proofs that were needed.
    """

    rank: str
    goals: tuple[str, ...]
    given: tuple[str, ...]
    about: str
    used: frozenset[str]


def check(row: Mapping[str, Any]) -> Shown:
    """Check one claim of a document that has a proof of this kind.

    Parameters
    ----------
    row
        The claim, with ``about``, ``where``, ``states``, ``status`` and ``proof``.

    Raises
    ------
    CheckFailed
        Naming what does not follow.
    """
    proof = row["proof"]
    subject, given = _subject(row["about"], proof)
    claim = read(row["states"], tuple(row["where"]), subject)
    subject = claim.subject
    given = (*given, *(t for f in used(subject, claim.formula) for t in f.assumes))
    point = tuple(decode_number(x) for x in proof["point"])
    if len(point) != len(subject.parameters) or not at_point(claim, subject, point):
        raise CheckFailed("the point is not in the region")
    if subject.point is not None and point != subject.point:
        raise CheckFailed("the point is not that of the fit")
    holds = (row["status"] == PROVED) != claim.somewhere  # of the formula that was read
    if not holds or subject.point is not None:
        goals = _at(claim, subject, point, holds)
        return Shown(PROVED, goals, given, subject.about, frozenset())
    judge = _Book(proof["proofs"])
    goals = tuple(_everywhere(claim, subject, judge))
    return Shown(PROVED, goals, given, subject.about, frozenset(judge.used))


def _subject(about: Any, proof: Mapping[str, Any]) -> tuple[Subject, tuple[str, ...]]:
    """The object, from plain data, and what is taken from the package."""
    if not isinstance(about, dict):
        raise CheckFailed("a claim names what it is about")
    if "laws" in about:
        return _laws(about, proof)
    if "law" not in about:
        subject = subject_of(about)
        return subject, (f"the diagrams of {subject.about} that come with phasecalc",)
    law = law_of(about)
    ways = branches(in_orders(law))
    diagrams = {n: decode(d) for n, d in proof["diagrams"].items()}
    if list(diagrams) != list(ways):
        raise CheckFailed("not the programs of this law")
    for name, way in ways.items():
        wanted = replace(way.program, domain=way.program.domain.strict())
        if diagrams[name].program != wanted:
            raise CheckFailed(f"program {name} is not the one that the law gives")
    zones = tuple(_zone(z, diagrams) for z in proof["zones"])
    if len(diagrams) == 1:
        next(iter(diagrams.values())).recheck()
    else:
        try:
            Overlay(tuple(diagrams.items()), zones).recheck(proof["overlay"])
        except Undecided as problem:
            raise CheckFailed(str(problem)) from problem
    subject = subject_from(law, shown(about), about.get("fit"), about, diagrams, zones)
    given = "the programs over exponents that the text of the law gives"
    sums = (SUMS,) if has_sums(law) else ()
    own = (f"the law as the document writes it: {law!r}",) if "text" in about else ()
    return subject, (given, *sums, *own)


def _laws(about: Mapping[str, Any], proof: Mapping[str, Any]) -> tuple[Subject, tuple[str, ...]]:
    """Several laws, each from its own solved programs."""
    found = [_subject(a, p) for a, p in zip(about["laws"], proof["laws"], strict=True)]
    given = tuple(dict.fromkeys(text for _, texts in found for text in texts))
    return together([s for s, _ in found], about), given


def _zone(data: Mapping[str, Any], diagrams: Mapping[str, PhaseDiagram]) -> Zone:
    names = next(iter(diagrams.values())).program.parameters
    region = Region(names, (decode_cell(names, data["where"]),))
    phases = tuple((n, diagrams[n].phase(p)) for n, p in data["phases"].items())
    return Zone(region, tuple(data["best"]), phases)


@dataclass
class _Book:
    """Judge that believes the certificates of a document, each after the checker has."""

    proofs: Mapping[str, Any]
    used: set[str] = field(default_factory=set)

    def empty(self, cell: Cell) -> bool:
        conditions = canonical(cell)
        name = key(conditions)
        if name not in self.proofs:
            return False
        if name not in self.used:
            hypotheses = [(c.polynomial, c.relation) for c in conditions]
            checker.refute(hypotheses, self.proofs[name], len(conditions[0].names))
            self.used.add(name)
        return True

    def require(self, cell: Cell, why: str, place: Place) -> None:
        if not self.empty(cell):
            raise CheckFailed(f"no proof that {' and '.join(map(str, cell)):.200} is impossible")


def _everywhere(claim: Read, subject: Subject, judge: _Book) -> Any:
    """Words for each place at which the claim was checked."""
    families, whole = used(subject, claim.formula), without_choices(claim.formula)
    keys = names_in(claim.formula) - {*subject.parameters}
    for cell, missing in uncovered(families, claim.region, judge):
        if not judge.empty(cell):
            raise CheckFailed(f"not shown to be impossible: {missing}")
    for cell, jump in jumps(claim.formula, families, claim.region, judge, loss=bool(subject.walls)):
        if not judge.empty(cell):
            raise CheckFailed(f"{jump}: not shown to be outside the region")
    for place in places(families, claim.region, judge, keys):
        if not keys <= place.way.keys():
            raise CheckFailed(f"something has no value in {place.name}")
        require(place, whole, subject.parameters, judge)
        yield _words(place, keys, subject)


def _words(place: Place, keys: set[str], subject: Subject) -> str:
    formulas = [f"{k} = {place.way[k].text(subject.parameters)}" for k in sorted(keys)]
    where = " and ".join(map(str, canonical(place.cell))) or "everywhere"
    return f"in {place.name or 'the region'}, {', '.join(formulas) or 'it holds'}: where {where}"


def _at(claim: Read, subject: Subject, point: tuple[Number, ...], wanted: bool) -> tuple[str, ...]:
    """Words for what holds at a point: the claim in every place there, or its failure in one."""
    found = list(held_at(claim, subject, point))
    truths = [t for place, t in found if confirmed(point, place, subject) is not None]
    if not found or (wanted and len(truths) != len(found)):
        raise CheckFailed("the optimum at the point is not confirmed")
    if not truths or all(truths) != wanted or (claim.somewhere and not wanted and any(truths)):
        raise CheckFailed("at the point the claim is not as it is said to be")
    named = zip(subject.parameters, point, strict=True)
    at = ", ".join(f"{n} = {x}" for n, x in named if n != "none") or "this law"
    # Of "exists: X" the formula that was read is the opposite of X, and what is said is said of X.
    said = wanted != claim.somewhere
    return (f"at {at} it is {'true' if said else 'false'}",)
