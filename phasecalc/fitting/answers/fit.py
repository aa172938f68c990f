"""Fit a law to runs: the door of this package, as ``phasecalc.laws.fit``."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import DomainError, MissingExtra, NotConverged
from phasecalc.fitting.answers.fitted import Fitted
from phasecalc.fitting.minimum.model import Model, compiled
from phasecalc.fitting.minimum.objective import Objective
from phasecalc.fitting.minimum.penalty import Penalty
from phasecalc.fitting.runs.runs import Runs, read_runs, untold
from phasecalc.fitting.runs.trend import without_minimum
from phasecalc.laws.declaring.catalogue import as_law
from phasecalc.numerics.seeds import Rng, seed_of

if TYPE_CHECKING:
    from phasecalc.fitting.minimum.descent import Minimum
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["RESAMPLES", "fit", "fit_runs", "resamples_of"]

RESAMPLES = 400  # of a bootstrap that nobody asked for by number
_MANY_RUNS = 20_000  # above which minima are sought on a part first
_NORMAL = 1.345  # delta in standard deviations that loses 5 % where the noise is normal
_MAD = 0.6745


def fit(
    law: Law | str,
    data: Any,  # Any: whatever holds columns
    *,
    columns: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    noise: float | None = None,
    delta: float | str = 1e-3,
    over: float = 1.0,
    residual: str = "log",
    fixed: Mapping[str, Any] | None = None,
    start: Mapping[str, float] | None = None,
    level: float = 0.9,
    resamples: int = 0,
    rng: Rng | None = None,
    seed: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Fitted:
    """Fit a declared law to runs, and say how far the numbers can be trusted.

    Every distinct minimum is sought: linear parameters by non-negative least squares on a grid of
    the others, then Newton's method with exact derivatives from the best points of the grid.

    Parameters
    ----------
    law
        Any law, or the name of a shipped one.
    data
        Path of a CSV or JSON-lines file, mapping, rows, array or frame.
    columns
        Column of each size, of ``loss`` and, if there are, of ``flops``, ``noise``, ``weight`` and
        ``run`` (runs that share one are drawn together in a bootstrap). A size without a column
        is found from the flops by the budget rule of the law.
    where
        Conditions on columns, such as ``"loss<4"``.
    noise
        Standard error of every run, in units of the residual.
    delta
        Where Huber's function turns linear: a number, ``"auto"`` (1.345 standard deviations, from
        the median residual), or infinity for least squares.
    over
        Factor of the cost of losses that are predicted too high.
    residual
        ``"log"`` or ``"loss"``.
    fixed
        Parameters that are given.
    start
        Values to start from as well.
    level
        Of the intervals.
    resamples, executor, progress
        For the bootstrap; without resamples, intervals rest on the covariance.
    rng
        Stream of the bootstrap, as in NumPy: an integer, a ``SeedSequence``, or a ``Generator``,
        which then moves on. By default 0: the same call gives the same intervals.
    seed
        Older name of ``rng``, an integer; one of them is given.

    Raises
    ------
    ParseError, DomainError
        The data cannot be read, or are too few; ``rng`` and ``seed`` are both given.
    NotConverged
        No start led to a minimum.
    MissingExtra
        SciPy is not installed.

    Examples
    --------
    >>> import phasecalc as pc
    >>> N = [10.0**k for k in range(7, 11) for _ in range(4)]
    >>> D = [10.0**k for _ in range(4) for k in range(8, 12)]
    >>> loss = [1.8 + 480 * n**-0.35 + 2100 * d**-0.37 for n, d in zip(N, D)]
    >>> fitted = pc.laws.fit("two-term", {"N": N, "D": D, "loss": loss})
    >>> print(", ".join(f"{n} = {x:.4g}" for n, x in fitted.values.items()))
    A = 480, B = 2100, E = 1.8, alpha = 0.35, beta = 0.37
    """
    seed = seed_of(rng, seed)
    require_scipy()
    law = as_law(law)
    model = compiled(law, fixed)
    given = _numbers(fixed or {})
    runs = read_runs(law, data, columns, where, given)
    if noise is not None:
        if not (noise > 0 and math.isfinite(noise)):
            raise DomainError(f"noise = {noise} must be positive")
        runs = replace(runs, noise=np.full(len(runs), float(noise)))
    penalty = Penalty(math.inf if isinstance(delta, str) else float(delta), over, residual)
    if isinstance(delta, str):
        if delta != "auto":
            raise DomainError(f"delta = {delta!r}: a number or 'auto'")
        penalty = _chosen(model, runs, penalty)
    found = _told(fit_runs(model, runs, penalty, start, level))
    return (
        found.bootstrap(resamples, seed=seed, executor=executor, progress=progress)
        if (resamples)
        else found
    )


def _told(found: Fitted) -> Fitted:
    """The fit without its covariance where sizes go together and a profile does not close.

    There the terms of two sizes are hardly told apart, the valley of the sum is long and bent, and
    its curvature at one point says nothing of its length.
    """
    if found.covariance is None or not untold(found.objective.runs.sizes):
        return found
    if all(found.profile(n).closed for n in found.model.names if n in found.model.exponents):
        return found
    return replace(found, covariance=None)


def fit_runs(
    model: Model,
    runs: Runs,
    penalty: Penalty,
    start: Mapping[str, float] | None = None,
    level: float = 0.9,
) -> Fitted:
    """Fit a model to runs that were read already.

    Raises
    ------
    DomainError
        Fewer runs than parameters.
    NotConverged
        No start led to a minimum.
    """
    from phasecalc.fitting.minimum.spread import covariance

    if not 0 < level < 1:
        raise DomainError(f"level = {level}: between 0 and 1")
    groups = runs.groups
    if groups < len(model.names):
        raise DomainError(
            f"{groups} different run{'s' * (groups != 1)} for the {len(model.names)} parameters "
            f"{', '.join(model.names)}: give more runs, or fix parameters"
        )
    objective = Objective.of(model, runs, penalty)
    minima = _minima(objective, start)
    spread = covariance(objective, minima[0].point) if groups - len(model.names) >= 2 else None
    return Fitted(objective, minima, spread, level)


def resamples_of(found: Fitted, asked: int | None) -> int:
    """How many draws a bootstrap makes: what was asked, else none where runs are many.

    The covariance says the same of many thousands of runs, and each draw fits all of them.
    """
    if asked is not None:
        return asked
    return RESAMPLES if len(found.objective.runs) <= _MANY_RUNS else 0


def require_scipy() -> None:
    """Refuse to go on without SciPy.

    Raises
    ------
    MissingExtra
        It is not installed.
    """
    if importlib.util.find_spec("scipy") is None:
        raise MissingExtra("fitting needs SciPy: pip install 'phasecalc[fit]'")


def _numbers(fixed: Mapping[str, Any]) -> dict[str, float]:
    from phasecalc.laws.sums.numbers import exact_value

    return {n: float(exact_value(x, n).evalf()) for n, x in fixed.items()}


def _chosen(model: Model, runs: Runs, squares: Penalty) -> Penalty:
    """Penalty whose delta fits the spread of the residuals of a first fit."""
    first = fit_runs(model, runs, squares)
    size = float(np.median(np.abs(first.objective.residuals(first.point)))) / _MAD
    return replace(squares, delta=_NORMAL * max(size, 1e-12))


def _minima(objective: Objective, start: Mapping[str, float] | None) -> tuple[Minimum, ...]:
    """Distinct minima, best first."""
    from phasecalc.fitting.minimum.narrow import minima
    from phasecalc.fitting.minimum.start import starts

    model = objective.model
    known = [] if start is None else [_started(model, start)]
    fits = [{n: float(x.evalf()) for n, x in f.numbers().items()} for f in model.law.fits]
    points = starts(model, objective.runs, [*known, *fits])
    mine = [model.point(k) for k in known]
    if len(objective.runs) > _MANY_RUNS:  # those of a part lead to those of all
        part = [m.point for m in minima(objective.part(_MANY_RUNS), points, mine)]
        found = minima(objective, [], part)
    else:
        found = minima(objective, points, mine)
    if not found:
        why = "; ".join([*without_minimum(objective.runs), *objective.runs.notes])
        raise NotConverged(
            f"law {model.law.name}: none of {len(points)} starts led to a minimum; {why}. Mend the "
            "data, fix some parameters, or give start values",
            requested=1,
            achieved=0,
        )
    return found


def _started(model: Model, start: Mapping[str, float]) -> Mapping[str, float]:
    missing = [n for n in model.names if n not in start]
    if missing:
        raise DomainError(f"start: no value for {', '.join(missing)}")
    return start
