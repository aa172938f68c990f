"""How often a fit is said not to fit: on runs of the law itself, and on runs of other laws.

The two-term law is fitted to each set. On its own runs the chance that is found should be below
.01, below .05 and below .1 about so often; on those of the others the share below .01 is the power.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

import phasecalc as pc

__all__ = ["LAWS", "chances", "drawn", "run"]

Floats = npt.NDArray[np.float64]
_COUNT = 400  # one standard error of a share of .05 is .011
_LEVELS = (0.01, 0.05, 0.1)
# Losses at sizes: the law that is fitted, and others.
LAWS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "itself": lambda N, D: 1.8 + 480 * N**-0.35 + 2100 * D**-0.37,
    "product": lambda N, D: 1.8 + 480 * N**-0.35 + 2100 * D**-0.37 + 800 * N**-0.17 * D**-0.25,
    "broken": lambda N, D: 1.8 + 480 * N**-0.35 * (1 + (N / 3e8) ** 2) ** 0.1 + 2100 * D**-0.37,
    "saturating": lambda N, D: 1.8 + 480 * N**-0.35 + 2100 * (D / (1 + D / 5e10)) ** -0.37,
    "kaplan": lambda N, D: ((8.8e13 / N) ** (0.076 / 0.095) + 5.4e13 / D) ** 0.095,
}
# Name, runs, noise and its kind, options of the fit.
_OWN: tuple[tuple[str, int, float, str, dict[str, Any]], ...] = (
    ("64 runs, 1 %", 64, 0.01, "normal", {}),
    ("64 runs, 1 %, least squares", 64, 0.01, "normal", {"delta": math.inf}),
    ("16 runs, 1 %, least squares", 16, 0.01, "normal", {"delta": math.inf}),
    ("240 runs, 1 %, Student's t of 3 degrees", 240, 0.01, "heavy", {}),
    ("64 runs, noise that falls with N, least squares", 64, 0.01, "falling", {"delta": math.inf}),
)


def run(count: int = _COUNT) -> Iterator[str]:
    """Lines of the benchmark: so many sets of the law itself, a tenth as many of the others."""
    for name, runs, noise, kind, options in _OWN:
        sets = (drawn("itself", [k, runs], runs, noise, kind) for k in range(count))
        found = chances(sets, **options)
        said = ", ".join(f"{np.mean(found < x):.3f} below {x}" for x in _LEVELS)
        yield f"itself, {name}: {said} ({count} sets)"
    for law in list(LAWS)[1:]:
        for runs, noise in ((64, 0.005), (240, 0.005), (240, 0.01)):
            few = max(count // 10, 10)
            sets = (drawn(law, [k, runs], runs, noise) for k in range(few))
            share = np.mean(chances(sets) < _LEVELS[0])
            yield f"{law}, {runs} runs, {100 * noise:g} %: {share:.2f} below .01 ({few} sets)"


def chances(sets: Iterator[dict[str, Floats]], **options: Any) -> Floats:
    """What the check finds in each set."""
    found = []
    for data in sets:
        seen = pc.laws.fit("two-term", data, **options).lack_of_fit
        found.append(1.0 if seen is None else seen.chance)
    return np.array(found)


def drawn(
    law: str, seed: list[int], runs: int, noise: float, kind: str = "normal"
) -> dict[str, Floats]:
    """Runs of a law, sizes over three decades: a grid where it is square, else drawn."""
    rng = np.random.default_rng(seed)
    side = math.isqrt(runs)
    if side * side == runs:
        grid = np.meshgrid(np.geomspace(1e7, 1e10, side), np.geomspace(1e9, 1e12, side))
        N, D = (x.ravel() for x in grid)
    else:
        N, D = np.exp(rng.uniform(np.log([[1e7], [1e9]]), np.log([[1e10], [1e12]]), (2, runs)))
    error = rng.standard_t(3, runs) if kind == "heavy" else rng.standard_normal(runs)
    if kind == "falling":
        error *= 2 * (N / N.min()) ** -0.2
    return {"N": N, "D": D, "loss": LAWS[law](N, D) * np.exp(noise * error)}
