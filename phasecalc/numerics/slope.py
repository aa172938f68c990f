r"""Local exponents along a geometric ladder, and the limit they point to.

Power-law corrections make a local exponent a sum of geometric sequences along a
ladder of constant ratio. Shanks' transformation (Wynn's epsilon algorithm)
removes them one by one; the spread of the last estimates is the error bar. A
sequence whose steps do not yet shrink is reported as such, never extrapolated.
Reference: Weniger, Comput. Phys. Rep. 10 (1989), 189.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from phasecalc.exceptions import DomainError

__all__ = ["Limit", "extrapolate", "local_exponents"]


@dataclass(frozen=True, slots=True)
class Limit:
    """Limit of a sequence along a geometric ladder.

    Parameters
    ----------
    value
        The extrapolated limit.
    error
        Spread of the estimates, at least the noise of the data.
    asymptotic
        Whether the steps of the sequence shrink steadily, so that the two numbers mean something.
    ratio
        Factor by which the distance to the limit shrinks per rung; 1 if it does not.
    """

    value: float
    error: float
    asymptotic: bool
    ratio: float


def local_exponents(x: Sequence[float], y: Sequence[float]) -> list[float]:
    """Mean exponents between neighbours, minus the slope of log y against log x.

    Parameters
    ----------
    x, y
        Positive values, x increasing.

    Examples
    --------
    >>> [round(e, 9) for e in local_exponents([1.0, 10.0, 100.0], [1.0, 0.1, 0.01])]
    [1.0, 1.0]
    """
    if len(x) != len(y) or len(x) < 2:
        raise DomainError(f"{len(x)} and {len(y)} values: two or more of each are needed.")
    if min(*x, *y) <= 0:
        raise DomainError("local exponents need positive values.")
    logs = [(math.log(a), math.log(b)) for a, b in zip(x, y, strict=True)]
    return [-(b1 - b0) / (a1 - a0) for (a0, b0), (a1, b1) in itertools.pairwise(logs)]


def extrapolate(values: Sequence[float], noise: float = 1e-9) -> Limit:
    """Limit of a sequence sampled along a geometric ladder, with an error bar.

    Parameters
    ----------
    values
        At least four values, one per rung.
    noise
        Error of each value; smaller steps count as zero.

    Examples
    --------
    >>> limit = extrapolate([0.5 + 0.3 * 0.5**k + 0.1 * 0.2**k for k in range(7)])
    >>> limit.asymptotic, round(limit.value, 5)
    (True, 0.5)
    """
    if len(values) < 4:
        raise DomainError(f"{len(values)} values: extrapolation needs four or more.")
    steps = [b - a for a, b in itertools.pairwise(values)]
    if max(abs(x) for x in steps[-3:]) <= 10 * noise or (
        abs(steps[-1]) <= noise and abs(steps[-2]) <= 100 * noise
    ):
        return Limit(values[-1], max(noise, abs(steps[-1])), True, 0.0)
    ratio = steps[-1] / steps[-2] if abs(steps[-2]) > noise else 1.0
    before = steps[-2] / steps[-3] if abs(steps[-3]) > noise else 1.0
    # Two shrinking steps of one sign: below that the estimates below have no meaning.
    steady = 0 < ratio < 0.95 and 0 < before < 1
    estimates = _shanks(values, noise)
    best = estimates[-1]
    spread = [abs(best - e) for e in estimates[-3:-1]] or [abs(best - values[-1])]
    error = max(*spread, noise, 0.02 * abs(best - values[-1]))
    return Limit(best, error, steady, min(max(ratio, 0.0), 1.0))


def _shanks(values: Sequence[float], noise: float) -> list[float]:
    """Last estimates of Wynn's epsilon table, column by column, stopped by noise."""
    older: list[float] = [0.0] * (len(values) + 1)
    column = list(values)
    estimates = [column[-1]]
    order = 0
    while len(column) > 1:
        differences = [b - a for a, b in itertools.pairwise(column)]
        if min(abs(x) for x in differences) < noise and order % 2 == 0:
            break
        if any(x == 0 for x in differences):
            break
        nxt = [older[k + 1] + 1 / x for k, x in enumerate(differences)]
        older, column, order = column, nxt, order + 1
        if order % 2 == 0:
            estimates.append(column[-1])
            if len(column) > 1:
                estimates.insert(-1, column[-2])
    return estimates
