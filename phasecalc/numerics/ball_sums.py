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

**The integral.** :math:`\int_x^\infty u^{-p}/(1+su^a)\,du = \frac{x^{1-p}}{X(a+p-1)}\,
{}_2F_1(1,c;c+1;-1/X)` with :math:`X=sx^a` and :math:`c=(a+p-1)/a>0` (Euler's integral, valid for
-1/X off :math:`[1,\infty)`). Where :math:`a+p\le1`, first
:math:`1/(1+y) = \sum_{k<n}(-1)^ky^{-k-1} + (-1)^ny^{-n}/(1+y)`, term by term.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.exceptions import NotConverged

__all__ = ["BallSums", "ball", "rough"]

_LARGEST_START = 6_000
_WIDEST = 0.8  # largest radius of the discs, relative to x
_SHARE = 0.75  # of the free angle that the discs may use


def ball(x: Fraction | int) -> Any:
    """The rational number as a ball at the current precision.

    Parameters
    ----------
    x
        The number.
    """
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator))


def rough(x: Any) -> float:
    """Logarithm of the modulus of a ball's midpoint, as a double; -inf at 0.

    Parameters
    ----------
    x
        A real or complex ball.
    """
    size = abs(x.mid())
    return float(size.log().mid()) if size > 0 else -math.inf


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
        self._stored: dict[tuple[Any, ...], Any] = {}

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
        from flint import acb

        start, width = self._start(s)
        # Nearly all terms are added one by one: then the others are, and there is no tail.
        whole = self.v is not None and self.v <= start + 16
        last = self.v if whole and self.v is not None else start - 1
        powers, weights = self._terms(last)
        inverses = [1 / (1 + s * x) for x in powers]
        out = []
        for k in kinds:
            total = acb(0)
            for x, y in zip(inverses, weights[k], strict=True):
                total += x * y
            if not whole:
                total += self._tail(s, k, start) + self._error(s, k, start, width)
            out.append(total)
        return out

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
    def corrections(self) -> int:
        """The number M of Euler-Maclaurin corrections."""
        return math.ceil(0.13 * self.bits) + 6

    @functools.cached_property
    def _needed(self) -> float:
        """The product of start and relative radius at which R falls below 2^-bits."""
        size = 2 * self.corrections
        return math.exp((math.lgamma(size + 1) + self.bits * math.log(2)) / size) / (2 * math.pi)

    def _kept(self, make: Callable[..., Any], *key: Any) -> Any:
        """What was made for this key before, or is made now."""
        if (make.__name__, key) not in self._stored:
            self._stored[make.__name__, key] = make(*key)
        return self._stored[make.__name__, key]

    def _table(self, k: int, mirrored: bool) -> Any:
        """B_2m/2m [y^(2m-1)] (1+y)^-p (1 - (1+y)^a)^k, row m-1, column k.

        Mirrored it is made of -a and p + a, for 1/(1 + su^a) = s^-1 u^-a/(1 + s^-1 u^-a).
        """
        from flint import arb_mat, arb_poly, fmpq

        size, p = 2 * self.corrections, self.weights[k]
        a, p = (-self.exponent, p + self.exponent) if mirrored else (self.exponent, p)
        base = arb_poly([0, *[-x for x in _binomials(ball(a), size)[1:]]])
        scale = [fmpq.bernoulli(2 * m) / (2 * m) for m in range(1, size // 2 + 1)]
        row, columns = arb_poly(_binomials(ball(-p), size)), []
        for _ in range(size):
            columns.append([row[2 * m + 1] * x for m, x in enumerate(scale)])
            row = arb_poly((row * base).coeffs()[:size])
        return arb_mat([list(x) for x in zip(*columns, strict=True)])

    def _end(self, k: int, at: int, mirrored: bool) -> Any:
        """The corrections at one end, relative to f there, as a polynomial."""
        from flint import acb_poly, arb, arb_mat

        row = arb_mat([[arb(at) ** (1 - 2 * m) for m in range(1, self.corrections + 1)]])
        return acb_poly((row * self._kept(self._table, k, mirrored)).entries())

    def _powers(self, k: int, at: int) -> tuple[Any, Any]:
        """j^a and j^-p at one end."""
        from flint import arb

        return arb(at) ** self.a, arb(at) ** ball(-self.weights[k])

    def _tail(self, s: Any, k: int, start: int) -> Any:
        """Integral, ends and corrections for j >= start."""
        out = self._integral(s, k, start)
        for at, sign in ((start, -1), (self.v, 1)):
            if at is not None:
                power, weight = self._kept(self._powers, k, at)
                factor = 1 / (1 + s * power)
                value, ratio = weight * factor, s * power * factor
                # The smaller of Y = X/(1+X) and 1 - Y keeps the polynomial's terms small.
                mirrored = rough(factor) < rough(ratio)
                polynomial = self._kept(self._end, k, at, mirrored)
                series = polynomial(factor if mirrored else ratio)
                out += value / 2 + sign * value * series
        return out

    def _integral(self, s: Any, k: int, start: int) -> Any:
        """Integral of u^-p/(1 + s u^a) from start to v."""
        from flint import acb

        p, a, out, scale = self.weights[k], self.exponent, acb(0), acb(1)
        while p + a <= 1:  # only for finite v
            scale = scale / s
            p = p + a
            out += scale * self._power(p, start)
            scale = -scale
        for at, sign in ((start, 1), (self.v, -1)):
            if at is not None:
                out += sign * scale * self._beyond(s, p, at)
        return out

    def _power(self, p: Fraction, start: int) -> Any:
        """Integral of u^-p from start to v."""
        from flint import arb

        if p == 1:
            return (arb(self.v) / start).log()
        return (arb(self.v) ** ball(1 - p) - arb(start) ** ball(1 - p)) / ball(1 - p)

    def _beyond(self, s: Any, p: Fraction, at: int) -> Any:
        """Integral of u^-p/(1 + s u^a) from a place to infinity, where a + p > 1."""
        from flint import acb, arb

        top, x = self.exponent + p - 1, s * arb(at) ** self.a
        c = top / self.exponent
        value = (-1 / x).hypgeom_2f1(acb(1), acb(ball(c)), acb(ball(c + 1)))
        return value * arb(at) ** ball(1 - p) / (x * ball(top))

    def _error(self, s: Any, k: int, start: int, width: float) -> Any:
        """The remainder R as a ball around 0."""
        from flint import acb, arb

        size = remainder(self.exponent, self.weights[k], s, start, width, self.corrections)
        if not size.is_finite():
            raise NotConverged(
                "the remainder of a sum over modes could not be bounded",
                requested=self.bits / math.log2(10),
                achieved=0.0,
            )
        radius = arb(0, 1) * size.upper()
        return acb(radius, radius)


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


def _binomials(a: Any, size: int) -> list[Any]:
    """Coefficients of (1 + y)^a."""
    from flint import arb

    out = [arb(1)]
    for n in range(1, size):
        out.append(out[-1] * (a - n + 1) / n)
    return out


def _rounded(start: float) -> int:
    """The start, raised to one of few values so that tables serve many points."""
    return math.ceil(1.3 ** math.ceil(math.log(max(start, 8.0), 1.3)))
