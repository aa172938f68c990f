"""The shipped comparison of optimisers: what was altered is refused, whatever its hash."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from functools import cache

import pytest

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.exceptions import StoreDamaged, Undecided
from phasecalc.optimisers import store
from phasecalc.optimum.overlay import Overlay, Zone
from phasecalc.optimum.store import seal
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region

FILE = store.file_path()


@cache
def shipped():
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def true():
    """The comparison as it is shipped, read before any other file is put in its place."""
    return pc.laws.best_optimiser()


def forget():
    for cached in ("_data", "_diagram", "best_optimiser", "optimiser_diagram"):
        getattr(store, cached).cache_clear()


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Writes a file that is read in place of the shipped one."""
    file = tmp_path / "optimisers.json"
    monkeypatch.setattr(store, "file_path", lambda noise="stated": file)

    def write(data):
        forget()
        file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")

    yield write
    forget()


def edited(*path, to):
    data = copy.deepcopy(shipped())
    at = data
    for k in path[:-1]:
        at = at[k]
    at[path[-1]] = to
    return data


def renamed_phase():
    data = copy.deepcopy(shipped())
    diagram = data["diagrams"]["SignSGD"]
    diagram["phases"][0]["name"] = "one"
    data["diagrams"]["SignSGD"] = seal(diagram)
    for zone in data["zones"]:
        if zone["phases"]["SignSGD"] == "1":
            zone["phases"]["SignSGD"] = "one"
    return data


ALTERED = {
    "a row of the table": lambda: edited("table", 0, "best", to=["Adam"]),
    "an exponent of the table": lambda: edited("table", 0, "exponent", to="9"),
    "a gain of the table": lambda: edited("table", 0, "gain", to="9"),
    "a region of the table": lambda: edited("table", 0, "where", 0, to="everywhere"),
    "a row less": lambda: {**shipped(), "table": shipped()["table"][1:]},
    "a row twice": lambda: {**shipped(), "table": shipped()["table"][:1] + shipped()["table"]},
    "rows in another order": lambda: {**shipped(), "table": shipped()["table"][::-1]},
    "a winner": lambda: edited("zones", 0, "best", to=["Adam"]),
    "a winner beside": lambda: edited(
        "zones", 0, "best", to=[*shipped()["zones"][0]["best"], "Adam"]
    ),
    "a phase of a zone": lambda: edited("zones", 0, "phases", "SGD", to="II"),
    "a phase of nobody": lambda: edited("zones", 0, "phases", "Adam", to="1"),
    "a zone less": lambda: {**shipped(), "zones": shipped()["zones"][1:]},
    "a condition less": lambda: edited("zones", 0, "where", to=shipped()["zones"][0]["where"][1:]),
    "the order": lambda: {**shipped(), "order": shipped()["order"][::-1]},
    "one compared less": lambda: {**shipped(), "order": shipped()["order"][:-1]},
    "a diagram of nobody": lambda: edited("diagrams", "Adam", to=shipped()["diagrams"]["SignSGD"]),
    "a phase renamed": renamed_phase,
    "a remark": lambda: {**shipped(), "remark": "Adam is better"},
    "no proofs": lambda: {**shipped(), "proofs": {}},
    "a proof of nothing": lambda: edited(
        "proofs", "0" * 24, to=next(iter(shipped()["proofs"].values()))
    ),
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_file_is_not_read(elsewhere, name):
    elsewhere(ALTERED[name]())
    with pytest.raises(StoreDamaged, match="phasecalc law optimisers --derive"):
        pc.laws.best_optimiser()


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] * ("zone less" in n)) for n in ALTERED]
)
def test_with_its_hash_written_anew_it_is_not_accepted(true, elsewhere, monkeypatch, name):
    """The rows are compared with rows derived once: deriving them takes seconds."""
    monkeypatch.setattr(store, "written", lambda overlay: true.table)
    elsewhere(seal(ALTERED[name]()))
    try:
        best = pc.laws.best_optimiser()
    except StoreDamaged:
        return
    with pytest.raises((CheckFailed, Undecided)):
        best.recheck()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"order": 3', "null"])
def test_a_damaged_file_is_named(elsewhere, text):
    elsewhere(text)
    with pytest.raises(StoreDamaged, match=r"optimisers\.json: "):
        pc.laws.optimiser_diagram("SignSGD")


def test_a_line_or_nothing_is_no_zone(true):
    """Such a zone would be disjoint from all others and claim what it likes."""
    zone = true.overlay.zones[0]
    names = zone.region.names
    first = zone.region.cells[0][0]
    line = Condition.make(names, first.polynomial, "=")
    for region in (
        Region(names, ((line, *zone.region.cells[0][1:]),)),
        Region(names, ((*zone.region.cells[0], first.negated()[0].with_relation(">")),)),
        Region(names, ()),
        Region(names, zone.region.cells * 2),
    ):
        zones = (Zone(region, zone.best, zone.phases), *true.overlay.zones)
        with pytest.raises(CheckFailed, match="zone"):
            Overlay(true.overlay.diagrams, zones).recheck(true.proofs)


@pytest.mark.parametrize("best", [(), ("SGD", "SGD"), ("Adam",), ("SignSGD", "SGD")])
def test_winners_are_some_of_those_compared_in_order(true, best):
    zones = (replace(true.overlay.zones[0], best=best), *true.overlay.zones[1:])
    with pytest.raises(CheckFailed, match="in order"):
        Overlay(true.overlay.diagrams, zones).recheck(true.proofs)


@pytest.mark.slow
@pytest.mark.parametrize(("noise", "count"), [("stated", 2162), ("in-motion", 2036)])
def test_the_number_of_statements_is_known(noise, count):
    assert pc.laws.best_optimiser(noise).recheck() == count
