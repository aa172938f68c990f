"""LaTeX of results says what they say, in the paper's letters or in one's own."""

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.export.letters.notation import SYMBOLS, Notation
from phasecalc.export.views.registry import view
from phasecalc.plrf.asking.wording import TERMS
from phasecalc.symbols import alpha, gamma, tau


def test_the_papers_notation():
    text = pc.latex(pc.exponents("7/10", "9/10"))
    assert text == pc.exponents("7/10", "9/10")._repr_latex_()
    for letter in (r"\mathscr{P}_\star", r"\mathfrak{f}", r"d_\star", r"\mathscr{K}_{pp}"):
        assert letter in text


def test_each_symbol_can_be_named_otherwise():
    mine = {name: rf"\mathrm{{own{k}}}" for k, name in enumerate(SYMBOLS)}
    diagram = pc.phase_diagram("free")
    pages = [
        diagram,
        list(diagram.phases),
        list(diagram.boundaries),
        list(diagram.critical_lines),
        pc.exponents("7/10", "9/10", "free"),
        list(pc.invert("9/14")),
    ]
    for page in pages:
        text = pc.latex(page, mine)
        for letter in (r"\alpha", r"\beta", r"\gamma", r"\mathscr", r"\mathfrak", r"\delta"):
            assert letter not in text, type(page)


def test_no_gamma_is_mistaken_for_the_learning_rate():
    write = Notation()
    assert write.expr(gamma) == r"\gamma"
    others = [sp.gamma(alpha), sp.lowergamma(alpha, tau), sp.lowergamma(alpha, tau) ** 2]
    others += [sp.uppergamma(alpha, tau), sp.EulerGamma, 2 * sp.EulerGamma, sp.polygamma(0, alpha)]
    for other in others:
        for text in (write.expr(other), pc.latex(other)):
            assert not text.replace(r"\gamma_{\mathrm", "").count(r"\gamma"), text
    assert r"\gamma_{\mathrm{inc}}" in write.expr(sp.lowergamma(alpha, tau))


def test_terms_are_named_in_one_place():
    assert {n: Notation().term(n) for n in TERMS} == TERMS


@pytest.mark.parametrize(
    ("name", "tex"),
    [("loss", "L"), ("d", ""), ("d", "{"), ("d", "}{"), ("d", "$d$"), ("d", "d%"), ("d", "d\\")],
)
def test_bad_symbols_are_refused(name, tex):
    with pytest.raises(pc.DomainError, match="symbol"):
        pc.latex(pc.exponents(1, 0), {name: tex})


def test_objects_without_a_page_are_refused():
    with pytest.raises(pc.DomainError, match="no page for a set"):
        pc.latex({1})


def test_an_object_can_bring_its_own_view():
    from phasecalc.export.page.blocks import Text

    class Own:
        def _view_(self, write):
            return [Text(f"${write['P']}$ & 50%")]

    assert pc.latex(Own(), {"P": "L"}) == r"$L$ \& 50\%"
    assert pc.latex([Own(), Own()]).count("50") == 2


def test_table_of_phases_has_the_derived_formulas():
    diagram = pc.phase_diagram()
    rows = pc.latex(diagram).splitlines()[4:-2]
    assert len(rows) == len(diagram.phases)
    write = Notation()
    for row, phase in zip(rows, diagram.phases, strict=True):
        cells = row.removesuffix(r" \\").split(" & ")
        assert cells[0] == phase.name
        assert cells[3] == f"${write.formula(phase.loss_exponent)}$"
        assert cells[4] == f"${write.formula(phase.model_size_exponent)}$"


def test_proof_shows_exponents_that_the_weights_cancel():
    """What the page says of each term and weight is checked against the claim it proves."""
    for rate in ("largest", "free"):
        for phase in pc.phase_diagram(rate).phases:
            certificate = phase.certificate
            weights = {
                n: certificate.phase.as_expr(w)
                for n, w in certificate.weights.items()
                if n in phase.term_orders
            }
            assert sp.simplify(sum(weights.values())) == 1
            mean = sum(w * phase.term_orders[n] for n, w in weights.items())
            if rate == "largest":
                assert sp.simplify(mean + phase.loss_exponent) == 0, phase.name


def test_proof_ranks_its_evidence():
    (statement,) = view(pc.phase_diagram()["III"])
    (*_, last) = statement.proof
    assert "*proved*" in last.text
    assert "*cited* [@paquette2024phases]" in last.text
    assert "accepted anew for this page" in last.text
    (bare,) = view(pc.phase_diagram()["III"].certificate)
    assert "accepted anew" not in bare.proof[-1].text


def test_statements_without_amsthm_keep_their_labels():
    phase = pc.phase_diagram()["III"]
    for theorems in (True, False):
        text = pc.latex(phase, theorems=theorems)
        assert text.count(r"\label{prop:phase-III}") == 1
        assert (r"\begin{proposition}" in text) is theorems
        assert (r"\begin{proof}" in text) is theorems
