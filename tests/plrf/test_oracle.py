"""The oracle against the slower plain route and against itself: a wrong oracle guards nothing."""

from __future__ import annotations

import math

import mpmath as mp
import pytest

pytest.importorskip("flint")

from tests.plrf.oracle import Oracle
from tests.plrf.reference import Reference

CASES = [
    ("0.7", "0.9", 3, 12, None, 1),
    ("0.4", "0.3", 4, 11, None, 1),
    ("1", "0.3", 5, 5, "0.2", 2),
    ("0.2", "0.9", 6, 20, "0.05", 3),
]


def number(x):
    with mp.workdps(60):
        return mp.mpf(x.mid().str(60, radius=False))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_both_contours_equal_the_plain_route(case):
    oracle, plain = Oracle(*case), Reference(*case, digits=40).curve(25)
    forcing, kernel, loss = oracle.curve(25)
    with mp.workdps(60):
        for mine, direct in ((forcing, plain.forcing), (kernel, plain.kernel), (loss, plain.loss)):
            for x, y in zip(mine, direct, strict=True):
                assert abs(number(x) / y - 1) < mp.mpf(10) ** -40
        assert abs(number(oracle.far(25)) / plain.loss[25] - 1) < mp.mpf(10) ** -38


@pytest.mark.parametrize("v", [40, math.inf])
def test_the_second_contour_is_the_recursion(v):
    oracle = Oracle("0.8", "0.7", 40, v=v)
    loss = oracle.curve(150)[2]
    with mp.workdps(60):
        assert abs(number(oracle.far(150)) / number(loss[150]) - 1) < mp.mpf(10) ** -38


def test_the_limits_are_those_of_the_curves():
    oracle = Oracle("0.7", "0.9", 1, v=20, gamma="0.1", digits=20)
    forcing, kernel, loss = oracle.curve(700)
    capacity, norm = (number(x) for x in oracle.limits())
    with mp.workdps(40):
        assert abs(number(forcing[-1]) / capacity - 1) < mp.mpf(10) ** -18
        assert abs(mp.fsum(map(number, kernel)) / norm - 1) < mp.mpf(10) ** -18
        assert abs(number(loss[-1]) * (1 - norm) / capacity - 1) < mp.mpf(10) ** -18


def test_hurwitz_tails_are_sums_of_terms():
    """A head of 3 terms and zeta tails against all terms one by one: v/d large enough for both."""
    from flint import acb, ctx

    from tests.plrf.oracle_sums import Sums

    with ctx.workdps(60):
        oracle = Oracle("0.9", "0.6", 2, v=3000)
        tailed, direct = Sums(oracle, 10.0), Sums(oracle, 1e-9)
        assert direct.whole
        assert not tailed.whole
        s = acb(9, -5)
        for name in ("first", "second", "target"):
            one, other = getattr(tailed, name)(s), getattr(direct, name)(s)
            assert abs((one / other - 1).mid()) < 1e-55, name
