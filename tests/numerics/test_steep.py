"""Sums of steeply falling terms against term-by-term addition with ample digits."""

import math

import mpmath as mp
import numpy as np
import pytest

from phasecalc.numerics.arithmetic import DOUBLE, field_for
from phasecalc.numerics.series import PowerSums
from phasecalc.numerics.steep import steep_sums

POINTS = [0.3, 1e-9, -1.7, 0.2 - 0.4j]


def plain(a, v, s, p, o):
    with mp.workdps(120):
        a, s, p = mp.mpf(a), mp.mpmathify(s), mp.mpf(p)
        return mp.fsum(mp.mpf(j) ** -p / (1 + s * mp.mpf(j) ** a) ** o for j in range(1, v + 1))


@pytest.mark.parametrize("digits", [None, 40])
@pytest.mark.parametrize(
    ("a", "v", "least"), [(12, 900, 1e-24), (12, 300, 1e-27), (100, 30, 1e-40), (100, 3, 1e-2)]
)
def test_steep_sums_equal_direct_addition(a, v, least, digits):
    """The smallest points put the start of the series at hundreds, where the powers are tiny."""
    field = field_for(digits)
    with field.working():
        sums = PowerSums(a, v, field, lattice=False)
        for s in [least, *POINTS]:
            for p, o in [(0, 1), (0, 2), (a, 1), (1, 1), (-3, 2), (1 - a, 1), (2 - a, 1), (-a, 1)]:
                (found,) = steep_sums(sums, field.array([s]), [(field.real(p), o)], 1000)
                true = plain(a, v, s, p, o)
                error = abs(mp.mpmathify(field.export(found[0])) / true - 1)
                assert error < (1e-12 if digits is None else 1e-36), (s, p, o)


def test_endless_and_broken_ends_agree_with_their_next_terms():
    """S(v + 1) - S(v) is the next term, also for real v; an endless sum has no end to see."""
    s, a = np.array([0.3 + 0.1j]), 9.0
    with DOUBLE.working():
        values = [
            steep_sums(PowerSums(a, v, DOUBLE), s, [(-4.5, 1)], 50)[0]
            for v in (7.25, 8.25, 1e60, math.inf)
        ]
    term = 8.25**4.5 / (1 + s * 8.25**a)
    assert abs((values[1] - values[0]) / term - 1)[0] < 1e-9  # 4 digits cancel
    assert abs(values[2] / values[3] - 1)[0] < 1e-14


def test_too_many_terms_are_left_to_other_ways():
    with DOUBLE.working():
        sums = PowerSums(9.0, math.inf, DOUBLE)
        assert steep_sums(sums, np.array([1e-30]), [(0.0, 1)], 50) is None
        assert steep_sums(sums, np.array([0.0]), [(0.0, 1)], 50) is None
