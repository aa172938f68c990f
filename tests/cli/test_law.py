"""phasecalc law: what it prints, what it writes, what it refuses."""

import csv
import io
import json
import math
import re
from fractions import Fraction

import mpmath as mp
import pytest

from phasecalc.cli import main
from phasecalc.laws.declaring import catalogue
from phasecalc.optimisers.store import BestOptimiser

MOMENTUM = ("solve", "momentum-polyak")


@pytest.fixture
def run(capsys):
    def call(*words):
        status = main(["law", *words])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def test_list(run):
    status, out, _ = run("list")
    assert status == 0
    assert "two-term" in out
    assert "fits: besiroglu, besiroglu-refit, hoffmann" in out
    status, out, _ = run("list", "--format", "json")
    assert {"kaplan", "two-term"} <= {row["name"] for row in json.loads(out)}


def test_show(run):
    status, out, _ = run("show", "two-term")
    assert status == 0
    assert "loss C^-(alpha*beta/(alpha + beta))" in out
    assert "17 statements proved" in out
    assert "N = (C/6)**(beta/(alpha + beta))" in out


def test_shown_file_is_a_law_file(run, tmp_path):
    _, out, _ = run("show", "over-training", "--format", "toml")
    file = tmp_path / "mine.toml"
    file.write_text(out, encoding="utf-8")
    status, again, _ = run("show", str(file), "--format", "toml")
    assert (status, again) == (0, out)


def test_solve(run):
    status, out, _ = run("solve", "two-term", "--fit", "besiroglu", "--flops", "5.76e23")
    assert status == 0
    for words in (
        "N* = 7.22e10, locally C^0.513, in the limit C^0.513",
        "D* = 1.33e12",
        "tokens per parameter = 18.4",
        "loss = 1.97 = 1.82 + 0.157",
        "no interval comes with these constants",
        "N off by 2: loss + 0.00485, as good as the optimum at 84.3 % of the flops",
    ):
        assert words in out


def test_digits_are_those_that_the_constants_bear(run):
    """0.34 and 0.28 may be 0.345 and 0.275: N* of the rounded fit is known to a third or so."""
    _, out, _ = run("solve", "two-term", "--fit", "hoffmann", "--flops", "5.76e23")
    assert "N* = 3.2e10, locally" in out
    assert "tokens per parameter = 93\n" in out
    _, out, _ = run("solve", "two-term", "--flops", "5.76e23", "--digits", "8")
    assert "N* = 7.2248703e+10" in out
    assert "digits are those" not in out


def test_solve_for_tokens_is_the_inverse(run):
    words = ["two-term", "--fit", "hoffmann", "--format", "json", "--digits", "6"]
    first = json.loads(run("solve", *words, "--flops", "1e22")[1])
    second = json.loads(run("solve", *words, "--tokens", first["D*"])[1])
    third = json.loads(run("solve", *words, "--parameters", first["N*"])[1])
    for row in (second, third):
        assert abs(float(row["flops"]) / 1e22 - 1) < 1e-4


def test_set(run):
    words = ["solve", "two-term", "--flops", "5.76e23"]
    values = ["A=406.4", "B=410.7", "E=1.69", "alpha=0.34", "beta=0.28"]
    named = run(*words, "--fit", "hoffmann", "--digits", "6")[1].splitlines()
    assert named[1].startswith("  fit hoffmann: hoffmann2022training, Equation 10")
    every = run(*words, "--set", *values)[1].splitlines()
    assert every == [
        named[0],
        f"  as set: {', '.join(v.replace('=', ' = ') for v in values)}",
        *(line for line in named[2:] if "no interval comes" not in line),
    ]


