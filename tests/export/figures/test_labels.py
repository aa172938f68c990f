"""Places of labels, against the plain way of finding them."""

import numpy as np
import pytest

from phasecalc.export.figures.labels import inner_distance, label_place, spread


def test_inner_distance_is_the_distance_to_the_nearest_sample_outside():
    inside = np.random.default_rng(1).random((12, 15)) < 0.8
    padded = np.pad(inside, 1)
    outside = np.argwhere(~padded) - 1
    expected = [
        [min(np.hypot(*(outside - (i, j)).T)) if inside[i, j] else 0 for j in range(15)]
        for i in range(12)
    ]
    assert inner_distance(inside) == pytest.approx(np.array(expected))
    row, column, radius = label_place(inside)
    assert inside[row, column]
    assert radius == pytest.approx(np.max(expected))


@pytest.mark.parametrize("seed", range(20))
def test_spread_keeps_order_and_gaps_and_moves_nothing_that_has_room(seed):
    places = np.random.default_rng(seed).random(8).tolist()
    gap = 0.08
    moved = spread(places, gap)
    order = np.argsort(places)
    assert (np.diff(np.array(moved)[order]) >= gap - 1e-12).all()
    apart = np.diff(np.sort(places), prepend=-9, append=9)
    for rank, k in enumerate(order):
        if apart[rank : rank + 2].min() > 8 * gap:
            assert moved[k] == places[k]


def test_spread_is_the_least_squares_choice():
    """Against brute force on a grid, for three places that crowd."""
    places, gap = [0.2, 0.21, 0.3], 0.1
    grid = np.linspace(0, 0.5, 51)
    a, b, c = np.meshgrid(grid, grid, grid, indexing="ij")
    allowed = (b - a >= gap - 1e-12) & (c - b >= gap - 1e-12)
    cost = (a - places[0]) ** 2 + (b - places[1]) ** 2 + (c - places[2]) ** 2
    least = cost[allowed].min()
    moved = spread(places, gap)
    assert sum((m - p) ** 2 for m, p in zip(moved, places, strict=True)) <= least + 1e-9
