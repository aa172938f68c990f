"""How the commands feel: help, examples, completion, colour, quiet, the same formats everywhere."""

import importlib
import io
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import phasecalc as pc
from phasecalc import cli
from phasecalc.cli import full_parser
from phasecalc.cli.terminal import emphasised, fitted

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = sorted(cli._COMMANDS)
POINT = ("--alpha", "1", "--beta", "3/2")
SPECTRUM = str(Path(__file__).with_name("spectrum.csv"))
RESULTS = {
    "estimate": ("estimate", SPECTRUM, "--coefficients", "b"),
    "exponents": ("exponents", *POINT),
    "cases": ("exponents", "--alpha", "alpha", "--beta", "3"),
    "phases": ("phases",),
    "invert": ("invert", "--loss-exponent", "9/14"),
    "loss": ("loss", *POINT, "--d", "10", "--r", "1", "1e6"),
    "frontier": ("frontier", *POINT, "--flops", "1e10"),
    "simulate": ("simulate", *POINT, "--d", "30", "--iterations", "20", "--moments"),
    "verify": ("verify", *POINT),
    "law": ("law", "local-exponent", "two-term", "--flops", "1e20:1e22"),
}


def module(command):
    return importlib.import_module(f"phasecalc.cli.{cli._COMMANDS[command][0]}")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples_and_exit_status(phasecalc, command):
    outcome = phasecalc(command, "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert "examples:\n" in outcome.out
    assert "exit status: 0 done, 1 no answer, 2 bad input, 130 interrupted" in outcome.out
    assert "--quiet" in outcome.out
    for what, words in module(command).EXAMPLES:
        assert f"  # {what}\n  phasecalc {words}\n" in outcome.out


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_are_of_this_command_and_fit_it(command):
    for _, words in module(command).EXAMPLES:
        given = shlex.split(words.partition(" > ")[0])
        assert given[0] == command
        assert full_parser().parse_args(given).command == command


def test_general_help_names_every_command(phasecalc):
    text = phasecalc("--help").out
    for command in COMMANDS:
        assert f"    {command}" in text
    for word in ("NO_COLOR", "SOURCE_DATE_EPOCH", "exit status", "examples:"):
        assert word in text


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.slow] if n == "verify" else []) for n in RESULTS],
)
def test_every_result_as_json_and_latex(phasecalc, name):
    outcome = phasecalc(*RESULTS[name], "--format", "json")
    assert outcome.status == 0
    assert json.loads(outcome.out)
    outcome = phasecalc(*RESULTS[name], "--format", "latex")
    assert outcome.status == 0
    assert r"\begin{tabular}" in outcome.out or outcome.out.startswith("$")
    assert outcome.out.count("{") == outcome.out.count("}")
    assert "e+" not in outcome.out


@pytest.mark.parametrize(
    "words",
    [
        ("exponents", *POINT),
        ("simulate", *POINT, "--d", "30", "--iterations", "20", "--moments"),
    ],
)
def test_quiet_leaves_the_result(phasecalc, words):
    loud, quiet = phasecalc(*words), phasecalc(*words, "--quiet")
    assert loud.out == quiet.out != ""


def test_quiet_leaves_no_notes(phasecalc, tmp_path):
    file = tmp_path / "d.svg"
    assert phasecalc("diagram", "--output", str(file), "-q").out == ""
    assert file.exists()
    assert "re-checked" in phasecalc("phases").out
    assert "re-checked" not in phasecalc("phases", "-q").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completion_knows_commands_and_options(phasecalc, shell):
    pytest.importorskip("shtab")
    script = phasecalc("completion", shell).out
    for word in (*COMMANDS, "loss-exponent", "only-point", "standalone"):
        assert word in script
    if shell == "bash" and shutil.which("bash"):
        checked = subprocess.run(["bash", "-n"], input=script.encode(), check=False)
        assert checked.returncode == 0


def test_completion_completes_in_bash(phasecalc, tmp_path):
    pytest.importorskip("shtab")
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    file = tmp_path / "phasecalc"
    file.write_text(phasecalc("completion", "bash").out, encoding="utf-8")
    words = (
        f"source {file}; COMP_WORDS=(phasecalc exponents --al); COMP_CWORD=2; "
        "_shtab_phasecalc; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(["bash", "-c", words], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["--alpha"]


def test_completion_without_shtab_says_what_to_install(phasecalc, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "shtab", None)
    outcome = phasecalc("completion", "bash")
    assert (outcome.status, outcome.out) == (2, "")
    assert "pip install 'phasecalc[complete]'" in outcome.err


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_colour_is_for_terminals_that_want_it(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert emphasised("x", Terminal()) == "\x1b[1;31mx\x1b[0m"
    assert emphasised("x", io.StringIO()) == "x"
    monkeypatch.setenv("NO_COLOR", "1")
    assert emphasised("x", Terminal()) == "x"
    monkeypatch.setenv("NO_COLOR", "")  # empty counts as absent
    assert "\x1b" in emphasised("x", Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert emphasised("x", Terminal()) == "x"


def test_the_bare_command_helps(phasecalc):
    outcome = phasecalc()
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == phasecalc("--help").out
    assert all(command in outcome.out for command in COMMANDS)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("exponets", "no command 'exponets'; did you mean 'exponents'?"),
        ("froniter", "no command 'froniter'; did you mean 'frontier'?"),
        ("xyzzy", "no command 'xyzzy'; there are exponents, phases, "),
    ],
)
def test_an_unknown_command_is_told_the_nearest(phasecalc, word, said):
    outcome = phasecalc(word, "--alpha", "1")
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert "See `phasecalc --help`" in outcome.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("exponents --alpa 1 --beta 2", "no option --alpa; did you mean '--alpha'? See `phasecalc"),
        ("exponents --alpha 1 --beta 2 --formt json", "did you mean '--format'?"),
        ("law slove two-term", "ACTION 'slove': did you mean 'solve'? See `phasecalc law --help`"),
        ("law solve two-term --flop 1e20", "did you mean '--flops'? See `phasecalc law solve"),
        ("phases --format jsn", "--format 'jsn': did you mean 'json'?"),
        ("phases --format xyzzy", "--format 'xyzzy': there are text, "),
        (
            "law report two-term runs.csv",
            "no place for 'runs.csv'; see `phasecalc law report --help",
        ),
        ("plot --xyzzy", "no option --xyzzy; see `phasecalc plot --help`"),
    ],
)
def test_an_unknown_word_is_told_the_nearest(phasecalc, words, said):
    outcome = phasecalc(*words.split())
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err


