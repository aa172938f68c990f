"""SymPy expressions and comparisons from text, in the names that the caller allows.

SymPy evaluates as it builds: 2**(10**9), exp(10**9*log(2)) or gamma(10**9)
would never return. Each value therefore carries a bound on the bits of its
numbers, were the symbols to cancel; it adds up over sums and products, is
multiplied by an exponent, and is checked before SymPy sees the operation.
Roots and functions are few and nest little, since SymPy evaluates numerically
to find the signs of nested ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from phasecalc._typing import Expr, Symbol
from phasecalc.checker import Surd
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_BITS, echo, read, read_relation
from phasecalc.parsing.quadratic import bits, bounded, power_bits, square_root

__all__ = ["MAX_ARGUMENT", "expression", "relation"]

MAX_ARGUMENT = 1000  # of numbers inside a function or an exponent with symbols
_TOO_LARGE = "a number too large to evaluate; write smaller ones"
_MAX_ROOTS = 20  # roots and functions of numbers in one expression
_MAX_ROOT_DEPTH = 5  # roots and functions inside one another
_MAX_ROOT_BITS = 400  # of a base under a fractional power, which SymPy factorises


def expression(
    text: str,
    names: Mapping[str, Symbol],
    functions: Mapping[str, Callable[[Expr], Expr]] | None = None,
) -> Expr:
    """Read an expression in the given names; decimals are exact.

    Parameters
    ----------
    text
        The expression, such as ``"1 - 1/(2*alpha)"``. ``^`` is a power.
    names
        What each name stands for.
    functions
        Functions of one argument beside ``sqrt``, which is always known.

    Returns
    -------
    Expr
        The SymPy expression, real and finite.

    Raises
    ------
    ParseError
        Not an expression in these names, or larger than the bounds allow.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, beta
    >>> expression("0.5 + (2*beta - 1)/(2*alpha)", {"alpha": alpha, "beta": beta})
    1/2 + (2*beta - 1)/(2*alpha)
    >>> expression("__import__('os')", {"alpha": alpha})
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.ParseError: expression "__import__('os')": '__import__' is not ...
    """
    try:
        return _finite(read(text, _Symbolic(names, functions or {})))
    except ParseError as error:
        raise ParseError(f"expression {echo(text)}: {error}") from None
    except (OverflowError, RecursionError):  # SymPy, on towers of exponentials
        raise ParseError(f"expression {echo(text)}: {_TOO_LARGE}") from None


def relation(
    text: str,
    names: Mapping[str, Symbol],
    functions: Mapping[str, Callable[[Expr], Expr]] | None = None,
) -> tuple[Expr, str, Expr]:
    """Read one comparison in the given names.

    Parameters
    ----------
    text
        The comparison, such as ``"alpha + beta > 1/2"``; one of ``< <= > >= == !=``.
    names
        What each name stands for.
    functions
        Functions of one argument beside ``sqrt``, which is always known.

    Returns
    -------
    tuple of Expr, str, Expr
        Left side, operator, right side.

    Raises
    ------
    ParseError
        Not one comparison in these names, or larger than the bounds allow.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, beta
    >>> relation("alpha + beta > 0.5", {"alpha": alpha, "beta": beta})
    (alpha + beta, '>', 1/2)
    """
    try:
        left, operator, right = read_relation(text, _Symbolic(names, functions or {}))
        return _finite(left), operator, _finite(right)
    except ParseError as error:
        raise ParseError(f"relation {echo(text)}: {error}") from None
    except (OverflowError, RecursionError):  # SymPy, on towers of exponentials
        raise ParseError(f"relation {echo(text)}: {_TOO_LARGE}") from None


@dataclass(frozen=True, slots=True)
class _Sized:
    """An expression, and a bound on the bits of its numbers if its symbols cancelled."""

    expr: Expr
    bits: int
    depth: int = 0  # of roots and functions inside one another


class _Symbolic:
    """Arithmetic of text with symbols."""

    def __init__(
        self, names: Mapping[str, Symbol], functions: Mapping[str, Callable[[Expr], Expr]]
    ) -> None:
        self.names = names
        self.functions = {"sqrt": _root, **functions}
        self._roots = 0

    def number(self, value: Fraction) -> _Sized:
        import sympy as sp

        return _Sized(sp.Rational(value.numerator, value.denominator), bits(value))

    def name(self, name: str) -> _Sized:
        # At least one bit, since a + a = 2 a.
        return _Sized(self.names[name], 1 + _number_bits(self.names[name]))

    def negative(self, value: _Sized) -> _Sized:
        return _Sized(-value.expr, value.bits, value.depth)

    def call(self, function: str, argument: _Sized) -> _Sized:
        depth = self._deeper(argument)
        if function == "sqrt":
            return _Sized(_root(argument.expr), argument.bits, depth)
        _bound_numbers(argument.expr)
        value = self.functions[function](argument.expr)
        return _Sized(value, bounded(max(argument.bits, _number_bits(value))), depth)

    def combine(self, operator: str, left: _Sized, right: _Sized) -> _Sized:
        if operator == "**":
            return self._power(left, right)
        size, depth = bounded(left.bits + right.bits), max(left.depth, right.depth)
        if operator == "+":
            return _Sized(left.expr + right.expr, size, depth)
        if operator == "-":
            return _Sized(left.expr - right.expr, size, depth)
        if operator == "*":
            return _Sized(left.expr * right.expr, size, depth)
        _refuse_zero(right.expr)
        return _Sized(left.expr / right.expr, size, depth)

    def _power(self, base: _Sized, exponent: _Sized) -> _Sized:
        if exponent.expr.is_Rational:
            number = Fraction(int(exponent.expr.p), int(exponent.expr.q))
            size = bounded(power_bits(base.bits, number) + exponent.bits)
            if number < 0:
                _refuse_zero(base.expr)
            if number.denominator == 1:
                return _Sized(base.expr**exponent.expr, size, max(base.depth, exponent.depth))
            if number.denominator == 2:
                return _Sized(_root(base.expr) ** number.numerator, size, self._deeper(base))
        else:
            _bound_numbers(exponent.expr)
            size = bounded(base.bits * _reach(exponent.expr) + exponent.bits)
        depth = max(self._deeper(base), exponent.depth + 1)
        _bound_radicand(base.expr)
        return _Sized(base.expr**exponent.expr, size, depth)

    def _deeper(self, value: _Sized) -> int:
        self._roots += bool(value.expr.is_number)
        if self._roots > _MAX_ROOTS or value.depth >= _MAX_ROOT_DEPTH:
            raise ParseError(
                f"more than {_MAX_ROOTS} roots or functions of numbers, "
                f"or {_MAX_ROOT_DEPTH} inside one another; simplify it"
            )
        return value.depth + 1


def _root(value: Expr) -> Expr:
    """Square root; of a number, by the exact and bounded rule."""
    import sympy as sp

    if not value.is_Rational:
        _bound_radicand(value)
        return sp.sqrt(value)
    root = square_root(Fraction(int(value.p), int(value.q)))
    factor, radicand = (root.b, root.n) if isinstance(root, Surd) else (root, 1)
    return sp.Rational(factor.numerator, factor.denominator) * sp.sqrt(radicand)


def _reach(exponent: Expr) -> int:
    """Bound on the exponent, were its symbols one and its signs equal: 2*a - 3 reaches 5."""
    ceiling = MAX_BITS + 1
    if exponent.is_Rational:
        return max(1, min(ceiling, ceil(abs(Fraction(int(exponent.p), int(exponent.q))))))
    reaches = [_reach(argument) for argument in exponent.args] or [1]
    if exponent.is_Pow:
        return int(min(ceiling, reaches[0] ** min(reaches[1], 12)))  # 2**12 exceeds the ceiling
    total = 1
    for reach in reaches:
        total = min(ceiling, total * reach)
    return total if exponent.is_Mul else min(ceiling, sum(reaches))


def _number_bits(value: Expr) -> int:
    import sympy as sp

    return sum(int(n.p).bit_length() + int(n.q).bit_length() for n in value.atoms(sp.Rational))


def _bound_numbers(value: Expr) -> None:
    import sympy as sp

    if any(abs(number) > MAX_ARGUMENT for number in value.atoms(sp.Rational)):
        raise ParseError(
            f"a number above {MAX_ARGUMENT} in an exponent or a function; write a smaller one"
        )


def _bound_radicand(value: Expr) -> None:
    if _number_bits(value) > _MAX_ROOT_BITS:
        raise ParseError(f"a root of numbers of more than {_MAX_ROOT_BITS} bits; simplify it")


def _refuse_zero(value: Expr) -> None:
    if value == 0:
        raise ParseError("division by zero; write a non-zero denominator")


def _finite(value: _Sized) -> Expr:
    import sympy as sp

    if value.expr.has(sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I):
        raise ParseError("not a finite real expression; check roots and logarithms")
    return value.expr
