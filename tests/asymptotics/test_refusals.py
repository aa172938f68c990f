"""Attacks on the rules: each leaves one hypothesis out, and has to be refused in plain words."""

import pytest
import sympy as sp

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.laplace import watson
from phasecalc.asymptotics.rules.mellin import power_sum, rational_mellin
from phasecalc.asymptotics.rules.order import Comparison, Order, sign_region
from phasecalc.exceptions import DomainError
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta, d, f, gamma, kappa_0, r, rho, tau, u, x

half = sp.Rational(1, 2)
POSITIVE = Region.where(alpha > 0)
LINE = Region.where(alpha > -5, alpha < 5)
PLANE = Region.where(alpha > 0, beta > 0)
power = sp.Symbol("b", real=True)
ANY = Region.where(power > 0)
c = sp.Symbol("c", positive=True)
epsilon = sp.Symbol("epsilon", positive=True)


def area(integrand, low=0, high=1):
    return sp.Integral(integrand, (u, low, high))


decay = u ** (alpha - 1) * sp.exp(-r * u)


# Watson: growth of the rate.
@pytest.mark.parametrize(
    "rate",
    [
        -r,  # exp(+r u): exponentially large
        -2 * gamma * r,
        r - d,
        2 * r + 3,  # shifted by a number
        r - 1,
        sp.Integer(3),  # does not grow
        alpha,  # a parameter does not grow
        1 / r,
        r / d,  # depends on how the sizes grow
        alpha * r - r,  # changes its sign at alpha = 1
        (alpha - 1) * r,
        r**alpha / r,  # falls for alpha < 1
        sp.I * r,
        sp.log(r),
        c,
        sp.Symbol("t", negative=True),
        sp.Symbol("t", real=True) * r,
        sp.exp(r),
        0 * r,
    ],
)
def test_a_rate_that_is_not_known_to_grow_is_refused(rate):
    with pytest.raises(DomainError):
        watson(area(u ** (alpha - 1) * sp.exp(-rate * u)), POSITIVE, [c])


def test_the_listed_growing_exponential_is_refused_in_its_own_terms():
    with pytest.raises(DomainError, match=r"rate -r of exp\(-x u\) must tend to \+oo"):
        watson(sp.Integral(u ** (power - 1) * sp.exp(r * u), (u, 0, 1)), ANY)
    with pytest.raises(DomainError, match="is a sum"):
        watson(area(u ** (alpha - 1) * sp.exp(-(r + 1) * u)), POSITIVE)


def test_a_rate_with_a_positive_parameter_is_a_rate():
    (case,) = watson(area(u ** (alpha - 1) * sp.exp(-alpha * r * u)), POSITIVE)
    assert case.constant == alpha**-alpha * sp.gamma(alpha)
    assert case.window == (1 / (alpha * r),)
    below = Region.where(alpha < 0)
    (case,) = watson(area(u ** (1 - alpha) * sp.exp(alpha * r * u)), below)
    assert case.order == Order.of(r ** (alpha - 2))


# Watson: what stands before the integral, and the exponent.
@pytest.mark.parametrize(
    "front",
    [
        sp.Integer(-3),
        sp.Integer(0),
        alpha - 1,  # vanishes at 1
        1 / (alpha - 1),
        sp.I,
        sp.zoo,
        sp.nan,
        sp.exp(d),
        sp.cos(d),
        1 + d,  # a sum hides two orders
        sp.gamma(alpha - 1),
        sp.zeta(alpha),
        sp.Symbol("k", real=True),
        sp.Symbol("k", negative=True),
        sp.Symbol("k", positive=True, integer=True),
        (-1) ** alpha,
        sp.floor(alpha),
        sp.Abs(alpha),
    ],
)
def test_a_front_factor_that_may_vanish_or_grow_unseen_is_refused(front):
    with pytest.raises(DomainError):
        watson(area(front * decay), POSITIVE)


