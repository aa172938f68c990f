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
