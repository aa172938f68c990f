"""Which runs to make next: those that narrow the interval of the best size most.

Each new run adds to the Fisher information what its loss tells about the parameters; greedily, the
one that leaves the least variance of log N* at the target budget is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.answers.decision import optima
from phasecalc.fitting.runs.budget import spent
from phasecalc.fitting.runs.runs import untold

if TYPE_CHECKING:
    from phasecalc.fitting.answers.fitted import Fitted

__all__ = ["Plan", "next_runs"]

Floats = npt.NDArray[np.float64]
_SIDE = 25  # candidates in each direction
_MOST = 400
_MAD = 0.6745
_STEP = 1e-5
_FEW = 2_000  # runs, each of which may matter
_MOST_LEVERAGE = 0.9


@dataclass(frozen=True)
class Plan:
    """Runs to make next.

    Parameters
    ----------
    size, flops
        Whose interval is narrowed, at which budget.
    runs
        Sizes of each new run, in the order of their worth.
    factor
        What the interval shrinks to with all of them, to first order.
    halving
        How many such runs halve the interval; None where hundreds do not.
    """

    size: str
    flops: float
    runs: tuple[dict[str, float], ...]
    factor: float
    halving: int | None

    @property
    def gain(self) -> str:
        """What the runs bring, in words."""
        count = "hundreds do not halve it" if self.halving is None else f"{self.halving} halve it"
        return (
            f"{len(self.runs)} more runs bring the interval of log {self.size}* at "
            f"{self.flops:.3g} flops to {100 * self.factor:.0f} % of its width; {count}"
        )

    @property
    def counted(self) -> tuple[tuple[int, dict[str, float]], ...]:
        """Different runs, each with how often it is made."""
        seen: dict[tuple[tuple[str, float], ...], int] = {}
        for run in self.runs:
            key = tuple(run.items())
            seen[key] = seen.get(key, 0) + 1
        return tuple((times, dict(key)) for key, times in seen.items())

    def __str__(self) -> str:
        lines = [self.gain]
        for times, run in self.counted:
            lines.append(f"  {times} x " + ", ".join(f"{n} = {x:.2g}" for n, x in run.items()))
        return "\n".join(lines)


def next_runs(
    fit: Fitted, flops: float, count: int = 10, most_flops: float | None = None, size: str = "N"
) -> Plan:
    """Plan runs none of which costs more than the largest one made, or than ``most_flops``.

    Raises
    ------
    DomainError
        The fit has no covariance to start from, or the best size no interval.
    """
    if fit.spread is None:
        why = untold(fit.objective.runs.sizes) or "the runs do not bound all parameters; make more"
        raise DomainError(f"without an interval there is none to narrow: {why}")
    if count < 1:
        raise DomainError(f"count = {count}: at least 1")
    target = _gradient(fit, flops, size)
    seen = fit.allocate(flops).sizes[size]
    if seen.low is None:
        raise DomainError(
            f"{size}* at {flops:.3g} flops has no interval, for most draws have no optimum there: "
            "a plan to first order means nothing; make more runs over a wider range of sizes first"
        )
    candidates, slopes = _candidates(fit, most_flops)
    noise = _noise(fit)
    covariance = _covariance(fit, noise)
    first = float(target @ covariance @ target)
    rows = _measured(fit, noise)
    before = None if rows is None else _error(rows, target)
    chosen: list[dict[str, float]] = []
    factor, halving = 1.0, None
    for number in range(1, _MOST + 1):
        moved = slopes @ covariance
        weight = noise**2 + np.einsum("cp,cp->c", moved, slopes)
        taken = int(np.argmax((moved @ target) ** 2 / weight))
        covariance -= np.outer(moved[taken], moved[taken]) / weight[taken]
        left = float(np.sqrt(max(float(target @ covariance @ target), 0.0) / first))
        if rows is not None and before is not None:
            rows = np.vstack([rows, slopes[taken] / noise])
            left = _error(rows, target) / before
        if number <= count:
            chosen.append({n: float(x[taken]) for n, x in candidates.items()})
            factor = left
        if halving is None and left <= 0.5:
            halving = number
        if number >= count and halving is not None:
            break
    return Plan(size, flops, tuple(chosen), factor, halving)


def _covariance(fit: Fitted, noise: float) -> Floats:
    """What the runs are expected to tell, by the noise that new ones are given too.

    The covariance of a fit is estimated from its own residuals, and with a delta far below them
    from the few that lie within: its error would be taken for what new runs gain. Where rows of one
    run go together, theirs is the only one that knows how much they have in common.
    """
    runs = fit.objective.runs
    if runs.groups < len(runs) and fit.spread is not None:
        return fit.spread.copy()
    free = fit.point > fit.model.floor
    weights = fit.objective.weights / fit.objective.weights.mean()
    rows = _slopes(fit, runs.sizes, runs.noise)[:, free]
    found = np.zeros((len(free), len(free)))
    found[np.ix_(free, free)] = np.linalg.inv((rows * weights[:, None]).T @ rows) * noise**2
    return found


def _measured(fit: Fitted, noise: float) -> Floats | None:
    """Slopes of the runs over their noise; None where the leverage of single runs is no matter."""
    runs = fit.objective.runs
    if len(runs) > _FEW or runs.groups < len(runs) or not (fit.point > fit.model.floor).all():
        return None
    weights = fit.objective.weights / fit.objective.weights.mean()
    found: Floats = _slopes(fit, runs.sizes, runs.noise) * np.sqrt(weights)[:, None] / noise
    return found


def _error(rows: Floats, target: Floats) -> float:
    """Standard error of a quantity as an interval of the fit will have it.

    Slopes are divided there by one less the run's leverage, by which intervals of few runs are
    longer; new runs take leverage from the old ones.
    """
    inverse = np.linalg.inv(rows.T @ rows)
    own = np.clip(np.einsum("np,pq,nq->n", rows, inverse, rows), 0, _MOST_LEVERAGE)
    moved = rows @ (inverse @ target)
    return float(np.sqrt((moved**2 / (1 - own)).sum()))


def _slopes(fit: Fitted, sizes: Mapping[str, Floats], noise: Floats | float | None) -> Floats:
    """Derivatives of the residuals of runs along the coordinates, shape (n, p)."""
    loss, slope, _ = fit.model.jet(fit.point, sizes)
    scale = loss if fit.objective.penalty.residual == "log" else np.ones_like(loss)
    found: Floats = (slope / (scale if noise is None else scale * noise)).T
    return found


def _noise(fit: Fitted) -> float:
    """Standard error of a run as the fit weighs it: that of slopes over the mean curvature.

    The root mean square for squares; for Huber's function that of an estimate of location by it.
    """
    objective = fit.objective
    r, penalty = objective.residuals(fit.point), objective.penalty
    weights = objective.weights / objective.weights.mean()
    free = max(len(r) - len(fit.point), 1)
    bend = float(objective.bends(fit.point, len(fit.point)).mean())
    if not bend > 0:
        return max(float(np.median(np.abs(r))) / _MAD, 1e-9)
    return max(float(np.sqrt((weights * penalty.slope(r) ** 2).sum() / free)) / bend, 1e-9)


def _gradient(fit: Fitted, flops: float, size: str) -> Floats:
    """Derivative of log N* along each coordinate."""
    steps = _STEP * fit.objective.unit
    moves = np.vstack([np.diag(steps), -np.diag(steps)])
    moves[:, fit.point <= fit.model.floor] = 0
    names, table = optima(fit.model, fit.model.values(fit.point + moves), flops)
    if size not in names:
        raise DomainError(f"law {fit.law.name} has no size {size}; it has {', '.join(names)}")
    logs = np.log(table[:, names.index(size)]).reshape(2, -1)
    found: Floats = (logs[0] - logs[1]) / (2 * steps)
    if not np.isfinite(found).all():
        raise DomainError(f"no optimum at {flops:.3g} flops around the fitted values")
    return found


def _candidates(fit: Fitted, most_flops: float | None) -> tuple[dict[str, Floats], Floats]:
    """Runs within the sizes measured, where the law was tested; the slope of their residuals."""
    runs = fit.objective.runs
    axes = [np.geomspace(runs.sizes[n].min(), runs.sizes[n].max(), _SIDE) for n in fit.model.sizes]
    grid = dict(zip(fit.model.sizes, (a.ravel() for a in np.meshgrid(*axes)), strict=True))
    given = {n: float(x) for n, x in fit.fixed.items()}
    cost = spent(fit.law, grid, given)
    limit = most_flops
    if limit is None and runs.flops is not None:
        limit = float(runs.flops.max())
    if cost is not None and limit is not None:
        grid = {n: x[cost <= limit * (1 + 1e-9)] for n, x in grid.items()}
    if not len(next(iter(grid.values()))):
        raise DomainError(f"no run costs at most {limit:.3g} flops")
    return grid, _slopes(fit, grid, None if runs.noise is None else float(np.median(runs.noise)))
