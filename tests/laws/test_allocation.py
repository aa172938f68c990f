"""Optima at a budget: every digit asked for, every constraint, every kind of number."""

import mpmath as mp
import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, NoOptimum, NotConverged
from phasecalc.laws.optimum.allocation import Solver, values_of

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


@pytest.mark.parametrize("budget", ["1e7", "1e12", "1e23"])
def test_an_optimum_close_to_the_edge_is_interior(budget):
    # D = C/N - N^2 must be at least 1; the best N is closer to that than a step of the grid.
    law = law_of(budget="N*D + N^3", terms={"a": "1/N", "b": "1/D"})
    found = laws.allocate(law, budget)
    n, c = found.sizes["N"], found.flops
    slope = mp.diff(lambda x: 1 / x + x / (c - x**3), n)
    assert abs(slope) * n**2 < 1e-6
    assert mp.almosteq(found.sizes["D"], c / n - n**2, 1e-9)


def test_an_optimum_at_the_edge_is_refused():
    with pytest.raises(NoOptimum, match="at the edge"):
        laws.allocate(law_of(terms={"model": "N^-1"}), "1e12")


def by_scan(loss, budget):
    """Logarithm of the first size at the least loss over a fine grid, and that loss."""
    z = np.linspace(0, np.log(budget), 400_001)
    values = loss(np.exp(z), budget / np.exp(z))
    return z[values.argmin()], values.min()


@pytest.mark.parametrize(
    ("name", "values", "loss"),
    [
        (
            "linear-regression",
            {"a": 2},
            lambda m, n: 1 / m + n**-0.5 + np.minimum(m / n, n**0.5 / n),
        ),
        (
            "bordelon",
            {"a": "3/2", "b": "3/2"},
            lambda n, t: t ** (-1 / 3) + np.maximum(n**-0.5, n**-3.0),
        ),
        (
            "bordelon",
            {"a": 6, "b": "3/2"},
            lambda n, t: t ** (-10 / 3) + np.maximum(n**-5.0, n**-3.0),
        ),
    ],
)
def test_optimum_of_a_law_with_min_or_max(name, values, loss):
    law = laws.law(name)
    found = laws.allocate(law, "1e20", values=values)
    where, least = by_scan(loss, 1e20)
    assert abs(mp.log(found.sizes[law.sizes[0]]) - where) < 1e-3
    assert mp.almosteq(found.reducible, least, 1e-6)


def test_a_branch_counts_only_where_it_is_the_greatest():
    law = law_of(budget="N*D", terms={"model": "max(1/N; 10^12*N^-3)", "data": "1/D"})
    assert mp.almosteq(laws.allocate(law, "1e20").sizes["N"], mp.mpf(10) ** 10, 1e-12)


def test_a_kink_is_refused():
    law = law_of(budget="N*D", terms={"both": "max(1/N; 1/D)"})
    with pytest.raises(NoOptimum, match="kink"):
        laws.allocate(law, "1e20")


def test_a_stationary_point_is_not_given_where_the_edge_is_better():
    law = law_of(budget="N*D", terms={"model": "min(1/N; 1/1000)", "data": "1/D"})
    assert mp.almosteq(laws.allocate(law, "1e8").sizes["N"], 10**4, 1e-12)
    # At 1.2e6 the branch 1/N has its optimum at N = 1095, with loss 0.0018; N = 1 has 0.0010.
    with pytest.raises(NoOptimum, match="edge"):
        laws.allocate(law, "1.2e6")


def test_an_error_in_a_size_may_change_the_branch():
    law = law_of(budget="N*D", terms={"model": "max(1/N; 10^12*N^-3)", "data": "1/D"})
    solver = Solver(law, {})
    more, _ = solver.off_by("1e-5", "1e20")
    # N = 10^5: the other branch is 10^-3.
    assert mp.almosteq(more, mp.mpf("1e-3") + mp.mpf("1e-15") - mp.mpf("2e-10"), 1e-9)


