"""The explicit map against the fixed point, and the landmarks against known asymptotics."""

import math

import numpy as np
import pytest

from phasecalc.numerics.arithmetic import DOUBLE
from phasecalc.plrf.curves.resolvent import Resolvent


@pytest.mark.parametrize("d", [1, 3, 40, 1e8, 1e60])
@pytest.mark.parametrize("a", [0.4, 1.0, 1.4, 3.0])
def test_the_inverse_map_lands_on_the_physical_sheet(a, d):
    model = Resolvent(a, 1.2, d, 10 * d, DOUBLE)
    with DOUBLE.working():
        scale = np.geomspace(float(model.left_edge) / 50, 3, 40)
        z = scale * np.exp(1j * np.linspace(0.4, 3, 40))
        s = model.inverse(z)
        m, _ = model.multiplier(s)
        assert np.all(s.imag < 0)
        # m vanishes at kappa, so the residual is small against s, not against z.
        assert np.max(abs(s * m + z) / abs(s)) < 1e-13


@pytest.mark.parametrize("a", [1.4, 2.0, 3.0])
def test_kappa_of_an_endless_spectrum(a):
    """kappa d^a tends to (pi/a / sin(pi/a))^a, with corrections of relative order 1/d."""
    with DOUBLE.working():
        kappa = float(Resolvent(a, 1.2, 1e9, math.inf, DOUBLE).kappa)
    constant = (math.pi / a / math.sin(math.pi / a)) ** a
    assert abs(kappa * 1e9**a / constant - 1) < 1e-8


def test_landmarks_of_a_square_model():
    model = Resolvent(1.4, 1.2, 20, 20, DOUBLE)
    assert model.kappa == 0
    assert model.left_edge == 0


@pytest.mark.parametrize("excess", [1e-6, 1e-2, 0.5])
def test_kappa_of_an_almost_square_model(excess):
    """For v near d, kappa is about (v - d)/sum j^a."""
    d = 20
    with DOUBLE.working():
        kappa = float(Resolvent(1.4, 1.2, d, d + excess, DOUBLE).kappa)
    total = sum(j**1.4 for j in range(1, d + 1))
    assert abs(kappa * total / excess - 1) < 60 * excess / d + 1e-9


def test_the_right_edge_bounds_the_spectrum():
    """d = 1 with one mode: the squared edge law (1 + 1)^2 = 4."""
    with DOUBLE.working():
        edge = Resolvent(1.4, 1.2, 1, 1, DOUBLE).right_edge
    assert 4 <= edge < 4.01
