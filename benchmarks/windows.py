"""What isoFLOP analyses of the model's exact curves measure, window by window, at alpha = 0.7.

The sizes are 200, 400, ..., 12800 and the budgets d r lie within a window, as in experiments. Both
exponents are measured: eta of the best loss, xi of the best size. *Approach 1* takes the best of
the sizes at each budget, *approach 2* the vertex of a parabola in log d through the log losses of
the five sizes around it. Budgets whose least loss is at an end of the sizes are left out. Beside
them stand the local exponents of the exact optimum in the middle of the window, over real d, and
the limits. Noise of SGD is drawn with the scatter and the correlation along a run that runs of
``pc.simulate`` show (17 % at one run of d = 100 to 400, alike over a distance of 1.6 in log r):
its spread is what a measurement from one run of each size, or from the mean of a hundred, adds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

import phasecalc as pc

__all__ = ["BETAS", "WINDOWS", "Measured", "losses", "measured", "run", "scattered"]

ALPHA = "0.7"
BETAS = ("0.3", "0.6", "0.7", "0.8", "0.9", "1")
WINDOWS = ((1e6, 1e8), (2e6, 5e7), (1e6, 1e9))
_SIZES = tuple(200 * 2**k for k in range(7))
_BUDGETS = 25
_AROUND = 2  # sizes on each side of the best, of a parabola
_SCATTER, _ALIKE = 0.17, 1.6
_DRAWS = 200


class Measured(NamedTuple):
    """Exponents of one analysis.

    Parameters
    ----------
    eta, xi
        Of the best loss and of the best size.
    left_out
        Budgets without a minimum among the sizes.
    """

    eta: float
    xi: float
    left_out: int


def losses(beta: str, flops: np.ndarray, sizes: tuple[int, ...] = _SIZES) -> np.ndarray:
    """Logarithms of exact losses, a row for each size."""
    return np.log([pc.PLRF(ALPHA, beta, d).loss(flops / d) for d in sizes])


def scattered(flops: np.ndarray, runs: int, rng: np.random.Generator) -> np.ndarray:
    """Errors of the mean of so many runs of each size, in logarithms."""
    x = np.log(flops)
    root = np.linalg.cholesky(np.exp(-np.abs(x[:, None] - x) / _ALIKE) + 1e-10 * np.eye(len(x)))
    return _SCATTER / np.sqrt(runs) * rng.standard_normal((len(_SIZES), len(x))) @ root.T


def measured(
    logs: np.ndarray, flops: np.ndarray, approach: int, sizes: tuple[int, ...] = _SIZES
) -> Measured:
    """Both exponents, from losses of all sizes at all budgets."""
    x, found, left_out = np.log(sizes), [], 0
    for budget, column in zip(np.log(flops), logs.T, strict=True):
        k = int(np.argmin(column))
        if not 0 < k < len(x) - 1:
            left_out += 1
            continue
        place, least = x[k], column[k]
        if approach == 2:
            near = slice(max(k - _AROUND, 0), k + _AROUND + 1)
            a, b, c = np.polyfit(x[near] - x[k], column[near], 2)
            place, least = x[k] - b / (2 * a), c - b * b / (4 * a)
        found.append((budget, place, least))
    if len(found) < 2:
        return Measured(np.nan, np.nan, left_out)
    budget, place, least = np.array(found).T
    return Measured(-np.polyfit(budget, least, 1)[0], np.polyfit(budget, place, 1)[0], left_out)


def run() -> Iterator[str]:
    """Lines of the benchmark."""
    for beta in BETAS:
        limit = pc.exponents(ALPHA, beta)
        yield (
            f"beta = {beta}, phase {limit.phase or 'boundary'}: limits eta "
            f"{float(limit.loss_exponent):.4f}, xi {float(limit.model_size_exponent):.4f}"
        )
        for low, high in WINDOWS:
            yield f"  {low:g} to {high:g}: {_window(beta, low, high)}"


def _window(beta: str, low: float, high: float) -> str:
    flops = np.geomspace(low, high, _BUDGETS)
    exact = losses(beta, flops)
    point = pc.frontier(ALPHA, beta, float(np.sqrt(low * high))).points[0]
    said = [f"local eta {point.loss_exponent:.4f}, xi {point.model_size_exponent:.4f}"]
    for approach in (1, 2):
        found = measured(exact, flops, approach)
        noises = []
        for runs in (1, 100):
            rng = np.random.default_rng(runs)
            drawn = [
                measured(exact + scattered(flops, runs, rng), flops, approach)
                for _ in range(_DRAWS)
            ]
            table = np.array([x[:2] for x in drawn])
            mean, sd = np.nanmean(table, axis=0), np.nanstd(table, axis=0)
            noises.append(
                f"{runs} run{'s' * (runs > 1)} {mean[0]:.3f} +- {sd[0]:.3f}, "
                f"{mean[1]:.3f} +- {sd[1]:.3f}"
            )
        left = f"; {found.left_out} of {_BUDGETS} budgets left out" * bool(found.left_out)
        each = f"eta {found.eta:.4f}, xi {found.xi:.4f}"
        said.append(f"approach {approach} {each} ({'; '.join(noises)}{left})")
    return " | ".join(said)
