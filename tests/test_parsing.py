"""Exact numbers and expressions from text: what is read, and what is refused."""

import builtins
import contextlib
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.checker import Surd
from phasecalc.exceptions import ParseError
from phasecalc.parsing import exact, expression, relation
from phasecalc.parsing.quadratic import square_root
from phasecalc.symbols import alpha, beta, d

NAMES = {"alpha": alpha, "beta": beta, "β": beta, "d": d}
FUNCTIONS = {"log": sp.log, "exp": sp.exp, "gamma": sp.gamma}
HALF_ROOT = Surd(0, Fraction(1, 2), 2)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("7/10", Fraction(7, 10)),
        (" -7/10 ", Fraction(-7, 10)),
        ("0.7", Fraction(7, 10)),
        ("-0.5", Fraction(-1, 2)),
        (".5", Fraction(1, 2)),
        ("1.", Fraction(1)),
        ("1e-3", Fraction(1, 1000)),
        ("2.5E+2", Fraction(250)),
        ("−1/2", Fraction(-1, 2)),
        ("2^3", Fraction(8)),
        ("-2**2", Fraction(-4)),
        ("2**-1", Fraction(1, 2)),
        ("2**3**2", Fraction(512)),
        ("8/2/2 - 1 + (1 - 3)", Fraction(-1)),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("4**(-3/2)", Fraction(1, 8)),
        ("1 - 1/sqrt(2)", 1 - HALF_ROOT),
        ("√2/2", HALF_ROOT),
        ("√(1/2)", HALF_ROOT),
        ("2**(1/2)*sqrt(2)", Fraction(2)),
        ("(1 + sqrt(5))**3/8", Surd(2, 1, 5)),
        ("+".join(["1"] * 1000), Fraction(1000)),
        (3, Fraction(3)),
        (Fraction(2, 3), Fraction(2, 3)),
        (Decimal("0.70"), Fraction(7, 10)),
        (0.7, Fraction(7, 10)),
        (5e-324, Fraction(5, 10**324)),
        (np.float64(0.7), Fraction(7, 10)),
        (np.float32(0.7), Fraction(7, 10)),
        (np.int64(-3), Fraction(-3)),
        (np.uint8(200), Fraction(200)),
        (sp.Rational(7, 10), Fraction(7, 10)),
        (sp.Integer(0), Fraction(0)),
        (sp.Float(0.7), Fraction(7, 10)),
        (sp.Float("0.7", 30), Fraction(7, 10)),
        (sp.Float(1) / 3, Fraction(repr(1 / 3))),
        (1 - sp.sqrt(2) / 2, 1 - HALF_ROOT),
        (1 / (1 + sp.sqrt(2)), Surd(-1, 1, 2)),
        (HALF_ROOT, HALF_ROOT),
    ],
)
def test_exact(value, number):
    found = exact(value)
    assert found == number
    assert type(found) is type(number)


REFUSED = [
    "",
    "   ",
    "nan",
    "inf",
    "-Infinity",
    "1j",
    "abc",
    "alpha",
    "True",
    "None",
    "7/0",
    "1/(1-1)",
    "0**-1",
    "1_000",
    "1__0",
    "0x10",
    "1 000",
    "1,5",
    "1.2.3",
    "7//2",
    "7%2",
    "~1",
    "1 if 2 else 3",
    "1if 2else 3",
    "1 or 2",
    "not 1",
    "1 < 2",
    "1 = 2",
    "(",
    ")",
    "()",
    "(1,)",
    "[1]",
    "{1}",
    "1(2)",
    "(1)(2)",
    "sqrt",
    "sqrt()",
    "sqrt(*2)",
    "sqrt(**2)",
    "sqrt(1, 2)",
    "sqrt(x=2)",
    "sqrt(-2)",
    "sqrt(1 + sqrt(2))",
    "2**(1/3)",
    "2**sqrt(2)",
    "sqrt(2) + sqrt(3)",
    "sqrt(2)*sqrt(3)",
    "sin(1)",
    "'1'",
    '"1"',
    "f'{1}'",
    "(x:=1)",
    "lambda: 1",
    "lambda",
    "[x for x in (1,)]",
    "__import__('os')",
    "__import__('os').system('touch executed')",
    "().__class__",
    "(1).real",
    "1 .real",
    "1\x00",
    "1\n+1",
    "1;2",
    "1#2",
    "１/２",
    "𝟕/10",
    "½",
    "٣",
    "ｓqrt(2)",
    "\ud800",
    "1\u200b",
    "√",
    "√√2",
]
HOSTILE = [
    "10**10**10",
    "9**9**9**9",
    "(((9**99)**99)**99)**99",
    "1e999999999",
    "1e-999999999",
    "1e" + "9" * 1500,
    "1e" + "0" * 1500 + "1",
    "9" * 10_000,
    "9" * 1000,
    "1/" + "9" * 1500,
    "0." + "1" * 1500,
    "(" * 1000,
    "(" * 999 + "1" + ")" * 999,
    "((" * 30 + "1" + "))" * 30,
    "-" * 1999 + "1",
    "1-" + "-" * 1900 + "1",
    "2" + "**1" * 600,
    "2" + "**-1" * 400,
    "sqrt(" * 300 + "1" + ")" * 300,
    "sqrt(10**40+1)",
    "sqrt(999999999989)",
    "*".join(["10**1000"] * 200),
    "+".join(f"1/(10**1000+{k})" for k in range(100)),
    "+".join(f"0*sqrt({10**12 - k})" for k in range(1, 90)),
    "(1+sqrt(2))**1000**1000",
    "1" + "+1" * 5000,
    "9" * 99 + "**1000",
]


