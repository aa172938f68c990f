"""What a verdict may be used for, and how long it may take."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
import sympy as sp

from phasecalc.exceptions import Undecided
from phasecalc.regions import decide, positivity, sampling, solver
from phasecalc.regions.condition import Condition, polynomial_of
from phasecalc.regions.decide import Answer, Status, Verdict, empty
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta

NAMES = ("alpha", "beta")


def condition(expression, relation=">"):
    return Condition.make(NAMES, polynomial_of(expression, NAMES), relation)


@pytest.fixture
def blind(monkeypatch):
    """No certificate and no sample point is ever found: only the solver is left."""
    monkeypatch.setattr(positivity, "refutation", lambda *a, **k: None)
    monkeypatch.setattr(positivity, "split_refutation", lambda *a, **k: None)
    monkeypatch.setattr(sampling, "coarse_witness", lambda *a, **k: None)
    monkeypatch.setattr(sampling, "witness", lambda *a, **k: None)
    monkeypatch.setattr(solver, "available", lambda: True)
    decide._empty.cache_clear()
    yield monkeypatch
    decide._empty.cache_clear()


def test_the_word_of_a_solver_is_no_proof(blind):
    blind.setattr(solver, "solve", lambda *a, **k: ("unsat", None))
    verdict = Region.where(alpha > 1, alpha < 1).empty()
    assert verdict.status is Status.SOLVER
    assert "solver only" in repr(verdict)
    assert verdict.answers[0].proof is None
    with pytest.raises(Undecided, match="z3"):
        bool(verdict)


def test_a_solver_that_lies_with_a_model_is_caught(blind):
    blind.setattr(solver, "solve", lambda *a, **k: ("sat", (Fraction(0), Fraction(0))))
    verdict = Region.where(alpha > 1, beta < 1).empty()
    assert verdict.status is Status.UNDECIDED
    assert verdict.witness is None
    with pytest.raises(Undecided):
        bool(verdict)


def test_a_true_model_refutes(blind):
    blind.setattr(solver, "solve", lambda *a, **k: ("sat", (Fraction(2), Fraction(0))))
    verdict = Region.where(alpha > 1, beta < 1).empty()
    assert verdict.status is Status.REFUTED
    assert not verdict
    assert verdict.witness == {"alpha": 2, "beta": 0}


def test_undecided_has_no_truth_value(blind):
    blind.setattr(solver, "solve", lambda *a, **k: ("unknown", None))
    with pytest.raises(Undecided, match="unknown"):
        bool(Region.where(alpha > 1, alpha < 1).empty())
    blind.setattr(solver, "available", lambda: False)
    decide._empty.cache_clear()
    with pytest.raises(Undecided, match="not installed"):
        bool(Region.where(alpha > 1, alpha < 1).empty())


def test_the_solver_gets_what_is_left_of_the_limit(blind):
    asked = []
    blind.setattr(solver, "solve", lambda c, seconds: asked.append(seconds) or ("unknown", None))
    empty([condition(alpha)], 0.25)
    assert asked
    assert asked[0] <= 0.25


def test_a_false_certificate_does_not_pass(monkeypatch):
    from phasecalc.checker import CheckFailed

    decide._empty.cache_clear()
    wrong = {"sum": [[[["1", 0, 0]], [1, 0]]]}
    monkeypatch.setattr(sampling, "coarse_witness", lambda *a, **k: None)
    monkeypatch.setattr(positivity, "refutation", lambda *a, **k: wrong)
    with pytest.raises(CheckFailed):
        empty([condition(alpha), condition(beta)])
    decide._empty.cache_clear()


def test_weakest_status_counts():
    c = (condition(alpha),)
    proved, solver_only, undecided = (
        Answer(c, s) for s in (Status.PROVED, Status.SOLVER, Status.UNDECIDED)
    )
    refuted = Answer(c, Status.REFUTED, witness=(Fraction(1), Fraction(1)))
    assert Verdict(()).status is Status.PROVED
    assert Verdict((proved, proved)).status is Status.PROVED
    assert Verdict((proved, solver_only)).status is Status.SOLVER
    assert Verdict((solver_only, undecided, proved)).status is Status.UNDECIDED
    assert Verdict((undecided, refuted)).status is Status.REFUTED


@pytest.mark.parametrize("limit", [0.2, 1.0])
def test_hard_questions_stay_within_the_limit(limit: float):
    xs = sp.symbols("x1:5", real=True)
    a, b, c, d = xs
    relations = [
        a**2 * b - 3 * c * d**2 + a * b * c > 1,
        b**3 - 2 * a * c * d + d**2 < -1,
        c**2 * a - b * d**2 + 2 * a * b - c > 2,
        d**3 + a * b * c - 2 * c**2 + b < -3,
        a * d - b * c + a**2 * c < -5,
    ]
    (found,) = Region.where(*relations, parameters=xs).cells
    start = time.monotonic()
    answer = empty(found, limit)
    # One resultant or one check of the solver may run a little over.
    assert time.monotonic() - start < limit + 2
    if answer.witness is not None:
        assert all(k.holds(answer.witness) for k in found)


def test_two_quadratic_fields_do_not_crash():
    assert Region.where(alpha > sp.sqrt(2), alpha < sp.sqrt(3)).sample() is not None
    verdict = Region.where(alpha < sp.sqrt(2), alpha > sp.sqrt(3)).empty()
    assert verdict.status in (Status.SOLVER, Status.UNDECIDED)


def test_no_conditions():
    verdict = Region.everything(NAMES).empty()
    assert not verdict
    assert "refuted" in repr(verdict)
    assert Region(NAMES, ()).empty()


def test_conditions_in_any_order_are_one_question():
    one = empty([condition(alpha - beta), condition(beta - 1), condition(1 - alpha)])
    other = empty([condition(1 - alpha), condition(alpha - beta), condition(beta - 1)])
    assert one is other
