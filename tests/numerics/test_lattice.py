"""Gauss rules for sums against exact sums and against Euler-Maclaurin."""

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

from phasecalc.numerics.arithmetic import DOUBLE
from phasecalc.numerics.lattice import LatticeSums, block_rule
from phasecalc.numerics.series import PowerSums


def test_a_block_rule_sums_polynomials_exactly():
    x, w = block_rule(64.0, 16)
    assert np.all(w > 0)
    terms = 2 * np.arange(64) - 63  # the block, centred and doubled
    for degree in range(32):
        exact = float(sum(Fraction(int(t), 64) ** degree for t in terms))
        scale = float(sum(abs(t / 64) ** degree for t in terms))
        assert abs((w * x**degree).sum() - exact) < 2e-14 * scale


def test_a_broken_length_continues_the_sum():
    """Sum of (first + k)^3 over k < N is a polynomial in N, also between whole numbers."""
    first, length = 40.0, 50.5
    x, w = block_rule(length, 16)
    found = float((w * (first + (length - 1) / 2 + x * length / 2) ** 3).sum())

    def cubes(n):
        return (n * (n + 1) / 2) ** 2

    assert found == pytest.approx(cubes(first + length - 1) - cubes(first - 1), rel=1e-14)


@pytest.mark.parametrize("a", [0.3, 1.0, 1.4, 3.0])
@pytest.mark.parametrize("v", [96, 100.5, 127.75, 130, 191, 5000, 1e7, 1e7 + 0.5, 1e40])
def test_both_ways_agree(a, v):
    rng = np.random.default_rng(7)
    s = 10 ** rng.uniform(-2 - a * np.log10(v), 2, 24) * np.exp(1j * rng.uniform(-2, 2, 24))
    kinds = [(0.0, 1), (0.0, 2), (1.8 - a, 1), (a, 1)]
    with DOUBLE.working():
        short = LatticeSums(a, v).sums(s, kinds)
        long = PowerSums(a, v, DOUBLE, lattice=False).sums(s, kinds)
    assert short is not None
    for x, y in zip(short, long, strict=True):
        assert np.max(abs(x - y) / abs(y)) < 1e-13


def test_poles_near_the_axis_are_left_to_others():
    sums = LatticeSums(2.0, 1e6)
    assert sums.sums(np.array([-1e-6 + 1e-9j]), [(0.0, 1)]) is None
    # Poles within the head, added term by term, do no harm.
    assert sums.sums(np.array([-1.5]), [(0.0, 1)]) is not None


def test_totals():
    assert LatticeSums(1.0, 1000.0).total(1.0) == pytest.approx(7.485470860550345, rel=1e-15)
    assert LatticeSums(1.0, 50.5).total(1.0) is None


@pytest.mark.parametrize("v", [1e5, 1e20, 1e94])
def test_a_sum_keeps_its_digits_at_any_length(v):
    """Of j^0/(1 + s j) against digamma, from s far below 1/v to s beyond the first term."""
    for size in np.geomspace(1e-4 / v, 1e3, 12):
        s = size * np.array([1, 3, 9]) * np.exp(1j * np.array([0.0, 0.6, 1.4]))
        with DOUBLE.working():
            (found,) = LatticeSums(1.0, v).sums(s, [(0.0, 1)])
        with mp.workdps(130):
            for x, at in zip(found, map(mp.mpc, s), strict=True):
                true = (mp.digamma(v + 1 + 1 / at) - mp.digamma(1 + 1 / at)) / at
                assert abs((mp.mpc(x) - true) / true) < 3e-15
