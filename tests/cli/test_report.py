"""``phasecalc report``: what it writes, and that it writes the same twice."""

from pathlib import Path

import pytest

import phasecalc as pc
from phasecalc.cli import pages
from phasecalc.export.output.compile import engines
from phasecalc.ledger.folder import load
from phasecalc.plrf.checks import verify
from phasecalc.plrf.phases import store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def two_points(monkeypatch):
    """Measured at two points instead of two in every phase."""
    monkeypatch.setattr(verify, "STANDARD_POINTS", verify.STANDARD_POINTS[-6:-4])


@pytest.mark.slow
def test_the_whole_report(phasecalc, tmp_path, two_points):
    outcome = phasecalc("report", "--output", str(tmp_path), "--jobs", "1")
    assert (outcome.status, outcome.err) == (0, "")
    assert str(tmp_path / "report.md") in outcome.out
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    for heading in ("Phases", "Why nothing does better", "Boundaries", "Derived and measured"):
        assert f"\n## {heading}\n" in text
    count = sum(pc.phase_diagram(rate).recheck() for rate in store.LEARNING_RATES)
    assert f"all {count} proofs were accepted" in text
    book = load([ROOT / "derivations"]).entries
    assert f"The book of derivations: {len(book)} theorems" in text
    assert r"$\frac{\alpha \left(1 - 2 \alpha\right) \left(2 \beta - 1\right)}" in text
    for picture in ("phase-diagram.svg", "phase-diagram.png", "exponent-map.svg", "dominance.pdf"):
        assert (tmp_path / picture).stat().st_size > 10_000
    for shown in (text, (tmp_path / "report.html").read_text(encoding="utf-8")):
        for stem in ("phase-diagram", "local-exponents"):
            assert stem in shown
    if engines():
        assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_equal_input_gives_equal_files(phasecalc, tmp_path):
    words = ["report", "--only-point", "--alpha", "1", "--beta", "3/2", "--output"]
    for name in ("one", "two"):
        assert phasecalc(*words, str(tmp_path / name)).status == 0
    one, two = (
        {f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert set(one) == set(two)
    assert len(one) >= 3 + 3 * 4
    assert [name for name in one if one[name] != two[name]] == []


def test_the_date_can_be_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert pages.today() == "2023-11-14"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--alpha", "1"], "give both --alpha and --beta"),
        (["--only-point"], "which point?"),
        (["--only-point", "--alpha", "1/10", "--beta", "1/10"], "no power law"),
        (["--only-point", "--alpha", "x", "--beta", "1"], "alpha"),
    ],
)
def test_bad_points_are_refused_before_anything_is_written(phasecalc, tmp_path, words, message):
    outcome = phasecalc("report", "--output", str(tmp_path / "r"), *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert message in outcome.err
    assert not (tmp_path / "r").exists()


def test_a_stale_diagram_is_reported(phasecalc, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "derive_text", lambda rate: "other")
    outcome = phasecalc("report", "--output", str(tmp_path / "r"))
    assert outcome.status == 1
    assert "differs from what the terms give" in outcome.err
