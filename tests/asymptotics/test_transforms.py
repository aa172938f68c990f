"""Every Mellin transform against quadrature at 30 digits, and its poles against the profile."""

import mpmath
import pytest
import sympy as sp

from phasecalc.asymptotics.laurent import product
from phasecalc.asymptotics.transforms import NAMED, X, algebraic, exponentials
from phasecalc.exceptions import DomainError
from phasecalc.numerics.context import own

ONE, HALF = sp.S.One, sp.Rational(1, 2)
PROFILES = [
    exponentials([(ONE, ONE)]),
    exponentials([(-ONE, ONE)], ONE),
    exponentials([(-2 * ONE, ONE), (ONE, 2 * ONE)], ONE),  # (1 - e^-x)^2
    exponentials([(-3 * ONE, ONE), (3 * ONE, 2 * ONE), (-ONE, 3 * ONE)], ONE),  # (1 - e^-x)^3
    exponentials([(ONE, ONE), (-ONE, 2 * ONE)]),  # e^-x (1 - e^-x)
    algebraic(ONE),
    algebraic(sp.Rational(7, 3)),
    algebraic(HALF),
    *NAMED.values(),
]
names = [str(p.formula) for p in PROFILES]


def inside(profile):
    right = profile.left + 2 if profile.right == sp.oo else profile.right
    return [profile.left + (right - profile.left) * sp.Rational(k, 5) for k in (2, 3)]


@pytest.mark.parametrize("profile", PROFILES, ids=names)
def test_the_transform_is_the_integral_to_30_digits(profile):
    mp = own(40)
    with mpmath.workdps(90 if profile.left > -3 else 220):  # it cancels near 0
        f = sp.lambdify(X, profile.formula, "mpmath")
        for s in inside(profile):
            point = mpmath.mpf(s.p) / s.q + mpmath.mpc(0, "0.3")
            integral = mpmath.quad(
                lambda v, p=point: mpmath.exp(p * v) * f(mpmath.exp(v)),
                [-120, -40, -10, -3, 0, 3, 5, 10, 40, 250],
            )
            tails = abs(mpmath.exp((point.real - float(profile.left)) * -120))
            found = profile.value(mp.mpf(s.p) / s.q + mp.mpc(0, mp.mpf(3) / 10), mp)
            assert abs(found - integral) < 1e-30 * abs(found) + 3 * tails


@pytest.mark.parametrize("profile", PROFILES, ids=names)
def test_residues_on_the_left_are_the_taylor_coefficients(profile):
    taylor = sp.series(profile.formula, X, 0, 6).removeO()
    for n in range(6):
        found = sp.S.Zero
        if -n <= profile.left:
            found = product(profile.factors, sp.Integer(-n), False).coefficient(-1)
        assert sp.simplify(found - taylor.coeff(X, n)) == 0


@pytest.mark.parametrize("profile", PROFILES, ids=names)
def test_the_transform_falls_along_vertical_lines_as_it_says(profile):
    mp = own(30)
    (s, _) = inside(profile)
    sizes = [abs(profile.value(mp.mpf(s.p) / s.q + mp.mpc(0, y), mp)) for y in (200, 400)]
    rate = mp.log(sizes[0] / sizes[1]) / 200
    assert abs(rate - float(profile.decay)) < 0.02


def test_a_profile_that_vanishes_nowhere_has_no_strip():
    with pytest.raises(DomainError, match="neither at 0 nor at infinity"):
        exponentials([(ONE, ONE)], ONE)
