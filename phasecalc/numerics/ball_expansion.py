r"""Sums over modes around a point as balls: one Taylor series serves the root and its surroundings.

With :math:`\omega=-s` and :math:`\lambda_j=j^{-a}` the sums are
:math:`S_p(s)=\sum_j j^{-p}\lambda_j/(\lambda_j-\omega)`. Let every :math:`\lambda_j` be at least D
away from :math:`\omega_0`, and :math:`|\delta|<D`. After n terms of the series in
:math:`\delta=s-s_0` the rest is :math:`(-\delta)^n\sum_j j^{-p}\lambda_j
(\lambda_j-\omega_0)^{-n}(\lambda_j-\omega_0+\delta)^{-1}`, and
:math:`|\lambda_j-\omega_0+\delta|\ge|\lambda_j-\omega_0|(1-|\delta|/D)`, so that

.. math:: |\mathrm{rest}| \le |\delta|^n\,\frac{D^{1-n}}{1-|\delta|/D}\,
          \sum_j\frac{j^{-p}\lambda_j}{|\lambda_j-\omega_0|^2}\qquad(n\ge1).

That sum is :math:`\mathrm{Im}\,S_p(s_0)/\mathrm{Im}\,\omega_0` off the real axis, and minus the
second coefficient of the series on it. All :math:`\lambda_j` lie in (0, 1].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phasecalc.numerics.ball_sums import BallSums, around

__all__ = ["Expansion", "distance"]

_PART = 16  # of D: radius on which the remainder of Euler and Maclaurin is bounded


def distance(s: Any) -> Any:
    """D, a lower bound of the distance of -s from (0, 1].

    Parameters
    ----------
    s
        Complex ball.
    """
    found = abs(s.imag).max(s.real).max(-s.real - 1)
    return type(found)(found.lower())


class Expansion:
    """Sums over modes near a point, to be used within ``balls(bits)``.

    Parameters
    ----------
    sums
        The sums.
    s
        The point, an exact complex ball off the spectrum.
    kinds
        Indices of the weights that are expanded.
    count
        Number n of Taylor coefficients, at least 2.

    Examples
    --------
    >>> import pytest
    >>> flint = pytest.importorskip("flint")
    >>> from fractions import Fraction
    >>> from phasecalc.numerics.context import balls
    >>> with balls(120):
    ...     sums = BallSums(Fraction(2), [Fraction(0)], None, 120)
    ...     near = Expansion(sums, flint.acb(1, -2), [0], 9)
    ...     moved = flint.acb(0.01, 0.02)
    ...     found, direct = near.value(0, moved), sums.at(near.s + moved, [0])[0]
    ...     found.overlaps(direct), found.rel_accuracy_bits() > 50
    (True, True)
    """

    def __init__(self, sums: BallSums, s: Any, kinds: Sequence[int], count: int) -> None:
        self.s, self.count, self.distance = s, count, distance(s)
        found = sums.series(s, kinds, count, self.distance / _PART)
        self.coefficients = dict(zip(kinds, found, strict=True))

    def value(self, kind: int, delta: Any) -> Any:
        """The sum at s + delta, the rest of the series included.

        Parameters
        ----------
        kind
            Index of the weight.
        delta
            Complex ball; where it reaches D nothing is known and the ball is not finite.
        """
        coefficients, total = self.coefficients[kind], delta * 0
        for c in reversed(coefficients):
            total = total * delta + c
        return total + around(self._rest(coefficients, abs(delta)))

    def _rest(self, coefficients: Sequence[Any], size: Any) -> Any:
        from flint import arb

        if not size < self.distance:
            return arb("inf")
        height = self.s.imag
        mass = abs(coefficients[1]) if height == 0 else abs(coefficients[0].imag / height)
        part = size / self.distance
        return mass * size * part ** (self.count - 1) / (1 - part)
