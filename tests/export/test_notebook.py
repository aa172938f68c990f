"""Every result has what notebooks ask for."""

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

import phasecalc as pc
from phasecalc.claims.reading.result import ClaimResult
from phasecalc.export.views.notebook import html
from phasecalc.plrf.checks.verify import Verdict, Verification
from phasecalc.plrf.frontier.frontier import FrontierPoint
from phasecalc.symbols import alpha

POINT = FrontierPoint(1e10, 1e5, 1e5, 1e-3, 0.75, 0.5, 1e-15)
VERIFICATION = Verification(
    Fraction(1), Fraction(3, 2), "III", 0.75, 0.75, 0.75, 1e-9, Verdict.AGREES, 1e12, (POINT,)
)
RESULTS = {
    "answer": lambda: pc.exponents("7/10", "9/10"),
    "answer on a boundary": lambda: pc.exponents("1 - 1/sqrt(2)", 1),
    "cases": lambda: pc.exponents(alpha, 3),
    "diagram": pc.phase_diagram,
    "phase": lambda: pc.phase_diagram()["IVb"],
    "preimage": lambda: pc.invert("9/14", "1/2")[0],
    "gain": lambda: pc.tuning_gain()[-1],
    "frontier": lambda: pc.Frontier((POINT,)),
    "frontier point": lambda: POINT,
    "constants": lambda: pc.sharp_constants(1, "3/2"),
    "verification": lambda: VERIFICATION,
    "simulation": lambda: pc.second_moments(pc.PLRF(1, 1, 10), 20, seeds=range(2)),
    "claim": lambda: ClaimResult("a", ("alpha > 1",), "eta < 1", "refuted", "exact"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_html(name):
    shown = RESULTS[name]()._repr_html_()
    root = ElementTree.fromstring(f"<div>{shown}</div>")  # well-formed
    assert "".join(root.itertext()).strip()
    assert not re.search(r"\\(?!\()\w", "".join(root.itertext()))


@pytest.mark.parametrize("name", RESULTS)
def test_latex_is_what_mathjax_knows(name):
    shown = RESULTS[name]()._repr_latex_()
    assert "$" in shown
    assert shown.count("$") % 2 == 0
    assert shown.count("{") - shown.count(r"\{") == shown.count("}") - shown.count(r"\}")
    for unknown in ("tabular", "toprule", "proposition", "resizebox", r"\cite"):
        assert unknown not in shown


def test_own_symbols():
    assert "<mi>N</mi>" in html(pc.phase_diagram(), {"d": "N"})


def test_headings_inside_cells_are_hidden_where_there_is_no_style_sheet():
    shown = pc.frontier("0.7", "0.9", [1e10, 1e12])._repr_html_()
    assert shown.count('class="head"') == shown.count('class="head" hidden="hidden"') > 0
