"""Balls: known cases, and every answer in doubles within its claimed error of them."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import NotConverged
from phasecalc.numerics.enclosure import FiniteSpectrum, _solved, curve

flint = pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")

CLAIMED = 1e-12
POINTS = 3  # per region
# Ranges of alpha and beta inside every phase, Ib on both sides of alpha = 1/4.
REGIONS = {
    "Ia": ((0.55, 1.2), (0.05, 0.45)),
    "Ib": ((0.3, 0.45), (0.25, 0.45)),
    "Ib left": ((0.12, 0.22), (0.4, 0.48)),
    "Ic": ((0.12, 0.24), (0.6, 1.2)),
    "II": ((0.8, 1.2), (0.55, 0.75)),
    "III": ((0.55, 0.9), (1.0, 1.5)),
    "IVa": ((0.32, 0.48), (0.6, 1.2)),
    "IVb": ((0.26, 0.29), (0.6, 1.2)),
}


def ball(x):
    return flint.arb(x.numerator) / x.denominator


def spectrum(model):
    lam = [flint.arb(j) ** -ball(2 * model.alpha) for j in range(1, int(model.v) + 1)]
    mass = [x * flint.arb(j) ** -ball(2 * model.beta) for j, x in enumerate(lam, 1)]
    trace = sum(lam, flint.arb(0))
    rate = 1 / (2 * trace) if model.gamma is None else ball(model.gamma)
    return FiniteSpectrum(lam, mass, ball(model.d), rate, ball(model.batch))


def drawn(region, seed):
    """A random model of a region with three to sixty modes, and a number of iterations."""
    rng = np.random.default_rng([seed, list(REGIONS).index(region)])
    alpha, beta = (round(float(rng.uniform(*ends)), 3) for ends in REGIONS[region])
    d = int(rng.integers(3, 16))
    v, batch = int(rng.integers(d, 4 * d + 1)), int(rng.integers(1, 4))
    # Larger batches are stable under smaller rates only.
    gamma = None if batch == 1 else 0.5 * pc.PLRF(alpha, beta, d, v=v).learning_rate
    return pc.PLRF(alpha, beta, d, v=v, gamma=gamma, batch=batch), int(rng.integers(20, 120))


def check(model, last):
    with flint.ctx.workdps(50):
        balls = curve(spectrum(model), last, digits=16)
    r = np.unique([0, 1, 2, last // 3, last])
    for name in ("loss", "forcing", "kernel"):
        for k, value in zip(r, getattr(model, name)(r), strict=True):
            exact = getattr(balls, name)[k]
            assert exact.rad() < CLAIMED / 100 * abs(exact), (model, name, k)
            assert abs(flint.arb(float(value)) - exact) < CLAIMED * abs(exact), (model, name, k)


@pytest.mark.parametrize("region", ["II", "IVb"])
def test_doubles_lie_within_their_claim(region):
    check(*drawn(region, seed=0))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, POINTS + 1))
@pytest.mark.parametrize("region", list(REGIONS))
def test_doubles_lie_within_their_claim_in_every_phase(region, seed):
    check(*drawn(region, seed))


def test_many_digits_lie_in_the_ball():
    model = pc.PLRF("7/10", "9/10", 6, v=12)
    with flint.ctx.workdps(60):
        exact = curve(spectrum(model), 30, digits=30).loss[30]
        found = flint.arb(mp.nstr(model.loss(30, digits=28), 32))
        assert abs(found - exact) < 1e-28 * abs(exact)


def test_one_mode_without_noise_in_the_features():
    """For d much larger than v the features are exact, and F(r) = q(1)^r."""
    gamma = flint.arb("0.2")
    one = FiniteSpectrum([flint.arb(1)], [flint.arb(1)], 10**12, gamma, 1)
    with flint.ctx.workdps(40):
        forcing = curve(one, 5, digits=16).forcing
    q = 1 - 2 * 0.2 + 2 * 0.2**2
    assert all(math.isclose(float(f), q**r, rel_tol=1e-10) for r, f in enumerate(forcing))


def test_a_wrong_guess_proves_nothing():
    model = spectrum(pc.PLRF(1, 1, 5, v=10))
    with pytest.raises(NotConverged, match="no unique root"):
        _solved(model, flint.acb(0.2, 0.1), 3 + 3j)
