"""The reason for the model size, against the orders of the terms written out by hand."""

import re
from fractions import Fraction

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.exceptions import DomainError

POINTS = [
    ("1", "3/10"), ("2/5", "3/10"), ("3/20", "4/5"), ("1", "7/10"), ("7/10", "9/10"),
    ("2/5", "9/10"), ("27/100", "7/10"), ("2", "1"), ("3/2", "1/5"),
]  # fmt: skip


def order(name, alpha, beta):
    """Powers of d and r in a term off the critical lines; tau is gamma r."""
    # gamma is d^(2 alpha - 1) or 1.
    rate = min(2 * alpha - 1, Fraction(0))
    size, time, gamma = {
        "F_0": (-2 * alpha + max(1 - 2 * beta, Fraction(0)), Fraction(0), Fraction(0)),
        "F_pp": (Fraction(0), -1 - (2 * beta - 1) / (2 * alpha), Fraction(0)),
        "F_ac": (Fraction(-1), -1 + 1 / (2 * alpha), Fraction(0)),
        "K_pp": (Fraction(0), -2 + 1 / (2 * alpha), Fraction(1)),
    }[name]
    return size + rate * (time + gamma), time


def power(text, name):
    found = re.search(rf"\b{name}(?:\^\(?([-0-9/]+)\)?)?(?= |,|$)", text)
    return Fraction(found[1] or 1)


@pytest.mark.parametrize("point", POINTS)
def test_the_ratio_and_the_balance(point):
    answer = pc.exponents(*point)
    terms, ratio, balance = re.fullmatch(
        r"(\S+) is of the order (.*), so they balance at d = (.*)", answer.reason
    ).groups()
    above, below = (order(n, Fraction(point[0]), Fraction(point[1])) for n in terms.split("/"))
    size, time = above[0] - below[0], above[1] - below[1]
    assert (power(ratio, "d"), power(ratio, "r")) == (size, time)
    slope = power(balance, "r")
    assert size * slope + time == 0
    assert slope / (1 + slope) == Fraction(str(answer.model_size_exponent))


@pytest.mark.parametrize("point", POINTS)
def test_the_reason_of_a_phase_is_that_of_its_points(point):
    names = {n: sp.Rational(x) for n, x in zip(("alpha", "beta"), point, strict=True)}
    phase = pc.phase_diagram()[pc.exponents(*point).phase]
    terms, ratio, balance = re.fullmatch(
        r"(\S+) is of the order (.*), so they balance at d = (.*?)(?: whatever alpha and beta)?",
        phase.reason,
    ).groups()
    above, below = (order(n, *map(Fraction, point)) for n in terms.split("/"))
    found = dict(re.findall(r"\b([dr])(?:\^\((.*?)\))?(?= r|$)", ratio))
    for name, a, b in zip("dr", above, below, strict=True):
        assert sp.sympify(found.get(name) or "1", locals=names) == sp.Rational(a - b)
    place = sp.sympify(balance.removeprefix("r").removeprefix("^") or "1", locals=names)
    assert sp.Rational(above[0] - below[0]) * place + sp.Rational(above[1] - below[1]) == 0
    assert ("whatever" in phase.reason) == (not phase.model_size_exponent.free_symbols)


def test_no_reason_where_two_balances_meet_or_the_rate_is_free():
    with pytest.raises(DomainError, match="inside a phase"):
        _ = pc.exponents(1, 1).reason
    with pytest.raises(DomainError, match="largest learning rate"):
        _ = pc.exponents("7/10", "9/10", learning_rate="free").reason
    with pytest.raises(DomainError, match="largest learning rate"):
        _ = pc.phase_diagram(learning_rate="free")["IV"].reason


def test_who_gives_the_slope_of_a_spectrum_is_told_what_alpha_is():
    with pytest.raises(DomainError, match=r"slope -9/10 has alpha = 9/20$"):
        pc.exponents("-0.9", 1)
    with pytest.raises(DomainError, match=r"power law in the budget$"):
        pc.exponents(1, -1)