@pytest.mark.parametrize("multiplier", ["1e-9", "1e-60"])
def test_a_size_that_costs_less_than_itself(multiplier):
    """By hand: 1/N = 2 m N^2 and D^(-1/4)/4 = m D^(1/3)/3, so D is far above C = N^2 + D^(1/3)."""
    law = laws.Law.of(
        "cheap", sizes=["N", "D"], terms={"t": "N^-1", "u": "D^(-1/4)"}, budget="N^2 + D^(1/3)",
        parameters=[],
    )  # fmt: skip
    with mp.workdps(60):
        m = mp.mpf(multiplier)
        N, D = (2 * m) ** (-mp.mpf(1) / 3), (4 * m / 3) ** (-mp.mpf(12) / 7)
        best = laws.allocate(law, N**2 + mp.cbrt(D), digits=30)
        assert abs(best.sizes["N"] / N - 1) < mp.mpf(10) ** -25
        assert abs(best.sizes["D"] / D - 1) < mp.mpf(10) ** -25


@pytest.mark.parametrize("flops", ["1e6", "1e300"])
def test_a_budget_that_is_of_no_use_is_not_used_up(flops):
    """Both sizes do harm beyond some number: at N D = C the loss grows with C."""
    terms = {"t": "N^(3/4)", "u": "N^(-1/2)*D^(-7/16)", "v": "D^(1/3)"}
    law = laws.Law.of("idle", sizes=["N", "D"], terms=terms, budget="N*D", parameters=[])
    assert law.optimum().cases[0].loss_exponent == 0
    with pytest.raises(NoOptimum, match="a smaller budget has a smaller loss"):
        laws.allocate(law, flops)


@pytest.mark.parametrize("flops", ["1e12", "1e30", "1e900"])
def test_an_optimum_along_a_slanting_edge(flops):
    """V = C - N D - 2 N is a share 1/41 of the budget at a large one: N D is nearly all of it."""
    terms = {"t": "2*N^(-1/3)*V^(1/30)", "u": "D^(-1/4)*V^(-1/32)"}
    law = law_of(sizes=["N", "D", "V"], terms=terms, budget="N*D + V + 2*N")
    best = laws.allocate(law, flops, digits=20)
    with mp.workdps(40):
        N, D, V = (mp.mpf(best.sizes[n]) for n in "NDV")
        pulls = [
            2 * N ** -(mp.mpf(1) / 3) * V ** (mp.mpf(1) / 30),
            (D * V ** (mp.mpf(1) / 8)) ** -(mp.mpf(1) / 4),
        ]
        # Lagrange's conditions in logarithms: -t/3, -u/4 and t/30 - u/32 against N D + 2 N, N D, V.
        m = pulls[1] / 4 / (N * D)
        assert abs(pulls[0] / 3 / (m * (N * D + 2 * N)) - 1) < mp.mpf(10) ** -15
        assert abs((pulls[1] / 32 - pulls[0] / 30) / (m * V) - 1) < mp.mpf(10) ** -12
        assert abs((N * D + V + 2 * N) / mp.mpf(flops) - 1) < mp.mpf(10) ** -15


@pytest.mark.parametrize("flops", ["1e30", "1e120"])
def test_nothing_is_given_where_a_size_has_lost_its_digits(flops):
    """D takes all but 10^-23 of the budget: V, which is what is left, had 18 digits of 30.

    On the way Newton's steps leave what the budget allows, where logarithms are complex.
    """
    terms = {"t": "N^(-5/16)*V^(-3/4)", "u": "N^(-3/5)*D^(-1/6)*V^(4/9)", "v": "N*D^(-11/16)"}
    law = law_of(sizes=["N", "D", "V"], terms=terms, budget="2*D^(1/5) + 2*V^(1/5)")
    with pytest.raises((NoOptimum, NotConverged), match="edge"):
        laws.allocate(law, flops, digits=30)


def test_a_law_may_be_named():
    fits = {
        "two-term:hoffmann": ("two-term", "hoffmann"),
        "besiroglu": ("two-term", "besiroglu"),
        "two-term": ("two-term", None),
    }
    for name, (law, fit) in fits.items():
        expected = pc.laws.allocate(pc.laws.law(law), "1e23", fit=fit)
        assert pc.laws.allocate(name, "1e23").sizes == expected.sizes
        assert pc.laws.local_exponents(name, ["1e23"])[0].sizes == expected.sizes
    with pytest.raises(DomainError, match="no law or fit 'two-trem'; did you mean 'two-term'"):
        pc.laws.allocate("two-trem", "1e23")
    with pytest.raises(DomainError, match="is the fit hoffmann"):
        pc.laws.allocate("two-term:hoffmann", "1e23", fit="besiroglu")
    with pytest.raises(DomainError, match="law = int: give a Law, the name of one"):
        pc.laws.allocate(3, "1e23")
