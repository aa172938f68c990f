"""Shipped diagrams: derived anew they are the same; stale or changed ones are refused."""

import json

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import StaleDiagram
from phasecalc.plrf import store


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """A copy of the shipped file that ``load`` reads, and its content."""
    data = json.loads(store.path("largest").read_text(encoding="utf-8"))
    file = tmp_path / "largest.json"
    monkeypatch.setattr(store, "path", lambda rate: file)
    store.load.cache_clear()

    def write(change):
        change(data)
        file.write_text(json.dumps(data), encoding="utf-8")

    yield write
    store.load.cache_clear()


@pytest.mark.parametrize("learning_rate", store.LEARNING_RATES)
def test_shipped_is_what_the_terms_give(learning_rate):
    shipped = store.path(learning_rate).read_text(encoding="utf-8")
    assert shipped == store.derive_text(learning_rate)


def test_unchanged_copy_is_read(elsewhere):
    elsewhere(lambda data: None)
    assert len(store.load().diagram.phases) == 7


def test_stale_source_is_refused(elsewhere):
    elsewhere(lambda data: data.update(source="0" * 64))
    with pytest.raises(StaleDiagram, match="python -m phasecalc derive"):
        store.load()


def test_changed_content_is_refused(elsewhere):
    def change(data):
        data["diagram"]["phases"][0]["value"][0][0][0] = "-3"

    elsewhere(change)
    with pytest.raises(CheckFailed, match="was changed"):
        store.load()


def test_forged_hash_does_not_help(elsewhere):
    """A wrong formula with a right hash is read, and then refused by the checker."""
    from phasecalc.optimum.stored import digest

    def change(data):
        content = data["diagram"]
        content["phases"][0]["value"][0][0][0] = "-3"
        content["hash"] = digest({k: v for k, v in content.items() if k != "hash"})

    elsewhere(change)
    stored = store.load()
    with pytest.raises(CheckFailed):
        stored.diagram.recheck()
    from phasecalc.plrf.query import exponents

    with pytest.raises(CheckFailed):
        exponents(1, "1/4")


def test_one_byte_of_the_terms_changes_the_hash(monkeypatch, tmp_path):
    before = store.source_hash()
    for name in store._SOURCES:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((store._PACKAGE / name).read_bytes())
    monkeypatch.setattr(store, "_PACKAGE", tmp_path)
    assert store.source_hash() == before
    terms = tmp_path / "plrf" / "terms.py"
    terms.write_bytes(terms.read_bytes() + b" ")
    assert store.source_hash() != before


def test_unknown_learning_rate():
    with pytest.raises(ValueError, match="'largest' or 'free'"):
        store.path("big")
