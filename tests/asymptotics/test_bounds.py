"""The two-sided bounds against quadrature and summation at random points, extremes among them."""

import math
import random
from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

from phasecalc.asymptotics.rules import bounds
from phasecalc.exceptions import DomainError
from tests.asymptotics import oracle

POINTS = 1200
# Error of the oracle, not of the bounds: quadrature in double precision.
ERROR = 1e-10
HALF = Fraction(1, 2)


def fraction(draw, low, high, size=24):
    """A rational in [low, high], and often one with a small denominator."""
    size = draw.choice([1, 2, 4, size])
    return Fraction(draw.randint(math.ceil(low * size), math.floor(high * size)), size)


def spread(draw, low, high):
    """A number spread evenly on a logarithmic scale, its ends with a chance of their own."""
    return draw.choice([low, high]) if draw.random() < 0.1 else low * (high / low) ** draw.random()


def ratios(points):
    """Least quantity over lower bound and largest over upper bound, both forms included."""
    least, most, count = math.inf, 0.0, 0
    for value, form, constants in points:
        least = min(least, value / float(constants.lower * form))
        most = max(most, value / float(constants.upper * form))
        count += 1
    assert count >= 1000
    return least, most


def whole(draw):
    for _ in range(POINTS):
        s = draw.choice([Fraction(1, 1000), Fraction(60), fraction(draw, 1 / 24, 20)])
        x = spread(draw, 1.0, 1e8 if s < 30 else 50.0)
        yield oracle.watson(float(s), x), bounds.watson_form(s, x), bounds.watson_order(s)


def cut(draw, sign):
    for _ in range(POINTS):
        s = sign * (fraction(draw, 1 / 24, 6) or Fraction(1, 24))
        window = draw.choice([Fraction(1, 100), HALF, Fraction(1), Fraction(4)])
        x = spread(draw, 1.0, 1e8)
        most = min(0.5, float(window) / x)
        e = most if draw.random() < 0.3 else spread(draw, 1e-14 * most, most)
        form = bounds.watson_form(s, x, e)
        yield oracle.watson(float(s), x, e), form, bounds.watson_order(s, window)


def side(draw, sign, low, high):
    """An exponent below, at or above 1."""
    return 1 + sign * (fraction(draw, 0, high if sign > 0 else low, 8) or Fraction(1, 8))


def power(draw, sign):
    for _ in range(POINTS):
        a = side(draw, sign, 5, 4)
        v = draw.choice([spread(draw, 1.0, 3000.0), 1e9, 1.9999])
        yield power_sum(a, v), bounds.power_form(a, v), bounds.power_order(a)


def power_sum(a, v):
    return oracle.power_sum(float(a), v)


def profile_points(draw, sign, low=3):
    """a, b, the interval of k, k, d and the ratio, infinite where the sum converges."""
    for _ in range(POINTS):
        a, b = side(draw, sign, low, 2), fraction(draw, 0, 4, 8) or Fraction(1, 8)
        ends = draw.choice([(Fraction(1, 5), Fraction(5)), (Fraction(1), Fraction(1))])
        k = spread(draw, float(ends[0]), float(ends[1]))
        d = draw.choice([1.0, spread(draw, 1.0, 80.0)])
        ratio = draw.choice([1.0, spread(draw, 1.0, 50.0), math.inf])
        if ratio == math.inf and a + b < Fraction(9, 8):
            ratio = 50.0
        yield a, b, ends, k, d, ratio


def profile_sum(a, b, k, d, ratio):
    a, b, shift = float(a), float(b), math.log(k) - float(b) * math.log(d)
    return oracle.direct(
        lambda y: np.exp(-a * y - np.logaddexp(0, shift + b * y)), ratio * d, a + b
    )


def profile(draw, sign):
    for a, b, ends, k, d, ratio in profile_points(draw, sign):
        constants = bounds.profile_order(a, b, ends, None if a + b > 1 else 50)
        yield profile_sum(a, b, k, d, ratio), bounds.power_form(a, d), constants


