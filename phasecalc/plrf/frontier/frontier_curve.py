r"""The frontier as a function of the budget: Chebyshev series in log f.

The optimum is solved for at nested Chebyshev points, each search starting from what its
neighbours predict. The number of points doubles until the series of the coarser points meets the
values at the finer ones; how far it missed them is kept as the residual. It is measured
at those points, not bounded between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from phasecalc._typing import ExactLike
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.plrf.frontier.frontier import FrontierPoint, budget, search
from phasecalc.plrf.frontier.setting import Setting
from phasecalc.values import hashable

__all__ = ["FrontierCurve", "FrontierValues", "frontier_curve"]

_WIDEST = 0.25  # half-width of an interpolant in log d
_FIRST, _LAST = 8, 256  # intervals between the points of the first and the last round
_CHUNK = 4096  # budgets handled together, few enough for the processor's cache
_Floats = NDArray[np.float64]


class FrontierValues(NamedTuple):
    """The frontier at some budgets.

    Parameters
    ----------
    model_size, loss, loss_exponent, model_size_exponent
        Arrays in the shape of the budgets; meanings as in ``FrontierPoint``.
    """

    model_size: _Floats
    loss: _Floats
    loss_exponent: _Floats
    model_size_exponent: _Floats

    def __eq__(self, other: object) -> bool:
        if type(other) is not FrontierValues:
            return NotImplemented
        return hashable(tuple(self)) == hashable(tuple(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(hashable(tuple(self)))


@dataclass(frozen=True, slots=True)
class FrontierCurve(Shown):
    """Compute-optimal sizes, losses and exponents at every budget of an interval.

    Parameters
    ----------
    low, high
        Ends of the interval of budgets.
    series
        Chebyshev coefficients in log f of log d, log P and the two local exponents.
    residuals
        By how much the series of half the points missed the other half, one number for each.
    points
        The optima solved for, in order of budget.
    """

    low: float
    high: float
    series: tuple[tuple[float, ...], ...]
    residuals: tuple[float, ...]
    points: tuple[FrontierPoint, ...]

    def __call__(self, flops: Any) -> FrontierValues:
        """Values at budgets between ``low`` and ``high``.

        Parameters
        ----------
        flops
            A number or an array of them.

        Raises
        ------
        DomainError
            A budget lies outside the interval: a series says nothing there.
        """
        f = np.asarray(flops, dtype=np.float64)
        if not np.all((f >= self.low) & (f <= self.high)):
            raise DomainError(
                f"flops: this curve was solved for from {self.low:g} to {self.high:g} and says "
                "nothing outside. Build one for a wider interval."
            )
        flat, rows = f.ravel(), np.array(self.series)
        found = np.empty((len(rows), flat.size))
        for k in range(0, flat.size, _CHUNK):
            found[:, k : k + _CHUNK] = self._values(rows, flat[k : k + _CHUNK])
        size, loss, eta, xi = found.reshape(len(rows), *f.shape)
        return FrontierValues(size, loss, eta, xi)

    def _values(self, rows: _Floats, f: _Floats) -> _Floats:
        """The four columns at some budgets."""
        a, b = math.log(self.low), math.log(self.high)
        u = (2 * np.log(f) - (a + b)) / (b - a)
        basis = np.empty((rows.shape[1], f.size))
        basis[0], basis[1] = 1, u
        for k in range(2, len(basis)):
            np.multiply(2 * u, basis[k - 1], out=basis[k])
            basis[k] -= basis[k - 2]
        found: _Floats = rows @ basis
        np.exp(found[:2], out=found[:2])
        return found


def frontier_curve(
    alpha: ExactLike,
    beta: ExactLike,
    low: Any,
    high: Any,
    *,
    ratio: ExactLike = 10,
    gamma: ExactLike | None = None,
    batch: ExactLike = 1,
    tolerance: float = 1e-10,
) -> FrontierCurve:
    """Solve for the whole frontier between two budgets.

    Parameters
    ----------
    alpha, beta, ratio, gamma, batch
        As for ``frontier``.
    low, high
        The interval of budgets.
    tolerance
        Largest residual of log d, log P and the loss exponent; that of the size's exponent, which
        takes second derivatives, may be a thousand times larger.

    Raises
    ------
    DomainError
        A parameter or budget lies outside the domain.
    NotConverged
        A budget has no stationary size, or 257 points do not meet the tolerance.

    Examples
    --------
    >>> curve = frontier_curve("7/10", "9/10", 1e18, 1e22, tolerance=1e-8)
    >>> print(f"{curve(1e20).loss_exponent:.4f}")
    0.6428
    """
    setting = Setting.of(alpha, beta, ratio, gamma, batch)
    ends = math.log(budget(low)), math.log(budget(high))
    if not ends[0] < ends[1]:
        raise DomainError(f"low = {low}, high = {high}: low < high is needed.")
    bounds = np.array([1.0, 1.0, 1.0, 1000.0]) * tolerance
    count, (solved, half) = _FIRST, _first(setting, ends)
    series = _fit(solved)
    while count < _LAST:
        count *= 2
        solved, missed = _double(setting, ends, solved, series, half)
        series = _fit(solved)
        if np.all(missed <= bounds):
            return FrontierCurve(
                float(budget(low)),
                float(budget(high)),
                tuple(tuple(float(c) for c in row) for row in series.T),
                tuple(float(x) for x in missed),
                tuple(solved),
            )
    raise NotConverged(
        f"{count + 1} points leave residuals of {missed[0]:.1e} (log d), {missed[1]:.1e} (log P), "
        f"{missed[2]:.1e} and {missed[3]:.1e} (exponents of loss and size). Narrow the interval "
        "or raise the tolerance.",
        requested=-math.log10(tolerance),
        achieved=-math.log10(float(np.max(missed / bounds)) * tolerance),
    )


def _nodes(count: int) -> _Floats:
    """Chebyshev points of the second kind, increasing; those of half as many are among them."""
    found: _Floats = -np.cos(np.pi * np.arange(count + 1) / count)
    return found


def _budget_at(ends: tuple[float, float], u: float) -> Any:
    """Budget at a point of [-1, 1], never outside the range for rounding."""
    y = (ends[0] + ends[1]) / 2 + u * (ends[1] - ends[0]) / 2
    return budget(min(max(math.exp(y), 1e3), 1e130))


def _first(setting: Setting, ends: tuple[float, float]) -> tuple[list[FrontierPoint], float]:
    """Optima at the first points; each starts from the tangent at the one before.

    Last comes the half-width of interpolants in log d that resolved them.
    """
    out: list[FrontierPoint] = []
    half = _WIDEST
    for u in _nodes(_FIRST):
        f = _budget_at(ends, float(u))
        start = None
        if out:
            step = math.log(f) - math.log(out[-1].flops)
            start = math.log(out[-1].model_size) + out[-1].model_size_exponent * step
        # The tangent could follow a minimum that is not the lowest: the far end is searched anew.
        point, half = search(setting, f, None if u == 1 else start, half=half)
        out.append(point)
    return out, half


def _double(
    setting: Setting,
    ends: tuple[float, float],
    solved: list[FrontierPoint],
    series: _Floats,
    half: float,
) -> tuple[list[FrontierPoint], _Floats]:
    """Optima at twice as many points, and the largest misses of the series at the new ones."""
    nodes, out = _nodes(2 * (len(solved) - 1)), []
    missed = np.zeros(4)
    for k, u in enumerate(nodes):
        if k % 2 == 0:
            out.append(solved[k // 2])
            continue
        guess = np.asarray(chebyshev.chebval(float(u), series))
        point, _ = search(setting, _budget_at(ends, float(u)), float(guess[0]), half=half)
        missed = np.maximum(missed, np.abs(_row(point) - guess))
        out.append(point)
    return out, missed


def _row(point: FrontierPoint) -> _Floats:
    return np.array(
        [
            math.log(point.model_size),
            math.log(point.loss),
            point.loss_exponent,
            point.model_size_exponent,
        ]
    )


def _fit(solved: list[FrontierPoint]) -> _Floats:
    """Chebyshev coefficients of the four rows through values at the second kind's points."""
    count = len(solved) - 1
    rows = np.array([_row(p) for p in solved])
    found: _Floats = np.linalg.solve(chebyshev.chebvander(_nodes(count), count), rows)
    return found
