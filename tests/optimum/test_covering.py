"""Programs of three parameters: cut part by part, against optima by another route."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from benchmarks.bench_scale import agreement
from benchmarks.scale_laws import random_law
from phasecalc.checker import CheckFailed
from phasecalc.optimum.chart import _apart
from phasecalc.optimum.covering import Samples
from phasecalc.optimum.diagram import PhaseDiagram, _prove
from phasecalc.optimum.stored import decode, encode
from phasecalc.regions.condition import Condition
from phasecalc.regions.encoding import decode_cell
from phasecalc.regions.region import Region
from phasecalc.regions.work import Clock, OutOfTime

STEPS = 2_000  # after which the search is stopped: the same place on every machine


class Counted(Clock):
    """A clock whose search runs out after so many looks at it, not after seconds."""

    __slots__ = ("looks",)

    def part(self, share):
        part = Counted(None)
        part.looks = STEPS
        return part

    def check(self):
        if hasattr(self, "looks"):
            self.looks -= 1
            if self.looks < 0:
                raise OutOfTime("stopped")


@pytest.fixture(scope="module")
def solved():
    law = random_law(5, 4, 3, 2)
    return law, law.program().diagram()


@pytest.fixture(scope="module")
def stopped():
    law = random_law(8, 4, 3, 2)
    return law, PhaseDiagram.derive(law.program(), Counted(None), partial=True)


def test_the_optimum_is_that_of_every_vertex_tried(solved):
    law, found = solved
    agree, off, outside = agreement(law, found, 200)
    assert (off, found.left) == (0, ())
    assert agree > 195  # a point may lie on a boundary
    assert agree + outside == 200


def test_it_is_checked_and_written_and_read(solved):
    found = solved[1]
    assert found.recheck() > len(found.phases)
    assert decode(encode(found)).recheck() == found.recheck()


def test_a_partial_diagram_says_what_it_leaves_out(stopped):
    law, found = stopped
    assert found.is_partial
    assert "partial" in repr(found)
    agree, off, outside = agreement(law, found, 100)
    assert off == 0
    assert agree + outside == 100
    found.recheck()
    assert decode(encode(found)).left == found.left


def test_a_part_left_out_that_is_not_named_is_found_out(stopped):
    found = stopped[1]
    for k in range(len(found.left)):
        fewer = (*found.left[:k], *found.left[k + 1 :])
        with pytest.raises(CheckFailed):
            replace(found, left=fewer).recheck()


def test_a_cover_that_misses_a_region_is_found_out(solved):
    found = solved[1]
    for phase in found.phases:
        kept = tuple(p for p in found.phases if p is not phase)
        with pytest.raises(CheckFailed):
            replace(found, phases=kept).recheck()


def test_cuts_that_were_changed_are_found_out(solved):
    found = solved[1]
    cuts = {n: p["cut"] for n, p in found.proofs.items() if "cut" in p}
    assert cuts
    for name, cut in cuts.items():
        others = [{"cut": []}, {"cut": "all"}, {"cut": cut[:-1]}, {"cut": cut, "sum": []}]
        others += [{"cut": c} for c in cuts.values() if c != cut]
        for other in others:
            with pytest.raises(CheckFailed):
                replace(found, proofs={**found.proofs, name: other}).recheck()
        rest = {n: p for n, p in found.proofs.items() if n != name}
        with pytest.raises(CheckFailed):
            replace(found, proofs=rest).recheck()


def test_phases_of_one_diagram_do_not_overlap_where_weights_are_not_unique():
    found = random_law(11, 4, 3, 2).program().diagram()
    inside = [p.region.sample() for p in found.phases]
    for (k, p), (j, x) in itertools.product(enumerate(found.phases), enumerate(inside)):
        assert p.region.contains(**x) == (k == j)


def test_a_phase_does_not_reach_into_what_is_left(stopped):
    """Its region is proved as far as its pieces; the rest of the domain proves nothing."""
    found = stopped[1]
    first, *others = found.phases
    wide = replace(first, region=Region(first.region.names, (*first.region.cells, *found.left)))
    cuts = {
        n: decode_cell(first.region.names, p["cut"]) for n, p in found.proofs.items() if "cut" in p
    }
    phases = (wide, *others)

    def forged():
        proofs = _prove(found.program, phases, None, cuts, found.left)
        return replace(found, phases=phases, proofs=proofs).recheck()

    with pytest.raises(CheckFailed, match="not its pieces"):
        forged()


def test_a_cell_is_shortened_by_what_follows_from_the_rest():
    x, y = {(1, 0): Fraction(1)}, {(0, 1): Fraction(1)}
    first, second, both = (Condition.make(("x", "y"), p, ">") for p in (x, y, {**x, **y}))
    samples = Samples((first,), Clock(None))
    assert samples.shortened((first, second, both), ()) == (first, second)
    assert samples.shortened((first, second), (both,)) == (first, second)
    assert samples.shortened((both, second), (first, second)) == ()


def test_a_walk_finds_a_part_in_which_no_point_was_drawn():
    names = ("x", "y", "z")
    units = [tuple(int(k == j) for j in range(3)) for k in range(3)]
    ends = [(low, low + Fraction(1, 50)) for low in (Fraction(3, 10 + k) for k in range(3))]
    cell = tuple(
        Condition.make(names, {unit: Fraction(way), (0, 0, 0): -way * end}, ">")
        for unit, (low, high) in zip(units, ends, strict=True)
        for way, end in ((1, low), (-1, high))
    )
    samples = Samples((Condition.make(names, {units[0]: Fraction(1)}, ">"),), Clock(None))
    assert samples.known(cell) is None
    assert samples._climbed(cell)
    assert samples.known(cell) is not None


def test_a_new_region_is_kept_off_those_it_overlaps():
    unit, one = {(1,): Fraction(1)}, (0,)
    positive, above, below = (
        Condition.make(("x",), p, ">")
        for p in (unit, {**unit, one: Fraction(-1)}, {(1,): Fraction(-1), one: Fraction(1)})
    )
    negative = Condition.make(("x",), {(1,): Fraction(-1)}, ">")
    samples, point = Samples((positive,), Clock(None)), (Fraction(1, 2),)
    overlapping, beside = (SimpleNamespace(cuts=(c,)) for c in (above, negative))
    assert _apart(point, (positive,), [beside], samples) == []
    assert _apart(point, (positive,), [beside, overlapping], samples) == [below]


@pytest.mark.slow
def test_what_cannot_be_proved_is_left():
    law = random_law(1, 6, 4, 4)
    found = law.program().diagram(20, partial=True)
    assert found.phases
    assert found.is_partial
    assert found.recheck() > 0
    assert agreement(law, found, 100)[1] == 0
