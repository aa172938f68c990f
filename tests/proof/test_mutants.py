"""A campaign of false statements: mutants of every goal of the book, each tried anew."""

from pathlib import Path

import pytest

from phasecalc.ledger import load
from tests.proof.counterexamples import counterexample
from tests.proof.mutants import attempt, mutants

BOOK = Path(__file__).resolve().parents[2] / "derivations"
# Chapters that are tried in every run; all of them in the slow tests.
FEW = ("largest-learning-rate", "spectral-map", "capacity", "kernel-pure-point")


def campaign(derivation):
    """Mutants of all goals of a theorem."""
    return [
        attempt(derivation, index, kind, statement)
        for index, goal in enumerate(derivation.goals)
        for kind, statement in mutants(goal.statement)
    ]


def judged(derivation):
    """Assert that nothing false was accepted and nothing crashed; how many were refused."""
    tried = campaign(derivation)
    assert [m for m in tried if m.message.startswith("CRASH")] == []
    accepted = [m for m in tried if m.accepted]
    assert [(m, found) for m in accepted if (found := counterexample(m.statement))] == []
    return len(tried) - len(accepted)


ENTRIES = [e for e in load([BOOK]).entries if e.derivation.goals]


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(
            e,
            id=e.derivation.label,
            marks=[] if e.derivation.label in FEW else [pytest.mark.slow],
        )
        for e in ENTRIES
    ],
)
def test_no_false_mutant_is_accepted(entry):
    assert judged(entry.derivation) > 0


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.derivation.label in FEW], ids=str)
def test_the_oracle_sees_no_fault_in_goals_and_many_in_mutants(entry):
    derivation = entry.derivation
    assert [g for g in derivation.goals if counterexample(g.statement)] == []
    wrong = [s for g in derivation.goals for kind, s in mutants(g.statement) if "right" in kind]
    assert sum(counterexample(s) is not None for s in wrong) >= len(wrong) / 2
