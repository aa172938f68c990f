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
    if e.func.__name__ == "Integral":
        return _integral(e, numbers)
    parts = [constant(x, numbers) for x in e.args]
    if e.is_Add:
        return numbers.fsum(parts)
    if e.is_Mul:
        return numbers.fprod(parts)
    if e.is_Pow:
        return parts[0] ** parts[1]
    return getattr(numbers, e.func.__name__)(*parts)


def _integral(e: Expr, numbers: Any) -> Any:
    """A definite integral over positive numbers."""
    from phasecalc.numerics.euler_maclaurin import integral

    (symbol, low, high), finer = e.limits[0], own(numbers.dps + 20)
    body = function(e.function, symbol, finer)
    ends = (None if x.is_infinite else constant(x, finer) for x in (low, high))
    start, end = ends
    return numbers.mpf(integral(body, start, end, finer, [finer.mpf(1)]))


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
    """What vanishes at 0 of logarithms, exponentials and Bessel functions; None for others."""
    import sympy as sp

    if isinstance(e, sp.log) and e.args[0].is_Add and 1 in e.args[0].args:
        inside = function(e.args[0] - 1, symbol, numbers)
        return lambda x: numbers.log1p(inside(x))
    if not e.is_Add:
        return None
    if e.has(sp.besselj):
        return _one_less_bessel(e, symbol, numbers)
    if e.has(sp.exp) and any(
        f.has(symbol) and not isinstance(f, sp.exp)
        for term in sp.expand(e).args
        for f in sp.Mul.make_args(term)
    ):
        return _mixed(e, symbol, numbers)
    parts = [term.as_independent(sp.exp, as_Add=False) for term in e.args if term.has(sp.exp)]
    rest = sp.Add(*(term for term in e.args if not term.has(sp.exp)))
    plain = all(isinstance(x, sp.exp) and c.is_Rational for c, x in parts)
    if not parts or not plain or rest + sp.Add(*(c for c, _ in parts)) != 0:
        return None
    rows = [(constant(c, numbers), function(x.args[0], symbol, numbers)) for c, x in parts]
    return lambda x: numbers.fsum(c * numbers.expm1(inside(x)) for c, inside in rows)


def _one_less_bessel(e: Expr, symbol: Expr, numbers: Any) -> Callable[[Any], Any] | None:
    """1 - 2 J_1(y)/y, by its Taylor series where y is small."""
    import sympy as sp

    functions = e.atoms(sp.besselj)
    inside = next(iter(functions)).args[1]
    rest = sp.expand((e - 1).xreplace({sp.besselj(1, inside): -2 * inside}) / 4)
    near = rest.as_independent(symbol, as_Add=False)
    if len(functions) != 1 or near[1] != 1 or abs(constant(near[0], numbers) - 1) > 1e-9:
        return None
    y = function(inside, symbol, numbers)

    def value(x: Any) -> Any:
        at = y(x)
        if abs(at) > 1:
            return 1 - 2 * numbers.besselj(1, at) / at
        total, term, k = numbers.mpf(0), -numbers.mpf(1), 0
        while abs(term) > abs(total) * numbers.eps:
            k += 1
            term *= -((at / 2) ** 2) / (k * (k + 1))
            total += term
        return total

    return value


def _mixed(e: Expr, symbol: Expr, numbers: Any) -> Callable[[Any], Any] | None:
    """Sum of c y^k exp(-m y), y a power of the symbol: by its Taylor series where y is small."""
    import sympy as sp

    rows, scale, power = [], None, None
    for term in sp.expand(e).args:
        inside = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.exp)]
        front = _monomial(sp.Mul(*(f for f in sp.Mul.make_args(term) if f not in inside)), symbol)
        read = _monomial(sp.Add(*(f.args[0] for f in inside)), symbol) if inside else None
        if front is None or (inside and read is None):
            return None
        if read is not None and scale is None:
            scale, power = -constant(read[0], numbers), read[1]
        rows.append((front, read))
    read_rows = []
    for (c, p), read in rows:
        k = sp.nsimplify(p / power) if power else p
        if scale is None or not k.is_Integer or (read is not None and read[1] != power):
            return None
        m = 0 if read is None else -constant(read[0], numbers) / scale
        read_rows.append((constant(c, numbers) / scale ** int(k), int(k), m))
    return _series(read_rows, function(symbol**power, symbol, numbers), scale, numbers)


def _monomial(e: Expr, symbol: Expr) -> tuple[Expr, Expr] | None:
    """Coefficient and power of a constant times a power of the symbol."""
    c, rest = e.as_independent(symbol, as_Add=False)
    base, power = rest.as_base_exp()
    if rest == 1:
        return c, rest * 0
    return (c, power) if base == symbol and not power.has(symbol) else None


def _series(
    rows: list[tuple[Any, int, Any]], argument: Callable[[Any], Any], scale: Any, numbers: Any
) -> Callable[[Any], Any]:
    lowest = min(k for _, k, _ in rows)
    taylor = []
    for n in range(lowest, lowest + 2 * numbers.dps):
        parts = [
            c * (-m) ** (n - k) / numbers.factorial(n - k)
            for c, k, m in rows
            if n >= k and (m or n == k)
        ]
        total = numbers.fsum(parts)
        size = max((abs(x) for x in parts), default=0)
        taylor.append(0 if abs(total) <= size * numbers.eps * 1000 else total)

    def value(x: Any) -> Any:
        y = scale * argument(x)
        if abs(y) < 0.5:
            total = numbers.mpf(0)
            for c in reversed(taylor):
                total = total * y + c
            return total * y**lowest
        return numbers.fsum(c * y**k * numbers.exp(-m * y) for c, k, m in rows)

    return value


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
