"""What must be shown for a claim to be true: cells of the parameters that must be empty.

One walk for who searches and for who reads again: on each piece that the region meets, no
denominator vanishes, and no point fails the claim. A ``Judge`` says which cells are empty.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from phasecalc.checker import Polynomial, constant, multiply, scale
from phasecalc.claims.about.saying.formula import (
    OPERATORS,
    All,
    Compared,
    Formula,
    Known,
    Labelled,
    Negated,
    atoms,
    names_in,
)
from phasecalc.claims.about.saying.subject import Family, Piece, Subject, Way, with_slopes
from phasecalc.claims.about.saying.vocabulary import parts_of
from phasecalc.claims.reading.rational import Reader, difference
from phasecalc.claims.reading.region import compared
from phasecalc.claims.reading.signs import factors
from phasecalc.exceptions import Undecided
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = [
    "Judge",
    "Place",
    "closure",
    "failing",
    "joined",
    "places",
    "require",
    "uncovered",
    "used",
]

_MOST_CELLS = 300


class Judge(Protocol):
    """Says which cells are empty."""

    def empty(self, cell: Cell) -> bool:
        """Whether a cell is known to be empty; nothing is missing if it is not."""
        ...

    def require(self, cell: Cell, why: str, place: Place) -> None:
        """Show that a cell is empty, or keep in mind that it was not shown."""
        ...


@dataclass(frozen=True)
class Place:
    """Pieces that meet, one of each family, with one choice of their formulas.

    Parameters
    ----------
    pieces
        One of each family.
    cell
        Where: a part of the region and of the closure of each piece.
    way
        Formulas of all quantities.
    """

    pieces: tuple[Piece, ...]
    cell: Cell
    way: Way

    @property
    def tradeoff(self) -> frozenset[str]:
        """Terms in balance, of the first family."""
        return self.pieces[0].tradeoff if self.pieces else frozenset()

    @property
    def name(self) -> str:
        """For messages."""
        return ", ".join(p.name for p in self.pieces)


def used(subject: Subject, formula: Formula) -> list[Family]:
    """Families whose quantities a formula contains; a trade-off is of the first one."""
    keys = {parts_of(k)[0] for k in names_in(formula) - {*subject.parameters}}
    found = [f for f in subject.families if (f.keys | f.also) & keys]
    labelled = any(isinstance(a, Labelled) for a in atoms(formula))
    if labelled and subject.families[0] not in found:
        found.insert(0, subject.families[0])
    return found


def places(
    families: Sequence[Family], region: Region, judge: Judge, keys: Iterable[str] = ()
) -> Iterator[Place]:
    """Pieces that meet in a region, as far as the judge does not know better.

    Parameters
    ----------
    families
        Whose quantities are asked about.
    region
        Where.
    judge
        Says which cells are empty.
    keys
        What is asked about: derivatives among them are worked out.
    """
    wanted = tuple(keys)

    def meeting(cell: Cell, chosen: tuple[Piece, ...]) -> Iterator[tuple[Cell, tuple[Piece, ...]]]:
        if len(chosen) == len(families):
            yield cell, chosen
            return
        family = families[len(chosen)]
        for piece in family.pieces:
            here = joined(cell, closure(piece, family))
            if here is not None and not judge.empty(here):
                yield from meeting(here, (*chosen, piece))

    for start in region.cells:
        for cell, chosen in meeting(start, ()):
            for ways in itertools.product(*(p.ways for p in chosen)):
                known = {k: x for way in ways for k, x in way.items()}
                yield Place(chosen, cell, with_slopes(known, wanted, region.names))


def closure(piece: Piece, family: Family) -> Cell:
    """Where the formulas of a piece are meant."""
    return piece.cell if family.exact else tuple(c.with_relation(">=") for c in piece.cell)


def uncovered(
    families: Sequence[Family], region: Region, judge: Judge
) -> Iterator[tuple[Cell, str]]:
    """Cells that must be empty for each quantity to have a value, with the name of the quantity.

    Parameters
    ----------
    families
        Whose quantities are asked about.
    region
        Where.
    judge
        Says which cells are empty.
    """
    for family in families:
        if not family.exact or family.covered:
            continue
        left = list(region.cells)
        for piece in family.pieces:
            outside = (~Region(region.names, (piece.cell,))).cells
            cells = (joined(cell, more) for cell in left for more in outside)
            left = [c for c in dict.fromkeys(cells) if c is not None and not judge.empty(c)]
        for cell in left:
            yield cell, _in_words(family)


def _in_words(family: Family) -> str:
    return family.missing or f"{' and '.join(sorted(family.keys))} has no value"


def joined(cell: Cell, more: Iterable[Condition]) -> Cell | None:
    """Conditions of both, or None where one of them is false everywhere."""
    whole = tuple(dict.fromkeys((*cell, *more)))
    if any(c.truth is False for c in whole):
        return None
    strong = {c.terms for c in whole if c.relation != ">="}
    return tuple(
        c for c in whole if c.truth is None and (c.relation != ">=" or c.terms not in strong)
    )


def require(place: Place, formula: Formula, names: tuple[str, ...], judge: Judge) -> None:
    """Put before the judge what must be empty for a formula to hold at a place.

    Parameters
    ----------
    place
        Where, and with which formulas.
    formula
        Without choices.
    names
        Parameters, in order.
    judge
        Shows it.

    Raises
    ------
    NotRational
        The formula contains a quantity that has no value here.
    Undecided
        There are too many cases.
    """
    bottoms: list[Polynomial] = []
    wrong = failing(formula, place, names, bottoms)
    parts = (f for bottom in bottoms for f, _ in factors(bottom, names))
    for factor in _distinct(parts):
        for cell in compared(factor, "==", names).cells:
            judge.require((*place.cell, *cell), "a denominator vanishes", place)
    for cell in wrong.cells:
        rows = [r for c in cell for r in _reduced(c, place.cell, judge)]
        whole = joined(place.cell, rows)
        if whole is not None:
            judge.require(whole, "", place)


def _reduced(condition: Condition, cell: Cell, judge: Judge) -> Iterator[Condition]:
    """Conditions that hold wherever the given one does on a cell, factor by factor.

    A factor of one sign is left out; one that may vanish, but has no other sign, must not vanish
    where the product is positive, and is a condition of its own.
    """
    names = condition.names
    rest = constant(1, len(names))
    listed = factors(condition.polynomial, names)
    if len([f for f, _ in listed if any(any(e) for e in f)]) < 2:
        yield condition
        return
    for factor, multiplicity in listed:
        if not any(any(e) for e in factor):
            rest = multiply(rest, factor)
            continue
        sign, strict = _sign(factor, names, cell, judge)
        if sign and (strict or condition.relation == ">"):
            rest = scale(rest, sign if multiplicity % 2 else 1)
            if not strict:
                yield Condition.make(names, scale(factor, sign), ">")
            continue
        for _ in range(2 - multiplicity % 2):
            rest = multiply(rest, factor)
    yield Condition.make(names, rest, condition.relation)


def _sign(factor: Polynomial, names: tuple[str, ...], cell: Cell, judge: Judge) -> tuple[int, bool]:
    """Sign of a polynomial on a cell, 0 where none is known, and whether it nowhere vanishes."""
    for relation, strict in ((">=", True), (">", False)):
        for sign in (1, -1):
            opposite = Condition.make(names, scale(factor, -sign), relation)
            if judge.empty((*cell, opposite)):
                return sign, strict
    return 0, False


def failing(
    formula: Formula, place: Place, names: tuple[str, ...], bottoms: list[Polynomial]
) -> Region:
    """Points at which a formula fails; denominators that must not vanish are added to a list."""
    reader = Reader(place.way, names=names)
    found = _region(formula, False, place, reader, bottoms)
    bottoms += reader.bottoms
    for key in sorted(names_in(formula) & place.way.keys()):
        bottoms.append(place.way[key].bottom)
    return found


def _region(
    formula: Formula, wanted: bool, place: Place, reader: Reader, bottoms: list[Polynomial]
) -> Region:
    """Points at which a formula has a truth value, or may have it for all that is known."""
    names = reader.names
    if isinstance(formula, Negated):
        return _region(formula.part, not wanted, place, reader, bottoms)
    if isinstance(formula, Known):  # all points at which it is not known to be otherwise
        opposite = formula.no if wanted else formula.yes
        return _region(opposite, False, place, reader, bottoms)
    if isinstance(formula, Labelled):
        holds = (formula.terms == place.tradeoff) == (formula.operator == "==")
        return Region(names, ((),) if holds == wanted else ())
    if isinstance(formula, Compared):
        operator = formula.operator if wanted else OPERATORS[formula.operator][1]
        return _compared(formula, operator, reader, bottoms)
    every = isinstance(formula, All) == wanted
    found = Region(names, ((),) if every else ())
    for part in formula.parts:
        other = _region(part, wanted, place, reader, bottoms)
        found = found & other if every else found | other
        if len(found.cells) > _MOST_CELLS:
            raise Undecided("too many cases; split the claim")
    return found


def _compared(
    formula: Compared, operator: str, reader: Reader, bottoms: list[Polynomial]
) -> Region:
    top, bottom = difference(reader.read(formula.left), reader.read(formula.right))
    bottoms.append(bottom)
    signed = top if operator in ("==", "!=") else multiply(top, bottom)
    return compared(signed, operator, reader.names)


def _distinct(polynomials: Iterable[Polynomial]) -> Iterator[Polynomial]:
    """Each once, without numbers."""
    seen = set()
    for p in polynomials:
        rows = tuple(sorted(p.items()))
        if any(any(e) for e in p) and rows not in seen:
            seen.add(rows)
            yield p
