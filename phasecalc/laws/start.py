"""Where Newton's method starts: the best point of a grid in the logarithms of the free sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.laws.notation import LOSS
from phasecalc.laws.reduced import log_of

if TYPE_CHECKING:
    from phasecalc._typing import Symbol
    from phasecalc.laws.reduced import Reduced

__all__ = ["starting_point"]

_POINTS = {0: 1, 1: 4001, 2: 241, 3: 61}  # a side
_FLAT = 1e-12


def starting_point(reduced: Reduced, budget: Symbol, c: float) -> list[float]:
    """Logarithms of the free sizes, and of the loss where a constraint contains it.

    Parameters
    ----------
    reduced
        The law with its numbers.
    budget
        Symbol of log C.
    c
        Its value.

    Raises
    ------
    DomainError
        No admissible point, a flat loss, or a best point at the edge of what is admissible.
    """
    import sympy as sp

    law, free = reduced.law, reduced.free
    if len(free) not in _POINTS:
        raise DomainError(f"law {law.name}: {len(free)} free sizes; at most {max(_POINTS)}")
    span = max(c, 1.0)
    axes = [
        np.linspace(
            0.0 if n in law.sizes else -span, 0.0 if n in law.rates else span, _POINTS[len(free)]
        )
        for n in free
    ]
    grid = np.meshgrid(*axes, indexing="ij") if axes else []
    arguments = [log_of(n) for n in free] + [log_of(LOSS), budget]
    # As floats: NumPy has no logarithm of an integer beyond 64 bits.
    terms = sp.lambdify(arguments, [sp.N(e, 17) for e in reduced.terms.values()], modules="numpy")
    logs = sp.lambdify(arguments, [sp.N(e, 17) for e in reduced.logs.values()], modules="numpy")
    with np.errstate(all="ignore"):
        loss = _loss(terms, grid, c) if law.loss_dependent else _total(terms(*grid, 0.0, c))
        loss = np.broadcast_to(loss, tuple(len(axis) for axis in axes))
        inside = np.ones(np.shape(loss), dtype=bool)
        for n, z in zip(reduced.logs, logs(*grid, loss, c), strict=True):
            if n not in law.scales:
                inside &= np.asarray(z >= -_FLAT if n in law.sizes else z <= _FLAT)
        value = np.where(inside & np.isfinite(loss), loss, np.inf)
    if not np.isfinite(value).any():
        raise DomainError(
            f"law {law.name} at log C = {c:.6g}: no admissible sizes; give a larger budget"
        )
    finite = value[np.isfinite(value)]
    if free and finite.max() - finite.min() < _FLAT * (1 + abs(finite.min())):
        raise DomainError(
            f"law {law.name}: every allocation of the budget has the same loss; "
            "there is no single optimum to compute"
        )
    best = np.unravel_index(int(np.argmin(value)), value.shape)
    _interior(value, best, law.name)
    at = [float(axis[k]) for axis, k in zip(axes, best, strict=True)]
    return [*at, float(loss[best])] if law.loss_dependent else at


def _total(terms: Any) -> Any:  # Any: arrays or numbers
    """Logarithm of a sum of exponentials."""
    return np.logaddexp.reduce(np.broadcast_arrays(*(np.asarray(t, dtype=float) for t in terms)))


def _loss(terms: Any, grid: Any, c: float) -> Any:
    """Logarithm of the loss where it occurs in its own terms, by bisection."""
    low, high = np.full(grid[0].shape, -5.0 * c), np.full(grid[0].shape, 5.0 * c)
    for _ in range(80):
        middle = (low + high) / 2
        above = _total(terms(*grid, middle, c)) > middle
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


def _interior(value: Any, best: tuple[Any, ...], name: str) -> None:
    for axis, k in enumerate(best):
        for step in (-1, 1):
            near = list(best)
            near[axis] = k + step
            edge = not 0 <= near[axis] < value.shape[axis]
            if edge or not np.isfinite(value[tuple(near)]):
                raise DomainError(
                    f"law {name}: the best sizes are at the edge of what the budget allows; "
                    "there is no interior optimum"
                )
