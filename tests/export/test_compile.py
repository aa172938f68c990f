"""Every kind of export compiles with both engines, without a single warning."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import phasecalc as pc
from phasecalc.export.documents.document import document, fragment, packages
from phasecalc.export.documents.exports import KINDS, Request, export
from phasecalc.export.output.compile import ENGINES, TexFailed, compile_tex
from phasecalc.export.page.bibliography import bibtex
from phasecalc.export.page.blocks import Code, Heading, Items, Math, Table, Text
from phasecalc.export.page.walk import cited

POINT = ("1", "3/2")
CLAIMS = Path(__file__).parents[2] / "docs" / "claims"
REQUESTS = {
    **{kind: Request(kind, point=POINT) for kind in KINDS},
    "derivation": Request("derivation", "pure-point-forcing"),
    "longest derivation": Request("derivation", "phase-IVb"),
    "law": Request("law", "two-term"),
    "diagram of a law": Request("diagram", "bordelon"),
    "claims": Request("claims", str(CLAIMS / "hoffmann.toml")),
    "frontier": Request("frontier", point=POINT, flops=("1e4", "1e8")),
    "phase": Request("phase", "IVb"),
    "phase, tuned": Request("phase", "IV", learning_rate="free"),
    "one certificate": Request("certificate", "II"),
    "certificate, tuned": Request("certificate", learning_rate="free"),
    "table, tuned": Request("table", learning_rate="free"),
    "boundaries, tuned": Request("boundaries", learning_rate="free"),
    "diagram, tuned": Request("diagram", learning_rate="free"),
    "point on a corner": Request("point", point=("1 - 1/sqrt(2)", "1/2")),
    "point, tuned": Request("point", point=("2/5", "9/10"), learning_rate="free"),
}

SLOW = ("all", "book")  # run all derivations

# Those that do not repeat each other's labels.
FRAGMENTS = [
    "table",
    "certificate",
    "boundaries",
    "tuning",
    "verification",
    "diagram",
    "point on a corner",
    "derivation",
    "longest derivation",
    *(name for name in REQUESTS if name.endswith(", tuned") and not name.startswith("phase")),
]

# LuaTeX takes seconds to start.
needs_tex = pytest.mark.parametrize(
    "engine", [ENGINES[0], pytest.param(ENGINES[1], marks=pytest.mark.slow)]
)


@pytest.fixture(autouse=True)
def tex(request):
    """Skip where there is no TeX; where it is required, a missing engine is a failure."""
    engine = request.getfixturevalue("engine")
    if shutil.which(engine) is None:
        if os.environ.get("PHASECALC_REQUIRE_TEX"):
            pytest.fail(f"{engine} is required here and missing")
        pytest.skip(f"{engine} is not installed")


@pytest.fixture(scope="module")
def exported():
    """Each request laid out once for both engines and all forms."""
    done = {}

    def lay_out(name):
        if name not in done:
            done[name] = export(REQUESTS[name])
        return done[name]

    return lay_out


@needs_tex
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow if n in SLOW else ()) for n in REQUESTS]
)
def test_document_compiles_without_warnings(name, engine, exported):
    found = exported(name)
    done = compile_tex(document(found.blocks, found.title), engine)
    assert done.pdf.startswith(b"%PDF")
    assert done.warnings == ()


@pytest.mark.slow
@needs_tex
@pytest.mark.parametrize("theorems", [True, False])
def test_fragments_fit_into_a_plain_article(theorems, engine, exported):
    """All of them in one article of the narrowest column, their sources found by BibTeX."""
    found = [exported(name) for name in FRAGMENTS]
    blocks = [block for f in found for block in f.blocks]
    names = [f"fragment{k}" for k in range(len(found))]
    text = "\n".join(
        [
            r"\documentclass{article}",
            *packages(blocks, theorems=theorems),
            r"\begin{document}",
            *(rf"\input{{{name}}}\clearpage" for name in names),
            r"\bibliographystyle{plain}\bibliography{cited}",
            r"\end{document}",
        ]
    )
    files = {
        f"{name}.tex": fragment(f.blocks, theorems=theorems).encode()
        for name, f in zip(names, found, strict=True)
    }
    files["cited.bib"] = bibtex(cited(blocks)).encode()
    assert compile_tex(text, engine, files=files, bibtex=True).warnings == ()


@needs_tex
def test_statements_without_amsthm_compile(engine, exported):
    found = exported("certificate, tuned")
    text = document(found.blocks, found.title, theorems=False)
    assert "amsthm" not in text
    assert compile_tex(text, engine).warnings == ()


@needs_tex
def test_any_text_compiles(engine):
    """Whatever a reader's own titles and claims contain is either shown or named."""
    letters = [chr(k) for k in range(32, 127) if chr(k) not in "$*`"]
    strange = " ".join("".join(letters[k : k + 5]) for k in range(0, len(letters), 5))
    blocks = [
        Heading(strange),
        Text(strange + " ≤ α–β “½” é ő 漢 \u2603 50% #1"),
        Items((strange, "$x$")),
        Code("$ phasecalc --what x\n    " + strange + "\n" + "word " * 40),
        Items((r"`{a | b} <= \\c > << d`",)),
        Table(("a_b", "$x$"), ((strange, "%"),), caption=strange, label="tab:x"),
        Math(("a &= b", "c &= d"), label="eq:x"),
    ]
    assert compile_tex(document(blocks, strange), engine).warnings == ()


