"""What is taken proves no claim; what stands beside a verdict is true of the claim."""

import json

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.certificate import check_claims, signs_on
from phasecalc.claims.certificates.document import document
from phasecalc.claims.certificates.formal import goals_of
from phasecalc.claims.certificates.library import library
from phasecalc.claims.certificates.search import Seeker
from phasecalc.claims.judging.judge import judge
from phasecalc.claims.reading.given import shipped_exponents
from phasecalc.claims.reading.language import statement
from phasecalc.claims.reading.region import region_of
from phasecalc.kernel.language import encode_statement
from phasecalc.kernel.theorem import taken_line

STATES, WHERE = "F_pp << F_0", ["alpha > 1/2"]  # false: F_0 has a smaller order


def taken(rank):
    """A document whose claim is a line that is taken on someone's word."""
    goals = goals_of(statement(STATES), region_of(WHERE), shipped_exponents())
    book, extra = Seeker(), {"witness": {"alpha": "3/4", "beta": "3/4"}, "path": {"r": "3/4"}}
    extra["path"] |= {"d": "1", "gamma": "0"}
    wanted = goals[0].statement(goals[0].cell)
    taken_line(wanted, [rank], [], [], library().definitions, book, extra, {})
    for goal in goals[1:]:
        signs_on(goal.cell, book).impossible([])
    line = {"statement": encode_statement(wanted), "taken": True, **extra}
    theorem = {"label": "own", "lines": [line], "goals": [0], "beliefs": [[rank, "it is so"]]}
    parts = [{"line": 0}, *({"empty": True} for _ in goals[1:])]
    proof = {"point": ["3/4", "3/4"], "theorem": "own", "parts": parts}
    claim = {"label": "c", "where": WHERE, "states": STATES, "status": "proved", "proof": proof}
    return {
        "format": 1,
        "definitions": list(library().written),
        "theorems": [theorem],
        "proofs": dict(book.proofs),
        "claims": [claim],
    }


@pytest.mark.parametrize("rank", ["assumed", "cited"])
def test_what_is_taken_proves_no_claim(rank):
    with pytest.raises(CheckFailed, match=f"what is {rank}, which is below proved"):
        check_claims(taken(rank))


@pytest.mark.parametrize(
    ("states", "status", "said"),
    [
        ("exists: eta > 9/10", "proved", "true"),
        ("eta > 9/10 and xi > 0", "refuted", "false"),
    ],
)
def test_what_is_shown_is_said_of_the_claim(states, status, said):
    found = judge(states, [], "c", 60.0)
    assert found.status == status
    (row,) = check_claims(json.loads(json.dumps(document([found]))))
    assert row.goals[0].endswith(f"it is {said}")


@pytest.mark.parametrize("states", ["(1+pi)**5 > 1", "(1 + pi)**5 > 1218", "(pi - 4)**7 < 0"])
def test_a_whole_power_of_a_sum_of_two_numbers(states):
    """(1 + pi)^5 is 1218.53: 4.14159^2 = 17.1528, its square 294.218, times 4.14159."""
    assert judge(states, [], "c", 60.0).holds


def test_a_false_power_is_refuted():
    assert judge("(1 + pi)**5 > 1219", [], "c", 60.0).status == "refuted"


def test_large_numbers_are_not_factored(monkeypatch):
    """To look for factors among coefficients of hundreds of digits took a minute."""
    import sympy as sp

    def bounded(e, *rest, _own=sp.factor_list):
        assert len(str(e)) < 1000
        return _own(e, *rest)

    monkeypatch.setattr(sp, "factor_list", bounded)
    assert judge("2**900 > loss_exponent", ["alpha > 1/2"], "c", 60.0).holds
