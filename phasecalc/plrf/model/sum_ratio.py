"""The loss over the sum of its terms, across the window of time: how far apart they ever are."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from phasecalc._typing import ExactLike
from phasecalc.plrf.model.parameters import PLRF

__all__ = ["FAR", "SIZES", "Spread", "Widths", "random_points", "settles", "sum_ratio", "widths"]

SIZES = (10**3, 10**6, 10**9, 10**12, 10**15)
# For a small alpha the window ends at d^(2 alpha), near 100 at d = 10^15 for alpha = 0.07: what
# happens in a long window is seen farther out.
FAR = (10**15, 10**30, 10**60, 10**90)


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


@dataclass(frozen=True, slots=True)
class Widths:
    """How far the ratio spreads at growing model sizes.

    Parameters
    ----------
    alpha, beta
        The point.
    sizes
        Model sizes d.
    widths
        Largest over least ratio in the window, for each.
    """

    alpha: Fraction
    beta: Fraction
    sizes: tuple[int, ...]
    widths: tuple[float, ...]

    @property
    def settled(self) -> bool:
        """Whether they stop growing."""
        return settles(self.widths)


def widths(alpha: Fraction, beta: Fraction) -> Widths:
    """The spread of the ratio at a point, to d = 10^15, and for alpha < 1/8 to 10^90.

    Examples
    --------
    >>> found = widths(Fraction(7, 10), Fraction(9, 10))
    >>> len(found.widths), found.settled
    (5, True)
    """
    sizes = FAR if alpha < Fraction(1, 8) else SIZES
    return Widths(
        alpha, beta, sizes, tuple(sum_ratio(str(alpha), str(beta), d).width for d in sizes)
    )


def settles(found: Sequence[float]) -> bool:
    """Whether each factor in d widens the spread less than the one before, and at last hardly.

    Examples
    --------
    >>> settles([2.0, 2.5, 2.6, 2.61]), settles([1.0, 1.3, 1.69, 2.2])
    (True, False)
    """
    growth = [math.log(b / a) for a, b in itertools.pairwise(found)]
    return growth[-1] < max(0.05, 0.5 * max(growth[:-1]))


def random_points(count: int = 40, seed: int = 14) -> list[tuple[Fraction, Fraction]]:
    """Random points from alpha = 1/20 to 3 and to beta = 6, off the critical lines.

    Half of them have a small alpha, so that the range without a theorem in the literature
    (alpha < 1/4, or beta >= 1 + 2 alpha) is well covered.

    Examples
    --------
    >>> len(random_points(3))
    3
    """
    draw = random.Random(seed)
    found: list[tuple[Fraction, Fraction]] = []
    while len(found) < count:
        alpha = Fraction(draw.randint(5, 60 if len(found) % 2 else 300), 100)
        beta = Fraction(draw.randint(0, 150 if len(found) % 4 < 2 else 600), 100)
        gaps = (2 * alpha - 1, 2 * beta - 1, 4 * alpha - 1, 2 * alpha + 2 * beta - 1)
        if gaps[-1] > 0 and min(map(abs, gaps)) >= Fraction(1, 5):
            found.append((alpha, beta))
    return found