LAW_ACTIONS = [("law", words.split()[1]) for _, words in module("law").EXAMPLES]


@pytest.mark.parametrize("words", [*((c,) for c in COMMANDS), *LAW_ACTIONS])
def test_help_fits_eighty_columns_without_stray_marks(phasecalc, words):
    text = phasecalc(*words, "--help").out
    assert max(map(len, text.splitlines())) <= 80
    assert "`" not in text.partition("\n\n")[2]


COMPARE = ("law", "compare", "kaplan", "hoffmann", "--flops", "1e20:1e21")
# What a terminal is shown of each command that prints a result.
WIDE = {
    **RESULTS,
    "compare": COMPARE,
    "recheck": ("recheck", "CERTIFICATES"),
    "show": ("law", "show", "two-term"),
    "solve": ("law", "solve", "two-term", "--fit", "besiroglu", "--flops", "5e23"),
    "list": ("law", "list"),
    "optimisers": ("law", "optimisers"),
    "critical": ("phases", "--critical"),
    "expand": ("expand", "sum(1/(j^a + t), j)", "--large", "t", "--where", "a > 1"),
    "claims": ("check", "CLAIMS", "--about", "two-term"),
}
QUICK = {"exponents", "cases", "invert", "list", "loss"}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Of one theorem of the book, whose statements are long."""
    book = json.loads((ROOT / "derivations/certificates.json").read_text(encoding="utf-8"))
    rows = [t for t in book["theorems"] if t["label"] == "two-term"]
    file = tmp_path_factory.mktemp("certificates") / "one.json"
    file.write_text(json.dumps({**book, "theorems": rows}), encoding="utf-8")
    return str(file)


@pytest.fixture
def terminal(monkeypatch):
    """Standard output is a terminal of eighty columns from the call of this on."""

    def is_one():
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    return is_one


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n in QUICK else [pytest.mark.slow]) for n in WIDE]
)
def test_results_fit_a_terminal_and_are_whole_elsewhere(
    phasecalc, certificates, tmp_path, terminal, name
):
    claims = tmp_path / "claims.toml"
    claims.write_text('[[claim]]\nstates = "loss_exponent == 1/2"\n', encoding="utf-8")
    files = {"CERTIFICATES": certificates, "CLAIMS": str(claims)}
    words = [files.get(w, w) for w in WIDE[name]]
    whole = phasecalc(*words).out
    terminal()
    text = phasecalc(*words).out
    assert max(map(len, text.splitlines())) <= 80
    # Nothing is lost, but that long words are cut and a table says its first column again.
    assert {w for w in whole.split() if len(w) < 60} <= set(text.split())
    wide = [line for line in whole.splitlines() if len(line) > 80]
    assert (text == whole) == (not wide)


def test_a_table_that_goes_on_below_says_again_what_a_row_is_of(phasecalc, terminal):
    terminal()
    text = phasecalc(*COMPARE).out
    assert text.count("\nhoffmann  hoffmann  1.00000e+20") == text.count("     law       fit ") > 1
    csv = phasecalc(*COMPARE, "--format", "csv").out
    assert len(csv.splitlines()) == 5


def test_what_programs_read_is_whole_on_a_terminal_too(phasecalc, terminal):
    words = ("exponents", "--alpha", "alpha", "--beta", "3", "--format")
    export = ("export", "--what", "table")
    whole = [phasecalc(*words, "latex").out, phasecalc(*export).out]
    terminal()
    assert [phasecalc(*words, "latex").out, phasecalc(*export).out] == whole
    assert all(max(map(len, text.splitlines())) > 80 for text in whole)


def test_a_broken_line_stands_under_what_it_says():
    line = "  bound       P >= F_ac^(9/14) K_pp^(5/14)"
    assert fitted(line, 40) == "  bound       P >= F_ac^(9/14)\n              K_pp^(5/14)"
    assert fitted("name, and more words of it", 20) == "name, and more words\n    of it"
    address = "wrote a.html; open file:///" + "x" * 60
    assert fitted(address, 40).split() == address.split()
    assert fitted(line, None) == line


def test_every_action_of_laws_has_an_example(phasecalc):
    actions = {words.split()[1] for _, words in module("law").EXAMPLES}
    text = phasecalc("law", "--help").out
    assert all(f"    {action}" in text for action in actions)
    for action in actions:
        outcome = phasecalc("law", action, "--help")
        assert "examples:\n  # " in outcome.out
        assert f"  phasecalc law {action} " in outcome.out or action == "list"
    listed = phasecalc("law", "nothing").err.partition("there are ")[2].partition(";")[0]
    assert set(listed.split(", ")) == actions


def test_what_to_cite(phasecalc):
    outcome = phasecalc("--cite")
    assert outcome.status == 0
    assert f"version = {{{pc.__version__}}}" in outcome.out
    assert "2405.15074" in outcome.out
    assert outcome.out.count("{") == outcome.out.count("}")
