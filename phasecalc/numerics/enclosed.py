"""A number known to lie in an interval: what an enclosed computation returns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath as mp

from phasecalc.numerics.context import own

__all__ = ["Enclosure", "exact_value"]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A ball with exact ends that contains a value.

    Parameters
    ----------
    midpoint, radius
        Exact; the value is at most ``radius`` from ``midpoint``.

    Examples
    --------
    >>> third = Enclosure(Fraction(1, 3), Fraction(1, 10**9))
    >>> third
    Enclosure(0.333333333 ± 1.4e-9)
    >>> Fraction(1, 3) in third, 0.3333 in third, third.digits
    (True, False, 8)
    """

    midpoint: Fraction
    radius: Fraction

    def __post_init__(self) -> None:
        if self.radius < 0:
            raise ValueError(f"radius = {float(self.radius):g}: a radius is at least 0.")

    @classmethod
    def of(cls, ball: Any) -> Enclosure:
        """The same set as a real ball of python-flint.

        Parameters
        ----------
        ball
            An ``arb``, finite.
        """
        return cls(_dyadic(ball.mid()), _dyadic(ball.rad()))

    @property
    def lower(self) -> Fraction:
        """Left end, exact."""
        return self.midpoint - self.radius

    @property
    def upper(self) -> Fraction:
        """Right end, exact."""
        return self.midpoint + self.radius

    @property
    def digits(self) -> int:
        """Significant decimal digits that the radius leaves, rounded down; 0 if none."""
        least = min(abs(self.lower), abs(self.upper))
        if self.lower <= 0 <= self.upper:
            return 0
        if self.radius == 0:
            return 10**9
        return max(0, math.floor(_log10(least / self.radius)))

    def __contains__(self, x: Any) -> bool:
        """Whether a number lies in the ball; floats and mpmath numbers count as exact."""
        return self.lower <= exact_value(x) <= self.upper

    def __float__(self) -> float:
        return float(self.midpoint)

    def mpf(self) -> Any:
        """The midpoint as a number of ``mpmath.mp``; exact where it is dyadic."""
        bits = self.midpoint.denominator.bit_length() + abs(self.midpoint.numerator).bit_length()
        numbers = own(math.ceil(bits / 3.3) + 15)
        quotient = numbers.mpf(self.midpoint.numerator) / self.midpoint.denominator
        return mp.mp.make_mpf(quotient._mpf_)

    def __str__(self) -> str:
        # Digits beyond the radius would say nothing; what is left out widens the radius printed.
        kept = min(max(self.digits + 1, 3), 2000)
        numbers = own(kept + 15)
        middle = numbers.nstr(
            numbers.mpf(self.midpoint.numerator) / self.midpoint.denominator, kept
        )
        return f"{middle} ± {_above(self.radius + abs(Fraction(middle) - self.midpoint))}"

    def __repr__(self) -> str:
        return f"Enclosure({self})"


def _above(x: Fraction) -> str:
    """A number of two digits that is not below x >= 0, as text."""
    if x == 0:
        return "0.0"
    power = math.floor(_log10(x)) - 1
    # The logarithm is rounded, so the mantissa may be a little off either end of 10 ... 99.
    mantissa = math.ceil(x / Fraction(10) ** power)
    while mantissa > 99:
        power += 1
        mantissa = math.ceil(x / Fraction(10) ** power)
    return f"{mantissa // 10}.{mantissa % 10}e{power + 1:+d}"


def _log10(x: Fraction) -> float:
    numbers = own(20)
    return float(
        numbers.log10(numbers.mpf(x.numerator)) - numbers.log10(numbers.mpf(x.denominator))
    )


def exact_value(x: Any) -> Fraction:
    """The rational number that a number is; floats and mpmath numbers count as exact.

    Parameters
    ----------
    x
        A finite real number, or its text.

    Examples
    --------
    >>> exact_value(0.5)
    Fraction(1, 2)
    """
    if hasattr(x, "_mpf_"):
        sign, mantissa, exponent, _ = x._mpf_
        return int(-mantissa if sign else mantissa) * Fraction(2) ** int(exponent)
    return Fraction(x.item() if hasattr(x, "item") else x)


def _dyadic(exact: Any) -> Fraction:
    """Value of a ball without radius, a whole number times a power of 2."""
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
