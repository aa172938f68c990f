"""Ten kinds of objects in ten forms: each cell is there, or refuses in the object's own words."""

import json
import re
import shutil
from functools import cache

import numpy as np
import pytest
import sympy as sp

import phasecalc as pc
import phasecalc.laws
from phasecalc.export.documents.document import document, packages
from phasecalc.export.forms.forms import FORMS, proof_of
from phasecalc.export.letters.notation import Notation
from phasecalc.export.output.compile import ENGINES, compile_tex
from phasecalc.export.page.blocks import Figure
from phasecalc.export.views.registry import view
from phasecalc.optimisers.store import best_optimiser
from tests.export.test_own import article

a, b, x = sp.symbols("a b x")


def diagram(slope=2):
    return pc.Program.of(
        terms={"capacity": -a * x, "data": -b * (1 - x), "overfitting": slope * x - 1},
        unknowns=[x],
        constraints=[x >= 0, x <= 1],
        domain=[a > 0, b > 0],
    ).diagram()


def fit(floor=1.8):
    flops = np.repeat([1e19, 1e20, 1e21], 5)
    size = 1e8 * (flops / 6e18) ** 0.5 * np.tile([0.25, 0.5, 1, 2, 4], 3)
    loss = floor + 480 * size**-0.35 + 2100 * (flops / 6 / size) ** -0.37
    loss *= 1 + 1e-3 * np.sin(np.arange(15))
    return pc.laws.fit("two-term", {"N": size, "flops": flops, "loss": loss}, delta=float("inf"))


# Kind -> the object, and a word of its own that every form of text carries.
KINDS = {
    "phase diagram": (pc.phase_diagram, "IVa"),
    "tuned diagram": (lambda: pc.phase_diagram("free"), "Ia"),
    "own diagram": (diagram, "capacity"),
    "optimum": (lambda: pc.laws.two_term.optimum(), "budget"),
    "certificate": (lambda: diagram().certificate("2"), "capacity"),
    "fit": (fit, "alpha"),
    "comparison": (best_optimiser, "DANA-decaying"),
    "frontier": (lambda: pc.frontier("7/10", "9/10", [1e4, 1e8]), "0.6"),
    "claim": (lambda: pc.check_claim("xi == 1/2", "alpha > 1/4"), "refuted"),
    "expansion": (lambda: pc.expand("sum(j^-2, j, 1, N)", "N"), "N"),
}
# Another object of each kind, to stand in the same paper.
OTHERS = {
    "phase diagram": lambda: pc.phase_diagram("free"),
    "tuned diagram": pc.phase_diagram,
    "own diagram": lambda: diagram(3),
    "optimum": lambda: pc.laws.compute_only.optimum(),
    "certificate": lambda: diagram(3).certificate("2"),
    "fit": lambda: fit(1.7),
    "comparison": lambda: best_optimiser(noise="in-motion"),
    "frontier": lambda: pc.frontier(1, "1/5", [1e4, 1e8]),
    "claim": lambda: pc.check_claim("xi == 1/2", "alpha > 1/3"),
    "expansion": lambda: pc.expand("sum(j^-3, j, 1, N)", "N"),
}
# All cells that refuse, and what they say.
REFUSED = {
    ("claim", "figure"): "a claim is a sentence",
    ("claim", "tikz"): "a claim is a sentence",
    ("fit", "proof"): "a fit is measured and not proved",
    ("frontier", "proof"): "a frontier is computed",
    ("expansion", "proof"): "rules that are cited",
    ("fit", "rocq"): "a fit is measured",
    ("frontier", "rocq"): "a frontier is computed",
    ("expansion", "rocq"): "poles of zeta and gamma",
    ("claim", "rocq"): "phasecalc recheck",
}
TEN = (*FORMS, "figure")
SLOW = {("comparison", "rocq"), ("phase diagram", "rocq"), ("tuned diagram", "rocq"),
        ("phase diagram", "proof"), ("tuned diagram", "proof"), ("comparison", "tikz")}  # fmt: skip


