"""A fit against all 4500 starts of the published recipe, measured and not extrapolated.

Each start is written to ``build/fit-whole.csv`` as it ends, and a run that was stopped goes on from
there; delete the file to begin anew. Our fit is timed between the starts, so that both meet the
same load, and processor time is given besides time on the clock.
"""

from __future__ import annotations

import csv
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple, TextIO

import numpy as np

import phasecalc as pc
from benchmarks.bench_fit import GRID, recipe, runs_of_fit

__all__ = ["run"]

_FILE = Path("build") / "fit-whole.csv"
_EVERY = 100  # starts between two of our fits, and between lines of progress
_NEAR = 1 + 1e-4


class _Row(NamedTuple):
    """A start of the recipe, or one of our fits."""

    what: str
    clock: float  # seconds
    processor: float
    total: float  # the sum that was reached

    @property
    def ours(self) -> bool:
        return self.what == "fit"


def run(file: Path = _FILE, starts: int | None = None) -> Iterator[str]:
    """Lines of the benchmark; only the first starts of the grid where so many are asked for."""
    source, columns, runs = runs_of_fit()
    every = list(itertools.product(*GRID))[:starts]
    rows = _read(file)
    yield f"{len(runs['loss'])} runs: {source}; {len(every)} starts, {_ended(rows)} of them ended"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", newline="") as out:
        for k in range(_ended(rows), len(every)):
            if k % _EVERY == 0:
                _keep(out, rows, "fit", lambda: _fit(runs))
                yield f"{k} of {len(every)}: {sum(r.clock for r in rows if not r.ours):.0f} s"
            start = np.array(every[k], dtype=float)
            _keep(out, rows, str(k), lambda x=start: recipe(columns, x))
    yield from _said(rows)


def _fit(runs: dict[str, np.ndarray]) -> float:
    return pc.laws.fit("two-term", runs).minima[0].value


def _read(file: Path) -> list[_Row]:
    if not file.exists():
        return []
    with file.open(newline="") as held:
        return [_Row(n, *map(float, numbers)) for n, *numbers in csv.reader(held)]


def _ended(rows: list[_Row]) -> int:
    return sum(not r.ours for r in rows)


def _keep(out: TextIO, rows: list[_Row], what: str, action: Callable[[], float]) -> None:
    """Time an action, and write the row down at once."""
    wall, processor = time.perf_counter(), time.process_time()
    total = action()
    row = _Row(what, time.perf_counter() - wall, time.process_time() - processor, total)
    rows.append(row)
    csv.writer(out).writerow(row)
    out.flush()


def _said(rows: list[_Row]) -> Iterator[str]:
    ours, theirs = ([r for r in rows if r.ours == side] for side in (True, False))
    best = min(r.total for r in ours)
    for name in ("clock", "processor"):
        mine = median(getattr(r, name) for r in ours)
        whole = sum(getattr(r, name) for r in theirs)
        yield (
            f"{name}: phasecalc {mine:.3f} s (median of {len(ours)}), recipe {whole:.0f} s for all "
            f"{len(theirs)} starts; ratio {whole / mine:.0f}"
        )
    near = sum(r.total <= best * _NEAR for r in theirs)
    yield f"sums: phasecalc {best:.9e}, recipe {min(r.total for r in theirs):.9e}"
    yield f"{near} of {len(theirs)} starts end within 1e-4 of the least sum"
