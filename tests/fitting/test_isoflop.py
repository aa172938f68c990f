"""Budgets by themselves against published exponents, and against the law on the same runs."""

import math

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.fitting.advice.contrast import contrast
from phasecalc.fitting.advice.curves import lowest
from phasecalc.fitting.advice.isoflop import isoflop_runs

# Porian et al., Table 3: the five ways to train and to count, with 95 % intervals.
CORRECTIONS = {
    "hparams=base warmup=long count=kaplan": (0.8353, 0.824, 0.846),
    "hparams=base warmup=long count=standard": (0.7065, 0.691, 0.717),
    "hparams=base warmup=short decay=kaplan": (0.6020, 0.591, 0.617),
    "decay=chinchilla": (0.5715, 0.560, 0.589),
    "hparams=tuned": (0.4969, 0.491, 0.505),
}
# The paper states .002 at a loss of 3 to .05 at 7; its code compares these bounds with the
# logarithm of the loss, so that all losses got .002.
STATED, NOISE = [(3, 0.002), (7, 0.05)], [(3, 0.002)]


@pytest.mark.parametrize("where", CORRECTIONS)
def test_the_corrections(shared, where):
    """Within .001 of each printed exponent, and the ends of the printed intervals within .0025."""
    printed, low, high = CORRECTIONS[where]
    path = shared("isoflop_corrections.csv")
    found = pc.laws.isoflop(
        path, where=where.split(), curve="akima", noise=NOISE, level=0.95, resamples=2000
    )
    value = found.exponent.value
    assert abs(value - printed) < 0.001
    assert found.exponent.low == pytest.approx(low, abs=0.0025)
    assert found.exponent.high == pytest.approx(high, abs=0.0025)


def test_the_noise_that_is_stated_gives_wider_intervals(shared):
    """Three of five upper ends are missed by more than .003 where losses get the stated noise."""
    missed = 0
    for where, (_, _, high) in CORRECTIONS.items():
        found = pc.laws.isoflop(
            shared("isoflop_corrections.csv"),
            where=where.split(),
            curve="akima",
            noise=STATED,
            level=0.95,
            resamples=500,
        )
        missed += found.exponent.high - high > 0.003
    assert missed >= 3


def test_a_budget_whose_least_loss_is_at_the_edge_is_left_out(shared):
    path = shared("isoflop_corrections.csv")
    where = ["hparams=base", "warmup=long", "count=standard"]
    found = pc.laws.isoflop(path, where=where, curve="akima", noise=NOISE, resamples=50)
    first = found.minima[0]
    assert (first.size, first.why) == (
        None,
        "the least loss is at the smallest or the largest size",
    )
    assert "1.25e+16 flops (8 runs): left out" in str(found)


def test_budgets_left_out_for_one_reason_are_one_line():
    """A page of a thousand budgets of one run each would hide the few that say something."""
    n = np.geomspace(1e7, 1e9, 7)
    rows = [(c, x, 2 + (x / c**0.5) + c**0.5 / x) for c in (1e16, 1e17) for x in n]
    rows += [(2e18 * 2**k, 1e8, 2.0) for k in range(5)]
    c, x, loss = np.array(rows).T
    found = pc.laws.isoflop({"flops": c, "N": x, "loss": loss}, resamples=50)
    lines = [line for line in str(found).splitlines() if "left out" in line]
    assert lines == ["  5 budgets of 2e+18 to 3.2e+19 flops (5 runs): left out: too few sizes"]


RUNS = {  # by budgets, by the law (90 %), and whether they contradict
    "massivetext": (0.541, 0.539, False),
    "comma": (0.426, 0.329, True),
    "dclm": (0.432, 0.368, True),
}
INTERVALS = {"comma": (0.380, 0.461), "dclm": (0.405, 0.463)}


@pytest.mark.parametrize("name", RUNS)
def test_both_ways(shared, name):
    by_budgets, by_law, contradict = RUNS[name]
    path, where = shared("isoflop_runs.csv"), [f"dataset={name}", "outlier=False"]
    budgets = pc.laws.isoflop(path, where=where)
    assert budgets.exponent.value == pytest.approx(by_budgets, abs=6e-4)
    fitted = pc.laws.fit("two-term", path, where=where).bootstrap(200)
    v = fitted.values
    assert v["beta"] / (v["alpha"] + v["beta"]) == pytest.approx(by_law, abs=6e-4)
    both = contrast(budgets, fitted)
    assert both.contradict is contradict
    assert ("CONTRADICT" in str(both)) is contradict
    if contradict:
        assert "is the way of finding minima" in str(both)
        low, high = INTERVALS[name]
        assert budgets.exponent.low == pytest.approx(low, abs=0.012)
        assert budgets.exponent.high == pytest.approx(high, abs=0.012)


