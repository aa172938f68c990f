"""Figures of the numerical half: loss curves, frontier, local exponents, simulations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.export.style import COLOURS, PHASE_COLOURS, axes, look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc._typing import ExactLike
    from phasecalc.plrf.parameters import PLRF
    from phasecalc.plrf.simulate import Simulation

__all__ = [
    "exponents_figure",
    "frontier_figure",
    "isoflop_figure",
    "loss_figure",
    "simulation_figure",
]

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


def loss_figure(
    model: PLRF, iterations: Sequence[float] | None = None, ax: Axes | None = None
) -> Axes:
    """Exact loss against iterations, with the leading asymptotics of its four terms.

    Parameters
    ----------
    model
        The model.
    iterations
        Iterations to evaluate; by default 1 to well beyond ``d**(2 alpha)``.
    ax
        Axes to draw on.

    Examples
    --------
    >>> from phasecalc import PLRF
    >>> loss_figure(PLRF("7/10", "9/10", 100)).get_xlabel()
    'iterations $r$'
    """
    import numpy as np

    end = 2 * float(model.alpha) * np.log10(float(model.d)) + 2.5
    r = np.logspace(0, end, 160) if iterations is None else np.asarray(iterations, dtype=float)
    exact = model.loss(r)
    with look():
        ax = axes(ax)
        ax.loglog(r, exact, color=COLOURS["loss"], label=r"exact $P(r)$", zorder=3)
        terms = model.terms(r)
        noise = model.learning_rate * float(model.batch)
        leading = {
            "F_0": np.full_like(r, terms.capacity),
            "F_pp": terms.pure_point_leading,
            "F_ac": terms.absolutely_continuous_leading,
            "K_pp": terms.kernel_pure_point_leading / noise,
        }
        for name, symbol in _SYMBOLS.items():
            if np.any(leading[name] > 0):
                ax.loglog(r, leading[name], "--", color=COLOURS[name], label=symbol)
        ax.set_ylim(float(exact.min()) / 5, 3 * float(exact.max()))
        ax.set(xlabel="iterations $r$", ylabel="loss")
        ax.legend()
    return ax


_SYMBOLS = {
    "F_0": r"$\mathscr{F}_0$",
    "F_pp": r"$\mathscr{F}_{pp}$",
    "F_ac": r"$\mathscr{F}_{ac}$",
    "K_pp": r"$\mathscr{K}_{pp}/(\gamma B)$",
}


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
        The point of the phase diagram.
    flops
        Budgets of the frontier, by default 10^4 to 10^14.
    ax
        Axes to draw on.
    """
    import numpy as np

    from phasecalc.plrf.frontier import frontier
    from phasecalc.plrf.parameters import PLRF

    budgets = np.logspace(4, 14, 21) if flops is None else np.asarray(flops, dtype=float)
    answer = frontier(alpha, beta, budgets.tolist()).points
    with look():
        ax = axes(ax)
        for point in answer[:: max(1, len(answer) // 8)]:
            model = PLRF(alpha, beta, point.model_size)
            f = np.logspace(np.log10(point.flops) - 2.5, np.log10(point.flops) + 2.5, 60)
            r = f / point.model_size
            ax.loglog(f[r >= 1], model.loss(r[r >= 1]), color="0.72", linewidth=0.9)
        ax.loglog(
            [p.flops for p in answer],
            [p.loss for p in answer],
            color=COLOURS["F_0"],
            label="compute-optimal frontier",
        )
        ax.plot([], [], color="0.72", label="fixed model size $d$")
        ax.set(xlabel=r"flops $\mathfrak{f} = d\,r$", ylabel=r"loss $P$")
        ax.legend()
    return ax


def isoflop_figure(
    alpha: ExactLike,
    beta: ExactLike,
    flops: Sequence[float] = (1e6, 1e8, 1e10, 1e12),
    ax: Axes | None = None,
) -> Axes:
    """Loss against model size at fixed budgets, with the optimum of each marked."""
    import numpy as np

    from phasecalc.plrf.frontier import frontier
    from phasecalc.plrf.parameters import PLRF

    with look():
        ax = axes(ax)
        for p in frontier(alpha, beta, list(flops)).points:
            sizes = np.logspace(
                max(0.3, np.log10(p.model_size) - 1.5),
                min(np.log10(p.flops), np.log10(p.model_size) + 1.5),
                40,
            )
            losses = [PLRF(alpha, beta, d).loss(max(1.0, p.flops / d)) for d in sizes.tolist()]
            line = ax.loglog(sizes, losses, label=rf"$10^{{{np.log10(p.flops):.0f}}}$")
            ax.plot(p.model_size, p.loss, "o", color=line[0].get_color())
        ax.set(xlabel="model size $d$", ylabel=r"loss $P$")
        ax.legend(title=r"flops $\mathfrak{f}$")
    return ax


def exponents_figure(
    points: dict[str, tuple[ExactLike, ExactLike]] | None = None,
    flops: Sequence[float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Local loss exponent against budget in each phase, and the derived value it tends to.

    Parameters
    ----------
    points
        Label to (alpha, beta); by default one point in each phase.
    flops
        Budgets, by default 10^5 to 10^60.
    ax
        Axes to draw on.
    """
    import numpy as np

    from phasecalc.parsing import exact
    from phasecalc.plrf.frontier import frontier
    from phasecalc.plrf.query import exponents

    chosen: dict[str, Any] = dict(PHASE_POINTS if points is None else points)
    budgets = np.logspace(5, 60, 23) if flops is None else np.asarray(flops, dtype=float)
    with look():
        ax = axes(ax)
        for name, (alpha, beta) in chosen.items():
            colour = PHASE_COLOURS.get(name, COLOURS["loss"])
            answer = frontier(alpha, beta, budgets.tolist()).points
            limit = float(exponents(alpha, beta).loss_exponent)
            ax.semilogx([p.flops for p in answer], [p.loss_exponent for p in answer], color=colour)
            ax.axhline(limit, color=colour, linestyle=":", linewidth=1)
            # Labels at the ends of the lines: no legend to look up.
            ax.annotate(
                rf"{name} $({float(exact(alpha)):g},\ {float(exact(beta)):g})$",
                (1.01, limit),
                xycoords=("axes fraction", "data"),
                va="center",
                color=colour,
                fontsize=8,
            )
        ax.plot([], [], color="0.3", label="exact local exponent")
        ax.plot([], [], ":", color="0.3", label="derived limit")
        ax.set(
            xlabel=r"flops $\mathfrak{f}$",
            ylabel=r"$-\,\mathrm{d}\log P_\star/\mathrm{d}\log\mathfrak{f}$",
        )
        ax.legend(loc="lower right")
    return ax


def simulation_figure(simulation: Simulation, model: PLRF, ax: Axes | None = None) -> Axes:
    """Simulated SGD, mean and two standard errors over seeds, over the exact curve."""
    import numpy as np

    keep = simulation.iterations >= 1
    r = simulation.iterations[keep]
    mean, error = simulation.mean[keep], simulation.standard_error[keep]
    with look():
        ax = axes(ax)
        ax.fill_between(
            r,
            np.maximum(mean - 2 * error, mean * 1e-3),
            mean + 2 * error,
            color=COLOURS["band"],
            alpha=0.35,
            linewidth=0,
            label=f"SGD, {len(simulation.seeds)} seeds, mean ± 2 s.e.",
        )
        ax.loglog(r, mean, color=COLOURS["F_pp"], linewidth=1)
        ax.loglog(r, model.loss(r), "--", color=COLOURS["loss"], label="deterministic equivalent")
        ax.set(xlabel="iterations $r$", ylabel=r"loss $P$", xscale="log", yscale="log")
        ax.legend()
    return ax
