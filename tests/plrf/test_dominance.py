"""Sectors of the (r, d) plane, against SymPy's orders and against numbers."""

import itertools
import math
from fractions import Fraction

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.export.figures.style import PHASE_POINTS
from phasecalc.plrf.asking.dominance import dominant_terms, term_powers
from phasecalc.plrf.phases.terms import TERMS, expansions, largest_learning_rate
from phasecalc.symbols import alpha, beta, d, gamma, r, tau

POINTS = list(PHASE_POINTS.values())


def orders(a, b):
    """Orders of the terms at a point, from their expansions: no program in between."""

    def here(cases):
        return next(c.order.as_expr() for c in cases if c.region.contains(a, b))

    rate = here(largest_learning_rate())
    values = {alpha: sp.Rational(a), beta: sp.Rational(b)}
    for term in TERMS:
        try:
            order = here(expansions(term.definition, term.where))
        except StopIteration:
            continue
        yield term.name, order.subs(tau, gamma * r).subs(gamma, rate).subs(values)


@pytest.mark.parametrize("point", POINTS)
def test_powers_are_those_of_the_expansions(point):
    powers = term_powers(*point)
    expected = dict(orders(*point))
    assert set(powers) == set(expected)
    for name, (a, b) in powers.items():
        assert sp.powsimp(sp.expand_power_base(expected[name], force=True)) == (
            d ** sp.Rational(a) * r ** sp.Rational(b)
        )


@pytest.mark.parametrize("point", POINTS)
def test_sectors_tile_the_quarter_plane_and_hold_the_largest(point):
    sectors = dominant_terms(*point)
    assert sectors[0].low == 0
    assert sectors[-1].high == 1
    powers = term_powers(*point)
    for one, other in itertools.pairwise(sectors):
        assert one.high == other.low
        assert one.terms != other.terms
    for s in sectors:
        for part in (Fraction(1, 7), Fraction(6, 7)):
            delta = s.low + (s.high - s.low) * part
            values = {n: a * delta + b * (1 - delta) for n, (a, b) in powers.items()}
            top = max(values.values())
            largest = {n for n, x in values.items() if x == top}
            assert set(s.terms) == (largest if top <= 0 else set())


@pytest.mark.parametrize("point", POINTS)
def test_the_optimum_is_where_the_balancing_terms_meet(point):
    best = pc.exponents(*point)
    at = Fraction(str(best.model_size_exponent))
    (k,) = (k for k, s in enumerate(dominant_terms(*point)[1:], 1) if s.low == at)
    below, above = dominant_terms(*point)[k - 1 : k + 1]
    assert set(best.tradeoff) & set(below.terms)
    assert set(best.tradeoff) & set(above.terms)


@pytest.mark.parametrize("point", POINTS)
def test_numbers_name_the_same_term(point):
    """Terms evaluated as integrals and sums at sizes of 10^12 or so, well inside each sector."""
    for s in dominant_terms(*point):
        if not s.terms or s.high - s.low < Fraction(1, 20):
            continue
        middle = float(s.low + s.high) / 2
        scale = 12 / max(middle, 1 - middle)
        model = pc.PLRF(*point, d=10.0 ** max(1.0, scale * middle))
        terms = model.terms([10.0 ** (scale * (1 - middle))])
        noise = model.learning_rate * float(model.batch)
        values = {
            "F_0": float(terms.capacity),
            "F_pp": float(terms.pure_point_leading[0]),
            "F_ac": float(terms.absolutely_continuous_leading[0]),
            "K_pp": float(terms.kernel_pure_point_leading[0]) / noise,
        }
        largest = max(values, key=values.__getitem__)
        # Constants, between terms of one order, are not the sectors' business.
        closest = max(values[t] for t in s.terms)
        assert largest in s.terms or math.log10(values[largest] / closest) < 1


def test_phase_three_by_hand():
    """K_pp = r^(-9/7), F_ac = d^-1 r^(-2/7), F_0 = d^(-7/5) at (7/10, 9/10)."""
    assert [(s.terms, s.low, s.high) for s in dominant_terms("7/10", "9/10")] == [
        (("F_0",), 0, Fraction(5, 12)),
        (("F_ac",), Fraction(5, 12), Fraction(1, 2)),
        (("K_pp",), Fraction(1, 2), 1),
    ]


def test_on_a_wall_and_at_a_root():
    """On alpha = 1/2 both sides agree; 1 - 1/sqrt(2) is exact too."""
    assert [s.terms[-1] for s in dominant_terms("1/2", "9/10")] == ["F_0", "K_pp"]
    ends = [s.high for s in dominant_terms("1 - 1/sqrt(2)", "9/10")]
    assert ends == sorted(ends)


@pytest.mark.parametrize("point", [("1/4", "1/4"), (0, 1), (-1, 3)])
def test_outside_the_domain(point):
    with pytest.raises(DomainError, match="needs"):
        dominant_terms(*point)
