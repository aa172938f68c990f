r"""Generating functions of forcing and kernel at one point, as balls that contain them.

Notation of ``resolvent``: :math:`\omega=-s`, :math:`z(\omega)=\omega(1-S_1(-\omega)/d)`, so
:math:`z(\omega)-z(\omega')=(\omega-\omega')\bigl(1-\tfrac1d\sum_j
\frac{\lambda_j^2}{(\lambda_j-\omega)(\lambda_j-\omega')}\bigr)` with
:math:`\lambda_j=j^{-2\alpha}`.

**The model.** For Im z > 0 the deterministic equivalent has exactly one solution with Im ω > 0, and
:math:`-1/\omega(z)` is the Stieltjes transform of a probability measure on :math:`[0,\infty)`
(cited: Silverstein, J. Multivariate Anal. 55 (1995); for real d it is the free compound Poisson
law with jumps :math:`\lambda_j` at rate 1/d). Hence :math:`-1/(z(1-\lambda_j/\omega))` is one too,
of a measure :math:`\nu_j`: its reciprocal :math:`-z+z\lambda_j/\omega` has a negative imaginary
part. With :math:`\nu=\sum\nu_j`, :math:`F(r)=\sum_j\lambda_jb_j^2\int q^r d\nu_j` and
:math:`K(r)=\gamma^2B\int x^2q^r d\nu`; expanding :math:`1/(w-q(x))` in partial fractions over the
roots :math:`z_1, z_2` of q = w gives, with :math:`h(z)=-(s/z)\sum_j b_j^2\lambda_j/(\lambda_j+s)`,

.. math:: G_F = \frac{h(z_1)-h(z_2)}{\gamma^2B(B+1)(z_2-z_1)},\qquad
          G_K = \frac{z_1S_1(s_1)-z_2S_1(s_2)}{(B+1)(z_2-z_1)}.

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
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.ball_sums import BallSums, ball, rough

if TYPE_CHECKING:
    from phasecalc.numerics.arithmetic import Array
    from phasecalc.plrf.parameters import PLRF

__all__ = ["BallTransforms", "Point", "Unproved"]

_ROUGH_BITS = 110  # of the first steps towards a root
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
class Point:
    """One w in the lower half-plane, and guesses of s at both roots of q = w.

    Parameters
    ----------
    left, right
        The roots; the left one in the upper half-plane, the right one's mirror image too.
    guesses
        Approximations of s at these two, each with one of dz/domega.
    """

    left: Any
    right: Any
    guesses: tuple[tuple[Any, Any], tuple[Any, Any]]


class BallTransforms:
    """One model in balls, to be used within ``balls(bits)``.

    Parameters
    ----------
    model
        The model; v a whole number or infinite.
    bits
        Working precision.
    """

    def __init__(self, model: PLRF, bits: int) -> None:
        self.model, self.bits = model, bits
        self.d, self.batch = ball(model.d), ball(model.batch)
        self.a, self.weight = 2 * model.alpha, 2 * model.beta
        self.v = None if isinstance(model.v, float) else int(model.v)
        weights = [self.a * 0, self.weight]
        self.sums = BallSums(self.a, weights, self.v, bits)
        # The first steps towards a root need few digits.
        self.rough = BallSums(self.a, weights, self.v, min(bits, _ROUGH_BITS))

    def total(self, p: Any) -> Any:
        """Sum of j^-p over the modes.

        Parameters
        ----------
        p
            Exponent, above 1 if v is infinite.
        """
        from flint import arb

        if p == 1:
            assert self.v is not None  # PLRF refuses a trace without end
            return arb(self.v + 1).digamma() + arb.const_euler()
        whole = ball(p).zeta()
        return whole if self.v is None else whole - ball(p).zeta(arb(self.v + 1))

    @functools.cached_property
    def gamma(self) -> Any:
        """The learning rate."""
        if self.model.gamma is not None:
            return ball(self.model.gamma)
        trace = self.total(self.a)
        return 1 / (2 * trace + (self.batch - 1) * (1 + (trace / self.d).sqrt()) ** 2)

    @functools.cached_property
    def vertex(self) -> Any:
        """V, the second root of q = 1."""
        return 2 / (self.gamma * (self.batch + 1))

    @functools.cached_property
    def initial(self) -> Any:
        """F(0), the mass of the forcing."""
        return self.total(self.a + self.weight)

    def z(self, s: Any, sums: BallSums | None = None) -> Any:
        """The map z at s.

        Parameters
        ----------
        s
            Complex ball.
        sums
            Which sums to use.
        """
        (first,) = (sums or self.sums).at(s, [0])
        return -s * (1 - first / self.d)

    # Right of all modes

    @functools.cached_property
    def _slopes(self) -> list[tuple[Any, Any, Any]]:
        """Real omega_0 from the largest down, each with z there and its g, where g > 0."""
        from flint import acb, arb

        top = -float(self._guess_vertex.real.mid())
        edge = self._edge(top)
        # Between the edge of the spectrum and V, closer towards the edge.
        places = [arb(edge + (top - edge) * x) for x in (0.02, 0.1, 0.3, 0.6, 0.9)]
        places = [arb(edge), *[x for x in places if x > edge]]
        values = [self.z(acb(-x), self.rough).real for x in places]
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
            at = [self.z(acb(-1 - math.exp(u)), self.rough).real.mid() for u in (x, y)]
            low, high = (low, y) if at[0] < at[1] else (x, high)
            if high - low < 1e-3:
                break
        return 1 + math.exp(high)

    @functools.cached_property
    def _guess_vertex(self) -> Any:
        """About the s of V."""
        return self._engine(np.array([complex(self._float(self.vertex))]))[0][0]

    @staticmethod
    def _float(x: Any) -> float:
        return float(x.mid())

    @functools.cached_property
    def kernel_norm(self) -> Any:
        """||K||, proved to belong to a spectrum left of V."""
        from flint import acb

        ((guess, slope),) = self._engine(np.array([complex(self._float(self.vertex))]))
        s = self.right(acb(self.vertex), acb(guess.real), acb(slope.real))
        if not any(bool(value < self.vertex) for _, value, _ in self._slopes):
            raise Unproved("that the spectrum ends left of 2/(gamma(B + 1))")
        (first,) = self.sums.at(s, [0])
        return (-first / (self.batch + 1)).real

    def right(self, z: Any, guess: Any, slope: Any) -> Any:
        """Ball of s at z in the closed upper half-plane, right of or beside the spectrum.

        Parameters
        ----------
        z
            Target.
        guess, slope
            Approximations of s and of dz/domega.
        """
        s = self._approach(z, guess, slope)
        found = self.z(s)
        gap = abs(found - z)
        for place, _, least in self._slopes:
            radius = half_plane_radius(gap, least)
            if -s.real - radius > place:
                return _disc(s, radius)
        return self._left_disc(s, found, z)

    def left(self, z: Any, guess: Any, slope: Any) -> Any:
        """Ball of s at z in the upper half-plane.

        Parameters
        ----------
        z, guess, slope
            As for ``right``.
        """
        s = self._approach(z, guess, slope)
        return self._left_disc(s, self.z(s), z)

    def _left_disc(self, s: Any, found: Any, z: Any) -> Any:
        if not (z.imag > 0 and found.imag > 0 and s.imag < 0):
            raise Unproved("which root of q belongs to the model")
        return _disc(s, upper_radius(abs(found - z), -s.imag, found.imag))

    def _approach(self, z: Any, guess: Any, slope: Any) -> Any:
        """An exact point near s by secant steps; nothing is proved of it here."""
        s, target = guess.mid(), z.mid()
        before: tuple[Any, Any] | None = None
        # A step of so many bits leaves an error of about its 1.6th power.
        for sums, goal in ((self.rough, 0.5 * self.rough.bits), (self.sums, 0.62 * self.bits)):
            last = math.inf
            for _ in range(_STEPS):
                value = (self.z(s, sums) - target).mid()
                if before is not None and value != before[1] and s != before[0]:
                    slope = ((value - before[1]) / (before[0] - s)).mid()
                if value == 0 or slope == 0:
                    break
                step = (value / slope).mid()
                size = (rough(step) - rough(s)) / math.log(2)
                if size >= last:  # rounding is all that is left
                    break
                before, last = (s, value), size
                s = (s + step).mid()
                if size < -goal:
                    break
        return s

    # Points of a contour

    def points(self, away: Sequence[Any]) -> list[Point]:
        """Roots of q = w and first guesses, for w in the lower half-plane.

        Parameters
        ----------
        away
            The w less 1.
        """
        gb, ratio = self.gamma * self.batch, 1 + 1 / self.batch
        roots = [-x / (gb * (1 + (1 + ratio * x).sqrt())) for x in away]
        mirrored = [(self.vertex - z).conjugate() for z in roots]
        guesses = self._engine(_complexes([*roots, *mirrored]))
        count = len(roots)
        return [
            Point(z, other, (guesses[k], guesses[count + k]))
            for k, (z, other) in enumerate(zip(roots, mirrored, strict=True))
        ]

    def _engine(self, z: Array) -> list[tuple[Any, Any]]:
        """First guesses of s, and dz/domega there, from the engine without balls."""
        from flint import acb

        from phasecalc.plrf.loss import doubles_serve

        problem: Exception | None = None
        for digits in (None, 30) if doubles_serve(self.model) else (30,):
            resolvent = self.model.resolvent(digits)
            field = resolvent.field
            try:
                with field.working():
                    s = resolvent.inverse(field.array(z))
                    slopes = resolvent.multiplier(s)[1]
                    return [
                        (acb(field.export(x)), acb(field.export(y)))
                        for x, y in zip(s, slopes, strict=True)
                    ]
            except (NotConverged, FloatingPointError) as found:
                problem = found
        raise NotConverged(
            "a step on the way does not converge", requested=0, achieved=0.0
        ) from problem

    def transforms(self, point: Point, forcing: bool, kernel: bool) -> tuple[Any, Any]:
        """G_F and G_K at a point; None for what is not asked.

        Parameters
        ----------
        point
            The point.
        forcing, kernel
            Which are asked.
        """
        z1, z2 = point.left, point.right.conjugate()
        s1 = self.left(z1, *point.guesses[0])
        s2 = self.right(point.right, *point.guesses[1])
        kinds = ([0] if kernel else []) + ([1] if forcing else [])
        first, second = self.sums.at(s1, kinds), [x.conjugate() for x in self.sums.at(s2, kinds)]
        s2 = s2.conjugate()
        apart = z2 - z1
        target = trace = None
        if forcing:
            parts = -s1 / z1 * first[-1] + s2 / z2 * second[-1]
            target = parts / (self.gamma**2 * self.batch * (self.batch + 1) * apart)
        if kernel:
            trace = (z1 * first[0] - z2 * second[0]) / ((self.batch + 1) * apart)
        return target, trace


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


def _disc(s: Any, radius: Any) -> Any:
    from flint import acb, arb

    size = arb(0, 1) * radius.upper()
    return s + acb(size, size)


def _complexes(balls: Sequence[Any]) -> Array:
    return np.array([complex(x.mid()) for x in balls])
