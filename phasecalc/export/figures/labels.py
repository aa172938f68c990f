"""Where labels go: into the largest disc of a sampled region, or apart beside a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["inner_distance", "label_place", "spread"]


def inner_distance(inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Distance of each sample from the nearest one outside, in samples; outside it is 0.

    Beyond the edge of the array counts as outside. Two passes of one dimension each: along rows
    by counting, across them by the lower envelope of the squared distances (Felzenszwalb and
    Huttenlocher, Theory of Computing 8, 415-428), here by direct minimisation.

    Examples
    --------
    >>> inner_distance(np.ones((3, 5), dtype=bool))[1]
    array([1., 2., 2., 2., 1.])
    """
    padded = np.pad(inside, 1)
    along = np.minimum(_count(padded), _count(padded[:, ::-1])[:, ::-1]).astype(float)
    rows = np.arange(len(padded))
    gaps = (rows[:, None] - rows[None, :]) ** 2
    squared = np.stack([(along[:, k] ** 2 + gaps).min(axis=1) for k in range(padded.shape[1])], 1)
    return np.asarray(np.sqrt(squared[1:-1, 1:-1]))


def label_place(inside: NDArray[np.bool_]) -> tuple[int, int, float]:
    """Row and column of the middle of the largest disc in a region, and its radius in samples.

    Of several equal discs the one nearest to the region's centre of mass.
    """
    distance = inner_distance(inside)
    rows, columns = np.nonzero(distance >= distance.max() - 1)
    centre = np.argwhere(inside).mean(axis=0)
    best = np.argmin((rows - centre[0]) ** 2 + (columns - centre[1]) ** 2)
    return int(rows[best]), int(columns[best]), float(distance.max())


def _count(inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Length of the run of samples inside that ends at each sample, row by row."""
    steps = np.arange(inside.shape[1])
    last_outside = np.maximum.accumulate(np.where(inside, -1, steps), axis=1)
    return np.asarray(steps - last_outside)


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move places apart as little as order allows, so that neighbours are a gap apart.

    Clusters are merged from below: each is centred on the mean of its members.

    Parameters
    ----------
    places
        Wanted places, in any order.
    gap
        Least distance between two.

    Examples
    --------
    >>> spread([0.0, 1.0, 1.0], gap=0.5)
    [0.0, 0.75, 1.25]
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    clusters: list[list[int]] = []

    def ends(cluster: list[int]) -> tuple[float, float]:
        middle = sum(places[k] for k in cluster) / len(cluster)
        half = gap * (len(cluster) - 1) / 2
        return middle - half, middle + half

    for k in order:
        clusters.append([k])
        while len(clusters) > 1 and ends(clusters[-1])[0] - ends(clusters[-2])[1] < gap:
            last = clusters.pop()
            clusters[-1] += last
    moved = [0.0] * len(places)
    for cluster in clusters:
        for step, k in enumerate(cluster):
            moved[k] = ends(cluster)[0] + step * gap
    return moved
