"""Exploring a chamber of many parameters: look for a point outside, solve there, cross the facets.

The chamber is cut in two again and again. A part in which a point is known is cut by the facets of
a critical region that holds the point: what lies beyond each facet is a part of its own, and the
region itself is done with. A part is a leaf where it is proved empty. So no question is asked
about parts that earlier ones exclude, where the product of all regions would ask about each
choice of facets. The tree is kept: who checks the cover goes down the same cuts.

Points at hand answer most questions: a point in a part shows at once that it is not empty.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from phasecalc.checker import CheckFailed, Number
from phasecalc.exceptions import Undecided
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.encoding import key
from phasecalc.regions.work import Clock, OutOfTime

__all__ = ["Cover", "Point", "Samples", "beyond", "explored", "leaves"]

_DRAWN, _KEPT = 3000, 400  # points tried and kept when a chamber is entered
_LARGE = 5  # of numbers drawn
_PRIME = 9973  # of denominators: no curve with small numbers goes through such a point by accident
# Work of the question whether a condition follows from others: it only makes a cell shorter.
SHORTENING = 300_000

Point = tuple[Number, ...]


@dataclass
class Cover:
    """What is known of one chamber.

    Parameters
    ----------
    regions
        Critical regions found.
    cuts
        For each part that was cut, by name, the cell of the region that cut it.
    left
        Parts of which nothing is known, where the search was stopped.
    """

    regions: list[CriticalRegion] = field(default_factory=list)
    cuts: dict[str, Cell] = field(default_factory=dict)
    left: list[Cell] = field(default_factory=list)


class Samples:
    """Points of a chamber, and answers about its parts.

    Parameters
    ----------
    chamber
        Conditions of the chamber.
    clock
        Seconds allowed.
    """

    def __init__(self, chamber: Cell, clock: Clock) -> None:
        self.clock = clock
        self.size = len(chamber[0].names) if chamber else 0
        self._points: list[tuple[Point, tuple[float, ...]]] = []
        draw = random.Random(1)
        for _ in range(_DRAWN):
            if len(self._points) == _KEPT:
                break
            at = tuple(_number(draw) for _ in range(self.size))
            if all(c.holds(at) for c in chamber):
                self.add(at)

    def add(self, point: Point) -> None:
        """Remember a point."""
        self._points.append((point, tuple(map(float, point))))

    def known(self, conditions: Sequence[Condition]) -> Point | None:
        """A point at hand that satisfies all conditions."""
        rough = [[(float(k), e) for e, k in c.terms] for c in conditions]
        for point, at in self._points:
            if all(_value(terms, at) > -1e-9 for terms in rough) and all(
                c.holds(point) for c in conditions
            ):
                return point
        return None

    def inside(self, conditions: Cell) -> Point | None:
        """A point of an open part; None where it is proved empty.

        Raises
        ------
        Undecided
            Neither is known.
        """
        point = self.known(conditions)
        if point is not None:
            return point
        answer = settle(conditions, self.clock)
        if answer.status is Status.PROVED:
            return None
        if answer.witness is None:
            raise Undecided(f"{' and '.join(map(str, answer.conditions))}: {answer.tried}")
        point = self._general(conditions, answer.witness)
        self.add(point)
        return point

    def _general(self, conditions: Cell, point: Point) -> Point:
        """A point nearby in no special position, where one is in the part."""
        draw = random.Random(2)
        for step in (Fraction(1, 4), Fraction(1, 64), Fraction(1, 2048), Fraction(1, 10**6)):
            for _ in range(4):
                shifts = [Fraction(draw.randrange(-_PRIME, _PRIME), _PRIME) for _ in point]
                moved = tuple(x + step * s for x, s in zip(point, shifts, strict=True))
                if all(c.holds(moved) for c in conditions):
                    return moved
        return point

    def shortened(self, cell: Sequence[Condition], given: Sequence[Condition]) -> Cell:
        """The cell without conditions that follow from the rest and what is given."""
        kept = list(dict.fromkeys(c for c in cell if c.truth is not True and c not in given))
        for c in sorted(kept, key=lambda c: (-c.degree, -len(c.terms))):
            rest = [*(other for other in kept if other is not c), *given]
            (opposite,) = c.with_relation(">=").negated()
            if rest and self.known([*rest, opposite]) is None:
                answer = settle([*rest, opposite], self.clock, SHORTENING)
                if answer.status is Status.PROVED:
                    kept.remove(c)
                elif answer.witness is not None:
                    self.add(answer.witness)
        return tuple(kept)


def explored(
    chamber: Cell,
    solve: Callable[[Point, Samples, Sequence[CriticalRegion]], Sequence[CriticalRegion]],
    clock: Clock,
    *,
    partial: bool = False,
) -> Cover:
    """Cut a chamber until it is covered.

    Parameters
    ----------
    chamber
        Its conditions, all strict.
    solve
        Critical regions at a point, given the samples and the regions known.
    clock
        Seconds allowed.
    partial
        Whether parts that time or work does not suffice for are left; else that is an error.
    """
    samples, cover = Samples(chamber, clock), Cover()
    parts: list[Cell] = [canonical(chamber)]
    while parts:
        part = parts.pop()
        try:
            point = samples.inside(part)
            if point is None:
                continue
            found = next((r for r in cover.regions if _holds(r.cuts, point)), None)
            if found is None:
                new = solve(point, samples, cover.regions)
                cover.regions += new
                found = next((r for r in new if _holds(r.cuts, point)), None)
            if found is None:
                raise Undecided(f"no formulas hold around {', '.join(map(str, point))}")
        except Undecided as stop:
            if not partial:
                raise
            cover.left.append(part)
            if isinstance(stop, OutOfTime):
                cover.left += parts
                break
            continue
        cover.cuts[key(part)] = found.cuts
        parts += beyond(part, found.cuts)
    return cover


def beyond(part: Cell, cuts: Cell) -> Iterator[Cell]:
    """What lies outside a cell, one part for each facet; open, and without their common edges."""
    for k, facet in enumerate(cuts):
        (opposite,) = facet.with_relation(">=").negated()
        yield canonical([*part, *cuts[:k], opposite])


def leaves(
    part: Cell, cuts: Callable[[str], Cell | None], regions: frozenset[Cell], left: frozenset[Cell]
) -> Iterator[Cell]:
    """Parts that must be empty for the regions, and what is left, to cover a part.

    Parameters
    ----------
    part
        Its conditions.
    cuts
        The cell that cuts a part, by its name; None where it is not cut.
    regions
        Cells that are covered.
    left
        Parts of which nothing is said.

    Raises
    ------
    CheckFailed
        A part is cut by what is no region, or by one that leaves it as it is.
    """
    waiting = [canonical(part)]
    while waiting:
        now = waiting.pop()
        cell = cuts(key(now))
        if cell is None:
            if now not in left:
                yield now
            continue
        if cell not in regions:
            raise CheckFailed("a part is cut by a cell that is no critical region")
        for smaller in beyond(now, cell):
            if smaller == now:
                raise CheckFailed("a part is cut by a region that lies outside it")
            waiting.append(smaller)


def _holds(cell: Cell, point: Point) -> bool:
    return all(c.with_relation(">=").holds(point) for c in cell)


def _value(terms: Sequence[tuple[float, tuple[int, ...]]], at: Sequence[float]) -> float:
    total = 0.0
    for k, e in terms:
        for x, i in zip(at, e, strict=True):
            if i:
                k *= x**i
        total += k
    return total


def _number(draw: random.Random) -> Fraction:
    """Near 0 as often as far from it, of both signs now and then."""
    size = Fraction(draw.randrange(1, _PRIME), _PRIME)
    large = 1 / size if draw.random() < 0.4 else _LARGE * size if draw.random() < 0.3 else size
    return -large if draw.random() < 0.1 else large
