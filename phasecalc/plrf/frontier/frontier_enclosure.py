"""The least loss at a budget, over whole model sizes, as a ball that contains it by proof.

A size d is named by the frontier in doubles; its loss is a ball, and bounds the minimum from
above. Intervals of sizes that hold all others have lower bounds of their losses, by proof
(``floor``). The interval with the least bound is split first, until it is narrow or its bound is
above the loss at d. What then is not above it is the bracket. If few sizes are left in it, each
gets a ball of its own and the minimum is known to as many digits; else it is known to lie between
two proved bounds.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from phasecalc._typing import ExactLike
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.ball_tails import ball
from phasecalc.numerics.context import balls
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.plrf.balls.enclosure import needs_balls
from phasecalc.plrf.frontier.floor import BITS, Floor, Interval
from phasecalc.plrf.frontier.frontier import budget, solve
from phasecalc.plrf.frontier.setting import Setting
from phasecalc.plrf.model.admissible import LARGEST, LARGEST_AMBIENT
from phasecalc.plrf.model.parameters import PLRF

__all__ = ["EnclosedFrontier", "enclosed_frontier", "mean_exponent"]

_INTERVALS = 200
_LEAST_TIME = 2  # as for the frontier
_NARROW = 1.05  # ratio below which an interval is not split


@dataclass(frozen=True, slots=True)
class EnclosedFrontier(Shown):
    """What is proved of the least loss at one budget.

    The sizes are the whole d with v whole or infinite, r = f/(dB) >= 2 and a stable SGD, within the
    domain of ``PLRF`` (d <= 1e110, v <= 1e113 or infinite).

    Parameters
    ----------
    flops
        Budget f = d r B, exact.
    model_size, iterations
        A whole size d and r = f/(dB), exact. If ``best``, no other size has a smaller loss, by
        proof; else this is the size near the optimum over real d, which is not enclosed.
    loss
        Ball that contains the loss at this d.
    minimum
        Ball that contains the least loss of all sizes.
    bracket
        Two sizes; outside of them every loss is larger than that at d, by proof.
    best
        Whether d is proved to be the best size.
    """

    flops: Fraction
    model_size: int
    iterations: Fraction
    loss: Enclosure
    minimum: Enclosure
    bracket: tuple[int, int]
    best: bool


def enclosed_frontier(
    alpha: ExactLike,
    beta: ExactLike,
    flops: Any,
    *,
    ratio: ExactLike = 10,
    gamma: ExactLike | None = None,
    batch: ExactLike = 1,
    intervals: int = _INTERVALS,
    sizes: int = 20,
    progress: Callable[[int, int], None] | None = None,
) -> EnclosedFrontier:
    """Ball that contains the least loss at a budget over all whole model sizes, by proof.

    Parameters
    ----------
    alpha, beta, ratio, gamma, batch
        As for ``frontier``.
    flops
        One budget f, from 1e3 to 1e130, exact: a float means its exact value.
    intervals
        Largest number of intervals of sizes whose bounds are computed, about 0.1 s each.
    sizes
        Largest number of sizes that each get a ball of their own, 0.1 to 1 s each. If more are
        left, ``minimum`` is the interval between the two proved bounds, about a quarter wide.
    progress
        Called with (intervals and sizes done, most that there can be) after each.

    Raises
    ------
    DomainError
        A parameter or budget lies outside the domain, or python-flint is not installed.
    NotConverged
        The frontier has no stationary size, or a ball was refused.

    Examples
    --------
    >>> import pytest
    >>> _ = pytest.importorskip("flint")
    >>> found = enclosed_frontier("4/5", "3/10", 1e10, intervals=8)
    >>> found.model_size, found.loss.digits >= 16, found.best
    (16224, True, False)
    >>> found.loss.upper == found.minimum.upper
    True
    """
    needs_balls("frontier")
    search = _Search(Setting.of(alpha, beta, ratio, gamma, batch), budget(flops), progress)
    search.most = intervals + sizes
    return search.run(intervals, sizes)


def mean_exponent(setting: Setting, low: Fraction, high: Fraction) -> Enclosure:
    """Ball that contains the mean loss exponent between two budgets, by proof.

    It is minus the slope of log P over log f, P being the least loss over whole sizes.

    Parameters
    ----------
    setting
        What is held fixed.
    low, high
        The budgets, low < high.

    Raises
    ------
    NotConverged
        Nothing above 0 is known to lie below a least loss.
    """
    ends = [_Search(setting, f, None).run(_INTERVALS, 0).minimum for f in (low, high)]
    if not min(x.lower for x in ends) > 0:
        raise NotConverged(
            f"no lower bound above 0 of the least loss from f = {float(low):.3g} to "
            f"{float(high):.3g}",
            requested=0,
            achieved=0.0,
        )
    with balls(BITS):
        logs = [ball(x.lower).log().union(ball(x.upper).log()) for x in ends]
        return Enclosure.of((logs[0] - logs[1]) / ball(high / low).log())


class _Leaf(NamedTuple):
    """A lower bound of the losses of the sizes step*first ... step*last."""

    bound: Fraction
    first: int
    last: int


class _Search:
    """All that is known at one budget."""

    most = 0

    def __init__(
        self, setting: Setting, flops: Fraction, progress: Callable[[int, int], None] | None
    ) -> None:
        self.setting, self.flops, self.progress = setting, flops, progress
        ratio = setting.ratio
        self.step = 1 if isinstance(ratio, float) else ratio.denominator
        largest = min(flops / (_LEAST_TIME * setting.batch), LARGEST)
        if not isinstance(ratio, float):
            largest = min(largest, LARGEST_AMBIENT / ratio)
        self.last = int(largest / self.step)
        self.done = 0
        self.balls: dict[int, Enclosure | None] = {}

    def run(self, intervals: int, sizes: int) -> EnclosedFrontier:
        """The answer.

        Parameters
        ----------
        intervals, sizes
            As for ``enclosed_frontier``.
        """
        named = self._named()
        loss = self.balls[named]
        assert loss is not None
        left = self._cover(loss.upper, intervals)
        bracket = min(x.first for x in left), max(x.last for x in left)
        lower = min(x.bound for x in left)
        best = False
        if sum(x.last + 1 - x.first for x in left) <= sizes:
            known = {k: self._ball(k) for x in left for k in range(x.first, x.last + 1)}
            found = {k: value for k, value in known.items() if value is not None}
            named = min(found, key=lambda k: found[k].upper)
            loss, lower = found[named], min(x.lower for x in found.values())
            best = all(x.lower > loss.upper for k, x in found.items() if k != named)
        size = named * self.step
        return EnclosedFrontier(
            flops=self.flops,
            model_size=size,
            iterations=self._time(named),
            loss=loss,
            minimum=Enclosure((lower + loss.upper) / 2, (loss.upper - lower) / 2),
            bracket=(bracket[0] * self.step, bracket[1] * self.step),
            best=best,
        )

    def _named(self) -> int:
        """The better of the sizes on both sides of the optimum over real d."""
        place: float = solve(self.setting, self.flops).model_size / self.step
        near = {min(max(k, 1), self.last) for k in (math.floor(place), math.ceil(place))}
        found = {k: value for k in near if (value := self._ball(k)) is not None}
        if not found:
            raise DomainError(
                f"f = {float(self.flops):.3g}: SGD is unstable at the whole sizes next to the "
                f"optimum, d = {place * self.step:.4g}. Lower gamma."
            )
        return min(found, key=lambda k: found[k].upper)

    def _cover(self, upper: Fraction, intervals: int) -> list[_Leaf]:
        """Intervals that hold every size whose loss may be no larger than the named one's."""
        heap = [_Leaf(Fraction(0), 1, self.last)]
        narrow: list[_Leaf] = []
        while heap and heap[0].bound <= upper and self.done < intervals:
            leaf = heapq.heappop(heap)
            if leaf.last <= leaf.first * _NARROW:
                narrow.append(leaf)
            else:
                middle = max(math.isqrt(leaf.first * leaf.last), leaf.first)
                middle = min(middle, leaf.last - 1)
                for first, last in ((leaf.first, middle), (middle + 1, leaf.last)):
                    heapq.heappush(heap, self._bounded(first, last, leaf.bound))
        return [*narrow, *(x for x in heap if x.bound <= upper)]

    def _bounded(self, first: int, last: int, known: Fraction) -> _Leaf:
        """An interval with its bound, never below what is known of a larger one."""
        interval = Interval(self._model(first), self._model(last), self.flops)
        with balls(BITS):
            value = Floor(interval).value()
            found = Enclosure.of(value).lower if value.is_finite() else known
        self._tell()
        return _Leaf(max(found, known), first, last)

    def _ball(self, k: int) -> Enclosure | None:
        """The loss at a size; None where SGD is unstable."""
        if k not in self.balls:
            try:
                model = PLRF(**self._parameters(k))
            except DomainError:
                self.balls[k] = None
            else:
                self.balls[k] = model.loss(self._time(k), enclosed=True)
            self._tell()
        return self.balls[k]

    def _time(self, k: int) -> Fraction:
        return self.flops / (k * self.step * self.setting.batch)

    def _model(self, k: int) -> PLRF:
        return PLRF.assumed_stable(**self._parameters(k))

    def _parameters(self, k: int) -> dict[str, Any]:
        setting, size = self.setting, Fraction(k * self.step)
        ambient = setting.ratio if isinstance(setting.ratio, float) else size * setting.ratio
        kept = {"alpha": setting.alpha, "beta": setting.beta, "gamma": setting.gamma}
        return {"d": size, "v": ambient, "batch": setting.batch, **kept}

    def _tell(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.most)
