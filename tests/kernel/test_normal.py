"""Normal forms have the values of what they are the form of, and every hole is asked about."""

import random
from fractions import Fraction

import mpmath as mp
import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import same
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.rational import Rat
from phasecalc.kernel.signs import Signs
from phasecalc.kernel.values import KINDS
from phasecalc.proof.search import Search
from tests.kernel.values import of_quotient, value

X, A = ("var", "x"), ("var", "a")
ONE, HALF = ("num", "1"), ("num", "1/2")
BOOK = Search()
# a > 1, and x, y positive.
ABOVE = ((">", {(("a", 1),): Fraction(1), (): Fraction(-1)}),)


def normal(conditions=ABOVE):
    return Normal(Signs(("a",), conditions, ("x", "y"), BOOK), KINDS)


def num(text):
    return ("num", text)


def grown(draw, depth):
    """A random expression that is defined for a > 1, x, y > 0, and positive."""
    pick = draw.random()
    if depth == 0 or pick < 0.2:
        return draw.choice([X, ("var", "y"), A, num("2"), num("3/4"), num("6"), ("pi",)])
    inner = grown(draw, depth - 1)
    if pick < 0.4:
        return ("add", inner, grown(draw, depth - 1))
    if pick < 0.6:
        return ("mul", inner, grown(draw, depth - 1))
    if pick < 0.9:
        e = draw.choice(
            [num("2"), num("-1"), num("-3"), HALF, num("-3/2"), A, power(A, "-1"), shift()]
        )
        return ("pow", inner, e)
    return draw.choice([("gamma", shift()), ("zeta", ("add", A, HALF)), ("gamma", A)])


def power(node, e):
    return ("pow", node, num(e))


def shift():
    return ("add", A, num("2"))


@pytest.mark.parametrize("seed", range(60))
def test_the_normal_form_has_the_same_value(seed):
    draw = random.Random(seed)
    node = grown(draw, 3)
    at = {"x": mp.mpf("1.37"), "y": mp.mpf("0.58"), "a": mp.mpf("1.61")}
    try:
        form = normal()(node)
    except CheckFailed as problem:
        assert "bounds" in str(problem)  # noqa: PT017 - only the size may be refused
        return
    with mp.workdps(30):
        direct = value(node, at)
        assert abs(of_quotient(form, at) / direct - 1) < mp.mpf(10) ** -20
        longer = normal()(("mul", num("8/7"), node))
        assert not same(form, longer)
        assert same(form, normal()(("mul", node, ONE)))


