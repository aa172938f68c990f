"""The site is built of a book that was proved just now, as its status table says."""

import importlib.util
from pathlib import Path

import pytest

from phasecalc.cli import main
from tests.ledger.chapters import Book, chapter

EXTENSION = Path(__file__).resolve().parents[2] / "docs" / "_ext" / "book.py"


@pytest.fixture
def extension():
    pytest.importorskip("sphinx")
    spec = importlib.util.spec_from_file_location("extension_book", EXTENSION)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_stale_table_or_a_failed_theorem_stops_the_site(extension, tmp_path):
    from sphinx.errors import ExtensionError

    book = Book(tmp_path / "derivations")
    book.write("a.py", chapter("first"))
    with pytest.raises(ExtensionError, match="is not current"):
        extension.proved(book.folder)
    assert main(["check", str(book.folder), "--write-readme"]) == 0
    assert extension.proved(book.folder).good
    book.write("a.py", chapter("first", right="alpha*(alpha + 2) + 1"))
    with pytest.raises(ExtensionError, match="is not current"):
        extension.proved(book.folder)
    book.write("a.py", chapter("first", right="alpha"))
    with pytest.raises(ExtensionError, match="first is failed"):
        extension.proved(book.folder)
