"""Exact numbers from whatever a person may pass: rationals, and a + b*sqrt(n).

A phase boundary such as alpha = 1 - 1/sqrt(2) is an exact point, so the
numbers read here are those of the real quadratic fields, as ``Fraction`` or
``Surd``. Every operation first bounds the size of its result, so that the
cost of a short text is bounded too. Text in its commonest forms, ``7/10`` and
``0.7``, is recognised by one regular expression and meets no parser.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil, isqrt
from numbers import Rational
from typing import Any, TypeAlias

from phasecalc._typing import ExactLike
from phasecalc.checker import Surd
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_BITS, MAX_EXPONENT, MAX_NESTING, echo, read

__all__ = ["MAX_RADICAND", "Exact", "bits", "bounded", "exact", "power_bits", "square_root"]

Exact: TypeAlias = Fraction | Surd

MAX_RADICAND = 10**12  # its square-free part takes 10^4 trial divisions
_MAX_DECIMALS = 1200  # digits and exponent of a Decimal: below 4000 bits

_COMMON = re.compile(r" *([+-]?[0-9]{1,100})(?:/([0-9]{1,100})|\.([0-9]{1,50}))? *")
_ADVICE = "write a rational such as 7/10 or 0.7, or a + b*sqrt(n) such as 1 - 1/sqrt(2)"


def exact(value: ExactLike, name: str = "value") -> Fraction | Surd:
    """Exact number that the input stands for.

    Parameters
    ----------
    value
        Text, an integer, ``Fraction``, ``Decimal``, NumPy scalar or SymPy number. A float is
        read as its shortest decimal: 0.7 is 7/10.
    name
        What is being read, for the error message.

    Returns
    -------
    Fraction or Surd
        A rational number, or a + b*sqrt(n) with b != 0 and n > 1 squarefree.

    Raises
    ------
    ParseError
        Not a finite real number, outside these fields, or larger than the bounds allow.

    Examples
    --------
    >>> exact("7/10") == exact("0.7") == exact(0.7) == Fraction(7, 10)
    True
    >>> exact("(1/sqrt(2) + 1)^2 - sqrt(2)")
    Fraction(3, 2)
    >>> exact("10**10**10", "alpha")
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.ParseError: alpha = '10**10**10': the exponent exceeds 1000; ...
    """
    if isinstance(value, str) and (match := _COMMON.fullmatch(value)):
        whole, denominator, decimals = match.groups()
        if decimals is not None:
            return Fraction(int(whole + decimals), 10 ** len(decimals))
        if denominator is None:
            return Fraction(int(whole))
        if divisor := int(denominator):
            return Fraction(int(whole), divisor)
    try:
        return _converted(value)
    except ParseError as error:
        raise ParseError(f"{name} = {echo(value)}: {error}") from None


def bits(value: Exact) -> int:
    """Bits needed to write a number exactly; never below log2 of its absolute value.

    Parameters
    ----------
    value
        The number.

    Examples
    --------
    >>> bits(Fraction(7, 10))
    6
    """
    if isinstance(value, Surd):
        return bits(value.a) + bits(value.b) + value.n.bit_length()
    return max(value.numerator.bit_length(), 1) + value.denominator.bit_length() - 1


def power_bits(base: int, exponent: Fraction) -> int:
    """Bound the bits of a power, before it is computed.

    Parameters
    ----------
    base
        Bits of the base.
    exponent
        Exact exponent.

    Raises
    ------
    ParseError
        The exponent or the power is too large.

    Examples
    --------
    >>> power_bits(base=4, exponent=Fraction(100))
    400
    """
    if abs(exponent) > MAX_EXPONENT:
        raise ParseError(f"the exponent exceeds {MAX_EXPONENT}; write a smaller one")
    return bounded(base * max(1, ceil(abs(exponent))))


def bounded(size: int) -> int:
    """Return a size in bits that is within the bound.

    Parameters
    ----------
    size
        Bits of a result not yet computed.

    Raises
    ------
    ParseError
        The size exceeds ``MAX_BITS``.
    """
    if size > MAX_BITS:
        raise ParseError(f"a number of more than {MAX_BITS} bits; write smaller ones")
    return size


def square_root(value: Fraction) -> Exact:
    """Exact square root of a non-negative rational number.

    Parameters
    ----------
    value
        The radicand. Perfect squares may be of any size; otherwise numerator and denominator
        are at most ``MAX_RADICAND``.

    Raises
    ------
    ParseError
        The radicand is negative or too large.

    Examples
    --------
    >>> square_root(Fraction(9, 4))
    Fraction(3, 2)
    >>> square_root(Fraction(8)) == Surd(0, 2, 2)
    True
    """
    if value < 0:
        raise ParseError(f"the square root of a negative number is not real; {_ADVICE}")
    (p, m), (q, n) = _extract_square(value.numerator), _extract_square(value.denominator)
    # sqrt(p^2 m / (q^2 n)) = p/(q n) sqrt(m n), and m, n are coprime.
    return Fraction(p, q) if m * n == 1 else Surd(Fraction(0), Fraction(p, q * n), m * n)


def _extract_square(value: int) -> tuple[int, int]:
    """Pair p, n with value = p^2 n and n squarefree; 0 = 0^2 * 1."""
    root, free = isqrt(value), 1
    if root * root == value:
        return root, 1
    if value > MAX_RADICAND:
        raise ParseError(f"a square root of more than {MAX_RADICAND:.0e}; write a smaller one")
    square, divisor = 1, 2
    while divisor**3 <= value:
        while value % divisor**2 == 0:
            square, value = square * divisor, value // divisor**2
        if value % divisor == 0:
            free, value = free * divisor, value // divisor
        divisor += 1
    # What is left has at most two prime factors: it is squarefree or a square.
    root = isqrt(value)
    return (square * root, free) if root * root == value else (square, free * value)


class _QuadraticField:
    """Arithmetic of text without names: rationals and one square root."""

    names: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset({"sqrt"})

    def number(self, value: Fraction) -> Exact:
        return value

    def name(self, name: str) -> Exact:
        raise ParseError(f"{name} is not a number; {_ADVICE}")

    def negative(self, value: Exact) -> Exact:
        return -value

    def call(self, function: str, argument: Exact) -> Exact:
        if isinstance(argument, Surd):
            raise ParseError(f"{function} of an irrational number is not supported; {_ADVICE}")
        return square_root(argument)

    def combine(self, operator: str, left: Exact, right: Exact) -> Exact:
        if operator == "**":
            return self._power(left, right)
        bounded(bits(left) + bits(right))
        if isinstance(left, Surd) and isinstance(right, Surd) and left.n != right.n:
            raise ParseError(f"sqrt({left.n}) and sqrt({right.n}) do not combine; {_ADVICE}")
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        return left * right if operator == "*" else left * self._inverse(right)

    def _inverse(self, value: Exact) -> Exact:
        if value == 0:
            raise ParseError("division by zero; write a non-zero denominator")
        return 1 / value

    def _power(self, base: Exact, exponent: Exact) -> Exact:
        if isinstance(exponent, Surd) or exponent.denominator > 2:
            raise ParseError(f"exponents are integers and halves of integers; {_ADVICE}")
        power_bits(bits(base), exponent)
        if exponent.denominator == 2:
            base = self.call("sqrt", base)
        if exponent < 0:
            base = self._inverse(base)
        power: Exact = Fraction(1)
        for digit in f"{abs(exponent.numerator):b}":
            power = power * power * (base if digit == "1" else 1)
        return power


_FIELD = _QuadraticField()


def _converted(value: ExactLike) -> Exact:
    kind = type(value)
    if isinstance(value, str):
        return read(value, _FIELD)
    if isinstance(value, bool | complex):
        raise ParseError(f"a {kind.__name__} is not a real number; {_ADVICE}")
    if isinstance(value, Rational | Surd):
        number = value if isinstance(value, Surd) else _rational(value)
        bounded(bits(number))
        return number
    if isinstance(value, float):
        return _decimal(float.__repr__(value))
    if isinstance(value, Decimal):
        return _decimal(value)
    if kind.__module__.split(".")[0] == "sympy":
        return _from_sympy(value, 0)
    if kind.__module__.split(".")[0] == "numpy" and getattr(value, "shape", None) == ():
        if value.dtype.kind in "iu":
            return Fraction(int(value))
        if value.dtype.kind == "f":
            return _decimal(str(value))
    raise ParseError(f"not a number; {_ADVICE}")


def _rational(value: Rational) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


def _decimal(value: Decimal | str) -> Fraction:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ParseError(f"not a number; {_ADVICE}") from None
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ParseError(f"not a finite number; {_ADVICE}")
    if len(digits) + abs(exponent) > _MAX_DECIMALS:
        raise ParseError(f"more than {_MAX_DECIMALS} digits; write fewer")
    return Fraction(number)


def _from_sympy(value: Any, depth: int) -> Exact:  # Any: SymPy ships no types
    import sympy as sp

    if value.is_Rational:
        bounded(int(value.p).bit_length() + int(value.q).bit_length())
        return Fraction(int(value.p), int(value.q))
    if value.is_Float:
        return _decimal(_shortest_decimal(value))
    if isinstance(value, sp.AlgebraicNumber):
        return _from_sympy(value.as_expr(), depth + 1)
    operator = "+" if value.is_Add else "*" if value.is_Mul else "**" if value.is_Pow else ""
    if not operator or depth > MAX_NESTING:
        raise ParseError(f"not a rational number or a + b*sqrt(n); {_ADVICE}")
    first, *rest = value.args
    number = _from_sympy(first, depth + 1)
    for argument in rest:
        number = _FIELD.combine(operator, number, _from_sympy(argument, depth + 1))
    return number


def _shortest_decimal(value: Any) -> str:  # Any: SymPy ships no types
    """Fewest digits that give the Float back at its own precision, as ``repr`` does for float."""
    import sympy as sp
    from mpmath.libmp import prec_to_dps

    _, _, exponent, length = value._mpf_
    bounded(abs(exponent) + length)
    digits = prec_to_dps(value._prec)
    texts = [str(value.n(n)) for n in range(digits, digits + 4)]
    return next((t for t in texts if sp.Float(t, precision=value._prec) == value), texts[-1])
