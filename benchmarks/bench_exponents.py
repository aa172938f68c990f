"""The exponent engine against SymPy doing the same by the plain route."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import sympy as sp
from sympy.solvers.simplex import lpmin

import phasecalc as pc
from benchmarks.timing import median_time, process_times
from phasecalc.plrf.phases.store import LEARNING_RATES, load

__all__ = ["run"]

POINT = (Fraction(7, 10), Fraction(9, 10))
CLI = ["-m", "phasecalc", "exponents", "--alpha", "7/10", "--beta", "9/10"]


def run() -> Iterator[str]:
    """Yield one line for each measurement."""
    for learning_rate in LEARNING_RATES:
        # In a process of its own: within one, answers to earlier sign questions are remembered.
        code = (
            f"from phasecalc.plrf.phases.store import derive_text; derive_text({learning_rate!r})"
        )
        (seconds,) = process_times([["-c", code]], 1)
        yield f"derive and prove, {learning_rate} learning rate, whole process: {seconds:.2f} s"
    query = median_time(lambda: pc.exponents(*POINT), 500)
    program = median_time(sympy_linear_program, 20)
    yield f"warm pc.exponents at a point, re-checked: {1e3 * query:.3f} ms"
    yield f"the point's linear program in SymPy: {1e3 * program:.1f} ms = {program / query:.0f} x"
    alpha, beta = np.random.default_rng(0).uniform(0.05, 1.5, (2, 10**6))
    diagram = pc.phase_diagram()
    seconds = median_time(lambda: diagram.evaluate(alpha, beta), 3)
    yield f"evaluate on 10^6 points: {seconds:.2f} s"
    sympy, package, look_up, bare = process_times(
        [["-c", "import sympy"], ["-c", "import phasecalc"], CLI, ["-c", "pass"]], 9
    )
    yield f"python -c 'import sympy': {sympy:.3f} s; an empty process: {bare:.3f} s"
    yield f"import phasecalc: {package:.3f} s = {package / sympy:.2f} x"
    yield f"phasecalc exponents as a process: {look_up:.3f} s = {look_up / sympy:.2f} x"


def sympy_linear_program() -> sp.Expr:
    """Solve the point's linear program anew with SymPy's exact simplex method.

    The exponents of the terms at the point are given: only the optimisation is timed.
    """
    size, value = sp.symbols("delta t")
    level = [sum_ + slope * size for sum_, slope in _forms()]
    constraints = [form <= value for form in level] + [size >= 0, size <= 1]
    optimum, _ = lpmin(value, constraints)
    if optimum != -sp.Rational(9, 14):
        raise RuntimeError(f"SymPy finds {optimum}")
    return optimum


_CACHE: list[tuple[sp.Expr, sp.Expr]] = []


def _forms() -> list[tuple[sp.Expr, sp.Expr]]:
    """Constant and slope of each term at the point."""
    if not _CACHE:
        stored = load().diagram
        active = stored.program.active(stored.phase("III").pieces[0].signs)
        for form in active.values():
            constant, slope = (sp.Rational(str(c(POINT))) for c in form)
            _CACHE.append((constant, slope))
    return _CACHE
