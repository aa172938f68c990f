"""Verdicts: agreement with the theory, disagreement with mutants, patience where it creeps."""

from types import SimpleNamespace

import pytest

from phasecalc.exceptions import DomainError
from phasecalc.plrf.checks.verify import STANDARD_POINTS, Verdict, _compare, verify
from tests.plrf.exponents_table import claim

LADDER = [10.0**k for k in range(12, 41, 7)]


@pytest.fixture(scope="module")
def row():
    return verify("1", "0.75", flops=LADDER, exponents=claim)[0]


def test_the_published_exponent_agrees(row):
    assert row.verdict is Verdict.AGREES
    assert abs(row.extrapolated - row.symbolic) <= 3 * row.error


@pytest.mark.parametrize("shift", [-0.01, 1e-3, 0.01])
def test_wrong_exponents_are_refuted(row, shift):
    mutant = SimpleNamespace(phase="II", loss_exponent=row.symbolic + shift)
    judged = _compare((row.alpha, row.beta), mutant, row.ladder)
    assert judged.verdict is Verdict.DISAGREES


def test_a_creeping_exponent_is_not_yet_asymptotic():
    row = verify("0.27", "0.7", flops=[10.0**k for k in range(10, 51, 10)], exponents=claim)[0]
    assert row.verdict is Verdict.NOT_YET
    assert row.asymptotic_from > 1e50


def test_the_standard_points_cover_every_phase_twice():
    phases = [claim(a, b).phase for a, b in STANDARD_POINTS]
    assert all(phases.count(p) >= 2 for p in ("Ia", "Ib", "Ic", "II", "III", "IVa", "IVb"))
    assert (
        sum(p == "Ib" and a < 0.25 for p, (a, _) in zip(phases, STANDARD_POINTS, strict=True)) >= 1
    )


def test_bad_requests_are_refused():
    with pytest.raises(DomainError, match="both"):
        verify("1")
    with pytest.raises(DomainError, match="five"):
        verify("1", "1/5", flops=[1e10, 1e20])
    with pytest.raises(DomainError, match="constant factor"):
        verify("1", "1/5", flops=[1e10, 1e20, 1e30, 1e40, 1e45])


@pytest.mark.slow
def test_the_creeping_phase_reaches_its_exponent():
    """IVb at (0.27, 0.9): extrapolated to 1e-3 with budgets up to 1e120."""
    row = verify("0.27", "0.9", exponents=claim)[0]
    assert row.verdict is Verdict.AGREES
    assert abs(row.extrapolated - row.symbolic) < 1e-3
    steps = [p.loss_exponent for p in row.ladder[2:]]
    assert steps == sorted(steps, reverse=True)


@pytest.mark.slow
def test_every_standard_point():
    rows = verify(exponents=claim)
    for row in rows:
        assert row.verdict is not Verdict.DISAGREES, row
        if (float(row.alpha), float(row.beta)) != (0.27, 0.7):
            assert row.verdict is Verdict.AGREES, row
