"""Random points (model, d, v, B, r): how many balls of the loss contain an independent value.

    python -m benchmarks.points --points 10000                      all, in some five minutes
    python -m benchmarks.points --points 10000 --file seen.jsonl    goes on where it stopped

A model has up to twelve features and a hundred iterations, so that the oracle of the tests (its
own solver of the resolvent at 40 digits, then the recursion as written) is cheap; each gives 25
points. The worst distance is by how much a ball misses its value, beyond its radius and the 1e-33
that the oracle is trusted to, relative to the value; below 0 it is the room that is left.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import phasecalc as pc
from benchmarks.accuracy import Case, oracle_class, rate
from benchmarks.enclosures import exact
from phasecalc.exceptions import DomainError, NotConverged

_SLACK = Fraction(1, 10**33)
_EACH = 25
_LAST = 100


def drawn(draw: random.Random) -> Case:
    """A random small model."""
    alpha = round(draw.choice([draw.uniform(0.1, 2), 0.25, 0.5, 1, 1.5]), 10)
    beta = round(max(draw.choice([draw.uniform(-0.2, 1.8), 0.5, alpha]), 0.501 - alpha), 10)
    d = draw.randrange(1, 13)
    v: Any = draw.choice([d, d + 1, 2 * d, 10 * d, 10 * d, math.inf])
    v = 10 * d if v == math.inf and alpha <= 0.5 else v
    batch = draw.choice([1, 1, 2, 8, 64])
    norm = draw.choice([0.3, 0.9, 1 - 10 ** draw.uniform(-6, -1)])
    gamma = None if draw.random() < 0.5 else rate(str(alpha), d, v, batch, norm)[0]
    return Case("point", str(alpha), str(beta), d, v, gamma, batch)


def judged(case: Case, times: list[int]) -> dict[str, Any] | None:
    """How the balls of one model fared; None if the model is outside the domain."""
    try:
        model = pc.PLRF(*case.arguments)
    except DomainError:
        return None
    curve = oracle_class()(*case.arguments).curve(max(times))[2]
    refused, away, missed = 0, -math.inf, 0
    for r in times:
        try:
            found = model.loss(r, enclosed=True)
        except NotConverged:
            refused += 1
            continue
        true = exact(curve[r])
        gap = abs(true - found.midpoint) - found.radius - _SLACK * max(Fraction(1), abs(true))
        missed += gap > 0
        away = max(away, float(gap / abs(true)))
    return {
        "points": len(times) - refused,
        "missed": missed,
        "refused": refused,
        "worst": away,
        "model": str(case.arguments),
    }


def main(arguments: list[str] | None = None) -> int:
    """Judge models until there are points enough; 1 if a ball missed its value."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path, help="one line for each model judged; read again")
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop after so long")
    options = parser.parse_args(arguments)
    rows: list[dict[str, Any]] = []
    if options.file and options.file.exists():
        rows = [json.loads(x) for x in options.file.read_text().splitlines()]
        if any(x["seed"] != options.seed for x in rows):
            parser.error(f"{options.file} is of another seed")
    total, told = sum(x["points"] for x in rows), time.perf_counter()
    number, end = (rows[-1]["number"] + 1 if rows else 0), told + options.seconds
    while total < options.points and time.perf_counter() < end:
        draw = random.Random(f"{options.seed} {number}")  # each model by itself, to go on anywhere
        row = judged(drawn(draw), [draw.randrange(_LAST + 1) for _ in range(_EACH)])
        if row is not None:
            row |= {"seed": options.seed, "number": number}
            rows.append(row)
            total += row["points"]
            if options.file:
                with options.file.open("a") as out:
                    out.write(json.dumps(row) + "\n")
        number += 1
        if time.perf_counter() > told + 30:
            told = time.perf_counter()
            print(f"{total} points of {options.points}", file=sys.stderr, flush=True)
    missed = [x for x in rows if x["missed"]]
    print(
        f"{total} points of {len(rows)} models, {total - sum(x['missed'] for x in rows)} balls "
        f"contain the oracle's value, {sum(x['refused'] for x in rows)} refused"
    )
    if rows:
        worst = max(rows, key=lambda x: x["worst"])
        print(f"worst distance {worst['worst']:.1e}, at {worst['model']}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
