"""Optima at a budget: every digit asked for, every constraint, every kind of number."""

import mpmath as mp
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.laws.allocation import Solver, values_of

laws = pc.laws


def law_of(**changed):
    given = {
        "sizes": ["N", "D"],
        "budget": "6*N*D",
        "terms": {"model": "N^-(1/3)", "data": "D^-(1/4)"},
    }
    return laws.Law.of("mine", **{**given, **changed})


def test_every_digit_is_right_whatever_the_ambient_precision():
    few, many = (laws.allocate(laws.two_term, "1e20", digits=n) for n in (40, 80))
    given = (few.loss, few.total_exponent, few.tokens_per_parameter)
    with mp.workdps(90):
        total = many.reducible + many.irreducible
        slope = many.loss_exponent * many.reducible / total
        right = (total, slope, many.sizes["D"] / many.sizes["N"])
        for found, exact in zip(given, right, strict=True):
            assert abs(found / exact - 1) < mp.mpf(10) ** -40


@pytest.mark.parametrize(
    ("bound", "holds"),
    [
        ("N <= 10^12", True),
        ("N >= 10^12", False),
        ("D <= C^(1/2)", False),
        ("D >= C^(1/2)", True),
        ("L*N <= C", True),
        ("L*N >= C", False),
    ],
)
def test_inequalities_are_checked_at_the_optimum(bound, holds):
    law = law_of(constraints={"bound": bound})
    if holds:
        found, free = laws.allocate(law, "1e20"), laws.allocate(law_of(), "1e20")
        assert mp.almosteq(found.sizes["N"], free.sizes["N"], 1e-12)
    else:
        with pytest.raises(DomainError, match="breaks bound"):
            laws.allocate(law, "1e20")


def test_momentum_at_a_budget():
    # Signal 1/(eta k) and noise eta/k at k = C^(1/2): their sum is least at eta = 1.
    found = laws.allocate(
        laws.momentum_polyak, 10**20, values={"s": 1, "beta": 2, "b": "1/2", "v": 1}
    )
    assert mp.almosteq(found.sizes["eta_rho"], 1, 1e-12)
    assert mp.almosteq(found.sizes["k"], 10**10, 1e-12)
    with pytest.raises(DomainError, match="breaks forgets"):
        laws.allocate(laws.momentum_polyak, 10**20, values={"s": 1, "beta": 2, "b": ".9", "v": 1})


def test_the_budget_may_occur_in_an_equality():
    found = laws.allocate(law_of(constraints={"c": "D == C^(2/3)"}), "1e21")
    assert mp.almosteq(found.sizes["D"], mp.mpf(10) ** 14, 1e-12)
    assert mp.almosteq(found.sizes["N"], mp.mpf(10) ** 7 / 6, 1e-12)
    assert mp.almosteq(found.exponents["D"], mp.mpf(2) / 3, 1e-12)


@pytest.mark.parametrize("value", [10**120, mp.mpf(10) ** 120, "10^120"])
def test_a_budget_is_any_kind_of_number(value):
    found = laws.allocate(laws.two_term, value)
    assert mp.almosteq(found.flops, mp.mpf(10) ** 120, 1e-12)
    values = {**values_of(laws.two_term), "A": 10**120}
    assert Solver(laws.two_term, values_of(laws.two_term, values=values)).values["A"] == 10**120


def test_nothing_irreducible_is_a_number():
    found = laws.allocate(laws.two_term, "1e20", values={"E": 0})
    assert found.loss == found.reducible
    assert found.total_exponent == found.loss_exponent
    with pytest.raises(DomainError, match="A = 0 must be positive"):
        laws.allocate(laws.two_term, "1e20", values={"A": 0})
