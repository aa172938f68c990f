"""Questions to the region engine, made easy for it and bounded by a clock.

Most answers are points, and most of those lie on a grid that knows the special
lines of the model: it is searched in floating point and each point found is
judged exactly. Otherwise the engine is asked about cells without redundant
conditions, on which certificates are found quickly.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from phasecalc.checker import Number, Surd
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.decide import Status, empty
from phasecalc.regions.region import Region
from phasecalc.regions.simplify import simplify_cell
from phasecalc.regions.work import QUESTION
from phasecalc.regions.work import Clock as Allowed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Clock",
    "Found",
    "Point",
    "covered",
    "implied",
    "point_of",
    "points",
    "simplified",
    "weakest",
]

Point = tuple[Number, Number]

_QUICK = 500_000  # work for a question whose answer only makes later ones easier


class Clock:
    """Time left for the questions of one claim.

    Parameters
    ----------
    seconds
        Time allowed.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.end = seconds, time.monotonic() + seconds

    def left(self) -> Allowed:
        """Time left; never quite none, so that easy questions are still answered."""
        found = Allowed(max(0.05, self.end - time.monotonic()))
        found.seconds = self.seconds  # what is said to have run out is what was allowed
        return found


@dataclass(frozen=True)
class Found:
    """Answer to a question.

    Parameters
    ----------
    status
        Whether it holds, and how that is known.
    point
        Where it fails, if refuted.
    tried
        What was tried, if open.
    """

    status: Status
    point: Point | None = None
    tried: str = ""

    @classmethod
    def open(cls, tried: str) -> Found:
        """Neither proved nor refuted, and why."""
        return cls(Status.UNDECIDED, None, tried)

    @property
    def proved(self) -> bool:
        """Whether it holds, by a certificate."""
        return self.status is Status.PROVED

    @property
    def refuted(self) -> bool:
        """Whether it fails at an exact point."""
        return self.status is Status.REFUTED


def weakest(answers: Iterable[Found]) -> Found:
    """The answer to all of several questions; the first that fails decides."""
    kept = Found(Status.PROVED)
    for found in answers:
        if found.refuted:
            return found
        if kept.proved or found.status is Status.UNDECIDED:
            kept = found if not found.proved else kept
    return kept


def implied(region: Region, wanted: Region, clock: Clock) -> Found:
    """Whether a region lies in another one.

    Parameters
    ----------
    region, wanted
        In the plane of alpha and beta.
    clock
        Time left.
    """
    failing = region & ~wanted
    for cell in failing.cells:
        point = _grid_point(cell)
        if point is not None:
            return Found(Status.REFUTED, point)
    return weakest(_asked(cell, clock) for cell in failing.cells)


def point_of(region: Region, clock: Clock) -> Found:
    """Whether a region is empty; refuted by a point of it."""
    return implied(region, Region(region.names, ()), clock)


def covered(region: Region, pieces: Sequence[Region], clock: Clock) -> Found:
    """Whether pieces of one cell each cover a region; a point is one that they leave out.

    Cells already covered are dropped at once, where the complement of a union would have as
    many cells as the product of all its conditions.
    """
    left: list[Cell] = list(region.cells)
    for piece in pieces:
        (cover,) = piece.cells
        parts: list[Cell] = []
        for cell in left:
            inside = cell
            for condition in cover:
                for opposite in condition.negated():
                    part = (*inside, opposite)
                    if _grid_point(part) is not None or not _asked(part, clock, _QUICK).proved:
                        parts.append(part)
                inside = (*inside, condition)
        left = parts
    return point_of(Region(region.names, tuple(left)), clock)


def simplified(region: Region, clock: Clock) -> Region:
    """The same set, with fewer conditions where that is quickly proved, and no empty cells."""
    cells = []
    for cell in region.cells:
        kept = simplify_cell(_distinct(cell), clock.left(), units=_QUICK)
        if kept is not None:
            cells.append(kept)
    return Region(region.names, tuple(cells))


# Answers that do not depend on the time allowed, by the conditions asked about.
_ANSWERED: dict[Cell, Found] = {}
_MOST_ANSWERED = 20_000


def _asked(cell: Cell, clock: Clock, units: int = QUESTION) -> Found:
    cell = _distinct(cell)
    if cell not in _ANSWERED:
        found = _found(cell, clock, units)
        if not (found.proved or found.refuted) or len(_ANSWERED) >= _MOST_ANSWERED:
            return found
        _ANSWERED[cell] = found
    return _ANSWERED[cell]


