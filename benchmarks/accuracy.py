"""Loss, forcing and kernel against an independent oracle at 40 digits; prints the worst case.

    python -m benchmarks.accuracy                    the table: norms, batches, ratios, phases
    python -m benchmarks.accuracy --every 20         every twentieth row of it
    python -m benchmarks.accuracy --sweep 300        random models with extremes
    python -m benchmarks.accuracy --sweep 300 --seed 7
    python -m benchmarks.accuracy --sweep 300 --seed 7 --start 200     models 201 to 300 of these

A row is wrong if a double differs by more than 1e-12, relatively. A refusal (NotConverged) is
counted apart: it is allowed, silence is not.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import math
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import phasecalc as pc
from phasecalc.exceptions import DomainError, NotConverged

CLAIM = 1e-12
POINTS = {
    "Ia": ("0.8", "0.3"),
    "Ib": ("0.35", "0.3"),
    "Ic": ("0.1", "0.9"),
    "II": ("1.1", "0.7"),
    "III": ("0.7", "0.9"),
    "IVa": ("0.4", "0.9"),
    "IVb": ("0.27", "0.8"),
}
NORMS = (0.5, 0.9, 0.99, 1 - 1e-4, 1 - 1e-6)
BATCHES = (1, 8, 64)
RATIOS: tuple[float, ...] = (1, 2, 10, math.inf)
_MOST_NODES = 800  # of the oracle's contour; models that need more are drawn anew
_TIMES = (0, 1, 2, 7, 17, 90, 400, 1200)


def oracle_class() -> Any:
    """The oracle, which lives with the tests, apart from what it checks, and needs python-flint."""
    return importlib.import_module("tests.plrf.oracle").Oracle


@dataclass(frozen=True)
class Case:
    """One model; gamma as text."""

    name: str
    alpha: str
    beta: str
    d: Any
    v: Any
    gamma: str | None
    batch: int

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What ``PLRF`` and the oracle take."""
        return self.alpha, self.beta, self.d, self.v, self.gamma, self.batch


@dataclass
class Tally:
    """Counts, and the worst of all errors."""

    values: int = 0
    wrong: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    worst: float = 0.0
    where: str = ""

    def add(self, found: float, true: Any, where: str) -> None:
        """Compare one value with the oracle's, where that has digits to spare."""
        exact = true.mid()
        if abs(exact) < 1e-28:
            return
        error = abs(float((exact - found) / exact))
        self.values += 1
        if not error <= self.worst:
            self.worst, self.where = error, where
        if not error <= CLAIM:
            self.wrong.append(f"{where}: {error:.1e}")

    def lines(self) -> Iterator[str]:
        """What was seen."""
        yield f"{self.values} values, {len(self.wrong)} wrong, {len(self.refused)} refused"
        yield f"worst relative error {self.worst:.1e}, at {self.where}"
        yield from (f"wrong: {x}" for x in self.wrong[:40])
        yield from (f"refused: {x}" for x in self.refused[:40])


def rate(alpha: str, d: float, v: float, batch: int, norm: float) -> tuple[str, float]:
    """The rate at which ||K|| has a value, or the stable one where it is largest; and ||K||.

    With z = 2/(gamma (B + 1)) = -s m(s) the norm is -S_1(s)/(B + 1): no equation to solve but one.
    """
    make = oracle_class()
    rough = importlib.import_module("tests.plrf.oracle_sums").Rough(make(alpha, "1", d, v, "0.1"))

    def sums(x: float) -> tuple[float, float]:
        m, slope = rough(-1 - math.exp(x))
        return d * (1 - m.real), slope.real

    low, high = -30.0, 60.0
    for _ in range(200):  # right of the spectrum the slope is positive, and there the norm falls
        mid = (low + high) / 2
        one, slope = sums(mid)
        outside = slope > 0.6 and -one / (batch + 1) < norm
        low, high = (low, mid) if outside else (mid, high)
    one, _ = sums(high)
    z = (1 + math.exp(high)) * (1 - one / d)
    return repr(2 / (z * (batch + 1))), -one / (batch + 1)


ROWS = tuple(itertools.product(POINTS, NORMS, BATCHES, RATIOS))


def row(phase: str, norm: float, batch: int, ratio: float) -> Case:
    """One row of the table."""
    alpha, beta = POINTS[phase]
    d = 8 if ratio > 1 else 12
    # Without a trace there is no endless model; a hundred modes for each feature instead.
    v = math.inf if ratio == math.inf and float(alpha) > 0.5 else d * int(min(ratio, 100))
    gamma, reached = rate(alpha, d, v, batch, norm)
    return Case(f"{phase}, 1-||K|| = {1 - reached:.3g}", alpha, beta, d, v, gamma, batch)


def table() -> Iterator[Case]:
    """Every phase with every norm, batch and ratio."""
    return (row(*place) for place in ROWS)


