r"""The part of a sum over modes that Euler and Maclaurin give, as Taylor coefficients in s.

With :math:`f(u) = u^{-p}/(1+su^a)` this is the integral of f from N to v, half of f at both ends
and the corrections there; what is left, R, is bounded in ``ball_sums``.

**The integral.** :math:`\int_x^\infty u^{-p}/(1+su^a)\,du = \frac{x^{1-p}}{X(a+p-1)}\,
{}_2F_1(1,c;c+1;-1/X)` with :math:`X=sx^a` and :math:`c=(a+p-1)/a>0` (Euler's integral, valid for
-1/X off :math:`[1,\infty)`). Where :math:`a+p\le1`, first
:math:`1/(1+y) = \sum_{k<n}(-1)^ky^{-k-1} + (-1)^ny^{-n}/(1+y)`, term by term. With
:math:`t=us^{1/a}` the integral I is :math:`s^{(p-1)/a}` times one whose ends alone depend on s, so
:math:`a\,sI' = (p-1)I + v\,f(v) - N f(N)`: a recurrence for all further coefficients.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from phasecalc.numerics.context import balls

__all__ = ["Tails", "ball", "rough"]


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


class Tails:
    """Integral, ends and corrections of one spectrum, to be used within ``balls(bits)``.

    Parameters
    ----------
    exponent, weights, upper
        As for ``BallSums``.
    corrections
        The number M of Euler-Maclaurin corrections.
    """

    def __init__(
        self, exponent: Fraction, weights: Sequence[Fraction], upper: int | None, corrections: int
    ) -> None:
        self.exponent, self.weights, self.v = exponent, list(weights), upper
        self.a, self.corrections = ball(exponent), corrections
        self._stored: dict[tuple[Any, ...], Any] = {}

    def series(self, s: Any, k: int, start: int, count: int) -> list[Any]:
        """Taylor coefficients at s of all but the remainder, for j >= start.

        Parameters
        ----------
        s
            Complex ball.
        k
            Index of the weight.
        start
            N.
        count
            How many coefficients.
        """
        p, out, flow = self.weights[k], [self._integral(s, k, start)], [s * 0] * count
        ends: list[Any] = []
        for at, sign in ((start, -1), (self.v, 1)):
            if at is not None:
                values, corrected = self._end(s, k, at, count)
                ends.append([x / 2 + sign * y for x, y in zip(values, corrected, strict=True)])
                flow = [x + sign * at * y for x, y in zip(flow, values, strict=True)]
        for n in range(count - 1):
            change = (ball(p - 1 - n * self.exponent) * out[n] + flow[n]) / self.a
            out.append(change / (s * (n + 1)))
        for end in ends:
            out = [x + y for x, y in zip(out, end, strict=True)]
        return out

    def _end(self, s: Any, k: int, at: int, count: int) -> tuple[list[Any], list[Any]]:
        """Coefficients of f at one end, and of its corrections there."""
        from flint import acb_poly

        power, weight = self._kept(self._powers, k, at)
        factor = 1 / (1 + s * power)
        ratio = s * power * factor
        # The smaller of Y = X/(1+X) and 1 - Y keeps the polynomial's terms small.
        mirrored = rough(factor) < rough(ratio)
        values = [weight * factor]
        for _ in range(count - 1):
            values.append(-power * factor * values[-1])
        place = factor if mirrored else ratio
        derived = [p(place) for p in self._kept(self._polynomials, k, at, mirrored, count)]
        if count == 1:
            return values, [values[0] * derived[0]]
        # The move of the place, and the polynomial at the moved place by Horner's rule.
        sign = 1 if mirrored else -1
        move = acb_poly([0, *[sign * x / weight for x in values[1:]]])
        total = acb_poly([derived[-1]])
        for x in derived[-2::-1]:
            total = (total * move).truncate(count) + x
        product = (total * acb_poly(values)).coeffs()[:count]
        return values, product + [s * 0] * (count - len(product))

    def _kept(self, make: Callable[..., Any], *key: Any) -> Any:
        """What was made for this key before, or is made now."""
        if (make.__name__, key) not in self._stored:
            self._stored[make.__name__, key] = make(*key)
        return self._stored[make.__name__, key]

    def _binomials(self, k: int, mirrored: bool) -> tuple[Any, int]:
        """C(a i - p, 2m-1) B_2m/2m, row i, column m-1, and the precision of these entries.

        Mirrored they are those of -a and p + a, for 1/(1 + su^a) = s^-1 u^-a/(1 + s^-1 u^-a).
        """
        import flint

        size, p = 2 * self.corrections, self.weights[k]
        a, p = (-self.exponent, p + self.exponent) if mirrored else (self.exponent, p)
        # Differences of 2M of them cancel.
        largest = float(abs(a) * size + abs(p)) / size + 1
        bits = flint.ctx.prec + math.ceil(size * (math.log2(math.e * largest) + 1)) + 20
        with balls(bits):
            scale = [flint.fmpq.bernoulli(2 * m) / (2 * m) for m in range(1, size // 2 + 1)]
            rows = []
            for i in range(size):
                x = ball(a * i - p)
                entries = [x]
                for n in range(1, size - 1, 2):
                    entries.append(entries[-1] * ((x - n) * (x - n - 1)) / ((n + 1) * (n + 2)))
                rows.append([x * y for x, y in zip(entries, scale, strict=True)])
            return flint.arb_mat(rows), bits

    def _polynomials(self, k: int, at: int, mirrored: bool, count: int) -> list[Any]:
        """The corrections at one end, relative to f there: a polynomial, and P^(n)/n! of it."""
        from flint import arb, arb_poly

        found = [arb_poly(self._kept(self._coefficients, k, at, mirrored))]
        for n in range(1, count):
            found.append(found[-1].derivative() * (arb(1) / n))
        return found

    def _coefficients(self, k: int, at: int, mirrored: bool) -> list[Any]:
        """Sum over m of at^(1-2m) B_2m/2m [y^(2m-1)] (1+y)^-p (1 - (1+y)^a)^n, for each n.

        The power is a sum of (-1)^i C(n, i) (1+y)^(a i), so these are differences of the sums
        that have (1+y)^(a i - p): n! times coefficients of e^z times a polynomial.
        """
        from flint import arb, arb_mat, arb_poly, fmpq

        table, bits = self._kept(self._binomials, k, mirrored)
        with balls(bits):
            powers = arb_mat([[arb(at) ** (1 - 2 * m)] for m in range(1, self.corrections + 1)])
            values, inverse, signed, exponential = (table * powers).entries(), fmpq(1), [], []
            for i, x in enumerate(values):
                inverse = inverse / max(i, 1)
                signed.append((-x if i % 2 else x) * inverse)
                exponential.append(arb(inverse))
            product = (arb_poly(signed) * arb_poly(exponential)).truncate(len(values))
            found = product.coeffs()
            found += [arb(0)] * (len(values) - len(found))
            factorials = [arb.fac_ui(n) for n in range(len(values))]
            return [x * y for x, y in zip(found, factorials, strict=True)]

    def _powers(self, k: int, at: int) -> tuple[Any, Any]:
        """j^a and j^-p at one end."""
        from flint import arb

        return arb(at) ** self.a, arb(at) ** ball(-self.weights[k])

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
