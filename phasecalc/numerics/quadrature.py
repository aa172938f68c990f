"""Integrals by mpmath with an error estimate that is checked, not believed.

An estimate from one run of a rule is optimistic at high precision, so an
integral is computed at two working precisions on two subdivisions; only digits
on which they agree are claimed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.context import exported, own

__all__ = ["integral"]


def integral(function: Callable[[Any], Any], points: Sequence[Any], digits: int) -> Any:
    """Integral of a function over consecutive intervals, correct to the digits asked.

    Parameters
    ----------
    function
        Of one number of an mpmath context that has the working precision, ``u.context``;
        algebraic endpoint singularities are allowed.
    points
        Increasing breakpoints, two or more; put them where the function turns.
    digits
        Correct decimal digits asked.

    Raises
    ------
    NotConverged
        The two runs agree on fewer digits.

    Examples
    --------
    >>> import mpmath as mp
    >>> mp.nstr(integral(lambda u: u ** mp.mpf("0.5"), [0, 1], 20), 20)
    '0.66666666666666666667'
    """
    if len(points) < 2:
        raise DomainError("an integral needs two points or more.")
    runs = []
    for extra, split in ((10, False), (20, True)):
        numbers = own(digits + extra)
        ends = [numbers.convert(p) for p in points]
        if split:
            ends = sorted([*ends, *((a + b) / 2 for a, b in itertools.pairwise(ends))])
        runs.append(numbers.convert(numbers.quad(function, ends)))
    size = max(abs(runs[1]), numbers.mpf(10) ** (-10 * digits - 300))
    gap = abs(runs[1] - runs[0]) / size
    agreed = float(-numbers.log10(gap)) if gap else float(digits + 10)
    if agreed < digits:
        raise NotConverged(
            f"integral over {len(points) - 1} intervals: {digits} digits requested, but the runs "
            f"at {digits + 10} and {digits + 20} digits agree on {agreed:.1f}. Split the "
            "integration interval, or raise `digits`.",
            requested=digits,
            achieved=agreed,
        )
    return exported(runs[1])
