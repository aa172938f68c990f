"""Values of constant expressions of SymPy in a context of one's own.

SymPy's ``evalf`` sets the precision of ``mpmath.mp`` for every function that it has no series of
its own for, such as the gamma function, and so for all threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["constant"]


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
