"""Commands of the numerical half: what they print and what they refuse."""

import csv
import io
import json

import mpmath as mp
import pytest

import phasecalc as pc
from phasecalc.cli import main

POINT = ("--alpha", "7/10", "--beta", "9/10")


def test_loss_prints_what_the_model_says(phasecalc):
    text = phasecalc("loss", *POINT, "--d", "100", "--r", "0", "1e3", "--format", "json").out
    data = json.loads(text)
    assert list(data) == ["model", "points"]
    keys = ["r", "loss", "forcing", "kernel"]
    assert [list(p) for p in data["points"]] == [[*keys, *(f"{k}_float" for k in keys)]] * 2
    model = pc.PLRF("7/10", "9/10", 100)
    for point, r in zip(data["points"], (0, 1000), strict=True):
        for name in ("loss", "forcing", "kernel"):
            assert float(point[name]) == pytest.approx(getattr(model, name)(r), rel=1e-11)


def test_loss_gives_the_digits_asked_for(phasecalc):
    words = ("loss", *POINT, "--d", "20", "--r", "50", "--digits", "30", "--format", "json")
    (point,) = json.loads(phasecalc(*words).out)["points"]
    exact = pc.PLRF("7/10", "9/10", 20).loss(50, digits=40)
    with mp.workdps(45):
        assert abs(mp.mpf(point["loss"]) / exact - 1) < mp.mpf(10) ** -29


def test_loss_as_csv(phasecalc):
    text = phasecalc("loss", *POINT, "--d", "100", "--r", "1", "10", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["r"] for row in rows] == ["1", "10"]
    assert float(rows[0]["loss"]) > float(rows[1]["loss"])


def test_frontier(phasecalc):
    text = phasecalc("frontier", *POINT, "--flops", "1e20", "--format", "json").out
    (point,) = json.loads(text)["points"]
    keys = ["flops", "model_size", "loss", "loss_exponent", "model_size_exponent"]
    assert list(point) == [*keys, *(f"{k}_float" for k in keys)]
    assert point["loss_exponent_float"] == float(point["loss_exponent"])
    assert point["loss_exponent_float"] == pytest.approx(9 / 14, abs=1e-3)


def test_simulate(phasecalc):
    words = ("simulate", *POINT, "--d", "20", "--iterations", "100", "--seeds", "4")
    points = json.loads(phasecalc(*words, "--moments", "--format", "json").out)["points"]
    assert points[0]["r"] == 0
    assert points[-1]["r"] == 100
    assert float(points[0]["ratio"]) == pytest.approx(1, abs=1e-3)
    # One number says how many, several say which: as ``seeds=``.
    some = ("simulate", *POINT, "--d", "20", "--iterations", "9", "--format", "json", "--seeds")
    alike = [json.loads(phasecalc(*some, *s.split()).out) for s in ("3", "0 1 2", "4 7 5")]
    assert alike[0]["points"] == alike[1]["points"] != alike[2]["points"]
    assert [found["model"]["seeds"] for found in alike] == [3, [0, 1, 2], [4, 7, 5]]
    assert "distinct" in phasecalc(*some, "4", "4").err


@pytest.mark.slow
def test_verify_corrections(phasecalc):
    words = ("verify", "--corrections", "--alpha", "3/5", "--beta", "1/5")
    (row,) = json.loads(phasecalc(*words, "--format", "json").out)["points"]
    assert (row["phase"], row["delta"]) == ("Ia", "1/11")
    assert row["loss"]["verdict"] == row["model_size"]["verdict"] == "agrees"
    assert row["loss"]["slopes"][-1] == pytest.approx(1 / 11, rel=0.01)
    assert phasecalc(*words, "--ladder").status == 2


@pytest.mark.slow
def test_verify_ratio(phasecalc):
    answer = phasecalc("verify", "--ratio", *POINT)
    assert answer.status == 0
    assert answer.out.splitlines()[-1] == "1 of 1 stop growing"
    assert phasecalc("verify", "--ratio", "--corrections").status == 2


@pytest.mark.slow
def test_verify_one_point(phasecalc):
    text = phasecalc("verify", *POINT, "--enclosed", "--format", "json").out
    (point,) = json.loads(text)["points"]
    low, high = map(float, point["mean_enclosed"])
    assert 0.64 < low < 9 / 14 < high < 0.645
    assert list(point)[:8] == [
        "alpha", "beta", "phase", "symbolic", "numeric", "extrapolated", "error", "verdict",
    ]  # fmt: skip
    assert point["phase"] == "III"
    assert point["verdict"] == "agrees"


