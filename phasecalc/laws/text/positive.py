"""Which expressions cannot be a loss, a cost or a bound, since they are negative or say nothing.

Only what is plain is refused: a difference of powers is tried at a few sizes, and one at which it
is negative is named. Whether a law is made of powers at all is found when it is solved.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["check_bound", "check_term", "negative_at"]

# Where differences are tried: sizes, rates, scales, and in a budget positive parameters.
_TRIED: tuple[tuple[int | str, ...], ...] = (
    (1, 7, 1000, 10**9),
    (1, "1/7", "1/1000"),
    ("1/1000", 1, 1000),
    (1,),
)
_MOST_TRIED = 300


def check_term(name: str, value: Expr, among: Sequence[Sequence[Symbol]]) -> None:
    """Refuse a part of the loss that is plainly not positive.

    Parameters
    ----------
    name
        Of the term.
    value
        Its expression, or that of one case.
    among
        Sizes, rates and scales.

    Raises
    ------
    DomainError
        Negative at some sizes.
    """
    if value.is_nonpositive:
        raise DomainError(f"term {name}: {value} is not positive; a loss is")
    if place := negative_at(value, among):
        raise DomainError(
            f"term {name}: {value} is a difference, and negative at {place}; "
            "a loss is a sum of positive terms"
        )


def check_bound(name: str, left: Expr, right: Expr, about: set[str]) -> None:
    """Refuse a constraint that bounds nothing.

    Parameters
    ----------
    name
        Of the constraint.
    left, right
        Its sides.
    about
        Names of the unknowns and of the loss.

    Raises
    ------
    DomainError
        A side is not positive, or no unknown is left in their ratio.
    """
    for side in (left, right):
        if side.is_nonpositive:
            raise DomainError(f"constraint {name}: {side} is not positive, as both sides must be")
    if not {s.name for s in (left / right).free_symbols} & about:
        raise DomainError(f"constraint {name}: says nothing about a size")


def _subtracts(value: Expr) -> bool:
    """Whether a part is taken away, outside of functions and exponents."""
    if value.is_negative:
        return True
    parts = (value.base,) if value.is_Pow else value.args
    return bool(parts) and not value.is_Function and any(map(_subtracts, parts))


def _tame(value: Expr) -> bool:
    """Whether numbers put in stay small: no exponentials, and in exponents no powers but ratios."""
    import sympy as sp

    return not value.has(sp.exp) and all(
        power.exp.is_Rational
        or all(inner.exp.is_Rational and abs(inner.exp) <= 1 for inner in power.exp.atoms(sp.Pow))
        for power in value.atoms(sp.Pow)
    )


def negative_at(value: Expr, among: Sequence[Sequence[Symbol]]) -> str:
    """Sizes at which a difference of powers is negative, or "" if none were found."""
    import sympy as sp

    if value.has(sp.Sum, sp.Integral):  # of what is added up: seen when its order is derived
        return ""
    tried = {s: points for row, points in zip(among, _TRIED, strict=False) for s in row}
    names = sorted(value.free_symbols, key=str)
    if not (set(names) <= set(tried) and _subtracts(value) and _tame(value)):
        return ""
    everywhere = itertools.product(*(map(_rational, tried[s]) for s in names))
    for point in itertools.islice(everywhere, _MOST_TRIED):
        at = dict(zip(names, point, strict=True))
        found = value.evalf(30, subs=at)
        if found.is_Float and found < 0:
            return ", ".join(f"{s} = {x}" for s, x in at.items())
    return ""


def _rational(value: int | str) -> Expr:
    import sympy as sp

    return sp.Rational(value)
