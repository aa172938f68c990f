"""How the chapters on the loss measure: numbers from the exact loss curves against exponents.

Nothing is measured here; a chapter says what, where and how near.
"""

import math
from fractions import Fraction

import sympy as sp

from phasecalc import PLRF, frontier
from phasecalc.proof import Sampled
from phasecalc.symbols import alpha, beta

__all__ = ["exponent_at", "same_order_at"]

SMALL, LARGE = 10**9, 10**15


def exponent_at(a: Fraction, b: Fraction, eta: sp.Expr, *, below: str) -> Sampled:
    """How near to its limit the local exponent of the compute-optimal loss is at f = 10^40.

    Parameters
    ----------
    a, b
        Values of alpha and beta.
    eta
        Exponent of the phase, in alpha and beta.
    below
        What the distance must stay below.
    """
    limit = eta.xreplace({alpha: sp.Rational(a), beta: sp.Rational(b)})

    def distance() -> float:
        (point,) = frontier(str(a), str(b), 1e40).points
        return float(point.loss_exponent) - float(limit)

    words = rf"$|\eta_{{local}} - {limit}|$ at $\alpha = {a}$, $\beta = {b}$, $f = 10^{{40}}$"
    return Sampled(words, distance, below=below)


def _ratio(a: Fraction, b: Fraction, size: int) -> float:
    """Loss by the contour formula over the sum of the terms as integrals, at d = r = size."""
    model = PLRF(str(a), str(b), d=size)
    t = model.terms(size)
    noise = t.kernel_pure_point / model.learning_rate
    total = t.capacity + t.pure_point + t.absolutely_continuous + noise
    return float(model.loss(size)) / float(total)


def same_order_at(a: Fraction, b: Fraction, *, below: str) -> Sampled:
    """How fast the loss leaves the sum of its terms: the exponent of their ratio in d = r.

    Parameters
    ----------
    a, b
        Values of alpha and beta.
    below
        What the exponent must stay below.
    """

    def growth() -> float:
        ratios = [_ratio(a, b, size) for size in (SMALL, LARGE)]
        return math.log(ratios[1] / ratios[0]) / math.log(LARGE / SMALL)

    words = (
        rf"the exponent of the loss over the sum of its terms at $\alpha = {a}$, $\beta = {b}$,"
        r" from $d = r = 10^9$ to $10^{15}$,"
    )
    return Sampled(words, growth, below=below)
