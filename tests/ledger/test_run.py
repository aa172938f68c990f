"""Running a folder: every outcome, several processes, and what earlier runs may spare."""

import json

import pytest

from phasecalc.ledger import (
    State,
    Store,
    check_paths,
    load,
    report_latex,
    report_records,
    report_text,
)
from tests.ledger.chapters import chapter

# A measurement that does not know.
UNKNOWN = """from phasecalc.exceptions import Undecided
from phasecalc.proof import Measurement


class Unknown(Measurement):
    def judge(self):
        raise Undecided("nobody knows")

    def __str__(self):
        return "unknown"


"""
FIRST, SECOND = (f"from derivations.{m} import {n}\n" for m, n in (("a", "first"), ("b", "wrong")))


@pytest.fixture
def mixed(book):
    """A checked, a failed, a dependent, an undecided, a faulty and a cited theorem."""
    book.write("a.py", chapter("first"))
    book.write(
        "b.py", chapter("wrong", right="alpha**2 + 2*alpha", head=FIRST, more=", uses=(first,)")
    )
    book.write("c.py", chapter("rests-on-wrong", head=SECOND, more=", uses=(wrong,)"))
    book.write("d.py", chapter("unclear") + "    proof.measure(Unknown(), 'x')\n")
    text = (book.folder / "d.py").read_text()
    (book.folder / "d.py").write_text(text.replace("square = claim", UNKNOWN + "square = claim"))
    book.write("e.py", chapter("faulty") + "    alpha.nothing\n")
    cite = '    proof.cite("The law holds.", "dlmf, 2.4(i)")\n'
    book.write("f.py", chapter("cited") + cite)
    book.write("g.py", chapter("made-up") + cite.replace("dlmf", "nobody"))
    return book


EXPECTED = {
    "first": State.CHECKED,
    "wrong": State.FAILED,
    "rests-on-wrong": State.NOT_RUN,
    "unclear": State.UNDECIDED,
    "faulty": State.FAILED,
    "cited": State.CHECKED,
    "made-up": State.FAILED,
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_failure_stops_nothing_else(mixed, jobs):
    told = []
    report = check_paths([mixed.folder], jobs=jobs, progress=lambda *a: told.append(a))
    found = {e.derivation.label: o for e, o in report.asked}
    assert {label: o.status for label, o in found.items()} == EXPECTED
    assert not report.good
    assert told[0] == (0, 7)
    assert told[-1] == (7, 7)
    message = "wrong, line 1, step 1 (Multiply out.): the two sides have different normal forms"
    assert message in found["wrong"].message
    assert found["rests-on-wrong"].message == "it uses wrong, which is failed"
    assert "AttributeError" in found["faulty"].message
    assert "the citation key nobody" in found["made-up"].message
    assert found["cited"].cited == (("The law holds.", "dlmf, 2.4(i)"),)
    assert [str(found[x].evidence) for x in ("first", "cited")] == ["proved", "cited"]


def test_text_and_records(mixed):
    report = check_paths([mixed.folder])
    text = report_text(report)
    assert "7 theorems: 1 proved, 1 cited, 3 failed, 1 undecided, 1 not run" in text
    assert "steps: 2 proved, 1 cited" in text
    assert "not run: rests-on-wrong, since it uses wrong, which is failed" in text
    records = {r["label"]: r for r in report_records(report)}
    assert json.loads(json.dumps(records)) == records
    assert records["wrong"]["uses"] == ["first"]
    assert records["first"]["used_by"] == ["wrong"]
    assert records["wrong"]["evidence"] is None
    assert report_latex(report).count(r"\\") == 1 + 7


def test_a_second_run_says_cached_until_a_source_changes(book):
    book.write("a.py", chapter("first"))
    book.write("b.py", chapter("next", head=FIRST, more=", uses=(first,)"))
    book.write("c.py", chapter("apart"))

    def cached(**options):
        return [o.cached for _, o in check_paths([book.folder], **options).asked]

    assert cached() == [False, False, False]
    assert cached() == [True, True, True]
    assert report_text(check_paths([book.folder])).count(" cached\n") == 3
    assert cached(fresh=True) == [False, False, False]
    book.write("a.py", chapter("first", statement="Another sentence."))
    assert cached() == [False, False, True]


def test_failures_are_not_kept(mixed):
    check_paths([mixed.folder])
    again = {e.derivation.label: o.cached for e, o in check_paths([mixed.folder]).asked}
    assert {label for label, cached in again.items() if cached} == {"first", "cited"}


def test_an_edited_record_is_run_again(book):
    book.write("a.py", chapter("first") + '    proof.assume("Something.", "open")\n')
    (outcome,) = check_paths([book.folder]).outcomes
    assert str(outcome.evidence) == "assumed"
    (file,) = Store().folder.glob("*.json")
    file.write_text(file.read_text().replace('"evidence": "assumed"', '"evidence": "proved"'))
    (entry,) = load([book.folder]).entries
    assert Store().read(entry) is None
    for damaged in ("", "{}", "[]", "null", '{"seal": 1, "outcome": 2}'):
        file.write_text(damaged)
        assert Store().read(entry) is None
    (outcome,) = check_paths([book.folder]).outcomes
    assert (str(outcome.evidence), outcome.cached) == ("assumed", False)


def test_the_key_follows_the_library(book, monkeypatch):
    from phasecalc.ledger import store

    book.write("a.py", chapter("first"))
    (entry,) = load([book.folder]).entries
    before = store.key(entry)
    monkeypatch.setattr(store, "_engine", lambda: "another version")
    assert store.key(entry) != before


def test_at_least_one_process(book):
    book.write("a.py", chapter("first"))
    with pytest.raises(ValueError, match="jobs=0"):
        check_paths([book.folder], jobs=0)
