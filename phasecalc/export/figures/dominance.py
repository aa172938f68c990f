"""Cartoon: which term of the loss is the largest, in the plane of iterations and model size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from phasecalc.export.figures.style import (
    COLOURS,
    PHASE_POINTS,
    SYMBOLS,
    axes,
    look,
    name_point,
    point_text,
)
from phasecalc.plrf.asking.dominance import Sector, dominant_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from phasecalc._typing import ExactLike

__all__ = ["dominance_figure", "dominance_panels"]

_TOP = 12  # decades on both axes
_WIDE = 2.6  # inches: smaller axes get smaller letters
_START = "0.9"

Corner = tuple[float, float]


def dominance_figure(
    alpha: ExactLike, beta: ExactLike, ax: Axes | None = None, *, budgets: bool = True
) -> Axes:
    """Regions of the (r, d) plane by the largest term, with the compute-optimal path.

    The regions are those of the derived orders: constants and logarithms are left out, so every
    region is a sector, bounded by exact powers d = r^c.

    Parameters
    ----------
    alpha, beta
        Data and target complexity, exact numbers (dimensionless).
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.
    budgets
        Whether lines of equal budget are drawn.

    Returns
    -------
    Axes
        The axes, both logarithmic.

    Raises
    ------
    DomainError
        alpha <= 0 or alpha + beta <= 1/2.
    ParseError
        An argument is not an exact real number.

    Examples
    --------
    >>> ax = dominance_figure("7/10", "9/10")
    >>> len(ax.patches), ax.get_xscale(), ax.get_yscale()
    (3, 'log', 'log')
    """
    sectors = dominant_terms(alpha, beta)
    with look():
        ax = axes(ax, width=4.4, height=4.2)
        end = 10.0**_TOP
        ax.set(xscale="log", yscale="log", xlim=(1, end), ylim=(1, end), aspect="equal")
        ax.set(xlabel="iterations $r$", ylabel="model size $d$")
        for sector in sectors:
            _fill(ax, sector)
        if budgets:
            for power in range(4, 2 * _TOP, 4):
                ax.plot([1, 10.0**power], [10.0**power, 1], color="0.35", lw=0.6, ls=(0, (6, 4)))
        _draw_path(ax, alpha, beta)
        name_point(ax, alpha, beta)
    return ax


def dominance_panels(
    points: Mapping[str, tuple[ExactLike, ExactLike]] | None = None, figure: Figure | None = None
) -> list[Axes]:
    """One cartoon for each phase, side by side.

    Parameters
    ----------
    points
        Label to (alpha, beta); by default one point in each phase.
    figure
        Figure to draw into; by default a new one that no global state knows of.

    Returns
    -------
    list of Axes
        One for each point, in order.

    Examples
    --------
    >>> [ax.get_title() for ax in dominance_panels({"III": ("7/10", "9/10")})]
    ['III: $\\\\alpha = 0.7$, $\\\\beta = 0.9$']
    """
    from matplotlib.figure import Figure

    chosen = dict(PHASE_POINTS if points is None else points)
    columns = min(4, len(chosen))
    rows = -(-len(chosen) // columns)
    with look():
        if figure is None:
            figure = Figure(figsize=(2.75 * columns, 2.75 * rows), layout="constrained")
        drawn = []
        for k, (name, point) in enumerate(chosen.items()):
            ax = figure.add_subplot(rows, columns, k + 1)
            ax.set_title(f"{name}: {point_text(*point)}")
            drawn.append(dominance_figure(*point, ax=ax, budgets=False))
    return drawn


def _edge(delta: float) -> Corner:
    """Where the ray log d : log r = delta : 1 - delta leaves the square, as powers of ten."""
    longest = max(delta, 1 - delta)
    return _TOP * (1 - delta) / longest, _TOP * delta / longest


def _corners(low: float, high: float) -> list[Corner]:
    """Corners of a sector cut off by the square."""
    corner: list[Corner] = [(_TOP, _TOP)] if low < 0.5 < high else []
    return [(0.0, 0.0), _edge(low), *corner, _edge(high)]


def _fill(ax: Axes, sector: Sector) -> None:
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Polygon

    low, high = float(sector.low), float(sector.high)
    corners = [(10.0**x, 10.0**y) for x, y in _corners(low, high)]
    # The slowest of equal terms gives the colour: it is the one that stays.
    paint: Any = COLOURS[sector.terms[-1]] if sector.terms else _START
    tint = tuple(1 - 0.45 * (1 - c) for c in to_rgb(paint))
    ax.add_patch(Polygon(corners, closed=True, facecolor=tint, edgecolor="white", linewidth=1.2))
    _label(ax, sector, low, high)


def _label(ax: Axes, sector: Sector, low: float, high: float) -> None:
    """Name in the middle of a sector; along its ray where the sector is too thin."""
    from matplotlib.textpath import TextPath

    text = r" $\asymp$ ".join(SYMBOLS[t] for t in sector.terms) or r"$\gamma B r \ll 1$"
    extent = ax.get_window_extent()
    inches = min(extent.width, extent.height) / ax.figure.dpi
    size = 10.0 if inches > _WIDE else 8.0
    # Decades that the text takes.
    needed = TextPath((0, 0), text, size=size).get_extents().width / 72 / inches * _TOP * 1.25
    x, y = (0.7 * z for z in _edge((low + high) / 2))
    left = y * (1 - high) / high
    right = min(float(_TOP), y * (1 - low) / low if low else _TOP)
    fits = right - left > needed
    style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": size}
    if fits:
        x = (left + right) / 2
    else:
        style |= {"rotation": math.degrees(math.atan2(y, x)), "rotation_mode": "anchor"}
    ax.text(10**x, 10**y, text, **style)


def _draw_path(ax: Axes, alpha: ExactLike, beta: ExactLike) -> None:
    """The compute-optimal ray; on a boundary with a jump, both ends of its interval."""
    from phasecalc.plrf.asking.query import Exponents, exponents

    answer = exponents(alpha, beta)
    assert isinstance(answer, Exponents)  # numbers were read before
    low, high = (float(x) for x in answer.fractions()[1])
    for delta in dict.fromkeys((low, high)):
        x, y = _edge(delta)
        ax.plot([1, 10**x], [1, 10**y], color=COLOURS["loss"], lw=2.2, solid_capstyle="butt")
        ax.annotate(
            r"$d_\star$",
            (10 ** (0.9 * x), 10 ** (0.9 * y)),
            xytext=(3, -3),
            textcoords="offset points",
            ha="left",
            va="top",
            fontsize=10,
        )
