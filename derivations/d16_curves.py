"""How the chapters on the loss measure: numbers from the exact loss curves against exponents.

Nothing is measured here; a chapter says what, where and how near.
"""

from fractions import Fraction

import sympy as sp

from phasecalc import frontier
from phasecalc.proof import Sampled
from phasecalc.symbols import alpha, beta

__all__ = ["exponent_at"]


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
