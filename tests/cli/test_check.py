"""``phasecalc check`` on derivations: formats, exit status, bad input."""

import json

import pytest

from phasecalc.cli import main
from tests.ledger.chapters import Book, chapter


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setenv("PHASECALC_CACHE", str(tmp_path / "cache"))
    return Book(tmp_path / "mine")


def test_a_good_folder(book, capsys):
    book.write("a.py", chapter("first"))
    assert main(["check", str(book.folder)]) == 0
    (row,) = (x for x in capsys.readouterr().out.splitlines() if x.startswith("first"))
    assert row.split()[:4] == ["first", "checked", "proved", "1"]
    assert main(["check", str(book.folder), "--format", "json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)["theorems"]
    assert (record["label"], record["status"], record["evidence"]) == ("first", "checked", "proved")
    assert record["cached"]
    assert main(["check", str(book.folder), "--fresh", "--format", "latex"]) == 0
    out = capsys.readouterr().out
    assert r"first & For $\alpha > 0$: $\left(\alpha + 1\right)^{2} =" in out
    assert r" & proved \\" in out


@pytest.mark.parametrize("right", ["alpha", "alpha**2 + 2*alpha"])
def test_a_wrong_step(book, capsys, right):
    file = book.write("a.py", chapter("first", right=right))
    assert main(["check", str(file)]) == 1
    assert "first, line 1, step 1 (Multiply out.)" in capsys.readouterr().out


def test_certificates_are_written_and_read_again(book, capsys, tmp_path):
    book.write("a.py", chapter("first"))
    file = tmp_path / "out.json"
    assert main(["check", str(book.folder), "--certificates", str(file)]) == 0
    capsys.readouterr()
    assert main(["recheck", str(file), "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["theorems"]
    assert (row["label"], row["rank"], row["lines"]) == ("first", "proved", ["proved"])
    file.write_text(file.read_text().replace('"num", "1"', '"num", "2"'))
    assert main(["recheck", str(file)]) != 0
    assert list(tmp_path.glob("out.json.*")) == []


def test_claims_and_derivations_together(book, capsys):
    book.write("a.py", chapter("first"))
    claims = book.folder / "claims.toml"
    claims.write_text('[[claim]]\nlabel = "one"\nwhere = ["alpha > 1"]\nstates = "alpha > 0"\n')
    words = ["check", str(book.folder), str(claims)]
    assert main([*words, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [len(found[k]) for k in ("theorems", "claims")] == [1, 1]
    assert main([*words, "--format", "latex"]) == 0
    claims.write_text(claims.read_text().replace("alpha > 0", "alpha > 2"))
    assert main(words) == 1


def test_bad_input(book, capsys):
    book.write("a.py", chapter("first") + chapter("other").replace('"other"', '"first"'))
    folder = str(book.folder)
    for words in (
        [folder],
        [folder + "-none"],
        [folder + "-none.toml"],
        [folder, "--jobs", "0"],
        [folder, folder, "--check-readme"],
    ):
        assert main(["check", *words]) == 2, words
        assert capsys.readouterr().err.startswith("phasecalc: ")


@pytest.mark.slow
def test_without_a_path_the_book_that_is_shipped_is_read_again(phasecalc):
    outcome = phasecalc("check")
    assert outcome.status == 0
    assert outcome.out == phasecalc("recheck", "--short").out
    assert "theorems read again" in outcome.out


@pytest.mark.parametrize("option", ["--certificates=x.json", "--write-readme", "--format=latex"])
def test_what_needs_a_path_asks_for_one(phasecalc, option):
    outcome = phasecalc("check", option)
    assert (outcome.status, outcome.out) == (2, "")
    assert "of what? Give a folder or a file" in outcome.err
