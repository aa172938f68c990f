"""The claim files of the documentation: what becomes of each row, and how many are decided."""

from pathlib import Path

import pytest

import phasecalc as pc
from phasecalc.claims.judging.files import read_file
from phasecalc.sources import SOURCES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "claims"
PAGE = FOLDER.parent / "objects.md"
# Rows that are not proved, by file: what the documentation says of them.
NOT_PROVED = {
    "bordelon": {
        "compute exponent everywhere, the usual formula": "refuted",
        "training time grows faster than the model (abstract)": "refuted",
    },
    "dana": {"DANA-decaying outscales SGD everywhere": "refuted"},
    "pearce-song": {"Kaplan's 0.73 is the limit": "refuted"},
    "hoffmann": {
        "a = 0.46 with the rounded constants as printed": "refuted",
        "tokens grow faster than the model in the replication": "refuted",
    },
    "kaplan": {
        "alpha_C = 0.054 as printed": "refuted",
        "N = C^0.73": "refuted",
        "N = C^0.73 from the joint law of N and D": "refuted",
    },
    "functional": {"the learning rate of easy tasks under decay": "undecided"},
    "optimisers": {"SignSGD never beats SGD above alpha = beta = 1/2": "refuted"},
}


def verdicts(name):
    return {r.label: r for r in pc.check_claims(FOLDER / f"{name}.toml", timeout=60)}


@pytest.mark.parametrize("name", ["bordelon", "pearce-song", "hoffmann", "kaplan"])
def test_tables(name):
    _compare(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dana", "functional", "optimisers"])
def test_slow_tables(name):
    _compare(name)


def rows(found):
    """Rows of the table that the documentation has of a file."""
    return [
        f"| {r.label} | `{r.states.replace('|', '')}` | {r.about} | {r.status} |"
        for r in found.values()
    ]


def _compare(name):
    found = verdicts(name)
    page = PAGE.read_text(encoding="utf-8")
    assert [row for row in rows(found) if row not in page] == []
    assert {k: r.status for k, r in found.items() if not r.holds} == NOT_PROVED[name]
    assert all(r.witness for r in found.values() if r.status == "refuted")
    assert all(r.reason for r in found.values() if r.status == "undecided")


@pytest.mark.slow
def test_what_a_referee_asks():
    found = verdicts("referee")
    page = PAGE.read_text(encoding="utf-8")
    assert [row for row in rows(found) if row not in page] == []
    assert len(found) == 43
    open_ = {k for k, r in found.items() if not r.holds and r.status != "refuted"}
    assert [k.split()[0] for k in open_] == ["42"]
    refuted = sorted(int(k.split()[0]) for k, r in found.items() if r.status == "refuted")
    assert refuted == [5, 12, 15, 22, 24, 27, 33, 34]


def test_every_file_cites_sources_of_the_package():
    keys = {s.key for s in SOURCES.values()}
    for name in [*NOT_PROVED, "referee"]:
        text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        head = text.partition("[[claim]]")[0]
        assert any(key in head for key in keys), name
        assert len(read_file(FOLDER / f"{name}.toml")) >= 5
