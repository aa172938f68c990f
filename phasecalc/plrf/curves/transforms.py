r"""Generating functions of forcing and kernel, with the size of what was added up for them.

:math:`G(w) = \sum_i h(z_i)/|q'(z_i)|` over the two roots of :math:`q(z)=w`. The second root
stays right of the spectrum; there the transforms are a short Taylor series. Each value comes with
a size: rounding errs by a few units of the last place *of the size*, so that whoever subtracts
two numbers, divides by a small one or follows s next to an edge can say what was lost.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from phasecalc.numerics.arithmetic import Array, Field
from phasecalc.plrf.curves.resolvent import Resolvent

__all__ = ["Generating", "Transforms"]


@dataclass(frozen=True, slots=True)
class Transforms:
    """G_F and G_K at some nodes, less the constants that no contour sees, each with its size.

    Parameters
    ----------
    forcing, kernel
        Values.
    forcing_size, kernel_size
        Sums of the moduli that rounding is relative to.
    forcing_constant, kernel_constant
        The constants split off.
    constant_sizes
        Their sizes, forcing first.
    """

    forcing: Array
    kernel: Array
    forcing_size: Array
    kernel_size: Array
    forcing_constant: Any
    kernel_constant: Any
    constant_sizes: tuple[Any, Any]

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
            self.forcing_constant,
            self.kernel_constant,
            self.constant_sizes,
        )

    def loss(self, field: Field) -> tuple[Array, Array]:
        """G_F/(1 - G_K), less its constant, and its size.

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

    def at(self, t: Array, split: bool, edge: bool = False) -> Transforms:
        """Return G_F and G_K at points t of the upper half-plane.

        Parameters
        ----------
        t
            Logarithms of w, off the spectrum.
        split
            Whether to split off the constants that no contour sees.
        edge
            Whether the points lie around the left edge.
        """
        f, res, gb = self.field, self.resolvent, self.gamma * self.batch
        away = f.expm1(t)
        root = f.sqrt(1 + (1 + 1 / self.batch) * away)
        z = -away / (gb * (1 + root))
        split_forcing = split and float(res.weight) > 1
        split_kernel = split and float(res.a) > 1
        first, sizes = self._first_root(z, split_forcing, split_kernel, edge)
        base, change, lost = self._second_root(z)
        scale, scale_0 = 1 / (2 * gb * root), 1 / (2 * gb)
        turn = scale * self.gamma * (self.batch + 1) * z  # scale - scale_0
        mass = (res.target_mass if split_forcing else 0, self.exponent_conditions[1])
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
        return Transforms(gf, gk, sf, sk, cf, ck, (bf, bk))

    def _first_root(
        self, z: Array, split_forcing: bool, split_kernel: bool, edge: bool
    ) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """h_F and h_K at the left root, less target mass and trace where asked; their sizes."""
        f, res = self.field, self.resolvent
        z = f.conj(z)  # upper half-plane
        second = res.weight - res.a if split_forcing else res.weight
        start = res.edge_guess(z) if edge else None
        weights = [res.zero, second] + ([] if split_kernel else [res.a])
        s, slope, (s1, c, *u) = res.inverse_sums(z, weights, start)
        ratio = -s / z  # 1/m without the cancellation in m
        lost = np.maximum(1 / slope, f.real(1))
        if split_forcing:
            part = res.target_mass * s1 / res.d
            forcing = ratio * (part - s * c)
            factor = f.real(self.exponent_conditions[1])
            size = f.modulus(ratio) * (f.modulus(part) * factor + f.modulus(s * c))
        else:
            forcing = ratio * c
            size = f.modulus(forcing)
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
        reach = float(self.vertex) - float(self.resolvent.right_edge)
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
