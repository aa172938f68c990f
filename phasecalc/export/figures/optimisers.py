"""Which optimiser is best, over the (alpha, beta) plane, and by how much.

Zones come from the shipped, proved comparison; nothing here decides anything. Colour names the
best optimiser, contours show by how much its exponent exceeds that of SGD.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.export.figures.labels import label_place
from phasecalc.export.figures.style import axes
from phasecalc.optimisers.store import best_optimiser
from phasecalc.plrf.asking.arrays import polynomial_values

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from phasecalc.optimum.overlay import Zone

__all__ = ["optimisers_figure"]

_SAMPLES = 400
_NARROW = 25  # samples: a disc too small for a label across it
# Colour-blind safe; ties are grey.
_COLOURS = {
    "DANA-decaying": "#0072B2",
    "DANA-constant": "#56B4E9",
    "SignSGD": "#D55E00",
    "tuned SGD": "#009E73",
}
_TIE = "#B8B8B8"


def optimisers_figure(
    ax: Axes | None = None,
    alpha_range: tuple[float, float] = (0.0, 1.6),
    beta_range: tuple[float, float] = (0.0, 1.6),
    noise: str = "stated",
) -> Axes:
    """Draw the comparison into axes.

    Parameters
    ----------
    ax
        Axes to draw into; by default those of a new figure.
    alpha_range, beta_range
        What to show (dimensionless).
    noise
        Of SignSGD; see :func:`phasecalc.laws.best_optimiser`.

    Returns
    -------
    Axes
        The axes; labels stand in the largest disc of each area.

    Examples
    --------
    >>> ax = optimisers_figure()
    >>> sorted(t.get_text() for t in ax.texts if not t.get_text().startswith("0"))
    ['DANA-decaying', 'SignSGD', 'as SGD', 'no power law', 'tuned SGD']
    """
    import matplotlib as mpl
    from matplotlib.colors import ListedColormap

    ax = axes(ax, width=5.8, height=5.2)
    centres = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    alpha = alpha_range[0] + (alpha_range[1] - alpha_range[0]) * centres
    beta = beta_range[0] + (beta_range[1] - beta_range[0]) * centres
    area, gain, names = _sampled(*np.meshgrid(alpha, beta), noise)
    palette = ["#FFFFFF", *(_COLOURS.get(n, _TIE) for n in names[1:])]
    ax.imshow(
        area,
        origin="lower",
        extent=(*alpha_range, *beta_range),
        cmap=ListedColormap(palette),
        vmin=-0.5,
        vmax=len(names) - 0.5,
        interpolation="nearest",
        alpha=0.75,
        rasterized=True,
    )
    ax.contour(
        alpha, beta, area, levels=np.arange(len(names)) + 0.5, colors="black", linewidths=0.8
    )
    levels = [0.01, 0.03, 0.05, 0.1, 0.15]
    with mpl.rc_context({"contour.negative_linestyle": "solid"}):
        lines = ax.contour(alpha, beta, gain, levels=levels, colors="white", linewidths=0.9)
    ax.clabel(lines, fmt="%g", fontsize=7)
    for number, name in enumerate(names):
        inside = area == number
        if inside.any():
            row, column, radius = label_place(inside)
            tilt = -45 if name == "no power law" else 90 if radius < _NARROW else 0
            ax.text(
                alpha[column], beta[row], name, ha="center", va="center", fontsize=8, rotation=tilt
            )
    ax.set(
        xlim=alpha_range,
        ylim=beta_range,
        xlabel=r"data complexity $\alpha$",
        ylabel=r"target complexity $\beta$",
        title="best compute exponent; white lines: gain over SGD",
    )
    return ax


def _sampled(
    alpha: NDArray[np.float64], beta: NDArray[np.float64], noise: str
) -> tuple[NDArray[np.int64], NDArray[np.float64], list[str]]:
    """Number of the area, gain over SGD, and the areas' names, 0 for no power law."""
    names = ["no power law"]
    area = np.zeros(alpha.shape, dtype=int)
    gain = np.full(alpha.shape, np.nan)
    for zone, over_sgd in _gains(noise):
        name = _area(zone)
        if name not in names:
            names.append(name)
        # A sample on a boundary belongs to the first zone that touches it.
        inside = area == 0
        for c in zone.region.cells[0]:
            inside &= polynomial_values(c.polynomial, (alpha, beta)) >= 0
        area[inside] = names.index(name)
        value = over_sgd(alpha[inside], beta[inside])
        gain[inside] = np.broadcast_to(value, gain[inside].shape)
    return area, gain, names


@cache
def _gains(noise: str) -> tuple[tuple[Zone, Callable[..., NDArray[np.float64]]], ...]:
    """Each zone with its gain over SGD as a function of arrays."""
    import sympy as sp

    from phasecalc.symbols import alpha, beta

    return tuple(
        (z, sp.lambdify([alpha, beta], z.gain("SGD"), "numpy"))
        for z in best_optimiser(noise).overlay.zones
    )


def _area(zone: Zone) -> str:
    return "as SGD" if "SGD" in zone.best else zone.best[0]
