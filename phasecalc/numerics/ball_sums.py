r"""Sums :math:`\sum_{j\le v} j^{-p}/(1+s\,j^a)` as balls of python-flint that contain them.

Terms below a start N are added one by one. With :math:`f(u) = u^{-p}/(1+su^a)` the others are, by
Euler and Maclaurin,

.. math:: \int_N^v f + \tfrac12(f(N)+f(v))
          + \sum_{m\le M}\frac{B_{2m}}{(2m)!}\bigl(f^{(2m-1)}(v)-f^{(2m-1)}(N)\bigr) + R,
          \qquad |R| \le \frac{4}{(2\pi)^{2M}}\int_N^v |f^{(2M)}| .

**Bound of R.** For :math:`x\ge N` and :math:`0<\varrho<1` let D be the disc of radius
:math:`\varrho x` around x. On it :math:`|\arg u|\le\arcsin\varrho`, and
:math:`(1-\varrho)x\le|u|\le(1+\varrho)x`.

* If :math:`\Psi = |\arg s| + a\arcsin\varrho < \pi`, then
  :math:`|1+su^a| \ge \cos(\Psi/2)(1+|s||u|^a)` on D, since
  :math:`|1+\rho e^{i\psi}|^2 = (1-\rho)^2 + 4\rho\cos^2(\psi/2) \ge \cos^2(\psi/2)(1+\rho)^2`.
* If :math:`Q = |s|((1-\varrho)N)^a > 1`, then :math:`|1+su^a| \ge |s||u|^a-1`, at least
  :math:`Q-1`, and at least :math:`(1-1/Q)|s|((1-\varrho)x)^a`.

Either way f is analytic on D, with :math:`|1+su^a|\ge c_0` and :math:`\ge c_1 x^a`; Cauchy's
estimate :math:`|f^{(2M)}(x)|\le(2M)!(\varrho x)^{-2M}\sup_D|f|` and
:math:`|u|^{-p}\le e_px^{-p}` bound R by
:math:`4(2M)!(2\pi\varrho)^{-2M}e_p\,N^{1-2M-q}/(c\,(2M+q-1))` with :math:`(q,c)` either
:math:`(p,c_0)` or :math:`(p+a,c_1)`. For :math:`v=\infty` (where :math:`a+p>1`) the end at v is 0.

Integral, ends and corrections: ``ball_tails``.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from fractions import Fraction
from operator import mul
from typing import Any

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.ball_tails import Tails, ball, rough

__all__ = ["BallSums", "around", "remainder"]

_LARGEST_START = 6_000
_KEPT = 64  # matrices of powers
_WIDEST = 0.8  # largest radius of the discs, relative to x
_SHARE = 0.75  # of the free angle that the discs may use


class BallSums:
    r"""Balls of :math:`\sum_{j\le v} j^{-p}/(1+s\,j^a)`, to be used within ``balls(bits)``.

    Parameters
    ----------
    exponent
        The exponent a > 0.
    weights
        The weights p, each with a + p > 1 if v is infinite.
    upper
        The end v, a whole number, or None for infinity.
    bits
        The precision that the remainder R is to match; R is part of the radii whatever it is.

    Examples
    --------
    >>> import pytest
    >>> flint = pytest.importorskip("flint")
    >>> from phasecalc.numerics.context import balls
    >>> with balls(80):
    ...     sums = BallSums(Fraction(2), [Fraction(0)], None, 80)
    ...     found = sums.at(flint.acb(1), [0])[0]  # (pi coth(pi) - 1)/2
    ...     exact = (flint.arb.pi() * flint.arb.pi().coth() - 1) / 2
    ...     bool(found.real.contains(exact.mid())), float(found.real.rad()) < 1e-20
    (True, True)
    """

    def __init__(
        self, exponent: Fraction, weights: Sequence[Fraction], upper: int | None, bits: int
    ) -> None:
        self.exponent, self.weights, self.v, self.bits = exponent, list(weights), upper, bits
        self.a = ball(exponent)
        self._float_a = float(exponent)
        self._made: dict[tuple[int, tuple[int, ...]], tuple[list[Any], Any]] = {}

    def at(self, s: Any, kinds: Sequence[int]) -> list[Any]:
        """The sums at s, one ball for each index into the weights.

        Parameters
        ----------
        s
            Complex ball off the places where some term is infinite.
        kinds
            Indices of the weights.

        Raises
        ------
        NotConverged
            Too many terms would have to be added one by one.
        """
        return [found[0] for found in self.series(s, kinds, 1, 0)]

    def series(self, s: Any, kinds: Sequence[int], count: int, reach: Any) -> list[list[Any]]:
        """Taylor coefficients of the sums at s, a list of balls for each index into the weights.

        Parameters
        ----------
        s
            Complex ball off the places where some term is infinite.
        kinds
            Indices of the weights.
        count
            How many coefficients, from the value on.
        reach
            Radius of a disc around s on which no term is infinite; not used for one coefficient.

        Raises
        ------
        NotConverged
            Too many terms would have to be added one by one.
        """
        wide = s + around(reach) if count > 1 else s
        start, width = self._start(wide)
        # Nearly all terms are added one by one: then the others are, and there is no tail.
        whole = self.v is not None and self.v <= start + 16
        last = self.v if whole and self.v is not None else start - 1
        out = self._direct(s, kinds, count, last)
        if not whole:
            for k, total in zip(kinds, out, strict=True):
                tail = self._tails.series(s, k, start, count)
                error, shrink = self._error(wide, k, start, width), 1
                for n in range(count):
                    # Cauchy's estimate of the n-th coefficient of R on the disc.
                    total[n] += tail[n] + error * shrink
                    shrink = shrink / reach if n + 1 < count else shrink
        return out

    def _direct(self, s: Any, kinds: Sequence[int], count: int, last: int) -> list[list[Any]]:
        """Coefficients of the terms j = 1 ... last."""
        from flint import acb_mat

        minus, columns = self._columns(last, tuple(kinds))
        row = [1 / (1 - s * x) for x in minus]
        rows = [row]
        if count > 1:
            ratios = list(map(mul, minus, row))
            for _ in range(count - 1):
                rows.append(list(map(mul, rows[-1], ratios)))
        return [list(x) for x in zip(*(acb_mat(rows) * columns).tolist(), strict=True)]

    def _columns(self, last: int, kinds: tuple[int, ...]) -> tuple[list[Any], Any]:
        """-j^a, and the matrix of j^-p, for j = 1 ... last; a few are kept."""
        from flint import acb_mat

        made = self._made.get((last, kinds))
        if made is None:
            if len(self._made) >= _KEPT:
                self._made = {}
            powers, weights = self._terms(last)
            rows = zip(*(weights[k] for k in kinds), strict=True)
            made = [-x for x in powers], acb_mat([list(x) for x in rows])
            self._made[last, kinds] = made
        return made

    def _start(self, s: Any) -> tuple[int, float]:
        """Where Euler and Maclaurin take over, and the relative radius of the discs."""
        angle, size = float(abs(s.arg()).upper()), rough(s)
        needed = self._needed
        a, free = self._float_a, max(0.0, math.pi - angle)
        width = min(_WIDEST, math.sin(min(_SHARE * free / a, math.pi / 2)))
        by_angle = needed / width if width > 1e-6 else math.inf
        least = math.exp(min((math.log1p(min(1.0, a)) - size) / a, 40.0))  # there Q > 1
        # Where the terms fall off from the first on, the discs may be wide for more starts.
        by_size = max(1.1 * (least + needed), needed / _WIDEST)
        if by_size < by_angle:
            start = _rounded(by_size)
            width = min(_WIDEST, 1 - 1.05 * least / start)
        else:
            start = _rounded(min(by_angle, 1e9))
        if start > _LARGEST_START and (self.v is None or self.v > _LARGEST_START):
            raise NotConverged(
                f"a sum over modes needs {start} terms one by one, more than {_LARGEST_START}",
                requested=self.bits / math.log2(10),
                achieved=0.0,
            )
        return start, width

    @functools.cached_property
    def _known(self) -> tuple[list[Any], list[list[Any]]]:
        return [], [[] for _ in self.weights]

    def _terms(self, last: int) -> tuple[list[Any], list[list[Any]]]:
        """j^a and j^-p for each weight, for j = 1 ... last."""
        from flint import arb

        powers, weights = self._known
        for j in range(len(powers) + 1, last + 1):
            powers.append(arb(j) ** self.a)
            for row, p in zip(weights, self.weights, strict=True):
                row.append(arb(j) ** ball(-p))
        return powers[:last], [row[:last] for row in weights]

    @functools.cached_property
    def _tails(self) -> Tails:
        return Tails(self.exponent, self.weights, self.v, self.corrections)

    @functools.cached_property
    def corrections(self) -> int:
        """The number M of Euler-Maclaurin corrections."""
        return math.ceil(0.13 * self.bits) + 6

    @functools.cached_property
    def _needed(self) -> float:
        """The product of start and relative radius at which R falls below 2^-bits."""
        size = 2 * self.corrections
        return math.exp((math.lgamma(size + 1) + self.bits * math.log(2)) / size) / (2 * math.pi)

    def _error(self, s: Any, k: int, start: int, width: float) -> Any:
        """The remainder R as a ball around 0."""
        size = remainder(self.exponent, self.weights[k], s, start, width, self.corrections)
        if not size.is_finite():
            raise NotConverged(
                "the remainder of a sum over modes could not be bounded",
                requested=self.bits / math.log2(10),
                achieved=0.0,
            )
        return around(size)


def remainder(a: Fraction, p: Fraction, s: Any, start: int, width: float, count: int) -> Any:
    """Upper bound of |R|, as proved at the head of this module; not finite where nothing is.

    Parameters
    ----------
    a, p
        Exponent and weight.
    s
        Complex ball.
    start
        N.
    width
        The relative radius of the discs.
    count
        M.
    """
    from flint import arb

    exponent, weight, rho, size = ball(a), ball(p), arb(width), arb(s.abs_lower())
    inner = size * ((1 - rho) * start) ** exponent
    angle = abs(s.arg()) + exponent * rho.asin()
    floors = []
    if angle < arb.pi():
        floors.append(((angle / 2).cos(), (angle / 2).cos()))
    if inner > 1:
        floors.append((inner - 1, 1 - 1 / inner))
    best = arb("inf")
    for floor, fall in floors:
        for q, c in ((weight, floor), (weight + exponent, fall * size * (1 - rho) ** exponent)):
            room = 2 * count + q - 1
            if c > 0 and room > 0:
                best = best.min(arb(start) ** -room / (c * room))
    near = (1 - rho) if p > 0 else (1 + rho)
    factor = 4 * arb.fac_ui(2 * count) / (2 * arb.pi() * rho) ** (2 * count)
    return factor * near**-weight * best


def around(radius: Any) -> Any:
    """Complex ball around 0 that holds the disc of this radius.

    Parameters
    ----------
    radius
        Real ball, not negative.
    """
    from flint import acb, arb

    size = arb(0, 1) * radius.upper()
    return acb(size, size)


def _rounded(start: float) -> int:
    """The start, raised to one of few values so that tables serve many points."""
    return math.ceil(1.3 ** math.ceil(math.log(max(start, 8.0), 1.3)))
