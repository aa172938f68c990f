"""The figure: labels inside their phases and apart, boundaries on their curves."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

import phasecalc as pc
from phasecalc.export.figures import phase_diagram_figure, save_phase_diagram
from phasecalc.parsing import exact

NAMES = {"largest": 7, "free": 6}


@pytest.fixture(scope="module", params=NAMES)
def drawn(request):
    ax = phase_diagram_figure(learning_rate=request.param)
    ax.figure.canvas.draw()
    return request.param, ax


def test_labels_stand_in_their_phases(drawn):
    learning_rate, ax = drawn
    found = {t.get_text(): getattr(t, "xy", t.get_position()) for t in ax.texts}
    assert set(found) == {p.name for p in pc.phase_diagram(learning_rate).phases} | {"no power law"}
    for name, (a, b) in found.items():
        if name == "no power law":
            assert a + b < 0.5
        else:
            answer = pc.exponents(exact(round(a, 4)), exact(round(b, 4)), learning_rate)
            assert answer.phase == name


def test_labels_do_not_collide(drawn):
    _, ax = drawn
    boxes = [t.get_window_extent() for t in ax.texts if t.get_rotation() == 0]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_boundaries_lie_where_two_phases_meet(drawn):
    learning_rate, ax = drawn
    diagram = pc.phase_diagram(learning_rate)
    solid = [line for line in ax.lines if line.get_color() == "black"]
    assert len(solid) >= len(diagram.boundaries)
    step = 4e-3
    for line in solid:
        x, y = (np.asarray(c, dtype=float) for c in line.get_data())
        kept = np.isfinite(x) & (x > 0.02) & (x < 1.18) & (y > 0.02) & (y < 1.18)
        shifts = [(step, 0), (-step, 0), (0, step), (0, -step)]
        around = [diagram.evaluate(x[kept] + u, y[kept] + v).phase for u, v in shifts]
        assert all(len(set(names)) > 1 for names in zip(*around, strict=True))


def test_half_is_hatched_by_the_formulas(monkeypatch):
    hatches = []
    draw = mpl.axes.Axes.contourf

    def spy(self, *arguments, **named):
        if named.get("hatches"):
            hatches.append(np.asarray(arguments[2]))
        return draw(self, *arguments, **named)

    monkeypatch.setattr(mpl.axes.Axes, "contourf", spy)
    phase_diagram_figure()
    (inside,) = hatches
    # Ib (a triangle of area 1/8) and III with IVa above beta = 1/2.
    area = 1 / 8 + (0.5 - (1 - 2**-0.5)) * 0.7 + 0.7**2 / 2
    assert inside.mean() * 1.2**2 == pytest.approx(area, abs=5e-3)


def test_draws_into_given_axes_and_other_ranges():
    ax = Figure().add_subplot()
    assert phase_diagram_figure(ax, alpha_range=(0.5, 2), beta_range=(0.5, 2)) is ax
    assert {t.get_text() for t in ax.texts} == {"II", "III"}


def test_same_diagram_gives_the_same_bytes(tmp_path):
    for name in ("one.svg", "two.svg"):
        save_phase_diagram(tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_own_points_letters_and_window():
    ax = phase_diagram_figure(
        alpha_range=(0, 2),
        beta_range=(0, 2),
        points={"ours": ("9/20", 1), "of $5": (1.6, "3/10")},
        symbols={"P": r"\mathcal{L}", "d": "N", "alpha": "a"},
    )
    ax.figure.canvas.draw()
    texts = {t.get_text(): t.xy for t in ax.texts if t.get_text()[:2] in ("ou", "of")}
    assert texts == {"ours": (0.45, 1.0), r"of \$5": (1.6, 0.3)}
    dots = [line.get_xydata().tolist() for line in ax.lines if line.get_marker() == "o"]
    assert dots == [[[0.45, 1.0]], [[1.6, 0.3]]]
    assert ax.get_xlabel() == "data complexity $a$"
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 2), (0, 2))
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert any("{N}_\\star" in text for text in legend)
    assert any(r"\mathcal{L}" in other.get_ylabel() for other in ax.figure.axes)


@pytest.mark.parametrize(
    ("options", "says"),
    [({"points": {"far": (5, 1)}}, "widen its range"), ({"points": {"x": ("abc", 1)}}, "alpha"),
     ({"symbols": {"loss": "L"}}, "not one of"), ({"symbols": {"P": r"\mathbf{"}}, "P"),
     ({"symbols": {"P": "d"}}, "d"), ({"alpha_range": (1, 1)}, "lesser first")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(options, says):
    with pytest.raises(pc.PhasecalcError, match=says):
        phase_diagram_figure(**options)