def test_compare_and_figure(run, tmp_path):
    file = tmp_path / "laws.svg"
    status, out, _ = run(
        "compare", "kaplan", "hoffmann", "besiroglu", "--flops", "1e18:1e26", "--format", "csv",
        "--output", str(file),
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert len(rows) == 27
    assert {(r["law"], r["fit"]) for r in rows} == {
        (n, n) for n in ("kaplan", "hoffmann", "besiroglu")
    }
    assert float(rows[0]["flops"]) == 1e18
    assert float(rows[-1]["flops"]) == 1e26
    assert "<svg" in file.read_text(encoding="utf-8")


def test_local_exponent(run):
    status, out, _ = run(
        "local-exponent", "pearce-song", "--flops", "1e12:1e26", "--points", "8", "--format", "json"
    )
    rows = json.loads(out)["points"]
    assert status == 0
    values = [float(r["N"]) for r in rows]
    assert max(values) > values[0] > values[-1]
    assert rows[-1]["N"] == "0.513"  # 0.512612; its constants are printed to three digits or four
    words = ("local-exponent", "pearce-song", "--flops", "1e12:1e26", "--points", "2")
    (*_, last) = csv.DictReader(io.StringIO(run(*words, "--digits", "6", "--format", "csv")[1]))
    assert abs(float(last["N"]) - 0.512612) < 1e-6


def test_no_table_has_more_digits_than_the_constants_bear(run):
    """Of the rounded Hoffmann fit N* is known to a third or so, and loss to a few percent."""
    words = ("two-term", "--fit", "hoffmann", "--flops", "5.76e23")
    for form in ("csv", "json", "latex"):
        out = run("solve", *words, "--format", form)[1]
        assert "3.2" in out, form
        assert "3.23" not in out, form
    assert (
        "no interval comes" in json.loads(run("solve", *words, "--format", "json")[1])["remarks"][0]
    )
    for form in ("text", "csv", "json"):
        out = run("compare", "hoffmann", "--flops", "5.76e23", "--format", form)[1]
        assert "3.2e10" in out, form
        out = run("local-exponent", *words, "--format", form)[1]
        assert "0.452" in out, form
        assert "0.4516" not in out, form
    more = run("compare", "hoffmann", "--flops", "5.76e23", "--digits", "8", "--format", "csv")[1]
    assert "0.4516129" in more
    assert run("compare", "hoffmann", "--flops", "1e20", "--digits", "0")[0] == 2


def test_published_constants_at_budgets_beyond_doubles(run):
    status, out, _ = run("solve", "two-term", "--flops", "1e900")
    assert status == 0
    assert "N* = 1.07e+460, locally C^0.513" in out


def test_optimisers(run):
    status, out, _ = run("optimisers", "--alpha", "1", "--beta", "1/4")
    assert (status, out) == (0, "best: DANA-decaying; loss exponent higher than SGD's by 1/7\n")
    status, out, _ = run("optimisers")
    assert status == 0
    assert "SignSGD: loss" in out
    rows = json.loads(run("optimisers", "--format", "json")[1])
    assert all(row["gain"] == "0" for row in rows if "SGD" in row["best"])
    assert all(row["where"] for row in rows)


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (["solve", "nothing", "--flops", "1e20"], 2, "no law or fit"),
        (["solve", "two-term", "--flops", "-1"], 2, "must be positive"),
        (["solve", "two-term", "--flops", "1e20", "--set", "Q=1"], 2, "names: A, B"),
        (["solve", "hoffmann", "--flops", "1e20", "--set", "A=os"], 2, "'os'"),
        (["solve", "two-term", "--flops", "1e20", "--set", "A=1"], 2, "say with --fit whose"),
        (["solve", "two-term"], 2, "required"),
        (["solve", "two-term", "--flops", "1e20", "--tokens", "1"], 2, "not allowed"),
        (["solve", "compute-only", "--flops", "1e20"], 2, "no value for"),
        (["compare", "two-term", "--flops", "1e26:1e18"], 2, "FROM <= TO"),
        (["compare", "two-term", "--flops", "1e18:1e26", "--points", "0"], 2, "between 1"),
        (["show", "no-such-file.toml"], 2, "No such file"),
        (["solve", "no-such-file.toml", "--flops", "1"], 2, "No such file"),
        (["solve", "hoffmann", "--flops", "1e20", "--off-by", "0"], 2, "a factor is positive"),
        (["solve", "hoffmann", "--flops", "1e20", "--off-by", "-2"], 2, "a factor is positive"),
        (["solve", "two-term", "--flops", "1e20", "--set", "A=1", "A=2"], 2, "A is given twice"),
        (["solve", "hoffmann", "--flops", "5"], 1, "no admissible sizes"),
        (
            ["solve", "compute-only", "--flops", "1e20", "--set", "A=1", "E=1", "alpha=.3"],
            1,
            "every allocation",
        ),
        (
            [*MOMENTUM, "--flops", "1e20", "--set", "s=1", "beta=2", "v=1", "b=.9"],
            1,
            "breaks forgets",
        ),
        (["compare", "no-law", "--flops", "1:2", "--output", "x.txt"], 2, "x.txt: the figure"),
        (["compare", "no-law", "--flops", "1:1e305", "--output", "x.svg"], 2, "a figure ends"),
        (["optimisers", "--output", "x.txt"], 2, "x.txt: the figure"),
        (["optimisers", "--alpha", "1"], 2, "both"),
        (["optimisers", "--alpha", "1/8", "--beta", "1/8"], 2, "outside"),
        ([], 2, "required"),
    ],
)
def test_refusals(run, words, status, why):
    found, out, err = run(*words)
    assert found == status
    assert out == ""
    assert why in err
    assert err.count("\n") == 1


