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
        self.start, self.upper = f.real(start), upper
        self.log_start = f.log(self.start)
        self.X = s * f.exp(self.a * self.log_start)
        # Lengths are in l = a*log(u/J); an endless sum has its last crossover inside.
        length = None if math.isinf(upper) else self.a * (f.log(upper) - self.log_start)
        self.length = length
        self._place(-f.log(f.modulus(self.X)))
        self._geometry()

    def _place(self, cross: Array) -> None:
        """Put a window over each crossover that lies in reach, and note where it begins and ends.

        Windows that an end of the range cuts share one path: their length is fixed.
        """
        f, length = self.field, self.length
        zero = f.real(0)
        width = 2 * CROSSOVER if length is None else min(2 * CROSSOVER, float(length))
        self.width = length if length is not None and width < 2 * CROSSOVER else f.real(width)
        at_start = np.asarray(cross < CROSSOVER) & np.asarray(cross > -CROSSOVER)
        self.low, self.high = np.maximum(cross - CROSSOVER, zero), cross + CROSSOVER
        self.high = np.maximum(self.high, zero)
        at_end = np.zeros(self.s.shape, dtype=bool)
        if length is not None:
            self.low, self.high = np.minimum(self.low, length), np.minimum(self.high, length)
            near = np.asarray(cross > length - CROSSOVER) & np.asarray(cross < length + CROSSOVER)
            at_end = near & ~at_start
            self.low = np.where(at_end, length - self.width, self.low)
        self.high = np.where(at_start, self.width, self.high)
        inside = np.asarray(self.high > self.low) & ~at_start & ~at_end
        half = f.real(CROSSOVER)
        self.windows = [
            (at_start, zero * cross, zero, self.width),
            (inside, cross, -half, half),
            (at_end, zero * cross + (zero if length is None else length), -self.width, zero),
        ]

    def _geometry(self) -> None:
        f, zero = self.field, self.field.real(0)
        self.below = np.asarray(self.low > 0)
        self.above = (
            np.ones(self.s.shape, dtype=bool)
            if self.length is None
            else np.asarray(self.high < self.length)
        )
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
        self.end_powers = [
            powers(1 - y, 2 * self.sums.corrections(at, self.start))
            for (at, _, _), y in zip(self.ends, self.factors, strict=True)
        ]

    @functools.cached_property
    def _paths(self) -> list[tuple[Array, Array, Array, Array, Array]]:
        """Per window: its points s, offsets, path, weights, and 1/(1 + X e^l) on the path."""
        f = self.field
        real = f.is_real(self.s)
        x, weight = self._rule
        paths = []
        for mask, offset, low, high in self.windows:
            if not mask.any():
                continue
            half = (high - low) / 2
            points, weights = (high + low) / 2 + half * x, weight * half
            if not real:
                bend = half * (_BEND / CROSSOVER)
                points = points - 1j * bend * (1 - x * x)
                weights = weight * (half + 2j * bend * x)
            # The path bends away from the pole of X in the upper half-plane; else reflect.
            X = self.X[mask] * f.exp(offset[mask])
            X = np.where(self._lower[mask], f.conj(X), X)
            factor = 1 / (1 + np.multiply.outer(f.exp(points), X))
            paths.append((mask, offset[mask], points, weights, factor))
        return paths

    @functools.cached_property
    def _lower(self) -> Array:
        return np.asarray(self.field.im(self.X) < 0)

    @property
    def _rule(self) -> tuple[Array, Array]:
        digits = int(self.field.digits)
        count = 48 + math.ceil(5 / float(self.a)) + math.ceil(2.1 * max(0, digits - 16))
        return gauss_rule(count, None if isinstance(self.field, DoubleField) else digits)

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
            series = f.dot(self.sums.end_row(at, p, o, len(rows)), rows)
            value = f.exp(-p * log_at) * (factor if o == 1 else factor * factor)
            out = out + value * (f.real(1) / 2 + sign * series)
        return out

    def _window(self, b: Any, o: int) -> Any:
        """Integral of e^{bl} (1+Xe^l)^{-o} across the crossover."""
        f = self.field
        out = np.array(self.X * 0)
        for mask, offset, points, weights, factor in self._paths:
            row = weights * f.exp(b * points)
            value = f.dot(row, factor if o == 1 else factor * factor)
            value = np.where(self._lower[mask], f.conj(value), value)
            out[mask] = value * f.exp(b * offset)
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
