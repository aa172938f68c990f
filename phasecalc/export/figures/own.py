"""The diagram of a law or program of one's own: its regions over one or two of its parameters.

Regions are drawn from their conditions and exponents from their formulas; with more parameters the
others are held fixed, which makes a slice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.export.figures.curves import SAMPLES, zero_set
from phasecalc.export.figures.labels import label_place
from phasecalc.export.figures.style import COLOURS, axes, look
from phasecalc.export.outlines.areas import Area, Slice, areas_of, places, sliced
from phasecalc.laws.text.notation import letter
from phasecalc.plrf.asking.arrays import polynomial_values

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from phasecalc._typing import ExactLike
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.exponents import Optimum
    from phasecalc.optimum.certificate import Certificate
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.program import Program

__all__ = ["inside", "law_diagram_figure", "law_slice_figure"]

_ORDER = ("F_pp", "F_0", "F_ac", "K_pp", "band", "accent")  # of colours of regions along a line


def law_diagram_figure(
    found: Law | Optimum | Program | PhaseDiagram | Certificate,
    ax: Axes | None = None,
    *,
    at: Mapping[str, ExactLike] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
) -> Axes:
    """Draw the regions of a law or program of one's own.

    Over two parameters: the exponent of the loss as colour, the regions with their boundaries; over
    one: the exponent as a curve. Regions are numbered as in the diagram, and the legend says what
    balances in each.

    Parameters
    ----------
    found
        What to draw.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.
    at
        Values of parameters held fixed, by name; at most two may be left.
    ranges
        What to show of each parameter; by default somewhat more than a point of each region.

    Returns
    -------
    Axes
        The axes; ``ax.figure.savefig(...)`` writes them.

    Raises
    ------
    DomainError
        No parameter or more than two are left, a name is unknown, or a range is empty.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.optimum.program import Program
    >>> a, b, x = sp.symbols("a b x")
    >>> law = Program.of(
    ...     terms={"capacity": -a * x, "data": -b * (1 - x), "overfitting": 2 * x - 1},
    ...     unknowns=[x], constraints=[x >= 0, x <= 1], domain=[a > 0, b > 0])
    >>> ax = law_diagram_figure(law, ranges={"a": (0, 3)})
    >>> ax.get_xlabel(), [t.get_text() for t in ax.get_legend().get_texts()]
    ('$a$', ['1: capacity, overfitting', '2: capacity, data'])
    """
    drawn = sliced(areas_of(found), at or {}, ranges or {})
    with look():
        ax = axes(ax, width=6.0, height=5.0)
        if len(drawn.names) == 1:
            _draw_line(ax, drawn)
        else:
            _draw_plane(ax, drawn)
        if drawn.fixed:
            fixed = {n: float(x) for n, x in drawn.fixed.items()}
            ax.set_title(", ".join(f"${letter(n)} = {x:g}$" for n, x in fixed.items()))
        _draw_legend(ax, drawn)
    return ax


def law_slice_figure(found: Any, ax: Axes | None = None, **options: Any) -> Axes:
    """Draw as :func:`law_diagram_figure`, where a choice has to be made of what is held fixed.

    Parameters
    ----------
    found, ax
        As there.
    options
        As there; without ``at``, all parameters but two are held at a point of the first region.
    """
    at = options.pop("at", None) or places(areas_of(found))[0]
    return law_diagram_figure(found, ax, at=at, **options)


def inside(area: Area, at: tuple[Any, ...]) -> Any:
    """Where its conditions hold."""
    found = np.zeros(np.shape(at[0]), dtype=bool)
    for cell in area.region.cells:
        found |= np.all([_holds(c, at) for c in cell], axis=0) if cell else True
    return found


def _holds(condition: Any, at: tuple[Any, ...]) -> Any:
    values = polynomial_values(condition.polynomial, at)
    return values > 0 if condition.relation == ">" else values >= 0


def _exponent(area: Area, at: tuple[Any, ...]) -> Any:
    """Value of the formula; not a number where it has none."""
    top, bottom = (polynomial_values(p, at) for p in (area.value.top, area.value.bottom))
    return top / np.where(bottom == 0, np.nan, bottom)


def _samples(drawn: Slice) -> tuple[Any, ...]:
    """Cell centres along each parameter drawn."""
    centres = (np.arange(SAMPLES) + 0.5) / SAMPLES
    return tuple(low + (high - low) * centres for low, high in drawn.ranges)


def _draw_plane(ax: Axes, drawn: Slice) -> None:
    at = tuple(np.meshgrid(*_samples(drawn)))
    image, which = np.full(at[0].shape, np.nan), np.full(at[0].shape, -1)
    for k, area in enumerate(drawn.areas):
        here = inside(area, at)
        image[here] = _exponent(area, tuple(v[here] for v in at))
        which[here] = k
    shown = ax.imshow(
        image,
        origin="lower",
        extent=(*drawn.ranges[0], *drawn.ranges[1]),
        aspect="auto",
        interpolation="nearest",
        rasterized=True,
    )
    figure = ax.get_figure()
    assert figure is not None
    figure.colorbar(shown, ax=ax, shrink=0.82).set_label("exponent of the loss in the budget")
    ax.set(
        xlim=drawn.ranges[0],
        ylim=drawn.ranges[1],
        xlabel=f"${letter(drawn.names[0])}$",
        ylabel=f"${letter(drawn.names[1])}$",
        facecolor="0.88",
    )
    assert len(drawn.ranges) == 2
    for cell in (c for area in drawn.areas for c in area.region.cells):
        for curve in cell:
            for line in zero_set(drawn.ranges, curve, cell):
                ax.plot(*line, color="black", lw=1.2, solid_capstyle="round")
    _draw_names(ax, drawn, which)


def _draw_names(ax: Axes, drawn: Slice, which: NDArray[np.int_]) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground=(0, 0, 0, 0.55))]
    step, samples = max(1, SAMPLES // 160), _samples(drawn)
    for k, area in enumerate(drawn.areas):
        here = which[::step, ::step] == k
        if here.any():
            row, column, _ = label_place(here)
            place = (samples[0][column * step], samples[1][row * step])
            style: dict[str, Any] = {"color": "white", "path_effects": halo, "fontweight": "bold"}
            ax.text(*place, area.name, ha="center", va="center", fontsize=13, **style)


def _draw_line(ax: Axes, drawn: Slice) -> None:
    (x,) = _samples(drawn)
    at = (x,)
    for k, area in enumerate(drawn.areas):
        values = np.where(inside(area, at), _exponent(area, at), np.nan)
        ax.plot(x, values, lw=2.4, color=COLOURS[_ORDER[k % len(_ORDER)]])
        shown = np.flatnonzero(np.isfinite(values))
        if shown.size:
            middle = shown[shown.size // 2]
            ax.annotate(
                area.name,
                (x[middle], values[middle]),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontweight="bold",
            )
    ax.set(
        xlim=drawn.ranges[0],
        xlabel=f"${letter(drawn.names[0])}$",
        ylabel="exponent of the loss in the budget",
    )


def _draw_legend(ax: Axes, drawn: Slice) -> None:
    from matplotlib.lines import Line2D

    rows = [
        Line2D([], [], ls="none", label=f"{a.name}: {', '.join(a.balance)}".replace("$", r"\$"))
        for a in drawn.areas
    ]
    ax.legend(
        handles=rows,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.12),
        ncols=min(len(rows), 3),
        frameon=False,
        fontsize=9,
        handlelength=0,
        handletextpad=0,
    )
