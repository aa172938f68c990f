"""Results are values: they pickle, copy, compare and hash; so do errors sent across processes."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp

import phasecalc as pc
from phasecalc import laws
from phasecalc.claims.judging.judge import judge
from phasecalc.exceptions import SweepFailed
from phasecalc.values import Value

MADE: dict[str, Callable[[], Any]] = {
    "PLRF": lambda: pc.PLRF("0.7", "0.9", 20),
    "loss with digits": lambda: pc.PLRF("0.7", "0.9", 4, v=9).loss(10, digits=20),
    "Terms": lambda: pc.PLRF("0.7", "0.9", 20).terms([10, 100]),
    "Terms with digits": lambda: pc.PLRF("0.7", "0.9", 20).terms(10, digits=20),
    "Exponents": lambda: pc.exponents("7/10", "9/10"),
    "Exponents with a span": lambda: pc.exponents("1 - 1/sqrt(2)", 1),
    "PiecewiseExponents": lambda: pc.exponents(sp.Symbol("alpha"), 1),
    "LossDiagram": pc.phase_diagram,
    "LossPhase": lambda: pc.phase_diagram()["II"],
    "Boundary": lambda: pc.phase_diagram().boundaries[0],
    "CriticalLine": lambda: pc.phase_diagram().critical_lines[0],
    "Certificate": lambda: pc.phase_diagram()["II"].certificate,
    "PhaseDiagram": lambda: pc.phase_diagram().stored.diagram,
    "Program": lambda: pc.phase_diagram().stored.diagram.program,
    "Region": lambda: pc.phase_diagram()["II"].region,
    "Evaluation": lambda: pc.phase_diagram().evaluate([0.7, 0.2], [0.9, 0.1]),
    "Frontier": lambda: pc.frontier("0.7", "0.9", 1e6),
    "FrontierPoint": lambda: pc.frontier("0.7", "0.9", 1e6).points[0],
    "FrontierCurve": lambda: pc.frontier_curve("0.7", "0.9", 1e18, 1e19, tolerance=1e-6),
    "FrontierValues": lambda: pc.frontier_grid([0.7, 0.6], [0.9], [1e8]),
    "SharpConstants": lambda: pc.sharp_constants(1, "3/2"),
    "QuadratureRow": lambda: pc.quadrature_check(1, 1, tau=(50,), digits=15)[0],
    "Simulation": lambda: pc.simulate(pc.PLRF(1, 1, 10), 20, seeds=2),
    "second moments": lambda: pc.second_moments(pc.PLRF(1, 1, 10), 20),
    "Preimage": lambda: pc.invert("1/3", "1/2"),
    "Gain": lambda: pc.tuning_gain()[0],
    "Verdict": lambda: pc.verify("7/10", "9/10")[0],
    "ClaimResult": lambda: judge("loss_exponent < 1", ["alpha > 1/2"], "label", 60.0),
    "Law": lambda: laws.two_term,
    "Fit": lambda: laws.two_term.fits[0],
    "Term": lambda: laws.two_term.terms[0],
    "Optimum": lambda: laws.two_term.optimum(),
    "Case": lambda: laws.two_term.optimum().cases[0],
    "Allocation": lambda: laws.allocate(laws.two_term, "1e22"),
    "ClosedForm": lambda: laws.closed_form(laws.two_term),
    "LocalExponent": lambda: laws.local_exponent_formula(laws.pearce_song),
    "BestOptimiser": laws.best_optimiser,
    "optimiser diagram": lambda: laws.optimiser_diagram("SGD"),
    "Schedule": lambda: laws.schedule([laws.Shape("s", 1, "0.5")], 1, "0.01"),
    "Regimes": laws.regimes,
}


@cache
def made(name: str) -> Any:
    return MADE[name]()


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize(
    "again",
    [lambda x: pickle.loads(pickle.dumps(x)), copy.copy, copy.deepcopy],
)
def test_a_copy_is_the_same_value(name, again):
    one = made(name)
    other = again(one)
    assert other == one
    assert hash(other) == hash(one)
    assert repr(other) == repr(one)
    assert {one: 1}[other] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: pc.exponents(1, 0), lambda: pc.exponents(1, "1/4")),
        (pc.phase_diagram, lambda: pc.phase_diagram("free")),
        (lambda: pc.phase_diagram()["II"], lambda: pc.phase_diagram()["III"]),
        (
            lambda: pc.phase_diagram().evaluate([0.7, 0.2], 0.9),
            lambda: pc.phase_diagram().evaluate([0.7, 0.3], 0.9),
        ),
        (lambda: pc.PLRF(1, 1, 20).terms([1, 2]), lambda: pc.PLRF(1, 1, 20).terms([1, 3])),
        (
            lambda: laws.allocate(laws.two_term, "1e21"),
            lambda: laws.allocate(laws.two_term, "1e22"),
        ),
        (laws.two_term.optimum, laws.kaplan.optimum),
    ],
)
def test_other_questions_have_other_answers(one, other):
    assert one() != other()
    assert one() == one()
    assert one() != 3


@dataclass(frozen=True, eq=False)
class Sample(Value):
    numbers: Any


def test_what_is_masked_is_no_part_of_a_value_and_what_is_not_is():
    def masked(hidden: float, mask: int) -> Sample:
        return Sample(np.ma.array([1.0, hidden], mask=[0, mask]))

    assert masked(2.0, 1) == masked(3.0, 1)
    assert masked(2.0, 0) != masked(2.0, 1)
    assert masked(2.0, 0) != masked(3.0, 0)
    assert Sample(np.array([np.nan])) == Sample(np.array([np.nan]))
    assert Sample(np.zeros((1, 2))) != Sample(np.zeros((2, 1)))
    assert Sample({"a": [1, {"b": 2}]}) == Sample({"a": [1, {"b": 2}]})
    assert Sample({"a": [1, {"b": 2}]}) != Sample({"a": [1, {"b": 3}]})


@pytest.mark.parametrize(
    "error",
    [
        pc.NotConverged("too few", requested=30, achieved=12.5),
        SweepFailed("point 1", partial=(1, 2), failures={1: ValueError("no")}),
        pc.SweepInterrupted("stopped", partial=(1,)),
        pc.DomainError("alpha <= 0"),
    ],
)
@pytest.mark.parametrize(
    "again",
    [lambda x: pickle.loads(pickle.dumps(x)), copy.copy, copy.deepcopy],
)
def test_errors_keep_what_they_carry(error, again):
    other = again(error)
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert {n: repr(x) for n, x in vars(other).items()} == {
        n: repr(x) for n, x in vars(error).items()
    }


def test_a_solver_travels():
    solver = laws.Solver(laws.two_term, laws.two_term.fit().numbers(), 20)
    other = pickle.loads(pickle.dumps(solver))
    assert other.at("1e21") == copy.copy(solver).at("1e21") == solver.at("1e21")


def test_a_solver_serves_threads():
    solver = laws.Solver(laws.two_term, laws.two_term.fit().numbers(), 30)
    budgets = [f"1e{k}" for k in range(18, 26)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(solver.at, budgets)) == [solver.at(c) for c in budgets]
