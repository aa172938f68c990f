"""The phase diagram as a figure.

Everything drawn is computed from the derived diagram: boundaries are zero sets of its boundary
polynomials, hatching shows where the model-size formula is identically 1/2, and a label stands
where the largest disc fits into the sampled phase; a phase too thin for its label gets an arrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.export.files import require_format, save_figure
from phasecalc.export.labels import label_place
from phasecalc.plrf.arrays import polynomial_values
from phasecalc.plrf.diagram import LossDiagram, phase_diagram

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from phasecalc.regions.condition import Condition

__all__ = ["label_places", "phase_diagram_figure", "save_phase_diagram"]

_SAMPLES = 481  # a side: boundaries are then true to a quarter of a point in print
_LABEL = 13.0
_STYLE: Any = {  # Any: the keys that Matplotlib's types allow differ between its versions
    "font.family": "DejaVu Sans",
    "mathtext.fontset": "cm",
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "phasecalc",
    "pdf.fonttype": 42,
}


def save_phase_diagram(file: Path, learning_rate: str = "largest") -> None:
    """Draw the phase diagram into a file, whole or not at all.

    Parameters
    ----------
    file
        Ends in .png, .svg or .pdf.
    learning_rate
        As in :func:`phasecalc.phase_diagram`.
    """
    import matplotlib as mpl

    require_format(file)
    with mpl.rc_context(_STYLE):
        figure: Any = phase_diagram_figure(learning_rate=learning_rate).get_figure()
        save_figure(figure, file)


def phase_diagram_figure(
    ax: Axes | None = None,
    learning_rate: str = "largest",
    alpha_range: tuple[float, float] = (0.0, 1.2),
    beta_range: tuple[float, float] = (0.0, 1.2),
) -> Axes:
    """Draw the phase diagram into axes.

    Parameters
    ----------
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.
    learning_rate
        As in :func:`phasecalc.phase_diagram`.
    alpha_range, beta_range
        What to show (dimensionless).

    Returns
    -------
    Axes
        The axes; ``ax.figure.savefig(...)`` writes them.

    Examples
    --------
    >>> ax = phase_diagram_figure()
    >>> ax.get_xlabel()
    'data complexity $\\\\alpha$'
    """
    import matplotlib as mpl

    with mpl.rc_context(_STYLE):
        if ax is None:
            from matplotlib.figure import Figure

            ax = Figure(figsize=(6.6, 5.4), layout="constrained").add_subplot()
        diagram = phase_diagram(learning_rate)
        grid = _Grid(diagram, alpha_range, beta_range)
        _draw_exponent(ax, grid)
        _draw_outside(ax, grid)
        _draw_half(ax, grid)
        _draw_boundaries(ax, grid)
        _draw_critical_lines(ax, grid)
        ax.set(
            xlim=alpha_range,
            ylim=beta_range,
            aspect="equal",
            xlabel=r"data complexity $\alpha$",
            ylabel=r"target complexity $\beta$",
        )
        _draw_labels(ax, grid)
        _draw_legend(ax, grid)
    return ax


class _Grid:
    """The diagram sampled on a rectangle."""

    def __init__(
        self,
        diagram: LossDiagram,
        alpha_range: tuple[float, float],
        beta_range: tuple[float, float],
    ) -> None:
        self.diagram = diagram
        self.ranges = (alpha_range, beta_range)
        # Cell centres: no sample falls on alpha = 0 or, by chance, on a boundary.
        centres = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
        self.alpha = alpha_range[0] + (alpha_range[1] - alpha_range[0]) * centres
        self.beta = beta_range[0] + (beta_range[1] - beta_range[0]) * centres
        self.values = diagram.evaluate(*np.meshgrid(self.alpha, self.beta))

    @property
    def extent(self) -> tuple[float, float, float, float]:
        return (*self.ranges[0], *self.ranges[1])


def _draw_exponent(ax: Axes, grid: _Grid) -> None:
    image = ax.imshow(
        grid.values.loss_exponent,
        origin="lower",
        extent=grid.extent,
        cmap="viridis",
        vmin=0,
        interpolation="nearest",
        rasterized=True,
    )
    figure = ax.get_figure()
    assert figure is not None
    bar = figure.colorbar(image, ax=ax, shrink=0.82)
    bar.set_label(r"loss exponent $\eta$,  $P_\star \asymp f^{-\eta}$", labelpad=9)


def _draw_outside(ax: Axes, grid: _Grid) -> None:
    outside = grid.values.phase == ""
    ax.contourf(grid.alpha, grid.beta, outside, levels=[0.5, 1.5], colors=["0.88"])


def _draw_half(ax: Axes, grid: _Grid) -> None:
    """Hatch the phases whose model-size exponent is identically 1/2."""
    half = [p.name for p in grid.diagram.phases if 2 * p.model_size_exponent == 1]
    inside = np.isin(grid.values.phase, half)
    if inside.any():
        drawn = ax.contourf(
            grid.alpha, grid.beta, inside, levels=[0.5, 1.5], colors="none", hatches=["///"]
        )
        drawn.set_edgecolor((1, 1, 1, 0.45))
        drawn.set_linewidth(0)


def _draw_boundaries(ax: Axes, grid: _Grid) -> None:
    for boundary in grid.diagram.boundaries:
        phases = [grid.diagram.stored.diagram.phase(n) for n in boundary.phases]
        rest = [c for p in phases for cell in p.region.cells for c in cell]
        jumps = not (boundary.exponent_agrees and all(boundary.solution_agrees))
        for line in _zero_set(grid, boundary.curve, rest):
            ax.plot(*line, color="black", lw=2.4 if jumps else 1.2, solid_capstyle="round")


def _draw_critical_lines(ax: Axes, grid: _Grid) -> None:
    for critical in grid.diagram.critical_lines:
        for cell in critical.line.cells:
            (curve,) = (c for c in cell if c.relation == "=")
            for line in _zero_set(grid, curve, [c for c in cell if c is not curve]):
                ax.plot(*line, color="white", lw=0.9, ls=(0, (4, 3)), zorder=3)


def _zero_set(
    grid: _Grid, curve: Condition, others: list[Condition]
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Polylines on which a polynomial vanishes and the other conditions hold weakly."""
    from contourpy import contour_generator

    (a0, a1), (b0, b1) = grid.ranges
    # Off the samples: a line through grid nodes would make degenerate contours.
    a, b = np.linspace(a0, a1, _SAMPLES + 2), np.linspace(b0, b1, _SAMPLES + 2)
    surface = polynomial_values(curve.polynomial, tuple(np.meshgrid(a, b)))
    for points in contour_generator(a, b, surface).lines(0.0):
        x, y = np.asarray(points).T
        kept = np.ones_like(x, dtype=bool)
        for c in others:
            if c.with_relation("=") != curve.with_relation("="):
                kept &= polynomial_values(c.polynomial, (x, y)) >= -1e-9
        yield np.where(kept, x, np.nan), np.where(kept, y, np.nan)


