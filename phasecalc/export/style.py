"""One look for all figures: colour-blind safe, readable in print, no global state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLOURS", "PHASE_COLOURS", "axes", "look"]

# Okabe and Ito's palette; distinguishable with every common colour vision.
COLOURS = {
    "loss": "#000000",
    "F_0": "#D55E00",
    "F_pp": "#0072B2",
    "F_ac": "#009E73",
    "K_pp": "#CC79A7",
    "band": "#56B4E9",
    "accent": "#E69F00",
}
PHASE_COLOURS = {
    "Ia": "#0072B2",
    "Ib": "#56B4E9",
    "Ic": "#004060",
    "II": "#009E73",
    "III": "#D55E00",
    "IVa": "#CC79A7",
    "IVb": "#E69F00",
}

_LOOK: Any = {  # Any: the keys that matplotlib's types allow differ between its versions
    "font.size": 9,
    "axes.labelsize": 10,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.6,
    "mathtext.fontset": "cm",
    "svg.hashsalt": "phasecalc",
    "savefig.dpi": 200,
}


@contextmanager
def look() -> Iterator[None]:
    """Apply the style inside a ``with`` block only."""
    import matplotlib as mpl

    with mpl.rc_context(_LOOK):
        yield


def axes(ax: Axes | None, *, width: float = 5.2, height: float = 3.6) -> Axes:
    """Given axes, or those of a new figure that pyplot knows nothing of."""
    if ax is not None:
        return ax
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained").subplots()
