"""Zero sets of polynomials on a rectangle, cut to where other conditions hold: nothing is traced
from samples of a phase."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.plrf.asking.arrays import polynomial_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from phasecalc.regions.condition import Condition

__all__ = ["SAMPLES", "Line", "Ranges", "zero_set"]

SAMPLES = 481  # a side: boundaries are then true to a quarter of a point in print

Line = tuple["NDArray[np.float64]", "NDArray[np.float64]"]
Ranges = tuple[tuple[float, float], tuple[float, float]]


def zero_set(
    ranges: Ranges,
    curve: Condition,
    others: Iterable[Condition],
    place: Callable[..., tuple[NDArray[np.float64], ...]] = lambda x, y: (x, y),
) -> Iterator[Line]:
    """Polylines on which a polynomial vanishes and the other conditions hold weakly.

    Parameters
    ----------
    ranges
        The rectangle.
    curve, others
        Conditions on the parameters.
    place
        Values of all parameters from the two that are drawn.
    """
    from contourpy import contour_generator

    # Off the samples: a line through grid nodes would make degenerate contours.
    a, b = (np.linspace(low, high, SAMPLES + 2) for low, high in ranges)
    surface = polynomial_values(curve.polynomial, place(*np.meshgrid(a, b)))
    for points in contour_generator(a, b, surface).lines(0.0):
        x, y = np.asarray(points).T
        kept = np.ones_like(x, dtype=bool)
        for c in others:
            if c.with_relation("=") != curve.with_relation("="):
                kept &= polynomial_values(c.polynomial, place(x, y)) >= -1e-9
        yield np.where(kept, x, np.nan), np.where(kept, y, np.nan)
