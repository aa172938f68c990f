r"""The slowest mode of the loss: an edge of the spectrum, or the pole of 1/(1 - K-hat).

Each iteration multiplies the loss, less its limit, by at most :math:`e^{t_*}`. The forcing decays
like q at the edges of the spectrum. The equation adds the root of :math:`\hat K(w) = 1` outside
them, if there is one: as ||K|| approaches 1 it approaches w = 1, however fast the forcing decays.
With K-hat a positive measure over w less its place, K-hat falls on the way from the edge to w = 1,
so one bracketed root is all, and no other root, real or complex, exists.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from phasecalc.numerics.arithmetic import Array
from phasecalc.plrf.curves.transforms import Generating

__all__ = ["kernel_transform", "log_multiplier", "slowest_log", "spectral_log"]

_ROUNDS = 4  # of multisection; each narrows the bracket sixteen times


def log_multiplier(generating: Generating, z: Any) -> Any:
    """Log of q at a real z.

    Parameters
    ----------
    generating
        The model.
    z
        Where, between 0 and the second root of q = 1.
    """
    gb = generating.gamma * generating.batch
    shift = -2 * gb * z + generating.gamma * gb * (generating.batch + 1) * z * z
    return generating.field.log1p(shift)


def kernel_transform(generating: Generating, z: Array) -> Array:
    """K-hat at w = q(z), for real z from 0 to the left edge.

    Parameters
    ----------
    generating
        The model.
    z
        One-dimensional array.
    """
    res, f = generating.resolvent, generating.field
    # z(s) is concave and falls right of the edge: from kappa Newton's steps cannot overshoot.
    start = z * 0 + res.kappa
    value = generating.plain_kernel(z, start) - generating.plain_kernel(generating.vertex - z)
    slope = 1 - generating.gamma * (generating.batch + 1) * z
    return np.asarray(f.re(value / (2 * generating.gamma * generating.batch * slope)))


def _last(generating: Generating) -> float:
    """The z up to which q(z) lies above its values on the spectrum, rounded towards 0."""
    res = generating.resolvent
    # The right edge is a bound, rounded outwards; q is symmetric to half the vertex.
    return max(0.0, min(float(res.left_edge), generating.room))


def spectral_log(generating: Generating) -> float:
    """Log of the largest q on the spectrum without the atom at 0, or somewhat more.

    Parameters
    ----------
    generating
        The model.
    """
    last = _last(generating)
    return float(log_multiplier(generating, generating.field.real(last)))


def slowest_log(generating: Generating) -> float:
    """Log of the slowest mode, or somewhat more, so that what seems settled is.

    Parameters
    ----------
    generating
        The model.
    """
    f, last = generating.field, _last(generating) * (1 - 1e-3)
    if last <= 0 or generating.resolvent.kappa == 0:
        return 0.0
    # Where rounding hides 1 - ||K||, nothing is known to settle.
    gap = 1 - float(generating.kernel_norm)
    if gap < generating.norm_condition * 10.0 ** (2 - f.digits):
        return 0.0
    low, high = math.log(last * min(1e-3, gap / 100)), math.log(last)
    for _ in range(_ROUNDS):
        grid = np.linspace(low, high, 17)
        values = kernel_transform(generating, f.array([math.exp(x) for x in grid]))
        above = np.flatnonzero([not float(x) < 1 for x in values])
        if above.size == 0:
            return float(log_multiplier(generating, f.real(math.exp(grid[-1]))))
        if above[0] == 0:
            return 0.0
        low, high = grid[above[0] - 1], grid[above[0]]
    return float(log_multiplier(generating, f.real(math.exp(low))))
