r"""The inverse of the map z of a spectrum, as balls that contain it.

Notation of ``resolvent``: :math:`\omega=-s`, :math:`z(\omega)=\omega(1-S_1(-\omega)/d)`, so
:math:`z(\omega)-z(\omega')=(\omega-\omega')\bigl(1-\tfrac1d\sum_j
\frac{\lambda_j^2}{(\lambda_j-\omega)(\lambda_j-\omega')}\bigr)` with
:math:`\lambda_j=j^{-2\alpha}`. The model of the two lemmas is stated in ``ball_transforms``: for
Im z > 0 its solution is the one with Im ω > 0, and V is the second root of q = 1.

**Lemma 1 (upper half-plane).** If Im ω > 0 and Im z(ω) > 0, then for every target z* with
Im z* > 0 its solution ω* obeys :math:`|\omega-\omega_*|\le 2\,|z(\omega)-z_*|\,\mathrm{Im}\,\omega/
\mathrm{Im}\,z(\omega)`. *Proof.* Taking imaginary parts,
:math:`\frac1d\sum\lambda_j^2/|\lambda_j-\omega|^2 = 1-g` with g = Im z(ω)/Im ω > 0, and likewise at
ω*, where the sum is below 1. By Cauchy and Schwarz the factor in the difference above is at
least :math:`1-\sqrt{1-g}\ge g/2` in modulus. The case z(ω) = z* shows uniqueness.

**Lemma 2 (right of all modes).** Let :math:`1<\omega_1<\omega_0` be real and
:math:`g=(z(\omega_0)-z(\omega_1))/(\omega_0-\omega_1)>0`. On :math:`\mathrm{Re}\,\omega\ge\omega_0`
the sum in the difference is at most :math:`\frac1d\sum\lambda_j^2/(\omega_0-\lambda_j)^2 =
1-z'(\omega_0)\le1-g` in modulus (z is convex on :math:`(1,\infty)`), so z is one-to-one there and
expands distances by g at least. A disc around ω of radius ρ inside that half-plane is mapped onto a
set that holds the disc of radius gρ around z(ω); so if :math:`|z(\omega)-z_*|<g\rho`, a solution
lies within :math:`|z(\omega)-z_*|/g` of ω. Im z and Im ω have the same sign there, so it is the
solution of the model. The measures have no mass right of :math:`z(\omega_0)`, since
:math:`-1/\omega` is analytic and real there. With :math:`z(\omega_0)\le V=2/(\gamma(B+1))` every q
on the spectrum lies in :math:`[1/(B+1),1]`, and :math:`\|K\|=-S_1(s)/(B+1)` at the s of V.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.ball_expansion import Expansion
from phasecalc.numerics.ball_sums import BallSums, around
from phasecalc.numerics.ball_tails import rough
from phasecalc.numerics.context import balls

__all__ = ["Root", "Roots", "Unproved", "half_plane_radius", "upper_radius"]

_ROUGH_BITS = 110  # of the first steps towards a root
_SPARE_BITS = 20
_GUESSED = 48.0  # bits of a first guess
_MOST_TERMS = 4  # of a series at full precision
_MOST_ROUGH_TERMS = 7
_HOME_BITS = 8  # gained by each term of the expansion that serves many roots
_MOST_HOME = 64
_STEPS = 40


class Unproved(NotConverged):
    """A condition of a lemma was not decided at the precision worked with.

    Parameters
    ----------
    what
        What was to be proved.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"it could not be proved {what}", requested=0, achieved=0.0)


@dataclass(frozen=True, slots=True)
class Root:
    """A solution s of z(s) = z*, and the sums there.

    Parameters
    ----------
    s
        Complex ball.
    sums
        A ball for each index of a weight.
    """

    s: Any
    sums: list[Any]

    @classmethod
    def within(cls, near: Expansion, step: Any, radius: Any) -> Root:
        """The root in a disc.

        Parameters
        ----------
        near
            The sums near the disc.
        step
            From there to the centre.
        radius
            Real ball.
        """
        moved = step + around(radius)
        return cls(near.s + moved, [near.value(k, moved) for k in near.coefficients])


