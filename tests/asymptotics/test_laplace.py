"""Watson's lemma against quadrature, in its three cases; other integrals are refused."""

import mpmath as mp
import pytest
import sympy as sp

from phasecalc.asymptotics.rules.laplace import origin_exponent, watson
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, d, r, u

PLANE = Region.where(alpha > -5, alpha < 5)
DIGITS = 25


def cut_off(power):
    return sp.Integral(u ** (power - 1) * sp.exp(-2 * r * u), (u, 1 / d, 1))


def quadrature(s, x, low):
    # u = exp(-y) spreads the scales; two units of y are resolved by one panel.
    top = -mp.log(low)
    return mp.quad(lambda y: mp.exp(-s * y - x * mp.exp(-y)), [*mp.arange(0, top, 2), top])


@pytest.mark.parametrize("s", ["3/2", "1/3", "-1/3", "-1", "-7/4"])
@mp.workdps(DIGITS)
def test_leading_term_is_within_its_remainder(s):
    s = sp.Rational(s)
    (case,) = (e for e in watson(cut_off(alpha), PLANE) if e.region.contains(alpha=s))
    at = {alpha: s, r: 10**8, d: 10**20}
    exact = quadrature(mp.mpf(s.p) / s.q, mp.mpf(2) * 10**8, mp.mpf(10) ** -20)
    ratio = mp.mpf(sp.N(case.leading.subs(at), DIGITS)) / exact
    remainder = sum(mp.mpf(sp.N(x.subs(at), DIGITS)) for x in case.remainders)
    assert abs(ratio - 1) < 4 * remainder + mp.mpf(10) ** (5 - DIGITS)
    assert remainder < 0.01


@mp.workdps(DIGITS)
def test_logarithm_in_between():
    (case,) = (e for e in watson(cut_off(alpha), PLANE) if e.region.contains(alpha=0))
    assert case.order.log_power(d) == 1
    # log(1/(x e)) = log(d/(2 r)): with r = sqrt(d) half of log d, as the order says.
    for power in (20, 40, 80):
        exact = quadrature(0, mp.mpf(2) * mp.mpf(10) ** (power // 2), mp.mpf(10) ** -power)
        assert abs(exact / (mp.log(10) * power / 2) - 1) < mp.mpf(3) / power


def test_constant_and_prefactor_are_read_off():
    integral = sp.Integral(3 * u**2 * sp.exp(-5 * r * u), (u, 0, 1))
    (case,) = watson(integral, PLANE)
    assert case.leading == sp.Rational(6, 125) / r**3
    assert origin_exponent(integral) == 3


@pytest.mark.parametrize(
    "integrand", [sp.sin(u), sp.exp(-r * u**2), 1 / (1 + u), u**alpha * sp.log(u)]
)
def test_other_integrands_are_refused(integrand):
    with pytest.raises(DomainError, match="is not c"):
        watson(sp.Integral(integrand, (u, 0, 1)), PLANE)


def test_other_limits_and_divergence_are_refused():
    with pytest.raises(DomainError, match="upper limit"):
        watson(sp.Integral(sp.exp(-r * u), (u, 0, 2)), PLANE)
    with pytest.raises(DomainError, match="diverges"):
        watson(sp.Integral(u ** (alpha - 1) * sp.exp(-r * u), (u, 0, 1)), PLANE)