def resolvent_points(draw, sign):
    for _ in range(POINTS):
        m, k = draw.choice([(0, 1), (0, 3), (1, 0), (1, 1), (2, 0), (HALF, 2), (2, 3)])
        b = fraction(draw, 0, 4, 8) or Fraction(1, 8)
        q = side(draw, sign, 2, 4) - b * m
        infinite = q + b * m >= Fraction(9, 8) and draw.random() < 0.5
        v = math.inf if infinite else spread(draw, 1.0, 3000.0)
        margin = draw.choice([Fraction(1, 2), Fraction(1), Fraction(3)])
        edge = spread(draw, 1.0, max(1.0, min(300.0, float(margin) * v)))
        w = edge ** -float(b)
        # The window holds only up to rounding at its very end.
        if edge <= float(margin) * v * (1 - 1e-12):
            yield q, m, k, b, margin, w, v


def resolvent_sum(q, m, k, b, w, v):
    q, m, k, b, level = *map(float, (q, m, k, b)), math.log(w)

    def summand(y):
        # log of l/(l + w) and of w/(l + w), l = exp(-b y)
        own, rest = -np.logaddexp(0, level + b * y), -np.logaddexp(0, -level - b * y)
        return np.exp(-q * y + m * own + k * rest)

    return oracle.direct(summand, v, q + b * m)


def resolvent(draw, sign):
    for q, m, k, b, margin, w, v in resolvent_points(draw, sign):
        form = bounds.resolvent_form(q, m, k, b, w, v)
        value = resolvent_sum(q, m, k, b, w, v)
        yield value, form, bounds.resolvent_order(q, m, k, b, margin)


