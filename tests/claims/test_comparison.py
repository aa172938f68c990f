"""Comparisons of exponents: proofs, refutations with exact points, and what is left open."""

from fractions import Fraction

import pytest

from phasecalc.checker import multiply, sign
from phasecalc.claims.comparing import comparison
from phasecalc.claims.judging.judge import judge
from phasecalc.claims.orders.exceeding import signs_of
from phasecalc.claims.orders.sides import SideReader
from phasecalc.claims.reading.ask import Clock, Found
from phasecalc.claims.reading.language import statement
from phasecalc.claims.reading.quantities import domain, phases
from phasecalc.claims.reading.region import region_of
from phasecalc.claims.reading.signs import nonvanishing
from phasecalc.plrf.asking.query import exponents
from phasecalc.regions.decide import Status


def ask(states, *where):
    return judge(states, where, "claim", 20.0)


def test_each_boundary_point_is_covered_by_the_closed_phases():
    """At points on and off every line, each formula of a closed phase is the query's value."""
    halves = [Fraction(k, 8) for k in range(1, 12)] + [Fraction(7, 10), Fraction(3, 11)]
    seen = set()
    for a in halves:
        for b in halves:
            if not domain().contains(a, b):
                continue
            found = exponents(a, b)
            touching = [p for p in phases() if p.region.contains(a, b)]
            assert {p.name for p in touching} == set(found.phases)
            for p in touching:
                assert p.known["loss_exponent"]((a, b)) == found.fractions()[0]
            seen |= set(found.phases)
    assert seen == {p.name for p in phases()}


def test_a_refutation_shows_both_sides_at_a_point_of_the_region():
    found = ask("loss_exponent == 1 - 1/(2*alpha)", "alpha > 1/2", "beta > alpha")
    assert (found.status, found.evidence) == ("refuted", "proved")
    a, b = (Fraction(found.witness[k]) for k in ("alpha", "beta"))
    assert b > a > Fraction(1, 2)
    assert Fraction(found.witness["left"]) == 1 - 1 / (4 * a)
    assert Fraction(found.witness["right"]) == 1 - 1 / (2 * a)


def test_the_boundary_belongs_to_the_claim():
    """Equal to the formula of phase III also at beta = alpha, and not below alpha = 1/2."""
    assert ask("loss_exponent == 1 - 1/(4*alpha)", "alpha >= 1/2", "beta >= alpha")
    below = ask("loss_exponent == 1 - 1/(4*alpha)", "alpha > 9/20", "beta > 1")
    assert below.status == "refuted"


def test_strict_and_weak_inequalities_are_told_apart():
    region = ("alpha >= 1/2", "beta >= 1/2", "beta <= alpha")
    assert ask("exponent(K_pp) >= exponent(F_pp)", "alpha > 1/2", "beta > 1/2", "beta <= alpha")
    found = ask("exponent(K_pp) > exponent(F_pp)", *region)
    assert found.status == "refuted"
    assert found.witness["alpha"] == found.witness["beta"]


def test_a_jump_is_judged_at_every_optimal_model_size():
    where = ("alpha < 1/2", "beta > 1/2", "2*alpha**2 - 4*alpha + 1 == 0")
    assert ask("model_size_exponent >= 1/2", *where)
    assert ask("model_size_exponent == 1/2", *where).status == "refuted"
    assert ask("loss_exponent == alpha", *where)
    nonlinear = ask("(model_size_exponent - 1/2)**2 >= 0", *where)
    assert nonlinear.status == "undecided"
    assert "interval of model sizes" in nonlinear.reason


def test_what_has_no_value_is_not_proved():
    missing = ask("exponent(F_ac) > 0", "alpha > 1/2")
    assert missing.status == "undecided"
    assert "no value" in missing.reason
    divided = ask("(beta - alpha)/(beta - alpha) == 1", "alpha > 1/2")
    assert divided.status == "undecided"
    assert "denominator vanishes" in divided.reason
    assert ask("(beta - alpha)/(beta - alpha) == 1", "beta > alpha")
    assert "nothing is claimed" in ask("alpha > 7", "alpha > 1", "alpha < 1/2").reason


def test_what_is_assumed_is_said():
    (cited,) = ask("loss_exponent == alpha + beta - 1/2", "alpha < 1/2", "beta < 1/2").assumes
    assert "cited; open in part of Ib" in cited
    (rules,) = ask("exponent(F_pp) > 0").assumes
    assert "cited rules" in rules
    assert not ask("alpha < 1", "alpha < 1/2").assumes


def test_labels_of_phases():
    assert ask('phase == "III"', "alpha > 1/2", "beta > alpha")
    assert ask('phase == "II/III"', "alpha > 1/2", "beta == alpha")
    assert ask('phase != "II"', "alpha > 1/2", "beta >= alpha")
    closed = ask('phase == "III"', "alpha > 1/2", "beta >= alpha")
    assert (closed.status, closed.witness["left"]) == ("refuted", "II/III")
    assert ask('phase != "II/III"', "alpha > 1/2", "beta <= alpha").status == "refuted"


def test_a_solver_alone_proves_nothing(monkeypatch):
    def said(*_):
        return Found(Status.SOLVER, None, "z3 says unsatisfiable")

    monkeypatch.setattr(comparison, "implied", said)
    found = ask("loss_exponent < 1", "alpha > 1/2", "beta > alpha")
    assert (found.status, found.evidence) == ("undecided", "solver")
    assert not found


def test_a_wrong_point_does_not_refute(monkeypatch):
    """A witness is accepted only after both sides were evaluated there by another route."""

    def lying(*_):
        return Found(Status.REFUTED, (Fraction(1), Fraction(2)))

    monkeypatch.setattr(comparison, "implied", lying)
    found = ask("loss_exponent == 1 - 1/(4*alpha)", "alpha > 1/2", "beta > alpha")
    assert found.status == "undecided"


@pytest.mark.parametrize("relation", ["==", "!=", "<", "<=", ">", ">="])
def test_relations_agree_with_python(relation):
    for value in (Fraction(-1), Fraction(0), Fraction(1)):
        expected = eval(f"value {relation} 0")
        assert comparison.HOLDS[relation](sign(value)) is expected


def test_a_denominator_that_may_vanish_is_seen():
    """Alone, and beside a factor that does not; the same factors pass where none vanishes."""
    alpha, less_one = {(1, 0): Fraction(1)}, {(1, 0): Fraction(1), (0, 0): Fraction(-1)}
    for bottom in (less_one, multiply(alpha, less_one)):
        assert nonvanishing([bottom], region_of(["alpha > 1/2"]), Clock(20.0)).refuted
        assert nonvanishing([alpha, bottom], region_of(["alpha > 1"]), Clock(20.0)).proved
    assert ask("1/(alpha - 1) != 0", "alpha > 1/2").status == "undecided"
    assert ask("1/(alpha - 1) != 0", "alpha > 1").status == "proved"


@pytest.mark.parametrize(
    ("gap", "signs"),
    [
        ("alpha - 1/2", {-1, 0, 1}),
        ("d - r", {-1, 0, 1}),
        ("2 - 4/2", {0}),
        ("d - 1", {1}),
        ("-alpha", {-1}),
    ],
)
def test_the_signs_that_a_difference_may_have(gap, signs):
    region, clock = region_of(["beta > 1"]), Clock(10)
    side = SideReader(region, {}, clock).read(statement(f"{gap} > 0").left)
    assert signs_of(side, region, clock) == signs