def _found(cell: Cell, clock: Clock, units: int) -> Found:
    try:
        answer = empty(cell, clock.left(), units)
    except OverflowError:  # the engine's own grid is of floats
        return Found.open("numbers beyond the range of floats")
    point = None
    if answer.status is Status.REFUTED and answer.witness is not None:
        if len(answer.witness) == 2:
            point = (answer.witness[0], answer.witness[1])
        else:
            point = (Fraction(1), Fraction(1))  # no condition at all
    return Found(answer.status, point, answer.tried)


def _distinct(cell: Cell) -> Cell:
    """Cell without ``p >= 0`` where it has ``p > 0`` or ``p = 0``."""
    strong = {c.terms for c in cell if c.relation != ">="}
    kept = (c for c in cell if c.relation != ">=" or c.terms not in strong)
    return tuple(dict.fromkeys(kept))


@cache
def _grid() -> tuple[tuple[Point, ...], NDArray[np.float64]]:
    """Points on and off the special lines, simple ones first, and the same as floats."""
    import numpy as np

    flat = Surd(1, Fraction(-1, 2), 2)
    alphas: list[Number] = [Fraction(k, 8) for k in (6, 8, 5, 3, 12, 16, 24, 1, 4, 2)]
    alphas += [Fraction(*q) for q in ((7, 10), (9, 20), (13, 40), (3, 11), (7, 25), (1, 5))]
    alphas += [flat, Fraction(51, 100), Fraction(49, 100), Fraction(1, 50), Fraction(20)]
    half = Fraction(1, 2)
    points: dict[Point, None] = {}
    for a in alphas:
        own = [a, 1 + 2 * a, half - a + Fraction(1, 100), 1 - a, 2 * a, a + half]
        fixed = [Fraction(k, 8) for k in (6, 8, 5, 4, 3, 12, 16, 2, 1, 0, 24, 40)]
        fixed += [Fraction(*q) for q in ((51, 100), (49, 100), (9, 10), (-1, 4), (-1, 1), (50, 1))]
        points.update(dict.fromkeys((a, b) for b in (*fixed, *own)))
    listed = tuple(points)
    return listed, np.array([[float(a), float(b)] for a, b in listed])


def _grid_point(cell: Sequence[Condition]) -> Point | None:
    return next(_grid_points(cell), None)


def _grid_points(cell: Sequence[Condition]) -> Iterator[Point]:
    """Points of the grid that satisfy every condition exactly."""
    import numpy as np

    listed, floats = _grid()
    alive = np.ones(len(listed), dtype=bool)
    for c in cell:
        total = np.zeros(len(listed))
        size = np.zeros(len(listed))
        scale = _scale(c)
        for e, k in c.terms:
            term = float(k / scale) * floats[:, 0] ** e[0] * floats[:, 1] ** e[1]
            total += term
            size += np.abs(term)
        slack = 1e-9 * (size + 1e-30)
        alive &= np.abs(total) <= slack if c.relation == "=" else total >= -slack
    for i in np.flatnonzero(alive):
        try:
            if all(c.holds(listed[i]) for c in cell):
                yield listed[i]
        except ValueError:  # two different square roots met
            continue


def _scale(condition: Condition) -> Fraction:
    """Size of the coefficients, so that none of them overflows as a float."""
    parts = (x for _, k in condition.terms for x in ((k.a, k.b) if isinstance(k, Surd) else (k,)))
    return max(abs(x) for x in parts) or Fraction(1)


def points(region: Region, most: int, clock: Clock | None = None) -> list[Point]:
    """Exact points of a region that lie on the grid: simple ones, then some of everywhere.

    Those inside come first, those on the boundary that the region includes after them.

    Parameters
    ----------
    region
        In the plane of alpha and beta.
    most
        How many to return.
    clock
        Time left to look for one elsewhere, where the grid has none; without it none is returned.
    """
    listed = list(dict.fromkeys(p for cell in region.cells for p in _grid_points(cell)))
    if not listed and clock is not None:
        elsewhere = point_of(region, clock).point
        return [] if elsewhere is None else [elsewhere]
    inner = [tuple(c for c in cell if c.relation == ">=") for cell in region.cells]
    on_edge = (
        {p for p in listed if all(any(c.sign_at(p) == 0 for c in rows) for rows in inner if rows)}
        if any(inner) and all(inner)
        else set()
    )
    found = sorted(listed, key=on_edge.__contains__)
    simple = found[: most // 4]
    rest = found[most // 4 :]
    step = max(1, len(rest) // max(1, most - len(simple)))
    return [*simple, *rest[::step]][:most]
