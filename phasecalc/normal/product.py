"""Products of powers, values of Gamma and zeta, and logarithms, written in one way.

Two products are equal if they are written alike after ``Product.make``; the
theory behind it is small: powers of one base are collected, whole powers of
numbers and polynomials belong to the coefficient, Gamma(x + 1) = x Gamma(x) at
numbers, Gamma(1/2)^2 = pi, and zeta(2 k) is a rational multiple of pi^(2 k).
What it does not bring to one form may still be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import TypeAlias, TypeVar

from phasecalc.checker import Number, Polynomial, Surd
from phasecalc.kernel.values import even_zeta
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.text import written

__all__ = ["Base", "Product", "primes"]

# A prime, a name such as "d" or "pi", or a polynomial as rows.
Base: TypeAlias = int | str | tuple[tuple[tuple[int, ...], Number], ...]
K = TypeVar("K")
Rows: TypeAlias = tuple[tuple[Ratio, Ratio], ...]

_MOST_SHIFT = 40
_MOST_PRIME = 5000


@dataclass(frozen=True)
class Product:
    """Coefficient times powers of positive bases, of Gamma and zeta values and of logarithms.

    Parameters
    ----------
    coefficient
        Quotient of polynomials; the only factor that may be negative.
    powers
        Pairs (base, exponent).
    gammas, zetas
        Pairs (argument, exponent).
    logs
        Pairs (product under the logarithm, exponent); the logarithm may be of either sign.
    """

    coefficient: Ratio
    powers: tuple[tuple[Base, Ratio], ...] = ()
    gammas: Rows = ()
    zetas: Rows = ()
    logs: tuple[tuple[Product, Ratio], ...] = ()

    @classmethod
    def make(
        cls,
        coefficient: Ratio,
        powers: Iterable[tuple[Base, Ratio]] = (),
        gammas: Iterable[tuple[Ratio, Ratio]] = (),
        zetas: Iterable[tuple[Ratio, Ratio]] = (),
        logs: Iterable[tuple[Product, Ratio]] = (),
    ) -> Product:
        """Write a product in the one way."""
        outer, own = _values(_collected(gammas), _gamma_value)
        more, others = _values(_collected(zetas), _zeta_value)
        coefficient, roots = _without_roots(coefficient)
        rows = [*powers, *roots]
        for product in (*outer, *more):
            coefficient = coefficient * product.coefficient
            rows += product.powers
            own = _collected((*own, *product.gammas))
        kept = []
        for base, exponent in _collected(rows):
            whole, rest = (0, exponent) if isinstance(base, str) else _split(exponent)
            if whole:
                coefficient = coefficient * _base_ratio(base, exponent.variables).to_power(whole)
            if not rest.vanishes:
                kept.append((base, rest))
        return cls(coefficient.reduced(), tuple(kept), own, others, _collected(logs))

    @classmethod
    def of(cls, coefficient: Ratio) -> Product:
        """A rational function."""
        return cls.make(coefficient)

    @classmethod
    def constant(cls, value: Number | int, variables: int) -> Product:
        """A number."""
        return cls.make(Ratio.constant(value, variables))

    @classmethod
    def base(cls, name: str, variables: int, exponent: Ratio | None = None) -> Product:
        """A power of a positive quantity, by its name."""
        one = Ratio.constant(1, variables)
        return cls.make(one, ((name, one if exponent is None else exponent),))

    @classmethod
    def gamma(cls, argument: Ratio) -> Product:
        """Gamma at a positive argument."""
        one = Ratio.constant(1, argument.variables)
        return cls.make(one, gammas=((argument.reduced(), one),))

    @classmethod
    def zeta(cls, argument: Ratio) -> Product:
        """Zeta at an argument above 1."""
        one = Ratio.constant(1, argument.variables)
        return cls.make(one, zetas=((argument.reduced(), one),))

    @classmethod
    def number_to(cls, number: Fraction, exponent: Ratio) -> Product:
        """Power of a positive number, prime by prime."""
        one = Ratio.constant(1, exponent.variables)
        return cls.make(one, [(p, _times(exponent, n)) for p, n in primes(number).items()])

    @property
    def variables(self) -> int:
        """How many parameters there are."""
        return self.coefficient.variables

    def __mul__(self, other: Product) -> Product:
        return Product.make(
            self.coefficient * other.coefficient,
            self.powers + other.powers,
            self.gammas + other.gammas,
            self.zetas + other.zetas,
            self.logs + other.logs,
        )

    def __truediv__(self, other: Product) -> Product:
        return self * other.inverse()

    def __neg__(self) -> Product:
        return replace(self, coefficient=-self.coefficient)

    def inverse(self) -> Product:
        """One over the product; who asks has shown that no factor vanishes."""
        return self.to_power(-1)

    def to_power(self, exponent: int) -> Product:
        """Whole power."""
        number = Ratio.constant(exponent, self.variables)
        raised = self.shape.raised(number)
        return raised * Product.of(self.coefficient.to_power(exponent))

    def raised(self, exponent: Ratio) -> Product:
        """Power of everything but the coefficient, which becomes 1.

        Parameters
        ----------
        exponent
            Any; the logarithms must be positive unless it is whole.
        """

        def rows(pairs: Iterable[tuple[K, Ratio]]) -> list[tuple[K, Ratio]]:
            return [(k, (e * exponent).reduced()) for k, e in pairs]

        return Product.make(
            Ratio.constant(1, self.variables),
            rows(self.powers),
            rows(self.gammas),
            rows(self.zetas),
            rows(self.logs),
        )

    @property
    def shape(self) -> Product:
        """Everything but the coefficient: like products have one shape."""
        return replace(self, coefficient=Ratio.constant(1, self.variables))

    def exponent(self, base: Base) -> Ratio:
        """Exponent of a base, 0 where it does not occur."""
        return dict(self.powers).get(base, Ratio.constant(0, self.variables))

    def without(self, bases: Iterable[Base]) -> Product:
        """The product without the powers of some bases."""
        gone = set(bases)
        return replace(self, powers=tuple(p for p in self.powers if p[0] not in gone))

    @property
    def names(self) -> list[str]:
        """Names of bases, those under logarithms included."""
        found = [b for b, _ in self.powers if isinstance(b, str)]
        return list(dict.fromkeys([*found, *(n for p, _ in self.logs for n in p.names)]))

    @property
    def is_one(self) -> bool:
        """Whether the product is written as 1; a "no" does not say that it is not 1."""
        plain = not (self.powers or self.gammas or self.zetas or self.logs)
        return plain and self.coefficient.number == 1

    def __str__(self) -> str:
        return written(self)


def primes(number: Fraction) -> dict[int, int]:
    """Small prime factors with their exponents; what is left of a large number, as it is.

    Examples
    --------
    >>> primes(Fraction(12, 5))
    {2: 2, 3: 1, 5: -1}
    """
    found: dict[int, int] = {}
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        for p in range(2, _MOST_PRIME):
            if p * p > part:
                break
            while part % p == 0:
                found[p] = found.get(p, 0) + sign
                part //= p
        if part > 1:
            found[part] = found.get(part, 0) + sign
    return {p: n for p, n in found.items() if n}


def whole_part(ratio: Ratio) -> int:
    """Integer k such that ratio - k has its constant part in [0, 1), however ratio is shifted."""
    reduced = ratio.reduced()
    part = reduced.top.get(max(reduced.bottom), Fraction(0))
    return floor(part) if isinstance(part, Fraction) else 0


def _split(exponent: Ratio) -> tuple[int, Ratio]:
    whole = whole_part(exponent)
    if whole == 0 or abs(whole) > _MOST_SHIFT:
        return 0, exponent
    return whole, _shifted(exponent, -whole)


def _shifted(ratio: Ratio, by: int) -> Ratio:
    return (ratio + Ratio.constant(by, ratio.variables)).reduced()


def _times(ratio: Ratio, number: Fraction | int) -> Ratio:
    return (ratio * Ratio.constant(number, ratio.variables)).reduced()


def _base_ratio(base: Base, variables: int) -> Ratio:
    assert not isinstance(base, str)
    if isinstance(base, int):
        return Ratio.constant(base, variables)
    return Ratio.make(dict(base), {(0,) * variables: Fraction(1)})


def _without_roots(coefficient: Ratio) -> tuple[Ratio, list[tuple[Base, Ratio]]]:
    """Square root that every coefficient of the numerator or denominator carries, as powers."""
    rows: list[tuple[Base, Ratio]] = []
    parts: list[Polynomial] = []
    for polynomial, sign in ((coefficient.top, 1), (coefficient.bottom, -1)):
        roots = {c.n if isinstance(c, Surd) and c.a == 0 else 0 for c in polynomial.values()}
        if len(roots) == 1 and (n := roots.pop()):
            half = Ratio.constant(Fraction(sign, 2), coefficient.variables)
            rows += [(p, _times(half, k)) for p, k in primes(Fraction(n)).items()]
            polynomial = {e: c.b for e, c in polynomial.items() if isinstance(c, Surd)}
        parts.append(polynomial)
    return (Ratio.make(*parts), rows) if rows else (coefficient, [])


def _values(
    rows: Rows, value: Callable[[Fraction, int], Product | None]
) -> tuple[list[Product], Rows]:
    """Values that are known at numbers, as products; the others stay."""
    known, kept = [], []
    for argument, exponent in rows:
        number = argument.number
        found = value(number, argument.variables) if isinstance(number, Fraction) else None
        whole = exponent.number
        if found is None:
            kept.append((argument, exponent))
        elif isinstance(whole, Fraction) and whole.denominator == 1 and abs(whole) <= _MOST_SHIFT:
            known.append(found.to_power(int(whole)))
        else:
            number = found.coefficient.number
            assert isinstance(number, Fraction)
            known += [found.raised(exponent), Product.number_to(number, exponent)]
    return known, tuple(kept)


def _gamma_value(x: Fraction, variables: int) -> Product | None:
    """Gamma at a positive number by way of the number in (0, 1), or None where it is that one."""
    if not 0 < x <= _MOST_SHIFT or (x < 1 and x != Fraction(1, 2)):
        return None
    factor, y = Fraction(1), x
    while y > 1:
        y -= 1
        factor *= y
    one, coefficient = Ratio.constant(1, variables), Ratio.constant(factor, variables)
    if y == 1:
        return Product(coefficient)
    if y == Fraction(1, 2):
        return Product(coefficient, (("pi", Ratio.constant(y, variables)),))
    return Product(coefficient, gammas=((Ratio.constant(y, variables), one),))


def _zeta_value(x: Fraction, variables: int) -> Product | None:
    """Zeta at an even number, as the kernel has it."""
    if x.denominator != 1 or x % 2 or not 0 < x <= _MOST_SHIFT:
        return None
    n = int(x)
    coefficient = Ratio.constant(even_zeta(n), variables)
    return Product(coefficient, (("pi", Ratio.constant(n, variables)),))


def _collected(rows: Iterable[tuple[K, Ratio]]) -> tuple[tuple[K, Ratio], ...]:
    total: dict[K, Ratio] = {}
    for key, exponent in rows:
        total[key] = (total[key] + exponent).reduced() if key in total else exponent
    kept = [(k, e) for k, e in total.items() if not e.vanishes]
    return tuple(sorted(kept, key=lambda row: repr(row[0])))
