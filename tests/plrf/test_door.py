"""The four terms as they are stated, as sums of a program: the diagram is the shipped one."""

import random
from fractions import Fraction

import pytest
import sympy as sp

from phasecalc.optimum.program import Program
from phasecalc.plrf.phases import terms
from phasecalc.plrf.phases.phases import derive
from phasecalc.symbols import alpha, beta, d, gamma, kappa, tau, v

f, x = sp.Symbol("f", positive=True), sp.Symbol("x")
SIDES = {
    "small rate": (alpha < sp.Rational(1, 2), 2 * alpha - 1),
    "rate of order 1": (alpha > sp.Rational(1, 2), sp.S.Zero),
}


def diagram(side, heavy):
    """On one side of 2 alpha = 1 and of 2 beta = 1, with d = f^x and r = f^(1 - x)."""
    where, rate = SIDES[side]
    size, learning = f**x, f ** sp.expand(x * rate)
    steps = sp.expand(1 - x + x * rate)  # exponent of tau
    put = {d: size, v: size, gamma: learning, tau: f**steps, kappa: f ** (-2 * alpha * x)}
    kept = [t for t in terms.TERMS if not (heavy and t.name == "F_ac")]
    half = sp.Rational(1, 2)
    # The window of the terms: tau is at least 1 and at most d^(2 alpha), the end of the spectrum.
    return Program.of(
        terms={t.name: sp.powsimp(sp.powdenest(t.definition.subs(put), force=True)) for t in kept},
        unknowns=[x],
        constraints={
            "d": x >= 0,
            "r": x <= 1,
            "window": 2 * alpha * x >= steps,
            "steps": steps >= 0,
        },
        domain=[terms.domain().as_expr(), where, beta < half if heavy else beta > half],
        parameters=(alpha, beta),
        base=f,
    ).diagram()


@pytest.mark.slow
def test_the_shipped_diagram_comes_through_the_door():
    shipped, draw, seen = derive(), random.Random(1), set()
    found = {(side, heavy): diagram(side, heavy) for side in SIDES for heavy in (False, True)}
    for _ in range(400):
        a, b = (Fraction(draw.randint(1, 300), 200) + Fraction(1, 997) for _ in range(2))
        if a + b <= Fraction(1, 2):
            continue
        side = "small rate" if 2 * a < 1 else "rate of order 1"
        (mine,) = (p for p in found[side, 2 * b < 1].phases if p.region.contains(alpha=a, beta=b))
        (known,) = (p for p in shipped.phases if p.region.contains(alpha=a, beta=b))
        at = {alpha: sp.Rational(a), beta: sp.Rational(b)}
        assert sp.S(mine.exponent).subs(at) == sp.S(known.exponent).subs(at), known.name
        assert sp.S(mine.solution[0]).subs(at) == sp.S(known.solution[0]).subs(at), known.name
        seen.add(known.name)
    assert seen == {p.name for p in shipped.phases}
