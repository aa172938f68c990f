"""Runs with the law fitted to them: bands, budgets, profiles, residuals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.export.figures.style import COLOURS, axes, look
from phasecalc.fitting.advice.isoflop import grouped

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from phasecalc.fitting.advice.isoflop import IsoFlop
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.fitting.answers.estimated import Estimated
    from phasecalc.fitting.answers.fitted import Fitted

__all__ = [
    "allocation_figure",
    "budgets_figure",
    "profile_figure",
    "residuals_figure",
    "runs_figure",
]

_BUDGETS = 25
_BEYOND = 10.0  # times the largest run


def _decisions(
    fit: Estimated, flops: float | None
) -> tuple[npt.NDArray[np.float64], list[Decision]]:
    """Budgets from the smallest run to a target, and the best sizes at each."""
    if "flops" not in fit.ranges:
        raise DomainError("no flops among the runs; a figure against the budget needs them")
    low, high = fit.ranges["flops"]
    budgets = np.geomspace(low, max(high, flops or _BEYOND * high), _BUDGETS)
    return budgets, [fit.allocate(float(c)) for c in budgets]


def _band(
    ax: Axes, x: npt.NDArray[np.float64], lows: list[float | None], highs: list[float | None],
    level: float,
) -> None:  # fmt: skip
    """Band between the ends of intervals, where all are there."""
    if None in lows or None in highs:
        return
    low, high = np.array(lows, dtype=float), np.array(highs, dtype=float)
    ax.fill_between(
        x, low, high, color=COLOURS["band"], alpha=0.4, linewidth=0, label=f"{100 * level:g} %"
    )


def runs_figure(fit: Fitted, flops: float | None = None, ax: Axes | None = None) -> Axes:
    """Runs and the least loss at each budget, by the fitted law, with its interval.

    Parameters
    ----------
    fit
        Answer of ``phasecalc.laws.fit``; its runs need flops.
    flops
        To which budget; by default ten times the largest run. Beyond the runs the line is dashed.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.

    Returns
    -------
    Axes
        The axes; the budget is on a logarithmic scale.

    Raises
    ------
    DomainError
        The runs have no flops.

    Examples
    --------
    >>> import numpy as np, phasecalc as pc
    >>> C = np.repeat([1e19, 1e20, 1e21], 5)
    >>> N = 1e8 * (C / 6e18) ** 0.5 * np.tile([0.25, 0.5, 1, 2, 4], 3)
    >>> loss = 1.8 + 480 * N**-0.35 + 2100 * (C / 6 / N) ** -0.37
    >>> fit = pc.laws.fit("two-term", {"N": N, "flops": C, "loss": loss}, delta=float("inf"))
    >>> ax = runs_figure(fit)
    >>> ax.get_ylabel(), ax.get_xscale()
    ('loss', 'log')
    """
    budgets, found = _decisions(fit, flops)
    runs = fit.objective.runs
    with look():
        ax = axes(ax)
        losses = [d.loss for d in found]
        _band(ax, budgets, [x.low for x in losses], [x.high for x in losses], fit.level)
        _line(
            ax, budgets, np.array([x.value for x in losses]), fit.ranges["flops"][1], "law, least"
        )
        if runs.flops is not None:
            ax.scatter(runs.flops, runs.loss, s=9, color=COLOURS["F_pp"], label="runs", zorder=3)
        ax.set(xscale="log", xlabel="flops $C$", ylabel="loss")
        ax.legend()
    return ax


def _line(
    ax: Axes, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], end: float, label: str
) -> None:
    """A line that is dashed beyond the runs."""
    inside = x <= end * (1 + 1e-9)
    ax.plot(x[inside], y[inside], color=COLOURS["loss"], label=label)
    beyond = np.flatnonzero(~inside)
    if len(beyond):
        part = slice(max(int(beyond[0]) - 1, 0), None)
        ax.plot(x[part], y[part], "--", color=COLOURS["loss"], label="beyond the runs")


def allocation_figure(
    fit: Fitted,
    size: str = "N",
    *,
    budgets: IsoFlop | None = None,
    flops: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Best size against the budget, with its interval, and minima found budget by budget.

    Parameters
    ----------
    fit
        Answer of ``phasecalc.laws.fit``; its runs need flops.
    size
        Which.
    budgets
        Answer of ``phasecalc.laws.isoflop`` on the same runs.
    flops, ax
        As for :func:`runs_figure`.

    Returns
    -------
    Axes
        The axes, both logarithmic.
    """
    at, found = _decisions(fit, flops)
    if size not in found[0].sizes:
        raise DomainError(f"size {size!r}: the law has {', '.join(found[0].sizes)}")
    with look():
        ax = axes(ax)
        each = [d.sizes[size] for d in found]
        _band(ax, at, [x.low for x in each], [x.high for x in each], fit.level)
        _line(ax, at, np.array([x.value for x in each]), fit.ranges["flops"][1], "by the law")
        if budgets is not None and budgets.size == size:
            kept = [m for m in budgets.minima if m.size is not None]
            x = [m.flops for m in kept]
            y = np.array([m.size for m in kept], dtype=float)
            spread = np.array([m.spread for m in kept])
            ends = np.array([y * -np.expm1(-spread), y * np.expm1(spread)])
            ax.errorbar(
                x, y, ends, fmt="o", markersize=4, color=COLOURS["F_0"], label="budget by budget"
            )
        ax.set(xscale="log", yscale="log", xlabel="flops $C$", ylabel=rf"${size}_\star$")
        ax.legend()
    return ax


