"""What differs in value has another normal form, whichever argument it differs in."""

import mpmath as mp
import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import names_of, same
from phasecalc.kernel.language import MODE_NAMES, names_in
from phasecalc.kernel.signs import Signs
from phasecalc.kernel.values import KINDS
from tests.kernel.test_normal import ABOVE, BOOK, Normal, num, power
from tests.kernel.values import of_quotient, value

A, B, X, Y = (("var", n) for n in "abxy")
ZERO, ONE, HALF, THIRD = num("0"), num("1"), num("1/2"), num("1/3")
L, M = ("var", "lambda_j"), ("var", "b_j")
AT = {
    "a": mp.mpf("1.61"),
    "b": mp.mpf("2.3"),
    "x": mp.mpf("1.37"),
    "y": mp.mpf("0.58"),
    "lambda_j": [mp.mpf("0.9"), mp.mpf("0.31"), mp.mpf("0.11")],
    "b_j": [mp.mpf("0.7"), mp.mpf("0.2"), mp.mpf("0.45")],
}
# 1 < a < 2 < b, and x, y positive.
WITHIN = (
    *ABOVE,
    (">", {(("a", 1),): -1, (): 2}),
    (">", {(("b", 1),): 1, (): -2}),
)


def normal():
    return Normal(Signs(("a", "b"), WITHIN, ("x", "y", *MODE_NAMES), BOOK), KINDS)


def nothing(key, question):
    """No certificate: what is false has none."""
    raise CheckFailed("no certificate")


def below(node):
    """One less a name: between -1 and 0, or below -1."""
    return ("add", ONE, ("mul", num("-1"), node))


# A value, and others of its kind; each differs from the first in one argument.
OTHERS = {
    "power": (("pow", X, A), (("pow", Y, A), ("pow", X, B), ("pow", X, num("3/2")))),
    "sum to a power": (
        ("pow", ("add", X, ONE), A),
        (("pow", ("add", X, num("2")), A), ("pow", ("add", Y, ONE), A)),
    ),
    "log": (
        ("log", ("add", X, ONE)),
        (("log", ("add", Y, ONE)), ("log", ("add", X, num("2"))), ("log", X)),
    ),
    "log of a quotient": (("log", ("mul", X, power(Y, "-1"))), (("log", ("mul", X, Y)),)),
    "exp": (("exp", X), (("exp", Y), ("exp", power(X, "2")), ("exp", ("mul", num("2"), X)))),
    "gamma": (
        ("gamma", A),
        (("gamma", B), ("gamma", ("add", A, HALF)), ("gamma", ("mul", num("2"), A))),
    ),
    "zeta": (("zeta", A), (("zeta", B), ("zeta", num("3")), ("zeta", ("mul", num("2"), A)))),
    "laplace": (
        ("laplace", A, X, ZERO),
        (("laplace", B, X, ZERO), ("laplace", A, Y, ZERO), ("laplace", A, X, HALF)),
    ),
    "laplace from an end": (
        ("laplace", A, X, HALF),
        (("laplace", A, X, THIRD), ("laplace", A, Y, HALF), ("laplace", A, X, ("mul", HALF, Y))),
    ),
    "modes": (
        ("modes", A, X, B, Y, num("5")),
        (
            ("modes", B, X, B, Y, num("5")),
            ("modes", A, Y, B, Y, num("5")),
            ("modes", A, X, A, Y, num("5")),
            ("modes", A, X, B, X, num("5")),
            ("modes", A, X, B, Y, num("7")),
            ("modes", A, ZERO, B, Y, num("5")),
        ),
    ),
    "moment": (
        ("moment", below(A), X, B, Y),
        (
            ("moment", below(B), X, B, Y),
            ("moment", below(A), Y, B, Y),
            ("moment", below(A), X, A, Y),
            ("moment", below(A), X, B, X),
            ("moment", below(A), X, B, num("2")),
        ),
    ),
    "moment to infinity": (
        ("moment", HALF, X, B, ("infinity",)),
        (
            ("moment", THIRD, X, B, ("infinity",)),
            ("moment", HALF, Y, B, ("infinity",)),
            ("moment", HALF, X, A, ("infinity",)),
            ("moment", HALF, X, B, num("4")),
        ),
    ),
    "geometric": (
        ("geometric", power(A, "-1")),
        (("geometric", power(B, "-1")), ("geometric", ("mul", num("-1"), power(A, "-1")))),
    ),
    "trace": (
        ("trace", ("mul", M, power(("add", L, X), "-1"))),
        (
            ("trace", ("mul", L, power(("add", L, X), "-1"))),
            ("trace", ("mul", M, power(("add", L, Y), "-1"))),
            ("trace", ("mul", M, power(("add", L, X), "-2"))),
            ("mul", num("2"), ("trace", ("mul", M, power(("add", L, X), "-1")))),
        ),
    ),
    "product of traces": (
        power(("trace", L), "2"),
        (("trace", power(L, "2")), ("mul", ("trace", L), ("trace", M))),
    ),
}
PAIRS = [(name, k) for name, (_, others) in OTHERS.items() for k in range(len(others))]


