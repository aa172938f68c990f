"""Rough data: what is odd about them is said in words that help."""

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, NotConverged, ParseError
from phasecalc.fitting.advice.contrast import contrast
from phasecalc.fitting.advice.design import next_runs
from phasecalc.fitting.runs.runs import read_runs
from phasecalc.fitting.runs.trend import without_minimum

N, D = (x.ravel() for x in np.meshgrid(np.geomspace(1e7, 1e10, 6), np.geomspace(1e9, 1e12, 6)))
LOSS = 1.8 + 480 * N**-0.35 + 2100 * D**-0.37


def drawn(noise, seed=1):
    return LOSS * np.exp(noise * np.random.default_rng(seed).standard_normal(36))


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (np.full(36, 2.5), "the loss is 2.5 in all runs"),
        (1.5 + N**0.05, r"the loss grows with N .* does not fall with D beyond its scatter"),
    ],
)
def test_losses_that_no_law_has_are_described(loss, said):
    with pytest.raises(NotConverged, match=said):
        pc.laws.fit("two-term", {"N": N, "D": D, "loss": loss})


def test_scatter_alone_is_described():
    runs = read_runs(pc.laws.two_term, {"N": N, "D": D, "loss": drawn(0.1) / LOSS})
    assert len(without_minimum(runs)) == 2
    assert "does not fall with N beyond its scatter" in without_minimum(runs)[0]


def test_mixed_units_are_named_where_nothing_fits():
    mixed = np.where(np.arange(36) < 10, N / 1e6, N)
    with pytest.raises(NotConverged, match="mixed units"):
        pc.laws.fit("two-term", {"N": mixed, "D": D, "loss": LOSS})


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("nan", r"row 4, column 'loss': 'nan' is not a number; .* 'loss!=nan'"),
        ("N/A", "'loss!=N/A'"),
        ("10,000", "without the commas"),
    ],
)
def test_cells_that_are_often_met(cell, said):
    rows = [{"N": n, "D": d, "loss": x} for n, d, x in zip(N, D, LOSS, strict=True)]
    rows[3]["loss"] = cell
    with pytest.raises(ParseError, match=said):
        pc.laws.fit("two-term", rows)
    if "!=" in said:  # and the advice works
        kept = pc.laws.fit("two-term", rows, where=[f"loss!={cell}"])
        assert len(kept.objective.runs) == 35


def test_runs_written_three_times_are_as_wide_as_once():
    data = {"N": N, "D": D, "loss": drawn(0.01)}
    once = pc.laws.fit("two-term", data)
    again = pc.laws.fit("two-term", {n: np.tile(x, 3) for n, x in data.items()})
    for name, error in once.standard_errors.items():
        assert again.standard_errors[name] == pytest.approx(
            error, rel=0.2
        )  # with each row for a run: a third less


def test_one_size_plans_no_more_of_the_same():
    d = np.geomspace(1e9, 1e12, 30)
    loss = (2.1 + 2100 * d**-0.37) * np.exp(0.01 * np.random.default_rng(0).standard_normal(30))
    fitted = pc.laws.fit("two-term", {"N": np.full(30, 1e9), "D": d, "loss": loss})
    with pytest.raises(DomainError, match=r"none to narrow: N is 1e.09 in all runs; make runs of"):
        next_runs(fitted, 1e22)


def test_one_budget_has_no_exponent():
    n = np.geomspace(1e8, 1e10, 9)
    data = {"N": n, "D": 1e21 / 6 / n, "flops": np.full(9, 1e21), "loss": 2 + np.log(n / 1e9) ** 2}
    with pytest.raises(
        DomainError, match=r"1 of 1 budgets have .*runs of several sizes at another"
    ):
        pc.laws.isoflop(data, resamples=20)


@pytest.mark.parametrize("seed", [2, 3])
def test_noise_that_drowns_the_optimum(seed):
    """Where most draws have no optimum, no plan narrows its interval and nothing is compared."""
    fitted = pc.laws.fit("two-term", {"N": N, "D": D, "loss": drawn(0.2, seed)})
    best = fitted.allocate(1e24)
    assert best.sizes["N"].low is None
    assert "e0 (no interval)" not in str(best)
    with pytest.raises(DomainError, match="has no interval"):
        next_runs(fitted, 1e24)


def test_no_difference_to_what_has_no_interval():
    """Budgets with a minimum each, and a law most of whose draws have no optimum."""
    n, c = (x.ravel() for x in np.meshgrid(np.geomspace(0.2, 5, 5), [1e19, 1e20, 1e21]))
    n = n * np.sqrt(c / 120)
    loss = 2 + 0.1 * np.log(n / np.sqrt(c / 120)) ** 2
    fitted = pc.laws.fit("two-term", {"N": N, "D": D, "loss": drawn(0.2, 2)})
    budgets = pc.laws.isoflop({"N": n, "flops": c, "D": c / 6 / n, "loss": loss}, resamples=50)
    found = contrast(budgets, fitted)
    assert (found.law.low is None) == (found.difference.low is None)