def budgets_figure(fit: Fitted, size: str = "N", ax: Axes | None = None) -> Axes:
    """Losses against a size, budget by budget, each with its parabola in the logarithm.

    Parameters
    ----------
    fit
        Answer of ``phasecalc.laws.fit``; its runs need flops.
    size
        Which.
    ax
        As for :func:`runs_figure`.

    Returns
    -------
    Axes
        The axes; the size is on a logarithmic scale.
    """
    runs = fit.objective.runs
    if runs.flops is None:
        raise DomainError("no flops among the runs; budgets need them")
    groups = [g for g in grouped(runs.flops) if len(g[1]) >= 3]
    if not groups:
        raise DomainError("no budget has three runs: there is no parabola to draw")
    with look():
        import matplotlib as mpl

        ax = axes(ax)
        colours = mpl.colormaps["viridis"](np.linspace(0, 0.9, len(groups)))
        for (flops, rows), colour in zip(groups, colours, strict=True):
            x, y = np.log(runs.sizes[size][rows]), runs.loss[rows]
            ax.plot(np.exp(x), y, "o", markersize=3, color=colour, label=f"{flops:.2g}")
            if len(np.unique(x)) >= 3:
                grid = np.linspace(x.min(), x.max(), 60)
                middle = x.mean()
                ax.plot(np.exp(grid), np.polyval(np.polyfit(x - middle, y, 2), grid - middle),
                        color=colour, linewidth=1)  # fmt: skip
        ax.set(xscale="log", xlabel=f"${size}$", ylabel="loss")
        ax.legend(title="flops", loc="center left", bbox_to_anchor=(1, 0.5))
    return ax


def profile_figure(fit: Fitted, name: str, ax: Axes | None = None) -> Axes:
    """Profile of a parameter: how much worse the best fit is where it is held fixed.

    Parameters
    ----------
    fit
        Answer of ``phasecalc.laws.fit``.
    name
        The parameter.
    ax
        As for :func:`runs_figure`.

    Returns
    -------
    Axes
        The axes; where the curve meets the line the interval ends.
    """
    from statistics import NormalDist

    from phasecalc.fitting.minimum.profile import profile_curve

    if name not in fit.values:
        raise DomainError(f"{name} was not fitted; fitted were {', '.join(fit.values)}")
    values, rise = profile_curve(fit.objective, fit.point, name)
    limit = NormalDist().inv_cdf((1 + fit.level) / 2) ** 2
    with look():
        ax = axes(ax)
        ax.plot(values, rise, color=COLOURS["loss"])
        ax.axhline(limit, color=COLOURS["F_0"], linestyle="--", label=f"{100 * fit.level:g} %")
        ax.axvline(fit.values[name], color=COLOURS["band"], linewidth=1, label="best")
        if values.min() > 0 and values.max() > 10 * values.min():
            ax.set_xscale("log")
        label = rf"$\{name}$" if name in ("alpha", "beta", "eta", "gamma") else name
        ax.set(xlabel=label, ylabel="rise of the sum", ylim=(0, max(3 * limit, 1)))
        ax.legend()
    return ax


def residuals_figure(fit: Fitted, ax: Axes | None = None) -> Axes:
    """Residuals of the runs against flops, or against the first size where there are none.

    Parameters
    ----------
    fit
        Answer of ``phasecalc.laws.fit``.
    ax
        As for :func:`runs_figure`.

    Returns
    -------
    Axes
        The axes; the band is Huber's delta, within which residuals count by their squares.
    """
    runs, penalty = fit.objective.runs, fit.objective.penalty
    first = next(iter(runs.sizes))
    x, name = (runs.sizes[first], f"${first}$") if runs.flops is None else (runs.flops, "flops $C$")
    left = fit.objective.residuals(fit.point)
    with look():
        ax = axes(ax)
        if math.isfinite(penalty.delta):
            ax.axhspan(-penalty.delta, penalty.delta, color=COLOURS["band"], alpha=0.4, linewidth=0,
                       label=f"within δ = {penalty.delta:.2g}")  # fmt: skip
            ax.legend()
        ax.axhline(0, color=COLOURS["loss"], linewidth=0.8)
        ax.scatter(x, left, s=9, color=COLOURS["F_pp"], zorder=3)
        what = "log residual" if penalty.residual == "log" else "residual"
        ax.set(xscale="log", xlabel=name, ylabel=what)
    return ax
