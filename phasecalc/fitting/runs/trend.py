"""What losses do as sizes grow, in words: where no law of falling terms has a minimum."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from phasecalc.fitting.runs.runs import Runs, untold

__all__ = ["without_minimum"]

_SAME = 1e-6  # of a loss
_SEEN = 3.0  # standard errors of a slope


def without_minimum(runs: Runs) -> list[str]:
    """Why such runs may have no best law; at least one reason.

    Examples
    --------
    >>> from phasecalc.laws import two_term
    >>> from phasecalc.fitting.runs.runs import read_runs
    >>> rows = [(n, d, n**0.05 * (1 + 0.001 * ((n + 3 * d) % 7))) for n in (1e7, 2e8, 3e9)
    ...     for d in (1e9, 3e10, 5e11)]
    >>> columns = {k: [r[i] for r in rows] for i, k in enumerate(("N", "D", "loss"))}
    >>> without_minimum(read_runs(two_term, columns))[0]
    'the loss grows with N (about as N^0.05)'
    """
    found = list(_reasons(runs))
    return found or [untold(runs.sizes) or "the data may not determine all parameters"]


def _reasons(runs: Runs) -> Iterator[str]:
    y = np.log(runs.loss)
    if np.ptp(y) < _SAME:
        yield f"the loss is {runs.loss[0]:.4g} in all runs"
        return
    varied = {n: np.log(x) for n, x in runs.sizes.items() if np.ptp(x) > 0}
    if untold(runs.sizes) or len(y) < len(varied) + 2:
        return
    columns = np.column_stack([np.ones_like(y), *varied.values()])
    slopes, *_ = np.linalg.lstsq(columns, y, rcond=None)
    left = y - columns @ slopes
    noise = float(left @ left) / (len(y) - columns.shape[1])
    errors = np.sqrt(noise * np.diag(np.linalg.inv(columns.T @ columns)))
    for name, slope, error in zip(varied, slopes[1:], errors[1:], strict=True):
        if slope > _SEEN * error:
            yield f"the loss grows with {name} (about as {name}^{slope:.2g})"
        elif slope > -_SEEN * error:
            yield (
                f"the loss does not fall with {name} beyond its scatter (about as "
                f"{name}^{slope:.2g}, give or take {error:.1g})"
            )
