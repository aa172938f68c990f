"""Phases by name beside other claims, jumps from phase to phase, and limits at curves."""

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.claims.about.objects.planes import optimiser_subject, plane_subject
from phasecalc.claims.about.saying.formula import true_at
from phasecalc.claims.about.saying.reading import said
from phasecalc.claims.certificates.certificate import check_claims
from phasecalc.claims.certificates.document import document
from phasecalc.parsing import exact

STEP = "1 - 1/sqrt(2)"
IV = ["1/4 < alpha < 1/2", "beta > 1/2"]
# From IVa to IVb at alpha = 1 - 1/sqrt(2), by hand from the table of the paper.
HIGHER = "(1 - sqrt(2)/2)*(1/2 - beta)/(sqrt(2)*beta - 1 + sqrt(2)/2)"
PLACES = ["1/8", "1/4", "11/40", STEP, "1/3", "1/2", "5/8", "3/4", "2"]


def test_a_label_is_what_the_query_says():
    """At points of every phase, on boundaries, and where three phases meet."""
    words, seen = plane_subject("largest", {}).vocabulary, set()
    for a, b in itertools.product(PLACES, PLACES):
        at = {"alpha": exact(a, "alpha"), "beta": exact(b, "beta")}
        if sp.sympify(a) + sp.sympify(b) <= sp.Rational(1, 2):
            continue
        label = pc.exponents(a, b).phase
        names = set(label.split("/"))
        for other in {label, "/".join(reversed(label.split("/"))), *words.phases.regions, "II/III"}:
            wanted = set(other.split("/")) == names
            assert true_at(said(f'phase == "{other}"', words).formula, at) is wanted, (a, b, other)
            assert true_at(said(f"phase != '{other}'", words).formula, at) is not wanted
        seen.add(label)
    assert {"Ia", "Ib", "Ic", "II", "III", "IVa", "IVb", "II/III", "IVa/IVb"} <= seen
    assert any(label.count("/") > 1 for label in seen)


@pytest.mark.parametrize("optimiser", ["DANA-decaying", "SGD"])
def test_a_phase_of_several_parts(optimiser):
    """A point lies in one phase, or in several that meet."""
    words = optimiser_subject(optimiser, "stated", {}).vocabulary
    for a, b in itertools.product(range(1, 9), range(1, 9)):
        at = {"alpha": Fraction(a, 4), "beta": Fraction(b, 4)}
        if a + b <= 2:
            continue
        touching = [
            n for n, r in words.phases.regions.items() if r.weak().contains(at["alpha"], at["beta"])
        ]
        for name in words.phases.regions:
            label = said(f'phase == "{name}"', words).formula
            assert true_at(label, at) == (touching == [name]), (at, touching)
        assert true_at(said(f'phase == "{"/".join(touching)}"', words).formula, at)


@pytest.mark.parametrize(
    ("states", "where", "status"),
    [
        ('phase == "III" implies xi == 1/2', [], "proved"),
        ('phase == "III" implies xi == 1/3', [], "refuted"),
        ('not (phase == "Ia") or beta < 1/2', [], "proved"),
        ('phase != "Ia" or beta > 1/2', [], "refuted"),
        ('phase == "II/III" implies alpha == beta', [], "proved"),
        ('exists: phase == "Ia/II" and phase == "III"', [], "refuted"),
        ('exists: phase == "Ia/II/III" and eta > 1/2', [], "refuted"),
        ("xi == 1/2", ['phase == "III"'], "proved"),
        ("xi == 1/2", ['phase != "III"'], "refuted"),
        # At the jump every size between is optimal: a claim must hold of all.
        ('phase == "IVa/IVb" implies 1/2 <= xi <= 1', [], "proved"),
        ('phase == "IVa/IVb" implies xi == 1/2', [], "refuted"),
        ('phase == "IVa/IVb" implies xi == 1/2 or xi > 1/2', [], "undecided"),
        ("alpha < 1/4 or xi >= 1/2", IV, "proved"),
        ("xi < 1/2 or alpha > 3", IV, "refuted"),
        ("xi <= 1/2 or xi > 3/5", IV, "refuted"),
    ],
)
def test_verdicts(states, where, status):
    found = pc.check_claim(states, where, timeout=60)
    assert found.status == status, found


@pytest.mark.parametrize(
    ("states", "where", "status"),
    [
        ('jump(xi, "IVa" -> "IVb") > 0', ["beta > 1/2"], "proved"),
        ('jump(xi, "IVa" -> "IVb") > 0', [], "refuted"),  # at beta = 1/2 there is none
        ('jump(xi, "IVb" → "IVa") < 0', ["beta > 1/2"], "proved"),
        ("jump(xi, 'II' -> 'III') == 0", [], "proved"),
        ('jump(eta, "IVa" -> "IVb") == 0', [], "proved"),
        ('jump(exponent(d), "Ia" -> "II") == 0', [], "proved"),
        ('exists: jump(xi, "IVa" -> "IVb") > 1/8', [], "proved"),
        ('exists: jump(xi, "IVa" -> "IVb") > 1/4', [], "refuted"),
        ('jump(xi, "Ia" -> "Ic") == 0', [], "undecided"),
        ("jump(xi, beta -> alpha) == 0", ["alpha > 1/2"], "proved"),
        ("limit(xi, beta -> alpha+) == 1/2", ["alpha > 1/2"], "proved"),
        ("limit(eta, beta -> alpha-) == 1/(2*alpha)", ["alpha > 1/2"], "refuted"),
        ("jump(xi, beta -> alpha) == 0", [], "undecided"),
    ],
)
def test_jumps_at_boundaries(states, where, status):
    found = pc.check_claim(states, where, timeout=60)
    assert found.status == status, found


