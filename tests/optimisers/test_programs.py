"""Diagrams of other optimisers, and the comparison: by other routes, and with mutants."""

import json
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.optimisers import programs
from phasecalc.optimisers.store import written
from phasecalc.optimum.overlay import Overlay, Zone
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta

BEST = pc.laws.best_optimiser()
p = 2 * alpha + 2 * beta - 1
half = sp.Rational(1, 2)


def phase(optimiser, a, b):
    diagram = pc.laws.optimiser_diagram(optimiser)
    return next(x for x in diagram.phases if x.region.contains(sp.Rational(a), sp.Rational(b)))


# Formulas stated for these optimisers, where they hold: (optimiser, point of the phase, eta, d*).
STATED = [
    (
        "DANA-decaying",
        ("1", "1/4"),
        p * (4 * alpha - 1) / (4 * alpha**2 + 4 * alpha - 1),
        (4 * alpha - 1) / (4 * alpha**2 + 4 * alpha - 1),
    ),
    (
        "DANA-decaying",
        ("1", "3/4"),
        p * (4 * alpha - 1) / (2 * (2 * alpha**2 + 4 * alpha * beta - beta)),
        beta * (4 * alpha - 1) / (2 * alpha**2 + 4 * alpha * beta - beta),
    ),
    (
        "DANA-decaying",
        ("1", "2"),
        (4 * alpha - 1) ** 2 / (2 * alpha * (6 * alpha - 1)),
        (4 * alpha - 1) / (6 * alpha - 1),
    ),
    ("DANA-constant", ("1", "1/4"), 2 * p / (2 * alpha + 3), 2 / (2 * alpha + 3)),
    ("DANA-constant", ("7/10", "6/10"), p / (alpha + 3 * beta), 2 * beta / (alpha + 3 * beta)),
    ("DANA-constant", ("7/10", "2"), 1 - 1 / (4 * alpha), sp.Rational(1, 2)),
    ("SignSGD", ("1", "1/4"), p / (2 * alpha + 1), 1 / (2 * alpha + 1)),
    ("SignSGD", ("1", "3/4"), p / (2 * (alpha + beta)), beta / (alpha + beta)),
    ("SignSGD", ("1", "5/4"), p / (2 * (alpha + beta)), beta / (alpha + beta)),
    (
        "SignSGD",
        ("3/10", "6/10"),
        alpha * p / (3 * alpha + 2 * beta - 2 * alpha * beta - 1),
        p / (2 * (3 * alpha + 2 * beta - 2 * alpha * beta - 1)),
    ),
]


@pytest.mark.parametrize(("optimiser", "point", "eta", "size"), STATED)
def test_stated_formulas_follow(optimiser, point, eta, size):
    found = phase(optimiser, *point)
    assert sp.cancel(found.exponent - eta) == 0
    assert sp.cancel(found.solution[0] - size) == 0


# What the stated tables leave out.
@pytest.mark.parametrize(
    ("optimiser", "point", "eta"),
    [
        ("DANA-decaying", ("2", "1"), 2 * alpha * (4 * alpha - 1) / (4 * alpha**2 + 4 * alpha - 1)),
        ("DANA-decaying", ("2", "3"), 2 * alpha * (4 * alpha - 1) / (4 * alpha**2 + 4 * alpha - 1)),
        ("DANA-constant", ("1", "2"), 4 * alpha / (2 * alpha + 3)),
        ("SignSGD", ("1", "2"), 4 * alpha / (4 * alpha + 1)),
        ("SignSGD", ("2/5", "2"), 2 * alpha / (2 - alpha)),
    ],
)
def test_phases_beyond_the_tables(optimiser, point, eta):
    assert sp.cancel(phase(optimiser, *point).exponent - eta) == 0


def grid_optimum(terms, free):
    """Least of the largest exponent over a plain grid: no programs, no proofs."""
    axes = np.meshgrid(*(np.linspace(*box, 1201) for box in free), indexing="ij")
    return -float(np.max([t(*axes) for t in terms], axis=0).min())


