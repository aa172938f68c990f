"""The page that a lead reads: law, decision, plan; and that the plan does what it says."""

import json
import math

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.fitting.advice.design import _noise, next_runs


def test_more_runs_narrow_the_interval_as_planned(synthetic):
    """Make the planned runs, fit again, and measure: first order is good to a fifth."""
    data = synthetic(noise=0.005)
    fitted = pc.laws.fit("two-term", data, delta=math.inf)
    plan = next_runs(fitted, 1e23, 40, most_flops=1e22)
    rng = np.random.default_rng(5)
    N, D = (np.array([r[n] for r in plan.runs]) for n in ("N", "D"))
    loss = (1.8 + 480 * N**-0.35 + 2100 * D**-0.37) * np.exp(0.005 * rng.standard_normal(40))
    new = {"N": N, "D": D, "loss": loss}
    again = pc.laws.fit(
        "two-term", {n: np.concatenate([data[n], new[n]]) for n in data}, delta=math.inf
    )

    def width(fit):
        x = fit.allocate(1e23).sizes["N"]
        return math.log(x.high / x.low)

    assert width(again) / width(fitted) == pytest.approx(plan.factor, rel=0.25)
    assert all(6 * r["N"] * r["D"] <= 1e22 * 1.001 for r in plan.runs)


def test_a_run_is_worth_what_the_fit_makes_of_it():
    """Squares: the standard error that was drawn. Half of it as delta: Huber's of location."""
    rng = np.random.default_rng(5)
    N, D = np.exp(rng.uniform([[16], [21]], [[23], [27]], (2, 6000)))
    loss = 1.8 + 480 * N**-0.35 + 2100 * D**-0.37
    data = {"N": N, "D": D, "loss": loss * np.exp(0.01 * rng.standard_normal(6000))}
    inside = math.erf(0.5 / math.sqrt(2))
    squares = inside - math.exp(-(0.5**2) / 2) / math.sqrt(2 * math.pi) + 0.5**2 * (1 - inside)
    for delta, expected in ((math.inf, 0.01), (0.005, 0.01 * math.sqrt(squares) / inside)):
        fitted = pc.laws.fit("two-term", data, delta=delta)
        assert _noise(fitted) == pytest.approx(expected, rel=0.04)


def test_a_plan_does_not_hang_on_the_few_residuals_within_delta(synthetic):
    """What ten runs gain follows from sizes and noise, not from the luck of one fit.

    Of 30 such fits their own covariance predicted .486, give or take .157.
    """
    factors = [
        next_runs(pc.laws.fit("two-term", synthetic(seed)), 1e24).factor for seed in range(3)
    ]
    assert np.ptp(factors) < 0.03


def test_the_plan_beats_repeating_what_was_done(synthetic):
    fitted = pc.laws.fit("two-term", synthetic(noise=0.005), delta=math.inf)
    plan = next_runs(fitted, 1e24, 64)
    assert plan.factor < math.sqrt(0.5)  # twice the same runs
    assert plan.halving is not None
    assert plan.halving < 192  # three times as many again


def test_no_plan_without_an_interval(synthetic):
    data = {n: x[[0, 7, 20, 35, 56, 63]] for n, x in synthetic(noise=0.0).items()}
    fitted = pc.laws.fit("two-term", data, delta=math.inf)
    with pytest.raises(DomainError, match="without an interval"):
        next_runs(fitted, 1e24)


def test_the_page(synthetic):
    page = pc.laws.diagnose(synthetic(noise=0.005), resamples=50, flops=1e24)
    text = str(page)
    assert "two-term describes the runs best" in text
    for words in ("Law\n", "AICc", "held out", "Decision\n", "N twice too large: loss + "):
        assert words in text
    assert "Next\n10 more runs bring the interval" in text
    found = json.loads(json.dumps(page.data()))
    assert found["rivals"][0]["law"] == "two-term"


def test_the_law_that_made_the_runs_wins():
    """Kaplan's joint form made them; the law with an irreducible loss is not preferred."""
    rng = np.random.default_rng(3)
    N, D = (x.ravel() for x in np.meshgrid(np.geomspace(1e6, 1e10, 9), np.geomspace(1e8, 1e12, 9)))
    loss = ((8.8e13 / N) ** (0.076 / 0.095) + 5.4e13 / D) ** 0.095
    data = {"N": N, "D": D, "loss": loss * np.exp(0.002 * rng.standard_normal(81))}
    page = pc.laws.diagnose(data, law="kaplan-joint", resamples=0)
    assert page.rivals[0].law == "kaplan-joint"
    assert "kaplan-joint describes the runs best" in page.verdict


def test_contradiction_on_the_page(shared):
    page = pc.laws.diagnose(
        shared("isoflop_runs.csv"), where=["dataset=comma", "outlier=False"], resamples=100
    )
    assert page.contrast.contradict
    assert "they CONTRADICT each other" in str(page)


def test_command(phasecalc_law, tmp_path, synthetic):
    data = synthetic(noise=0.005)
    path = tmp_path / "runs.csv"
    rows = [",".join(map(repr, map(float, r))) for r in zip(*data.values(), strict=True)]
    path.write_text("\n".join([",".join(data), *rows]))
    status, out, _ = phasecalc_law("diagnose", str(path), "--resamples", "25", "--flops", "1e24")
    assert status == 0
    assert "more runs bring the interval of log N* at 1e+24 flops" in out
    status, out, err = phasecalc_law("isoflop", str(path))
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


@pytest.fixture
def phasecalc_law(capsys):
    from phasecalc.cli import main

    def call(*words):
        status = main(["law", *words])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call