@cache
def thing(kind):
    return KINDS[kind][0]()


def cells():
    for kind in KINDS:
        for form in TEN:
            marks = [pytest.mark.slow] if (kind, form) in SLOW else []
            yield pytest.param(kind, form, marks=marks, id=f"{kind}-{form}")


def sound(form, text):
    """Whether a text is what its form says."""
    if form == "json":
        return bool(json.loads(text))
    if form == "html":
        return text.startswith("<") and text.count("<table") == text.count("</table>")
    if form == "mathtext":
        from matplotlib.mathtext import MathTextParser

        parser = MathTextParser("path")
        return all(parser.parse(line) for line in text.splitlines() if line)
    if form == "tikz":
        return text.startswith(r"\begin{tikzpicture}") and text.endswith(r"\end{tikzpicture}")
    if form == "rocq":
        return "Theorem" in text and "Print Assumptions" in text
    if form == "proof":
        return r"\begin{proof}" in text and text.count("{") == text.count("}")
    if form == "latex":
        return text.count("{") == text.count("}") and text.count("$") % 2 == 0
    return True


def test_there_are_ten_of_each():
    assert len(KINDS) == len(TEN) == 10


@pytest.mark.parametrize(("kind", "form"), list(cells()))
def test_each_cell(kind, form):
    found = thing(kind)
    if (kind, form) in REFUSED:
        with pytest.raises(pc.DomainError, match=REFUSED[kind, form]) as problem:
            found.plot() if form == "figure" else pc.render(found, form)
        assert "\n" not in str(problem.value)
    elif form == "figure":
        ax = found.plot()
        assert ax.get_xlabel()
        assert ax.lines or ax.images
    else:
        text = pc.render(found, form)
        assert sound(form, text), text[:400]
        if form not in ("tikz", "rocq"):
            assert KINDS[kind][1] in text


@pytest.mark.parametrize("kind", list(KINDS))
def test_short_repr(kind):
    assert len(repr(thing(kind))) < 200
    assert "\n" not in repr(thing(kind))


def page(found, kind):
    """All that is shown of an object: view, proof and picture."""
    blocks = list(view(found))
    if (kind, "proof") not in REFUSED:
        blocks += [x for x in proof_of(found, Notation()) if x not in blocks]
    if (kind, "tikz") not in REFUSED:
        blocks.append(Figure("It", picture=pc.render(found, "tikz")))
    return blocks


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no TeX")
@pytest.mark.parametrize("kind", list(KINDS))
def test_every_page_compiles(kind):
    assert compile_tex(document(page(thing(kind), kind), kind), "pdflatex").warnings == ()


@pytest.mark.slow
@pytest.mark.skipif(None in map(shutil.which, ENGINES), reason="no TeX")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", list(KINDS))
def test_two_of_a_kind_fit_into_one_paper_of_two_columns(kind, engine):
    """The plain class and no font package; with LuaTeX beside unicode-math."""
    both = [*page(thing(kind), kind), *page(OTHERS[kind](), kind)]
    more = [r"\raggedbottom", *[r"\usepackage{unicode-math}"] * (engine == "lualatex")]
    assert compile_tex(article(both, more=more), engine).warnings == ()


def test_own_letters_reach_every_form():
    letters = {"P": "L", "f": "C", "eta": "h", "xi": "k", "alpha": "a", "beta": "b"}
    for form in ("latex", "html", "markdown", "mathtext", "tikz"):
        text = pc.render(thing("phase diagram"), form, letters)
        assert not re.search(r"\\alpha|\\beta|α|β", text), form


def test_what_is_no_form_is_refused():
    with pytest.raises(pc.DomainError, match="no form 'word'; there are text, latex"):
        pc.render(thing("claim"), "word")
    with pytest.raises(pc.DomainError, match=r"drawn by .plot"):
        pc.render(thing("claim"), "figure")
    with pytest.raises(pc.DomainError, match="no JSON of a int"):
        pc.render(3, "json")


def test_packages_are_named():
    assert r"\usepackage{pgfplots}" in packages([Figure("", picture="x")])