# Statement: points, the sign that selects its case, and the factors by which its lower and its
# upper constant are off at most, somewhere among the points.
FAMILIES = {
    "watson, e = 0": (lambda draw, _: whole(draw), 1, 1.1, 1.01),
    "watson, s > 0": (cut, 1, 1.5, 1.01),
    "watson, s = 0": (cut, 0, 2, 1.1),
    "watson, s < 0": (cut, -1, 1.1, 1.01),
    "power, a > 1": (power, 1, 1.01, 1.1),
    "power, a = 1": (power, 0, 2, 1.01),
    "power, a < 1": (power, -1, 1.1, 1.1),
    "profile, a > 1": (profile, 1, 1.01, 2),
    "profile, a = 1": (profile, 0, 2, 2),
    "profile, a < 1": (profile, -1, 1.1, 2),
    "resolvent, t > 1": (resolvent, 1, 1.01, 2),
    "resolvent, t = 1": (resolvent, 0, 2, 3),
    "resolvent, t < 1": (resolvent, -1, 3, 2),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_orders_hold_and_cannot_be_improved_by_much(name):
    points, sign, low, high = FAMILIES[name]
    least, most = ratios(points(random.Random(name), sign))
    assert least >= 1 - ERROR
    assert most <= 1 + ERROR
    # Sabotage: a lower constant times `low`, an upper one divided by `high`, fails somewhere.
    assert least / low < 1
    assert most * high > 1


def watson_errors(draw, sign):
    """Ratio to the leading form minus 1, or for s = 0 the difference, with its bounds."""
    for _ in range(POINTS):
        s = sign * (fraction(draw, 0, 5) or Fraction(1, 24))
        x = spread(draw, max(1.0, 2 * float(s) - 2), 1e6)
        e = spread(draw, 1e-9, 1.0) / x
        value, p = oracle.watson(float(s), x, e), float(s)
        found = bounds.watson_remainder(s, x, e)
        if s == 0:
            yield value - math.log(1 / (x * e)), found
        else:
            leading = math.gamma(p) * x**-p if p > 0 else e**p / -p
            yield value / leading - 1, found


def power_errors(draw, sign):
    for _ in range(POINTS):
        a, v = side(draw, sign, 3, 4), spread(draw, 1.0, 3000.0)
        p = float(a)
        leading = float(mp.zeta(p)) if a > 1 else math.log(v) if a == 1 else v ** (1 - p) / (1 - p)
        yield power_sum(a, v) - leading, bounds.power_remainder(a, v)


def profile_errors(draw, sign):
    for a, b, ends, k, d, ratio in profile_points(draw, sign, low=1):
        value, p = profile_sum(a, b, k, d, ratio), float(a)
        if a + b <= 1:
            continue
        if a < 1:
            leading = d ** (1 - p) * oracle.profile_moment(p, float(b), k, ratio)
        else:
            leading = float(mp.zeta(p)) if a > 1 else math.log(d)
        yield value - leading, bounds.profile_remainder(a, b, ends, d)


@pytest.mark.parametrize("sign", [1, 0, -1])
@pytest.mark.parametrize("errors", [watson_errors, power_errors, profile_errors])
def test_remainders_hold_and_are_not_ten_times_too_large(errors, sign):
    nearest, count = 0.0, 0
    for error, found in errors(random.Random(sign), sign):
        lower, upper = float(found.lower), float(found.upper)
        slack = ERROR * (1 + abs(error) + max(abs(lower), abs(upper)))
        assert lower - slack <= error <= upper + slack
        nearest = max(nearest, max(error / lower if lower else 0, error / upper if upper else 0))
        count += 1
    assert count >= 900
    # Sabotage: bounds ten times as narrow would fail somewhere.
    assert nearest > 0.1


@pytest.mark.parametrize("s", ["1/1000", "1/3", "1", "7/2", "20"])
@mp.workdps(30)
def test_the_oracle_against_adaptive_quadrature(s):
    s = mp.mpf(Fraction(s).numerator) / Fraction(s).denominator
    for x, e in ((1, 0), (300, 0), (10**6, 0), (5, 0.25), (1e4, 1e-7)):
        last = -mp.log(e) if e else mp.log(x) + 60 / s
        grid = [*mp.arange(0, min(last, 60), 2), last]
        # In units of x^-s: the rule's error is an absolute one.
        value = mp.quad(lambda y, s=s, x=x: x**s * mp.exp(-s * y - x * mp.exp(-y)), grid)
        assert abs(oracle.watson(float(s), float(x), float(e)) * x**s / value - 1) < ERROR


def test_the_sum_oracle_against_the_hurwitz_zeta_function():
    for a in (1.125, 2.0, 3.5):
        value = oracle.direct(lambda y, a=a: np.exp(-a * y) / (1 + np.exp(-1.5 * y)), math.inf, a)
        exact = mp.nsum(lambda n, a=a: (-1) ** int(n) * mp.zeta(a + 1.5 * n), [1, mp.inf])
        assert abs(value / float(mp.zeta(a) + exact) - 1) < 1e-8
    for a in (0.5, 1.0, -1.5, 3.0):
        exact = mp.harmonic(10**5) if a == 1 else mp.zeta(a) - mp.zeta(a, 10**5 + 1)
        assert abs(oracle.power_sum(a, 1e5) / float(exact) - 1) < ERROR


# Beyond the windows the orders fail: each ratio leaves the bounds by any factor.
def test_counterexamples_beyond_the_windows():
    for s in (1, 0, -1):
        x, e, c = 100.0, 0.5, bounds.watson_order(s, 1)
        assert oracle.watson(float(s), x, e) < 1e-9 * float(c.lower * bounds.watson_form(s, x, e))
    assert oracle.watson(1.0, 1.0, 1 - 1e-6) < 1e-5 * float(bounds.watson_order(1, 1).lower)
    # log(1/(x e)) is no order of the case s = 0 near x e = 1.
    assert oracle.watson(0.0, 1e3, 1e-3) > 0.2 > 1e6 * math.log(1 / (1e3 * 1e-3))
    # k -> 0 moves the scale of the profile; a sum over the spectrum ends at v, not at J.
    c = bounds.profile_order(HALF, 1, (Fraction(1), Fraction(1)))
    assert profile_sum(HALF, Fraction(1), 1e-6, 10.0, math.inf) > 100 * float(c.upper) * 10**0.5
    q, m, k, b, w, v = Fraction(3, 2), 0, 2, Fraction(2), 1e-12, 3.0
    least = bounds.resolvent_order(q, m, k, b).lower * bounds.resolvent_form(q, m, k, b, w, v)
    assert resolvent_sum(q, m, k, b, w, v) < 1e-6 * float(least)
    assert resolvent_sum(q, 1, k, b, 1e6, math.inf) < 1e-3 * 1e6**0.25


@pytest.mark.parametrize(
    "asked",
    [
        lambda: bounds.watson_order(0),
        lambda: bounds.watson_order(-1),
        lambda: bounds.watson_order(0.5),
        lambda: bounds.watson_order(mp.mpf(1)),
        lambda: bounds.watson_order(1, 0),
        lambda: bounds.watson_form(0, 2),
        lambda: bounds.watson_remainder(5, 7),
        lambda: bounds.watson_remainder(1, 0),
        lambda: bounds.watson_remainder(1, 2, -1),
        lambda: bounds.watson_remainder(-1, 2, 0),
        lambda: bounds.watson_remainder(0, 2, 1),
        lambda: bounds.watson_remainder(-1, HALF, HALF),
        lambda: bounds.power_order(1.5),
        lambda: bounds.power_remainder(2, HALF),
        lambda: bounds.profile_order(HALF, HALF, (1, 1)),
        lambda: bounds.profile_order(Fraction(1, 4), HALF, (1, 1)),
        lambda: bounds.profile_order(1, 0, (1, 1)),
        lambda: bounds.profile_order(1, 1, (0, 1)),
        lambda: bounds.profile_order(1, 1, (2, 1)),
        lambda: bounds.profile_order(0, HALF, (1, 1), HALF),
        lambda: bounds.profile_remainder(-1, 3, (1, 1), 10),
        lambda: bounds.profile_remainder(2, 1, (1, 1), HALF),
        lambda: bounds.resolvent_order(1, 0, 0, 1),
        lambda: bounds.resolvent_order(1, -1, 2, 1),
        lambda: bounds.resolvent_order(1, 1, 1, 0),
        lambda: bounds.resolvent_order(1, 1, 1, 1, 0),
    ],
)
def test_hypotheses_outside_are_refused(asked):
    with pytest.raises(DomainError):
        asked()


def test_the_sums_of_the_main_theorem():
    """wC, S_2 and the mixed sum at alpha = 7/10 and 1/5: the exponents the theorem needs."""
    w, v = mp.mpf(10) ** -9, 10**12
    for alpha in (Fraction(7, 10), Fraction(1, 5)):
        b, a = 2 * alpha, float(alpha)
        squares = float(bounds.resolvent_form(0, 2, 0, b, w, v))
        mixed = float(bounds.resolvent_form(0, 1, 1, b, w, v))
        rough = a < 0.25
        assert squares == pytest.approx(1e18 * v ** (1 - 4 * a) if rough else 1e9 ** (0.5 / a))
        assert mixed == pytest.approx(1e9 * v ** (1 - 2 * a) if a < 0.5 else 1e9 ** (0.5 / a))
        for beta in (Fraction(9, 10), Fraction(2, 5)):
            q = b + 2 * beta
            if q > 1:
                expected = 1e-9 ** min(1.0, float((q - 1) / b))
                assert float(bounds.resolvent_form(q, 0, 1, b, w, v)) == pytest.approx(expected)
