"""Balls contain the oracle's values, refuse where nothing is proved, and every bound is needed."""

from __future__ import annotations

import math
import pickle
import random
from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")

import flint

import phasecalc as pc
from benchmarks import enclosures
from benchmarks.accuracy import drawn
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics import ball_sums, strip
from phasecalc.numerics.ball_expansion import Expansion
from phasecalc.numerics.context import balls
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.plrf.balls import ball_roots, enclosure
from phasecalc.plrf.balls.ball_roots import Root, Roots
from phasecalc.plrf.balls.ball_transforms import BallTransforms
from phasecalc.plrf.balls.enclosure import _Question
from phasecalc.plrf.curves.loss import evaluate
from tests.plrf.oracle import Oracle

NAMES = ("forcing", "kernel", "loss")


def count_of(models, seed):
    count, draw = enclosures.Count(), random.Random(seed)
    while count.models < models:
        enclosures.judge(drawn(draw), draw, count)
    return count


def test_balls_of_random_models_contain_the_oracle_s_values():
    count = count_of(2, 5)
    assert count.balls == 10
    assert (count.missed, count.refused) == ([], [])
    assert count.widest < 1e-15


@pytest.mark.slow
def test_balls_of_many_random_models_contain_the_oracle_s_values():
    count = count_of(50, 17)
    assert count.balls > 240
    assert count.missed == []
    assert count.widest < 1e-15


# Alpha, beta, d, v, gamma, batch: square, steep, resonant, near 1 = ||K||, one mode, large batch.
EXTREMES = [
    ("0.3", "0.8", 10, 10),
    ("20", "0.5", 30, 300),
    ("0.5", "0.500001", 20, 200),
    ("0.75", "0.501", 29, math.inf),
    ("0.50000001", "0.8", 10, math.inf),
    ("0.7", "0.9", 6, 60, "0.36"),
    ("1", "0.5", 1, 1, "0.2"),
    ("0.02", "0.9", 30, 30),
    ("0.7", "0.9", 12, 120, None, 1000),
    ("1.5", "-0.9", 9, 40),
]


@pytest.mark.parametrize("case", EXTREMES, ids=str)
def test_extreme_models(case):
    model, curves = pc.PLRF(*case), dict(zip(NAMES, Oracle(*case).curve(30), strict=True))
    for name, r in (("loss", 0), ("loss", 30), ("forcing", 7), ("kernel", 2)):
        found = getattr(model, name)(r, enclosed=True)
        assert found.digits >= 16
        assert enclosures.holds(found, enclosures.exact(curves[name][r]), Fraction(3))


@pytest.mark.parametrize("r", [10**4, pytest.param(10**9, marks=pytest.mark.slow)])
def test_an_open_contour_contains_the_oracle_s_late_forcing(r):
    case = ("0.7", "0.9", 100)
    found = pc.PLRF(*case).forcing(r, enclosed=True)
    assert enclosures.holds(found, enclosures.exact(Oracle(*case).at(r)[0]), Fraction(1))


def test_a_loss_before_it_settles_and_its_limit():
    """Near instability: the limit is 12.50462, and at 4000 iterations the loss is not there."""
    case = ("0.3", "0.8", 100, None, "0.05")
    model, oracle = pc.PLRF(*case), Oracle(*case)
    late = model.loss(4000, enclosed=True)
    assert enclosures.holds(late, enclosures.exact(oracle.far(4000)), Fraction(100))
    capacity, norm = oracle.limits()
    limit = model.loss(10**15, enclosed=True)
    with balls(200):
        true = enclosures.exact(capacity / (1 - norm))
    assert enclosures.holds(limit, true, Fraction(100))


def test_a_large_model_of_known_digits():
    found = pc.PLRF("7/10", "9/10", 10**6).loss(10**9, enclosed=True)
    digits = evaluate(pc.PLRF("7/10", "9/10", 10**6), "loss", 10**9, 30)
    assert digits in found
    assert 16 <= found.digits < 40
    assert float(digits * (1 + mp.mpf(10) ** -15)) not in found


def test_more_digits_and_shapes():
    model = pc.PLRF(1, 1, 50)
    fine, coarse = model.loss(100, 40, enclosed=True), model.loss(100, 3, enclosed=True)
    assert fine.digits >= 40
    assert coarse.lower <= fine.lower < fine.upper <= coarse.upper
    grid = model.loss(np.array([[0, 1], [2, 3]]), enclosed=True)
    assert grid.shape == (2, 2)
    assert all(isinstance(x, Enclosure) for x in grid.ravel())
    # P(1) = F(1) + K(0) P(0), which the recursion says of the balls' midpoints as well.
    forcing, kernel = model.forcing(1, enclosed=True), model.kernel(0, enclosed=True)
    ends = [forcing.lower + kernel.lower * grid[0, 0].lower]
    ends.append(forcing.upper + kernel.upper * grid[0, 0].upper)
    assert ends[0] <= grid[0, 1].upper
    assert grid[0, 1].lower <= ends[1]
    assert model.loss(2.5, enclosed=True).digits >= 16


