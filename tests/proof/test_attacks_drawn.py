"""Statements drawn at random, most of them false, against recall, cases, sums and their edges."""

import random
from collections import Counter

import pytest

from derivations.d16_formal import TAKEN
from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import Statement, decode_statement, unfold
from phasecalc.kernel.rules import Room
from phasecalc.kernel.shipped import tied
from phasecalc.kernel.theorem import nothing, taken_line
from phasecalc.proof.claim import definitions
from phasecalc.proof.path import path
from tests.proof import ranged, recalled, summed
from tests.proof.counterexamples import counterexample
from tests.proof.documents import BOOK
from tests.proof.mutants import mutants

LONG = pytest.param(200, marks=pytest.mark.slow)


RUNS = {
    **{kind: lambda n, s, kind=kind: recalled.run(kind, n, s) for kind in recalled.KINDS},
    **{kind: lambda n, s, kind=kind: ranged.run(kind, n, s) for kind in ranged.RULES},
    "sums": summed.run,
}


@pytest.mark.parametrize("number", [4, LONG])
@pytest.mark.parametrize("kind", RUNS)
def test_what_is_accepted_is_true(kind, number):
    count, wrong = RUNS[kind](number, "drawn")
    assert wrong == []
    assert count["tried"] == number
    if number > 100:
        assert count["false"] > number // 8
        assert count["accepted"] > 0


def test_the_lines_that_attacks_start_from_are_not_contradicted():
    pairs = [x for pair in recalled.PAIRS for x in pair]
    for data in (*recalled.ORDERS, *recalled.EXACTS, *pairs):
        assert counterexample(decode_statement(data)) is None, data


def test_a_false_line_that_is_given_is_recalled_and_seen():
    """The campaign finds what it looks for: with a line that is false it reports it."""
    false = recalled.line("<~", "d", "t", [], [recalled.GROWS])
    assert recalled.by_recall(false, {}, false)
    assert recalled.contradicted(false, 1)


def test_beside_a_lemma_of_rocq_nothing_formal_is_sure():
    """What stands beside the renewal lemma, or the one from Stieltjes to Laplace, is assumed."""
    ranks: Counter[str] = Counter()
    for k in range(60):
        draw = random.Random(f"beside {k}")
        data, _ = recalled.drawn(draw, draw.choice((*recalled.ORDERS, *recalled.EXACTS)))
        ranks[_rank(data, draw)] += 1
    assert set(ranks) <= {"assumed", "refused"}
    assert ranks["assumed"] > 10


def _rank(data, draw):
    try:
        statement = decode_statement(data)
        more = next(recalled.witnessed(data), {"witness": recalled.WITNESSES[0]})
        ways = [p for p in recalled.WAYS if recalled.fits(statement, more, p)]
        return _taken(statement, {**more, "path": next(iter(ways), {})})
    except CheckFailed:
        return "refused"


def _taken(statement: Statement, more):
    believed = ["accepted by Rocq"]
    return taken_line(statement, believed, [], [], definitions(), BOOK, more, tied()).rank


@pytest.mark.parametrize("k", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in range(1, 6))])
def test_a_changed_statement_is_not_the_one_that_was_compared(k):
    whole = TAKEN[k].statement.mapped(lambda e: unfold(e, definitions()))
    assert _kept(whole, TAKEN[k].witness) == "accepted by Rocq"
    found = Counter(_kept(s, TAKEN[k].witness) for _, s in mutants(whole))
    assert set(found) <= {"assumed", "refused"}
    assert found["assumed"] > 10


def _kept(statement, point):
    try:
        room = Room(statement, {}, nothing, BOOK)
        return _taken(statement, {"witness": point, "path": path(room, point)})
    except CheckFailed:
        return "refused"