@pytest.mark.parametrize(
    "s",
    [
        d,  # a size in the exponent
        alpha * sp.log(r),
        sp.I,
        alpha + sp.I,
        c,  # fixed, but not one of the region's parameters
        sp.sqrt(alpha),
        1 / (alpha - 1),  # not defined at 1
        (alpha**2 - alpha) / (alpha - 1),  # a hole at 1
        sp.Symbol("m", even=True),
        sp.Symbol("w", imaginary=True),
        sp.sin(alpha),
        beta,  # not in the region
    ],
)
def test_an_exponent_that_is_no_real_function_of_the_parameters_is_refused(s):
    with pytest.raises(DomainError):
        watson(area(u ** (s - 1) * sp.exp(-r * u)), POSITIVE, [c])


@pytest.mark.parametrize(
    "integrand",
    [
        decay * sp.sign(u - half),  # logarithmic derivative of a power almost everywhere
        decay * sp.Heaviside(u - half),
        decay * sp.floor(u + 1),
        decay * (1 + u),
        decay * sp.log(u),
        u ** (alpha * u) * sp.exp(-r * u),
        decay + u,
        sp.Derivative(decay, u),
        sp.Piecewise((decay, u > half), (0, True)),
        sp.Function("h")(u) * decay,
    ],
)
def test_what_is_not_a_power_times_an_exponential_is_refused(integrand):
    with pytest.raises(DomainError):
        watson(sp.Integral(integrand, (u, 0, 1)), POSITIVE)


# Watson: the lower end and the window.
@pytest.mark.parametrize(
    "low",
    [
        half,  # fixed: the integral is exponentially small
        c,
        d,  # grows
        d**-alpha,  # alpha may be 0 or negative
        1 / r,  # x e = 1
        1 / sp.sqrt(r),  # x e grows
        r / d,
        sp.Integer(-1),
        1 / sp.log(d),
        sp.exp(-d),
        -1 / d,
        (alpha - 1) / d,
        u / d,
    ],
)
def test_a_lower_end_that_is_not_known_to_vanish_is_refused(low):
    with pytest.raises(DomainError):
        watson(area(decay, low), LINE, [c])


def test_the_window_is_stated():
    end = d ** (-2 * alpha)
    (case,) = watson(area(decay, end), POSITIVE)
    assert case.window == (1 / r, r * end)
    (case,) = watson(area(decay, r**-2), POSITIVE)
    assert case.window == (1 / r, 1 / r)


def test_the_logarithm_is_filed_under_a_size_of_the_lower_end():
    """By name it would be log(a) of the rate, which is no order of log(1/(x e))."""
    a, z = sp.symbols("a z", positive=True)
    (case,) = watson(sp.Integral(sp.exp(-a * u) / u, (u, 1 / z, 1)), POSITIVE)
    assert case.order == Order.of(sp.log(z))


@pytest.mark.parametrize(
    "integral",
    [
        sp.Integral(decay, u),
        sp.Integral(decay, (u, 0, 1), (d, 0, 1)),
        sp.Sum(decay, (u, 0, 1)),
        decay,
        area(decay, 0, sp.oo),
        area(decay, 0, r),
        sp.Integral(decay, (u, 1)),
    ],
)
def test_other_integrals_are_refused(integral):
    with pytest.raises(DomainError):
        watson(integral, POSITIVE)


# Names and assumptions: a symbol has one role.
@pytest.mark.parametrize("kind", ["integer", "even", "negative", "rational", "imaginary", "prime"])
def test_assumptions_beyond_the_region_are_refused(kind):
    odd = sp.Symbol("alpha", **{kind: True})
    with pytest.raises(DomainError):
        watson(area(u**2 * u**odd * sp.exp(-r * u)), LINE)
    with pytest.raises(DomainError):
        power_sum(odd + 1, sp.S.One, x, d, rho, LINE)
    with pytest.raises(DomainError):
        power_sum(alpha, 1 / (1 + sp.Symbol("k", **{kind: True}) * x), x, d, rho, POSITIVE)


