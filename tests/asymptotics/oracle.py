"""Integrals and sums by quadrature and summation that know nothing of the bounds."""

import math

import numpy as np

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


def panels(function, first, last):
    """Gauss-Legendre on panels of half a unit; the integrands here turn within a unit or more."""
    edges = np.linspace(first, last, max(2, math.ceil(2 * (last - first)) + 1))
    half = np.diff(edges)[:, None] / 2
    points = (edges[:-1, None] + half) + half * NODES
    return float(np.sum(half * WEIGHTS * function(points)))


def watson(s, x, e=0.0):
    """Integral of u^(s-1) exp(-x u) from e to 1, with u = exp(-y)."""
    last = -math.log(e) if e else math.log(x) + 40
    # Beyond, the exponential is 1 to 17 digits, and s > 0.
    rest = 0.0 if e else math.exp(-s * last) / s
    return panels(lambda y: np.exp(-s * y - x * np.exp(-y)), 0.0, last) + rest


def tail(summand, first, fall):
    """Sum over j > first of a smooth summand that falls like j^-fall, by Euler-Maclaurin."""
    start, h = math.log(first), 1e-3
    end = start + 30 + 30 / (fall - 1)
    area = panels(lambda y: summand(y) * np.exp(y), start, end)
    area += summand(end) * math.exp(end) / (fall - 1)
    slope = (summand(start + h) - summand(start - h)) / (2 * h * first)
    return float(area - summand(start) / 2 - slope / 12)


def direct(summand, v, fall=None):
    """Sum over j <= v of a function of log(j); for v = oo, the first terms and the tail."""
    first = 4000 if math.isinf(v) else math.floor(v)
    total = math.fsum(summand(np.log(np.arange(1.0, first + 1))))
    return total + (tail(summand, float(first), fall) if math.isinf(v) else 0.0)


def profile_moment(a, b, k, ratio):
    """Integral of x^-a/(1 + k x^b) from 0 to the ratio, with x = exp(y)."""
    first = -40 / b - abs(math.log(k)) / b
    last = math.log(ratio) if math.isfinite(ratio) else 40 / b + abs(math.log(k)) / b
    rest = 0.0 if math.isfinite(ratio) else math.exp((1 - a - b) * last) / (k * (a + b - 1))
    area = panels(lambda y: np.exp((1 - a) * y) / (1 + k * np.exp(b * y)), first, last)
    return math.exp((1 - a) * first) / (1 - a) + area + rest


def power_sum(a, v):
    """Sum of j^-a over j <= v; from 4000 on by Euler-Maclaurin, up to terms of order n^-4."""
    first, n = 4000.0, float(math.floor(v))
    if n <= first:
        return direct(lambda y: np.exp(-a * y), v)
    area = math.log(n / first) if a == 1 else (n ** (1 - a) - first ** (1 - a)) / (1 - a)
    ends = (n**-a - first**-a) / 2 - a * (n ** (-a - 1) - first ** (-a - 1)) / 12
    return direct(lambda y: np.exp(-a * y), first) + area + ends
