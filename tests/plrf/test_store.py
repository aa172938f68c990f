"""Shipped diagrams: derived anew they are the same; stale or changed ones are refused."""

import copy
import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from phasecalc.checker import CheckFailed, refute
from phasecalc.exceptions import StaleDiagram, StoreDamaged
from phasecalc.export.forms.tables import phases_text
from phasecalc.optimum.obligations import obligations
from phasecalc.optimum.store import seal
from phasecalc.plrf.asking.diagram import LossDiagram
from phasecalc.plrf.phases import store
from phasecalc.regions.condition import canonical
from phasecalc.regions.encoding import key
from phasecalc.regions.region import Region

SHIPPED = json.loads(store.path("largest").read_text(encoding="utf-8"))


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Writes a file that ``load`` reads in place of the shipped one."""
    file = tmp_path / "largest.json"
    monkeypatch.setattr(store, "path", lambda rate: file)

    def write(data):
        store.load.cache_clear()
        text = data if isinstance(data, str) else json.dumps(data)
        file.write_text(text, encoding="utf-8")

    yield write
    store.load.cache_clear()


@pytest.mark.parametrize("learning_rate", store.LEARNING_RATES)
def test_shipped_is_what_the_terms_give(learning_rate):
    shipped = store.path(learning_rate).read_text(encoding="utf-8")
    assert shipped == store.derive_text(learning_rate)


@pytest.mark.parametrize(("learning_rate", "count"), [("largest", 158), ("free", 175)])
def test_the_number_of_statements_is_known(learning_rate, count):
    """Fewer would mean that something is no longer asked; more, that a diagram has changed."""
    assert store.recheck(store.load(learning_rate)) == count
    assert LossDiagram(store.load(learning_rate)).recheck() == count


def test_unchanged_copy_is_read(elsewhere):
    elsewhere(SHIPPED)
    assert len(store.load().diagram.phases) == 7


def test_stale_source_is_refused(monkeypatch):
    store.load.cache_clear()
    monkeypatch.setattr(store, "source_hash", lambda: "0" * 64)
    with pytest.raises(StaleDiagram, match="python -m phasecalc derive"):
        store.load()


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{", "version https://git-lfs"])
def test_what_is_no_diagram_is_refused_by_name_with_a_remedy(elsewhere, text):
    elsewhere(text)
    with pytest.raises(StoreDamaged, match=r"largest.json: .*python -m phasecalc derive"):
        store.load()


def test_a_missing_file_is_refused(monkeypatch, tmp_path):
    store.load.cache_clear()
    monkeypatch.setattr(store, "path", lambda rate: tmp_path / "largest.json")
    with pytest.raises(StoreDamaged, match="no such file"):
        store.load()


def forged(data):
    """The data with right hashes inside and outside."""
    return seal({**data, "diagram": seal(data["diagram"])})


def leaves(data, path=()):
    """Path of every number, text and truth value, and of every empty list."""
    if isinstance(data, dict):
        for k, v in data.items():
            yield from leaves(v, (*path, k))
    elif isinstance(data, list) and data:
        for k, v in enumerate(data):
            yield from leaves(v, (*path, k))
    else:
        yield path


def changed(data, path):
    """A copy with one leaf changed to something else of its kind."""
    made = copy.deepcopy(data)
    *way, last = path
    at = made
    for k in way:
        at = at[k]
    old = at[last]
    other = {">": ">=", ">=": ">", "=": ">", "1": "2", "-1": "1"}
    if isinstance(old, str):
        at[last] = other.get(old, old + "1" if old.lstrip("-").replace("/", "").isdigit() else "x")
    else:
        at[last] = old + 1 if isinstance(old, int) else [[">", [["1", 1, 0]]]]
    return made


SHOWN = [p for part in ("critical", "claims", "shown") for p in leaves(SHIPPED[part], (part,))]
NAMES = [p for p in leaves(SHIPPED) if p[0] == "diagram" and "name" in p]
REST = [p for p in leaves(SHIPPED["diagram"], ("diagram",)) if p not in NAMES and "hash" not in p]


def refused(elsewhere, data, sealed):
    """Whether reading or checking says no, and how."""
    elsewhere(data)
    try:
        stored = store.load()
    except StoreDamaged:
        return True
    assert sealed, "an accident was read"
    try:
        store.recheck(stored)
    except CheckFailed:
        return True
    return False


@pytest.mark.parametrize("path", SHOWN, ids=lambda p: "-".join(map(str, p)))
def test_every_entry_of_the_claims_and_the_logarithms_is_covered(elsewhere, path):
    assert refused(elsewhere, changed(SHIPPED, path), False)
    assert refused(elsewhere, forged(changed(SHIPPED, path)), True)


@pytest.mark.parametrize("path", NAMES, ids=lambda p: "-".join(map(str, p)))
def test_every_name_is_covered(elsewhere, path):
    assert refused(elsewhere, changed(SHIPPED, path), False)
    assert refused(elsewhere, forged(changed(SHIPPED, path)), True)


@pytest.mark.parametrize("path", REST[:: len(REST) // 40], ids=lambda p: "-".join(map(str, p)))
def test_every_number_of_the_diagram_is_covered(elsewhere, path):
    """One in every few; all of them, in the slow suite."""
    assert refused(elsewhere, changed(SHIPPED, path), False)
    assert refused(elsewhere, forged(changed(SHIPPED, path)), True)


def of_each_kind(paths, most):
    """Paths that differ in more than places in a list, and of each kind so many, spread out."""
    kinds = {}
    for path in paths:
        kinds.setdefault(tuple("" if isinstance(k, int) else k for k in path), []).append(path)
    return [p for found in kinds.values() for p in found[:: -(-len(found) // most)]]


@pytest.mark.slow
def test_every_kind_of_number_outside_the_proofs_is_covered(elsewhere):
    stated = of_each_kind((p for p in REST if "proofs" not in p), 16)
    assert len(stated) > 250
    assert [p for p in stated if not refused(elsewhere, forged(changed(SHIPPED, p)), True)] == []


def test_every_number_of_every_proof_is_covered_without_exception():
    """Each proof by itself: to read the whole diagram again for every number takes minutes."""
    diagram = store.load().diagram
    cells = map(canonical, obligations(diagram.program, diagram.phases))
    statements = {key(c): [(x.polynomial, x.relation) for x in c] for c in cells}
    accepted = []
    for name, proof in SHIPPED["diagram"]["proofs"].items():
        refute(statements[name], proof, 2)
        for path in leaves(proof):
            try:
                refute(statements[name], changed(proof, path), 2)
            except CheckFailed:
                continue
            accepted.append((name, path))
    assert accepted == []


def with_part(**parts):
    return {**SHIPPED, "diagram": {**SHIPPED["diagram"], **parts}}


PHASES = SHIPPED["diagram"]["phases"]
ANY_PROOF = next(iter(SHIPPED["diagram"]["proofs"].values()))
PARTS = {
    "a phase renamed with its claim": {
        **with_part(phases=[{**PHASES[0], "name": "V"}, *PHASES[1:]]),
        "claims": {("V" if k == "Ia" else k): v for k, v in SHIPPED["claims"].items()},
    },
    "two names exchanged": with_part(
        phases=[{**PHASES[0], "name": "Ib"}, {**PHASES[1], "name": "Ia"}, *PHASES[2:]]
    ),
    "phases in another order": with_part(phases=[PHASES[1], PHASES[0], *PHASES[2:]]),
    "a phase on a line": with_part(
        phases=[*PHASES, {**PHASES[0], "region": [[["=", [["2", 1, 0], ["-1", 0, 0]]]]]}]
    ),
    "a phase of nothing": with_part(phases=[*PHASES, {**PHASES[0], "region": [], "pieces": []}]),
    "a claim of nobody": {**SHIPPED, "claims": {**SHIPPED["claims"], "V": []}},
    "a claim left out": {
        **SHIPPED, "claims": {k: v for k, v in SHIPPED["claims"].items() if k != "II"}},
    "a phase that is not shown": {
        **SHIPPED, "shown": {k: v for k, v in SHIPPED["shown"].items() if k != "II"}},
    "two phases shown in each other's place": {
        **SHIPPED, "shown": {**SHIPPED["shown"], "Ia": SHIPPED["shown"]["Ib"]}},
    "a logarithm left out": {**SHIPPED, "critical": SHIPPED["critical"][1:]},
    "a logarithm twice": {**SHIPPED, "critical": SHIPPED["critical"][:1] + SHIPPED["critical"]},
    "a proof of nothing": with_part(proofs={**SHIPPED["diagram"]["proofs"], "0" * 24: ANY_PROOF}),
    "a part that no one reads": with_part(remark="Adam is better"),
    "a part of a phase that no one reads": with_part(
        phases=[{**PHASES[0], "remark": "Adam is better"}, *PHASES[1:]]
    ),
    "a trade-off that names a term twice": with_part(
        phases=[{**PHASES[0], "tradeoff": [*PHASES[0]["tradeoff"], "F_pp"]}, *PHASES[1:]]
    ),
    "no phases": with_part(phases=[]),
    "no proofs": with_part(proofs={}),
    "phases of another type": with_part(phases={}),
    "another schema": with_part(schema=2),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_parts_that_do_not_follow_are_refused_whatever_their_hash(elsewhere, name):
    assert refused(elsewhere, PARTS[name], False)
    assert refused(elsewhere, forged(PARTS[name]), True)


def test_an_answer_is_checked_where_the_hash_was_forged(elsewhere):
    from phasecalc.plrf.asking.query import exponents

    elsewhere(forged(changed(SHIPPED, ("diagram", "phases", 0, "value", 0, 0, 0))))
    with pytest.raises(CheckFailed):
        exponents(1, "1/4")


@pytest.mark.parametrize("name", sorted({*SHIPPED["shown"]["Ic"]} - {"region", "status"}))
def test_a_formula_shown_is_read_and_compared_with_what_is_proved(elsewhere, name):
    text = SHIPPED["shown"]["Ic"][name]
    elsewhere(SHIPPED)
    assert store.reprove(store.load()) == 158
    for other in (f"({text})*1.0000001", "alpha", "sqrt(alpha)", "1/(beta - beta)", text + ")", ""):
        shown = {**SHIPPED["shown"], "Ic": {**SHIPPED["shown"]["Ic"], name: other}}
        elsewhere(seal({**SHIPPED, "shown": shown}))
        with pytest.raises(CheckFailed, match=f"largest.json: phase Ic.*{name}"):
            store.reprove(store.load())


IVB = SHIPPED["shown"]["IVb"]["region"]
NOT_SHOWN = {
    "none": ("Ia", "region", []),
    "text": ("Ia", "region", "beta < 1/2"),
    "another bound": ("Ia", "region", ["alpha > 1/2", "beta < 1/3", "alpha + beta > 1/2"]),
    "one less": ("Ia", "region", ["alpha > 1/2", "beta < 1/2"]),
    "one turned round": ("II", "region", ["beta > 1/2", "beta > alpha"]),
    "one more": ("III", "region", ["alpha > 1/2", "beta > alpha", "alpha > 1"]),
    "no root": ("IVb", "region", [IVB[0], "alpha < 1 - 1/3*sqrt(2)", IVB[2]]),
    "the other root": ("IVb", "region", [IVB[0], "alpha < 1 + 1/2*sqrt(2)", IVB[2]]),
    "beyond the root": ("IVb", "region", [IVB[0], "alpha > 1 - 1/2*sqrt(2)", IVB[2]]),
    "without the root": ("IVb", "region", [IVB[0], IVB[2]]),
    "an open claim": ("Ic", "status", "proved"),
    "a claim that is proved": ("Ia", "status", "open"),
    "more than is proved": ("Ib", "status", "proved"),
    "another part": ("Ib", "status", "proved where alpha > 1/8"),
    "a part of nothing": ("Ic", "status", "proved where false"),
    "nothing": ("Ia", "status", ""),
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_conditions_and_status_shown_are_those_of_the_phase(elsewhere, name):
    phase, part, other = NOT_SHOWN[name]
    shown = {**SHIPPED["shown"], phase: {**SHIPPED["shown"][phase], part: other}}
    elsewhere(seal({**SHIPPED, "shown": shown}))
    with pytest.raises(CheckFailed, match=f"largest.json: phase {phase} is shown with"):
        store.reprove(store.load())
    with pytest.raises(CheckFailed, match=f"phase {phase} is shown with"):
        phases_text(LossDiagram(store.load()))


@pytest.mark.parametrize("rate", store.LEARNING_RATES)
def test_the_table_of_phases_is_read_and_its_proofs_checked_without_computer_algebra(rate):
    says = (
        "import sys; from phasecalc.cli import main; "
        f"main(['phases', '--learning-rate', '{rate}']); "
        "sys.exit({'sympy', 'numpy'} & {*sys.modules} != set())"
    )
    done = subprocess.run([sys.executable, "-P", "-c", says], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "re-checked just now" in done.stdout


def test_one_byte_of_the_terms_changes_the_hash(monkeypatch, tmp_path):
    before = store.source_hash()
    for name in store._SOURCES:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((store._PACKAGE / name).read_bytes())
    monkeypatch.setattr(store, "_PACKAGE", tmp_path)
    assert store.source_hash() == before
    terms = tmp_path / "plrf" / "phases" / "terms.py"
    terms.write_bytes(terms.read_bytes() + b" ")
    assert store.source_hash() != before


def test_unknown_learning_rate():
    with pytest.raises(ValueError, match="'largest' or 'free'"):
        store.path("big")


@pytest.mark.parametrize("other", ["Ib", "II", "V"])
def test_a_point_is_not_answered_with_the_name_of_another_phase(other):
    """Not even where nothing but the label, or nothing but the region, is another."""
    stored = store.load()
    point = (Fraction(1), Fraction(1, 4))  # in Ia
    store.confirm(stored, stored.diagram.phase("Ia"), point)
    with pytest.raises(CheckFailed):
        store.confirm(stored, replace(stored.diagram.phase("Ia"), name=other), point)
    if other != "V":
        phase = stored.diagram.phase(other)
        with pytest.raises(CheckFailed):
            store.confirm(stored, phase, point)
        wide = replace(phase, region=Region.everything(("alpha", "beta")))
        with pytest.raises(CheckFailed, match="outside"):
            store.confirm(stored, wide, point)
        with pytest.raises(CheckFailed, match="outside"):
            store.confirm(stored, replace(stored.diagram.phase("Ia"), region=phase.region), point)


def test_a_point_is_not_answered_with_the_claim_of_another_phase():
    stored = store.load()
    claims = {**stored.claims, "Ic": stored.claims["Ia"]}
    with pytest.raises(CheckFailed, match="claim"):
        store.confirm(
            replace(stored, claims=claims),
            stored.diagram.phase("Ic"),
            (Fraction(1, 8), Fraction(1)),
        )


def test_no_answer_is_given_for_a_point_that_is_not_confirmed(monkeypatch):
    from phasecalc.plrf.asking import query

    def refuse(*_):
        raise CheckFailed("not here")

    monkeypatch.setattr(query, "confirm", refuse)
    with pytest.raises(CheckFailed, match="not here"):
        query.exponents(1, "1/4")