@pytest.mark.parametrize("kind", [{"integer": True}, {"negative": True}, {"imaginary": True}])
def test_assumptions_of_the_bound_variable_are_refused(kind):
    t = sp.Symbol("t", **kind)
    with pytest.raises(DomainError):
        watson(sp.Integral(t**2 * sp.exp(-r * t), (t, 0, 1)), POSITIVE)
    with pytest.raises(DomainError):
        power_sum(alpha, 1 / (1 + t**2), t, d, rho, POSITIVE)


def test_names_that_collide_are_refused():
    sized = Region.where(parameters=[r])
    size = sp.Symbol("alpha", positive=True)
    with pytest.raises(DomainError, match="belongs in the region"):
        watson(area(u * sp.exp(-r * u)), sized)  # the rate is a parameter
    with pytest.raises(DomainError, match="not known to tend"):
        watson(area(u * sp.exp(-sp.Symbol("r") * u)), Region.where(sp.Symbol("r") > 0))
    with pytest.raises(DomainError, match="called alpha"):
        watson(area(u**alpha * sp.exp(-size * u)), POSITIVE)
    with pytest.raises(DomainError, match="two roles"):
        watson(area(decay), Region.where(alpha > 0, parameters=(alpha, u)))
    with pytest.raises(DomainError, match="two roles"):
        power_sum(alpha, 1 / (1 + x), x, d, rho, Region.where(alpha > 0, parameters=(alpha, x)))
    with pytest.raises(DomainError, match="belongs in the region"):
        power_sum(alpha, sp.S.One, x, d, rho, Region.where(alpha > 0, parameters=(alpha, d)))
    with pytest.raises(DomainError, match="is not a size"):
        power_sum(alpha, sp.S.One, x, d, rho, POSITIVE, [d])
    with pytest.raises(DomainError, match="two roles"):
        power_sum(alpha, sp.S.One, x, d, rho, POSITIVE, [alpha])


# Sums: convergence.
@pytest.mark.parametrize(
    ("a", "profile", "domain"),
    [
        (alpha, 1 / (1 + x**beta), PLANE),  # a + b < 1 at (1/4, 1/2)
        (alpha, 1 / (1 + x**beta), Region.where(alpha > 0, beta > 0, alpha + beta >= 1)),
        (alpha, sp.S.One, POSITIVE),
        (sp.S.Zero, 1 / (1 + x), POSITIVE),
        (sp.S.Zero, 1 / sp.sqrt(1 + x**2), POSITIVE),
        (sp.Integer(-1), 1 / (1 + x**2), POSITIVE),
        (sp.Integer(2), (1 + x) ** 2, POSITIVE),  # converges without the profile only
        (alpha, (1 + x) / (1 + x**2), LINE),
        (half, 1 / (1 + x) ** alpha, POSITIVE),
    ],
)
def test_a_sum_that_may_diverge_is_refused(a, profile, domain):
    with pytest.raises(DomainError, match="not known to converge"):
        power_sum(a, profile, x, d, sp.oo, domain)


def test_sums_that_converge_are_not_refused():
    inside = Region.where(alpha > 0, beta > 0, alpha + beta > 1)
    cases = power_sum(alpha, 1 / (1 + kappa_0 * x**beta), x, d, sp.oo, inside, [kappa_0])
    (case,) = (e for e in cases if e.region.contains(alpha=half, beta=1))
    # int_0^oo x^(-1/2)/(1 + x) dx = pi
    assert case.constant.subs({alpha: half, beta: 1, kappa_0: 1}) == sp.pi
    assert power_sum(sp.S.Zero, sp.exp(-x), x, d, sp.oo, POSITIVE)[0].order == Order.of(d)
    (case,) = power_sum(sp.S.Zero, (1 + x) / (1 + x**3), x, d, sp.oo, POSITIVE)
    assert sp.simplify(case.constant.doit() - 4 * sp.sqrt(3) * sp.pi / 9) == 0


