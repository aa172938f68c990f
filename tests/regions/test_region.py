"""Regions form a Boolean algebra; what is said of them holds at exact points."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.checker import Surd
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.regions.cleared import cleared
from phasecalc.regions.condition import Condition, canonical
from phasecalc.regions.decide import Status
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta

NAMES = ("alpha", "beta")

# Small denominators, so that points fall on boundaries as well.
coordinates = st.one_of(
    st.sampled_from([Fraction(k, 2) for k in range(-4, 5)]),
    st.fractions(min_value=-3, max_value=3, max_denominator=7),
)
points = st.tuples(coordinates, coordinates)
rows = st.lists(
    st.tuples(
        st.sampled_from([(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2)]), st.integers(-2, 2)
    ),
    min_size=1,
    max_size=4,
)


@st.composite
def conditions(draw) -> Condition:
    polynomial = {e: Fraction(c) for e, c in draw(rows) if c}
    return Condition.make(NAMES, polynomial, draw(st.sampled_from([">", ">=", "="])))


@st.composite
def regions(draw, cells: int = 2) -> Region:
    found = draw(st.lists(st.lists(conditions(), max_size=2), max_size=cells))
    return Region(NAMES, tuple(tuple(c) for c in found))


def at(region: Region, point) -> bool:
    """Membership by evaluating each condition, by another route than ``contains``."""
    x, y = point

    def value(c):
        return sum(k * x ** e[0] * y ** e[1] for e, k in c.terms)

    tests = {">": lambda v: v > 0, ">=": lambda v: v >= 0, "=": lambda v: v == 0}
    return any(all(tests[c.relation](value(c)) for c in cell) for cell in region.cells)


@given(regions(), regions(), points)
def test_boolean_algebra(a: Region, b: Region, point):
    x, y = at(a, point), at(b, point)
    assert a.contains(*point) == x
    assert (a & b).contains(*point) == (x and y)
    assert (a | b).contains(*point) == (x or y)
    assert (~a).contains(*point) == (not x)


@given(regions(), regions(), points)
def test_de_morgan(a: Region, b: Region, point):
    assert (~(a & b)).contains(*point) == (~a | ~b).contains(*point)
    assert (~(a | b)).contains(*point) == (~a & ~b).contains(*point)
    assert (~~a).contains(*point) == a.contains(*point)


@given(regions(), regions(), st.lists(points, min_size=5, max_size=5))
def test_verdicts_agree_with_points(a: Region, b: Region, sampled):
    for verdict, holds_at in (
        (a.empty(1.0), lambda p: not at(a, p)),
        (a.implies(b, 1.0), lambda p: not at(a, p) or at(b, p)),
        (a.disjoint(b, 1.0), lambda p: not (at(a, p) and at(b, p))),
    ):
        if verdict.status is Status.PROVED:
            assert all(holds_at(p) for p in sampled)
        elif verdict.status is Status.REFUTED and verdict.witness is not None:
            assert not holds_at(tuple(verdict.witness[n] for n in NAMES))


@given(regions(cells=1))
def test_sample_lies_in_the_region(a: Region):
    try:
        point = a.sample(1.0)
    except Undecided:
        return
    if point is not None:
        assert a.contains(**point)


@given(regions(), st.lists(points, min_size=8, max_size=8))
def test_simplified_is_the_same_set(a: Region, sampled):
    try:
        simple = a.simplified(1.0)
    except Undecided:
        return
    assert len(simple.cells) <= len(a.cells)
    for point in sampled:
        assert at(simple, point) == at(a, point)


@given(st.fractions(-3, 3, max_denominator=9), st.fractions(-3, 3, max_denominator=9))
def test_presented_is_the_same_set(x, y):
    quadratic = 2 * alpha**2 - 4 * alpha + 1
    for relation in (quadratic > 0, quadratic < 0, quadratic >= 0):
        region = Region.where(relation, alpha > 0, alpha < 1, parameters=NAMES)
        assert region.presented().contains(x, y) == region.contains(x, y)


def test_presented_solves_the_quadratic():
    region = Region.where(2 * alpha**2 - 4 * alpha + 1 > 0, alpha > 0, alpha < 1)
    assert region.presented().conditions() == ["alpha > 0", "alpha < 1 - 1/2*sqrt(2)"]


ROOT = 1 - 1 / sp.sqrt(2)
ALGEBRAIC = [
    (2 * alpha**2 - 4 * alpha + 1, ROOT, 0),
    (alpha - sp.Rational(29289, 100000), ROOT, 1),
    (alpha - sp.Rational(29290, 100000), ROOT, -1),
    (alpha**4 - 10 * alpha**2 + 1, sp.sqrt(2) + sp.sqrt(3), 0),
    (alpha - sp.Rational(314626436994197234, 10**17), sp.sqrt(2) + sp.sqrt(3), 1),
    (alpha - sp.Rational(314626436994197235, 10**17), sp.sqrt(2) + sp.sqrt(3), -1),
    (alpha**3 - 2, sp.cbrt(2), 0),
    (alpha**3 - 2, sp.cbrt(2) + sp.Rational(1, 10**20), 1),
    (alpha**2 - 3 - 2 * sp.sqrt(2), 1 + sp.sqrt(2), 0),
]


@pytest.mark.parametrize(("polynomial", "point", "expected"), ALGEBRAIC)
def test_membership_of_algebraic_points(polynomial, point, expected: int):
    for relation, holds in (
        (sp.Gt, expected > 0),
        (sp.Ge, expected >= 0),
        (sp.Lt, expected < 0),
        (sp.Eq, expected == 0),
    ):
        assert Region.where(relation(polynomial, 0)).contains(alpha=point) is holds


def test_algebraic_points_in_two_parameters():
    region = Region.where(beta > alpha, alpha**2 + beta**2 < 3)
    assert region.contains(alpha=sp.sqrt(2) - 1, beta=sp.sqrt(2))
    assert not region.contains(alpha=sp.sqrt(2), beta=sp.sqrt(2))
    assert region.weak().contains(alpha=sp.sqrt(sp.Rational(3, 2)), beta=sp.sqrt(sp.Rational(3, 2)))
    assert not region.contains(alpha=1, beta=sp.sqrt(2))
    assert region.contains(alpha=1, beta=sp.sqrt(2) - sp.Rational(1, 10**30))


def test_points_that_are_none():
    region = Region.where(alpha > 0, beta > 0)
    for bad in (
        {"alpha": 1},
        {"alpha": 1, "beta": 1, "gamma": 1},
        {},
    ):
        with pytest.raises(DomainError, match="alpha, beta"):
            region.contains(**bad)
    with pytest.raises(DomainError):
        region.contains(1)
    with pytest.raises(DomainError):
        region.contains(1, 2, alpha=1)
    for bad_number in (sp.pi, sp.I, alpha):
        with pytest.raises(ValueError, match=r"."):
            region.contains(alpha=bad_number, beta=1)


def test_regions_of_different_parameters_do_not_combine():
    one, other = Region.where(alpha > 1), Region.where(beta > 1)
    for combine in (
        lambda: one & other,
        lambda: one | other,
        lambda: one.implies(other),
        lambda: one.disjoint(other),
    ):
        with pytest.raises(DomainError, match="parameters"):
            combine()


def test_formulas_that_are_no_polynomial_conditions():
    for relation in (sp.exp(alpha) > 1, sp.sqrt(alpha) > 1, sp.sin(beta) < 0):
        with pytest.raises(ValueError, match=r"."):
            Region.where(relation)
    with pytest.raises(ValueError, match="contains"):
        Region.where(beta > 0, parameters=[alpha])


def test_reads_formulas():
    inside = Region.where(sp.Or(sp.And(alpha > 0, beta > 0), sp.Not(alpha >= -1)))
    for x, y, expected in ((1, 1, True), (1, -1, False), (-2, 5, True), (-1, 5, False)):
        assert inside.contains(x, y) is expected
    assert Region.where(sp.Ne(alpha, 0)).cells == Region.where(sp.Ne(0, alpha)).cells
    assert Region.where(sp.false, parameters=NAMES).empty()
    assert not Region.where(sp.true, parameters=NAMES).empty()


@given(regions(), points)
def test_weak_and_strict(a: Region, point):
    if a.strict().contains(*point):
        assert a.contains(*point)
    if a.contains(*point):
        assert a.weak().contains(*point)


@pytest.mark.parametrize("given", ["alpha > 0", 3, None])
def test_what_is_no_relation_is_refused_in_the_users_terms(given):
    with pytest.raises(DomainError, match="is no relation; give SymPy's"):
        Region.where(alpha > 0, given)


def test_presented_bounds_lie_at_both_roots():
    outside = 2 * alpha**2 - 3 * alpha + 1 > 0
    for side, bound in ((alpha < sp.Rational(3, 4), "< 1/2"), (alpha > sp.Rational(3, 4), "> 1")):
        region = Region.where(outside, side)
        assert f"alpha {bound}" in region.presented().conditions()
    between = Region.where(2 * alpha**2 - 3 * alpha + 1 < 0)
    assert between.presented().conditions() == ["alpha > 1/2", "alpha < 1"]


def test_a_denominator_that_does_not_change_sign_is_still_not_zero():
    assert cleared(1 / alpha**2 > 1, lambda _: None) == sp.And(1 - alpha**2 > 0, sp.Ne(alpha, 0))
    assert cleared(1 / alpha > 1, lambda _: None) == (alpha * (1 - alpha) > 0)


def test_multiples_by_a_root_have_one_order():
    """They have one text, and proofs number conditions: another process must number them alike."""
    roots = [Surd(Fraction(k), Fraction(1), 2) for k in range(2, 40)]
    cell = [Condition.make(("a",), {(1,): x, (0,): -x}, ">") for x in roots]
    assert len({str(c) for c in cell}) == 1
    assert canonical(cell) == canonical(cell[::-1])
