"""Frontiers of many models at once: arrays of alpha and beta against budgets."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from fractions import Fraction
from typing import Any

import numpy as np

from phasecalc._typing import ExactLike
from phasecalc.exceptions import DomainError
from phasecalc.numerics.sweep import sweep
from phasecalc.plrf.frontier.frontier import FrontierPoint, budget
from phasecalc.plrf.frontier.frontier_curve import FrontierValues
from phasecalc.plrf.frontier.ladder import ladder
from phasecalc.plrf.frontier.setting import Setting

__all__ = ["frontier_grid"]

_MOST = 10**6  # numbers asked for at once
_Task = tuple[Setting, tuple[Fraction, ...]]


def frontier_grid(
    alpha: Any,
    beta: Any,
    flops: Any,
    *,
    ratio: ExactLike = 10,
    gamma: ExactLike | None = None,
    batch: ExactLike = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FrontierValues:
    """Compute-optimal sizes, losses and local exponents on arrays of (alpha, beta) and budgets.

    The budgets of one (alpha, beta) are taken in rising order, each search starting from what
    those before it predict.

    Parameters
    ----------
    alpha, beta, flops
        Numbers or arrays of them, exact ones too; they are broadcast against each other.
        Budgets from 1e3 to 1e130.
    ratio, gamma, batch
        As for ``frontier``, one of each.
    executor
        Where to solve; one task for each (alpha, beta).
    progress
        Called with (tasks done, tasks in all) after each.

    Returns
    -------
    FrontierValues
        Four arrays in the shape of the broadcast, dimensionless.

    Raises
    ------
    DomainError
        A parameter or budget lies outside the domain, or the shapes do not fit.
    SweepFailed
        One of the (alpha, beta) has no stationary model size at a budget; ``.partial`` holds the
        others, with nan where nothing was found.

    Examples
    --------
    >>> found = frontier_grid([["7/10"], ["2/5"]], "9/10", [1e10, 1e12])
    >>> found.loss_exponent.shape, found.loss_exponent.round(3).tolist()
    ((2, 2), [[0.65, 0.647], [0.438, 0.418]])
    """
    names, settings = ("alpha", "beta", "flops"), (ratio, gamma, batch)
    read = [np.array(x, dtype=object) for x in (alpha, beta, flops)]
    try:
        shape = np.broadcast_shapes(*(x.shape for x in read))
    except ValueError:
        said = ", ".join(f"{n} {x.shape}" for n, x in zip(names, read, strict=True))
        raise DomainError(f"{said}: these shapes do not fit together.") from None
    if np.prod(shape, dtype=float) > _MOST:
        raise DomainError(f"{shape}: at most {_MOST} numbers are solved for at once.")
    a, b, f = (np.broadcast_to(x, shape).ravel() for x in read)
    made = functools.cache(lambda x, y: Setting.of(x, y, *settings))
    places: Mapping[Setting, dict[Fraction, list[int]]] = defaultdict(lambda: defaultdict(list))
    for k in range(a.size):
        places[made(a[k], b[k])][budget(f[k])].append(k)
    tasks = [(setting, tuple(sorted(rows))) for setting, rows in places.items()]
    done = sweep(_solved, tasks, executor=executor, progress=progress)
    out = np.full((len(FrontierValues._fields), a.size), np.nan)
    for number, points in done.finished.items():
        setting, budgets = tasks[number]
        for f_k, point in zip(budgets, points, strict=True):
            row = [getattr(point, name) for name in FrontierValues._fields]
            out[:, places[setting][f_k]] = np.array(row)[:, None]
    found = FrontierValues(*out.reshape(-1, *shape))
    done.check(found)
    return found


def _solved(task: _Task) -> list[FrontierPoint]:
    return ladder(*task)
