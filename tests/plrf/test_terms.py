"""Orders and constants of the four terms, against the table of the paper and against quadrature."""

import mpmath as mp
import pytest
import sympy as sp

from phasecalc.exceptions import DomainError
from phasecalc.plrf.phases.terms import (
    TERMS,
    domain,
    expansions,
    largest_learning_rate,
    ridge_constant,
)
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta, d, gamma, rho, tau

BY_NAME = {t.name: t for t in TERMS}
DIGITS = 20


def at(name, a, b):
    """The expansion of a term that holds at a point."""
    term = BY_NAME[name]
    (case,) = (
        e for e in expansions(term.definition, term.where) if e.region.contains(alpha=a, beta=b)
    )
    return case


def test_domain():
    assert domain() == Region.where(alpha > 0, alpha + beta > sp.Rational(1, 2)).simplified()


@pytest.mark.parametrize(
    ("name", "a", "b", "order"),
    [
        ("F_0", 1, 1, d ** (-2 * alpha)),
        ("F_0", 1, "1/4", d ** (1 - 2 * alpha - 2 * beta)),
        ("F_0", "2/5", 1, d ** (-2 * alpha)),
        ("F_pp", 1, 1, tau ** (-(2 * alpha + 2 * beta - 1) / (2 * alpha))),
        ("F_ac", 1, 1, tau ** (-1 + 1 / (2 * alpha)) / d),
        ("F_ac", "1/3", 1, d ** (-2 * alpha)),
        ("K_pp", 1, 1, gamma * tau ** (-2 + 1 / (2 * alpha))),
        ("K_pp", "1/5", 1, gamma * d ** (1 - 4 * alpha)),
    ],
)
def test_orders_are_those_of_the_table(name, a, b, order):
    difference = sp.log(at(name, a, b).order.as_expr() / order)
    assert sp.simplify(sp.expand_log(difference, force=True)) == 0


@pytest.mark.parametrize(("a", "order"), [(1, 1), ("1/3", d ** (2 * alpha - 1))])
def test_largest_learning_rate(a, order):
    (case,) = (e for e in largest_learning_rate() if e.region.contains(alpha=a, beta=1))
    assert sp.simplify(sp.log(case.order.as_expr() / order)) == 0


def quadrature(a, b, power, time, lower):
    """Integral of u**power exp(-2 tau u)/(2 alpha), by substitution u = exp(-y)."""
    with mp.workdps(DIGITS + 10):
        top = -mp.log(lower) if lower else mp.mpf(200)
        # The exponential varies over a unit of y: intervals of two units resolve it.
        points = [*mp.arange(0, top, 2), top]
        return mp.quad(lambda y: mp.exp(-y * (power + 1) - 2 * time * mp.exp(-y)) / (2 * a), points)


@pytest.mark.parametrize(("a", "b"), [("4/5", "9/10"), ("3/2", "1/4"), ("2/5", "3/4")])
@mp.workdps(DIGITS)
def test_constant_of_the_pure_point_term(a, b):
    case = at("F_pp", a, b)
    x, y = (mp.mpf(sp.Rational(t).p) / sp.Rational(t).q for t in (a, b))
    time = mp.mpf(10) ** 6
    value = case.leading.subs({alpha: sp.Rational(a), beta: sp.Rational(b), tau: 10**6})
    exact = quadrature(x, y, (2 * y - 1) / (2 * x), time, 0)
    # The remainder is exp(-2 tau): only the quadrature's own error is left.
    assert abs(mp.mpf(sp.N(value, DIGITS)) / exact - 1) < mp.mpf(10) ** (5 - DIGITS)


@pytest.mark.parametrize("a", ["4/5", "3/2", "1/5", "3/20"])
@mp.workdps(DIGITS)
def test_constant_of_the_noise_term(a):
    case = at("K_pp", a, 1)
    x = mp.mpf(sp.Rational(a).p) / sp.Rational(a).q
    # The smaller alpha, the larger the model that resolves many decades of the spectrum.
    size = 10 ** int(8 / x)
    lower = mp.mpf(size) ** (-2 * x)
    # Half way between 1 << tau and tau << d^(2 alpha), on a logarithmic scale.
    time = mp.sqrt(1 / lower)
    values = {alpha: sp.Rational(a), gamma: 1, d: size, tau: sp.Float(str(time), DIGITS)}
    exact = quadrature(x, 1, 1 - 1 / (2 * x), time, lower)
    ratio = mp.mpf(sp.N(case.leading.subs(values), DIGITS)) / exact
    remainder = sum(mp.mpf(sp.N(r.subs(values), DIGITS)) for r in case.remainders)
    assert abs(ratio - 1) < 4 * remainder + mp.mpf(10) ** (5 - DIGITS)
    assert remainder < 0.3


def test_ridge_constant_solves_its_equation():
    kappa = ridge_constant().subs(alpha, sp.Rational(3, 4))
    with mp.workdps(DIGITS):
        k = mp.mpf(sp.N(kappa, DIGITS))
        # u = x**(3/2) turns the tail into an integrand that falls like u**(-4/3).
        modes = mp.quad(lambda x: 1 / (1 + k * x**1.5), [0, 1, 100, mp.inf])
        assert abs(modes - 1) < mp.mpf(10) ** -8
    with pytest.raises(DomainError):
        ridge_constant(rho)
