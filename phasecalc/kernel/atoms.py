"""Sums of products of powers, and quotients of them: the data of the normal form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from phasecalc.checker import CheckFailed, Number, Surd, sign
from phasecalc.kernel.effort import pay_product
from phasecalc.kernel.rational import ONE, ZERO, Polynomial, Rat

__all__ = [
    "PI",
    "UNIT",
    "Atom",
    "Quotient",
    "Sum",
    "Term",
    "atom_of",
    "common_factor",
    "floor_of",
    "least_of",
    "names_of",
    "of_rational",
    "root",
    "s_add",
    "s_minus",
    "s_mul",
    "same",
    "spelt",
    "sum_key",
    "times",
    "to_rational",
    "variable",
    "whole",
]

_MOST_TERMS = 1500
_MOST_PRIME = 10_000


@dataclass(frozen=True)
class Atom:
    """What a power is taken of: a name, a prime, pi, or a value that is not reduced further."""

    kind: str
    key: str
    name: str = ""
    inside: frozenset[str] = frozenset()
    parts: tuple[object, ...] = ()
    positive: bool = False

    def __lt__(self, other: Atom) -> bool:
        return (self.kind, self.key) < (other.kind, other.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and (self.kind, self.key) == (other.kind, other.key)

    def __hash__(self) -> int:
        return hash((self.kind, self.key))


Term = tuple[tuple[Atom, Rat], ...]
Sum = dict[Term, Number]
UNIT: Sum = {(): Fraction(1)}


def variable(name: str) -> Atom:
    """Atom of a name."""
    return Atom("var", name, name, frozenset((name,)))


def times(a: Term, b: Term) -> Term:
    """Product of two products of powers."""
    powers = dict(a)
    for atom, e in b:
        powers[atom] = powers[atom] + e if atom in powers else e
    return tuple(sorted((x for x in powers.items() if x[1] != ZERO), key=lambda x: x[0]))


def s_add(p: Sum, q: Sum) -> Sum:
    """Sum of sums."""
    total = dict(p)
    for t, c in q.items():
        value = total[t] + c if t in total else c
        if value == 0:
            total.pop(t, None)
        else:
            total[t] = value
    return total


def s_minus(p: Sum) -> Sum:
    """A sum with every sign turned."""
    return {t: -c for t, c in p.items()}


def s_mul(p: Sum, q: Sum) -> Sum:
    """Product of sums, of bounded size."""
    if len(p) * len(q) > _MOST_TERMS * 40:
        raise CheckFailed("an expression beyond the bounds of the checker")
    total: Sum = {}
    for t1, c1 in p.items():
        one = c1 == 1  # as most are
        for t2, c2 in q.items():
            t, c = times(t1, t2), c2 if one else c1 * c2
            value = total[t] = total[t] + c if t in total else c
            pay_product(value)
    return {t: c for t, c in total.items() if c != 0}


@dataclass(frozen=True)
class Quotient:
    """Normal form of an expression; the bottom vanishes nowhere on the region."""

    top: Sum
    bottom: Sum

    def __add__(self, other: Quotient) -> Quotient:
        if self.bottom == other.bottom:
            return Quotient(s_add(self.top, other.top), self.bottom)
        top = s_add(s_mul(self.top, other.bottom), s_mul(other.top, self.bottom))
        return Quotient(top, s_mul(self.bottom, other.bottom))

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient(s_mul(self.top, other.top), s_mul(self.bottom, other.bottom))

    def __neg__(self) -> Quotient:
        return Quotient(s_minus(self.top), self.bottom)

    @property
    def zero(self) -> bool:
        """Whether this is identically 0."""
        return not self.top

    @property
    def single(self) -> tuple[Number, Term] | None:
        """Coefficient and product, where that is all there is; None for a true sum."""
        if len(self.top) != 1 or len(self.bottom) != 1:
            return None
        ((t, c),), ((b, e),) = self.top.items(), self.bottom.items()
        return c / e, times(t, tuple((a, -k) for a, k in b))


PI = Atom("pi", "pi", positive=True)


def atom_of(atom: Atom, e: Rat = ONE) -> Quotient:
    """Normal form of a power of an atom."""
    return Quotient({((atom, e),): Fraction(1)}, UNIT)


def spelt(t: Term) -> list[str]:
    """Words for a product by which products are put in order."""
    return [f"{a.kind}:{a.key}^{e}" for a, e in t]


def sum_key(p: Sum) -> str:
    """A text that is the same for equal sums only."""
    rows = [f"{p[t]}*" + "*".join(spelt(t)) for t in sorted(p, key=spelt)]
    return hashlib.sha256("+".join(rows).encode()).hexdigest()


def common_factor(p: Sum) -> tuple[list[Atom], Sum]:
    """Atoms that divide every term once, and what is left."""
    first = next(iter(p))
    common = [a for a, _ in first if all((dict(t).get(a, ZERO).integer or 0) > 0 for t in p)]
    down = tuple((a, -ONE) for a in common)
    return common, {times(t, down): c for t, c in p.items()}


def names_of(p: Sum) -> frozenset[str]:
    """Names that occur in a sum, in bases and in exponents."""
    found: set[str] = set()
    for t in p:
        for atom, e in t:
            found |= atom.inside | e.names
    return frozenset(found)


def traced(term: Term) -> tuple[Term, Rat] | None:
    """A product with one sum over modes: what stays in front, and the body with the rest inside.

    Whole powers of names come inside. None for another number of sums, for a power of one, and
    for a body that is no rational function.
    """
    traces = [(a, e) for a, e in term if a.kind == "trace"]
    if len(traces) != 1 or traces[0][1] != ONE:
        return None
    (body,) = traces[0][0].parts
    if not isinstance(body, Rat):
        return None
    front: list[tuple[Atom, Rat]] = []
    for atom, e in term:
        k = e.integer
        if atom.kind == "var" and k is not None:
            body = body * Rat.variable(atom.name) ** k
        elif atom.kind != "trace":
            front.append((atom, e))
    return tuple(front), body


def same(one: Quotient, other: Quotient) -> bool:
    """Whether two quotients are equal; sums over modes are taken together, term by term."""
    top, bottom = s_mul(other.top, one.bottom), s_mul(one.top, other.bottom)
    gap = s_add(top, s_minus(bottom))
    if not gap:
        return True
    totals: dict[Term, Rat] = {}
    for term, c in gap.items():
        found = traced(term)
        if found is None:
            return False
        front, body = found
        totals[front] = totals.get(front, ZERO) + body * Rat.number(c)
    return all(x == ZERO for x in totals.values())


def of_rational(x: Rat) -> Quotient:
    """Normal form of a rational function whose denominator does not vanish."""

    def spread(p: Polynomial) -> Sum:
        return {tuple(sorted((variable(n), Rat.number(k)) for n, k in m)): c for m, c in p.items()}

    return Quotient(spread(x.top), spread(x.bottom))


def to_rational(q: Quotient) -> Rat:
    """The rational function of names that a normal form is."""

    def gathered(p: Sum) -> Polynomial:
        found: Polynomial = {}
        for t, c in p.items():
            powers = [(a.name, e.integer) for a, e in t]
            if any(a.kind != "var" for a, _ in t) or any(k is None or k < 0 for _, k in powers):
                raise CheckFailed("not a rational function of names")
            found[tuple(sorted((n, k) for n, k in powers if k))] = c
        return found

    shift: dict[Atom, int] = {}
    for t in (*q.top, *q.bottom):
        for a, e in t:
            k = e.integer
            if k is not None and k < shift.get(a, 0):
                shift[a] = k
    up: Sum = {tuple(sorted((a, Rat.number(-k)) for a, k in shift.items())): Fraction(1)}
    return Rat(gathered(s_mul(q.top, up)), gathered(s_mul(q.bottom, up)))


def _place(name: str) -> Fraction:
    """A number for each name, at which rational functions are told apart."""
    return Fraction(int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big"), 10**9) + 1


def least_of(exponents: Sequence[Rat]) -> Rat:
    """The least exponent in an order that sums respect: by values at one place for each name."""
    least = exponents[0]
    for e in exponents[1:]:
        gap = e - least
        value = gap.at({n: Rat.number(_place(n)) for n in gap.names}).value
        if value is not None and sign(value) < 0:
            least = e
    return least


def floor_of(e: Rat) -> int:
    """A whole number to take out of an exponent: the same for e + n as for e, plus n."""
    if e.value is not None:
        value = e.value
        return int(value.__floor__()) if isinstance(value, Fraction) else int(float(value) // 1)
    for shift in range(8):
        at = {n: Rat.number(_place(n + "'" * shift)) for n in e.names}
        try:
            there = e.at(at).value
        except CheckFailed:
            continue
        if isinstance(there, Fraction):
            return int(there.__floor__())
    return 0


def whole(atom: Atom, n: int) -> Quotient:
    """Whole power of a standard sum or a prime."""
    base: Sum = {(): Fraction(int(atom.key))} if atom.kind == "prime" else atom.parts[0]  # type: ignore[assignment]
    result: Sum = UNIT
    for _ in range(abs(n)):
        result = s_mul(result, base)
    return Quotient(result, UNIT) if n > 0 else Quotient(UNIT, result)


def root(c: Number, e: Rat) -> Sum:
    """Power of a positive number, prime by prime."""
    if isinstance(c, Surd):
        raise CheckFailed("a general power of a sum of roots")
    if sign(c) <= 0:
        raise CheckFailed(f"a general power of {c}")
    powers: list[tuple[Atom, Rat]] = []
    for part, way in ((c.numerator, 1), (c.denominator, -1)):
        for p, k in _primes(part):
            powers.append((Atom("prime", str(p), positive=True), e * (way * k)))
    return {times(tuple(powers), ()): Fraction(1)}


def _primes(n: int) -> list[tuple[int, int]]:
    found = []
    p = 2
    while p * p <= n:
        k = 0
        while n % p == 0:
            n, k = n // p, k + 1
        if k:
            found.append((p, k))
        p += 1
        if p > _MOST_PRIME:
            raise CheckFailed("a number with large prime factors under a root")
    return [*found, (n, 1)] if n > 1 else found
