r"""Forcing, kernel and loss of the Volterra equation as one contour integral in log w.

The generating function of :math:`P = F + K * P` is :math:`G_F/(1-G_K)`, and all
its singularities lie on :math:`w \in [q_{\min}, 1]`. With w = e^t,

.. math:: P(r) = \frac{1}{2\pi i}\int e^{(r+1)t}\,\frac{G_F}{1-G_K}\,dt .

For many iterations almost all of the integrand is analytic near t = 0 and
integrates to nothing, yet its rounding would not. So a constant is split off
beforehand: every difference :math:`G - \text{constant}` is summed as such, and
doubles keep their digits however small the loss. Where the slowest mode has
died out below the digits, the limit is the value; the bound is that of
``Volterra.settled``, not a guess.
"""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

import numpy as np

from phasecalc.numerics.arithmetic import Array, Field
from phasecalc.numerics.contour import Contour, ellipse, hyperbola, smallest_hyperbola_time
from phasecalc.numerics.steep import STEEP
from phasecalc.plrf.curves.gaps import Gap, circle, gaps
from phasecalc.plrf.curves.resolvent import Resolvent
from phasecalc.plrf.curves.slowest import log_multiplier, slowest_log, spectral_log
from phasecalc.plrf.curves.transforms import Generating, Transforms

__all__ = ["Values", "Volterra"]

_WINDOW = 20.0  # largest ratio of times that share one hyperbola
# Digits more for the contour: beside it, towards the spectrum, the integrand is larger than on it.
_STRIP = 1.5
_SMALL = 0.02  # of z, from where on the second term of the forcing is split off too
_BELOW = 760.0  # minus the log of what rounds to 0 in doubles
_Key = tuple[Any, ...]


class Values(NamedTuple):
    """Numbers with what is known of them.

    Parameters
    ----------
    found
        The numbers, each to be multiplied by e^lift.
    conditions
        Factors by which rounding errors may have grown: the sum of the moduli of all that was
        added up, over the modulus of the sum.
    lifts
        Logarithms of factors that may lie outside the range of doubles.
    """

    found: list[Any]
    conditions: list[float]
    lifts: list[Any]


