"""Balls of loss, forcing and kernel of random models: how many contain the oracle's value.

    python -m benchmarks.enclosures --models 30              about half a minute
    python -m benchmarks.enclosures --models 300 --seed 7
    python -m benchmarks.enclosures --models 300 --seconds 120

The models are those of ``benchmarks.accuracy``: resonant exponents, square and endless ones, rates
next to instability, spectra as steep as alpha = 20. The oracle knows 40 digits of numbers of order
one, which is not proved, so that a ball counts as missing the value only where both are further
apart than 1e-33 (relative to P(0) and to the value's own size). A refusal is counted apart.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import phasecalc as pc
from benchmarks.accuracy import Case, drawn, oracle_class
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.enclosed import Enclosure

_SLACK = Fraction(1, 10**33)
_MOST_NODES = 800  # of the oracle's contour; models that need more are drawn anew
_TIMES = (0, 3, 17, 60, 200)


@dataclass
class Count:
    """What was seen."""

    models: int = 0
    balls: int = 0
    missed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    widest: float = 0.0
    where: str = ""

    def lines(self) -> Iterator[str]:
        """A report."""
        held = self.balls - len(self.missed)
        yield f"{self.models} models, {self.balls} balls, {held} contain the oracle's value"
        yield f"{len(self.refused)} refused"
        yield f"widest relative radius {self.widest:.1e}, at {self.where}"
        yield from (f"missed: {x}" for x in self.missed)
        yield from (f"refused: {x}" for x in self.refused[:20])


def exact(ball: Any) -> Fraction:
    """The midpoint of the oracle's ball."""
    mantissa, exponent = ball.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def holds(found: Enclosure, true: Fraction, scale: Fraction) -> bool:
    """Whether the ball contains the oracle's value, as far as that is known."""
    return abs(true - found.midpoint) <= found.radius + _SLACK * scale


def questions(case: Case, draw: random.Random) -> list[tuple[str, int, Fraction]]:
    """Some values of all three functions by the oracle: its recursion, and one late forcing."""
    oracle = oracle_class()(*case.arguments)
    if oracle.shape(10**6).count > _MOST_NODES:
        return []
    curves = dict(zip(("forcing", "kernel", "loss"), oracle.curve(_TIMES[-1]), strict=True))
    rows = [("loss", r, exact(curves["loss"][r])) for r in draw.sample(_TIMES, 2)]
    rows += [
        (name, r, exact(curves[name][r]))
        for name, r in (("forcing", draw.choice(_TIMES)), ("kernel", draw.choice(_TIMES[:3])))
    ]
    late = int(10 ** draw.uniform(3, 9))
    return [*rows, ("forcing", late, exact(oracle.at(late)[0]))]


def judge(case: Case, draw: random.Random, count: Count) -> bool:
    """Count the balls of one model; false if it is outside the domain."""
    try:
        model = pc.PLRF(*case.arguments)
    except DomainError:
        return False
    rows = questions(case, draw)
    if not rows:
        return False
    scale = max(Fraction(1), Fraction(float(model.loss(0))))
    for name, r, true in rows:
        label = f"{name}({r}) of {case.arguments}"
        try:
            found = getattr(model, name)(r, enclosed=True)
        except NotConverged as problem:
            count.refused.append(f"{label}: {problem}")
            continue
        count.balls += 1
        if not holds(found, true, scale):
            count.missed.append(f"{label}: {found}")
        width = float(found.radius / abs(found.midpoint))
        if width > count.widest:
            count.widest, count.where = width, label
    count.models += 1
    return True


def main(arguments: list[str] | None = None) -> int:
    """Print the count; 1 if a ball missed its value."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=30)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop after so long")
    options = parser.parse_args(arguments)
    count, begin, draw = Count(), time.perf_counter(), random.Random(options.seed)
    while count.models < options.models and time.perf_counter() - begin < options.seconds:
        judge(drawn(draw), draw, count)
    print(f"seed {options.seed}, {time.perf_counter() - begin:.0f} s")
    for line in count.lines():
        print(line)
    return 1 if count.missed else 0


if __name__ == "__main__":
    sys.exit(main())
