"""The exact simplex method against enumeration of all vertices."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.checker import Surd
from phasecalc.regions.simplex import feasible, minimise
from phasecalc.regions.work import OutOfTime, OutOfWork, Work


def solve(matrix, right):
    """Solution of a square system, or None where it is singular (Cramer's rule)."""
    whole = determinant(matrix)
    if whole == 0:
        return None
    columns = range(len(matrix))
    return [
        determinant([[*row[:k], b, *row[k + 1 :]] for row, b in zip(matrix, right, strict=True)])
        / whole
        for k in columns
    ]


def determinant(matrix):
    if not matrix:
        return Fraction(1)
    return sum(
        ((-1) ** k * x * determinant([row[:k] + row[k + 1 :] for row in matrix[1:]]))
        for k, x in enumerate(matrix[0])
    )


def independent(rows, right):
    """Rows that are independent, or None where the system contradicts itself."""
    kept, reduced = [], []
    for row, b in zip(rows, right, strict=True):
        current = [Fraction(x) for x in (*row, b)]
        for pivot, base in reduced:
            current = [x - current[pivot] * y for x, y in zip(current, base, strict=True)]
        lead = next((k for k, x in enumerate(current[:-1]) if x), None)
        if lead is None:
            if current[-1]:
                return None
            continue
        reduced.append((lead, [x / current[lead] for x in current]))
        kept.append((list(map(Fraction, row)), Fraction(b)))
    return kept


def vertices(rows, right):
    """Basic feasible solutions of rows.x = right, x >= 0."""
    kept = independent(rows, right)
    if kept is None:
        return
    n = len(rows[0])
    for basis in itertools.combinations(range(n), len(kept)):
        found = solve([[row[k] for k in basis] for row, _ in kept], [b for _, b in kept])
        if found is not None and all(x >= 0 for x in found):
            point = [Fraction(0)] * n
            for k, x in zip(basis, found, strict=True):
                point[k] = x
            yield point


small = st.integers(-3, 3)


@st.composite
def programs(draw, bounded: bool):
    m, n = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(small, min_size=n, max_size=n), min_size=m, max_size=m))
    right = draw(st.lists(small, min_size=m, max_size=m))
    if bounded:  # x_1 + ... + x_n + slack = 7
        rows = [[*row, 0] for row in rows] + [[1] * (n + 1)]
        right, n = [*right, 7], n + 1
    costs = draw(st.lists(small, min_size=n, max_size=n))
    return costs, rows, right


def dot(x, y):
    return sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0))


@given(programs(bounded=True))
def test_minimum_equals_the_best_vertex(program):
    costs, rows, right = program
    found = minimise(costs, rows, right)
    best = min((dot(costs, v) for v in vertices(rows, right)), default=None)
    if best is None:
        assert found is None
    else:
        assert all(x >= 0 for x in found)
        assert [dot(row, found) for row in rows] == right
        assert dot(costs, found) == best


@given(programs(bounded=False))
def test_feasible_exactly_where_a_vertex_exists(program):
    _, rows, right = program
    found = feasible(rows, right)
    assert (found is None) == (next(vertices(rows, right), None) is None)
    if found is not None:
        assert all(x >= 0 for x in found)
        assert [dot(row, found) for row in rows] == right


@given(programs(bounded=True), st.sampled_from([2, 3]))
def test_in_a_quadratic_field(program, n):
    costs, rows, right = program
    factor = Surd(1, 1, n)  # positive: scaling rows and costs changes nothing
    scaled = [[factor * x for x in row] for row in rows]
    found = minimise([factor * c for c in costs], scaled, [factor * b for b in right])
    plain = minimise(costs, rows, right)
    assert (found is None) == (plain is None)
    if plain is not None:
        assert dot(costs, found) == dot(costs, plain)


def test_degenerate_program_does_not_cycle():
    # Beale's example cycles under the rule of the most negative cost.
    q = Fraction(1, 4)
    rows = [
        [q, -60, -Fraction(1, 25), 9, 1, 0, 0],
        [2 * q, -90, -Fraction(1, 50), 3, 0, 1, 0],
        [0, 0, 1, 0, 0, 0, 1],
    ]
    costs = [-Fraction(3, 4), 150, -Fraction(1, 50), 6, 0, 0, 0]
    found = minimise(costs, rows, [0, 0, 1], Work())
    assert dot(costs, found) == -Fraction(1, 20)


def test_unbounded_and_out_of_time():
    with pytest.raises(ArithmeticError):
        minimise([-1, 0], [[1, -1]], [0])
    with pytest.raises(OutOfTime):
        minimise([1, 2], [[1, 1]], [3], Work(limit=0.0))
    with pytest.raises(OutOfWork):
        minimise([1, 2], [[1, 1]], [3], Work(5))


def test_pivots_are_paid_for():
    """Ten times the columns cost more; the same program costs the same again."""

    def cost(columns):
        work = Work()
        minimise([1] * columns, [[k + 1 for k in range(columns)], [1] * columns], [7, 3], work)
        return Work().left - work.left

    assert cost(3) == cost(3) > 0
    assert cost(30) > 5 * cost(3)


def test_redundant_rows():
    assert minimise([1, 1], [[1, 2], [2, 4], [0, 0]], [2, 4, 0]) == [0, 1]
    assert minimise([1, 1], [[1, 2], [2, 4]], [2, 5]) is None
