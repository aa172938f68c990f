"""Points of sets that linear conditions describe, by one exact linear program."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from phasecalc.checker import Number
from phasecalc.regions.condition import Condition
from phasecalc.regions.simplex import minimise
from phasecalc.regions.work import Work

__all__ = ["linear_witness"]


def linear_witness(
    conditions: Sequence[Condition], work: Work | None = None
) -> list[Number] | None:
    """Point at which linear conditions hold with room; None where none does, or one is curved.

    The least of their left sides is made as large as it can be, up to 1; ``=`` holds exactly. So a
    set however narrow has its point found, where a grid would step over it.

    Parameters
    ----------
    conditions
        Conditions, at least one, their coefficients in one field.
    work
        Account that pays for the pivots.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, beta
    >>> from phasecalc.regions.condition import polynomial_of
    >>> n = ("alpha", "beta")
    >>> sides = (alpha - 7, 7001 - 1000 * alpha, beta - alpha)
    >>> cell = [Condition.make(n, polynomial_of(p, n), ">") for p in sides]
    >>> all(c.holds(tuple(linear_witness(cell))) for c in cell)
    True
    >>> linear_witness([*cell, Condition.make(n, polynomial_of(7 - beta, n), ">")]) is None
    True
    """
    if any(c.degree > 1 for c in conditions):
        return None
    size = len(conditions[0].names)
    strict = [c for c in conditions if c.relation != "="]
    # Columns: positive and negative parts, the room s, a slack for each condition, one for s <= 1.
    width = 2 * size + 1 + len(strict) + 1
    rows: list[list[Number]] = []
    right: list[Number] = []
    for c in conditions:
        slopes, rest = _affine(c, size)
        row: list[Number] = [*slopes, *(-x for x in slopes), *[Fraction(0)] * (width - 2 * size)]
        if c.relation != "=":
            row[2 * size] = row[2 * size + 1 + strict.index(c)] = Fraction(-1)
        rows.append(row)
        right.append(-rest)
    last = [Fraction(int(k in (2 * size, width - 1))) for k in range(width)]
    costs = [Fraction(-int(k == 2 * size)) for k in range(width)]
    found = minimise(costs, [*rows, last], [*right, Fraction(1)], work)
    if found is None or (strict and not found[2 * size] > 0):
        return None
    return [found[k] - found[size + k] for k in range(size)]


def _affine(condition: Condition, size: int) -> tuple[list[Number], Number]:
    """Slopes and constant of a linear polynomial."""
    known = condition.polynomial
    units = [tuple(int(i == k) for i in range(size)) for k in range(size)]
    zero = Fraction(0)
    return [known.get(u, zero) for u in units], known.get((0,) * size, zero)
