"""A law that does not fit its runs is said to, and one that does is not."""

import json
import math

import numpy as np
import pytest
from scipy.optimize import least_squares
from scipy.stats import f as fisher

import phasecalc as pc
from benchmarks.misfit import LAWS, chances, drawn
from phasecalc.cli import main
from phasecalc.fitting.answers.saved import loaded, saved, with_fit


def said(fitted):
    return [c.text for c in fitted.caveats if c.about == "misfit"]


@pytest.mark.slow
def test_false_alarms_are_as_many_as_they_say():
    """Of 120 sets of the law itself: below .05 in 6 give or take 2.4, below .5 in about half."""
    found = chances(drawn("itself", [7, k], 49, 0.01) for k in range(120))
    assert (found < 0.01).sum() <= 5
    assert (found < 0.05).sum() <= 13
    assert 30 <= (found < 0.5).sum() <= 78


@pytest.mark.parametrize("law", [n for n in LAWS if n != "itself"])
def test_other_laws_are_seen(law):
    fitted = pc.laws.fit("two-term", drawn(law, [1], 240, 0.004))
    assert fitted.lack_of_fit.chance < 0.01
    assert len(said(fitted)) == 1
    own = pc.laws.fit("two-term", drawn("itself", [1], 240, 0.004))
    assert said(own) == []


def test_where_it_bends():
    """A step in N alone: the residuals bend with N, by the size of the step."""
    data = drawn("itself", [3], 225, 0.002)
    step = 0.01 * np.tanh(2 * np.log(data["N"] / 3e8))
    data["loss"] = data["loss"] * np.exp(step)
    found = pc.laws.fit("two-term", data).lack_of_fit
    assert found.along == ("N",)
    assert 0.001 < found.size < 0.01


@pytest.mark.parametrize("seed", [3, 11, 12])
def test_even_scatter_by_another_route(seed):
    """SciPy's least squares, and Fisher's F of one regression on all functions at once."""
    data = drawn("itself", [seed], 225, 0.02)
    found = pc.laws.fit("two-term", data, delta=math.inf).lack_of_fit
    n, d = (np.log(data[x] / np.sqrt(data[x].min() * data[x].max())) for x in ("N", "D"))
    more = np.stack([n, n**2, n**3, d, d**2, d**3, n * d], axis=1)
    more /= np.abs(more).max(axis=0)

    def residuals(p):
        size = np.exp(p[0] - p[3] * np.log(data["N"]))
        return np.log((p[2] + size + np.exp(p[1] - p[4] * np.log(data["D"]))) / data["loss"])

    first = least_squares(residuals, [np.log(480), np.log(2100), 1.8, 0.35, 0.37], x_scale="jac")
    slopes = np.column_stack([first.jac, more])
    left = first.fun - slopes @ np.linalg.lstsq(slopes, first.fun, rcond=None)[0]
    sums = first.fun @ first.fun, left @ left
    ratio = (sums[0] - sums[1]) / 7 / (sums[1] / (225 - 12))
    assert (found.functions, found.freedom) == (7, 213)
    assert abs(found.chance - fisher.sf(ratio, 7, 213)) < 0.12


def test_rows_of_one_run_count_once():
    """Errors that whole runs have in common are no bend of the law."""
    rng = np.random.default_rng(2)
    data = drawn("itself", [5], 30, 0.0)
    rows = {n: np.repeat(x, 12) for n, x in data.items()}
    spread = np.tile(np.geomspace(0.8, 1.25, 12), 30)
    rows["N"] = rows["N"] * spread
    shared = np.repeat(0.01 * rng.standard_normal(30), 12)
    rows["loss"] = LAWS["itself"](rows["N"], rows["D"]) * np.exp(
        shared + 0.001 * rng.standard_normal(360)
    )
    rows["run"] = np.repeat(np.arange(30), 12)
    together = pc.laws.fit("two-term", rows, columns={"run": "run"}, delta=math.inf)
    apart = pc.laws.fit("two-term", {n: rows[n] for n in ("N", "D", "loss")}, delta=math.inf)
    assert together.lack_of_fit.chance > 0.01
    assert apart.lack_of_fit.chance < 0.01
    assert together.lack_of_fit.freedom < 30 < apart.lack_of_fit.freedom


def test_nothing_is_said_where_nothing_can_be():
    exact = drawn("itself", [1], 64, 0.0)
    assert pc.laws.fit("two-term", exact).lack_of_fit is None
    few = {n: x[[0, 3, 9, 20, 36, 45, 63]] for n, x in drawn("itself", [1], 64, 0.01).items()}
    assert pc.laws.fit("two-term", few).lack_of_fit is None


def test_it_is_said_wherever_the_fit_is_used(tmp_path, capsys):
    """On the page of the fit, in its JSON, in the law file and where that is solved."""
    data = drawn("kaplan", [4], 144, 0.005)
    runs, law = tmp_path / "runs.csv", tmp_path / "mine.toml"
    rows = [",".join(map(repr, map(float, r))) for r in zip(*data.values(), strict=True)]
    runs.write_text("\n".join([",".join(data), *rows]))
    words = ["law", "fit", "two-term", str(runs), "--resamples", "0"]
    assert main([*words, "--save", str(law)]) == 0
    assert "beware: residuals bend with" in capsys.readouterr().out
    assert main([*words, "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["lack_of_fit"]["chance"] < 0.01
    assert [c["about"] for c in content["caveats"]].count("misfit") == 1
    for more in (
        ["solve", str(law), "--flops", "1e22"],
        ["solve", str(law), "--flops", "1e22", "--format", "json"],
        ["local-exponent", str(law), "--flops", "1e21:1e23"],
    ):
        assert main(["law", *more]) == 0
        captured = capsys.readouterr()
        assert "residuals bend with" in captured.out + captured.err
    assert main(["law", "loss", str(law), "--at", "N=1e9", "D=1e10"]) == 0
    assert "residuals bend with" in capsys.readouterr().out


def test_a_kept_fit_keeps_it():
    fitted = pc.laws.fit("two-term", drawn("kaplan", [4], 144, 0.005))
    again = loaded(pc.laws.parse_law(pc.laws.write_law(with_fit(fitted.law, saved(fitted, "x")))))
    assert said(again) == said(fitted) != []
    assert said(again.allocate(1e22).fit) == said(fitted)


def test_the_runs_of_chinchilla_bend(shared):
    """Seen by another program as well: F = 43 of 5 and 230 degrees for what two terms leave."""
    fitted = pc.laws.fit(
        "two-term",
        shared("chinchilla_digitised.csv"),
        columns={"N": "Model Size", "flops": "Training FLOP"},
        where=["loss<3.44"],
    )
    assert fitted.lack_of_fit.chance == 1 / 1000  # none of 999 draws is as strong
    assert fitted.lack_of_fit.size == pytest.approx(0.0052, rel=0.1)
