"""Exact numbers from whatever a person may pass: rationals, and a + b*sqrt(n).

A phase boundary such as alpha = 1 - 1/sqrt(2) is an exact point, so the
numbers read here are those of the real quadratic fields, as ``Fraction`` or
``Surd``. Every operation first bounds the size of its result, so that the
cost of a short text is bounded too. Text in its commonest forms, ``7/10`` and
``0.7``, is recognised by one regular expression and meets no parser.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from numbers import Rational
from typing import Any

from phasecalc._typing import ExactLike
from phasecalc.checker import Surd
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import MAX_NESTING, echo, read
from phasecalc.parsing.quadratic import ADVICE, Exact, QuadraticField, bits, bounded

__all__ = ["exact", "rough"]

_MAX_DECIMALS = 1200  # digits and exponent of a Decimal: below 4000 bits

_COMMON = re.compile(r" *([+-]?[0-9]{1,100})(?:/([0-9]{1,100})|\.([0-9]{1,50}))? *")


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


def rough(number: Rational | float) -> str:
    """Six digits of a number for a message, also of one that is no double.

    Parameters
    ----------
    number
        Rational of any size, or a float.

    Examples
    --------
    >>> rough(Fraction(1, 3)), rough(10**400), rough(Fraction(1, 10**400)), rough(float("inf"))
    ('0.333333', '1e+400', '1e-400', 'inf')
    """
    try:
        double = float(number)
    except OverflowError:
        double = 0.0
    if double or not number or isinstance(number, float):
        return f"{double:.6g}"
    digits = Context(prec=6)
    quotient = digits.divide(Decimal(int(number.numerator)), Decimal(int(number.denominator)))
    return f"{quotient.normalize(digits):g}"


_FIELD = QuadraticField()


def _converted(value: ExactLike) -> Exact:
    kind = type(value)
    if isinstance(value, str):
        return read(value, _FIELD)
    if isinstance(value, bool | complex):
        raise ParseError(f"a {kind.__name__} is not a real number; {ADVICE}")
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
        return _from_numpy(value)
    raise ParseError(f"not a number; {ADVICE}")


def _rational(value: Rational) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


def _decimal(value: Decimal | str) -> Fraction:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ParseError(f"not a number; {ADVICE}") from None
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ParseError(f"not a finite number; {ADVICE}")
    if len(digits) + abs(exponent) > _MAX_DECIMALS:
        raise ParseError(f"more than {_MAX_DECIMALS} digits; write fewer")
    return Fraction(number)


def _from_numpy(value: Any) -> Fraction:  # Any: NumPy is not imported for a type
    if value.dtype.kind in "iu":
        return Fraction(int(value))
    if value.dtype.kind == "f":
        return _decimal(str(value))  # the shortest decimal at its own precision
    raise ParseError(f"a {type(value).__name__} is not a real number; {ADVICE}")


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
        raise ParseError(f"not a rational number or a + b*sqrt(n); {ADVICE}")
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
