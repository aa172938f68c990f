"""The drawn geometry is that of the diagram."""

import re
from fractions import Fraction

import pytest

import phasecalc as pc
from phasecalc.checker import Surd
from phasecalc.export.forms.tikz import WINDOW, diagram_picture
from phasecalc.export.outlines.polygons import Line, Window, polygon, segment
from phasecalc.regions.condition import Condition

F = Fraction
UNIT = Window((F(0), F(1)), (F(0), F(1)))


def area(corners):
    total = F(0)
    for p, q in zip(corners, (*corners[1:], corners[0]), strict=True):
        total = total + (p[0] * q[1] - q[0] * p[1])
    return total / 2


def corners_of(phase):
    (cell,) = phase.region.cells
    return polygon([Line.of(c) for c in cell], WINDOW)


@pytest.mark.parametrize("rate", ["largest", "free"])
def test_phases_and_the_rest_fill_the_window_exactly(rate):
    diagram = pc.phase_diagram(rate)
    outside = F(1, 8)  # below alpha + beta = 1/2
    total = sum((area(corners_of(p)) for p in diagram.phases), outside)
    assert total == (WINDOW.x[1] - WINDOW.x[0]) * (WINDOW.y[1] - WINDOW.y[0])


@pytest.mark.parametrize("rate", ["largest", "free"])
def test_inside_a_polygon_the_answer_is_its_phase(rate):
    for phase in pc.phase_diagram(rate).phases:
        corners = corners_of(phase)
        centre = tuple(sum((c[k] for c in corners), F(0)) / len(corners) for k in (0, 1))
        assert pc.exponents(*map(str, centre), learning_rate=rate).phase == phase.name


def test_the_irrational_boundary_is_drawn_exactly():
    picture = diagram_picture(pc.phase_diagram())
    assert "(axis cs:{1-1/2*sqrt(2)},6/5) -- (axis cs:{1-1/2*sqrt(2)},1/2)" in picture
    assert "0.29" not in picture


def test_hatching_and_thick_lines_are_those_of_the_diagram():
    picture = diagram_picture(pc.phase_diagram())
    hatched = re.findall(r"% (\w+): .*\n.*\n.*pattern=", picture)
    assert hatched == [p.name for p in pc.phase_diagram().phases if 2 * p.model_size_exponent == 1]
    thick = re.findall(r"% (\S+): .*\n.*line width=1.6pt", picture)
    assert thick == [
        "/".join(b.phases) for b in pc.phase_diagram().boundaries if not all(b.solution_agrees)
    ]


def test_every_phase_is_labelled():
    for rate in ("largest", "free"):
        picture = diagram_picture(pc.phase_diagram(rate))
        for phase in pc.phase_diagram(rate).phases:
            assert f"{{{phase.name}}}" in picture


def test_curved_conditions_are_refused():
    parabola = Condition.make(("alpha", "beta"), {(2, 0): F(1), (0, 1): F(-1)}, ">")
    with pytest.raises(pc.DomainError, match="straight lines"):
        Line.of(parabola)


def test_clipping():
    below = Line(F(-1), F(-1), F(1, 2))
    assert area(polygon([below], UNIT)) == F(1, 8)
    beyond = Line(F(1), F(0), F(-2))
    assert polygon([beyond], UNIT) == ()
    edge = Line(F(1), F(0), F(-1))  # touches the window in a side only
    assert polygon([edge], UNIT) == ()
    root = Surd(1, F(-1, 2), 2)
    strip = [Line(F(1), F(0), -root), Line(F(-1), F(0), F(1, 2))]
    assert area(polygon(strip, UNIT)) == F(1, 2) - root


def test_segments():
    diagonal = Line(F(1), F(-1), F(0))
    ends = segment(diagonal, [], UNIT)
    assert set(ends) == {(F(0), F(0)), (F(1), F(1))}
    above_half = Line(F(0), F(1), F(-1, 2))
    assert set(segment(diagonal, [above_half], UNIT)) == {(F(1, 2), F(1, 2)), (F(1), F(1))}
    assert segment(Line(F(1), F(0), F(-2)), [], UNIT) is None
    assert segment(diagonal, [Line(F(-1), F(0), F(-1))], UNIT) is None


@pytest.mark.parametrize("rate", ["largest", "free"])
@pytest.mark.parametrize("line", [190, 246, 345])  # points; a narrow column, two, one
def test_what_has_no_power_law_is_written_off_the_frame_and_the_diagonal(rate, line):
    source = diagram_picture(pc.phase_diagram(rate))
    (at,) = re.findall(r"rotate=-45[^\n]*\n *at \(axis cs:([0-9.]+),([0-9.]+)\)", source)
    x, y = map(float, at)
    unit = (min(0.94 * line, 241.8) - 45) / 1.2  # of the axes, in points; 45 are for the labels
    long, high = 38, 7  # of the text in scriptsize, in points
    assert 2**0.5 * min(x, y) * 2 * unit > long + high  # from the one axis to the other
    assert (0.5 - x - y) / 2**0.5 * unit > high / 2 + 1


def test_letters_stay_within_a_narrow_phase():
    source = diagram_picture(pc.phase_diagram())
    assert "width={min(0.94\\linewidth,8.5cm)}" in source
    assert (0.94 * 246 - 45) / 1.2 * (0.5 - 0.293) > 24 + 2  # IVa in bold, in a column of two
