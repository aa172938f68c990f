"""Loss curves and frontiers: seconds, and ratios to the plain route in the same run.

python -m benchmarks.bench_numerics            everything but the mpmath baseline
python -m benchmarks.bench_numerics --plain    with a tenth of the mpmath baseline, scaled up
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

import phasecalc as pc


def best(work: Callable[[], object], repeats: int = 5) -> float:
    """Shortest of a few runs, in seconds; each builds its model anew."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def row(name: str, value: float, target: float, unit: str = "s") -> None:
    """Print one line of the table."""
    print(f"{name:<58} {value:>12.4g} {unit:<2} target {target:g}")


def curves() -> float:
    """Loss in doubles; returns the seconds of the short curve."""
    long = np.geomspace(1, 1e12, 1000)
    row("loss, d = 1e6, 1000 r in [1, 1e12]", best(lambda: pc.PLRF(0.7, 0.9, 1e6).loss(long)), 0.3)
    single = {r: best(lambda r=r: pc.PLRF(0.7, 0.9, 1e6).loss(r)) for r in (1e3, 1e12)}
    row("cost of r = 1e12 over r = 1e3", single[1e12] / single[1e3], 2, "x")
    sizes = {d: best(lambda d=d: pc.PLRF(0.7, 0.9, d).loss(long)) for d in (1e4, 1e12)}
    row("cost of d = 1e12 over d = 1e4", sizes[1e12] / sizes[1e4], 3, "x")
    short = best(lambda: pc.PLRF(0.7, 0.9, 100).loss(np.geomspace(1, 1e4, 200)))
    row("loss, d = 100, 200 r in [1, 1e4]", short, 0.02)
    row("the authors' published 11 s for that curve, ratio", 11 / short, 500, "x")
    return short


def digits_and_frontier() -> None:
    """Many digits, and the frontier at one budget."""
    row("50 digits, d = 1e6, r = 1e5", best(lambda: pc.PLRF(0.7, 0.9, 1e6).loss(1e5, 50), 3), 0.5)
    row("frontier with exponents at f = 1e20", best(lambda: pc.frontier(0.7, 0.9, 1e20), 3), 0.5)


def against_the_plain_route(with_mpmath: bool) -> None:
    """Every r from 0 to 1000 at d = 100, v = 1000."""
    from benchmarks import plain_route

    case = plain_route.Case()
    times = np.arange(case.iterations + 1)
    ours = best(lambda: pc.PLRF("0.7", "0.9", 100).loss(times))
    row("loss, d = 100, every r up to 1000", ours, 0.05)
    vectorised = plain_route.numpy_route(case)
    row("against the plain route in NumPy", vectorised.seconds / ours, 100, "x")
    if with_mpmath:
        plain = plain_route.mpmath_route(case, fraction=0.1)
        row("against the plain route in mpmath", plain.seconds / ours, 10_000, "x")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", action="store_true", help="also time the mpmath baseline")
    plain = parser.parse_args().plain
    curves()
    digits_and_frontier()
    against_the_plain_route(plain)


if __name__ == "__main__":
    main()
