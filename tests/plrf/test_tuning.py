"""What tuning the learning rate gains: formulas, signs, and the difference of two answers."""

from fractions import Fraction
from functools import cache

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.plrf.asking import tuning
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta


@cache
def gains():
    return pc.tuning_gain()


def test_helps_in_the_fourth_phases_only():
    assert [(g.fixed, g.tuned) for g in gains() if g.helps] == [("IVa", "IV"), ("IVb", "IV")]
    assert {g.fixed for g in gains() if not g.helps} == {"Ia", "Ib", "Ic", "II", "III"}


def test_gain_in_phase_four_a():
    gain = next(g.gain for g in gains() if g.fixed == "IVa")
    p = 2 * alpha + 2 * beta - 1
    tuned = 2 * alpha * p / (p * (2 * alpha + 1) + 2 * alpha * (1 - 2 * alpha))
    assert sp.cancel(gain - (tuned - alpha)) == 0


@settings(deadline=None)
@given(
    st.fractions(min_value=Fraction(1, 20), max_value=2, max_denominator=30),
    st.fractions(min_value=Fraction(1, 20), max_value=4, max_denominator=30),
)
def test_gain_is_the_difference_of_two_answers(a, b):
    if a + b <= Fraction(1, 2) or pc.exponents(a, b).boundary:
        return
    difference = (
        pc.exponents(a, b, learning_rate="free").fractions()[0] - pc.exponents(a, b).fractions()[0]
    )
    (gain,) = (g for g in gains() if g.region.contains(a, b))
    assert gain.at(a, b) == sp.Rational(difference)
    assert gain.helps == (difference > 0)


def test_both_formulas_agree_where_the_fourth_phases_meet():
    values = {g.at("1-1/sqrt(2)", 2) for g in gains() if g.helps}
    assert [sp.expand(x - (57 * sp.sqrt(2) - 66) / 238) for x in values] == [0]


def test_points_elsewhere_are_refused():
    with pytest.raises(DomainError, match="needs"):
        gains()[-1].at(2, 1)


def test_unproved_sign_is_not_reported():
    with pytest.raises(Undecided):
        tuning._require_positive(alpha - 1, Region.where(alpha > 0))


def test_printing():
    assert str(gains()[0]).startswith("Ia: no gain where")
    assert gains()[0]._repr_latex_() == "$0$"
