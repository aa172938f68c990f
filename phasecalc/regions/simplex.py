"""Exact linear programs over an ordered field: Q, or Q(sqrt n).

The two-phase tableau simplex method with Bland's rule, which cannot cycle. The
programs here are small (a dozen rows, some hundred columns) and must be exact:
a basis found in floating point may be infeasible by one part in 10^16, and a
certificate made from it would be false.

A row of the tableau is known up to a positive factor: its basic variable has not the coefficient 1
but whatever leaves the row in whole numbers without a common factor. So no fraction is reduced in
a pivot, which is what it costs otherwise. Rows with a root in them are divided instead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from phasecalc.checker import Number, Surd
from phasecalc.regions.work import Work

__all__ = ["feasible", "minimise"]

Row = list[Any]  # whole numbers, or Number

_ENTRY = 3  # work for one entry of the tableau: a product and a difference of fractions


def minimise(
    costs: Sequence[Number],
    rows: Sequence[Sequence[Number]],
    right: Sequence[Number],
    work: Work | None = None,
) -> list[Number] | None:
    """Minimise costs.x over x >= 0 with rows.x = right.

    Parameters
    ----------
    costs
        Shape (n,).
    rows
        Shape (m, n).
    right
        Shape (m,).
    work
        Account that pays for the pivots; unbounded if omitted.

    Returns
    -------
    list of Number or None
        An optimal vertex, or None where nothing is feasible.

    Raises
    ------
    ArithmeticError
        The objective is unbounded below.
    OutOfWork, OutOfTime
        The account is spent.

    Examples
    --------
    >>> minimise([1, 2], [[1, 1]], [3])
    [Fraction(3, 1), Fraction(0, 1)]
    """
    columns = len(rows[0]) if rows else 0
    if work is not None:
        work.spend(_ENTRY * len(rows) * (columns + len(rows)))
    body, basis = _start(rows, right)
    _phase(body, basis, columns + len(body), _artificial_costs(columns, len(body)), work)
    if any(body[k][-1] != 0 for k, b in enumerate(basis) if b >= columns):
        return None
    _drive_out(body, basis, columns, work)
    _phase(body, basis, columns, [*costs, *[0] * len(rows)], work)
    solution: list[Number] = [Fraction(0)] * columns
    for row, variable in zip(body, basis, strict=True):
        if variable < columns:
            solution[variable] = _quotient(row[-1], row[variable])
    return solution


def feasible(
    rows: Sequence[Sequence[Number]], right: Sequence[Number], work: Work | None = None
) -> list[Number] | None:
    """Some x >= 0 with rows.x = right, or None.

    Examples
    --------
    >>> feasible([[1, -1]], [-2])
    [Fraction(0, 1), Fraction(2, 1)]
    >>> feasible([[1, 1]], [-1]) is None
    True
    """
    columns = len(rows[0]) if rows else 0
    return minimise([Fraction(0)] * columns, rows, right, work)


def _artificial_costs(columns: int, rows: int) -> Row:
    return [*[0] * columns, *[1] * rows]


def _quotient(x: Any, y: Any) -> Any:
    return Fraction(x, y) if type(x) is type(y) is int else x / y


def _short(row: Row) -> Row:
    """The row in whole numbers without common factor; as it is where roots are in it."""
    kinds = set(map(type, row))
    if Surd in kinds:
        return row
    if kinds != {int}:
        common = math.lcm(*(x.denominator for x in row))
        row = [int(x * common) for x in row]
    common = math.gcd(*row)
    return [x // common for x in row] if common > 1 else row


def _start(
    rows: Sequence[Sequence[Number]], right: Sequence[Number]
) -> tuple[list[Row], list[int]]:
    """Tableau with one artificial variable to each row, right sides made non-negative."""
    columns = len(rows[0]) if rows else 0
    body: list[Row] = []
    for k, (row, b) in enumerate(zip(rows, right, strict=True)):
        flip = -1 if b < 0 else 1
        unit = [int(k == i) for i in range(len(rows))]
        body.append(_short([*(x * flip for x in row), *unit, b * flip]))
    return body, list(range(columns, columns + len(rows)))


def _phase(body: list[Row], basis: list[int], usable: int, costs: Row, work: Work | None) -> None:
    """Pivot to optimality in place; entering columns are below ``usable``."""
    reduced: Row = [*costs, 0]
    for row, variable in zip(body, basis, strict=True):
        reduced = _eliminated(reduced, row, variable)
    while True:
        entering = next((k for k in range(usable) if reduced[k] < 0), None)
        if entering is None:
            return
        ratios = [
            (_quotient(row[-1], row[entering]), basis[k], k)
            for k, row in enumerate(body)
            if row[entering] > 0
        ]
        if not ratios:
            raise ArithmeticError("the linear program is unbounded below")
        _, _, leaving = min(ratios, key=lambda item: (item[0], item[1]))
        _pivot(body, basis, leaving, entering, work)
        reduced = _eliminated(reduced, body[leaving], entering)


def _eliminated(other: Row, row: Row, column: int) -> Row:
    """A row, up to a positive factor, without the variable of a column, in ``row`` positive."""
    pivot, factor = row[column], other[column]
    if factor == 0:
        return other
    if type(pivot) is type(factor) is int:
        common = math.gcd(pivot, factor)
        pivot, factor = pivot // common, factor // common
    else:
        pivot, factor = 1, Fraction(1) * factor / pivot
    kept = other if pivot == 1 else [pivot * x for x in other]
    return _short([x - factor * y if y != 0 else x for x, y in zip(kept, row, strict=True)])


def _pivot(
    body: list[Row], basis: list[int], leaving: int, entering: int, work: Work | None
) -> None:
    row, pivot = body[leaving], body[leaving][entering]
    if type(pivot) is not int or Surd in set(map(type, row)):
        row = [Fraction(1) * x / pivot if x != 0 else x for x in row]
    elif pivot < 0:
        row = [-x for x in row]
    body[leaving] = row
    if work is not None:
        touched = sum(other[entering] != 0 for other in body)
        support = [_quotient(x, row[entering]) for x in row if x != 0]
        # Numbers grow from pivot to pivot: the largest of the row stands for all of them.
        work.spend(touched * len(support) * (_ENTRY + max(map(_bits, support)) // 64))
    for k, other in enumerate(body):
        if other is not row:
            body[k] = _eliminated(other, row, entering)
    basis[leaving] = entering


def _bits(x: Number) -> int:
    """Length of a number in memory."""
    parts = (x.a, x.b) if isinstance(x, Surd) else (Fraction(x),)
    return sum(p.numerator.bit_length() + p.denominator.bit_length() for p in parts)


def _drive_out(body: list[Row], basis: list[int], columns: int, work: Work | None) -> None:
    """Replace artificial variables that are basic at zero; drop rows that depend on others."""
    for k in reversed(range(len(body))):
        if basis[k] >= columns:
            entering = next((c for c in range(columns) if body[k][c] != 0), None)
            if entering is None:
                del body[k], basis[k]
            else:
                _pivot(body, basis, k, entering, work)