# Sums: what must be fixed, positive and finite.
@pytest.mark.parametrize(
    "profile",
    [
        1 / (1 + d**2 * x**2),  # k := d^2
        1 / (1 + kappa_0 * x**2),  # not declared
        d * sp.exp(-x),
        1 / (1 + x**d),
        1 / (1 + r * x),
        1 / (1 + x**tau),
        sp.exp(-x / d),
    ],
)
def test_a_size_inside_the_profile_is_refused(profile):
    with pytest.raises(DomainError, match="the same for every size"):
        power_sum(alpha, profile, x, d, rho, POSITIVE)


@pytest.mark.parametrize(
    "profile",
    [
        1 - x,  # vanishes at 1
        1 / (1 - x / 2),  # a pole inside
        1 / (1 - x) ** 2,
        1 + x - 3 * x**2,
        sp.cos(x),
        sp.exp(x),
        -1 / (1 + x),
        alpha / (1 + x) - 1 / (1 + x),
        (alpha - 1) / (1 + x),
        1 / (1 + (alpha - 1) * x),
        1 / (1 + x ** (alpha - 1)),
        1 / (alpha - 1 + x),
        1 + 1 / x,
        1 / (1 + sp.I * x),
        sp.log(1 + x),
        sp.sqrt(x),
        (1 + x) ** sp.I,
        (1 + x) ** x,
        sp.Piecewise((1, x < 1), (0, True)),
        sp.nan,
        sp.zoo,
        sp.floor(1 + x),
    ],
)
def test_a_profile_that_may_vanish_blow_up_or_turn_is_refused(profile):
    with pytest.raises(DomainError):
        power_sum(alpha, profile, x, d, rho, POSITIVE)


@pytest.mark.parametrize(
    "ratio", [0, -1, d, 1 / d, alpha - 1, x, sp.I, sp.nan, sp.zoo, -sp.oo, sp.log(half), 2 * r]
)
def test_a_ratio_that_is_no_fixed_positive_number_is_refused(ratio):
    with pytest.raises(DomainError):
        power_sum(alpha, 1 / (1 + x), x, d, ratio, POSITIVE)


@pytest.mark.parametrize(
    "a", [d, sp.I, 1 / (alpha - 1), sp.sqrt(alpha), rho, x, sp.log(d), alpha**alpha, sp.oo]
)
def test_an_exponent_of_the_sum_that_is_not_real_and_fixed_is_refused(a):
    with pytest.raises(DomainError):
        power_sum(a, 1 / (1 + x), x, d, rho, POSITIVE)


# Mellin.
@pytest.mark.parametrize(
    ("s", "k", "b", "domain"),
    [
        (sp.Rational(3, 2), 1, 1, None),  # diverges at infinity; the formula says -pi
        (-half, 1, 1, None),  # diverges at 0
        (1, 1, 1, None),  # the pole of the sine
        (0, 1, 1, None),
        (half, -1, 1, None),  # a pole on the way
        (half, 0, 1, None),
        (half, 1, -1, None),
        (half, d, 1, None),
        (half, kappa_0, 1, None),  # not declared
        (half, sp.I, 1, None),
        (alpha, 1, 1, POSITIVE),
        (alpha, 1, beta, PLANE),
        (half, alpha - 1, 1, POSITIVE),
        (1 - alpha, 1, beta, Region.where(alpha < 1, beta > 0)),  # a + b > 1 is missing
        (sp.I, 1, 2, None),
        (alpha, 1, 2 * alpha, None),  # no region at all
    ],
)
def test_the_mellin_transform_outside_its_strip_is_refused(s, k, b, domain):
    with pytest.raises(DomainError):
        rational_mellin(s, k, b, domain)


def test_the_mellin_transform_inside_its_strip():
    assert rational_mellin(alpha, kappa_0, 2 * alpha, POSITIVE, [kappa_0]).has(kappa_0)


