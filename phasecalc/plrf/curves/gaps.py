"""Circles in t between modes far apart, for the times at which the fast ones have died out.

A spectrum that falls steeply leaves gaps between its modes. At times when mode j has died and
mode j + 1 has hardly moved, forcing and loss stand on a plateau. A contour as wide as 1/r crosses
the gap far from what is left of the spectrum: what the dead modes add there is large and cancels.
A circle just round the modes that live has them outside, and serves the whole plateau.

What lies outside is left out: the bands of the fast modes, and the zero of 1 - G_K that belongs to
them. In the gap G_K falls as w rises, so that where it is below 1 that zero lies further left.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.arithmetic import Field
from phasecalc.numerics.contour import Contour
from phasecalc.plrf.curves.slowest import log_multiplier

if TYPE_CHECKING:
    from phasecalc.plrf.curves.transforms import Generating

__all__ = ["Gap", "circle", "gaps"]

_WIDE = 1e5  # least ratio of neighbouring eigenvalues
_MOST = 40  # modes looked at
_ROOM = 3.0  # from the living modes to the circle, and from the circle to the dead ones
_COUNT = 24  # nodes on half the circle: room^(-2 count) is far below a double's rounding
_OFF = 1e-2  # angle off the real axis at which G_K is looked at
_MARGIN = 45.0  # minus the log of what dead modes may leave, relative to the living


class Gap(NamedTuple):
    """A gap of the spectrum in t = log w, and the times for which its circle serves.

    Parameters
    ----------
    radius
        Of the circle about t = 0.
    first, last
        Times r + 1 between which it serves.
    """

    radius: float
    first: float
    last: float


def gaps(generating: Generating, free: float) -> Iterator[Gap]:
    """The gaps in which a circle serves some times.

    Parameters
    ----------
    generating
        The model and its arithmetic.
    free
        1 - ||K||, above 0.
    """
    res = generating.resolvent
    a, d, pace = float(res.a), float(res.d), 2 * float(generating.gamma * generating.batch)
    right = -float(log_multiplier(generating, res.right_edge))
    for j in range(1, min(_MOST, math.ceil(d) - 1) + 1):
        if a * math.log1p(1 / j) < math.log(_WIDE) or a * math.log(j + 1) > 600:
            return
        # Both edges of the bands with room to spare: a band is as Marchenko and Pastur have it.
        radius = _ROOM * 1.5 * (1 + 1 / math.sqrt(d)) ** 2 * pace * (j + 1) ** -a
        low = j**-a * (math.sqrt(d - j + 1) - 1) ** 2 / (2 * d)
        reach = min(right, -float(log_multiplier(generating, generating.field.real(low)))) / 2
        while reach > _ROOM * radius and not _alone(generating, reach, free):
            reach /= 4
        if reach <= _ROOM * radius:
            continue
        weight = float(res.weight)
        margin = _MARGIN - math.log(radius * free) + weight * math.log(j + 1)
        first = (margin + math.log1p(margin / reach)) * 1.1 / reach
        if first < 1 / radius:
            yield Gap(radius, first, 1 / radius)


def _alone(generating: Generating, reach: float, free: float) -> bool:
    """Whether 1 - G_K has no zero in the gap within so far of t = 0."""
    t = generating.field.array([complex(-reach, reach * _OFF)])
    try:
        kernel = generating.at(t, 0).kernel
    except NotConverged:
        return False
    return 1 - complex(kernel[0]).real > 0.3 * free


def circle(radius: float, field: Field) -> Contour:
    """The upper half of a circle about 0.

    Parameters
    ----------
    radius
        Its radius.
    field
        Arithmetic of the nodes.

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> c = circle(1e-3, DOUBLE)
    >>> value = 2 * sum(c.weights * (1 / (c.nodes + 1e-5) + 1 / (c.nodes + 1))).real
    >>> bool(abs(value - 1) < 1e-12)
    True
    """
    turns = field.exp(1j * field.array([k + 0.5 for k in range(_COUNT)]) * (field.pi / _COUNT))
    nodes = radius * turns
    return Contour(nodes, nodes / (2 * _COUNT))