def test_a_bad_file_is_refused_with_its_line(run, tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text('name = "x"\nsizes = ["N"]\nbudget = "M"\n[terms]\nt = "1"\n', encoding="utf-8")
    status, _, err = run("show", str(file))
    assert status == 2
    assert err.startswith("phasecalc: bad.toml, line 3: ")


def test_solve_in_every_format_with_digits(run):
    words = ["solve", "two-term", "--fit", "besiroglu", "--flops", "5.76e23", "--digits", "30"]
    status, out, _ = run(*words, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [r["quantity"] for r in rows] == ["N", "D", "reducible loss"]
    # N* D* = C/6 to all digits that are shown.
    product = Fraction(rows[0]["optimum"]) * Fraction(rows[1]["optimum"])
    assert abs(product / (Fraction("5.76e23") / 6) - 1) < Fraction(1, 10**28)
    assert run(*words, "--format", "latex")[1].startswith("\\begin{tabular}{rrrr}")
    assert run(*words[:-1], "0")[0] == 2


def test_every_digit_shown_is_right(run):
    words = ["solve", "hoffmann", "--flops", "1e20", "--digits", "40", "--format"]
    row = json.loads(run(*words, "json")[1])
    table = list(csv.DictReader(io.StringIO(run(*words, "csv")[1])))
    n, d, low = (Fraction(line["optimum"]) for line in table)
    exact = {
        row["D/N"]: d / n,
        row["loss"]: Fraction("1.69") + low,
        table[2]["local exponent"]: -Fraction("0.34") * Fraction("0.28") / Fraction("0.62"),
    }
    for shown, value in exact.items():
        assert abs(Fraction(shown) / value - 1) < Fraction(1, 10**38)


def test_an_error_too_large_for_the_budget_is_told(run):
    words = ["solve", "hoffmann", "--flops", "1e20", "--off-by", "1e300"]
    status, out, _ = run(*words)
    assert status == 0
    assert "N off by 1.00000e+300: no answer: law two-term: the budget leaves D < 1" in out
    assert "N off by 1.00000e-300: no answer: law two-term: the budget leaves N < 1" in out
    rows = json.loads(run(*words, "--format", "json")[1])["off_by"]
    assert [set(row) for row in rows] == [{"factor", "refused"}] * 2


def test_budgets_beyond_floats(run):
    words = ["hoffmann", "--flops", "1e300:1e320", "--points", "3", "--format", "csv"]
    words += ["--digits", "6"]
    status, out, _ = run("compare", *words)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [r["flops"] for r in rows] == ["1.00000e+300", "1.00000e+310", "1.00000e+320"]
    # N* = const C^(14/31).
    first, _, last = (Fraction(r["N*"]) for r in rows)
    assert abs(math.log10(last / first) - 20 * 14 / 31) < 1e-5


@pytest.mark.parametrize(
    ("law", "lines"),
    [
        (
            "functional-constant",
            [
                "sizes, at least 1: M, K",
                "rates, at most 1: eta",
                "parameters: s, beta, v",
                "domain: beta > 1, s > 0, v > 0",
            ],
        ),
        ("two-term", ["irreducible loss: E", "domain: A > 0, B > 0, E >= 0, alpha > 0, beta > 0"]),
        ("momentum-sgd", ["scales, of any size: eta_rho"]),
    ],
)
def test_show_declares_every_letter(run, law, lines):
    out = run("show", law)[1].splitlines()
    assert {f"  {line}" for line in lines} <= set(out)


def test_list_says_what_the_laws_say(run):
    rows = json.loads(run("list", "--format", "json")[1])
    for row in rows:
        law = catalogue.law(row["name"])
        assert (row["title"], row["source"]) == (law.title, law.source)
        assert row["fits"] == [f.name for f in law.fits]
    assert [row["name"] for row in rows] == list(catalogue.names())


def test_optimisers_as_data_and_rechecked(run, monkeypatch):
    monkeypatch.setattr(BestOptimiser, "recheck", lambda _: 7)
    at = ["--alpha", "1", "--beta", "1/4"]
    status, out, err = run("optimisers", *at, "--format", "json", "--recheck")
    assert (status, json.loads(out)) == (0, {"best": ["DANA-decaying"], "gain": "1/7"})
    assert err.startswith("7 statements re-checked")
    status, out, err = run("optimisers", "--format", "json", "--recheck")
    assert json.loads(out)
    assert err.startswith("7 statements re-checked")
    assert "7 statements re-checked" in run("optimisers", *at, "--recheck")[1]


def test_drawn_optimisers_are_rechecked_when_asked(run, monkeypatch, tmp_path):
    monkeypatch.setattr(BestOptimiser, "recheck", lambda _: 7)
    file = str(tmp_path / "best.svg")
    assert "7 statements re-checked" in run("optimisers", "--output", file, "--recheck")[1]


def test_show_as_data_and_as_formulas(run):
    shown = json.loads(run("show", "functional-decay", "--format", "json")[1])
    hard, easy = shown["cases"]
    assert hard["log_powers"]["L"] == hard["loss_exponent"] == "beta*s/(beta + 1)"
    assert easy["log_powers"]["L"] == easy["loss_exponent"]
    out = run("show", "two-term", "--format", "latex")[1]
    assert r"N_{\star} = \left(\frac{C}{6}\right)" in out


def test_degenerate_optima_are_shown_whole(run):
    (case,) = json.loads(run("show", "compute-only", "--format", "json")[1])["cases"]
    vertices = [case["exponents"], *case["or_anything_up_to"]]
    assert {v["N"] for v in vertices} == {"0", "1"}
    assert "or anything between" in run("show", "compute-only", "--format", "latex")[1]


LOGARITHM = """
name = "logarithm"
sizes = ["N", "V", "D"]
parameters = ["a", "p", "b"]
budget = "(N + V)*D"
[terms]
model = "N^-a"
vocabulary = "V^-p*(1 + log(V))"
data = "D^-b"
[fits.one]
a = "0.3"
p = "0.7"
b = "0.4"
"""


def test_no_limit_is_printed_where_none_is_known(run, tmp_path):
    """A logarithm moves the balance of the slack terms: the answer names the ends of the face."""
    path = tmp_path / "logarithm.toml"
    path.write_text(LOGARITHM)
    status, out, _ = run("solve", str(path), "--flops", "1e30")
    (line,) = [x for x in out.splitlines() if "V* =" in x]
    assert status == 0
    assert "not determined by exponents: face from C^0.245 to C^0.571" in line
    assert "in the limit" not in line
    shown = json.loads(run("solve", str(path), "--flops", "1e30", "--format", "json")[1])
    assert shown["limits"]["V"] is None
    assert shown["not_determined"]["faces"] == {"V": ["12/49", "4/7"]}
    shown = run("local-exponent", str(path), "--flops", "1e30:1e31")[1].splitlines()
    assert "not determined by exponents" in shown[-3]
    assert shown[-2:] == ["beware: no interval comes with these constants", "fit one"]


def test_stated_exponents_that_measurements_contradict_say_so(run):
    caveat = "measured, its exponents are larger"
    assert caveat in run("optimisers")[1]
    assert caveat in run("optimisers", "--alpha", "0.3", "--beta", "0.6")[1]
    assert caveat not in run("optimisers", "--alpha", "1", "--beta", "0.6")[1]
    assert caveat not in run("optimisers", "--noise", "in-motion")[1]


def test_diagram_of_a_law(phasecalc, tmp_path):
    file = tmp_path / "two-term.svg"
    assert phasecalc("law", "diagram", "two-term", "--output", str(file)).status == 0
    assert file.read_bytes().startswith(b"<?xml")
    for options, says in (
        (("kaplan",), "hold all but two fixed"),
        (("two-term", "--at", "gamma=1"), "no parameter"),
        (("two-term", "--range", "alpha=3"), "write LOW:HIGH"),
    ):
        outcome = phasecalc("law", "diagram", *options, "--output", str(tmp_path / "x.svg"))
        assert outcome.status == 2
        assert says in outcome.err
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("flops", ["1e24", "1e310", "1e900"])
def test_a_budget_beyond_doubles_is_printed_to_the_digits_that_it_bears(flops, capsys):
    """Sizes by the closed form, in 50 digits; the constants are those of the fit as printed."""
    assert main(["law", "solve", "two-term", "--fit", "besiroglu", "--flops", flops]) == 0
    printed = capsys.readouterr().out
    with mp.workdps(50):
        a, b, alpha, beta = (mp.mpf(x) for x in ("482.01", "2085.43", "0.3478", "0.3658"))
        size = (alpha * a / (beta * b)) ** (1 / (alpha + beta))
        size *= (mp.mpf(flops) / 6) ** (beta / (alpha + beta))
        (shown,) = re.findall(r"N\* = ([0-9.e+]+),", printed)
        digits = len(shown.partition("e")[0].replace(".", ""))
        assert 1 <= digits <= 3
        assert abs(mp.mpf(shown) / size - 1) <= mp.mpf(10) ** (1 - digits)
    assert "unpack" not in printed
