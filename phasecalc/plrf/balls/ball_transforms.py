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

The roots of z(s) = z* and the lemmas about them: ``ball_roots``.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.ball_tails import ball
from phasecalc.plrf.balls.ball_roots import Roots, Unproved

if TYPE_CHECKING:
    from phasecalc.numerics.arithmetic import Array
    from phasecalc.plrf.model.parameters import PLRF

__all__ = ["BallTransforms", "Point"]


@dataclass(frozen=True, slots=True)
class Point:
    """One w in the lower half-plane, and guesses of s at both roots of q = w.

    Parameters
    ----------
    left, right
        The roots; the left one in the upper half-plane, the right one's mirror image too.
    guesses
        Approximations of s at these two.
    """

    left: Any
    right: Any
    guesses: tuple[Any, Any]


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

    @functools.cached_property
    def roots(self) -> Roots:
        """The map z of the spectrum and its inverse."""
        weights = [self.a * 0, self.weight]
        return Roots(self.a, weights, self.v, self.d, self._guess_vertex.real, self.bits)

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

    @functools.cached_property
    def _guess_vertex(self) -> Any:
        """About the s of V."""
        return self._engine(np.array([complex(self._float(self.vertex))]))[0]

    @staticmethod
    def _float(x: Any) -> float:
        return float(x.mid())

    @functools.cached_property
    def kernel_norm(self) -> Any:
        """||K||, proved to belong to a spectrum left of V."""
        from flint import acb

        found = self.roots.right(acb(self.vertex), acb(self._guess_vertex.real), [0])
        if not any(bool(value < self.vertex) for _, value, _ in self.roots.slopes):
            raise Unproved("that the spectrum ends left of 2/(gamma(B + 1))")
        return (-found.sums[0] / (self.batch + 1)).real

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

    def _engine(self, z: Array) -> list[Any]:
        """First guesses of s from the engine without balls."""
        from flint import acb

        from phasecalc.plrf.curves.loss import doubles_serve

        problem: Exception | None = None
        for digits in (None, 30) if doubles_serve(self.model) else (30,):
            resolvent = self.model.resolvent(digits)
            field = resolvent.field
            try:
                with field.working():
                    return [acb(field.export(x)) for x in resolvent.inverse(field.array(z))]
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
        kinds = [0, 1] if forcing else [0]
        one = self.roots.left(z1, point.guesses[0], kinds)
        two = self.roots.right(point.right, point.guesses[1], kinds)
        s1, s2 = one.s, two.s.conjugate()
        first, second = one.sums, [x.conjugate() for x in two.sums]
        apart = z2 - z1
        target = trace = None
        if forcing:
            parts = -s1 / z1 * first[1] + s2 / z2 * second[1]
            target = parts / (self.gamma**2 * self.batch * (self.batch + 1) * apart)
        if kernel:
            trace = (z1 * first[0] - z2 * second[0]) / ((self.batch + 1) * apart)
        return target, trace


def _complexes(balls: Sequence[Any]) -> Array:
    return np.array([complex(x.mid()) for x in balls])