@pytest.mark.parametrize("text", REFUSED + HOSTILE)
def test_refused_text(text):
    for reader in (exact, lambda t: expression(t, {}), lambda t: relation(t + " > 0", {})):
        if reader is not exact and text in READ_AS_EXPRESSION:
            continue
        with pytest.raises(ParseError) as refusal:
            reader(text)
        message = str(refusal.value)
        assert message.isprintable()
        assert len(message) < 300
        assert "; " in message  # what is wrong; what to try


# Outside the numbers of one quadratic field, yet expressions.
READ_AS_EXPRESSION = {
    "sqrt(1 + sqrt(2))",
    "2**(1/3)",
    "2**sqrt(2)",
    "sqrt(2) + sqrt(3)",
    "sqrt(2)*sqrt(3)",
    "1 < 2",
}


@pytest.mark.parametrize(
    "value",
    [
        True,
        None,
        1j,
        object(),
        [1],
        b"1",
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        Decimal("1e999999999"),
        Decimal("9" * 10_000),
        10**10_000,
        Fraction(1, 10**10_000),
        np.float64("nan"),
        np.float32("inf"),
        np.complex128(1),
        np.bool_(True),
        np.array([1.0, 2.0]),
        np.ma.masked,
        alpha,
        sp.nan,
        sp.oo,
        sp.zoo,
        sp.I,
        sp.pi,
        sp.true,
        sp.cbrt(2),
        sp.sqrt(2) + sp.sqrt(3),
        sp.sqrt(-2),
        sp.Float(2) ** 10**9,
        sp.Integer(10) ** 5000,
        sp.Rational,
    ],
    ids=lambda value: type(value).__name__,
)
def test_refused_values(value):
    with pytest.raises(ParseError, match=r"^alpha = .*; "):
        exact(value, "alpha")


def test_message_says_what_was_asked():
    with pytest.raises(ParseError, match=r"^alpha = 'fo+\.\.\.': .* not a known name; write"):
        exact("f" + "o" * 500, "alpha")


@given(st.fractions(max_denominator=10**40))
def test_fractions_round_trip(number):
    assert exact(str(number)) == exact(number) == number
    assert expression(str(number), {}) == sp.Rational(number.numerator, number.denominator)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_decimals_are_exact(number):
    if len(number.as_tuple().digits) < 100:
        assert exact(str(number)) == exact(number) == Fraction(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_their_shortest_decimal(number):
    assert exact(number) == exact(repr(number)) == Fraction(repr(number))
    assert exact(np.float64(number)) == Fraction(repr(number))


@given(st.floats(min_value=1e-290, max_value=1e290))
def test_sympy_floats_come_back(number):
    assert float(exact(sp.Float(number))) == number


@given(st.fractions(max_denominator=99), st.fractions(max_denominator=99), st.integers(2, 10**4))
def test_quadratic_numbers_agree_with_sympy(a, b, n):
    text = f"{a} + ({b})*sqrt({n})"
    number, same = exact(text), expression(text, {})
    assert exact(same) == number
    assert exact(str(number)) == number


@given(st.integers(0, 10**9))
def test_square_roots(n):
    root = square_root(Fraction(n))
    assert root * root == n
    assert root >= 0


@given(st.text(max_size=30) | st.text("0123456789.eE+-*/^()sqrt √_,=<>", max_size=30))
def test_any_text_is_a_number_or_refused(text):
    with contextlib.suppress(ParseError):
        assert isinstance(exact(text), Fraction | Surd)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alpha", alpha),
        ("0.1*alpha + β/3", alpha / 10 + beta / 3),
        ("1 - 1/(2*alpha)", 1 - 1 / (2 * alpha)),
        (
            "-(1 + (2*beta - 1)/(2*alpha) + 7/10 - 3/4)",
            -(1 + (2 * beta - 1) / (2 * alpha)) + sp.S(1) / 20,
        ),
        ("2^(1/3)", sp.cbrt(2)),
        ("(2*alpha)**(2*beta - 0.123)", (2 * alpha) ** (2 * beta - sp.Rational(123, 1000))),
        ("sqrt(8)*alpha", 2 * sp.sqrt(2) * alpha),
        ("√(alpha) + √2", sp.sqrt(alpha) + sp.sqrt(2)),
        ("(alpha + beta/2)**900", (alpha + beta / 2) ** 900),
        ("log(alpha)**2 + gamma(1/2)", sp.log(alpha) ** 2 + sp.sqrt(sp.pi)),
    ],
)
def test_expression(text, found):
    assert expression(text, NAMES, FUNCTIONS) == found