def lines(exponent=0.5, wide=1.5, count=7, bend=0.05, noise=0.0, seed=0):
    rng = np.random.default_rng(seed)
    C = np.repeat([1e18, 1e19, 1e20, 1e21], count)
    k = np.tile(np.linspace(-wide, wide, count), 4)
    N = 1e8 * (C / 1e19) ** exponent * np.exp(k)
    return {"flops": C, "N": N, "loss": 3 + bend * k**2 + noise * rng.standard_normal(len(C))}


@pytest.mark.parametrize("curve", ["parabola", "akima", "envelope"])
def test_exact_minima(curve):
    found = pc.laws.isoflop(lines(0.37), curve=curve, resamples=20)
    assert found.exponent.value == pytest.approx(0.37, abs=1e-3)


def test_the_vertex_of_a_law_is_biased_as_published():
    """Czech et al.: D* is off by -1.3011 % within a factor 4 of the optimum, at (.34, .28)."""
    A, B, alpha, beta, C = 406.4, 410.7, 0.34, 0.28, 1e21
    best = (alpha * A / (beta * B)) ** (1 / (alpha + beta)) * (C / 6) ** (beta / (alpha + beta))
    for k, printed in {2: -0.3269, 4: -1.3011, 8: -2.9029, 16: -5.1002}.items():
        D = np.geomspace(1 / k, k, 15) * (C / 6) / best
        loss = 1.69 + A * (C / 6 / D) ** -alpha + B * D**-beta
        place = lowest("parabola", np.log(D), loss)
        assert 100 * (math.exp(place) * best / (C / 6) - 1) == pytest.approx(printed, abs=1e-4)


def test_noise_widens(synthetic):
    few = pc.laws.isoflop(lines(noise=0.001), resamples=200).exponent
    much = pc.laws.isoflop(lines(noise=0.01), resamples=200).exponent
    assert much.high - much.low > 3 * (few.high - few.low)


def test_seeded():
    one, two = (pc.laws.isoflop(lines(noise=0.01), resamples=50, seed=4) for _ in range(2))
    assert np.array_equal(one.draws, two.draws)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"curve": "spline"}, "one of parabola, akima, envelope"),
        ({"resamples": 1}, "resamples = 1"),
        ({"level": 0}, "level = 0"),
        ({"columns": {"N": "M"}}, "no column 'M'"),
        ({"where": ["flops<2e18"]}, "1 of 1 budgets have a minimum"),
    ],
)
def test_refusals(how, said):
    with pytest.raises(DomainError, match=said):
        pc.laws.isoflop(lines(), **how)


def test_curves_without_minimum():
    with pytest.raises(DomainError, match="0 of 4 budgets have a minimum among their runs"):
        pc.laws.isoflop(lines(bend=-0.05), resamples=20)
    data = lines()
    del data["flops"]
    with pytest.raises(DomainError, match="no column for flops"):
        pc.laws.isoflop(data)


def test_runs_of_one_size_count_once(synthetic):
    data = lines()
    twice = {n: np.concatenate([x, x]) for n, x in data.items()}
    found = pc.laws.isoflop(twice, curve="akima", noise=[(3, 1e-6)], resamples=20)
    assert found.exponent.value == pytest.approx(0.5, abs=1e-3)
    assert all(m.runs == 7 for m in found.minima)


def test_the_law_itself_does_not_contradict_itself(synthetic):
    """Runs that follow a law with equal exponents, where vertices are exact."""
    rng = np.random.default_rng(2)
    C = np.repeat([1e18, 1e19, 1e20, 1e21, 1e22], 9)
    k = np.tile(np.linspace(-1, 1, 9), 5)
    N = np.sqrt(C / 6 / 20) * np.exp(k)
    D = C / 6 / N
    loss = (1.8 + 480 * N**-0.35 + 1400 * D**-0.35) * np.exp(2e-3 * rng.standard_normal(45))
    fitted = pc.laws.fit("two-term", {"N": N, "D": D, "loss": loss}, delta=math.inf)
    both = contrast(isoflop_runs(fitted.objective.runs, resamples=300), fitted)
    assert not both.contradict
    assert "they agree" in str(both)
