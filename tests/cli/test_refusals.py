"""Bad input: exit status 2, one clear line on stderr, nothing executed, at once."""

import subprocess
import sys
import time

import pytest

_FRONTIER = ("frontier", "--alpha", "7/10", "--beta", "9/10", "--flops")
NUMBERS = {
    "": "empty",
    " ": "",
    "nan": "",
    "inf": "",
    "-inf": "",
    "1j": "",
    "1+1j": "",
    "one": "",
    "1,5": "",
    "1 2": "",
    "1//2": "",
    "1/0": "",
    "0": "alpha > 0",
    "-1": "alpha > 0",
    "-1/2": "alpha > 0",
    "-sqrt(2)": "alpha > 0",
    "__import__('os')": "",
    "__import__('os').system('touch phasecalc-was-here')": "",
    "().__class__": "",
    "lambda: 1": "",
    "10**10**10": "exponent",
    "9" * 10_000: "10000 characters",
    "0." + "1" * 10_000: "characters",
    "(" * 500 + "1" + ")" * 500: "",
    "1e400000000": "",
    "alpha**100000": "",
    "1/alpha": "polynomial",
    "sqrt(alpha)": "polynomial",
    "alpha**5": "polynomial",
    "alpha + gamma": "",
    "7\n/10\x1b[31m": "",
    "７/10": "",
}


@pytest.mark.parametrize(("text", "reason"), NUMBERS.items(), ids=lambda x: repr(x)[:30])
def test_numbers_that_are_none(phasecalc, text, reason):
    start = time.process_time()
    outcome = phasecalc("exponents", "--alpha", text, "--beta", "1")
    assert time.process_time() - start < 2
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("phasecalc: ")
    assert outcome.err.count("\n") == 1
    assert outcome.err[:-1].isprintable()
    assert len(outcome.err) < 450
    assert reason in outcome.err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("unknown",), "unknown"),
        (("exponents",), "--alpha, --beta"),
        (("exponents", "--alpha", "1"), "--beta"),
        (("exponents", "--alpha", "1", "--beta", "1", "--wrong"), "--wrong"),
        (("exponents", "--alph", "1", "--beta", "1"), "--alpha"),
        (("exponents", "--alpha", "1", "--beta", "1", "extra"), "extra"),
        (("exponents", "--alpha", "1/4", "--beta", "1/4"), "alpha + beta > 1/2"),
        (("exponents", "--alpha=1", "--beta=-1/2"), "alpha + beta > 1/2"),
        (("exponents", "--alpha", "1", "--beta", "-1/2"), "alpha + beta > 1/2"),
        (("exponents", "--alpha", "alpha", "--beta", "-alpha"), "meets no phase"),
        (("exponents", "--alpha", "1", "--beta", "1", "--format", "xml"), "xml"),
        (("exponents", "--alpha", "1", "--beta", "1", "--learning-rate", "big"), "big"),
        (("phases", "--critical", "--format", "latex"), "--critical is written as text, json, not"),
        ((*_FRONTIER, "1e6", "--enclosed", "--format", "html"), "as text, json, csv, latex, not"),
        (("verify", "--corrections", "--format", "latex"), "as text, json, not latex"),
        (("invert",), "give loss_exponent"),
        (("invert", "--loss-exponent", "nan"), "loss_exponent"),
        (("invert", "--loss-exponent", "10**10**10"), "loss_exponent"),
        (("invert", "--model-size-exponent", "__import__('os')"), "model_size_exponent"),
        (("diagram",), "--output"),
        (("report", "--alpha", "1"), "both"),
        (("report", "--alpha", "nan", "--beta", "1"), "alpha"),
        (("derive", "--chek"), "--chek"),
        (("--wrong",), "COMMAND"),
        ((*_FRONTIER, "1e-400:1e20"), "flops = 1e-400: 1e3 <= flops"),
        ((*_FRONTIER, "1e400", "--enclosed"), "flops = 1e+400: 1e3 <= flops"),
        ((*_FRONTIER, "1e9", "--ratio", "1e400"), "ratio = 1e+400: 1 <= ratio <= 1e112"),
        ((*_FRONTIER, "1e9", "--gamma", "1e400"), "gamma = 1e+400: SGD diverges"),
    ],
    ids=lambda x: " ".join(x)[:50] if isinstance(x, tuple) else "",
)
def test_usage(phasecalc, words, reason):
    start = time.process_time()
    outcome = phasecalc(*words)
    assert time.process_time() - start < 2
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert reason in outcome.err


@pytest.mark.parametrize("text", ["__import__('os')", "10**10**10", "9" * 10_000, "-1"])
def test_as_a_process(text, tmp_path):
    words = ["-m", "phasecalc", "exponents", "--alpha", text, "--beta", "1"]
    # None of these numbers could be worked out within the time allowed.
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, timeout=30
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_unwritable_place(phasecalc, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = phasecalc("diagram", "--output", str(tmp_path / "file" / "diagram.svg"))
    assert outcome.status == 2  # a place that cannot be is bad input
    assert outcome.err.count("\n") == 1
