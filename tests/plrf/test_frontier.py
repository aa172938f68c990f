"""The frontier: stationarity, envelope theorem, exponents in every phase, executors."""

import importlib
import math
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, NotConverged, SweepFailed
from phasecalc.plrf.frontier.frontier import Fineness, frontier, search
from phasecalc.plrf.frontier.setting import Setting
from phasecalc.plrf.model.parameters import PLRF
from tests.plrf.exponents_table import INTERIOR, claim


@pytest.mark.parametrize(("alpha", "beta"), INTERIOR, ids=str)
def test_local_exponents_at_1e40(alpha, beta):
    """Ia, Ib on both sides of 1/4, Ic, II, III, IVa: the claim of 1e-4 for the loss exponent."""
    point = frontier(alpha, beta, 1e40).points[0]
    assert abs(point.loss_exponent - claim(alpha, beta).loss_exponent) < 1e-4
    # The optimum is flat: its location converges more slowly than its value.
    assert abs(point.model_size_exponent - claim(alpha, beta).model_size_exponent) < 1e-3


def test_the_point_is_a_minimum():
    point = frontier("0.7", "0.9", 1e12).points[0]
    for factor in (0.9, 0.99, 1.01, 1.1):
        d = point.model_size * factor
        assert PLRF("0.7", "0.9", d).loss(1e12 / d) > point.loss


def test_exponents_are_derivatives_along_the_frontier():
    low, middle, high = frontier("0.8", "0.6", [0.98e15, 1e15, 1.02e15]).points
    width = math.log(high.flops / low.flops)
    # Central differences err by the square of the step times the drift of the exponent.
    assert abs(-math.log(high.loss / low.loss) / width - middle.loss_exponent) < 1e-5
    slope = math.log(high.model_size / low.model_size) / width
    assert abs(slope - middle.model_size_exponent) < 1e-4


def test_batches_only_rename_iterations_at_small_learning_rates():
    """At fixed gamma and f the loss forgets B until B reaches 1/gamma."""
    one = frontier("0.7", "0.6", 1e14, gamma=1e-3).points[0]
    two = frontier("0.7", "0.6", 1e14, gamma=1e-3, batch=2).points[0]
    assert abs(two.loss / one.loss - 1) < 0.02


def test_budgets_keep_their_order_on_an_executor():
    budgets = [1e12, 1e8]
    with ProcessPoolExecutor(2) as executor:
        spread = frontier("0.7", "0.9", budgets, executor=executor)
    assert [p.flops for p in spread.points] == pytest.approx(budgets)
    assert spread.points[1] == frontier("0.7", "0.9", 1e8).points[0]


def test_a_failed_budget_does_not_lose_the_others():
    """A fixed learning rate is unstable at the sizes that a large budget reaches."""
    with pytest.raises(SweepFailed, match=r"lambda_max|K") as caught:
        frontier("0.4", "0.9", [1e16, 1e4], gamma="0.02")
    assert [p.flops for p in caught.value.partial.points] == pytest.approx([1e4])
    with pytest.raises(DomainError):
        frontier("0.4", "0.9", 1e16, gamma="0.02")


@pytest.mark.parametrize("flops", [10, 1e140, -5, math.nan])
def test_bad_budgets_are_refused(flops):
    with pytest.raises(DomainError, match="flops"):
        frontier("0.7", "0.9", flops)


def test_a_loss_made_of_rounding_has_no_exponents(monkeypatch):
    monkeypatch.setattr(importlib.import_module("phasecalc.plrf.frontier.setting"), "_MOST", 17)
    setting = Setting.of("0.7", "0.9", 10, None, 1)
    with pytest.raises(NotConverged, match="f = 1e"):
        search(setting, Fraction(10**10), fine=Fineness(11, 1e-12, 1e-20))


@pytest.mark.parametrize(
    ("alpha", "beta", "flops"), [("0.22", "1.1", 1e120), ("0.2", "1.2", 1e110)]
)
def test_where_doubles_cancel_the_exponents_take_more_digits(alpha, beta, flops):
    """Far out in Ic the contour integral cancels; a difference of 30-digit losses does not."""
    (point,) = frontier(alpha, beta, flops).points
    model, r, h = PLRF(alpha, beta, point.model_size), point.iterations, mp.mpf(1e-8)
    volterra = model.volterra(None)
    with volterra.field.working():
        assert volterra.evaluate("loss", [r]).conditions[0] * 2.0**-52 > 1e-10  # else no test
    with mp.workdps(30):
        up, down = (mp.log(model.loss(r * mp.exp(s * h), digits=30)) for s in (1, -1))
        assert abs(-(up - down) / (2 * h) - point.loss_exponent) < 1e-8
    assert abs(point.loss / model.loss(r, digits=20) - 1) < 1e-8
    assert point.noise < 1e-9


