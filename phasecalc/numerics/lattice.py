r"""Gauss rules for sums over whole numbers: a few hundred points stand for any number of terms.

Gram's polynomials are orthogonal on the N points of a block of whole numbers, and their
recurrence coefficients :math:`k^2(N^2-k^2)/(4(4k^2-1))` make sense for real N too. The Gauss rule
they give sums every polynomial of degree below 2n exactly, with positive weights. Blocks that
double in length cover 1 ... v with n points each, so that a sum over j becomes one short matrix
product whatever its weights. Far below and far above |s| j^a = 1 that product is a power series
in s or 1/s, whose coefficients are sums without s. The rule's error falls like
:math:`\rho^{-2n}`, where the ellipse of parameter rho around the block reaches the nearest pole.
Reference: Gautschi, *Orthogonal Polynomials*, section 1.5; Area, Dimitrov, Godoy and Paschoa,
Math. Comp. 82 (2013).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from phasecalc.numerics.arithmetic import DOUBLE, Array

__all__ = ["LatticeSums", "block_rule"]

_COUNTS = (16, 24, 40)  # points per block; more of them bear poles nearer to the axis
_DIGITS = 18.0  # of the error bound: two more than doubles hold
_CHUNK = 16384  # numbers handled together, few enough for the processor's cache
_FEW = 256  # points that are not worth a series
_RATIO, _TERMS, _STEP = 32.0, 13, 64  # 32^-13 is below every double's rounding
# Coefficients of 1/(1 + x) and of its square.
_SERIES = {
    o: np.array([(-1.0) ** k * (1 if o == 1 else k + 1) for k in range(_TERMS)]) for o in (1, 2)
}
_LARGEST = 1e140  # of |s| j^a: beyond it the square of a modulus overflows


@functools.lru_cache(maxsize=4096)
def block_rule(length: float, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Points in (-1, 1) and weights of the Gauss rule for a sum over a block.

    The sum of g over ``first, ..., first + length - 1`` is that of
    ``weights * g(first + (length - 1)/2 + points*length/2)``.

    Parameters
    ----------
    length
        Number of terms, real, larger than ``count``.
    count
        Number of points.

    Examples
    --------
    >>> x, w = block_rule(10.0, 3)
    >>> round(float(sum(w * (5.5 + 5 * x) ** 4)), 8)  # 1 + 2**4 + ... + 10**4
    25333.0
    """
    k = np.arange(1, count)
    off = np.sqrt(k * k * (1 - (k / length) ** 2) / (4.0 * k * k - 1))
    points, vectors = np.linalg.eigh(np.diag(off, -1))
    return points, length * vectors[0] ** 2


@functools.cache
def _least_angle(count: int) -> float:
    """Smallest angle of a pole, seen from 0, that a rule of so many points bears."""
    radius = np.geomspace(0.5, 3, 200)
    for angle in np.arange(0.02, 1.6, 0.01):
        place = (radius * np.exp(1j * angle) - 1.5) * 2
        root = np.sqrt(place - 1) * np.sqrt(place + 1)
        if 2 * count * math.log10(float(np.min(np.abs(place + root)))) > _DIGITS:
            return float(angle)
    return math.inf


