"""Critical regions of one chamber of many parameters, found part by part."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from phasecalc.exceptions import Undecided
from phasecalc.optimum.covering import Cover, Point, Samples, explored
from phasecalc.optimum.explore import CriticalRegion, Formulas, distinct
from phasecalc.optimum.minimax import Minimax
from phasecalc.optimum.obligations import optimality
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.work import Clock

__all__ = ["chart"]


def chart(program: Minimax, signs: tuple[int, ...], clock: Clock, *, partial: bool) -> Cover:
    """Solve a program on a chamber.

    Parameters
    ----------
    program
        What to solve.
    signs
        Sides of its walls.
    clock
        Seconds allowed.
    partial
        Whether parts may be left.

    Raises
    ------
    DomainError
        Somewhere the program has no optimum.
    """
    chamber = program.chamber(signs)
    forms, ties = distinct(program.active(signs))
    solver = Formulas(program, forms)

    def solve(
        point: Point, samples: Samples, known: Sequence[CriticalRegion]
    ) -> list[CriticalRegion]:
        at = tuple(Fraction(1) for _ in program.parameters) if not chamber else point
        found = []
        for conditions, vertices in solver.optimal_near(at):
            if not all(c.holds(at) for c in conditions):
                continue
            strict = [c.with_relation(">") for c in conditions]
            cuts = samples.shortened(strict, chamber)
            apart = _apart(at, (*chamber, *cuts), known, samples)
            if apart:
                cuts = samples.shortened([*cuts, *apart], chamber)
            cell: Cell = (*samples.shortened(chamber, cuts), *cuts)
            region = solver.region(signs, (cell or chamber, cuts), vertices, ties)
            if partial:
                _require_proof(program, region, clock)
            found.append(region)
        if not found:
            raise solver.refusal(at)
        return found

    return explored(chamber, solve, clock, partial=partial)


def _require_proof(program: Minimax, region: CriticalRegion, clock: Clock) -> None:
    """Nothing enters a partial diagram that could not be proved in the end."""
    for cell in optimality(program, region):
        answer = settle(cell, clock)
        if answer.proof is None:
            where = " and ".join(map(str, answer.conditions))
            raise Undecided(f"no proof that {where} is empty: {answer.tried}")


def _apart(
    point: Point, cell: Cell, known: Sequence[CriticalRegion], samples: Samples
) -> list[Condition]:
    """Facets that keep a new region off those known, where they overlap.

    They do where other weights prove the same optimum on a part of both.
    """
    more: list[Condition] = []
    for region in known:
        both = (*cell, *more, *region.cuts)
        if samples.known(both) is None and settle(both, samples.clock).status is Status.PROVED:
            continue
        beyond = (c.with_relation(">=").negated()[0] for c in region.cuts)
        more.append(next(c for c in beyond if c.holds(point)))
    return more
