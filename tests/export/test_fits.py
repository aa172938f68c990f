"""Fits, decisions, spectra and reports: tables, figures and files."""

import matplotlib as mpl
import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.export.figures import (
    allocation_figure,
    budgets_figure,
    profile_figure,
    residuals_figure,
    runs_figure,
)
from phasecalc.export.views.fits import literal, number

pytest.importorskip("scipy")


@pytest.fixture(scope="module")
def runs():
    rng = np.random.default_rng(4)
    C = np.repeat(np.geomspace(1e18, 1e21, 4), 9)
    N = 1e8 * (C / 6e18) ** 0.5 * np.tile(2.0 ** np.arange(-4, 5), 4)
    loss = 1.8 + 480 * N**-0.35 + 2100 * (C / 6 / N) ** -0.37
    return {"N": N, "flops": C, "loss": loss * np.exp(0.004 * rng.standard_normal(36))}


@pytest.fixture(scope="module")
def fitted(runs):
    return pc.laws.fit("two-term", runs, delta="auto")


def test_latex_holds_value_interval_and_caveats(fitted):
    text = pc.latex(fitted)
    assert r"$\alpha$ &" in text
    assert text.count(r"\\") == 6  # head and five parameters
    assert text.count(r"\item beware") == sum(c.about != "data" for c in fitted.caveats)
    assert r"$N_\star$" in pc.latex(fitted.allocate(1e22))
    assert r"\sim C^a" in pc.latex(_budgets(fitted))


def _budgets(fitted):
    from phasecalc.fitting.advice.isoflop import isoflop_runs

    return isoflop_runs(fitted.objective.runs, resamples=50)


def test_a_spectrum_in_latex():
    j = np.arange(1, 400.0)
    text = pc.latex(pc.estimate(j**-1.4, j**-0.9))
    assert r"$\eta$ &" in text
    assert r"j^{-1.4} = j^{-2\alpha}" in text


def test_marks_in_names_have_no_meaning():
    assert literal("a$b$ *c*") == "`a$b$` `*c*`"
    assert literal("plain") == "plain"
    assert number("1.5e-3") == r"$1.5\cdot10^{-3}$"


def test_band_is_that_of_allocate(fitted):
    """The figure against the decision at one budget, computed by itself."""
    ax = runs_figure(fitted, 1e22)
    budgets, best = ax.lines[0].get_data()
    at = fitted.allocate(float(budgets[3])).loss
    assert best[3] == pytest.approx(at.value)
    ends = ax.collections[0].get_paths()[0].vertices
    mine = ends[np.isclose(ends[:, 0], budgets[3])][:, 1]
    assert sorted(set(mine.round(9))) == pytest.approx([at.low, at.high])
    dashed = ax.lines[1].get_data()
    assert dashed[0][0] <= fitted.ranges["flops"][1] < dashed[0][-1]


def test_profile_meets_its_level_where_the_interval_ends(fitted):
    ax = profile_figure(fitted, "alpha")
    x, rise = ax.lines[0].get_data()
    limit = ax.lines[1].get_ydata()[0]
    found = fitted.profile("alpha")
    assert rise.min() == 0
    assert np.interp([found.low, found.high], x, rise) == pytest.approx([limit] * 2, rel=0.1)


def test_other_figures(fitted):
    ax = allocation_figure(fitted, "D", budgets=_budgets(fitted))
    assert ax.get_ylabel() == r"$D_\star$"
    ax = allocation_figure(fitted, budgets=_budgets(fitted))
    assert len(ax.containers) == 1
    assert len(budgets_figure(fitted).lines) == 8  # points and a parabola at each budget
    assert residuals_figure(fitted).collections[0].get_offsets().shape == (36, 2)
    with pytest.raises(DomainError, match="was not fitted"):
        profile_figure(fitted, "x")
    with pytest.raises(DomainError, match="the law has"):
        allocation_figure(fitted, "x")


def test_runs_without_flops_have_no_budget_to_draw(runs):
    data = {"N": runs["N"], "D": runs["flops"] / 6 / runs["N"], "loss": runs["loss"]}
    bare = pc.laws.fit("two-term", data, delta="auto")
    if bare.objective.runs.flops is None:
        with pytest.raises(DomainError, match="no flops"):
            budgets_figure(bare)
    assert residuals_figure(bare).get_xscale() == "log"


def test_figures_leave_no_state(fitted):
    before = dict(mpl.rcParams)
    residuals_figure(fitted)
    assert dict(mpl.rcParams) == before
