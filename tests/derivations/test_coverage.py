"""Every formula of the library is the conclusion of exactly one theorem, or is listed as not yet.

The library derives its formulas by ``phasecalc.asymptotics``, the book by the kernel's rules; here
the two meet, as equal numbers at points of the region, to 25 digits.
"""

from functools import cache
from pathlib import Path

import pytest
import sympy as sp

import phasecalc as pc
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


# Law -> theorem, and its conclusions that give the exponent of each case of the optimum.
LAWS = {
    "two-term": ("two-term", (3,)),
    "kaplan": ("three-resources", (4,)),
    "functional-constant": ("learning-rate-schedule", (9,)),
    "functional-decay": ("learning-rate-schedule", (12, 14)),
    "momentum-sgd": ("momentum-batch", (4, 8)),
    "momentum-polyak": ("momentum-batch", (4, 10)),
    "momentum-nesterov": ("momentum-batch", (4, 12, 15)),
}
# Optimiser -> theorem, phases of its diagram by the number of the conclusion.
OPTIMISERS = {
    "DANA-decaying": ("momentum-phases", {"4": 7, "1": 14, "2": 17, "3": 20}),
    "SignSGD": ("signs-phases", {"1": 6, "2": 8, "4": 10}),
}
NUMBERS = {"A": 3, "B": 7, "C": 10**9, "alpha": "2/5", "beta": "1/3", "gamma": 50, "N": 10**4}
NUMBERS |= {"N_c": 11, "S_c": 5, "B_s": 2, "alpha_N": "1/5", "alpha_S": "1/2", "alpha_B": "1/4"}
NUMBERS |= {"a": 2, "b": 5, "eta": "1/8", "a1": 2, "a2": 3, "b1": "1/2", "b2": "2/3"}
NUMBERS |= {"r1": 2, "r2": "3/2", "y": 1, "h": 40, "k": 9}
NUMBERS = {name: sp.Rational(x) for name, x in NUMBERS.items()}


def at(expression, **more):
    known = {**NUMBERS, **more}
    return sp.N(expression.xreplace({s: known[s.name] for s in expression.free_symbols}), 40)


def defined(label, name):
    """What an abbreviation of a theorem stands for, in full."""
    words = {s: meaning for s, meaning, _ in book()[label].definitions}
    meaning = next(m for s, m in words.items() if s.name == name)
    for _ in words:
        meaning = meaning.xreplace(words)
    return meaning


def gives(claim, region, exponent):
    """Whether a conclusion holds on a region, where it says this exponent of the loss."""
    for point in points(region, 4, "coverage"):
        inside = {n: point[n] for n in claim.region.names if n in point}
        # Unknowns of a program that bind are the theorem's own parameters.
        if len(inside) == len(claim.region.names) and not claim.region.contains(**inside):
            return False
        if abs(at(claim.right, **point) + at(sp.sympify(exponent), **point)) > 1e-25:
            return False
    return True


@pytest.mark.parametrize("name", LAWS)
def test_exponents_of_the_laws(name):
    label, numbers = LAWS[name]
    claims = {n: book()[label].conclusions[n] for n in numbers}
    found = [
        [n for n, c in claims.items() if gives(c, case.region, case.loss_exponent)]
        for case in pc.laws.law(name).optimum().cases
    ]
    assert sorted(found) == [[n] for n in numbers]


@pytest.mark.parametrize("name", OPTIMISERS)
def test_exponents_of_the_optimisers(name):
    label, numbers = OPTIMISERS[name]
    phases = {p.name: p for p in pc.laws.optimiser_diagram(name).phases}
    claims = book()[label].conclusions
    found = {
        k: [n for n in numbers.values() if gives(claims[n], phases[k].region, phases[k].exponent)]
        for k in numbers
    }
    assert found == {k: [n] for k, n in numbers.items()}


CONSTANTS = {
    "two-term: loss": lambda: (
        at(pc.laws.closed_form(pc.laws.two_term).loss),
        at(defined("two-term", "L_star")),
    ),
    "two-term: N": lambda: (
        at(pc.laws.closed_form(pc.laws.two_term).sizes["N"]),
        at(defined("two-term", "N_star")),
    ),
    "two-term: D": lambda: (
        at(pc.laws.closed_form(pc.laws.two_term).sizes["D"]),
        at(book()["two-term"].conclusions[9].right),
    ),
    "kaplan: C": lambda: (
        NUMBERS["C"],
        at(
            book()["three-resources"].conclusions[9].right,
            L=at(pc.laws.closed_form(pc.laws.kaplan).loss),
        ),
    ),
    "kaplan: share": lambda: (
        at(pc.laws.closed_form(pc.laws.kaplan).shares["model"]),
        at(defined("three-resources", "w_N")),
    ),
    "over-training: D/N": lambda: (
        at(over_trained().sizes["D"]) / at(over_trained().sizes["N"]),
        at(defined("over-training", "M_star")),
    ),
    "over-training: loss": lambda: (
        at(over_trained().loss) * NUMBERS["C"] ** NUMBERS["eta"],
        at(book()["over-training"].conclusions[2].right),
    ),
    "shapes: switch": lambda: (
        at(pc.laws.switch_formula()),
        at(defined("adaptive-shape", "E_star")),
    ),
    "pearce-song: exponent": lambda: (
        at(pc.laws.local_exponent_formula(pc.laws.pearce_song).formula),
        at(book()["counting-flops"].conclusions[2].right, p=sp.cbrt(NUMBERS["N"])),
    ),
    "head counted: exponent": lambda: (
        at(pc.laws.local_exponent_formula(pc.laws.accounting("head")).formula),
        at(book()["counting-head"].conclusions[2].right, p=sp.cbrt(NUMBERS["N"])),
    ),
    "attention counted: exponent": lambda: (
        at(pc.laws.local_exponent_formula(attention_without_head()).formula),
        at(book()["counting-head"].conclusions[6].right, p=sp.cbrt(NUMBERS["N"])),
    ),
}


def attention_without_head():
    return pc.laws.Law.of(
        "attention",
        sizes=["N", "D"],
        parameters=["A", "B", "alpha", "beta", "k"],
        terms={"model": "A*N^-alpha", "data": "B*D^-beta"},
        budget="6*(N + k*N^(2/3))*D",
    )


def over_trained():
    return pc.laws.closed_form(pc.laws.over_training)


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_of_the_laws(name):
    library, theorem = CONSTANTS[name]()
    assert abs(sp.N(library / theorem, 40) - 1) < sp.Float(10) ** -25


@pytest.mark.parametrize("fit", ["besiroglu-embedding", "hoffmann-embedding"])
def test_the_exponent_of_a_window_is_largest_where_the_theorem_says(fit):
    values = pc.laws.pearce_song.fit(fit).numbers()
    size, _ = pc.laws.local_exponent_formula(pc.laws.pearce_song).largest(values)
    turning = book()["counting-flops"].conclusions[11].left
    (q,) = [s for s in turning.free_symbols if s.name == "q"]
    given = {s: sp.N(values[s.name], 30) for s in turning.free_symbols - {q}}
    (root,) = [x for x in sp.Poly(turning.xreplace(given), q).nroots() if x > 0]
    assert float(size) == pytest.approx(
        float((values["gamma"] / root) ** sp.Rational(3, 2)), rel=1e-6
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
