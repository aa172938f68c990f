"""Whether the residuals of a fit still depend on the sizes: a check of the law itself.

The slopes of the runs' costs, bounded where Huber's function is, are regressed on the derivatives
of the law and on a few smooth functions of the sizes' logarithms. Two tests of these functions are
made, and the larger chance counts. An F-test takes residuals to scatter alike, and holds for few
runs. Turning the signs of runs asks for symmetric scatter alone: it may differ from run to run, and
rows of one run may go together.
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
_TURNS = 4999
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
    total = directions.T @ pull
    leverage = np.clip((own**2).sum(axis=1), 0, _MOST_LEVERAGE)
    scores = directions * (pull / np.sqrt(1 - leverage))[:, None]
    chance = max(_even(pull, total, own.shape[1], freedom), _turned(scores, runs.cluster, total))
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


def _even(pull: Floats, total: Floats, own: int, freedom: int) -> float:
    """Chance of an F as large, were all runs to scatter alike."""
    from scipy.stats import f

    seen = float(total @ total)
    left = (float(pull @ pull) - seen) / (len(pull) - own - len(total))
    return float(f.sf(seen / len(total) / max(left, 1e-300), len(total), freedom))


def _turned(scores: Floats, cluster: npt.NDArray[np.int64], total: Floats) -> float:
    """Chance of a sum as large as the total, were the sign of each run drawn."""
    each = np.zeros((int(cluster.max()) + 1, scores.shape[1]))
    np.add.at(each, cluster, scores)
    inverse = np.linalg.pinv(each.T @ each)
    seen = float(total @ inverse @ total)
    if len(each) > _MANY:
        from scipy.stats import chi2

        return float(chi2.sf(seen, each.shape[1]))
    signs = 2.0 * np.random.default_rng(0).integers(0, 2, (_TURNS, len(each))) - 1
    drawn = signs @ each
    values = np.einsum("ij,jk,ik->i", drawn, inverse, drawn)
    return (1 + int((values >= seen * (1 - 1e-12)).sum())) / (_TURNS + 1)
