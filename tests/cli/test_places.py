"""A place that cannot be written to is refused before anything is computed."""

import os

import pytest

import phasecalc.plrf.phases.store as store
from phasecalc.cli import main


@pytest.fixture(autouse=True)
def nothing_is_derived(monkeypatch):
    def derive(*_):
        raise AssertionError("work was begun")

    monkeypatch.setattr(store, "derive_text", derive)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", "-o", "FILE"], "is not a folder"),
        (["report", "-o", "FILE/below"], "is not a folder"),
        (["export", "--what", "phases", "-o", "FOLDER"], "is a folder, not a file"),
        (["export", "--what", "phases", "-o", os.devnull], "is a device, not a file"),
        (["export", "--what", "phases", "--bib", "FILE/x.bib"], "is not a folder"),
        (["explore", "-o", "FILE/x.html"], "is not a folder"),
        (["plot", "map", "--output", "FILE/x.png"], "is not a folder"),
        (["diagram", "--output", "FILE/x.png"], "is not a folder"),
        (["law", "compare", "kaplan", "--output", "FILE/x"], "is not a folder"),
        (["law", "report", "runs.csv", "-o", "FILE"], "is not a folder"),
        (["law", "fit", "two-term", "runs.csv", "--save", "FILE/x.toml"], "is not a folder"),
        (["check", "--certificates", "FOLDER"], "is a folder, not a file"),
    ],
)
def test_a_place_is_looked_at_first(words, said, tmp_path, capsys):
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    places = {"FILE": tmp_path / "file", "FOLDER": tmp_path}
    words = [
        str(places[w.split("/")[0]] / w.partition("/")[2]) if w.split("/")[0] in places else w
        for w in words
    ]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_folder_that_takes_nothing_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    assert main(["report", "-o", str(tmp_path / "below" / "x")]) == 2
    assert "no file may be written" in capsys.readouterr().err
