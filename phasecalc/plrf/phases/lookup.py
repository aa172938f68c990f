"""Conditions and formulas prepared for many points, evaluated in integers.

At a rational point (A/N, B/N) a polynomial with integer coefficients is an integer over a power
of N: its sign is that of one integer, and a rational function is one ``Fraction``. Points and
coefficients with a square root take the general way of ``phasecalc.checker``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number, Polynomial
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.minimax import Minimax
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Cell, Condition

if TYPE_CHECKING:
    from phasecalc.plrf.phases.store import Stored

__all__ = ["ClosedCell", "Formula", "Piece", "Place", "Point", "Prepared", "SignTest"]


class Point:
    """Exact point, with its coordinates over one denominator where they are rational.

    Parameters
    ----------
    coordinates
        Exact numbers.
    """

    __slots__ = ("common", "coordinates", "tops")

    def __init__(self, coordinates: tuple[Number, ...]) -> None:
        self.coordinates = coordinates
        self.common, self.tops = 1, []  # type: int, list[int]
        rational = [x for x in coordinates if isinstance(x, Fraction)]
        if len(rational) == len(coordinates):
            self.common = math.lcm(*(x.denominator for x in rational))
            self.tops = [x.numerator * (self.common // x.denominator) for x in rational]


class _Integral:
    """Polynomial as integer rows over one denominator; no rows where a root occurs."""

    __slots__ = ("bottom", "degree", "rows")

    def __init__(self, polynomial: Polynomial) -> None:
        rational = {e: c for e, c in polynomial.items() if isinstance(c, Fraction)}
        self.degree = max(map(sum, polynomial), default=0)
        self.bottom = math.lcm(*(c.denominator for c in rational.values()))
        # The last entry is the power of the common denominator that is missing to the degree.
        self.rows: list[tuple[int, tuple[int, ...], int]] | None = None
        if len(rational) == len(polynomial):
            self.rows = [
                (int(c * self.bottom), e, self.degree - sum(e)) for e, c in rational.items()
            ]

    def top(self, point: Point) -> int | None:
        """Value times ``bottom * common**degree``, or None where a root is in the way."""
        if self.rows is None or not point.tops:
            return None
        total = 0
        for term, exponents, missing in self.rows:
            for x, e in zip(point.tops, exponents, strict=True):
                if e:
                    term *= x**e
            total += term * point.common**missing if missing else term
        return total


class SignTest:
    """Exact sign of one condition's polynomial.

    Examples
    --------
    >>> from phasecalc.regions.condition import polynomial_of
    >>> from phasecalc.symbols import alpha
    >>> polynomial = polynomial_of(2 * alpha**2 - 4 * alpha + 1, ("alpha",))
    >>> test = SignTest(Condition.make(("alpha",), polynomial, ">"))
    >>> test(Point((Fraction(1, 4),))), test(Point((Fraction(1, 3),)))
    (1, -1)
    """

    __slots__ = ("condition", "polynomial")

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.polynomial = _Integral(condition.polynomial)

    def __call__(self, point: Point) -> int:
        """Sign at a point: -1, 0 or 1."""
        total = self.polynomial.top(point)
        if total is None:
            return self.condition.sign_at(point.coordinates)
        return (total > 0) - (total < 0)


class ClosedCell:
    """Closure of a cell: every condition holds weakly."""

    __slots__ = ("tests",)

    def __init__(self, cell: Cell) -> None:
        self.tests = [SignTest(c) for c in cell]

    def __contains__(self, point: Point) -> bool:
        return all(test(point) >= 0 for test in self.tests)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> tuple[ClosedCell, ...]:
        """One for each cell of a region."""
        return tuple(cls(c) for c in cells)


class Formula:
    """Rational function."""

    __slots__ = ("below", "constant", "ratio", "shift", "top")

    def __init__(self, ratio: Ratio) -> None:
        self.ratio = ratio
        self.top, self.below = _Integral(ratio.top), _Integral(ratio.bottom)
        self.shift = self.below.degree - self.top.degree
        origin = (Fraction(0),) * len(ratio.denominator[0][0])
        fixed = self.top.degree == self.below.degree == 0
        self.constant = ratio(origin) if fixed else None

    def __call__(self, point: Point) -> Number:
        """Exact value at a point."""
        if self.constant is not None:
            return self.constant
        top, below = self.top.top(point), self.below.top(point)
        if top is None or not below:
            return self.ratio(point.coordinates)
        top, below = top * self.below.bottom, below * self.top.bottom
        if self.shift > 0:
            top *= point.common**self.shift
        else:
            below *= point.common**-self.shift
        return Fraction(top, below)


class Piece:
    """Critical region with all that the checker compares there."""

    __slots__ = ("cell", "constraints", "terms", "unknowns", "value", "weights")

    def __init__(self, program: Minimax, piece: CriticalRegion) -> None:
        self.cell = ClosedCell(piece.cell)
        active = program.active(piece.signs)
        self.terms = {n: [Formula(x) for x in form] for n, form in active.items()}
        self.constraints = {c.name: [Formula(x) for x in c.form] for c in program.constraints}
        self.weights = {n: Formula(w) for n, w in piece.weights}
        self.unknowns = [Formula(x) for x in piece.vertices[0]]
        self.value = Formula(piece.value)


class Place:
    """Phase with its closed cells and critical regions."""

    __slots__ = ("_pieces", "_program", "cells", "phase")

    def __init__(self, program: Minimax, phase: Phase) -> None:
        self.phase = phase
        self.cells = ClosedCell.of(phase.region.cells)
        self._program = program
        self._pieces: list[Piece] | None = None

    @property
    def pieces(self) -> list[Piece]:
        """Prepared when the phase is first met: a single query prepares only its own."""
        if self._pieces is None:
            self._pieces = [Piece(self._program, p) for p in self.phase.pieces]
        return self._pieces

    def piece(self, point: Point) -> Piece | None:
        """Critical region whose closure contains the point."""
        if not any(point in cell for cell in self.cells):
            return None
        return next((p for p in self.pieces if point in p.cell), None)


class Prepared:
    """A stored diagram, prepared for many points.

    Parameters
    ----------
    stored
        The diagram.
    """

    __slots__ = ("_diagram", "_hashes", "critical", "places")

    def __init__(self, stored: Stored) -> None:
        self._diagram = stored.diagram
        self._hashes: dict[str, tuple[str, ...]] = {}
        program = stored.diagram.program
        self.places = [Place(program, p) for p in stored.diagram.phases]
        self.critical = [
            (line, [SignTest(k) for cell in line.line.cells for k in cell if k.relation == "="])
            for line in stored.critical
        ]

    def hashes(self, name: str) -> tuple[str, ...]:
        """Hashes of the proofs of one phase."""
        if name not in self._hashes:
            self._hashes[name] = tuple(sorted(self._diagram.certificate(name).proofs))
        return self._hashes[name]
