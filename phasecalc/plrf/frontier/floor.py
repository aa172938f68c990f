r"""A lower bound, by proof, of the loss of every model size in an interval at one budget.

Sizes d of :math:`[d_1,d_2]`, v = ρd whole or infinite, r = f/(dB) and a learning rate that may go
with d. Balls with d as an interval are too wide by far, so the bound is another formula, of
positive sums alone, and monotone in each of them. ν_j, μ_F: as in ``ball_transforms``;
:math:`\|K\|<1`.

**Whole r.** With :math:`1/(1-G_K)=1+\int d\varrho(y)/(w-y)`, ϱ positive on [0, 1], the loss is
:math:`F(r)+\iint\frac{x^r-y^r}{x-y}\,d\mu_F(x)\,d\varrho(y)`. The quotient is r times the mean of
:math:`\xi^{r-1}`, ξ uniform between x and y, so it is at least r/N times its value at N = ⌈r⌉, and
:math:`P(r)\ge\frac rN P(N)`.

**Renewals.** F and K fall. Of the n + 1 factors of a term of :math:`F*K^{*n}` one has the time
:math:`\ge m` if the others are taken < m and (n+1)m <= N; so with :math:`\Phi=\sum_{s<m}F(s)`,
:math:`k=\sum_{s<m}K(s)`

.. math:: P(N)\ge\sum_{n=0}^{3}\bigl(F(N)\,k^n+n\,K(N)\,\Phi\,k^{n-1}\bigr),
          \qquad m=\lfloor N/4\rfloor.

**Sums over time.** :math:`\sum_{s<m}q^s\ge m/(1+m(1-q))` as :math:`(1-p)^{-m}\ge1+mp`, and
:math:`1-q\le2\gamma Bz`. With :math:`a=1/(2m\gamma B)` and a = s(1 - S_1(s)/d):
:math:`\Phi\ge\frac{s}{2\gamma Ba}\sum_j\frac{j^{-2\beta}\lambda_j}{\lambda_j+s}`,
:math:`k\ge\frac\gamma2\bigl(\sum_j\frac{\lambda_j^2}{\lambda_j+s}+\frac sdS_1(s)^2\bigr)`.

**One time.** :math:`q\ge(1-\gamma Bz)^2`, and with u = 2NγBz <= 8, N >= 16, x = γBz <= 1/4 the
logarithm :math:`-\log(1-x)\le x+\tfrac{x^2}2(1+\tfrac23\tfrac x{1-x})\le x+\tfrac{11}{18}x^2`
gives :math:`q^N\ge e^{-u-11u^2/(36N)}`. Let :math:`e^{h}` be :math:`e^{-u}` over
:math:`(1-u/8)(1+u/5)^{-6}`. As :math:`h'=(u^2-8u+13)/((8-u)(5+u))`, h is least at 0, where it is
0, or at :math:`4+\sqrt3`, where it is 0.11; and from 7 on it is at least h(7) > 0.33. So
:math:`q^N\ge e^{-15/N}(1-u/8)(1+u/5)^{-6}`, for u > 8 as well, where the right side is negative.
F(N) and K(N) so are bounded by the moments :math:`\int(1+z/a)^{-n}` of μ_F and of :math:`z\,d\nu`,
a = 5/(2NγB). There are also :math:`F(N)\ge F_0`, the mass at z = 0, and by
Jensen :math:`F(N)\ge F(0)(1-\gamma B\bar z)^{2N}`, with the mean :math:`\bar z` of μ_F/F(0), and
:math:`F(N)\ge\sum_{j\ge J}j^{-2\alpha-2\beta}(1-\gamma BJ^{-2\alpha})^{2N}`, as ν_j has the mean
:math:`\lambda_j\le\lambda_J`; this one does not depend on d, and serves wide intervals.

**Moments.** They are the Taylor coefficients, in falling a, of :math:`\frac1{1-S_1/d}S_{2\beta}`
and of :math:`S_1` at s(a). Written in falling s and a, all series here have coefficients >= 0:
:math:`ds/da=1/(1-Y)`, :math:`Y=\frac1d\sum\lambda_j^2/(\lambda_j+s)^2`. Sums and products of such
are monotone in every sum over modes and in 1/d; the sums fall in s and grow with v. And s itself
falls in d, since :math:`S_1/d` is ρ times a mean over the first v of falling terms. Hence lower
bounds come from :math:`(s(d_1),v_1,d_2)` and upper ones from :math:`(s(d_2),v_2,d_1)`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import Any

from phasecalc.numerics.ball_sums import BallSums
from phasecalc.numerics.ball_tails import ball
from phasecalc.plrf.balls.ball_transforms import BallTransforms
from phasecalc.plrf.model.parameters import PLRF

__all__ = ["Floor", "Interval"]

BITS = 110
_ORDER = 6  # moments
_RENEWALS = 3
_LEAST = 16  # N from which on moments serve
_PART = 16  # of s: radius on which the remainder of Euler and Maclaurin is bounded
_STEPS = 200
_APART = 2.0**-40  # relative; a root is bracketed so far on either side


@dataclass(frozen=True, slots=True)
class Interval:
    """What is known of the models of an interval of sizes.

    Parameters
    ----------
    low, high
        Models of the least and the largest size.
    flops
        The budget, with r >= 2 at either end.
    """

    low: PLRF
    high: PLRF
    flops: Fraction

    @property
    def most(self) -> Fraction:
        """The largest r."""
        return self.flops / (self.low.d * self.low.batch)

    @property
    def least(self) -> Fraction:
        """The least r."""
        return self.flops / (self.high.d * self.high.batch)


class _Modes:
    """Sums over the modes of one model, at real s > 0."""

    def __init__(self, model: PLRF) -> None:
        known, a, weight = BallTransforms(model, BITS), 2 * model.alpha, 2 * model.beta
        self.d, self.batch, self.v = known.d, known.batch, known.v
        self.trace, self.initial = known.total(a), known.total(a + weight)
        self.slope = known.total(2 * a + weight)
        self.sums = BallSums(a, [a * 0, weight], self.v, BITS)

    def at(self, s: Any, count: int) -> list[list[Any]]:
        """Sums of w/(lambda + s)^n, n = 1 ... count, for both weights w.

        Parameters
        ----------
        s
            A real ball.
        count
            How many.
        """
        from flint import acb

        rows = self.sums.series(acb(s), [0, 1], count, s / _PART)
        return [[abs(x.real) for x in row] for row in rows]

    def root(self, a: Any) -> tuple[Any, Any]:
        """Exact numbers on either side of the s > 0 with a = s(1 - S_1(s)/d).

        Parameters
        ----------
        a
            A positive ball.
        """
        s = (a + self.trace / self.d).mid()
        for _ in range(_STEPS):  # from the right of a convex function
            first, second = self.at(s, 2)[0]
            slope = 1 - (first - s * second) / self.d
            step = ((s * (1 - first / self.d) - a) / slope).mid()
            s = (s - step).mid()
            if not abs(step) > s * 2.0**-45:
                break
        sides = (s * (1 - _APART)).mid(), (s * (1 + _APART)).mid()
        left, right = (x * (1 - self.at(x, 1)[0][0] / self.d) for x in sides)
        return sides if left <= a <= right else (s * 0, s * math.inf)


class Floor:
    """The bound, to be used within ``balls(BITS)``.

    Parameters
    ----------
    interval
        Sizes and budget; r >= 2.
    """

    def __init__(self, interval: Interval) -> None:
        self.interval = interval
        self.low, self.high = _Modes(interval.low), _Modes(interval.high)
        self.batch = self.low.batch
        self.slow, self.fast = self._rates()

    def value(self) -> Any:
        """A ball whose lower end is a lower bound of every loss."""
        first, last = math.ceil(self.interval.least), math.ceil(self.interval.most)
        forcing, kernel = self._late(last)
        early, renewed = self._early(first // (_RENEWALS + 1))
        total = forcing
        for n in range(1, _RENEWALS + 1):
            total += forcing * renewed**n + n * kernel * early * renewed ** (n - 1)
        least, most = self.interval.least, self.interval.most
        return total * ball(most / last if least == most else least / (least + 1))

    def _rates(self) -> tuple[Any, Any]:
        """Bounds of the learning rate."""
        given = self.interval.low.gamma
        if given is not None:
            return ball(given), ball(given)
        rates = []
        # The trace grows with d, trace/d falls.
        for one, other in ((self.high, self.low), (self.low, self.high)):
            spread = (1 + (other.trace / other.d).sqrt()) ** 2
            rates.append(1 / (2 * one.trace + (self.batch - 1) * spread))
        return rates[0], rates[1]

    def _late(self, time: int) -> tuple[Any, Any]:
        """Bounds of F and K at a time."""
        from flint import arb

        forcing, kernel = arb(0), arb(0)
        for floor in (self._capacity(), *self._convex(time)):
            forcing = floor if floor > forcing else forcing
        if time >= _LEAST:
            c = 2 * time * self.fast * self.batch
            part = (arb(-15) / time).exp()
            (f, t), (f_up, t_up) = self._moments(5 / c)
            found = part * (13 * f[5] - 5 * f_up[4]) / 8
            forcing = found if found > forcing else forcing
            found = part * 5 * (18 * t[4] - 13 * t_up[5] - 5 * t_up[3]) / 8
            kernel = self.slow**2 * self.batch * found / c if found > 0 else kernel
        return forcing, kernel

    def _convex(self, time: int) -> Iterator[Any]:
        """Bounds of F at a time by Jensen: at the mean of all, and mode by mode from some j on."""
        from flint import arb

        model, rate = self.interval.low, self.fast * self.batch
        left = 1 - rate * self.high.slope / self.low.initial
        if left > 0:
            yield self.low.initial * left ** (2 * time)
        a, p = 2 * model.alpha, 2 * model.alpha + 2 * model.beta
        logarithm = (2 * time * rate).log() / ball(a)
        start = math.ceil(math.exp(min(float(logarithm.mid()), 700.0)))
        left = 1 - rate * arb(start) ** -ball(a)
        if left > 0 and (self.low.v is None or start <= self.low.v):
            mass = ball(p).zeta(arb(start))
            mass -= 0 if self.low.v is None else ball(p).zeta(arb(self.low.v + 1))
            yield mass * left ** (2 * time)

    def _capacity(self) -> Any:
        """Bound of F at all times: the mass at z = 0."""
        from flint import arb

        if self.high.v is not None and self.interval.high.v == self.interval.high.d:
            return arb(0)
        least = self.high.root(arb(0))[0]
        return least * self.low.at(least, 1)[1][0] if least > 0 else arb(0)

    def _moments(self, a: Any) -> tuple[Any, Any]:
        """Lower and upper bounds of the moments of both measures."""
        most, least = self.low.root(a)[1], self.high.root(a)[0]
        return (
            _moments(self.low, most, self.high.d, a),
            _moments(self.high, least, self.low.d, a),
        )

    def _early(self, time: int) -> tuple[Any, Any]:
        """Bounds of the sums of F and K over so many first times."""
        from flint import arb

        if time < 1:
            return arb(0), arb(0)
        # Both are smaller with the upper learning rate here and the lower one in front.
        a = 1 / (2 * time * self.fast * self.batch)
        least, most = self.high.root(a)[0], self.low.root(a)[1]
        if not (least > 0 and most.is_finite()):
            return arb(0), arb(0)
        first = self.low.at(most, 1)[0][0]
        bulk = self.low.trace - most * first + least * first**2 / self.high.d
        forcing = time * least * self.low.at(least, 1)[1][0]
        return forcing, self.slow**2 / self.fast / 2 * bulk


def _moments(modes: _Modes, s: Any, d: Any, a: Any) -> tuple[list[Any], list[Any]]:
    """The moments of both measures, as if s and d belonged to these modes."""
    from flint import arb

    unknown = [arb("nan")] * _ORDER
    if not (s > 0 and s.is_finite()):
        return unknown, unknown
    first, second = modes.at(s, _ORDER + 1)
    slope = [(n + 1) * (first[n] - s * first[n + 1]) / d for n in range(_ORDER)]
    if not slope[0] < 1 or not first[0] < d:
        return unknown, unknown
    step = [arb(0)] * _ORDER
    for n in range(1, _ORDER):
        step[n] = _geometric(_composed(slope, step))[n - 1] / n
    trace, target = _composed(first, step), _composed(second, step)
    target = _product(_geometric([x / d for x in trace]), target)
    scale = [a ** (n + 1) for n in range(_ORDER)]
    return list(map(mul, target, scale)), list(map(mul, trace, scale))


def _product(x: Sequence[Any], y: Sequence[Any]) -> list[Any]:
    """Of two power series."""
    return [sum(x[k] * y[n - k] for k in range(n + 1)) for n in range(_ORDER)]


def _geometric(x: Sequence[Any]) -> list[Any]:
    """1/(1 - x) of a power series, a sum of positive terms."""
    out = [1 / (1 - x[0])]
    for n in range(1, _ORDER):
        out.append(out[0] * sum(x[k] * out[n - k] for k in range(1, n + 1)))
    return out


def _composed(outer: Sequence[Any], inner: Sequence[Any]) -> list[Any]:
    """outer(inner) of power series; inner is 0 at 0."""
    total = [x * 0 for x in inner]
    for c in reversed(outer[:_ORDER]):
        total = _product(total, inner)
        total[0] += c
    return total
