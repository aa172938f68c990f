"""A fit of the two-term law against the published recipe, on the same runs in the same process.

The recipe: minimise the sum of Huber losses of the log-sum-exp residual by L-BFGS with numeric
gradients from each of 4500 starts of a grid, keep the best. A share of the starts is timed, drawn
evenly from the grid, and the time of all is this share's times what is left out; ``python -m
benchmarks fit-whole`` times all of them, which takes minutes.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import phasecalc as pc
from benchmarks.timing import median_time
from phasecalc.fitting.answers.fitted import Fitted
from phasecalc.fitting.minimum.descent import descend
from phasecalc.fitting.minimum.objective import Objective

__all__ = ["GRID", "recipe", "run", "runs_of_fit"]

GRID = ([0, 5, 10, 15, 20, 25], [0, 5, 10, 15, 20, 25], [-1, -0.5, 0, 0.5, 1],
         [0, 0.5, 1, 1.5, 2], [0, 0.5, 1, 1.5, 2])  # a, b, e, alpha, beta: 4500  # fmt: skip
_SHARE = 50  # one start in so many is timed
_DELTA = 1e-3
_REDRAWN = 40


def run() -> Iterator[str]:
    """Lines of the benchmark."""
    source, columns, runs = runs_of_fit()
    yield f"{len(runs['loss'])} runs: {source}"
    mine = median_time(lambda: pc.laws.fit("two-term", runs), 5)
    fitted = pc.laws.fit("two-term", runs)
    yield f"phasecalc {mine:.3f} s, sum {fitted.minima[0].value:.9e}"
    yield "  " + ", ".join(f"{n} = {x:.5g}" for n, x in fitted.values.items())
    starts = [x for k, x in enumerate(itertools.product(*GRID)) if k % _SHARE == 0]
    count = int(np.prod([len(axis) for axis in GRID]))
    begun = time.perf_counter()
    sums = [recipe(columns, np.array(s, dtype=float)) for s in starts]
    every = (time.perf_counter() - begun) * count / len(starts)
    best = fitted.minima[0].value
    near = sum(x <= best * (1 + 1e-4) for x in sums)
    timed = f"{count} starts, from {len(starts)} timed"
    yield f"recipe: {every:.0f} s for {timed}; ratio {every / mine:.0f}"
    yield f"  best sum {min(sums):.9e}; {near} of {len(starts)} starts within 1e-4 of it"
    yield from _engines(fitted)


def _engines(fitted: Fitted) -> Iterator[str]:
    """The package's descent against SciPy's, on redrawn runs from the fitted point."""
    objective, point, floor = fitted.objective, fitted.point, fitted.model.floor
    rng, count = np.random.default_rng(1), len(fitted.objective.runs)
    drawn = [
        objective.weighted(np.bincount(rng.integers(count, size=count), minlength=count) * 1.0)
        for _ in range(_REDRAWN)
    ]
    bounds = [(x if np.isfinite(x) else None, None) for x in floor]

    def scipy_bounded(o: Objective) -> float:
        def both(x: np.ndarray) -> tuple[float, np.ndarray]:
            found = o.at(x)
            return found.value, found.slope

        options = {"ftol": 1e-15, "gtol": 1e-12, "maxiter": 5000, "maxfun": 20000}
        done = minimize(both, point, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        return float(done.fun)

    def scipy_newton(o: Objective) -> float:
        done = minimize(
            o.value, point, jac=lambda x: o.at(x).slope, hess=lambda x: o.at(x).bend,
            method="trust-exact", options={"gtol": 1e-12, "maxiter": 2000},
        )  # fmt: skip
        return float(done.fun)

    engines = {
        "own descent": lambda o: descend(o, point, floor).value,
        "SciPy's L-BFGS-B, exact gradient, same bounds": scipy_bounded,
        "SciPy's trust-exact, exact derivatives, no bounds": scipy_newton,
    }
    best: np.ndarray | None = None
    for name, engine in engines.items():
        begun = time.perf_counter()
        sums = np.array([engine(o) for o in drawn])
        each = (time.perf_counter() - begun) / len(drawn)
        best = sums if best is None else best
        worst = float(np.max(sums / best - 1))
        yield f"{name}: {1e3 * each:.1f} ms a redrawn fit, sum above the first by {worst:.1g}"


def recipe(columns: np.ndarray, start: np.ndarray) -> float:
    """Sum of the recipe's Huber losses where L-BFGS ends from one start."""
    log_n, log_d, log_loss = columns

    def total(x: np.ndarray) -> float:
        a, b, e, alpha, beta = x
        rows = np.stack([a - alpha * log_n, b - beta * log_d, np.full_like(log_n, e)])
        top = rows.max(axis=0)
        r = np.abs(top + np.log(np.exp(rows - top).sum(axis=0)) - log_loss)
        return float(np.where(r <= _DELTA, r**2 / 2, _DELTA * (r - _DELTA / 2)).sum())

    return float(minimize(total, start, method="L-BFGS-B").fun)


def runs_of_fit() -> tuple[str, np.ndarray, dict[str, np.ndarray]]:
    """The digitised runs where they lie, else drawn ones of the same law and number."""
    from phasecalc.fitting.runs.runs import read_runs

    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "data" / "chinchilla_digitised.csv"
        if path.exists():
            names = {"N": "Model Size", "flops": "Training FLOP"}
            found = read_runs(pc.laws.two_term, path, names, ["loss<3.44"])
            runs = {**found.sizes, "loss": found.loss}
            return path.name, np.log([runs["N"], runs["D"], runs["loss"]]), runs
    rng = np.random.default_rng(0)
    N, D = 10 ** rng.uniform(7.7, 10.2, 240), 10 ** rng.uniform(8.9, 11.5, 240)
    loss = (1.82 + 478 * N**-0.347 + 2143 * D**-0.367) * np.exp(0.01 * rng.standard_normal(240))
    return "drawn from the law", np.log([N, D, loss]), {"N": N, "D": D, "loss": loss}
