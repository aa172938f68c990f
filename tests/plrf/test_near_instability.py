"""Where curves settle, where they vanish, where models nearly diverge: against the oracle."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

pytest.importorskip("flint")

from benchmarks import accuracy
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.arithmetic import DOUBLE
from phasecalc.plrf.curves import loss as loss_module
from phasecalc.plrf.curves.slowest import kernel_transform, slowest_log
from phasecalc.plrf.curves.volterra import Volterra
from phasecalc.plrf.model.parameters import PLRF
from tests.plrf.oracle import Oracle

CLAIM = accuracy.CLAIM
SLOW = ("0.3", "0.8", 100, None, "0.05")


def close(value, ball, bound=CLAIM):
    return abs(float((ball.mid() - value) / ball.mid())) <= bound


@pytest.mark.parametrize("place", accuracy.ROWS[::53], ids=str)
def test_a_sample_of_the_table(place):
    tally = accuracy.Tally()
    accuracy.compare(accuracy.row(*place), tally)
    assert tally.values > 10
    assert (tally.wrong, tally.refused) == ([], [])


def test_the_table_notices_a_wrong_value():
    tally = accuracy.Tally()
    true = Oracle("0.7", "0.9", 4).at(3)[0]
    tally.add(float(true) * (1 + 3e-12), true, "here")
    assert len(tally.wrong) == 1


def test_the_loss_is_not_its_limit_before_the_slowest_mode_has_died_out():
    """The forcing has settled at r = 3121, the loss has not: 12.50462 is the limit."""
    model, oracle = PLRF(*SLOW), Oracle(*SLOW)
    assert not model.volterra(None).settled("loss", 3121)
    found = model.loss([3120, 3121])
    assert abs(found[1] - 12.27707929) < 1e-7
    assert close(found[1], oracle.far(3121))
    with mp.workdps(30):
        assert mp.nstr(model.loss(6870, digits=20), 18) == "12.502587559686076"


def test_a_limit_taken_too_early_would_be_seen(monkeypatch):
    """The claim that the spectrum's edge is the slowest mode, which is false, gives 12.50462."""
    assert abs(PLRF(*SLOW).loss(4000) - 12.42932) < 1e-4
    monkeypatch.setattr(Volterra, "slowest_log", property(lambda self: self.spectral_log))
    assert abs(PLRF(*SLOW).loss(4000) - 12.50462) < 1e-4


def test_the_kernel_s_transform_is_its_sum():
    """K-hat(e^t) = sum K(s) e^{-(s+1)t}, summed; the norm at t = 0; the pole where it is 1."""
    model = PLRF("0.7", "0.9", 6, gamma="0.35")
    generating = model.volterra(None).generating
    with DOUBLE.working():
        z = np.array([0.0, 0.3, 0.6]) * float(generating.resolvent.left_edge)
        found = kernel_transform(generating, z)
    gb = float(generating.gamma)
    kernel = model.kernel(np.arange(3000))
    for at, value in zip(z, found, strict=True):
        q = 1 - 2 * gb * at + 2 * gb * gb * at * at
        assert abs(np.sum(kernel * q ** -np.arange(1.0, 3001)) / value - 1) < 1e-10
    assert abs(found[0] / model.kernel_norm() - 1) < 1e-12


def test_the_slowest_mode_is_the_decay_of_the_curve():
    """The bound is the decay itself to 2 per cent, and never beyond it."""
    model = PLRF(*SLOW)
    limit = model.capacity() / (1 - model.kernel_norm())
    early, late = (limit - model.loss(r) for r in (6000, 7000))
    decay = math.log(late / early) / 1000
    assert 0.9 * -decay < -slowest_log(model.volterra(None).generating) <= -decay * (1 + 1e-6)


