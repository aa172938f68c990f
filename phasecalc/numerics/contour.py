r"""Contours for inverse transforms whose singularities lie on a real interval.

An original :math:`g(T) = (2\pi i)^{-1}\int e^{tT}G(t)\,dt` with G real on the
real axis and singular only on :math:`[\text{left}, \text{right}]` is summed by
the trapezoid rule on the upper half of a contour, its mirror image adding the
complex conjugate. For large T the contour is a hyperbola that lets
:math:`e^{tT}` decay; the number of nodes follows from the digits asked and from
the ratio of the largest to the smallest T served, never from T itself
(Weideman and Trefethen, Math. Comp. 76 (2007), 1341). For T of order one it is
a closed ellipse around the interval, which needs no decay.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

from phasecalc.numerics.arithmetic import Array, Field

__all__ = ["Contour", "ellipse", "hyperbola", "smallest_hyperbola_time"]


@dataclass(frozen=True, slots=True)
class Contour:
    """Nodes and weights on the upper half of a symmetric contour.

    Parameters
    ----------
    nodes
        Points t, with positive imaginary part.
    weights
        Weights W: the integral is ``2 * Re(sum(W * exp(t*T) * G(t)))``.
    """

    nodes: Array
    weights: Array


@dataclass(frozen=True, slots=True)
class _Shape:
    """Hyperbola scale*(1 + sin(iu - angle)) for times up to 1, with its step and node count."""

    angle: float
    step: float
    scale: float
    count: int

    @property
    def height(self) -> float:
        """Largest imaginary part."""
        return self.scale * math.cos(self.angle) * math.sinh(self.step * self.count)


@functools.lru_cache(maxsize=512)
def _shape(ratio: float, digits: float, growth: float) -> _Shape:
    """Fewest nodes whose three errors lie below the digits and whose vertex stays small.

    The errors are exp(-2 pi (pi/2 - angle)/step) and exp(scale - 2 pi angle/step) of the
    two sides of the strip, and the truncation at the smallest time.
    """
    size = digits * math.log(10)
    best: _Shape | None = None
    for k in range(1, 400):
        angle = k * math.pi / 800
        step = 2 * math.pi * (math.pi / 2 - angle) / size
        scale = min(2 * math.pi * angle / step - size, growth / (1 - math.sin(angle)))
        if scale <= 0:
            continue
        end = math.acosh((1 + size * ratio / scale) / math.sin(angle))
        count = math.ceil(end / step)
        if best is None or count < best.count:
            best = _Shape(angle, step, scale, count)
    assert best is not None  # the angle pi/2 - 0 always qualifies
    return best


def hyperbola(
    first: float,
    last: float,
    digits: float,
    field: Field,
    right: Any = 0,
    growth: float = 1.0,
) -> Contour:
    """Contour that serves every time T in [first, last].

    Parameters
    ----------
    first, last
        The smallest and largest time served, positive.
    digits
        Decimal digits of the discretisation error, relative to the transform's size.
    field
        Arithmetic of the nodes.
    right
        Right end of the singular interval.
    growth
        Logarithm of the largest modulus of e^(tT), which multiplies rounding errors; a larger one
        saves nodes.

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> import numpy as np
    >>> c = hyperbola(50.0, 50.0, 16, DOUBLE)
    >>> value = 2 * np.sum(c.weights * np.exp(50 * c.nodes) / c.nodes**2).real
    >>> bool(abs(value - 50) < 1e-11)
    True
    """
    shape = _shape(last / first, digits, growth)
    # The angle and step are design choices: any precision of them is exact enough.
    scale = field.real(shape.scale) / field.real(last)
    step, phi = field.real(shape.step), field.real(shape.angle)
    u = field.array([k + 0.5 for k in range(shape.count)]) * step
    grow, shrink = field.exp(u + 1j * phi), field.exp(-u - 1j * phi)
    # sin(iu - phi) and its derivative, written with exponentials
    nodes = right + scale * (1 + (shrink - grow) / 2j)
    weights = scale * (grow + shrink) / 2 * step / (2 * field.pi)
    return Contour(nodes, weights)


def smallest_hyperbola_time(digits: float, growth: float = 1.0) -> float:
    """Smallest time whose hyperbola stays where the transform lives, between Im t = -pi and pi.

    Parameters
    ----------
    digits
        Decimal digits of the discretisation error.
    growth
        As for ``hyperbola``.

    Examples
    --------
    >>> print(f"{smallest_hyperbola_time(16):.1f}")
    16.8
    """
    return _shape(1.0, digits, growth).height / (0.75 * math.pi)


def ellipse(
    left: float, right: float, last: float, digits: float, field: Field, growth: float = 1.5
) -> Contour:
    """Closed contour around [left, right] that serves every time T in [0, last].

    Parameters
    ----------
    left, right
        The singular interval; the transform has period 2 pi i.
    last
        Largest time served.
    digits
        Decimal digits of the discretisation error.
    field
        Arithmetic of the nodes.
    growth
        As for ``hyperbola``.

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> import numpy as np
    >>> c = ellipse(-0.7, 0.0, 3.0, 14, DOUBLE)
    >>> value = 2 * np.sum(c.weights * np.exp(3 * c.nodes) / (np.exp(c.nodes) - 0.8)).real
    >>> bool(abs(value - 0.8**2) < 1e-12)
    True
    """
    half = max((right - left) / 2, 1e-6)
    middle = (right + left) / 2
    opening = min(
        math.acosh(1 + growth / (half * (last + 1))),
        math.asinh(4.5 / half) / 2,
    )
    spread = last * half * (math.cosh(2 * opening) - 1)
    count = math.ceil((digits * math.log(10) + spread + 2) / opening / 2)
    step = field.pi / count
    theta = field.array([k + 0.5 for k in range(count)]) * step
    grow, shrink = field.exp(opening + 1j * theta), field.exp(-opening - 1j * theta)
    nodes = field.real(middle) + field.real(half) * (grow + shrink) / 2
    weights = field.real(half) * (grow - shrink) / 2 * step / (2 * field.pi)
    return Contour(nodes, weights)
