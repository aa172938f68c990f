r"""Lines through logarithms of what is known exactly, and through averages of what scatters.

Eigenvalues: log lambda against log j, averaged over blocks of equal width in log j; what is left
over from block to block is the noise, Student's t its law. Neighbours within a block may be
correlated in any way; blocks are taken as independent, which is the assumption.

Targets: y_j = mu_j times noise of mean one, independent from index to index (the assumption),
whatever its law: the exponent solves sum_j (y_j/mu_j - 1) (1, log j) = 0, so that y may be zero and
the logarithm of a small square has no say. The standard error of the bend is the sandwich of these
equations; that of the exponent, over the window that is chosen, comes from solving them again with
the noise y_j/mu_j drawn anew, for the sandwich is too short by up to a tenth where few indices
are at the head.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.spectra.line import Line

__all__ = ["drawn_again", "log_line", "mean_line", "power_means"]

Floats = npt.NDArray[np.float64]
_BLOCKS = 12
_ROUNDS = 100
_RESAMPLES = 200
_SURELY = 20_000  # values from which the sandwich is long enough
_EXACT = 1e-12  # relative rounding of a slope
Means = Callable[[float, float], Floats]  # log of the means, from exponent and curvature


def log_line(values: Floats, first: int, last: int) -> Line | None:
    """Line through the logarithms of eigenvalues, decreasing and positive."""
    j = np.arange(first, last + 1)
    x, y = np.log(j / math.sqrt(first * last)), np.log(values[first - 1 : last])
    cut = np.linspace(math.log(first - 0.5), math.log(last + 0.5), _BLOCKS + 1)
    block = np.clip(np.searchsorted(cut, np.log(j), side="right") - 1, 0, _BLOCKS - 1)
    _, block = np.unique(block, return_inverse=True)
    size = np.bincount(block)
    x, y = np.bincount(block, x) / size, np.bincount(block, y) / size
    if len(x) < 5:
        return None
    straight, error, free = _squares(np.stack([np.ones_like(x), x], axis=1), y)
    curved, of_curved, _ = _squares(np.stack([np.ones_like(x), x, x * x], axis=1), y)
    width = 2 * math.log(last / first)
    numbers = [-straight[1], error[1], -curved[2] * width, of_curved[2] * width, free, straight[0]]
    return Line(first, last, *(float(x) for x in numbers))


def _squares(columns: Floats, y: Floats) -> tuple[Floats, Floats, int]:
    """Least squares: coefficients, their standard errors and the degrees of freedom."""
    inverse = np.linalg.inv(columns.T @ columns)
    found = inverse @ (columns.T @ y)
    free = len(y) - columns.shape[1]
    left = y - columns @ found
    variance = left @ left / free + (_EXACT * np.abs(y).max()) ** 2
    return found, np.sqrt(variance * np.diag(inverse)), free


def power_means(first: int, last: int) -> Means:
    """Means j**-s, bent by a curvature, in the indices of a window."""
    x = np.log(np.arange(first, last + 1) / math.sqrt(first * last))
    return lambda s, q: -s * x - q * x * x


def mean_line(y: Floats, first: int, last: int, means: Means, start: float) -> Line | None:
    """Line through what scatters around means that fall like a power.

    Parameters
    ----------
    y
        Values of the window, at least 0.
    first, last
        Ends of the window.
    means
        Logarithms of the means up to a constant.
    start
        First guess of the exponent.
    """
    straight = _solved(y, lambda p: means(p[0], 0.0), np.array([start]))
    if straight is None:
        return None
    curved = _solved(y, lambda p: means(p[0], p[1]), np.array([straight[0][1], 0.0]))
    if curved is None:
        return None
    width = 2 * math.log(last / first)
    (found, error), (bent, of_bent) = straight, curved
    numbers = [found[1], error[1], bent[2] * width, of_bent[2] * width, len(y) - 2, found[0]]
    return Line(first, last, *(float(x) for x in numbers))


def drawn_again(line: Line, y: Floats, means: Means) -> Line:
    """The same line with the standard error of exponents from its noise drawn anew."""
    if len(y) > _SURELY:
        return line
    at = line.level + means(line.exponent, 0.0)
    noise, rng, found = y * np.exp(-at), np.random.default_rng(0), []
    for _ in range(_RESAMPLES):
        again = np.exp(at) * rng.choice(noise, len(noise))
        solved = _solved(again, lambda p: means(p[0], 0.0), np.array([line.exponent]))
        if solved is not None:
            found.append(solved[0][1])
    if len(found) < _RESAMPLES / 2:
        return line
    return replace(line, error=max(line.error, float(np.std(found, ddof=1))))


def _solved(
    y: Floats, means: Callable[[Floats], Floats], start: Floats
) -> tuple[Floats, Floats] | None:
    """Solution of the equations of means, the level first, with standard errors."""
    count = len(start) + 1
    at = means(start)
    point = np.concatenate([[math.log(max(float(np.mean(y * np.exp(-at))), 1e-300))], start])
    for _ in range(_ROUNDS):
        columns = _slopes(means, point[1:])
        ratio = y * np.exp(-point[0] - means(point[1:]))
        gram = (columns * ratio[:, None]).T @ columns
        if not np.isfinite(gram).all() or np.linalg.matrix_rank(gram) < count:
            return None
        step = np.linalg.solve(gram, columns.T @ (ratio - 1))
        point = point + step / max(1.0, np.abs(step[1:]).max() / 0.5, abs(step[0]))
        if np.abs(step).max() < 1e-10:
            bread = np.linalg.inv(gram)
            meat = (columns * (ratio - 1)[:, None] ** 2).T @ columns
            spread = bread @ meat @ bread * len(y) / max(len(y) - count, 1)
            floor = _EXACT**2 * np.abs(np.diag(bread))
            return point, np.sqrt(np.maximum(np.diag(spread), floor))
    return None


def _slopes(means: Callable[[Floats], Floats], point: Floats) -> Floats:
    """Derivatives of the logarithm of the means, that by the level first."""
    h = 1e-6
    steps = h * np.eye(len(point))
    moved = [(means(point + s) - means(point - s)) / (2 * h) for s in steps]
    return np.stack([np.ones_like(moved[0]), *moved], axis=1)
