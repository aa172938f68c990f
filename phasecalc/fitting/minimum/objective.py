"""The sum that a fit makes least, with its exact gradient and second derivatives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.minimum.model import Model
from phasecalc.fitting.minimum.penalty import Penalty
from phasecalc.fitting.runs.runs import Runs

__all__ = ["Objective", "Sum"]

Floats = npt.NDArray[np.float64]
_ROUNDING = 1e-12  # of a loss
_BLOCK = 20_000  # runs at a time, which bounds the memory
_MEDIAN = 1.7288  # 2 z^(2/3) (1.5 phi(0)^2)^(1/3) with z of 90 %; times n^(-1/3) a share of runs


@dataclass(frozen=True)
class Sum:
    """Value, gradient and curvature at a point.

    Parameters
    ----------
    value, slope
        The sum and its gradient in the coordinates.
    bend
        Its second derivatives; of Huber's function, hence of few runs where delta is small.
    hold
        Curvature of the squares that pull as hard: never negative.
    """

    value: float
    slope: Floats
    bend: Floats
    hold: Floats


@dataclass(frozen=True)
class Objective:
    """Weighted cost of the residuals of runs under a law.

    Parameters
    ----------
    model, runs, penalty
        What is fitted to what, and how.
    weights
        Weight of each run.
    """

    model: Model
    runs: Runs
    penalty: Penalty
    weights: Floats

    @classmethod
    def of(cls, model: Model, runs: Runs, penalty: Penalty) -> Objective:
        """Objective with the weights that the runs carry."""
        weights = np.ones(len(runs)) if runs.weight is None else runs.weight
        return cls(model, runs, penalty, weights)

    @property
    def rounding(self) -> float:
        """What the sum may be by rounding alone."""
        size = np.ones(len(self.runs)) if self.penalty.residual == "log" else self.runs.loss
        size = size if self.runs.noise is None else size / self.runs.noise
        return _ROUNDING**2 * float(self.weights @ size**2)

    @cached_property
    def unit(self) -> Floats:
        """What a step of 1 means in each coordinate: the unit of the loss for what is a loss."""
        names, low = self.model.names, self.model.law.irreducible
        typical = float(np.median(self.runs.loss))
        return np.array([typical if n == low else 1.0 for n in names])

    def weighted(self, weights: Floats) -> Objective:
        """The same with other weights; runs of weight 0 are left out."""
        keep = weights > 0
        return Objective(self.model, self.runs.part(keep), self.penalty, weights[keep])

    def part(self, count: int) -> Objective:
        """The same for so many of the runs, drawn once and for all."""
        drawn = np.random.default_rng(0).choice(len(self.runs), count, replace=False)
        rows = np.sort(drawn)
        return Objective(self.model, self.runs.part(rows), self.penalty, self.weights[rows])

    def residuals(self, point: Floats) -> Floats:
        """Residual of each run; positive where the loss is predicted too high."""
        loss = self.model.loss(self.model.values(point), self.runs.sizes)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            return self._residual(loss, slice(None))

    def value(self, point: Floats) -> float:
        """The sum; infinite where the loss is no number."""
        found = float(self.weights @ self.penalty.cost(self.residuals(point)))
        return found if np.isfinite(found) else float("inf")

    def bends(self, point: Floats, fitted: int) -> Floats:
        """Second derivative of each run's cost, for what a sum of many runs would have.

        With delta far below the residuals few lie within, and how many is chance: then the density
        of residuals at 0 is that of as many as Hall and Sheather (1988) take for a median, besides
        those that the fit brought there, one for each parameter (Koenker and Bassett 1978).
        """
        r = self.residuals(point)
        runs = self.runs.groups  # rows that repeat one say nothing more of the density
        few = _MEDIAN * runs ** (2 / 3)
        width = float(np.quantile(np.abs(r), min((few + fitted) / runs, 1.0)))
        if not width > self.penalty.delta:
            return self.penalty.bend(r)
        height = self.penalty.delta / width * few / (few + fitted)
        found: Floats = replace(self.penalty, delta=width).bend(r) * height
        return found

    def at(self, point: Floats, bends: Floats | None = None) -> Sum:
        """Sum, gradient and curvatures; those of each run's cost may be given."""
        p = len(point)
        value, slope = 0.0, np.zeros(p)
        bend, hold = np.zeros((p, p)), np.zeros((p, p))
        upper = np.triu_indices(p)
        for first in range(0, len(self.runs), _BLOCK):
            r, rows, second, w = self._block(point, slice(first, first + _BLOCK))
            pull = w * self.penalty.slope(r)
            value += float(w @ self.penalty.cost(r))
            slope += rows @ pull
            hold += (rows * (w * self.penalty.secant(r))) @ rows.T
            part = np.zeros((p, p))
            part[upper] = second @ pull
            each = self.penalty.bend(r) if bends is None else bends[first : first + _BLOCK]
            bend += (rows * (w * each)) @ rows.T
            bend += part + np.triu(part, 1).T
        return Sum(value, slope, bend, hold)

    def scores(self, point: Floats) -> Floats:
        """Gradient of each run's cost, (n, p)."""
        found = []
        for first in range(0, len(self.runs), _BLOCK):
            r, rows, _, w = self._block(point, slice(first, first + _BLOCK))
            found.append((rows * (w * self.penalty.slope(r))).T)
        return np.concatenate(found)

    def rows(self, point: Floats) -> Floats:
        """Derivative of each run's residual along the coordinates, (p, n)."""
        found = np.empty((len(point), len(self.runs)))
        for first in range(0, len(self.runs), _BLOCK):
            part = slice(first, first + _BLOCK)
            found[:, part] = self._block(point, part)[1]
        return found

    def leverages(self, point: Floats, inverse: Floats, bends: Floats) -> Floats:
        """How far each run pulls its own residual towards 0, given the inverse curvature."""
        found = []
        for first in range(0, len(self.runs), _BLOCK):
            part = slice(first, first + _BLOCK)
            _, rows, _, w = self._block(point, part)
            found.append(w * bends[part] * np.einsum("pn,pq,qn->n", rows, inverse, rows))
        return np.concatenate(found)

    def _residual(self, loss: Floats, rows: slice) -> Floats:
        measured = self.runs.loss[rows]
        r = np.log(loss / measured) if self.penalty.residual == "log" else loss - measured
        return r if self.runs.noise is None else r / self.runs.noise[rows]

    def _block(self, point: Floats, rows: slice) -> tuple[Floats, Floats, Floats, Floats]:
        """Residuals, their derivatives and the weights of some runs."""
        sizes = {n: x[rows] for n, x in self.runs.sizes.items()}
        loss, slope, second = self.model.jet(point, sizes)
        r = self._residual(loss, rows)
        if self.penalty.residual == "log":
            slope = slope / loss
            i, j = np.triu_indices(len(point))
            second = second / loss - slope[i] * slope[j]
        if self.runs.noise is not None:
            slope, second = slope / self.runs.noise[rows], second / self.runs.noise[rows]
        return r, slope, second, self.weights[rows]
