r"""Covariance of what was fitted, by runs where there are enough, else by the wandering of errors.

With at least eight runs each is left out in turn, to first order (the sandwich CR3 of Bell and
McCaffrey 2002): errors may then be correlated within a run in any way and grow along it; runs are
taken as independent, and Student's t with one degree less than there are runs is the law. With
fewer, the correlation that was fitted to the residuals is believed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.training.engine import ExactCurves
from phasecalc.fitting.training.noise import Noise, split, whitened
from phasecalc.fitting.training.search import Least, targets

__all__ = ["Uncertainty", "spread"]

Floats = npt.NDArray[np.float64]
_RUNS = 8  # from which they are left out one by one
_RANK = 1e-6  # least singular value of scaled slopes: below, a direction that the data do not see


@dataclass(frozen=True)
class Uncertainty:
    """Covariance of the coordinates.

    Parameters
    ----------
    covariance
        Shape (p, p); rows of a tuple.
    freedom
        Of Student's t; infinity where the noise is known.
    how
        ``"measured"``, ``"runs"`` or ``"wander"``.
    condition
        Least singular value of the slopes, each scaled to length 1.
    """

    covariance: tuple[tuple[float, ...], ...]
    freedom: float
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
        return Uncertainty(((math.nan,) * p,) * p, math.nan, "wander", 0.0)
    factors = noise.factors(curves)
    stacked = whitened(slopes, curves, factors)
    errors = whitened(targets(curves, noise) - logs, curves, factors)
    lengths = np.linalg.norm(stacked, axis=0)
    condition = float(np.linalg.svd(stacked / np.maximum(lengths, 1e-300), compute_uv=False)[-1])
    bread: Floats = np.asarray(np.linalg.pinv(stacked.T @ stacked, hermitian=True), np.float64)
    how = "measured" if noise.measured else "runs" if len(curves) >= _RUNS else "wander"
    if how == "measured":
        return _made(bread, math.inf, how, condition)
    if how == "runs":
        return _made(
            _by_runs(split(stacked, curves), split(errors, curves), bread),
            len(curves) - 1.0,
            how,
            condition,
        )
    return _made(bread, max(noise.independent(curves) - p, 1.0), how, condition)


def _made(covariance: Floats, freedom: float, how: str, condition: float) -> Uncertainty:
    return Uncertainty(tuple(tuple(map(float, r)) for r in covariance), freedom, how, condition)


def _by_runs(rows: Sequence[Floats], errors: Sequence[Floats], bread: Floats) -> Floats:
    scores = []
    for x, e in zip(rows, errors, strict=True):
        hat = x @ bread @ x.T
        scores.append(x.T @ np.linalg.solve(np.eye(len(x)) * (1 + 1e-9) - hat, e))
    table = np.array(scores)
    count = len(rows)
    meat = (count - 1) / count * (table.T @ table)
    found: Floats = bread @ meat @ bread
    return found
