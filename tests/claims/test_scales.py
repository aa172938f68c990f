"""Products of logarithms against brute force along many paths."""

import itertools
from fractions import Fraction

import pytest

from phasecalc.claims.orders.scales import Scale

PATHS = [(Fraction(x), Fraction(y)) for x, y in itertools.product((1, 2, 5, 50, 10**6), repeat=2)]
EXPONENTS = [Fraction(k) for k in (-1, 0, 1)]


def growth(scale, x, y, t):
    """Logarithm of the product where log A = x t and log C = y t, with t and log t apart."""
    a, c, m = scale.first
    f, g, h = scale.second
    return (a * x + c * y + m * max(x, y)) * t, f + g + h


@pytest.mark.parametrize("first", list(itertools.product(EXPONENTS, repeat=3)))
def test_a_product_that_tends_to_0_does_so_along_every_path(first):
    for second in itertools.product(EXPONENTS, repeat=3):
        scale = Scale(first, second)
        for x, y in PATHS:
            power, logs = growth(scale, x, y, 1)
            if scale.vanishes:
                assert power < 0 or (power == 0 and logs < 0)
            if scale.bounded:
                assert power < 0 or (power == 0 and logs <= 0)


@pytest.mark.parametrize("first", list(itertools.product(EXPONENTS, repeat=3)))
def test_without_second_logarithms_nothing_is_missed(first):
    scale = Scale(first, (Fraction(0),) * 3)
    powers = [growth(scale, x, y, 1)[0] for x, y in PATHS]
    assert scale.vanishes == all(p < 0 for p in powers)
    assert scale.bounded == all(p <= 0 for p in powers)
    assert scale.is_one == (first == (0, 0, 0))


def test_second_logarithms_far_from_the_diagonal():
    """1/C falls, and log A outgrows it where A is far beyond every power of C."""
    one, zero = Fraction(1), Fraction(0)
    assert Scale((zero, -one, zero), (zero, zero, zero)).vanishes
    assert not Scale((zero, -one, zero), (one, zero, zero)).vanishes
    assert not Scale((zero, -one, zero), (one, zero, zero)).bounded
    assert Scale((zero, -one, zero), (zero, one, zero)).vanishes
    # The logarithm of the larger of A and C is that of A there.
    for way in (
        Scale((zero, -one, zero), (zero, zero, one)),
        Scale((-one, zero, zero), (zero, zero, one)),
    ):
        assert not way.vanishes
        assert not way.bounded


def test_what_stays_bounded_as_one_size_grows():
    """Powers decide, and second logarithms where these cancel."""
    one, zero = Fraction(1), Fraction(0)
    for first, second, wanted in (
        ((zero, -one, zero), (zero, one, zero), True),
        ((zero, zero, zero), (zero, zero, zero), True),
        ((zero, one, -one), (zero, -one, zero), True),
        ((zero, zero, zero), (zero, one, zero), False),
        ((zero, one, zero), (zero, -one, zero), False),
    ):
        assert Scale(first, second).bounded_in_c is wanted
