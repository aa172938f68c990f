"""``phasecalc export``: fragments and documents, to files or standard output."""

import pytest


@pytest.fixture
def run(phasecalc):
    def call(*words):
        outcome = phasecalc(*words)
        return outcome.status, outcome.out, outcome.err

    return call


def test_fragment_says_what_it_needs(run):
    status, out, err = run("export", "--what", "phase", "III")
    assert (status, err) == (0, "")
    head, _, body = out.partition(r"\begingroup")
    assert all(line.startswith("%") for line in head.splitlines())
    for needed in ("amsmath", "amsthm", "@inproceedings{paquette2024phases,"):
        assert needed in head
    assert r"\label{prop:phase-III}" in body


def test_document_and_its_sources(run, tmp_path):
    tex, bib = tmp_path / "a.tex", tmp_path / "a.bib"
    words = ["export", "--what", "certificate", "IVb", "--standalone"]
    status, out, _ = run(*words, "-o", str(tex), "--bib", str(bib))
    assert status == 0
    assert out == f"wrote {bib}\nwrote {tex}\n"
    text = tex.read_text(encoding="utf-8")
    assert text.rstrip().endswith(r"\end{document}")
    assert r"\bibitem{paquette2024phases}" in text
    assert bib.read_text(encoding="utf-8").startswith("@inproceedings{paquette2024phases,")


def test_quiet_says_nothing(run, tmp_path):
    assert run("export", "--what", "diagram", "-q", "-o", str(tmp_path / "d.tex")) == (0, "", "")


def test_own_symbols_and_plain_statements(run):
    words = ["export", "--what", "phase", "Ia", "--no-amsthm", "--symbol", "P=L", "--symbol", "d=N"]
    _, out, _ = run(*words)
    assert r"N_\star" in out
    assert r"\mathscr{P}" not in out
    assert "amsthm" not in out


def test_point(run):
    _, out, _ = run("export", "--what", "point", "--alpha", "7/10", "--beta", "9/10")
    assert r"\mathfrak{f}^{-9/14}" in out


def test_theorems_for_rocq(run, tmp_path):
    status, out, err = run("export", "--what", "coq", "compute-only")
    assert (status, err) == (0, "")
    assert "Theorem phase_1_optimal : forall" in out
    file = tmp_path / "phases.v"
    assert run("export", "--what", "coq", "-o", str(file))[1] == f"wrote {file}\n"
    assert "Theorem phases_cover" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["coq", "no-such-law"], "no-such-law"),
        (["coq", "--standalone"], "--standalone is for LaTeX"),
        (["coq", "two-term", "--learning-rate", "free"], "for the phases of SGD"),
        (["nonsense"], "cannot be exported; use one of table, phase"),
        (["phase"], "phase: which phase? There are Ia"),
        (["phase", "V"], "there is no phase 'V'"),
        (["phase", "II", "III"], "one name at most"),
        (["table", "II"], "table takes no name"),
        (
            ["table", "--what", "phase", "II"],
            "more than once (table, phase II): export one at a time",
        ),
        (["point"], "give --alpha and --beta"),
        (["point", "--alpha", "1"], "go together"),
        (["table", "--symbol", "P"], "NAME=TEX"),
        (["table", "--symbol", "Q=1"], "symbol 'Q' is not one of"),
        (["table", "--jobs", "0"], "at least one process"),
    ],
)
def test_bad_requests(run, words, message):
    status, out, err = run("export", "--what", *words)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
