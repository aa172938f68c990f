"""Points of cells that linear conditions describe."""

from fractions import Fraction

import pytest

from phasecalc.regions import solver
from phasecalc.regions.condition import Condition
from phasecalc.regions.decide import Status, empty
from phasecalc.regions.linear import linear_witness

F = Fraction
NAMES = ("t0", "t1", "t2")
UNITS = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def at_most(slopes, bound, relation=">"):
    """slopes . t < bound."""
    terms = {u: F(-x) for u, x in zip(UNITS, slopes, strict=True) if x} | {(0, 0, 0): F(bound)}
    return Condition.make(NAMES, {e: c for e, c in terms.items() if c}, relation)


def box(low, high):
    return [at_most([s * x for x in u], b) for u in UNITS for s, b in ((1, F(high)), (-1, -F(low)))]


# Around one solution of a program that PPOPT's generator draws; 0 satisfies all of them.
NARROW = [
    *box("-3/500", "3/500"),
    at_most([F(-82976357, 371701542), F(1146146312, 557552313), 1], F(18718446713, 46276841979)),
    at_most([F(1257, 158), F(-942, 79), 1], F(2284, 6557)),
    at_most([F(388963, 651957), F(3255248, 651957), 1], F(23842759, 14777692)),
    at_most([F(-114021, 218113), F(688627, 436226), 1], F(12016600, 22029413)),
    at_most([1, F(61, 82), -1], F(118127, 109962)),
]


def test_a_narrow_box_of_three_parameters_has_its_point(monkeypatch):
    """Without z3 it was undecided: the grid has two axes, and resultants cost more than allowed."""
    monkeypatch.setattr(solver, "available", lambda: False)
    found = empty(NARROW)
    assert found.status is Status.REFUTED
    assert all(c.holds(found.witness) for c in NARROW)


@pytest.mark.parametrize("relation", [">", ">="])
def test_nothing_where_conditions_meet_in_no_open_set(relation):
    thin = [*box(0, 1), at_most([1, 1, 1], 0, relation)]
    assert linear_witness(thin) is None


def test_equalities_hold_exactly():
    equal = Condition.make(NAMES, {(1, 0, 0): F(1), (0, 1, 0): F(-3)}, "=")
    point = tuple(linear_witness([*box(7, 23), equal]))
    assert equal.holds(point)
    assert point[0] == 3 * point[1]


def test_curved_conditions_are_left_to_others():
    curved = Condition.make(NAMES, {(2, 0, 0): F(1), (0, 0, 0): F(-1)}, ">")
    assert linear_witness([*box(0, 3), curved]) is None