@pytest.mark.parametrize(
    "text",
    [
        "gamma",
        "delta",
        "alpha(2)",
        "2 alpha",
        "2alpha",
        "alpha.name",
        "𝒂lpha",
        "alpha > 1",
        "1/(alpha - alpha)",
        "(alpha - alpha)**-1",
        "log(0)",
        "gamma(-1)",
        "sqrt(-d)",
        "log(-1)",
        "((2*alpha)**1000)**1000",
        "(((alpha + alpha)**1000)**1000)**1000",
        "2**(1000000000*alpha)",
        "((2**(1000*alpha))**(1000*beta))**(1000/alpha/beta)",
        "2**(10**12/7)",
        "2**sqrt(10**12)",
        "exp(10**9*log(2))",
        "exp(500*(500*(500*log(2))))",
        "2**(1000000*log(3)/log(2))",
        "exp(1000*log(exp(1000*log(2))))",
        "gamma(10**9)",
        "gamma(gamma(1000))",
        "(9**999*alpha)**(1/3)",
        "sqrt((10**1000 + 1)*alpha)",
        "log(exp(exp(exp(exp(5)))) - 1)",
        "sqrt(2-" * 49 + "2/3" + ")" * 49,
        "exp(" * 40 + "1" + ")" * 40,
        "*".join(f"sqrt({10**9 - k})" for k in range(110)),
        "*".join(["alpha**1000"] * 150),
    ],
)
def test_refused_expressions(text):
    with pytest.raises(ParseError, match=r"^expression "):
        expression(text, NAMES, FUNCTIONS)


def test_keywords_may_be_names():
    assert expression("lambda + 1", {"lambda": alpha}) == alpha + 1


def test_long_expressions_end():
    text = "+".join(f"alpha**{k}" for k in range(60))
    assert expression(text, NAMES) == sum(alpha**k for k in range(60))
    roots = "+".join(f"sqrt({k})" for k in range(2, 20))
    assert expression(f"({roots})**(1/3)", NAMES).is_Pow


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
def test_relation(operator):
    text = f"alpha + beta {operator} 1 - 0.5"
    assert relation(text, NAMES) == (alpha + beta, operator, sp.Rational(1, 2))


def test_relation_reads_printed_signs():
    assert relation("alpha ≤ 1", NAMES) == (alpha, "<=", 1)
    assert relation("alpha≠-1", NAMES) == (alpha, "!=", -1)


@pytest.mark.parametrize(
    "text", ["alpha", "0 < alpha < 1", "alpha = 1", "(alpha < 1) < 2", "<", "alpha <"]
)
def test_refused_relations(text):
    with pytest.raises(ParseError, match=r"^relation "):
        relation(text, NAMES)


def test_nothing_is_executed(monkeypatch):
    def forbidden(*_args, **_keywords):
        raise AssertionError("text was executed")

    for name in ("eval", "exec"):
        monkeypatch.setattr(builtins, name, forbidden)
    monkeypatch.setattr(sp, "sympify", forbidden)
    monkeypatch.setattr(os, "system", forbidden)
    for text in REFUSED:
        with pytest.raises(ParseError):
            exact(text)
    assert exact("1 - 1/sqrt(2)") == 1 - HALF_ROOT
    assert expression("alpha**2 - sqrt(2)/3", NAMES) == alpha**2 - sp.sqrt(2) / 3


def test_exact_needs_no_sympy():
    code = (
        "import sys; from phasecalc.parsing import exact; exact('1 - 1/sqrt(2)'); exact(0.7);"
        "sys.exit('sympy' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
