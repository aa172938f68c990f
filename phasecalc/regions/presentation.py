"""Regions as people write them: quadratic conditions solved, relations as SymPy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number, Surd
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.simplify import simplify_cell
from phasecalc.regions.work import Clock

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["as_expr", "solve_bounds", "square_root"]


def square_root(x: Fraction) -> Number:
    """Exact square root of a positive rational."""
    square, free = 1, x.numerator * x.denominator
    k = 2
    while k * k <= free:
        while free % (k * k) == 0:
            free //= k * k
            square *= k
        k += 1
    factor = Fraction(square, x.denominator)
    return factor if free == 1 else Surd(0, factor, free)


def solve_bounds(cell: Cell, clock: Clock) -> Cell:
    """Cell with each quadratic condition on one parameter replaced by bounds, if proved equal."""
    for c in cell:
        bounds = _bounds(c)
        if not bounds:
            continue
        rest = [other for other in cell if other is not c]
        # Beyond one of the roots, or between the two.
        for candidate in (*bounds, [*bounds[0], *bounds[3]]):
            proposed = [*rest, *candidate]
            if _same(cell, proposed, clock):
                simpler = simplify_cell(proposed, clock)
                return simpler if simpler is not None else cell
    return cell


def _bounds(c: Condition) -> list[list[Condition]]:
    """Half-lines above and below the lesser root of a rational quadratic, then the other."""
    used = {k for e, _ in c.terms for k, x in enumerate(e) if x}
    if c.degree != 2 or len(used) != 1 or any(isinstance(v, Surd) for _, v in c.terms):
        return []
    index = used.pop()
    by_power = {e[index]: v for e, v in c.terms}
    a, b, k = (by_power.get(i, Fraction(0)) for i in (2, 1, 0))
    assert isinstance(a, Fraction)
    assert isinstance(b, Fraction)
    assert isinstance(k, Fraction)
    discriminant = b * b - 4 * a * k
    if discriminant <= 0 or math.log2(discriminant.numerator * discriminant.denominator) > 40:
        return []
    root = square_root(discriminant)
    unit = tuple(int(i == index) for i in range(len(c.names)))
    zero = (0,) * len(c.names)
    halves = []
    for value in sorted(((-b - root) / (2 * a), (-b + root) / (2 * a))):
        for s in (1, -1):
            polynomial: dict[tuple[int, ...], Number] = {unit: Fraction(s)}
            if value != 0:
                polynomial[zero] = -s * value
            halves.append([Condition.make(c.names, polynomial, c.relation)])
    return halves


def _same(left: Cell, right: list[Condition], clock: Clock) -> bool:
    """Whether two cells are proved to be the same set."""
    for inside, outside in ((left, right), (right, left)):
        for c in outside:
            if c in inside:
                continue
            for opposite in c.negated():
                if settle([*inside, opposite], clock).status is not Status.PROVED:
                    return False
    return True


def as_expr(cells: Sequence[Cell]) -> Expr:
    """SymPy formula of a union of cells."""
    import sympy as sp

    return sp.Or(*(sp.And(*(_relation(c) for c in cell)) for cell in cells))


def _relation(c: Condition) -> Expr:
    import sympy as sp

    from phasecalc import symbols
    from phasecalc.parsing import relation

    theory = {s.name: s for n in symbols.__all__ if not (s := getattr(symbols, n)).is_positive}
    # A size of the theory is positive: as a parameter of somebody's law, "r > 0" would be lost.
    names = {n: theory.get(n) or sp.Symbol(n, real=True) for n in c.names}
    left, operator, right = relation(str(c).replace(" = ", " == "), names)
    make = {">": sp.Gt, ">=": sp.Ge, "<": sp.Lt, "<=": sp.Le, "==": sp.Eq}[operator]
    return make(left, right)
