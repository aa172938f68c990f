"""IsoFLOP analyses of exact curves: what the window and the sizes do to the exponents."""

import numpy as np
import pytest

from benchmarks import windows


def in_window(beta, window, approach):
    flops = np.geomspace(*window, 25)
    return windows.measured(windows.losses(beta, flops), flops, approach)


@pytest.mark.parametrize("approach", [1, 2])
def test_exponents_of_a_law_are_measured(approach):
    sizes = tuple(10 * 1.05**k for k in range(300))
    d = np.array(sizes)[:, None]
    flops = np.geomspace(1e6, 1e8, 15)
    logs = np.log(d**-0.5 + (flops / d) ** -0.3)
    found = windows.measured(logs, flops, approach, sizes)
    assert found.left_out == 0
    assert found.eta == pytest.approx(0.5 * 0.3 / 0.8, abs=1e-4)
    assert found.xi == pytest.approx(0.3 / 0.8, abs=0.005)


def test_the_best_loss_falls_faster_than_in_the_limit():
    """Where theory says 0.643, exact curves give 0.648."""
    assert round(in_window("0.9", (2e6, 5e7), 2).eta, 3) == 0.648
    assert in_window("0.7", (1e6, 1e8), 2).eta < 0.63


def test_the_size_exponent_moves_with_the_window_by_the_grid_of_sizes():
    wide, narrow = (
        [in_window("0.3", w, approach).xi for approach in (1, 2)] for w in windows.WINDOWS[:2]
    )
    assert abs(wide[0] - narrow[0]) > 0.09
    assert abs(wide[1] - narrow[1]) < 0.01
