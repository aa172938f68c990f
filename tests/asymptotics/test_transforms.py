"""Every Mellin transform against quadrature at 30 digits, and its poles against the profile."""

import mpmath
import pytest
import sympy as sp

from phasecalc.asymptotics.expansions.laurent import product
from phasecalc.asymptotics.expansions.transforms import NAMED, X, algebraic, exponentials, mixed
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
    *(p for p in NAMED.values() if p.decay != 0),
]
BESSEL = [p for p in NAMED.values() if p.decay == 0]
TWO = sp.Integer(2)
MIXED = [
    mixed([(ONE, 0, 0 * ONE), (-ONE, 0, ONE), (-ONE, 1, ONE)]),  # 1 - e^-x (1 + x)
    mixed([(ONE, 0, TWO), (TWO, 1, TWO), (ONE, 2, TWO)]),  # e^-2x (1 + x)^2
    # (1 - (1 - e^-x)/x)^2
    mixed(
        [
            (ONE, 0, 0 * ONE),
            (-TWO, -1, 0 * ONE),
            (TWO, -1, ONE),
            (ONE, -2, 0 * ONE),
            (-TWO, -2, ONE),
            (ONE, -2, TWO),
        ]
    ),
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


@pytest.mark.parametrize("profile", MIXED, ids=lambda p: str(p.formula))
def test_powers_times_exponentials(profile):
    """Against quadrature, with the profile's own cancellation in 230 digits."""
    mp = own(40)
    with mpmath.workdps(230):
        f = sp.lambdify(X, profile.formula, "mpmath")
        for s in inside(profile):
            at = mpmath.mpf(s.p) / s.q + mpmath.mpc(0, "0.3")
            integral = mpmath.quad(
                lambda v, p=at: mpmath.exp(p * v) * f(mpmath.exp(v)),
                [-100, -40, -10, -3, 0, 3, 5, 10, 40, 160],
            )
            found = profile.value(mp.mpf(s.p) / s.q + mp.mpc(0, mp.mpf(3) / 10), mp)
            assert abs(found - integral) < 1e-28 * abs(found)


@pytest.mark.parametrize("profile", [*MIXED, *BESSEL], ids=lambda p: str(p.formula))
def test_taylor_coefficients_of_the_others(profile):
    series = {  # SymPy has none of its own for powers of these
        sp.besselj(n, X): sum(
            (-1) ** k * (X / 2) ** (2 * k + n) / (sp.factorial(k) * sp.factorial(k + n))
            for k in range(7)
        )
        for n in (0, 1)
    }
    taylor = sp.series(sp.expand(profile.formula.xreplace(series)), X, 0, 8).removeO()
    for n in range(8):
        found = sp.S.Zero
        if -n <= profile.left:
            found = product(profile.factors, sp.Integer(-n), False).coefficient(-1)
        assert sp.simplify(found - taylor.coeff(X, n)) == 0


@pytest.mark.parametrize("order", [0, 1])
def test_squares_of_bessel_functions_satisfy_their_equation(order):
    """From theta (theta^2 - 4 n^2) w + 4 x^2 (theta + 1) w = 0, theta = x d/dx."""
    (profile,) = (p for p in BESSEL if p.name == f"J{order}")
    mp = own(40)
    for s in (mp.mpc("0.3", "0.7"), mp.mpc("-1.6", "2.1"), mp.mpc("-2.2", "-0.4")):
        left = s * (4 * order**2 - s * s) * profile.value(s, mp)
        right = 4 * (s + 1) * profile.value(s + 2, mp)
        assert abs(left - right) < mp.mpf(10) ** -30 * abs(left)


def test_bessel_profiles_by_known_integrals():
    """DLMF 10.22.57 itself is not used: integrals in closed form, and a quadrature."""
    mp = own(30)
    by_name = {p.name: p for p in BESSEL}
    assert abs(by_name["J1"].value(mp.mpc(0), mp) - 0.5) < 1e-25  # of J_1^2/x
    assert abs(by_name["J1"].value(mp.mpc(-1), mp) - 4 / (3 * mp.pi)) < 1e-25
    learnt = by_name["1 - 2 J1/x"].value(mp.mpc(mp.mpf("-0.5")), mp)
    grid = [0, 1, 5, 10, 20, 50, 100, 200, 400]
    with mpmath.workdps(20):
        integral = mpmath.quad(
            lambda x: x ** mpmath.mpf("-1.5") * (1 - 2 * mpmath.besselj(1, x) / x) ** 2, grid
        )
    assert abs(learnt - integral - 2 / mp.sqrt(400)) < 1e-3 * abs(learnt)


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


def _equation(profile, s, mp):
    """Both sides of what the profile's differential equation says of its transform."""

    def value(z):
        return profile.value(z, mp)

    if profile.name == "power":  # (1 + x) phi' = -k phi
        k = mp.mpf(profile.right.p) / profile.right.q
        return (k - s) * value(s), (s - 1) * value(s - 1)
    if profile.name == "log1p":  # phi' = 1/(1 + x)
        return (1 - s) * value(s - 1), mp.pi / mp.sin(mp.pi * s)
    if profile.name == "erfc":  # phi' = -2/sqrt(pi) exp(-x^2)
        return (1 - s) * value(s - 1), -mp.gamma(s / 2) / mp.sqrt(mp.pi)
    # phi' = -sum of c m exp(-m x)
    terms = profile.factors[1].rows
    rows = [(mp.mpf(c.p) / c.q, mp.mpf(m.p) / m.q) for c, m in terms]
    right = -mp.fsum(c * m * m**-s for c, m in rows) * mp.gamma(s)
    return (1 - s) * value(s - 1), right


@pytest.mark.parametrize("profile", PROFILES, ids=names)
def test_the_transform_satisfies_its_functional_equation(profile):
    mp = own(40)
    for s in (mp.mpc("0.3", "0.7"), mp.mpc("-1.6", "2.1"), mp.mpc("2.2", "-0.4")):
        left, right = _equation(profile, s, mp)
        assert abs(left - right) < mp.mpf(10) ** -30 * abs(left)
