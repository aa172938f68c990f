"""How often 90 % intervals of a fit hold the truth, on runs drawn from a law that is known.

Each set has 240 runs of the two-term law, sizes drawn over three decades and a noise of 1 %.
*Normal* is the covariance with least squares, *bootstrap* the same runs drawn again 200 times,
*Huber* the covariance with the default delta.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import phasecalc as pc

__all__ = ["TRUTH", "run", "shares"]

TRUTH = {"A": 480.0, "B": 2100.0, "E": 1.8, "alpha": 0.35, "beta": 0.37}
KINDS: dict[str, dict[str, Any]] = {
    "normal": {"delta": math.inf},
    "bootstrap": {"delta": math.inf, "resamples": 200},
    "Huber": {},
}
_RUNS, _NOISE, _FLOPS = 240, 0.01, 1e23
_COUNT = 400  # one standard error of a share of .9 is .015


def run(count: int = _COUNT) -> Iterator[str]:
    """Lines of the benchmark: so many sets of each kind."""
    for kind, options in KINDS.items():
        found = shares([[23, k] for k in range(count)], **options)
        said = ", ".join(f"{n} {100 * x:.1f} %" for n, x in found.items())
        yield f"{kind}, {count} sets: {said}"


def shares(seeds: Sequence[Sequence[int]], **options: Any) -> dict[str, float]:
    """Share of intervals that hold the truth: of parameters, and of what a budget of 1e23 makes.

    Parameters
    ----------
    seeds
        One for each set of runs.
    **options
        Of the fit.
    """
    law = replace(pc.laws.two_term, fits=())
    best = pc.laws.allocate(law, "1e23", values={n: repr(x) for n, x in TRUTH.items()})
    truth = {
        **TRUTH,
        "N*": float(best.sizes["N"]),
        "D/N": float(best.tokens_per_parameter),
        "L*": float(best.loss),
        "exponent": float(best.exponents["N"]),
    }
    held = dict.fromkeys(truth, 0)
    for seed in seeds:
        fitted = pc.laws.fit(law, _drawn(seed), **options)
        found = fitted.allocate(_FLOPS)
        every = {n: fitted.interval(n) for n in TRUTH} | {
            "N*": found.sizes["N"],
            "D/N": found.ratio,
            "L*": found.loss,
            "exponent": found.exponents["N"],
        }
        for n, x in every.items():
            held[n] += x.low <= truth[n] <= x.high
    return {n: count / len(seeds) for n, count in held.items()}


def _drawn(seed: Sequence[int]) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    N = np.exp(rng.uniform(np.log(1e7), np.log(1e10), _RUNS))
    D = np.exp(rng.uniform(np.log(1e9), np.log(1e12), _RUNS))
    loss = TRUTH["E"] + TRUTH["A"] * N ** -TRUTH["alpha"] + TRUTH["B"] * D ** -TRUTH["beta"]
    return {"N": N, "D": D, "loss": loss * np.exp(_NOISE * rng.standard_normal(_RUNS))}
