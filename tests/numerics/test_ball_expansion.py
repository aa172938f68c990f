"""Taylor series of sums over modes in balls: against plain sums, and the bound of their rest."""

from __future__ import annotations

import cmath
import random
from fractions import Fraction

import pytest

from phasecalc.numerics.ball_expansion import Expansion
from phasecalc.numerics.ball_sums import BallSums
from phasecalc.numerics.ball_tails import Tails, ball
from phasecalc.numerics.context import balls

flint = pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")

WEIGHTS = [Fraction(0), Fraction("9/5"), Fraction("-1/2")]


def plain(a, p, v, s):
    total = flint.acb(0)
    for j in range(1, v + 1):
        total += flint.arb(j) ** ball(-p) / (1 + s * flint.arb(j) ** ball(a))
    return total


@pytest.mark.parametrize("exponent", ["7/5", "1/2", "2", "40", "1/10"])
@pytest.mark.parametrize("v", [1, 50, 400])
def test_values_near_a_point_contain_plain_sums(exponent, v):
    rng, a = random.Random(f"{exponent} {v}"), Fraction(exponent)
    with balls(200):
        sums = BallSums(a, WEIGHTS, v, 200)
        for _ in range(8):
            angle = rng.choice([-cmath.pi, rng.uniform(-3.1, -0.02)])
            size = 10 ** (rng.uniform(0.1, 2) if angle == -cmath.pi else rng.uniform(-7, 2))
            point = cmath.rect(size, angle)
            s = flint.acb(point.real, point.imag if angle > -cmath.pi else 0)
            near = Expansion(sums, s, [0, 1, 2], rng.choice([2, 3, 6, 12]))
            shift = cmath.rect(10 ** rng.uniform(-5, -0.5), rng.uniform(-3, 3))
            step = flint.acb(shift.real, shift.imag) * near.distance
            found = [near.value(k, step) for k in range(3)]
            with balls(300):
                true = [plain(a, p, v, s + step) for p in WEIGHTS]
            assert all(x.contains(y.mid()) for x, y in zip(found, true, strict=True))


def test_half_of_the_bound_of_the_rest_is_too_little():
    """Equality: one mode, and a step straight towards it."""
    with balls(200):
        near = Expansion(BallSums(Fraction(2), [Fraction(0)], 1, 200), flint.acb(-3), [0], 4)
        step = flint.acb(1)  # from omega = 3 to 2, the mode is 1
        series = sum(c * step**n for n, c in enumerate(near.coefficients[0]))
        rest = abs(plain(Fraction(2), Fraction(0), 1, flint.acb(-2)) - series)
        bound = near._rest(near.coefficients[0], abs(step))
        assert bound / 2 < rest
        assert abs(bound - rest) < 1e-50


def test_as_far_as_the_spectrum_nothing_is_known():
    with balls(100):
        near = Expansion(BallSums(Fraction(2), [Fraction(0)], 1, 100), flint.acb(-3), [0], 4)
        assert near.value(0, flint.acb(1.999)).is_finite()
        assert not near.value(0, flint.acb(2)).is_finite()


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("exponent", ["7/5", "1/2", "60"])
def test_corrections_are_those_of_the_power_series(exponent, mirrored):
    """The polynomial from differences of binomials against products of power series."""
    a, p, at, count = Fraction(exponent), Fraction(9, 5), 30, 12
    with balls(160):
        tails = Tails(a, [p], None, count)
        found = tails._coefficients(0, at, mirrored)
        power, weight = (-a, p + a) if mirrored else (a, p)
        base = flint.arb_poly([1]) - series_power(power, 2 * count)
        row = series_power(-weight, 2 * count)
        for coefficient in found:
            true = flint.arb(0)
            for m in range(1, count + 1):
                number = flint.arb(flint.fmpq.bernoulli(2 * m)) / (2 * m)
                true += number * row[2 * m - 1] * flint.arb(at) ** (1 - 2 * m)
            assert coefficient.overlaps(true)
            assert coefficient.rad() <= 2.0**-120 * (1 + abs(true))
            row = (row * base).truncate(2 * count)


def series_power(x, size):
    """Coefficients of (1 + y)^x."""
    out = [flint.arb(1)]
    for n in range(1, size):
        out.append(out[-1] * (ball(x) - n + 1) / n)
    return flint.arb_poly(out)
