"""Cells and boundaries as exact polygons and segments inside a window.

Corners are exact numbers, rational or with a square root, so that a drawing states the geometry it
shows: alpha = 1 - sqrt(2)/2 stands in the source as that, not as 0.2929.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number, sign
from phasecalc.exceptions import DomainError
from phasecalc.regions.condition import Condition

if TYPE_CHECKING:
    from phasecalc.optimum.boundary import Boundary

__all__ = ["Line", "Point", "Window", "boundary_line", "polygon", "segment"]

Point = tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class Line:
    """Half-plane ``x*p + y*q + shift >= 0``, bounded by the line where it is 0."""

    x: Number
    y: Number
    shift: Number

    @classmethod
    def of(cls, condition: Condition) -> Line:
        """Half-plane of a linear condition.

        Raises
        ------
        DomainError
            The condition is not linear in two parameters.
        """
        if condition.degree > 1 or len(condition.names) != 2:
            raise DomainError(
                f"{condition} does not bound a half-plane: this picture is drawn for phases "
                "bounded by straight lines; `phasecalc diagram` draws every phase diagram"
            )
        by_power = condition.polynomial
        zero = Fraction(0)
        return cls(*(by_power.get(e, zero) for e in ((1, 0), (0, 1), (0, 0))))

    def at(self, point: Point) -> Number:
        """Value at a point."""
        return self.x * point[0] + self.y * point[1] + self.shift

    def same(self, other: Line) -> bool:
        """Whether both are bounded by one line."""
        mine, others = (self.x, self.y, self.shift), (other.x, other.y, other.shift)
        return all(
            sign(mine[i] * others[k] - mine[k] * others[i]) == 0
            for i, k in itertools.combinations(range(3), 2)
        )


@dataclass(frozen=True, slots=True)
class Window:
    """Rectangle that is shown.

    Parameters
    ----------
    x, y
        Least and largest value of either parameter.
    """

    x: tuple[Fraction, Fraction]
    y: tuple[Fraction, Fraction]

    def holding(self, point: Point) -> Window:
        """The window, made larger where a point lies outside or at its end."""

        def side(ends: tuple[Fraction, Fraction], value: Number) -> tuple[Fraction, Fraction]:
            low, high = ends
            return (
                low if low < value else Fraction(int(float(value)) - 1),
                high if value < high else Fraction(int(float(value)) + 1),
            )

        return Window(side(self.x, point[0]), side(self.y, point[1]))

    @property
    def corners(self) -> tuple[Point, ...]:
        """Corners, counter-clockwise."""
        (left, right), (low, high) = self.x, self.y
        return ((left, low), (right, low), (right, high), (left, high))

    @property
    def sides(self) -> tuple[Line, ...]:
        """Half-planes whose intersection it is."""
        zero, one = Fraction(0), Fraction(1)
        return (
            Line(one, zero, -self.x[0]),
            Line(-one, zero, self.x[1]),
            Line(zero, one, -self.y[0]),
            Line(zero, -one, self.y[1]),
        )


def boundary_line(boundary: Boundary) -> Line:
    """Line of a boundary; a curve that fixes one parameter is solved by the boundary's point.

    Raises
    ------
    DomainError
        The curve is not a straight line.
    """
    curve = boundary.curve
    used = [k for k in range(2) if any(e[k] for e, _ in curve.terms)]
    if len(used) == 1:
        value = boundary.point[curve.names[used[0]]]
        return Line(Fraction(used[0] == 0), Fraction(used[0] == 1), -value)
    return Line.of(curve)


def polygon(lines: Iterable[Line], window: Window) -> tuple[Point, ...]:
    """Corners of the part of a window on the right side of every line; empty where it has no area.

    Examples
    --------
    >>> unit = Window((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))
    >>> below = Line(Fraction(-1), Fraction(-1), Fraction(1, 2))  # x + y <= 1/2
    >>> [tuple(map(str, p)) for p in polygon([below], unit)]
    [('0', '0'), ('1/2', '0'), ('0', '1/2')]
    """
    corners: Sequence[Point] = window.corners
    for line in lines:
        corners = tuple(_clipped(corners, line))
    distinct = tuple(dict.fromkeys(corners))
    return distinct if len(distinct) > 2 and _area(distinct) != 0 else ()


def segment(line: Line, lines: Iterable[Line], window: Window) -> tuple[Point, Point] | None:
    """Part of a line inside a window and on the right side of other lines; None where empty."""
    # A point of the line and its direction.
    if sign(line.y):
        start: Point = (Fraction(0), -line.shift / line.y)
    else:
        start = (-line.shift / line.x, Fraction(0))
    along: Point = (line.y, -line.x)
    low: Number | None = None
    high: Number | None = None
    for other in (*window.sides, *lines):
        if other.same(line):
            continue
        value = other.at(start)
        slope = other.x * along[0] + other.y * along[1]
        if sign(slope) == 0:
            if sign(value) < 0:
                return None
            continue
        end = -value / slope
        if sign(slope) > 0:
            low = end if low is None or low < end else low
        else:
            high = end if high is None or end < high else high
    assert low is not None  # a window is bounded
    assert high is not None
    if not low < high:
        return None
    ends = [(start[0] + along[0] * t, start[1] + along[1] * t) for t in (low, high)]
    return ends[0], ends[1]


def _clipped(corners: Sequence[Point], line: Line) -> Iterator[Point]:
    """Sutherland and Hodgman's step for one half-plane."""
    for p, q in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        here, there = line.at(p), line.at(q)
        if sign(here) >= 0:
            yield p
        if sign(here) * sign(there) < 0:
            share = here / (here - there)
            yield (p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share)


def _area(corners: Sequence[Point]) -> Number:
    total: Number = Fraction(0)
    for p, q in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        total = total + (p[0] * q[1] - q[0] * p[1])
    return total
