"""Values of constant expressions of SymPy in a context of one's own.

SymPy's ``evalf`` sets the precision of ``mpmath.mp`` for every function that it has no series of
its own for, such as the gamma function, and so for all threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from phasecalc.numerics.context import own

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["constant", "function", "in_floats"]


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
    if e.func.__name__ == "ZetaDerivative":
        return numbers.zeta(constant(e.args[1], numbers), 1, int(e.args[0]))
    parts = [constant(x, numbers) for x in e.args]
    if e.is_Add:
        return numbers.fsum(parts)
    if e.is_Mul:
        return numbers.fprod(parts)
    if e.is_Pow:
        return parts[0] ** parts[1]
    return getattr(numbers, e.func.__name__)(*parts)


def function(e: Expr, symbol: Expr, numbers: Any) -> Callable[[Any], Any]:
    """Function of one symbol, real or complex, in a context; constants are computed once.

    Parameters
    ----------
    e
        Built as for :func:`constant`, with the symbol and no other.
    symbol
        The argument.
    numbers
        The context.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.numerics.context import own
    >>> x = sp.Symbol("x")
    >>> print(function(sp.exp(-x) / x, x, own(15))(own(15).mpf(2)))
    0.0676676416183064
    """
    if e == symbol:
        return lambda x: x
    if not e.has(symbol):
        value = constant(e, numbers)
        return lambda x: value
    steep = _without_cancelling(e, symbol, numbers)
    if steep is not None:
        return steep
    parts = [function(a, symbol, numbers) for a in e.args]
    if e.is_Add:
        return lambda x: numbers.fsum(p(x) for p in parts)
    if e.is_Mul:
        return lambda x: numbers.fprod(p(x) for p in parts)
    if e.is_Pow:
        if e.exp.is_Integer:  # exact, also where the base is complex
            whole = int(e.exp)
            return lambda x: parts[0](x) ** whole
        return lambda x: parts[0](x) ** parts[1](x)
    named = getattr(numbers, e.func.__name__)
    return lambda x: named(*(p(x) for p in parts))


def _without_cancelling(e: Expr, symbol: Expr, numbers: Any) -> Callable[[Any], Any] | None:
    """log(1 + x) and sums of exponentials that vanish at 0, where x is small; None for others."""
    import sympy as sp

    if isinstance(e, sp.log) and e.args[0].is_Add and 1 in e.args[0].args:
        inside = function(e.args[0] - 1, symbol, numbers)
        return lambda x: numbers.log1p(inside(x))
    if not e.is_Add:
        return None
    parts = [term.as_independent(sp.exp, as_Add=False) for term in e.args if term.has(sp.exp)]
    rest = sp.Add(*(term for term in e.args if not term.has(sp.exp)))
    plain = all(isinstance(x, sp.exp) and c.is_Rational for c, x in parts)
    if not parts or not plain or rest + sp.Add(*(c for c, _ in parts)) != 0:
        return None
    rows = [(constant(c, numbers), function(x.args[0], symbol, numbers)) for c, x in parts]
    return lambda x: numbers.fsum(c * numbers.expm1(inside(x)) for c, inside in rows)


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
