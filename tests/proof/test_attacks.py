"""False statements of every kind that an earlier kernel accepted; each must be refused."""

import pytest
import sympy as sp

from phasecalc.exceptions import LedgerError, StepFailed
from phasecalc.proof import (
    Add,
    Derivation,
    Identity,
    Laplace,
    Largest,
    Less,
    Mean,
    Modes,
    Powers,
    Recall,
    Sign,
    Slope,
    claim,
    define,
    geometric,
    lambda_j,
    laplace,
    modes,
    moment,
    theorem,
    total,
    trace,
)
from phasecalc.symbols import alpha, beta, d, f, gamma, kappa_0, tau
from tests.proof.attempts import REFUSED, proved, refused

half = sp.Rational(1, 2)
a, x, y, z = sp.symbols("a x y z", real=True)
e = sp.Symbol("e", positive=True)
grown = {"sizes": [d], "growing": [d]}
timed = {"sizes": [tau], "growing": [tau]}
both = {"sizes": [d, tau], "growing": [d, tau]}

# True statements that attacks start from; that they are accepted shows that the road is open.
cut = {"sizes": [d, tau], "window": [tau, d ** (2 * alpha) / tau], "growing": [d]}
LEFT = laplace(1 - 1 / (4 * alpha), tau, d ** (-2 * alpha))
RIGHT = tau ** (1 / (4 * alpha) - 1)
LOWER = claim(LEFT, "=Theta=", RIGHT, where=[alpha > half], **cut)
MODES = modes(2, kappa_0, 2, d, sp.oo)
REST = 1 / d + d**-2
SUM = claim(MODES, "~", sp.zeta(2), constants=[kappa_0], remainder=REST, **grown)


@theorem(label="lower", goals=(LOWER,))
def lower(proof):
    """Bounds with a lower end."""
    proof.shows(LOWER, "Bounds.", Laplace())


@theorem(label="sum", goals=(SUM,))
def capacity_sum(proof):
    """A sum over modes, at a fixed ridge."""
    proof.shows(SUM, "Bounds.", Modes())


def test_the_statements_that_attacks_start_from_hold():
    assert lower.theorem.rests_on
    assert capacity_sum.theorem.rests_on


def symbol(**assumptions):
    return sp.Symbol("n", **assumptions)


