r"""A power law fitted to the modes that a population resolves, by generalised least squares.

In a window of indices lambda_j = C j^{-2 alpha}; before it, the eigenvalues of the sample, their
bias removed; after it, the same law on to the dimension v, of which only the sum matters. Where v
is not given it is fitted too, from a wide guess (a factor of 4.5 either way around 10 n).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.spectra.line import Line
from phasecalc.fitting.spectra.sample import Resolved, modes_covariance

__all__ = ["PowerLaw", "sample_line"]

Floats = npt.NDArray[np.float64]
_SINGLY = 64  # modes that are summed one by one; the others by quadrature in log j
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
_PANEL = 2.0  # width in log j
_GUESS, _WIDE = 10.0, 1.5  # of v/n, and the standard deviation of its logarithm
_KEPT = 1e-7  # of the correlations' eigenvalues: below, rounding
_ROUNDS, _PLACED = 60, 10  # of Newton's method; of those, how many may move the ridges used
_MOST = math.log(1e12)


@dataclass(frozen=True)
class PowerLaw:
    """Eigenvalues of a population: those before a window, then a power law with a bend in it.

    Parameters
    ----------
    before
        Eigenvalues before the window.
    first, last
        Ends of the window.
    level, exponent, bend
        log lambda_j = level - exponent x - bend x^2, x = log(j/middle) within the window.
    log_dimension
        Logarithm of v.
    """

    before: Floats
    first: int
    last: int
    level: float
    exponent: float
    bend: float
    log_dimension: float

    @cached_property
    def modes(self) -> tuple[Floats, Floats]:
        """Indices and weights of a sum over the modes from the first of the window on."""
        end = self.log_dimension
        upto = min(self.first + _SINGLY, int(math.exp(min(end, _MOST))))
        single = np.arange(self.first, upto + 1, dtype=float)
        x, w = [], []
        start = math.log(upto + 0.5)
        for stop in (math.log(self.last + 0.5), end):
            if stop <= start:
                continue
            cuts = np.linspace(start, stop, math.ceil((stop - start) / _PANEL) + 1)
            half = np.diff(cuts)[:, None] / 2
            x.append((cuts[:-1, None] + half * (1 + _NODES)).ravel())
            w.append((half * _WEIGHTS).ravel())
            start = stop
        at = np.exp(np.concatenate(x)) if x else np.empty(0)
        by = np.concatenate(w) * at if w else np.empty(0)
        return np.concatenate([single, at]), np.concatenate([np.ones(len(single)), by])

    def eigenvalues(self, j: Floats) -> Floats:
        """Eigenvalues at indices of the window and beyond, where the law goes on straight."""
        x = np.log(j / math.sqrt(self.first * self.last))
        inner = np.minimum(x, math.log(self.last / self.first) / 2)
        found: Floats = np.exp(self.level - self.exponent * x - self.bend * inner * (2 * x - inner))
        return found

    def resolves(self, kappa: Floats) -> Floats:
        """Modes resolved at ridges."""
        j, weight = self.modes
        own, before = self.eigenvalues(j), self.before
        found: Floats = (weight * (own / (own + kappa[:, None]))).sum(axis=1)
        found += (before / (before + kappa[:, None])).sum(axis=1)
        return found

    def derivatives(self, kappa: Floats) -> tuple[Floats, ...]:
        """Modes resolved at ridges, and their first three derivatives."""
        j, weight = self.modes
        own = np.concatenate([self.eigenvalues(j), self.before])
        each = np.concatenate([weight, np.ones(len(self.before))]) * own
        inverse = 1 / (own + kappa[:, None])
        return tuple(
            f * (each * inverse**k).sum(axis=1) for k, f in enumerate((1.0, -1.0, 2.0, -6.0), 1)
        )


def sample_line(found: Resolved, first: int, last: int, dimension: int | None) -> Line | None:
    """Line over a window of the population's eigenvalues, or None where the sample is too coarse.

    Parameters
    ----------
    found
        What the sample resolves.
    first, last
        Ends of the window.
    dimension
        v, or None where it is not known.
    """
    straight = _fit(found, first, last, dimension, curved=False)
    if straight is None:
        return None
    curved = _fit(found, first, last, dimension, curved=True)
    if curved is None:
        return None
    width = 2 * math.log(last / first)
    point, errors, chance = straight
    bend, of_bend = curved[0][2] * width, curved[1][2] * width
    return Line(
        first,
        last,
        float(point[1]),
        float(errors[1]),
        float(bend),
        float(of_bend),
        math.inf,
        float(point[0]),
        chance,
        math.exp(point[3]),
    )


_Fit = tuple[Floats, Floats, float]


def _law(found: Resolved, window: tuple[int, int], before: Floats, p: Floats) -> PowerLaw:
    return PowerLaw(before, *window, *(float(x) for x in p))


def _fit(
    found: Resolved, first: int, last: int, dimension: int | None, curved: bool
) -> _Fit | None:
    """Level, exponent, bend and log v, with standard errors, and the chance of the scatter."""
    z, n, window = found.eigenvalues, found.samples, (first, last)
    before = found.heads[: first - 1]
    guess = math.log(dimension or _GUESS * n)
    point = np.array([*_start(z, first, last), 0.0, guess])
    free = [0, 1, *([2] if curved else []), *([] if dimension else [3])]
    used: npt.NDArray[np.bool_] = np.zeros(len(found.kappa), dtype=bool)
    for turn in range(_ROUNDS):
        law = _law(found, window, before, point)
        ends = law.eigenvalues(np.array([first, last], dtype=float))
        if turn < _PLACED:
            top = 4 * ends[0] if first == 1 else ends[0]
            used = (found.kappa >= ends[1]) & (found.kappa <= top)
            if used.sum() < len(free) + 1:
                used = found.kappa <= max(top, 4 * ends[0])
        if used.sum() < len(free):
            return None
        rows, left = _whitened(found, window, before, point, used)
        rows = rows[:, free]
        if not dimension:
            rows = np.vstack([rows, np.eye(len(free))[-1] / _WIDE])
            left = np.append(left, (guess - point[3]) / _WIDE)
        if not (np.isfinite(rows).all() and np.isfinite(left).all()):
            return None
        step = np.linalg.lstsq(rows, left, rcond=None)[0]
        point[free] += step / max(1.0, np.max(np.abs(step) / np.array([2, 0.3, 0.3, 1])[free]))
        point[3] = np.clip(point[3], math.log(max(last, len(z))), guess + 12)
        if turn > _PLACED and np.abs(step).max() < 1e-7:
            break
    else:
        return None
    if ends[1] < found.least * (1 - 1e-9):
        return None  # the last modes of the window are below what the sample resolves
    return point, *_spread(rows, left, free)


def _start(z: Floats, first: int, last: int) -> tuple[float, float]:
    j = np.arange(first, last + 1)
    with np.errstate(divide="ignore"):
        slope, level = np.polyfit(
            np.log(j / math.sqrt(first * last)), np.log(z[first - 1 : last]), 1, w=j**-0.5
        )
    return float(level), float(-slope)


def _whitened(
    found: Resolved,
    window: tuple[int, int],
    before: Floats,
    point: Floats,
    used: npt.NDArray[np.bool_],
) -> tuple[Floats, Floats]:
    """Derivatives and residuals, of unit covariance."""
    kappa = found.kappa[used]
    sums = _law(found, window, before, point).derivatives(kappa)
    covariance = modes_covariance(kappa, sums, found.samples)
    if not (np.isfinite(covariance).all() and (np.diag(covariance) > 0).all()):
        covariance = found.covariance[np.ix_(used, used)]  # of the sample itself, early on the way
    scale = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    size, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    kept = size > _KEPT * size[-1]
    white = (vectors[:, kept] / np.sqrt(size[kept])).T / scale
    h = 1e-5

    def modes(p: Floats) -> Floats:
        return _law(found, window, before, p).resolves(kappa)

    slopes = [(modes(point + h * e) - modes(point - h * e)) / (2 * h) for e in np.eye(4)]
    return white @ np.stack(slopes, axis=1), white @ (found.modes[used] - modes(point))


def _spread(rows: Floats, left: Floats, free: list[int]) -> tuple[Floats, float]:
    """Standard errors of all four, and the chance of a sum of squares as large."""
    errors = np.zeros(4)
    errors[free] = np.sqrt(np.diag(np.linalg.pinv(rows.T @ rows)))
    count, total = len(left) - len(free), float(left @ left)
    return errors, _chance(total, count)


def _chance(total: float, count: int) -> float:
    """Chance of a chi squared above a total (Wilson and Hilferty's cube root)."""
    if count < 1:
        return 1.0

    fraction = 2 / (9 * count)
    return 1 - NormalDist().cdf(((total / count) ** (1 / 3) - 1 + fraction) / math.sqrt(fraction))
