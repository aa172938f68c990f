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
        out = [head + tail.sum(p, o) for head, (p, o) in zip(out, kinds, strict=True)]
        if extra:
            beyond = self._direct(s, kinds, range(1, extra + 1), offset=self.v)
            out = [total - more for total, more in zip(out, beyond, strict=True)]
        return out

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
        table = _derivative_table(
            self.a, p, self.bernoulli, None if f.digits < 17 else f.digits
        )[:, 0]
        log_start = f.log(f.real(start))
        log_end = None if endless else f.log(self.v + extra)
        span = None if log_end is None else log_end - log_start
        out = head + f.exp((1 - p) * log_start) * _exprel(f, 1 - p, span)
        for log_at, sign in ((log_start, -1), (log_end, 1)):
            if log_at is None:
                continue
            steps = f.exp(f.array([-(2 * m - 1) * log_at for m in range(1, self.bernoulli + 1)]))
            out += f.exp(-p * log_at) * (f.real(1) / 2 + sign * np.dot(steps, table))
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
        return [np.dot(f.exp(-p * log_j), powers[o]) for p, o in kinds]


class _Tail:
    """The part of the sums from ``start`` to ``upper``, for one array s."""

    def __init__(self, sums: PowerSums, s: Array, start: int, upper: Any) -> None:
        f = self.field = sums.field
        self.a, self.s, self.terms = sums.a, s, sums.terms
        self.bernoulli = sums.bernoulli
        self.start, self.upper = f.real(start), upper
        self.endless = bool(math.isinf(upper))
        self.log_start = f.log(self.start)
        self.X = s * f.exp(self.a * self.log_start)
        cross = -f.log(f.modulus(self.X))
        zero = f.real(0)
        # Lengths are in l = a*log(u/J); an endless sum has its last crossover inside.
        length = None if self.endless else self.a * (f.log(upper) - self.log_start)
        self.length = length
        self.low = np.maximum(cross - _CROSSOVER, zero)
        self.high = np.maximum(cross + _CROSSOVER, zero)
        if length is not None:
            self.low, self.high = np.minimum(self.low, length), np.minimum(self.high, length)
        self._geometry()

    def _geometry(self) -> None:
        f = self.field
        self.below = np.asarray(self.low > 0)
        self.above = (
            np.ones(self.s.shape, dtype=bool)
            if self.length is None
            else np.asarray(self.high < self.length)
        )
        zero = f.real(0)
        self.X_below = np.where(self.below, self.X, zero)
        self.U = np.where(self.below, self.X * f.exp(self.low), zero)
        safe = np.where(self.above, self.X * f.exp(self.high), f.real(1))
        self.W = np.where(self.above, 1 / safe, zero)
        if self.length is None:
            self.W_end = np.where(self.above, zero, zero)
        else:
            end = np.where(self.above, self.X, f.real(1)) * f.exp(self.length)
            self.W_end = np.where(self.above, 1 / end, zero)
        middle = (self.high + self.low) / 2
        half = (self.high - self.low) / 2
        if f.is_real(self.s):
            bend = None
        else:
            sign = np.where(np.asarray(f.im(self.X) >= 0), -1, 1)
            bend = sign * half * (_BEND / _CROSSOVER)
        self._window = (middle, half, bend)

    @functools.cached_property
    def _nodes(self) -> tuple[Array, Array, Array]:
        """Path points l, their weights dl, and 1/(1 + X e^l), across the crossover."""
        middle, half, bend = self._window
        digits = int(self.field.digits)
        count = 34 + math.ceil(3 / float(self.a)) + math.ceil(1.8 * max(0, digits - 16))
        x, weight = gauss_rule(count, None if isinstance(self.field, DoubleField) else digits)
        points = middle + np.multiply.outer(x, half)
        speed = np.multiply.outer(x * 0 + 1, half)
        if bend is not None:
            points = points + 1j * np.multiply.outer(1 - x * x, bend)
            speed = speed - 2j * np.multiply.outer(x, bend)
        factor = 1 / (1 + self.X * self.field.exp(points))
        return points, weight[:, None] * speed, factor

    def sum(self, p: Any, o: int) -> Array:
        """Integral plus end corrections for weight p and order o."""
        integral = self._integral(p, o)
        at_start = self._correction(p, o, self.start, self.X, sign=-1)
        out = integral + at_start
        if not self.endless:
            X = self.s * self.field.exp(self.a * self.field.log(self.upper))
            out = out + self._correction(p, o, self.upper, X, sign=+1)
        return out

    def _integral(self, p: Any, o: int) -> Array:
        f = self.field
        b = (1 - p) / self.a
        points, weight, factor = self._nodes
        middle = f.total(weight * f.exp(b * points) * (factor if o == 1 else factor * factor))
        total = middle + self._below(b, o) + self._above(b, o)
        return total * (f.exp((1 - p) * self.log_start) / self.a)

    def _below(self, b: Any, o: int) -> Array:
        """Integral of e^{bl} (1+Xe^l)^{-o} from 0 to ``low``, as a series in X e^l."""
        f = self.field
        resonant = round(-float(b))
        coefficients = [
            (-1) ** k * (1 if o == 1 else k + 1) / (b + k) if k != resonant else f.real(0)
            for k in range(self.terms)
        ]
        growth = f.exp(b * self.low)
        out = growth * _horner(coefficients, self.U) - _horner(coefficients, self.X_below)
        if 0 <= resonant < self.terms:
            factor = (-1) ** resonant * (1 if o == 1 else resonant + 1)
            out = out + factor * self.X_below**resonant * _exprel(f, b + resonant, self.low)
        return np.where(self.below, out, f.real(0))

    def _above(self, b: Any, o: int) -> Array:
        """Integral of the same from ``high`` to the end, as a series in 1/(X e^l)."""
        f = self.field
        resonant = round(float(b)) - o
        coefficients = [
            (-1) ** k * (1 if o == 1 else k + 1) / (b - o - k) if k != resonant else f.real(0)
            for k in range(self.terms)
        ]
        near = f.exp(b * self.high) * self.W**o
        out = -near * _horner(coefficients, self.W)
        if self.length is not None:
            far = f.exp(b * self.length) * self.W_end**o
            out = out + far * _horner(coefficients, self.W_end)
        if 0 <= resonant < self.terms:
            factor = (-1) ** resonant * (1 if o == 1 else resonant + 1)
            span = None if self.length is None else self.length - self.high
            log_part = _exprel(f, b - o - resonant, span)
            out = out + factor * near * self.W**resonant * log_part
        return np.where(self.above, out, f.real(0))

    def _correction(self, p: Any, o: int, at: Any, X: Array, sign: int) -> Array:
        """Half the end term plus ``sign`` times the Euler-Maclaurin derivatives there."""
        f = self.field
        table = _derivative_table(self.a, p, self.bernoulli, None if f.digits < 17 else f.digits)
        steps = [f.exp(-(2 * m - 1) * f.log(at)) for m in range(1, self.bernoulli + 1)]
        coefficients = np.dot(f.array(steps), table)
        signed = [
            (-1) ** k * (1 if o == 1 else k + 1) * coefficients[k]
            for k in range(coefficients.shape[0])
        ]
        # Y is 1 where X overflows: the expansion there is that of a pure power.
        factor = 1 / (1 + X)
        value = f.exp(-p * f.log(at)) * factor**o
        return value * (f.real(1) / 2 + sign * _horner(signed, 1 - factor))


def _horner(coefficients: Sequence[Any], x: Array) -> Array:
    out = x * 0 + coefficients[-1]
    for c in reversed(coefficients[:-1]):
        out = out * x + c
    return out


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
