"""Cells of two parameters as outlines inside a window, whatever the degree of their curves.

The window is cut at every abscissa at which a curve of the cell turns, ends or meets another: there
stand roots of discriminants and resultants, exact algebraic numbers. Between two cuts the curves
are graphs that do not meet, and one exact point says of each strip between them whether it belongs
to the cell. Only the course of a bent curve from one cut to the next is a polyline.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.checker import Number, constant
from phasecalc.exceptions import ParseError
from phasecalc.export.outlines.polygons import Point, Window
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.parsing.numbers import exact

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.regions.condition import Cell

__all__ = ["Border", "Outline", "cut_line", "outlines"]

_STEPS = 32  # of a bent curve from cut to cut
_DIGITS = 30
_SAME = 1e-15
_NEAR = 1e-7


@dataclass(frozen=True)
class Border:
    """Part of the border of a cell.

    Parameters
    ----------
    points
        From end to end; the ends are exact where they are rational or quadratic surds.
    curve
        Polynomial that vanishes on it, as text; "" on a side of the window.
    """

    points: tuple[Point, ...]
    curve: str


@dataclass(frozen=True)
class Outline:
    """A connected strip of a cell: its borders below and above, and at its ends.

    Parameters
    ----------
    below, above
        From left to right.
    ends
        Vertical parts of the border that are no side of the window.
    """

    below: tuple[Border, ...]
    above: tuple[Border, ...]
    ends: tuple[Border, ...]

    @property
    def corners(self) -> tuple[Point, ...]:
        """All points, counter-clockwise."""
        low = [p for b in self.below for p in b.points]
        high = [p for b in self.above for p in b.points]
        return tuple(p for p, _ in itertools.groupby((*low, *reversed(high))))


@dataclass(frozen=True)
class _Strip:
    """What lies between two neighbouring graphs over one interval."""

    below: Border
    above: Border

    def joins(self, other: _Strip) -> bool:
        """Whether another one continues it to the right, with one side in common."""
        pairs = ((self.below, other.below), (self.above, other.above))
        met = all(_near(a.points[-1], b.points[0]) for a, b in pairs)
        return met and not _near(self.below.points[-1], self.above.points[-1])


def outlines(cell: Cell, window: Window) -> tuple[Outline, ...]:
    """Outlines of the part of a cell inside a window.

    Examples
    --------
    >>> from phasecalc.regions.condition import Condition
    >>> unit = Window((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))
    >>> half = Condition.make(("a", "b"), {(0, 1): Fraction(2), (2, 0): Fraction(-1)}, ">")
    >>> (above,) = outlines((half,), unit)  # b > a**2/2
    >>> [tuple(map(str, b.points[-1])) for b in (*above.below, *above.above)]
    [('1', '1/2'), ('1', '1')]
    """
    curves = _curves(cell)
    cuts = _cuts(list(curves), window)
    chains: list[list[_Strip]] = []
    for left, right in itertools.pairwise(cuts):
        for strip in _strips(cell, curves, (left, right), window):
            for chain in chains:
                if chain[-1].joins(strip):
                    chain.append(strip)
                    break
            else:
                chains.append([strip])
    upright = {c: text for c, text in curves.items() if not c.has(_xy()[1])}
    return tuple(_outline(chain, upright, window) for chain in chains)


def cut_line(cell: Cell, low: Number, high: Number) -> Iterator[tuple[Number, Number]]:
    """Intervals of a cell of one parameter between two numbers.

    Ends are exact where they are rational or quadratic surds.
    """
    import sympy as sp

    x, _ = _xy()
    found: list[Expr] = [sp.Rational(str(low)), sp.Rational(str(high))]
    for c in cell:
        polynomial = ratio_expression(Ratio.make(c.polynomial, constant(1, 1)), c.names)
        at = polynomial.xreplace({s: x for s in polynomial.free_symbols})
        found += [r for r in _roots(at, x) if found[0] < r < found[1]]
    ends = [_number(r) for r in _distinct(sorted(found, key=lambda r: r.evalf(_DIGITS)))]
    for left, right in itertools.pairwise(ends):
        middle = Fraction((float(left) + float(right)) / 2).limit_denominator(10**9)
        if all(c.holds((middle,)) for c in cell):
            yield left, right


def _xy() -> tuple[Any, Any]:
    import sympy as sp

    x, y = sp.symbols("x y", real=True)
    return x, y


def _curves(cell: Cell) -> dict[Expr, str]:
    """Irreducible polynomials whose zeros bound a cell, and each in the parameters' names."""
    import sympy as sp

    x, y = _xy()
    found: dict[Expr, str] = {}
    for c in cell:
        polynomial = ratio_expression(Ratio.make(c.polynomial, constant(1, 2)), c.names)
        named = dict(zip(c.names, (x, y), strict=True))
        at = polynomial.xreplace({s: named[s.name] for s in polynomial.free_symbols})
        factors = sp.factor_list(at, x, y, extension=True if at.has(sp.sqrt) else None)[1]
        back = dict(zip((x, y), map(sp.Symbol, c.names), strict=True))
        found |= {f: str(f.xreplace(back)) for f, _ in factors}
    return found


def _cuts(curves: Sequence[Expr], window: Window) -> list[Expr]:
    """Abscissae between which no two curves meet and none turns or leaves the window."""
    import sympy as sp

    x, y = _xy()
    sides = [sp.Rational(str(v)) for v in window.y]
    equations = [c for c in curves if not c.has(y)]
    bent = [c for c in curves if c.has(y)]
    for c in bent:
        equations += [sp.LC(c, y), *(c.subs(y, v) for v in sides)]
        if sp.degree(c, y) > 1:
            equations.append(sp.discriminant(c, y))
    equations += [sp.resultant(p, q, y) for p, q in itertools.combinations(bent, 2)]
    left, right = (sp.Rational(str(v)) for v in window.x)
    found = [left, right]
    for e in equations:
        if e.has(x):
            found += [r for r in _roots(e, x) if left < r < right]
    return list(_distinct(sorted(found, key=lambda r: r.evalf(_DIGITS))))


