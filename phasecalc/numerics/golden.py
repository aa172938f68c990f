"""Least values of a function of one number: a coarse grid, then golden sections."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

__all__ = ["golden", "lowest"]


def lowest(f: Callable[[float], float], low: float, high: float, count: int, half: float) -> float:
    """Where f is least, to within ``half``, of the two deepest dips of a grid.

    Examples
    --------
    >>> round(lowest(lambda x: (x - 0.3) ** 2, -1, 1, 7, 1e-6), 5)
    0.3
    """
    grid = [float(x) for x in np.linspace(low, high, count)]
    values = [f(x) for x in grid]
    padded = [math.inf, *values, math.inf]
    dips = [k for k in range(count) if padded[k] >= padded[k + 1] <= padded[k + 2]]
    deepest = sorted(dips, key=values.__getitem__)[:2]  # between two the grid may be mistaken
    found = [golden(f, grid[max(k - 1, 0)], grid[min(k + 1, count - 1)], half) for k in deepest]
    return min(found, key=f) if len(found) > 1 else found[0]


def golden(f: Callable[[float], float], a: float, b: float, half: float) -> float:
    """Where f is least between a and b, to within ``half``, if it has one minimum there."""
    ratio = (math.sqrt(5) - 1) / 2
    while b - a > 2 * half:
        c, e = b - ratio * (b - a), a + ratio * (b - a)
        a, b = (a, e) if f(c) < f(e) else (c, b)
    return (a + b) / 2
