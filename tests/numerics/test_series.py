"""Sums over j against term-by-term addition in extended precision."""

import math

import mpmath as mp
import numpy as np
import pytest

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.arithmetic import DOUBLE, field_for
from phasecalc.numerics.series import PowerSums

# Rounding: some 200 terms and weights, each with a few units in the last place of 1.1e-16.
TOLERANCE = 1e-13


def points(a, seed=3, count=24):
    """Points s over the range that crosses every window, at least 0.5 off the cut."""
    rng = np.random.default_rng(seed)
    size = 10 ** rng.uniform(-4.5 * a, 2, count)
    return size * np.exp(1j * rng.uniform(-math.pi + 0.5, math.pi - 0.5, count))


@pytest.mark.parametrize("a", [0.1, 1.0, 1.4, 10.0])
@pytest.mark.parametrize("v", [1, 2, 49, 97, 4000])
@pytest.mark.parametrize("lattice", [True, False])
def test_sums_equal_direct_addition(a, v, lattice):
    s = points(a)
    kinds = [(0.0, 1), (0.0, 2), (a, 1), (-a, 1), (-a, 2), (1.8, 1), (1.8 - a, 1), (1.0, 1)]
    with DOUBLE.working():
        found = PowerSums(a, v, DOUBLE, lattice=lattice).sums(s, kinds)
    j = np.arange(1, v + 1, dtype=np.longdouble)[:, None]
    factor = 1 / (1 + s.astype(np.clongdouble) * j ** np.longdouble(a))
    for (p, o), value in zip(kinds, found, strict=True):
        weight = j ** -np.longdouble(p)
        scale = (weight * abs(factor) ** o).sum(axis=0)
        error = abs(value - (weight * factor**o).sum(axis=0)) / scale
        assert float(error.max()) < TOLERANCE, (p, o)


@pytest.mark.parametrize(("a", "p"), [(1.0, 0.0), (0.5, 0.0), (0.5, 1.5), (0.25, 1.25), (2.0, 1.0)])
def test_resonant_exponents_need_no_special_case(a, p):
    """(1 - p)/a is an integer: a term integrates to a logarithm; neighbours agree."""
    s = points(a, seed=5, count=8)
    with DOUBLE.working():
        middle, left, right = (
            PowerSums(a, 1e9, DOUBLE, lattice=False).sums(s, [(q, 1)])[0]
            for q in (p, p - 1e-6, p + 1e-6)
        )
    # The mean of neighbours differs by the second derivative in p, (log v)**2 * 1e-12 relative.
    assert np.all(abs((left + right) / 2 - middle) < 1e-9 * abs(middle))


@pytest.mark.parametrize("lattice", [True, False])
def test_real_end_points_continue_the_sum(lattice):
    """S(v + 1) - S(v) is the next term, also for real v and v below the start."""
    a, s = 1.4, points(1.4, count=6)
    for v in (1.5, 7.25, 60.5, 1234.75):
        with DOUBLE.working():
            lower = PowerSums(a, v, DOUBLE, lattice=lattice).sums(s, [(0.5, 1)])[0]
            upper = PowerSums(a, v + 1, DOUBLE, lattice=lattice).sums(s, [(0.5, 1)])[0]
        term = (v + 1) ** -0.5 / (1 + s * (v + 1) ** a)
        assert np.all(abs(upper - lower - term) < TOLERANCE * (abs(upper) + 1))


def test_endless_sums_equal_closed_forms():
    """sum 1/(1 + s j^2) = (pi/sqrt(s) coth(pi/sqrt(s)) - 1)/2."""
    s = points(2.0)
    with DOUBLE.working():
        found = PowerSums(2.0, math.inf, DOUBLE).sums(s, [(0.0, 1)])[0]
    x = np.pi / np.sqrt(s)
    assert np.all(abs(found - (x / np.tanh(x) - 1) / 2) < TOLERANCE * (1 + abs(found)))


def test_totals_are_zeta_values():
    sums = PowerSums(1.0, math.inf, DOUBLE)
    assert abs(sums.total(1.4) - float(mp.zeta("1.4"))) < 1e-14
    with mp.workdps(60):
        harmonic = mp.digamma(mp.mpf(10) ** 30 + 1) + mp.euler
    assert abs(PowerSums(1.0, 1e30, DOUBLE).total(1.0) / float(harmonic) - 1) < 1e-14


@pytest.mark.parametrize("digits", [30, 60])
def test_many_digits(digits):
    field = field_for(digits)
    with field.working():
        s = field.array([0.003 + 0.002j, -0.001 + 0.0015j, 5 + 1j])
        found = PowerSums(1.4, 500, field).sums(s, [(field.real(0), 1)])[0]
        a = field.real(1.4)
        for z, value in zip(s, found, strict=True):
            direct = sum(
                1 / (1 + z * field.exp(a * field.log(field.real(j)))) for j in range(1, 501)
            )
            assert abs(value - direct) < 10.0 ** (2 - digits) * abs(direct)


def test_cost_does_not_depend_on_the_end_point():
    s = points(1.4)
    with DOUBLE.working():
        assert PowerSums(1.4, 1e4, DOUBLE)._start(s) == PowerSums(1.4, 1e100, DOUBLE)._start(s)


def test_a_pole_on_the_axis_is_refused():
    with DOUBLE.working(), pytest.raises(NotConverged, match="pole"):
        PowerSums(2.0, 1e6, DOUBLE).sums(np.array([-1e-6 + 1e-18j]), [(0.0, 1)])
