"""Why a program has no optimal vertex at a point: the one true reason, by exact linear programming.

Bland's rule in exact numbers, so that it ends: unknowns are differences of non-negative ones, and
an artificial unknown is driven out first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phasecalc.exceptions import DomainError
from phasecalc.optimum.vertices import Row

__all__ = ["Reason", "Unsolvable", "found_reason", "reason", "worded"]

Line = list[Any]  # coefficients, then the right side; entries of an ordered field


@dataclass(frozen=True)
class Reason:
    """Why there is no optimal vertex, as data.

    Parameters
    ----------
    kind
        ``"without terms"``, ``"infeasible"``, ``"unbounded"``, ``"without a single optimum"``, or
        nothing where a vertex solves the program at the point alone.
    rows
        Constraints that no point satisfies together.
    moved
        Direction along which the loss falls, or nothing changes, by unknown.
    """

    kind: str
    rows: tuple[str, ...] = ()
    moved: Mapping[str, Any] | None = None


class Unsolvable(DomainError):
    """A program has no optimal vertex at a point.

    Parameters
    ----------
    message
        What was asked, what is wrong, what to try.
    found
        The reason as data.
    point
        Where, by parameter.
    """

    def __init__(self, message: str, found: Reason, point: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.found, self.point = found, point


def found_reason(rows: Sequence[Row], unknowns: Sequence[str], one: Any) -> Reason:
    """Why there is no optimal vertex, as data; parameters as of :func:`reason`."""
    if not any(term for _, term, _ in rows):
        return Reason("without terms")
    bounds = [row for row in rows if not row[1]]
    if not _feasible(bounds, one):
        kept = list(bounds)
        for row in bounds:
            fewer = [r for r in kept if r is not row]
            if not _feasible(fewer, one):
                kept = fewer
        return Reason("infeasible", rows=tuple(r[0] for r in kept))
    for kind, found in (("unbounded", _falling), ("without a single optimum", _line)):
        moved = found(rows, one)
        if moved is not None:
            return Reason(kind, moved=dict(zip(unknowns, moved, strict=True)))
    return Reason("")


def reason(rows: Sequence[Row], unknowns: Sequence[str], one: Any) -> str:
    """Why there is no optimal vertex, in words.

    Parameters
    ----------
    rows
        Terms and constraints with numbers of an ordered field.
    unknowns
        Their names.
    one
        Unit of that field.

    Examples
    --------
    >>> from fractions import Fraction
    >>> term, bound = ("t", True, [0, -1]), ("x >= 0", False, [0, -1])
    >>> reason([term, bound], ["x"], Fraction(1))
    'unbounded: the loss falls without end along x = s for growing s'
    """
    return worded(found_reason(rows, unknowns, one), unknowns)


def worded(found: Reason, unknowns: Sequence[str]) -> str:
    """The reason in words."""
    moved = found.moved or {}
    direction = _direction(list(moved), list(moved.values()))
    return {
        "without terms": "without terms: no term of the loss is present",
        "infeasible": (f"infeasible: no {', '.join(unknowns)} satisfy {' and '.join(found.rows)}"),
        "unbounded": f"unbounded: the loss falls without end along {direction}",
        "without a single optimum": (
            f"without a single optimum: nothing changes along {direction}; "
            "fix one of these unknowns by a constraint, or leave it out"
        ),
        "": "solved by a vertex at this point, and by none around it",
    }[found.kind]


def _direction(unknowns: Sequence[str], ray: Sequence[Any]) -> str:
    def written(x: Any) -> str:
        return "s" if x == 1 else "-s" if x == -1 else f"{x}*s"

    moved = ", ".join(f"{n} = {written(x)}" for n, x in zip(unknowns, ray, strict=True) if x != 0)
    return f"{moved} for growing s"


def _feasible(bounds: Sequence[Row], one: Any) -> bool:
    return _solve([([one * v for v in f[1:]], -one * f[0]) for _, _, f in bounds], one) is not None


def _falling(rows: Sequence[Row], one: Any) -> Line | None:
    """Direction u with a.u <= 0 for all constraints and v.u <= -1 for all terms."""
    zero = one - one
    conditions = [([one * v for v in f[1:]], -one if term else zero) for _, term, f in rows]
    return _solve(conditions, one)


def _line(rows: Sequence[Row], one: Any) -> Line | None:
    """Direction along which every row is constant, its first entry that moves being 1."""
    zero = one - one
    flat = [([s * one * v for v in f[1:]], zero) for _, _, f in rows for s in (1, -1)]
    for k in range(len(rows[0][2]) - 1):
        unit = [-one if j == k else zero for j in range(len(rows[0][2]) - 1)]
        found = _solve([*flat, (unit, -one)], one)
        if found is not None:
            return found
    return None


def _solve(conditions: Sequence[tuple[Line, Any]], one: Any) -> Line | None:
    """Some x with c.x <= b for all conditions (c, b), or None: the first phase of the simplex."""
    zero = one - one
    if not conditions:
        return []
    size, count = len(conditions[0][0]), len(conditions)
    # Columns: x+, x-, slacks, the artificial unknown s that every condition may exceed by.
    table = []
    for k, (slopes, bound) in enumerate(conditions):
        slacks = [one if j == k else zero for j in range(count)]
        table.append([*slopes, *(-v for v in slopes), *slacks, -one, bound])
    last = 2 * size + count
    basis = [2 * size + k for k in range(count)]
    worst = min(range(count), key=lambda k: table[k][-1])
    if table[worst][-1] < 0:
        _pivot(table, basis, worst, last)
    while last in basis:
        line = table[basis.index(last)]  # s as a function of the others: it falls where positive
        entering = next((j for j in range(last) if line[j] > 0), None)
        if line[-1] == 0:
            break
        if entering is None:
            return None
        ratios = [
            (r[-1] / r[entering], basis[k], k) for k, r in enumerate(table) if r[entering] > 0
        ]
        least = min(x for x, _, _ in ratios)
        ties = [(b != last, b, k) for x, b, k in ratios if x == least]
        _pivot(table, basis, min(ties)[2], entering)
    values = {b: table[k][-1] for k, b in enumerate(basis)}
    return [values.get(j, zero) - values.get(size + j, zero) for j in range(size)]


def _pivot(table: list[Line], basis: list[int], row: int, column: int) -> None:
    lead = table[row][column]
    table[row] = [x / lead for x in table[row]]
    for k, line in enumerate(table):
        factor = line[column]
        if k != row and factor != 0:
            table[k] = [x - factor * y for x, y in zip(line, table[row], strict=True)]
    basis[row] = column
