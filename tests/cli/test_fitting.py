"""phasecalc law fit, law loss, and intervals in law solve: from a table to a decision."""

import csv
import io
import json

import numpy as np
import pytest

import phasecalc as pc


@pytest.fixture
def runs(tmp_path):
    """Synthetic runs in a file whose columns have names of their own."""
    rng = np.random.default_rng(0)
    N, D = (x.ravel() for x in np.meshgrid(np.geomspace(1e7, 1e10, 7), np.geomspace(1e9, 1e12, 7)))
    loss = (1.8 + 480 * N**-0.35 + 2100 * D**-0.37) * np.exp(0.005 * rng.standard_normal(49))
    lines = ["Model Size,Training FLOP,loss"]
    lines += [
        f"{n!r},{6 * n * d!r},{y!r}"
        for n, d, y in zip(*map(np.ndarray.tolist, (N, D, loss)), strict=True)
    ]
    path = tmp_path / "runs.csv"
    path.write_text("\n".join(lines))
    return str(path)


COLUMNS = ("--columns", "N=Model Size", "flops=Training FLOP")


def test_three_commands_from_a_table_to_a_decision(phasecalc, runs, tmp_path):
    mine = str(tmp_path / "mine.toml")
    first = phasecalc("law", "fit", "two-term", runs, *COLUMNS, "--resamples", "50", "--save", mine)
    assert first.status == 0, first.err
    assert "D was found from the flops by C = 6*D*N" in first.out
    assert "90 %, by bootstrap of 50 draws" in first.out
    second = phasecalc("law", "solve", mine, "--flops", "1e24")
    assert second.status == 0, second.err
    assert "two-term, fit mine: fitted to runs.csv" in second.out
    assert "tokens per parameter = " in second.out
    assert "times above the largest run fitted" in second.out
    third = phasecalc("law", "loss", mine, "--at", "N=70B", "D=1.4T")
    assert third.status == 0, third.err
    assert "by covariance of a bootstrap of 50 draws" in third.out
    assert "beware: N = 7e+10 lies outside the runs" in third.out


def test_the_saved_interval_is_about_that_of_the_fit(phasecalc, runs, tmp_path):
    """A file keeps a covariance: the width stays, the skewness of the draws does not."""
    mine = str(tmp_path / "mine.toml")
    words = ("law", "fit", "two-term", runs, *COLUMNS, "--flops", "1e24", "--format", "json")
    first = json.loads(phasecalc(*words, "--save", mine).out)
    second = json.loads(phasecalc("law", "solve", mine, "--flops", "1e24", "--format", "json").out)
    one, two = first["optimum"]["sizes"]["N"], second["with_intervals"]["sizes"]["N"]
    assert one["value"] == two["value"]
    widths = [np.log(x["high"] / x["low"]) for x in (one, two)]
    assert widths[1] == pytest.approx(widths[0], rel=0.2)
    assert first["data"]["sha256"] in (tmp_path / "mine.toml").read_text()


def test_a_saved_fit_is_exact_and_an_edited_one_is_refused(phasecalc, runs, tmp_path):
    mine = tmp_path / "mine.toml"
    words = ("law", "fit", "two-term", runs, *COLUMNS, "--resamples", "0", "--format", "json")
    found = json.loads(phasecalc(*words, "--save", str(mine)).out)
    law = pc.laws.read_law(mine)
    assert {n: float(x) for n, x in law.fit("mine").numbers().items()} == {
        n: x["value"] for n, x in found["values"].items()
    }
    assert pc.laws.write_law(law) == mine.read_text()
    text = mine.read_text()
    E = repr(found["values"]["E"]["value"])
    mine.write_text(text.replace(f'E = "{E}"', 'E = "1.5"'))
    done = phasecalc("law", "solve", str(mine), "--flops", "1e24")
    assert done.status == 2
    assert "its support is damaged: it belongs to other values" in done.err


def test_saving_adds_to_the_law_that_is_there_and_to_no_other(phasecalc, runs, tmp_path):
    mine = tmp_path / "mine.toml"
    words = ("law", "fit", "two-term", runs, *COLUMNS, "--resamples", "0", "--save", str(mine))
    assert phasecalc(*words, "--name", "one").status == 0
    assert phasecalc(*words, "--name", "two").status == 0
    assert [f.name for f in pc.laws.read_law(mine).fits][:2] == ["two", "one"]
    before = mine.read_text()
    other = ("law", "fit", "kaplan-joint", runs, *COLUMNS, "--save", str(mine))
    done = phasecalc(*other)
    assert done.status == 2
    assert "there is another law, two-term" in done.err
    assert mine.read_text() == before


