"""Coefficients of the series that make up sums over j: binomials, derivatives, Gauss rules."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from phasecalc.numerics.arithmetic import Array, Field, field_for
from phasecalc.numerics.context import fixed

__all__ = ["binomials", "derivative_table", "exprel", "gauss_rule", "powers"]


def binomials(o: int, count: int) -> Array:
    """binom(-o, k) for k < count."""
    k = np.arange(count)
    return np.where(k % 2, -1, 1) * (1 if o == 1 else k + 1)


def powers(x: Array, count: int) -> Array:
    """Powers 0 to count - 1 of x, one per row."""
    rows = [x * 0 + 1, x]
    for k in range(2, count):
        # Halving the exponent keeps rounding at log2(count) products.
        rows.append(rows[k // 2] * rows[k - k // 2])
    return np.array(rows)


def exprel(f: Field, rate: Any, span: Array | None) -> Any:
    """``(exp(rate*span) - 1)/rate``, also at rate 0; span None means endless (rate < 0)."""
    if span is None:
        return -1 / rate
    if rate == 0:
        return span
    return f.expm1(rate * span) / rate


@functools.lru_cache(maxsize=64)
def derivative_table(a: Any, p: Any, bernoulli: int, digits: float | None) -> Array:
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
    numbers = fixed(15 if digits is None else int(digits))
    scale = [f.real(numbers.bernoulli(2 * m)) / (2 * m) for m in range(1, bernoulli + 1)]
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
    field = field_for(digits)
    with field.working():
        nodes = field.array([float(t) for t in x])
        # Each Newton step doubles the sixteen digits of the doubles.
        for _ in range(math.ceil(math.log2(max(2.0, digits / 14)))):
            value, slope = _legendre(count, nodes)
            nodes = nodes - value / slope
        slope = _legendre(count, nodes)[1]
        return nodes, 2 / ((1 - nodes * nodes) * slope * slope)


def _legendre(n: int, x: Array) -> tuple[Array, Array]:
    """Legendre polynomial of degree n and its derivative."""
    before, value = x * 0 + 1, x
    for k in range(2, n + 1):
        before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
    return value, n * (x * value - before) / (x * x - 1)
