"""Loss curves, digits and frontiers: seconds, and ratios to the plain route in the same run.

Both baselines are run in full; mpmath's takes half a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

import phasecalc as pc
from benchmarks import plain_route


def best(work: Callable[[], object], repeats: int = 5) -> float:
    """Shortest of a few runs, in seconds; each builds its model anew."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def row(name: str, value: float, target: float, unit: str = "s") -> str:
    """One line of the table."""
    return f"{name:<52} {value:>10.4g} {unit:<2} target {target:g}"


def run() -> Iterator[str]:
    """The table of accuracy-preserving speed, line by line."""
    long, short = np.geomspace(1, 1e12, 1000), np.geomspace(1, 1e4, 200)
    yield row("loss, d = 1e6, 1000 r in [1, 1e12]", loss_time(1e6, long), 0.3)
    ratio = loss_time(1e6, 1e12) / loss_time(1e6, 1e3)
    yield row("cost of r = 1e12 over r = 1e3", ratio, 2, "x")
    yield row("cost of d = 1e12 over 1e4", loss_time(1e12, long) / loss_time(1e4, long), 3, "x")
    curve = loss_time(100, short)
    yield row("loss, d = 100, 200 r in [1, 1e4]", curve, 0.02)
    yield row("the authors' published 11 s over that", 11 / curve, 550, "x")
    many = best(lambda: pc.PLRF(0.7, 0.9, 1e6).loss(1e5, digits=50), 3)
    yield row("50 digits, d = 1e6, r = 1e5", many, 0.5)
    yield row("frontier at f = 1e20", best(lambda: pc.frontier(0.7, 0.9, 1e20), 3), 0.5)
    yield from frontiers()
    every, one = loss_time(100, np.arange(1001)), loss_time(100, 1000)
    case = plain_route.Case()
    for name, baseline, target in (
        ("NumPy", plain_route.numpy_route(case), 100),
        ("mpmath", plain_route.mpmath_route(case), 10_000),
    ):
        yield row(f"plain {name} route over every r to 1000", baseline.seconds / every, target, "x")
        yield row(f"plain {name} route over r = 1000", baseline.seconds / one, target, "x")
        yield f"  ({baseline.how})"


def loss_time(d: float, r: object) -> float:
    """Seconds of one curve with a fresh model."""
    return best(lambda: pc.PLRF(0.7, 0.9, d).loss(r))


def frontiers() -> Iterator[str]:
    """A million budgets from the curve, against solving for some of them one by one."""
    start = time.perf_counter()
    curve = pc.frontier_curve("7/10", "9/10", 1e15, 1e25)
    curve(np.geomspace(1e15, 1e25, 10**6))
    spent = time.perf_counter() - start
    single = (
        best(lambda: pc.frontier("7/10", "9/10", np.geomspace(1e16, 1e24, 20).tolist()), 1) / 20
    )
    yield row(f"frontier at 10^6 budgets, {len(curve.points)} solved for", spent, 2)
    solved = spent / len(curve.points)
    yield row("one budget alone over one of the curve's", single / solved, 3, "x")
