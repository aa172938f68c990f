"""Numbers printed in papers, to the printed digits, each from the shipped law and fit."""

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.laws.optimum.allocation import Solver, values_of

laws = pc.laws
BUDGET = "5.76e23"


def shown(x, digits):
    return mp.nstr(x, digits)


# Besiroglu et al., Section 4, and the same constants put into Hoffmann et al., Equation 4.
@pytest.mark.parametrize(
    ("fit", "billions", "trillions", "ratio", "loss"),
    [
        ("hoffmann", "32.19", "2.982", "92.6", "1.9307"),
        ("besiroglu", "72.25", "1.329", "18.4", "1.9744"),
    ],
)
def test_two_term_optimum(fit, billions, trillions, ratio, loss):
    best = laws.allocate(laws.two_term, BUDGET, fit=fit)
    assert shown(best.sizes["N"] / 10**9, 4) == billions
    assert shown(best.sizes["D"] / 10**12, 4) == trillions
    assert shown(best.tokens_per_parameter, 3) == ratio
    assert shown(best.loss, 5) == loss


# Exponent a of N* = C^a as printed: Hoffmann, Approach 3; Besiroglu; Muennighoff.
@pytest.mark.parametrize(
    ("fit", "printed"),
    [
        ("hoffmann", "0.4516"),
        ("hoffmann-unrounded", "0.4565"),
        ("besiroglu", "0.5126"),
        ("besiroglu-refit", "0.5139"),
        ("muennighoff", "0.5"),
    ],
)
def test_two_term_exponent(fit, printed):
    exact = laws.two_term.optimum().at(laws.two_term.fit(fit).numbers()).exponents["N"]
    assert shown(mp.mpf(sp.Rational(exact).p) / sp.Rational(exact).q, 4) == printed


def test_unrounded_constants_move_the_optimum():
    best = laws.allocate(laws.two_term, BUDGET, fit="hoffmann-unrounded")
    assert shown(best.tokens_per_parameter, 3) == "58.9"
    assert abs(best.sizes["N"] / 10**9 - mp.mpf("40.36")) < mp.mpf("0.01")


def test_kaplan_exponents():
    """1/alpha_C = 1/alpha_N + 1/alpha_S + 1/alpha_B: 0.052 with the fit; the paper prints 0.054."""
    case = laws.kaplan.optimum().at(laws.kaplan.fit().numbers())
    total = sum(1 / sp.Rational(x) for x in ("0.077", "0.76", "0.21"))
    assert case.loss_exponent == 1 / total
    assert shown(mp.mpf(float(case.loss_exponent)), 3) == "0.0525"
    assert shown(mp.mpf(float(case.exponents["B"])), 2) == "0.25"
    joint = laws.kaplan_joint.optimum().at(laws.kaplan_joint.fit().numbers())
    assert shown(mp.mpf(float(joint.exponents["N"])), 4) == "0.5556"


# Pearce and Song: exponents of N*, L* and L* - E fitted over 100 budgets from 10^12.95 to 10^20.7.
@pytest.mark.parametrize(
    ("fit", "printed"),
    [
        ("besiroglu-embedding", ("0.78", "-0.069", "-0.13")),
        ("hoffmann-embedding", ("0.74", "-0.066", "-0.12")),
    ],
)
def test_exponents_that_a_window_shows(fit, printed):
    budgets = [mp.mpf(10) ** x for x in np.linspace(12.95, 20.7, 100)]
    found = laws.local_exponents(laws.pearce_song, budgets, fit=fit)
    for text, values in zip(
        printed,
        ([a.sizes["N"] for a in found], [a.loss for a in found], [a.reducible for a in found]),
        strict=True,
    ):
        slope, _ = np.polyfit(*(np.log([float(x) for x in y]) for y in (budgets, values)), 1)
        assert f"{slope:.{len(text.partition('.')[2])}f}" == text


# Gadre et al.: best ratio of tokens to parameters of their three fits.
@pytest.mark.parametrize(
    ("fit", "ratio"), [("C4", "3.4"), ("RedPajama", "7.4"), ("RefinedWeb", "5.8")]
)
def test_over_training_optimum(fit, ratio):
    values = laws.over_training.fit(fit).numbers()
    best = laws.allocate(laws.over_training, "1e20", fit=fit)
    assert shown(best.tokens_per_parameter, 2) == ratio
    a, b, eta = (values[n] for n in ("a", "b", "eta"))
    assert shown(best.tokens_per_parameter, 12) == str(((b / a) ** (1 / (2 * eta))).evalf(12))
    assert shown(best.reducible, 12) == str((2 * sp.sqrt(a * b) * 10 ** (-20 * eta)).evalf(12))


