"""Which columns a linear system needs, to doubles: an exact solution is then sought by these alone.

Most searches for a proof find that there is none in reach. In exact arithmetic that costs most of
the time, and the columns that a proof does use are few. Nothing is concluded from doubles but
where to look, and where not to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phasecalc.checker import Number
from phasecalc.regions.work import Work

__all__ = ["support"]

_ZERO, _SLOPE = 1e-9, 1e-8  # of a squared distance from the goal, and of its decrease
_SWAPS = 8  # times the number of rows: columns that may be taken in
_CUBE = 200  # steps of a least square per unit of work


def support(
    rows: Sequence[Sequence[Number]], right: Sequence[Number], work: Work
) -> list[int] | None:
    """Columns by which some x >= 0 seems to have rows.x = right; None where there seems to be none.

    Least squares with x >= 0 by active sets (Lawson and Hanson, Solving Least Squares Problems,
    chapter 23).

    Examples
    --------
    >>> support([[1, -1, 2], [0, 1, 1]], [-2, 2], Work())
    [1]
    >>> support([[1, 1]], [-1], Work()) is None
    True
    """
    import numpy as np

    matrix = np.array([[float(x) for x in row] for row in rows])
    goal = np.array([float(x) for x in right])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=0), 1e-300)
    count = matrix.shape[1]
    taken, x = np.zeros(count, bool), np.zeros(count)
    for _ in range(_SWAPS * len(goal)):
        rest = goal - matrix @ x
        if rest @ rest < _ZERO * (goal @ goal):
            return [int(k) for k in np.flatnonzero(x > 0)]
        slope = np.where(taken, -1.0, matrix.T @ rest)
        best = int(np.argmax(slope))
        if slope[best] <= _SLOPE:
            return None
        work.spend(1 + int(taken.sum()) ** 2 * len(goal) // _CUBE)
        taken[best] = True
        x = _least(matrix, goal, taken, x)
    return None


def _least(matrix: Any, goal: Any, taken: Any, x: Any) -> Any:
    """Least squares by the columns taken; those that would fall below zero are given up."""
    import numpy as np

    while taken.any():
        new = np.zeros_like(x)
        new[taken] = np.linalg.lstsq(matrix[:, taken], goal, rcond=None)[0]
        bad = taken & (new <= 0)
        if not bad.any():
            return new
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(bad, x / (x - new), np.inf)
        x = np.where(taken, x + min(1.0, float(np.nanmin(share))) * (new - x), 0.0)
        taken &= x > 1e-14
    return x * 0.0
