r"""Greatest likelihood of coefficients that are partly a mode's own and partly mixed in.

Along eigenvector i of a sample the coefficient is rho_i = sqrt(w_i mu_i) plus a Gaussian of
variance (1 - w_i) mu_i, its sign unknown: y_i = rho_i^2 has mean mu_i, and a density that is half a
sum of two normal ones. The way up is by the outer products of the scores; the covariance comes from
the second derivatives at the top.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

__all__ = ["Model", "greatest", "profile", "responses"]

Floats = npt.NDArray[np.float64]
Model = Callable[[Floats], tuple[Floats, Floats]]  # point -> log of the means, own parts
_STEADY = 0.005  # least part of a mean that is noise: what the overlaps leave out at the head
_ROUNDS, _HALVINGS = 80, 25
_STEP, _DONE = 1e-5, 1e-9
_PACE, _FAR, _MOST_STEPS = 0.5, 3.5, 40  # of a profile: in standard errors; its roots; its steps
_FLAT = 1e-9
_NODES = 24


def greatest(y: Floats, model: Model, start: Floats) -> tuple[Floats, Floats, float] | None:
    """Point of greatest likelihood, its covariance, and the log likelihood.

    Parameters
    ----------
    y
        Squares that were seen, positive.
    model
        Logarithms of their means, and the own parts, at a point.
    start
        First guess.
    """
    point, best = start, float(_logs(y, model, start).sum())
    for _ in range(_ROUNDS):
        scores = _scores(y, model, point)
        information = scores.T @ scores
        if not np.isfinite(information).all():
            return None
        step = np.linalg.pinv(information) @ scores.sum(axis=0)
        gain = float(step @ scores.sum(axis=0))
        step /= max(1.0, float(np.abs(step).max()))
        for _ in range(_HALVINGS):
            there = float(_logs(y, model, point + step).sum())
            if there >= best:
                break
            step = step / 2
        else:
            break
        point, best = point + step, there
        if gain < _DONE:
            break
    curvature = _curvature(y, model, point)
    if not np.isfinite(curvature).all() or np.linalg.eigvalsh(curvature)[0] <= 0:
        return None
    return point, np.asarray(np.linalg.inv(curvature), dtype=np.float64), best


def profile(y: Floats, model: Model, best: Floats, error: float) -> tuple[Floats, Floats]:
    """Exponents, the second coordinate, and the signed root of twice what the likelihood loses.

    Both increase. The rest is at its best for each exponent.

    Parameters
    ----------
    y, model
        As for :func:`greatest`.
    best
        The point of greatest likelihood.
    error
        Of the exponent, the unit of the steps.
    """
    top = float(_logs(y, model, best).sum())
    places, roots = [float(best[1])], [0.0]
    for side in (-1.0, 1.0):
        last, root = best, 0.0
        for k in range(_MOST_STEPS):
            if root >= _FAR:
                break
            exponent = float(best[1]) + side * error * _PACE * (k + 1)
            found = greatest(y, _at(model, exponent), last[:1])
            if found is None:
                break
            last = found[0]
            root = max(math.sqrt(max(2 * (top - found[2]), 0.0)), root + _FLAT)
            places.append(exponent)
            roots.append(side * root)
    order = np.argsort(places)
    return np.array(places)[order], np.array(roots)[order]


def _at(model: Model, exponent: float) -> Model:
    return lambda level: model(np.array([level[0], exponent]))


def responses(y: Floats, model: Model, point: Floats) -> tuple[Floats, Floats]:
    """Slopes of the scores by each square over its mean, and the variances of those squares.

    Parameters
    ----------
    y, model, point
        As for :func:`greatest`; y gives the number of squares alone.

    Returns
    -------
    Floats, Floats
        Of the regression of scores on squares under the model, shape (n, p); shape (n,).
    """
    logs, own = model(point)
    part = np.minimum(own, 1 - _STEADY)
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    slopes, variances = np.zeros((len(y), len(point))), 2 * (1 - part) ** 2 + 4 * part * (1 - part)
    for x, weight in zip(nodes, weights / weights.sum(), strict=True):
        square = (np.sqrt(part) + np.sqrt(1 - part) * x) ** 2
        scores = _scores(np.exp(logs) * np.maximum(square, 1e-300), model, point)
        slopes += weight * (square - 1)[:, None] * scores
    return slopes / variances[:, None], variances


def _logs(y: Floats, model: Model, point: Floats) -> Floats:
    log_mean, own = model(point)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        x = np.sqrt(y) * np.exp(-log_mean / 2)  # of unit mean square
        part = np.minimum(own, 1 - _STEADY)
        centre, width = np.sqrt(part), np.sqrt(1 - part)
        sides = np.logaddexp(-(((x - centre) / width) ** 2) / 2, -(((x + centre) / width) ** 2) / 2)
    found: Floats = sides - np.log(width) - log_mean / 2
    return np.where(np.isfinite(found), found, -1e300)


def _scores(y: Floats, model: Model, point: Floats) -> Floats:
    steps = _STEP * np.eye(len(point))
    return np.stack(
        [(_logs(y, model, point + s) - _logs(y, model, point - s)) / (2 * _STEP) for s in steps],
        axis=1,
    )


def _curvature(y: Floats, model: Model, point: Floats) -> Floats:
    """Minus the second derivatives of the log likelihood."""
    h = 1e-3
    steps = h * np.eye(len(point))

    def total(p: Floats) -> float:
        return float(_logs(y, model, p).sum())

    table = np.array(
        [
            [
                total(point + a + b) - total(point + a - b) - total(point - a + b)
                + total(point - a - b)
                for b in steps
            ]
            for a in steps
        ]
    )  # fmt: skip
    found: Floats = -table / (4 * h * h)
    return found
