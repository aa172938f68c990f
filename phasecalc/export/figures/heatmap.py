"""Exponents over the (alpha, beta) plane, as colour with labelled level lines.

Level lines are drawn phase by phase, from the formula of the phase: across a boundary at which the
optimal model size jumps there is nothing to interpolate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.export.figures.plane import Plane, draw_boundaries, draw_frame, label_places
from phasecalc.export.figures.style import axes, look
from phasecalc.plrf.asking.diagram import phase_diagram

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["QUANTITIES", "exponent_map_figure"]

# Quantity -> what the colour bar says.
QUANTITIES = {
    "loss": r"loss exponent $\eta$,  $\mathscr{P}_\star \asymp \mathfrak{f}^{-\eta}$",
    "model-size": r"model-size exponent $\xi$,  $d_\star \asymp \mathfrak{f}^{\xi}$",
    "iterations": r"iterations exponent $1 - \xi$,  $r_\star \asymp \mathfrak{f}^{1-\xi}$",
    "correction": r"correction $\delta$,  $\eta_{loc} - \eta = O(\mathfrak{f}^{-\delta})$",
    "tuning": r"gain in $\eta$ from tuning the learning rate",
}

_ROOM = 0.04  # of the width: thinner phases have no room for the numbers of level lines


def exponent_map_figure(
    quantity: str = "loss",
    ax: Axes | None = None,
    learning_rate: str = "largest",
    alpha_range: tuple[float, float] = (0.0, 1.2),
    beta_range: tuple[float, float] = (0.0, 1.2),
) -> Axes:
    """Heat map of one exponent, with level lines and the boundaries of the phases.

    Parameters
    ----------
    quantity
        ``"loss"``, ``"model-size"``, ``"iterations"``; ``"correction"``: how fast local exponents
        reach their limits; or ``"tuning"``: the loss exponent with the learning rate optimised
        minus that at its largest stable order, white where it is 0.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.
    learning_rate
        As in :func:`phasecalc.phase_diagram`; for ``"tuning"`` it says whose boundaries are drawn.
    alpha_range, beta_range
        What to show (dimensionless).

    Returns
    -------
    Axes
        The axes.

    Raises
    ------
    DomainError
        An unknown quantity, or an empty range.

    Examples
    --------
    >>> ax = exponent_map_figure("model-size")
    >>> image, = ax.images
    >>> image.get_array().shape
    (481, 481)
    """
    if quantity not in QUANTITIES:
        raise DomainError(f"quantity = {quantity!r}: use {', '.join(map(repr, QUANTITIES))}")
    if quantity == "correction" and learning_rate != "largest":
        raise DomainError("corrections are derived at the largest learning rate, not when free")
    plane = Plane(phase_diagram(learning_rate), alpha_range, beta_range)
    values = _values(plane, quantity)
    with look():
        ax = axes(ax, width=6.6, height=5.4)
        image = ax.imshow(
            values,
            origin="lower",
            extent=plane.extent,
            vmin=0 if quantity in ("loss", "correction", "tuning") else None,
            interpolation="nearest",
            rasterized=True,
        )
        draw_frame(ax, plane)
        _draw_levels(ax, plane, values)
        draw_boundaries(ax, plane)
        figure = ax.get_figure()
        assert figure is not None
        bar = figure.colorbar(image, ax=ax, shrink=0.82)
        bar.set_label(QUANTITIES[quantity], labelpad=9)
    return ax


def _values(plane: Plane, quantity: str) -> np.ma.MaskedArray:
    if quantity == "model-size":
        return plane.values.model_size_exponent
    if quantity == "iterations":
        return plane.values.iterations_exponent
    if quantity == "loss":
        return plane.values.loss_exponent
    mesh = np.meshgrid(plane.alpha, plane.beta)
    if quantity == "correction":
        from phasecalc.plrf.phases.corrections import corrections_on

        return corrections_on(*mesh)
    tuned, fixed = (phase_diagram(x).evaluate(*mesh).loss_exponent for x in ("free", "largest"))
    # Equal formulas differ by rounding; a gain below that is none.
    gain = tuned - fixed
    return np.ma.masked_less(gain, 1e-12)


def _draw_levels(ax: Axes, plane: Plane, values: np.ma.MaskedArray) -> None:
    """Level lines in each phase in which the quantity varies, labelled where there is room."""
    from matplotlib.ticker import MaxNLocator

    low, high = float(values.min()), float(values.max())
    levels = MaxNLocator(nbins=9, steps=[1, 2, 5, 10]).tick_values(low, high)
    for name, (*_, radius) in label_places(plane).items():
        here = np.ma.masked_where(plane.values.phase != name, values)
        inside = here.compressed()
        kept = [x for x in levels if inside.size and inside.min() < x < inside.max()]
        if kept:
            at = (plane.alpha, plane.beta, here)
            lines = ax.contour(*at, levels=kept, colors="white", linewidths=0.7)
            if radius > _ROOM * (plane.ranges[0][1] - plane.ranges[0][0]):
                ax.clabel(lines, fontsize=8, fmt="%.3g", inline_spacing=3)
