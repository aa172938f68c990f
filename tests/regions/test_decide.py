"""What a verdict may be used for, and how long it may take."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
import sympy as sp

from phasecalc.exceptions import Undecided
from phasecalc.regions import decide, positivity, sampling, solver, work
from phasecalc.regions.condition import Condition, polynomial_of
from phasecalc.regions.decide import Answer, Status, Verdict, empty, settle
from phasecalc.regions.region import Region
from phasecalc.regions.work import OutOfTime
from phasecalc.symbols import alpha, beta

NAMES = ("alpha", "beta")


def condition(expression, relation=">"):
    return Condition.make(NAMES, polynomial_of(expression, NAMES), relation)


@pytest.fixture
def blind(monkeypatch):
    """No certificate and no sample point is ever found: only the solver is left."""
    monkeypatch.setattr(positivity, "refutation", lambda *a, **k: None)
    monkeypatch.setattr(positivity, "split_refutation", lambda *a, **k: None)
    for search in ("coarse_witness", "fine_witness", "witness"):
        monkeypatch.setattr(sampling, search, lambda *a, **k: None)
    monkeypatch.setattr(solver, "available", lambda: True)
    decide._KNOWN.clear()
    yield monkeypatch
    decide._KNOWN.clear()


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
    decide._KNOWN.clear()
    with pytest.raises(Undecided, match="not installed"):
        bool(Region.where(alpha > 1, alpha < 1).empty())


def test_the_solver_gets_what_is_left_of_the_limit(blind):
    asked = []
    blind.setattr(solver, "solve", lambda c, seconds: asked.append(seconds) or ("unknown", None))
    empty([condition(alpha)], 0.25)
    assert 0 < asked[0] <= 0.25
    empty([condition(beta)])
    assert asked[1:] == [None]


def test_a_false_certificate_does_not_pass(monkeypatch):
    from phasecalc.checker import CheckFailed

    decide._KNOWN.clear()
    wrong = {"sum": [[[["1", 0, 0]], [1, 0]]]}
    monkeypatch.setattr(sampling, "coarse_witness", lambda *a, **k: None)
    monkeypatch.setattr(positivity, "refutation", lambda *a, **k: wrong)
    with pytest.raises(CheckFailed):
        empty([condition(alpha), condition(beta)])
    decide._KNOWN.clear()


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


class SlowClock:
    """Each look at the clock costs so many seconds."""

    def __init__(self, tick):
        self.now, self.tick, self.looks = 0.0, tick, 0

    def __call__(self):
        self.looks += 1
        self.now += self.tick
        return self.now


def slow(monkeypatch, tick):
    clock = SlowClock(tick)
    monkeypatch.setattr(work.time, "monotonic", clock)  # the module time, so everywhere
    decide._KNOWN.clear()
    return clock


QUESTIONS = {
    "a step": (alpha > 1, beta > alpha, beta < 1),
    "a square": (alpha**2 - alpha * beta + beta**2 <= 0, alpha > 0),
    "degree three": (alpha > 1, alpha**3 - alpha < 0),
    "a cut": (alpha**2 > 4, alpha < 2, alpha > -2),
    "a thin set": (alpha > sp.Rational(7, 5), alpha**2 < 2, beta > 40, beta**2 < 1601),
    "an edge": (alpha >= 2, alpha <= 2, beta > 100),
    "no certificate": (alpha**4 * beta**2 + alpha**2 * beta**4 - 3 * alpha**2 * beta**2 + 1 < 0,),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_rank_depends_on_the_speed_of_the_machine(monkeypatch, name):
    """Without seconds: the same answer. With seconds: the same, or undecided by time."""
    monkeypatch.setattr(solver, "available", lambda: False)
    (found,) = Region.where(*QUESTIONS[name], parameters=NAMES).cells
    decide._KNOWN.clear()
    quick = empty(found, units=200_000)
    slow(monkeypatch, 1e6)
    assert empty(found, units=200_000) == quick
    for tick in (0.0, 1e-3, 0.02, 1.0):
        slow(monkeypatch, tick)
        cut = empty(found, 10.0, 200_000)
        if cut != quick:
            assert cut.status is Status.UNDECIDED
            assert "time ran out" in cut.tried
            assert not decide._KNOWN  # the cut answer is not remembered


def test_what_is_known_needs_no_time(monkeypatch):
    (found,) = Region.where(*QUESTIONS["degree three"], parameters=NAMES).cells
    slow(monkeypatch, 1.0)
    assert empty(found, 1e-9).status is Status.UNDECIDED
    assert empty(found).status is Status.PROVED
    assert empty(found, 1e-9).status is Status.PROVED


def test_a_smaller_account_has_answers_of_its_own(monkeypatch):
    monkeypatch.setattr(solver, "available", lambda: False)
    decide._KNOWN.clear()
    (found,) = Region.where(*QUESTIONS["degree three"], parameters=NAMES).cells
    assert empty(found, units=10).status is Status.UNDECIDED
    assert empty(found).status is Status.PROVED
    assert empty(found, units=10).status is Status.UNDECIDED


def test_a_slow_machine_does_cut_and_the_solver_is_not_asked_then(monkeypatch):
    monkeypatch.setattr(solver, "available", lambda: True)
    monkeypatch.setattr(solver, "solve", lambda *a: pytest.fail("the solver was asked"))
    slow(monkeypatch, 1.0)
    (found,) = Region.where(*QUESTIONS["degree three"], parameters=NAMES).cells
    answer = empty(found, 10.0)
    assert answer.status is Status.UNDECIDED
    assert answer.tried == "time ran out (limit 10 s); allow more time"
    with pytest.raises(OutOfTime):
        settle(found, 10.0)


def test_the_solver_is_not_asked_after_the_time_is_up(blind):
    blind.setattr(solver, "solve", lambda *a: pytest.fail("the solver was asked"))
    slow(blind, 1.0)
    assert "time ran out" in empty([condition(alpha)], 0.5).tried


def test_what_a_solver_does_not_finish_in_time_is_undecided_by_time(blind):
    blind.setattr(solver, "solve", lambda *a: ("timeout", None))
    answer = empty([condition(alpha)], 5.0)
    assert (answer.status, "time ran out" in answer.tried) == (Status.UNDECIDED, True)
    blind.setattr(solver, "solve", lambda *a: ("unsat", None))
    assert empty([condition(alpha)], 5.0).status is Status.SOLVER


def test_the_solver_counts_its_own_steps(monkeypatch):
    pytest.importorskip("z3")
    xs = sp.symbols("x1:4", real=True)
    a, b, c = xs
    hard = [a**3 * b - c**2 * a > 1, b**3 * c - a**2 * b < -2, c**3 + a * b * c - b**2 < -5]
    (found,) = Region.where(*hard, parameters=xs).cells
    assert solver.solve(found, 30.0)[0] == "sat"
    monkeypatch.setattr(solver, "_RESOURCES", 100)
    assert solver.solve(found, 30.0) == ("unknown", None)
    assert solver.solve(found, None) == ("unknown", None)


def test_one_clock_serves_a_whole_statement(monkeypatch):
    """Seconds are for the call, not for each of its questions anew."""
    monkeypatch.setattr(solver, "available", lambda: False)
    region = Region.where(sp.Or(*(sp.And(alpha > k, alpha < k) for k in range(1, 9))))
    clock = slow(monkeypatch, 0.0)
    assert region.empty(5.0).status is Status.PROVED
    needed = clock.looks
    slow(monkeypatch, 10.0 / needed)
    assert region.empty(5.0).status is Status.UNDECIDED
    assert len(decide._KNOWN) > 1


def test_a_simplification_is_not_left_half_done(monkeypatch):
    slow(monkeypatch, 1.0)
    region = Region.where(alpha > 1, beta > alpha, beta > 1)
    with pytest.raises(Undecided, match="time"):
        region.simplified(3.0)
    assert str(region.simplified()) == "alpha > 1 and beta > alpha"


@pytest.mark.parametrize("seconds", [-1.0, float("nan")])
def test_a_limit_that_is_none_is_refused(seconds):
    """Whether the answer is known already or not."""
    for asked in (alpha, 3 * alpha - 2):
        empty([condition(3 * alpha - 2)])
        with pytest.raises(ValueError, match="timeout"):
            empty([condition(asked)], seconds)


EDGES = {
    "a half line": (alpha >= 1, beta >= 1),
    "far from the grid": (10 * alpha >= 71, 10 * beta >= 73, 100 * alpha <= 711),
    "a wedge": (beta >= alpha, 2 * beta <= 3 * alpha, 30 * alpha <= 1, alpha >= 0),
    "part of a disc": ((alpha - 3) ** 2 + beta**2 <= 1, alpha >= 3),
    "on a line": (sp.Eq(beta, 2 * alpha), alpha >= 3),
    "at two grid points only": (16 * alpha >= 1, 8 * alpha <= 1, beta >= 2, beta <= 3),
}


@pytest.mark.parametrize("name", EDGES)
def test_a_witness_lies_inside_where_there_is_an_inside(name):
    (found,) = Region.where(*EDGES[name], parameters=NAMES).cells
    point = empty(found).witness
    assert all(c.holds(point) for c in found)
    assert all(c.sign_at(point) > 0 for c in found if c.relation == ">=")


def test_a_set_without_an_inside_still_has_a_witness():
    (found,) = Region.where(alpha >= 2, alpha <= 2, beta > 1, parameters=NAMES).cells
    assert empty(found).witness[0] == 2


def test_no_conditions():
    verdict = Region.everything(NAMES).empty()
    assert not verdict
    assert "refuted" in repr(verdict)
    assert Region(NAMES, ()).empty()


def test_conditions_in_any_order_are_one_question():
    one = empty([condition(alpha - beta), condition(beta - 1), condition(1 - alpha)])
    other = empty([condition(1 - alpha), condition(alpha - beta), condition(beta - 1)])
    assert one is other


def test_points_of_the_solver_satisfy_every_kind_of_condition():
    pytest.importorskip("z3")
    asked = [
        [condition(alpha - beta - 2, "="), condition(3 - beta, ">="), condition(beta)],
        [condition(alpha - sp.sqrt(2) * beta), condition(beta - 1, "="), condition(2 - alpha)],
    ]
    for conditions in asked:
        outcome, point = solver.solve(conditions, None)
        assert outcome == "sat"
        assert all(c.holds(point) for c in conditions)
    assert solver.solve([condition(alpha**2 - 2, "="), condition(beta - 1, "=")], None) == (
        "sat",
        None,
    )
    assert solver.solve([condition(alpha), condition(-alpha, "=")], None) == ("unsat", None)


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        ([(alpha, ">="), (-alpha, ">=")], ("sat", 0)),
        ([(alpha, ">"), (-alpha, ">=")], ("unsat", None)),
        ([(alpha, ">="), (-alpha, ">")], ("unsat", None)),
        ([(alpha, "="), (1 - alpha, ">")], ("sat", 0)),
        ([(alpha, "="), (alpha - 1, ">=")], ("unsat", None)),
        ([(alpha**2 - 2, ">="), (3 - 2 * alpha, ">="), (2 * alpha - 3, ">=")], ("sat", 1.5)),
        ([(alpha**2 - 2, "="), (alpha, ">")], ("sat", None)),  # its point is not rational
        ([(alpha - sp.sqrt(2), ">="), (sp.sqrt(2) - alpha, ">")], ("unsat", None)),
        ([(alpha - sp.sqrt(2), ">="), (sp.sqrt(2) - alpha, ">=")], ("sat", None)),
    ],
)
def test_what_the_solver_is_asked(sides, found):
    """Each relation as it is meant, where they touch: no certificate shows a wrong question."""
    pytest.importorskip("z3")
    outcome, point = solver.solve([condition(*row) for row in sides], 20.0)
    assert (outcome, point and point[0]) == found
