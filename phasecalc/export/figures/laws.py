"""Figures of scaling laws: optimal sizes, losses and local exponents of several laws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.export.figures.style import COLOURS, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc.laws.optimum.allocation import Allocation

__all__ = ["comparison_figure"]

_CYCLE = ("F_pp", "F_0", "F_ac", "K_pp", "accent", "band", "loss")


def comparison_figure(
    curves: Mapping[str, Sequence[Allocation]],
    ax: Axes | None = None,
    size: str = "N",
    bands: Mapping[str, tuple[Sequence[float], Sequence[float]] | None] | None = None,
) -> Axes:
    """Draw the optimal size of several laws over the budget.

    Parameters
    ----------
    curves
        Optima along budgets, by the name for the legend.
    ax
        Axes to draw into; by default those of a new figure.
    size
        Which size.
    bands
        Ends of intervals of the size along the budgets, by the same names, where there are any.

    Returns
    -------
    Axes
        Logarithmic axes.

    Raises
    ------
    DomainError
        A law does not have this size.

    Examples
    --------
    >>> import phasecalc as pc
    >>> law = pc.laws.two_term
    >>> curves = {"H": pc.laws.local_exponents(law, ["1e20", "1e24"], fit="hoffmann")}
    >>> comparison_figure(curves).get_ylabel()
    'optimal $N$'
    """
    ax = axes(ax)
    for k, (name, found) in enumerate(curves.items()):
        if any(size not in a.sizes for a in found):
            raise DomainError(f"{name} has no size {size}")
        colour = COLOURS[_CYCLE[k % len(_CYCLE)]]
        flops = np.array([float(a.flops) for a in found])
        ax.loglog(flops, [float(a.sizes[size]) for a in found], color=colour, label=name)
        ends = (bands or {}).get(name)
        if ends is not None:
            ax.fill_between(flops, *ends, color=colour, alpha=0.25, linewidth=0)
    ax.set(xlabel="flops $C$", ylabel=f"optimal ${size}$")
    ax.legend()
    return ax
