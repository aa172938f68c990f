"""Diagrams of one's own in TikZ: outlines are the regions, to the last corner."""

import random
import re
import shutil
from fractions import Fraction

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.export.documents.document import document
from phasecalc.export.forms.tikz_own import own_diagram, own_picture
from phasecalc.export.outlines.polygons import Window
from phasecalc.export.outlines.slabs import cut_line, outlines
from phasecalc.export.output.compile import compile_tex
from phasecalc.regions.condition import Condition

a, b, c, x = sp.symbols("a b c x")
WINDOW = Window((Fraction(0), Fraction(3)), (Fraction(0), Fraction(2)))


def program(data=b, domain=()):
    return pc.Program.of(
        terms={"capacity": -a * x, "data": -data * (1 - x), "overfitting": 2 * x - 1},
        unknowns=[x],
        constraints=[x >= 0, x <= 1],
        domain=[a > 0, b > 0, *domain],
    )


def area(points):
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return sum(p[0] * q[1] - q[0] * p[1] for p, q in pairs) / 2


def holds(points, at):
    """Whether a polygon holds a point, by how often a ray crosses its sides."""
    inside = False
    for p, q in zip(points, (*points[1:], points[0]), strict=True):
        if (p[1] > at[1]) != (q[1] > at[1]):
            inside ^= at[0] < p[0] + (q[0] - p[0]) * (at[1] - p[1]) / (q[1] - p[1])
    return inside


def test_outlines_fill_the_window_and_hold_the_points_of_their_regions():
    phases = program().diagram().phases
    parts = {
        p.name: [o.corners for k in p.region.cells for o in outlines(k, WINDOW)] for p in phases
    }
    assert sum(area(o) for rows in parts.values() for o in rows) == 6  # the edge is shared
    draw = random.Random(3)
    for _ in range(200):
        at = (Fraction(draw.randrange(1, 300), 100), Fraction(draw.randrange(1, 200), 100))
        beside = at[1] * (1 + at[0]) - at[0]
        if abs(beside) > Fraction(1, 100):  # farther from the bent edge than its polyline is
            (name,) = (n for n, rows in parts.items() if any(holds(o, at) for o in rows))
            assert name == ("1" if beside > 0 else "2")


def test_a_loop_and_an_upright_border():
    """A disc, and the half of it to the right of a line: its cuts are where it turns."""
    disc = Condition.make(
        ("a", "b"), {(2, 0): Fraction(-1), (0, 2): Fraction(-1), (0, 0): Fraction(1)}, ">"
    )
    right = Condition.make(("a", "b"), {(1, 0): Fraction(2), (0, 0): Fraction(-1)}, ">")
    window = Window((Fraction(-2), Fraction(2)), (Fraction(-2), Fraction(2)))
    (whole,) = outlines((disc,), window)
    assert float(area(whole.corners)) == pytest.approx(sp.pi.evalf(), rel=2e-3)
    (half,) = outlines((disc, right), window)
    (end,) = half.ends
    assert [str(v) for p in end.points for v in p] == ["1/2", "-1/2*sqrt(3)", "1/2", "1/2*sqrt(3)"]


def test_intervals_end_at_exact_numbers():
    square = Condition.make(("a",), {(2,): Fraction(1), (0,): Fraction(-2)}, ">")
    assert [tuple(map(str, e)) for e in cut_line((square,), Fraction(-1), Fraction(3))] == [
        ("sqrt(2)", "3")
    ]


def test_a_line_and_slices():
    line = own_picture(program(), at={"b": "1/2"}, ranges={"a": (0, 2)})
    assert line.count(r"\addplot") == 2
    assert "% at 1" in line  # b (1 + a) = a
    three = own_picture(program(b + c, [c > 0]))
    titles = re.findall(r"title=\{\$c = (.*?)\$\}", three)
    assert 1 <= len(titles) == three.count(r"\begin{tikzpicture}") <= 3
    half = own_picture(program(b + c, [c > 0]), at={"c": "1/2"})
    assert "% 2*a*b - a + 2*b + 1 = 0" in half  # (b + 1/2)(1 + a) = a


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(pc.DomainError, match="no region is met at a = -1"):
        own_picture(program(), at={"a": -1})
    with pytest.raises(pc.DomainError, match="the exponents are numbers"):
        own_picture(program(), at={"a": 1, "b": 1})


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no TeX")
def test_they_compile_without_a_warning():
    found = [
        own_diagram(program(), stem="plane"),
        own_diagram(program(), at={"b": "1/2"}, stem="line"),
        own_diagram(program(b + c, [c > 0]), stem="slices"),
    ]
    assert compile_tex(document(found, "Own diagrams"), "pdflatex").warnings == ()
