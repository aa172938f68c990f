"""Sums of products of powers, gamma and zeta values and logarithms: the normal form of a side.

A side of a claim about orders is a sum of products: a quotient of polynomials
times powers of positive bases (primes, pi, polynomials positive on the region,
the sizes r, d, gamma, B), whose exponents are quotients of polynomials, times
gamma and zeta values and logarithms of sizes. Two such products are equal if
their quotient reduces to 1 by collecting powers and by Gamma(x + 1) = x Gamma(x).
That is the whole theory: what it does not reduce to 1 may still be 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias, TypeVar

from phasecalc.checker import Number as Exact
from phasecalc.checker import Surd, scale
from phasecalc.claims.language import PARAMETERS, SIZES
from phasecalc.claims.rational import difference
from phasecalc.optimum.ratio import Ratio

__all__ = ["Base", "Product", "merged", "ratio_number", "reduced"]

# A prime, a name such as "d" or "pi", or a polynomial as rows.
Base: TypeAlias = int | str | tuple[tuple[tuple[int, ...], Exact], ...]
K = TypeVar("K")
Rows: TypeAlias = tuple[tuple[Ratio, Ratio], ...]

ONE = Ratio.constant(Fraction(1), len(PARAMETERS))
ZERO = Ratio.constant(Fraction(0), len(PARAMETERS))
_MOST_SHIFT = 40


def reduced(ratio: Ratio) -> Ratio:
    """The one way to write a quotient: no common factor, leading denominator coefficient 1."""
    top, bottom = difference(ratio, ZERO)
    lead = bottom[max(bottom)]
    return Ratio.make(scale(top, 1 / lead), scale(bottom, 1 / lead))


def ratio_number(ratio: Ratio) -> Exact | None:
    """Value of a reduced quotient without parameters, else None."""
    if any(any(e) for e, _ in (*ratio.numerator, *ratio.denominator)):
        return None
    return ratio((Fraction(0),) * len(PARAMETERS))


@dataclass(frozen=True)
class Product:
    """Coefficient times powers of bases, gamma and zeta values, and logarithms of sizes.

    Parameters
    ----------
    coefficient
        Quotient of polynomials.
    powers
        Exponent of each base.
    gammas, zetas
        Pairs (argument, exponent).
    logs
        Pairs (exponents of the size under the logarithm, in the order of ``SIZES``; exponent).
    """

    coefficient: Ratio = ONE
    powers: tuple[tuple[Base, Ratio], ...] = ()
    gammas: Rows = ()
    zetas: Rows = ()
    logs: tuple[tuple[tuple[Ratio, ...], Ratio], ...] = ()

    def __mul__(self, other: Product) -> Product:
        return Product(
            reduced(self.coefficient * other.coefficient),
            _collected(self.powers + other.powers),
            _collected(self.gammas + other.gammas),
            _collected(self.zetas + other.zetas),
            _collected(self.logs + other.logs),
        )

    def inverse(self) -> Product:
        """One over the product; its coefficient is not zero."""
        top, bottom = self.coefficient.numerator, self.coefficient.denominator
        return replace(self.raised(-ONE), coefficient=reduced(Ratio(bottom, top)))

    def raised(self, exponent: Ratio) -> Product:
        """Power of everything but the coefficient, which becomes 1."""
        return Product(
            ONE,
            _raised(self.powers, exponent),
            _raised(self.gammas, exponent),
            _raised(self.zetas, exponent),
            _raised(self.logs, exponent),
        )

    def exponent(self, base: Base) -> Ratio:
        """Exponent of a base, 0 where it does not occur."""
        return dict(self.powers).get(base, ZERO)

    def without(self, bases: Iterable[Base]) -> Product:
        """The product without some bases."""
        gone = set(bases)
        return replace(self, powers=tuple(p for p in self.powers if p[0] not in gone))

    @property
    def constant(self) -> Product:
        """The factors without sizes."""
        return replace(self.without(SIZES), logs=())

    @property
    def opaque(self) -> list[str]:
        """Names of constants that have no value here."""
        return [b for b, _ in self.powers if isinstance(b, str) and b not in (*SIZES, "pi")]

    def is_one(self) -> bool:
        """Whether the product reduces to 1; a "no" does not say that it is not 1."""
        plain = _with_polynomials(_shifted(self))
        if plain.gammas or plain.zetas or plain.logs:
            return False
        coefficient = ratio_number(plain.coefficient)
        if coefficient is None:
            return False
        if isinstance(coefficient, Surd):
            # b*sqrt(n) is a power of integers; its square is rational.
            square = coefficient * coefficient
            double = tuple((b, e + e) for b, e in plain.powers)
            return (
                isinstance(square, Fraction)
                and coefficient.sign() > 0
                and _numbers_are_one(square, double)
            )
        return coefficient > 0 and _numbers_are_one(coefficient, plain.powers)


def _with_polynomials(product: Product) -> Product:
    """Polynomial bases under whole powers, moved into the coefficient."""
    coefficient, kept = product.coefficient, []
    for base, exponent in product.powers:
        number = ratio_number(exponent)
        if (
            isinstance(base, tuple)
            and isinstance(number, Fraction)
            and number.denominator == 1
            and abs(number) <= _MOST_SHIFT
        ):
            factor = Ratio.make(dict(base), ONE.bottom)
            factor = factor if number > 0 else Ratio(factor.denominator, factor.numerator)
            for _ in range(abs(int(number))):
                coefficient = coefficient * factor
        else:
            kept.append((base, exponent))
    return replace(product, coefficient=reduced(coefficient), powers=tuple(kept))


def _numbers_are_one(coefficient: Fraction, powers: tuple[tuple[Base, Ratio], ...]) -> bool:
    """Whether a positive rational times rational powers of integers is 1."""
    exponents: list[tuple[int, Fraction]] = []
    for base, ratio in powers:
        number = ratio_number(reduced(ratio))
        if not isinstance(base, int) or not isinstance(number, Fraction) or abs(number) > 100:
            return False
        exponents.append((base, number))
    common = math.lcm(*(e.denominator for _, e in exponents))
    if common > 1000:
        return False
    total = coefficient**common
    for base, number in exponents:
        total *= Fraction(base) ** int(number * common)
    return total == 1


def _shifted(product: Product) -> Product:
    """Gamma values whose arguments differ by an integer, written with one of them."""
    groups: list[tuple[Ratio, Ratio]] = []
    coefficient = product.coefficient
    for argument, exponent in product.gammas:
        for k, (first, total) in enumerate(groups):
            shift = ratio_number(reduced(argument + -first))
            power = ratio_number(exponent)
            if (
                isinstance(shift, Fraction)
                and shift.denominator == 1
                and abs(shift) <= _MOST_SHIFT
                and isinstance(power, Fraction)
                and power.denominator == 1
                and abs(power) <= 4
            ):
                coefficient = coefficient * _rising(first, int(shift), int(power))
                groups[k] = (first, reduced(total + exponent))
                break
        else:
            groups.append((argument, exponent))
    kept = tuple((a, e) for a, e in groups if not e.vanishes)
    return replace(product, coefficient=reduced(coefficient), gammas=kept)


def _rising(x: Ratio, shift: int, power: int) -> Ratio:
    """(Gamma(x + shift)/Gamma(x))**power."""
    steps = range(shift) if shift > 0 else range(shift, 0)
    result = ONE
    for k in steps:
        result = result * (x + Ratio.constant(Fraction(k), len(PARAMETERS)))
    if (shift < 0) != (power < 0):
        result = Ratio(result.denominator, result.numerator)
    total = ONE
    for _ in range(abs(power)):
        total = total * result
    return total


def _collected(rows: tuple[tuple[K, Ratio], ...]) -> tuple[tuple[K, Ratio], ...]:
    total: dict[K, Ratio] = {}
    for key, exponent in rows:
        total[key] = reduced(total[key] + exponent) if key in total else exponent
    kept = [(k, e) for k, e in total.items() if not e.vanishes]
    return tuple(sorted(kept, key=lambda row: str(row[0])))


def _raised(rows: tuple[tuple[K, Ratio], ...], exponent: Ratio) -> tuple[tuple[K, Ratio], ...]:
    return _collected(tuple((k, reduced(e * exponent)) for k, e in rows))


def merged(
    products: Iterable[Product], most: int, refuse: Callable[[], Exception]
) -> list[Product]:
    """Sum with like products joined.

    Parameters
    ----------
    products
        The products.
    most
        How many may remain.
    refuse
        Makes the error raised beyond that.
    """
    kept: list[Product] = []
    for product in products:
        for k, other in enumerate(kept):
            if replace(product, coefficient=ONE) == replace(other, coefficient=ONE):
                total = reduced(product.coefficient + other.coefficient)
                kept[k] = replace(other, coefficient=total)
                break
        else:
            kept.append(product)
    kept = [p for p in kept if not p.coefficient.vanishes]
    if len(kept) > most:
        raise refuse()
    return kept