def compare(case: Case, tally: Tally) -> None:
    """One row of the table: the recursion, and the limit."""
    label = f"{case.name} {case.arguments}"
    try:
        model = pc.PLRF(*case.arguments)
    except DomainError as problem:
        tally.refused.append(f"{label}: {problem}")
        return
    oracle = oracle_class()(*case.arguments)
    curves = dict(zip(("forcing", "kernel", "loss"), oracle.curve(max(_TIMES)), strict=True))
    rows = [(name, r, curve[r]) for name, curve in curves.items() for r in _TIMES]
    capacity, norm = oracle.limits()
    if case.v > case.d:
        rows.append(("loss", 10**16, capacity / (1 - norm)))
    judge(model, rows, label, tally)


def judge(model: Any, rows: list[tuple[str, float, Any]], label: str, tally: Tally) -> None:
    """Every value of the library next to the oracle's."""
    for name, r, true in rows:
        try:
            tally.add(float(getattr(model, name)(r)), true, f"{name}({r}) of {label}")
        except NotConverged as problem:
            tally.refused.append(f"{name}({r}) of {label}: {problem}")


def drawn(draw: random.Random) -> Case:
    """A random model: resonant exponents, square and endless ones, rates next to instability."""
    near = 10 ** draw.uniform(-9, -2)  # how far beside a resonance
    plain = [draw.uniform(0.1, 2) for _ in range(2)]
    alpha = draw.choice([*plain, 0.25, 0.5, 0.75, 1, 1.5, 6, 20, 0.5 + near, 0.5 - near])
    beta = draw.choice([*(x - 0.2 for x in plain), 0.5, alpha, 1, 0.5 + near])
    beta = max(beta, 0.501 - alpha)
    alpha, beta = round(alpha, 10), round(beta, 10)
    d = draw.choice([1, 2, 5, int(10 ** draw.uniform(0.5, 2.3)), int(10 ** draw.uniform(0.5, 2.3))])
    ratio = draw.choice([1, 1, 2, 10, 10, 100, math.inf, math.inf])
    v = d * ratio if ratio < math.inf or alpha > 0.5 else 3 * d
    v = d + 1 if draw.random() < 0.05 else v
    batch = draw.choice([1, 1, 1, 2, 8, 64, 1000])
    norm = draw.choice([0.01, 0.3, 0.9, 1 - 10 ** draw.uniform(-9, -1), 1 - 1e-3])
    gamma = None if draw.random() < 0.3 else rate(str(alpha), d, v, batch, norm)[0]
    if gamma is not None and draw.random() < 0.15:
        gamma = repr(float(gamma) * 10 ** draw.uniform(-8, 0))
    return Case("drawn", str(alpha), str(beta), d, v, gamma, batch)


def attack(case: Case, draw: random.Random, tally: Tally | None) -> bool:
    """Curves, a late forcing and the limit; false if the model is outside the domain.

    Without a tally nothing is judged: the same numbers are drawn, to go on where a sweep stopped.
    """
    try:
        model = pc.PLRF(*case.arguments)
    except DomainError:
        return False
    oracle = oracle_class()(*case.arguments)
    if oracle.shape(10**6).count > _MOST_NODES:
        return False
    times = [0, draw.choice([3, 14, 17]), draw.randrange(20, 200), 400]
    late = int(10 ** draw.uniform(3, 9))
    if tally is None:
        return True
    curves = dict(zip(("forcing", "kernel", "loss"), oracle.curve(times[-1], late), strict=True))
    rows = [(name, r, curve[r]) for name, curve in curves.items() for r in times]
    rows.append(("forcing", late, oracle.at(late)[0]))
    capacity, norm = oracle.limits()
    if case.v > case.d:
        rows.append(("loss", 10**240, capacity / (1 - norm)))
    judge(model, rows, str(case.arguments), tally)
    return True


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="take only every n-th row")
    parser.add_argument("--sweep", type=int, default=0, help="random models instead of the table")
    parser.add_argument("--start", type=int, default=0, help="models of the sweep judged before")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop after so long")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Print the table's or the sweep's worst case; 1 if a value was wrong."""
    options = options_of(arguments)
    tally, begin, models = Tally(), time.perf_counter(), 0
    end, told = begin + options.seconds, begin
    if options.sweep:
        draw = random.Random(options.seed)
        while models < options.sweep and time.perf_counter() < end:
            models += attack(drawn(draw), draw, tally if models >= options.start else None)
            if time.perf_counter() > told + 60:
                told = time.perf_counter()
                for line in (f"{models} models of {options.sweep}", *tally.lines()):
                    print(line, file=sys.stderr)
    else:
        for case in itertools.islice(table(), 0, None, options.every):
            if time.perf_counter() < end:
                compare(case, tally)
                models += 1
    print(f"{models} models, {time.perf_counter() - begin:.0f} s")
    for line in tally.lines():
        print(line)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
