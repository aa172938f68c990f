"""Whether conditions shown as text are those of a cell, by exact arithmetic and without a search.

A text that is one of the cell's conditions says what this one says. The others are bounds on one
parameter, in the place of what the cell says of it alone: a quadratic condition is shown by its
root. Both are looked at on the line: at each root, between the roots, and beyond them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

from phasecalc.checker import Number, sign
from phasecalc.exceptions import ParseError
from phasecalc.parsing.numbers import exact
from phasecalc.regions.condition import Cell, Condition

__all__ = ["same_conditions"]

_BOUND = re.compile(r"(\w+) ([<>]) (.+)")


def same_conditions(cell: Cell, texts: Sequence[str]) -> bool:
    """Whether texts say what a cell says; False also where that takes more than this.

    Parameters
    ----------
    cell
        The conditions.
    texts
        As shown.

    Examples
    --------
    >>> from phasecalc.regions.region import Region
    >>> import sympy as sp
    >>> x = sp.Symbol("x")
    >>> (cell,) = Region.where(x**2 < 2, x > 0).cells
    >>> same_conditions(cell, ["x > 0", "x < sqrt(2)"]), same_conditions(cell, ["x > 0", "x < 2"])
    (True, False)
    """
    if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
        return False
    own = {str(c): c for c in cell}
    if len(texts) == len(own) and set(texts) == set(own):
        return True
    read = [_BOUND.fullmatch(t) for t in texts if t not in own]
    names = {m[1] for m in read if m is not None}
    missing = [c for t, c in own.items() if t not in texts]
    if None in read or len(names) != 1 or not names <= set(cell[0].names):
        return False
    k = cell[0].names.index(names.pop())
    alone = [c for c in cell if all(not any(e[:k] + e[k + 1 :]) for e, _ in c.terms)]
    if any(c not in alone or c.relation != ">" for c in missing):
        return False
    try:
        bounds = [(m[2], exact(m[3])) for m in read if m is not None]
        return _alike(k, alone, [c for c in alone if c not in missing], bounds)
    except (ParseError, ValueError, TypeError):
        return False


def _alike(
    k: int,
    own: Sequence[Condition],
    kept: Sequence[Condition],
    bounds: Sequence[tuple[str, Number]],
) -> bool:
    """Whether conditions on one parameter hold where some of them and the bounds hold."""
    rows = [{e[k]: c for e, c in condition.terms} for condition in own]
    marks: list[Number] = [x for _, x in bounds]
    marks += [-row.get(0, Fraction(0)) / row[1] for row in rows if max(row) == 1]
    for row in rows:
        if max(row) == 2:
            roots = [x for x in marks if _value(row, x) == 0]
            if not roots:
                return False
            marks.append(-row.get(1, Fraction(0)) / row[2] - roots[0])
        elif max(row) > 2:
            return False
    marks.sort(key=cmp_to_key(_order))
    between = [(a + b) / 2 for a, b in pairwise(marks)]

    def shown(x: Number) -> bool:
        inside = all(sign(x - b if way == ">" else b - x) > 0 for way, b in bounds)
        return inside and all(_holds(k, c, x) for c in kept)

    points = [*marks, *between, marks[0] - 1, marks[-1] + 1]
    return all(all(_holds(k, c, x) for c in own) == shown(x) for x in points)


def _order(a: Number, b: Number) -> int:
    return sign(a - b)


def _value(row: dict[int, Number], x: Number) -> Number:
    return row.get(0, Fraction(0)) + x * (row.get(1, Fraction(0)) + x * row.get(2, Fraction(0)))


def _holds(k: int, condition: Condition, x: Number) -> bool:
    at: list[Number] = [Fraction(0)] * len(condition.names)
    at[k] = x
    return condition.holds(tuple(at))
