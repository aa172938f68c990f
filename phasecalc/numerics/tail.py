r"""The part of a sum over j beyond its start: integral and end corrections.

In :math:`\ell = a\log(u/J)` the integrand is :math:`e^{b\ell}(1+Xe^\ell)^{-o}`.
It is a geometric series left and right of the crossover :math:`|X|e^\ell=1`; across
it a Gauss rule on a path bent away from the pole does the rest.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.numerics.arithmetic import Array, DoubleField
from phasecalc.numerics.coefficients import exprel, gauss_rule, powers

if TYPE_CHECKING:
    from phasecalc.numerics.series import PowerSums

__all__ = ["CROSSOVER", "Tail"]

CROSSOVER = 2.0  # half-width of the Gauss window, in log(|X| e^l)
_BEND = 1.2  # how far the window's path leaves the real axis


class Tail:
    """The part of the sums from ``start`` to ``upper``, for one array s."""

    def __init__(self, sums: PowerSums, s: Array, start: int, upper: Any) -> None:
        f = self.field = sums.field
        self.sums, self.a, self.s, self.terms = sums, sums.a, s, sums.terms
        self.bernoulli = sums.bernoulli
        self.start, self.upper = f.real(start), upper
        self.log_start = f.log(self.start)
        self.X = s * f.exp(self.a * self.log_start)
        cross = -f.log(f.modulus(self.X))
        zero = f.real(0)
        # Lengths are in l = a*log(u/J); an endless sum has its last crossover inside.
        length = None if math.isinf(upper) else self.a * (f.log(upper) - self.log_start)
        self.length = length
        self.low = np.maximum(cross - CROSSOVER, zero)
        self.high = np.maximum(cross + CROSSOVER, zero)
        if length is not None:
            self.low, self.high = np.minimum(self.low, length), np.minimum(self.high, length)
        self._geometry(cross)

    def _geometry(self, cross: Array) -> None:
        f, zero = self.field, self.field.real(0)
        self.below = np.asarray(self.low > 0)
        self.above = (
            np.ones(self.s.shape, dtype=bool)
            if self.length is None
            else np.asarray(self.high < self.length)
        )
        full = self.below & self.above & np.asarray(self.high > self.low)
        self.full = full & (not f.is_real(self.s))
        self.cut = ~self.full & np.asarray(self.high > self.low)
        self.cross = cross
        X_below = np.where(self.below, self.X, zero)
        U = np.where(self.below, self.X * f.exp(self.low), zero)
        W = np.where(self.above, 1 / np.where(self.above, self.X * f.exp(self.high), 1), zero)
        self.powers = {"X": powers(X_below, self.terms), "U": powers(U, self.terms)}
        self.powers["W"] = powers(W, self.terms)
        self.ends = [(self.start, self.X, -1)]
        if self.length is not None:
            end = self.X * f.exp(self.length)
            W_end = np.where(self.above, 1 / np.where(self.above, end, 1), zero)
            self.powers["end"] = powers(W_end, self.terms)
            self.ends.append((self.upper, end, 1))
        self.factors = [1 / (1 + X) for _, X, _ in self.ends]
        self.end_powers = [powers(1 - y, 2 * self.bernoulli) for y in self.factors]

    @functools.cached_property
    def _whole_window(self) -> tuple[Array, Array, Array]:
        """For uncut windows: path points less the crossover, weights, 1/(1 + X e^l)."""
        f = self.field
        x, weight = self._rule
        points = CROSSOVER * x - 1j * _BEND * (1 - x * x)
        weights = weight * (CROSSOVER + 2j * _BEND * x)
        X = self.X[self.full]
        # The path bends away from the pole of X in the upper half-plane; else reflect.
        phase = X / f.modulus(X)
        phase = np.where(self._lower[self.full], f.conj(phase), phase)
        return points, weights, 1 / (1 + np.multiply.outer(f.exp(points), phase))

    @functools.cached_property
    def _lower(self) -> Array:
        return np.asarray(self.field.im(self.X) < 0)

    @property
    def _rule(self) -> tuple[Array, Array]:
        digits = int(self.field.digits)
        count = 34 + math.ceil(3 / float(self.a)) + math.ceil(1.8 * max(0, digits - 16))
        return gauss_rule(count, None if isinstance(self.field, DoubleField) else digits)

    @functools.cached_property
    def _cut_window(self) -> tuple[Array, Array, Array]:
        """The same for windows that an end of the range cuts short, one path per point."""
        f, cut = self.field, self.cut
        x, weight = self._rule
        middle, half = (self.high + self.low)[cut] / 2, (self.high - self.low)[cut] / 2
        points = middle + np.multiply.outer(x, half)
        speed = np.multiply.outer(x * 0 + 1, half)
        if not f.is_real(self.s):
            bend = np.where(self._lower[cut], 1, -1) * half * (_BEND / CROSSOVER)
            points = points + 1j * np.multiply.outer(1 - x * x, bend)
            speed = speed - 2j * np.multiply.outer(x, bend)
        return points, weight[:, None] * speed, 1 / (1 + self.X[cut] * f.exp(points))

    def value(self, p: Any, o: int) -> Any:
        """Integral plus end corrections for weight p and order o."""
        f = self.field
        b = (1 - p) / self.a
        out = self._below(b, o) + self._above(b, o) + self._window(b, o)
        out = out * (f.exp((1 - p) * self.log_start) / self.a)
        for (at, _, sign), factor, rows in zip(
            self.ends, self.factors, self.end_powers, strict=True
        ):
            log_at = f.log(at)
            series = f.dot(self.sums.end_row(at, p, o), rows)
            value = f.exp(-p * log_at) * (factor if o == 1 else factor * factor)
            out = out + value * (f.real(1) / 2 + sign * series)
        return out

    def _window(self, b: Any, o: int) -> Any:
        """Integral of e^{bl} (1+Xe^l)^{-o} across the crossover."""
        f = self.field
        out = np.array(self.X * 0)
        if self.full.any():
            points, weights, factor = self._whole_window
            row = weights * f.exp(b * points)
            value = f.dot(row, factor if o == 1 else factor * factor)
            value = np.where(self._lower[self.full], f.conj(value), value)
            out[self.full] = value * f.exp(b * self.cross[self.full])
        if self.cut.any():
            points, weights, factor = self._cut_window
            value = weights * f.exp(b * points) * (factor if o == 1 else factor * factor)
            out[self.cut] = f.total(value)
        return out

    def _below(self, b: Any, o: int) -> Any:
        """Integral of the same from 0 to ``low``, as a series in X e^l."""
        f = self.field
        if not self.below.any():
            return f.real(0)
        resonant = round(-float(b))
        c = self.sums.series_row(b, o, 1, resonant)
        growth = f.exp(b * self.low)
        out = growth * f.dot(c, self.powers["U"]) - f.dot(c, self.powers["X"])
        if 0 <= resonant < self.terms:
            factor = (-1) ** resonant * (1 if o == 1 else resonant + 1)
            log_part = exprel(f, b + resonant, self.low)
            out = out + factor * self.powers["X"][resonant] * log_part
        return np.where(self.below, out, f.real(0))

    def _above(self, b: Any, o: int) -> Any:
        """Integral of the same from ``high`` to the end, as a series in 1/(X e^l)."""
        f = self.field
        if not self.above.any():
            return f.real(0)
        resonant = round(float(b)) - o
        c = self.sums.series_row(b - o, o, -1, resonant)
        W = self.powers["W"]
        near = f.exp(b * self.high) * W[o]
        out = -near * f.dot(c, W)
        if self.length is not None:
            end = self.powers["end"]
            out = out + f.exp(b * self.length) * end[o] * f.dot(c, end)
        if 0 <= resonant < self.terms:
            factor = (-1) ** resonant * (1 if o == 1 else resonant + 1)
            span = None if self.length is None else self.length - self.high
            out = out + factor * near * W[resonant] * exprel(f, b - o - resonant, span)
        return np.where(self.above, out, f.real(0))
