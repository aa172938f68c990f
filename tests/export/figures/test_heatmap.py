"""The heat map shows the exponent that is asked for, and no line where nothing changes."""

import numpy as np
import pytest
from matplotlib.contour import QuadContourSet

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.export.figures import exponent_map_figure
from phasecalc.export.figures.heatmap import QUANTITIES
from phasecalc.parsing import exact

RANGES = {"alpha_range": (0.0, 1.2), "beta_range": (0.0, 1.2)}


def shown(ax, a, b):
    (image,) = ax.images
    left, right, bottom, top = image.get_extent()
    array = image.get_array()
    row = int((b - bottom) / (top - bottom) * array.shape[0])
    column = int((a - left) / (right - left) * array.shape[1])
    return array[row, column]


def expected(quantity, a, b):
    answer = pc.exponents(exact(str(a)), exact(str(b)))
    if quantity == "tuning":
        tuned = pc.exponents(exact(str(a)), exact(str(b)), learning_rate="free")
        return float(tuned.loss_exponent - answer.loss_exponent)
    names = {
        "loss": "loss_exponent",
        "model-size": "model_size_exponent",
        "correction": "correction_exponent",
    }
    return float(getattr(answer, names.get(quantity, "iterations_exponent")))


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_pixels_are_the_exact_exponents(quantity):
    ax = exponent_map_figure(quantity, **RANGES)
    for a, b in ((0.15, 0.8), (0.27, 0.9), (0.4, 0.9), (0.7, 0.9), (1.0, 0.7), (1.0, 0.3)):
        value, wanted = shown(ax, a, b), expected(quantity, a, b)
        if quantity == "tuning" and wanted == 0:
            assert np.ma.is_masked(value)
        else:
            assert float(value) == pytest.approx(wanted, abs=8e-3)  # half a pixel, by the slope
    assert np.ma.is_masked(shown(ax, 0.1, 0.1))


def test_level_lines_do_not_cross_the_jump():
    """d* jumps between IVa (1/2 throughout) and IVb: no level line may enter IVa."""
    ax = exponent_map_figure("model-size")
    for lines in (c for c in ax.collections if isinstance(c, QuadContourSet)):
        if lines.filled:
            continue
        for path in lines.get_paths():
            a, b = path.vertices.T if len(path.vertices) else np.empty((2, 0))
            inside = (a > 0.2975) & (a < 0.495) & (b > 0.505)
            assert not inside.any()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"quantity": "speed"}, "use 'loss', 'model-size'"),
        ({"alpha_range": (1.0, 1.0)}, "alpha_range"),
        ({"beta_range": (0.0, float("nan"))}, "beta_range"),
    ],
)
def test_refusals(given, message):
    with pytest.raises(DomainError, match=message):
        exponent_map_figure(**given)
