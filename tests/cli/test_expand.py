"""``phasecalc expand``: text, JSON, LaTeX, checks, refusals."""

import json

FORMULA = "sum(1/(j^a + t), j)"


def test_text_and_check(phasecalc):
    outcome = phasecalc("expand", FORMULA, "--large", "t", "--value", "a=3", "--check")
    assert outcome.status == 0
    first, second = outcome.out.splitlines()
    assert first.startswith("gamma(1/3)*gamma(2/3)/(3*t**(2/3)) - 1/(2*t) - 1/(120*t**2) + O(")
    assert second.startswith("check: sampled: error/next term = ")


def test_cases_as_json_and_latex(phasecalc):
    words = (
        "expand",
        "sum(j^-b/(1 + t*j^-a), j)",
        "--large",
        "t",
        "--where",
        "a>1, b>1",
        "-n",
        "1",
    )
    cases = json.loads(phasecalc(*words, "--format", "json").out)["cases"]
    assert len(cases) == 5
    assert cases[0]["region"] == ["a > 1", "b > 1", "b < a + 1"]
    assert r"\zeta" in phasecalc(*words, "--format", "latex").out


def test_small_and_sizes(phasecalc):
    outcome = phasecalc("expand", "sum(exp(-x*j), j)", "--small", "x", "-n", "2")
    assert outcome.out == "1/x - 1/2 + O(x)\n"
    words = (
        "expand",
        "sum(exp(-t/j^2)/j^2, j, 1, N)",
        "--large",
        "t",
        "--size",
        "N=t^2",
        "-n",
        "2",
    )
    assert phasecalc(*words).out.startswith("sqrt(pi)/(2*sqrt(t)) - 1/t**2 + O(")


def test_refusals_are_one_line(phasecalc):
    for words, reason in (
        (("sum(j^-1*exp(-t/j^2)/j^-1, j)", "--large", "t"), "diverges"),
        ((FORMULA, "--large", "t", "--value", "a"), "NAME=VALUE"),
        ((FORMULA, "--large", "t", "--value", "a=2", "--value", "a = 3"), "given twice"),
        ((FORMULA,), "--large"),
        ((FORMULA, "--large", "t", "--small", "t"), "not allowed"),
    ):
        outcome = phasecalc("expand", *words)
        assert outcome.status == 2
        assert outcome.out == ""
        assert reason in outcome.err
        assert outcome.err.count("\n") == 1
