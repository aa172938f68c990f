"""The symbolic exponents against the numbers, point by point.

For each (alpha, beta) the local exponent of the compute-optimal loss is read off
a ladder of budgets and extrapolated. It agrees with the symbolic one, or it
does not, or the ladder is not yet asymptotic; the third is an answer too, and
says from which budget it would be.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from phasecalc._typing import ExactLike
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.numerics.slope import Limit, extrapolate
from phasecalc.numerics.sweep import sweep
from phasecalc.plrf.balls.enclosure import needs_balls
from phasecalc.plrf.frontier.frontier import FrontierPoint, budget
from phasecalc.plrf.frontier.frontier_enclosure import mean_exponent
from phasecalc.plrf.frontier.ladder import ladder
from phasecalc.plrf.frontier.setting import Setting
from phasecalc.plrf.model.parameters import exact

__all__ = ["STANDARD_POINTS", "Exponents", "Verdict", "Verification", "verify"]

# Two points in every phase away from its boundaries, and Ib also left of alpha = 1/4.
STANDARD_POINTS: tuple[tuple[Fraction, Fraction], ...] = tuple(
    (Fraction(a), Fraction(b))
    for a, b in (
        ("1", "1/5"),
        ("7/10", "3/10"),
        ("2/5", "3/10"),
        ("9/20", "1/4"),
        ("1/5", "2/5"),
        ("3/20", "9/20"),
        ("1/5", "9/10"),
        ("1/5", "7/10"),
        ("1", "3/4"),
        ("4/5", "3/5"),
        ("7/10", "9/10"),
        ("1", "3/2"),
        ("2/5", "9/10"),
        ("9/20", "3/4"),
        ("27/100", "9/10"),
        ("27/100", "7/10"),
    )
)

_LADDER = tuple(10.0**k for k in range(10, 121, 10))
_WORTH = 1e-3  # an error bar above this is too wide to agree with anything
_NOISE = 3e-9


class Exponents(Protocol):
    """What ``verify`` reads off the symbolic answer at a point."""

    @property
    def phase(self) -> str:
        """Name of the phase."""

    @property
    def loss_exponent(self) -> ExactLike:
        """The exponent eta of the compute-optimal loss."""


class Verdict(StrEnum):
    """Outcome of a comparison."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NOT_YET = "not yet asymptotic"


@dataclass(frozen=True, slots=True)
class Verification(Shown):
    """Symbolic against numeric loss exponent at one point.

    Parameters
    ----------
    alpha, beta
        The point.
    phase
        Its phase, from the symbolic side.
    symbolic
        Symbolic loss exponent.
    numeric
        Local exponent at the largest budget.
    extrapolated, error
        Limit of the local exponents and its error bar.
    verdict
        The outcome.
    asymptotic_from
        Budget from which the local exponent lies within 1e-3 of its limit; infinite if unknown.
    ladder
        The frontier points used.
    mean
        Ball that contains, by proof, the mean exponent of the least loss over whole sizes from the
        first to the last budget; None unless asked for. The verdict does not use it.
    """

    alpha: Fraction
    beta: Fraction
    phase: str
    symbolic: float
    numeric: float
    extrapolated: float
    error: float
    verdict: Verdict
    asymptotic_from: float
    ladder: tuple[FrontierPoint, ...]
    mean: Enclosure | None = None


def _derived(alpha: Fraction, beta: Fraction) -> Exponents:
    """The exponents of the derived diagram."""
    from phasecalc.plrf.asking import (
        query,  # the diagram is loaded only where it is what is verified
    )

    found = query.exponents(alpha, beta)
    assert isinstance(found, query.Exponents)  # numbers in, no cases out
    return found


