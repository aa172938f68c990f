"""The reference against sums that need no contour: a wrong reference would guard nothing."""

from __future__ import annotations

import mpmath as mp
import pytest

from tests.plrf.reference import Reference

# One point per side of every critical line: 2 alpha = 1, 2 beta = 1, alpha = 1/4.
POINTS = [(0.7, 0.9), (0.7, 0.3), (0.4, 0.3), (0.2, 0.8)]


def close(value, expected, digits):
    return abs(value / expected - 1) < mp.mpf(10) ** -digits


@pytest.mark.parametrize(("alpha", "beta"), POINTS)
def test_first_moments_are_plain_sums(alpha, beta):
    reference = Reference(alpha, beta, 4, batch=2, digits=20)
    curve = reference.curve(1)
    gamma, batch, lam, b2 = reference.gamma, 2, reference.lam, reference.b2
    with mp.workdps(40):
        # <D^{1/2} b, K^k D^{1/2} b> for k = 0, 1, 2 and Tr K^2 of the deterministic equivalent.
        mass, first = (mp.fsum(x**k * b for x, b in zip(lam, b2, strict=True)) for k in (1, 2))
        second = mp.fsum(
            (x**3 + x**2 * reference.trace / 4) * b for x, b in zip(lam, b2, strict=True)
        )
        square = mp.fsum(x**2 for x in lam) + reference.trace**2 / 4
        forced = mass - 2 * gamma * batch * first + gamma**2 * batch * (batch + 1) * second
        assert close(curve.loss[0], mass, 20)
        assert close(reference.start(), mass, 20)
        assert close(curve.kernel[0], gamma**2 * batch * square, 20)
        assert close(curve.forcing[1], forced, 20)
        assert close(curve.loss[1], forced + gamma**2 * batch * square * mass, 20)


@pytest.mark.parametrize(("alpha", "beta"), POINTS[1::2])
def test_forty_digits_do_not_depend_on_the_circle(alpha, beta):
    reference = Reference(alpha, beta, 3, v=12, digits=40)
    narrow, wide = reference.curve(30), reference.curve(30, radius=3)
    with mp.workdps(60):
        for one, other in zip(narrow.loss + narrow.kernel, wide.loss + wide.kernel, strict=True):
            assert close(one, other, 40)


def test_capacity_is_the_fixed_mass_and_the_kernel_norm_its_sum():
    reference = Reference(0.7, 0.9, 1, v=20, gamma=0.1, digits=10)
    capacity, curve = reference.capacity(), reference.curve(100)
    with mp.workdps(30):
        assert close(curve.forcing[-1], capacity, 8)
        assert close(mp.fsum(curve.kernel), reference.kernel_norm(), 8)
        limit = capacity / (1 - reference.kernel_norm())
        assert close(curve.loss[-1], limit, 8)