@pytest.mark.parametrize("case", [("20", "0.5", 1, 10), ("20", "0.43", 1, 100), ("6", "1", 2, 20)])
def test_the_capacity_keeps_its_digits_where_the_spectrum_has_a_gap(case):
    """With d modes of which the next is far smaller, S_1 is d to many digits around kappa."""
    arguments = (*case, "0.1")
    capacity, norm = Oracle(*arguments).limits()
    assert close(PLRF(*arguments).capacity(), capacity)
    assert close(PLRF(*arguments).loss(1e240), capacity / (1 - norm))


@pytest.mark.parametrize("gap", [1e-4, 1e-8, 1e-11])
def test_the_limit_keeps_its_digits_as_the_norm_nears_one(gap):
    gamma, _ = accuracy.rate("0.7", 20, 200, 1, 1 - gap)
    case = ("0.7", "0.9", 20, 200, gamma)
    capacity, norm = Oracle(*case).limits()
    assert close(PLRF(*case).loss(1e30), capacity / (1 - norm))
    assert close(1 - PLRF(*case).kernel_norm(30), 1 - norm)


def test_a_norm_of_one_is_told_from_one_below_by_more_digits():
    gamma, _ = accuracy.rate("0.7", 20, 200, 1, 1 - 1e-12)
    beyond = repr(float(gamma) * (1 + 1e-11))
    with pytest.raises(DomainError, match="below 1"):
        PLRF("0.7", "0.9", 20, 200, beyond)


@pytest.mark.parametrize(
    ("case", "r", "name"),
    [
        (("0.75", "0.501", 29, math.inf), 183, "loss"),
        (("0.50000001", "0.8", 100, math.inf), 5000, "kernel"),
        (("0.50000001", "0.8", 10, math.inf), 200, "loss"),
        (("0.9", "0.5000001", 10, math.inf), 3000, "forcing"),
        (("0.5", "0.5", 10, 10), 3000, "forcing"),
        (("0.3", "0.75", 10, 10), 10**6, "forcing"),
        (("0.8", "0.75", 10, "10.000001"), 10**4, "forcing"),
    ],
    ids=str,
)
def test_resonant_and_square_models_keep_their_digits(case, r, name):
    oracle = Oracle(*case)
    true = oracle.curve(r)[2][r] if name == "loss" else oracle.at(r)[name == "kernel"]
    assert close(getattr(PLRF(*case), name)(r), true)


def test_the_kernel_of_a_square_model_far_out():
    """A power of r: the ratio over six decades is that of r^(-5/2), 1e-15."""
    model = PLRF("0.3", "0.75", 30, v=30)
    near, far = model.kernel([1e24, 1e30])
    assert far > 0
    assert abs(far / near / 1e-15 - 1) < 1e-12
    assert close(
        PLRF("0.3", "0.75", 30, v=30).kernel(1e12), Oracle("0.3", "0.75", 30, 30).at(10**12)[1]
    )


def test_a_vanishing_kernel_is_a_number_with_digits_and_0_in_doubles():
    model = PLRF("0.7", "0.9", 100)
    assert model.kernel(1e21) == 0.0
    value = model.kernel(1e20, digits=20)
    assert mp.mpf(10) ** -21163130310281321 < value < mp.mpf(10) ** -21163130310281319


def test_the_kernel_far_out_decays_as_its_edge_says():
    """ln K(r) = r log q(edge) - 3/2 ln r + constant: the edge is found by another function."""
    model = PLRF("0.7", "0.9", 3, gamma="0.2")
    with mp.workdps(60):
        far, near = (mp.log(model.kernel(r, digits=30)) for r in (1e18, 5e17))
        edge, gamma = model.spectral_edge(40), mp.mpf(1) / 5
        rate = mp.log1p(-2 * gamma * edge + 2 * gamma**2 * edge**2)
        assert abs(((far - near) + mp.log(2) * 3 / 2) / 5e17 / rate - 1) < mp.mpf(10) ** -30


