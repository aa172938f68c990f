"""What earlier runs may spare: nothing whose sources are not what they were."""

import sys

import pytest

from phasecalc.ledger import Store, check_paths, load, store
from tests.ledger.chapters import chapter


def cached(book):
    return [o.cached for _, o in check_paths([book.folder]).asked]


def helper(value):
    return f"VALUE = {value}\n"


def using(statement, name="first"):
    """A chapter whose right side comes from a helper."""
    return chapter(name, right="alpha**2 + VALUE*alpha + 1", head=statement + "\n")


def elsewhere(book, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path / "path")
    (tmp_path / "path").mkdir()
    return tmp_path / "path"


PLACES = {
    "a chapter": ("from derivations.a0 import VALUE", "a0.py"),
    "the folder itself": ("from derivations import VALUE", "__init__.py"),
    "the folder, by a dot": ("from . import VALUE", "__init__.py"),
    "a sub-package": ("from derivations.tools import VALUE", "tools/__init__.py"),
    "a module below": ("from derivations.tools.more import VALUE", "tools/more.py"),
    "a module below, by a dot": ("from .tools.more import VALUE", "tools/more.py"),
    "a module found by name": (
        "import importlib\nVALUE = importlib.import_module('derivations.a0').VALUE", "a0.py"),
    "a module found by __import__": (
        "VALUE = getattr(__import__('derivations.a0'), 'a0').VALUE", "a0.py"),
    "a file that is executed": (
        "from pathlib import Path\n"
        "exec((Path(__file__).parent / 'a0.py').read_text())", "a0.py"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_helper_that_was_edited_is_noticed(book, name):
    """The theorem was true with the old helper; with the new one it is false, and says so."""
    statement, file = PLACES[name]
    (book.folder / "tools").mkdir(parents=True)
    (book.folder / "tools" / "__init__.py").write_text("")
    book.write(file, helper(2))
    book.write("b.py", using(statement))
    assert cached(book) == [False]
    assert cached(book) == [True]
    book.write(file, helper(31))
    (outcome,) = check_paths([book.folder]).outcomes
    assert (str(outcome.status), outcome.cached) == ("failed", False)


@pytest.mark.parametrize(
    ("statement", "file"),
    [
        ("from outer_helper import VALUE", "outer_helper.py"),
        ("from outer_package.inner import VALUE", "outer_package/inner.py"),
        ("from outer_door import VALUE", "outer_far.py"),
    ],
)
def test_a_helper_elsewhere_on_the_path_is_noticed(book, tmp_path, monkeypatch, statement, file):
    path = elsewhere(book, tmp_path, monkeypatch)
    (path / "outer_package").mkdir()
    (path / "outer_package" / "__init__.py").write_text("")
    (path / "outer_door.py").write_text("from outer_far import VALUE\n")
    (path / file).write_text(helper(2))
    book.write("b.py", using(statement))
    assert cached(book) == [False]
    assert cached(book) == [True]
    (path / file).write_text(helper(31))
    for module in [m for m in sys.modules if m.startswith("outer_")]:
        del sys.modules[module]
    (outcome,) = check_paths([book.folder]).outcomes
    assert (str(outcome.status), outcome.cached) == ("failed", False)


def test_a_file_edited_while_it_is_checked_is_not_kept(book):
    """The body of the theorem writes its own file anew: what was loaded is no longer there."""
    edit = (
        "    from pathlib import Path\n"
        "    file = Path(__file__)\n"
        "    file.write_text(file.read_text().replace('A square.', 'Another.'))\n"
    )
    book.write("a.py", chapter("first") + edit)
    (outcome,) = check_paths([book.folder]).outcomes
    assert str(outcome.status) == "checked"
    assert not list(Store().folder.glob("*.json"))
    (entry,) = load([book.folder]).entries
    assert Store().read(entry) is None


def test_a_file_edited_between_loading_and_checking_is_not_kept(book):
    from phasecalc.ledger.run import run

    file = book.write("a.py", chapter("first"))
    ledger = load([book.folder])
    file.write_text(chapter("first", right="alpha"))
    report = run(ledger, store=Store())
    assert report.good  # of what was loaded
    assert Store().read(load([book.folder]).entries[0]) is None
    assert not check_paths([book.folder]).good


def test_a_library_edited_while_it_runs_keeps_nothing(book, monkeypatch):
    book.write("a.py", chapter("first"))
    monkeypatch.setattr(store, "_content", lambda: "edited")
    store._engine()
    monkeypatch.setattr(store, "_engine", lambda: "as it was")
    assert cached(book) == [False]
    assert cached(book) == [False]


def test_the_bibliography_of_the_folder_is_in_the_key(book):
    book.write("a.py", chapter("first"))
    book.write("refs.bib", "@misc{me, title={x}}")
    assert cached(book) == [False]
    assert cached(book) == [True]
    book.write("refs.bib", "@misc{you, title={x}}")
    assert cached(book) == [False]


def test_an_unrelated_chapter_stays_cached(book):
    book.write("a.py", chapter("first"))
    book.write("b.py", chapter("second"))
    assert cached(book) == [False, False]
    book.write("b.py", chapter("second", statement="Another."))
    assert cached(book) == [True, False]


def test_all_of_the_library_is_in_the_key(tmp_path, monkeypatch):
    """Any file of the package, data included, and any version, changes the hash."""
    for name in ("one.py", "sub/two.json", "sub/three.toml", "refs.bib"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(store, "_PACKAGE", tmp_path)
    seen = {store._content()}
    for name in ("one.py", "sub/two.json", "sub/three.toml", "refs.bib"):
        (tmp_path / name).write_text("y")
        seen.add(store._content())
    assert len(seen) == 5
    for package in ("sympy", "mpmath", "numpy", "z3-solver", "python-flint"):
        assert package in store._COMPUTING
        monkeypatch.setattr(store, "_version", lambda p, wanted=package: f"{p == wanted}")
        seen.add(store._content())
    assert len(seen) == 10
