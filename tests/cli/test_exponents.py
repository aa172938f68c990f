"""``phasecalc exponents``: formats, keys, boundaries, symbols, and what it does not import."""

import json
import math
import subprocess
import sys

import pytest
import sympy as sp

from phasecalc.parsing import expression
from phasecalc.symbols import alpha, beta

FAR = ("1e20", "1e35")
NAMES = {"alpha": alpha, "beta": beta}


def test_json_has_the_promised_keys(phasecalc):
    outcome = phasecalc("exponents", "--alpha", "7/10", "--beta", "9/10", "--format", "json")
    answer = json.loads(outcome.out)
    assert (outcome.status, outcome.err) == (0, "")
    assert {k: answer[k] for k in ("alpha", "beta", "phase", "status", "boundary")} == {
        "alpha": "7/10",
        "beta": "9/10",
        "phase": "III",
        "status": "proved",
        "boundary": False,
    }
    for name, exact, decimal in (
        ("loss_exponent", "9/14", 9 / 14),
        ("model_size_exponent", "1/2", 0.5),
        ("iterations_exponent", "1/2", 0.5),
    ):
        assert answer[name] == exact
        assert answer[f"{name}_float"] == decimal
    assert answer["tradeoff"] == ["K_pp", "F_ac"]
    assert answer["region"] == ["alpha > 1/2", "beta > alpha"]
    assert answer["certificate"]["weights"] == {"F_ac": "9/14", "K_pp": "5/14"}
    assert answer["certificate"]["proved"] is True


def test_boundary_gives_an_interval_where_the_size_jumps(phasecalc):
    outcome = phasecalc("exponents", "--alpha", "1-1/sqrt(2)", "--beta", "1", "--format", "json")
    answer = json.loads(outcome.out)
    assert (answer["phase"], answer["boundary"]) == ("IVa/IVb", True)
    assert answer["model_size_exponent"] == "[1/2, 3/7 + 1/7*sqrt(2)]"
    low, high = answer["model_size_exponent_float"]
    assert low == 0.5
    assert high == pytest.approx(3 / 7 + 2**0.5 / 7, rel=1e-15)


def test_text_and_latex(phasecalc):
    point = ("--alpha", "0.7", "--beta", "0.9")
    assert "P* = f^-(9/14)" in phasecalc("exponents", *point).out
    assert r"\mathfrak{f}^{-9/14}" in phasecalc("exponents", *point, "--format", "latex").out
    free = phasecalc("exponents", "--alpha", "3/10", "--beta", "2", "--learning-rate", "free")
    assert "gamma* = f^-(17/50)" in free.out


@pytest.mark.parametrize(("name", "letter"), [("alpha", "alpha"), ("α", "α")])
def test_symbols_give_cases(phasecalc, name, letter):
    outcome = phasecalc("exponents", "--alpha", name, "--beta", "3", "--format", "json")
    cases = {c["phase"]: c for c in json.loads(outcome.out)["cases"]}
    assert list(cases) == ["Ic", "II", "III", "IVa", "IVb"]
    assert cases["III"]["region"] == ["alpha > 1/2", "alpha < 3"]
    assert all(c["proved"] is True for c in cases.values())
    found = expression(cases["Ic"]["loss_exponent"], NAMES)
    assert sp.cancel(found - alpha * (2 * alpha + 5) / (5 - 3 * alpha)) == 0


@pytest.mark.parametrize(
    ("point", "loss", "powers"),
    [
        (("1", "1/2"), "P* = f^-(2/3) (log f)^(2/3)\n", ("2/3", "0")),
        (("1/2", "1"), "P* = f^-(1/2) (log log f)^(1/2)\n", ("0", "1/2")),
        (("1/4", "2/5"), "P* = f^-(3/20)\n", ("0", "0")),
    ],
)
def test_powers_of_log_f_are_part_of_the_order(phasecalc, point, loss, powers):
    words = ("exponents", "--alpha", point[0], "--beta", point[1])
    assert loss in phasecalc(*words).out
    found = json.loads(phasecalc(*words, "--format", "json").out)
    assert tuple(found["log_powers"].values()) == powers
    assert ("log log" in found["standing"]["here"]) == (powers[1] != "0")
    free = phasecalc(*words, "--learning-rate", "free").out
    assert "log f)" not in free
    assert "largest learning rate only" in free


def test_no_powers_of_log_f_off_the_lines(phasecalc):
    words = ("exponents", "--alpha", "7/10", "--beta", "9/10")
    assert "log_powers" not in json.loads(phasecalc(*words, "--format", "json").out)
    assert "up to powers of log f" not in phasecalc(*words).out
    line = "exponents", "--alpha", "1", "--beta", "1/2"
    assert "d* = f^(1/3)   up to powers of log f\n" in phasecalc(*line).out
    found = phasecalc(*line, "--format", "latex").out
    assert r"(\log\mathfrak{f})^{2/3}" in found
    assert r"\log_{\mathfrak{f}} d_\star \to 1/3" in found


def test_what_an_experiment_sees(phasecalc):
    words = ("exponents", "--alpha", "1", "--beta", "1/5", "--flops")
    seen = "within 7.8e-06: 0.4666589 for 0.4666667; the distance is O(f^-(1/5))"
    assert seen in phasecalc(*words, "1e20").out
    rows = [json.loads(phasecalc(*words, f, "--format", "json").out)["seen"] for f in FAR]
    slope = math.log(rows[0]["within"] / rows[1]["within"]) / math.log(1e15)
    assert rows[0]["correction_exponent"] == "1/5"
    assert abs(slope - 0.2) < 0.004
    line = phasecalc("exponents", "--alpha", "1", "--beta", "1/2", "--flops", "1e20").out
    assert "the distance is no power of f that is derived" in line
    for wrong, why in (
        ((*words, "1e5:1e9"), "give one budget"),
        ((*words, "many"), "a budget is a number such as 1e20"),
        ((*words, "1e20", "--learning-rate", "free"), "not when free"),
        ((*words, "1e20", "--format", "latex"), "--flops is written as text, json"),
        (("exponents", "--alpha", "alpha", "--beta", "1", "--flops", "1e20"), "one point"),
    ):
        refused = phasecalc(*wrong)
        assert refused.status in (1, 2), wrong
        assert why in refused.err, wrong


def test_symbols_in_text_and_latex(phasecalc):
    words = ("exponents", "--alpha", "alpha", "--beta", "beta")
    assert phasecalc(*words).out.count("\n") == 7
    assert phasecalc(*words, "--format", "latex").out.count(r"\\") == 8  # a heading, seven phases


def test_point_query_imports_no_heavy_package():
    code = (
        "import sys; from phasecalc.cli import main; "
        "main(['exponents', '--alpha', '7/10', '--beta', '9/10', '--format', 'json']); "
        "print([m for m in ('sympy', 'numpy', 'matplotlib', 'mpmath') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")
