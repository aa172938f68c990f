"""Sums of powers against direct summation, in their three cases."""

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from phasecalc.asymptotics.rules.mellin import power_sum, rational_mellin
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, d, rho, x

PLANE = Region.where(alpha > 0)
DIGITS = 20
SIZE = 4000


def case_at(profile, a, ratio):
    cases = power_sum(alpha, profile, x, d, ratio, PLANE)
    (case,) = (e for e in cases if e.region.contains(alpha=a))
    return case


@pytest.mark.parametrize("a", ["3/2", "5/2", "2/3", "1/4"])
@pytest.mark.parametrize("profile", [sp.S.One, 1 / (1 + x**2), 1 / (1 + 3 * x**3)])
@mp.workdps(DIGITS)
def test_leading_term_is_within_its_remainder(a, profile):
    case = case_at(profile, a, rho)
    at = {alpha: sp.Rational(a), d: SIZE, rho: 3}
    power = mp.mpf(sp.Rational(a).p) / sp.Rational(a).q
    shape = sp.lambdify(x, profile, "mpmath")
    exact = mp.fsum(mp.mpf(j) ** -power * shape(mp.mpf(j) / SIZE) for j in range(1, 3 * SIZE + 1))
    constant = case.constant.subs(at)
    if constant.has(sp.Integral):
        constant = mp.quad(lambda y: mp.mpf(y) ** -power * shape(y), [0, mp.mpf(1) / 100, 1, 3])
    leading = mp.mpf(sp.N(constant, DIGITS)) * mp.mpf(sp.N(case.order.as_expr().subs(at), DIGITS))
    remainder = sum(mp.mpf(sp.N(t.subs(at), DIGITS)) for t in case.remainders)
    # The profile departs from g(0) like x^2 at least: less than the remainders while a < 3.
    assert abs(leading / exact - 1) < 6 * remainder
    assert remainder < 0.2


def test_logarithm_in_between():
    case = case_at(1 / (1 + x**2), 1, sp.oo)
    assert (case.constant, case.order.log_power(d)) == (1, 1)
    size = 10**4
    j = np.arange(1, 10**6)
    exact = float(np.sum(1 / (j * (1 + (j / size) ** 2))))
    # The remainder is 1/log(d), times a constant below 1 here.
    assert abs(float(case.leading.subs(d, size)) / exact - 1) < 1 / np.log(size)


@mp.workdps(DIGITS)
@pytest.mark.parametrize(("s", "kappa", "b"), [("1/2", 1, 1), ("1/3", 2, "3/2"), ("1/4", 5, 3)])
def test_rational_mellin(s, kappa, b):
    s, kappa, b = map(sp.Rational, (s, kappa, b))
    form = mp.mpf(sp.N(rational_mellin(s, kappa, b), DIGITS))
    p, k, e = (mp.mpf(t.p) / t.q for t in (s, kappa, b))
    exact = mp.quad(lambda y: mp.exp(p * y) / (1 + k * mp.exp(e * y)), [*range(-240, 121, 8)])
    assert abs(form / exact - 1) < mp.mpf(10) ** (5 - DIGITS)


@pytest.mark.parametrize("profile", [x, 1 / x, sp.S.Zero])
def test_profile_must_be_finite_and_not_zero_at_the_origin(profile):
    with pytest.raises(DomainError, match="finite and not zero"):
        power_sum(alpha, profile, x, d, rho, PLANE)


@pytest.mark.parametrize("profile", [1 / (1 + x), sp.exp(-x), 1 / (1 + x + x**2)])
@mp.workdps(DIGITS)
def test_the_profile_limits_the_accuracy_of_steep_sums(profile):
    case = case_at(profile, 4, rho)
    # With a logarithm, since on this plane the other pole may meet the profile's.
    assert sp.log(d) / d in case.remainders
    errors = []
    shape = sp.lambdify(x, profile, "mpmath")
    for size in (500, 1000):
        exact = mp.fsum(mp.mpf(j) ** -4 * shape(mp.mpf(j) / size) for j in range(1, size))
        errors.append(abs(exact / mp.zeta(4) - 1))
    # Halved at twice the size: the error is 1/d, not the d^-3 of the other pole.
    assert abs(errors[0] / errors[1] - 2) < mp.mpf("0.02")
