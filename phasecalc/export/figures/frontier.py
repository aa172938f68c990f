"""The compute-optimal frontier: below the curves of fixed models, and through isoFLOP curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.export.figures.style import COLOURS, axes, look, name_point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc._typing import ExactLike
    from phasecalc.plrf.frontier.frontier import Frontier

__all__ = ["frontier_figure", "isoflop_figure", "points_figure"]

_SHOWN = 8  # curves of fixed models: more would be a grey band
_GREY = "0.72"


def frontier_figure(
    alpha: ExactLike,
    beta: ExactLike,
    flops: Sequence[float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Loss against budget for several model sizes, with the compute-optimal frontier below them.

    Parameters
    ----------
    alpha, beta
        Data and target complexity (dimensionless).
    flops
        Budgets of the frontier, 1e3 to 1e130; by default 10^4 to 10^14.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.

    Returns
    -------
    Axes
        The axes, both logarithmic.

    Raises
    ------
    DomainError
        A parameter or budget lies outside the domain.

    Examples
    --------
    >>> ax = frontier_figure("7/10", "9/10", [1e4, 1e6, 1e8])
    >>> [line.get_label() for line in ax.lines if not line.get_label().startswith("_")]
    ['compute-optimal frontier', 'slope of the derived exponent', 'fixed model size $d$']
    """
    from phasecalc.plrf.asking.query import exponents
    from phasecalc.plrf.frontier.frontier import frontier
    from phasecalc.plrf.model.parameters import PLRF

    budgets = np.logspace(4, 14, 21) if flops is None else np.asarray(flops, dtype=float)
    points = frontier(alpha, beta, budgets.tolist()).points
    f, loss = np.array([[p.flops, p.loss] for p in points]).T
    exponent = float(exponents(alpha, beta).loss_exponent)
    with look():
        ax = axes(ax)
        for point in points[:: max(1, len(points) // _SHOWN)]:
            model = PLRF(alpha, beta, point.model_size)
            near = point.flops * np.logspace(-2.5, 2.5, 60)
            r = near / point.model_size
            ax.loglog(near[r >= 1], model.loss(r[r >= 1]), color=_GREY, linewidth=0.9)
        ax.loglog(f, loss, color=COLOURS["F_0"], label="compute-optimal frontier")
        # Below the frontier, so that the two slopes are compared and not the two heights.
        ax.loglog(
            f,
            loss[-1] / 3 * (f / f[-1]) ** -exponent,
            color=COLOURS["loss"],
            linestyle=":",
            linewidth=1.2,
            label="slope of the derived exponent",
        )
        ax.plot([], [], color=_GREY, label="fixed model size $d$")
        ax.set(xlabel=r"flops $\mathfrak{f} = d\,r$", ylabel=r"loss $\mathscr{P}$")
        ax.legend()
        name_point(ax, alpha, beta)
    return ax


def points_figure(found: Frontier, ax: Axes | None = None) -> Axes:
    """Loss against budget for a frontier that was computed, with its local exponents as slopes.

    Parameters
    ----------
    found
        Answer of :func:`phasecalc.frontier`.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.

    Returns
    -------
    Axes
        The axes, both logarithmic.

    Examples
    --------
    >>> from phasecalc.plrf.frontier.frontier import frontier
    >>> points_figure(frontier("7/10", "9/10", [1e4, 1e8])).get_xscale()
    'log'
    """
    with look():
        ax = axes(ax)
        for k, p in enumerate(found.points):
            near = p.flops * np.array([0.4, 2.5])
            slope = p.loss * (near / p.flops) ** -p.loss_exponent
            label = "local exponent" if k == 0 else "_"
            ax.loglog(near, slope, color=COLOURS["loss"], linewidth=1.2, label=label)
        flops, loss = ([getattr(p, n) for p in found.points] for n in ("flops", "loss"))
        ax.loglog(flops, loss, "o--", color=COLOURS["F_0"], label="compute-optimal frontier")
        ax.set(xlabel=r"flops $\mathfrak{f}$", ylabel=r"loss $\mathscr{P}_\star$")
        ax.legend()
    return ax


def isoflop_figure(
    alpha: ExactLike,
    beta: ExactLike,
    flops: Sequence[float] = (1e6, 1e8, 1e10, 1e12),
    ax: Axes | None = None,
) -> Axes:
    """Loss against model size at fixed budgets, with the optima and the frontier through them.

    Parameters
    ----------
    alpha, beta
        Data and target complexity (dimensionless).
    flops
        Budgets, 1e3 to 1e130.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.

    Returns
    -------
    Axes
        The axes, both logarithmic.

    Raises
    ------
    DomainError
        A parameter or budget lies outside the domain.

    Examples
    --------
    >>> isoflop_figure("7/10", "9/10", [1e4, 1e6]).get_xlabel()
    'model size $d$'
    """
    from phasecalc.plrf.frontier.frontier import frontier
    from phasecalc.plrf.model.parameters import PLRF

    points = frontier(alpha, beta, list(flops)).points
    with look():
        ax = axes(ax)
        for k, p in enumerate(points):
            # Light to dark: the order of the budgets survives black-and-white print.
            colour = str(0.7 - 0.6 * k / max(1, len(points) - 1))
            low = max(0.3, np.log10(p.model_size) - 1.5)
            high = min(np.log10(p.flops), np.log10(p.model_size) + 1.5)
            sizes = np.logspace(low, high, 40)
            losses = [PLRF(alpha, beta, d).loss(max(1.0, p.flops / d)) for d in sizes.tolist()]
            ax.loglog(sizes, losses, color=colour)
            ax.annotate(
                rf"$\mathfrak{{f}} = 10^{{{np.log10(p.flops):.3g}}}$",
                (sizes[-1], losses[-1]),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color=colour,
            )
        ax.loglog(
            [p.model_size for p in points],
            [p.loss for p in points],
            "o--",
            color=COLOURS["F_0"],
            markersize=5,
            linewidth=1.2,
            label=r"optimal model size $d_\star(\mathfrak{f})$",
        )
        ax.set(xlabel="model size $d$", ylabel=r"loss $\mathscr{P}$")
        # Room for the labels at the ends.
        left, right = ax.get_xlim()
        ax.set_xlim(left, right * (right / left) ** 0.15)
        ax.legend(loc="lower left")
        name_point(ax, alpha, beta)
    return ax
