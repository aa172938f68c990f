"""The (alpha, beta) plane as figures draw it: samples, derived curves, the part without a law.

Curves are zero sets of the boundary polynomials of the derived diagram, cut to where the other
conditions of their phases hold; nothing is traced from the samples.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.export.figures.curves import SAMPLES, zero_set
from phasecalc.export.figures.labels import label_place
from phasecalc.parsing.numbers import exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc._typing import ExactLike
    from phasecalc.export.letters.notation import Notation
    from phasecalc.plrf.asking.diagram import LossDiagram

__all__ = [
    "SAMPLES",
    "Plane",
    "draw_boundaries",
    "draw_critical_lines",
    "draw_frame",
    "draw_points",
    "label_places",
]


class Plane:
    """A diagram sampled on a rectangle.

    Parameters
    ----------
    diagram
        The derived diagram.
    alpha_range, beta_range
        What to show (dimensionless).

    Raises
    ------
    DomainError
        A range is empty or not finite.
    """

    def __init__(
        self,
        diagram: LossDiagram,
        alpha_range: tuple[float, float],
        beta_range: tuple[float, float],
    ) -> None:
        for name, (low, high) in (("alpha", alpha_range), ("beta", beta_range)):
            if not -np.inf < low < high < np.inf:
                raise DomainError(
                    f"{name}_range = ({low}, {high}): give two numbers, the lesser first"
                )
        self.diagram = diagram
        self.ranges = (alpha_range, beta_range)
        # Cell centres: no sample falls on alpha = 0 or, by chance, on a boundary.
        centres = (np.arange(SAMPLES) + 0.5) / SAMPLES
        self.alpha = alpha_range[0] + (alpha_range[1] - alpha_range[0]) * centres
        self.beta = beta_range[0] + (beta_range[1] - beta_range[0]) * centres
        self.values = diagram.evaluate(*np.meshgrid(self.alpha, self.beta))

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top."""
        return (*self.ranges[0], *self.ranges[1])


def draw_frame(ax: Axes, plane: Plane, notation: Notation | None = None) -> None:
    """Grey where there is no power law; labels and limits of the axes."""
    alpha, beta = (notation[n] if notation else rf"\{n}" for n in ("alpha", "beta"))
    outside = plane.values.phase == ""
    ax.contourf(plane.alpha, plane.beta, outside, levels=[0.5, 1.5], colors=["0.88"])
    ax.set(
        xlim=plane.ranges[0],
        ylim=plane.ranges[1],
        aspect="equal",
        xlabel=rf"data complexity ${alpha}$",
        ylabel=rf"target complexity ${beta}$",
    )


def draw_points(ax: Axes, plane: Plane, points: Mapping[str, tuple[ExactLike, ExactLike]]) -> None:
    """Points of a person's own, each with its label.

    Raises
    ------
    DomainError
        A point lies outside what is shown.
    """
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground="white")]
    for label, point in points.items():
        x, y = (float(exact(p, n)) for p, n in zip(point, ("alpha", "beta"), strict=True))
        for name, value, (low, high) in zip(("alpha", "beta"), (x, y), plane.ranges, strict=True):
            if not low <= value <= high:
                raise DomainError(
                    f"point {label!r}: {name} = {value:g} is not shown, {name} runs from {low:g} "
                    f"to {high:g}; widen its range"
                )
        ax.plot(x, y, "o", color="black", markerfacecolor="white", markersize=6, zorder=5)
        # Towards the middle, where there is room.
        side = -1 if x > sum(plane.ranges[0]) / 2 else 1
        ax.annotate(
            # As text: a dollar sign in a label is no formula.
            label.replace("$", r"\$"),
            (x, y),
            xytext=(7 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            path_effects=halo,
            zorder=6,
        )


def draw_boundaries(ax: Axes, plane: Plane) -> None:
    """Boundaries of the phases, thick where an optimal size jumps."""
    for boundary in plane.diagram.boundaries:
        phases = [plane.diagram.stored.diagram.phase(n) for n in boundary.phases]
        rest = [c for p in phases for cell in p.region.cells for c in cell]
        jumps = not (boundary.exponent_agrees and all(boundary.solution_agrees))
        for line in zero_set(plane.ranges, boundary.curve, rest):
            ax.plot(*line, color="black", lw=2.4 if jumps else 1.2, solid_capstyle="round")


def draw_critical_lines(ax: Axes, plane: Plane) -> None:
    """Lines on which a term carries a logarithm."""
    for critical in plane.diagram.critical_lines:
        for cell in critical.line.cells:
            (curve,) = (c for c in cell if c.relation == "=")
            for line in zero_set(plane.ranges, curve, [c for c in cell if c is not curve]):
                ax.plot(*line, color="white", lw=0.9, ls=(0, (4, 3)), zorder=3)


def label_places(plane: Plane) -> dict[str, tuple[float, float, float]]:
    """Middle (alpha, beta) and radius of the largest disc in each phase that is in sight.

    The name "" stands for the region without a power law.
    """
    step = max(1, SAMPLES // 160)
    names = plane.values.phase[::step, ::step]
    cell = step * (plane.alpha[1] - plane.alpha[0])
    places = {}
    for name in ("", *(p.name for p in plane.diagram.phases)):
        inside = names == name
        if inside.any():
            row, column, radius = label_place(inside)
            at = (float(plane.alpha[column * step]), float(plane.beta[row * step]))
            places[name] = (*at, float(radius * cell))
    return places
