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

_ELLIPSE_GROWTH = 4.0  # log of the largest |e^{tT}| allowed on the ellipse


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


@functools.lru_cache(maxsize=512)
def _shape(ratio: float) -> tuple[float, float, float]:
    """Opening angle, half-length and decay per node that suit the ratio of times."""

    def decay(angle: float) -> tuple[float, float]:
        top = (math.pi - 2 * angle) * ratio + 4 * angle - math.pi
        length = math.acosh(top / ((4 * angle - math.pi) * math.sin(angle)))
        return (math.pi**2 - 2 * math.pi * angle) / length, length

    low, high = math.pi / 4 + 1e-6, math.pi / 2 - 1e-6
    for _ in range(60):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        if decay(left)[0] < decay(right)[0]:
            low = left
        else:
            high = right
    best = (low + high) / 2
    rate, length = decay(best)
    return best, length, rate


def hyperbola(first: float, last: float, digits: float, field: Field, right: Any = 0) -> Contour:
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

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> import numpy as np
    >>> c = hyperbola(50.0, 50.0, 14, DOUBLE)
    >>> value = 2 * np.sum(c.weights * np.exp(50 * c.nodes) / c.nodes**2).real
    >>> bool(abs(value - 50) < 1e-11)
    True
    """
    angle, length, rate = _shape(last / first)
    count = math.ceil(digits * math.log(10) / rate)
    # The angle and step are design choices: any precision of them is exact enough.
    scale = field.real((4 * math.pi * angle - math.pi**2) / length * count) / field.real(last)
    step, phi = field.real(length / count), field.real(angle)
    u = field.array([k + 0.5 for k in range(count)]) * step
    grow, shrink = field.exp(u + 1j * phi), field.exp(-u - 1j * phi)
    # sin(iu - phi) and its derivative, written with exponentials
    nodes = right + scale * (1 + (shrink - grow) / 2j)
    weights = scale * (grow + shrink) / 2 * step / (2 * field.pi)
    return Contour(nodes, weights)


def smallest_hyperbola_time(digits: float, ratio: float) -> float:
    """Smallest first time whose hyperbola stays where the transform lives, \\|Im t\\| < pi.

    Parameters
    ----------
    digits
        Decimal digits of the discretisation error.
    ratio
        Largest over smallest time served.
    """
    angle, length, rate = _shape(ratio)
    count = math.ceil(digits * math.log(10) / rate)
    reach = (4 * math.pi * angle - math.pi**2) / length * count / ratio
    return reach * math.cos(angle) * math.sinh(length) / (0.75 * math.pi)


def ellipse(left: float, right: float, last: float, digits: float, field: Field) -> Contour:
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
        math.acosh(1 + _ELLIPSE_GROWTH / (half * (last + 1))),
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
