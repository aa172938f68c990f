"""Answers by cases agree with answers at points."""

from fractions import Fraction
from functools import cache

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.regions.formulas import formula_latex, formula_text, positive_form
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta

PHASES = ("Ia", "Ib", "Ic", "II", "III", "IVa", "IVb")


@cache
def general():
    return pc.exponents(alpha, beta)


@settings(deadline=None)
@given(*[st.fractions(min_value=Fraction(1, 20), max_value=3, max_denominator=30)] * 2)
def test_general_formulas_at_points(a, b):
    if a + b <= Fraction(1, 2) or pc.exponents(a, b).boundary:
        return
    answer = pc.exponents(a, b)
    (case,) = (c for c in general() if c.region.contains(a, b))
    at = {alpha: sp.Rational(a), beta: sp.Rational(b)}
    for name in ("loss_exponent", "model_size_exponent", "iterations_exponent"):
        assert getattr(case, name).subs(at) == getattr(answer, name)
        assert getattr(general(), name).subs(at) == getattr(answer, name)
    assert (case.phase, case.tradeoff) == (answer.phase, answer.tradeoff)


@pytest.mark.parametrize("a", ["1/5", "11/40", "2/5", "3/2"])
def test_along_a_line(a):
    answer = pc.exponents(a, 2 * Fraction(a))
    (case,) = (c for c in pc.exponents(alpha, 2 * alpha) if c.region.contains(a))
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


def test_there_are_seven_cases():
    assert sorted(c.phase for c in general()) == sorted(PHASES)


@pytest.mark.parametrize("phase", PHASES)
def test_every_factor_of_a_formula_is_positive(phase):
    (case,) = (c for c in general() if c.phase == phase)
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


SLICES = {
    "alpha = 1/2": ("1/2", beta),
    "beta = 1/2": (alpha, "1/2"),
    "alpha = 1/4": ("1/4", beta),
    "diagonal": (alpha, alpha),
    "jump": ("1-1/sqrt(2)", beta),
    "across": (alpha, 3),
    "parabola": (alpha, alpha**2),
    "shifted": (alpha, sp.Rational(3, 4) - alpha),
}


@pytest.mark.parametrize("learning_rate", ["largest", "free"])
@pytest.mark.parametrize("name", SLICES)
def test_slices_answer_on_all_their_parts(name, learning_rate):
    """Every point of the domain on a slice is in one case, or is an end that is named."""
    given = SLICES[name]
    answer = pc.exponents(*given, learning_rate=learning_rate)
    (symbol,) = {s for e in given for s in getattr(e, "free_symbols", ())}
    seen = set()
    for value in [sp.Rational(k, 24) for k in range(-11, 80, 5 if name == "jump" else 1)]:
        point = [e.subs(symbol, value) if hasattr(e, "subs") else e for e in given]
        try:
            truth = pc.exponents(*point, learning_rate=learning_rate)
        except DomainError:
            assert not any(c.region.contains(value) for c in answer)
            continue
        met = [c for c in answer if c.region.contains(value)]
        if not met:
            assert any(
                f" {value}," in f"{t.split(':')[0]},".replace("=", "= ").replace("  ", " ")
                for t in answer.left_out
            )
            continue
        (case,) = met
        seen.add(case.phase)
        assert case.phase == truth.phase
        assert case.tradeoff == truth.tradeoff
        assert case.logarithms == truth.logarithms
        for kind in ("loss_exponent", "model_size_exponent", "iterations_exponent"):
            gap = _gap(getattr(case, kind), getattr(truth, kind), symbol, value)
            assert abs(sp.N(gap, 30)) < 1e-25
    assert seen == {c.phase for c in answer}
    assert not any("no phase" in t for t in answer.left_out)


def _gap(formula, value, symbol, at):
    if isinstance(value, sp.Interval):
        pairs = zip((formula.start, formula.end), (value.start, value.end), strict=True)
        return sum(abs(x.subs(symbol, at) - y) for x, y in pairs)
    return formula.subs(symbol, at) - value


def test_on_the_jump_every_size_between_is_optimal():
    low, high = pc.exponents("1-1/sqrt(2)", beta)
    assert low.phase == "Ib"
    assert high.phase == "IVa/IVb"
    assert isinstance(high.model_size_exponent, sp.Interval)
    assert "anything from f^(1/2) to" in str(high)
