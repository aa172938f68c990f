"""The report says what the diagrams say."""

import pytest

import phasecalc as pc
from phasecalc.export.report import report_text
from phasecalc.export.tables import phases_latex, phases_markdown, phases_text


@pytest.fixture(scope="module")
def text():
    diagrams = (pc.phase_diagram("largest"), pc.phase_diagram("free"))
    return report_text(*diagrams, answers=[pc.exponents("1/2", "1/2")])


def test_sections(text):
    for heading in (
        "## At one point",
        "## Phases",
        "## Why nothing does better",
        "## Boundaries",
        "## Lines with logarithms",
        "## Tuning the learning rate",
        "### Where it helps, and by how much",
    ):
        assert f"\n{heading}\n" in text


def test_every_phase_has_its_proof(text):
    for p in pc.phase_diagram().phases:
        assert f"\n**{p.name}**, where {p.region}." in text
    assert text.count("sign conditions re-checked") == 9


def test_jump_and_gain(text):
    (row,) = (line for line in text.splitlines() if line.startswith("| IVa / IVb |"))
    assert row.endswith("| continuous | **jumps** |")
    assert text.count("**jumps**") == 1
    assert "In the phases Ia, Ib, Ic, II, III the gain is identically 0" in text
    assert "**no**" not in text


def test_braces_and_dollars_balance(text):
    assert text.count("{") == text.count("}")
    assert text.count("$") % 2 == 0


def test_tables_of_the_tuned_diagram():
    free = pc.phase_diagram("free")
    assert phases_markdown(free).splitlines()[1] == "|" + " --- |" * 8
    assert phases_latex(free).startswith(r"\begin{tabular}{llllll}")
    assert "gamma* = f^-(4*alpha*(beta - alpha)" in phases_text(free)
