"""A folder to write chapters into, and a store of its own."""

import pytest

from tests.ledger.chapters import Book


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setenv("PHASECALC_CACHE", str(tmp_path / "cache"))
    return Book(tmp_path / "derivations")
