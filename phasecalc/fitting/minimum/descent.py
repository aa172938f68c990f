"""One minimum from one start: damped Newton steps with exact derivatives (Levenberg, Marquardt).

Near the minimum the sum is made of pieces that are almost quadratic, so few steps reach it to all
digits; far away, or where a piece bends the wrong way, the steps are damped towards those of
least squares. That it was reached is checked, not assumed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from phasecalc.fitting.minimum.objective import Objective, Sum

__all__ = ["Minimum", "descend"]

Floats = npt.NDArray[np.float64]

_STEPS = 300
_MOST_DAMPING = 1e12
_LONGEST = 2.0  # of a coordinate in one step
_SETTLED = 1e-13  # of the sum: what a further step would gain
_ROUNDED = 1e-9  # of the sum: what is left where rounding stops the steps
_FAR = 60.0  # logarithms of parameters beyond any number that is meant


@dataclass(frozen=True)
class Minimum:
    """Where a descent ended.

    Parameters
    ----------
    point
        Coordinates.
    value
        The sum there.
    reached
        Whether it is a minimum: no step gains anything.
    steps
        How many steps it took.
    """

    point: Floats
    value: float
    reached: bool
    steps: int


def descend(
    objective: Objective,
    start: Floats,
    floor: Floats,
    held: npt.NDArray[np.bool_] | None = None,
    steps: int = _STEPS,
) -> Minimum:
    """Go down from a start.

    Parameters
    ----------
    objective
        What to make least.
    start
        Coordinates.
    floor
        Least value of each coordinate; -inf where there is none.
    held
        Coordinates that stay as they are.
    steps
        At most so many.
    """
    moving = np.ones(len(start), dtype=bool) if held is None else ~held
    point, unit = np.maximum(start, floor), objective.unit
    here, damping, rounding = _at(objective, point), 1e-3, objective.rounding
    for count in range(1, steps + 1):
        free = moving & ~((point <= floor) & (here.slope > 0))
        gain = _gain(here, free)
        if gain is not None and gain <= _SETTLED * here.value + rounding:
            return Minimum(point, here.value, True, count)
        step = _step(here, free, damping, unit)
        if step is None:
            damping *= 10
        else:
            trial = np.maximum(point + step, floor)
            there = objective.value(trial)
            if there < here.value:
                point, here, damping = trial, _at(objective, trial), max(damping / 10, 1e-15)
                continue
            damping = max(damping, 1e-12) * 5
        if damping > _MOST_DAMPING or np.abs(point / unit).max() > _FAR * 10:
            break
    free = moving & ~((point <= floor) & (here.slope > 0))
    return Minimum(point, here.value, _flat(here, free, rounding), count)


def _at(objective: Objective, point: Floats) -> Sum:
    with np.errstate(all="ignore"):
        return objective.at(point)


def _gain(here: Sum, free: npt.NDArray[np.bool_]) -> float | None:
    """What a step of Newton's method would gain; None where the sum bends the wrong way."""
    if not free.any():
        return 0.0
    try:
        factor = cho_factor(here.bend[np.ix_(free, free)])
    except (LinAlgError, ValueError):
        return None
    slope = here.slope[free]
    return float(slope @ cho_solve(factor, slope)) / 2


def _step(here: Sum, free: npt.NDArray[np.bool_], damping: float, unit: Floats) -> Floats | None:
    """Damped step, no coordinate going further than the longest; None where there is none."""
    inner = np.ix_(free, free)
    both = np.outer(unit[free], unit[free])
    bend, hold = here.bend[inner] * both, here.hold[inner] * both
    scale = np.diag(hold)
    lowest = 1e-12 * max(float(scale.max(initial=0.0)), 1e-300)
    try:
        damped = bend + damping * (hold + np.diag(scale + lowest))
        found = -cho_solve(cho_factor(damped), here.slope[free] * unit[free])
    except (LinAlgError, ValueError):
        return None
    longest = float(np.abs(found).max(initial=0.0))
    if not np.isfinite(longest):
        return None
    step = np.zeros(len(free))
    step[free] = found * unit[free] * min(1.0, _LONGEST / max(longest, 1e-300))
    return step


def _flat(here: Sum, free: npt.NDArray[np.bool_], rounding: float) -> bool:
    """Whether rounding alone stopped the descent: the slope is lost in the rounding of the sum."""
    gain = _gain(here, free)
    return gain is not None and gain <= _ROUNDED * here.value + rounding
