r"""The optimum at one budget to many digits.

About the optimum in doubles, log P along the row of one budget and its slope in log r are
interpolated in x = log d at Chebyshev points, from losses of a few more digits than asked. As in
``frontier`` the zero of the row's derivative is the optimum, and its exponents follow. The last
coefficients must be as small as the second derivative, by which they count most, allows.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.context import exported, own
from phasecalc.plrf.curves.loss import evaluate
from phasecalc.plrf.frontier.points import FrontierPoint
from phasecalc.plrf.frontier.setting import Setting

__all__ = ["precise"]

_HALVES = (1 / 64, 1 / 512, 1 / 4096)  # half-widths in log d that are tried
_GAIN = 1.5  # digits that each point adds at the first of them; more at the others
_STEPS = 60


def precise(setting: Setting, digits: int, flops: Fraction, near: float) -> FrontierPoint:
    """The optimum at one budget, as numbers of ``mpmath.mp`` with so many digits.

    Parameters
    ----------
    setting
        What is held fixed.
    digits
        Significant digits of size, loss and exponents.
    flops
        The budget.
    near
        The optimal size in doubles.

    Raises
    ------
    NotConverged
        The loss bends too sharply about its least value.
    """
    for half in _HALVES:
        count = math.ceil((digits + 16) / (_GAIN + math.log10(_HALVES[0] / half))) + 3
        # What the second derivative of an interpolant makes of its coefficients' errors.
        grown = count**4 / (3 * half**2)
        row = _Row(setting, flops, near, half, count, digits + 4 + _log10(grown))
        found = row.optimum()
        if found is not None and row.tail * grown < abs(found[1]) * row.numbers.mpf(10) ** -digits:
            return row.point(found, digits)
    raise NotConverged(
        f"f = {float(flops):.3g}: the loss bends so sharply near its least value, at d = "
        f"{near:.4g}, that {digits} digits are not resolved. Ask for fewer.",
        requested=digits,
        achieved=0,
    )


def _log10(x: float) -> int:
    return math.ceil(math.log10(x))


class _Row:
    """Interpolants along one budget about a size: log P, and its slope in log r."""

    def __init__(
        self, setting: Setting, flops: Fraction, size: float, half: float, count: int, working: int
    ) -> None:
        self.setting, self.flops, self.working = setting, flops, working
        numbers = self.numbers = own(working + 6)
        self.centre, self.half = numbers.log(size), numbers.mpf(half)
        turns = [numbers.pi * (k + 0.5) / count for k in range(count)]
        rows = [self._values(self.centre + self.half * numbers.cos(u)) for u in turns]
        fits = [
            [2 * numbers.fdot((r[k], numbers.cos(j * u)) for r, u in zip(rows, turns, strict=True))
             / count for j in range(count)]
            for k in range(2)
        ]  # fmt: skip
        for fit in fits:
            fit[0] /= 2
        self.log_loss, self.slope = fits
        self.tail = max(abs(c) for fit in fits for c in fit[-2:])

    def _values(self, x: Any) -> tuple[Any, Any]:
        """Log P and its slope in log r at the size e^x."""
        numbers = self.numbers
        size = self._size(x)
        model, r = self.setting.sized(size), self.flops / (size * self.setting.batch)
        value, first = (evaluate(model, "loss", r, self.working, order) for order in (0, 1))
        value, first = numbers.convert(value), numbers.convert(first)
        return numbers.log(value), first / value * r.numerator / r.denominator

    def _size(self, x: Any) -> Fraction:
        _, top, power, _ = self.numbers.exp(x)._mpf_
        return Fraction(int(top)) * Fraction(2) ** int(power)

    def _along(self, fit: list[Any], t: Any) -> tuple[Any, Any, Any]:
        """Value and two derivatives in x of a series, by the recurrence of the polynomials."""
        one, zero = self.numbers.mpf(1), self.numbers.mpf(0)
        before, now = np.array([one, zero, zero]), np.array([t, one, zero])
        total = fit[0] * before + fit[1] * now
        for c in fit[2:]:
            after = 2 * t * now - before
            after[1] += 2 * now[0]
            after[2] += 4 * now[1]
            before, now = now, after
            total = total + c * now
        return total[0], total[1] / self.half, total[2] / self.half**2

    def optimum(self) -> tuple[Any, Any] | None:
        """Place in (-1, 1) of the least loss, and the second derivative there; None without one."""
        t = self.numbers.mpf(0)
        for _ in range(_STEPS):
            _, first, second = self._along(self.log_loss, t)
            if not second > 0:
                return None
            step = first / second / self.half
            t -= step
            if abs(t) >= 1:
                return None
            if abs(step) < self.numbers.mpf(10) ** -self.working:
                return t, second
        return None

    def point(self, found: tuple[Any, Any], digits: int) -> FrontierPoint:
        """What was found as numbers of many digits."""
        numbers, (t, second) = self.numbers, found
        size = numbers.exp(self.centre + self.half * t)
        budget = numbers.mpf(self.flops.numerator) / self.flops.denominator
        batch = numbers.mpf(self.setting.batch.numerator) / self.setting.batch.denominator
        slope, mixed, _ = self._along(self.slope, t)
        kept = own(digits + 2)
        columns = {
            "flops": budget,
            "model_size": size,
            "iterations": budget / (size * batch),
            "loss": numbers.exp(self._along(self.log_loss, t)[0]),
            "loss_exponent": -slope,
            "model_size_exponent": -mixed / second,
        }
        rounded = {k: exported(kept.convert(+kept.mpf(x))) for k, x in columns.items()}
        return FrontierPoint(**rounded, noise=10.0**-digits)
