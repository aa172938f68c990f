"""Corrections to scaling, derived and measured: how the exponents seen approach their limits.

Over a ladder of budgets the exact curves give the local exponent; the slope of
log|local - limit| against log f is the power of the largest correction, as far as the rounding
of the curves lets one see it. A slope is read off two rungs whose differences from the limit are
both far above the rounding.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from phasecalc._typing import ExactLike
from phasecalc.checker import Number
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError, NotConverged, SweepFailed
from phasecalc.plrf.corrections import correction_at
from phasecalc.plrf.frontier import FrontierPoint, frontier
from phasecalc.plrf.parameters import exact
from phasecalc.plrf.query import Exponents, exponents
from phasecalc.plrf.store import load

__all__ = ["LADDER", "POINTS", "Seen", "SlopeVerdict", "Slopes", "see_correction"]

# From 10^20 to 10^120: below, most points are far from their limits.
LADDER = tuple(10.0**k for k in (*range(20, 60, 5), *range(60, 121, 10)))

# Some in every region of the map; (3/5, 11/20) and IVb are where no budget on earth is enough.
POINTS: tuple[tuple[str, str], ...] = (
    ("1", "1/5"),
    ("7/10", "3/10"),
    ("3/5", "1/5"),
    ("2/5", "3/10"),
    ("9/20", "1/4"),
    ("1/5", "2/5"),
    ("1/5", "9/10"),
    ("3/20", "4/5"),
    ("1", "7/10"),
    ("4/5", "3/5"),
    ("3/5", "11/20"),
    ("5/4", "7/10"),
    ("7/10", "9/10"),
    ("1", "3/2"),
    ("5/4", "3"),
    ("3/2", "2"),
    ("2/5", "9/10"),
    ("9/20", "3/4"),
    ("7/20", "7/10"),
    ("27/100", "9/10"),
    ("11/40", "2"),
)

_TOLERANCE = 0.02
# An exponent has thirty times the rounding of the loss, in Ic up to a thousand times; a slope needs
# a hundred times that.
_ABOVE = 1e5


class SlopeVerdict(StrEnum):
    """How a measured slope stands to the derived one."""

    AGREES = "agrees"
    LOGARITHM = "agrees up to a power of log f"
    APPROACHES = "approaches it, and is not there yet"
    STEEPER = "steeper: the largest correction has a small coefficient"
    UNSEEN = "lost in rounding"
    CONTRADICTS = "contradicts it"


@dataclass(frozen=True, slots=True)
class Slopes:
    """How one exponent approaches its limit.

    Parameters
    ----------
    values
        Local slopes of log|local exponent - limit| against log f, at growing budgets.
    budgets
        Budget in the middle of each.
    verdict
        Of the slopes against the derived one, within 2 %.
    """

    values: tuple[float, ...]
    budgets: tuple[float, ...]
    verdict: SlopeVerdict


@dataclass(frozen=True, slots=True)
class Seen(Shown):
    """A derived correction exponent beside the one measured.

    Parameters
    ----------
    alpha, beta
        The point.
    phase
        Its phase.
    derived
        Delta.
    sources
        What it comes from.
    loss, model_size
        What the two local exponents show.
    """

    alpha: Fraction
    beta: Fraction
    phase: str
    derived: Number
    sources: tuple[str, ...]
    loss: Slopes
    model_size: Slopes


def see_correction(alpha: ExactLike, beta: ExactLike, *, flops: Sequence[float] = LADDER) -> Seen:
    """Measure how fast the local exponents approach their limits at a point.

    Parameters
    ----------
    alpha, beta
        The point, inside a phase.
    flops
        Growing budgets, three or more.

    Raises
    ------
    DomainError
        The point lies on a boundary, or there are too few budgets.

    Examples
    --------
    >>> row = see_correction("9/20", "1/4", flops=[1e40, 1e50, 1e60])
    >>> row.derived, [round(s, 4) for s in row.loss.values], row.loss.verdict.value
    (Fraction(1, 20), [0.0502, 0.0501], 'agrees')
    """
    if len(flops) < 3 or list(flops) != sorted(set(flops)):
        raise DomainError("give three growing budgets or more")
    point = (exact("alpha", alpha), exact("beta", beta))
    answer = exponents(*point)
    assert isinstance(answer, Exponents)  # numbers give no answer by cases
    if answer.boundary:
        raise DomainError(f"corrections are no power of f where {answer.phase} meet")
    delta, sources = correction_at(load().diagram.phase(answer.phase), point)
    limit, (size, _) = answer.fractions()
    ladder = _measured(point, flops)
    loss = [(p.flops, p.loss_exponent - float(limit), p.noise) for p in ladder]
    # Model sizes come from second derivatives, which lose some ten times as much.
    sizes = [(p.flops, p.model_size_exponent - float(size), 10 * p.noise) for p in ladder]
    with_log = any("log(" in s for s in sources)
    found = (_slopes(rows, float(delta), with_log) for rows in (loss, sizes))
    return Seen(*point, answer.phase, delta, sources, *found)


def _measured(
    point: tuple[Fraction, Fraction], flops: Sequence[float]
) -> tuple[FrontierPoint, ...]:
    """Rungs of the ladder, up to where rounding leaves no exponent."""
    try:
        return frontier(*point, list(flops)).points
    except SweepFailed as problem:
        first = min(problem.failures)
        if not isinstance(problem.failures[first], NotConverged):
            raise
        return tuple(problem.partial.points[:first])


def _slopes(rows: Sequence[tuple[float, float, float]], delta: float, with_log: bool) -> Slopes:
    """Slopes between rungs (budget, difference, noise) that stand out of the noise."""
    kept = [(math.log(f), math.log(abs(x))) for f, x, noise in rows if abs(x) > _ABOVE * noise]
    pairs = list(itertools.pairwise(kept))
    values = tuple(-(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairs)
    budgets = tuple(math.exp((a[0] + b[0]) / 2) for a, b in pairs)
    # f^-delta (log f)^2 has the slope delta - 2/log f.
    room = 2 / math.log(budgets[-1]) if with_log and budgets else 0.0
    return Slopes(values, budgets, _judge(delta, values, room))


def _judge(delta: float, slopes: Sequence[float], room: float = 0.0) -> SlopeVerdict:
    """Verdict from the last slopes; a change of sign of the difference makes early ones wild.

    ``room`` is what logarithms may take from the slope.
    """
    gaps = [s / delta - 1 for s in slopes[-3:]]
    if gaps and abs(gaps[-1]) <= _TOLERANCE:
        return SlopeVerdict.AGREES
    if gaps and -room <= gaps[-1] * delta <= 0:
        return SlopeVerdict.LOGARITHM
    if len(gaps) < 2:
        return SlopeVerdict.UNSEEN
    sizes = [abs(x) for x in gaps]
    if all(b < a for a, b in itertools.pairwise(sizes)):
        return SlopeVerdict.APPROACHES
    return SlopeVerdict.STEEPER if gaps[-1] > 0 else SlopeVerdict.CONTRADICTS
