r"""Forcing, kernel and loss of the Volterra equation as one contour integral in log w.

The generating function of :math:`P = F + K * P` is :math:`G_F/(1-G_K)`, with
:math:`G_F(w) = \sum_i h_F(z_i)/|q'(z_i)|` over the two roots of :math:`q(z)=w`,
and all its singularities lie on :math:`w \in [q_{\min}, 1]`. With w = e^t,

.. math:: P(r) = \frac{1}{2\pi i}\int e^{(r+1)t}\,\frac{G_F}{1-G_K}\,dt .

For many iterations almost all of the integrand is analytic near t = 0 and
integrates to nothing, yet its rounding would not. So a constant is split off
beforehand: every difference :math:`G - \text{constant}` is summed as such, and
doubles keep their digits however small the loss. The second root stays right of
the spectrum; there the transforms are a short Taylor series.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from phasecalc.numerics.arithmetic import Array, Field
from phasecalc.numerics.contour import Contour, ellipse, hyperbola, smallest_hyperbola_time
from phasecalc.plrf.resolvent import Resolvent

__all__ = ["Volterra"]

_WINDOW = 20.0  # largest ratio of times that share one hyperbola


@dataclass(frozen=True, slots=True)
class _Transforms:
    """G_F and G_K at the nodes, less the constants that no contour sees."""

    forcing: Array
    kernel: Array
    forcing_constant: Any
    kernel_constant: Any

    def loss(self) -> Array:
        """G_F/(1 - G_K), less its constant."""
        free = 1 - self.kernel_constant
        top = self.forcing * free + self.forcing_constant * self.kernel
        out: Array = top / (free * (free - self.kernel))
        return out


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
        self.gamma, self.batch = self.field.real(gamma), self.field.real(batch)
        self.digits = self.field.digits + 0.6
        # Growth costs rounding, which is dear in doubles, and saves nodes.
        self.growth = 1.0 if self.field.digits < 17 else 8.0
        self._nodes: dict[tuple[Any, ...], tuple[Contour, _Transforms]] = {}

    @functools.cached_property
    def vertex(self) -> Any:
        """Second root of q(z) = 1, twice the vertex of q."""
        return 2 / (self.gamma * (self.batch + 1))

    @functools.cached_property
    def kernel_norm(self) -> Any:
        """Sum of K over all iterations."""
        s = self.resolvent.inverse(self.field.array([self.vertex]))
        (s1,) = self.resolvent.power_sums.sums(s, [(self.resolvent.zero, 1)])
        return -s1[0] / (self.batch + 1)

    @functools.cached_property
    def capacity(self) -> Any:
        """F_0, the part of the forcing that never decays."""
        kappa = self.resolvent.kappa
        if kappa == 0:
            return self.resolvent.zero
        s = self.field.array([kappa])
        return kappa * self.resolvent.power_sums.sums(s, [(self.resolvent.weight, 1)])[0][0]

    def log_multiplier(self, z: Any) -> Any:
        """Log of q at a real z."""
        gb = self.gamma * self.batch
        shift = -2 * gb * z + self.gamma * gb * (self.batch + 1) * z * z
        return self.field.log1p(shift)

    @functools.cached_property
    def log_edge(self) -> Any:
        """Log of q at the left edge of the spectrum, the slowest decay but for F_0."""
        return self.log_multiplier(self.resolvent.left_edge)

    @functools.cached_property
    def forcing_total(self) -> Any:
        """Sum of F over all iterations without the slow terms, the constant split off G_F."""
        base = self._taylor[1][0]
        return (self.resolvent.target_mass - base) / (2 * self.gamma * self.batch)

    @functools.cached_property
    def log_floor(self) -> float:
        """Log of the smallest value of q on the spectrum."""
        largest = float(self.resolvent.right_edge)
        if largest >= float(self.vertex) / 2:
            return -math.log1p(float(self.batch))
        return float(self.log_multiplier(self.field.real(largest)))

    def settled(self, last: float) -> float:
        """Iterations from which the loss equals its limit to working precision, if at most last.

        Otherwise infinity; the spectrum is solved for only where that may matter.
        """
        res, margin = self.resolvent, math.log(10) * (self.digits + 2)
        a, d = float(res.a), float(res.d)
        # The left edge lies below kappa, and kappa below both of these.
        bulk = 2**a * d**-a / (a - 1) if a > 1 else math.inf
        bound = min(float(res.trace) / d, bulk)
        if last * 2.2 * float(self.gamma * self.batch) * bound < margin or self.capacity == 0:
            return math.inf
        margin += float(self.field.log(res.initial_loss / self.capacity))
        return margin / abs(float(self.log_edge))

    def evaluate(self, name: str, r: list[Any], order: int = 0) -> tuple[list[Any], list[float]]:
        """Values of ``loss``, ``forcing`` or ``kernel``, or of a derivative in r, with conditions.

        The condition is the sum of the moduli of the terms over the modulus of their sum: the
        factor by which rounding errors may grow.

        Parameters
        ----------
        name
            Which of the three.
        r
            Iterations, non-negative reals.
        order
            Order of the derivative in r.
        """
        out: list[Any] = [self.field.real(0)] * len(r)
        conditions = [1.0] * len(r)
        last = max((float(x) for x in r), default=0.0)
        end = math.inf if name == "kernel" else self.settled(last)
        moving = [k for k, value in enumerate(r) if float(value) <= end]
        if last > end and order == 0:
            limit = self._limit(name)
            out = [limit] * len(r)
        moving.sort(key=lambda k: float(r[k]))
        windows = self._windows([float(r[k]) + 1 for k in moving], name)
        nodes = self._prepare([key for _, key in windows])
        for group, contour_key in windows:
            times = self.field.array([r[moving[k]] for k in group]) + 1
            values, sizes = self._integrate(name, nodes[contour_key], times, order)
            for k, value, size in zip(group, values, sizes, strict=True):
                out[moving[k]] = value
                conditions[moving[k]] = float(size)
        return out, conditions

    def _limit(self, name: str) -> Any:
        return self.capacity if name == "forcing" else self.capacity / (1 - self.kernel_norm)

    def _windows(self, times: list[float], name: str) -> list[tuple[list[int], tuple[Any, ...]]]:
        """Group sorted times; each group has the key of one contour."""
        least = smallest_hyperbola_time(self.digits, self.growth)
        groups: list[tuple[list[int], tuple[Any, ...]]] = []
        small = [k for k, t in enumerate(times) if t < least]
        if small:
            groups.append((small, ("ellipse", max(2.0, times[small[-1]]))))
        k = len(small)
        while k < len(times):
            stop = k
            while stop < len(times) and times[stop] <= _WINDOW * times[k]:
                stop += 1
            anchored = name == "kernel" and times[stop - 1] * abs(float(self.log_edge)) > 0.05
            key = ("hyperbola", times[k], times[stop - 1], anchored)
            groups.append((list(range(k, stop)), key))
            k = stop
        return groups

    def _integrate(
        self, name: str, at: tuple[Contour, _Transforms], times: Array, order: int
    ) -> tuple[Array, Array]:
        contour, transforms = at
        if name == "loss":
            values = transforms.loss()
        else:
            values = transforms.forcing if name == "forcing" else transforms.kernel
        weighted = contour.weights * values * contour.nodes**order
        waves = self.field.exp(np.multiply.outer(times, contour.nodes))
        values = 2 * np.asarray(self.field.re(self.field.dot(waves, weighted)))
        sizes = 2 * self.field.dot(self.field.modulus(waves), self.field.modulus(weighted))
        # A value that underflowed to 0 has lost nothing that doubles could show.
        safe = np.where(np.asarray(values == 0), self.field.real(1), self.field.modulus(values))
        return values, np.where(np.asarray(values == 0), self.field.real(1), sizes / safe)

    def _prepare(
        self, keys: list[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], tuple[Contour, _Transforms]]:
        """Contours with their transforms; new ones are solved for in one or two vectorised calls.

        Other threads may empty the store meanwhile, so what is needed is held here.
        """
        if len(self._nodes) > 64:
            self._nodes = {}
        store = self._nodes
        found = {key: store[key] for key in keys if key in store}
        new = {key: self._contour(key) for key in keys if key not in found}
        for split in (False, True):
            chosen = {k: c for k, c in new.items() if self._splits(c.nodes) is split}
            if not chosen:
                continue
            joint = self.transforms(np.concatenate([c.nodes for c in chosen.values()]), split)
            start = 0
            for key, contour in chosen.items():
                stop = start + contour.nodes.size
                part = replace(
                    joint, forcing=joint.forcing[start:stop], kernel=joint.kernel[start:stop]
                )
                found[key] = store[key] = (contour, part)
                start = stop
        return found

    def _splits(self, t: Array) -> bool:
        """Whether to split constants off: it pays where z is small against the spectrum."""
        z = np.abs(np.expm1(t.astype(np.complex128))) / float(2 * self.gamma * self.batch)
        return bool(np.min(z) < 1)

    def _contour(self, key: tuple[Any, ...]) -> Contour:
        if key[0] == "ellipse":
            return ellipse(self.log_floor, 0.0, key[1], self.digits, self.field)
        right = self.log_edge if key[3] else 0
        return hyperbola(key[1], key[2], self.digits, self.field, right, self.growth)

    def transforms(self, t: Array, split: bool) -> _Transforms:
        """Return G_F and G_K at points t of the upper half-plane.

        Parameters
        ----------
        t
            Logarithms of w, off the spectrum.
        split
            Whether to split off the constants that no contour sees.
        """
        f, res, gb = self.field, self.resolvent, self.gamma * self.batch
        away = f.expm1(t)
        root = f.sqrt(1 + (1 + 1 / self.batch) * away)
        z = -away / (gb * (1 + root))
        split_forcing = split and float(res.weight) > 1
        split_kernel = split and float(res.a) > 1
        forcing, kernel = self._first_root(z, split_forcing, split_kernel)
        scale, scale_0 = 1 / (2 * gb * root), 1 / (2 * gb)
        turn = scale * self.gamma * (self.batch + 1) * z  # scale - scale_0
        (base_f, base_k), (delta_f, delta_k) = self._second_root(z)
        constant_f = (res.target_mass if split_forcing else 0) - base_f
        constant_k = (self.gamma * gb * res.trace if split_kernel else 0) - base_k
        if not split:
            zero = f.real(0)
            return _Transforms(
                scale * (forcing - base_f - delta_f),
                scale * (kernel - base_k - delta_k),
                zero,
                zero,
            )
        return _Transforms(
            scale * (forcing - delta_f) + turn * constant_f,
            scale * (kernel - delta_k) + turn * constant_k,
            scale_0 * constant_f,
            scale_0 * constant_k,
        )

    def _first_root(self, z: Array, split_forcing: bool, split_kernel: bool) -> tuple[Array, Array]:
        """h_F and h_K at the left root, less target mass and trace where asked."""
        f, res = self.field, self.resolvent
        z = f.conj(z)  # upper half-plane
        second = res.weight - res.a if split_forcing else res.weight
        s, (s1, c, *u) = res.inverse_sums(z, [res.zero, second] + ([] if split_kernel else [res.a]))
        ratio = -s / z  # 1/m without the cancellation in m
        forcing = ratio * (res.target_mass * s1 / res.d - s * c if split_forcing else c)
        kernel = z * s1 if split_kernel else u[0] + s * s1 * s1 / res.d
        return f.conj(forcing), f.conj(kernel * self.gamma**2 * self.batch)

    def _plain(self, z: Array) -> tuple[Array, Array]:
        """h_F and h_K at points of the upper half-plane."""
        res = self.resolvent
        s, (s1, c, u) = res.inverse_sums(z, [res.zero, res.weight, res.a])
        kernel = (u + s * s1 * s1 / res.d) * (self.gamma**2 * self.batch)
        return -s / z * c, kernel

    @functools.cached_property
    def _taylor(self) -> tuple[Any, Array, Array]:
        """Radius R, and Taylor coefficients in (z - z_2)/R of h_F and h_K where q = 1."""
        f = self.field
        reach = float(self.vertex) - float(self.resolvent.right_edge)
        # A small circle needs few nodes and costs digits of the slope, which doubles lack.
        part = 4 if f.digits < 17 else 64
        size = self.digits * math.log(10)
        count = 2 * math.ceil(0.5 * size / math.log(part) + 3)
        theta = f.array([k + 0.5 for k in range(count // 2)]) * (2 * f.pi / count)
        unit = f.exp(1j * theta)
        radius = f.real(reach / part)
        forcing, kernel = self._plain(self.vertex + radius * unit)
        kept = range(math.ceil(size / math.log(2 * part) + 2))
        turns = np.array([unit ** (-n) / (count / 2) for n in kept])
        return radius, f.re(f.dot(turns, forcing)), f.re(f.dot(turns, kernel))

    def _second_root(self, z: Array) -> tuple[tuple[Any, Any], tuple[Array, Array]]:
        """h_F and h_K at the right root: value at t = 0, and change since."""
        radius, *series = self._taylor
        near = np.abs(z.astype(np.complex128)) <= float(radius) / 2
        base = (series[0][0], series[1][0])
        change = [np.array(z), np.array(z)]
        for out, coefficients in zip(change, series, strict=True):
            step = -z[near] / radius
            total = step * 0
            for c in coefficients[:0:-1]:
                total = (total + c) * step
            out[near] = total
        if not near.all():
            for out, value, at_0 in zip(
                change, self._plain(self.vertex - z[~near]), base, strict=True
            ):
                out[~near] = value - at_0
        return base, (change[0], change[1])