class Volterra:
    """The three functions of the Volterra equation for one model and arithmetic.

    Parameters
    ----------
    resolvent
        Sums and spectrum.
    gamma, batch
        Learning rate and batch size.
    """

    def __init__(self, resolvent: Resolvent, gamma: Any, batch: Any) -> None:
        self.resolvent = resolvent
        self.field: Field = resolvent.field
        self.generating = Generating(resolvent, gamma, batch)
        self.gamma, self.batch = self.generating.gamma, self.generating.batch
        self.digits = self.generating.digits
        # Growth costs rounding, which is dear in doubles, and saves nodes.
        self.growth, self.closed_growth = (1.0, 0.6) if self.field.digits < 17 else (8.0, 4.0)
        self._nodes: dict[_Key, tuple[Contour, Transforms]] = {}

    @property
    def kernel_norm(self) -> Any:
        """Sum of K over all iterations."""
        return self.generating.kernel_norm

    @functools.cached_property
    def capacity(self) -> Any:
        """F_0, the part of the forcing that never decays."""
        kappa = self.resolvent.kappa
        if kappa == 0:
            return self.resolvent.zero
        s = self.field.array([kappa])
        return kappa * self.resolvent.power_sums.sums(s, [(self.resolvent.weight, 1)])[0][0]

    @functools.cached_property
    def capacity_condition(self) -> float:
        """Factor by which rounding errors of F_0 may grow: those of kappa, where S_1 is flat."""
        res = self.resolvent
        if res.kappa == 0 or res.complementary:
            return 1.0
        (slope,) = res.multiplier(self.field.array([res.kappa]))[1]
        return max(1.0, 1 / max(abs(float(slope)), 1e-300))

    @property
    def forcing_total(self) -> Any:
        """Sum of F over all iterations without the slow terms, the constant split off G_F."""
        return self.generating.forcing_total

    @functools.cached_property
    def log_edge(self) -> Any:
        """Log of q at the left edge of the spectrum."""
        return log_multiplier(self.generating, self.resolvent.left_edge)

    @property
    def edge_condition(self) -> float:
        """Factor by which rounding errors of the left edge z = -s m may grow, from those of m."""
        edge = float(self.resolvent.left_edge)
        return max(1.0, float(self.resolvent.left_point) / edge) if edge > 0 else 1.0

    @functools.cached_property
    def spectral_log(self) -> float:
        """Log of the largest q on the spectrum but for the atom at 0, or somewhat more."""
        return spectral_log(self.generating)

    @functools.cached_property
    def slowest_log(self) -> float:
        """Log of the loss's slowest mode, or somewhat more."""
        return slowest_log(self.generating)

    @functools.cached_property
    def log_floor(self) -> float:
        """Log of the smallest value of q on the spectrum."""
        largest, vertex = float(self.resolvent.right_edge), float(self.generating.vertex)
        if largest >= vertex / 2:
            return -math.log1p(float(self.batch))
        return float(log_multiplier(self.generating, self.field.real(largest)))

    def settled(self, name: str, r: float) -> bool:
        """Whether forcing or loss equals its limit at r, to two digits more than those worked with.

        With x the slowest mode's factor and X = K + K*K + ... a sum of its powers,
        |P(r) - limit| is at most x^(r-1) (P(0)(1 + r) + limit): the forcing that remains, that
        renewed in between, and what has not yet been renewed.

        Parameters
        ----------
        name
            ``forcing`` or ``loss``.
        r
            Iterations.
        """
        res, margin = self.resolvent, math.log(10) * (self.digits + 2)
        a, d = float(res.a), float(res.d)
        # The left edge lies below kappa, and kappa below both of these.
        bulk = 2**a * d**-a / (a - 1) if a > 1 else math.inf
        bound = min(float(res.trace) / d, bulk)
        if r * 2.2 * float(self.gamma * self.batch) * bound < margin or self.capacity == 0:
            return False
        excess = float(res.initial_loss / self.capacity)
        if name == "forcing":
            return r * -self.spectral_log > margin + math.log1p(excess)
        free = 1 - float(self.kernel_norm)
        if r * -self.spectral_log < margin or free <= 0:
            return False
        return (r - 1) * -self.slowest_log > margin + math.log1p(excess * free * (1 + r))

    def evaluate(self, name: str, r: list[Any], order: int = 0) -> Values:
        """Values of ``loss``, ``forcing`` or ``kernel``, or of a derivative in r.

        Parameters
        ----------
        name
            Which of the three.
        r
            Iterations, non-negative reals.
        order
            Order of the derivative in r.
        """
        zero = self.field.real(0)
        out = Values([zero] * len(r), [1.0] * len(r), [zero] * len(r))
        moving = []
        for k, value in enumerate(r):
            if name == "kernel" and self._vanishes(float(value)):
                continue
            if order == 0 and name != "kernel" and self.settled(name, float(value)):
                out.found[k], out.conditions[k] = self._limit(name)
            else:
                moving.append(k)
        moving.sort(key=lambda k: float(r[k]))
        windows = self._windows([float(r[k]) + 1 for k in moving], name)
        nodes = self._prepare([key for _, key in windows])
        for group, key in windows:
            times = self.field.array([r[moving[k]] for k in group]) + 1
            values, sizes = self._integrate(name, nodes[key], times, order, key)
            lifts = times * self._anchor(key)
            for k, value, size, lift in zip(group, values, sizes, lifts, strict=True):
                out.found[moving[k]], out.lifts[moving[k]] = value, lift
                # The gamma in every exponent, and the rounding of the exponents themselves.
                size = size * self.generating.exponent_conditions[0] * (1 + abs(lift))
                out.conditions[moving[k]] = float(min(size, 1e300))
        return out

    def _vanishes(self, r: float) -> bool:
        """Whether the kernel is below every double: it is at most K(0) <= 1 times its slowest."""
        return self.field.digits < 17 and r * -self.spectral_log > _BELOW

    def _limit(self, name: str) -> tuple[Any, float]:
        if name == "forcing":
            return self.capacity, self.capacity_condition
        free = 1 - self.kernel_norm
        lost = self.generating.norm_condition / abs(float(free))
        return self.capacity / free, lost + self.capacity_condition

    def _anchor(self, key: _Key) -> Any:
        """Where the contour turns round the singularities; its waves leave this factor out."""
        if key[0] != "hyperbola" or not key[3]:
            return self.field.real(0)
        return self.log_edge if key[3] == "left" else self.field.real(self.spectral_log)

    def _edge(self, name: str, last: float) -> str:
        """Which edge of the spectrum the contour turns round; none where the integrand goes on."""
        if name != "kernel" or last * -self.spectral_log < 0.05:
            return ""
        return "left" if self.spectral_log <= float(self.log_edge) * (1 - 1e-9) else "right"

    def _windows(self, times: list[float], name: str) -> list[tuple[list[int], _Key]]:
        """Group sorted times; each group has the key of one contour."""
        least = smallest_hyperbola_time(self.digits + _STRIP, self.growth)
        groups: list[tuple[list[int], _Key]] = []
        small = [k for k, t in enumerate(times) if t < least]
        if small:
            groups.append((small, ("ellipse", max(2.0, times[small[-1]]))))
        k = len(small)
        while k < len(times):
            stop = k
            gap = None if name == "kernel" else self._gap(times[k])
            if gap is not None:
                while stop < len(times) and times[stop] <= gap.last:
                    stop += 1
                groups.append((list(range(k, stop)), ("circle", gap.radius)))
                k = stop
                continue
            while stop < len(times) and times[stop] <= _WINDOW * times[k]:
                stop += 1
            key = ("hyperbola", times[k], times[stop - 1], self._edge(name, times[stop - 1]))
            groups.append((list(range(k, stop)), key))
            k = stop
        return groups

    def _integrate(
        self, name: str, at: tuple[Contour, Transforms], times: Array, order: int, key: _Key
    ) -> tuple[Array, Array]:
        f, (contour, transforms) = self.field, at
        if name == "loss":
            values, sizes = transforms.loss(f)
        elif name == "forcing":
            values, sizes = transforms.forcing, transforms.forcing_size
        else:
            values, sizes = transforms.kernel, transforms.kernel_size
        weights = contour.weights * contour.nodes**order
        waves = f.exp(np.multiply.outer(times, contour.nodes - self._anchor(key)))
        values = 2 * np.asarray(f.re(f.dot(waves, weights * values)))
        sizes = 2 * f.dot(f.modulus(waves), f.modulus(weights) * sizes)
        # A value that underflowed to 0 has lost nothing that doubles could show.
        safe = np.where(np.asarray(values == 0), f.real(1), f.modulus(values))
        return values, np.where(np.asarray(values == 0), f.real(1), sizes / safe)

    def _prepare(self, keys: list[_Key]) -> dict[_Key, tuple[Contour, Transforms]]:
        """Contours with their transforms; new ones are solved for in one or two vectorised calls.

        Other threads may empty the store meanwhile, so what is needed is held here.
        """
        if len(self._nodes) > 64:
            self._nodes = {}
        store = self._nodes
        found = {key: store[key] for key in keys if key in store}
        new = {key: self._contour(key) for key in keys if key not in found}
        kinds = {key: (self._splits(c.nodes), self._turns(key)) for key, c in new.items()}
        for kind in sorted(set(kinds.values())):
            chosen = {key: new[key] for key in new if kinds[key] == kind}
            nodes = np.concatenate([c.nodes for c in chosen.values()])
            joint = self.generating.at(nodes, *kind)
            start = 0
            for key, contour in chosen.items():
                stop = start + contour.nodes.size
                found[key] = store[key] = (contour, joint.part(start, stop))
                start = stop
        return found

    @staticmethod
    def _turns(key: _Key) -> bool:
        """Whether the contour turns round the left edge."""
        return bool(key[0] == "hyperbola" and key[3] == "left")

    def _splits(self, t: Array) -> int:
        """How many terms in z to split off: it pays where z is small against the spectrum."""
        z = np.abs(np.expm1(t.astype(np.complex128))) / float(2 * self.gamma * self.batch)
        return int(np.min(z) < 1) + int(np.min(z) < _SMALL)

    @functools.cached_property
    def _gaps(self) -> list[Gap]:
        """Gaps of a steep spectrum; more digits than a double's go through cancellation instead."""
        if self.field.digits >= 17 or float(self.resolvent.a) < STEEP:
            return []
        free = 1 - float(self.kernel_norm)
        return list(gaps(self.generating, free)) if free > 0 else []

    def _gap(self, time: float) -> Gap | None:
        return next((g for g in self._gaps if g.first <= time <= g.last), None)

    def _contour(self, key: _Key) -> Contour:
        digits = self.digits + _STRIP
        if key[0] == "circle":
            return circle(key[1], self.field)
        if key[0] == "ellipse":
            return ellipse(self.log_floor, 0.0, key[1], digits, self.field, self.closed_growth)
        right = self._anchor(key)
        return hyperbola(key[1], key[2], digits, self.field, right, self.growth)