def test_nothing_is_written_when_the_data_are_bad(phasecalc, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("N,D,loss\n1e8,1e9,oops\n")
    mine = tmp_path / "mine.toml"
    done = phasecalc("law", "fit", "two-term", str(bad), "--save", str(mine))
    assert (done.status, done.out) == (2, "")
    assert done.err == "phasecalc: bad.csv, line 2, column 'loss': 'oops' is not a number\n"
    assert not mine.exists()


def test_latex_and_json(phasecalc, runs):
    words = ("law", "fit", "two-term", runs, *COLUMNS, "--resamples", "0")
    assert r"\begin{tabular}" in phasecalc(*words, "--format", "latex").out
    found = json.loads(phasecalc(*words, "--format", "json").out)
    assert found["law"] == "two-term"
    assert any(c["about"] == "data" for c in found["caveats"])


def test_jobs_do_not_change_the_answer(phasecalc, runs):
    words = ("law", "fit", "two-term", runs, *COLUMNS, "--resamples", "50", "--seed", "7")
    assert phasecalc(*words).out == phasecalc(*words, "--jobs", "2").out


def test_loss_of_a_published_fit(phasecalc):
    done = phasecalc("law", "loss", "two-term", "--fit", "besiroglu", "--at", "N=70B", "D=1.4T")
    value = 1.8172 + 482.01 * 70e9**-0.3478 + 2085.43 * 1.4e12**-0.3658
    assert done.status == 0
    assert f"loss = {value:.4g}" in done.out
    assert "fit besiroglu: besiroglu2024chinchilla, Table 1" in done.out
    assert "beware: no interval comes with these constants" in done.out
    words = ("law", "loss", "two-term", "--fit", "besiroglu", "--at", "N=70B", "--at", "D=1.4T")
    assert phasecalc(*words).out == done.out


@pytest.mark.parametrize("budget", ["1e21", "1000000000T"])
def test_letters_in_budgets(phasecalc, budget):
    done = phasecalc("law", "solve", "besiroglu", "--flops", budget)
    assert "two-term at 1.00000e+21 flops" in done.out


def test_letters_in_tokens(phasecalc):
    words = ("law", "solve", "besiroglu", "--format", "json")
    first, second = (phasecalc(*words, "--tokens", x).out for x in ("1.4T", "1400000000000"))
    assert first == second
    assert '"D*": "1.40e12"' in first


def test_the_fit_is_always_named(phasecalc):
    assert "  fit hoffmann: hoff" in phasecalc("law", "solve", "hoffmann", "--flops", "1e22").out
    rows = json.loads(
        phasecalc("law", "solve", "hoffmann", "--flops", "1e22", "--format", "json").out
    )
    assert rows["fit"] == "hoffmann"
    lines = phasecalc("law", "local-exponent", "two-term", "--flops", "1e22").out.splitlines()
    assert lines[-1].startswith("fit besiroglu: besiroglu2024chinchilla, Table 1; standard errors")


def test_the_default_is_the_replication(phasecalc):
    """Its numbers come with standard errors; the printed ones are rounded too far."""
    assert "  fit besiroglu: " in phasecalc("law", "solve", "two-term", "--flops", "1e22").out


def test_numbers_do_not_mix_silently(phasecalc):
    words = ("law", "solve", "two-term", "--flops", "1e22", "--set", "A=406.4")
    done = phasecalc(*words)
    assert done.status == 2
    assert "leaves B, E, alpha, beta open; say with --fit" in done.err
    out = phasecalc(*words, "--fit", "hoffmann").out
    assert "fit hoffmann, but A = 406.4 as set: hoffmann2022training" in out
    at = (
        "law",
        "loss",
        "two-term",
        "--set",
        "E=2",
        "--fit",
        "besiroglu",
        "--at",
        "N=70B",
        "D=1.4T",
    )
    assert "but E = 2 as set" in phasecalc(*at).out
    assert "loss = 2.157" in phasecalc(*at).out  # besiroglu's 1.974 at E = 1.8172


def test_columns_of_other_units_are_flagged(phasecalc, runs, tmp_path):
    words = ("law", "compare", "two-term", "kaplan", "--flops", "1e20:1e21")
    out = phasecalc(*words).out
    assert "N is not counted alike: all parameters (two-term), parameters outside" in out
    assert "C_min" in out
    alike = phasecalc("law", "compare", "hoffmann", "besiroglu", "--flops", "1e20:1e21").out
    assert "counted alike" not in alike
    assert "hoffmann: fit hoffmann: hoffmann2022training" in alike
    apart = phasecalc(*words, "--format", "csv")
    assert "not counted alike" in apart.err
    assert "counted" not in apart.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fit", "two-term", "absent.csv"), "absent.csv: No such file"),
        (("fit", "two-term", "RUNS"), "no column for N"),
        (("fit", "two-term", "RUNS", "--columns", "N"), "--columns N: write NAME=VALUE"),
        (("fit", "two-term", "RUNS", *COLUMNS, "--delta", "wide"), "--delta: 'wide' is not"),
        (("fit", "two-term", "RUNS", *COLUMNS, "--save", "x.csv"), "a law file ends in .toml"),
        (("fit", "two-term", "RUNS", *COLUMNS, "--jobs", "0"), "--jobs 0"),
        (("fit", "two-term", "RUNS", *COLUMNS, "--resamples", "-1"), "--resamples -1"),
        (("fit", "two-term", "RUNS", *COLUMNS, "--fix", "Q=1"), "no parameter 'Q'"),
        (("fit", "two-term", "RUNS", *COLUMNS, "--fix", "E=1;2"), "'1;2'"),
        (("fit", "two-term", "RUNS", *COLUMNS, "--flops", "0"), "flops = 0.0 must be positive"),
        (("loss", "two-term", "--at", "N=70B"), "no value for D"),
        (("loss", "two-term", "--at", "N=70B", "D=-1"), "must be positive"),
        (("loss", "two-term", "--at", "N=70B", "D=x"), "'x' is not a number"),
        (("loss", "two-term", "--at", "M=70B", "D=1"), "the sizes are N, D"),
        (("loss", "bordelon", "--at", "N=1", "t=1"), "no fit"),
        (("loss", "two-term", "--at", "N=70B", "--at", "N=7B"), "--at N=7B: N is given twice"),
        (
            ("solve", "besiroglu", "--flops", "1e20", "--set", "alpha=.3", "--set", "alpha=.4"),
            "--set alpha=.4: alpha is given twice",
        ),
        (("fit", "two-term", "."), ". is a folder, not a file"),
    ],
)
def test_refusals(phasecalc, runs, words, said):
    done = phasecalc("law", *(runs if w == "RUNS" else w for w in words))
    assert done.status == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_intervals_go_into_compare_and_local_exponents(phasecalc, runs, tmp_path):
    mine = str(tmp_path / "mine.toml")
    words = ("law", "fit", "two-term", runs, *COLUMNS, "--resamples", "0", "--save", mine)
    assert phasecalc(*words).status == 0
    window = ("--flops", "1e20:1e22", "--points", "3", "--format", "json")
    figure = tmp_path / "c.svg"
    done = phasecalc("law", "compare", mine, "two-term", *window, "--output", str(figure))
    rows = json.loads(done.out)["points"]
    solved = json.loads(phasecalc("law", "solve", mine, "--flops", "1e22", "--format", "json").out)
    ends = solved["with_intervals"]["sizes"]["N"]
    low, high = float(rows[2]["N* low"]), float(rows[2]["N* high"])
    assert low == pytest.approx(ends["low"], rel=0.05)
    assert high == pytest.approx(ends["high"], rel=0.05)
    assert len(rows[2]["D/N"].replace(".", "")) <= 3  # no more digits than the interval bears
    assert rows[-1]["N* low"] == ""  # published values without a spread
    assert len(rows[-1]["D/N"].replace(".", "")) == 3
    assert figure.read_text(encoding="utf-8").count("PolyCollection_1") == 1
    rows = json.loads(phasecalc("law", "local-exponent", mine, *window).out)["points"]
    assert float(rows[0]["N low"]) < float(rows[0]["N"]) < float(rows[0]["N high"])
    assert float(rows[0]["loss low"]) < float(rows[0]["loss"]) < float(rows[0]["loss high"])
    assert max(len(x.strip("0.")) for n, x in rows[0].items() if n[-3:] not in ("ops", "oat")) <= 4
    words = ("law", "solve", mine, "--flops", "1e25")
    table = list(csv.DictReader(io.StringIO(phasecalc(*words, "--format", "csv").out)))
    assert all(float(r["low"]) < float(r["optimum"]) < float(r["high"]) for r in table)
    apart = phasecalc("law", "compare", mine, "--flops", "1e20:1e27", "--format", "csv").err
    assert "times above the largest run fitted, at 1e+27 flops" in apart
    assert "solved in doubles" in phasecalc("law", "solve", mine, "--flops", "1e400").err
    assert rows[-1]["N low"] == ""


