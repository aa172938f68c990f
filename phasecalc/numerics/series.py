r"""Sums :math:`\sum_{j\le v} j^{-p}(1+s\,j^a)^{-o}` at a cost that hardly depends on v.

The idea: terms below a start J are added one by one; the rest is an integral
plus Euler-Maclaurin corrections at J and at v. Both have a form that shares its
coefficients between all s:

* the corrections are polynomials in :math:`Y = X/(1+X)`, :math:`X = sJ^a`;
* in :math:`\ell = a\log(u/J)` the integral is geometric series on either side
  of the crossover :math:`|X|e^\ell = 1` and a short Gauss rule, bent away from
  the pole, across it.

The end point v may be real (the analytic continuation in v of the sum) or
infinite. Resonant exponents, where a term integrates to a logarithm, take no
special case: ``expm1`` carries them. Reference: Olver, *Asymptotics and Special
Functions*, chapter 8.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import mpmath as mp
import numpy as np

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.arithmetic import Array, DoubleField, Field, field_for

__all__ = ["PowerSums"]

_CROSSOVER = 2.0  # half-width of the Gauss window, in log(|X| e^l)
_BEND = 1.2  # how far the window's path leaves the real axis
_LARGEST_START = 1 << 15


class PowerSums:
    r"""Sums :math:`\sum_{j=1}^{v} j^{-p}(1+s\,j^a)^{-o}` for many s at once.

    Parameters
    ----------
    exponent
        The exponent a > 0.
    upper
        The end point v >= 1, real or infinite.
    field
        Arithmetic to use: doubles or a number of digits.

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> import numpy as np
    >>> total, = PowerSums(2.0, 3, DOUBLE).sums(np.array([1.0]), [(0.0, 1)])
    >>> round(float(total[0]), 12)  # 1/2 + 1/5 + 1/10
    0.8
    """

    def __init__(self, exponent: Any, upper: Any, field: Field) -> None:
        self.field = field
        self.a = field.real(exponent)
        self.v = upper if isinstance(upper, float) and math.isinf(upper) else field.real(upper)
        digits = field.digits
        self.bernoulli = max(10, math.ceil(0.42 * digits))
        n = 2 * self.bernoulli
        # Radius at which the first omitted correction falls below 10**-(digits+2).
        self.radius = 10 ** ((math.lgamma(n + 1) / math.log(10) + digits + 2) / n) / (2 * math.pi)
        self.terms = math.ceil((digits + 1) * math.log(10) / _CROSSOVER)
        self._rows: dict[tuple[Any, ...], Array] = {}  # coefficients that no s enters

    def sums(self, s: Array, kinds: Sequence[tuple[Any, int]]) -> list[Array]:
        """Return one array per requested pair of weight p and order o.

        Parameters
        ----------
        s
            One-dimensional array, off the cut where some ``1 + s*j**a`` vanishes.
        kinds
            Pairs ``(p, o)`` with o equal to 1 or 2.

        Raises
        ------
        NotConverged
            A pole lies so close to the real axis that the direct part would be too long.
        """
        start = self._start(s)
        whole = not math.isinf(self.v) and self.v == int(self.v)
        if whole and self.v <= max(start, 48):
            return self._direct(s, kinds, range(1, int(self.v) + 1))
        extra = 0 if math.isinf(self.v) else max(0, math.ceil(start - float(self.v)))
        out = self._direct(s, kinds, range(1, start))
        tail = _Tail(self, s, start, self.v + extra)
        out = [head + tail.value(p, o) for head, (p, o) in zip(out, kinds, strict=True)]
        if extra:
            beyond = self._direct(s, kinds, range(1, extra + 1), offset=self.v)
            out = [total - more for total, more in zip(out, beyond, strict=True)]
        return out

    def end_row(self, at: Any, p: Any, o: int) -> Array:
        """Coefficients in Y of the Euler-Maclaurin derivatives at an end point.

        Parameters
        ----------
        at
            The end point.
        p, o
            Weight and order.
        """
        key = ("end", at, p, o)
        if key not in self._rows:
            f = self.field
            table = _derivative_table(
                self.a, p, self.bernoulli, None if f.digits < 17 else f.digits
            )
            powers = f.array([-(2 * m - 1) for m in range(1, self.bernoulli + 1)])
            row = f.dot(f.exp(powers * f.log(at)), table)
            self._rows[key] = _binomial(o, 2 * self.bernoulli) * row
        return self._rows[key]

    def series_row(self, shift: Any, o: int, direction: int, resonant: int) -> Array:
        """Coefficients binom(-o, k)/(shift + direction*k), the resonant one left out.

        Parameters
        ----------
        shift, direction
            The exponent of each term is ``shift + direction*k``.
        o
            Order.
        resonant
            The k to leave out.
        """
        key = ("series", shift, o, direction)
        if key not in self._rows:
            k = np.arange(self.terms)
            bottom = shift + direction * k
            if 0 <= resonant < self.terms:
                bottom[resonant] = 1
            row = np.asarray(_binomial(o, self.terms) / bottom)
            if 0 <= resonant < self.terms:
                row[resonant] = 0
            self._rows[key] = row
        return self._rows[key]

    def total(self, p: Any) -> Any:
        r"""The sum of the weights alone, :math:`\sum_{j\le v} j^{-p}`.

        Parameters
        ----------
        p
            Weight; an endless sum needs p > 1.

        Examples
        --------
        >>> from phasecalc.numerics.arithmetic import DOUBLE
        >>> round(float(PowerSums(1.0, math.inf, DOUBLE).total(2.0)), 12)
        1.644934066848
        """
        f = self.field
        start = math.ceil(1 + self.radius)
        whole = not math.isinf(self.v) and self.v == int(self.v)
        stop = int(self.v) if whole and self.v <= 48 else start - 1
        head = f.total(f.exp(-p * f.log(f.array(list(range(1, stop + 1))))))
        if stop != start - 1 or (whole and self.v == stop):
            return head
        endless = math.isinf(self.v)
        extra = 0 if endless else max(0, math.ceil(start - float(self.v)))
        table = _derivative_table(self.a, p, self.bernoulli, None if f.digits < 17 else f.digits)[
            :, 0
        ]
        log_start = f.log(f.real(start))
        log_end = None if endless else f.log(self.v + extra)
        span = None if log_end is None else log_end - log_start
        out = head + f.exp((1 - p) * log_start) * _exprel(f, 1 - p, span)
        for log_at, sign in ((log_start, -1), (log_end, 1)):
            if log_at is None:
                continue
            steps = f.exp(f.array([-(2 * m - 1) * log_at for m in range(1, self.bernoulli + 1)]))
            out += f.exp(-p * log_at) * (f.real(1) / 2 + sign * f.dot(steps, table))
        if extra:
            out -= f.total(f.exp(-p * f.log(f.array(list(range(1, extra + 1))) + self.v)))
        return out

    def _start(self, s: Array) -> int:
        angle = np.pi - np.abs(np.angle(np.asarray(s, dtype=np.complex128)))
        size = np.abs(np.asarray(s, dtype=np.complex128))
        # Poles in j sit on the ray of this angle; those left of j = 2 are far enough anyway.
        angle = np.where(size < 2.0 ** -float(self.a), angle, np.pi)
        steepest = float(np.min(np.minimum(angle / float(self.a), np.pi / 2)))
        start = math.ceil(2 + self.radius / max(math.sin(steepest), 1e-9))
        if start > _LARGEST_START:
            raise NotConverged(
                f"sum over j: a pole at angle {steepest:.2e} from the real axis needs {start} "
                f"direct terms, more than {_LARGEST_START}. Keep s away from the cut.",
                requested=self.field.digits,
                achieved=0.0,
            )
        return start

    def _direct(
        self, s: Array, kinds: Sequence[tuple[Any, int]], j: range, offset: Any = 0
    ) -> list[Array]:
        f = self.field
        log_j = f.log(f.array(list(j)) + offset)
        first = 1 / (1 + np.multiply.outer(f.exp(self.a * log_j), s))
        powers = {1: first, 2: first * first if any(o == 2 for _, o in kinds) else first}
        return [f.dot(f.exp(-p * log_j), powers[o]) for p, o in kinds]


class _Tail:
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
        self.low = np.maximum(cross - _CROSSOVER, zero)
        self.high = np.maximum(cross + _CROSSOVER, zero)
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
        self.powers = {"X": _powers(X_below, self.terms), "U": _powers(U, self.terms)}
        self.powers["W"] = _powers(W, self.terms)
        self.ends = [(self.start, self.X, -1)]
        if self.length is not None:
            end = self.X * f.exp(self.length)
            W_end = np.where(self.above, 1 / np.where(self.above, end, 1), zero)
            self.powers["end"] = _powers(W_end, self.terms)
            self.ends.append((self.upper, end, 1))
        self.factors = [1 / (1 + X) for _, X, _ in self.ends]
        self.end_powers = [_powers(1 - y, 2 * self.bernoulli) for y in self.factors]

    @functools.cached_property
    def _whole_window(self) -> tuple[Array, Array, Array]:
        """For uncut windows: path points less the crossover, weights, 1/(1 + X e^l)."""
        f = self.field
        x, weight = self._rule
        points = _CROSSOVER * x - 1j * _BEND * (1 - x * x)
        weights = weight * (_CROSSOVER + 2j * _BEND * x)
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
            bend = np.where(self._lower[cut], 1, -1) * half * (_BEND / _CROSSOVER)
            points = points + 1j * np.multiply.outer(1 - x * x, bend)
            speed = speed - 2j * np.multiply.outer(x, bend)
        return points, weight[:, None] * speed, 1 / (1 + self.X[cut] * f.exp(points))

    def value(self, p: Any, o: int) -> Array:
        """Integral plus end corrections for weight p and order o."""
        f = self.field
        b = (1 - p) / self.a
        out = self._below(b, o) + self._above(b, o) + self._window(b, o)
        out = out * (f.exp((1 - p) * self.log_start) / self.a)
        for (at, _, sign), factor, powers in zip(
            self.ends, self.factors, self.end_powers, strict=True
        ):
            log_at = f.log(at)
            series = f.dot(self.sums.end_row(at, p, o), powers)
            value = f.exp(-p * log_at) * (factor if o == 1 else factor * factor)
            out = out + value * (f.real(1) / 2 + sign * series)
        return out

    def _window(self, b: Any, o: int) -> Array:
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

    def _below(self, b: Any, o: int) -> Array:
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
            log_part = _exprel(f, b + resonant, self.low)
            out = out + factor * self.powers["X"][resonant] * log_part
        return np.where(self.below, out, f.real(0))

    def _above(self, b: Any, o: int) -> Array:
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
            out = out + factor * near * W[resonant] * _exprel(f, b - o - resonant, span)
        return np.where(self.above, out, f.real(0))


def _binomial(o: int, count: int) -> Array:
    """binom(-o, k) for k < count."""
    k = np.arange(count)
    return np.where(k % 2, -1, 1) * (1 if o == 1 else k + 1)


def _powers(x: Array, count: int) -> Array:
    """Powers 0 to count - 1 of x, one per row."""
    rows = [x * 0 + 1, x]
    for k in range(2, count):
        # Halving the exponent keeps rounding at log2(count) products.
        rows.append(rows[k // 2] * rows[k - k // 2])
    return np.array(rows)


def _exprel(f: Field, rate: Any, span: Array | None) -> Any:
    """``(exp(rate*span) - 1)/rate``, also at rate 0; span None means endless (rate < 0)."""
    if span is None:
        return -1 / rate
    if rate == 0:
        return span
    return f.expm1(rate * span) / rate


@functools.lru_cache(maxsize=64)
def _derivative_table(a: Any, p: Any, bernoulli: int, digits: float | None) -> Array:
    """B_{2m}/(2m) [t^{2m-1}] (1+t)^{-p} ((1+t)^a - 1)^k, row m-1, column k."""
    f = field_for(None if digits is None else int(digits))
    size = 2 * bernoulli
    binomial_p, base = [f.real(1)], [f.real(1)]
    for n in range(1, size):
        binomial_p.append(binomial_p[-1] * (-p - n + 1) / n)
        base.append(base[-1] * (a - n + 1) / n)
    base[0] = f.real(0)
    row, rows = f.array(binomial_p), []
    base_array = f.array(base)
    for _ in range(size):
        rows.append(row)
        nxt = np.array([f.real(0)] * size, dtype=base_array.dtype)
        for n in range(1, size):
            nxt[n:] += row[: size - n] * base_array[n]
        row = nxt
    taylor = np.array(rows).T  # [t^n] in row n, power k in column k
    scale = [f.real(mp.bernoulli(2 * m)) / (2 * m) for m in range(1, bernoulli + 1)]
    table: Array = f.array(scale)[:, None] * taylor[1::2][:bernoulli]
    return table


@functools.lru_cache(maxsize=32)
def gauss_rule(count: int, digits: int | None) -> tuple[Array, Array]:
    """Gauss-Legendre nodes and weights on [-1, 1], in doubles or with that many digits.

    Parameters
    ----------
    count
        Number of nodes.
    digits
        Decimal digits, or None for doubles.

    Examples
    --------
    >>> x, w = gauss_rule(3, None)
    >>> round(float(sum(w * x**4)), 15)
    0.4
    """
    x, w = np.polynomial.legendre.leggauss(count)
    if digits is None:
        return x, w
    with mp.workdps(digits):
        nodes = [mp.mpf(float(t)) for t in x]
        for _ in range(math.ceil(math.log2(max(2.0, digits / 13))) + 1):
            values = [_legendre(count, t) for t in nodes]
            nodes = [t - q / dq for t, (q, dq) in zip(nodes, values, strict=True)]
        weights = [2 / ((1 - t * t) * _legendre(count, t)[1] ** 2) for t in nodes]
        return np.array(nodes, dtype=object), np.array(weights, dtype=object)


def _legendre(n: int, x: Any) -> tuple[Any, Any]:
    before, value = mp.mpf(1), x
    for k in range(2, n + 1):
        before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
    return value, n * (x * value - before) / (x * x - 1)
