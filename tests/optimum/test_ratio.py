"""Rational functions as plain data agree with SymPy."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.optimum.ratio import Ratio, factors, ratio_expression, total
from phasecalc.symbols import alpha, beta

NAMES = ("alpha", "beta")
monomials = st.tuples(st.integers(0, 2), st.integers(0, 2))
polynomials = st.dictionaries(monomials, st.fractions(-4, 4, max_denominator=5), max_size=4).map(
    lambda p: {e: c for e, c in p.items() if c}
)
ratios = st.builds(Ratio.make, polynomials, polynomials.filter(bool))
points = st.tuples(st.fractions(-3, 3, max_denominator=7), st.fractions(-3, 3, max_denominator=7))


def value(ratio, point):
    try:
        return ratio(point)
    except ZeroDivisionError:
        return None


@given(ratios, ratios, points)
def test_arithmetic_is_pointwise(p, q, point):
    x, y = value(p, point), value(q, point)
    if x is None or y is None:
        return
    assert (p + q)(point) == x + y
    assert (p * q)(point) == x * y
    assert (-p)(point) == -x
    assert (p + -p).vanishes
    assert total([p, q, p], 2)(point) == x + y + x


@given(ratios, points)
def test_round_trips(ratio, point):
    expression = ratio_expression(ratio, NAMES)
    again = Ratio.from_expr(expression, NAMES)
    assert (again + -ratio).vanishes
    assert Ratio.decode(ratio.encode(), 2) == ratio
    text = sp.sympify(ratio.text(NAMES), {"alpha": alpha, "beta": beta})
    assert sp.cancel(text - expression) == 0
    if value(ratio, point) is not None and value(again, point) is not None:
        assert again(point) == ratio(point)


def test_refusals():
    with pytest.raises(ZeroDivisionError):
        Ratio.make({(0,): Fraction(1)}, {})
    with pytest.raises(ZeroDivisionError, match="vanishes"):
        Ratio.from_expr(1 / (alpha - 1), ("alpha",))((Fraction(1),))
    for bad in (sp.sqrt(alpha), sp.exp(alpha), sp.sqrt(2) * alpha, 1 / (alpha + sp.sqrt(3)), beta):
        with pytest.raises(ValueError, match=r"."):
            Ratio.from_expr(bad, ("alpha",))


def test_factors_of_odd_power_have_the_sign():
    ratio = Ratio.from_expr(-(alpha**3) * (beta - 1) ** 2 / (alpha + beta), NAMES)
    number, *conditions = factors(NAMES, ratio)
    assert number == -1
    assert {str(c) for c in conditions} == {"alpha > 0", "alpha + beta > 0"}
