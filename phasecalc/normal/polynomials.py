"""Common factors of polynomials over the rationals, exact and without a computer algebra system.

The greatest common divisor is found by evaluation at one large integer (the
heuristic algorithm of Char, Geddes and Gonnet): the integers are divided, the
polynomial is read off from the digits of their common divisor, and it is kept
only if it divides both, which is checked. A miss costs beauty, never truth:
the quotients stay equal.
"""

from __future__ import annotations

import math
from fractions import Fraction

from phasecalc.checker import Number, Polynomial, Surd, add, constant, multiply, scale

__all__ = ["common_factor", "divided", "is_constant", "power"]

_TRIES = 6
_MOST_BITS = 200_000  # of the integers that stand for the polynomials

Whole = dict[tuple[int, ...], int]


def is_constant(p: Polynomial) -> bool:
    """Whether a polynomial has no parameter.

    Examples
    --------
    >>> is_constant({(0, 0): Fraction(2)}), is_constant({(1, 0): Fraction(2)})
    (True, False)
    """
    return not any(any(e) for e in p)


def power(p: Polynomial, exponent: int, variables: int) -> Polynomial:
    """Whole power, from the zeroth on, of a polynomial in so many parameters.

    Examples
    --------
    >>> power({(1,): Fraction(2)}, 3, 1)
    {(3,): Fraction(8, 1)}
    """
    result = constant(1, variables)
    for _ in range(exponent):
        result = multiply(result, p)
    return result


def divided(p: Polynomial, q: Polynomial) -> Polynomial | None:
    """Quotient p/q where q divides p, else None.

    Parameters
    ----------
    p, q
        Polynomials in the same parameters; q is not zero.

    Examples
    --------
    >>> x = {(1,): Fraction(1)}
    >>> divided(multiply(x, x), x) == x, divided(x, {(1,): Fraction(1), (0,): Fraction(1)})
    (True, None)
    """
    lead = max(q)
    rest, found = dict(p), {}
    while rest:
        top = max(rest)
        step = tuple(a - b for a, b in zip(top, lead, strict=True))
        if min(step, default=0) < 0:
            return None
        factor: Number = rest[top] / q[lead]
        found[step] = factor
        rest = add(rest, scale(multiply({step: factor}, q), -1))
    return found


def common_factor(p: Polynomial, q: Polynomial) -> Polynomial:
    """Common factor of two polynomials, the greatest wherever one is found, with lead 1.

    Parameters
    ----------
    p, q
        Polynomials in the same parameters, not zero. With roots among the coefficients the
        factor is 1.

    Examples
    --------
    >>> one, x = {(0,): Fraction(1)}, {(1,): Fraction(1)}
    >>> y = add(x, one)
    >>> common_factor(multiply(x, y), multiply(y, y)) == y
    True
    """
    variables = len(next(iter(p)))
    one: Polynomial = {(0,) * variables: Fraction(1)}
    if is_constant(p) or is_constant(q):
        return one
    if any(isinstance(c, Surd) for c in (*p.values(), *q.values())):
        return one
    found = _heuristic(_whole(p), _whole(q))
    if found is None:
        return one
    lead = found[max(found)]
    return {e: Fraction(c, lead) for e, c in found.items()}


def _whole(p: Polynomial) -> Whole:
    """Multiple with integer coefficients without a common divisor."""
    rows = [(e, Fraction(c)) for e, c in p.items()]  # type: ignore[arg-type]
    common = math.lcm(*(c.denominator for _, c in rows))
    whole = {e: int(c * common) for e, c in rows}
    return _primitive(whole)


def _primitive(p: Whole) -> Whole:
    content = math.gcd(*p.values())
    return {e: c // content for e, c in p.items()}


def _heuristic(p: Whole, q: Whole) -> Whole | None:
    """Greatest common divisor of polynomials with integer coefficients, or None."""
    contents = math.gcd(*p.values()), math.gcd(*q.values())
    p, q = _primitive(p), _primitive(q)
    content = math.gcd(*contents)
    variables = len(next(iter(p)))
    if variables == 0:
        return {(): content}
    x = 2 * min(max(map(abs, p.values())), max(map(abs, q.values()))) + 29
    degree = max(e[0] for e in (*p, *q))
    for _ in range(_TRIES):
        if x.bit_length() * (degree + 1) > _MOST_BITS:
            return None
        left, right = _at(p, x), _at(q, x)
        if left and right:
            inner = _heuristic(left, right)
            if inner is None:
                return None
            found = _primitive(_digits(inner, x))
            if _divides(found, p) and _divides(found, q):
                return {e: c * content for e, c in found.items()}
        x = x * 73794 // 27011 + 1
    return None


def _at(p: Whole, x: int) -> Whole:
    """Value at an integer of the first parameter."""
    total: Whole = {}
    for e, c in p.items():
        total[e[1:]] = total.get(e[1:], 0) + c * x ** e[0]
    return {e: c for e, c in total.items() if c}


def _digits(p: Whole, x: int) -> Whole:
    """Polynomial in one parameter more, from the balanced digits of its value at x."""
    found: Whole = {}
    power = 0
    while p:
        rest: Whole = {}
        for e, c in p.items():
            digit = c % x
            if digit > x // 2:
                digit -= x
            if digit:
                found[(power, *e)] = digit
            if c != digit:
                rest[e] = (c - digit) // x
        p, power = rest, power + 1
    return found


def _divides(p: Whole, q: Whole) -> bool:
    """Whether p divides q with integer coefficients."""
    quotient = divided(
        {e: Fraction(c) for e, c in q.items()}, {e: Fraction(c) for e, c in p.items()}
    )
    return quotient is not None and all(
        isinstance(c, Fraction) and c.denominator == 1 for c in quotient.values()
    )
