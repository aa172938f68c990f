"""Wall-clock times: the median of several runs, alternated where two things are compared."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

__all__ = ["median_time", "process_times"]


def median_time(action: Callable[[], object], repeats: int) -> float:
    """Median seconds of calls, after one call that is not counted."""
    action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process_times(commands: Sequence[Sequence[str]], repeats: int) -> list[float]:
    """Median seconds of whole Python processes, run in turn so that all meet the same load."""
    # Byte code is written once, as in any installation; the first round is not counted.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times: list[list[float]] = [[] for _ in commands]
    for round_ in range(repeats + 1):
        for words, found in zip(commands, times, strict=True):
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, *words], check=True, capture_output=True, env=environment
            )
            if round_:
                found.append(time.perf_counter() - start)
    return [statistics.median(t) for t in times]