# Sides and relation, reason, hypotheses; functions, since some do not even come to be a claim.
ATTACKS = {
    # Bound variables of Derivative, Limit, Subs and others have no word in the language.
    "derivative": ((sp.Derivative(z * y, y), "=", z), Identity(), {}),
    "limit": ((sp.Limit(x / y, x, y), "=", 1), Identity(), {}),
    "subs": ((sp.Subs(x * y, x, 0), "=", 0), Identity(), {}),
    "integral": ((sp.Integral(x * y, (x, 0, 1)), "=", y / 2), Identity(), {}),
    "sum": ((sp.Sum(x, (x, 1, 3)), "=", 6), Identity(), {}),
    "piecewise": ((sp.Piecewise((x, x > 0), (0, True)), "=", x), Identity(), {}),
    "mode outside": ((lambda_j * trace(1 / lambda_j), "=", trace(sp.S.One)), Identity(), {}),
    # A lower end, or a rate, without a window.
    "fixed lower end": (
        (laplace(1, tau, e), "=Theta=", 1 / tau),
        Laplace(),
        {"constants": [e], **timed},
    ),
    "lower end that grows": ((laplace(1, tau, d), "=Theta=", 1 / tau), Laplace(), both),
    "beyond the window": ((laplace(half, tau, 1 / d), "=Theta=", tau**-half), Laplace(), both),
    "lower end and rate apart": ((laplace(-1, tau, 1 / d), "=Theta=", d), Laplace(), both),
    "rate that falls": ((laplace(2, 1 / tau, 0), "=Theta=", tau**2), Laplace(), timed),
    "rate of no sign": ((laplace(2, x * tau, 0), "=Theta=", tau**-2), Laplace(), timed),
    "index below 0": ((laplace(-half, tau, 0), "=Theta=", tau**half), Laplace(), timed),
    "index of either sign": ((laplace(a, tau, 0), "=Theta=", tau**-a), Laplace(), timed),
    # Remainders that do not vanish, or are not all.
    "remainder stays": (
        (laplace(1, tau, e), "~", 1 / tau),
        Laplace(),
        {"constants": [e], "remainder": sp.exp(-tau) + tau * e, **timed},
    ),
    "remainder too small": (
        (laplace(2, tau, 0), "~", tau**-2),
        Laplace(),
        {"remainder": sp.exp(-2 * tau), **timed},
    ),
    "remainder left out": (
        (MODES, "~", sp.zeta(2)),
        Modes(),
        {"constants": [kappa_0], "remainder": d**-2, **grown},
    ),
    "logarithm left out": (
        (modes(3, kappa_0, 2, d, sp.oo), "~", sp.zeta(3)),
        Modes(),
        {"constants": [kappa_0], "remainder": total(d**-2, d**-2), **grown},
    ),
    "constant of ~": (
        (laplace(2, tau, 0), "~", 2 * tau**-2),
        Laplace(),
        {"remainder": tau * sp.exp(-tau), **timed},
    ),
    "~ of a constant": ((2 * d, "~", d), Powers(), {"remainder": 1 / d, **grown}),
    # Constants that are none.
    "ridge that grows": ((modes(2, d**2, 2, d, sp.oo), "=Theta=", 1), Modes(), grown),
    "ratio that grows": ((modes(half, 0, 1, d, d**2), "=Theta=", d**half), Modes(), grown),
    "size as a factor": ((f**2, "=Theta=", f), Powers(), {"sizes": [f], "growing": [f]}),
    "rate as a factor": ((gamma**2, "=Theta=", gamma), Powers(), {"sizes": [gamma]}),
    "exponential of a size": ((sp.exp(d), "=Theta=", sp.S.One), Powers(), grown),
    "size in an exponent": ((2**d, "=Theta=", sp.S.One), Powers(), grown),
    "size under Gamma": ((sp.gamma(d), "=Theta=", sp.S.One), Powers(), grown),
    "size in a logarithm": ((sp.log(1 + d), "=Theta=", sp.S.One), Powers(), grown),
    "size in a sum": ((1 + d, "=Theta=", sp.S.One), Powers(), grown),
    # Assumptions of symbols.
    "negative": ((symbol(negative=True), "<", 0), Sign(), {}),
    "even": ((symbol(even=True), "=", 2), Identity(), {}),
    "integer": ((symbol(integer=True, positive=True), ">=", 1), Sign(), {}),
    "imaginary": ((symbol(imaginary=True) ** 2, "<=", 0), Sign(), {}),
    "zero": ((symbol(zero=True) + x, "=", x), Identity(), {}),
    "nonzero": ((symbol(nonzero=True) ** 2, ">", 0), Sign(), {}),
    "two of one name": ((sp.Symbol("x", positive=True), "=", x), Identity(), {}),
    "real as positive": ((x, "<", 2 * x), Sign(), {}),
    # Branches.
    "root of a square": (((x**2) ** half, "=", x), Identity(), {}),
    "imaginary power": ((x**sp.I, "=", x), Identity(), {}),
    "power of a product": ((((x * y) ** a), "=", x**a * y**a), Identity(), {}),
    "logarithm of a square": ((sp.log(x**2), "=", 2 * sp.log(x)), Identity(), {}),
    "logarithm of a product": ((sp.log(x * y), "=", sp.log(x) + sp.log(y)), Identity(), {}),
    "real base": ((x**a * x, "=", x ** (a + 1)), Identity(), {}),
    "Gamma below 0": ((sp.gamma(a + 1), "=", a * sp.gamma(a)), Identity(), {}),
    # Holes and divergent sums.
    "quotient with a hole": (
        ((4**a - 2**a) / (2**a - 1), "=", 2**a),
        Identity(),
        {"where": [a >= 0]},
    ),
    "reciprocal": ((1 / a - 1, "<", 1 / a), Sign(), {}),
    "quotient of equals": (((a**2 - 1) / (a - 1), "=", a + 1), Identity(), {}),
    "hole in an exponent": ((2 ** (1 / a), "=", 2 ** (1 / a)), Identity(), {}),
    "divergent sum": ((modes(1, 0, 1, d, sp.oo), ">", 0), Sign(), {"sizes": [d]}),
    "divergent moment": ((moment(half, 1, half, sp.oo), ">", 0), Sign(), {}),
    "divergent series": ((geometric(sp.Integer(2)), "=", -1), Identity(), {}),
    "series at its edge": ((geometric(a), "=", 1 / (1 - a)), Identity(), {"where": [a < 1]}),
    "double pole": ((1 / (x - a) ** 2, ">", 0), Sign(), {"where": [a > 0, a < 1]}),
    "zeta at 1": ((sp.zeta(a), ">", 0), Sign(), {"where": [a >= 1]}),
    "eigenvalue met": (
        (trace(lambda_j / (lambda_j - x)), "=", trace(lambda_j / (lambda_j - x))),
        Identity(),
        {},
    ),
    # Means and largest terms.
    "weights above 1": ((f**-1, "<~", total(d**-1, d / f)), Mean(1, 1), {"sizes": [d, f]}),
    "negative weight": ((d**-3, "<~", total(d**-1, d)), Mean(2, -1), grown),
    "mean outside the window": (
        (f**-1, "<~", total(d**-1, d / f)),
        Mean(1, 0),
        {"sizes": [d, f], "growing": [d]},
    ),
    "not the largest": ((total(d, d**2), "=Theta=", d), Largest(), grown),
    "negative term": ((total(d**2, -(d**2)), "=Theta=", d**2), Largest(), grown),
    "one of two sizes": ((total(1 / d, 1 / tau), "=Theta=", 1 / d), Largest(), both),
    "less in an open window": ((d, "<~", tau), Less(), both),
    "smaller order of the same": ((d, "<<", 2 * d), Less(), grown),
    "smaller without growth": ((1 / d, "<<", 1), Less(), {"sizes": [d], "window": [d]}),
    # Slopes.
    "slope of another": ((x**3, "slope", 2 * x**2), Slope(), {"variable": x}),
    "slope in an exponent": ((2**x, "slope", 2**x), Slope(), {"variable": x}),
    "slope of a constant": ((y, "slope", 1), Slope(), {"variable": x}),
    "slope of Gamma": ((sp.gamma(x), "slope", 0), Slope(), {"variable": x, "where": [x > 1]}),
    # What is given, and empty regions.
    "zero given": ((x, "=", y), Identity(), {"given": [x - x]}),
    "empty region": ((x, "=", x + 1), Identity(), {"where": [x > 1, x < 0]}),
    "wrong logarithm": ((sp.log(2 * d), "=", sp.log(d)), Identity(), {"sizes": [d]}),
    "difference of logarithms": (
        (sp.log(2 * d) - sp.log(d), "=Theta=", 1 / d),
        Powers(),
        grown,
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_false_statements_are_refused(name):
    arguments, reason, hypotheses = ATTACKS[name]
    assert refused(*arguments, steps=[reason], **hypotheses)


def at_other_values(derivation, values, **hypotheses):
    """The message with which a theorem is refused at other values."""
    left, relation, right = {
        "lower": (LEFT, "=Theta=", RIGHT),
        "sum": (MODES, "~", sp.zeta(2)),
    }[derivation.label]
    sides = left.xreplace(values), relation, right.xreplace(values)
    if relation == "~":
        hypotheses["remainder"] = REST
    steps = [Recall(derivation, 0, values)]
    return refused(*sides, steps=steps, uses=(derivation,), **hypotheses)


def test_a_theorem_at_other_values_proves_its_hypotheses_again():
    here = {"where": [alpha > half], **grown}
    assert not at_other_values(lower, {tau: d ** (2 * alpha)}, **here)
    for outside in (d ** (2 * alpha + 1), 1 / d, d ** (2 * alpha) * sp.log(d)):
        assert at_other_values(lower, {tau: outside}, **here)
    assert not at_other_values(lower, {}, where=[alpha > 1], **cut)
    assert at_other_values(lower, {}, where=[alpha > 0], **cut)
    assert at_other_values(lower, {}, where=[alpha >= half], **cut)
    left_out = {"where": [alpha > half], "sizes": [d, tau], "window": [tau], "growing": [d]}
    assert at_other_values(lower, {}, **left_out)
    assert at_other_values(lower, {}, **{**left_out, "window": cut["window"], "growing": []})


def test_constants_stay_uniform():
    assert not at_other_values(capacity_sum, {kappa_0: sp.Integer(3)}, **grown)
    for ridge in (d**2, 1 / d, 1 + d):
        assert at_other_values(capacity_sum, {kappa_0: ridge}, **grown)
    assert at_other_values(capacity_sum, {}, sizes=[d, kappa_0], growing=[d])
    assert at_other_values(capacity_sum, {kappa_0: -x}, **grown)


def test_what_a_slope_is_in_stays():
    speed = claim(x * y, "slope", y, variable=x)

    @theorem(label="speed", goals=(speed,))
    def rule(proof):
        """Comment."""
        proof.shows(speed, "A product.", Slope())

    for values in ({y: x}, {x: y}, {x: 2 * x}, {y: 1 + x}):
        left, right = (s.xreplace(values) for s in (x * y, y))
        steps = [Recall(rule, 0, values)]
        assert refused(left, "slope", right, steps=steps, uses=(rule,), variable=x)


def test_an_equation_on_a_curve_has_no_slope():
    point = claim(x, "<=", sp.S.One, where=[sp.Eq(x, 1)])
    assert proved(point, Sign())
    assert refused(x, "=", 1, steps=[Identity()], where=[sp.Eq(x, 1)])
    flat = claim(x, "slope", sp.S.Zero, variable=x, where=[sp.Eq(x, 1)])
    with pytest.raises(REFUSED):
        proved(flat, ("=", sp.S.One, Recall(point)), Slope(), lemmas=[(point, Sign())])


def test_terms_of_a_sum_are_recalled_one_by_one():
    here = {"uses": (lower,), "where": [alpha > half], **cut}
    good = [Add(Recall(lower), None)]
    assert not refused(total(LEFT, d), "=Theta=", total(RIGHT, d), steps=good, **here)
    for terms, reasons in (
        (total(RIGHT, d**2), good),
        (total(RIGHT, -d), good),
        (total(RIGHT, d, d), good),
        (total(d, RIGHT), good),
        (total(RIGHT, d), [Add(None, Recall(lower))]),
        (total(RIGHT, d), [Add(Recall(lower))]),
    ):
        assert refused(total(LEFT, d), "=Theta=", terms, steps=reasons, **here)


def test_definitions_cannot_be_changed():
    name = define("Attacked", (x,), x**2)
    assert define("Attacked", (x,), x**2) is name
    with pytest.raises(StepFailed, match="another definition"):
        define("Attacked", (x,), x**3)
    with pytest.raises(StepFailed, match="knows its arguments"):
        define("Attacked2", (x,), x * y)
    assert refused(name(x), "=", x**3, steps=[Identity()])


def test_what_a_theorem_uses_cannot_be_hidden():
    unsure = claim(x, "=", x)

    @theorem(label="unsure", goals=(unsure,))
    def shaky(proof):
        """Comment."""
        proof.assume("Something.", "nobody knows")
        proof.shows(unsure, "Itself.", Identity())

    @theorem(label="hides", goals=(unsure,), uses=(shaky,))
    def hides(proof):
        """Comment."""
        proof.derivation.uses = ()
        proof.shows(unsure, "Recalled.", Recall(shaky))

    assert str(hides.theorem.rank) == "assumed"


def test_goals_are_shown_and_steps_are_of_the_kernel():
    first, second = claim(x, "=", x), claim(y, "=", y)

    @theorem(label="half", goals=(first, second))
    def left_out(proof):
        """Comment."""
        proof.shows(first, "Itself.", Identity())

    with pytest.raises(StepFailed, match="1 of 2 goals"):
        _ = left_out.theorem

    class Mine(Identity):
        rule = "trust me"

    assert refused(x, "=", y, steps=[Mine()])
    assert refused(x, "=", y, steps=["because"])
    with pytest.raises(LedgerError):

        class Forged(Derivation):
            pass


def test_chains_compose_only_what_follows():
    assert not refused(1 / d, "<~", d, steps=[("<<", sp.S.One, Less()), (Less(), "<<")], **grown)
    assert refused(d, "=Theta=", d**2, steps=[("<~", d**2, Less()), (Powers(), "=Theta=")], **grown)
    assert refused(d**2, "<~", d, steps=[("<<", d**3, Less()), (Less(), "<~")], **grown)
    assert refused(x, "<", x, steps=[("<=", x, Sign()), (Sign(), "<=")])
    assert refused(d, "~", 2 * d, steps=[(Powers(), "=Theta=")], remainder=1 / d, **grown)
    assert not refused(alpha, "<=", beta + 1, steps=[Sign()], where=[alpha < beta])
