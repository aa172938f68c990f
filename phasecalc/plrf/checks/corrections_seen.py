"""Corrections to scaling, derived and measured: how the exponents seen approach their limits.

Over a ladder of budgets the exact curves give the local exponent; the slope of
log|local - limit| against log f is the power of the largest correction, as far as the rounding
of the curves lets one see it. A slope is read off two rungs whose differences from the limit are
both far above the rounding. Where it is not the derived one within 2 %, the curves are computed
with more digits, then at larger budgets; and where it still is not, two corrections are fitted,
whose exponents are derived, to two rungs, and their slopes are compared with those between others.
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
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.plrf.asking.query import Exponents, exponents
from phasecalc.plrf.frontier.frontier import CLOSE, CLOSER, Fineness, FrontierPoint, search
from phasecalc.plrf.frontier.setting import Setting
from phasecalc.plrf.model.parameters import exact
from phasecalc.plrf.phases.corrections import corrections_at
from phasecalc.plrf.phases.store import load

__all__ = [
    "BEYOND",
    "LADDER",
    "POINTS",
    "Seen",
    "SlopeVerdict",
    "Slopes",
    "TwoCorrections",
    "see_correction",
]

# From 10^20 to 10^120: below, most points are far from their limits.
LADDER = tuple(10.0**k for k in (*range(20, 60, 5), *range(60, 121, 10)))
# Where they are far from them even then.
BEYOND = tuple(10.0**k for k in range(140, 201, 20))

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
# The loss exponent has some ten times the rounding of log P, that of the size, which comes from
# second derivatives, some thousand times; a slope needs far more than that.
_ABOVE, _ABOVE_FOR_SIZES = 1e4, 1e6
_DOUBLE = 2.0**-52
_COMPARED = 4  # slopes that two corrections must give, from one ratio of their coefficients


class SlopeVerdict(StrEnum):
    """How a measured slope stands to the derived one."""

    AGREES = "agrees"
    LOGARITHM = "agrees up to a power of log f"
    LATE = "agrees, beyond f = 1e120"
    TWO = "is that of two corrections, the larger with a small coefficient"
    APPROACHES = "approaches it, and is not there yet"
    STEEPER = "steeper: the largest correction has a small coefficient"
    UNSEEN = "lost in rounding"
    CONTRADICTS = "contradicts it"


@dataclass(frozen=True, slots=True)
class TwoCorrections:
    """Two corrections, fitted to two rungs, that give the slopes between all the last ones.

    Parameters
    ----------
    exponents
        Derived: delta and the next one.
    coefficients
        Fitted: local exponent - limit is the sum of coefficient times f^-exponent.
    slopes
        What they give for the last slopes measured.
    decides
        log10 of the budget from which the slope is delta within 2 %.
    """

    exponents: tuple[Number, Number]
    coefficients: tuple[float, float]
    slopes: tuple[float, ...]
    decides: float


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
    two
        The two corrections that give them, where one does not.
    """

    values: tuple[float, ...]
    budgets: tuple[float, ...]
    verdict: SlopeVerdict
    two: TwoCorrections | None = None


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


