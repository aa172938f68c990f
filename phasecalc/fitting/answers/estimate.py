"""A number with its interval, written with no more digits than the interval bears."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Estimate", "digits_of", "from_draws", "rounded", "to_digits"]

Floats = npt.NDArray[np.float64]
_MOST_DIGITS = 6
_LOST = 0.05  # share of draws without a value, beyond which there is no interval


@dataclass(frozen=True)
class Estimate:
    """Number with an interval, or without one.

    Parameters
    ----------
    value
        Best value.
    low, high
        Ends of the interval; None where the data do not give one.
    level
        Of the interval.

    Examples
    --------
    >>> print(Estimate(482.0137, 285.2, 744.1, 0.9))
    480 (290 to 740)
    >>> print(Estimate(482.0137, None, None, 0.9))
    480 (no interval)
    """

    value: float
    low: float | None
    high: float | None
    level: float

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            plain = self.value == 0 or not math.isfinite(self.value)
            return f"{f'{self.value:g}' if plain else to_digits(self.value, 2)} (no interval)"
        width = self.high - self.low
        low, high = (rounded(x, width) for x in (self.low, self.high))
        return f"{rounded(self.value, width)} ({low} to {high})"


def rounded(value: float, width: float) -> str:
    """Number to a tenth of a width, or a little finer: two digits of the width."""
    if not (math.isfinite(value) and math.isfinite(width)):
        return str(value)
    if value == 0:
        return "0"
    return to_digits(value, digits_of(value, width))


def to_digits(value: float, digits: int) -> str:
    """Number with so many digits, none of them dropped.

    Examples
    --------
    >>> to_digits(7.2249e10, 3), to_digits(92.97, 2), to_digits(24246.9, 3), to_digits(0.25, 3)
    ('7.22e10', '93', '24200', '0.250')
    """
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    exponent = int(power)
    if -4 <= exponent < 6:
        return f"{float(f'{mantissa}e{power}'):.{max(digits - 1 - exponent, 0)}f}"
    return f"{mantissa}e{exponent}"


def digits_of(value: float, width: float) -> int:
    """How many digits of a number an interval of some width bears, between 1 and 6.

    Examples
    --------
    >>> digits_of(7.2e10, 4e10), digits_of(0.5126, 0.07), digits_of(2.0, 0.0)
    (2, 3, 6)
    """
    if not (width > 0 and math.isfinite(width) and math.isfinite(value)) or value == 0:
        return _MOST_DIGITS
    unit = math.floor(math.log10(width)) - 1
    return min(max(math.floor(math.log10(abs(value))) - unit + 1, 1), _MOST_DIGITS)


def from_draws(value: float, draws: Floats | None, level: float) -> Estimate:
    """Estimate with the interval between the quantiles of draws.

    Parameters
    ----------
    value
        Best value.
    draws
        Values of the same quantity; None where there are none.
    level
        Of the interval.
    """
    if draws is None:
        return Estimate(value, None, None, level)
    good = draws[np.isfinite(draws)]
    if len(good) < (1 - _LOST) * len(draws) or len(good) < 2:
        return Estimate(value, None, None, level)
    low, high = np.quantile(good, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), level)
