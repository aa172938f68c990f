"""The lemmas on trapezoid rules: known integrals, and their constants written out again."""

from __future__ import annotations

import math

import mpmath as mp
import pytest

from phasecalc.numerics import strip
from phasecalc.numerics.context import balls

flint = pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")


def rule(contour, time, function):
    """2 Re of the lower half's sum of e^(tT) G(t) t'/(2 pi i)."""
    total = flint.acb(0)
    for u in contour.nodes():
        t, slope = contour.at(u)
        total += (t * time).exp() * function(t) * slope
    return (total * contour.weight() / flint.acb(0, 1)).real / flint.arb.pi()


@pytest.mark.parametrize("digits", [1, 2, 5, 10, 20])
def test_an_open_contour_errs_less_than_its_bound_and_not_by_far_less(digits):
    """1/t^2 has the original T."""
    with balls(200):
        time = flint.arb(50)
        contour = strip.Hyperbola.serving(time, digits)

        def size(t, slope):
            return (time * t.real).exp() * abs(slope) / abs(t) ** 2 / (2 * flint.arb.pi())

        def tail(t):
            return (time * t.real).exp() / (time * t.imag**2) / (2 * flint.arb.pi())

        bound = float(contour.error(size, tail))
        gap = abs(float(rule(contour, time, lambda t: 1 / (t * t)) - time))
    assert 0 < gap < bound
    assert bound < 50 * 10.0 ** (2 - digits)


@pytest.mark.parametrize("digits", [2, 5, 10, 20])
def test_a_closed_contour_errs_less_than_its_bound(digits):
    """The residue at w = 0.8 within [0.5, 1]."""
    with balls(200):
        time, place = flint.arb(3), flint.arb("0.8")
        contour = strip.Ellipse.serving(time, digits, math.log(0.5))
        assert contour.inside()

        def size(t, slope):
            away = abs(t.exp() - place)
            return (time * t.real).exp() * abs(slope) / away / (2 * flint.arb.pi())

        bound = float(contour.error(size, lambda _: 0))
        gap = abs(float(rule(contour, time, lambda t: 1 / (t.exp() - place)) - place**2))
    assert 0 < gap < bound < 10.0 ** (3 - digits)


def parts(monkeypatch, contour, lines, sides, tail):
    """The error's bound where the integrals of |f| are these numbers."""

    def covered(size, low, high):
        return flint.arb(lines if low == 0 else sides)

    monkeypatch.setattr(strip, "covered", covered)
    return contour.error(lambda *_: flint.arb(0), lambda _: flint.arb(tail))


def test_the_constants_of_the_lemma_for_open_contours(monkeypatch):
    with balls(100):
        contour = strip.Hyperbola.serving(flint.arb(100), 3)
        low, high = (float(x) for x in contour.strip())
        h = float(contour.step)
        q, p = math.exp(-2 * math.pi * low / h), math.exp(-2 * math.pi * high / h)
        found = float(parts(monkeypatch, contour, 1, 0, 0))
        assert abs(found / (2 * q / (1 - q) + 2 * p / (1 - p)) - 1) < 1e-9
        assert float(parts(monkeypatch, contour, 0, 1, 0)) == 2
        assert float(parts(monkeypatch, contour, 0, 0, 1)) == 2


def test_the_constants_of_the_lemma_for_closed_contours(monkeypatch):
    with balls(100):
        contour = strip.Ellipse.serving(flint.arb(3), 3, -0.7)
        n = 2 * contour.count
        wanted = sum(2 / math.expm1(c * n) for c in contour.heights)
        assert abs(float(parts(monkeypatch, contour, 1, 0, 0)) / wanted - 1) < 1e-9


def test_the_weight_of_the_vertical_sides():
    """The exact weight (1 - tanh x)/2 lies below e^(-2x), and above half of it."""
    for x in (0.1, 1.0, 3.0):
        exact = (1 - math.tanh(x)) / 2
        assert math.exp(-2 * x) / 2 < exact <= math.exp(-2 * x)


def test_a_cover_is_above_the_integral_and_half_of_it_below():
    with balls(64):
        found = float(strip.covered(lambda u: u.exp(), flint.arb(0), flint.arb(3)))
    assert found / 2 < math.expm1(3) < found


def test_a_cover_bisects_what_it_cannot_bound():
    def size(u):
        return u.sqrt() if u > 0.001 else (flint.arb("nan") if u.rad() > 1e-3 else flint.arb(1))

    with balls(64):
        found = strip.covered(size, flint.arb(0), flint.arb(1))
        assert 2 / 3 < float(found) < 0.7
        assert not strip.covered(lambda _: flint.arb("nan"), flint.arb(0), flint.arb(1)).is_finite()


def test_contours_that_leave_their_domain_say_so():
    with balls(64):
        assert strip.Hyperbola.serving(flint.arb(200), 20).inside()
        assert not strip.Hyperbola.serving(flint.arb(3), 20).inside()
        wide = strip.Ellipse(flint.arb(3), -0.7, 1.0, (3.0, 0.5), 10)
        assert not wide.inside()
        assert not strip.Ellipse(flint.arb(3), -0.7, 1.0, (0.5, 1.0), 10).inside()


def test_the_hyperbola_s_derivative():
    with balls(100), mp.workdps(30):
        contour = strip.Hyperbola(flint.arb(7), 10)
        step = flint.arb(10) ** -10
        u = flint.acb(0.4, 0.1)
        difference = (contour.at(u + step)[0] - contour.at(u - step)[0]) / (2 * step)
        assert abs(complex(difference - contour.at(u)[1])) < 1e-15
