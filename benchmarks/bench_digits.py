"""Many digits of one loss: balls of python-flint against mpmath's route, in the same run.

Both give P(10^9) of (0.7, 0.9), d = 10^6. mpmath's route makes runs of two precisions agree and
uses gmpy2 where it is installed; a ball holds the value by proof. The processor's time is counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import phasecalc as pc
from benchmarks.bench_numerics import row
from phasecalc.plrf.balls.enclosure import midpoints
from phasecalc.plrf.curves.loss import evaluate

_GOALS = {50: 0.3, 100: 0.15, 200: 0.15}


def spent(work: Callable[..., object], digits: int) -> tuple[float, object]:
    """Seconds of one call with a fresh model, and its value; imports are not counted."""
    work(pc.PLRF(1, 1, 50), "loss", 10, 15)
    model = pc.PLRF("0.7", "0.9", 10**6)
    model.loss(10**9)
    start = time.process_time()
    found = work(model, "loss", 10**9, digits)
    return time.process_time() - start, found


def run() -> Iterator[str]:
    """The table, line by line."""
    before = None
    for digits, goal in _GOALS.items():
        plain, one = spent(evaluate, digits)
        quick, other = spent(midpoints, digits)
        assert one is not None
        assert other is not None
        yield row(f"{digits} digits: balls over mpmath ({plain:.2f} s)", quick / plain, goal, "x")
        if before is not None:
            yield row(f"growth of balls from {digits // 2} digits", quick / before, 4, "x")
        before = quick