def test_what_meets_nowhere_and_what_is_not_reached_is_said():
    found = pc.check_claim('jump(xi, "Ia" -> "Ic") == 0')
    assert "Ia and Ic do not meet" in found.reason
    found = pc.check_claim("jump(xi, beta -> alpha) == 0", timeout=60)
    assert "beta leaves the domain before" in found.reason


@pytest.mark.parametrize("turned", [False, True])
def test_a_jump_on_a_curve_of_an_optimiser(turned):
    """Where both sizes are as good, by SymPy from the formulas of the two phases."""
    subject = optimiser_subject("DANA-decaying", "stated", {})
    ways = {p.name: p.ways[0]["exponent(d)"] for p in subject.families[0].pieces}
    point = {"alpha": exact("3/4 + sqrt(5)/4", "a"), "beta": exact("5/8", "b")}
    gap = ways["3"](tuple(point.values())) - ways["1"](tuple(point.values()))
    found = pc.check_claim(
        f'jump(exponent(d), "1" -> "3") {"!=" if turned else "=="} 0',
        ["beta > 1/2"],
        about="DANA-decaying",
        timeout=60,
    )
    assert (gap == 0) is False
    assert found.status == ("proved" if turned else "refuted"), found


@pytest.mark.parametrize(
    ("target", "value", "status"),
    [
        ("beta", "beta/2", "proved"),
        ("beta/(beta + 1)", "beta/(beta + 2)", "proved"),
        ("beta/(beta + 1)", "beta/(beta + 3)", "refuted"),
        ("1/beta+", "beta/(beta**2 + 1)", "proved"),
        ("2*beta-", "beta/2", "refuted"),
    ],
)
def test_a_limit_at_a_curve_is_what_sympy_says(target, value, status):
    """The exponent of two-term is alpha beta/(alpha + beta), continuous everywhere."""
    a, b = sp.symbols("alpha beta", positive=True)
    eta = (a * b / (a + b)).subs(a, sp.sympify(target.rstrip("+-"), {"beta": b}))
    assert (sp.simplify(eta - sp.sympify(value, {"beta": b})) == 0) is (status == "proved")
    states = f"limit(eta, alpha -> {target}) == {value}"
    assert pc.check_claim(states, about="two-term", timeout=60).status == status


@pytest.mark.parametrize(
    ("states", "about", "message"),
    [
        ('phase == "V" and eta > 0', "plrf", "no phase 'V'; there are Ia, Ib, Ic, II"),
        ('phase == "1" and eta > 0', "two-term", "no phases have names; name the terms"),
        ('jump(xi, "Ia" -> "V") == 0', "plrf", "no phase 'V'"),
        ('jump(xi, "Ia" -> "II/III") == 0', "plrf", "one phase is meant"),
        ('jump(xi, "Ia" -> "Ia") == 0', "plrf", "from one phase to another"),
        ('jump(xi, "I" -> "II") == jump(xi, "II" -> "III")', "plrf", "no phase 'I'"),
        ('jump(xi, "Ia" -> "II") == jump(xi, "II" -> "III")', "plrf", "one boundary in a claim"),
        ("limit(xi, alpha -> 2*alpha) == 0", "plrf", "cannot tend to what contains it"),
        ("limit(xi, alpha -> gamma) == 0", "plrf", "quotient of polynomials in the other"),
    ],
)
def test_refusals(states, about, message):
    with pytest.raises(pc.ParseError, match=message):
        pc.check_claim(states, about=about)


@pytest.mark.parametrize(
    ("states", "other"),
    [
        ('phase == "III" implies xi == 1/2', 'phase == "II" implies xi == 1/2'),
        ('jump(xi, "IVa" -> "IVb") >= 0', 'jump(xi, "IVb" -> "IVa") >= 0'),
        ("jump(xi, beta -> alpha) >= 0", "jump(xi, beta -> 2*alpha) > 0"),
    ],
)
def test_certificates_are_of_what_is_claimed(states, other):
    where = ["alpha > 1/4", "beta > 1/4"]
    found = pc.check_claim(states, where, timeout=60)
    assert (found.status, found.evidence) == ("proved", "proved"), found
    assert check_claims(document([found]))
    with pytest.raises((CheckFailed, pc.ParseError)):
        check_claims(document([replace(found, states=other)]))
