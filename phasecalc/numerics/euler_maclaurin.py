r"""Sums and integrals of smooth summands to many digits, by Euler and Maclaurin.

.. math:: \sum_{j=J}^{N} f(j) = \int_J^N f + \tfrac12(f(J) + f(N))
          + \sum_k \frac{B_{2k}}{(2k)!}\bigl(f^{(2k-1)}(N) - f^{(2k-1)}(J)\bigr) + R

with derivatives from a circle around each end (Cauchy) and the integral in log j. The summand is a
function of log j that varies moderately, analytic in a sector around the axis, so the cost depends
neither on N nor on where the summand changes its form. Nothing here knows a Mellin transform.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from phasecalc.exceptions import NotConverged

__all__ = ["integral", "power_law_sum"]

_START = 2  # terms added one by one, for each digit
_CIRCLE = 4  # points on a circle, for each digit
_RADIUS = 0.16  # of the circle, beside the point
_SPARE = 15  # digits of the context that rounding and the rule for the integral may take
_STEPS = (1, 4, 10, 24, 60)  # from a bend of the integrand, in logarithms


def power_law_sum(
    f: Callable[[Any], Any], start: int, end: int | None, numbers: Any, breaks: Sequence[Any] = ()
) -> Any:
    """Sum of f(j) from ``start`` to ``end``.

    Parameters
    ----------
    f
        Summand, analytic in a sector around the positive axis; it takes complex numbers of the
        context.
    start, end
        Whole numbers; None for a sum without an end, which must converge.
    numbers
        An mpmath context of its own digits.
    breaks
        Where the summand changes its form, to split the integral there.

    Raises
    ------
    NotConverged
        The integral was not found to the digits of the context, less fifteen.

    Examples
    --------
    >>> from phasecalc.numerics.context import own
    >>> numbers = own(40)
    >>> total = power_law_sum(lambda j: j**-2, 1, None, numbers)
    >>> bool(abs(total - numbers.zeta(2)) < 1e-36)
    True
    """
    last = start + _START * numbers.dps
    if end is not None and end <= last + 1:
        return numbers.fsum(f(numbers.mpf(j)) for j in range(start, end + 1))
    total = numbers.fsum(f(numbers.mpf(j)) for j in range(start, last))
    total += integral(f, last, end, numbers, breaks)
    for at, sign in ((last, -1), (end, 1)):
        if at is not None:
            total += f(numbers.mpf(at)) / 2 + sign * _corrections(f, at, numbers)
    return total


def _corrections(f: Callable[[Any], Any], at: int, numbers: Any) -> Any:
    """Sum of B_2k/(2k)! f^(2k-1) at a point: a_m r^m is a mean of values over the circle."""
    radius = numbers.mpf(at) * _RADIUS
    half = _CIRCLE // 2 * numbers.dps
    turns = [numbers.expjpi(numbers.mpf(i) / half) for i in range(2 * half)]
    values = [f(at + radius * turn) for turn in turns]
    total = numbers.mpf(0)
    largest = numbers.mpf(0)
    for k in range(1, numbers.dps + 1):
        m = 2 * k - 1
        mean = numbers.fsum(v * turns[-m * i % len(turns)] for i, v in enumerate(values))
        term = numbers.bernoulli(2 * k) / (2 * k) * mean.real / (radius**m * len(turns))
        total += term
        largest = max(largest, abs(total))
        if abs(term) <= largest * numbers.eps:
            break
    return total


def integral(
    f: Callable[[Any], Any], start: Any, end: Any, numbers: Any, breaks: Sequence[Any] = ()
) -> Any:
    """Integral of f over positive numbers, in the logarithm of its variable.

    Parameters
    ----------
    f
        Integrand.
    start, end
        Ends; ``start`` may be 0, ``end`` may be None for infinity.
    numbers
        An mpmath context of its own digits.
    breaks
        Where the integrand changes its form.

    Raises
    ------
    NotConverged
        It was not found to the digits of the context, less fifteen.
    """
    low = -numbers.inf if start == 0 else numbers.log(start)
    high = numbers.inf if end is None else numbers.log(end)
    value, error = numbers.quad(
        lambda v: f(numbers.exp(v)) * numbers.exp(v),
        _cuts(low, high, sorted(numbers.log(x) for x in breaks), numbers),
        error=True,
        maxdegree=9,
    )
    if not error <= abs(value) * numbers.mpf(10) ** (_SPARE - numbers.dps):
        reached = -math.log10(float(error / abs(value))) if value else 0.0
        raise NotConverged(
            f"integral: {reached:.0f} digits of {numbers.dps - _SPARE} are known; take fewer",
            requested=numbers.dps - _SPARE,
            achieved=reached,
        )
    return value


def _cuts(low: Any, high: Any, bends: Sequence[Any], numbers: Any) -> list[Any]:
    """Points between which the integrand is smooth: close beside a bend, wider away from it."""
    bends = bends or [x for x in (low, high) if numbers.isfinite(x)]
    inner = {b + sign * step for b in bends for step in _STEPS for sign in (-1, 1)}
    return [low, *sorted(x for x in inner if low < x < high), high]
