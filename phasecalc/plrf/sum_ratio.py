"""The loss over the sum of its terms, across the window of time: how far apart they ever are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phasecalc._typing import ExactLike
from phasecalc.plrf.parameters import PLRF

__all__ = ["Spread", "sum_ratio"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Least and largest ratio of the loss to the sum of its terms in the window.

    Parameters
    ----------
    least, largest
        Of P/(F_pp + F_ac + F_0 + K_pp/(gamma B)).
    """

    least: float
    largest: float

    @property
    def width(self) -> float:
        """Their quotient."""
        return self.largest / self.least


def sum_ratio(alpha: ExactLike, beta: ExactLike, d: ExactLike, *, points: int = 9) -> Spread:
    """Ratio of the loss to the sum of its terms at times from 1 to d^(2 alpha).

    Parameters
    ----------
    alpha, beta, d
        The model; batch 1, with the default learning rate.
    points
        How many times, equally spaced in the logarithm.

    Returns
    -------
    Spread
        Least and largest ratio.

    Examples
    --------
    >>> found = sum_ratio("7/10", "9/10", 10**4, points=5)
    >>> found.width < 10
    True
    """
    model = PLRF(alpha, beta, d)
    rate = float(model.learning_rate) * float(model.batch)
    last = 2 * float(model.alpha) * np.log(float(model.d))
    # The loss is asked after whole steps.
    steps = np.ceil(np.exp(np.linspace(0.0, last, points)) / rate)
    terms = model.terms(steps)
    noise = terms.kernel_pure_point / rate
    total = terms.capacity + terms.pure_point + terms.absolutely_continuous + noise
    ratio = np.asarray(model.loss(steps), dtype=float) / np.asarray(total, dtype=float)
    return Spread(float(ratio.min()), float(ratio.max()))
