"""Minima of Huber's sum by narrowing: squares first, then delta smaller by steps.

With a delta far below the residuals the sum is nearly one of absolute values: it has edges at which
a descent from afar stops, above a minimum that others reach. Squares have no edge, and each delta
starts where the one before, three times as wide, ended (graduated descent).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.minimum.descent import Minimum, descend
from phasecalc.fitting.minimum.objective import Objective

__all__ = ["minima"]

Floats = npt.NDArray[np.float64]

_SAME = 1e-3  # of the coordinates: two ends so near are one
_NARROWER = 3.0
_MOST = 40  # widths: the first is below 3**40 times delta
_STEPS = 100  # at one width


def minima(
    objective: Objective, points: Iterable[Floats], mine: Iterable[Floats] = ()
) -> tuple[Minimum, ...]:
    """Distinct minima, best first.

    Parameters
    ----------
    objective
        What to make least.
    points
        Where the descents of squares start; from each of their ends delta narrows.
    mine
        Where descents of the sum itself start.
    """
    floor = objective.model.floor
    if np.isinf(objective.penalty.delta):
        ends = [descend(objective, p, floor) for p in [*points, *mine]]
    else:
        squares = _at_width(objective, float("inf"))
        wide = [
            m.point
            for m in _apart(
                (descend(squares, p, floor, steps=_STEPS) for p in points), objective.unit
            )
        ]
        ends = [_narrowed(objective, p) for p in wide]
        ends += [descend(objective, p, floor, steps=_STEPS) for p in [*wide, *mine]]
    return tuple(_apart((m for m in ends if m.reached), objective.unit))


def _apart(ends: Iterable[Minimum], unit: Floats) -> list[Minimum]:
    """Of ends that are one point the lowest; best first."""
    found: list[Minimum] = []
    for m in sorted(ends, key=lambda m: m.value):
        if all(np.abs((m.point - other.point) / unit).max() > _SAME for other in found):
            found.append(m)
    return found


def _narrowed(objective: Objective, point: Floats) -> Minimum:
    """Where the minimum of squares goes as delta narrows to that of the objective."""
    delta, floor = objective.penalty.delta, objective.model.floor
    widest = float(np.abs(objective.residuals(point)).max(initial=0.0))
    count = int(np.clip(np.ceil(np.log(max(widest / delta, 1.0)) / np.log(_NARROWER)), 0, _MOST))
    for k in range(count, 0, -1):
        wider = _at_width(objective, delta * _NARROWER**k)
        point = descend(wider, point, floor, steps=_STEPS).point
    return descend(objective, point, floor)


def _at_width(objective: Objective, delta: float) -> Objective:
    return replace(objective, penalty=replace(objective.penalty, delta=delta))
