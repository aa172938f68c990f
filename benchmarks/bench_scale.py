"""How large a program may be: processor seconds, and agreement with exact optima at points."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from fractions import Fraction

from benchmarks.scale_laws import RandomLaw, random_law
from phasecalc.exceptions import PhasecalcError
from phasecalc.optimum.diagram import PhaseDiagram

__all__ = ["agreement", "run"]

# Terms, parameters, unknowns, laws, seconds for each, whether a partial diagram will do.
SIZES = (
    (4, 3, 2, 10, 20.0, False),
    (5, 3, 3, 10, 60.0, True),
    (6, 4, 4, 10, 60.0, True),
)
POINTS = 1000


def run() -> Iterator[str]:
    """One line for each law, one for each size."""
    for terms, parameters, unknowns, laws, seconds, partial in SIZES:
        size = f"{terms} terms, {parameters} parameters, {unknowns} unknowns"
        done = 0
        for seed in range(1, laws + 1):
            law = random_law(seed, terms, parameters, unknowns)
            start = time.process_time()
            try:
                found = law.program().diagram(seconds, partial=partial)
            except PhasecalcError as problem:
                yield f"{size}, law {seed}: {time.process_time() - start:.1f} s, {problem}"[:160]
                continue
            took = time.process_time() - start
            agree, off, outside = agreement(law, found)
            done += not found.is_partial
            yield (
                f"{size}, law {seed}: {took:.1f} s, {len(found.phases)} phases, "
                f"{len(found.left)} parts left; of {POINTS} points {agree} agree, {off} differ, "
                f"{outside} not covered"
            )
        yield f"{size}: {done} of {laws} whole within {seconds:g} s"


def agreement(law: RandomLaw, found: PhaseDiagram, points: int = POINTS) -> tuple[int, int, int]:
    """Random points at which the exponent is the exact optimum, is another, or is not known."""
    draw = random.Random(7)
    agree = off = outside = 0
    for _ in range(points):
        at = {n: Fraction(draw.randrange(1, 40_000), 10_007) for n in found.program.parameters}
        place = tuple(at.values())
        inside = [
            p for p in found.phases if any(all(c.holds(place) for c in k) for k in p.region.cells)
        ]
        if not inside:
            outside += 1
        elif all(p.value(place) == law.optimum(at) for p in inside):
            agree += 1
        else:
            off += 1
    return agree, off, outside
