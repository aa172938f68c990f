"""Answers by cases agree with answers at points."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.regions.formulas import formula_latex, formula_text, positive_form
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta

GENERAL = pc.exponents(alpha, beta)
ALONG = pc.exponents(alpha, 2 * alpha)


@settings(deadline=None)
@given(*[st.fractions(min_value=Fraction(1, 20), max_value=3, max_denominator=30)] * 2)
def test_general_formulas_at_points(a, b):
    if a + b <= Fraction(1, 2) or pc.exponents(a, b).boundary:
        return
    answer = pc.exponents(a, b)
    (case,) = (c for c in GENERAL if c.region.contains(a, b))
    at = {alpha: sp.Rational(a), beta: sp.Rational(b)}
    for name in ("loss_exponent", "model_size_exponent", "iterations_exponent"):
        assert getattr(case, name).subs(at) == getattr(answer, name)
        assert getattr(GENERAL, name).subs(at) == getattr(answer, name)
    assert (case.phase, case.tradeoff) == (answer.phase, answer.tradeoff)


@pytest.mark.parametrize("a", ["1/5", "11/40", "2/5", "3/2"])
def test_along_a_line(a):
    answer = pc.exponents(a, 2 * Fraction(a))
    (case,) = (c for c in ALONG if c.region.contains(a))
    assert case.phase == answer.phase
    assert case.loss_exponent.subs(alpha, sp.Rational(a)) == answer.loss_exponent


def test_own_symbol_keeps_its_sign():
    t = sp.Symbol("t", positive=True)
    cases = pc.exponents(t, 1)
    assert {c.phase for c in cases} == {"Ic", "II", "III", "IVa", "IVb"}
    assert repr(cases) == "<PiecewiseExponents: Ic, II, III, IVa, IVb>"
    assert "cases" in cases._repr_latex_()


def test_line_outside_the_domain():
    with pytest.raises(DomainError, match="meets no phase"):
        pc.exponents(alpha, -alpha)


@pytest.mark.parametrize("case", list(GENERAL), ids=lambda c: c.phase)
def test_every_factor_of_a_formula_is_positive(case):
    for formula in (case.loss_exponent, case.model_size_exponent, case.iterations_exponent):
        for factor in sp.Mul.make_args(formula):
            base = factor.as_base_exp()[0]
            assert base.is_positive or case.region.implies(
                Region.where(base > 0, parameters=(alpha, beta))
            )


@pytest.mark.parametrize(
    ("formula", "text", "latex"),
    [
        (alpha + beta - sp.S.Half, "(2*alpha + 2*beta - 1)/2",
         r"\frac{2 \alpha + 2 \beta - 1}{2}"),
        (1 / (2 * alpha), "1/(2*alpha)", r"\frac{1}{2 \alpha}"),
        (beta / (alpha + beta), "beta/(alpha + beta)", r"\frac{\beta}{\alpha + \beta}"),
        (1 - alpha, "1 - alpha", r"1 - \alpha"),
        (sp.S.Half, "1/2", r"\frac{1}{2}"),
        (sp.S.Zero, "0", "0"),
        (-alpha, "-alpha", r"- \alpha"),
    ],
)  # fmt: skip
def test_formulas_in_print(formula, text, latex):
    assert formula_text(formula) == text
    assert formula_latex(formula).replace("-1 ", "- ") == latex


def test_factor_of_no_definite_sign_is_left_alone():
    region = Region.where(alpha > 0)
    assert positive_form(alpha * (alpha - 1), region) == alpha * (alpha - 1)
