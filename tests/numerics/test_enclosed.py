"""The ball that enclosed computations return."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from fractions import Fraction

import mpmath as mp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.numerics.enclosed import Enclosure, exact_value


def test_ends_and_membership_are_exact():
    ball = Enclosure(Fraction(1, 3), Fraction(1, 1000))
    assert (ball.lower, ball.upper) == (Fraction(997, 3000), Fraction(1003, 3000))
    assert ball.lower in ball
    assert ball.upper in ball
    assert ball.upper + Fraction(1, 10**40) not in ball
    assert 0.333 in ball
    assert 1 not in ball
    assert mp.mpf("0.3335") in ball


def test_digits_are_those_that_the_radius_leaves():
    assert Enclosure(Fraction(1), Fraction(1, 10**5)).digits == 4
    assert Enclosure(Fraction(-123), Fraction(1, 100)).digits == 4
    assert Enclosure(Fraction(1), Fraction(2)).digits == 0
    assert Enclosure(Fraction(10) ** -3000, Fraction(10) ** -3010).digits == 9
    assert Enclosure(Fraction(1), Fraction(0)).digits > 10**6


def test_it_is_a_value():
    ball = Enclosure(Fraction(1, 3), Fraction(1, 1000))
    assert pickle.loads(pickle.dumps(ball)) == copy.deepcopy(ball) == ball
    assert hash(ball) == hash(Enclosure(Fraction(1, 3), Fraction(1, 1000)))
    with pytest.raises(FrozenInstanceError):
        ball.radius = Fraction(0)
    with pytest.raises(ValueError, match="radius = -1"):
        Enclosure(Fraction(0), Fraction(-1))


def test_display_and_conversion():
    ball = Enclosure(Fraction(7, 2**70), Fraction(1, 2**100))
    # 7/2^70 = 5.92923063078...e-21 and 1/2^100 = 7.89e-31; rounding adds 2.2e-31.
    assert str(ball) == "5.929230631e-21 ± 1.1e-30"
    assert repr(ball) == f"Enclosure({ball})"
    assert float(ball) == 7 / 2**70
    assert exact_value(ball.mpf()) == ball.midpoint
    assert "0.0 ±" in str(Enclosure(Fraction(0), Fraction(1)))


def test_exact_values():
    assert exact_value(mp.mpf("-1.5")) == Fraction(-3, 2)
    assert exact_value("1/3") == Fraction(1, 3)
    assert exact_value(0.1) == Fraction(3602879701896397, 36028797018963968)


def test_a_ball_of_flint_is_the_same_set():
    flint = pytest.importorskip("flint")
    ball = Enclosure.of(flint.arb(1.5, 0.25))
    assert ball.midpoint == Fraction(3, 2)
    assert Fraction(1, 4) <= ball.radius < Fraction(26, 100)


def printed(ball):
    """Ends of what is printed, exactly."""
    middle, radius = (Fraction(x) for x in str(ball).split(" ± "))
    return middle - radius, middle + radius


@given(
    st.fractions(max_denominator=10**30),
    st.integers(-40, 40),
    st.fractions(min_value=0, max_denominator=10**9),
    st.integers(-60, 5),
)
def test_what_is_printed_contains_the_ball(number, power, radius, tenfold):
    ball = Enclosure(number * Fraction(10) ** power, radius * Fraction(10) ** tenfold)
    low, high = printed(ball)
    assert low <= ball.lower
    assert ball.upper <= high
    assert high - low <= 15 * ball.radius + abs(ball.midpoint) * Fraction(1, 10**1_998)


def test_a_midpoint_that_is_rounded_widens_what_is_printed():
    assert Fraction(1) not in Enclosure(Fraction("1.00000000049"), Fraction("1.01e-10"))
    assert str(Enclosure(Fraction("1.00000000049"), Fraction("1.01e-10"))) == "1.0 ± 6.0e-10"
