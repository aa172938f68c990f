"""Pages of programs and laws of one's own: in their own words, and fit for a paper."""

import re
import shutil

import pytest
import sympy as sp

import phasecalc as pc
import phasecalc.laws
from phasecalc.export.documents.document import fragment, packages
from phasecalc.export.documents.exports import Request, export
from phasecalc.export.output.compile import compile_tex
from phasecalc.export.page.walk import cited
from phasecalc.export.views.registry import view
from phasecalc.laws.declaring.declaration import Law
from phasecalc.optimisers.store import best_optimiser

a, b, x = sp.symbols("a b x")


@pytest.fixture(scope="module")
def diagram():
    return pc.Program.of(
        terms={"capacity": -a * x, "data": -b * (1 - x), "overfitting": 2 * x - 1},
        unknowns=[x],
        constraints=[x >= 0, x <= 1],
        domain=[a > 0, b > 0],
    ).diagram()


@pytest.fixture(scope="module")
def vocabulary():
    return Law.of(
        "vocabulary",
        sizes=["N_n", "N_v", "D"],
        terms={"model": "A1*N_n^-a1", "words": "A2*N_v^-a2", "data": "B*D^-b"},
        budget="6*(N_n + N_v)*D",
        parameters=["A1", "A2", "B", "a1", "a2", "b"],
        domain=["a2 > a1", "a1 > 0", "b > 0"],
    )


@pytest.fixture(scope="module")
def objects(diagram, vocabulary):
    solved = vocabulary.optimum()
    return {
        "certificate": diagram.certificate("2"),
        "diagram": diagram,
        "law": vocabulary,
        "certificate of a law": solved.diagrams[0][1].certificate("1"),
        "library": pc.laws.two_term,
        "no optimum": pc.laws.compute_only.optimum(),
    }


FOREIGN = ("learning rate", "paquette", r"\mathscr", r"\mathfrak", r"_\star^", r"x_N", r"\$$")


@pytest.mark.parametrize(
    "name",
    ["certificate", "diagram", "law", "certificate of a law", "library", "no optimum"],
)
def test_in_its_own_words(name, objects):
    text = pc.latex(objects[name])
    for words in FOREIGN:
        assert words not in text, words
    assert text.count("{") == text.count("}")


def test_a_certificate_says_what_balances(diagram):
    text = pc.latex(diagram.certificate("2"))
    assert r"Give $\text{capacity}$, $\text{data}$ the weights" in text
    assert r"w_{1} = \frac{b}{a + b},\quad w_{2} = \frac{a}{a + b}," in text
    assert r"L_\star \asymp f^{-\frac{a b}{a + b}}" in text
    assert "That the loss is this sum is the hypothesis." in text


def test_a_law_shows_its_true_limits(vocabulary):
    text = pc.latex(vocabulary.optimum())
    limit = r"N_{v}^{\star} \asymp C^{\frac{b \left(a_{1} + 1\right)}"
    assert limit in text
    assert r"\texttt{words} and \texttt{budget (2)}" in text
    open_text = pc.latex(pc.laws.compute_only.optimum())
    assert "The exponent of $N$ is not determined" in open_text
    assert r"N_{\star} \asymp" not in open_text


def test_only_a_known_source_is_cited(vocabulary):
    assert r"\cite[Equation 2]{hoffmann2022training}" in pc.latex(pc.laws.two_term)
    assert r"\cite" not in pc.latex(vocabulary)


def test_the_model_keeps_its_page():
    text = pc.latex(pc.phase_diagram()["II"].certificate)
    assert "the largest stable learning rate" in text
    assert "paquette2024phases" in text


def test_own_letters_of_a_program_that_uses_the_usual_ones():
    letters = sp.symbols("f L")
    taken = pc.Program.of(
        terms={"one": -letters[0] * x, "two": x - 1}, unknowns=[x], domain=[letters[0] > 0]
    )
    text = pc.latex(taken.diagram().certificate("1"))
    assert r"L_\star \asymp C^{" in text
    assert r"L_\star \asymp G^{" in pc.latex(taken.diagram().certificate("1"), {"f": "G"})


def test_labels_of_several_fragments_are_unique(diagram, objects):
    other = pc.Program.of(
        terms={"one": -a * x, "two": -(1 - x), "three": 3 * x - 2}, unknowns=[x], domain=[a > 0]
    ).diagram()
    pages = [diagram.certificate("1"), diagram.certificate("2"), other.certificate("1")]
    pages += [objects["law"], objects["library"], objects["no optimum"]]
    labels = re.findall(r"\\label\{(.*?)\}", "".join(map(pc.latex, pages)))
    assert len(labels) == len(set(labels)) >= len(pages)


def article(blocks, head=r"\documentclass[twocolumn]{article}", more=()):
    items = [rf"\bibitem{{{key}}}x" for key in cited(blocks)]
    known = [r"\begin{thebibliography}{9}", *items, r"\end{thebibliography}"] if items else []
    return "\n".join(
        [head, *more, *packages(blocks), r"\begin{document}", fragment(blocks), *known,
         r"\end{document}"]
    )  # fmt: skip


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no TeX")
def test_they_fit_into_two_columns(objects):
    blocks = [block for name in objects for block in view(objects[name])]
    assert compile_tex(article(blocks), "pdflatex").warnings == ()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no TeX")
