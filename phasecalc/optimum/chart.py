"""Critical regions of one chamber of many parameters, found part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from phasecalc.exceptions import Undecided
from phasecalc.optimum.bases import basis_cells
from phasecalc.optimum.covering import Cover, Point, Samples, explored
from phasecalc.optimum.explore import CriticalRegion, Formulas, distinct
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.optimum.obligations import optimality
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.work import Clock, OutOfTime

__all__ = ["chart"]

_BASES = 0.3  # of the time of a partial diagram


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
    parts = _parts(program, forms, chamber, clock, partial=partial)

    def solve(
        point: Point, samples: Samples, known: Sequence[CriticalRegion]
    ) -> list[CriticalRegion]:
        at = tuple(Fraction(1) for _ in program.parameters) if not chamber else point
        found: list[CriticalRegion] = []
        for conditions, vertices in solver.optimal_near(at):
            if not all(c.holds(at) for c in conditions):
                continue
            region = solver.region(signs, (chamber, ()), vertices, ties)
            strict = [c.with_relation(">") for c in conditions]
            cuts = samples.shortened(strict, chamber)
            if not _proved(program, replace(region, cell=(*chamber, *cuts), cuts=cuts), samples):
                cuts = tuple(c for c in dict.fromkeys(strict) if c not in chamber)
            rivals = [r for r in (*known, *found) if (r.value - region.value).vanishes]
            apart = _apart(at, (*chamber, *cuts), rivals, samples)
            if apart:
                cuts = samples.shortened([*cuts, *apart], chamber)
            region = replace(region, cell=canonical((*chamber, *cuts)), cuts=cuts)
            if partial and not _proved(program, region, samples):
                where = ", ".join(map(str, at))
                raise Undecided(f"no proof that what is optimal at {where} is so around it")
            found.append(region)
        if not found:
            raise solver.refusal(at)
        return found

    start = [canonical(chamber)] if parts is None else parts
    cover = explored(chamber, start, solve, clock, partial=partial)
    return replace(cover, by_bases=parts is not None)


def _parts(
    program: Minimax, forms: Mapping[str, Form], chamber: Cell, clock: Clock, *, partial: bool
) -> list[Cell] | None:
    """Cells of bases; None, so that the chamber is cut as a whole, where they take too long."""
    if not partial:
        return basis_cells(program, forms, chamber, clock)
    with suppress(OutOfTime):
        return basis_cells(program, forms, chamber, clock.part(_BASES))
    return None


def _proved(program: Minimax, region: CriticalRegion, samples: Samples) -> bool:
    """Whether the formulas of a region are proved to be optimal there."""
    return all(
        samples.settled(cell).status is Status.PROVED for cell in optimality(program, region)
    )


def _apart(
    point: Point, cell: Cell, known: Sequence[CriticalRegion], samples: Samples
) -> list[Condition]:
    """Facets that keep a new region off those known, where they overlap.

    They do where other weights prove the same optimum on a part of both; two formulas for the
    optimum that differ hold together on no open set.
    """
    more: list[Condition] = []
    for region in known:
        both = (*cell, *more, *region.cuts)
        if samples.known(both) is None and settle(both, samples.clock).status is Status.PROVED:
            continue
        beyond = (c.with_relation(">=").negated()[0] for c in region.cuts)
        more.append(next(c for c in beyond if c.holds(point)))
    return more