@pytest.mark.parametrize(("name", "k"), PAIRS)
def test_other_values_have_another_form(name, k):
    first, others = OTHERS[name]
    assert abs(value(first, AT) / value(others[k], AT) - 1) > 1e-3, "no example"
    n = normal()
    assert same(n(first), n(first))
    assert not same(n(first), n(others[k]))
    assert not same(n(others[k]), n(first))


@pytest.mark.parametrize("k", range(1, 8))
def test_the_loss_is_known_by_all_its_arguments(k):
    """It has no value here: only what is written the same is the same. Exponents are rational."""
    n = normal()
    plain = ("loss", *[num("3/2")] * 7)
    named = (*plain[:k], A if k < 3 else power(X, "1/2"), *plain[k + 1 :])
    form = n(named)
    assert names_of(form.top) | names_of(form.bottom) == names_in(named)
    assert same(form, n(named))
    assert not same(form, n(plain))
    assert not same(n((*plain[:k], num("5/2"), *plain[k + 1 :])), n(plain))


@pytest.mark.parametrize("name", OTHERS)
def test_a_form_shows_every_name_that_its_value_depends_on(name):
    """A size must not hide in a value that is taken for a constant."""
    first, others = OTHERS[name]
    for node in (first, *others):
        form = normal()(node)
        for x in sorted(names_in(node)):
            moved = {**AT, x: AT[x] + mp.mpf("0.05")}
            if abs(value(node, moved) - value(node, AT)) > 1e-9:
                assert x in names_of(form.top) | names_of(form.bottom)


# Each may be 0 or negative for some x, y > 0.
OF_NO_SIGN = {
    "an integral from beyond 1": ("laplace", A, X, Y),
    "an integral of no index from beyond 1": ("laplace", ZERO, X, Y),
    "a sum that may be empty": ("modes", A, ZERO, ONE, X, Y),
    "a sum with a profile that may be empty": ("modes", A, X, B, X, Y),
    "a logarithm": ("log", X),
    "a logarithm of a sum": ("log", ("add", X, Y)),
    "a logarithm of a small number": ("log", HALF),
    "a sum over modes": ("trace", ("add", L, ("mul", num("-1"), X))),
    "a difference": ("add", X, ("mul", num("-1"), Y)),
    "a difference of powers": ("add", ("pow", X, A), ("mul", num("-1"), ("pow", Y, A))),
    "a negative product": ("mul", num("-2"), X, Y),
}
POSITIVE = {
    "an integral from 0": ("laplace", A, X, ZERO),
    "an endless sum": ("modes", A, X, B, X, ("infinity",)),
    "a moment": ("moment", ZERO, X, A, Y),
    "an exponential": ("exp", ("mul", num("-1"), X)),
    "a logarithm of a number above 1": ("log", num("2")),
    "Gamma": ("gamma", A),
    "zeta": ("zeta", A),
    "a power of a sum": ("pow", ("add", X, Y), A),
    "a sum of powers": ("add", ("pow", X, A), ("mul", num("3"), ("pow", Y, B))),
}


