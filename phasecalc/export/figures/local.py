"""Local exponents of the exact frontier on their way to the derived ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.export.figures.labels import spread
from phasecalc.export.figures.style import COLOURS, PHASE_COLOURS, PHASE_POINTS, axes, look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc._typing import ExactLike

__all__ = ["exponents_figure"]

# Dense where the curves bend; each of these costs about a second in all phases together.
_BUDGETS = 10.0 ** np.array([5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 60])


def exponents_figure(
    points: Mapping[str, tuple[ExactLike, ExactLike]] | None = None,
    flops: Sequence[float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Local loss exponent against budget in each phase, and the derived value it tends to.

    Parameters
    ----------
    points
        Label to (alpha, beta); by default one point in each phase.
    flops
        Budgets, 1e3 to 1e130; by default 10^5 to 10^60.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.

    Returns
    -------
    Axes
        The axes; the budget is on a logarithmic scale.

    Raises
    ------
    DomainError
        A parameter or budget lies outside the domain.

    Examples
    --------
    >>> ax = exponents_figure({"III": ("7/10", "9/10")}, [1e5, 1e10])
    >>> [text.get_text() for text in ax.texts]
    ['III $(0.7,\\\\ 0.9)$']
    """
    from matplotlib.ticker import LogLocator, NullLocator

    from phasecalc.parsing import exact
    from phasecalc.plrf.asking.query import exponents
    from phasecalc.plrf.frontier.frontier import budget
    from phasecalc.plrf.frontier.ladder import ladder
    from phasecalc.plrf.frontier.setting import Setting

    chosen = dict(PHASE_POINTS if points is None else points)
    budgets = np.sort(_BUDGETS if flops is None else np.asarray(flops, dtype=float))
    limits = [float(exponents(*point).loss_exponent) for point in chosen.values()]
    with look():
        ax = axes(ax, width=5.6)
        for (name, point), limit in zip(chosen.items(), limits, strict=True):
            colour = PHASE_COLOURS.get(name, COLOURS["loss"])
            answer = ladder(Setting.of(*point, 10, None, 1), [budget(f) for f in budgets.tolist()])
            ax.semilogx([p.flops for p in answer], [p.loss_exponent for p in answer], color=colour)
            ax.axhline(limit, color=colour, linestyle=":", linewidth=1)
        low, high = ax.get_ylim()
        # Labels at the ends of the lines: no legend to look up.
        heights = spread(limits, gap=0.055 * (high - low))
        for (name, point), height in zip(chosen.items(), heights, strict=True):
            alpha, beta = (float(exact(x)) for x in point)
            ax.annotate(
                rf"{name} $({alpha:g},\ {beta:g})$",
                (1.01, height),
                xycoords=("axes fraction", "data"),
                va="center",
                color=PHASE_COLOURS.get(name, COLOURS["loss"]),
                fontsize=8,
                annotation_clip=False,
            )
        ax.plot([], [], color="0.3", label="exact local exponent")
        ax.plot([], [], ":", color="0.3", label="derived limit")
        ax.set(
            xlabel=r"flops $\mathfrak{f}$",
            ylabel=r"$-\,\mathrm{d}\log\mathscr{P}_\star/\mathrm{d}\log\mathfrak{f}$",
        )
        if np.ptp(np.log10(budgets)) > 20:  # ticks at round powers
            ax.xaxis.set_major_locator(LogLocator(base=1e10))
            ax.xaxis.set_minor_locator(NullLocator())
        ax.legend(loc="upper right", ncols=2, bbox_to_anchor=(1, 1.1))
    return ax
