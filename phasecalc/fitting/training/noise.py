r"""How losses scatter around the exact curve along a run, and what that leaves of the information.

SGD forgets slowly: neighbours on a curve err alike, and so does all that follows from one drawn W.
Residuals of log loss are taken as Gaussian, independent from run to run, of the correlation

.. math:: (1-\nu)\,e^{-|x_1-x_2|/\tau} + \nu\,[x_1 = x_2], \qquad x = \log(1+r),

within one. Their scale is one for each setting of the sizes, shrunk towards that of all (a few runs
tell little of it), times a smooth function of x that all runs share, for the noise of SGD changes
along a run. :math:`\tau` and :math:`\nu` are those of
greatest restricted likelihood on a grid (what the fit takes out of the residuals is counted); a set
of independent errors is :math:`\nu = 1`.

A measured loss is right in the mean, so its logarithm is below that of the exact loss by half its
variance, to second order; the fit adds that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.training.given import Curve

__all__ = [
    "EXACT",
    "Noise",
    "fitted_noise",
    "independent_noise",
    "measured_noise",
    "rescaled",
    "split",
    "whitened",
]

Floats = npt.NDArray[np.float64]
_TAUS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)
_OWN = (0.0, 0.05, 0.2, 0.5)
EXACT = 1e-7  # scatter that is rounding
_ROUNDING = 1e-12
_CELLS, _WINDOW = 60, 2.4  # along a run, in log(1 + r)
_LEAST = 0.03  # of the largest scatter along a run
_FEW = 3  # losses for each parameter, below which a setting has no variance of its own
_SHRUNK = 12  # runs of a setting whose own scatter counts as much as that of all


@dataclass(frozen=True)
class Noise:
    """Covariance of the residuals.

    Parameters
    ----------
    tau
        Distance in log(1 + r) over which errors are alike.
    own
        Nu, the share of the variance that is each loss's own.
    scales
        Standard deviation of the log loss, for each run, shape (n,) each.
    measured
        Whether the scales were given, and so no number is to be estimated.
    unknown
        Whether nothing is known yet: all scales are 1.
    """

    tau: float
    own: float
    scales: tuple[tuple[float, ...], ...]
    measured: bool = False
    unknown: bool = False

    def factors(self, curves: Sequence[Curve]) -> list[Floats]:
        """Lower triangular roots of the covariance, one for each run."""
        found, known = [], {}
        for curve, scale in zip(curves, self.scales, strict=True):
            key = curve.r.tobytes()
            if key not in known:
                known[key] = np.linalg.cholesky(self._correlation(curve.r))
            found.append(np.array(scale)[:, None] * known[key])
        return found

    def _correlation(self, r: Floats) -> Floats:
        if self.own == 1:
            return np.eye(len(r))
        x = np.log1p(r)
        table = (1 - self.own) * np.exp(-np.abs(x[:, None] - x) / self.tau)
        table[np.diag_indices(len(r))] = 1 + 1e-10
        found: Floats = table
        return found

    @property
    def below(self) -> Floats:
        """How much the mean of a log is below the log of the mean, for all losses."""
        flat: Floats = np.concatenate([np.array(s) for s in self.scales]) ** 2 / 2
        return flat

    def independent(self, curves: Sequence[Curve]) -> float:
        """About how many independent errors there are."""
        total = 0.0
        for curve in curves:
            if self.own == 1 or self.measured:
                total += len(curve.r)
                continue
            steps = (1 - self.own) * np.exp(-np.diff(np.log1p(curve.r)) / self.tau)
            total += 1 + float(((1 - steps) / (1 + steps)).sum())
        return total


def measured_noise(curves: Sequence[Curve]) -> Noise | None:
    """Independent noise as it was given with the losses; None where it was not."""
    if any(c.noise is None for c in curves):
        return None
    scales = tuple(tuple(map(float, c.noise)) for c in curves if c.noise is not None)
    return Noise(1.0, 1.0, scales, measured=True)


def independent_noise(curves: Sequence[Curve]) -> Noise:
    """What the first descent takes for granted."""
    return Noise(1.0, 1.0, tuple((1.0,) * len(c.r) for c in curves), unknown=True)


def split(vector: Floats, curves: Sequence[Curve]) -> list[Floats]:
    """Parts of a vector (or rows of a matrix) that belong to each run."""
    return np.split(vector, np.cumsum([len(c.r) for c in curves])[:-1])


def whitened(parts: Floats, curves: Sequence[Curve], factors: Sequence[Floats]) -> Floats:
    """Residuals, or rows of derivatives, in units of independent noise."""
    pairs = zip(factors, split(parts, curves), strict=True)
    found: Floats = np.concatenate([np.linalg.solve(f, x) for f, x in pairs])
    return found


def fitted_noise(curves: Sequence[Curve], left: Floats, slopes: Floats) -> Noise:
    """Noise of greatest restricted likelihood.

    Parameters
    ----------
    curves
        The runs.
    left
        Residuals of log loss, shape (n,).
    slopes
        Derivatives of the log loss by what was fitted, shape (n, p).
    """
    size = float(np.sqrt(np.mean(left**2)))
    if size < EXACT:
        level = max(size, _ROUNDING)
        return Noise(1.0, 1.0, tuple((level,) * len(c.r) for c in curves))
    scales = _scales(curves, left, slopes.shape[1])
    best, found = -np.inf, Noise(1.0, 1.0, scales)
    pairs = [(t, own) for own in _OWN for t in _TAUS]
    for tau, own in [(1.0, 1.0), *pairs]:
        noise = Noise(tau, own, scales)
        value, variance = _restricted(noise, curves, left, slopes)
        if value > best:
            root = float(np.sqrt(variance))
            scaled = tuple(tuple(root * x for x in s) for s in scales)
            best, found = value, Noise(tau, own, scaled)
    return found


def rescaled(noise: Noise, curves: Sequence[Curve], left: Floats, slopes: Floats) -> Noise:
    """The same correlation with the scales that other residuals show.

    Parameters
    ----------
    noise
        Where the correlation comes from.
    curves, left, slopes
        As for :func:`fitted_noise`.
    """
    scales = _scales(curves, left, slopes.shape[1])
    _, variance = _restricted(Noise(noise.tau, noise.own, scales), curves, left, slopes)
    root = float(np.sqrt(variance))
    return Noise(noise.tau, noise.own, tuple(tuple(root * x for x in s) for s in scales))


def _scales(curves: Sequence[Curve], left: Floats, p: int) -> tuple[tuple[float, ...], ...]:
    """Scatter of each setting, shrunk towards that of all, times that along the runs."""
    total = max(float(np.sqrt(np.mean(left**2))), 1e-15)
    groups: dict[tuple[float, ...], list[Floats]] = {}
    for curve, part in zip(curves, split(left, curves), strict=True):
        groups.setdefault(curve.setting, []).append(part)
    own = {}
    for key, parts in groups.items():
        flat = np.concatenate(parts)
        share = 0.0 if len(flat) < _FEW * p else len(parts) / (len(parts) + _SHRUNK)
        alone = max(float(np.sqrt(np.mean(flat**2))), total / 100)
        own[key] = total * (alone / total) ** share
    x = np.log1p(np.concatenate([c.r for c in curves]))
    each = np.concatenate([np.full(len(c.r), own[c.setting]) for c in curves])
    shape = _smooth(x, (left / each) ** 2)
    return tuple(tuple(map(float, s)) for s in split(each * shape, curves))


def _smooth(x: Floats, squares: Floats) -> Floats:
    """Root of the mean square around each place, from a Gaussian window."""
    places = np.linspace(x.min(), x.max(), _CELLS)
    weight = np.exp(-(((places[:, None] - x) / _WINDOW) ** 2) / 2)
    means = (weight @ squares) / weight.sum(axis=1)
    roots = np.sqrt(np.maximum(means, _LEAST**2 * max(float(means.max()), 1e-300)))
    found: Floats = np.interp(x, places, roots)
    return found


def _restricted(
    noise: Noise, curves: Sequence[Curve], left: Floats, slopes: Floats
) -> tuple[float, float]:
    """Restricted log likelihood, its variance profiled, and that variance."""
    factors = noise.factors(curves)
    logs = sum(2 * float(np.log(np.diag(f)).sum()) for f in factors)
    both = whitened(np.column_stack([left, slopes]), curves, factors)
    white, design = both[:, 0], both[:, 1:]
    q, triangle = np.linalg.qr(design)
    white = white - q @ (q.T @ white)
    free = max(len(white) - design.shape[1], 1)
    variance = max(float(white @ white) / free, 1e-300)
    log_design = 2 * float(np.log(np.abs(np.diag(triangle)) + 1e-300).sum())
    return -(free * np.log(variance) + logs + log_design) / 2, variance
