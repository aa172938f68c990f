"""RefinedWeb's chain of exponents, correction by correction: measured, published and derived.

The runs are those of Porian et al. (``isoflop_corrections.csv``). Two of the four corrections are
derived from the losses that were measured after them, without a number fitted:

- *The last layer.* The same losses at the same tokens, with the flops and the parameters of the
  last layer left out.
- *The warm-up.* Tokens count by the learning rate at which they are seen, to a power. Of D tokens
  with a linear warm-up of W, D - W p/(1 + p) count, and D (D/W)^p/(1 + p) where D < W; p = 1 is
  the time of gradient flow. A run with the long warm-up has the loss of the run with the short one
  of which as many tokens count. Both warm-ups are those of the study's configuration: 1 572 864 000
  tokens, and the number of parameters, at least 13 107 200.

Losses between those measured are read off a thin-plate spline through all of them in the logarithms
of parameters and tokens: a curve through one model's own losses, a factor of 2 in tokens apart, is
off by three times as much where one is left out. Nothing outside the hull of the runs is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.interpolate import Akima1DInterpolator, RBFInterpolator
from scipy.spatial import Delaunay

import phasecalc as pc
from phasecalc.fitting.runs.runs import Runs, read_runs

__all__ = [
    "STEPS",
    "counted",
    "left_out",
    "run",
    "table",
    "uncounted",
    "with_last_layer_left_out",
    "with_warm_up",
]

# Step of ``pc.laws.CHAIN`` -> which runs.
STEPS = {
    "as Kaplan et al.": "hparams=base warmup=long count=kaplan",
    "count the last layer": "hparams=base warmup=long count=standard",
    "correct the warm-up": "hparams=base warmup=short decay=kaplan",
    "cosine decay": "decay=chinchilla",
    "tune the optimiser": "hparams=tuned",
}
LONG, LEAST_SHORT = 1_572_864_000, 13_107_200
_NOISE = [(3.0, 0.002)]
_FEWEST = 3  # tokens of a model

Loss = Callable[[float, float], float]  # of parameters and tokens; NaN where nothing was measured


def counted(tokens: float, warm_up: float, power: float = 1.0) -> float:
    """Tokens that count, of those seen."""
    if tokens >= warm_up:
        return tokens - warm_up * power / (1 + power)
    return float(tokens * (tokens / warm_up) ** power / (1 + power))


def uncounted(count: float, warm_up: float, power: float = 1.0) -> float:
    """Tokens seen, of which so many count."""
    if count >= warm_up / (1 + power):
        return count + warm_up * power / (1 + power)
    return float((count * (1 + power) * warm_up**power) ** (1 / (1 + power)))


def runs_of(path: Path, step: str) -> Runs:
    """Runs after a correction."""
    return read_runs(pc.laws.two_term, path, None, STEPS[step].split())


def table(runs: Runs) -> Loss:
    """Losses between those that were measured, of any models."""
    places = _places(runs)
    surface, hull = RBFInterpolator(places, np.log(runs.loss)), Delaunay(places)

    def loss(n: float, tokens: float) -> float:
        at = np.log([[n, tokens]])
        return float(np.exp(surface(at)[0])) if hull.find_simplex(at, tol=1e-9)[0] >= 0 else np.nan

    return loss


def _places(runs: Runs) -> np.ndarray:
    return np.log(np.column_stack([runs.sizes["N"], runs.sizes["D"]]))


def left_out(runs: Runs) -> tuple[float, float]:
    """Root mean square error of the logarithm of a loss from the others: surface, and own curve.

    Of losses that are neither the first nor the last of their model.
    """
    places, logs, errors = _places(runs), np.log(runs.loss), []
    for k in range(len(logs)):
        own = np.isclose(places[:, 0], places[k, 0])
        if not places[own, 1].min() < places[k, 1] < places[own, 1].max():
            continue
        others = np.arange(len(logs)) != k
        rows = np.flatnonzero(own & others)
        rows = rows[np.argsort(places[rows, 1])]
        if len(rows) > _FEWEST:
            line = Akima1DInterpolator(places[rows, 1], logs[rows])
            surface = RBFInterpolator(places[others], logs[others])
            errors.append((surface(places[[k]])[0] - logs[k], line(places[k, 1]) - logs[k]))
    found = np.sqrt(np.mean(np.square(errors), axis=0))
    return float(found[0]), float(found[1])


def with_warm_up(path: Path, power: float = 1.0) -> tuple[Runs, np.ndarray]:
    """Runs with the long warm-up, and the losses that those with the short one give them."""
    long, loss = runs_of(path, "count the last layer"), table(runs_of(path, "correct the warm-up"))
    found = [
        loss(n, uncounted(counted(d, LONG, power), max(n, LEAST_SHORT), power))
        for n, d in zip(long.sizes["N"], long.sizes["D"], strict=True)
    ]
    return long, np.array(found)


def with_last_layer_left_out(path: Path) -> tuple[Runs, np.ndarray]:
    """Runs counted without the last layer, and the losses that those counted with it give them."""
    bare, full = runs_of(path, "as Kaplan et al."), runs_of(path, "count the last layer")
    # The same models, in the same order of size.
    whole = dict(zip(np.unique(bare.sizes["N"]), np.unique(full.sizes["N"]), strict=True))
    loss = table(full)
    found = [loss(whole[n], d) for n, d in zip(bare.sizes["N"], bare.sizes["D"], strict=True)]
    return bare, np.array(found)


def exponents(runs: Runs, losses: Sequence[np.ndarray]) -> list[pc.laws.IsoFlop]:
    """Analyses of the same runs with several losses, where all of them are known."""
    known = np.isfinite(losses).all(axis=0)
    return [
        pc.laws.isoflop(
            {"N": runs.sizes["N"][known], "flops": runs.flops[known], "loss": y[known]},
            curve="akima", noise=_NOISE, level=0.95,
        )
        for y in losses
    ]  # fmt: skip


def run() -> Iterator[str]:
    """Lines of the benchmark."""
    path = next(
        (
            p
            for folder in Path(__file__).resolve().parents
            if (p := folder / "shared" / "data" / "isoflop_corrections.csv").exists()
        ),
        None,
    )
    if path is None:
        yield "the runs are not there"
        return
    for step in pc.laws.CHAIN:
        found = pc.laws.isoflop(
            path, where=STEPS[step.name].split(), curve="akima", noise=_NOISE, level=0.95
        )
        yield f"{step.name}: {found.exponent}, published {' '.join(step.refined_web)}"
    surface, curve = left_out(runs_of(path, "count the last layer"))
    yield f"a loss left out: surface off by {100 * surface:.2g} %, own curve {100 * curve:.2g} %"
    bare, recounted = with_last_layer_left_out(path)
    yield f"last layer left out, derived: {_compared(bare, recounted)}"
    budgets = np.unique(bare.flops)
    for lowest in budgets[:3]:
        small = np.where(bare.flops <= lowest, bare.loss, recounted)
        yield f"  as measured up to {lowest:.3g} flops, derived above: {_compared(bare, small)}"
    for power in (0.0, 0.5, 1.0):
        long, warmed = with_warm_up(path, power)
        yield f"long warm-up, derived with p = {power:g}: {_compared(long, warmed)}"


def _compared(runs: Runs, derived: np.ndarray) -> str:
    ours, theirs = exponents(runs, [derived, runs.loss])
    known = np.isfinite(derived)
    off = np.median(np.abs(np.log(derived[known] / runs.loss[known])))
    return (
        f"{ours.exponent}; measured on the same {known.sum()} of {len(known)} runs "
        f"{theirs.exponent}; losses off by {100 * off:.2g} % (median)"
    )