@pytest.mark.parametrize("name", OF_NO_SIGN)
def test_what_may_vanish_is_not_taken_for_positive(name):
    n = normal()
    form = n(OF_NO_SIGN[name])
    n.signs.book = nothing
    for use in (n.positive, lambda q: n.general_power(q, n.rational(HALF))):
        with pytest.raises(CheckFailed):
            use(form)


@pytest.mark.parametrize("name", POSITIVE)
def test_what_is_positive_is_found_so(name):
    assert value(POSITIVE[name], AT) > 0
    n = normal()
    n.positive(n(POSITIVE[name]))
    n.nonzero(n(POSITIVE[name]))
    n.signs.book = nothing
    with pytest.raises(CheckFailed):
        n.positive(-n(POSITIVE[name]))


# A part of each of these is 0, negative or of no sign, where it must be positive.
UNDEFINED = {
    "rate": ("laplace", A, ("add", X, ("mul", num("-1"), Y)), ZERO),
    "lower end": ("laplace", A, X, num("-1/2")),
    "index": ("laplace", ("add", A, num("-3/2")), X, ZERO),
    "scale": ("modes", A, ONE, B, ("mul", num("-1"), X), num("5")),
    "factor": ("modes", A, num("-1"), B, X, num("5")),
    "end": ("modes", A, ONE, B, X, num("-5")),
    "divergent": ("modes", ONE, ZERO, B, X, ("infinity",)),
    "divergent with a profile": ("modes", below(B), X, A, Y, ("infinity",)),
    "moment of no factor": ("moment", ZERO, ZERO, B, X),
    "moment of a negative factor": ("moment", ZERO, num("-1"), B, X),
    "moment at 0": ("moment", ONE, ONE, B, X),
    "moment of a power that falls": ("moment", ZERO, ONE, ("add", ONE, ("mul", num("-1"), A)), X),
    "moment of no power": ("moment", ZERO, ONE, ZERO, X),
    "moment of a negative end": ("moment", ZERO, ONE, B, num("-1")),
    "moment at infinity": ("moment", below(A), ONE, A, ("infinity",)),
    "Gamma at 0": ("gamma", ZERO),
    "Gamma below 0": ("gamma", below(A)),
    "zeta below its pole": ("zeta", HALF),
    "geometric at 1": ("geometric", ONE),
    "geometric at -1": ("geometric", num("-1")),
    "logarithm of 0": ("log", ZERO),
    "logarithm below 0": ("log", num("-2")),
}


@pytest.mark.parametrize("name", UNDEFINED)
def test_what_is_not_defined_is_refused(name):
    with pytest.raises(CheckFailed):
        normal()(UNDEFINED[name])


@pytest.mark.parametrize("k", range(2, 26, 2))
def test_zeta_at_even_numbers(k):
    n = normal()
    with mp.workdps(30):
        form = n(("zeta", num(str(k))))
        if k <= 24:
            ((_, c),) = form.top.items()
            assert abs(mp.mpf(c.numerator) / c.denominator * mp.pi**k - mp.zeta(k)) < 1e-25


@pytest.mark.parametrize("shift", ["-1", "1", "2", "5", "1/2", "5/2"])
def test_gamma_is_carried_down_its_recursion(shift):
    """At a + shift, a real argument, and at numbers."""
    n = normal()
    node = ("gamma", ("add", A, num(shift)))
    with mp.workdps(30):
        assert abs(of_quotient(n(node), AT) / value(node, AT) - 1) < 1e-25
        whole = ("gamma", ("add", num("7/2"), num(shift)))
        assert abs(of_quotient(n(whole), AT) / value(whole, AT) - 1) < 1e-25
