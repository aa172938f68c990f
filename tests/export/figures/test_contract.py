"""What every figure function keeps: given axes are used and returned, no global state changes."""

import subprocess
import sys

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from phasecalc.export.figures import dominance_panels
from phasecalc.export.figures.style import look, point_text
from phasecalc.export.output.files import save_figure
from tests.export.figures.drawing import FIGURES, POINT


@pytest.fixture
def settings_kept():
    # dict.items: asking RcParams itself for its backend would choose one.
    before = list(dict.items(mpl.rcParams))
    yield
    assert list(dict.items(mpl.rcParams)) == before


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.usefixtures("settings_kept")
def test_draws_into_given_axes_only(name):
    figure = Figure(figsize=(8, 4))
    given, other = figure.subplots(1, 2)
    assert FIGURES[name](ax=given) is given
    assert not other.has_data()
    assert given.get_xlabel()
    assert given.get_ylabel()


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.usefixtures("settings_kept")
def test_makes_a_figure_and_saves_it_as_vectors(name, tmp_path):
    ax = FIGURES[name]()
    assert isinstance(ax, Axes)
    with look():
        for ending in ("svg", "pdf"):
            save_figure(ax.figure, tmp_path / f"figure.{ending}")
    # Type 3 fonts cannot be searched, and journals refuse them.
    assert b"/Type3" not in (tmp_path / "figure.pdf").read_bytes()
    assert "<path" in (tmp_path / "figure.svg").read_text(encoding="utf-8")


@pytest.mark.usefixtures("settings_kept")
def test_panels_draw_into_a_given_figure():
    figure = Figure()
    drawn = dominance_panels({"III": POINT, "II": (1, "7/10")}, figure=figure)
    assert drawn == figure.axes
    assert [ax.get_title().partition(":")[0] for ax in drawn] == ["III", "II"]


NAMED = {"loss": True, "simulation": True, "frontier": False, "isoflop": False, "dominance": False}


@pytest.mark.parametrize("name", NAMED)
def test_a_figure_of_one_point_names_it_unless_it_has_a_title(name):
    title = FIGURES[name]().get_title()
    assert title.startswith(r"$\alpha = 0.")
    assert r"$, $\beta = 0.9$" in title
    assert ("$d = " in title) == NAMED[name]
    given = Figure().subplots()
    given.set_title("ours")
    assert FIGURES[name](ax=given).get_title() == "ours"


def test_sizes_are_written_as_one_writes_them():
    ends = [point_text("1/4", 1, d).rpartition("d = ")[2] for d in (1000, 1e5, 250_000, 10**12)]
    assert ends == ["1000$", "10^{5}$", r"2.5 \times 10^{5}$", "10^{12}$"]


def test_settings_of_the_reader_win_where_the_style_sheet_is_silent():
    with mpl.rc_context({"figure.facecolor": "red"}), look():
        assert mpl.rcParams["figure.facecolor"] == "red"


def test_pyplot_is_neither_loaded_nor_told():
    code = (
        "import sys, matplotlib as mpl; before = list(dict.items(mpl.rcParams))\n"
        "from tests.export.figures.drawing import FIGURES\n"
        "for draw in FIGURES.values(): draw()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "assert list(dict.items(mpl.rcParams)) == before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_open_pyplot_figures_stay_as_they_are():
    from matplotlib import pyplot as plt

    mine = plt.figure()
    try:
        FIGURES["dominance"]()
        assert plt.get_fignums() == [mine.number]
        assert plt.gcf() is mine
        assert not mine.axes
    finally:
        plt.close(mine)
