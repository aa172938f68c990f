"""Pages of derivations show every step with its reason and its evidence."""

import json
from pathlib import Path

import pytest

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.claims.reading.result import ClaimResult
from phasecalc.export.documents.exports import Request, export
from phasecalc.export.letters.notation import Notation
from phasecalc.export.page.blocks import Math, Statement, Text
from phasecalc.export.page.walk import cited
from phasecalc.export.views.book import status
from phasecalc.export.views.registry import view
from phasecalc.kernel import shipped
from phasecalc.ledger.folder import load
from phasecalc.proof.wording import relation, where

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def theorems():
    chapters = ("d09_ridge", "d10_capacity", "d11_spectral_density", "d12_pure_point")
    files = [ROOT / "derivations" / f"{c}.py" for c in (*chapters, "d32_sharp_form")]
    names = ("spectral-density", "pure-point-forcing", "ridge", "capacity", "sharp-sum")
    return {
        e.derivation.label: e.derivation.theorem
        for e in load(files).entries
        if e.derivation.label in names
    }


def test_every_step_is_shown_with_its_evidence(theorems):
    for theorem in theorems.values():
        (statement,) = view(theorem)
        assert isinstance(statement, Statement)
        shown = [b.lines[0] for b in statement.claim if isinstance(b, Math)]
        assert shown == [relation(goal.statement) for goal in theorem.goals]
        before = " ".join(b.text for b in statement.claim if isinstance(b, Text))
        if theorem.goals:
            assert all(where(goal.statement) in before for goal in theorem.goals)
        else:
            assert before == theorem.statement
        assert statement.label == f"thm:{theorem.label}"
        texts = [b.text for b in statement.proof if isinstance(b, Text)]
        for shown in theorem.lines:
            for step in shown.steps:
                (line, *_) = (t for t in texts if t.startswith(step.because))
                assert str(step.evidence.rank) in line
                assert step.evidence.how in line
        for belief in theorem.beliefs:
            (line, *_) = (t for t in texts if t.startswith(belief.words))
            assert str(belief.evidence.rank) in line


def test_what_is_not_proved_stands_out(theorems):
    (statement,) = view(theorems["sharp-sum"])
    assert "assumed" in statement.title
    marks = [b.text for b in statement.proof if isinstance(b, Text)]
    assert any("(**assumed**: " in text for text in marks)
    assert any("(**sampled**: " in text for text in marks)
    assert not any("(*assumed*" in text or "(**proved**" in text for text in marks)


def test_remainders_are_part_of_the_line(theorems):
    (statement,) = view(theorems["pure-point-forcing"])
    lines = [line for b in statement.proof if isinstance(b, Math) for line in b.lines]
    assert sum("relative error" in line for line in lines) == 1


def test_unknown_labels_and_folders_are_refused(tmp_path):
    with pytest.raises(pc.DomainError, match="no derivation 'nonsense'"):
        export(Request("derivation", "nonsense"))
    with pytest.raises(pc.DomainError, match="which derivation"):
        export(Request("derivation"))
    with pytest.raises(pc.DomainError, match="no derivations there"):
        export(Request("book", derivations=tmp_path / "none"))


def test_a_readers_own_folder(tmp_path):
    (tmp_path / "d01_own.py").write_text(
        '''
"""Own."""
from phasecalc.proof import Identity, Proof, claim, theorem
from phasecalc.symbols import alpha, beta

square = claim((alpha + beta) ** 2, "=", alpha**2 + 2 * alpha * beta + beta**2)

@theorem(label="own-square", source="", goals=(square,))
def own_square(proof: Proof) -> None:
    r"""The square of a sum of $\\alpha$ and $\\beta$."""
    proof.shows(square, "Expand.", Identity())
''',
        encoding="utf-8",
    )
    found = export(Request("book", derivations=tmp_path))
    table = found.blocks[1]
    assert table.rows == (("own-square", "proved", "1 proved"),)
    assert cited(found.blocks) == ()


def test_claims_show_outcome_and_witness():
    found = [
        ClaimResult("a_b", (), "eta > 0", "proved", "proved", certificate={}),
        ClaimResult("c", (), "eta > 1", "derived", "enclosed"),
        ClaimResult(
            "$x$", ("alpha > 1",), "eta = 2", "refuted", "exact", "no", 0.1, {"alpha": "2"}
        ),
    ]
    table, details = view(found)
    assert table.rows[0] == ("a_b", "`eta > 0`", "proved (proved)")
    assert [row[2] for row in table.rows[1:]] == ["derived (enclosed)", "**refuted** (exact)"]
    assert "1 proved, 1 derived, 1 refuted, 0 undecided" in table.caption
    assert "witness `alpha = 2`" in details.items[0]
    assert "$" not in details.items[0]


@pytest.fixture
def little_book(tmp_path, monkeypatch):
    """The book cut to one theorem that uses no other; gives the file and its content."""
    whole = json.loads(shipped.certificates().read_text(encoding="utf-8"))
    (theorem,) = (t for t in whole["theorems"] if t["label"] == "spectral-map")
    assert not theorem["uses"]
    little, file = {**whole, "theorems": [theorem]}, tmp_path / "certificates.json"

    def write():
        file.write_text(json.dumps(little), encoding="utf-8")

    write()
    monkeypatch.setattr(shipped, "certificates", lambda: file)
    return write, theorem


def test_the_status_reads_the_proofs_again(little_book):
    (table,) = status(Notation())
    assert table.rows == (("spectral-map", "proved", "4 proved"),)
    assert "read again for this page" in table.caption
    assert "not done anew" in table.caption


def test_the_status_refuses_another_rank(little_book):
    write, theorem = little_book
    theorem["rank"] = "cited"
    write()
    with pytest.raises(CheckFailed, match="it is 'proved', not 'cited'"):
        status(Notation())


def test_the_status_refuses_a_proof_that_does_not_follow(little_book):
    write, theorem = little_book
    theorem["lines"][0]["statement"]["left"] = ["num", "1"]
    write()
    with pytest.raises(CheckFailed):
        status(Notation())


def test_no_status_without_a_book(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "certificates", lambda: tmp_path / "none.json")
    assert status(Notation()) == ()
