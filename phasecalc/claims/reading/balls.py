"""Values of constants with proven error: balls of python-flint, and no value without it.

The point is exact, so a ball contains the true value of the constant; that
it leaves out 1 is a proof that the constant is not 1. mpmath's intervals are no proof of that kind:
its exp, and with it every power, misses the true value at about one point in 10 000, by a unit of
the last of 200 bits.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from phasecalc.checker import Number as Exact
from phasecalc.checker import Surd, evaluate
from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Base, Product
from phasecalc.numerics.context import balls

__all__ = ["Ball", "value"]

_BITS = 200
NOTHING: Mapping[str, Fraction] = MappingProxyType({})


class Ball:
    """A number with its error, printed to a few digits.

    Parameters
    ----------
    number
        An ``arb``.
    """

    def __init__(self, number: Any) -> None:  # Any: the library is optional
        self.number = number

    def sign(self) -> int:
        """Sign if it is certain, else 0."""
        return int(bool(self.number > 0)) - int(bool(self.number < 0))

    def __sub__(self, other: Ball) -> Ball:
        return Ball(self.number - other.number)

    def __str__(self) -> str:
        return str(self.number.str(10, radius=False))

    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """Rational numbers below and above, where the ball is finite."""
        if not self.number.is_finite():
            return None
        ends = self.number.lower(), self.number.upper()
        low, high = (_fraction(e) for e in ends)
        return low, high

    def tiny(self) -> bool:
        """Whether the number is certainly below 10**-40."""
        bound = 10**40
        return bool(self.number * bound > -1) and bool(self.number * bound < 1)


def value(
    products: Iterable[Product], point: tuple[Exact, ...], names: Mapping[str, Fraction] = NOTHING
) -> Ball:
    """Ball around a sum of products at a point.

    Parameters
    ----------
    products
        The products.
    point
        Value of each parameter.
    names
        Value of each named quantity but pi.

    Raises
    ------
    Undecided
        A quantity has no value here, or a logarithm is of what may not be positive.

    Examples
    --------
    >>> from phasecalc.normal.ratio import Ratio
    >>> print(value([Product.gamma(Ratio.constant(1, 2))], (Fraction(1), Fraction(1))))
    1.000000000
    """
    with _arithmetic() as arithmetic:
        total = arithmetic.number(Fraction(0))
        for product in products:
            total = total + _product(product, point, names, arithmetic)
        return Ball(total)


def _product(
    product: Product, point: tuple[Exact, ...], names: Mapping[str, Fraction], arithmetic: Any
) -> Any:
    result = arithmetic.number(product.coefficient(point))
    for base, exponent in product.powers:
        result = result * arithmetic.power(_base(base, point, names), exponent(point))
    for function, rows in (("gamma", product.gammas), ("zeta", product.zetas)):
        for argument, exponent in rows:
            inner = getattr(arithmetic, function)(argument(point))
            result = result * inner ** arithmetic.number(exponent(point))
    for inner, exponent in product.logs:
        logarithm = arithmetic.log(_product(inner, point, names, arithmetic))
        whole = exponent(point)
        if not (isinstance(whole, Fraction) and whole.denominator == 1):
            result = result * arithmetic.positive(logarithm) ** arithmetic.number(whole)
        else:
            result = result * logarithm ** int(whole)
    return result


def _base(base: Base, point: tuple[Exact, ...], names: Mapping[str, Fraction]) -> Exact | str:
    if isinstance(base, tuple):
        return evaluate(dict(base), point)
    if isinstance(base, int) or base == "pi":
        return base if isinstance(base, str) else Fraction(base)
    if base not in names:
        raise Undecided(f"no value is known for {base}")
    return names[base]


def _fraction(exact: Any) -> Fraction:
    """Value of a ball without radius, a whole number times a power of 2."""
    mantissa, exponent = exact.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@contextmanager
def _arithmetic() -> Iterator[_Balls]:
    """Balls at a precision that is put back afterwards."""
    if importlib.util.find_spec("flint") is None:
        raise Undecided("balls need python-flint: pip install phasecalc[arb]")
    with balls(_BITS) as flint:
        yield _Balls(flint)


class _Balls:
    """Arithmetic of python-flint."""

    def __init__(self, flint: Any) -> None:
        self.flint = flint

    def number(self, x: Exact) -> Any:
        if isinstance(x, Surd):
            return self.number(x.a) + self.number(x.b) * self.flint.arb(x.n).sqrt()
        return self.flint.arb(self.flint.fmpq(x.numerator, x.denominator))

    def power(self, base: Exact | str, exponent: Exact) -> Any:
        x = self.flint.arb.pi() if isinstance(base, str) else self.number(base)
        return x ** self.number(exponent)

    def gamma(self, x: Exact) -> Any:
        return self.number(x).gamma()

    def log(self, x: Any) -> Any:
        return self.positive(x).log()

    def positive(self, x: Any) -> Any:
        if not x > 0:
            raise Undecided("a logarithm or a power of what is not proved positive")
        return x

    def zeta(self, x: Exact) -> Any:
        return self.number(x).zeta()
