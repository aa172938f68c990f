"""How far a fit may be off: its covariance, and the fits of runs drawn again with replacement."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.minimum.descent import descend
from phasecalc.fitting.minimum.objective import Objective
from phasecalc.numerics.sweep import sweep

__all__ = ["covariance", "identified", "resampled"]

Floats = npt.NDArray[np.float64]
_MOST_LEVERAGE = 0.9
_BLIND = 1e-6  # least singular value of slopes of length 1; 1e-2 of the digitised Chinchilla runs
_BATCH = 25  # fits that one call of an executor makes


def covariance(objective: Objective, point: Floats) -> Floats | None:
    """Covariance of the coordinates, from slopes and curvature; None where it is not determined.

    The estimate of an M-estimator (Huber's sandwich), runs of one cluster added up, each slope
    divided by one less the run's leverage. None too where a coordinate is at its floor: the others
    would have the errors that they have if it were known.
    """
    free = ~(point <= objective.model.floor)
    if not free.all() or not identified(objective, point):
        return None
    clusters = objective.runs.cluster
    count, p = int(clusters.max()) + 1, int(free.sum())
    groups = objective.runs.groups
    if groups - p < 1:
        return None
    bends = objective.bends(point, p)
    bend = objective.at(point, bends).bend[np.ix_(free, free)]
    scale = np.sqrt(np.abs(np.diag(bend)))
    if not (scale > 0).all():
        return None
    scaled = bend / np.outer(scale, scale)
    if np.linalg.eigvalsh(scaled).min() <= 1e-12:
        return None
    inner = np.linalg.inv(scaled) / np.outer(scale, scale)
    inverse = np.zeros((len(point), len(point)))
    inverse[np.ix_(free, free)] = inner
    own = np.clip(objective.leverages(point, inverse, bends), 0, _MOST_LEVERAGE)
    slopes = np.zeros((count, p))
    np.add.at(slopes, clusters, objective.scores(point)[:, free] / (1 - own)[:, None])
    moves = slopes @ inner
    found = np.zeros_like(inverse)
    found[np.ix_(free, free)] = moves.T @ moves
    return found


def identified(objective: Objective, point: Floats) -> bool:
    """Whether the losses of the runs see every direction of the coordinates that are free."""
    free = ~(point <= objective.model.floor)
    slopes = objective.model.jet(point, objective.runs.sizes)[1][free].T
    lengths = np.linalg.norm(slopes, axis=0)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        return False
    return bool(np.linalg.svd(slopes / lengths, compute_uv=False)[-1] > _BLIND)


def resampled(
    objective: Objective,
    starts: tuple[Floats, ...],
    resamples: int,
    seed: int,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """Coordinates of the fits of runs that were drawn with replacement, cluster by cluster.

    Parameters
    ----------
    objective
        The fit.
    starts
        Coordinates to descend from: its minima.
    resamples, seed
        How many, and the seed; which processes do the work does not change the result.
    executor, progress
        As for a sweep.

    Raises
    ------
    SweepInterrupted
        The keyboard stopped it; the draws that were finished are attached.
    """
    if not 1 <= resamples <= 1_000_000:
        raise DomainError(f"resamples = {resamples}: between 1 and a million")
    firsts = range(0, resamples, _BATCH)
    batches = [range(k, min(k + _BATCH, resamples)) for k in firsts]
    done = sweep(
        partial(_batch, objective, starts, seed), batches, executor=executor, progress=progress
    )
    p = len(starts[0])
    draws = np.vstack([np.empty((0, p)), *done.values()])
    done.check(draws)
    return draws


def _batch(objective: Objective, starts: tuple[Floats, ...], seed: int, numbers: range) -> Floats:
    return np.array([_one(objective, starts, seed, k) for k in numbers])


def _one(objective: Objective, starts: tuple[Floats, ...], seed: int, number: int) -> Floats:
    """One draw; NaN where no minimum was reached."""
    groups, cluster = np.unique(objective.runs.cluster, return_inverse=True)
    draw = np.random.default_rng([seed, number]).integers(len(groups), size=len(groups))
    times = np.bincount(draw, minlength=len(groups))[cluster.reshape(-1)]
    again = objective.weighted(objective.weights * times)
    floor = objective.model.floor
    found = [m for m in (descend(again, s, floor) for s in starts) if m.reached]
    if not found:
        return np.full(len(starts[0]), np.nan)
    return min(found, key=lambda m: m.value).point
