"""Whether the residuals of a fit still depend on the sizes: a check of the law itself.

The slopes of the runs' costs, bounded where Huber's function is, are regressed on the derivatives
of the law and on a few smooth functions of the sizes' logarithms. How strong a dependence chance
makes is seen by turning the signs of whole runs (the wild bootstrap): that asks for symmetric
scatter alone, which may differ from run to run, and rows of one run may go together.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.minimum.objective import Objective

__all__ = ["Misfit", "computed", "misfit"]

Floats = npt.NDArray[np.float64]
_COMPUTED = 1e-5  # largest residual over the loss: no measured run comes so near a law
_DEGREE = 3  # of the powers of one logarithm; products are of two sizes
_OWN = 1e-9  # singular value of slopes of length 1, below which a direction is rounding
_SEEN = 1e-2  # part of a function that no change of the law's parameters makes up
_LEAST = 2  # degrees of freedom
_TURNS, _AT_ONCE = 999, 27
_MANY = 2_000  # runs, of which sums with turned signs are normal
_MOST_LEVERAGE = 0.9


@dataclass(frozen=True)
class Misfit:
    """How residuals depend on the sizes, beyond what the law may take up.

    Parameters
    ----------
    chance
        Of a dependence as strong where the law is right.
    along
        Sizes with which the residuals bend most: one, or two for their product.
    size
        Root mean square of the dependence over the runs, in units of the residual.
    functions, freedom
        How many functions of the sizes were tried, and the degrees of freedom of the scatter.
    """

    chance: float
    along: tuple[str, ...]
    size: float
    functions: int
    freedom: int


def computed(objective: Objective, point: Floats) -> float | None:
    """Largest relative error of runs that were computed from the law; None for measured ones."""
    model, runs = objective.model, objective.runs
    loss = model.loss(model.values(point), runs.sizes)
    most = float(np.abs(loss / runs.loss - 1).max())
    return most if most < _COMPUTED else None


def misfit(objective: Objective, point: Floats) -> Misfit | None:
    """Test the residuals of a fit; None where the runs are too few, or were computed.

    Parameters
    ----------
    objective, point
        What was fitted, and its minimum.

    Examples
    --------
    >>> import numpy as np
    >>> import phasecalc as pc
    >>> rng = np.random.default_rng(0)
    >>> N, D = np.exp(rng.uniform([[16], [21]], [[23], [27]], (2, 100)))
    >>> kaplan = ((8.8e13 / N) ** 0.8 + 5.4e13 / D) ** 0.095 * np.exp(
    ...     0.005 * rng.standard_normal(100))
    >>> fitted = pc.laws.fit("two-term", {"N": N, "D": D, "loss": kaplan})
    >>> misfit(fitted.objective, fitted.point).chance < 0.01
    True
    """
    runs = objective.runs
    names, functions = _functions(runs.sizes)
    if not names or computed(objective, point) is not None:
        return None
    root = np.sqrt(objective.weights / objective.weights.mean())
    free = point > objective.model.floor
    own = _orthonormal(objective.rows(point)[free].T * root[:, None], _OWN)
    rest, kept = _beyond(functions * root[:, None], own)
    directions = _orthonormal(rest, _SEEN)
    freedom = runs.groups - own.shape[1] - directions.shape[1]
    if not kept.any() or freedom < _LEAST:
        return None
    r = objective.residuals(point)
    pull = objective.penalty.slope(r) * root
    pull = pull - own @ (own.T @ pull)
    chance = _turned(pull, own, directions, runs.cluster)
    along = [n for n, k in zip(names, kept, strict=True) if k][int(np.abs(rest.T @ pull).argmax())]
    size = float(np.linalg.norm(directions.T @ (r * root)) / np.sqrt(len(r)))
    return Misfit(chance, along, size, directions.shape[1], freedom)


def _beyond(functions: Floats, own: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """What the law's own directions leave of functions, of length 1, and of which it is enough."""
    whole, rest = np.linalg.norm(functions, axis=0), functions
    for _ in range(2):  # twice is enough against rounding
        rest = rest - own @ (own.T @ rest)
    alone = np.linalg.norm(rest, axis=0)
    kept = alone > _SEEN * whole
    return rest[:, kept] / alone[kept], kept


def _functions(sizes: Mapping[str, Floats]) -> tuple[list[tuple[str, ...]], Floats]:
    """Powers of the logarithm of each size, and products of two, on [-1, 1]; whose they are."""
    logs = {n: np.log(x) for n, x in sizes.items()}
    unit = {n: 2 * (x - x.min()) / np.ptp(x) - 1 for n, x in logs.items() if np.ptp(x) > 0}
    found = {(n,) * k: x**k for n, x in unit.items() for k in range(1, _DEGREE + 1)}
    found |= {(n, m): unit[n] * unit[m] for n, m in itertools.combinations(unit, 2)}
    names = [tuple(dict.fromkeys(some)) for some in found]
    return names, np.stack(list(found.values()), axis=1) if found else np.empty((0, 0))


def _orthonormal(columns: Floats, least: float) -> Floats:
    """Directions of some columns, without those that are hardly among them."""
    if not columns.size:
        return columns
    scale = np.linalg.norm(columns, axis=0)
    left, singular, _ = np.linalg.svd(columns / np.where(scale > 0, scale, 1), full_matrices=False)
    found: Floats = left[:, singular > least * singular.max()]
    return found


def _turned(pull: Floats, own: Floats, directions: Floats, cluster: npt.NDArray[np.int64]) -> float:
    """Chance of a dependence as strong, were the signs of whole runs drawn."""
    order = np.argsort(cluster, kind="stable")
    pull, own, directions, cluster = pull[order], own[order], directions[order], cluster[order]
    starts = np.flatnonzero(np.diff(cluster, prepend=-1))
    swell = 1 / np.sqrt(1 - np.clip((own**2).sum(axis=1), 0, _MOST_LEVERAGE))

    def strength(rows: Floats) -> Floats:
        left = rows - (rows @ own) @ own.T
        total = left @ directions
        left *= swell
        each = np.add.reduceat(left[:, :, None] * directions, starts, axis=1)
        found: Floats = np.einsum(
            "bi,bij,bj->b", total, np.linalg.pinv(np.swapaxes(each, 1, 2) @ each), total
        )
        return found

    seen = float(strength(pull[None, :])[0])
    if len(starts) > _MANY:
        from scipy.stats import chi2

        return float(chi2.sf(seen, directions.shape[1]))
    rng, above = np.random.default_rng(0), 0
    sizes = np.diff(starts, append=len(pull))
    for _ in range(_TURNS // _AT_ONCE):
        signs = 2.0 * rng.integers(0, 2, (_AT_ONCE, len(starts))) - 1
        drawn = strength(np.repeat(signs, sizes, axis=1) * pull * swell)
        above += int((drawn >= seen * (1 - 1e-12)).sum())
    return (1 + above) / (1 + _TURNS)
