"""Exact linear programs over an ordered field: Q, or Q(sqrt n).

The two-phase tableau simplex method with Bland's rule, which cannot cycle. The
programs here are small (a dozen rows, some hundred columns) and must be exact:
a basis found in floating point may be infeasible by one part in 10^16, and a
certificate made from it would be false.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction

from phasecalc.checker import Number
from phasecalc.exceptions import Undecided

__all__ = ["feasible", "minimise"]

Row = list[Number]


def minimise(
    costs: Sequence[Number],
    rows: Sequence[Sequence[Number]],
    right: Sequence[Number],
    deadline: float | None = None,
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
    deadline
        ``time.monotonic()`` value after which to give up.

    Returns
    -------
    list of Number or None
        An optimal vertex, or None where nothing is feasible.

    Raises
    ------
    ArithmeticError
        The objective is unbounded below.
    Undecided
        The deadline passed.

    Examples
    --------
    >>> minimise([1, 2], [[1, 1]], [3])
    [Fraction(3, 1), Fraction(0, 1)]
    """
    table = _start(rows, right)
    if table is None:
        return None
    body, basis, columns = table
    _phase(body, basis, columns + len(body), _artificial_costs(columns, len(body)), deadline)
    if any(body[k][-1] != 0 for k, b in enumerate(basis) if b >= columns):
        return None
    _drive_out(body, basis, columns)
    _phase(body, basis, columns, [*costs, *[Fraction(0)] * len(rows)], deadline)
    solution: list[Number] = [Fraction(0)] * columns
    for row, variable in zip(body, basis, strict=True):
        if variable < columns:
            solution[variable] = row[-1]
    return solution


def feasible(
    rows: Sequence[Sequence[Number]], right: Sequence[Number], deadline: float | None = None
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
    return minimise([Fraction(0)] * columns, rows, right, deadline)


def _artificial_costs(columns: int, rows: int) -> Row:
    return [*[Fraction(0)] * columns, *[Fraction(1)] * rows]


def _start(
    rows: Sequence[Sequence[Number]], right: Sequence[Number]
) -> tuple[list[Row], list[int], int] | None:
    """Tableau with one artificial variable to each row, right sides made non-negative."""
    columns = len(rows[0]) if rows else 0
    body: list[Row] = []
    for k, (row, b) in enumerate(zip(rows, right, strict=True)):
        flip = -1 if b < 0 else 1
        unit: Row = [Fraction(int(k == i)) for i in range(len(rows))]
        body.append([*(Fraction(1) * x * flip for x in row), *unit, Fraction(1) * b * flip])
    return body, list(range(columns, columns + len(rows))), columns


def _phase(
    body: list[Row], basis: list[int], usable: int, costs: Row, deadline: float | None
) -> None:
    """Pivot to optimality in place; entering columns are below ``usable``."""
    reduced: Row = [*costs, Fraction(0)]
    for row, variable in zip(body, basis, strict=True):
        weight = costs[variable]
        if weight != 0:
            reduced = [c - weight * x if x != 0 else c for c, x in zip(reduced, row, strict=True)]
    while True:
        if deadline is not None and time.monotonic() > deadline:
            raise Undecided("the exact linear program did not finish in time; allow more time")
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
        _pivot(body, basis, leaving, entering)
        weight = reduced[entering]
        pivot_row = body[leaving]
        reduced = [c - weight * x if x != 0 else c for c, x in zip(reduced, pivot_row, strict=True)]


def _pivot(body: list[Row], basis: list[int], leaving: int, entering: int) -> None:
    pivot = body[leaving][entering]
    body[leaving] = row = [x / pivot if x != 0 else x for x in body[leaving]]
    support = [(k, x) for k, x in enumerate(row) if x != 0]
    for other in body:
        factor = other[entering]
        if other is not row and factor != 0:
            for k, x in support:
                other[k] = other[k] - factor * x
    basis[leaving] = entering


def _drive_out(body: list[Row], basis: list[int], columns: int) -> None:
    """Replace artificial variables that are basic at zero; drop rows that depend on others."""
    for k in reversed(range(len(body))):
        if basis[k] >= columns:
            entering = next((c for c in range(columns) if body[k][c] != 0), None)
            if entering is None:
                del body[k], basis[k]
            else:
                _pivot(body, basis, k, entering)