def test_what_is_not_proved_is_refused():
    with pytest.raises(DomainError, match=r"v = 100.5: an enclosed loss needs a whole number v"):
        pc.PLRF(1, 1, 50, "100.5").loss(3, enclosed=True)
    with pytest.raises(NotConverged, match=r"kernel at r = 1e\+20: no ball .* about 10\^-2116313"):
        pc.PLRF("0.7", "0.9", 100).kernel(1e20, enclosed=True)
    with pytest.raises(NotConverged, match=r"loss at r = 1e\+250: no ball .* is its limit"):
        pc.PLRF("0.7", "0.9", 100).loss(1e250, enclosed=True)
    with pytest.raises(DomainError, match="r >= 0"):
        pc.PLRF(1, 1, 50).loss(-1, enclosed=True)
    with pytest.raises(DomainError, match="digits = 0"):
        pc.PLRF(1, 1, 50).loss(1, 0, enclosed=True)


def test_without_python_flint_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(enclosure.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DomainError, match=r"pip install phasecalc\[arb\]"):
        pc.PLRF(1, 1, 50).loss(1, enclosed=True)


def test_too_few_bits_are_a_refusal(monkeypatch):
    monkeypatch.setattr(enclosure, "_MOST_BITS", 150)
    with pytest.raises(NotConverged, match=r"loss at r = 100: no ball of 60 digits") as caught:
        pc.PLRF(1, 1, 50).loss(100, 60, enclosed=True)
    assert caught.value.requested == 60


def test_the_precision_of_flint_is_left_alone():
    before = flint.ctx.prec
    found = pc.PLRF(1, 1, 50).loss(10, enclosed=True)
    assert flint.ctx.prec == before
    assert pickle.loads(pickle.dumps(found)) == found


# Sabotage: every bound, taken away or halved, is noticed.


def contains(case=("1", "1", 20, 200), name="loss", r=100, digits=3):
    """Whether a ball of few digits, nearly all of them bounds, contains 40 digits of the value."""
    found = getattr(pc.PLRF(*case), name)(r, digits, enclosed=True)
    return evaluate(pc.PLRF(*case), name, r, 40) in found


@pytest.mark.parametrize(("kind", "r"), [("Hyperbola", 1000), ("Ellipse", 3)])
def test_without_the_bound_of_the_trapezoid_rule_the_ball_misses(monkeypatch, kind, r):
    assert contains(r=r)
    monkeypatch.setattr(getattr(strip, kind), "error", lambda *_: flint.arb(0))
    assert not contains(r=r)


def test_without_the_remainder_of_the_sums_the_ball_misses(monkeypatch):
    monkeypatch.setattr(ball_sums.BallSums, "corrections", property(lambda _: 2))
    monkeypatch.setattr(ball_sums.BallSums, "_needed", property(lambda _: 8.0))
    monkeypatch.setattr(enclosure, "_LEAST_BITS", 300)
    case = ("1", "1", 200, 2000)
    found = pc.PLRF(*case).forcing(100, 1, enclosed=True)
    assert evaluate(pc.PLRF(*case), "forcing", 100, 40) in found
    monkeypatch.setattr(enclosure, "_SPARE", 30)  # the contour's error shall not hide it
    monkeypatch.setattr(ball_sums, "remainder", lambda *_: flint.arb(0))
    assert not contains(case, "forcing", 100, 1)


def test_without_the_radius_of_the_roots_the_ball_misses(monkeypatch):
    """Steps towards the roots end early: the lemmas' radii alone keep the value inside."""

    def early(self, z, guess, kinds):
        return self._ended(Expansion(self.sums, guess.mid(), kinds, 4), guess * 0)

    monkeypatch.setattr(Roots, "_approach", early)
    monkeypatch.setattr(Roots, "_from_home", lambda *_: None)
    assert contains(digits=3)
    monkeypatch.setattr(enclosure, "_SPARE", 20)
    monkeypatch.setattr(Root, "within", classmethod(without_radius))
    assert not contains(digits=3)


def without_radius(cls, near, step, _):
    return cls(near.s + step, [near.value(k, step) for k in near.coefficients])


def one_mode():
    """d = v = 1: z(omega) = omega (1 - 1/(1 - omega)) = -omega^2/(1 - omega)."""
    return lambda omega: -omega * omega / (1 - omega)


