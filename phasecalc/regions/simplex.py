"""Exact linear programs over an ordered field: Q, or Q(sqrt n).

The two-phase tableau simplex method with Bland's rule, which cannot cycle. The
programs here are small (a dozen rows, some hundred columns) and must be exact:
a basis found in floating point may be infeasible by one part in 10^16, and a
certificate made from it would be false. Over Q each row is kept as whole numbers
up to a positive factor: signs and ratios, by which the method goes, are the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from phasecalc.checker import Number, Surd
from phasecalc.regions.work import Work

__all__ = ["feasible", "minimise"]

Row = list[Number]

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
    if not any(isinstance(x, Surd) for row in (costs, right, *rows) for x in row):
        return _minimise_whole(costs, rows, right, work)
    body, basis = _start(rows, right)
    _phase(body, basis, columns + len(body), _artificial_costs(columns, len(body)), work)
    if any(body[k][-1] != 0 for k, b in enumerate(basis) if b >= columns):
        return None
    _drive_out(body, basis, columns, work)
    _phase(body, basis, columns, [*costs, *[Fraction(0)] * len(rows)], work)
    solution: list[Number] = [Fraction(0)] * columns
    for row, variable in zip(body, basis, strict=True):
        if variable < columns:
            solution[variable] = row[-1]
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
    return [*[Fraction(0)] * columns, *[Fraction(1)] * rows]


def _start(
    rows: Sequence[Sequence[Number]], right: Sequence[Number]
) -> tuple[list[Row], list[int]]:
    """Tableau with one artificial variable to each row, right sides made non-negative."""
    columns = len(rows[0]) if rows else 0
    body: list[Row] = []
    for k, (row, b) in enumerate(zip(rows, right, strict=True)):
        flip = -1 if b < 0 else 1
        unit: Row = [Fraction(int(k == i)) for i in range(len(rows))]
        body.append([*(Fraction(1) * x * flip for x in row), *unit, Fraction(1) * b * flip])
    return body, list(range(columns, columns + len(rows)))


def _phase(body: list[Row], basis: list[int], usable: int, costs: Row, work: Work | None) -> None:
    """Pivot to optimality in place; entering columns are below ``usable``."""
    reduced: Row = [*costs, Fraction(0)]
    for row, variable in zip(body, basis, strict=True):
        weight = costs[variable]
        if weight != 0:
            reduced = [c - weight * x if x != 0 else c for c, x in zip(reduced, row, strict=True)]
    while True:
        entering = next((k for k in range(usable) if reduced[k] < 0), None)
        if entering is None:
            return
        ratios = [
            (row[-1] / row[entering], basis[k], k)
            for k, row in enumerate(body)
            if row[entering] > 0
        ]
        if not ratios:
            raise ArithmeticError("the linear program is unbounded below")
        _, _, leaving = min(ratios, key=lambda item: (item[0], item[1]))
        _pivot(body, basis, leaving, entering, work)
        weight = reduced[entering]
        pivot_row = body[leaving]
        reduced = [c - weight * x if x != 0 else c for c, x in zip(reduced, pivot_row, strict=True)]


def _pivot(
    body: list[Row], basis: list[int], leaving: int, entering: int, work: Work | None
) -> None:
    pivot = body[leaving][entering]
    body[leaving] = row = [x / pivot if x != 0 else x for x in body[leaving]]
    support = [(k, x) for k, x in enumerate(row) if x != 0]
    if work is not None:
        touched = sum(other[entering] != 0 for other in body)
        # Fractions grow from pivot to pivot: the largest of the row stands for all of them.
        work.spend(touched * len(support) * (_ENTRY + max(_bits(x) for _, x in support) // 64))
    for other in body:
        factor = other[entering]
        if other is not row and factor != 0:
            for k, x in support:
                other[k] = other[k] - factor * x
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


Whole = list[int]


def _minimise_whole(
    costs: Sequence[Number],
    rows: Sequence[Sequence[Number]],
    right: Sequence[Number],
    work: Work | None,
) -> list[Number] | None:
    """The same steps on rows of whole numbers."""
    columns = len(rows[0]) if rows else 0
    start, basis = _start(rows, right)
    body = [_whole(row) for row in start]
    _phase_whole(body, basis, columns + len(body), _artificial_costs(columns, len(body)), work)
    if any(body[k][-1] != 0 for k, b in enumerate(basis) if b >= columns):
        return None
    for k in reversed(range(len(body))):
        if basis[k] >= columns:
            entering = next((c for c in range(columns) if body[k][c] != 0), None)
            if entering is None:
                del body[k], basis[k]
            else:
                _pivot_whole(body, basis, k, entering, work)
    _phase_whole(body, basis, columns, [*costs, *[Fraction(0)] * len(rows)], work)
    solution: list[Number] = [Fraction(0)] * columns
    for row, variable in zip(body, basis, strict=True):
        if variable < columns:
            solution[variable] = Fraction(row[-1], row[variable])
    return solution


def _whole(row: Sequence[Number]) -> Whole:
    """The row times a positive number."""
    parts = [Fraction(x) for x in row]  # type: ignore[arg-type]  # no square root: the caller looked
    size = math.lcm(*(x.denominator for x in parts))
    return [x.numerator * (size // x.denominator) for x in parts]


def _phase_whole(
    body: list[Whole], basis: list[int], usable: int, costs: Row, work: Work | None
) -> None:
    reduced = _whole([*costs, Fraction(0)])
    for row, variable in zip(body, basis, strict=True):
        reduced = _eliminated(reduced, row, variable)
    while True:
        entering = next((k for k in range(usable) if reduced[k] < 0), None)
        if entering is None:
            return
        ratios = [
            (Fraction(row[-1], row[entering]), basis[k], k)
            for k, row in enumerate(body)
            if row[entering] > 0
        ]
        if not ratios:
            raise ArithmeticError("the linear program is unbounded below")
        _, _, leaving = min(ratios)
        _pivot_whole(body, basis, leaving, entering, work)
        reduced = _eliminated(reduced, body[leaving], entering)


def _pivot_whole(
    body: list[Whole], basis: list[int], leaving: int, entering: int, work: Work | None
) -> None:
    row = body[leaving]
    if row[entering] < 0:
        body[leaving] = row = [-x for x in row]
    pivot = row[entering]
    if work is not None:
        touched = sum(other[entering] != 0 for other in body)
        support = [x for x in row if x]
        longest = max(_length(x, pivot) for x in support)
        work.spend(touched * len(support) * (_ENTRY + longest // 64))
    for k, other in enumerate(body):
        if other is not row and other[entering] != 0:
            body[k] = _eliminated(other, row, entering)
    basis[leaving] = entering


def _length(x: int, over: int) -> int:
    """Length in memory of a quotient."""
    common = math.gcd(x, over)
    return (x // common).bit_length() + (over // common).bit_length()


def _eliminated(row: Whole, pivot_row: Whole, column: int) -> Whole:
    """A positive multiple of the row, less what makes its entry in the column zero."""
    factor, pivot = row[column], pivot_row[column]
    if factor == 0:
        return row
    common = math.gcd(factor, pivot)
    up, down = pivot // common, factor // common
    new = [up * x - down * y if y else up * x for x, y in zip(row, pivot_row, strict=True)]
    size = math.gcd(*new)
    return [x // size for x in new] if size > 1 else new
