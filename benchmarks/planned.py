"""Whether the runs that `law diagnose` plans narrow the interval as far as it says.

Runs of a known law are drawn and fitted, new ones planned by that fit, their losses drawn from the
same law and noise, and all fitted again. Printed for ten runs, and for as many as are said to halve
the interval: what the plans promise, and what became of the interval of log N* and of its error.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

import phasecalc as pc
from phasecalc.fitting.advice.design import Plan, next_runs

__all__ = ["SETTINGS", "Setting", "experiments", "run"]

Floats = npt.NDArray[np.float64]
_COUNT = 100
_TEN = 10
_MOST = 150  # new runs that are made where these halve it
TRUTH = {"A": "480", "B": "2100", "E": "1.8", "alpha": "0.35", "beta": "0.37"}


@dataclass(frozen=True)
class Setting:
    """Runs that there are, and the budget that is aimed at.

    Parameters
    ----------
    name
        In words.
    budgets, sizes
        How many budgets from 1e19 to 1e21 flops, and how many N at each.
    noise
        Standard error of a log loss.
    flops
        Target.
    options
        Of the fit.
    """

    name: str
    budgets: int
    sizes: int
    noise: float
    flops: float
    options: dict[str, Any]


SETTINGS = (
    Setting("48 runs, .5 %, 10 times beyond", 6, 8, 0.005, 1e22, {}),
    Setting("48 runs, .5 %, least squares", 6, 8, 0.005, 1e22, {"delta": math.inf}),
    Setting("25 runs, .3 %, 100 times beyond", 5, 5, 0.003, 1e23, {}),
    Setting("240 runs, 1 %, within", 10, 24, 0.01, 1e20, {}),
)


def run(count: int = _COUNT) -> Iterator[str]:
    """Lines of the benchmark: so many experiments of each setting."""
    for setting in SETTINGS:
        for halve in (False, True):
            found = experiments(setting, count, halve)
            if found is None:
                yield f"{setting.name}: hundreds of runs do not halve it"
                continue
            runs, promised, widths, errors, made = found
            yield (
                f"{setting.name}: {runs:.0f} more runs, promised {promised:.3f}, interval "
                f"{widths:.3f}, error {errors:.2f} (of {made} experiments)"
            )


def experiments(
    setting: Setting, count: int, halve: bool
) -> tuple[float, float, float, float, int] | None:
    """Medians of runs and of what is promised; ratios of widths and of errors; experiments made."""
    law = pc.laws.two_term
    best = float(pc.laws.allocate(law, repr(setting.flops), values=TRUTH).sizes["N"])
    rows: list[tuple[float, ...]] = []
    for k in range(count):
        rng = np.random.default_rng([k, setting.sizes])
        data = _drawn(*_design(setting), setting.noise, rng)
        first = pc.laws.fit(law, data, **setting.options)
        if first.spread is None:
            continue
        plan = next_runs(first, setting.flops, _TEN)
        if halve:
            if plan.halving is None or plan.halving > _MOST:
                continue
            plan = next_runs(first, setting.flops, plan.halving)
        second = pc.laws.fit(law, _with(data, plan, setting.noise, rng), **setting.options)
        if second.spread is not None:
            ends = [_width(f, setting.flops, best) for f in (first, second)]
            rows.append((len(plan.runs), plan.factor, *ends[0], *ends[1]))
    if len(rows) < count / 2:
        return None
    runs, promised, before, off, after, still = np.array(rows).T
    return (
        float(np.median(runs)),
        float(np.median(promised)),
        float(np.median(after / before)),
        float(np.median(np.abs(still)) / np.median(np.abs(off))),
        len(rows),
    )


def _design(setting: Setting) -> tuple[Floats, Floats]:
    """Budgets, and sizes at each from a fifth to five times about the best."""
    flops = np.repeat(np.geomspace(1e19, 1e21, setting.budgets), setting.sizes)
    around = np.tile(np.geomspace(0.2, 5, setting.sizes), setting.budgets)
    N = np.sqrt(flops / 120) * around
    return N, flops / (6 * N)


def _drawn(N: Floats, D: Floats, noise: float, rng: np.random.Generator) -> dict[str, Floats]:
    a, b, e, alpha, beta = (float(x) for x in TRUTH.values())
    loss = (e + a * N**-alpha + b * D**-beta) * np.exp(noise * rng.standard_normal(len(N)))
    return {"N": N, "D": D, "loss": loss}


def _with(
    data: dict[str, Floats], plan: Plan, noise: float, rng: np.random.Generator
) -> dict[str, Floats]:
    N, D = (np.array([r[n] for r in plan.runs]) for n in ("N", "D"))
    # Runs of one size are runs of their own: a label, for equal rows would count as one.
    new = _drawn(N, D, noise, rng)
    return {n: np.concatenate([x, new[n]]) for n, x in data.items()}


def _width(fitted: Any, flops: float, best: float) -> tuple[float, float]:
    found = fitted.allocate(flops).sizes["N"]
    if found.low is None or found.high is None:
        return math.nan, math.nan
    return math.log(found.high / found.low), math.log(found.value / best)