EQUAL = {
    "powers": (("mul", ("pow", X, A), ("pow", X, ("mul", num("-1"), A))), ONE),
    "roots": (("mul", ("pow", num("12"), HALF), ("pow", num("3"), HALF)), num("6")),
    "power of a sum": (
        ("mul", ("pow", ("add", X, ONE), HALF), ("pow", ("add", X, ONE), HALF)),
        ("add", X, ONE),
    ),
    "scaled base": (
        ("pow", ("add", ("mul", num("2"), X), num("4")), A),
        ("mul", ("pow", num("2"), A), ("pow", ("add", X, num("2")), A)),
    ),
    "square of a sum": (
        power(("add", X, num("3")), "2"),
        ("add", power(X, "2"), ("mul", num("6"), X), num("9")),
    ),
    "cube of a sum, below": (
        ("mul", power(("add", X, A), "-3"), power(("add", X, A), "2")),
        power(("add", A, X), "-1"),
    ),
    "reciprocal": (
        power(("mul", num("3"), X, A), "-1"),
        ("mul", num("1/3"), power(X, "-1"), power(A, "-1")),
    ),
    "reciprocal of a number": (
        ("add", power(num("3"), "-1"), power(num("-3/2"), "-2")),
        num("7/9"),
    ),
    "factor of a base": (
        ("pow", ("add", ("mul", X, ("var", "y")), ("mul", num("3"), X)), A),
        ("mul", ("pow", X, A), ("pow", ("add", ("var", "y"), num("3")), A)),
    ),
    "power as a factor of a base": (
        ("pow", ("add", ("pow", X, A), ("pow", X, ("add", A, ONE))), HALF),
        ("mul", ("pow", X, ("mul", HALF, A)), ("pow", ("add", X, ONE), HALF)),
    ),
    "Gamma": (("gamma", ("add", A, ONE)), ("mul", A, ("gamma", A))),
    "Gamma down": (
        ("gamma", ("add", A, num("3"))),
        ("mul", shift(), ("add", A, ONE), A, ("gamma", A)),
    ),
    "Gamma of a half": (("pow", ("gamma", HALF), num("2")), ("pi",)),
    "factorial": (("gamma", num("5")), num("24")),
    "zeta of 2": (("mul", num("6"), ("zeta", num("2"))), ("pow", ("pi",), num("2"))),
    "zeta of 4": (("mul", num("90"), ("zeta", num("4"))), ("pow", ("pi",), num("4"))),
    "logarithm of a product": (
        ("log", ("mul", num("6"), X)),
        ("add", ("log", num("2")), ("log", num("3")), ("log", X)),
    ),
    "logarithm of a power": (("log", ("pow", X, A)), ("mul", A, ("log", X))),
    "logarithm of a sum": (
        ("log", ("add", ("mul", num("2"), X), num("2"))),
        ("add", ("log", num("2")), ("log", ("add", X, ONE))),
    ),
    "geometric": (
        ("geometric", power(shift(), "-1")),
        ("mul", shift(), power(("add", A, ONE), "-1")),
    ),
    "surd": (("pow", ("num", "0", "1", 2), num("2")), num("2")),
    "moment": (
        ("moment", num("0"), ONE, num("2"), ("infinity",)),
        ("mul", HALF, ("pi",)),
    ),
    "exp of 0": (("exp", num("0")), ONE),
    "trace": (
        ("trace", ("mul", X, ("var", "lambda_j"))),
        ("mul", X, ("trace", ("var", "lambda_j"))),
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_expressions(name):
    left, right = (normal()(n) for n in EQUAL[name])
    assert same(left, right)
    wrong = normal()(("mul", num("1000001/1000000"), EQUAL[name][1]))
    assert not same(left, wrong)


HOLES = {
    "zero": power(("add", A, ("mul", num("-1"), A)), "-1"),
    "a - 2": power(("add", A, num("-2")), "-1"),
    "base that changes sign": ("pow", ("add", A, num("-2")), HALF),
    "negative base": ("pow", num("-2"), A),
    "logarithm": ("log", ("add", A, num("-2"))),
    "Gamma": ("gamma", ("add", A, num("-2"))),
    "zeta": ("zeta", ("add", A, num("-1/2"))),
    "zeta at its pole": ("zeta", ONE),
    "exponent": ("pow", X, power(("add", A, num("-2")), "-1")),
    "power in an exponent": ("pow", X, ("pow", A, HALF)),
    "Gamma in an exponent": ("pow", X, ("gamma", A)),
    "logarithm that may vanish": power(("log", X), "-1"),
    "geometric above 1": ("geometric", A),
    "geometric below -1": ("geometric", ("mul", num("-1"), A)),
    "laplace at 0": ("laplace", ("add", A, num("-2")), X, num("0")),
    "laplace with a negative rate": ("laplace", A, ("mul", num("-1"), X), num("0")),
    "modes that diverge": ("modes", num("1/2"), num("0"), ONE, X, ("infinity",)),
    "modes with a profile that diverge": ("modes", num("1/2"), ONE, HALF, X, ("infinity",)),
    "moment at 0": ("moment", A, ONE, num("2"), X),
    "moment at infinity": ("moment", num("0"), ONE, ONE, ("infinity",)),
    "eigenvalue": ("trace", power(("add", ("var", "lambda_j"), ("mul", num("-1"), A)), "-1")),
    "infinity": ("add", ("infinity",), ONE),
}


@pytest.mark.parametrize("name", HOLES)
def test_holes_are_refused(name):
    with pytest.raises(CheckFailed):
        normal()(HOLES[name])


def test_a_condition_closes_a_hole():
    two = ((">", {(("a", 1),): Fraction(1), (): Fraction(-2)}),)
    for name in ("a - 2", "base that changes sign", "logarithm", "Gamma", "exponent"):
        assert normal(two)(HOLES[name])


def test_signs_need_certificates():
    n = normal()
    n.signs.ratio(Rat.variable("a") - 1, ">")
    for false in (Rat.variable("a") - 2, 1 - Rat.variable("a"), Rat.variable("a") - Rat.number(2)):
        with pytest.raises(CheckFailed):
            n.signs.ratio(false, ">=")
    with pytest.raises(CheckFailed):
        n.signs.ratio(Rat.variable("b"), "!=")

    def lies(key, question):
        return {"sum": []}

    with pytest.raises(CheckFailed):
        Signs(("a",), ABOVE, (), lies).ratio(Rat.variable("a") - 1, ">")


def test_what_is_remembered_of_a_sign_is_that_it_was_certified():
    """Of this region and this relation: a refusal stays one, and so do other questions."""
    signs, shifted = normal().signs, Rat.variable("a") - 1
    for _ in range(2):
        with pytest.raises(CheckFailed):
            signs.ratio(Rat.variable("a") - 2, ">")
        signs.ratio(shifted, ">")
    for relation, form in ((">", -shifted), ("=", shifted), (">=", Rat.variable("a") - 2)):
        with pytest.raises(CheckFailed):
            signs.ratio(form, relation)
    with pytest.raises(CheckFailed):
        normal(()).signs.ratio(shifted, ">")
    closed = normal(((">=", ABOVE[0][1]),)).signs
    closed.ratio(shifted, ">=")
    with pytest.raises(CheckFailed):
        closed.ratio(shifted, ">")
