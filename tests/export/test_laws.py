"""Figures of laws and of the best optimiser: what they show is what the laws say."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

import phasecalc as pc
from phasecalc.exceptions import DomainError
from phasecalc.export.figures.laws import comparison_figure
from phasecalc.export.figures.optimisers import optimisers_figure


@pytest.fixture(scope="module")
def drawn():
    ax = optimisers_figure()
    ax.figure.canvas.draw()
    return ax


def test_labels_name_the_best_where_they_stand(drawn):
    best = pc.laws.best_optimiser()
    found = {t.get_text(): t.get_position() for t in drawn.texts}
    for name in ("DANA-decaying", "SignSGD", "tuned SGD", "as SGD"):
        zone = best.at(*(str(round(float(x), 5)) for x in found[name]))
        assert ("SGD" in zone.best) if name == "as SGD" else zone.best[0] == name
    assert sum(found["no power law"]) < 0.5


def test_colours_are_the_zones(drawn):
    (image,) = drawn.images
    area = np.asarray(image.get_array())
    best = pc.laws.best_optimiser()
    low, high = image.get_extent()[:2]
    generator = np.random.default_rng(3)
    seen = {}
    for row, column in generator.integers(0, len(area), (60, 2)):
        a, b = (low + (high - low) * (k + 0.5) / len(area) for k in (column, row))
        if a + b < 0.51:
            assert area[row, column] == 0 or a + b > 0.49
            continue
        zone = best.at(str(round(a, 9)), str(round(b, 9)))
        name = "SGD" if "SGD" in zone.best else zone.best[0]
        assert seen.setdefault(name, area[row, column]) == area[row, column]


def test_given_axes_are_used():
    ax = Figure().subplots()
    assert optimisers_figure(ax) is ax
    law = pc.laws.two_term
    curves = {"B": pc.laws.local_exponents(law, ["1e20", "1e22"], fit="besiroglu")}
    other = Figure().subplots()
    assert comparison_figure(curves, other) is other
    (line,) = other.lines
    assert np.allclose(line.get_ydata(), [float(x.sizes["N"]) for x in curves["B"]])
    with pytest.raises(DomainError, match="no size"):
        comparison_figure(curves, size="B")


def test_no_global_state_is_touched():
    before = dict(mpl.rcParams)
    optimisers_figure()
    assert dict(mpl.rcParams) == before
