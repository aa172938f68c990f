"""Rational functions of the parameters, from ``phasecalc.normal``, and their SymPy expressions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc.checker import Number
from phasecalc.normal.ratio import Ratio, total
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.condition import Condition, polynomial_of

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Ratio", "factors", "ratio_expression", "total"]


def ratio_expression(ratio: Ratio, names: tuple[str, ...]) -> Expr:
    """SymPy expression of a rational function, with the symbols of ``phasecalc.symbols``."""
    import sympy as sp

    from phasecalc import symbols

    at = [getattr(symbols, n, None) or sp.Symbol(n) for n in names]

    def polynomial(terms: tuple[tuple[tuple[int, ...], Number], ...]) -> Expr:
        return sp.Add(
            *(to_sympy(c) * sp.Mul(*(s**k for s, k in zip(at, e, strict=True))) for e, c in terms)
        )

    return polynomial(ratio.numerator) / polynomial(ratio.denominator)


def factors(names: tuple[str, ...], ratio: Ratio) -> tuple[Any, ...]:
    """Sign of a number, and polynomials whose product with it has the sign of the ratio."""
    import sympy as sp

    if ratio.vanishes:
        return ()
    top, bottom = sp.fraction(sp.cancel(sp.together(ratio_expression(ratio, names))))
    number, factors = sp.factor_list(sp.expand(top * bottom))
    odd = [f for f, multiplicity in factors if multiplicity % 2]
    conditions = (Condition.make(names, polynomial_of(f, names), ">") for f in odd)
    return (Fraction(int(sp.sign(number))), *conditions)
