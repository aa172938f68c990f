"""Stored results and certificates with one place damaged: refused by name, or the same in meaning.

Hashes are written anew, so that what is under test is what the checks of the content say. A few
places of each kind of file by default, many in the slow suite.
"""

import json

import pytest
import sympy as sp

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.certificate import check_claims
from phasecalc.claims.certificates.document import document
from phasecalc.claims.judging.judge import judge
from phasecalc.cli import main
from phasecalc.exceptions import StoreDamaged
from phasecalc.kernel.recheck import read, summary
from phasecalc.kernel.shipped import certificates
from phasecalc.optimisers import store as optimisers
from phasecalc.optimum.program import Program
from phasecalc.optimum.store import seal
from phasecalc.optimum.stored import decode, encode
from phasecalc.plrf.phases import store
from tests.tampering import drawn, tampered

FEW, MANY = 2, 20
SEEDS = [0, *(pytest.param(k, marks=pytest.mark.slow) for k in (1, 2))]


def most(seed):
    return MANY if seed else FEW


def sealed(data, *inner):
    """With right hashes inside and outside, where there is something to hash."""
    for name in inner:
        part = data.get(name)
        if name == "diagrams" and isinstance(part, dict):
            data[name] = {k: seal(d) if isinstance(d, dict) else d for k, d in part.items()}
        elif isinstance(part, dict):
            data[name] = seal(part)
    return seal(data)


def said_twice(path, how):
    """A condition of a conjunction, or which rows tie, written twice: the same in meaning."""
    conditions = path[-2] in ("cell", "cuts", "ties") or path[-3:-2] == ("region",)
    return how == "twice" and len(path) > 1 and conditions


def told(file, check):
    """Whether a check says of the file that it is damaged; anything else that is raised, is."""
    try:
        check()
    except StoreDamaged as problem:
        said = str(problem)
    else:
        return False
    return str(file) in said and "install phasecalc anew" in said


@pytest.mark.parametrize("rate", store.LEARNING_RATES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_shipped_diagram(monkeypatch, tmp_path, rate, seed):
    whole, file = json.loads(store.path(rate).read_text(encoding="utf-8")), tmp_path / "d.json"
    del whole["source"]
    source = store.source_hash()
    monkeypatch.setattr(store, "path", lambda rate: file)
    for path in drawn(whole, seed, most(seed)):
        for how, data in tampered(whole, path):
            file.write_text(json.dumps(sealed({**data, "source": source}, "diagram")))
            store.load.cache_clear()
            refused = told(file, lambda: store.recheck(store.load(rate)))
            assert refused or said_twice(path, how), (path, how)
    store.load.cache_clear()


OPTIMISERS = ("_data", "_diagram", "best_optimiser", "optimiser_diagram")


@pytest.mark.slow
def test_the_shipped_comparison(monkeypatch, tmp_path):
    """Of what can be read, the first of each place is checked whole: that takes half a minute."""
    whole = json.loads(optimisers.file_path().read_text(encoding="utf-8"))
    file = tmp_path / "o.json"
    monkeypatch.setattr(optimisers, "file_path", lambda noise="stated": file)
    for path in drawn(whole, 0, 6):
        checked = False
        for how, data in tampered(whole, path):
            file.write_text(json.dumps(sealed(data, "diagrams")))
            for cached in OPTIMISERS:
                getattr(optimisers, cached).cache_clear()
            if not told(file, optimisers.best_optimiser) and not checked:
                checked = True
                refused = told(file, optimisers.best_optimiser().recheck)
                assert refused or said_twice(path, how), (path, how)
    for cached in OPTIMISERS:
        getattr(optimisers, cached).cache_clear()


@pytest.fixture(scope="module")
def own():
    """A diagram of someone's own program."""
    a, x = sp.symbols("a x")
    return Program.of(
        terms={"one": -x, "two": (a - 1) * (1 - x)},
        unknowns=[x],
        constraints=[x >= 0, x <= 1],
        domain=[a > 0, a < 1],
    ).diagram()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_diagram_of_ones_own(own, seed):
    """Said of the data: no file is known here. What is accepted solves the same program."""
    whole = json.loads(json.dumps(encode(own)))
    assert decode(whole).recheck() > 1
    for path in drawn(whole, seed, 4 * most(seed)):
        for how, data in tampered(whole, path):
            try:
                found = decode(sealed(data))
                found.recheck()
            except CheckFailed:
                continue
            # Names are free in a program of one's own.
            assert isinstance(path[-1], int) or path[-1] == "name", (path, how)
            assert [p.value for p in found.phases] == [p.value for p in own.phases], (path, how)


CLAIMS = {
    "exact": ("loss_exponent == 1 - 1/(4*alpha)", ["alpha >= 1/2", "beta >= alpha"], None),
    "order": ("(d + 1)**2 - d**2 ~ 2*d", ["alpha > 1/2"], None),
    "phase": ('phase == "III"', ["alpha > 1/2", "beta > alpha"], None),
    "refuted": ("r << d**alpha", ["alpha > 1/2"], None),
    "law": ("eta < beta", [], {"law": "two-term"}),
}


@pytest.mark.parametrize("name", CLAIMS)
@pytest.mark.parametrize("seed", SEEDS)
def test_certificates_of_claims(name, seed):
    """What is accepted says the same of the same claim, or that it was not checked."""
    states, where, about = CLAIMS[name]
    whole = json.loads(json.dumps(document([judge(states, where, name, 60.0, about=about)])))
    (before,) = check_claims(read(json.dumps(whole)))
    for path in drawn(whole, seed, most(seed)):
        for how, data in tampered(whole, path):
            try:
                rows = check_claims(read(json.dumps(data)))
            except CheckFailed:
                continue
            for row in rows:
                if row.rank == "no certificate":
                    continue
                assert (row.states, row.status, row.rank) == (
                    before.states, before.status, before.rank), (path, how)  # fmt: skip
                # What fails at a point of a region fails in a larger one.
                fewer = row.status == "refuted" and set(row.where) <= set(before.where)
                assert fewer or set(row.where) == set(before.where), (path, how)


@pytest.mark.parametrize("seed", SEEDS)
def test_certificates_of_the_book(seed):
    """What is accepted states the same; what is comment, or not in use, may be another."""
    book = json.loads(certificates().read_text(encoding="utf-8"))
    (row,) = (t for t in book["theorems"] if t["label"] == "capacity")
    before, *_ = summary({**book, "theorems": [row]})
    for path in drawn(row, seed, 2 * most(seed)):
        for how, data in tampered(row, path):
            try:
                (after,) = summary({**book, "theorems": [data]})
            except CheckFailed:
                continue
            stated = ("states", "rank", "rests_on")
            same = [after[k] for k in stated] == [before[k] for k in stated]
            fewer = path[0] in ("goals", "lines", "beliefs", "label")
            assert same or fewer, (path, how)


def test_the_command_names_the_file_and_says_what_to_do(tmp_path, capsys):
    file = tmp_path / "bad.json"
    for text in ("{}", "[]", '{"format": 1, "theorems": [{"label": []}]}', '{"format": 1', "0"):
        file.write_text(text)
        assert main(["recheck", str(file)]) == 1
        said = capsys.readouterr().err
        assert str(file) in said
        assert "--certificates" in said
