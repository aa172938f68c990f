r"""Trapezoid rules along contours, with their errors bounded by analyticity in a strip.

Let f be analytic on a neighbourhood of the rectangle :math:`[-U,U]\times[-c,c']`, let U = nh, and
let the nodes be :math:`u_k=(k+\tfrac12)h`, k = -n ... n-1.

**Lemma (open contours).** With :math:`q=e^{-2\pi c/h}`, :math:`q'=e^{-2\pi c'/h}`,

.. math:: \Bigl|h\sum f(u_k)-\int_{-U}^U f\Bigr| \le \frac{q}{1-q}\int_{-U}^U|f(u-ic)|du
          + \frac{q'}{1-q'}\int_{-U}^U|f(u+ic')|du
          + \sum_{\pm}\int_{-c}^{c'}e^{-2\pi|y|/h}|f(\pm U+iy)|dy .

*Proof.* :math:`\tan(\pi u/h)` has its poles at the nodes, with residue :math:`-h/\pi`; so the sum
is :math:`\tfrac i2\oint f\tan(\pi u/h)\,du` around the rectangle. The integral is half of the way
along the lower side plus half of that along the upper one, with the pieces of the vertical sides.
On the horizontal sides the weights :math:`\pm\tfrac i2\tan` and :math:`\tfrac12` differ by at most
:math:`q/(1-q)`, since :math:`|\tan x\mp i|\le 2q/(1-q)` there. On the vertical sides
:math:`\mathrm{Re}(\pi u/h)` is a multiple of π, so :math:`\tan(\pi u/h)=i\tanh(\pi y/h)`, and the
weights differ by :math:`\tfrac12(1-\tanh(\pi|y|/h))\le e^{-2\pi|y|/h}`.

**Lemma (closed contours).** If f has period 2π and is analytic on the strip, the rule with n nodes
errs by at most :math:`\int_0^{2\pi}|f(u-ic)|du/(e^{cn}-1)+\int_0^{2\pi}|f(u+ic')|du/(e^{c'n}-1)`.
*Proof.* The same, the vertical sides cancelling.

The integrals of |f| are covered by small intervals of u, and |f| is bounded on each in balls.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Ellipse", "Hyperbola", "covered"]

_ANGLE = 1.1721  # Weideman and Trefethen, Math. Comp. 76 (2007), 1341: any other is as valid,
_STEP = 1.08179  # and needs more nodes
_SCALE = 4.49200
_RATE = 2.3157  # log of the gain of accuracy by one more node
_CELLS = 48
_DEPTH = 14


@dataclass(frozen=True, slots=True)
class Hyperbola:
    r"""t = scale (1 + sin(iu - angle)), \|u\| < step*count, for integrands e^{tT} G.

    Parameters
    ----------
    time
        T, a ball.
    count
        Nodes of the lower half.
    """

    time: Any
    count: int

    @classmethod
    def serving(cls, time: Any, digits: float) -> Hyperbola:
        """One whose error is about 10^-digits of the integrand's size.

        Parameters
        ----------
        time
            T.
        digits
            Digits.
        """
        return cls(time, math.ceil(1.06 * digits * math.log(10) / _RATE) + 5)

    @property
    def scale(self) -> Any:
        """The parameter mu of the references."""
        from flint import arb

        return arb(_SCALE * self.count) / self.time

    @property
    def step(self) -> Any:
        """Distance of the nodes."""
        from flint import arb

        return arb(_STEP) / self.count

    @property
    def growth(self) -> float:
        """Logarithm of the largest modulus of e^{tT}."""
        return _SCALE * self.count * (1 - math.sin(_ANGLE))

    def at(self, u: Any) -> tuple[Any, Any]:
        """The place t and dt/du.

        Parameters
        ----------
        u
            Parameter, a complex ball.
        """
        from flint import acb, arb

        turned = acb(0, 1) * u - arb(_ANGLE)
        return self.scale * (1 + turned.sin()), acb(0, 1) * self.scale * turned.cos()

    def nodes(self) -> list[Any]:
        """The nodes u of the lower half."""
        from flint import acb

        return [acb(-self.step * (2 * k + 1) / 2) for k in range(self.count)]

    def weight(self) -> Any:
        """Weight of each node."""
        return self.step

    def strip(self) -> tuple[Any, Any]:
        """The heights c and c'."""
        from flint import arb

        less = 1 - min(0.1, 2 / self.count)
        return arb(_ANGLE * less), arb((math.pi / 2 - _ANGLE) * less)

    def inside(self) -> bool:
        """Whether the strip's image keeps to -pi < Im t < pi and off the negative real axis.

        Im t = 0 only for Re u = 0, where t > 0; and |Im t| grows with |Re u|.
        """
        from flint import arb

        low, high = self.strip()
        last = self.step * self.count
        tallest = self.scale * last.sinh() * (arb(_ANGLE) - low).cos()
        return bool(tallest < arb.pi()) and bool(arb(_ANGLE) + high < arb.pi() / 2)

    def error(self, size: Callable[[Any, Any], Any], tail: Callable[[Any], Any]) -> Any:
        """Bound of the integral's error, the parts of the contour left out included.

        Parameters
        ----------
        size
            Bound of |f| from balls of t and dt/du.
        tail
            Bound of what lies beyond the last place t, on one side.
        """
        from flint import acb, arb

        low, high = self.strip()
        last, total = self.step * self.count, arb(0)
        for y, height in ((-low, low), (high, high)):
            # Both halves are mirror images of one another.
            line = covered(_along(self, size, y), arb(0), last)
            q = (-2 * arb.pi() * height / self.step).exp()
            total += 2 * line * q / (1 - q)
        rate = -2 * arb.pi() / self.step
        side = covered(lambda y: size(*self.at(acb(last, y))) * (rate * abs(y)).exp(), -low, high)
        return total + 2 * side + 2 * tail(self.at(acb(last))[0])


