"""Loss curves with the exact curves that were fitted to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from phasecalc.export.figures.style import axes, look
from phasecalc.fitting.training.noise import split

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc.fitting.training.answer import CurveEstimate

__all__ = ["training_figure"]


def training_figure(found: CurveEstimate, ax: Axes | None = None) -> Axes:
    """Measured losses of all runs against iterations, with the fitted curves through them.

    Parameters
    ----------
    found
        Answer of ``phasecalc.estimate(curves=...)``.
    ax
        Axes to draw on; new ones by default.

    Returns
    -------
    Axes
        The axes; runs of one setting have one colour and one curve.
    """
    fitted = [np.exp(x) for x in split(found.exact_logs, found.curves)]
    shades: dict[tuple[float, ...], int] = {}
    with look():
        ax = axes(ax)
        for curve, exact in zip(found.curves, fitted, strict=True):
            first = curve.setting not in shades
            shade = f"C{shades.setdefault(curve.setting, len(shades))}"
            ax.plot(curve.r, curve.loss, ".", color=shade, markersize=3, alpha=0.5)
            if first:
                label = None if curve.d != curve.d else f"$d = {curve.d:g}$"
                ax.plot(curve.r, exact, color=shade, linewidth=1.2, label=label)
        if ax.get_legend_handles_labels()[1]:
            ax.legend()
        ax.set(xscale="log", yscale="log", xlabel="iterations $r$", ylabel="loss")
    return ax
