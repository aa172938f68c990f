"""Rational functions of named variables in one canonical form: equal functions are equal data.

Exponents are such functions, so that powers of the same base can be collected. The canonical
form is numerator over denominator without a common factor, the leading coefficient of the
denominator being 1. Coefficients lie in Q, or in one field Q(sqrt n).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from phasecalc.checker import CheckFailed, Number, Surd, sign
from phasecalc.kernel.effort import pay, pay_product

__all__ = ["ONE", "ZERO", "Monomial", "Polynomial", "Rat"]

# Pairs (name, power), sorted by name, powers above 0.
Monomial = tuple[tuple[str, int], ...]
Polynomial = dict[Monomial, Number]

_MOST_TERMS = 4000
_MOST_DEGREE = 240
_MOST_POWER = 64
_UNIT: Polynomial = {(): Fraction(1)}  # never changed in place, like every polynomial here


def _times(a: Monomial, b: Monomial) -> Monomial:
    if not a or not b:
        return a or b
    powers = dict(a)
    for name, k in b:
        powers[name] = powers.get(name, 0) + k
    return tuple(sorted(powers.items()))


def _lead(p: Polynomial, names: list[str]) -> Monomial:
    """Leading monomial in the lexicographic order of the names, which products respect."""
    return max(p, key=lambda m: [dict(m).get(n, 0) for n in names])


def p_add(p: Polynomial, q: Polynomial) -> Polynomial:
    """Sum."""
    pay(1 + (len(p) + len(q)) // 8)
    total = dict(p)
    for m, c in q.items():
        value = total[m] + c if m in total else c
        if value == 0:
            total.pop(m, None)
        else:
            total[m] = value
    return total


def p_scale(p: Polynomial, factor: Number) -> Polynomial:
    """Product with a number."""
    if factor == 1:
        return dict(p)
    return {m: c * factor for m, c in p.items()} if factor != 0 else {}


def p_mul(p: Polynomial, q: Polynomial) -> Polynomial:
    """Product, of bounded size."""
    total: Polynomial = {}
    for m1, c1 in p.items():
        one = c1 == 1  # as most are
        for m2, c2 in q.items():
            m, c = _times(m1, m2), c2 if one else c1 * c2
            value = total[m] = total[m] + c if m in total else c
            pay_product(value)
    kept = {m: c for m, c in total.items() if c != 0}
    if len(kept) > _MOST_TERMS or any(sum(k for _, k in m) > _MOST_DEGREE for m in kept):
        raise CheckFailed("a polynomial beyond the bounds of the checker")
    return kept


def _names(*polynomials: Polynomial) -> list[str]:
    return sorted({name for p in polynomials for m in p for name, _ in m})


def _in(p: Polynomial, name: str) -> dict[int, Polynomial]:
    """Coefficients by powers of one variable."""
    found: dict[int, Polynomial] = {}
    for m, c in p.items():
        powers = dict(m)
        k = powers.pop(name, 0)
        found.setdefault(k, {})[tuple(sorted(powers.items()))] = c
    return found


def _exact_quotient(p: Polynomial, q: Polynomial) -> Polynomial | None:
    """p/q if that is a polynomial, else None."""
    names = _names(p, q)
    lead = _lead(q, names)
    rest, quotient = dict(p), Polynomial()
    divisor = dict(lead)
    while rest:
        top = _lead(rest, names)
        powers = dict(top)
        if any(powers.get(name, 0) < k for name, k in divisor.items()):
            return None
        shifted = {name: k - divisor.get(name, 0) for name, k in powers.items()}
        m = tuple(sorted((name, k) for name, k in shifted.items() if k))
        factor: Polynomial = {m: rest[top] / q[lead]}
        quotient = p_add(quotient, factor)
        rest = p_add(rest, p_scale(p_mul(factor, q), Fraction(-1)))
    return quotient


def p_gcd(p: Polynomial, q: Polynomial) -> Polynomial:
    """Greatest common divisor up to a number (primitive remainder sequence)."""
    if not p or not q:
        return p or q
    names = [n for n in _names(p) if n in _names(q)]
    if not names:
        return {(): Fraction(1)}
    strangers = [n for n in _names(p, q) if n not in names]
    if strangers:  # a common factor is free of a variable that only one of them has
        name = strangers[0]
        result: Polynomial = {}
        for part in (*_in(p, name).values(), *_in(q, name).values()):
            result = p_gcd(result, part)
        return result
    name = names[0]
    content_p, content_q = _content(p, name), _content(q, name)
    common = p_gcd(content_p, content_q)
    a, b = _divided(p, content_p), _divided(q, content_q)
    if max(_in(a, name)) < max(_in(b, name)):
        a, b = b, a
    while b:
        rest = _remainder(a, b, name)
        if rest and max(_in(rest, name)) == 0:
            return common
        a, b = b, (_divided(rest, _content(rest, name)) if rest else {})
    return p_mul(common, _monic(a))


def _content(p: Polynomial, name: str) -> Polynomial:
    result: Polynomial = {}
    for part in _in(p, name).values():
        result = p_gcd(result, part)
        if result.keys() == {()}:  # a number: there is no smaller factor
            return {(): Fraction(1)}
    return _monic(result)


def _divided(p: Polynomial, q: Polynomial) -> Polynomial:
    if q.keys() == {()}:
        return p_scale(p, 1 / q[()])
    quotient = _exact_quotient(p, q)
    if quotient is None:  # only if this file is wrong
        raise CheckFailed("a common factor does not divide")
    return quotient


def _monic(p: Polynomial) -> Polynomial:
    return p_scale(p, 1 / p[_lead(p, _names(p))])


def _remainder(a: Polynomial, b: Polynomial, name: str) -> Polynomial:
    """Pseudo-remainder in one variable."""
    in_b = _in(b, name)
    degree = max(in_b)
    lead = in_b[degree]
    while a and max(_in(a, name)) >= degree:
        in_a = _in(a, name)
        k = max(in_a)
        shift: Monomial = ((name, k - degree),) if k > degree else ()
        a = p_add(p_mul(a, lead), p_mul(b, {_times(m, shift): -c for m, c in in_a[k].items()}))
    return a


class Rat:
    """Rational function in canonical form.

    Examples
    --------
    >>> x = Rat.variable("x")
    >>> (x * x - 1) / (x - 1) == x + 1, str((1 - x) / 2)
    (True, '(-1/2*x + 1/2)')
    """

    __slots__ = ("bottom", "key", "top")

    def __init__(self, top: Polynomial, bottom: Polynomial) -> None:
        if not bottom:
            raise CheckFailed("a denominator is zero")
        if top and bottom.keys() != {()}:
            common = p_gcd(top, bottom)
            top, bottom = _divided(top, common), _divided(bottom, common)
        first = next(iter(bottom))
        lead = bottom[_lead(bottom, _names(bottom)) if len(bottom) > 1 else first]
        if lead != 1:
            top, bottom = p_scale(top, 1 / lead), p_scale(bottom, 1 / lead)
        self._set(top, bottom if top else _UNIT)

    def _set(self, top: Polynomial, bottom: Polynomial) -> None:
        self.top, self.bottom = top, bottom
        self.key = (_rows(top), _rows(bottom))

    @classmethod
    def _canonical(cls, top: Polynomial, bottom: Polynomial) -> Rat:
        """Of parts that have no common factor, the leading coefficient below being 1."""
        made = cls.__new__(cls)
        made._set(top, bottom)
        return made

    @classmethod
    def number(cls, value: Number | int) -> Rat:
        """Constant function."""
        exact = value if isinstance(value, Surd) else Fraction(value)
        return cls._canonical({(): exact} if exact != 0 else {}, _UNIT)

    @classmethod
    def variable(cls, name: str) -> Rat:
        """The function that is the variable itself."""
        return cls._canonical({((name, 1),): Fraction(1)}, _UNIT)

    @property
    def value(self) -> Number | None:
        """The number that this is, or None."""
        if not self.top:
            return Fraction(0)
        return self.top[()] if set(self.top) == {()} and set(self.bottom) == {()} else None

    @property
    def integer(self) -> int | None:
        """The integer that this is, or None."""
        value = self.value
        whole = isinstance(value, Fraction) and value.denominator == 1
        return int(value) if whole and isinstance(value, Fraction) else None

    @property
    def names(self) -> set[str]:
        """Variables that occur."""
        return set(_names(self.top, self.bottom))

    def __add__(self, other: Rat | int) -> Rat:
        o = _rat(other)
        if self.bottom == o.bottom:
            return Rat(p_add(self.top, o.top), self.bottom)
        return Rat(
            p_add(p_mul(self.top, o.bottom), p_mul(o.top, self.bottom)),
            p_mul(self.bottom, o.bottom),
        )

    def __neg__(self) -> Rat:
        return Rat._canonical(p_scale(self.top, Fraction(-1)), self.bottom)

    def __sub__(self, other: Rat | int) -> Rat:
        return self + -_rat(other)

    def __rsub__(self, other: int) -> Rat:
        return _rat(other) + -self

    def __mul__(self, other: Rat | int) -> Rat:
        o = _rat(other)
        if self.bottom == o.bottom == _UNIT:
            return Rat._canonical(p_mul(self.top, o.top), _UNIT)
        return Rat(p_mul(self.top, o.top), p_mul(self.bottom, o.bottom))

    def __truediv__(self, other: Rat | int) -> Rat:
        o = _rat(other)
        if not o.top:
            raise CheckFailed("division by zero")
        return Rat(p_mul(self.top, o.bottom), p_mul(self.bottom, o.top))

    def __pow__(self, k: int) -> Rat:
        if abs(k) > _MOST_POWER:
            raise CheckFailed(f"the power {k} is beyond the bounds of the checker")
        base, result = self if k >= 0 else ONE / self, ONE
        for _ in range(abs(k)):
            result = result * base
        return result

    __radd__ = __add__
    __rmul__ = __mul__

    def at(self, values: Mapping[str, Rat]) -> Rat:
        """Replace variables, all at once."""
        return _at(self.top, values) / _at(self.bottom, values)

    def slope(self, name: str) -> Rat:
        """Derivative in one variable."""
        top, bottom = _slope(self.top, name), _slope(self.bottom, name)
        change = p_add(p_mul(top, self.bottom), p_scale(p_mul(self.top, bottom), Fraction(-1)))
        return Rat(change, p_mul(self.bottom, self.bottom))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rat) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        top, bottom = _text(self.top), _text(self.bottom)
        return f"({top})" if bottom == "1" else f"(({top})/({bottom}))"

    __repr__ = __str__


def _rat(x: Rat | int) -> Rat:
    return x if isinstance(x, Rat) else Rat.number(x)


def _rows(p: Polynomial) -> tuple[tuple[Monomial, str], ...]:
    return tuple((m, str(p[m])) for m in sorted(p))


def _slope(p: Polynomial, name: str) -> Polynomial:
    total: Polynomial = {}
    for m, c in p.items():
        powers = dict(m)
        k = powers.get(name, 0)
        if k:
            powers[name] = k - 1
            left = tuple(sorted((n, e) for n, e in powers.items() if e))
            total = p_add(total, {left: c * k})
    return total


def _at(p: Polynomial, values: Mapping[str, Rat]) -> Rat:
    result = ZERO
    for m, c in p.items():
        term = Rat.number(c)
        for name, k in m:
            term = term * values.get(name, Rat.variable(name)) ** k
        result = result + term
    return result


def _text(p: Polynomial) -> str:
    names = _names(p)
    rows = sorted(p, key=lambda m: [dict(m).get(n, 0) for n in names], reverse=True)
    pieces = []
    for m in rows:
        factors = [n if k == 1 else f"{n}**{k}" for n, k in m]
        if p[m] != 1 or not factors:
            factors.insert(0, f"({p[m]})" if isinstance(p[m], Surd) else str(p[m]))
        pieces.append("*".join(factors))
    return " + ".join(pieces).replace("+ -", "- ") or "0"


def positive_number(value: Number | None) -> bool:
    """Whether this is a number above 0."""
    return value is not None and sign(value) > 0


ONE, ZERO = Rat.number(1), Rat.number(0)
