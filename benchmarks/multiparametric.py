"""Diagrams beside PPOPT, an established solver of multiparametric linear programs in floats.

Both solve the same programs: minimise c.x under A x <= b + F theta, over a box of theta. These
are the market and the simple program of PPOPT's tests and programs of its own generator
(``ppopt.problem_generator``), whose numbers are rounded to three decimals. Where a program has no
solution for some theta the box is made smaller, as a diagram has to have an optimum everywhere:
in generated programs x = 0 stays feasible. *Elastic* ones have a box eight times as wide, and one
unknown more by which all rows may be exceeded at a price, so that regions are many. At 1,000
random points both optima are compared with SciPy's HiGHS. PPOPT is no dependency: ``pip install
ppopt`` beside phasecalc, or the lines say that it is missing and HiGHS alone is compared.
"""

from __future__ import annotations

import importlib.util
import math
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from phasecalc.exceptions import PhasecalcError
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.program import Program

__all__ = ["run"]

POINTS = 1000
SECONDS = 60.0  # for each diagram
_CLOSE = 1e-7  # of two optima, relative
# Unknowns, parameters, constraints, seeds, whether elastic.
GENERATED = (
    (2, 2, 6, 3, False),
    (3, 2, 8, 3, False),
    (3, 3, 8, 2, False),
    (4, 2, 10, 2, False),
    (2, 2, 6, 3, True),
    (3, 2, 8, 3, True),
)
_WIDER, _PRICE, _LARGE = 8, 1000.0, 1e7


@dataclass(frozen=True)
class Linear:
    """Minimise c.x under A x <= b + F theta, theta in a box."""

    name: str
    a: Any
    b: Any
    c: Any
    f: Any
    low: Any
    high: Any
    more: tuple[Any, float] | None = None  # one more condition on theta: row.theta <= number

    def program(self) -> Program:
        """The same for phasecalc: the loss has one term."""
        xs = sp.symbols([f"x{k}" for k in range(self.a.shape[1])])
        ts = sp.symbols([f"t{k}" for k in range(self.f.shape[1])])
        rows = {
            f"row {i}": _sum(self.a[i], xs) <= _exact(self.b[i]) + _sum(self.f[i], ts)
            for i in range(len(self.b))
        }
        domain = [t > _exact(v) for t, v in zip(ts, self.low, strict=True)]
        domain += [t < _exact(v) for t, v in zip(ts, self.high, strict=True)]
        if self.more is not None:
            domain.append(_sum(self.more[0], ts) < _exact(self.more[1]))
        objective = {"objective": _sum(self.c, xs)}
        return Program.of(
            terms=objective, unknowns=list(xs), constraints=rows, domain=domain, parameters=list(ts)
        )

    def points(self) -> Iterator[Any]:
        """Random parameters of the domain."""
        draw = np.random.default_rng(7)
        found = 0
        while found < POINTS:
            share = draw.integers(1, 997, len(self.low)) / 997
            theta = self.low + (self.high - self.low) * share
            if self.more is None or self.more[0] @ theta < self.more[1]:
                found += 1
                yield theta

    def highs(self, theta: Any) -> float:
        """Optimum at one point, by HiGHS."""
        from scipy.optimize import linprog

        free = [(None, None)] * len(self.c)
        found = linprog(self.c, A_ub=self.a, b_ub=self.b + self.f @ theta, bounds=free)
        return float(found.fun) if found.status == 0 else math.nan


def _exact(x: float) -> Any:
    return sp.Rational(str(Fraction(str(float(x)))))


def _sum(row: Any, symbols: Any) -> Any:
    return sp.Add(*(_exact(v) * s for v, s in zip(row, symbols, strict=True)))


def run() -> Iterator[str]:
    """One line for each program, and one for all."""
    there = importlib.util.find_spec("ppopt") is not None
    if not there:
        yield "PPOPT is not installed (pip install ppopt): compared with HiGHS alone"
    total = {"points": 0, "ours": 0, "ppopt": 0}
    for problem in problems(generated=there):
        yield _line(problem, there, total)
    yield (
        f"in all: of {total['points']} points the diagrams agree with HiGHS at {total['ours']}"
        + (f", PPOPT at {total['ppopt']}" if there else "")
    )


def problems(*, generated: bool) -> Iterator[Linear]:
    """PPOPT's programs."""
    routes = [[1, 1, 0, 0], [0, 0, 1, 1], [-1, 0, -1, 0], [0, -1, 0, -1], *(-np.eye(4)).tolist()]
    wanted = [[0, 0], [0, 0], [-1, 0], [0, -1], *[[0, 0]] * 4]
    yield Linear(
        "market", np.array(routes, float), np.array([350.0, 600, *[0] * 6]),
        np.array([178.0, 187, 187, 151]), np.array(wanted, float), np.zeros(2),
        np.full(2, 950.0), (np.ones(2), 950.0),
    )  # fmt: skip
    yield Linear(
        "simple", np.array([[0, 1, 1], [1, 0, 0], [-1, 0, 0], [1, -1, 0], [1, 0, -1.0]]),
        np.array([1.0, 0, 0, 0, 0]), np.array([-3.0, 0, 0]),
        np.array([[0], [1], [0], [0], [0.0]]), np.zeros(1), np.full(1, 2.0),
    )  # fmt: skip
    for unknowns, parameters, rows, seeds, elastic in GENERATED if generated else ():
        for seed in range(1, seeds + 1):
            found = _generated(unknowns, parameters, rows, seed)
            yield _elastic(found, rows) if elastic else found


