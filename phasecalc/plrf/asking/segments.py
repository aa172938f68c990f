"""Conditions on one parameter as intervals with exact ends, by the roots of their polynomials."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import sympy as sp

from phasecalc._typing import Expr

__all__ = ["segments"]

_DIGITS = 40


def segments(conditions: Sequence[Expr], symbol: Expr) -> Iterator[list[Expr]]:
    """Intervals of positive length on which relations in one symbol hold.

    Parameters
    ----------
    conditions
        Relations ``> 0`` and ``>= 0`` of polynomials of degree at most two.
    symbol
        What they contain.

    Yields
    ------
    list of Expr
        Relations that say where the interval begins and ends; none for the whole line.

    Raises
    ------
    ValueError
        A polynomial is of higher degree.

    Examples
    --------
    >>> b = sp.Symbol("b")
    >>> list(segments([b**2 - 2 >= 0, b > 0], b))
    [[b >= sqrt(2)]]
    """
    ends: dict[Expr, bool] = {}  # whether a strict condition ends there
    for relation in conditions:
        polynomial = sp.Poly(relation.lhs - relation.rhs, symbol)
        if polynomial.degree() > 2:
            raise ValueError(f"{relation} is of degree {polynomial.degree()}")
        for root in sp.roots(polynomial):
            if root.is_real:
                known = next((x for x in ends if sp.expand(x - root) == 0), root)
                ends[known] = ends.get(known, False) or relation.rel_op == ">"
    order = sorted(ends, key=lambda x: x.evalf(_DIGITS))
    inside = [_holds(conditions, symbol, x) for x in _between(order)]
    start = 0
    for k in range(1, len(inside) + 1):
        joins = k < len(inside) and inside[k] == inside[start] and not ends[order[k - 1]]
        if joins:
            continue
        if inside[start]:
            low = (
                []
                if start == 0
                else [(sp.Gt if ends[order[start - 1]] else sp.Ge)(symbol, order[start - 1])]
            )
            high = (
                []
                if k == len(inside)
                else [(sp.Lt if ends[order[k - 1]] else sp.Le)(symbol, order[k - 1])]
            )
            yield [*low, *high]
        start = k


def _between(ends: Sequence[Expr]) -> list[Expr]:
    """A rational point in each part of the line."""
    if not ends:
        return [sp.S.Zero]
    values = [x.evalf(_DIGITS) for x in ends]
    inner = [sp.nsimplify((x + y) / 2, rational=True) for x, y in itertools.pairwise(values)]
    return [sp.floor(values[0]) - 1, *inner, sp.ceiling(values[-1]) + 1]


def _holds(conditions: Sequence[Expr], symbol: Expr, at: Expr) -> bool:
    """Whether all hold at a point that is no root of any."""
    return all((c.lhs - c.rhs).subs(symbol, at).evalf(_DIGITS) > 0 for c in conditions)