@needs_tex
def test_wide_tables_are_scaled_to_the_line(engine):
    wide = Table(("x",) * 12, (("a long word of text",) * 12,), caption="Wide.")
    assert compile_tex(document([wide], "t"), engine).warnings == ()


@needs_tex
@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (r"\hbox to \linewidth{" + "m" * 300 + "}", "Overfull"),
        (r"\ref{nowhere}", "undefined"),
        (r"\label{a}\label{a}", "multiply defined"),
        ("\\parbox{2cm}{a b\\linebreak c}", "Underfull"),
    ],
)
def test_complaints_are_seen(body, complaint, engine):
    text = f"\\documentclass{{article}}\\begin{{document}}x {body}\\end{{document}}"
    assert any(complaint in line for line in compile_tex(text, engine).warnings)


@needs_tex
def test_bad_latex_is_reported_with_its_line(engine):
    with pytest.raises(TexFailed, match=r"Undefined control sequence"):
        compile_tex(r"\documentclass{article}\begin{document}\nosuch\end{document}", engine)


@needs_tex
def test_shell_and_time_are_bounded(engine, tmp_path):
    mark = tmp_path / "mark"
    text = (
        r"\documentclass{article}\begin{document}x\immediate\write18{touch "
        + str(mark)
        + r"}\end{document}"
    )
    if engine == "pdflatex":
        compile_tex(text, engine)
        assert not mark.exists()
    endless = r"\documentclass{article}\begin{document}\def\x{\x}\x\end{document}"
    with pytest.raises(TexFailed, match="stopped after"):
        compile_tex(endless, engine, seconds=3)


@needs_tex
def test_equal_input_gives_equal_bytes(engine):
    text = document(export(REQUESTS["table"]).blocks, "t")
    assert compile_tex(text, engine).pdf == compile_tex(text, engine).pdf


@pytest.mark.parametrize("engine", ENGINES[:1])
def test_a_pdf_has_the_present_date_or_the_one_that_is_set(engine, monkeypatch):
    text = r"\documentclass{article}\begin{document}x\end{document}"
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert f"D:{datetime.now(UTC):%Y%m%d}".encode() in unpacked(compile_tex(text, engine).pdf)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert b"D:20231114" in unpacked(compile_tex(text, engine).pdf)


@needs_tex
def test_own_symbols_compile(engine):
    own = {"P": r"\mathcal{L}", "f": "C", "d": "N", "eta": "a", "xi": "b"}
    from phasecalc.export.letters.notation import Notation

    found = export(Request("certificate", write=Notation(own)))
    assert compile_tex(document(found.blocks, found.title), engine).warnings == ()


@needs_tex
def test_expansions_compile(engine):
    from phasecalc.export.views.registry import view
    from phasecalc.plrf.phases.terms import TERMS, expansions

    found = [e for t in TERMS for e in expansions(t.definition, t.where)]
    found += [pc.exponents("1/2", "1/2"), *pc.invert("9/14", "1/2")]
    blocks = view(found)
    assert compile_tex(document(blocks, "Expansions"), engine).warnings == ()
    text = "\n".join(
        [r"\documentclass{article}", *packages(blocks), r"\begin{document}\input{f}\end{document}"]
    )
    files = {"f.tex": fragment(blocks).encode()}
    assert compile_tex(text, engine, files=files).warnings == ()


@needs_tex
def test_a_document_has_bookmarks_links_and_says_what_it_is(engine):
    blocks = [
        Heading(r"Where $\alpha < \tfrac{1}{2}$", 1, "here"),
        Text("As in [@paquette2024phases]."),
        Heading("Phase_2 & β", 2),
    ]
    done = compile_tex(document(blocks, r"Title of $\alpha$"), engine)
    assert done.warnings == ()
    if engine == "pdflatex":  # LuaTeX packs objects in another way
        text = unpacked(done.pdf)
        for word in ("Title", "alpha", "Where", "Phase2"):
            assert "".join(rf"\000{c}" for c in word).encode() in text, word
        assert b"/Outlines" in text
        assert b"/Subtype /Link" in text


def unpacked(pdf):
    """The file with its packed streams read."""
    import re
    import zlib

    packed = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    texts = []
    for text in packed:
        try:
            texts.append(zlib.decompress(text))
        except zlib.error:
            continue
    return b"\n".join([pdf, *texts])
