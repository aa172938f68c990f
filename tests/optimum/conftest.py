"""The program of compute-optimal SGD, stated by hand, and its diagram, derived once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from phasecalc.optimum.program import Program
from phasecalc.symbols import alpha, beta, delta

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
g = sp.Symbol("g", real=True)
p = 2 * alpha + 2 * beta - 1
DOMAIN = (alpha > 0, alpha + beta > half)


def sgd_terms() -> dict[str, Any]:
    """Exponents of f with d = f^delta and the largest stable learning rate."""

    def tau(slow: Any) -> Any:
        return 1 - delta - slow * delta

    slow = 1 - 2 * alpha
    noise = -2 + 1 / (2 * alpha)
    return {
        "F_0": [(-2 * alpha * delta, beta > half), (-p * delta, beta < half)],
        "F_pp": [
            (-p / (2 * alpha) * tau(0), alpha > half),
            (-p / (2 * alpha) * tau(slow), alpha < half),
        ],
        "F_ac": [
            (-delta + (-1 + 1 / (2 * alpha)) * tau(0), (alpha > half) & (beta > half)),
            (-2 * alpha * delta, (alpha < half) & (beta > half)),
        ],
        "K_pp": [
            (noise * tau(0), alpha > half),
            (-slow * delta + noise * tau(slow), (alpha < half) & (alpha > quarter)),
            (-slow * delta + (1 - 4 * alpha) * delta, alpha < quarter),
        ],
    }  # fmt: skip


SGD_CONSTRAINTS = [delta >= 0, delta <= 1]


def sgd_program(change: Mapping[str, Any] | None = None) -> Program:
    """The program, with other exponents for some terms."""
    return Program.of(
        terms={**sgd_terms(), **(change or {})},
        unknowns=[delta],
        constraints=SGD_CONSTRAINTS,
        domain=DOMAIN,
    )


def tuned_terms() -> dict[str, Any]:
    """The same with gamma = f^-g, a second unknown."""
    tau = 1 - delta - g
    return {
        "F_0": [(-2 * alpha * delta, beta > half), (-p * delta, beta < half)],
        "F_pp": -p / (2 * alpha) * tau,
        "F_ac": [
            (-delta + (-1 + 1 / (2 * alpha)) * tau, (alpha > half) & (beta > half)),
            (-2 * alpha * delta, (alpha < half) & (beta > half)),
        ],
        "K_pp": [
            (-g + (-2 + 1 / (2 * alpha)) * tau, alpha > quarter),
            (-g + (1 - 4 * alpha) * delta, alpha < quarter),
        ],
    }  # fmt: skip


TUNED_CONSTRAINTS = [
    delta >= 0,
    delta <= 1,
    g >= 0,
    g >= (1 - 2 * alpha) * delta,
    1 - delta - g >= 0,
]


@pytest.fixture(scope="session")
def sgd():
    return sgd_program().diagram()


@pytest.fixture(scope="session")
def tuned():
    return Program.of(
        terms=tuned_terms(), unknowns=[delta, g], constraints=TUNED_CONSTRAINTS, domain=DOMAIN
    ).diagram()


def determinant(matrix: list[list[Fraction]]) -> Fraction:
    if not matrix:
        return Fraction(1)
    return sum(
        (
            (-1) ** k * x * determinant([row[:k] + row[k + 1 :] for row in matrix[1:]])
            for k, x in enumerate(matrix[0])
            if x
        ),
        Fraction(0),
    )


def exact_minimum(
    terms: Mapping[str, Any],
    unknowns: list[Any],
    constraints: list[Any],
    at: Mapping[Any, Fraction],
) -> tuple[Fraction, list[tuple[Fraction, ...]]]:
    """Least maximum of the terms at a point and where it is attained, by plain enumeration.

    Reads the SymPy exponents themselves and shares no code with the engine: in the space of
    (x, t), every choice of as many rows as coordinates is intersected by Cramer's rule, kept if
    no row is violated, and the lowest t wins.
    """
    values = {s: sp.Rational(v.numerator, v.denominator) for s, v in at.items()}

    def row(expression: Any, term: bool) -> list[Fraction]:
        e = sp.expand(sp.sympify(expression).subs(values))
        slopes = [e.coeff(u) for u in unknowns]
        rest = e - sum(s * u for s, u in zip(slopes, unknowns, strict=True))
        numbers = [Fraction(int(x.p), int(x.q)) for x in (*slopes, sp.expand(rest))]
        return [*numbers[:-1], Fraction(-int(term)), numbers[-1]]

    rows = []
    for given in terms.values():
        if isinstance(given, sp.Piecewise):
            given = list(given.args)
        for expression, where in given if isinstance(given, list) else [(given, sp.true)]:
            if sp.sympify(where).subs(values) == sp.true:
                rows.append(row(expression, term=True))
                break
    for relation in constraints:
        difference = relation.lhs - relation.rhs
        rows.append(row(difference if relation.rel_op == "<=" else -difference, term=False))

    size = len(unknowns) + 1
    best: list[tuple[Fraction, tuple[Fraction, ...]]] = []
    for chosen in itertools.combinations(rows, size):
        whole = determinant([r[:size] for r in chosen])
        if whole == 0:
            continue
        corner = [
            determinant([[*r[:k], -r[size], *r[k + 1 : size]] for r in chosen]) / whole
            for k in range(size)
        ]
        if all(sum((a * x for a, x in zip(r, corner, strict=False)), r[size]) <= 0 for r in rows):
            best.append((corner[-1], tuple(corner[:-1])))
    lowest = min(t for t, _ in best)
    return lowest, sorted({x for t, x in best if t == lowest})


@pytest.fixture(scope="session")
def minimum() -> Callable[..., Any]:
    return exact_minimum


@pytest.fixture(scope="session")
def sgd_given() -> tuple[Any, ...]:
    return sgd_terms(), [delta], SGD_CONSTRAINTS


@pytest.fixture(scope="session")
def tuned_given() -> tuple[Any, ...]:
    return tuned_terms(), [delta, g], TUNED_CONSTRAINTS


@pytest.fixture(scope="session")
def changed_sgd() -> Callable[[str, Any], Program]:
    """The program with something added to every exponent of one term."""

    def change(term: str, shift: Any) -> Program:
        return sgd_program({term: [(e + shift, where) for e, where in sgd_terms()[term]]})

    return change
