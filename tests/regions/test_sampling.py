"""Sample points: in the set, and found wherever the set is open."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from phasecalc.exceptions import Undecided
from phasecalc.regions.region import Region
from phasecalc.regions.sampling import _simplest, coarse_witness, fine_witness, witness
from phasecalc.regions.work import Work
from phasecalc.symbols import alpha, beta

NAMES = ("alpha", "beta")


def cell(*relations):
    (found,) = Region.where(*relations, parameters=NAMES).cells
    return found


SLIVERS = {
    "circle": (
        (alpha - sp.Rational(7, 9)) ** 2 + (beta - sp.Rational(5, 13)) ** 2 < sp.Rational(1, 10**8),
    ),
    "between parabolas": (
        beta > alpha**2,
        beta < alpha**2 + sp.Rational(1, 1000),
        alpha > 50,
        alpha < sp.Rational(501, 10),
    ),
    "surd strip": (
        alpha > 1 - 1 / sp.sqrt(2),
        alpha < sp.Rational(29289321882, 10**11),
        beta > 0,
    ),
    "far": (alpha > 10**6, beta > 3 * alpha, beta < 3 * alpha + 1),
    "cubic": (alpha**3 - 3 * alpha + 1 < 0, alpha > 1, beta < 0),
    "segment": (sp.Eq(beta, 2 * alpha), alpha > 3, alpha < sp.Rational(31, 10)),
    "quadratic point": (sp.Eq(2 * alpha**2 - 4 * alpha + 1, 0), alpha < 1, beta > 1),
    "point": (sp.Eq(alpha, sp.Rational(22, 7)), sp.Eq(beta, sp.Rational(355, 113))),
}


@pytest.mark.parametrize("name", SLIVERS)
def test_finds_thin_sets(name: str):
    conditions = cell(*SLIVERS[name])
    point = witness(conditions, Work())
    assert point is not None
    assert all(c.holds(point) for c in conditions)


@settings(max_examples=settings().max_examples * 2 // 5)
@given(
    st.lists(
        st.tuples(*[st.integers(-3, 3)] * 4).filter(lambda k: any(k[1:])), min_size=1, max_size=3
    ),
    st.tuples(st.fractions(-2, 2, max_denominator=5), st.fractions(-2, 2, max_denominator=5)),
)
def test_every_open_set_around_a_point_is_met(rows, centre):
    """Conditions made to hold strictly at a chosen point have a witness."""
    x, y = (sp.Rational(v.numerator, v.denominator) for v in centre)
    forms = [p + q * alpha + r * beta + s * alpha * beta for p, q, r, s in rows]
    relations = [form > form.subs({alpha: x, beta: y}) - sp.Rational(1, 7) for form in forms]
    conditions = cell(*relations)
    point = witness(conditions, Work())
    assert point is not None
    assert all(c.holds(point) for c in conditions)


def test_empty_sets_have_no_witness():
    for relations in ((alpha > 1, alpha < 1), (alpha**2 + beta**2 + 2 * alpha < -1,)):
        conditions = cell(*relations)
        assert coarse_witness(conditions) is None
        assert witness(conditions, Work()) is None


def test_parameters_that_no_condition_connects_are_looked_for_apart():
    """Each group has its own grid: a product of all of them would have 17^6 points."""
    names = [sp.Symbol(f"x_{i}", real=True) for i in range(6)]
    a, b, *others = names
    relations = [a > b, b > sp.Rational(1, 3), *(x > 0 for x in others)]
    (conditions,) = Region.where(*relations, parameters=names).cells
    point = coarse_witness(conditions)
    assert point is not None
    assert all(c.holds(point) for c in conditions)
    connected = Region.where(*relations, sum(names) > 1, parameters=names).cells[0]
    assert coarse_witness(connected) is None
    for empty in ([a > 2, a < 1], [a > b, b > a]):
        (conditions,) = Region.where(*empty, *(x > 0 for x in others), parameters=names).cells
        assert coarse_witness(conditions) is fine_witness(conditions) is None
        assert witness(conditions, Work()) is None


def test_a_finer_grid_comes_before_computer_algebra():
    conditions = cell(alpha > sp.Rational(1, 4), alpha < 1 - 1 / sp.sqrt(2), beta > 2)
    assert coarse_witness(conditions) is None
    point = fine_witness(conditions)
    assert point is not None
    assert all(c.holds(point) for c in conditions)


def test_out_of_time():
    with pytest.raises(Undecided, match="time"):
        witness(cell(alpha > 1, alpha * beta < 1), Work(limit=0.0))


@given(st.fractions(), st.fractions())
def test_simplest_fraction(a: Fraction, b: Fraction):
    if a == b:
        return
    low, high = min(a, b), max(a, b)
    found = _simplest(low, high)
    assert low < found < high
    # Nothing of a smaller denominator lies strictly between.
    q = found.denominator
    if 1 < q < 60:
        for k in range(1, q):
            assert Fraction((low * k).__floor__() + 1, k) >= high


def test_coefficients_beyond_doubles_are_left_to_the_exact_search():
    region = Region.where(10**400 * alpha > 1, parameters=(alpha,))
    assert region.sample()["alpha"] * 10**400 > 1
