"""Exact optima at a point, by trying every vertex in fractions; shares no code with the decider.

Laws are typed here a second time, as rows (constant, slopes): a term is the exponent of the budget
in it, a bound is at most 0.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Typed:
    """A law by hand: unknowns, and for each branch its terms and bounds at given parameters."""

    about: str
    parameters: tuple[str, ...]
    unknowns: tuple[str, ...]
    inside: Callable[..., bool]
    branches: Callable[..., list[tuple[list, list]]]


def solve(rows, rhs):
    """Solution of a square system in fractions, or None."""
    n = len(rows)
    m = [[*map(Fraction, r), Fraction(b)] for r, b in zip(rows, rhs, strict=True)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if m[i][k] != 0), None)
        if pivot is None:
            return None
        m[k], m[pivot] = m[pivot], m[k]
        m[k] = [x / m[k][k] for x in m[k]]
        for i in range(n):
            if i != k:
                m[i] = [x - m[i][k] * y for x, y in zip(m[i], m[k], strict=True)]
    return [row[n] for row in m]


def optimum(terms, bounds):
    """Least largest term and every vertex that attains it, as (value, list of vertices)."""
    n = len(terms[0]) - 1
    # Unknowns x and t: term - t <= 0, bound <= 0.
    rows = [([*t[1:], -1], -t[0]) for t in terms] + [([*b[1:], 0], -b[0]) for b in bounds]
    best, found = None, []
    for chosen in itertools.combinations(rows, n + 1):
        point = solve([r for r, _ in chosen], [b for _, b in chosen])
        if point is None:
            continue
        if any(sum(c * x for c, x in zip(r, point, strict=True)) > b for r, b in rows):
            continue
        if best is None or point[-1] < best:
            best, found = point[-1], []
        if point[-1] == best and point[:-1] not in found:
            found.append(point[:-1])
    return best, found


def values(law: Typed, at):
    """Loss exponent, and each list of exponents that attains it."""
    solved = [optimum(*branch) for branch in law.branches(**at)]
    best = min(v for v, _ in solved)
    return -best, [x for v, xs in solved if v == best for x in xs]


def _two(alpha, beta):
    return [([(0, -alpha, 0), (0, 0, -beta)], [(-1, 1, 1), (0, -1, 0), (0, 0, -1)])]


def _bordelon(a, b):
    terms = [(0, 0, -(a - 1) / b), (0, -(a - 1), 0), (0, -2 * b, 0)]
    return [(terms, [(-1, 1, 1), (0, -1, 0), (0, 0, -1)])]


def _constant(s, beta):
    terms = [(0, -s * beta, 0, 0), (0, 0, -s, -s), (0, 0, 0, 1)]
    return [(terms, [(-1, 1, 1, 0), (0, -1, 0, 0), (0, 0, -1, 0), (0, 0, 0, 1)])]


def _wsd(s, beta):
    bounds = [(-1, 1, 1, 0), (0, -1, 0, 0), (0, 0, -1, 0), (0, 0, 0, 1)]
    both = [(0, -s * beta, 0, 0), (0, 0, -s, -s)]
    noises = [(0, 1, -1, 0), (0, 0, 1 / beta - 1, 1 / beta)]
    return [([*both, noise], bounds) for noise in noises]


def _kaplan(alpha_N, alpha_S, alpha_B):
    # Unknowns N, B, S; the loss l is where the batch is critical, so it is one more unknown.
    bounds = [(-1, 1, 1, 1, 0), (0, -1, 0, 0, 0), (0, 0, -1, 0, 0), (0, 0, 0, -1, 0)]
    bounds += [(0, 0, 1, 0, 1 / alpha_B), (0, 0, -1, 0, -1 / alpha_B)]
    bounds += [(0, -alpha_N, 0, 0, -1), (0, 0, 0, -alpha_S, -1)]
    return [([(0, 0, 0, 0, 1)], bounds)]


def _positive(**at):
    return all(x > 0 for x in at.values())


LAWS = [
    Typed("two-term", ("alpha", "beta"), ("N", "D"), _positive, _two),
    Typed("pearce-song", ("alpha", "beta"), ("N", "D"), _positive, _two),
    Typed("bordelon", ("a", "b"), ("N", "t"), lambda a, b: a > 1 and b > 1, _bordelon),
    Typed(
        "functional-constant",
        ("s", "beta"),
        ("M", "K", "eta"),
        lambda s, beta: s > 0 and beta > 1,
        _constant,
    ),
    Typed(
        "functional-wsd", ("s", "beta"), ("M", "K", "eta"), lambda s, beta: s > 0 and beta > 1, _wsd
    ),
    Typed("kaplan", ("alpha_N", "alpha_S", "alpha_B"), ("N", "B", "S"), _positive, _kaplan),
]


def _rows(program, point):
    """Terms and bounds of a stated program at a point: the statement alone.

    On a wall, where a term changes its form, it is what both forms tend to; they must agree.
    """
    terms = []
    for term in program.terms:
        near = {
            tuple(x(point) for x in piece.form)
            for piece in term.pieces
            if all(c.sign_at(point) >= 0 for c in piece.guard)
        }
        assert len(near) <= 1, (term.name, point)
        terms += near
    return terms, [tuple(x(point) for x in c.form) for c in program.constraints]


def stated(about: str, program, unknowns) -> Typed:
    """A program over the plane of alpha and beta, solved here from its statement."""
    return Typed(
        about,
        ("alpha", "beta"),
        unknowns,
        lambda alpha, beta: alpha > 0 and alpha + beta > Fraction(1, 2),
        lambda alpha, beta: [_rows(program, (alpha, beta))],
    )
