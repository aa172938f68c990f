"""Sums of products with remainders: the arithmetic in which what is not known never cancels.

A sum stands for one quantity: its products, added up exactly, plus something
bounded by a constant times its remainders. Two sums that share a remainder do
not share what it bounds, so that the difference of a quantity known up to a
remainder and itself is that remainder, not 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Product, primes
from phasecalc.normal.ratio import Ratio

__all__ = ["Sum", "aligned", "logarithm", "power"]

MOST = 60  # products or remainders of one sum
_ORDER = 2  # terms kept of (1 + x)^p and log(1 + x)
_MOST_WHOLE = 8
_MOST_SHIFT = 40


@dataclass(frozen=True)
class Sum:
    """Sum of products, plus remainders of unknown sign.

    Parameters
    ----------
    products
        Exact parts, no two of one shape, none zero.
    errors
        What else there is, is at most a constant times the sum of these in absolute value.

    Examples
    --------
    >>> d = Product.base("d", 1)
    >>> known = Sum.of(d).plus_error(d.inverse())
    >>> print(known - known)
    O(d**(-1))
    """

    products: tuple[Product, ...] = ()
    errors: tuple[Product, ...] = ()

    @classmethod
    def of(cls, *products: Product) -> Sum:
        """Sum of products, like ones joined."""
        return cls(_joined(products))

    def plus_error(self, *errors: Product) -> Sum:
        """The same, known up to further remainders."""
        return Sum(self.products, _distinct((*self.errors, *errors)))

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            _joined((*self.products, *other.products)), _distinct((*self.errors, *other.errors))
        )

    def __neg__(self) -> Sum:
        return Sum(tuple(-p for p in self.products), self.errors)

    def __sub__(self, other: Sum) -> Sum:
        return self + -other

    def __mul__(self, other: Sum) -> Sum:
        _bounded(len(self.products) * len(other.products))
        _bounded(len(self.errors) * (len(other.products) + len(other.errors)))
        _bounded(len(other.errors) * len(self.products))
        errors = [e * q for e in self.errors for q in (*other.products, *other.errors)]
        errors += [p * e for p in self.products for e in other.errors]
        products = [p * q for p in self.products for q in other.products]
        return Sum(_joined(products), _distinct(errors))

    def times(self, product: Product) -> Sum:
        """Every part times a product."""
        return self * Sum((product,))

    @property
    def vanishes(self) -> bool:
        """Whether this is known to be exactly 0."""
        return not (self.products or self.errors)

    def __str__(self) -> str:
        text = " + ".join(map(str, self.products)).replace("+ -", "- ")
        errors = [f"O({e.shape})" for e in self.errors]
        return " + ".join([*([text] if text else []), *errors]) or "0"


def power(base: Sum, exponent: Ratio, lead: Product | None = None, most: int = _MOST_WHOLE) -> Sum:
    """Power of a sum.

    Parameters
    ----------
    base
        The sum.
    exponent
        A whole number from 0 to `most` needs nothing else.
    lead
        A product of the sum, against which every other part and remainder tends to 0, and whose
        coefficient is 1 unless the exponent is whole.
    most
        Up to which power the sum is multiplied out.

    Examples
    --------
    >>> d, one = Product.base("d", 1), Product.constant(1, 1)
    >>> print(power(Sum.of(d, one), Ratio.constant(-1, 1), d))
    d**(-1) - d**(-2) + d**(-3) + O(d**(-4))
    """
    whole = _whole(exponent)
    if whole is not None and 0 <= whole <= most:
        result = Sum.of(Product.constant(1, exponent.variables))
        for _ in range(whole):
            result = result * base
        return result
    if lead is None:
        raise Undecided("a power of a sum of which no part is the largest")
    if whole is None and lead.coefficient.number != 1:
        raise ValueError("a coefficient has no power here: write it as powers of its factors")
    outer = lead.raised(exponent) if whole is None else lead.to_power(whole)
    series, factor = [], Ratio.constant(1, exponent.variables)
    for k in range(1, _ORDER + 1):
        step = exponent - Ratio.constant(k - 1, exponent.variables)
        factor = (factor * step * Ratio.constant(Fraction(1, k), exponent.variables)).reduced()
        series.append(factor)
    one = Sum.of(Product.constant(1, exponent.variables))
    return (one + _series(_relative(base, lead), series)).times(outer)


def logarithm(base: Sum, lead: Product | None = None) -> Sum:
    """Logarithm of a positive sum, with the constants of its largest product.

    Parameters
    ----------
    base
        The sum.
    lead
        The product against which every other part and remainder tends to 0, if there are others;
        every factor of it is positive.

    Examples
    --------
    >>> d, two = Product.base("d", 1), Product.constant(2, 1)
    >>> print(logarithm(Sum.of(d * two)))
    log(2) + log(d)
    """
    if lead is None:
        if base.errors or len(base.products) != 1:
            raise Undecided("the logarithm of a sum of which no part is the largest")
        (lead,) = base.products
    number = lead.variables
    series = [Ratio.constant(Fraction((-1) ** (k + 1), k), number) for k in range(1, _ORDER + 1)]
    return _log_of(lead) + _series(_relative(base, lead), series)


def _log_of(product: Product) -> Sum:
    """Logarithm of a product of positive factors, factor by factor."""
    one = Ratio.constant(1, product.variables)
    parts: list[Product] = []

    def add(inner: Product, exponent: Ratio) -> None:
        if not inner.is_one:
            parts.append(Product.make(exponent, logs=((inner, one),)))

    coefficient = product.coefficient
    number = coefficient.number
    if number is not None and number <= 0:
        raise Undecided("the logarithm of a number that is not positive")
    if isinstance(number, Fraction):
        for p, n in primes(number).items():
            add(Product.constant(p, product.variables), Ratio.constant(n, product.variables))
    else:
        add(Product.of(coefficient), one)
    for base, exponent in product.powers:
        if isinstance(base, int):
            add(Product.constant(base, product.variables), exponent)
        elif isinstance(base, tuple):
            add(Product.of(Ratio(base, one.denominator)), exponent)
        else:
            add(Product.base(base, product.variables), exponent)
    for argument, exponent in product.gammas:
        add(Product.gamma(argument), exponent)
    for argument, exponent in product.zetas:
        add(Product.zeta(argument), exponent)
    for inner, exponent in product.logs:
        add(Product.make(one, logs=((inner, one),)), exponent)
    return Sum.of(*parts)


def _relative(base: Sum, lead: Product) -> Sum:
    """What stands beside the leading product, over it."""
    rest = tuple(p for p in base.products if p != lead)
    if len(rest) != len(base.products) - 1:
        raise ValueError("the leading product is one of the sum")
    return Sum(rest, base.errors).times(lead.inverse())


def _series(x: Sum, coefficients: list[Ratio]) -> Sum:
    """Power series of a small sum, up to a remainder."""
    if x.vanishes:
        return x
    if len(x.products) + len(x.errors) > 4:  # so many parts make too many products
        coefficients = coefficients[:1]
    result, term = Sum(), x
    for c in coefficients:
        result = result + term.times(Product.of(c)) if not c.vanishes else result
        term = term * x
    bounds = [p.shape for p in term.products]
    return result.plus_error(*bounds, *term.errors)


def aligned(products: Iterable[Product]) -> list[Product]:
    """Products in which Gamma values whose arguments differ by an integer are one of them.

    Parameters
    ----------
    products
        Products; each argument is positive, so that the least of a class is.

    Examples
    --------
    >>> x = Ratio.variable(0, 1)
    >>> one = Ratio.constant(1, 1)
    >>> found = aligned([Product.gamma(x + one), Product.gamma(x)])
    >>> print(*found)
    (alpha)*gamma_function(alpha) gamma_function(alpha)
    """
    listed = list(products)
    if sum(len(p.gammas) for p in listed) < 2:
        return listed
    least: list[Ratio] = []
    for argument in dict.fromkeys(a for p in listed for a, _ in p.gammas):
        for k, other in enumerate(least):
            shift = _shift(argument, other)
            if shift is not None:
                least[k] = argument if shift < 0 else other
                break
        else:
            least.append(argument)
    return [_rewritten(p, least) for p in listed]


def _shift(argument: Ratio, other: Ratio) -> int | None:
    whole = _whole((argument - other).reduced())
    return whole if whole is not None and abs(whole) <= _MOST_SHIFT else None


def _whole(ratio: Ratio) -> int | None:
    """Value of a quotient that is a whole number, else None."""
    number = ratio.number
    whole = isinstance(number, Fraction) and number.denominator == 1
    return int(number) if isinstance(number, Fraction) and whole else None


def _rewritten(product: Product, least: list[Ratio]) -> Product:
    result = Product.make(product.coefficient, product.powers, (), product.zetas, product.logs)
    for argument, exponent in product.gammas:
        target, shift = argument, 0
        for other in least:
            found = _shift(argument, other)
            if found is not None:
                target, shift = other, found
        number = exponent.number
        if not isinstance(number, Fraction) or number.denominator != 1 or abs(number) > 8:
            target, shift = argument, 0
        rising = Ratio.constant(1, product.variables)
        for k in range(shift):
            rising = rising * (target + Ratio.constant(k, product.variables))
        step = Product.make(
            Ratio.constant(1, product.variables), gammas=((target.reduced(), exponent),)
        )
        if shift:
            assert isinstance(number, Fraction)
            step = step * Product.of(rising.to_power(int(number)))
        result = result * step
    return result


def _joined(products: Iterable[Product]) -> tuple[Product, ...]:
    kept: dict[Product, Ratio] = {}
    for product in aligned(products):
        shape = product.shape
        old = kept.get(shape)
        kept[shape] = product.coefficient if old is None else (old + product.coefficient).reduced()
    _bounded(len(kept))
    return tuple(replace(shape, coefficient=c) for shape, c in kept.items() if not c.vanishes)


def _distinct(errors: Iterable[Product]) -> tuple[Product, ...]:
    kept = tuple(dict.fromkeys(e.shape for e in errors if not e.coefficient.vanishes))
    _bounded(len(kept))
    return kept


def _bounded(count: int) -> None:
    if count > MOST:
        raise Undecided("too many products in one sum")
