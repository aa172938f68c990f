"""Values of constants with their error: balls, where python-flint is installed, else intervals.

The point is exact, so a ball contains the true value of the constant; that
it leaves out 1 is a proof that the constant is not 1. mpmath's intervals are no proof of that kind:
its exp, and with it every power, misses the true value at about one point in 10 000, by a unit of
the last of 200 bits.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from phasecalc.checker import Number as Exact
from phasecalc.checker import Surd, evaluate
from phasecalc.claims.products import Base, Product
from phasecalc.exceptions import Undecided
from phasecalc.numerics.context import balls, intervals

__all__ = ["Ball", "value"]

_BITS = 200


class Ball:
    """A number with its error, printed to a few digits.

    Parameters
    ----------
    number
        An ``arb`` or an mpmath interval.
    """

    def __init__(self, number: Any) -> None:  # Any: neither library ships types
        self.number = number

    def sign(self) -> int:
        """Sign if it is certain, else 0."""
        # An interval that meets 0 compares as None.
        return int(bool(self.number > 0)) - int(bool(self.number < 0))

    def __sub__(self, other: Ball) -> Ball:
        return Ball(self.number - other.number)

    def __str__(self) -> str:
        if hasattr(self.number, "rad"):
            return str(self.number.str(10, radius=False))
        return f"{float(self.number.mid.a):.10g}"

    def tiny(self) -> bool:
        """Whether the number is certainly below 10**-40."""
        bound = 10**40
        return bool(self.number * bound > -1) and bool(self.number * bound < 1)


def value(products: Sequence[Product], point: tuple[Exact, Exact]) -> Ball:
    """Ball around a sum of products of constants at a point.

    Parameters
    ----------
    products
        Products without sizes and without constants of unknown value.
    point
        alpha and beta.

    Raises
    ------
    Undecided
        A constant has no value here.

    Examples
    --------
    >>> from phasecalc.claims.products import ONE
    >>> print(value([Product(ONE, gammas=((ONE, ONE),))], (Fraction(1), Fraction(1))))
    1.000000000
    """
    with _arithmetic() as arithmetic:
        return Ball(_total(products, point, arithmetic))


def _total(products: Sequence[Product], point: tuple[Exact, Exact], arithmetic: Any) -> Any:
    total = arithmetic.number(Fraction(0))
    for product in products:
        unknown = [b for b, _ in product.powers if isinstance(b, str) and b != "pi"]
        if unknown or product.logs:
            raise Undecided(f"no value is known for {', '.join(unknown) or 'a logarithm'}")
        total = total + _product(product, point, arithmetic)
    return total


def _product(product: Product, point: tuple[Exact, Exact], arithmetic: Any) -> Any:
    result = arithmetic.number(product.coefficient(point))
    for base, exponent in product.powers:
        result = result * arithmetic.power(_base(base, point), exponent(point))
    for function, rows in (("gamma", product.gammas), ("zeta", product.zetas)):
        for argument, exponent in rows:
            inner = getattr(arithmetic, function)(argument(point))
            result = result * inner ** arithmetic.number(exponent(point))
    return result


def _base(base: Base, point: tuple[Exact, Exact]) -> Exact | str:
    if isinstance(base, tuple):
        return evaluate(dict(base), point)
    return base if isinstance(base, str) else Fraction(base)


@contextmanager
def _arithmetic() -> Iterator[Any]:
    """Balls at a precision that is put back afterwards, or intervals of a context of their own."""
    if importlib.util.find_spec("flint") is None:
        yield _Intervals(intervals(_BITS))
        return
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

    def zeta(self, x: Exact) -> Any:
        return self.number(x).zeta()


class _Intervals:
    """Arithmetic of mpmath's intervals, which are not quite rigorous."""

    def __init__(self, iv: Any) -> None:
        self.iv = iv

    def number(self, x: Exact) -> Any:
        if isinstance(x, Surd):
            return self.number(x.a) + self.number(x.b) * self.iv.sqrt(x.n)
        return self.iv.mpf(x.numerator) / x.denominator

    def power(self, base: Exact | str, exponent: Exact) -> Any:
        x = self.iv.pi if isinstance(base, str) else self.number(base)
        return x ** self.number(exponent)

    def gamma(self, x: Exact) -> Any:
        return self.iv.gamma(self.number(x))

    def zeta(self, x: Exact) -> Any:
        raise Undecided("zeta values need python-flint: pip install phasecalc[arb]")