def test_half_of_the_first_lemma_s_radius_is_too_little():
    """Equality is approached: the target at the edge 0 of the spectrum, where omega* = 0."""
    z = one_mode()
    with mp.workdps(40):
        omega, star = mp.mpc(-(mp.mpf(10) ** -4), mp.mpf(10) ** -12), mp.mpc(0, mp.mpf(10) ** -12)
        gap = abs(z(omega) - z(star))
        bound = ball_roots.upper_radius(gap, omega.imag, z(omega).imag)
        assert bound / 2 < abs(omega - star) <= bound


def test_half_of_the_second_lemma_s_radius_is_too_little():
    z = one_mode()
    with mp.workdps(40):
        place = mp.mpf("2.5")
        least = 1 - 1 / (place - 1) ** 2
        star = place + mp.mpf(10) ** -6
        bound = ball_roots.half_plane_radius(abs(z(place) - z(star)), least)
        assert bound / 2 < abs(star - place) <= bound


def test_the_slopes_are_below_the_derivative_and_twice_them_is_not():
    with balls(200):
        transforms = BallTransforms(pc.PLRF("0.7", "0.9", 10, 100), 200)
        slopes = [(float(x), float(g)) for x, _, g in transforms.roots.slopes]
    assert len(slopes) >= 4
    for omega, g in slopes:
        lam = np.arange(1.0, 101) ** -1.4
        true = 1 - np.sum(lam**2 / (omega - lam) ** 2) / 10
        assert 0 < g < true
    assert 2 * slopes[0][1] > 0.9  # near 1, so that twice it would be above every derivative


def question(case, name, r, bits=200):
    return _Question(pc.PLRF(*case), name, Fraction(r), bits)


def integrand(asked, t):
    """The modulus of e^(tT) G(e^t)/(2 pi) at one place, by the engine in balls."""
    (point,) = asked.transforms.points([t.expm1()])
    pair = asked.transforms.transforms(point, True, True)
    value = {"forcing": pair[0], "kernel": pair[1], "loss": pair[0] / (1 - pair[1])}[asked.name]
    return float(abs((asked.time * t).exp() * value) / (2 * flint.arb.pi()))


@pytest.mark.parametrize("name", NAMES)
def test_the_integrand_is_below_its_bound_at_random_places(name):
    draw = random.Random(3)
    with balls(200):
        asked = question(("0.7", "0.9", 10, 100, "0.3"), name, 2)
        for _ in range(25):
            t = flint.acb(draw.uniform(-3, 1), -draw.uniform(0.02, 3.1))
            bound = float(asked.size(t, flint.acb(1)))
            assert 0 < integrand(asked, t) < bound


def test_half_of_the_bound_of_forcing_and_kernel_is_too_little():
    """With a tiny learning rate all of the measure is next to 1."""
    with balls(200):
        case = ("0.7", "0.9", 10, 100, "1e-9")
        asked = question(case, "forcing", 2)
        for t in (flint.acb(1, -0.3), flint.acb(0.2, -1e-3)):
            bound = float(asked.size(t, flint.acb(1)))
            assert bound / 2 < integrand(asked, t) <= bound


def test_the_bound_of_the_loss_knows_the_norm():
    """1/(1 - ||K||) times that of the forcing; the norm by the sum of the kernel."""
    case = ("0.7", "0.9", 6, 60, "0.3")
    total = float(np.sum(pc.PLRF(*case).kernel(np.arange(4000))))
    with balls(200):
        t = flint.acb(0.3, -0.2)
        loss, forcing = (question(case, x, 2).size(t, flint.acb(1)) for x in ("loss", "forcing"))
        assert abs(float(loss / forcing) * (1 - total) - 1) < 1e-6
        # And near w = 1 the bound of 1 - G_K is attained: half of 1/(1 - ||K||) is too little.
        asked = question(case, "kernel", 2)
        t = flint.acb(1e-9, -1e-12)
        (point,) = asked.transforms.points([t.expm1()])
        rest = abs(1 - asked.transforms.transforms(point, True, True)[1])
        assert 1 - total <= float(rest) * (1 + 1e-9) < 1.5 * (1 - total)


def test_half_of_the_bound_of_what_is_left_out_is_too_little():
    """Against the integral of the integrand's own bound along the ray, at an end of modulus 1."""
    with balls(100):
        asked = question(("0.7", "0.9", 10, 100), "loss", 60)
        end = flint.acb(-0.01, -math.pi / 3)
        bound = float(asked.tail(end))
        steps = np.linspace(-2, -0.01, 4000)
        rows = [float(asked.size(flint.acb(x, -math.pi / 3), flint.acb(1))) for x in steps]
    ray = sum(rows) * (steps[1] - steps[0])
    assert bound / 2 < ray <= bound * 1.02
