"""Rational relations as polynomial ones: cleared of their denominators, holes left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["cleared", "is_rational"]


def is_rational(relation: Expr) -> bool:
    """Whether a relation has a parameter below a line."""
    import sympy as sp

    _, bottom = sp.fraction(sp.together(relation.lhs - relation.rhs))
    return bool(bottom.free_symbols)


def cleared(relation: Expr, sign: Callable[[Expr], int | None]) -> Expr:
    """The relation as a conjunction of polynomial ones.

    Parameters
    ----------
    relation
        Between rational functions.
    sign
        Sign of a polynomial where the other relations hold; None where it is open.

    Examples
    --------
    >>> import sympy as sp
    >>> a = sp.Symbol("a")
    >>> cleared(1 / a > 1, lambda e: None)
    a*(1 - a) > 0
    >>> cleared(1 / a > 1, lambda e: 1)
    1 - a > 0
    """
    import sympy as sp

    top, bottom = sp.fraction(sp.together(relation.lhs - relation.rhs))
    number, factors = sp.factor_list(bottom)
    signed, holes = top * sp.sign(number), []
    for factor, multiplicity in factors:
        known = sign(factor)
        if known is None:
            holes.append(sp.Ne(factor, 0))
        if multiplicity % 2:
            signed *= factor if known is None else known
    strict = relation.rel_op in ("<", ">", "!=")
    # A strict relation between p*q and 0 says itself that q is not 0 - where q is still a factor.
    odd = {f for f, multiplicity in factors if multiplicity % 2}
    holes = [hole for hole in holes if not strict or hole.lhs not in odd]
    main = relation.func(signed, 0, evaluate=False)
    return sp.And(main, *holes, evaluate=False) if holes else main