def _elastic(rigid: Linear, rows: int) -> Linear:
    """The same over a wider box, all rows exceeded by one more unknown at a price."""
    count, unknowns = rigid.a.shape
    slack = np.array([[-1.0]] * rows + [[0.0]] * (count - rows))
    ends = np.zeros((2, unknowns + 1))
    ends[:, -1] = -1, 1
    return Linear(
        f"elastic, {rigid.name.partition(', ')[2]}",
        np.vstack([np.hstack([rigid.a, slack]), ends]),
        np.concatenate([rigid.b, [0, _LARGE]]),
        np.concatenate([rigid.c, [_PRICE]]),
        np.vstack([rigid.f, np.zeros((2, rigid.f.shape[1]))]),
        _WIDER * rigid.low,
        _WIDER * rigid.high,
    )


def _generated(unknowns: int, parameters: int, rows: int, seed: int) -> Linear:
    """A program of PPOPT's generator, in a box in which x = 0 stays feasible."""
    generator = importlib.import_module("ppopt.problem_generator")
    found = generator.generate_mpqp(unknowns, parameters, rows, seed)
    drawn, b, f = (np.round(np.asarray(v, float), 3) for v in (found.A, found.b[:, 0], found.F))
    weight = np.abs(f).sum(axis=1)
    reach = min(v / w for v, w in zip(b, weight, strict=True) if w > 0)
    side = np.full(parameters, max(math.floor(900 * reach) / 1000, 0.001))
    name = f"generated, {unknowns} unknowns, {parameters} parameters, {rows} rows, seed {seed}"
    return Linear(name, drawn, b, np.round(found.c[:, 0], 3), f, -side, side)


def _line(problem: Linear, there: bool, total: dict[str, int]) -> str:
    points = list(problem.points())
    true = [problem.highs(theta) for theta in points]
    total["points"] += len(points)
    text = f"{problem.name}: {_ours(problem, points, true, total)}"
    if not there:
        return text
    seconds, count, values = _ppopt(problem, points)
    theirs = sum(map(_agrees, values, true))
    total["ppopt"] += theirs
    return f"{text}; PPOPT {seconds:.2f} s, {count} regions, {theirs} agree"


def _ours(problem: Linear, points: list[Any], true: list[float], total: dict[str, int]) -> str:
    start = time.perf_counter()
    try:
        found = problem.program().diagram(SECONDS)
    except PhasecalcError as refusal:
        return f"no diagram, {refusal}"[:100]
    took = time.perf_counter() - start
    good = sum(
        _agrees(_value(found, theta), best) for theta, best in zip(points, true, strict=True)
    )
    total["ours"] += good
    pieces = sum(len(p.pieces) for p in found.phases)
    return (
        f"diagram {took:.2f} s with its proofs, {len(found.phases)} phases of "
        f"{pieces} regions, {good} of {len(points)} agree with HiGHS"
    )


def _value(found: PhaseDiagram, theta: Any) -> float:
    at = tuple(Fraction(float(v)) for v in theta)
    for p in found.phases:
        if p.region.weak().contains(*at):
            return float(p.value(at))
    return math.nan


def _ppopt(problem: Linear, points: list[Any]) -> tuple[float, int, list[float]]:
    programs = importlib.import_module("ppopt.mplp_program")
    solver = importlib.import_module("ppopt.mp_solvers.solve_mpqp")
    size = len(problem.low)
    sides = [np.eye(size), -np.eye(size)]
    ends = [problem.high, -problem.low]
    if problem.more is not None:
        sides, ends = [*sides, problem.more[0][None, :]], [*ends, [problem.more[1]]]
    zero = np.zeros((len(problem.c), size))
    column = [np.asarray(v, float).reshape(-1, 1) for v in (problem.b, problem.c)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        program = programs.MPLP_Program(
            problem.a.copy(), column[0], column[1], zero, np.vstack(sides),
            np.concatenate(ends).reshape(-1, 1), problem.f.copy(),
        )  # fmt: skip
        found = solver.solve_mpqp(program, solver.mpqp_algorithm.combinatorial)
        seconds = time.perf_counter() - start
        values = [found.evaluate_objective(theta.reshape(-1, 1)) for theta in points]
    return seconds, len(found), [math.nan if v is None else float(np.ravel(v)[0]) for v in values]


def _agrees(value: float, best: float) -> bool:
    return abs(value - best) <= _CLOSE * max(1.0, abs(best))