def test_a_steep_loss_does_not_bias_its_exponents():
    """(1/5, 9/10): P falls as r^-3, its zeros in log d lie near, and eta was off by 1.3e-8."""
    point, far = frontier("0.2", "0.9", [1e30, 1e120]).points
    assert abs(far.loss_exponent - claim("0.2", "0.9").loss_exponent) < 1e-9
    assert abs(far.model_size_exponent - claim("0.2", "0.9").model_size_exponent) < 1e-7
    # The optimum itself, from the derivative of exact losses at 40 digits.
    with mp.workdps(40):
        h, f, d = mp.mpf(10) ** -7, mp.mpf(point.flops), mp.mpf(point.model_size)

        def log_loss(x):
            size = Fraction(int(d * mp.exp(x) * 10**30), 10**30)
            return mp.log(PLRF("0.2", "0.9", size).loss(f / (d * mp.exp(x)), digits=35))

        up, middle, down = (log_loss(k * h) for k in (1, 0, -1))
        off = (up - down) / 2 * h / (up - 2 * middle + down)
    assert abs(off) < 1e-9


def test_a_budget_may_be_text():
    assert frontier("0.7", "0.9", "1e12").points == frontier("0.7", "0.9", 10**12).points


@pytest.mark.parametrize(("alpha", "beta", "flops"), [("3", "2", 1e6), ("5", "1", 1e9)])
def test_a_steep_spectrum_whose_smallest_models_are_unstable(alpha, beta, flops):
    """At d = 4 SGD diverges there; the optimum is the least of losses computed one by one."""
    with pytest.raises(pc.DomainError, match="diverges"):
        pc.PLRF(alpha, beta, 4)
    (point,) = frontier(alpha, beta, flops).points
    losses = {d: float(pc.PLRF(alpha, beta, d).loss(flops / d)) for d in range(6, 200)}
    best = min(losses, key=losses.__getitem__)
    assert abs(best - point.model_size) <= 1
    assert point.loss == pytest.approx(losses[best], rel=1e-3)


def test_a_learning_rate_that_is_stable_at_no_small_size_is_refused_by_name():
    with pytest.raises(pc.DomainError, match="diverges"):
        frontier("0.7", "0.9", 1e12, gamma=50)


@pytest.mark.parametrize(
    ("alpha", "beta", "flops", "ratio"),
    [("8", "5", "2.701e11", 10), ("20", "1/2", "1.906e5", 1), ("8", "7/10", "8.68e4", 10)],
)
def test_of_several_dips_the_deepest_is_taken(alpha, beta, flops, ratio):
    """Modes of a steep spectrum are learnt one by one, and the loss has a dip in d for each."""
    (point,) = frontier(alpha, beta, flops, ratio=ratio).points
    sizes = 10 ** np.linspace(1, math.log10(float(flops)) - 1, 120)
    budget = float(flops)
    losses = [float(PLRF(alpha, beta, d, v=ratio * d).loss(budget / d)) for d in sizes]
    assert point.loss <= min(losses) * (1 + 1e-9)


def test_exponents_of_a_sharp_optimum_are_slopes():
    """The loss rises by decades beside it; a coarse interpolant had put it 6 percent beside."""
    low, middle, high = frontier("20", "1/2", [190410, 190600, 190790], ratio=1).points
    width = math.log(high.flops / low.flops)
    assert -math.log(high.loss / low.loss) / width == pytest.approx(middle.loss_exponent, rel=1e-3)
    slope = math.log(high.model_size / low.model_size) / width
    assert slope == pytest.approx(middle.model_size_exponent, rel=1e-3)


@pytest.mark.slow
def test_a_frontier_of_many_digits_is_least_and_has_its_envelope_s_slope():
    """Against differences of losses of more digits, at the size found and beside it."""
    f, digits = Fraction(10**12), 18
    (point,) = frontier("7/10", "9/10", f, digits=digits).points
    (rough,) = frontier("7/10", "9/10", f).points
    assert abs(float(point.model_size) / rough.model_size - 1) < 1e-8
    assert abs(float(point.model_size_exponent) - rough.model_size_exponent) < 1e-6

    def loss(size, flops=f):
        d = Fraction(int(size * 2**160), 2**160)
        return PLRF("7/10", "9/10", d=d, v=10 * d).loss(flops / d, digits=50)

    with mp.workdps(60):
        d, h = point.model_size, mp.mpf(10) ** -10
        here, above, below = loss(d), loss(d * (1 + h)), loss(d * (1 - h))
        assert abs(here / point.loss - 1) < mp.mpf(10) ** -digits
        # The vertex of the parabola is off by h^2 times the ratio of two derivatives.
        assert abs(h * (above - below) / (2 * (above + below - 2 * here))) < 10 * h**2
        k = Fraction(1, 10**12)
        slope = mp.log(loss(d, f * (1 - k)) / loss(d, f * (1 + k))) / (2 * mp.mpf(10) ** -12)
        assert abs(slope - point.loss_exponent) < mp.mpf(10) ** -digits


def test_a_frontier_says_how_many_budgets_it_has():
    assert repr(pc.frontier("0.7", "0.9", [])) == "<Frontier: no budgets>"
    assert repr(pc.frontier("0.7", "0.9", 1e10)) == "<Frontier: one budget, 1e+10 flops>"


def test_a_search_that_numbers_end_does_not_ask_for_a_larger_budget():
    with pytest.raises(NotConverged, match="out of reach of the numbers used; lower the budget"):
        pc.frontier(50, "0.5", 1e6)