class Roots:
    """Solutions s of z(s) = z*, to be used within ``balls(bits)``.

    Parameters
    ----------
    exponent, weights, upper
        As for ``BallSums``; the first weight is 0.
    d
        Ball of the model size.
    home
        Approximation of the real s at V.
    bits
        Working precision.
    """

    def __init__(
        self,
        exponent: Fraction,
        weights: Sequence[Fraction],
        upper: int | None,
        d: Any,
        home: Any,
        bits: int,
    ) -> None:
        self.d, self.home, self.bits = d, home, bits
        self.sums = BallSums(exponent, weights, upper, bits)
        # The first steps towards a root need few digits.
        rough_bits = min(bits, max(_ROUGH_BITS, bits // 3 + 8))
        self.rough = BallSums(exponent, weights, upper, rough_bits)

    def _z(self, s: Any) -> Any:
        """The map z at s, to a few digits."""
        (first,) = self.rough.at(s, [0])
        return -s * (1 - first / self.d)

    @functools.cached_property
    def slopes(self) -> list[tuple[Any, Any, Any]]:
        """Real omega_0 from the largest down, each with z there and its g, where g > 0."""
        from flint import acb, arb

        top = -float(self.home.mid())
        edge = self._edge(top)
        # Between the edge of the spectrum and V, closer towards the edge.
        places = [arb(edge + (top - edge) * x) for x in (0.02, 0.1, 0.3, 0.6, 0.9)]
        places = [arb(edge), *[x for x in places if x > edge]]
        values = [self._z(acb(-x)).real for x in places]
        out = []
        for k in range(1, len(places)):
            slope = (values[k] - values[k - 1]) / (places[k] - places[k - 1])
            if places[k - 1] > 1 and slope > 0:
                out.append((places[k], values[k], arb(slope.lower())))
        return out[::-1]

    def _edge(self, top: float) -> float:
        """About the omega between 1 and top at which z is least, rounded upwards."""
        from flint import acb

        low, high = math.log(1e-12), math.log(top - 1)
        for _ in range(60):
            x, y = (2 * low + high) / 3, (low + 2 * high) / 3
            at = [self._z(acb(-1 - math.exp(u))).real.mid() for u in (x, y)]
            low, high = (low, y) if at[0] < at[1] else (x, high)
            if high - low < 1e-3:
                break
        return 1 + math.exp(high)

    def right(self, z: Any, guess: Any, kinds: Sequence[int]) -> Root:
        """The root s at z in the closed upper half-plane, right of or beside the spectrum.

        Parameters
        ----------
        z
            Target.
        guess
            Approximation of s.
        kinds
            Indices of the sums asked for at s; 0 is among them.
        """
        near, delta, found = self._from_home(z) or self._approach(z, guess, kinds)
        gap = abs(found - z)
        for place, _, least in self.slopes:
            radius = half_plane_radius(gap, least)
            if -(near.s + delta).real - radius > place:
                return Root.within(near, delta, radius)
        return self._left_root(near, delta, found, z)

    @functools.cached_property
    def _home(self) -> Expansion:
        """All sums near the s of V, where the second roots of slow times are."""
        from flint import acb

        count = min(max(self.bits // _HOME_BITS, 2), _MOST_HOME)
        return Expansion(self.sums, acb(self.home), [0, 1], count)

    @functools.cached_property
    def _home_series(self) -> list[Any]:
        return self._series(self._home)

    def _from_home(self, z: Any) -> tuple[Expansion, Any, Any] | None:
        """As ``_approach``, where the expansion at home has terms enough."""
        step, known = self._step(self._home, z.mid(), self._home_series)
        return self._ended(self._home, step) if known >= self.bits - _SPARE_BITS else None

    def left(self, z: Any, guess: Any, kinds: Sequence[int]) -> Root:
        """The root s at z in the upper half-plane.

        Parameters
        ----------
        z, guess, kinds
            As for ``right``.
        """
        return self._left_root(*self._approach(z, guess, kinds), z)

    def _left_root(self, near: Expansion, delta: Any, found: Any, z: Any) -> Root:
        height = -(near.s + delta).imag
        if not (z.imag > 0 and found.imag > 0 and height > 0):
            raise Unproved("which root of q belongs to the model")
        return Root.within(near, delta, upper_radius(abs(found - z), height, found.imag))

    def _approach(self, z: Any, guess: Any, kinds: Sequence[int]) -> tuple[Expansion, Any, Any]:
        """An expansion near the root, a step towards it, and z where it ends.

        Nothing is proved here of how near it is.
        """
        s, known = guess.mid(), _GUESSED
        for _ in range(_STEPS):
            if self.bits > _MOST_TERMS * known:
                with balls(self.rough.bits + _SPARE_BITS):
                    count = min(math.ceil(self.rough.bits / known), _MOST_ROUGH_TERMS)
                    near = Expansion(self.rough, s, [0], max(2, count))
                    step, known = self._step(near, z.mid())
                    s = (s + step).mid()
                known = min(known, self.rough.bits)
                continue
            near = Expansion(self.sums, s, kinds, max(2, math.ceil(self.bits / known)))
            step, known = self._step(near, z.mid())
            if known >= self.bits - _SPARE_BITS:
                break
            s = (s + step).mid()
        return self._ended(near, step)

    def _series(self, near: Expansion) -> list[Any]:
        """Approximate Taylor coefficients of z."""
        m = [-c / self.d for c in near.coefficients[0]]
        m[0] += 1
        return [(-(near.s * x + y)).mid() for x, y in zip(m, [0, *m], strict=False)]

    def _ended(self, near: Expansion, step: Any) -> tuple[Expansion, Any, Any]:
        """The expansion, the step, and z where it ends."""
        return near, step, -(near.s + step) * (1 - near.value(0, step) / self.d)

    def _step(self, near: Expansion, target: Any, series: Sequence[Any] = ()) -> tuple[Any, float]:
        """A step that solves the truncated series for z, and the bits of s known after it."""
        series = series or self._series(near)
        step, most, least = near.s * 0, near.distance / 2, type(near.distance)(2) ** -self.bits
        for _ in range(_STEPS):
            value, slope = series[-1], step * 0
            for c in reversed(series[:-1]):
                value, slope = value * step + c, slope * step + value
            if not abs(slope) > 0:
                break
            move = ((target - value) / slope).mid()
            step = (step + move).mid()
            if not abs(step) < most:
                return (step * (most / abs(step))).mid(), _GUESSED
            if abs(move) <= least * abs(step):
                break
        gained = (rough(near.distance) - rough(step)) / math.log(2)
        return step, max(_GUESSED, min(gained, self.bits) * near.count)


def upper_radius(gap: Any, height: Any, image: Any) -> Any:
    """Radius of Lemma 1.

    Parameters
    ----------
    gap
        |z(omega) - z*|.
    height, image
        Im omega and Im z(omega).
    """
    return 2 * gap * height / image


def half_plane_radius(gap: Any, least: Any) -> Any:
    """Radius of Lemma 2; a little more than its bound, so that the disc is open.

    Parameters
    ----------
    gap
        |z(omega) - z*|.
    least
        g.
    """
    return gap / least * (1 + 2.0**-20)
