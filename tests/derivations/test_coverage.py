"""Every formula of the library is the conclusion of exactly one theorem, or is listed as not yet.

The library derives its formulas by ``phasecalc.asymptotics``, the book by the kernel's rules; here
the two meet, as equal numbers at points of the region, to 25 digits.
"""

from functools import cache
from pathlib import Path

import pytest
import sympy as sp

from phasecalc.ledger import load
from phasecalc.plrf.diagram import phase_diagram
from phasecalc.plrf.terms import TERMS, expansions, ridge_constant
from phasecalc.proof import Relation
from phasecalc.proof.numeric import points
from phasecalc.symbols import d, gamma, kappa_0, rho, tau

BOOK = Path(__file__).resolve().parents[2] / "derivations"
SIZES = {"d": d, "tau": tau, "gamma": gamma, "rho": rho, "kappa_0": kappa_0}
AT = {d: sp.Integer(10) ** 6, tau: sp.Integer(7), gamma: sp.Rational(1, 3), rho: sp.Integer(10)}
AT[kappa_0] = sp.Rational(9, 4)

# Term of the loss -> theorem that concludes its expansion.
THEOREM = {
    "F_0": "capacity",
    "F_pp": "pure-point-forcing",
    "F_ac": "absolutely-continuous-forcing",
    "K_pp": "kernel-pure-point",
}
FLAT = {"K_pp": "flat-kernel"}
CASES = [(term, case) for term in TERMS for case in expansions(term.definition, term.where)]
# On a critical line the library states the order of the logarithm, the theorem its argument too.
OFF_LINES = [(t, c) for t, c in CASES if not any(k.relation == "=" for k in c.region.cells[0])]


@cache
def book():
    return {e.derivation.label: e.derivation.theorem for e in load([BOOK]).entries}


def value(expression, point):
    at = {s: point.get(s.name, AT.get(s)) for s in expression.free_symbols}
    return sp.N(expression.xreplace(at), 30)


def concludes(claim, formula, region):
    """Whether a conclusion holds on a whole region and its right side is the formula."""
    names = tuple(n for n in region.names if n in claim.region.names)
    if claim.relation is not Relation.EQUIVALENT or names != claim.region.names:
        return False
    known = {s for s in claim.right.free_symbols | formula.free_symbols if s in AT}
    if {s.name for s in (claim.right.free_symbols | formula.free_symbols) - known} - {
        *region.names
    }:
        return False
    integrals = claim.right.atoms(sp.Integral)
    if integrals != formula.atoms(sp.Integral):
        return False
    same = dict.fromkeys(integrals, sp.Rational(11, 7))  # one and the same on both sides
    left, formula = claim.right.xreplace(same), formula.xreplace(same)
    for point in points(region, 3, "coverage"):
        inside = {n: point[n] for n in claim.region.names}
        if not claim.region.contains(**inside):
            return False
        mine, theirs = value(left, point), value(formula, point)
        if abs(mine / theirs - 1) > sp.Float(10) ** -25:
            return False
    return True


@pytest.mark.parametrize(
    ("term", "case"), OFF_LINES, ids=[f"{t.name}: {c.region}" for t, c in OFF_LINES]
)
def test_expansions_of_the_terms(term, case):
    formula = case.constant * case.order.as_expr()
    found = {
        label
        for label, theorem in book().items()
        if label in {*THEOREM.values(), *FLAT.values()}
        and any(concludes(c, formula, case.region) for c in theorem.conclusions)
    }
    expected = {THEOREM[term.name], FLAT.get(term.name, THEOREM[term.name])}
    assert len(found) == 1, found
    assert found <= expected


def test_lines_with_logarithms_have_a_theorem():
    lines = {str(c.region) for t, c in CASES if (t, c) not in OFF_LINES}
    proved = [str(c.region) for c in book()["critical-lines"].conclusions]
    for line in lines:
        equation = next(part for part in line.split(" and ") if " = " in part)
        assert any(equation in region for region in proved), line


def test_the_ridge_constant_is_in_its_theorem():
    """With this constant the modes resolved are d: the theorem's own right side says so."""
    point = {"alpha": sp.Rational(4, 5)}
    resolved = (c.right.xreplace({kappa_0: ridge_constant()}) for c in book()["ridge"].conclusions)
    found = [value(r, point) / AT[d] for r in resolved if not r.has(sp.Integral)]
    assert found
    assert all(abs(share - 1) < sp.Float(10) ** -25 for share in found)


@pytest.mark.parametrize("phase", phase_diagram("largest").phases, ids=lambda p: p.name)
def test_exponents_of_the_phases(phase):
    theorem = book()[f"phase-{phase.name}"]
    (bound,) = [
        c
        for c in theorem.conclusions
        if c.relation is Relation.AT_LEAST and isinstance(c.left, sp.Max)
    ]
    defined = {str(name): meaning for name, meaning, _ in theorem.definitions}
    p = {sp.Symbol(name): meaning for name, meaning in defined.items()}
    xi = defined["xi"].xreplace(p)
    for point in points(phase.region, 4, "coverage"):
        assert bound.region.contains(**point)
        assert value(bound.right.xreplace(p), point) == pytest.approx(
            -value(sp.sympify(phase.loss_exponent), point), abs=1e-25
        )
        assert value(xi, point) == pytest.approx(
            value(sp.sympify(phase.model_size_exponent), point), abs=1e-25
        )


# Formulas of the library without a theorem that concludes them word for word.
REST = {
    "largest_learning_rate": (
        "largest-learning-rate",
        "concluded as the trace it is the inverse of",
    ),
    "resolvent map": ("spectral-map", "concluded as the identity, with sums instead of series"),
    "contour formula": ("contour-formula", "concluded as the identity, sampled where stated"),
    "tuned diagram": ("tuned-learning-rate", "one theorem for the region in which it differs"),
    "deterministic equivalent": ("deterministic-equivalent", "cited"),
}


def test_the_rest_names_theorems_that_exist():
    for label, reason in REST.values():
        assert label in book()
        assert reason
