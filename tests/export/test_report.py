"""The report says what the diagrams say, in all three forms."""

import re
from html.parser import HTMLParser
from itertools import product
from xml.etree import ElementTree

import pytest

import phasecalc as pc
from phasecalc.export.documents.document import document
from phasecalc.export.documents.point import point_blocks
from phasecalc.export.documents.report import TITLE, report_blocks
from phasecalc.export.forms.tables import phases_text
from phasecalc.export.page.blocks import Text
from phasecalc.export.page.markdown import Markdown
from phasecalc.export.page.site import html_page
from phasecalc.plrf.checks.verify import verify
from tests.browser import browser  # noqa: F401
from tests.glance import DARK, LIGHT, WIDTHS, as_seen, faults

pytestmark = pytest.mark.slow  # nearly all of them ask for the whole report


@pytest.fixture(scope="module")
def blocks():
    diagrams = (pc.phase_diagram("largest"), pc.phase_diagram("free"))
    row = verify(1, "3/2", flops=[1e12, 1e16, 1e20, 1e24, 1e28])
    return report_blocks(*diagrams, verified=row, date="2024-01-01")


@pytest.fixture(scope="module")
def text(blocks):
    return Markdown().page(blocks)


def test_sections(text):
    for heading in (
        "## Summary",
        "## Phases",
        "## Why nothing does better",
        "## Boundaries",
        "## Lines with logarithms",
        "## Derived and measured",
        "## Tuning the learning rate",
        "### Where it helps, and by how much",
        "## How this was made",
    ):
        assert f"{heading}\n" in text
    assert "## At the chosen point" not in text
    assert "## The book of derivations" not in text


def test_every_phase_has_its_proof(text):
    for p in pc.phase_diagram().phases:
        assert f"**Proposition (phase {p.name}, the largest stable learning rate).**" in text
    assert text.count("accepted anew for this page") == 9


def test_jump_and_gain(text):
    (row,) = (line for line in text.splitlines() if line.startswith("| IVa/IVb |"))
    assert row.endswith("| continuous | **jumps** |")
    assert text.count("**jumps**") == 1
    assert "In the phases Ia, Ib, Ic, II, III the gain is identically 0" in text


def test_braces_and_dollars_balance(text):
    assert text.count("{") == text.count("}")
    assert text.count("$") % 2 == 0


def test_the_three_forms_show_the_same_tables(blocks, text):
    page, tex = html_page(blocks, TITLE), document(blocks, TITLE)
    phases = [p.name for p in pc.phase_diagram().phases]
    in_html = re.findall(r'<tr><td style="text-align:left">(I\w*)</td>', page)
    in_tex = re.findall(r"^(I\w*) &", tex, re.MULTILINE)
    in_text = re.findall(r"^\| (I\w*) \|", text, re.MULTILINE)
    assert in_html == in_tex == in_text
    assert in_text[: len(phases)] == phases


class Balance(HTMLParser):
    void = frozenset(("meta", "img", "br", "link", "mspace"))

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_well_formed_and_needs_no_network(blocks):
    page = html_page(blocks, TITLE)
    seen = Balance()
    seen.feed(page)
    assert seen.open == []
    assert len(set(seen.ids)) == len(seen.ids)
    assert all(link.startswith("#") and link[1:] in seen.ids for link in seen.links)
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="https?:', page) == []


def test_mathematics_is_mathml_that_browsers_know(blocks):
    pytest.importorskip("latex2mathml")
    page = html_page(blocks, TITLE)
    formulas = re.findall(r"<math.*?</math>", page)
    assert len(formulas) > 200
    for formula in set(formulas):
        root = ElementTree.fromstring(formula)
        for node in root.iter():
            assert node.get("mathvariant") in (None, "normal")
            # A command that was not understood would stand there with its backslash.
            assert "\\" not in (node.text or "")
    assert "𝒫" in page


def test_lines_are_aligned_in_columns():
    pytest.importorskip("latex2mathml")
    from phasecalc.export.page.blocks import Math
    from phasecalc.export.page.html import Html

    page = Html().page([Math(("a &= b", "c + d &= e"))])
    rows = re.findall(r"<tr>(.*?)</tr>", page)
    assert [row.count("<td>") for row in rows] == [2, 2]
    assert "&amp;" not in page
    # Marks inside a matrix are its own.
    assert "<td>" not in Html().page([Math((r"\begin{matrix} a & b \end{matrix}",))])


def test_rows_of_wide_tables_carry_their_headings(blocks):
    page = html_page(blocks, TITLE)
    row = re.search(r'<table class="stacked".*?<tbody>(<tr>.*?</tr>)', page, re.DOTALL).group(1)
    assert row.count('<span class="head" hidden="hidden">') == row.count("<td") - 1


def test_a_plain_install_has_its_mathematics_typeset_by_the_page(blocks, monkeypatch):
    import sys

    from phasecalc.export.page import html

    monkeypatch.setitem(sys.modules, "latex2mathml.converter", None)
    html.mathml.cache_clear()
    page = html_page(blocks, TITLE)
    html.mathml.cache_clear()
    assert page.count("<script>") == 1
    assert "katex.render(" in page
    assert re.findall(r'(?:src|href)="https?:|url\((?!data:)', page) == []


@pytest.mark.parametrize("plain", [False, pytest.param(True, marks=pytest.mark.long)])
def test_the_page_is_read_in_any_window_and_light(
    browser,  # noqa: F811
    blocks,
    tmp_path,
    monkeypatch,
    plain,
):
    import sys

    from phasecalc.export.page import html

    if plain:
        monkeypatch.setitem(sys.modules, "latex2mathml.converter", None)
        html.mathml.cache_clear()
    file = tmp_path / "report.html"
    digest = Text(f"From data with SHA-256 `{'0a' * 32}`.")  # as reports on runs have it
    file.write_text(html_page([*blocks, digest], TITLE), encoding="utf-8")
    html.mathml.cache_clear()
    try:
        as_seen(browser, WIDTHS[0], LIGHT)
        browser.get(file.as_uri())
        for width, scheme in product(WIDTHS, (LIGHT, DARK)):
            as_seen(browser, width, scheme)
            assert faults(browser) == [], (width, scheme)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_unknown_mathml_without_the_extra_is_shown_as_latex(monkeypatch):
    import sys

    from phasecalc.export.page import html

    monkeypatch.setitem(sys.modules, "latex2mathml.converter", None)
    html.mathml.cache_clear()
    assert html.mathml("a < b") == r'<span class="tex">\(a &lt; b\)</span>'
    html.mathml.cache_clear()


def test_a_point_between_phases_says_what_cannot_be_shown(blocks):
    found = point_blocks("1 - 1/sqrt(2)", "3/4")
    text = Markdown().page(found)
    assert "lies on the boundary of the phases **IVa/IVb**" in text
    assert text.count("Nothing to show at this point") == 4
    assert "| none | $\\alpha = 1 - \\tfrac{\\sqrt{2}}{2}$ | 0 | $d_\\star$ jumps |" in text
    labels = [b.label for b in found if getattr(b, "label", "")]
    assert len(set(labels)) == len(labels)
    assert not set(labels) & {b.label for b in blocks if getattr(b, "label", "")}
    # Corrections that are exponentially small stay so.
    assert "e^{- 2 \\tau}" in text


def test_a_point_outside_is_refused():
    with pytest.raises(pc.DomainError, match="no power law"):
        point_blocks("1/10", "1/10")


def test_text_of_the_tuned_diagram():
    assert "gamma* = f^-(4*alpha*(beta - alpha)" in phases_text(pc.phase_diagram("free"))
