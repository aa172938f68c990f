"""Claim files: what is read, what is refused, and the exit status."""

import json

import pytest

import phasecalc as pc
from phasecalc.claims.judging.files import MAX_CLAIMS, claims_of
from phasecalc.cli import main

ISSUE = """
[[claim]]
label = "phase-III-exponent"
where = ["alpha > 1/2", "beta > alpha"]
states = "loss_exponent == 1 - 1/(4*alpha)"
[[claim]]
label = "dominance"
where = ["alpha > 1/2", "beta < alpha", "beta > 1/2"]
states = "exponent(K_pp) > exponent(F_pp)"        # decay exponent in r of each term
"""
WRONG = '[[claim]]\nlabel = "wrong"\nwhere = ["alpha > 1/2"]\nstates = "loss_exponent == 1/2"\n'


@pytest.fixture
def file(tmp_path):
    def write(text, name="claims.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_status_and_output(file, capsys):
    assert main(["check", file(ISSUE)]) == 0
    assert "2 proved, 0 refuted, 0 undecided" in capsys.readouterr().out
    assert main(["check", file(ISSUE + WRONG), "--format", "json"]) == 1
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert [c["status"] for c in claims] == ["proved", "proved", "refuted"]
    assert {"label", "status", "evidence", "seconds", "witness"} <= claims[0].keys()
    assert set(claims[2]["witness"]) >= {"alpha", "beta", "left", "right"}


def test_from_python(file):
    found = pc.check_claims(file(ISSUE))
    assert [r.label for r in found] == ["phase-III-exponent", "dominance"]
    assert all(found)
    assert pc.check_claim("alpha < 1", "alpha < 1/2")
    with pytest.raises(ValueError, match="timeout"):
        pc.check_claim("alpha < 1", timeout=0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no claims"),
        ("[[claim]]\nlabel = 3", "states is missing"),
        ("[[claim]]\nstates = 'alpha < 1'\nlabel = 3", "label is one printable line"),
        ("[[claim]]\nstates = 'alpha < 1'\nwhere = [1]", "where is a list of texts"),
        ("[[claim]]\nstates = 'alpha < 1'\nwhy = 'x'", "unknown key 'why'; allowed are label"),
        ("x = 1", "unknown table or key 'x'"),
        ("claim = 3", "no claims"),
        ("claim = [3]", "not a table"),
        ("[[claim]]\nstates = 'alpha < 1\nlabel = 'x'", "line 2"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        ("[[claim]]\n\n[[claim]]\nstates = 'alpha < 1'", "claim 1 (line 1)"),
        ("[[claim]]\nstates = 'a < 1'", "claim 1 (line 1)"),
        ("[[claim]]\nstates = 'alpha < 1'\nwhere=['beta ~ 1']", "conditions compare formulas"),
        ("[[claim]]\nstates = 'alpha < 1'\nwhere=['loss_exponent > 0']", "alpha and beta alone"),
        ("[[claim]]\nstates = 'phase == \"V\"'", "no phase 'V'; there are Ia"),
        ("[[claim]]\nstates = 'phase + 1 == 2'", 'write phase == "III"'),
        ("[[claim]]\nstates = 'alpha ~ beta ~ 1'", "chained"),
        ("[[claim]]\nstates = 'exponent(alpha) > 1'", "of one term"),
    ],
)
def test_bad_files_are_refused(file, capsys, text, message):
    assert main(["check", file(text)]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert message in out.err
    assert out.err.count("\n") == 1


def test_other_paths_are_refused(file, capsys, tmp_path):
    assert main(["check", file("x = 1", "claims.txt")]) == 2
    assert "ends in .toml" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "none.toml")]) == 2


def test_many_claims_are_refused():
    text = b"[[claim]]\nstates = 'alpha < 1'\n" * (MAX_CLAIMS + 1)
    with pytest.raises(pc.ParseError, match="at most 1000"):
        claims_of(text)


def test_a_claim_prints_as_one_line_each(tmp_path, capsys):
    """What a file says of a claim that is not read cannot pass for the verdict on another."""
    file = tmp_path / "two.toml"
    forged = "forged: proved (proved, 0.1 s)"
    file.write_text(
        '[[claim]]\nstates = "alpha\\n > 0"\n'
        f'[[claim]]\nstates = "junk\\n{forged}"\nwhere = "alpha > 0\\r\\n{forged}"\n'
    )
    assert main(["check", str(file)]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("claim 1: proved (proved")
    assert not any(line.startswith("forged") for line in lines)
