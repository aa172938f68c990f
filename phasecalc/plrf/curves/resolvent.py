r"""The resolvent of the model, explicit in one complex variable.

With :math:`s = -\omega = -z/m` the deterministic equivalent needs no fixed
point: :math:`m = 1 - S_1(s)/d`, :math:`z = -s\,m`, where
:math:`S_o(s) = \sum_{j\le v}(1+s\,j^{2\alpha})^{-o}`. Only the inverse map z to s
takes a few Newton steps; off the real axis s is unique in its half-plane
(Silverstein's equation), so a small residual in the right half-plane is proof of
the right sheet.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from phasecalc.exceptions import NotConverged
from phasecalc.numerics.arithmetic import DOUBLE, Array, Field
from phasecalc.numerics.series import PowerSums

__all__ = ["Resolvent"]

_STEPS = 200
_SMALLEST = -690.0  # logs of numbers below which doubles begin to lose digits


class Resolvent:
    r"""Sums, inverse map and landmarks of the spectrum for one model.

    Parameters
    ----------
    exponent
        2 alpha.
    weight
        2 beta.
    d, v
        Model size and ambient dimension, v possibly infinite.
    field
        Arithmetic to use.
    doubles
        The same resolvent in doubles, for first guesses.
    make
        Returns the same resolvent with other digits, for steps that need fewer.

    Examples
    --------
    >>> from phasecalc.numerics.arithmetic import DOUBLE
    >>> model = Resolvent(2.0, 1.0, 100, 1000, DOUBLE)
    >>> print(f"{float(model.kappa):.6e}")
    2.239898e-04
    """

    def __init__(
        self,
        exponent: Any,
        weight: Any,
        d: Any,
        v: Any,
        field: Field,
        doubles: Resolvent | None = None,
        make: Callable[[int], Resolvent] | None = None,
    ) -> None:
        self.field, self.doubles, self.make = field, doubles, make
        self.endless = isinstance(v, float) and math.isinf(v)
        self.excess = None if self.endless else field.real(v - d)
        self.a, self.weight = field.real(exponent), field.real(weight)
        self.d, self.v = field.real(d), v if self.endless else field.real(v)
        self.power_sums = PowerSums(self.a, self.v, field)
        self.zero = field.real(0)
        # Left of this s, 1 - S_1/d cancels and the sum of s j^a/(1+s j^a) does not.
        self.turn = self.zero if self.endless else field.exp(-self.a * field.log(self.v))

    @functools.cached_property
    def trace(self) -> Any:
        """Trace of the population covariance, sum of j^(-2 alpha); infinity if it diverges."""
        if self.endless and self.a <= 1:
            return math.inf
        return self.power_sums.total(self.a)

    @functools.cached_property
    def target_mass(self) -> Any:
        """Sum of j^(-2 beta); infinity if it diverges."""
        if self.endless and self.weight <= 1:
            return math.inf
        return self.power_sums.total(self.weight)

    @functools.cached_property
    def second_mass(self) -> Any:
        """Sum of j^(2 alpha - 2 beta); infinity if it diverges."""
        if self.endless and self.weight - self.a <= 1:
            return math.inf
        return self.power_sums.total(self.weight - self.a)

    @functools.cached_property
    def initial_loss(self) -> Any:
        """F(0) = P(0), sum of j^(-2 alpha - 2 beta)."""
        return self.power_sums.total(self.a + self.weight)

    def multiplier(self, s: Array) -> tuple[Array, Array]:
        """Return m and dz/domega at s, each without cancellation near the origin."""
        s1, s2 = self.power_sums.sums(s, [(self.zero, 1), (self.zero, 2)])
        m, slope = 1 - s1 / self.d, 1 - s2 / self.d
        near = np.asarray(self.field.modulus(s) < self.turn)
        if near.any():
            t1, t2 = self.power_sums.sums(s[near], [(-self.a, 1), (-self.a, 2)])
            m[near] = (s[near] * t1 - self.excess) / self.d
            slope[near] = (s[near] * (t1 + t2) - self.excess) / self.d
        return m, slope

    def inverse(self, z: Array, start: Array | None = None) -> Array:
        """Return s with z = -s m(s) on the physical sheet, for z off the spectrum.

        Parameters
        ----------
        z
            One-dimensional array, in the closed upper half-plane or real and off the spectrum.
        start
            First guess of s; by default a guess good at both ends.

        Raises
        ------
        NotConverged
            Newton's method and the contraction both failed.
        """
        return self.solve(z, start)[0]

    def solve(self, z: Array, start: Array | None = None) -> tuple[Array, Array]:
        """Return s as ``inverse`` does, and the slope |dz/domega| there.

        A relative error e of m moves s by e/slope, relatively: near an edge of the spectrum, where
        the slope vanishes, s loses digits.

        Parameters
        ----------
        z, start
            As for ``inverse``.
        """
        f = self.field
        s = self._first_guess(z) if start is None else np.array(start)
        slopes = f.modulus(s * 0 + 1)
        complex_z = np.asarray(f.im(z) > 0)
        active = np.ones(s.shape, dtype=bool)
        # Newton squares the error: a step this small leaves none that shows.
        tolerance = 10.0 ** (-0.5 * f.digits)
        for _ in range(_STEPS):
            point, target = s[active], z[active]
            m, slope = self.multiplier(point)
            step = (target + point * m) / slope
            new = point - step
            bad = complex_z[active] & np.asarray(f.im(new) >= 0)
            # The contraction of Silverstein's equation keeps the half-plane.
            new = np.where(bad, -(target - point * (1 - m)), new)
            s[active], slopes[active] = new, f.modulus(slope)
            small = np.asarray(f.modulus(step) < tolerance * f.modulus(new)) & ~bad
            active[np.flatnonzero(active)[small]] = False
            if not active.any():
                return s, slopes
        raise self._unsettled(f"at {int(active.sum())} of {s.size} points of a contour")

    def _unsettled(self, where: str) -> NotConverged:
        """What is said to somebody who gave exponents and sizes, and no point of a contour."""
        return NotConverged(
            f"alpha = {float(self.a) / 2:g}, d = {float(self.d):g}, v = {float(self.v):g}: the "
            f"equation of the resolvent was not solved {where} in {_STEPS} steps of "
            f"{self.field.digits:.0f} digits. Ask for more digits, or for another d or gamma.",
            requested=self.field.digits,
            achieved=0.0,
        )

    def inverse_sums(
        self, z: Array, weights: Sequence[Any], start: Array | None = None
    ) -> tuple[Array, Array, list[Array]]:
        """Return s and |dz/domega| at z, and sum j^-p/(1 + s j^a) there for each weight p.

        With many digits the inverse is refined together with the sums: Newton's last step is
        so small that the sums follow it to first order, and one evaluation serves both.

        Parameters
        ----------
        z
            One-dimensional array in the upper half-plane.
        weights
            The weights p.
        start
            First guess of s.
        """
        near = self._refined(z) if start is None else None
        if near is None:
            s, slopes = self.solve(z, start)
            return s, slopes, self.power_sums.sums(s, [(p, 1) for p in weights])
        f = self.field
        kinds = [(p, o) for p in (self.zero, *weights) for o in (1, 2)]
        s1, s2, *found = self.power_sums.sums(near, kinds)
        slope = 1 - s2 / self.d
        step = (z + near * (1 - s1 / self.d)) / slope
        s = near - step
        # The square of the step is what the first order leaves out, two digits of it being spare.
        small = np.asarray(f.modulus(step) < 10.0 ** (2 - 0.5 * f.digits) * f.modulus(s))
        if not (small & np.asarray(f.im(s) < 0)).all():
            s, slopes = self.solve(z, s)
            return s, slopes, self.power_sums.sums(s, [(p, 1) for p in weights])
        pairs = zip(found[::2], found[1::2], strict=True)
        sums = [one + step * (one - two) / near for one, two in pairs]
        return s, np.asarray(f.modulus(slope)), sums

    def _refined(self, z: Array) -> Array | None:
        """Solution from doubles after one Newton step with twice their digits, if these serve."""
        f = self.field
        if self.doubles is None or f.digits > 68 or self._half is None:
            return None
        try:
            with DOUBLE.working():
                rough = self.doubles.inverse(DOUBLE.array(z))
                slope = self.doubles.multiplier(rough)[1]
        except (NotConverged, FloatingPointError):
            return None
        if np.min(np.abs(rough)) < float(self.turn):
            return None  # there m needs another form
        with self._half.field.working():
            s = self._half.field.array(rough)
            (s1,) = self._half.power_sums.sums(s, [(self._half.zero, 1)])
            return f.array(s - (z + s * (1 - s1 / self._half.d)) / slope)

    @functools.cached_property
    def _half(self) -> Resolvent | None:
        """The same resolvent with half as many digits."""
        if self.make is None:
            return None
        return self.make(math.ceil(self.field.digits / 2) + 4)

    def _first_guess(self, z: Array) -> Array:
        """Solution in doubles, where these reach; else a guess good at both ends."""
        if self.doubles is not None:
            try:
                with DOUBLE.working():
                    return self.field.array(self.doubles.inverse(DOUBLE.array(z)))
            except (NotConverged, FloatingPointError):
                pass  # the full precision may still succeed from the plain guess
        guess: Array = self.kappa - z
        return guess

    def edge_guess(self, z: Array) -> Array:
        """Solution near the left edge, where s leaves its value there like a square root.

        Parameters
        ----------
        z
            One-dimensional array in the upper half-plane.
        """
        f, s = self.field, self.left_point
        nearby = s * f.real(1 + 1e-5)
        (slope,) = self.multiplier(f.array([nearby]))[1]
        # z = edge - slope'/2 (s - point)^2 there.
        root = f.sqrt((self.left_edge - z) * (2 * (nearby - s) / slope))
        root = np.where(np.asarray(f.im(root) > 0), -root, root)
        near = np.asarray(f.modulus(root) < s / 8)
        return np.where(near, s + root, self._first_guess(z)) if not near.all() else s + root

    @functools.cached_property
    def left_point(self) -> Any:
        """The s > 0 of the left edge, where S_2(s) = d; 0 if v = d."""
        return self._solve(2) if self.excess is None or self.excess > 0 else self.zero

    @functools.cached_property
    def kappa(self) -> Any:
        """The s > 0 with S_1(s) = d, where m and z vanish; 0 if v = d."""
        return self._solve(1) if self.excess is None or self.excess > 0 else self.zero

    @functools.cached_property
    def left_edge(self) -> Any:
        """Smallest point of the limiting spectrum apart from the atom at 0."""
        if self.left_point == 0:
            return self.zero
        s = self.field.array([self.left_point])
        return (-s * self.multiplier(s)[0])[0]

    def _solve(self, order: int) -> Any:
        """The s > 0 with S_order(s) = d, by a safeguarded secant in log s; 0 below all doubles."""
        f = self.field
        low, high = self._bracket()
        x = min(max(-self.a * f.log(self.d), low), high)
        rate = 1 / self.a
        before: tuple[Any, Any] | None = None
        for _ in range(_STEPS):
            if f is DOUBLE and x < _SMALLEST:
                return self.zero
            value = self._gap(f.array([f.exp(x)]), order)
            low, high = (x, high) if value > 0 else (low, x)
            if before is not None and value != before[1]:
                rate = (before[1] - value) / (x - before[0])
            before = (x, value)
            new = x + value / rate if rate > 0 else (low + high) / 2
            if not low <= new <= high:
                new = (low + high) / 2
            # A secant step this small leaves an error of about its 1.6th power.
            if abs(new - x) < 10.0 ** (-0.65 * f.digits):
                return f.exp(new)
            x = new
        raise self._unsettled("at an edge of the spectrum")

    def _bracket(self) -> tuple[Any, Any]:
        """Proven bounds of log s: one mode count from below, Tr D / s from above."""
        f, a, log_d = self.field, self.a, self.field.log(self.d)
        if self.excess is None or self.excess >= self.d:
            low = -a * (log_d + f.log(f.real(2))) - 1
        else:
            low = f.log(self.excess) - log_d - 1 - a * f.log(self.v)
        return low, max(f.log(self.trace) - log_d, low + 1)

    @property
    def complementary(self) -> bool:
        """Whether S_o(s) = d is solved as an equation for v - S_o(s), the smaller of the two."""
        return self.excess is not None and bool(2 * self.excess < self.v)

    def _gap(self, s: Array, order: int) -> Any:
        """Log of S_order(s)/d, or where that cancels minus the log of its complement's ratio."""
        f, sums = self.field, self.power_sums
        if self.complementary:
            t1, t2 = sums.sums(s, [(-self.a, 1), (-self.a, 2)])
            filled = (s * (t1 if order == 1 else t1 + t2))[0]
            return -f.log(filled / self.excess)
        return f.log(sums.sums(s, [(self.zero, order)])[0][0] / self.d)

    def room(self, point: float) -> float:
        """How far the spectrum stays below a point, or somewhat less; negative if it does not.

        Every omega > 1 bounds the right edge; one near its place is enough where there is room.
        """
        omega = 1 + max(1 / math.sqrt(float(self.d)), 1e-6)
        with DOUBLE.working():
            (s1,) = self._above.sums(np.array([-omega]), [(0.0, 1)])
        bound = omega * (1 - float(s1[0]) / float(self.d))
        return point - (bound if 2 * bound < point else self.right_edge)

    @functools.cached_property
    def _above(self) -> PowerSums:
        """Sums right of the spectrum: a bound is enough, so doubles serve every precision."""
        if self.field is DOUBLE:
            return self.power_sums
        return PowerSums(float(self.a), self.v if self.endless else float(self.v), DOUBLE)

    @functools.cached_property
    def right_edge(self) -> float:
        """Largest point of the limiting spectrum, to three digits or better, rounded outwards."""
        d, power_sums = float(self.d), self._above
        low, high = -30.0, 3.0 + math.log1p(float(self.trace) / d)
        with DOUBLE.working():
            for _ in range(5):
                grid = np.linspace(low, high, 9)
                (s2,) = power_sums.sums(-(1 + np.exp(grid)), [(0.0, 2)])
                k = int(np.argmax(s2 <= d))
                low, high = grid[max(k - 1, 0)], grid[k]
            omega = 1 + math.exp(high)
            (s1,) = power_sums.sums(np.array([-omega]), [(0.0, 1)])
        return omega * (1 - float(s1[0]) / d)
