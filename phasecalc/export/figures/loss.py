"""A loss curve and the terms that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.export.figures.style import COLOURS, DASHES, SYMBOLS, axes, look, name_point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc.plrf.model.parameters import PLRF

__all__ = ["loss_figure"]


def loss_figure(
    model: PLRF, iterations: Sequence[float] | None = None, ax: Axes | None = None
) -> Axes:
    """Exact loss against iterations, with the leading asymptotics of its four terms.

    Parameters
    ----------
    model
        The model.
    iterations
        Iterations to evaluate, positive; by default 1 to well beyond ``d**(2 alpha)``.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.

    Returns
    -------
    Axes
        The axes, both logarithmic.

    Examples
    --------
    >>> from phasecalc import PLRF
    >>> loss_figure(PLRF("7/10", "9/10", 100)).get_xlabel()
    'iterations $r$'
    """
    end = 2 * float(model.alpha) * np.log10(float(model.d)) + 2.5
    r = np.logspace(0, end, 160) if iterations is None else np.asarray(iterations, dtype=float)
    exact = model.loss(r)
    terms = model.terms(r)
    noise = model.learning_rate * float(model.batch)
    leading = {
        "F_0": np.full_like(r, terms.capacity),
        "F_pp": terms.pure_point_leading,
        "F_ac": terms.absolutely_continuous_leading,
        "K_pp": terms.kernel_pure_point_leading / noise,
    }
    with look():
        ax = axes(ax)
        ax.loglog(r, exact, color=COLOURS["loss"], label=r"exact $\mathscr{P}(r)$", zorder=3)
        for name, values in leading.items():
            if np.any(values > 0):
                ax.loglog(
                    r, values, color=COLOURS[name], linestyle=DASHES[name], label=SYMBOLS[name]
                )
        ax.set_ylim(float(exact.min()) / 5, 3 * float(exact.max()))
        ax.set(xlabel="iterations $r$", ylabel=r"loss $\mathscr{P}$")
        ax.legend()
        name_point(ax, model.alpha, model.beta, model.d)
    return ax