# Orders: only positive constants are dropped.
@pytest.mark.parametrize(
    "expression",
    [
        sp.Integer(0),
        0 * d,
        -d,
        (alpha - 1) * d,
        alpha * d,  # alpha is no size, and may vanish
        sp.gamma(alpha) * d,
        sp.I * d,
        sp.nan,
        sp.zoo,
        sp.oo,
        sp.log(sp.Rational(1, 2)) * d,
        sp.log(1 / d),  # negative
        alpha * sp.log(d),
        sp.log(d**alpha),
        (-1) ** alpha * d,
        (sp.pi - sp.Rational(22, 7)) * d,
        d**sp.I,
        d**d,
        d**r,
        2**d,
        d ** sp.sqrt(alpha),
        d**alpha + d,
        sp.log(d * r),
        sp.Abs(d - 1),
        sp.Symbol("n", integer=True) * d,
        sp.Symbol("n", positive=True, integer=True) * d,
        sp.Function("h")(d),
        sp.Derivative(d * r, d),
        sp.Limit(d * u, u, 1),
    ],
)
def test_an_order_does_not_drop_what_may_vanish_or_turn(expression):
    with pytest.raises(DomainError):
        Order.of(expression)


def test_an_order_drops_what_a_region_certifies():
    above = Region.where(alpha > 1)
    for constant in (
        alpha - 1,
        sp.gamma(alpha),
        sp.zeta(alpha),
        sp.log(alpha),
        (alpha - 1) ** -beta,
    ):
        domain = Region.where(alpha > 1, parameters=(alpha, beta))
        assert Order.of(constant * d, domain) == Order.of(d)
        with pytest.raises(DomainError):
            Order.of(constant * d, Region.where(alpha > -1, parameters=(alpha, beta)))
    assert Order.of(kappa_0 * d, above, [kappa_0]) == Order.of(d)
    assert Order.of(kappa_0 * d, above) == Order.of(kappa_0) * Order.of(d)


@pytest.mark.parametrize(
    "pairs", [((d, 1), (d, 2)), ((d, d),), ((d, sp.I),), ((d, sp.nan),), ((d, sp.exp(alpha)),)]
)
def test_malformed_orders_are_refused(pairs):
    with pytest.raises(DomainError):
        Order(pairs)
    with pytest.raises(DomainError):
        Order((), pairs)


@pytest.mark.parametrize(
    ("image", "domain"),
    [
        (Order.of(1 / f), None),  # log(1/f) is negative
        (Order(()), None),  # log 1 = 0
        (Order.of(sp.log(f)), None),  # log log
        (Order.of(f * r), None),
        (Order.of(f * sp.log(r)), None),
        (Order.of(f**alpha), None),  # alpha may be 0
        (Order.of(f**alpha), Region.where(alpha >= 0)),
        (Order.of(f ** (1 / (1 - alpha))), POSITIVE),
    ],
)
def test_what_stands_under_a_logarithm_must_grow(image, domain):
    with pytest.raises(DomainError):
        Order.of(sp.log(d)).substitute({d: image}, domain)


def test_logarithms_of_powers_that_grow():
    logarithm = Order.of(sp.log(d) ** 2)
    assert logarithm.substitute({d: Order.of(f**alpha)}, POSITIVE) == Order.of(sp.log(f) ** 2)
    assert logarithm.substitute({d: Order.of(f * sp.log(f))}) == Order.of(sp.log(f) ** 2)


@pytest.mark.parametrize(
    ("left", "right", "domain", "expected"),
    [
        (d**alpha * sp.log(d), 1, Region.where(alpha >= 0), ">>"),
        (d**alpha, 1, Region.where(alpha >= 0), "MIXED"),
        (d**alpha / sp.log(d), 1, Region.where(alpha >= 0), "MIXED"),
        (d**alpha / sp.log(d), 1, POSITIVE, ">>"),
        (d / sp.log(r), 1, POSITIVE, "MIXED"),  # r may be exp(d^2)
        (d * sp.log(r), 1, POSITIVE, ">>"),
        (sp.log(d), sp.log(r), POSITIVE, "MIXED"),
        (d**alpha * r ** (1 - alpha), 1, Region.where(alpha >= 0, alpha <= 1), "MIXED"),
        (d**alpha * r, 1, Region.where(alpha >= 0), "MIXED"),
        (d**beta, d**alpha, Region.where(sp.Eq(alpha, beta)), "=Theta="),
        (d ** (alpha**2), 1, LINE, "MIXED"),
        (d ** (alpha**2 - 1) * sp.log(d), 1, Region.where(sp.Eq(alpha**2, 1)), ">>"),
        (d ** (1 / alpha), 1, Region.where(alpha < 0), "<<"),
    ],
)
def test_comparison_with_logarithms(left, right, domain, expected):
    expected = Comparison.MIXED if expected == "MIXED" else Comparison(expected)
    found = Order.of(sp.sympify(left)).compare(Order.of(sp.sympify(right)), domain)
    assert found is expected