def see_correction(
    alpha: ExactLike, beta: ExactLike, *, flops: Sequence[float] | None = None
) -> Seen:
    """Measure how fast the local exponents approach their limits at a point.

    Parameters
    ----------
    alpha, beta
        The point, inside a phase.
    flops
        Growing budgets, three or more; by default from 1e20 to 1e120, and where that is not
        enough to 1e200.

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
    budgets = LADDER if flops is None else tuple(flops)
    if len(budgets) < 3 or list(budgets) != sorted(set(budgets)):
        raise DomainError("give three growing budgets or more")
    point = (exact("alpha", alpha), exact("beta", beta))
    answer = exponents(*point)
    assert isinstance(answer, Exponents)  # numbers give no answer by cases
    if answer.boundary:
        raise DomainError(f"corrections are no power of f where {answer.phase} meet")
    derived = corrections_at(load().diagram.phase(answer.phase), point)
    limit, (size, _) = answer.fractions()
    limits = (float(limit), float(size))
    ladder = _measured(point, budgets, CLOSE)
    loss, sizes = (_slopes(rows, derived) for rows in _rows(ladder, limits))
    if not _agree(loss, sizes):
        ladder = _measured(point, budgets, CLOSER)
        loss, sizes = (_slopes(rows, derived) for rows in _rows(ladder, limits))
    if not _agree(loss, sizes) and flops is None:
        ladder += _measured(point, BEYOND, CLOSER)
        loss, sizes = (_slopes(rows, derived) for rows in _rows(ladder, limits))
    return Seen(*point, answer.phase, *derived[0], loss, sizes)


def _agree(*found: Slopes) -> bool:
    return all(x.verdict in (SlopeVerdict.AGREES, SlopeVerdict.TWO) for x in found)


def _measured(
    point: tuple[Fraction, Fraction], flops: Sequence[float], fine: Fineness
) -> list[FrontierPoint]:
    """Rungs of the ladder, up to where rounding leaves no exponent."""
    setting, found = Setting.of(*point, 10, None, 1), []
    for f in flops:
        try:
            found.append(search(setting, Fraction(f), fine=fine)[0])
        except NotConverged:
            break
    return found


# Budget, difference from the limit, and what must be far below it.
_Row = tuple[float, float, float]


def _rows(
    ladder: Sequence[FrontierPoint], limits: tuple[float, float]
) -> tuple[list[_Row], list[_Row]]:
    """Differences of the two exponents from their limits, with the least that is seen."""
    noise = [max(p.noise, _DOUBLE * abs(math.log(p.loss))) for p in ladder]
    loss = [
        (p.flops, p.loss_exponent - limits[0], _ABOVE * x)
        for p, x in zip(ladder, noise, strict=True)
    ]
    sizes = [
        (p.flops, p.model_size_exponent - limits[1], _ABOVE_FOR_SIZES * x)
        for p, x in zip(ladder, noise, strict=True)
    ]
    return loss, sizes


def _slopes(rows: Sequence[_Row], derived: Sequence[tuple[Number, tuple[str, ...]]]) -> Slopes:
    """Slopes between rungs (budget, difference, least that is seen), and what they say."""
    delta, sources = derived[0]
    kept = [(f, x) for f, x, least in rows if abs(x) > least]
    pairs = list(itertools.pairwise(kept))
    values = tuple(_slope(a, b) for a, b in pairs)
    budgets = tuple(math.sqrt(a) * math.sqrt(b) for (a, _), (b, _) in pairs)
    # f^-delta (log f)^2 has the slope delta - 2/log f.
    with_log = bool(budgets) and any("log(" in s for s in sources)
    verdict = _judge(float(delta), values, 2 / math.log(budgets[-1]) if with_log else 0.0)
    if verdict is SlopeVerdict.AGREES and budgets[-1] > LADDER[-1]:
        verdict = SlopeVerdict.LATE
    two = None
    if verdict not in (SlopeVerdict.AGREES, SlopeVerdict.LATE) and len(derived) > 1:
        two = _two(kept, values, (delta, derived[1][0]))
    return Slopes(values, budgets, verdict if two is None else SlopeVerdict.TWO, two)


def _slope(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Power of f by which a difference falls from one budget to another."""
    return -math.log(abs(other[1] / one[1])) / math.log(other[0] / one[0])


def _two(
    kept: Sequence[tuple[float, float]], values: Sequence[float], exponents: tuple[Number, Number]
) -> TwoCorrections | None:
    """Two corrections through two rungs, if they give the last slopes within 2 %."""
    if len(values) < _COMPARED:
        return None
    (f, x), (g, y) = kept[-3], kept[-1]
    p, q = map(float, exponents)
    # a f^-p + b f^-q = x, and the same at g.
    a = (x * (g / f) ** -q - y) / (f**-p * (g / f) ** -q - g**-p)
    b = (x - a * f**-p) / f**-q
    fitted = [(h, a * h**-p + b * h**-q) for h, _ in kept[-_COMPARED - 1 :]]
    slopes = tuple(_slope(*pair) for pair in itertools.pairwise(fitted))
    last = values[-_COMPARED:]
    if any(abs(s / t - 1) > _TOLERANCE for s, t in zip(slopes, last, strict=True)):
        return None
    # The slope differs from p by (q - p) b/(a f^(q - p) + b).
    ratio = abs(b / a) * ((q - p) / (_TOLERANCE * p) + 1)
    return TwoCorrections(exponents, (a, b), slopes, math.log10(ratio) / (q - p))


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
