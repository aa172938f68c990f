"""Balls of sums over modes: against plain sums, and the bound of the remainder once more."""

from __future__ import annotations

from fractions import Fraction

import mpmath as mp
import pytest

from phasecalc.exceptions import NotConverged
from phasecalc.numerics import ball_sums
from phasecalc.numerics.ball_sums import BallSums, remainder
from phasecalc.numerics.ball_tails import ball
from phasecalc.numerics.context import balls

flint = pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")

POINTS = [(1e-6, -1e-6), (-0.01, -0.02), (-2, -0.1), (-1.3, 0), (0.003, 0), (40, -3)]
SPECTRA = [
    ("7/5", "9/5", 2000),
    ("1/2", "3/4", 2000),  # resonant: the terms of the expansion integrate to a logarithm
    ("2", "-1/2", 700),
    ("1", "1/2", 700),
    ("40", "1", 300),
    ("1/10", "2", 900),
]


def plain(a, p, v, s):
    """The sum, term by term, with digits to spare."""
    total = flint.acb(0)
    for j in range(1, v + 1):
        total += flint.arb(j) ** ball(-p) / (1 + s * flint.arb(j) ** ball(a))
    return total


@pytest.mark.parametrize("spectrum", SPECTRA, ids=str)
def test_balls_contain_plain_sums(spectrum):
    a, p, v = (Fraction(x) for x in spectrum)
    with balls(160):
        sums = BallSums(a, [Fraction(0), p], int(v), 160)
        for point in POINTS:
            s = flint.acb(*point)
            found = sums.at(s, [0, 1])
            with balls(260):
                true = [plain(a, q, int(v), s) for q in (Fraction(0), p)]
            for x, y in zip(found, true, strict=True):
                assert x.contains(y)
                # The expansion of a < 1 in 1/(s j^a) cancels where s is far below all 1/j^a.
                assert x.rel_accuracy_bits() > 80 or (a < Fraction(1, 2) and abs(s) < 0.1)


def test_an_endless_sum_is_a_known_function():
    """Sum of 1/(1 + s j^2) is (pi coth(pi/sqrt s)/sqrt s - 1)/2."""
    with balls(160):
        sums = BallSums(Fraction(2), [Fraction(0)], None, 160)
        for point in POINTS:
            s = flint.acb(*point)
            x = flint.acb.pi() / s.sqrt()
            if point[1] or point[0] > 0:
                (found,) = sums.at(s, [0])
                assert found.overlaps((x * x.coth() - 1) / 2)
                assert found.rel_accuracy_bits() > 120


def test_a_wide_ball_of_s_gives_a_ball_of_all_values():
    with balls(120):
        sums = BallSums(Fraction(3, 2), [Fraction(0)], 500, 120)
        wide = flint.acb(flint.arb(0.1, 1e-3), flint.arb(-0.2, 1e-3))
        (found,) = sums.at(wide, [0])
        for shift in (-9e-4, 0, 9e-4):
            assert found.contains(sums.at(flint.acb(0.1 + shift, -0.2 - shift), [0])[0])


def test_without_the_remainder_the_ball_misses(monkeypatch):
    """With two corrections the remainder is most of the radius."""
    monkeypatch.setattr(BallSums, "corrections", property(lambda _: 2))
    monkeypatch.setattr(BallSums, "_needed", property(lambda _: 8.0))
    a, s = Fraction(3, 2), (0.001, -0.001)

    def held():
        with balls(200):
            sums = BallSums(a, [Fraction(0)], 500, 200)
            (found,) = sums.at(flint.acb(*s), [0])
            return found.contains(plain(a, Fraction(0), 500, flint.acb(*s)).mid())

    assert held()
    monkeypatch.setattr(ball_sums, "remainder", lambda *_: flint.arb(0))
    assert not held()


def test_half_of_the_remainder_s_bound_is_below_cauchy_s_estimate():
    """4 (2 pi)^-2M times the integral of (2M)! (rho x)^-2M sup |f|, by quadrature.

    For a small s all of f is about 1 on the discs, so that the bound is nearly this estimate.
    """
    start, width, count = 12, 0.5, 4
    with balls(100):
        s = flint.acb(1e-9)
        bound = float(remainder(Fraction(1, 10), Fraction(0), s, start, width, count))
    with mp.workdps(20):

        def estimate(x):
            places = [x * (1 + width * mp.expjpi(mp.mpf(k) / 12)) for k in range(24)]
            top = max(abs(1 / (1 + 1e-9 * u ** mp.mpf("0.1"))) for u in places)
            return mp.factorial(2 * count) * (width * x) ** (-2 * count) * top

        cauchy = 4 * (2 * mp.pi) ** (-2 * count) * mp.quad(estimate, [start, 4 * start, mp.inf])
    assert bound / 2 < float(cauchy) <= bound * (1 + 1e-12)


@pytest.mark.parametrize("point", [(0.3, -0.4), (-0.2, -0.9), (-5, -0.01), (1e-4, -1e-4)])
@pytest.mark.parametrize("p", ["0", "9/5", "-1/5"])
def test_the_remainder_s_bound_is_above_cauchy_s_estimate(point, p):
    a, s = Fraction(7, 5), complex(*point)
    with balls(100):
        sums = BallSums(a, [Fraction(p)], None, 100)
        start, width = sums._start(flint.acb(*point))
        count = sums.corrections
        bound = float(remainder(a, Fraction(p), flint.acb(*point), start, width, count).log())
    with mp.workdps(20):

        def estimate(x):
            places = [x * (1 + width * mp.expjpi(mp.mpf(k) / 12)) for k in range(24)]
            top = max(abs(u ** -mp.mpf(float(Fraction(p))) / (1 + s * u**1.4)) for u in places)
            return (x / start) ** (-2 * count) * top

        rest = mp.quad(estimate, [start, 2 * start, 8 * start], maxdegree=4)
        scale = mp.log(4 * mp.factorial(2 * count)) - 2 * count * mp.log(2 * mp.pi * width * start)
        assert scale + mp.log(rest) <= bound


def test_where_nothing_bounds_the_remainder_it_is_refused():
    with balls(100):
        pole = flint.acb(-0.001)  # 1 + s j^a vanishes inside the range
        with pytest.raises(NotConverged, match="one by one"):
            BallSums(Fraction(1, 20), [Fraction(0)], 10**9, 100).at(pole, [0])
        size = remainder(Fraction(2), Fraction(0), flint.acb(-0.01), 8, 0.5, 4)
        assert not size.is_finite()


@pytest.mark.parametrize("beyond", range(-20, 21))
def test_wherever_the_last_mode_lies_against_the_start(beyond):
    """With few bits the remainder is large, and a tail too many or too few would show."""
    with balls(300):
        start, _ = BallSums(Fraction(40), [Fraction(0)], 10**6, 8)._start(flint.acb("1.12e-30"))
        v = start + beyond
        if v < 1:
            return
        s = flint.acb("1.12e-30")
        (found,) = BallSums(Fraction(40), [Fraction(0)], v, 8).at(s, [0])
        assert found.overlaps(plain(Fraction(40), Fraction(0), v, s))