def by_hand(optimiser, a, b):
    """Exponents of the terms typed from Paquette et al., with the clock put in by hand."""
    low, rate = -2 * a + max(0, 1 - 2 * b), -max(0, 1 - 2 * a)
    s = (2 * a + 2 * b - 1) / (2 * a)
    if optimiser == "SignSGD":
        speed = min(a, 0.5)
        terms = [lambda d, g: low * d, lambda d, g: -2 * g + (2 - min(1, 2 * a)) * d]

        def clocked(x, c):
            return lambda d, g: (2 * c * d - 2 * x * (1 - d - g + speed * d)) / (2 - x)

        if s < 2:
            terms.append(clocked(s, 0))
        if b > 0.5:
            x = max(0, 1 - 1 / (2 * a))
            terms.append(clocked(x, -1 if a > 0.5 else -2 * a))
        terms.append(lambda d, g: np.where(1 - d - g + speed * d < -1e-9, 9.0, -99.0))
        return grid_optimum(terms, [(0, 1), (0, 2)])

    def time(d):
        t = 1 - d
        if optimiser == "DANA-constant":
            return rate * d + 2 * t - d
        return t * (2 - 1 / (2 * a)) if a > 0.5 else rate * d + t

    terms = [lambda d: low * d, lambda d: -s * time(d)]
    if b > 0.5:
        terms.append(lambda d: -d - (1 - 1 / (2 * a)) * time(d) if a > 0.5 else -2 * a * d)
    if a > 0.25:
        terms.append(lambda d: rate * d - (2 - 1 / (2 * a)) * time(d))
    else:
        terms.append(lambda d: (rate + 1 - 4 * a) * d)
    return grid_optimum(terms, [(0, 1)])


@settings(max_examples=25)
@given(
    st.fractions(min_value=Fraction(1, 20), max_value=2, max_denominator=40),
    st.fractions(min_value=Fraction(1, 20), max_value=3, max_denominator=40),
    st.sampled_from(["DANA-constant", "DANA-decaying", "SignSGD"]),
)
def test_diagrams_against_a_grid(a, b, optimiser):
    if (
        a + b <= Fraction(1, 2)
        or {a, b} & {Fraction(1, 2), Fraction(1, 4)}
        or b == a + Fraction(1, 2)
    ):
        return
    diagram = pc.laws.optimiser_diagram(optimiser)
    found = [x for x in diagram.phases if x.region.weak().contains(a, b)]
    values = {alpha: sp.Rational(a), beta: sp.Rational(b)}
    eta = float(found[0].exponent.subs(values))
    assert abs(by_hand(optimiser, float(a), float(b)) - eta) < 8e-3


@settings(max_examples=40)
@given(
    st.fractions(min_value=Fraction(1, 20), max_value=2, max_denominator=60),
    st.fractions(min_value=Fraction(1, 20), max_value=3, max_denominator=60),
)
def test_the_best_is_the_best_of_the_diagrams(a, b):
    if a + b <= Fraction(1, 2):
        return
    zone = BEST.at(a, b)
    values = {alpha: sp.Rational(a), beta: sp.Rational(b)}
    found = {}
    for name in BEST.names:
        touching = [
            x for x in pc.laws.optimiser_diagram(name).phases if x.region.weak().contains(a, b)
        ]
        found[name] = max(x.exponent.subs(values) for x in touching)
    assert zone.exponent.subs(values) == max(found.values())
    assert all(found[n] == max(found.values()) for n in zone.best)
    assert BEST.gain(a, b) >= 0


def test_all_that_are_best_at_a_point_are_named():
    """At a corner, and where a line has two equal on one side only."""
    assert set(BEST.at("1/2", "1/2").best) == set(BEST.names)
    assert "SGD" in BEST.at("2/5", "1/2").best
    assert BEST.at(1, "1/4").best == ("DANA-decaying",)


