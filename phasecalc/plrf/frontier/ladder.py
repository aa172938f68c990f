"""Optima at rising budgets, each search starting from what those before it predict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from phasecalc.plrf.frontier.frontier import FrontierPoint, search, solve
from phasecalc.plrf.frontier.setting import Setting

__all__ = ["ladder"]

_REACH = 0.6  # of a prediction, in log d
_CLOSELY = 0.2  # of that half-width: how far off the last prediction may have been
_FIRST = 0.25  # half-width of an interpolant in log d


def ladder(setting: Setting, budgets: Sequence[Fraction]) -> list[FrontierPoint]:
    """The optima at rising budgets.

    The predictions could follow a minimum which is not the lowest: the last budget is searched anew
    too, and all are if that gives another optimum.

    Parameters
    ----------
    setting
        What is held fixed.
    budgets
        The budgets, rising.
    """
    found: list[FrontierPoint] = []
    half, missed = _FIRST, math.inf
    for f in budgets:
        start = _predicted(found, f)
        # Where the last prediction was close, the next is looked at closely from the first.
        near = 0.0 if missed < _CLOSELY * half else _REACH
        # The half-width that resolved the last optimum mostly resolves the next.
        point, half = search(setting, f, start, near, half)
        if start is not None:
            missed = abs(math.log(point.model_size) - start)
        found.append(point)
    if len(found) == 1:  # it was searched for anew
        return found
    last, _ = search(setting, budgets[-1], half=half)
    if abs(math.log(last.model_size / found[-1].model_size)) > 1e-6:
        return [solve(setting, f) for f in budgets]
    return found


def _predicted(found: Sequence[FrontierPoint], flops: Fraction) -> float | None:
    """Log of the size along the tangent at the last optimum, bent as the last two say."""
    if not found:
        return None
    last = found[-1]
    step = math.log(flops) - math.log(last.flops)
    slope: float = last.model_size_exponent
    bend = 0.0
    if len(found) > 1:
        before = found[-2]
        gap = math.log(last.flops / before.flops)
        bend = (slope - before.model_size_exponent) / (2 * gap)
    return math.log(last.model_size) + slope * step + bend * step**2
