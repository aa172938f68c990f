"""The phase diagram as a figure.

Everything drawn is computed from the derived diagram: boundaries are zero sets of its boundary
polynomials, hatching shows where the model-size formula is identically 1/2, and a label stands
where the largest disc fits into the sampled phase; a phase too thin for its label gets an arrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.export.figures.letters import letters
from phasecalc.export.figures.plane import (
    Plane,
    draw_boundaries,
    draw_critical_lines,
    draw_frame,
    draw_points,
    label_places,
)
from phasecalc.export.figures.style import axes, look
from phasecalc.export.output.files import require_format, save_figure
from phasecalc.plrf.asking.diagram import phase_diagram

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc._typing import ExactLike
    from phasecalc.export.letters.notation import Notation

__all__ = ["phase_diagram_figure", "save_phase_diagram"]

_LABEL = 13.0


def save_phase_diagram(file: Path, learning_rate: str = "largest", **options: Any) -> None:
    """Draw the phase diagram into a file, whole or not at all.

    Parameters
    ----------
    file
        Ends in .png, .svg or .pdf.
    learning_rate
        As in :func:`phasecalc.phase_diagram`.
    options
        As for :func:`phase_diagram_figure`.
    """
    require_format(file)
    with look():
        figure: Any = phase_diagram_figure(None, learning_rate, **options).get_figure()
        save_figure(figure, file)


def phase_diagram_figure(
    ax: Axes | None = None,
    learning_rate: str = "largest",
    alpha_range: tuple[float, float] = (0.0, 1.2),
    beta_range: tuple[float, float] = (0.0, 1.2),
    *,
    points: Mapping[str, tuple[ExactLike, ExactLike]] | None = None,
    symbols: Mapping[str, str] | None = None,
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
    points
        Points of one's own, (alpha, beta) by label.
    symbols
        LaTeX by name, as for :func:`phasecalc.latex`.

    Raises
    ------
    DomainError
        A range is empty, a point lies outside what is shown, or a letter cannot be drawn.

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
    plane = Plane(phase_diagram(learning_rate), alpha_range, beta_range)
    notation = letters(symbols)
    with look():
        ax = axes(ax, width=6.6, height=5.4)
        _draw_exponent(ax, plane, notation)
        draw_frame(ax, plane, notation)
        _draw_half(ax, plane)
        draw_boundaries(ax, plane)
        draw_critical_lines(ax, plane)
        _draw_labels(ax, plane)
        draw_points(ax, plane, points or {})
        _draw_legend(ax, plane, notation)
    return ax


def _draw_exponent(ax: Axes, plane: Plane, notation: Notation) -> None:
    image = ax.imshow(
        plane.values.loss_exponent,
        origin="lower",
        extent=plane.extent,
        vmin=0,
        interpolation="nearest",
        rasterized=True,
    )
    figure = ax.get_figure()
    assert figure is not None
    bar = figure.colorbar(image, ax=ax, shrink=0.82)
    eta, loss, flops = (notation[n] for n in ("eta", "P", "f"))
    bar.set_label(
        rf"loss exponent ${eta}$,  ${{{loss}}}_\star \asymp {{{flops}}}^{{-{eta}}}$", labelpad=9
    )


def _draw_half(ax: Axes, plane: Plane) -> None:
    """Hatch the phases whose model-size exponent is identically 1/2."""
    half = [p.name for p in plane.diagram.phases if 2 * p.model_size_exponent == 1]
    inside = np.isin(plane.values.phase, half)
    if inside.any():
        drawn = ax.contourf(
            plane.alpha, plane.beta, inside, levels=[0.5, 1.5], colors="none", hatches=["///"]
        )
        drawn.set_edgecolor((1, 1, 1, 0.45))
        drawn.set_linewidth(0)


def _draw_labels(ax: Axes, plane: Plane) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground=(0, 0, 0, 0.55))]
    ((a0, a1), (_, top)) = plane.ranges
    # Size of one letter in units of alpha, for axes about 4.6 inches wide.
    letter = 0.62 * _LABEL / 72 / 4.6 * (a1 - a0)
    style: dict[str, Any]
    for name, (x, y, radius) in label_places(plane).items():
        if name == "":
            text, size, style = "no power law", 9, {"color": "0.35", "rotation": -45}
            ax.text(x, y, text, ha="center", va="center", fontsize=size, **style)
        elif 2 * radius > letter * len(name):
            style = {"color": "white", "path_effects": halo, "fontweight": "bold"}
            ax.text(x, y, name, ha="center", va="center", fontsize=_LABEL, **style)
        else:
            # Too thin: the arrow ends just inside the phase, below the edge that the label is at.
            tip = plane.beta[plane.values.phase[:, np.searchsorted(plane.alpha, x)] == name].max()
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


def _draw_legend(ax: Axes, plane: Plane, notation: Notation) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    jumping = {
        name
        for b in plane.diagram.boundaries
        for name, agrees in zip(plane.diagram.unknowns, b.solution_agrees, strict=True)
        if not agrees
    }
    size, rate, flops = (f"{{{notation[n]}}}" for n in ("d", "gamma", "f"))
    sizes = {"delta": rf"{size}_\star", "g": rf"{rate}_\star"}
    handles: list[Line2D | Patch] = [Line2D([], [], color="black", lw=1.2, label="phase boundary")]
    if jumping:
        named = ", ".join(f"${sizes[n]}$" for n in sorted(jumping))
        handles.append(Line2D([], [], color="black", lw=2.4, label=f"{named} jumps"))
    dashes = (0, (4, 3))
    half = rf"${size}_\star \asymp {flops}^{{1/2}}$"
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