# Sardana et al., Table 1: same quality, fewer flops once inference is counted. The usual model is
# printed to three digits, so that what follows from it lies between two values.
@pytest.mark.parametrize(
    ("size", "tokens", "inference", "better", "longer", "saved"),
    [
        ("30e9", "1.56e12", "5e12", "16.4", "3.27", 16),
        ("70e9", "4.26e12", "1e13", "41.6", "7.92", 12),
    ],
)
def test_inference_aware_sizes(size, tokens, inference, better, longer, saved):
    law = laws.inference_aware
    solver = Solver(law, values_of(law, "sardana", {"D_inf": inference}))
    found = []
    for rounding in ("0.997", "1", "1.003"):
        N, D = mp.mpf(size), mp.mpf(tokens) * mp.mpf(rounding)
        spent = 6 * N * D + 2 * N * mp.mpf(inference)
        best = solver.at(solver.budget_for_loss(solver.loss_at({"N": N, "D": D}, spent)))
        found.append((best.sizes["N"] / 10**9, best.sizes["D"] / 10**12, best.flops / spent))
    assert shown(found[1][0], 3) == better
    assert found[0][1] < mp.mpf(longer) < found[2][1]
    assert abs(found[1][1] - mp.mpf(longer)) < mp.mpf("0.007")
    assert {round(float(100 * (1 - x[2]))) for x in found} == {saved}


def test_every_fit_has_a_source_in_the_bibliography():
    from phasecalc.sources import SOURCES

    keys = {s.key for s in SOURCES.values()}
    for name in laws.names():
        law = laws.law(name)
        assert law.source.split(",")[0] in keys, name
        for fit in law.fits:
            assert fit.source.split(",")[0] in keys, (name, fit.name)


def test_closed_form_is_the_numeric_optimum():
    for name in ("two-term", "kaplan", "over-training"):
        law = laws.law(name)
        form = laws.closed_form(law)
        names = [law.symbols[n] for n in law.parameters] + [sp.Symbol("C", positive=True)]
        formulas = sp.lambdify(names, [form.loss, *(form.sizes[n] for n in law.sizes)], "mpmath")
        for fit in law.fits:
            best = laws.allocate(law, "1e22", fit=fit.name, digits=25)
            with mp.workdps(30):
                numbers = fit.numbers()
                given = [mp.mpf(str(numbers[n].evalf(30))) for n in law.parameters]
                found = formulas(*given, mp.mpf(10) ** 22)
                expected = [best.reducible, *(best.sizes[n] for n in law.sizes)]
                for x, y in zip(found, expected, strict=True):
                    assert abs(x / y - 1) < mp.mpf("1e-22")


def test_shares_are_those_of_the_terms():
    """At the optimum the terms are in the ratio of the exponents, not equal."""
    form = laws.closed_form(laws.two_term)
    a, b = (laws.two_term.symbols[n] for n in ("alpha", "beta"))
    assert sp.simplify(form.shares["model"] - b / (a + b)) == 0
    assert sp.simplify(form.shares["data"] - a / (a + b)) == 0


@mp.workdps(50)
def test_local_exponents_are_the_slopes():
    law = laws.pearce_song
    for c in ("1e16", "1e20"):
        step = mp.mpf(10) ** mp.mpf("1e-8")
        solver = Solver(law, law.fit().numbers(), digits=40)
        here, low, high = (solver.at(mp.mpf(c) * s) for s in (1, 1 / step, step))
        for get, exact in (
            (lambda a: a.sizes["N"], here.exponents["N"]),
            (lambda a: a.reducible, -here.loss_exponent),
            (lambda a: a.loss, -here.total_exponent),
        ):
            assert abs(mp.log(get(high) / get(low)) / (2 * mp.log(step)) - exact) < 1e-12


def test_cost_of_being_off():
    solver = Solver(laws.two_term, laws.two_term.fit("besiroglu").numbers())
    more, part = solver.off_by(2, BUDGET)
    best = solver.at(BUDGET)
    moved = {"N": 2 * best.sizes["N"]}
    assert abs(solver.loss_at(moved, BUDGET) - best.reducible - more) < 1e-14
    assert abs(solver.at(part * best.flops).reducible - best.reducible - more) < 1e-9
    zero, whole = solver.off_by(1, BUDGET)
    assert abs(zero) < 1e-20
    assert abs(whole - 1) < 1e-8


@pytest.mark.parametrize(
    ("name", "values", "flops", "why"),
    [
        ("compute-only", {"A": 1, "E": 1, "alpha": "0.1"}, "1e20", "every allocation"),
        ("two-term", {"alpha": "-1/3"}, "1e20", "must be positive"),
        ("two-term", {"A": "1e9"}, "1e3", "edge|no admissible|< 1"),
        ("kaplan-joint", {"q": 1}, "1e20", "no parameter q"),
        ("functional-decay", {"s": 1, "beta": 2, "v": 1}, "1e20", "kink"),
        ("linear-regression", {"a": "1/2"}, "1e20", "needs"),
    ],
)
def test_refusals(name, values, flops, why):
    law = laws.law(name)
    with pytest.raises((DomainError, NotConverged), match=why):
        laws.allocate(law, flops, values=values)
