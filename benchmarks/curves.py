"""How often the intervals of ``pc.estimate(curves=...)`` hold the truth, in all seven phases.

Two kinds of truth. *SGD*: runs of ``pc.simulate`` (a drawn W and drawn data for each) at three
sizes and three seeds each, at half the default learning rate of the largest size. *Exact*: the
exact curves of the same sizes times independent lognormal noise of 2 %. Alpha, beta and gamma are
fitted. Starts are those of any user; the truth is not among them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

import phasecalc as pc
from benchmarks.spectra import CASES
from phasecalc.exceptions import PhasecalcError
from phasecalc.plrf.samples.drawn import Drawn

__all__ = ["CASES", "drawn_runs", "exact_runs", "run"]

_COUNT = 3
_SIZES, _SEEDS, _LAST, _POINTS = (50, 100, 200), 3, 10_000, 40
_SHARE, _RATIO, _NOISE = 0.5, 10, 0.02


def run(count: int = _COUNT) -> Iterator[str]:
    """Lines of the benchmark: so many sets of runs a phase."""
    yield (
        f"{count} sets of runs a phase, d = {', '.join(map(str, _SIZES))}; share of 90 % intervals "
        "that hold alpha | beta | gamma, and median estimates with half-widths"
    )
    for kind, make in (("SGD", drawn_runs), ("exact", exact_runs)):
        for name, alpha, beta, _ in CASES:
            begun = time.perf_counter()
            found, rate = [], float(_model(alpha, beta, _SIZES[-1]).gamma or 0)
            for seed in range(count):
                try:
                    found.append(pc.estimate(curves=make(alpha, beta, seed)))
                except PhasecalcError:
                    found.append(None)
            each = (time.perf_counter() - begun) / count
            yield f"{kind}, {name}: {_line(found, name, (alpha, beta, rate))}; {each:.0f} s each"


def _model(alpha: float, beta: float, d: int) -> pc.PLRF:
    largest = pc.PLRF(alpha, beta, _SIZES[-1], v=_RATIO * _SIZES[-1])
    rate = _SHARE * float(largest.rate(largest.resolvent(None)))
    return pc.PLRF(alpha, beta, d, v=_RATIO * d, gamma=rate)


def _times() -> np.ndarray:
    return np.unique(np.geomspace(1, _LAST, _POINTS).round()).astype(int)


def drawn_runs(alpha: float, beta: float, seed: int) -> list[dict[str, object]]:
    """Losses of SGD, one row each."""
    rows, r = [], _times()
    for size, d in enumerate(_SIZES):
        model = _model(alpha, beta, d)
        # No seed twice: matrices of different sizes from one seed share their first numbers.
        plain = Drawn(alpha, beta, d, _RATIO * d, float(model.gamma or 0), 1)
        start = _SEEDS * (len(_SIZES) * seed + size)
        seeds = range(start, start + _SEEDS)
        for k, losses in enumerate(pc.simulate(plain, r, seeds=seeds).curves):
            rows += [dict(r=x, loss=y, d=d, run=f"{d}-{k}") for x, y in zip(r, losses, strict=True)]
    return rows


def exact_runs(alpha: float, beta: float, seed: int) -> list[dict[str, object]]:
    """Exact losses times noise, one row each."""
    rows, r = [], _times()
    for d in _SIZES:
        rng = np.random.default_rng([seed, d])
        losses = _model(alpha, beta, d).loss(r) * np.exp(_NOISE * rng.standard_normal(len(r)))
        rows += [dict(r=x, loss=y, d=d) for x, y in zip(r, losses, strict=True)]
    return rows


def _line(found: list, name: str, truth: tuple[float, float, float]) -> str:
    good = [x for x in found if x is not None]
    refused = len(found) - len(good)
    if not good:
        return f"all {refused} refused"
    said = []
    for what, true in zip(("alpha", "beta", "gamma"), truth, strict=True):
        each = [x.estimate_of(what) for x in good]
        held = np.mean([x.low <= true <= x.high for x in each])
        width = np.median([(x.high - x.low) / 2 for x in each])
        middle = np.median([x.value for x in each])
        said.append(f"{100 * held:.0f} % hold {true:.3g}, median {middle:.3g} +- {width:.2g}")
    said.append(f"mean probability of {name} {np.mean([x.phases.get(name, 0) for x in good]):.2f}")
    return "; ".join([*said, f"{refused} refused"])
