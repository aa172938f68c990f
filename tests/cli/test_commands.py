"""The other commands: what they print, write and return."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.cli import main
from phasecalc.parsing import expression
from phasecalc.plrf.phases import store
from phasecalc.symbols import alpha, beta

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["name", "region", "tradeoff", "loss_exponent", "model_size_exponent"]


def test_phases_as_json_are_the_derived_formulas(phasecalc):
    records = json.loads(phasecalc("phases", "--format", "json").out)
    diagram = pc.phase_diagram()
    assert [r["name"] for r in records] == ["Ia", "Ib", "Ic", "II", "III", "IVa", "IVb"]
    for r in records:
        assert list(r)[:5] == KEYS
        assert r["proved"] is True
        for key in KEYS[3:]:
            formula = expression(r[key], {"alpha": alpha, "beta": beta})
            assert sp.cancel(formula - getattr(diagram[r["name"]], key)) == 0


def test_phases_with_a_free_learning_rate(phasecalc):
    records = json.loads(phasecalc("phases", "--learning-rate", "free", "--format", "json").out)
    (four,) = (r for r in records if r["name"] == "IV")
    assert four["learning_rate_exponent"] == (
        "4*alpha*(beta - alpha)/(4*alpha*beta + 2*alpha + 2*beta - 1)"
    )


@pytest.mark.slow
def test_phases_on_the_critical_lines(phasecalc):
    rows = json.loads(phasecalc("phases", "--critical", "--format", "json").out)
    (row,) = [x for x in rows if x["where"] == "beta = 1/2 and alpha > 1/2"]
    assert row["loss"] == ["-2*alpha/(2*alpha + 1)", "2*alpha/(2*alpha + 1)", "0"]
    assert "(log f)^(3/4) (log log f)^(3/4)" in phasecalc("phases", "--critical").out
    assert phasecalc("phases", "--critical", "--learning-rate", "free").status == 2


def test_phases_as_text_and_booktabs(phasecalc):
    text = phasecalc("phases").out
    assert f"{pc.phase_diagram().recheck()} proofs re-checked just now" in text
    assert "P* = f^-((2*alpha + 2*beta - 1)/2)" in text
    latex = phasecalc("phases", "--format", "latex").out
    assert [latex.count(rf"\{rule}") for rule in ("toprule", "midrule", "bottomrule")] == [1, 1, 1]
    assert latex.count(r" \\") == 8


def test_invert(phasecalc):
    words = ("invert", "--loss-exponent", "9/14", "--model-size-exponent", "1/2")
    assert phasecalc(*words).out == "III: alpha = 7/10 and beta >= 7/10\n"
    (found,) = json.loads(phasecalc(*words, "--format", "json").out)["preimages"]
    assert found == {"phase": "III", "point": None, "region": ["alpha = 7/10", "beta >= 7/10"]}


def test_invert_without_an_answer(phasecalc):
    outcome = phasecalc("invert", "--loss-exponent=-1")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err == "phasecalc: no alpha and beta have these exponents\n"


@pytest.mark.slow
def test_derive_check_on_what_is_shipped(phasecalc):
    assert phasecalc("derive", "--check").status == 0


@pytest.mark.parametrize(
    ("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_diagram(phasecalc, tmp_path, kind, start):
    file = tmp_path / "folder" / f"diagram.{kind}"
    assert phasecalc("diagram", "--output", str(file)).status == 0
    assert file.read_bytes().startswith(start)
    assert [f.name for f in file.parent.iterdir()] == [file.name]


def test_diagram_with_own_letters_window_and_point(phasecalc, tmp_path):
    options = ("--symbol", r"P=\mathcal{L}", "--alpha", "0:2", "--point", "ours=9/20,1")
    plain, own = tmp_path / "plain.svg", tmp_path / "own.svg"
    assert phasecalc("diagram", "--output", str(plain)).status == 0
    assert phasecalc("diagram", *options, "--output", str(own)).status == 0
    assert own.read_bytes() != plain.read_bytes()


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [("--alpha", "3", "write LOW:HIGH"), ("--beta", "2:1", "lesser first"),
     ("--point", "ours", "NAME=VALUE"), ("--point", "ours=1", "LABEL=ALPHA,BETA"),
     ("--point", "ours=7,1", "widen its range"), ("--symbol", "P=\\input{x}", "P")],
)  # fmt: skip
def test_diagram_refuses_in_a_line(phasecalc, tmp_path, option, text, says):
    outcome = phasecalc("diagram", option, text, "--output", str(tmp_path / "d.svg"))
    assert outcome.status == 2
    assert says in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_diagram_in_another_format_is_refused(phasecalc, tmp_path):
    outcome = phasecalc("diagram", "--output", str(tmp_path / "diagram.doc"))
    assert outcome.status == 2
    assert ".png, .svg or .pdf" in outcome.err


def test_derive_writes_and_checks(phasecalc, tmp_path, monkeypatch):
    # Deriving itself is tested elsewhere; here what is done with its text.
    monkeypatch.setattr(store, "path", lambda rate: tmp_path / f"{rate}.json")
    monkeypatch.setattr(store, "derive_text", lambda rate: f"{rate}\n")
    assert phasecalc("derive", "--check").status == 1
    assert phasecalc("derive").status == 0
    assert (tmp_path / "free.json").read_text(encoding="utf-8") == "free\n"
    assert phasecalc("derive", "--check").out.count("identical") == 2
    (tmp_path / "free.json").write_text("other", encoding="utf-8")
    outcome = phasecalc("derive", "--check")
    assert (outcome.status, outcome.err) == (
        1,
        "phasecalc: free.json differs from what the terms give\n",
    )


def test_version_and_help(phasecalc):
    assert phasecalc("--version").out == f"phasecalc {pc.__version__}\n"
    for command in ("exponents", "phases", "invert", "diagram", "report", "derive"):
        outcome = phasecalc(command, "--help")
        assert outcome.status == 0
        assert f"phasecalc {command} " in outcome.out.split("example")[1]


def test_interruption(monkeypatch, capsys):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("phasecalc.cli._run", interrupt)
    assert main(["phases"]) == 130
    assert capsys.readouterr().err == "phasecalc: interrupted\n"


def test_reader_that_goes_away_is_met_with_silence():
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "phasecalc", "exponents", "--alpha", "1", "--beta", "1"]
    done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_readme_shows_what_the_commands_print(phasecalc):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = (b for b in readme.split("```") if b.startswith("text\n$ "))
    for example in block.removeprefix("text\n").split("$ phasecalc ")[1:]:
        command, _, expected = example.partition("\n")
        outcome = phasecalc(*command.split())
        assert outcome.out + outcome.err == expected


def test_the_rank_above_proved_is_that_of_a_hash(phasecalc, monkeypatch):
    from phasecalc.export.forms import tables
    from phasecalc.export.rocq import lemmas

    seen = phasecalc("phases").out
    assert seen.count("rank         proved, and accepted by Rocq 8.16.1") == 7
    # A diagram of another hash is not in the record: the checker alone has read it.
    monkeypatch.setattr(lemmas, "encode", lambda diagram: {"hash": "0" * 64})
    lines = phasecalc("phases").out.splitlines()
    assert lines.count("  rank         proved") == 7
    assert tables.rank_of(False, None) == "not proved"
