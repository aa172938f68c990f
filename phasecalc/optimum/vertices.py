"""Vertices of a program: at one parameter point exactly, and as formulas in the parameters.

In the space of (x, t), t the exponent of the loss, a vertex is where as many
rows as unknowns plus one hold with equality: t = c_i + v_i.x for a binding term,
a.x + a_0 = 0 for a binding constraint. Its dual weights solve the transposed
system. Both are solved over any field: rationals for a point, rational
functions for formulas.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["Row", "Vertex", "optimal_vertices", "solve_basis"]

# (name, is it a term, coefficients: constant then slopes) over the field at hand.
Row = tuple[str, bool, Sequence[Any]]


@dataclass(frozen=True)
class Vertex:
    """Basic solution of a program.

    Parameters
    ----------
    basis
        Indices of the rows that hold with equality.
    solution
        Unknowns x.
    value
        Exponent t there.
    weights
        Dual weight of each row of the basis.
    """

    basis: tuple[int, ...]
    solution: tuple[Any, ...]
    value: Any
    weights: tuple[Any, ...]


def solve_basis(rows: Sequence[Row], basis: Sequence[int], one: Any) -> Vertex | None:
    """Vertex and dual weights of a basis, or None where its rows are dependent."""
    zero = one - one
    size = len(basis)
    # Primal: slopes.x - [term] t = -constant.
    primal = [
        [*(one * v for v in rows[k][2][1:]), -one if rows[k][1] else zero, -one * rows[k][2][0]]
        for k in basis
    ]
    point = _solve(primal, size)
    if point is None:
        return None
    # Dual: sum of weights over terms is 1, and the slopes cancel.
    dual = [[one if rows[k][1] else zero for k in basis] + [one]]
    for column in range(1, size):
        dual.append([one * rows[k][2][column] for k in basis] + [zero])
    weights = _solve(dual, size)
    if weights is None:
        return None
    return Vertex(tuple(basis), tuple(point[:-1]), point[-1], tuple(weights))


def optimal_vertices(rows: Sequence[Row], one: Any) -> list[Vertex]:
    """All optimal bases with non-negative weights, by enumeration.

    Parameters
    ----------
    rows
        Terms and constraints with numbers of an ordered field.
    one
        Unit of that field.

    Returns
    -------
    list of Vertex
        Empty where no vertex is optimal: infeasible, or the loss exponent has no minimum.
    """
    unknowns = len(rows[0][2]) - 1
    best: list[Vertex] = []
    for basis in itertools.combinations(range(len(rows)), unknowns + 1):
        if not any(rows[k][1] for k in basis):
            continue
        vertex = solve_basis(rows, basis, one)
        if vertex is None or any(w < 0 for w in vertex.weights):
            continue
        if all(slack(row, vertex, one) >= 0 for row in rows):
            best.append(vertex)
    return best


def slack(row: Row, vertex: Vertex, one: Any) -> Any:
    """How far a row is from binding at a vertex: t - (c + v.x), or -(a_0 + a.x)."""
    _, term, form = row
    level = one * form[0]
    for coefficient, x in zip(form[1:], vertex.solution, strict=True):
        level = level + coefficient * x
    return vertex.value - level if term else -level


def _solve(system: list[list[Any]], size: int) -> list[Any] | None:
    """Gauss-Jordan elimination with exact zero tests; of fractions, in whole numbers."""
    if all(type(x) is Fraction for row in system for x in row):
        return _solve_whole([_whole(row) for row in system], size)
    for column in range(size):
        pivot = next((k for k in range(column, size) if system[k][column] != 0), None)
        if pivot is None:
            return None
        system[column], system[pivot] = system[pivot], system[column]
        lead = system[column][column]
        system[column] = [x / lead for x in system[column]]
        for k in range(size):
            factor = system[k][column]
            if k != column and factor != 0:
                system[k] = [x - factor * y for x, y in zip(system[k], system[column], strict=True)]
    return [row[-1] for row in system]


def _whole(row: Sequence[Fraction]) -> list[int]:
    """A row of an equation, multiplied until no denominator is left."""
    common = math.lcm(*(x.denominator for x in row))
    return [x.numerator * (common // x.denominator) for x in row]


def _solve_whole(system: list[list[int]], size: int) -> list[Any] | None:
    """The same, where a row is known up to a factor: no fraction is reduced on the way."""
    for column in range(size):
        pivot = next((k for k in range(column, size) if system[k][column]), None)
        if pivot is None:
            return None
        system[column], system[pivot] = system[pivot], system[column]
        chosen = system[column]
        lead = chosen[column]
        for k in range(size):
            factor = system[k][column]
            if k != column and factor:
                row = [lead * x - factor * y for x, y in zip(system[k], chosen, strict=True)]
                common = math.gcd(*row) or 1
                system[k] = [x // common for x in row]
    return [Fraction(row[-1], row[k]) for k, row in enumerate(system)]
