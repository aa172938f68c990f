r"""Covariance of what was fitted, by runs where there are enough, else by the wandering of errors.

With at least eight runs each is left out in turn (the jackknife): the model goes down again in its
linear form, and the noise is estimated anew without that run, for weights that follow the residuals
make those look smaller than they are. Errors may be correlated within a run in any way and grow
along it; runs are taken as independent, and Student's t is the law. Its degrees are those of
Satterthwaite, for each parameter: runs do not tell alike, and a variance that rests on the few that
tell most scatters more than one that rests on all. They are at most one less than there are runs.
With fewer runs, the correlation that was fitted to the residuals is believed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.training.engine import ExactCurves
from phasecalc.fitting.training.given import Curve
from phasecalc.fitting.training.noise import Noise, fitted_noise, rescaled, split, whitened
from phasecalc.fitting.training.search import Least, targets

__all__ = ["Uncertainty", "freedoms", "spread"]

Floats = npt.NDArray[np.float64]
_RUNS = 8  # from which they are left out one by one
_ROUNDS = 2  # of scales and parameters in turn, without a run
_RANK = 1e-6  # least singular value of scaled slopes: below, a direction that the data do not see


@dataclass(frozen=True)
class Uncertainty:
    """Covariance of the coordinates.

    Parameters
    ----------
    covariance
        Shape (p, p); rows of a tuple.
    freedom
        Of Student's t for each coordinate; infinity where the noise is known.
    how
        ``"measured"``, ``"runs"`` or ``"wander"``.
    condition
        Least singular value of the slopes, each scaled to length 1.
    """

    covariance: tuple[tuple[float, ...], ...]
    freedom: tuple[float, ...]
    how: str
    condition: float

    @property
    def identified(self) -> bool:
        """Whether the data see every direction."""
        return self.condition > _RANK


def spread(engine: ExactCurves, noise: Noise, least: Least) -> Uncertainty:
    """Covariance at a minimum.

    Parameters
    ----------
    engine
        Runs and model.
    noise
        Covariance of the residuals.
    least
        The minimum.
    """
    curves = engine.curves
    slopes, logs = engine.slopes(least.array), engine.at(least.array)
    p = len(least.point)
    if slopes is None or logs is None:
        return Uncertainty(((math.nan,) * p,) * p, (math.nan,) * p, "wander", 0.0)
    factors = noise.factors(curves)
    stacked = whitened(slopes, curves, factors)
    lengths = np.linalg.norm(stacked, axis=0)
    condition = float(np.linalg.svd(stacked / np.maximum(lengths, 1e-300), compute_uv=False)[-1])
    bread: Floats = np.asarray(np.linalg.pinv(stacked.T @ stacked, hermitian=True), np.float64)
    how = "measured" if noise.measured else "runs" if len(curves) >= _RUNS else "wander"
    if how == "measured":
        return _made(bread, (math.inf,) * p, how, condition)
    if how == "runs":
        table = _by_runs(curves, noise, targets(curves, noise) - logs, slopes)
        return _made(table, freedoms(split(stacked, curves)), how, condition)
    return _made(bread, (max(noise.independent(curves) - p, 1.0),) * p, how, condition)


def _made(
    covariance: Floats, freedom: tuple[float, ...], how: str, condition: float
) -> Uncertainty:
    return Uncertainty(tuple(tuple(map(float, r)) for r in covariance), freedom, how, condition)


def freedoms(designs: Sequence[Floats]) -> tuple[float, ...]:
    r"""Degrees of freedom of the jackknife's variance of each parameter.

    Without run :math:`k` a parameter is :math:`\sum_{i \ne k} R_k X_i^\top e_i` up to a constant,
    with :math:`R_k` its row of :math:`(\sum_{i \ne k} X_i^\top X_i)^{-1}`. So the variance is a
    quadratic form of the errors, and with :math:`G` the covariance of these values about their
    mean, the chi-squared law of the same mean and variance has
    :math:`(\operatorname{tr} G)^2/\operatorname{tr} G^2` degrees.

    Parameters
    ----------
    designs
        Whitened slopes of each run, shape (n, p) each.
    """
    each = np.array([x.T @ x for x in designs])
    rest: Floats = np.linalg.pinv(each.sum(axis=0) - each, hermitian=True)
    found = []
    for c in range(each.shape[1]):
        rows = rest[:, c]
        own = np.einsum("ki,kij->kj", rows, each)
        left_out = own @ rows.T
        table = rows @ each.sum(axis=0) @ rows.T - left_out - left_out.T
        table[np.diag_indices(len(rows))] += np.diag(left_out)
        table = table - table.mean(axis=0)
        table = table - table.mean(axis=1, keepdims=True)
        size = float((table**2).sum())
        found.append(max(float(np.trace(table)) ** 2 / size, 1.0) if size > 0 else 1.0)
    return tuple(found)


def _by_runs(curves: Sequence[Curve], noise: Noise, left: Floats, slopes: Floats) -> Floats:
    """Covariance by leaving out each run: of the steps that the others take."""
    bare, rows = split(left - noise.below, curves), split(slopes, curves)
    steps = []
    for k in range(len(curves)):
        kept = [i for i in range(len(curves)) if i != k]
        steps.append(
            _step(
                [curves[i] for i in kept],
                replace(noise, scales=tuple(noise.scales[i] for i in kept)),
                np.concatenate([bare[i] for i in kept]),
                np.concatenate([rows[i] for i in kept]),
            )
        )
    table = np.array(steps) - np.mean(steps, axis=0)
    found: Floats = (len(curves) - 1) / len(curves) * (table.T @ table)
    return found


def _step(curves: Sequence[Curve], noise: Noise, bare: Floats, slopes: Floats) -> Floats:
    """Step of generalised least squares, under the noise that is left after it.

    Parameters
    ----------
    curves, noise
        The runs, and a first guess of their noise.
    bare
        Logs of measured over exact losses, their mean not put right.
    slopes
        Derivatives of the exact log losses.
    """
    step: Floats = np.zeros(slopes.shape[1])
    for again in range(_ROUNDS):
        left = bare + noise.below - slopes @ step
        if again:
            noise = rescaled(noise, curves, left, slopes)
        else:
            noise = fitted_noise(curves, left, slopes)
        factors = noise.factors(curves)
        design = whitened(slopes, curves, factors)
        goal = whitened(bare + noise.below, curves, factors)
        step = np.asarray(np.linalg.lstsq(design, goal, rcond=None)[0], np.float64)
    return step
