"""A campaign of false statements: mutants of every goal of the book, each tried anew."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from phasecalc.kernel.language import Statement
from phasecalc.ledger import load
from tests.proof.counterexamples import counterexample
from tests.proof.mutants import Mutant, campaign, mutants, verdict

BOOK = Path(__file__).resolve().parents[2] / "derivations"
# Chapters that are tried in every run; all of them in the slow tests.
FEW = ("spectral-map", "kernel-pure-point")
# Chapters of which every mutant is tried, and in which the oracle is tried itself.
WHOLE = (*FEW, "largest-learning-rate", "capacity")


# How many mutants of a longer chapter are tried: a proof of minutes is run again for each.
SAMPLE = 5


def judged(derivation, most=None):
    """Assert that nothing false was accepted and nothing crashed; how many were refused."""
    tried = campaign(derivation, most)
    assert [m for m in tried if m.message.startswith("CRASH")] == []
    accepted = [m for m in tried if m.accepted]
    assert [(m, found) for m in accepted if (found := counterexample(m.statement))] == []
    return len(tried) - len(accepted)


# Names from the record, so that the book is not read where tests are only listed.
RECORD = json.loads((BOOK / "certificates.json").read_text(encoding="utf-8"))
LABELS = [t["label"] for t in RECORD["theorems"] if t["goals"]]


@pytest.fixture(scope="module")
def book():
    return {e.derivation.label: e.derivation for e in load([BOOK]).entries if e.derivation.goals}


def test_the_record_names_all_chapters(book):
    assert sorted(book) == sorted(LABELS)


@pytest.mark.parametrize(
    "label", [pytest.param(x, marks=[] if x in FEW else [pytest.mark.slow]) for x in LABELS]
)
def test_no_false_mutant_is_accepted(book, label):
    assert judged(book[label], None if label in WHOLE else SAMPLE) > 0


@pytest.mark.parametrize(
    "label", [pytest.param(x, marks=[] if x in FEW else [pytest.mark.slow]) for x in WHOLE]
)
def test_the_oracle_sees_no_fault_in_goals_and_many_in_mutants(book, label):
    derivation = book[label]
    assert [g for g in derivation.goals if counterexample(g.statement)] == []
    wrong = [s for g in derivation.goals for kind, s in mutants(g.statement) if "right" in kind]
    assert sum(counterexample(s) is not None for s in wrong) >= len(wrong) / 2


def test_the_oracle_tells_what_vanishes_slowly_from_what_stays():
    d, window = ("var", "d"), ((("var", "d"), True),)
    room = {"relation": "<<", "right": ("num", "1"), "sizes": ("d",), "window": window}
    for slow in (("pow", d, ("num", "-1/2000")), ("pow", ("log", d), ("num", "-1"))):
        assert counterexample(Statement(left=slow, **room)) is None
    for stays in (("num", "1/9"), ("add", ("num", "1/9"), ("pow", d, ("num", "-1/24")))):
        assert counterexample(Statement(left=stays, **room))


def test_the_oracle_looks_farther_where_a_power_turns_late():
    """d^(9/50) reaches 10^18 at d = 10^100; a fall by d^(-1/1000) is seen once others are over."""
    d, late = ("var", "d"), ("pow", ("var", "d"), ("num", "9/50"))
    room = {"sizes": ("d",), "window": ((d, True),)}
    turning = ("add", late, ("num", "1000000000000000000"))
    assert counterexample(Statement("=Theta=", late, turning, **room)) is None
    assert counterexample(Statement("=Theta=", late, ("num", "1"), **room))
    over = ("add", ("num", "1"), ("mul", ("num", "10"), ("pow", d, ("num", "-1/20"))))
    falls = ("mul", over, ("pow", d, ("num", "-1/1000")))
    assert counterexample(Statement("<<", falls, ("num", "1"), **room)) is None
    assert counterexample(Statement("<<", over, ("num", "1"), **room))


def test_the_oracle_tells_nothing_from_what_is_small():
    root = ("num", "0", "1", 2)
    square = ("pow", ("add", ("num", "1"), ("mul", ("num", "-1/2"), root)), ("num", "2"))
    zero = ("add", ("num", "-3"), ("mul", ("num", "2"), root), ("mul", ("num", "2"), square))
    exact = Statement("=", zero, ("num", "0"))
    assert counterexample(exact) is None
    small = ("num", "1/1000000000000000000000000000000000000000")
    assert counterexample(replace(exact, left=("add", zero, small)))


def test_a_mutant_is_weaker_where_the_window_makes_it_so():
    base, d = ("pow", ("var", "d"), ("num", "-1")), ("var", "d")
    goal = Statement("<~", base, ("num", "1"), sizes=("d",), window=((d, True),))
    said = {}
    for kind, statement in mutants(goal):
        said[kind] = verdict(goal, Mutant("x", 0, kind, statement, accepted=True))
    assert said["right times d^1/7"] == "weaker"
    assert said["right times d^-1/7"] == "more"
    assert said["sides swapped"] == "FALSE"
    refused = Mutant("x", 0, "sides swapped", goal, accepted=False)
    assert verdict(goal, refused) == "refused"
