"""Logarithms of the model's exact losses along the runs, in doubles, at any parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import NotConverged, PhasecalcError
from phasecalc.fitting.training.given import Curve
from phasecalc.plrf.curves.loss import ROUNDING, doubles_serve
from phasecalc.plrf.model.parameters import PLRF

if TYPE_CHECKING:
    from phasecalc.plrf.curves.volterra import Volterra

__all__ = ["Coordinates", "ExactCurves", "default_rate", "log_losses"]

Floats = npt.NDArray[np.float64]
_POOR = 1e-9  # relative error of a loss, beyond which doubles are not taken
_ROUGH = 1e-5
_STEP = 1e-4  # of differences; the error of a slope is its square, and rounding 1e-9 of the loss
_STABLE = 1 - 1e-6
_LARGEST_ALPHA, _LARGEST_BETA = 4.0, 6.0
_PLACES = 13  # of exponents: what rationals are made of


@dataclass(frozen=True)
class Coordinates:
    """What is fitted, in order.

    Parameters
    ----------
    names
        Of ``alpha``, ``beta``, and perhaps ``gamma``, ``share``, ``d``, ``scale``: all but the
        first two by their logarithms. ``share`` is gamma over the default rate of each run.
    ratio
        v/d where d is fitted.
    """

    names: tuple[str, ...]
    ratio: float

    def read(self, point: Floats) -> dict[str, float]:
        """Values by name."""
        return {
            n: float(x) if n in ("alpha", "beta") else math.exp(min(float(x), 700.0))
            for n, x in zip(self.names, point, strict=True)
        }


def log_losses(alpha: float, beta: float, curve: Curve, gamma: float, r: Floats) -> Floats | None:
    """Logarithms of losses, or None where SGD is not stable or the model has no power law.

    Parameters
    ----------
    alpha, beta
        Exponents.
    curve
        Sizes.
    gamma
        Learning rate.
    r
        Iterations.
    """
    model = _model(alpha, beta, curve, gamma)
    if model is None:
        return None
    try:
        volterra = model.volterra(None)
        if doubles_serve(model):
            if not _stable(volterra):
                return None
            found = volterra.evaluate("loss", list(r))
            if max(found.conditions) * ROUNDING < _POOR and min(found.found) > 0:
                logs: Floats = np.log(np.array(found.found, dtype=float))
                logs += np.array(found.lifts, dtype=float)
                return logs
        exact: Floats = np.log(np.asarray(model.loss(r), dtype=float))
    except (NotConverged, FloatingPointError, OverflowError):
        return None
    return exact if bool(np.isfinite(exact).all()) else None


def _stable(volterra: Volterra) -> bool:
    """Whether the loss stays bounded; what is next to instability counts as unstable."""
    most, resolvent = (float(volterra.batch) + 1) * float(volterra.gamma) / 2, volterra.resolvent
    above = (1 + math.sqrt(float(resolvent.trace) / float(resolvent.d))) ** 2  # of the spectrum
    if not most * above < 1 and not most * float(resolvent.right_edge) < 1:
        return False
    return float(volterra.kernel_norm) < _STABLE


def _model(alpha: float, beta: float, curve: Curve, gamma: float | None) -> PLRF | None:
    """The model, its rate not yet known to be stable; None outside the domain."""
    if not (0 < alpha < _LARGEST_ALPHA and abs(beta) < _LARGEST_BETA and alpha + beta > 0.5):
        return None
    given = {
        "alpha": round(alpha, _PLACES),
        "beta": round(beta, _PLACES),
        "d": curve.d,
        "v": curve.v,
        "batch": curve.batch,
    }
    try:
        return PLRF.assumed_stable(**given, gamma=gamma)
    except PhasecalcError:
        return None


def default_rate(alpha: float, beta: float, curve: Curve) -> float | None:
    """Rate that is stable for this run: the default of the model."""
    model = _model(alpha, beta, curve, None)
    return None if model is None else float(model.rate(model.resolvent(None)))


@dataclass
class ExactCurves:
    """Exact log losses of all runs as one vector.

    Parameters
    ----------
    curves
        The runs.
    coordinates
        What is fitted.
    """

    curves: Sequence[Curve]
    coordinates: Coordinates
    _groups: list[tuple[Curve, Floats, list[tuple[int, npt.NDArray[np.int64]]]]] = field(
        init=False, default_factory=list
    )

    def __post_init__(self) -> None:
        by_setting: dict[tuple[float, ...], list[int]] = {}
        for k, curve in enumerate(self.curves):
            by_setting.setdefault(curve.setting, []).append(k)
        for members in by_setting.values():
            times = np.unique(np.concatenate([self.curves[k].r for k in members]))
            places = [(k, np.searchsorted(times, self.curves[k].r)) for k in members]
            self._groups.append((self.curves[members[0]], times, places))

    def at(self, point: Floats) -> Floats | None:
        """Log losses of all runs, one after the other; None outside the domain."""
        values = self.coordinates.read(point)
        parts: list[Floats] = [np.empty(0)] * len(self.curves)
        for curve, times, places in self._groups:
            logs = self._group(values, curve, times)
            if logs is None:
                return None
            for k, place in places:
                parts[k] = logs[place]
        return np.concatenate(parts) + math.log(values.get("scale", 1.0))

    def _group(self, values: dict[str, float], curve: Curve, times: Floats) -> Floats | None:
        alpha, beta = values["alpha"], values["beta"]
        if "d" in values:
            d = values["d"]
            if not 1 <= d <= 1e12:
                return None
            curve = replace(curve, d=d, v=d * self.coordinates.ratio)
        gamma = values.get("gamma", curve.gamma)
        if "share" in values:
            rate = default_rate(alpha, beta, curve)
            gamma = math.nan if rate is None else values["share"] * rate
        if not gamma > 0:
            return None
        return log_losses(alpha, beta, curve, gamma, times)

    def rough_slopes(self, point: Floats, here: Floats) -> Floats | None:
        """Derivatives that are good to three digits or so, for the way down."""
        columns = []
        for step in _ROUGH * np.eye(len(point)):
            moved, sign = self.at(point - step), -1
            if moved is None:
                moved, sign = self.at(point + step), 1
            if moved is None:
                return None
            columns.append(sign * (moved - here) / _ROUGH)
        return np.stack(columns, axis=1)

    def slopes(self, point: Floats) -> Floats | None:
        """Derivatives by the coordinates, shape (n, p): central differences, else one-sided."""
        columns = []
        here: Floats | None = None
        for step in _STEP * np.eye(len(point)):
            up, down = self.at(point + step), self.at(point - step)
            if up is not None and down is not None:
                columns.append((up - down) / (2 * _STEP))
                continue
            here = self.at(point) if here is None else here
            if here is None:
                return None
            if up is not None:
                columns.append((up - here) / _STEP)
            elif down is not None:
                columns.append((here - down) / _STEP)
            else:
                return None
        return np.stack(columns, axis=1)