def _rule(v: float, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Points and weights of the sum over 1, ..., v; None for a short sum with a broken end."""
    head = _head(count)
    if v < 3 * head:
        whole = v == int(v)
        return (np.arange(1.0, v + 1), np.ones(int(v))) if whole else None
    doublings = math.floor(math.log2(v / head))
    first = math.ldexp(head, doublings)
    if v - first + 1 < first / 2:
        # A short rest joins the block before; the two are then cut in halves.
        doublings, first = doublings - 1, first / 2
        half = math.floor((v - first + 1) / 2)
        ends = [(first, float(half)), (first + half, v - first - half + 1)]
    else:
        ends = [(first, v - first + 1)]
    parts = [_doubled(count, doublings), *(_block(*end, count) for end in ends)]
    points, weights = zip(*parts, strict=True)
    return np.concatenate(points), np.concatenate(weights)


def _block(
    first: float, length: float, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points and weights of the sum over one block."""
    # Beyond this length the rule is that of Legendre to the last digit.
    known = min(length, 1e12)
    x, w = block_rule(known, count)
    return first + (length - 1) / 2 + x * (length / 2), w * (length / known)


@functools.lru_cache(maxsize=512)
def _doubled(count: int, doublings: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points and weights of the head and of the blocks that every longer sum shares."""
    head = _head(count)
    parts = [(np.arange(1.0, head), np.ones(head - 1))]
    for k in range(doublings):
        first = math.ldexp(head, k)
        parts.append(_block(first, first, count))
    points, weights = zip(*parts, strict=True)
    return np.concatenate(points), np.concatenate(weights)


def _head(count: int) -> int:
    return 32 if count < 30 else 128


class _Compressed:
    """One rule with the powers of its points that have been asked for."""

    def __init__(self, a: float, points: Array, weights: Array) -> None:
        self.points, self.weights = points, weights
        self.base = points**a
        self._rows: dict[tuple[float, ...], Array] = {}
        self._kept: dict[tuple[float, int, bool], Array] = {}

    def rows(self, p: tuple[float, ...]) -> Array:
        """Weights times ``points**-p``, one row per p."""
        if p not in self._rows:
            self._rows[p] = np.array([self.weights * self.points**-q for q in p])
        return self._rows[p]

    def sums(self, s: Array, kinds: Sequence[tuple[float, int]]) -> list[Array]:
        """One array per pair of weight and order."""
        low, high = self._middle(np.abs(s))
        width = max(8, _CHUNK // (high - low + 1))
        starts = range(0, s.size, width)
        parts = [self._sums(s[k : k + width], kinds, slice(low, high)) for k in starts]
        out = [np.concatenate(x) for x in zip(*parts, strict=True)] if len(parts) > 1 else parts[0]
        if low:
            powers = _powers(s * self.base[low])
            for k, (p, order) in enumerate(kinds):
                out[k] = out[k] + (_SERIES[order] * self._moments(p, low, True)[:_TERMS]) @ powers
        if high < self.points.size:
            inverse = 1 / (s * self.base[high])
            powers = _powers(inverse)
            for k, (p, order) in enumerate(kinds):
                row = _SERIES[order] * self._moments(p, high, False)[order : order + _TERMS]
                out[k] = out[k] + inverse**order * (row @ powers)
        return out

    def _middle(self, size: Array) -> tuple[int, int]:
        """The points taken one by one; elsewhere a series in s j^a or in its inverse serves."""
        count, least, most = self.points.size, float(size.min()), float(size.max())
        if count < _FEW or not 0 < least <= most < math.inf:
            return 0, count
        low = int(np.searchsorted(self.base, 1 / (_RATIO * most))) // _STEP * _STEP
        high = -int(np.searchsorted(self.base, _RATIO / least)) // _STEP * -_STEP
        return low, high if high < count - _STEP else count

    def _moments(self, p: float, end: int, below: bool) -> Array:
        """Weighted sums of powers of j^a, below a point or from it on, in units of its own."""
        key = (p, end, below)
        if key not in self._kept:
            part = slice(0, end) if below else slice(end, None)
            row = self.rows((p,))[0, part]
            ratio = self.base[part] / self.base[end] if below else self.base[end] / self.base[part]
            found = np.empty(_TERMS + 2)
            for k in range(_TERMS + 2):
                found[k] = row.sum()
                row = row * ratio
            self._kept[key] = found
        return self._kept[key]

    def _sums(self, s: Array, kinds: Sequence[tuple[float, int]], part: slice) -> list[Array]:
        factor = self._factor(s, part)
        out: list[Array] = [s] * len(kinds)
        for order in (1, 2):
            chosen = [k for k, (_, o) in enumerate(kinds) if o == order]
            if chosen:
                rows = self.rows(tuple(kinds[k][0] for k in chosen))[:, part]
                values = _product(rows, factor if order == 1 else factor * factor)
                for k, value in zip(chosen, values, strict=True):
                    out[k] = value
        return out

    def _factor(self, s: Array, part: slice) -> Array:
        """1/(1 + s j^a), one row per point."""
        base = self.base[part, None]
        if not np.iscomplexobj(s) or (base.size and np.abs(s).max() * base[-1, 0] > _LARGEST):
            out: Array = 1 / (1 + base * s)
            return out
        # In real arithmetic, which runs several times faster than a complex division.
        top, side = 1 + base * s.real, base * s.imag
        scale = 1 / (top * top + side * side)
        out = np.empty(top.shape, dtype=np.complex128)
        np.multiply(top, scale, out=out.real)
        np.multiply(side, -scale, out=out.imag)
        return out


def _powers(x: Array) -> Array:
    """The powers of x from 0 on, one a row."""
    out = np.empty((_TERMS, x.size), dtype=x.dtype)
    out[0] = 1
    for k in range(1, _TERMS):
        np.multiply(out[k - 1], x, out=out[k])
    return out


def _product(rows: Array, columns: Array) -> Array:
    """Real rows times real or complex columns, on one thread."""
    shape = (len(rows), columns.shape[1])
    flat = columns.view(np.float64)
    # BLAS starts threads for products larger than these, slowly where another process is busy.
    small = flat.size * len(rows) < 200_000
    found = rows @ flat if small else np.einsum("mk,kn->mn", rows, flat)
    return found.view(columns.dtype).reshape(shape)


class LatticeSums:
    r"""Sums :math:`\sum_{j\le v} j^{-p}(1+s\,j^a)^{-o}` in doubles by Gauss rules.

    Parameters
    ----------
    exponent
        The exponent a > 0.
    upper
        The end point v >= 1, real and finite.

    Examples
    --------
    >>> total, = LatticeSums(2.0, 3.0).sums(np.array([1.0]), [(0.0, 1)])
    >>> round(float(total[0]), 12)  # 1/2 + 1/5 + 1/10
    0.8
    """

    def __init__(self, exponent: float, upper: float) -> None:
        self.a, self.v = exponent, upper
        self._made: dict[int, _Compressed | None] = {}

    def sums(self, s: Array, kinds: Sequence[tuple[float, int]]) -> list[Array] | None:
        """One array per pair of weight and order, or None where no rule bears the poles.

        Parameters
        ----------
        s
            One-dimensional array.
        kinds
            Pairs ``(p, o)`` with o equal to 1 or 2.
        """
        rule = self._rule_for(s)
        return None if rule is None else rule.sums(s, kinds)

    def total(self, p: float) -> float | None:
        """Sum of the weights alone, or None where no rule applies.

        Parameters
        ----------
        p
            Weight.
        """
        rule = self._made_rule(_COUNTS[0])
        return None if rule is None else float(rule.rows((p,)).sum())

    def _rule_for(self, s: Array) -> _Compressed | None:
        # Poles j = (-1/s)^(1/a) left of half the head's length are far from every block.
        size = np.abs(s)
        if np.iscomplexobj(s):
            angle = math.pi - np.abs(np.angle(s))
        else:
            angle = np.where(s > 0, math.pi, 0.0)
        small, least = float(size.min()), float(angle.min())
        for count in _COUNTS:
            reach = (_head(count) / 2) ** -self.a
            wanted = min(_least_angle(count), math.pi / 2) * self.a
            if small >= reach or least >= wanted or float(angle[size < reach].min()) >= wanted:
                return self._made_rule(count)
        return None

    def _made_rule(self, count: int) -> _Compressed | None:
        if count not in self._made:
            rule = _rule(self.v, count)
            with DOUBLE.working():
                self._made[count] = None if rule is None else _Compressed(self.a, *rule)
        return self._made[count]