@dataclass(frozen=True, slots=True)
class Ellipse:
    """t = middle + half cosh(opening + iu), around an interval that ends at 0.

    Parameters
    ----------
    time
        T, a ball.
    left
        A double left of the interval.
    opening
        Parameter of the ellipse.
    heights
        c and c', of ellipses further in and further out.
    count
        Nodes of the lower half.
    """

    time: Any
    left: float
    opening: float
    heights: tuple[float, float]
    count: int

    @classmethod
    def serving(cls, time: Any, digits: float, left: float) -> Ellipse:
        """The one with the fewest nodes whose error is about 10^-digits of the integrand's size.

        Parameters
        ----------
        time, digits
            As for a hyperbola.
        left
            Left end of the interval.
        """
        half, size = -left / 2, digits * math.log(10) + 4
        t = float(time.mid())
        widest = math.asinh(0.9 * math.pi / half)
        best: Ellipse | None = None
        for k in range(1, 40):
            opening = widest * k / 40
            outwards = widest - opening
            for part in (0.25, 0.5, 0.75, 1.0):
                out = outwards * part
                grown = t * half * (math.cosh(opening + out) - 1)
                inwards = opening * 0.96
                count = max(size / inwards, (size + grown) / out) / 2
                lift = t * half * (math.cosh(opening) - 1)
                if lift < size and (best is None or count + lift / 4 < best.count):
                    # A larger e^{tT} costs working digits, hence a quarter of a node.
                    best = cls(time, left, opening, (out, inwards), math.ceil(count + lift / 4))
        assert best is not None  # the narrowest always qualifies
        return best

    @property
    def growth(self) -> float:
        """Logarithm of the largest modulus of e^{tT}."""
        return float(self.time.mid()) * -self.left / 2 * (math.cosh(self.opening) - 1)

    def at(self, u: Any) -> tuple[Any, Any]:
        """The place t and dt/du.

        Parameters
        ----------
        u
            Parameter, a complex ball.
        """
        from flint import acb, arb

        half = arb(-self.left) / 2
        turned = arb(self.opening) + acb(0, 1) * u
        return half * (turned.cosh() - 1), acb(0, 1) * half * turned.sinh()

    def nodes(self) -> list[Any]:
        """The nodes u of the lower half."""
        from flint import acb, arb

        return [acb(-arb.pi() * (2 * k + 1) / (2 * self.count)) for k in range(self.count)]

    def weight(self) -> Any:
        """Weight of each node."""
        from flint import arb

        return arb.pi() / self.count

    def inside(self) -> bool:
        """Whether all ellipses of the strip keep to -pi < Im t < pi and around the interval."""
        from flint import arb

        out, inwards = self.heights
        half = arb(-self.left) / 2
        least = arb(self.opening) - inwards
        return bool((arb(self.opening) + out).sinh() * half < arb.pi()) and bool(least > 0)

    def error(self, size: Callable[[Any, Any], Any], _: Callable[[Any], Any]) -> Any:
        """Bound of the integral's error.

        Parameters
        ----------
        size
            Bound of |f| from balls of t and dt/du.
        """
        from flint import arb

        total = arb(0)
        for sign, height in zip((-1, 1), self.heights, strict=True):
            # opening + i(u + iy): a positive y narrows the ellipse.
            line = covered(_along(self, size, arb(sign * height)), arb(0), arb.pi())
            total += 2 * line / ((arb(height) * 2 * self.count).exp() - 1)
        return total


def _along(
    contour: Hyperbola | Ellipse, size: Callable[[Any, Any], Any], y: Any
) -> Callable[[Any], Any]:
    """The bound of |f| on the line Im u = y."""
    from flint import acb

    return lambda u: size(*contour.at(acb(u, y)))


def covered(size: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """Upper bound of the integral of a function bounded on intervals.

    Parameters
    ----------
    size
        Upper bound of the function on an interval, not finite where none is found.
    low, high
        Ends, low < high.

    Examples
    --------
    >>> import pytest
    >>> flint = pytest.importorskip("flint")
    >>> found = covered(lambda u: u * u, flint.arb(0), flint.arb(1))
    >>> 1 / 3 < float(found) < 0.36
    True
    """
    from flint import arb

    todo = [
        (low + (high - low) * k / _CELLS, low + (high - low) * (k + 1) / _CELLS, 0)
        for k in range(_CELLS)
    ]
    total = arb(0)
    while todo:
        start, stop, depth = todo.pop()
        value = size(start.union(stop))
        if value.is_finite():
            total += arb(value.upper()) * (stop - start)
        elif depth == _DEPTH:
            return arb("inf")
        else:
            middle = (start + stop) / 2
            todo += [(start, middle, depth + 1), (middle, stop, depth + 1)]
    return arb(total.upper())