@pytest.mark.slow
def test_a_least_loss_is_enclosed(phasecalc):
    pytest.importorskip("flint")
    words = ("frontier", *POINT, "--flops", "1e6", "--enclosed", "--format", "json")
    (point,) = json.loads(phasecalc(*words).out)["points"]
    assert point["model_size"] == "1504"
    assert point["loss"].startswith("0.00111050541")
    assert int(point["no_better_below"]) < 1504 < int(point["no_better_above"])
    assert point["best"] == "not proved"


@pytest.mark.parametrize("what", ["terms", "isoflop"])
def test_plot(phasecalc, tmp_path, what):
    file = tmp_path / f"{what}.svg"
    assert phasecalc("plot", what, *POINT, "--d", "50", "--output", str(file)).status == 0
    assert file.read_text(encoding="utf-8").lstrip().startswith("<?xml")


@pytest.mark.parametrize(
    "words", [("map", "--quantity", "tuning"), ("dominance", *POINT), ("dominance", "--every")]
)
def test_plot_of_derived_figures(phasecalc, tmp_path, words):
    file = tmp_path / "figure.pdf"
    assert phasecalc("plot", *words, "--output", str(file)).status == 0
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        ("loss", *POINT, "--d", "100", "--r", "-1"),
        ("loss", *POINT, "--d", "0", "--r", "1"),
        ("loss", *POINT, "--d", "nan", "--r", "1"),
        ("loss", *POINT, "--d", "100", "--r", "1", "--v", "10"),
        ("loss", *POINT, "--d", "100", "--r", "1", "--gamma", "5"),
        ("loss", *POINT, "--d", "100", "--r", "1", "--digits", "0"),
        ("loss", *POINT, "--d", "100", "--r", "1", "--digits", "1000000"),
        ("loss", *POINT, "--d", "10**10**10", "--r", "1"),
        ("loss", *POINT, "--d", "1e200", "--r", "1"),
        ("loss", *POINT, "--d", "100", "--r", "__import__('os')"),
        ("loss", "--alpha", "1/5", "--beta", "1", "--d", "100", "--v", "inf", "--r", "1"),
        ("frontier", *POINT, "--flops", "0"),
        ("frontier", *POINT, "--flops", "inf"),
        ("frontier", "--alpha", "-1", "--beta", "3", "--flops", "1e10"),
        ("verify", "--alpha", "1"),
        ("verify", *POINT, "--all"),
        ("verify", *POINT, "--jobs", "0"),
        ("simulate", *POINT, "--d", "20.5", "--iterations", "10"),
        ("simulate", *POINT, "--d", "20", "--iterations", "10", "--seeds", "1"),
        ("plot", "terms", "--output", "figure.xyz"),
        ("plot", "dominance", "--alpha", "1/4", "--beta", "1/4", "--output", "figure.svg"),
        ("plot", "map", "--quantity", "speed", "--output", "figure.svg"),
        ("plot", "nothing", "--output", "figure.svg"),
    ],
)
def test_refusals(words, capsys):
    assert main(list(words)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("phasecalc: ")
    assert captured.err.count("\n") == 1


def test_budgets_are_read_alike(phasecalc):
    words = ("frontier", "--alpha", "1", "--beta", "3/2", "--format", "csv", "--flops")
    window = phasecalc(*words, "1e10:1e12").out
    assert window == phasecalc(*words, "1e10", "10^11", "1T").out
    assert len(window.splitlines()) == 4
    optima = phasecalc("law", "compare", "two-term", "--flops", "1e10:1e12", "--format", "csv")
    assert optima.out.count("two-term") == 3


@pytest.mark.parametrize(
    "words",
    [
        ("law", "solve", "two-term"),
        ("law", "fit", "two-term", "x.csv"),
        ("law", "diagnose", "x.csv"),
    ],
)
def test_where_one_budget_is_wanted_a_window_is_refused(phasecalc, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = "\n".join(f"{n}e8,{d}e9,{3 + 1 / n + 1 / d}" for n in range(1, 6) for d in range(1, 6))
    (tmp_path / "x.csv").write_text(f"N,D,loss\n{lines}\n", encoding="utf-8")
    outcome = phasecalc(*words, "--flops", "1e18:1e20")
    assert outcome.status == 2
    assert "one budget is wanted here; windows FROM:TO are for frontier" in outcome.err
