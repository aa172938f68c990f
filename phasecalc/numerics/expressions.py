"""Values of constant expressions of SymPy in a context of one's own.

SymPy's ``evalf`` sets the precision of ``mpmath.mp`` for every function that it has no series of
its own for, such as the gamma function, and so for all threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phasecalc.numerics.context import own

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["constant", "in_floats"]


def constant(e: Expr, numbers: Any) -> Any:
    """Value of a constant expression as a number of a context, without guard digits.

    Parameters
    ----------
    e
        Built of rational numbers, pi, Euler's constants, sums, products, powers and functions
        that mpmath calls by the same name.
    numbers
        The context, from ``phasecalc.numerics.context.own``.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.numerics.context import own
    >>> print(constant(2 * sp.gamma(sp.Rational(1, 3)) / sp.pi, own(20)))
    1.7054652401523882098
    """
    if e.is_Rational:
        return numbers.mpf(int(e.p)) / int(e.q)
    if e.is_Float:
        return numbers.make_mpf(e._mpf_)
    if e.is_NumberSymbol:
        name = {"Exp1": "e", "EulerGamma": "euler"}.get(type(e).__name__, str(e))
        return +getattr(numbers, name)
    parts = [constant(x, numbers) for x in e.args]
    if e.is_Add:
        return numbers.fsum(parts)
    if e.is_Mul:
        return numbers.fprod(parts)
    if e.is_Pow:
        return parts[0] ** parts[1]
    return getattr(numbers, e.func.__name__)(*parts)


def in_floats(e: Expr, digits: int) -> Expr:
    """Expression with each part that is constant as a float; whole exponents stay whole.

    Parameters
    ----------
    e
        Real expression.
    digits
        Decimal digits of the floats.

    Examples
    --------
    >>> import sympy as sp
    >>> x = sp.Symbol("x")
    >>> in_floats(sp.log(10**30) * x**2 + sp.sqrt(2), 5)
    69.078*x**2 + 1.4142
    """
    import sympy as sp

    if not e.free_symbols:
        value = own(digits + 10).nstr(constant(e, own(digits + 10)), digits + 2)
        return sp.Float(value, digits)
    if e.is_Symbol:
        return e
    kept = e.is_Pow and e.exp.is_Integer
    return e.func(*(x if kept and x is e.exp else in_floats(x, digits) for x in e.args))
