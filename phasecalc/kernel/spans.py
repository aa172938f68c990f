"""Numbers between rational bounds: normal forms without names, by their values.

Bounds are fractions over one power of 2, rounded outwards after each operation. What is used:

* pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin), and alternating series;
* log by arctanh, exp by its series at an argument below 1/2 and squares: with their rests;
* Gamma(y) = (2 pi)^(1/2) y^(y - 1/2) exp(-y + m), where 1/(12 y + 1) < m < 1/(12 y). For m is the
  sum over k >= 0 of (t + 1/2) log(1 + 1/t) - 1 at t = y + k, and with u = 1/(2 t + 1) each
  summand, u^2/3 + u^4/5 + ..., lies between 1/(12 t + 1) - 1/(12 t + 13) and
  1/(12 t) - 1/(12 t + 12) (Robbins 1955); Gamma(x) = Gamma(x + n)/(x (x + 1) ... (x + n - 1));
* zeta(s) = sum_{j <= n} j^(-s) + rest; j^(-s) is convex and falls in j, so that the rest is at
  most int_{n + 1/2}^oo and at least int_{n + 1}^oo + (n + 1)^(-s)/2.

What is not defined, or not within these bounds, is refused. Nothing is said of equality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import count

from phasecalc.checker import CheckFailed, Number, Surd
from phasecalc.kernel.atoms import PI, Atom, Sum
from phasecalc.kernel.effort import pay
from phasecalc.kernel.rational import Rat

__all__ = ["PI", "Span", "above", "apart", "closed", "span"]

_BITS = 160
_ONE = 1 << _BITS
_MOST = Fraction(2) ** 2000  # the largest number that is looked at
_MOST_POWER = 4000
# Work of one value, as it is counted: products of small numbers.
_SHORT, _LONG = 2_000, 25_000
_SHIFT, _MODES = 200, 120
Span = tuple[Fraction, Fraction]


def _out(low: Fraction, high: Fraction) -> Span:
    """The span, rounded outwards."""
    if not -_MOST < low <= high < _MOST:
        raise CheckFailed("a number too large for its bounds")
    return (
        Fraction(low.numerator * _ONE // low.denominator, _ONE),
        Fraction(-(-high.numerator * _ONE // high.denominator), _ONE),
    )


def _plus(a: Span, b: Span) -> Span:
    return a[0] + b[0], a[1] + b[1]


def _minus(a: Span) -> Span:
    return -a[1], -a[0]


def _times(a: Span, b: Span) -> Span:
    ends = [x * y for x in a for y in b]
    return _out(min(ends), max(ends))


def _inverse(a: Span) -> Span:
    if a[0] <= 0 <= a[1]:
        raise CheckFailed("a denominator that may be 0")
    return _out(1 / a[1], 1 / a[0])


def _rising(f: Callable[[Fraction], Span], a: Span) -> Span:
    """Values of a function that grows."""
    return f(a[0])[0], f(a[1])[1]


def _series(terms: Iterator[Fraction]) -> Span:
    """Sum of positive terms, each at most half of the one before."""
    total = Fraction(0)
    for term in terms:
        total = Fraction((total + term).numerator * _ONE // (total + term).denominator, _ONE)
        if term * _ONE < 1:
            break
    # Each of fewer than 2^9 roundings loses less than one unit, and so do all terms that are left.
    return total, total + Fraction(1 << 9, _ONE)


def _arctanh(z: Fraction) -> Span:
    """Of 0 <= z <= 1/3: z + z^3/3 + ..., each term at most 1/9 of the one before."""
    return _series(z ** (2 * k + 1) / (2 * k + 1) for k in count())


def _arctan(n: int) -> Span:
    """Of 1/n, n > 1: an alternating series, between any two sums that follow each other."""
    total, k = Fraction(0), 0
    while True:
        term = Fraction((-1) ** k, (2 * k + 1) * n ** (2 * k + 1))
        if abs(term) * _ONE < 1:
            return _out(min(total, total + term), max(total, total + term))
        total, k = total + term, k + 1


def _pi() -> Span:
    a, b = _arctan(5), _arctan(239)
    return 16 * a[0] - 4 * b[1], 16 * a[1] - 4 * b[0]


def _log(x: Fraction) -> Span:
    """Of x > 0, as k log 2 + log m with 1/2 < m <= 4/3, so that |m - 1| <= (m + 1)/3."""
    if x <= 0:
        raise CheckFailed("the logarithm of what may not be positive")
    k = x.numerator.bit_length() - x.denominator.bit_length()
    m = x / Fraction(2) ** k
    while m > Fraction(4, 3):
        m, k = m / 2, k + 1
    z = (m - 1) / (m + 1)
    rounded = _out(abs(z), abs(z))
    low, high = _arctanh(rounded[0])[0], _arctanh(rounded[1])[1]
    own = (2 * low, 2 * high) if z >= 0 else (-2 * high, -2 * low)
    two = _arctanh(Fraction(1, 3))
    return _plus(own, _times((Fraction(k), Fraction(k)), (2 * two[0], 2 * two[1])))


def _exp(x: Fraction) -> Span:
    """By the series at x/2^j <= 1/2, and j squares; 1/exp(-x) where x < 0."""
    if x < 0:
        return _inverse(_exp(-x))
    if x > 1400:
        raise CheckFailed("a number too large for its bounds")
    halved = 0
    while x > Fraction(1, 2):
        x, halved = x / 2, halved + 1
    ends = [_exp_small(e) for e in _out(x, x)]
    found = ends[0][0], ends[1][1]
    for _ in range(halved):
        found = _times(found, found)
    return found


def _exp_small(x: Fraction) -> Span:
    def terms() -> Iterator[Fraction]:
        term = Fraction(1)
        for k in count(1):
            yield term
            term = term * x / k

    return _series(terms())


def _power(a: Span, e: Span, whole: int | None) -> Span:
    """A power; an integer one of anything, another one of what is positive."""
    if whole is not None and abs(whole) <= _MOST_POWER:
        found: Span = (Fraction(1), Fraction(1))
        base = a if whole >= 0 else _inverse(a)
        for bit in bin(abs(whole))[2:]:
            found = _square(found)
            found = _times(found, base) if bit == "1" else found
        return found
    return _rising(_exp, _times(e, _rising(_log, a)))


def _square(a: Span) -> Span:
    low, high = sorted((a[0] ** 2, a[1] ** 2))
    return _out(Fraction(0) if a[0] < 0 < a[1] else low, high)


@lru_cache(maxsize=64)
def _gamma(x: Span) -> Span:
    if x[0] <= 0:
        raise CheckFailed("Gamma of what may not be positive")
    if x[1] > 300:
        raise CheckFailed("a number too large for its bounds")
    y = _plus(x, (Fraction(_SHIFT), Fraction(_SHIFT)))
    front: Span = (Fraction(0), Fraction(0))  # the logarithm of x (x + 1) ... (x + n - 1)
    product: Span = (Fraction(1), Fraction(1))
    for k in range(_SHIFT):
        product = _times(product, _plus(x, (Fraction(k), Fraction(k))))
        if product[1] > Fraction(2) ** 200 or k == _SHIFT - 1:
            front = _plus(front, _rising(_log, product))
            product = (Fraction(1), Fraction(1))
    return _rising(_exp, _plus(_rising(_log_gamma, y), _minus(front)))


def _log_gamma(y: Fraction) -> Span:
    """Of y >= 2, from where it grows: Stirling's formula and the two bounds of its error."""
    half = Fraction(1, 2)
    two_pi = _rising(_log, _times((Fraction(2), Fraction(2)), _pi()))
    found = _plus(_times((y - half, y - half), _log(y)), (-y, -y))
    found = _plus(found, _times((half, half), two_pi))
    return _plus(found, (1 / (12 * y + 1), 1 / (12 * y)))


