"""Loss, forcing and kernel against the plain route, laws, limits and bad input."""

import math
import pickle

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phasecalc.exceptions import DomainError
from phasecalc.plrf.balls.enclosure import midpoints
from phasecalc.plrf.curves.loss import evaluate
from phasecalc.plrf.model.parameters import PLRF
from tests.plrf.reference import Reference

CLAIM = 1e-12  # what doubles promise

SMALL = [
    ("0.7", "0.9", 3, 12, None, 1),
    ("0.4", "0.3", 4, 11, None, 1),
    ("1", "0.3", 5, 5, "0.2", 2),
    ("0.2", "0.9", 6, 20, "0.05", 3),
    ("1.5", "0.25", 1, 4, "0.15", 1),
    ("0.6", "1.4", 2, 2, "0.1", 4),
    ("0.9", "0.6", 2, 30, "1e-4", 1),
    ("0.5", "0.5", 3, 8, None, 1),
]


@pytest.mark.parametrize("case", SMALL, ids=str)
def test_all_three_functions_equal_the_plain_route(case):
    """Fixed point, circle and recursion share nothing with the library; spectra pass the vertex."""
    times = [0, 1, 2, 5, 13, 14, 20, 30]
    direct = Reference(*case, digits=40).curve(max(times))
    model = PLRF(*case)
    for name in ("loss", "forcing", "kernel"):
        found = getattr(model, name)(times)
        for r, value in zip(times, found, strict=True):
            true = getattr(direct, name)[r]
            assert abs(value / true - 1) < CLAIM, (name, r)


@pytest.mark.parametrize("balls", [True, False])
def test_many_digits_equal_the_plain_route(balls):
    if balls:
        pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")
    case = ("0.7", "0.9", 3, 12)
    direct = Reference(*case, digits=45).curve(25)
    model = PLRF(*case)
    with mp.workdps(60):
        for name in ("loss", "kernel"):
            for r in (0, 3, 25):
                found = midpoints if balls else evaluate
                value = found(model, name, r, 40)
                assert abs(value / getattr(direct, name)[r] - 1) < mp.mpf(10) ** -40, (name, r)


@pytest.mark.parametrize("case", [("0.7", "0.9", 3, 12), ("0.4", "0.6", 4, 40)], ids=str)
def test_constants_of_the_model_equal_the_plain_route(case):
    direct, model = Reference(*case, digits=20), PLRF(*case)
    assert abs(model.capacity() / direct.capacity() - 1) < CLAIM
    assert abs(model.kernel_norm() / direct.kernel_norm() - 1) < CLAIM


@pytest.mark.parametrize(
    ("alpha", "beta", "d"),
    [("0.7", "0.9", 10**6), ("0.3", "0.9", 10**6), ("1.2", "1.5", 1e20), ("0.6", "0.2", 1e6)],
)
def test_doubles_keep_their_promise_at_any_size(alpha, beta, d):
    model = PLRF(alpha, beta, d)
    times = [1e2, 1e5, 1e9]
    for name in ("loss", "forcing"):
        doubles = getattr(model, name)(times)
        digits = getattr(model, name)(times, digits=18)
        for value, true in zip(doubles, digits, strict=True):
            assert abs(value / true - 1) < CLAIM


def test_the_volterra_equation_holds():
    """P(r) = F(r) + sum K(r-1-s) P(s), at a size no plain route reaches."""
    model = PLRF("0.8", "0.7", 10**7)
    times = np.arange(120)
    loss, forcing, kernel = (getattr(model, n)(times) for n in ("loss", "forcing", "kernel"))
    for r in (1, 7, 60, 119):
        renewed = forcing[r] + np.dot(kernel[r - 1 :: -1], loss[:r])
        # 120 products, each within the claim
        assert abs(renewed / loss[r] - 1) < 3 * CLAIM


def test_contours_meet_without_a_step():
    """Ellipse, shared and single hyperbolas, and the settled limit give one curve."""
    model = PLRF("0.7", "0.9", 1000)
    times = np.geomspace(1, 1e9, 60)
    together = model.loss(times)
    alone = np.array([PLRF("0.7", "0.9", 1000).loss(r) for r in times])
    assert np.max(abs(together / alone - 1)) < CLAIM


