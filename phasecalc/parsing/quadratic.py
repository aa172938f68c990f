"""Arithmetic of a + b*sqrt(n), each operation bounded before it is done.

Sums, products and powers are refused by the bits that their result may need.
The square-free part of a radicand comes from trial division up to its cube
root: what is left then has at most two prime factors.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, isqrt
from typing import TypeAlias

from phasecalc.checker import Surd
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_BITS, MAX_EXPONENT

__all__ = [
    "ADVICE",
    "MAX_RADICAND",
    "MAX_SQUARE_FREE",
    "Exact",
    "QuadraticField",
    "bits",
    "bounded",
    "power_bits",
    "square_root",
]

Exact: TypeAlias = Fraction | Surd

MAX_RADICAND = 10**12  # its square-free part takes 10^4 trial divisions
MAX_SQUARE_FREE = 10**9  # ``Surd`` tests it again, by up to 3*10^4 divisions
ADVICE = "write a rational such as 7/10 or 0.7, or a + b*sqrt(n) such as 1 - 1/sqrt(2)"


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
        are at most ``MAX_RADICAND``, and what stays under the root ``MAX_SQUARE_FREE``.

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
        raise ParseError(f"the square root of a negative number is not real; {ADVICE}")
    (p, m), (q, n) = _extract_square(value.numerator), _extract_square(value.denominator)
    if m * n > MAX_SQUARE_FREE:
        raise ParseError(f"a square root of more than {MAX_SQUARE_FREE:.0e}; write a smaller one")
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


class QuadraticField:
    """Arithmetic of text without names: rationals and one square root.

    Examples
    --------
    >>> QuadraticField().combine("**", Fraction(4), Fraction(-1, 2))
    Fraction(1, 2)
    """

    names: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset({"sqrt"})

    def number(self, value: Fraction) -> Exact:
        """Rational number as written."""
        return value

    def name(self, name: str) -> Exact:
        """Refuse: text of numbers has no names."""
        raise ParseError(f"{name} is not a number; {ADVICE}")

    def negative(self, value: Exact) -> Exact:
        """Number with its sign changed."""
        return -value

    def call(self, function: str, argument: Exact) -> Exact:
        """Square root of a rational number."""
        if isinstance(argument, Surd):
            raise ParseError(f"{function} of an irrational number is not supported; {ADVICE}")
        return square_root(argument)

    def combine(self, operator: str, left: Exact, right: Exact) -> Exact:
        """Sum, difference, product, quotient or power."""
        if operator == "**":
            return self._power(left, right)
        bounded(bits(left) + bits(right))
        if isinstance(left, Surd) and isinstance(right, Surd) and left.n != right.n:
            raise ParseError(f"sqrt({left.n}) and sqrt({right.n}) do not combine; {ADVICE}")
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
            raise ParseError(f"exponents are integers and halves of integers; {ADVICE}")
        power_bits(bits(base), exponent)
        if exponent.denominator == 2:
            base = self.call("sqrt", base)
        if exponent < 0:
            base = self._inverse(base)
        power: Exact = Fraction(1)
        for digit in f"{abs(exponent.numerator):b}":
            power = power * power * (base if digit == "1" else 1)
        return power