@lru_cache(maxsize=64)
def _zeta(s: Span) -> Span:
    if s[0] <= 1:
        raise CheckFailed("zeta of what may not be larger than 1")
    found: Span = (Fraction(1), Fraction(1))
    powers: dict[int, Span] = {}
    for j in range(2, _MODES + 1):
        p = next(p for p in range(2, j + 1) if j % p == 0)
        powers[j] = _fallen(Fraction(j), s) if p == j else _times(powers[p], powers[j // p])
        found = _plus(found, powers[j])
    above = _times(_rest(Fraction(2 * _MODES + 1, 2), s), _inverse(_plus(s, _UNIT_BELOW)))
    below = _times(_rest(Fraction(_MODES + 1), s), _inverse(_plus(s, _UNIT_BELOW)))
    last = _fallen(Fraction(_MODES + 1), s)
    return _out(found[0] + below[0] + last[0] / 2, found[1] + above[1])


_UNIT_BELOW: Span = (Fraction(-1), Fraction(-1))


def _fallen(t: Fraction, s: Span) -> Span:
    """t^(-s)."""
    return _power((t, t), _minus(s), None)


def _rest(t: Fraction, s: Span) -> Span:
    """t^(1 - s), which over s - 1 is the integral from t on."""
    return _power((t, t), _minus(_plus(s, _UNIT_BELOW)), None)


def _number(x: Number) -> Span:
    if not isinstance(x, Surd):
        return _out(x, x)
    root = _power((Fraction(x.n), Fraction(x.n)), (Fraction(1, 2), Fraction(1, 2)), None)
    return _plus(_out(x.a, x.a), _times(_out(x.b, x.b), root))


def closed(p: Sum) -> bool:
    """Whether there is no name in a sum, so that it is a number."""
    return not any(a.inside or e.names for t in p for a, e in t)


def above(p: Sum) -> None:
    """Check that a number is positive."""
    if span(p)[0] <= 0:
        raise CheckFailed("a number that is not above 0 by its bounds")


def apart(p: Sum) -> bool:
    """Whether the bounds of a sum without names are known, and leave out 0."""
    try:
        low, high = span(p) if closed(p) else (Fraction(0), Fraction(0))
    except CheckFailed:
        return False
    return low > 0 or high < 0


def span(p: Sum) -> Span:
    """Rational bounds of a sum of products of powers without names.

    Raises
    ------
    CheckFailed
        It is too large or too long, or has something in it that has no bounds here.

    Examples
    --------
    >>> low, high = span({((PI, Rat.number(2)),): Fraction(1)})
    >>> low < Fraction(9869605, 10**6) < high, high - low < Fraction(1, 10**40)
    (False, True)
    """
    found: Span = (Fraction(0), Fraction(0))
    for term, c in p.items():
        part = _number(c)
        for atom, e in term:
            pay(_LONG if atom.kind in ("gamma", "zeta") else _SHORT)
            part = _times(part, _power(_atom(atom), _exponent(e), e.integer))
        found = _plus(found, part)
    return found


def _exponent(e: Rat) -> Span:
    value = e.value
    if value is None:
        raise CheckFailed("an exponent with a name in it")
    return _number(value)


def _atom(atom: Atom) -> Span:
    kind, inside = atom.kind, atom.parts[0] if atom.parts else None
    if kind == "pi":
        return _pi()
    if kind == "prime":
        return _out(Fraction(int(atom.key)), Fraction(int(atom.key)))
    if kind == "log" and isinstance(inside, Atom):
        return _rising(_log, _atom(inside))
    if kind in ("gamma", "zeta") and isinstance(inside, Rat):
        return (_gamma if kind == "gamma" else _zeta)(_exponent(inside))
    if kind == "base" and isinstance(inside, dict):
        return span(inside)
    if kind == "exp":
        coefficient, term = atom.parts
        return _rising(_exp, span({term: coefficient}))  # type: ignore[dict-item]
    raise CheckFailed(f"{kind} has no bounds here")
