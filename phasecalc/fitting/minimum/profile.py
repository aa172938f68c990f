"""Profile likelihood: how far one coordinate can go before the best of the others fits worse."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.minimum.descent import descend
from phasecalc.fitting.minimum.objective import Objective

__all__ = ["Profile", "profile_curve", "profiled"]

Floats = npt.NDArray[np.float64]
_FARTHEST = 12.0  # of a logarithm, or standard errors of 4**12
_HALVINGS = 40


@dataclass(frozen=True)
class Profile:
    """Interval of one coordinate by profile likelihood.

    Parameters
    ----------
    name
        The parameter.
    low, high
        Its ends as values of the parameter; None where the profile does not close.
    level
        Of the interval.
    """

    name: str
    low: float | None
    high: float | None
    level: float

    @property
    def closed(self) -> bool:
        """Whether both ends exist."""
        return self.low is not None and self.high is not None


def profiled(objective: Objective, point: Floats, name: str, level: float = 0.9) -> Profile:
    """Profile of one parameter.

    Twice the rise of the sum, in units of what one residual contributes by chance, is compared
    with chi squared of one degree of freedom.
    """
    names = objective.model.names
    if name not in names:
        raise DomainError(f"{name} was not fitted; fitted were {', '.join(names)}")
    if not 0 < level < 1:
        raise DomainError(f"level = {level}: between 0 and 1")
    k = names.index(name)
    rise = NormalDist().inv_cdf((1 + level) / 2) ** 2 / (2 * _unit(objective, point))
    limit = objective.value(point) + rise
    ends: list[float | None] = []
    for side in (-1.0, 1.0):
        end = _end(objective, point, k, side, limit)
        at = None
        if end is not None:
            moved = point.copy()
            moved[k] = end
            at = float(objective.model.values(moved)[k])
        ends.append(at)
    return Profile(name, ends[0], ends[1], level)


def profile_curve(
    objective: Objective, point: Floats, name: str, count: int = 41, reach: float = 3.0
) -> tuple[Floats, Floats]:
    """Values of a parameter, and the rise of the sum in units of its 68 % level at each.

    Where the rise is 1 the profile has its 68 % ends; 2.71 belongs to 90 %.

    Parameters
    ----------
    objective, point, name
        As for :func:`profiled`.
    count
        How many values.
    reach
        How far they go, in half-widths of the 68 % interval; where a side does not close, in
        half-widths of the other.
    """
    k = objective.model.names.index(name)
    unit, best = _unit(objective, point), objective.value(point)
    ends = [_end(objective, point, k, side, best + 1 / (2 * unit)) for side in (-1.0, 1.0)]
    widths = [abs(e - point[k]) for e in ends if e is not None] or [
        max(abs(point[k]), 0.1 * objective.unit[k]) / 10
    ]
    away = [abs(e - point[k]) if e is not None else max(widths) for e in ends]
    half = count // 2
    steps = np.linspace(0, reach, half + 1)[1:]
    found = {float(point[k]): 0.0}
    held = np.arange(len(point)) == k
    for side, width in zip((-1.0, 1.0), away, strict=True):
        last = point
        for step in steps:
            trial = last.copy()
            trial[k] = max(point[k] + side * step * width, objective.model.floor[k])
            end = descend(objective, trial, objective.model.floor, held)
            found[float(trial[k])] = 2 * unit * (end.value - best)
            last = end.point
    places = np.array(sorted(found))
    table = np.tile(point, (len(places), 1))
    table[:, k] = places
    return objective.model.values(table)[:, k], np.array([found[float(x)] for x in places])


def _unit(objective: Objective, point: Floats) -> float:
    """One over the variance of the slope of a residual's cost, by its mean curvature."""
    r, w, penalty = objective.residuals(point), objective.weights, objective.penalty
    free = max(len(r) - len(point), 1)
    noise = float((w * penalty.slope(r) ** 2).sum()) * len(r) / free
    return float((w * objective.bends(point, len(point))).sum()) / max(noise, 1e-300)


def _end(objective: Objective, point: Floats, k: int, side: float, limit: float) -> float | None:
    """Where the sum of the others' best reaches the limit; None where it does not."""
    floor = objective.model.floor
    held = np.arange(len(point)) == k
    unit = float(objective.unit[k])
    last, step = point.copy(), 0.01 * max(abs(point[k]), 0.1 * unit)
    while True:
        trial = last.copy()
        trial[k] = max(last[k] + side * step, floor[k])
        if abs(trial[k] - point[k]) > _FARTHEST * unit:
            return None
        found = descend(objective, trial, floor, held)
        if found.value > limit:
            break
        if trial[k] <= floor[k] and side < 0:
            return None
        last, step = found.point, step * 1.6
    inside, outside = last, trial[k]
    for _ in range(_HALVINGS):
        if abs(outside - inside[k]) <= 1e-6 * max(abs(outside - point[k]), 1e-12 * unit):
            break
        trial = inside.copy()
        trial[k] = (inside[k] + outside) / 2
        found = descend(objective, trial, floor, held)
        if found.value > limit:
            outside = trial[k]
        else:
            inside = found.point
    return float(outside)
