"""Algebraic numbers of any degree: as SymPy writes them, and signs of polynomials at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from phasecalc.checker import Number, Surd
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.regions.condition import Condition

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["algebraic_sign", "holds", "to_sympy"]


def to_sympy(x: Number) -> Expr:
    """SymPy number of an exact one.

    Examples
    --------
    >>> from fractions import Fraction
    >>> to_sympy(Surd(1, Fraction(-1, 2), 2))
    1 - sqrt(2)/2
    """
    import sympy as sp

    if isinstance(x, Surd):
        return to_sympy(x.a) + to_sympy(x.b) * sp.sqrt(x.n)
    return sp.Rational(x.numerator, x.denominator)


def holds(condition: Condition, point: Sequence[Expr]) -> bool:
    """Whether a condition holds at a point with algebraic coordinates."""
    import sympy as sp

    from phasecalc.parsing import exact

    values = [x if hasattr(x, "free_symbols") else to_sympy(exact(x, "coordinate")) for x in point]
    total = sp.Add(
        *(
            to_sympy(c) * sp.Mul(*(x**k for x, k in zip(values, e, strict=True)))
            for e, c in condition.terms
        )
    )
    s = algebraic_sign(total)
    return {">": s > 0, ">=": s >= 0, "=": s == 0}[condition.relation]


def algebraic_sign(x: Expr) -> int:
    """Exact sign of a real algebraic number: zero is recognised by the minimal polynomial.

    Examples
    --------
    >>> import sympy as sp
    >>> algebraic_sign(sp.sqrt(2) + sp.sqrt(3) - sp.sqrt(5 + 2 * sp.sqrt(6)))
    0
    """
    import sympy as sp

    if x.free_symbols or not x.is_algebraic:
        raise DomainError(f"{x} is not an algebraic number; give an exact rational or root")
    if (
        sp.minimal_polynomial(x, polys=True).degree() == 1
        and sp.minimal_polynomial(x, polys=True).eval(0) == 0
    ):
        return 0
    for digits in (30, 100, 400):
        real, imaginary = x.evalf(digits).as_real_imag()
        if abs(imaginary) > abs(x.evalf(digits)) * sp.Float(10) ** (-digits // 2):
            raise DomainError(f"{x} is not real")
        if abs(real) > sp.Float(10) ** (-digits // 2):
            return 1 if real > 0 else -1
    raise Undecided(f"the sign of {x} was not settled with 400 digits")
