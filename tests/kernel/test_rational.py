"""Canonical rational functions: equal functions are equal data, by another computer algebra."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from phasecalc.checker import CheckFailed, Surd
from phasecalc.kernel.atoms import root
from phasecalc.kernel.rational import ONE, ZERO, Rat, p_mul

x, y, z = (Rat.variable(n) for n in "xyz")
NAMES = sp.symbols("x y z")


@st.composite
def polynomials(draw, terms=3, degree=2):
    total, same = ZERO, sp.S.Zero
    for _ in range(draw(st.integers(1, terms))):
        c = Fraction(draw(st.integers(-4, 4)), draw(st.integers(1, 3)))
        powers = [draw(st.integers(0, degree)) for _ in NAMES]
        term, other = Rat.number(c), sp.Rational(c.numerator, c.denominator)
        for name, symbol, k in zip((x, y, z), NAMES, powers, strict=True):
            term, other = term * name**k, other * symbol**k
        total, same = total + term, same + other
    return total, same


def sympy_of(r):
    def polynomial(p):
        return sp.Add(
            *(
                sp.Rational(str(c)) * sp.Mul(*(sp.Symbol(n) ** k for n, k in m))
                for m, c in p.items()
            )
        )

    return polynomial(r.top) / polynomial(r.bottom)


@settings(max_examples=25, deadline=None)
@given(polynomials(), polynomials(), polynomials())
def test_a_common_factor_goes(p, q, r):
    (a, sa), (b, sb), (c, sc) = p, q, r
    if ZERO in (b, c):
        return
    quotient = (a * c) / (b * c)
    assert quotient == a / b
    assert sp.cancel(sympy_of(quotient) - sa * sc / (sb * sc)) == 0
    assert (a / b + c / b) * b == a + c
    assert a / b - a / b == ZERO


def test_exact_values_and_substitution():
    assert ((x * x - 1) / (x - 1)).at({"x": Rat.number(4)}).value == 5
    assert (x / y).at({"x": y, "y": x}) == y / x, "all at once"
    assert (x**-2) == ONE / (x * x)
    assert (x + 1).value is None
    assert ZERO.value == 0
    assert Rat.number(Fraction(3, 2)).integer is None
    assert Rat.number(-7).integer == -7
    assert (x * y / y).names == {"x"}
    root = Rat.number(Surd(0, 1, 2))
    assert (x - root) * (x + root) == x * x - 2
    assert (x * x - 2) / (x - root) == x + root


def test_slopes():
    for f in (x**3 / (1 + x), (x - y) / (x + y) ** 2, ONE / x):
        expected = sp.diff(sympy_of(f), NAMES[0])
        assert sp.cancel(sympy_of(f.slope("x")) - expected) == 0
    assert (y * y).slope("x") == ZERO


def test_what_is_out_of_bounds_is_refused():
    for bad in (
        lambda: ONE / ZERO,
        lambda: x**1000,
        lambda: (x + y + z + 1) ** 60,
        lambda: x / (y - y),
    ):
        with pytest.raises(CheckFailed):
            bad()


def test_terms_and_degree_are_each_bounded():
    many = [{((f"{n}{k}", 1),): Fraction(1) for k in range(64)} for n in "xy"]
    high = [{(("x", 200),): Fraction(1)}] * 2
    for p, q in (many, high):
        with pytest.raises(CheckFailed, match="beyond the bounds"):
            p_mul(p, q)


def test_only_positive_numbers_have_a_general_power():
    for number in (Fraction(0), Fraction(-2), Surd(1, 1, 2)):
        with pytest.raises(CheckFailed, match="a general power"):
            root(number, x)


@pytest.mark.parametrize("k", [*range(-3, 4), Fraction(1, 2), Fraction(-5, 3)])
def test_the_text_says_which_function_it_is(k):
    """Values are told apart by the text of their arguments, so that it is read back here."""
    for f in (x * k, x * k + y, (x * x * k - y) / (x + z * 2), y + k, x**3 * k / y, x * y * z * k):
        assert sp.cancel(sp.sympify(str(f)) - sympy_of(f)) == 0
    root = Rat.number(Surd(k, 1, 2))
    assert sp.expand(sp.sympify(str(x * root)) - NAMES[0] * (sp.Rational(k) + sp.sqrt(2))) == 0
