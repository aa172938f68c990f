"""Names that come from outside cannot command TeX, HTML or Markdown."""

import re

import pytest

import phasecalc as pc
from phasecalc.claims.reading.result import ClaimResult
from phasecalc.exceptions import DomainError
from phasecalc.export.letters.notation import Notation
from phasecalc.export.page.blocks import Math, Text
from phasecalc.export.page.html import Html, mathml
from phasecalc.export.page.markdown import Markdown
from phasecalc.export.page.tex import Tex
from phasecalc.export.views.registry import view
from phasecalc.laws import Law

LETTERS = [
    r"\mathcal{L}",
    r"\mathcal L",
    "L",
    "L'",
    r"\hat{N}_{\star}",
    r"\bar\theta",
    r"N^{*}",
    "N_{opt}",
    r"\mathbf{x}_0^{2}",
    r"\widehat{\mathcal{L}}",
    r"\boldsymbol{\vartheta}",
]
ATTACKS = [
    r"\input{/etc/hostname}",
    r"\write18{touch here}",
    r"\immediate\write18{ls}",
    r"\catcode`\@=0",
    r"\def\x{y}",
    r"\let\x\y",
    r"\csname input\endcsname{x}",
    r"\openin5=x",
    r"\directlua{os.execute('ls')}",
    r"\special{x}",
    r"\href{javascript:alert(1)}{x}",
    r"\text{<script>}",
    r"\mathrm{\input{x}}",
    "^^5cinput",
    "<script>",
    "L}{",
    "{L",
    "{}",
    "",
    " ",
    "L_",
    "L^a^b",
    "L'^2",
    r"\mathrm",
    r"\hat",
    "$",
    "%",
    "#1",
    "a&b",
    "a\nb",
    "a\x1b[31m",
    "\u202ea",
    "а",
    "L\\",
    "x" * 100,
    "{" * 40 + "x" + "}" * 40,
]


@pytest.mark.parametrize("tex", LETTERS)
def test_letters_are_written_as_given(tex):
    assert Notation({"P": tex})["P"] == tex


@pytest.mark.parametrize("tex", ATTACKS, ids=lambda t: repr(t)[:30])
def test_everything_else_is_refused_with_what_is_allowed(tex, phasecalc_refuses):
    with pytest.raises(DomainError, match="allowed are letters"):
        Notation({"P": tex})
    phasecalc_refuses(f"P={tex}")


@pytest.fixture
def phasecalc_refuses(capsys):
    from phasecalc.cli import main

    def run(symbol):
        assert main(["export", "--what", "table", "--symbol", symbol]) == 2
        found = capsys.readouterr()
        assert found.out == ""
        assert found.err[:-1].isprintable()

    return run


@pytest.mark.parametrize(
    ("given", "other"),
    [
        ({"alpha": "d"}, "d"),
        ({"alpha": "d", "beta": "d"}, "beta"),
        ({"alpha": "{d}"}, "d"),
        ({"P": r"\mathscr F_0"}, "F_0"),
        ({"d": r"\alpha"}, "alpha"),
        ({"P": r"\pi"}, "the number pi"),
        ({"gamma": r"\Gamma"}, "Euler"),
        ({"P": "e"}, "the number e"),
    ],
    ids=str,
)
def test_two_quantities_never_have_one_letter(given, other):
    with pytest.raises(DomainError, match="choose another letter") as caught:
        Notation(given)
    assert other in str(caught.value)


def test_letters_may_be_exchanged():
    assert Notation({"d": "r", "r": "d"})["d"] == "r"


LABELS = [
    r"mod}\input{x}",
    r"\write18{x}",
    "a$b$",
    "a<script>b",
    "a`b",
    "a&b",
    "a%b",
    "a#b",
    "a~b",
    "a^b",
    "[@x]",
    "a|b",
    'a"b',
    "a\x1b[31m",
    "a\u202eb",
    "a;b",
]


@pytest.mark.parametrize("label", [t for t in LABELS if t not in ("a<script>b", 'a"b')], ids=repr)
@pytest.mark.parametrize("place", ["name", "term", "constraint"])
def test_labels_of_a_law_are_plain(place, label):
    names = {"name": "law", "term": "model", "constraint": "bound", place: label}
    with pytest.raises((pc.ParseError, DomainError)):
        Law.of(
            names["name"],
            sizes=["N", "D"],
            parameters=["a"],
            terms={names["term"]: "N^(-a)", "data": "1/D"},
            budget="N*D",
            constraints={names["constraint"]: "N <= D"},
        )


@pytest.mark.parametrize("label", LABELS, ids=repr)
def test_labels_of_claims_are_text_in_every_output(label):
    found = [ClaimResult(label, (), "alpha < 1", "undecided", "", f"because of {label}")]
    blocks = view(found, Notation())
    tex, page, markdown = Tex().page(blocks), Html().page(blocks), Markdown().page(blocks)
    for command in (r"\input", r"\write", r"\cite", "\x1b"):
        assert command not in tex
    assert "<script" not in page
    assert "<script" not in markdown


@pytest.mark.parametrize(
    "mark", ["[x](javascript:x)", "![x](http://x/y.png)", r"[x\\](u)", "[x][y]"]
)
def test_labels_of_claims_are_no_links_in_markdown(mark):
    """A bracket that is written as a number is no part of a link."""
    found = ClaimResult(mark, (), "alpha < 1", "undecided", "", f"because of {mark}")
    markdown = Markdown().page(view([found], Notation()))
    assert "x" in markdown
    assert not re.search(r"\][(\[:]", markdown)


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        r"\class{a}{b}",
        r"\color{x\"><script>}y",
        r"\text{<img src=x onerror=alert(1)>}",
        r"a<script>b",
    ],
)
def test_mathematics_brings_no_tag_and_no_link(tex):
    for shown in (mathml(tex), Html().page([Text(f"${tex}$"), Math((tex,))])):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "href=" not in shown
        assert "style=" not in shown
        assert set(re.findall(r'class="[^"]*"', shown)) <= {'class="tex"', 'class="display"'}
    assert "<script" not in Markdown().page([Text(f"${tex}$"), Math((tex,))])
    assert "<img" not in Markdown().page([Text(f"${tex}$"), Math((tex,))])


def test_mathematics_of_the_model_is_mathml():
    pytest.importorskip("latex2mathml")
    for tex in (r"\tfrac{1}{4} < \alpha \le \sqrt{2}", r"\mathscr{P}_\star \asymp f^{-1}"):
        assert mathml(tex).startswith("<math")
