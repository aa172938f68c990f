"""Every perturbed line and hypothesis is refused; a check that sleeps is noticed."""

import pytest
import sympy as sp

from phasecalc.ledger import load
from phasecalc.proof import (
    Algebra,
    Enclosed,
    Geometric,
    Induction,
    Instance,
    Largest,
    Mellin,
    Powers,
    PowerSum,
    Rank,
    Sampled,
    Sign,
    Watson,
    WeightedMean,
)
from phasecalc.proof.evidence import Evidence
from phasecalc.proof.exact import Check
from phasecalc.symbols import alpha, beta, d, j, rho, tau, u, x
from tests.derivations.mutants import all_mutants, step_mutants
from tests.derivations.score import BOOK, row
from tests.proof.test_attacks import prove

half, n = sp.Rational(1, 2), sp.Symbol("n", integer=True, nonnegative=True)
sequence = sp.Function("a")
top = sp.Max(alpha, beta, evaluate=False)
square = prove((alpha + 1) ** 2, "=", alpha**2 + 2 * alpha + 1, Algebra("expand"), alpha > 0)

# One line for each check of the kernel.
LINES = {
    "Algebra": square,
    "Sign": prove(alpha**2 + 1, ">", alpha, Sign(), alpha > 0),
    "WeightedMean": prove(
        top, ">=", (alpha + beta) / 2, WeightedMean({alpha: half, beta: half}), alpha > 0
    ),
    "Largest": prove(top, "=", alpha, Largest(), alpha > beta),
    "Powers": prove(3 * d ** (2 * alpha), "=Theta=", d ** (2 * alpha), Powers(), alpha > 0),
    "Instance": prove(
        (beta + 1) ** 2,
        "=",
        beta**2 + 2 * beta + 1,
        Instance(square, {alpha: beta}),
        beta > 0,
        uses=(square,),
    ),
    "Induction": prove(
        sequence(n), "=", 2 * n, Induction(n, sp.S.Zero, sequence(n) + 2, ("expand",)), alpha > 0
    ),
    "Watson": prove(
        sp.Integral(u ** (alpha - 1) * sp.exp(-2 * tau * u), (u, 0, 1)),
        "~",
        sp.gamma(alpha) * (2 * tau) ** -alpha,
        Watson(),
        alpha > 0,
        remainder=(2 * tau) ** (alpha - 1) * sp.exp(-2 * tau),
    ),
    "PowerSum": prove(
        sp.Sum(j**-2, (j, 1, rho * d)),
        "~",
        sp.zeta(2),
        PowerSum(sp.Integer(2), d, rho),
        alpha > 0,
        remainder=1 / d,
    ),
    "Mellin": prove(
        sp.Integral(1 / (1 + x**2), (x, 0, sp.oo)),
        "=",
        sp.pi / 2,
        Mellin(sp.S.One, sp.S.One, sp.Integer(2)),
        alpha > 0,
    ),
    "Geometric": prove(
        sp.Sum(alpha**n, (n, 0, sp.oo)), "=", 1 / (1 - alpha), Geometric(), alpha > 0, alpha < 1
    ),
    "Enclosed": prove(
        sp.exp(alpha),
        ">",
        sp.S.One,
        Enclosed({alpha: (half, sp.S.One)}),
        alpha >= half,
        alpha <= 1,
        parameters=(alpha,),
    ),
    "Sampled": prove(sp.sin(alpha) ** 2 + sp.cos(alpha) ** 2, "=", sp.S.One, Sampled(), alpha > 0),
}


def test_no_check_of_the_kernel_is_left_out():
    assert {kind.__name__ for kind in Check.__subclasses__()} == set(LINES)


@pytest.mark.parametrize("name", LINES)
def test_every_check_refuses_its_mutants_and_would_be_missed(name, monkeypatch):
    derivation = LINES[name]
    _ = derivation.theorem
    found = step_mutants(derivation)
    assert len(found) >= 2
    assert [m for m in found if not m.refused] == []
    import phasecalc.proof as kernel

    accepts = Evidence(Rank.PROVED, "accepts everything")
    monkeypatch.setattr(getattr(kernel, name), "_judge", lambda self, claim, context: accepts)
    assert any(not m.refused for m in step_mutants(derivation))


def test_hypotheses_left_out_or_reversed_are_noticed(monkeypatch):
    for name in ("Largest", "Geometric", "Watson"):
        found = all_mutants(LINES[name])
        assert all(m.refused for m in found), row(name, found)
        assert any("hypothesis" in m.kind for m in found)


SMALL = ("gaussian-fourth-moment", "second-moment-recursion")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(
            e,
            id=e.derivation.label,
            marks=[] if e.derivation.label in SMALL else [pytest.mark.slow],
        )
        for e in load([BOOK]).entries
    ],
)
def test_mutants_of_a_theorem_are_refused(entry):
    """One mutant in four of each line, and all hypotheses; a third of that for long proofs.

    All of them: ``python -m tests.derivations.score``.
    """
    thin = 3 if len(entry.derivation.theorem.steps) > 10 else 1
    found = all_mutants(entry.derivation, every=4 * thin, hypotheses=thin)
    assert [m for m in found if not m.refused] == []
