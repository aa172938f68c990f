r"""Generating functions of forcing and kernel, with the size of what was added up for them.

:math:`G(w) = \sum_i h(z_i)/|q'(z_i)|` over the two roots of :math:`q(z)=w`. The second root
stays right of the spectrum; there the transforms are a short Taylor series. Each value comes with
a size: rounding errs by a few units of the last place *of the size*, so that whoever subtracts
two numbers, divides by a small one or follows s next to an edge can say what was lost.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from phasecalc.numerics.arithmetic import Array, Field
from phasecalc.plrf.curves.resolvent import Resolvent

__all__ = ["Generating", "Transforms"]

_BEYOND = 0.05  # how far from divergence the second mass must be


@dataclass(frozen=True, slots=True)
class Transforms:
    """G_F and G_K at some nodes, less what no contour sees, each with its size.

    Parameters
    ----------
    forcing, kernel
        Values.
    forcing_size, kernel_size
        Sums of the moduli that rounding is relative to.
    forcing_constant, kernel_constant
        What was split off: of the forcing a polynomial in w at the nodes, of the kernel a number.
    constant_sizes
        Their sizes, forcing first.
    """

    forcing: Array
    kernel: Array
    forcing_size: Array
    kernel_size: Array
    forcing_constant: Array
    kernel_constant: Any
    constant_sizes: tuple[Array, Any]

    def part(self, start: int, stop: int) -> Transforms:
        """The same at some of the nodes.

        Parameters
        ----------
        start, stop
            Which.
        """
        cut = slice(start, stop)
        return Transforms(
            self.forcing[cut],
            self.kernel[cut],
            self.forcing_size[cut],
            self.kernel_size[cut],
            self.forcing_constant[cut],
            self.kernel_constant,
            (self.constant_sizes[0][cut], self.constant_sizes[1]),
        )

    def loss(self, field: Field) -> tuple[Array, Array]:
        """G_F/(1 - G_K), less what no contour sees, and its size.

        Parameters
        ----------
        field
            Arithmetic.
        """
        size, free = field.modulus, 1 - self.kernel_constant
        rest = free - self.kernel
        bottom = free * rest
        value: Array = (self.forcing * free + self.forcing_constant * self.kernel) / bottom
        top = self.forcing_size * size(free) + self.kernel_size * self.constant_sizes[0]
        # What an error of the constant 1 - c, and of the difference below, moves the quotient by.
        moved = size(self.forcing / bottom) + size(value) * (1 / size(free) + 1 / size(rest))
        sizes = top / size(bottom) + size(value) * (1 + self.kernel_size / size(rest))
        return value, sizes + moved * (1 + self.constant_sizes[1])


class Generating:
    """Generating functions for one model and arithmetic.

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

    @functools.cached_property
    def vertex(self) -> Any:
        """Second root of q(z) = 1, twice the vertex of q."""
        return 2 / (self.gamma * (self.batch + 1))

    @functools.cached_property
    def room(self) -> float:
        """How far the spectrum stays below q's second root, or somewhat less."""
        return self.resolvent.room(float(self.vertex))

    @functools.cached_property
    def exponent_conditions(self) -> tuple[float, float]:
        """Digits, as factors, that trace and target mass lose where they nearly diverge."""
        res = self.resolvent
        if not res.endless:
            return 1.0, 1.0
        trace, mass = abs(float(res.a - 1)), abs(float(res.weight - 1))
        return max(1.0, 1 / max(trace, 1e-300)), max(1.0, 1 / max(mass, 1e-300))

    @functools.cached_property
    def _norm(self) -> tuple[Any, float]:
        f = self.field
        s, slope = self.resolvent.solve(f.array([self.vertex]))
        (s1,) = self.resolvent.power_sums.sums(s, [(self.resolvent.zero, 1)])
        value = -s1[0] / (self.batch + 1)
        # s1 changes with s as steeply as the slope says.
        return value, 1 + 1 / max(float(slope[0]), 1e-300)

    @property
    def kernel_norm(self) -> Any:
        """Sum of K over all iterations."""
        return self._norm[0]

    @property
    def norm_condition(self) -> float:
        """Factor by which rounding errors of the kernel's norm may grow."""
        return self._norm[1] * self.exponent_conditions[0]

    def at(self, t: Array, split: int, edge: bool = False) -> Transforms:
        """Return G_F and G_K at points t of the upper half-plane.

        Parameters
        ----------
        t
            Logarithms of w, off the spectrum.
        split
            How many terms of h_F, as a series in z, to split off where they exist; where that is
            not 0, h_K's constant too.
        edge
            Whether the points lie around the left edge.
        """
        f, res, gb = self.field, self.resolvent, self.gamma * self.batch
        away = f.expm1(t)
        root = f.sqrt(1 + (1 + 1 / self.batch) * away)
        z = -away / (gb * (1 + root))
        masses = self._masses(split)
        split_kernel = split > 0 and float(res.a) > 1
        first, sizes = self._first_root(z, masses, split_kernel, edge)
        base, change, lost = self._second_root(z)
        scale, scale_0 = 1 / (2 * gb * root), 1 / (2 * gb)
        turn = scale * self.gamma * (self.batch + 1) * z  # scale - scale_0
        mass = masses[0] if masses else (0, self.exponent_conditions[1])
        trace = (self.gamma * gb * res.trace if split_kernel else 0, self.exponent_conditions[0])
        out: list[Any] = []
        for value, size, b, delta, (kept, factor) in zip(
            first, sizes, base, change, (mass, trace), strict=True
        ):
            constant, bound = kept - b, abs(kept) * f.real(factor) + abs(b) * f.real(lost)
            rest = f.modulus(scale) * (size + f.modulus(delta) * f.real(lost))
            if split:
                moved = scale * (value - delta) + turn * constant
                rest = rest + f.modulus(turn) * bound
                out.append((moved, rest, scale_0 * constant, scale_0 * bound))
            else:
                rest = rest + f.modulus(scale) * (abs(b) * f.real(lost))
                out.append((scale * (value - b - delta), rest, f.real(0), f.real(0)))
        (gf, sf, cf, bf), (gk, sk, ck, bk) = out
        kept, known = cf + 0 * away, bf + 0 * f.modulus(away)
        if len(masses) > 1:  # z times the second mass, less its linear part in w
            (tilt, factor), linear = masses[1], -scale_0 * away / (2 * gb)
            bend = tilt * self.gamma * (self.batch + 1) * z**2 * (scale + scale_0 / 2)
            gf, sf = gf + bend, sf + f.modulus(bend) * f.real(factor)
            kept, known = kept + tilt * linear, known + tilt * f.modulus(linear) * f.real(factor)
        return Transforms(gf, gk, sf, sk, kept, ck, (known, bk))

    def _masses(self, split: int) -> list[tuple[Any, float]]:
        """The sums over j^(-2 beta + 2 alpha k), k < split, that are finite, with digits lost."""
        res = self.resolvent
        if not split or float(res.weight) <= 1:
            return []
        found = [(res.target_mass, self.exponent_conditions[1])]
        beyond = float(res.weight - res.a) - 1
        # Nearer to divergence its digits go; without it as few as z^(beyond) do.
        if split > 1 and beyond > _BEYOND:
            found.append((res.second_mass, 1 / min(beyond, 1.0)))
        return found

    def _first_root(
        self, z: Array, masses: Sequence[tuple[Any, float]], split_kernel: bool, edge: bool
    ) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """h_F and h_K at the left root, less the terms z^k mass_k and the trace; their sizes."""
        f, res = self.field, self.resolvent
        z = f.conj(z)  # upper half-plane
        start = res.edge_guess(z) if edge else None
        weights = [res.zero, res.weight - len(masses) * res.a]
        s, slope, (s1, c, *u) = res.inverse_sums(z, weights + [res.a] * (not split_kernel), start)
        ratio = -s / z  # 1/m without the cancellation in m
        lost = np.maximum(1 / slope, f.real(1))
        # With c = sum over k < n of (-s)^k mass_k + (-s)^n c_n and s + z = s S_1/d.
        forcing = (-s) ** len(masses) * c
        size = f.modulus(forcing)
        for (mass, factor), powers in zip(masses, (1, z - s), strict=False):
            part = mass * s1 / res.d * powers
            forcing, size = forcing + part, size + f.modulus(part) * f.real(factor)
        forcing, size = ratio * forcing, f.modulus(ratio) * size
        if split_kernel:
            kernel = z * s1
            bound = f.modulus(kernel)
        else:
            square = s * s1 * s1 / res.d
            kernel, bound = u[0] + square, f.modulus(u[0]) + f.modulus(square)
        power = self.gamma**2 * self.batch
        return (f.conj(forcing), f.conj(kernel * power)), (size * lost, bound * lost * power)

    def plain(self, z: Array, start: Array | None = None) -> tuple[Array, Array, Array]:
        """h_F and h_K at points of the upper half-plane or off the spectrum; |dz/domega| there.

        Parameters
        ----------
        z
            One-dimensional array.
        start
            First guess of s.
        """
        res = self.resolvent
        s, slope, (s1, c, u) = res.inverse_sums(z, [res.zero, res.weight, res.a], start)
        kernel = (u + s * s1 * s1 / res.d) * (self.gamma**2 * self.batch)
        return -s / z * c, kernel, slope

    def plain_kernel(self, z: Array, start: Array | None = None) -> Array:
        """h_K at real points off the spectrum.

        Parameters
        ----------
        z, start
            As for ``plain``.
        """
        res = self.resolvent
        s = res.inverse(z, start)
        s1, u = res.power_sums.sums(s, [(res.zero, 1), (res.a, 1)])
        out: Array = (u + s * s1 * s1 / res.d) * (self.gamma**2 * self.batch)
        return out

    @functools.cached_property
    def forcing_total(self) -> Any:
        """Sum of F over all iterations without the slow terms, the constant split off G_F."""
        base = self._taylor[1][0]
        return (self.resolvent.target_mass - base) / (2 * self.gamma * self.batch)

    @functools.cached_property
    def _taylor(self) -> tuple[Any, Array, Array, float]:
        """Radius R, Taylor coefficients in (z - z_2)/R of h_F and h_K where q = 1, digits lost."""
        f = self.field
        reach = self.room
        # A small circle needs few nodes and costs digits of the slope, which doubles lack.
        part = 4 if f.digits < 17 else 64
        size = self.digits * math.log(10)
        count = 2 * math.ceil(0.5 * size / math.log(part) + 3)
        theta = f.array([k + 0.5 for k in range(count // 2)]) * (2 * f.pi / count)
        unit = f.exp(1j * theta)
        radius = f.real(reach / part)
        forcing, kernel, slope = self.plain(self.vertex + radius * unit)
        kept = range(math.ceil(size / math.log(2 * part) + 2))
        turns = np.array([unit ** (-n) / (count / 2) for n in kept])
        lost = max(1.0, 1 / float(np.min(slope)))
        return radius, f.re(f.dot(turns, forcing)), f.re(f.dot(turns, kernel)), lost

    def _second_root(self, z: Array) -> tuple[tuple[Any, Any], tuple[Array, Array], float]:
        """h_F and h_K at the right root: value at t = 0, change since; digits lost."""
        radius, *series, lost = self._taylor
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
            *values, slope = self.plain(self.vertex - z[~near])
            lost = max(lost, 1 / float(np.min(slope)))
            for out, value, at_0 in zip(change, values, base, strict=True):
                out[~near] = value - at_0
        return base, (change[0], change[1]), lost