@pytest.mark.parametrize("noise", programs.NOISES)
def test_programs_are_those_of_the_stored_diagrams(noise):
    for name in ("DANA-constant", "DANA-decaying", "SignSGD"):
        diagram = pc.laws.optimiser_diagram(name, noise)
        assert diagram.program == programs.program(name, noise)


@pytest.mark.slow
@pytest.mark.parametrize("noise", programs.NOISES)
def test_the_table_says_what_the_zones_say(noise):
    best = pc.laws.best_optimiser(noise)
    assert best.table == written(best.overlay)
    assert sum(len(row.where) for row in best.table) == len(best.overlay.zones)


def test_with_the_noise_in_motion_signs_win_below_one_half():
    """SignSGD alone wherever alpha < 1/2 < beta, and nothing changes elsewhere."""
    moving = pc.laws.best_optimiser("in-motion")
    below = Region.where(alpha < half, beta > half)
    for zone in moving.overlay.zones:
        if (zone.region & below).sample() is not None:
            assert zone.best == ("SignSGD",)
    for row in moving.table:
        if row.best != ("SignSGD",) and "alpha > 1/2" in row.where[0]:
            assert (row.best, row.exponent) in {(r.best, r.exponent) for r in BEST.table}
    for a, b in (("3/10", "3/5"), ("1/5", "6/5"), ("1/10", 2)):
        assert moving.at(a, b).best == ("SignSGD",)
        assert moving.gain(a, b) > BEST.gain(a, b)
    for a, b in (("3/10", "1/5"), ("3/5", 1), (1, 2)):
        assert moving.gain(a, b) == BEST.gain(a, b)
    with pytest.raises(DomainError, match="use stated or in-motion"):
        pc.laws.best_optimiser("whole")


def mutants():
    zones = BEST.overlay.zones
    yield "a zone left out", zones[1:]
    yield "a zone twice", (*zones, zones[0])
    one = next(z for z in zones if z.best == ("SignSGD",))
    rest = tuple(z for z in zones if z is not one)
    yield "another winner", (*rest, Zone(one.region, ("SGD",), one.phases))
    yield "a tie that is none", (*rest, Zone(one.region, ("SignSGD", "SGD"), one.phases))
    tied = next(z for z in zones if len(z.best) > 1)
    yield (
        "a tie unsaid",
        (*(z for z in zones if z is not tied), Zone(tied.region, tied.best[:1], tied.phases)),
    )
    wrong = dict(one.phases)
    wrong["SGD"] = pc.laws.optimiser_diagram("SGD").phase("Ia")
    yield "another phase", (*rest, Zone(one.region, one.best, tuple(wrong.items())))


@pytest.mark.slow
@pytest.mark.parametrize(("what", "zones"), [*mutants()])
def test_mutants_are_refused(what, zones):
    with pytest.raises((Undecided, CheckFailed)):
        Overlay(BEST.overlay.diagrams, zones).recheck(BEST.proofs)


@pytest.mark.slow
def test_a_changed_proof_is_refused():
    proofs = dict(BEST.proofs)
    first = next(iter(proofs))
    proofs[first] = json.loads(json.dumps(proofs[next(reversed(proofs))]))
    with pytest.raises((Undecided, CheckFailed)):
        BEST.overlay.recheck(proofs)


def test_every_optimiser_says_what_it_rests_on():
    assert set(programs.RULES) == set(BEST.names)
    assert all(
        text.startswith(("cited", "reconstructed", "clock")) for text in programs.RULES.values()
    )


def test_refusals():
    with pytest.raises(DomainError, match="outside"):
        BEST.at("1/8", "1/8")
    with pytest.raises(DomainError, match="no optimiser"):
        pc.laws.optimiser_diagram("Adam")
    with pytest.raises(DomainError, match="no optimiser"):
        BEST.gain(1, 1, over="Adam")
    with pytest.raises(DomainError, match="no program"):
        programs.program("SGD")
