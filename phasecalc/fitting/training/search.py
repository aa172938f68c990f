"""Least squares on log losses: starts on a grid over the phases, damped steps, distinct minima."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.training.engine import ExactCurves, default_rate
from phasecalc.fitting.training.given import Curve
from phasecalc.fitting.training.noise import Noise, whitened

__all__ = ["Least", "descend", "distinct", "minima", "targets"]

Floats = npt.NDArray[np.float64]
# One start or two in each phase, and some between: alpha, beta.
_PLACES = ((1.1, 0.3), (0.7, 0.3), (0.4, 0.3), (0.2, 0.5), (0.2, 1.0), (1.0, 0.8), (0.7, 1.0),
           (0.4, 1.0), (0.28, 1.1), (0.35, 0.6), (1.6, 1.0), (0.6, 1.6))  # fmt: skip
_SHARES = (1.5, 0.5, 0.1, 0.02)  # of the default rate, which is half of what is stable
_SIZES = (30.0, 300.0, 3000.0)
_POLISHED = 5
_STEPS = 60
_OLD = 4  # steps that slopes last
_LONGEST = np.array([0.15, 0.25])  # of alpha and beta in one step
_LONG = 1.0  # of a logarithm
_SETTLED, _NEAR = 1e-8, 0.02
_MOST_DAMPING = 1e8


@dataclass(frozen=True)
class Least:
    """Where a descent ended.

    Parameters
    ----------
    point
        Coordinates.
    value
        Sum of squares of whitened residuals.
    reached
        Whether no step gains anything.
    """

    point: tuple[float, ...]
    value: float
    reached: bool

    @property
    def array(self) -> Floats:
        """The point as an array."""
        return np.array(self.point)


def logs_of(curves: Sequence[Curve]) -> Floats:
    """Logarithms of the measured losses."""
    found: Floats = np.log(np.concatenate([c.loss for c in curves]))
    return found


def targets(curves: Sequence[Curve], noise: Noise) -> Floats:
    """What the exact log losses are to be: the logs of what was measured, their mean put right."""
    logs = logs_of(curves)
    return logs if noise.unknown else logs + noise.below


def descend(engine: ExactCurves, noise: Noise, start: Floats, steps: int = _STEPS) -> Least | None:
    """Go down from a start; None where the model has no curve there.

    Slopes are carried along by Broyden's rule and made anew where they mislead or are old, and
    before an end is called a minimum.
    """
    curves, factors = engine.curves, noise.factors(engine.curves)
    seen = targets(curves, noise)
    point, logs = start, engine.at(start)
    if logs is None:
        return None
    left = whitened(seen - logs, curves, factors)
    value, damping, age = float(left @ left), 1e-3, _OLD
    longest = np.append(_LONGEST, np.full(len(start) - 2, _LONG))
    rows = np.empty((len(left), len(start)))
    for _ in range(steps):
        if age >= _OLD:
            slopes = engine.rough_slopes(point, logs)
            if slopes is None:
                return None
            rows, age = whitened(slopes, curves, factors), 0
        step, gain = _step(rows, left, damping, longest)
        if gain <= _SETTLED * value + 1e-18 * len(left):
            if age == 0:
                return Least(tuple(map(float, point)), value, True)
            age = _OLD
            continue
        trial = engine.at(point + step)
        moved = None if trial is None else whitened(seen - trial, curves, factors)
        if trial is None or moved is None or not float(moved @ moved) < value:
            age = _OLD if age else 0
            damping = damping if age else max(damping, 1e-4) * 6
            if damping > _MOST_DAMPING:
                break
            continue
        rows = rows + np.outer(left - moved - rows @ step, step) / float(step @ step)
        point, logs, left, value = point + step, trial, moved, float(moved @ moved)
        damping, age = max(damping / 10, 1e-9), age + 1
    return Least(tuple(map(float, point)), value, False)


def _step(rows: Floats, left: Floats, damping: float, longest: Floats) -> tuple[Floats, float]:
    """Damped step of least squares, and about what it gains."""
    gram, push = rows.T @ rows, rows.T @ left
    scale = np.diag(np.maximum(np.diag(gram), 1e-12 * np.trace(gram) + 1e-300))
    step: Floats = np.asarray(np.linalg.solve(gram + damping * scale, push), dtype=np.float64)
    step = step / max(1.0, float(np.max(np.abs(step) / longest)))
    return step, float(step @ push)


def minima(engine: ExactCurves, noise: Noise) -> list[Least]:
    """Distinct ends of descents from the best starts of the grid, the least first."""
    seen, factors = targets(engine.curves, noise), noise.factors(engine.curves)
    scored: list[tuple[float, Floats]] = []
    for start in _starts(engine):
        logs = engine.at(start)
        if logs is not None:
            left = whitened(seen - logs, engine.curves, factors)
            scored.append((float(left @ left), start))
    scored.sort(key=lambda x: x[0])
    ends: list[Least | None] = []
    tried: list[Floats] = []
    for _, start in scored:
        if len(tried) >= _POLISHED:
            break
        if any(np.abs(start - t)[:2].max() < 0.05 for t in tried):
            continue  # the same exponents at another rate, which was worse
        tried.append(start)
        ends.append(descend(engine, noise, start))
    found = distinct((x for x in ends if x is not None), _NEAR)
    return sorted(found, key=lambda x: x.value)


def distinct(ends: Iterable[Least], within: float) -> list[Least]:
    """Ends of which none lies so near an earlier one."""
    found: list[Least] = []
    for x in ends:
        if not any(np.abs(x.array - y.array).max() < within for y in found):
            found.append(x)
    return found


def _starts(engine: ExactCurves) -> list[Floats]:
    """Grid over the phases, and over what else is fitted."""
    names = engine.coordinates.names
    found = []
    for alpha, beta in _PLACES:
        for size in _SIZES if "d" in names else (math.nan,):
            for share in _SHARES if {"gamma", "share"} & set(names) else (math.nan,):
                point = _start(engine, alpha, beta, share, size)
                if point is not None:
                    found.append(point)
    return found


def _start(
    engine: ExactCurves, alpha: float, beta: float, share: float, size: float
) -> Floats | None:
    names, curves = engine.coordinates.names, engine.curves
    point = [alpha, beta]
    largest = max(curves, key=lambda c: c.d if c.d == c.d else 0.0)
    if "d" in names:
        largest = replace(largest, d=size, v=size * engine.coordinates.ratio)
    for name in names[2:]:
        if name == "share":
            point.append(math.log(share))
        elif name == "gamma":
            rate = default_rate(alpha, beta, largest)
            if rate is None:
                return None
            point.append(math.log(share * rate))
        elif name == "d":
            point.append(math.log(size))
        elif name == "scale":
            point.append(0.0)
    found = np.array(point)
    if "scale" in names and (logs := engine.at(found)) is not None:
        found[names.index("scale")] = float(np.mean(logs_of(curves) - logs))
    return found