def verify(
    alpha: ExactLike | None = None,
    beta: ExactLike | None = None,
    *,
    flops: Sequence[float] = _LADDER,
    exponents: Callable[[Fraction, Fraction], Exponents] | None = None,
    enclosed: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Verification, ...]:
    """Compare symbolic and numeric loss exponents at one point, or at the standard set.

    Parameters
    ----------
    alpha, beta
        The point; neither for two points in every phase.
    flops
        Ladder of budgets in geometric progression, five or more.
    exponents
        Gives the symbolic exponents; by default the derived phase diagram.
    enclosed
        Whether to enclose the mean exponent over the ladder as well (some ten seconds a point).
    executor
        Where to evaluate the points; results keep their order.
    progress
        Called with (points done, points in all) after each.

    Raises
    ------
    DomainError
        Only one of alpha and beta is given, the ladder is not geometric, or ``enclosed`` is asked
        without python-flint.
    SweepFailed
        A point failed; ``.partial`` holds the verifications of the others.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> claim = SimpleNamespace(phase="III", loss_exponent="3/4")
    >>> row, = verify(1, "3/2", flops=[1e12, 1e16, 1e20, 1e24, 1e28], exponents=lambda *_: claim)
    >>> row.verdict.value, f"{row.numeric:.6f}"
    ('agrees', '0.750000')
    """
    if (alpha is None) != (beta is None):
        raise DomainError("verify needs both alpha and beta, or neither for the standard points.")
    _check_ladder(flops)
    if enclosed:
        needs_balls("frontier")
    points = (
        STANDARD_POINTS
        if alpha is None or beta is None
        else ((exact("alpha", alpha), exact("beta", beta)),)
    )
    claims = [(exponents or _derived)(a, b) for a, b in points]
    done = sweep(
        functools.partial(_measure, tuple(flops), enclosed),
        points,
        executor=executor,
        progress=progress,
    )
    rows = tuple(_compare(points[k], claims[k], *done.finished[k]) for k in sorted(done.finished))
    done.check(rows)
    return rows


def _check_ladder(flops: Sequence[float]) -> None:
    if len(flops) < 5:
        raise DomainError(f"{len(flops)} budgets: the ladder needs five or more.")
    ratios = [b / a for a, b in itertools.pairwise(flops)]
    if min(ratios) <= 1 or max(ratios) > min(ratios) * (1 + 1e-6):
        raise DomainError("the ladder of budgets must increase by one constant factor.")


def _measure(
    flops: tuple[float, ...], enclosed: bool, point: tuple[Fraction, Fraction]
) -> tuple[tuple[FrontierPoint, ...], Enclosure | None]:
    setting, budgets = Setting.of(*point, 10, None, 1), [budget(f) for f in flops]
    found = tuple(ladder(setting, budgets))
    return found, mean_exponent(setting, budgets[0], budgets[-1]) if enclosed else None


def _compare(
    point: tuple[Fraction, Fraction],
    claim: Exponents,
    ladder: tuple[FrontierPoint, ...],
    mean: Enclosure | None = None,
) -> Verification:
    symbolic = float(exact("loss_exponent", claim.loss_exponent))
    values = [p.loss_exponent for p in ladder]
    limit = extrapolate(values, max(_NOISE, *(30 * p.noise for p in ladder)))
    return Verification(
        alpha=point[0],
        beta=point[1],
        phase=str(claim.phase),
        symbolic=symbolic,
        numeric=values[-1],
        extrapolated=limit.value,
        error=limit.error,
        verdict=_verdict(symbolic, limit),
        asymptotic_from=_asymptotic_from(ladder, limit),
        ladder=ladder,
        mean=mean,
    )


def _verdict(symbolic: float, limit: Limit) -> Verdict:
    """Agreement within three error bars, if these are narrow enough to exclude anything."""
    if not limit.asymptotic or limit.error > _WORTH:
        return Verdict.NOT_YET
    return Verdict.AGREES if abs(limit.value - symbolic) <= 3 * limit.error else Verdict.DISAGREES


def _asymptotic_from(ladder: tuple[FrontierPoint, ...], limit: Limit) -> float:
    """Smallest budget past which the local exponent stays within 1e-3 of the limit."""
    within = [abs(p.loss_exponent - limit.value) < _WORTH for p in ladder]
    if within[-1]:
        k = len(within) - 1
        while k > 0 and within[k - 1]:
            k -= 1
        return float(ladder[k].flops)
    if not 0 < limit.ratio < 1:
        return math.inf
    rungs = math.log(_WORTH / abs(ladder[-1].loss_exponent - limit.value)) / math.log(limit.ratio)
    exponent = math.log10(ladder[-1].flops) + rungs * math.log10(
        ladder[-1].flops / ladder[-2].flops
    )
    return 10.0**exponent if exponent < 300 else math.inf
