"""An expansion beside the sum itself: how far the first terms are from it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.export.figures.style import COLOURS, axes, look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from phasecalc._typing import ExactLike
    from phasecalc.asymptotics.expansions.expand import Expanded

__all__ = ["expansion_figure"]

_DIGITS = 40
_POWERS = (1, 2, 3, 4)  # of 10, at which sum and terms are compared
_CYCLE = ("F_pp", "F_0", "F_ac", "K_pp", "accent", "band", "loss")


def expansion_figure(found: Expanded, ax: Axes | None = None, **values: ExactLike) -> Axes:
    """Draw the relative error of the first term, of the first two, and so on.

    The sum is computed by Euler and Maclaurin, to forty digits, and not from the terms; this
    samples the expansion, and proves nothing.

    Parameters
    ----------
    found
        Answer of :func:`phasecalc.expand`.
    ax
        Axes to draw into; by default those of a new figure that no global state knows of.
    values
        Exact numbers for parameters and constants (dimensionless).

    Returns
    -------
    Axes
        The axes, both logarithmic.

    Raises
    ------
    DomainError
        A number is missing, or there is no expansion at these.

    Examples
    --------
    >>> from phasecalc.asymptotics.expansions.expand import expand
    >>> ax = expansion_figure(expand("sum(j^-2, j, 1, N)", "N"))
    >>> [line.get_label() for line in ax.lines]
    ['1 term', '2 terms', '3 terms']
    """
    from phasecalc.asymptotics.expansions.checked import value
    from phasecalc.numerics.context import own

    case = found.case(**{n: v for n, v in values.items() if n in found.question.region.names})
    powers = [Fraction(10) ** k for k in _POWERS]
    points = [p if found.way == 1 else 1 / p for p in powers]
    whole = [found.exact(p, digits=_DIGITS, **values) for p in points]
    numbers, put = own(_DIGITS + 20), found.put(values)
    x = [numbers.mpf(p.numerator) / p.denominator for p in points]
    with look():
        ax = axes(ax)
        sums = [numbers.mpf(0)] * len(x)
        for k, term in enumerate(case.terms, 1):
            sums = [s + value(term, put, t, numbers) for s, t in zip(sums, x, strict=True)]
            errors = [abs(s / w - 1) for s, w in zip(sums, whole, strict=True)]
            ax.loglog(
                [float(t) for t in x],
                [float(e) or np.nan for e in errors],
                "o-",
                color=COLOURS[_CYCLE[(k - 1) % len(_CYCLE)]],
                markersize=3,
                label=f"{k} term{'s' * (k > 1)}",
            )
        ax.set(xlabel=f"${found.question.variable}$", ylabel="relative error of the first terms")
        ax.legend()
    return ax