def _roots(equation: Expr, x: Any) -> list[Expr]:
    import sympy as sp

    surds = equation.has(sp.sqrt)
    return list(sp.real_roots(sp.Poly(equation, x, extension=True if surds else None)))


def _distinct(ordered: Iterable[Expr]) -> Iterator[Expr]:
    last = None
    for r in ordered:
        if last is None or (r - last).evalf(_DIGITS) > _SAME:
            yield r
            last = r


def _strips(
    cell: Cell, curves: Mapping[Expr, str], ends: tuple[Expr, Expr], window: Window
) -> Iterator[_Strip]:
    """Strips of the cell between two cuts, from below."""
    import sympy as sp

    x, y = _xy()
    middle = sp.Rational(str(Fraction(float((ends[0] + ends[1]) / 2)).limit_denominator(10**9)))
    low, high = window.y
    graphs: list[tuple[Any, Expr | None, int]] = [(low, None, 0), (high, None, 0)]
    for c in curves:
        if not c.has(y):
            continue
        roots = [r.evalf(_DIGITS) for r in _roots(c.subs(x, middle), y)]
        graphs += [(r, c, k) for k, r in enumerate(roots) if low < r < high]
    graphs.sort(key=lambda g: float(g[0]))
    inside = []
    for one, other in itertools.pairwise(graphs):
        between = Fraction((float(one[0]) + float(other[0])) / 2).limit_denominator(10**9)
        inside.append(all(c.holds((Fraction(str(middle)), between)) for c in cell))
    for k, among in enumerate(inside):
        if not among or (k and inside[k - 1]):
            continue  # outside, or part of the strip that began below
        last = next((j for j in range(k, len(inside)) if not inside[j]), len(inside))
        edges = [
            Border(tuple(_course(c, number, value, ends, window)), curves.get(c, ""))
            for value, c, number in (graphs[k], graphs[last])
        ]
        yield _Strip(*edges)


def _course(
    curve: Expr | None, number: int, value: Any, ends: tuple[Expr, Expr], window: Window
) -> Iterator[Point]:
    """Points of a graph from cut to cut: its ends, and where it is bent those between."""
    import numpy as np
    import sympy as sp

    x, y = _xy()
    if curve is None:
        yield from ((_number(e), value) for e in ends)
        return
    degree = sp.Poly(curve, x, y).total_degree()
    left, right = map(float, ends)
    rows = [sp.lambdify(x, c, "math") for c in sp.Poly(curve, y).all_coeffs()]
    turns = [math.cos(math.pi * (1 - k / _STEPS)) for k in range(1, _STEPS)]
    inner: list[tuple[float, float]] = []
    for t in turns if degree > 1 else (0.0,):
        at = (left + right) / 2 + (right - left) / 2 * t
        found = np.roots([float(r(at)) for r in rows])
        real = sorted(z.real for z in found if abs(z.imag) < 1e-9 * (1 + abs(z.real)))
        if number < len(real):
            inner.append((at, real[number]))
    yield _end(curve, ends[0], inner[0][1], window)
    if degree > 1:
        yield from ((_decimal(a), _decimal(b)) for a, b in inner)
    yield _end(curve, ends[1], inner[-1][1], window)


def _end(curve: Expr, at: Expr, near: float, window: Window) -> Point:
    """Where a graph ends at a cut: the zero there that is nearest to its course."""
    import sympy as sp

    x, y = _xy()
    low, high = window.y
    there = sp.expand(curve.subs(x, at))
    zeros: list[Any] = []
    if there.has(y):
        if sp.degree(there, y) == 1:
            top, bottom = there.subs(y, 0), sp.diff(there, y)
            zeros = [sp.radsimp(-top / bottom)]
        elif at.is_Rational:
            zeros = list(sp.real_roots(sp.Poly(there, y)))
        else:
            zeros = [sp.re(z) for z in sp.Poly(there.evalf(_DIGITS), y).nroots(n=20)]
    inside = [z for z in zeros if float(low) - _NEAR <= float(z) <= float(high) + _NEAR]
    if not inside:  # it leaves for infinity
        return _number(at), (high if near > float(low + high) / 2 else low)
    return _number(at), _number(min(inside, key=lambda z: abs(float(z) - near)))


def _outline(chain: Sequence[_Strip], upright: Mapping[Expr, str], window: Window) -> Outline:
    x, _ = _xy()
    ends = []
    for strip, k in ((chain[0], 0), (chain[-1], -1)):
        low, high = strip.below.points[k], strip.above.points[k]
        on = [
            c for c in upright if any(abs(float(r) - float(low[0])) < _NEAR for r in _roots(c, x))
        ]
        if on and low[0] not in window.x and not _near(low, high):
            ends.append(Border((low, high), upright[on[0]]))
    below, above = ([getattr(s, n) for s in chain] for n in ("below", "above"))
    return Outline(tuple(below), tuple(above), tuple(ends))


def _near(p: Point, q: Point) -> bool:
    return all(abs(float(a) - float(b)) < _NEAR for a, b in zip(p, q, strict=True))


def _number(value: Any) -> Number:
    """Exact where it is rational or a quadratic surd, else to seven decimals."""
    try:
        return exact(str(value), "a corner")
    except (ParseError, ValueError):
        return _decimal(float(value))


def _decimal(value: float) -> Fraction:
    return Fraction(round(value * 10**7), 10**7)
