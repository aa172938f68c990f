"""Integrals with known values, and refusal."""

import mpmath as mp
import pytest

from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.quadrature import integral


def test_known_integrals():
    with mp.workdps(50):
        assert abs(integral(mp.exp, [0, 1], 40) - (mp.e - 1)) < mp.mpf(10) ** -40
        assert abs(integral(lambda u: u ** mp.mpf("-0.25"), [0, 1], 30) - mp.mpf(4) / 3) < 1e-30


def test_what_two_runs_do_not_agree_on_is_refused():
    with pytest.raises(NotConverged, match="agree on") as caught:
        integral(lambda u: mp.sin(1 / u) / u, [0, 1], 20)
    assert caught.value.achieved < 20


def test_one_point_is_no_interval():
    with pytest.raises(DomainError, match="two points"):
        integral(mp.exp, [0], 10)
