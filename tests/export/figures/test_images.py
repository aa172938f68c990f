"""Pictures of every figure against baselines; a moved boundary or a wrong curve is seen.

Texts, legends and the layout around them are taken out before comparing: they differ between
versions of Matplotlib; lines and colours do not.
To make the baselines anew: ``pytest tests/export/figures/test_images.py --mpl-generate-path=
tests/export/figures/baseline``; then look at each.
"""

import dataclasses
import io
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import style
from matplotlib.legend import Legend
from matplotlib.testing.compare import calculate_rms
from matplotlib.text import Text
from PIL import Image

from phasecalc.export.figures import dominance, heatmap, local, optimisers, plane
from phasecalc.laws.optimum.allocation import Solver
from phasecalc.plrf.model.parameters import PLRF
from tests.export.figures.drawing import FIGURES

BASELINE = Path(__file__).with_name("baseline")
SAVED = {"dpi": 50, "metadata": {"Software": None}}
# Root mean square over pixels, of 255. Baselines are from Matplotlib 3.11; 3.9 is within 3.3 of
# them (it hatches otherwise), and every mutant below is at 5.6 or beyond.
TOLERANCE = 4.0


def bare(ax):
    """Figure of the axes with every text and legend hidden, where nothing moves to make room."""
    ax.figure.set_layout_engine("none")
    for artist in (*ax.figure.findobj(Text), *ax.figure.findobj(Legend)):
        artist.set_visible(False)
    return ax.figure


@pytest.mark.skipif(mpl.__version_info__ < (3, 9), reason="Matplotlib before 3.9 hatches otherwise")
@pytest.mark.mpl_image_compare(
    baseline_dir="baseline", style="default", savefig_kwargs=SAVED, tolerance=TOLERANCE
)
@pytest.mark.parametrize("name", FIGURES)
def test_picture(name):
    return bare(FIGURES[name]())


def pixels(file):
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB")).astype(np.int16)


def distance(name):
    """Distance of a figure from its baseline, measured as pytest-mpl does."""
    with style.context("default", after_reset=True):
        picture = io.BytesIO()
        bare(FIGURES[name]()).savefig(picture, format="png", **SAVED)
    baseline = pixels(BASELINE / f"test_picture_{name}.png")
    return calculate_rms(baseline, pixels(picture))


def shifted_curves(monkeypatch):
    lines = plane.zero_set

    def moved(*arguments):
        for a, b in lines(*arguments):
            yield a + (0.02 if "2*alpha**2" in str(arguments[1]) else 0), b

    monkeypatch.setattr(plane, "zero_set", moved)


def wider_phase(monkeypatch):
    """One phase's exponent is 5% too large."""
    values = heatmap._values

    def raised(drawn, quantity):
        found = values(drawn, quantity)
        return np.ma.where(drawn.values.phase == "II", 1.05 * found, found)

    monkeypatch.setattr(heatmap, "_values", raised)


def raised_term(monkeypatch):
    terms = PLRF.terms

    def wrong(self, r):
        found = terms(self, r)
        return dataclasses.replace(found, pure_point_leading=1.3 * found.pure_point_leading)

    monkeypatch.setattr(PLRF, "terms", wrong)


def turned_sector(monkeypatch):
    sectors = dominance.dominant_terms

    def wrong(*point):
        first, second, *rest = sectors(*point)
        end = first.high + Fraction(1, 60)
        yield dataclasses.replace(first, high=end)
        yield dataclasses.replace(second, low=end)
        yield from rest

    monkeypatch.setattr(dominance, "dominant_terms", wrong)


def wrong_limit(monkeypatch):
    monkeypatch.setattr(local, "spread", lambda places, gap: places)
    kept = mpl.axes.Axes.axhline
    monkeypatch.setattr(
        mpl.axes.Axes, "axhline", lambda self, y, **named: kept(self, 1.02 * y, **named)
    )


def worse_loss(monkeypatch):
    loss = PLRF.loss
    monkeypatch.setattr(PLRF, "loss", lambda self, r, **named: 1.15 * loss(self, r, **named))


def other_winner(monkeypatch):
    """One zone of SignSGD is given to SGD."""
    zones = optimisers._gains("stated")
    one = next(z for z, _ in zones if z.best == ("SignSGD",))
    changed = tuple((dataclasses.replace(z, best=("SGD",)) if z is one else z, g) for z, g in zones)
    monkeypatch.setattr(optimisers, "_gains", lambda noise: changed)


def steeper_sizes(monkeypatch):
    found = Solver.at

    def wrong(self, flops):
        best = found(self, flops)
        more = (float(best.flops) / 1e18) ** 0.05
        return dataclasses.replace(best, sizes={n: x * more for n, x in best.sizes.items()})

    monkeypatch.setattr(Solver, "at", wrong)


MUTANTS = [
    ("phases", shifted_curves),
    ("map", shifted_curves),
    ("map", wider_phase),
    ("loss", raised_term),
    ("dominance", turned_sector),
    ("exponents", wrong_limit),
    ("simulation", worse_loss),
    ("frontier", worse_loss),
    ("isoflop", worse_loss),
    ("optimisers", other_winner),
    ("laws", steeper_sizes),
]


@pytest.mark.parametrize(("name", "mutate"), MUTANTS)
def test_mutants_are_seen(name, mutate, monkeypatch):
    mutate(monkeypatch)
    assert distance(name) > 1.25 * TOLERANCE


def test_the_measure_is_zero_for_the_same_figure():
    assert distance("dominance") < TOLERANCE / 20
