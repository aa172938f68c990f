"""The best size at each budget from runs alone, without a law of the loss: approaches 1 and 2.

At each budget a curve of the loss against the logarithm of the size has its minimum at N*; a
line through log N* against log C gives the exponent. Where the least loss stands at an end of
the measured sizes there is no minimum, and the budget is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.advice.curves import CURVES, lowest, lowest_each
from phasecalc.fitting.answers.estimate import Estimate, from_draws
from phasecalc.fitting.runs.runs import Runs, read_runs
from phasecalc.numerics.seeds import Rng, seed_of

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["AtBudget", "IsoFlop", "grouped", "isoflop", "isoflop_runs"]

Floats = npt.NDArray[np.float64]

_SAME_BUDGET = 1.05  # factor between flops that are one budget
_FEWEST = 3  # runs at a budget
_HALF = 0.5  # of the draws must have a minimum
_SPACING = 0.33  # of the mean step between sizes: a location is not known better


@dataclass(frozen=True)
class AtBudget:
    """Minimum at one budget.

    Parameters
    ----------
    flops
        The budget.
    runs
        How many sizes were measured there.
    size
        Best size; None where the budget was left out.
    spread
        Standard error of its logarithm.
    why
        Why it was left out.
    """

    flops: float
    runs: int
    size: float | None
    spread: float
    why: str = ""


@dataclass(frozen=True)
class IsoFlop:
    """Exponent of the best size, from budgets each by itself.

    Parameters
    ----------
    size, curve
        Name of the size, and the curve through its losses.
    exponent
        Of size = C**exponent.
    prefactor
        The logarithm of the factor before it.
    minima
        What was found at each budget.
    draws
        Exponents of resampled runs.
    method
        What was resampled, in words.
    """

    size: str
    curve: str
    exponent: Estimate
    prefactor: float
    minima: tuple[AtBudget, ...]
    draws: Floats
    method: str

    def data(self) -> dict[str, Any]:  # Any: JSON
        """The same as plain data."""
        x = self.exponent
        return {
            "size": self.size,
            "curve": self.curve,
            "exponent": {"value": x.value, "low": x.low, "high": x.high, "level": x.level},
            "method": self.method,
            "budgets": [vars(m) for m in self.minima],
        }

    def __str__(self) -> str:
        lines = [f"{self.size}* = C^{self.exponent} by {CURVES[self.curve]}; {self.method}"]
        without: dict[str, list[AtBudget]] = {}
        for m in self.minima:
            if m.size is None:
                without.setdefault(m.why, []).append(m)
                continue
            said = f"{m.size:.3g}, give or take {100 * np.expm1(m.spread):.2g} %"
            lines.append(f"  at {m.flops:.3g} flops ({m.runs} runs): {self.size}* = {said}")
        lines += [_left_out(found, why) for why, found in without.items()]
        return "\n".join(lines)


def _left_out(found: Sequence[AtBudget], why: str) -> str:
    """One line for all budgets that were left out for one reason."""
    runs = sum(m.runs for m in found)
    if len(found) == 1:
        return f"  at {found[0].flops:.3g} flops ({runs} runs): left out: {why}"
    ends = f"{found[0].flops:.3g} to {found[-1].flops:.3g}"
    return f"  {len(found)} budgets of {ends} flops ({runs} runs): left out: {why}"


def isoflop(
    data: Any,  # Any: whatever holds columns
    *,
    columns: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    size: str = "N",
    curve: str = "parabola",
    noise: Sequence[tuple[float, float]] = (),
    level: float = 0.9,
    resamples: int = 1000,
    rng: Rng | None = None,
    seed: int | None = None,
) -> IsoFlop:
    """Exponent of the best size against the budget, from runs at several budgets.

    Parameters
    ----------
    data, columns, where
        As for :func:`phasecalc.laws.fit`; needs the size, ``flops`` and ``loss``.
    size
        Name of the size.
    curve
        ``"parabola"`` in the logarithm of the size (approach 2), ``"akima"`` through the
        logarithms of the losses, or ``"envelope"``: the best run itself (approach 1).
    noise
        Pairs (loss, standard error of such a loss), joined by a power law in between. With them
        the losses are drawn again; without them the runs of each budget.
    level, resamples, rng, seed
        Of the interval; the stream of its draws as for :func:`phasecalc.laws.fit`.

    Raises
    ------
    DomainError
        Fewer than two budgets have a minimum among their runs.

    Examples
    --------
    >>> C = [1e19, 1e20, 1e21]
    >>> rows = [(c, (c / 6e18) ** 0.5 * 1e8 * 2.0**k, 3 + 0.05 * k**2) for c in C
    ...     for k in (-2, -1, 0, 1, 2)]
    >>> found = isoflop({n: [r[k] for r in rows] for k, n in enumerate(("flops", "N", "loss"))})
    >>> print(f"{found.exponent.value:.3f}")
    0.500
    """
    number = seed_of(rng, seed)
    runs = read_runs(_law(size), data, columns, where)
    if runs.flops is None:
        raise DomainError("no column for flops; isoFLOP analysis needs the budget of each run")
    return isoflop_runs(
        runs, size, curve=curve, noise=noise, level=level, resamples=resamples, seed=number
    )


def isoflop_runs(
    runs: Runs,
    size: str = "N",
    *,
    curve: str = "parabola",
    noise: Sequence[tuple[float, float]] = (),
    level: float = 0.9,
    resamples: int = 1000,
    seed: int = 0,
) -> IsoFlop:
    """The same for runs that were read already."""
    from phasecalc.fitting.answers.fit import require_scipy

    require_scipy()
    if curve not in CURVES:
        raise DomainError(f"curve = {curve!r}: one of {', '.join(CURVES)}")
    if not 2 <= resamples <= 100_000:
        raise DomainError(f"resamples = {resamples}: between 2 and 100000")
    if not 0 < level < 1:
        raise DomainError(f"level = {level}: between 0 and 1")
    if runs.flops is None:
        raise DomainError("the runs carry no flops")
    rng = np.random.default_rng(seed)
    minima, draws = [], []
    for flops, rows in grouped(runs.flops):
        x, y = np.log(runs.sizes[size][rows]), runs.loss[rows]
        found, drawn = _at_budget(flops, x, y, curve, noise, resamples, rng)
        minima.append(found)
        draws.append(drawn)
    used = [k for k, m in enumerate(minima) if m.size is not None]
    if len(used) < 2:
        said = "; ".join(f"{m.flops:.3g}: {m.why}" for m in minima if m.size is None)
        why = f" ({said[:200]})" if said else "; make runs of several sizes at another budget"
        raise DomainError(
            f"{len(used)} of {len(minima)} budgets have a minimum among "
            f"their runs; two are needed{why}"
        )
    logs = np.log([minima[k].flops for k in used])
    best = np.log([float(minima[k].size or 1) for k in used])
    weights = _weights(np.array([minima[k].spread for k in used]), bool(noise))
    slope, start = _line(logs, best, weights)
    every = np.array([_line(logs, row, weights)[0] for row in np.array([draws[k] for k in used]).T])
    method = "losses drawn again with their noise" if noise else "runs of each budget drawn again"
    return IsoFlop(
        size, curve, from_draws(slope, every, level), start, tuple(minima), every, method
    )


@cache
def _law(size: str) -> Law:
    from phasecalc.laws.declaring.declaration import Law

    other = "D" if size != "D" else "N"
    return Law.of(
        "isoflop",
        sizes=[size, other],
        terms={"size": f"A*{size}^-a"},
        budget=f"6*{size}*{other}",
        parameters=["A", "a"],
    )


def grouped(flops: Floats) -> list[tuple[float, npt.NDArray[np.int64]]]:
    """Runs of about the same flops, together."""
    order = np.argsort(flops, kind="stable")
    cuts = np.flatnonzero(np.diff(np.log(flops[order])) > np.log(_SAME_BUDGET)) + 1
    return [(float(np.median(flops[rows])), rows) for rows in np.split(order, cuts)]


def _at_budget(
    flops: float,
    x: Floats,
    y: Floats,
    curve: str,
    noise: Sequence[tuple[float, float]],
    resamples: int,
    rng: np.random.Generator,
) -> tuple[AtBudget, Floats]:
    """Minimum at a budget, and draws of its logarithm."""
    count = len(np.unique(x))
    nothing = np.full(resamples, np.nan)
    if count < _FEWEST + (curve == "akima"):
        return AtBudget(flops, count, None, 0.0, "too few sizes"), nothing
    place = lowest(curve, x, y)
    if place is None:
        why = "the least loss is at the smallest or the largest size"
        return AtBudget(flops, count, None, 0.0, why), nothing
    drawn = _again(curve, x, y, noise, resamples, rng)
    good = drawn[np.isfinite(drawn)]
    if len(good) < _HALF * resamples:
        return AtBudget(flops, count, None, 0.0, "most draws have no minimum inside"), nothing
    spacing = float(np.ptp(x)) / (count - 1)
    spread = float(good.std())
    if noise:
        # Measured minima are medians: a single curve follows its noise.
        place = float(np.median(good))
        spread = max(spread, _SPACING * spacing)
    drawn[~np.isfinite(drawn)] = rng.choice(good, int((~np.isfinite(drawn)).sum()))
    return AtBudget(flops, count, float(np.exp(place)), spread), drawn


def _again(
    curve: str,
    x: Floats,
    y: Floats,
    noise: Sequence[tuple[float, float]],
    resamples: int,
    rng: np.random.Generator,
) -> Floats:
    """Minima of draws; NaN for one that has none."""
    if noise:
        losses, errors = np.log(np.array(sorted(noise))).T
        scale = np.exp(np.interp(np.log(y), losses, errors))
        return lowest_each(curve, x, y + scale * rng.standard_normal((resamples, len(y))))
    places = []
    for _ in range(resamples):
        rows = rng.integers(len(x), size=len(x))
        places.append(lowest(curve, x[rows], y[rows]))
    return np.array([np.nan if p is None else p for p in places])


def _weights(spread: Floats, weighted: bool) -> Floats:
    return spread**-2 if weighted else np.ones(len(spread))


def _line(x: Floats, y: Floats, weights: Floats) -> tuple[float, float]:
    """Slope and intercept by weighted least squares."""
    share = weights / weights.sum()
    middle = float(share @ x)
    slope = float(share @ ((x - middle) * y)) / float(share @ (x - middle) ** 2)
    return slope, float(share @ y) - slope * middle