@pytest.mark.parametrize("kind", ["table", "certificate", "boundaries", "point", "tuning"])
def test_pages_of_the_model_fit_into_two_columns(kind):
    blocks = export(Request(kind, point=("1", "3/2"))).blocks
    lines = compile_tex(article(blocks), "pdflatex").warnings
    assert not [line for line in lines if "full" in line]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("lualatex") is None, reason="no LuaTeX")
def test_they_compile_beside_unicode_math(diagram):
    blocks = [*view(diagram), *view(diagram.certificate("2"))]
    head, more = r"\documentclass{article}", [r"\usepackage{unicode-math}"]
    assert compile_tex(article(blocks, head, more), "lualatex").warnings == ()


def test_short_forms():
    for thing in (
        best_optimiser(),
        pc.laws.two_term.optimum(),
        pc.laws.two_term.optimum().diagrams[0][1].program,
        pc.laws.two_term.optimum().diagrams[0][1].phases[0].pieces[0],
    ):
        assert len(repr(thing)) < 200


def test_a_label_of_any_letters_is_written_in_every_form():
    pytest.importorskip("latex2mathml")
    law = Law.of(
        "中", sizes=["N", "D"], budget="N*D", parameters=["p", "q"], domain=["p > 0", "q > 0"],
        terms={"βγ": "N^-p", "é_ﬁ": "D^-q"})  # fmt: skip
    optimum = law.optimum()
    for form in ("latex", "proof"):
        page = pc.render(optimum, form)
        assert r"Give $\beta\gamma$, $\text{\'{e}\_\texttt{U+FB01}}$ the weights" in page
        assert "backslash" not in page
        assert r"\texttt{\texttt" not in page
    page = pc.render(optimum, "html")
    assert "<mtext>é_ﬁ</mtext>" in page
    assert "U+" not in page
    assert r"$\text{é\_ﬁ}$" in pc.render(optimum, "markdown")
    assert r"Give $\beta\gamma$, $\mathrm{é\_ﬁ}$" in pc.render(optimum, "mathtext")


@pytest.mark.parametrize(
    ("symbols", "written"),
    [
        ({"C": "F"}, r"L_\star - E \asymp F^{-\frac{\alpha \beta}{\alpha + \beta}}"),
        ({"f": "F"}, r"D_{\star} \asymp F^{\frac{\alpha}{\alpha + \beta}}"),
        ({"N": "M", "f": "F"}, r"M_{\star} \asymp F^{\frac{\beta}{\alpha + \beta}}"),
        ({"P": r"\mathcal{L}"}, r"\mathcal{L}_\star - E \asymp C^"),
        ({"E": r"L_\infty", "A": "a"}, r"L - L_\infty = a N^{- \alpha}"),
        ({"N": "D", "D": "N"}, r"N_{\star} \asymp C^{\frac{\alpha}{\alpha + \beta}}"),
    ],
)
def test_a_law_in_other_letters_and_in_none_of_its_own(symbols, written):
    page = pc.latex(pc.laws.two_term, symbols).partition("It states")[2]  # after its title
    assert written in page
    if "f" in symbols or "C" in symbols:
        assert not re.search(r"\bC\b", page.replace("C_{", ""))
        assert "Within a budget $F$" in page
    if "N" in symbols and "D" not in symbols:
        assert not re.search(r"\bN\b", page)


@pytest.mark.parametrize(
    ("symbols", "message"),
    [
        ({"f": "N"}, "N stands for N already"),
        ({"N": "D"}, "D stands for D already"),
        ({"alpha": "A"}, "A stands for A already"),
        ({"C": "L"}, "L stands for L already"),
        ({"Z": "M"}, "symbol 'Z' is not one of C, L, N, D"),
        ({"N": r"\input{x}"}, "is not a letter"),
    ],
)
def test_letters_of_a_law_that_collide(symbols, message):
    for form in ("latex", "proof", "html"):
        with pytest.raises(pc.DomainError, match=re.escape(message)):
            pc.render(pc.laws.two_term, form, symbols)


def test_letters_of_a_diagram_that_collide(diagram):
    assert "exponent of $Q$" in pc.latex(diagram, {"P": "Q", "x": "y"})
    for symbols in ({"f": "a"}, {"a": "b"}, {"x": "a"}, {"P": "f", "f": "f"}):
        with pytest.raises(pc.DomainError, match="stands for"):
            pc.latex(diagram, symbols)
    with pytest.raises(pc.DomainError, match="is not one of"):
        pc.latex(pc.phase_diagram(), {"N": "M"})


def test_two_laws_of_one_name_have_labels_of_their_own():
    one, other = (
        Law.of("mine", sizes=["N", "D"], budget="N*D", parameters=["p"], domain=["p > 0"],
               terms={"model": "N^-p", "data": f"D^-{k}*p"})
        for k in (1, 2)
    )  # fmt: skip
    labels = [re.findall(r"\\label\{([^}]*)\}", pc.latex(x)) for x in (one, other, one)]
    assert labels[0]
    assert not {*labels[0]} & {*labels[1]}
    assert labels[0] == labels[2]


def test_a_law_of_numbers_claims_no_certificates(tmp_path):
    file = tmp_path / "law.toml"
    terms = '[terms]\nmodel = "N**(-1/3)"\ndata = "D**(-1/5)"\n'
    file.write_text(f'name = "numbers"\nsizes = ["N", "D"]\nbudget = "N*D"\n\n{terms}', "utf-8")
    found = pc.latex(pc.laws.read_law(file))
    assert "The exponents are numbers" in found
    assert "0 statements" not in found
    assert r"\frac{-" not in found
