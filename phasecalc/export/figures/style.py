"""One look for all figures: colour-blind safe, readable in print, no global state."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, SupportsFloat

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc._typing import ExactLike

__all__ = [
    "COLOURS",
    "DASHES",
    "PHASE_COLOURS",
    "PHASE_POINTS",
    "SYMBOLS",
    "axes",
    "look",
    "name_point",
    "point_text",
]

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
# Each term has a dash pattern of its own as well: black-and-white print tells them apart.
DASHES: dict[str, Any] = {
    "F_0": (0, (1, 1.2)),
    "F_pp": (0, (5, 1.5)),
    "F_ac": (0, (5, 1.5, 1, 1.5)),
    "K_pp": (0, (3, 1.2, 1, 1.2, 1, 1.2)),
}
SYMBOLS = {
    "F_0": r"$\mathscr{F}_0$",
    "F_pp": r"$\mathscr{F}_{pp}$",
    "F_ac": r"$\mathscr{F}_{ac}$",
    "K_pp": r"$\mathscr{K}_{pp}/(\gamma B)$",
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

# One point inside each phase, away from boundaries, for the figure of all phases.
PHASE_POINTS: dict[str, tuple[str, str]] = {
    "Ia": ("1", "3/10"),
    "Ib": ("2/5", "3/10"),
    "Ic": ("3/20", "4/5"),
    "II": ("1", "7/10"),
    "III": ("7/10", "9/10"),
    "IVa": ("2/5", "9/10"),
    "IVb": ("27/100", "9/10"),
}

_SHEET = Path(__file__).with_name("phasecalc.mplstyle")


@contextmanager
def look() -> Iterator[None]:
    """Apply the style sheet inside a ``with`` block only."""
    import matplotlib as mpl

    with mpl.rc_context(_sheet()):
        yield


@functools.cache
def _sheet() -> Any:  # Any: the keys that Matplotlib's types allow differ between its versions
    """What the style sheet says; everything it does not name stays the reader's choice."""
    import matplotlib as mpl

    return mpl.rc_params_from_file(_SHEET, use_default_template=False)


def axes(ax: Axes | None, *, width: float = 5.2, height: float = 3.6) -> Axes:
    """Given axes, or those of a new figure that pyplot knows nothing of."""
    if ax is not None:
        return ax
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained").subplots()


def point_text(alpha: ExactLike, beta: ExactLike, d: SupportsFloat | None = None) -> str:
    """Which point is drawn, and which size, as Matplotlib takes it.

    Parameters
    ----------
    alpha, beta
        Exact numbers (dimensionless).
    d
        Model size, where one is drawn.

    Examples
    --------
    >>> print(point_text("7/10", "9/10", 10**6))
    $\\alpha = 0.7$, $\\beta = 0.9$, $d = 10^{6}$
    """
    from phasecalc.parsing import exact

    parts = [rf"$\alpha = {float(exact(alpha)):g}$", rf"$\beta = {float(exact(beta)):g}$"]
    if d is not None:
        mantissa, _, power = f"{float(d):.4e}".partition("e")
        times = "" if float(mantissa) == 1 else rf"{float(mantissa):g} \times "
        size = f"{float(d):g}" if float(d) < 1e5 else f"{times}10^{{{int(power)}}}"
        parts.append(f"$d = {size}$")
    return ", ".join(parts)


def name_point(ax: Axes, alpha: ExactLike, beta: ExactLike, d: SupportsFloat | None = None) -> None:
    """Say in a title which point is drawn; a title that is there stays."""
    if not ax.get_title():
        ax.set_title(point_text(alpha, beta, d), fontsize=9)
