"""The status table: what it says, and that a stale one is noticed."""

import pytest

from phasecalc.cli import main
from phasecalc.exceptions import LedgerError
from phasecalc.ledger import check_paths
from phasecalc.ledger.readme import status
from tests.ledger.chapters import chapter

FIRST = "from derivations.a import first\n"


@pytest.fixture
def two(book):
    book.write("a.py", chapter("first"))
    more = '    proof.assume("A gap is closed.", "nobody has")\n'
    book.write("b.py", chapter("second", head=FIRST, more=", uses=(first,)") + more)
    return book


def test_table_graph_and_what_is_assumed(two):
    text = status(check_paths([two.folder]))
    stated = r"For $\alpha > 0$: $\left(\alpha + 1\right)^{2} = \alpha^{2} + 2 \alpha + 1$."
    assert f"| 1 | [first](a.py) | {stated} | proved |  | second |" in text
    assert f"| 2 | [second](b.py) | {stated} | assumed | first |  |" in text
    assert "| proved | 2 | 1 |\n| assumed | 1 | 1 |" in text
    assert "Assumed, not checked here:\n\n- second: A gap is closed. (nobody has)" in text
    assert '  t2["second"]:::assumed\n  t1 --> t2' in text


def test_written_once_and_current_until_something_changes(two):
    readme = two.folder / "README.md"
    readme.write_text("# Mine\n\nHow to read.\n")
    words = ["check", str(two.folder)]
    assert main([*words, "--check-readme"]) == 1
    assert main([*words, "--write-readme"]) == 0
    written = readme.read_text()
    assert written.startswith("# Mine\n\nHow to read.\n\n<!-- begin status")
    assert main([*words, "--write-readme"]) == 0
    assert readme.read_text() == written
    assert main([*words, "--check-readme"]) == 0
    two.write("a.py", chapter("first", right="1 + 2*alpha + alpha**2 + beta - beta + 0*alpha**3"))
    assert main([*words, "--check-readme"]) == 0, "the same statement, written otherwise"
    two.write("a.py", chapter("first", right="alpha*(alpha + 2) + 1"))
    assert main([*words, "--check-readme"]) == 1


def test_nothing_unchecked_or_kept_enters_the_table(two):
    check_paths([two.folder])
    with pytest.raises(LedgerError, match="first was not run just now"):
        status(check_paths([two.folder]))
    two.write("a.py", chapter("first", right="alpha"))
    with pytest.raises(LedgerError, match="first is failed"):
        status(check_paths([two.folder], fresh=True))
    before = (two.folder / "README.md").exists()
    assert main(["check", str(two.folder), "--write-readme"]) == 1
    assert (two.folder / "README.md").exists() == before
