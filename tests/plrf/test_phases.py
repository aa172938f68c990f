"""The derived diagram against an independent statement of the seven phases; mutations of terms."""

from dataclasses import replace

import pytest
import sympy as sp

from phasecalc.exceptions import PhasecalcError
from phasecalc.plrf.phases import phases, terms
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta, d, tau, u

p = 2 * alpha + 2 * beta - 1
half = sp.Rational(1, 2)
quarter = sp.Rational(1, 4)
low, high = sp.Gt(alpha, half), sp.Lt(alpha, half)
domain = sp.And(alpha > 0, alpha + beta > half)
flat = 2 * alpha**2 - 4 * alpha + 1
steep = 3 * alpha + 2 * beta - 2 * alpha * beta - 1
noisy = 2 * beta - 2 * alpha * beta - alpha

# Phase: region, trade-off, eta, xi, as published (arXiv:2405.15074, Table 2), typed here by hand.
EXPECTED = {
    "Ia": (sp.And(domain, alpha > half, beta < half), "F_pp F_0", p / (2 * alpha + 1),
           1 / (2 * alpha + 1)),
    "Ib": (sp.And(domain, alpha < half, beta < half), "F_pp F_0", alpha + beta - half, half),
    "Ic": (sp.And(alpha > 0, alpha < quarter, beta > half), "F_pp F_0", alpha * p / steep,
           p / (2 * steep)),
    "II": (sp.And(beta > half, beta < alpha), "F_pp F_ac", p / (2 * (alpha + beta)),
           beta / (alpha + beta)),
    "III": (sp.And(alpha > half, beta > alpha), "K_pp F_ac", 1 - 1 / (4 * alpha), half),
    "IVa": (sp.And(flat < 0, alpha < half, beta > half), "K_pp F_0", alpha, half),
    "IVb": (sp.And(alpha > quarter, flat > 0, alpha < half, beta > half), "K_pp F_pp",
            (1 - 2 * alpha) * p / (2 * noisy), (beta - alpha) / noisy),
}  # fmt: skip


@pytest.fixture(scope="module")
def derived():
    return phases.derive()


def test_seven_phases_and_no_more(derived):
    assert [x.name for x in derived.phases] == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_phase_is_as_published(derived, name):
    where, tradeoff, eta, xi = EXPECTED[name]
    phase = derived.phase(name)
    region = Region.where(where, parameters=(alpha, beta))
    assert phase.region.implies(region)
    assert region.implies(phase.region)
    assert set(phase.tradeoff) == set(tradeoff.split())
    assert sp.cancel(phase.exponent - eta) == 0
    assert sp.cancel(phase.solution[0] - xi) == 0


def test_every_derived_region_takes_exactly_one_label(derived):
    names = [phases.label(x) for x in derived.phases]
    assert sorted(names) == sorted(x.name for x in phases.LABELS)


def test_label_that_fits_twice_is_refused(derived):
    twice = (*phases.LABELS, replace(phases.LABELS[0], name="again"))
    with pytest.raises(ValueError, match="not exactly one"):
        phases.label(derived.phase("Ia"), twice)


def test_only_the_model_size_jumps_and_only_between_the_fourth_phases(derived):
    assert all(b.exponent_agrees for b in derived.boundaries)
    jumps = [(b.phases, str(b.curve)) for b in derived.boundaries if not all(b.solution_agrees)]
    assert jumps == [(("IVa", "IVb"), "2*alpha**2 - 4*alpha + 1 = 0")]


@pytest.mark.slow
def test_tuned_learning_rate_joins_the_fourth_phases():
    diagram = phases.derive("free")
    four = diagram.phase("IV")
    eta = 2 * alpha * p / (p * (2 * alpha + 1) + 2 * alpha * (1 - 2 * alpha))
    assert sp.cancel(four.exponent - eta) == 0
    assert sp.cancel(four.solution[0] - eta / (2 * alpha)) == 0


def _steeper(term):
    """The term with one exponent of its definition changed."""
    changes = {
        "F_0": lambda e: e * d ** sp.Rational(-1, 3),
        "F_pp": lambda e: e.replace(
            lambda x: isinstance(x, sp.Integral),
            lambda x: sp.Integral(u**half * x.function, *x.limits),
        ),
        "F_ac": lambda e: e * d ** sp.Rational(-1, 3),
        "K_pp": lambda e: e * tau ** sp.Rational(-1, 3),
    }
    return replace(term, definition=changes[term.name](term.definition))


@pytest.mark.parametrize(
    "name",
    [pytest.param(t.name, marks=[] if t.name == "K_pp" else pytest.mark.slow) for t in terms.TERMS],
)
def test_changing_any_exponent_changes_the_diagram(monkeypatch, derived, name):
    changed = tuple(_steeper(t) if t.name == name else t for t in terms.TERMS)
    monkeypatch.setattr(phases, "TERMS", changed)
    for kept in ("program", "critical_lines"):  # of the terms as they are
        monkeypatch.setattr(phases, kept, getattr(phases, kept).__wrapped__)
    try:
        mutant = phases.derive()
    except (ValueError, PhasecalcError):
        return
    same = all(
        sp.cancel(x.exponent - derived.phase(x.name).exponent) == 0
        and sp.cancel(x.solution[0] - derived.phase(x.name).solution[0]) == 0
        for x in mutant.phases
    )
    assert not same
