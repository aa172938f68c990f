"""The diagram of a law or program of one's own: its regions over one or two of its parameters.

Regions are drawn from their conditions and exponents from their formulas; with more parameters the
others are held fixed, which makes a slice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.export.figures.curves import SAMPLES, Ranges, zero_set
from phasecalc.export.figures.labels import label_place
from phasecalc.export.figures.style import COLOURS, axes, look
from phasecalc.laws.notation import letter
from phasecalc.optimum.ratio import Ratio
from phasecalc.parsing.numbers import exact
from phasecalc.plrf.arrays import polynomial_values
from phasecalc.regions.condition import Cell

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from phasecalc._typing import ExactLike
    from phasecalc.laws.declaration import Law
    from phasecalc.laws.exponents import Optimum
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.program import Program
    from phasecalc.regions.region import Region

__all__ = ["law_diagram_figure", "windows"]

_ORDER = ("F_pp", "F_0", "F_ac", "K_pp", "band", "accent")  # of colours of regions along a line


@dataclass(frozen=True)
class _Area:
    """A region with one formula for the exponent of the loss."""

    name: str
    balance: tuple[str, ...]
    region: Region
    value: Ratio

    def inside(self, at: tuple[Any, ...]) -> Any:
        """Where its conditions hold."""
        found = np.zeros(np.shape(at[0]), dtype=bool)
        for cell in self.region.cells:
            found |= np.all([_holds(c, at) for c in cell], axis=0) if cell else True
        return found

    def exponent(self, at: tuple[Any, ...]) -> Any:
        """Value of the formula; not a number where it has none."""
        top, bottom = (polynomial_values(p, at) for p in (self.value.top, self.value.bottom))
        return top / np.where(bottom == 0, np.nan, bottom)


def _holds(condition: Any, at: tuple[Any, ...]) -> Any:
    values = polynomial_values(condition.polynomial, at)
    return values > 0 if condition.relation == ">" else values >= 0


@dataclass(frozen=True)
class _Slice:
    """Areas over the parameters that are drawn, the others fixed."""

    areas: tuple[_Area, ...]
    names: tuple[str, ...]
    fixed: Mapping[str, float]
    ranges: tuple[tuple[float, float], ...]

    @property
    def free(self) -> tuple[str, ...]:
        return tuple(n for n in self.names if n not in self.fixed)

    def place(self, *drawn: Any) -> tuple[Any, ...]:
        """Values of all parameters."""
        of = dict(zip(self.free, drawn, strict=True))
        return tuple(of.get(n, drawn[0] * 0 + self.fixed.get(n, 0.0)) for n in self.names)

    @cached_property
    def samples(self) -> tuple[Any, ...]:
        """Cell centres along each parameter drawn."""
        centres = (np.arange(SAMPLES) + 0.5) / SAMPLES
        return tuple(low + (high - low) * centres for low, high in self.ranges)


def law_diagram_figure(
    found: Law | Optimum | Program | PhaseDiagram,
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
    drawn = _slice(_areas(found), at or {}, ranges or {})
    with look():
        ax = axes(ax, width=6.0, height=5.0)
        if len(drawn.free) == 1:
            _draw_line(ax, drawn)
        else:
            _draw_plane(ax, drawn)
        if drawn.fixed:
            ax.set_title(", ".join(f"${letter(n)} = {x:g}$" for n, x in drawn.fixed.items()))
        _draw_legend(ax, drawn)
    return ax


def _areas(found: Any) -> tuple[_Area, ...]:
    from phasecalc.laws.declaration import Law
    from phasecalc.laws.exponents import Optimum
    from phasecalc.optimum.program import Program

    if isinstance(found, Program):
        found = found.diagram()
    if isinstance(found, Law):
        found = found.optimum()
    if isinstance(found, Optimum):
        return tuple(
            _Area(
                str(k),
                (*c.tradeoff, *c.bound_by),
                c.region,
                Ratio.from_expr(c.loss_exponent, c.region.names),
            )
            for k, c in enumerate(found.cases, 1)
        )
    return tuple(
        _Area(p.name, (*p.tradeoff, *p.bound_by), p.region, -p.value) for p in found.phases
    )


def _slice(
    areas: Sequence[_Area],
    at: Mapping[str, ExactLike],
    ranges: Mapping[str, tuple[float, float]],
) -> _Slice:
    from phasecalc.laws.branches import NO_PARAMETER

    names = tuple(n for n in areas[0].region.names if n != NO_PARAMETER)
    for name in (*at, *ranges):
        if name not in names:
            raise DomainError(f"{name} is no parameter; there are {', '.join(names) or 'none'}")
    fixed = {n: float(exact(x, n)) for n, x in at.items()}
    free = [n for n in names if n not in fixed]
    if not free:
        raise DomainError("no parameter is left to draw over: the exponents are numbers")
    if len(free) > 2:
        raise DomainError(
            f"{len(free)} parameters, {', '.join(free)}: hold all but two fixed, for instance "
            f"{free[-1]} = 1"
        )
    seen = [x for x in (a.region.sample() for a in areas) if x is not None]
    return _Slice(tuple(areas), areas[0].region.names, fixed, windows(free, ranges, seen))


def windows(
    names: Sequence[str],
    ranges: Mapping[str, tuple[float, float]],
    points: Sequence[Mapping[str, Any]],
) -> tuple[tuple[float, float], ...]:
    """What is shown of each parameter: the range given, else one with all points well inside.

    Raises
    ------
    DomainError
        A range is empty.
    """
    found = tuple(ranges.get(n) or _window([float(x[n]) for x in points]) for n in names)
    for name, (low, high) in zip(names, found, strict=True):
        if not -np.inf < low < high < np.inf:
            raise DomainError(f"{name} from {low} to {high}: give two numbers, the lesser first")
    return found


def _window(values: Sequence[float]) -> tuple[float, float]:
    """An interval with all of these well inside, 0 at one end where they have one sign."""
    low, high = min(0.0, *values), max(0.0, *values)
    wide = max(high - low, 1.0)
    return (low - 0.5 * wide if low < 0 else 0.0), (high + 0.5 * wide if high > 0 else 0.0)


def _draw_plane(ax: Axes, drawn: _Slice) -> None:
    x, y = drawn.samples
    at = drawn.place(*np.meshgrid(x, y))
    image, which = np.full(at[0].shape, np.nan), np.full(at[0].shape, -1)
    for k, area in enumerate(drawn.areas):
        inside = area.inside(at)
        image[inside] = area.exponent(tuple(v[inside] for v in at))
        which[inside] = k
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
        xlabel=f"${letter(drawn.free[0])}$",
        ylabel=f"${letter(drawn.free[1])}$",
        facecolor="0.88",
    )
    assert len(drawn.ranges) == 2
    for area in drawn.areas:
        for cell in area.region.cells:
            _draw_edges(ax, drawn, cell, drawn.ranges)
    _draw_names(ax, drawn, which)


def _draw_edges(ax: Axes, drawn: _Slice, cell: Cell, ranges: Ranges) -> None:
    for curve in cell:
        for line in zero_set(ranges, curve, cell, drawn.place):
            ax.plot(*line, color="black", lw=1.2, solid_capstyle="round")


def _draw_names(ax: Axes, drawn: _Slice, which: NDArray[np.int_]) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground=(0, 0, 0, 0.55))]
    step = max(1, SAMPLES // 160)
    for k, area in enumerate(drawn.areas):
        inside = which[::step, ::step] == k
        if inside.any():
            row, column, _ = label_place(inside)
            place = (drawn.samples[0][column * step], drawn.samples[1][row * step])
            style: dict[str, Any] = {"color": "white", "path_effects": halo, "fontweight": "bold"}
            ax.text(*place, area.name, ha="center", va="center", fontsize=13, **style)


def _draw_line(ax: Axes, drawn: _Slice) -> None:
    (x,) = drawn.samples
    at = drawn.place(x)
    for k, area in enumerate(drawn.areas):
        values = np.where(area.inside(at), area.exponent(at), np.nan)
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
        xlabel=f"${letter(drawn.free[0])}$",
        ylabel="exponent of the loss in the budget",
    )


def _draw_legend(ax: Axes, drawn: _Slice) -> None:
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