points = st.tuples(st.integers(3, 30), st.integers(-5, 30), st.integers(0, 24)).filter(
    lambda t: t[0] + t[1] > 11 and t[0] != 10
)


@settings(max_examples=15, deadline=None)
@given(points)
def test_the_loss_decreases_to_its_limit(point):
    alpha, beta, d = point[0] / 20, point[1] / 20, 10.0 ** (1 + point[2] / 4)
    model = PLRF(alpha, beta, d)
    curve = model.loss(np.concatenate([np.arange(6), np.geomspace(6, 1e15, 25)]))
    assert np.all(np.diff(curve) <= CLAIM * curve[:-1])
    limit = model.capacity() / (1 - model.kernel_norm())
    assert curve[-1] >= limit * (1 - CLAIM)
    initial = model.forcing(0)
    assert abs(curve[0] / initial - 1) < CLAIM


def test_the_limit_is_reached():
    model = PLRF("1", "0.75", 50)
    limit = model.capacity() / (1 - model.kernel_norm())
    assert abs(model.loss(1e12) / limit - 1) < CLAIM


def test_square_models_lose_everything_in_the_end():
    """At v = d nothing is out of reach: F_0 = 0, and the hard edge makes F fall as a power."""
    model = PLRF("0.8", "0.6", 6, v=6, gamma="0.2")
    assert model.capacity() == 0
    curve = model.loss([1e6, 1e12, 1e18])
    assert curve[0] > curve[1] > curve[2] > 0


def test_real_sizes_interpolate():
    values = [PLRF("0.7", "0.9", d).loss(500) for d in (99.5, 100, 100.5)]
    assert values[0] > values[1] > values[2]
    assert abs((values[0] + values[2]) / 2 - values[1]) < 1e-4 * values[1]


def test_small_learning_rates_leave_the_target():
    """gamma*B*r << 1: P(r) = P(0) - 2*gamma*B*r*(first moment), to first order."""
    model = PLRF("0.9", "0.6", 10, gamma=1e-9)
    curve = model.loss([0, 1, 1000])
    assert abs((curve[0] - curve[2]) / (1000 * (curve[0] - curve[1])) - 1) < 1e-3


def test_derivatives_are_those_of_the_curve():
    model = PLRF("0.7", "0.9", 10**5)
    r, h = 1e4, 1.0
    slope = evaluate(model, "loss", r, None, 1)
    central = (model.loss(r + h) - model.loss(r - h)) / (2 * h)
    assert abs(slope / central - 1) < 1e-5


def test_shapes_and_types():
    model = PLRF("0.7", "0.9", 50)
    assert isinstance(model.loss(3), np.float64)
    assert model.loss(np.ones((2, 3))).shape == (2, 3)
    assert model.loss([]).shape == (0,)
    assert isinstance(model.loss(3, digits=20), mp.mpf)
    assert model.loss([1, 2], digits=20).dtype == object
    assert pickle.loads(pickle.dumps(model)).loss(3) == model.loss(3)
    assert model == PLRF(0.7, 0.9, 50.0)


@pytest.mark.parametrize("r", [-1, math.nan, math.inf, [1, -2], 1e300])
def test_bad_iterations_are_refused(r):
    with pytest.raises(DomainError, match="r ="):
        PLRF("0.7", "0.9", 50).loss(r)


@pytest.mark.parametrize("digits", [0, -3, 10**6, 1.5, True])
def test_bad_digits_are_refused(digits):
    with pytest.raises(DomainError, match="digits"):
        PLRF("0.7", "0.9", 50).loss(10, digits=digits)


@pytest.mark.slow
@pytest.mark.parametrize("digits", [50, 100])
def test_many_digits_at_a_large_size(digits):
    """Balls with their Taylor series against runs of two precisions that agree."""
    pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")
    model = PLRF("0.7", "0.9", 10**6)
    with mp.workdps(digits + 20):
        value, other = model.loss(10**5, digits=digits), evaluate(model, "loss", 10**5, digits)
        assert value != other
        assert abs(value / other - 1) < mp.mpf(10) ** -digits
