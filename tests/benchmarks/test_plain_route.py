"""A baseline must be right before its time means anything."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.plain_route import Case, mpmath_route, numpy_route
from tests.plrf.reference import Reference


@pytest.mark.parametrize(("alpha", "beta"), [(0.7, 0.9), (0.2, 0.8)])
def test_both_routes_give_the_reference_losses(alpha, beta):
    case = Case(alpha, beta, d=4, v=20, iterations=20)
    curve = Reference(alpha, beta, 4, v=20, digits=16).curve(20)
    expected = np.array([float(value) for value in curve.loss])
    np.testing.assert_allclose(mpmath_route(case).losses, expected, rtol=1e-15)
    np.testing.assert_allclose(numpy_route(case).losses, expected, rtol=1e-12)


def test_a_fraction_of_the_work_is_scaled_and_says_so():
    case = Case(d=4, v=40, iterations=100)
    part = mpmath_route(case, fraction=0.2)
    assert "EXTRAPOLATED" in part.how
    assert part.losses.size == 0
    full = mpmath_route(case)
    assert "measured in full" in full.how
    assert part.seconds > 0
