"""Reading a folder: order, names, and every inconsistency named."""

import sys

import pytest

from phasecalc.exceptions import LedgerError
from phasecalc.ledger import load
from tests.ledger.chapters import chapter

USES = ", uses=(first,)"
IMPORT = "from derivations.d01_first import first\n"


def labels(ledger):
    return [e.derivation.label for e in ledger.entries]


def test_files_in_order_of_their_names_and_theorems_as_written(book):
    book.write("d02_more.py", chapter("zeta") + chapter("eta"))
    book.write("d01_first.py", chapter("first"))
    assert labels(load([book.folder])) == ["first", "zeta", "eta"]


def test_a_file_imports_earlier_ones_wherever_the_folder_lies(book):
    book.write("d01_first.py", chapter("first"))
    book.write("d02_next.py", chapter("next", head=IMPORT, more=USES))
    first, following = load([book.folder]).entries
    assert following.derivation.uses == (first.derivation,)
    assert [f.name for f in following.files] == ["d01_first.py", "d02_next.py"]
    ledger = load([book.folder])
    assert ledger.users(ledger.entries[0]) == ("next",)


def test_a_relative_import_and_a_folder_whose_name_is_no_identifier(book):
    book.folder = book.folder.parent / "my-book 2"
    book.write("01-first.py", chapter("first"))
    book.write("a02.py", chapter("second"))
    book.write(
        "a03.py", chapter("third", head="from .a02 import second\n", more=", uses=(second,)")
    )
    ledger = load([book.folder])
    assert labels(ledger) == ["first", "second", "third"]
    assert ledger.users(ledger.entries[1]) == ("third",)


def test_a_single_file_brings_what_it_uses_and_nothing_else(book):
    book.write("d01_first.py", chapter("first"))
    book.write("d02_other.py", "raise RuntimeError('not needed')\n")
    file = book.write("d03_next.py", chapter("next", head=IMPORT, more=USES))
    assert [(e.derivation.label, e.asked) for e in load([file]).entries] == [
        ("first", False),
        ("next", True),
    ]


def test_a_second_folder_may_use_the_first(book, tmp_path):
    book.write("d01_first.py", chapter("first"))
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "a.py").write_text(chapter("own", head=IMPORT, more=USES))
    ledger = load([book.folder, mine])
    assert labels(ledger) == ["first", "own"]
    assert [f.name for f in ledger.entries[1].files] == ["d01_first.py", "a.py"]


def test_packages_of_that_name_loaded_before_are_left_alone(book):
    import derivations

    book.write("d01_first.py", chapter("first"))
    load([book.folder])
    assert sys.modules["derivations"] is derivations
    assert "derivations.d01_first" not in sys.modules


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.py": chapter("one"), "b.py": chapter("one")}, "b.py: one: .* used already in a.py"),
        ({"a.py": chapter("one") + chapter("one")}, None),
        ({"a.py": chapter("one", more=', source="nobody2020"')}, "nobody2020 is not in the bib"),
        ({"a.py": chapter("one", more=", uses=(theorem(label='x')(len),)")}, "not in this ledger"),
        (
            {"d01_first.py": chapter("first"), "b.py": chapter("b", head=IMPORT, more=USES)},
            "b.py imports d01_first.py, which comes later",
        ),
        ({"a.py": "def ("}, "a.py: not Python"),
        ({"a.py": "1/0"}, "a.py: cannot be loaded: ZeroDivisionError"),
        ({"a.py": "from derivations.missing import x"}, "a.py: cannot be loaded: ModuleNotFound"),
        ({"a.py": "x = 1\n"}, "no derivation here"),
        ({"refs.bib": "@misc{mine,}"}, "no derivation here"),
    ],
)
def test_inconsistent_folders_are_refused(book, files, message):
    for file, text in files.items():
        book.write(file, text)
    if message is None:  # the second definition replaces the first, as Python has it
        assert labels(load([book.folder])) == ["one"]
        return
    with pytest.raises(LedgerError, match=message):
        load([book.folder])


def test_a_use_defined_later_in_its_file(book):
    book.write(
        "a.py",
        chapter("one") + chapter("two") + "\none.uses = (two,)\n",
    )
    with pytest.raises(LedgerError, match="one uses two, which comes later"):
        load([book.folder])


def test_a_folder_has_its_own_bibliography(book):
    book.write("refs.bib", "@article{own2026,\n title = {x}}")
    book.write("a.py", chapter("one", more=', source="own2026, Theorem 1"'))
    assert labels(load([book.folder])) == ["one"]


def test_paths_that_are_no_derivations(book, tmp_path):
    for path, message in (
        (tmp_path / "none", "no such file"),
        (book.write("a.txt", ""), "folders and .py files"),
    ):
        with pytest.raises(LedgerError, match=message):
            load([path])
    book.folder = tmp_path / "json"
    book.write("a.py", chapter("one"))
    with pytest.raises(LedgerError, match="hides a Python module"):
        load([book.folder])
