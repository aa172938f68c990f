"""Exploring a chamber of many parameters: look for a point outside, solve there, cross the facets.

The chamber is cut in two again and again. A part in which a point is known is cut by the facets of
a critical region that holds the point: what lies beyond each facet is a part of its own, and the
region itself is done with. A part is a leaf where it is proved empty. So no question is asked
about parts that earlier ones exclude, where the product of all regions would ask about each
choice of facets. The tree is kept: who checks the cover goes down the same cuts.

Points at hand answer most questions: a point in a part shows at once that it is not empty.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from phasecalc.checker import CheckFailed, Number
from phasecalc.exceptions import Undecided
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.decide import Answer, Status, known, learn, settle
from phasecalc.regions.encoding import key
from phasecalc.regions.positivity import proof_from
from phasecalc.regions.work import Clock, OutOfTime, Work

__all__ = ["Cover", "Point", "Samples", "beyond", "explored", "leaves", "refuted_roughly"]

_DRAWN = 8000  # points when a chamber is entered
_WIDE = 4  # of their logarithms
_DIGITS = 1 << 14
_STEPS = (1.0, 0.6, 0.4, 0.2, 0.1, 0.05, 0.02)  # of a walk, in logarithms
_BEST, _NEAR = 30, 40  # points kept at each step, and drawn around each
_ROUNDS = 8
_QUICK, _FEW = 400_000, 6_000_000  # work of a proof by few conditions: at first, and at last
_PRIME = 9973  # of denominators: no curve with small numbers goes through such a point by accident

Point = tuple[Number, ...]


@dataclass
class Cover:
    """What is known of one chamber.

    Parameters
    ----------
    regions
        Critical regions found.
    cuts
        For each part that was cut, by name, the cell of the region that cut it.
    left
        Parts of which nothing is known, where the search was stopped.
    by_bases
        Whether the parts that the search began with are the cells of bases, not the chamber.
    """

    regions: list[CriticalRegion] = field(default_factory=list)
    cuts: dict[str, Cell] = field(default_factory=dict)
    left: list[Cell] = field(default_factory=list)
    by_bases: bool = False


class Samples:
    """Points of a chamber, and answers about its parts.

    Parameters
    ----------
    chamber
        Conditions of the chamber.
    clock
        Seconds allowed.
    """

    def __init__(self, chamber: Cell, clock: Clock) -> None:
        import numpy as np

        self.clock = clock
        self._draw = np.random.default_rng(1)
        shape = (_DRAWN, len(chamber[0].names) if chamber else 0)
        wide = np.exp(self._draw.uniform(-_WIDE, _WIDE, shape))
        at = np.where(self._draw.random(shape) < 0.5, wide, self._draw.uniform(0, 2, shape))
        at = _short(np.where(self._draw.random(shape) < 0.1, -at, at))
        for c in chamber:
            at = at[_level(c, at) > 0]
        self._at = at
        self._true: dict[Condition, Any] = {}
        self._more: list[Point] = []

    def add(self, point: Point) -> None:
        """Remember a point."""
        self._more.append(point)

    def known(self, conditions: Sequence[Condition]) -> Point | None:
        """A point at hand that satisfies all conditions."""
        import numpy as np

        true = np.full(len(self._at), True)
        for c in conditions:
            true &= self._holding(c)
        for k in np.flatnonzero(true)[:3]:
            point = tuple(map(Fraction, map(float, self._at[k])))
            if all(c.holds(point) for c in conditions):
                return point
        return next((p for p in self._more if all(c.holds(p) for c in conditions)), None)

    def inside(self, conditions: Cell) -> Point | None:
        """A point of an open part; None where it is proved empty.

        Raises
        ------
        Undecided
            Neither is known.
        """
        conditions = canonical(conditions)
        point = self.known(conditions)
        if point is None and not self._refute(conditions) and self._climbed(conditions):
            point = self.known(conditions)
        if point is not None:
            return point
        refuted_roughly(conditions, self.clock)
        answer = settle(conditions, self.clock)
        if answer.status is Status.PROVED:
            return None
        if answer.witness is None:
            raise Undecided(f"{' and '.join(map(str, answer.conditions))}: {answer.tried}")
        point = self._general(conditions, answer.witness)
        self.add(point)
        return point

    def settled(self, conditions: Sequence[Condition]) -> Answer:
        """Whether conditions are impossible, a proof by few of them first."""
        if not self._refute(canonical(conditions)):
            refuted_roughly(conditions, self.clock)
        return settle(conditions, self.clock)

    def _holding(self, condition: Condition) -> Any:
        """Where a condition seems to hold, to doubles."""
        import numpy as np

        known = self._true.get(condition)
        count = 0 if known is None else len(known)
        if known is None or count < len(self._at):
            more = _level(condition, self._at[count:]) > 0
            self._true[condition] = known = more if known is None else np.append(known, more)
        return known

    def _climbed(self, few: Sequence[Condition]) -> bool:
        """Whether a walk towards some conditions ends in points that satisfy all of them."""
        import numpy as np

        if not few or not len(self._at):
            return False
        at = self._at[np.argsort(sum(self._holding(c).astype(int) for c in few))[-_BEST:]]
        for step in _STEPS:
            near = np.repeat(at, _NEAR, axis=0)
            near = _short(near * np.exp(step * self._draw.normal(size=near.shape)))
            at = np.vstack([at, near])
            least = np.min([_level(c, at) for c in few], axis=0)
            at = at[np.argsort(least)[-_BEST:]]
            good = int((least > 0).sum())
            if good:
                self._at = np.vstack([self._at, at[-good:]])
                return True
        return False

    def _refute(self, conditions: Cell) -> bool:
        """Look for a proof that there is no common solution, by few conditions."""
        for _ in range(_ROUNDS):
            few = self._few(conditions)
            if few is None:
                return False
            if self._learned(conditions, few, 2, _QUICK):
                return True
            if not self._climbed(few):
                return self._learned(conditions, few, 4, _FEW)
        return False

    def _learned(
        self, conditions: Cell, few: Sequence[Condition], degrees: int, units: int
    ) -> bool:
        used = [c for c in conditions if c in few or c.degree == 1]
        return _learned(conditions, used, degrees, Work(units, self.clock))

    def _few(self, conditions: Cell) -> list[Condition] | None:
        """Few conditions that no point at hand satisfies together."""
        import numpy as np

        left, few = np.full(len(self._at), True), []
        while left.any():
            best = max(conditions, key=lambda c: int((left & ~self._holding(c)).sum()))
            if self._holding(best)[left].all():
                return None
            few.append(best)
            left &= self._holding(best)
        return few

    def _general(self, conditions: Cell, point: Point) -> Point:
        """A point nearby in no special position, where one is in the part."""
        draw = random.Random(2)
        for step in (Fraction(1, 4), Fraction(1, 64), Fraction(1, 2048), Fraction(1, 10**6)):
            for _ in range(4):
                shifts = [Fraction(draw.randrange(-_PRIME, _PRIME), _PRIME) for _ in point]
                moved = tuple(x + step * s for x, s in zip(point, shifts, strict=True))
                if all(c.holds(moved) for c in conditions):
                    return moved
        return point

    def shortened(self, cell: Sequence[Condition], given: Sequence[Condition]) -> Cell:
        """The cell without conditions that follow from the rest and what is given."""
        kept = list(dict.fromkeys(c for c in cell if c.truth is not True and c not in given))
        for c in sorted(kept, key=lambda c: (-c.degree, -len(c.terms))):
            rest = [*(other for other in kept if other is not c), *given]
            (opposite,) = c.with_relation(">=").negated()
            without = canonical([*rest, opposite])
            if rest and self.known(without) is None and self._refute(without):
                kept.remove(c)
        return tuple(kept)


def refuted_roughly(conditions: Sequence[Condition], clock: Clock | None) -> bool:
    """Look for a proof by all conditions, unless there is an answer; what is found is learned."""
    conditions = canonical(conditions)
    if known(conditions) or not conditions:
        return False
    return _learned(conditions, conditions, 2, Work(_FEW, clock))


def _learned(conditions: Cell, few: Sequence[Condition], degrees: int, work: Work) -> bool:
    lowest = max(c.degree for c in few)
    proof = proof_from(conditions, few, range(lowest, lowest + degrees), work)
    if proof is not None:
        learn(conditions, proof)
    return proof is not None


def explored(
    chamber: Cell,
    parts: Sequence[Cell],
    solve: Callable[[Point, Samples, Sequence[CriticalRegion]], Sequence[CriticalRegion]],
    clock: Clock,
    *,
    partial: bool = False,
) -> Cover:
    """Cut a chamber until it is covered.

    Parameters
    ----------
    chamber
        Its conditions, all strict.
    parts
        Cells whose closures cover it.
    solve
        Critical regions at a point, given the samples and the regions known.
    clock
        Seconds allowed.
    partial
        Whether parts that time or work does not suffice for are left; else that is an error.
    """
    samples, cover = Samples(chamber, clock), Cover()
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        try:
            point = samples.inside(part)
            if point is None:
                continue
            found = _around(point, cover.regions)
            if found is None:
                cover.regions += solve(point, samples, cover.regions)
                found = _around(point, cover.regions)
            if found is None:
                raise Undecided(f"no formulas hold around {', '.join(map(str, point))}")
        except Undecided as stop:
            if not partial:
                raise
            cover.left.append(part)
            if isinstance(stop, OutOfTime):
                cover.left += waiting
                break
            continue
        cover.cuts[key(part)] = found.cuts
        waiting += beyond(part, found.cuts)
    return cover


def beyond(part: Cell, cuts: Cell) -> Iterator[Cell]:
    """What lies outside a cell, one part for each facet; open, and without their common edges."""
    for k, facet in enumerate(cuts):
        if facet in part:
            continue
        (opposite,) = facet.with_relation(">=").negated()
        yield canonical([*part, *cuts[:k], opposite])


def leaves(
    parts: Sequence[Cell],
    cuts: Callable[[str], Cell | None],
    regions: frozenset[Cell],
    left: frozenset[Cell],
) -> Iterator[Cell]:
    """Parts that must be empty for the regions, and what is left, to cover parts.

    Parameters
    ----------
    parts
        Each its conditions, in canonical order.
    cuts
        The cell that cuts a part, by its name; None where it is not cut.
    regions
        Cells that are covered.
    left
        Parts of which nothing is said.

    Raises
    ------
    CheckFailed
        A part is cut by what is no region, or by one that leaves it as it is.
    """
    waiting = list(parts)
    while waiting:
        now = waiting.pop()
        cell = cuts(key(now))
        if cell is None:
            if now not in left:
                yield now
            continue
        if cell not in regions:
            raise CheckFailed("a part is cut by a cell that is no critical region")
        for smaller in beyond(now, cell):
            if smaller == now:
                raise CheckFailed("a part is cut by a region that lies outside it")
            waiting.append(smaller)


def _around(point: Point, regions: Sequence[CriticalRegion]) -> CriticalRegion | None:
    """The first region whose closure holds a point."""
    return next(
        (r for r in regions if all(c.with_relation(">=").holds(point) for c in r.cuts)), None
    )


def _level(condition: Condition, at: Any) -> Any:
    """Value of a polynomial at points over the size of its terms, to doubles."""
    total, size = 0.0 * at.sum(axis=1), 0.0
    for e, k in condition.terms:
        term = float(k)
        for x, power in zip(at.T, e, strict=True):
            if power:
                term = term * x**power
        total, size = total + term, size + abs(term)
    return total / size


def _short(at: Any) -> Any:
    """Numbers rounded to a few binary digits, for short fractions."""
    import numpy as np

    top, power = np.frexp(at)
    return np.ldexp(np.round(top * _DIGITS), power) / _DIGITS
