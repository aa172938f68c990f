"""Arrays agree with points, on boundaries and outside too; objects print."""

from fractions import Fraction

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.checker import CheckFailed
from phasecalc.exceptions import DomainError
from phasecalc.plrf.diagram import LossDiagram
from phasecalc.plrf.store import Stored

GRID = [Fraction(k, 40) for k in range(-4, 80, 3)] + [Fraction(k, 4) for k in range(9)]


@pytest.mark.parametrize("learning_rate", ["largest", "free"])
def test_evaluate_agrees_with_exponents(learning_rate):
    diagram = pc.phase_diagram(learning_rate)
    alpha, beta = np.meshgrid(GRID, GRID)
    found = diagram.evaluate(alpha.astype(float), beta.astype(float))
    assert found.phase.shape == found.loss_exponent.shape == alpha.shape
    for k in np.ndindex(alpha.shape):
        a, b = alpha[k], beta[k]
        if a <= 0 or a + b <= Fraction(1, 2):
            assert found.phase[k] == ""
            assert found.loss_exponent.mask[k]
            continue
        answer = pc.exponents(a, b, learning_rate=learning_rate)
        loss, (low, high) = answer.fractions()
        # Products of a few rounded numbers of order one.
        assert found.loss_exponent[k] == pytest.approx(float(loss), abs=1e-14)
        assert float(low) - 1e-14 <= found.model_size_exponent[k] <= float(high) + 1e-14
        assert found.phase[k] in answer.phases
        assert found.iterations_exponent[k] == 1 - found.model_size_exponent[k]


def test_evaluate_broadcasts_and_refuses():
    diagram = pc.phase_diagram()
    assert diagram.evaluate(np.ones((3, 1)), np.ones(2)).phase.shape == (3, 2)
    assert diagram.evaluate(0.7, 0.9).loss_exponent == pytest.approx(9 / 14)
    with pytest.raises(DomainError, match="finite"):
        diagram.evaluate([1.0, float("nan")], 1.0)


def test_every_proof_is_rechecked():
    diagram = pc.phase_diagram()
    # The phases' own obligations, and those that tie phases together: no overlap, no gap.
    assert diagram.recheck() > sum(p.recheck() for p in diagram.phases) > 0
    assert "weighted geometric mean" in str(diagram["II"].certificate)


def test_phase_without_its_proofs_is_not_rechecked():
    stored = pc.phase_diagram().stored
    bare = type(stored.diagram)(stored.diagram.program, stored.diagram.phases, {})
    with pytest.raises(CheckFailed, match="no proof"):
        LossDiagram(Stored(bare, stored.critical, stored.claims))["II"].recheck()


def test_printing():
    diagram = pc.phase_diagram("free")
    assert repr(diagram) == "<LossDiagram: Ia, Ib, Ic, II, III, IV>"
    assert str(diagram).count("\n") == 5
    assert r"\begin{array}" in diagram._repr_latex_()
    assert r"\eta" in diagram["IV"]._repr_latex_()
    assert diagram["III"].status == "proved where beta < 2*alpha + 1"
    with pytest.raises(KeyError, match="no phase 'V'"):
        diagram["V"]
    with pytest.raises(DomainError, match="not free"):
        _ = pc.phase_diagram()["II"].learning_rate_exponent
