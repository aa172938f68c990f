"""Contours on transforms whose originals are known."""

import math

import numpy as np
import pytest

from phasecalc.numerics.arithmetic import DOUBLE, field_for
from phasecalc.numerics.contour import ellipse, hyperbola, smallest_hyperbola_time


@pytest.mark.parametrize("ratio", [1.0, 4.0, 20.0])
@pytest.mark.parametrize("power", [0.5, 1.0, 1.5])
def test_hyperbola_inverts_powers(ratio, power):
    """T^(power-1)/Gamma(power) is the original of t^-power, at both ends of the times served."""
    contour = hyperbola(40.0, 40.0 * ratio, 16.5, DOUBLE)
    for time in (40.0, 40.0 * ratio):
        wave = contour.weights * np.exp(time * contour.nodes)
        value = 2 * np.sum(wave * contour.nodes**-power).real
        assert abs(value * math.gamma(power) * time ** (1 - power) - 1) < 1e-12


@pytest.mark.parametrize("digits", [30, 50])
def test_hyperbola_with_many_digits(digits):
    field = field_for(digits + 8)
    with field.working():
        contour = hyperbola(100.0, 100.0, digits + 3, field, growth=8.0)
        value = 2 * field.re(
            field.dot(contour.weights, field.exp(100 * contour.nodes) / contour.nodes)
        )
        assert abs(value - 1) < 10.0**-digits


@pytest.mark.parametrize("time", [0.0, 1.0, 2.5, 12.0])
@pytest.mark.parametrize("left", [-1e-5, -0.69, -7.0])
def test_ellipse_inverts_poles_anywhere_on_the_interval(left, time):
    contour = ellipse(left, 0.0, 12.0, 16.5, DOUBLE)
    for pole in (left, left / 3, 0.0):
        # 1/(e^t - e^pole) has the original e^((T-1) pole).
        value = 2 * np.sum(
            contour.weights * np.exp(time * contour.nodes) / (np.exp(contour.nodes) - np.exp(pole))
        )
        true = math.exp((time - 1) * pole)
        # The discretisation is relative to the transform, whose size is 1 or more here.
        assert abs(value.real - true) < 1e-11 * max(true, 1.0)


def test_more_nodes_only_for_more_digits_or_longer_windows():
    def count(*arguments):
        return hyperbola(*arguments, DOUBLE).nodes.size

    assert count(1e3, 1e3, 16.0) == count(1e12, 1e12, 16.0)
    assert count(1e3, 1e3, 12.0) < count(1e3, 1e3, 16.0) < count(1e3, 2e4, 16.0)


def test_hyperbolas_stay_in_the_strip():
    least = smallest_hyperbola_time(16.5)
    assert np.max(hyperbola(least, 20 * least, 16.5, DOUBLE).nodes.imag) < math.pi
