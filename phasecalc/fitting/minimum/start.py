"""Where to start: least squares at every point of a grid of what the loss is not linear in.

At each point of the grid the linear parameters follow by non-negative least squares on relative
residuals (variable projection). The best points of the grid that are no neighbours of each other
are starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from phasecalc.fitting.minimum.model import Model
from phasecalc.fitting.runs.runs import Runs

__all__ = ["starts"]

Floats = npt.NDArray[np.float64]

_EXPONENTS = (0.02, 2.5)
_SCALES = (1e-3, 1e18)
_POINTS = {0: 1, 1: 60, 2: 20, 3: 10}  # of the grid in each direction
_DRAWN = 4000  # points where there are more directions than that
_MOST_RUNS = 1000
_FEW, _MANY = 6, 24
_SMALL = 1e-4  # of the loss: what a coefficient that vanishes starts from


def starts(model: Model, runs: Runs, known: list[Mapping[str, float]]) -> list[Floats]:
    """Coordinates to descend from, best first.

    Parameters
    ----------
    model, runs
        What is fitted to what.
    known
        Values to start from as well: those of fits, or of the caller.
    """
    if len(runs) > _MOST_RUNS:
        rows = np.random.default_rng(0).choice(len(runs), _MOST_RUNS, replace=False)
        runs = runs.part(np.sort(rows))
    grid, sides = _grid(model)
    also = [[k[n] for n in model.curved] for k in known if all(n in k for n in model.curved)]
    whole = np.vstack([grid, np.array(also).reshape(len(also), len(model.curved))])
    cost, linear = _projected(model, runs, whole)
    order = _lowest(cost[: len(grid)], sides)
    order += [len(grid) + k for k in np.argsort(cost[len(grid) :])]
    order = [k for k in order if np.isfinite(cost[k])]
    found = []
    for k in order:
        values = dict(zip(model.curved, whole[k], strict=True))
        values |= dict(zip(model.linear, linear[k], strict=True))
        found.append(model.point(values))
    return found


def _grid(model: Model) -> tuple[Floats, tuple[int, ...]]:
    """Points of the grid, and how many there are in each direction."""
    curved = model.curved
    ends = [_EXPONENTS if n in model.exponents else _SCALES for n in curved]
    count = _POINTS.get(len(curved))
    if count is not None:
        axes = [np.geomspace(*e, count) for e in ends]
        return np.array(list(product(*axes))).reshape(count ** len(axes), len(axes)), (
            count,
        ) * len(axes)
    from scipy.stats import qmc

    unit = qmc.Halton(len(curved), rng=np.random.default_rng(0)).random(_DRAWN)
    low, high = np.log(np.array(ends)).T
    return np.exp(low + unit * (high - low)), (_DRAWN,)


def _projected(model: Model, runs: Runs, grid: Floats) -> tuple[Floats, Floats]:
    """Sum of squares at each point of the grid, and the linear parameters that give it."""
    weights = np.ones(len(runs)) if runs.weight is None else runs.weight
    with np.errstate(all="ignore"):
        factors, rest = model.parts(grid, runs.sizes)
        goal = 1 - rest / runs.loss
        factors = factors / runs.loss
    linear = np.full((len(grid), len(model.linear)), 1.0)
    cost = np.full(len(grid), np.inf)
    root = np.sqrt(weights)
    good = np.isfinite(factors).all(axis=(0, 2)) & np.isfinite(goal).all(axis=1)
    if not model.linear:
        cost[good] = ((goal[good] * root) ** 2).sum(axis=1)
        return cost, linear
    scale = np.sqrt((factors**2 * weights).sum(axis=2))
    good &= (scale > 0).all(axis=0)
    matrix = np.moveaxis(factors[:, good] * root / scale[:, good, None], 0, 2)
    side = goal[good] * root
    q, r = np.linalg.qr(matrix)
    for k, row in enumerate(np.flatnonzero(good)):
        found, _ = nnls(r[k], q[k].T @ side[k])
        cost[row] = float(((matrix[k] @ found - side[k]) ** 2).sum())
        typical = 1 / np.abs(factors[:, row]).mean(axis=1)
        linear[row] = np.maximum(found / scale[:, row], _SMALL * typical)
    return cost, linear


def _lowest(cost: Floats, sides: tuple[int, ...]) -> list[int]:
    """Positions of points that are no worse than their neighbours on the grid, best first."""
    if len(sides) <= 1 and len(cost) == _DRAWN:
        return [int(k) for k in np.argsort(cost)[:_MANY]]
    table = cost.reshape(sides)
    low = np.isfinite(table)
    for axis in range(len(sides)):
        for shift in (1, -1):
            other = np.roll(table, shift, axis)
            edge = [slice(None)] * len(sides)
            edge[axis] = slice(0, 1) if shift == 1 else slice(-1, None)
            other[tuple(edge)] = np.inf
            low &= table <= other
    inside = [int(k) for k in np.flatnonzero(low.ravel())]
    inside.sort(key=lambda k: cost[k])
    first = int(np.argmin(cost))
    also = [int(k) for k in np.argsort(cost)[:3] if int(k) != first]
    return list(dict.fromkeys([*inside[:_FEW], *also]))