def label_places(grid: _Grid) -> dict[str, tuple[float, float, float]]:
    """Middle (alpha, beta) and radius of the largest disc in each phase that is in sight.

    The name "" stands for the region without a power law.
    """
    step = max(1, _SAMPLES // 160)
    names = grid.values.phase[::step, ::step]
    cell = step * (grid.alpha[1] - grid.alpha[0])
    places = {}
    for name in ("", *(p.name for p in grid.diagram.phases)):
        inside = names == name
        if inside.any():
            row, column, radius = label_place(inside)
            at = (float(grid.alpha[column * step]), float(grid.beta[row * step]))
            places[name] = (*at, float(radius * cell))
    return places


def _draw_labels(ax: Axes, grid: _Grid) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground=(0, 0, 0, 0.55))]
    ((a0, a1), (_, top)) = grid.ranges
    # Size of one letter in units of alpha, for axes about 4.6 inches wide.
    letter = 0.62 * _LABEL / 72 / 4.6 * (a1 - a0)
    style: dict[str, Any]
    for name, (x, y, radius) in label_places(grid).items():
        if name == "":
            text, size, style = "no power law", 9, {"color": "0.35", "rotation": -45}
            ax.text(x, y, text, ha="center", va="center", fontsize=size, **style)
        elif 2 * radius > letter * len(name):
            style = {"color": "white", "path_effects": halo, "fontweight": "bold"}
            ax.text(x, y, name, ha="center", va="center", fontsize=_LABEL, **style)
        else:
            # Too thin: the arrow ends just inside the phase, below the edge that the label is at.
            tip = grid.beta[grid.values.phase[:, np.searchsorted(grid.alpha, x)] == name].max()
            ax.annotate(
                name,
                xy=(x, tip - 0.07 * (a1 - a0)),
                xytext=(x, top + 0.03 * (a1 - a0)),
                ha="center",
                va="bottom",
                fontsize=_LABEL,
                fontweight="bold",
                annotation_clip=False,
                arrowprops={"arrowstyle": "-|>", "color": "black", "lw": 1.0, "shrinkB": 0},
            )


def _draw_legend(ax: Axes, grid: _Grid) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    jumping = {
        name
        for b in grid.diagram.boundaries
        for name, agrees in zip(grid.diagram.unknowns, b.solution_agrees, strict=True)
        if not agrees
    }
    sizes = {"delta": r"d_\star", "g": r"\gamma_\star"}
    handles: list[Line2D | Patch] = [Line2D([], [], color="black", lw=1.2, label="phase boundary")]
    if jumping:
        named = ", ".join(f"${sizes[n]}$" for n in sorted(jumping))
        handles.append(Line2D([], [], color="black", lw=2.4, label=f"{named} jumps"))
    dashes = (0, (4, 3))
    half = r"$d_\star \asymp f^{1/2}$"
    handles += [
        Line2D([], [], color="0.45", lw=0.9, ls=dashes, label="logarithms"),
        Patch(facecolor="0.55", edgecolor="white", hatch="///", label=half),
    ]
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.11),
        ncols=len(handles),
        frameon=False,
        fontsize=9,
        handlelength=2.2,
        columnspacing=1.4,
    )
