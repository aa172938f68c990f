"""Curves through losses at one budget, and where they are least."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["CURVES", "lowest", "lowest_each"]

Floats = npt.NDArray[np.float64]

CURVES = {
    "parabola": "a parabola at each budget",
    "akima": "an Akima curve of log losses at each budget",
    "envelope": "the best run at each budget",
}
_FEWEST = 3  # sizes that a curve passes through
_STEPS = 100  # between two neighbours, on average


def lowest(curve: str, x: Floats, y: Floats) -> float | None:
    """Where a curve is least; None where it has no minimum strictly between its ends.

    Parameters
    ----------
    curve
        One of :data:`CURVES`.
    x, y
        Logarithms of sizes, and losses. Of runs of one size the best counts, but for a parabola
        all do.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([0.0, 1.0, 2.0, 4.0])
    >>> print(f"{lowest('parabola', x, (x - 1.5) ** 2):.3f}", lowest("parabola", x, -x))
    1.500 None
    """
    if curve == "parabola":
        return _vertex(x, y)
    found = float(lowest_each(curve, x, y[None, :])[0])
    return None if np.isnan(found) else found


def lowest_each(curve: str, x: Floats, y: Floats) -> Floats:
    """The same for rows of losses at the same sizes; NaN where there is no minimum."""
    if curve == "parabola":
        places = [_vertex(x, row) for row in y]
        return np.array([np.nan if p is None else p for p in places])
    sizes, place = np.unique(x, return_inverse=True)
    best = np.full((len(sizes), len(y)), np.inf)
    np.minimum.at(best, place.reshape(-1), y.T)
    grid = sizes
    if curve == "akima":
        from scipy.interpolate import Akima1DInterpolator

        if len(sizes) < _FEWEST or not (best > 0).all():
            return np.full(len(y), np.nan)
        grid = np.linspace(sizes[0], sizes[-1], (len(sizes) - 1) * _STEPS)
        best = Akima1DInterpolator(sizes, np.log(best))(grid)
    k = np.argmin(best, axis=0)
    return np.where((k > 0) & (k < len(grid) - 1), grid[k], np.nan)


def _vertex(x: Floats, y: Floats) -> float | None:
    middle = x.mean()
    z = x - middle
    if len(np.unique(z)) < 3:
        return None
    (_, slope, bend), *_ = np.linalg.lstsq(np.vander(z, 3, increasing=True), y, rcond=None)
    if not bend > 0:
        return None
    place = -slope / (2 * bend)
    return float(place + middle) if z.min() < place < z.max() else None
