"""The phase diagram on arrays: formulas turned into NumPy expressions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.checker import Number
from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from phasecalc.optimum.diagram import Phase, PhaseDiagram
    from phasecalc.plrf.diagram import Evaluation

__all__ = ["evaluate", "polynomial_values"]

Values = tuple["NDArray[np.float64]", ...]


def evaluate(diagram: PhaseDiagram, alpha: ArrayLike, beta: ArrayLike) -> Evaluation:
    """Evaluate labels and exponents; each point is computed in its own phase only."""
    from phasecalc.plrf.diagram import Evaluation

    a, b = np.broadcast_arrays(np.asarray(alpha, dtype=float), np.asarray(beta, dtype=float))
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise DomainError("alpha and beta must be finite numbers")
    shape = a.shape
    point = (a.ravel(), b.ravel())
    left = np.logical_and.reduce(
        [polynomial_values(c.polynomial, point) > 0 for c in diagram.program.domain.cells[0]]
    )
    labels = np.zeros(a.size, dtype=f"<U{max(len(p.name) for p in diagram.phases)}")
    loss, size = np.zeros(a.size), np.zeros(a.size)
    outside = ~left
    for phase in diagram.phases:
        here = np.flatnonzero(left & _inside(phase, point))
        left[here] = False
        labels[here] = phase.name
        at = (point[0][here], point[1][here])
        for target, ratio in ((loss, -phase.value), (size, phase.vertices[0][0])):
            target[here] = polynomial_values(ratio.top, at) / polynomial_values(ratio.bottom, at)
    return Evaluation(
        labels.reshape(shape),
        np.ma.masked_array(loss.reshape(shape), outside.reshape(shape)),
        np.ma.masked_array(size.reshape(shape), outside.reshape(shape)),
    )


def _inside(phase: Phase, point: Values) -> NDArray[np.bool_]:
    """Points in the closed phase."""
    cells = [
        reduce(np.logical_and, (polynomial_values(c.polynomial, point) >= 0 for c in cell))
        for cell in phase.region.cells
    ]
    return reduce(np.logical_or, cells)


def polynomial_values(
    polynomial: Mapping[tuple[int, ...], Number], point: Values
) -> NDArray[np.float64]:
    """Values of a polynomial at points given as one array for each parameter."""
    total = np.zeros_like(point[0])
    for exponents, coefficient in polynomial.items():
        term: NDArray[np.float64] | float = float(coefficient)
        for x, e in zip(point, exponents, strict=True):
            for _ in range(e):
                term = term * x
        total += term
    return total