def test_a_kernel_below_all_doubles_equals_the_oracle():
    value = PLRF("0.7", "0.9", 10).kernel(40_000, digits=20)
    oracle = Oracle("0.7", "0.9", 10, digits=250)
    true = oracle.at(40_000)[1]
    assert float(mp.log10(value)) < -150
    assert abs(mp.mpf(true.mid().str(40, radius=False)) / value - 1) < mp.mpf(10) ** -14


def test_a_refusal_speaks_of_what_was_asked(monkeypatch):
    monkeypatch.setattr(loss_module, "_MOST", 20)
    with pytest.raises(NotConverged, match=r"kernel at r = 1e\+20: 20 digits") as caught:
        PLRF("0.7", "0.9", 100).kernel(1e20, digits=20)
    assert "z =" not in str(caught.value)


def test_the_inner_refusal_is_translated(monkeypatch):
    def fail(*_):
        raise NotConverged("inverse at z = 1", requested=20, achieved=0)

    monkeypatch.setattr(Volterra, "evaluate", fail)
    with pytest.raises(NotConverged, match="loss at r = 5") as caught:
        loss_module.evaluate(PLRF("0.7", "0.9", 100), "loss", 5, 20)
    assert "z =" not in str(caught.value)


@pytest.mark.parametrize("batch", [1, 2, 8, 64, 10**6])
@pytest.mark.parametrize(("alpha", "d"), [("0.7", 100), ("0.2", 10), ("3", 50)])
def test_the_default_rate_is_stable_for_every_batch(alpha, d, batch):
    model = PLRF(alpha, "0.9", d, batch=batch)
    assert model.kernel_norm() < 0.7
    assert 0 < model.loss(10**9) < 2 * model.loss(0)
    oracle = Oracle(alpha, "0.9", d, batch=batch)
    assert abs(model.learning_rate / oracle.gamma_float - 1) < 1e-14


@pytest.mark.parametrize(
    "case", [(50, "1/2", 1000), (50, -30, 100), (20, 1, 5000), (10, -3, 200), (6, 1, 50, math.inf)]
)
def test_steep_spectra(case):
    """In doubles, and right."""
    oracle, model = Oracle(*case), PLRF(*case)
    loss = oracle.curve(60)[2]
    assert loss_module.doubles_serve(model)
    for r in (0, 1, 10, 60):
        assert close(model.loss(r), loss[r])


def test_a_kernel_that_cancels_on_its_contour_is_not_cut_off_too_soon():
    """Rounding alone would leave 1e-13; what the contour neglects is multiplied alike."""
    arguments = ("6", "1", 59, math.inf, "0.011988044736658645", 64)
    model, oracle = PLRF(*arguments), Oracle(*arguments)
    for r in (399, 401):  # one by one: each has a contour of its own
        assert close(model.kernel(r), oracle.at(r)[1])


@pytest.mark.parametrize("point", [("1/5", "9/10"), ("27/100", "9/10")])
def test_a_forcing_steeper_than_its_series_in_z_keeps_doubles(point):
    """F_pp falls as z^2 and z^1.48; the term in z alone would cost ten digits."""
    model, r = PLRF(*point, 10**57), 10**43
    found = model.volterra(None).evaluate("loss", [float(r)])
    assert found.conditions[0] * loss_module.ROUNDING < CLAIM
    ball = model.loss(r, enclosed=True)
    assert abs(float(found.found[0]) / float(ball.midpoint) - 1) < CLAIM


def test_what_is_split_off_the_forcing_is_put_back_into_the_loss():
    case = ("1.1", "1.9", 4, None)
    model, curves = PLRF(*case), Oracle(*case).curve(90)
    for name, curve in (("forcing", curves[0]), ("loss", curves[2])):
        volterra = model.volterra(None)
        assert close(volterra.evaluate(name, [90.0]).found[0], curve[90], 1e-14)
        (made,) = volterra._nodes.values()
        assert volterra._splits(made[0].nodes) == 2
