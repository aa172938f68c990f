r"""The compute-optimal model size, found by solving for the stationary point.

At a budget f the loss is a function of x = log d along r = f/(dB). The optimum
is a zero of its x-derivative; the loss exponent there needs no derivative in d
at all (envelope theorem): it is :math:`-\partial\log P/\partial\log r`, one more
factor t under the contour integral. Derivatives in x, which move d, v and the
learning rate together, come from a Chebyshev interpolant of exact values.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from phasecalc._typing import ExactLike
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.golden import golden, lowest
from phasecalc.numerics.sweep import sweep
from phasecalc.parsing.numbers import rough
from phasecalc.plrf.curves.loss import check_digits
from phasecalc.plrf.frontier.frontier_digits import precise
from phasecalc.plrf.frontier.points import Frontier, FrontierPoint
from phasecalc.plrf.frontier.setting import Setting
from phasecalc.plrf.model.parameters import exact

__all__ = ["CLOSE", "CLOSER", "Fineness", "Frontier", "FrontierPoint", "frontier"]

# Nodes and half-width in log d of two Chebyshev interpolants: the first finds the optimum to a
# thousandth; the second resolves derivatives. Where the loss falls as a steep power of r its
# singularities come near, and the second is halved until its last coefficients are this small.
_COARSE, _WIDTH = (6, 0.6), 0.25
# An interpolant worse than "blunt" is no answer.
_HALVINGS, _MOVES, _BLUNT = 8, 16, 1e-7
# Relative rounding of the loss that each step bears; beyond it, it works with more digits.
_DESCENT_NOISE, _COARSE_NOISE = 1e-3, 1e-5
# The grid that the search starts from has this spacing in log d beyond this alpha.
_STEEP, _BETWEEN = Fraction(3, 2), 0.6
_SHARP = 0.02  # how well sections place a minimum that a coarse interpolant misses
_LARGEST_FLOPS = Fraction(10) ** 130
_BEYOND = "At larger sizes v^(2 alpha) is out of reach of the numbers used; lower the budget."
_WITHIN = "Raise the budget; with v = d no size need be best."


class Fineness(NamedTuple):
    """How finely the loss is resolved about its least value.

    Parameters
    ----------
    nodes
        Of the interpolant that gives the derivatives.
    tail
        Its last coefficients at most, where a narrower one can have them so.
    noise
        Relative rounding of the loss that is borne.
    """

    nodes: int
    tail: float
    noise: float


# Exponents to some nine digits; and to what rounding log P to a double leaves.
CLOSE, CLOSER = Fineness(11, 1e-12, 1e-10), Fineness(15, 1e-14, 1e-15)


def frontier(
    alpha: ExactLike,
    beta: ExactLike,
    flops: Any,
    *,
    ratio: ExactLike = 10,
    gamma: ExactLike | None = None,
    batch: ExactLike = 1,
    digits: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Frontier:
    """Compute-optimal model size and loss, with local exponents, over real d.

    Parameters
    ----------
    alpha, beta
        Data and target complexity.
    flops
        One budget f or several, from 1e3 to 1e130.
    ratio
        Ambient dimension over model size, v/d, possibly infinite.
    gamma
        Learning rate for every d; by default that of ``PLRF``, which varies with d.
    batch
        Batch size B.
    digits
        Digits of size, loss and exponents, then numbers of ``mpmath.mp``; by default doubles, with
        exponents to some nine digits.
    executor
        Where to evaluate the budgets; results keep their order.
    progress
        Called with (budgets done, budgets in all) after each.

    Raises
    ------
    DomainError
        A parameter or budget lies outside the domain.
    NotConverged
        The only budget has no stationary model size.
    SweepFailed
        One of several budgets failed; ``.partial`` is the frontier of the others.

    Examples
    --------
    >>> point, = frontier("7/10", "9/10", 1e20).points
    >>> print(f"{point.loss_exponent:.4f} {point.model_size_exponent:.4f}")
    0.6428 0.5015
    """
    several = isinstance(flops, Iterable) and not isinstance(flops, str)
    budgets = [budget(f) for f in (flops if several else [flops])]
    setting = Setting.of(alpha, beta, ratio, gamma, batch)
    check_digits(digits)
    apply = functools.partial(_asked, setting, digits)
    done = sweep(apply, budgets, executor=executor, progress=progress)
    if len(budgets) == 1 and done.failures:
        raise done.failures[0]
    found = Frontier(tuple(done.values()))
    done.check(found)
    return found


def _asked(setting: Setting, digits: int | None, flops: Fraction) -> FrontierPoint:
    """The optimum at one budget, in doubles or with so many digits."""
    if digits is None:
        return solve(setting, flops)
    rough, _ = search(setting, flops, fine=CLOSER)
    return precise(setting, digits, flops, rough.model_size)


def budget(flops: Any) -> Fraction:
    """Read one budget.

    Parameters
    ----------
    flops
        A number from 1e3 to 1e130.
    """
    f = exact("flops", flops)
    if not 1000 <= f <= _LARGEST_FLOPS:
        raise DomainError(f"flops = {rough(f)}: 1e3 <= flops <= 1e130 is needed.")
    return f


def solve(
    setting: Setting, flops: Fraction, start: float | None = None, near: float = 0.0
) -> FrontierPoint:
    """The optimum at one budget.

    Parameters
    ----------
    setting, flops, start, near
        As for ``search``.
    """
    return search(setting, flops, start, near)[0]


def search(
    setting: Setting,
    flops: Fraction,
    start: float | None = None,
    near: float = 0.0,
    half: float = _WIDTH,
    fine: Fineness = CLOSE,
) -> tuple[FrontierPoint, float]:
    """The optimum at one budget, and the half-width that resolved it.

    Parameters
    ----------
    setting
        What is held fixed.
    flops
        The budget.
    start
        A guess of log d; a minimum near it is taken, else the search starts anew.
    near
        How far from the guess a minimum is looked for first with a coarse interpolant.
    half
        Half-width in log d of the first fine interpolant, and how near a minimum is.
    fine
        How finely the loss is resolved.
    """
    y = math.log(flops)
    if start is not None:
        x: float | None = start
        if near:
            x, _, _ = _stationary(setting, start, y, (_COARSE[0], near), _COARSE_NOISE)
        if x is not None:
            x, xi, used = _resolved(setting, x, y, half, fine)
        if x is not None:
            return _point(setting, flops, x, xi, fine), used
    return _anew(setting, flops, y, half, fine)


def _anew(
    setting: Setting, flops: Fraction, y: float, half: float, fine: Fineness
) -> tuple[FrontierPoint, float]:
    """The optimum without a guess of where it is."""
    log_batch = math.log(setting.batch)
    # r >= 2 keeps the optimum interior.
    low, high = _smallest(setting), y - log_batch - math.log(2)
    # Beyond this v^(2 alpha) leaves the range of doubles; no optimum is found that far out.
    reach_of_numbers = math.log(10) * min(108, 270 / (1 + 2 * float(setting.alpha)))
    cut, high = reach_of_numbers < high, min(high, reach_of_numbers)
    # A steep spectrum is learnt mode by mode: the loss has a dip in d for each of them.
    count = 9 if setting.alpha <= _STEEP else max(9, math.ceil((high - low) / _BETWEEN))
    log_loss = functools.lru_cache(lambda x: _log_loss(setting, x, y))
    first = centre = lowest(log_loss, low, high, count, _COARSE[1])
    reach = _COARSE[1]
    for _ in range(6):
        centre = min(max(centre, low + reach), high - reach)
        x, slope, _ = _stationary(setting, centre, y, _COARSE, _COARSE_NOISE)
        if x is not None:
            x, xi, used = _resolved(setting, x, y, half, fine)
        if x is None:
            centre += math.copysign(reach, slope)
            continue
        return _point(setting, flops, x, xi, fine), used
    # Too sharp for a coarse interpolant, or none: sections as fine as its place is known.
    ends = max(low, first - 2 * reach), min(high, first + 2 * reach)
    x, xi, used = _resolved(setting, golden(log_loss, *ends, _SHARP), y, 2 * _SHARP, fine)
    if x is not None:
        return _point(setting, flops, x, xi, fine), used
    raise NotConverged(
        f"no stationary model size between d = {math.exp(low):.3g} and {math.exp(high):.3g} at "
        f"f = {math.exp(y):.3g}: the loss is least near d = {math.exp(first):.3g}, an end of what "
        f"is tried. {_BEYOND if cut else _WITHIN}",
        requested=12,
        achieved=0,
    )


@functools.lru_cache(maxsize=64)
def _smallest(setting: Setting) -> float:
    """log d of the smallest size that is tried: 4, or with a steep spectrum the next stable one.

    The default learning rate goes by the trace; the largest eigenvalue of few features exceeds
    what it allows for.
    """
    for d in range(4, 13):
        try:
            setting.checked(math.log(d))
        except DomainError as unstable:
            refused = unstable
        else:
            return math.log(d)
    raise refused


def _point(setting: Setting, flops: Fraction, x: float, xi: float, fine: Fineness) -> FrontierPoint:
    y = math.log(flops)
    setting.checked(x)
    value, noise, (_, slope) = setting.derivatives(x, y, fine.noise)
    return FrontierPoint(
        flops=float(flops),
        model_size=math.exp(x),
        iterations=math.exp(y - x - math.log(setting.batch)),
        loss=value,
        loss_exponent=-float(slope),
        model_size_exponent=xi,
        noise=noise,
    )


def _log_loss(setting: Setting, x: float, y: float) -> float:
    return float(setting.derivatives(x, y, _DESCENT_NOISE)[2][0])


def _resolved(
    setting: Setting, x: float, y: float, half: float, fine: Fineness
) -> tuple[float | None, float, float]:
    """Zero of d log P/dx near x, the frontier's slope there, and the half-width resolved with.

    Raises
    ------
    NotConverged
        There is one, and no interpolant about it is good to seven digits.
    """
    best: tuple[float | None, float, float] = (None, 0.0, half)
    before = least = math.inf
    for _ in range(_HALVINGS + _MOVES):
        found, slope, tail = _stationary(setting, x, y, (fine.nodes, half), fine.noise)
        if found is None:
            if best[0] is None:
                return best
            x += math.copysign(half, slope)  # a coarser interpolant had it beside its place
            continue
        # Truncation shrinks a thousandfold by each halving; what does not is rounding.
        if tail > before / 30:
            break
        best, least = (found, slope, half), tail
        if tail <= fine.tail:
            break
        steps = math.ceil(math.log(tail / fine.tail) / math.log(1000))
        x, before, half = found, tail, half / 2**steps
    if least > _BLUNT:
        raise NotConverged(
            f"f = {math.exp(y):.3g}: the loss bends so sharply near its least value, at d = "
            f"{math.exp(x):.4g}, that its exponents there are not resolved. Try another budget.",
            requested=12,
            achieved=-math.log10(least),
        )
    return best


def _stationary(
    setting: Setting, centre: float, y: float, rule: tuple[int, float], bearable: float
) -> tuple[float | None, float, float]:
    """Zero of d log P/dx with the frontier's slope dx/dy; without a zero, the descent's sign.

    Last comes the size of the interpolants' last coefficients.
    """
    nodes, half = rule
    u = chebyshev.chebpts1(nodes)
    rows = np.array([setting.derivatives(centre + half * t, y, bearable)[2] for t in u])
    fits = [chebyshev.chebfit(u, rows[:, k], nodes - 1) for k in range(2)]

    tail = float(max(abs(fit[-2:]).max() for fit in fits))

    def along(series: NDArray[np.float64], order: int, t: float) -> float:
        return float(chebyshev.chebval(t, chebyshev.chebder(series, order))) / half**order

    # Along the node row y is fixed, so fits[0] is log P(x, y - x) itself.
    slope = chebyshev.chebder(fits[0])
    zeros = [z.real for z in chebyshev.chebroots(slope) if abs(z.imag) < 1e-9 and abs(z.real) <= 1]
    zeros = [z for z in zeros if along(fits[0], 2, z) > 0]
    if not zeros:
        return None, -along(fits[0], 1, 0.0), tail
    t = min(zeros, key=lambda z: float(chebyshev.chebval(z, fits[0])))
    # Phi_y is the slope in log r at fixed x, so Phi_xy is its total derivative along the row.
    mixed = along(fits[1], 1, t)
    return centre + half * t, -mixed / along(fits[0], 2, t), tail
