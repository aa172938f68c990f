"""Diagrams of laws of one's own: colours are exponents, edges are where regions meet."""

import numpy as np
import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.export.figures import law_diagram_figure

a, b, c, x = sp.symbols("a b c x")


def program(**extra):
    terms = {"capacity": -a * x, "data": -b * (1 - x), "overfitting": 2 * x - 1, **extra}
    return pc.Program.of(
        terms=terms, unknowns=[x], constraints=[x >= 0, x <= 1], domain=[a > 0, b > 0]
    )


def least(at):
    """Exponent of the loss at a point, by a search over x that knows no diagram."""
    grid = np.linspace(0, 1, 20001)
    rows = [-at["a"] * grid, -at["b"] * (1 - grid), 2 * grid - 1]
    return -np.min(np.max(rows, axis=0))


def test_colours_are_exponents():
    ax = law_diagram_figure(program(), ranges={"a": (0, 3), "b": (0, 2)})
    (image,) = ax.get_images()
    values = image.get_array()
    rows, columns = values.shape
    for i, j in [(40, 60), (200, 400), (430, 100), (300, 300)]:
        at = {"a": 3 * (j + 0.5) / columns, "b": 2 * (i + 0.5) / rows}
        assert values[i, j] == pytest.approx(least(at), abs=2e-4)


def test_edges_lie_where_the_regions_meet():
    ax = law_diagram_figure(program(), ranges={"a": (0, 3), "b": (0, 2)})
    points = np.concatenate([line.get_xydata() for line in ax.lines])
    inner = points[np.all(np.isfinite(points) & (points > 0.05), axis=1)]
    assert len(inner) > 100
    p, q = inner.T
    assert np.abs(q * (1 + p) - p).max() < 1e-4  # b (1 + a) = a


def test_a_slice_is_a_curve_with_its_parts():
    ax = law_diagram_figure(program(), at={"b": "1/2"}, ranges={"a": (0, 2)})
    assert ax.get_title() == "$b = 0.5$"
    seen = [line.get_xydata() for line in ax.lines]
    for points in seen:
        for p, eta in points[np.isfinite(points[:, 1])][::60]:
            assert eta == pytest.approx(least({"a": p, "b": 0.5}), abs=2e-4)
    ends = [points[np.isfinite(points[:, 1]), 0] for points in seen]
    assert sorted((e.min() > 0.99, e.max() < 1.01) for e in ends) == [(False, True), (True, False)]


def test_a_law_is_drawn_like_a_program():
    ax = law_diagram_figure(pc.laws.law("two-term"))
    assert ax.get_legend().get_texts()[0].get_text().startswith("1: ")
    (image,) = ax.get_images()
    (left, right, bottom, top), values = image.get_extent(), image.get_array()
    i, j = 200, 300
    p, q = (
        (lo + (hi - lo) * (k + 0.5) / 481) for lo, hi, k in ((left, right, j), (bottom, top, i))
    )
    assert values[i, j] == pytest.approx(p * q / (p + q))


@pytest.mark.parametrize(
    ("options", "says"),
    [({"at": {"z": 1}}, "no parameter; there are a, b"), ({"at": {"a": 1, "b": 1}}, "numbers"),
     ({"ranges": {"a": (2, 1)}}, "lesser first"), ({"at": {"a": "one"}}, "a")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(options, says):
    with pytest.raises(pc.PhasecalcError, match=says):
        law_diagram_figure(program(), **options)


def test_more_than_two_parameters_ask_for_a_slice():
    with pytest.raises(pc.DomainError, match="hold all but two fixed"):
        law_diagram_figure(pc.laws.law("kaplan"))
    ax = law_diagram_figure(pc.laws.law("kaplan"), at={"alpha_B": "1/5"})
    assert ax.get_title() == r"$\alpha_{B} = 0.2$"
