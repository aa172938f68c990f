"""The seven phases, derived; continuity, tiling, boundaries; mutated terms change the table."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import PhasecalcError
from phasecalc.optimum.program import Program
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta, delta

h, q = sp.Rational(1, 2), sp.Rational(1, 4)
p = 2 * alpha + 2 * beta - 1
edge = 3 * alpha + 2 * beta - 2 * alpha * beta - 1
steep = 2 * beta - 2 * alpha * beta - alpha
flat = 2 * alpha**2 - 4 * alpha + 1

# Published: phase, region, balance, loss exponent, model size exponent.
TABLE = {
    "Ia": (
        (alpha > h) & (beta < h) & (alpha + beta > h), {"F_0", "F_pp"},
        p / (2 * alpha + 1), 1 / (2 * alpha + 1),
    ),
    "Ib": ((alpha < h) & (beta < h) & (alpha + beta > h), {"F_0", "F_pp"}, alpha + beta - h, h),
    "Ic": (
        (alpha > 0) & (alpha < q) & (beta > h), {"F_0", "F_pp"},
        alpha * p / edge, p / (2 * edge),
    ),
    "II": (
        (beta > h) & (beta < alpha), {"F_ac", "F_pp"},
        p / (2 * (alpha + beta)), beta / (alpha + beta),
    ),
    "III": ((alpha > h) & (beta > alpha), {"F_ac", "K_pp"}, 1 - 1 / (4 * alpha), h),
    "IVa": ((flat < 0) & (alpha < h) & (beta > h), {"F_0", "K_pp"}, alpha, h),
    "IVb": (
        (alpha > q) & (flat > 0) & (alpha < h) & (beta > h), {"F_pp", "K_pp"},
        (1 - 2 * alpha) * p / (2 * steep), (beta - alpha) / steep,
    ),
}  # fmt: skip


def matching(diagram, name):
    where = Region.where(TABLE[name][0], parameters=("alpha", "beta"))
    return [
        phase
        for phase in diagram.phases
        if phase.region.implies(where) and where.implies(phase.region)
    ]


def test_there_are_seven_phases(sgd):
    assert len(sgd.phases) == 7
    assert sgd.recheck() == sgd.recheck() > 100


@pytest.mark.parametrize("name", TABLE)
def test_published_formulas(sgd, name: str):
    (phase,) = matching(sgd, name)
    _, balance, exponent, size = TABLE[name]
    assert set(phase.tradeoff) == balance
    assert sp.cancel(phase.exponent - exponent) == 0
    assert sp.cancel(phase.solution[0] - size) == 0
    assert not phase.is_face


def table(diagram):
    return {(p.tradeoff, p.exponent, p.solution, str(p.region)) for p in diagram.phases}


SHIFTS = [sp.Rational(1, 100), -delta / 100]


@pytest.mark.parametrize("term", ["F_0", "F_pp", "F_ac", "K_pp"])
@pytest.mark.parametrize("shift", SHIFTS)
def test_the_table_is_no_solution_of_a_program_with_a_wrong_exponent(
    sgd, changed_sgd, term: str, shift
):
    with pytest.raises(CheckFailed):
        replace(sgd, program=changed_sgd(term, shift)).recheck()


@pytest.mark.parametrize(
    ("term", "shift"),
    [
        pytest.param(
            term, shift, marks=() if (term, shift) == ("F_ac", SHIFTS[0]) else pytest.mark.slow
        )
        for term in ("F_0", "F_pp", "F_ac", "K_pp")
        for shift in SHIFTS
    ],
)
def test_a_wrong_exponent_changes_the_table(sgd, changed_sgd, term: str, shift):
    try:
        found = table(changed_sgd(term, shift).diagram())
    except PhasecalcError:
        return  # no diagram at all: noticed as well
    assert found != table(sgd)
    exponents = {sp.cancel(x[1]) for x in found}
    assert not {sp.cancel(row[2]) for row in TABLE.values()} <= exponents


# Points of the domain, dense near the places where phases meet.
coordinate = st.one_of(
    st.fractions(min_value=Fraction(1, 60), max_value=3, max_denominator=60),
    st.fractions(min_value=Fraction(1, 5), max_value=Fraction(3, 5), max_denominator=200),
)
points = st.tuples(coordinate, coordinate).filter(lambda z: sum(z) > Fraction(1, 2))


@pytest.mark.parametrize("which", ["sgd", "tuned"])
@given(point=points)
def test_phases_tile_the_domain(request, which, point):
    diagram = request.getfixturevalue(which)
    inside = [p for p in diagram.phases if p.region.contains(*point)]
    closed = [p for p in diagram.phases if p.region.weak().contains(*point)]
    assert len(inside) <= 1
    assert closed
    if not inside:
        curves = [c for p in closed for c in p.region.boundaries() if c.holds(point)]
        assert curves


@pytest.mark.parametrize("which", ["sgd", "tuned"])
@given(point=points)
def test_nothing_lies_outside_the_domain(request, which, point):
    diagram = request.getfixturevalue(which)
    x, y = point
    for outside in ((-x, y), (x, Fraction(1, 2) - x), (x, -y - x)):
        assert not any(p.region.contains(*outside) for p in diagram.phases)


@given(point=points)
def test_one_unknown_equals_an_independent_exact_program(sgd, minimum, sgd_given, point):
    agree(sgd, minimum, sgd_given, point)


@given(point=points)
def test_two_unknowns_equal_an_independent_exact_program(tuned, minimum, tuned_given, point):
    agree(tuned, minimum, tuned_given, point)


def agree(diagram, minimum, given_, point):
    inside = [p for p in diagram.phases if p.region.contains(*point)]
    if not inside or any(w.holds(point) for w in diagram.program.walls):
        return
    value, best = minimum(*given_, {alpha: point[0], beta: point[1]})
    assert inside[0].value(point) == value
    assert {tuple(x(point) for x in v) for v in inside[0].vertices} == set(best)


def phase_point(phase, seed):
    """Rational point of a phase, by rejection."""
    for k in range(400):
        x = Fraction((seed * 7919 + 104729 * k) % 2003 + 1, 1000)
        y = Fraction((seed * 6007 + 15485863 * k) % 2003 - 300, 1000)
        if phase.region.contains(x, y):
            return x, y
    return None


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("seed", range(4))
def test_every_phase_is_visited(sgd, minimum, sgd_given, name, seed):
    (phase,) = matching(sgd, name)
    point = phase_point(phase, seed)
    assert point is not None
    agree(sgd, minimum, sgd_given, point)


# --- boundaries


def test_boundaries_are_those_of_the_paper(sgd):
    label = {matching(sgd, name)[0].name: name for name in TABLE}
    found = {
        (frozenset(label[x] for x in b.phases), str(b.curve)): b.solution_agrees
        for b in sgd.boundaries
    }
    assert {k for k, _ in found} == {
        frozenset(pair)
        for pair in [("II", "III"), ("Ia", "II"), ("III", "IVa"), ("IVa", "IVb"), ("IVa", "Ib"),
                     ("IVb", "Ic"), ("IVb", "Ib"), ("Ic", "Ib"), ("Ia", "Ib")]
    }  # fmt: skip
    jumps = {key for key, same in found.items() if not all(same)}
    assert jumps == {(frozenset({"IVa", "IVb"}), "2*alpha**2 - 4*alpha + 1 = 0")}


@pytest.mark.parametrize("which", ["sgd", "tuned"])
def test_loss_exponent_is_continuous_across_every_boundary(request, which):
    diagram = request.getfixturevalue(which)
    assert diagram.boundaries
    for b in diagram.boundaries:
        assert b.exponent_agrees
        one, other = (diagram.phase(n) for n in b.phases)
        at = tuple(b.point[n] for n in diagram.program.parameters)
        assert b.curve.holds(at)
        assert one.value(at) == other.value(at)
        assert one.region.weak().contains(*at)
        assert other.region.weak().contains(*at)
        for x, y, same in zip(one.vertices[0], other.vertices[0], b.solution_agrees, strict=True):
            assert (x(at) == y(at)) or not same


@pytest.mark.parametrize("which", ["sgd", "tuned"])
@settings(max_examples=settings().max_examples * 2 // 5)
@given(one=points, other=points)
def test_exponent_varies_little_along_a_segment(request, which, one, other):
    """By bisection down to a crossing, both sides have exponents as close as the points are."""
    diagram = request.getfixturevalue(which)

    def phase(z):
        return next((p for p in diagram.phases if p.region.weak().contains(*z)), None)

    low, high = one, other
    for _ in range(30):
        middle = tuple((x + y) / 2 for x, y in zip(low, high, strict=True))
        if phase(middle) == phase(low):
            low = middle
        else:
            high = middle
    first, second = phase(low), phase(high)
    gap = abs(first.value(low) - second.value(high))
    # Exponents are Lipschitz away from alpha = 0; 2^-30 times a constant remains.
    assert gap < Fraction(1, 10**4)


# --- labels, text, certificates


def test_names_and_labels(sgd):
    assert sgd.phase("3").name == "3"
    with pytest.raises(KeyError, match="no phase"):
        sgd.phase("IX")
    renamed = sgd.named(lambda phase: "P" + phase.name)
    assert [x.name for x in renamed.phases] == sorted("P" + x.name for x in sgd.phases)
    assert renamed.recheck() == sgd.recheck()
    assert "Phase" in repr(sgd.phases[0])
    assert repr(sgd).startswith("<PhaseDiagram: ")


def test_boundary_text(sgd):
    texts = [str(b) for b in sgd.boundaries]
    assert sum(t.endswith("(jump)") for t in texts) == 1
    assert sum(t.endswith("(continuous)") for t in texts) == len(texts) - 1


def test_many_regions_of_two_parameters_are_found_part_by_part(monkeypatch):
    """As where the choices of a facet of each region are too many: the same optimum, proved."""
    s, t, x = sp.symbols("s t x")
    program = Program.of(
        terms={"up": x - s, "down": -x - t},
        unknowns=[x],
        constraints={"x <= 1": x <= 1, "x >= -1": x >= -1},
        domain=[s > 0, t > 0],
        parameters=[s, t],
    )
    monkeypatch.setattr("phasecalc.optimum.explore._MOST_WAYS", 0)
    found = program.diagram()
    assert any("cut" in proof for proof in found.proofs.values())
    assert found.recheck() > 0
    at = (Fraction(1, 2), Fraction(1, 3))
    (phase,) = (p for p in found.phases if p.region.contains(*at))
    assert phase.value(at) == Fraction(-5, 12)