@pytest.mark.parametrize(
    ("exponent", "domain"),
    [
        (1 / alpha, LINE),  # not defined at 0
        (alpha, Region.where(alpha > 1, alpha < 0)),  # nowhere
        (beta, POSITIVE),
    ],
)
def test_comparison_where_the_orders_are_not_defined_is_refused(exponent, domain):
    with pytest.raises(DomainError):
        Order.of(d**exponent).compare(Order(()), domain)


# Regions of one sign.
def test_even_factors_may_vanish():
    square = (alpha - 1) ** 2
    assert sign_region(square, "=", POSITIVE) == Region.where(sp.Eq(alpha, 1))
    assert not sign_region(square, ">", POSITIVE).contains(alpha=1)
    assert not sign_region(square, "<", POSITIVE).cells
    assert not sign_region(sp.Integer(0), ">", POSITIVE).cells
    assert sign_region(sp.Integer(0), "=", POSITIVE) == POSITIVE


@pytest.mark.parametrize(
    "quantity",
    [
        1 / (alpha - 1),
        1 / alpha - 1 / (alpha - 1),
        (alpha**2 - 1) / (alpha - 1),
        beta,
        sp.exp(alpha),
    ],
)
def test_the_sign_of_what_is_not_defined_is_refused(quantity):
    with pytest.raises(DomainError):
        sign_region(quantity, ">", POSITIVE)


# Expansions.
@pytest.mark.parametrize("constant", [sp.S.Zero, sp.nan, sp.zoo, sp.oo, d, 2 + d, sp.gamma(d)])
def test_a_constant_that_is_none_is_refused(constant):
    with pytest.raises(DomainError):
        Expansion(constant, Order.of(d), (), POSITIVE)


def test_a_product_does_not_make_a_constant_of_a_size():
    fixed = Expansion(rho, Order(()), (), POSITIVE)
    with pytest.raises(DomainError, match="rho, a size"):
        fixed * Expansion(sp.S.One, Order.of(rho), (), POSITIVE)


@pytest.mark.parametrize("text", ["d", "__import__('os').getcwd()", "1", None, [1], sp.true])
def test_text_and_other_objects_are_never_read(text):
    for asked in (
        lambda: Order.of(text),
        lambda: Order(((d, text),)),
        lambda: Expansion(text, Order(()), (), POSITIVE),
        lambda: power_sum(text, sp.S.One, x, d, rho, POSITIVE),
        lambda: power_sum(alpha, text, x, d, rho, POSITIVE),
        lambda: power_sum(alpha, sp.S.One, x, d, text, POSITIVE),
        lambda: rational_mellin(text, 1, 1),
        lambda: rational_mellin(half, text, 1),
    ):
        with pytest.raises(DomainError, match="is no number and no expression"):
            asked()


def test_another_symbol_of_the_same_name_is_not_taken_for_an_absent_size():
    other, order = sp.Symbol("d"), Order.of(d**2)
    for asked in (
        lambda: order.exponent(other),
        lambda: order.log_power(other),
        lambda: order.substitute({other: Order.of(f)}),
        lambda: order.compare(Order(()), Region.where(parameters=[d])),
        lambda: Expansion(sp.S.One, order, (), Region.where(parameters=[d])),
        lambda: Order(((alpha, 1),)),
    ):
        with pytest.raises(DomainError):
            asked()
