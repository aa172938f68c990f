"""Simulated SGD as a band over the exact curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from phasecalc.export.figures.style import COLOURS, axes, look, name_point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc.plrf.model.parameters import PLRF
    from phasecalc.plrf.samples.simulate import Simulation

__all__ = ["simulation_figure"]


def simulation_figure(simulation: Simulation, model: PLRF, ax: Axes | None = None) -> Axes:
    """Simulated SGD, mean and two standard errors over seeds, over the exact curve.

    Parameters
    ----------
    simulation
        Answer of :func:`phasecalc.simulate` or :func:`phasecalc.second_moments`.
    model
        The model simulated.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.

    Returns
    -------
    Axes
        The axes, both logarithmic; iteration 0 is left out.

    Examples
    --------
    >>> from phasecalc import PLRF, second_moments
    >>> model = PLRF("7/10", "9/10", 20)
    >>> ax = simulation_figure(second_moments(model, [0, 1, 10, 100], seeds=range(4)), model)
    >>> ax.get_legend().get_texts()[0].get_text()
    'mean ± 2 standard errors, 4 seeds'
    """
    keep = simulation.iterations >= 1
    r = simulation.iterations[keep]
    mean, error = simulation.mean[keep], simulation.standard_error[keep]
    with look():
        ax = axes(ax)
        ax.fill_between(
            r,
            # The lower end may be negative, which a logarithmic axis cannot show.
            np.maximum(mean - 2 * error, mean * 1e-3),
            mean + 2 * error,
            color=COLOURS["band"],
            alpha=0.45,
            linewidth=0,
            label=f"mean ± 2 standard errors, {len(simulation.seeds)} seeds",
        )
        ax.loglog(r, mean, color=COLOURS["F_pp"], linewidth=1, label="simulated SGD, mean")
        ax.loglog(r, model.loss(r), "--", color=COLOURS["loss"], label="deterministic equivalent")
        ax.set(xlabel="iterations $r$", ylabel=r"loss $\mathscr{P}$")
        ax.legend()
        name_point(ax, model.alpha, model.beta, model.d)
    return ax