def test_report_writes_page_and_pictures(phasecalc, tmp_path, monkeypatch):
    monkeypatch.setattr("phasecalc.export.output.compile.engines", lambda: ())
    rows = ["N,flops,loss"]
    for k in range(4):
        C = 10.0 ** (18 + k)
        for m in range(-3, 4):
            N = 1e8 * (C / 6e18) ** 0.5 * 2.0**m
            loss = 1.8 + 480 * N**-0.35 + 2100 * (C / 6 / N) ** -0.37
            rows.append(f"{N},{C},{loss * (1 + 0.002 * (-1) ** (k * m))}")
    file, folder = tmp_path / "a$b.csv", tmp_path / "out"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    outcome = phasecalc("law", "report", str(file), "--resamples", "20", "-o", str(folder))
    assert outcome.status == 0
    assert outcome.out.startswith(f"wrote {folder / 'report.md'}")
    page = (folder / "report.html").read_text(encoding="utf-8")
    for stem in ("runs", "best-N", "best-D", "budgets", "residuals", "profile-alpha"):
        assert f'src="{stem}.svg"' in page
        assert (folder / f"{stem}.png").stat().st_size > 1000
    assert "What to run next" in page
    refused = phasecalc("law", "report", str(file), "-o", str(tmp_path / "x.html"))
    assert (refused.status, refused.out) == (2, "")
    assert "a folder" in refused.err
