"""The plain route to a loss curve, as a baseline: Newton at every node, quadrature, recursion.

Both versions take the same three steps, the way a careful reader of the theory would write them:

1. Newton's method for m(z) = 1/(1 + (1/d) sum_j lambda_j/(lambda_j m - z)) at every node of a
   circle around 0 and the spectrum;
2. F(r) and K(r) for r = 0 ... R by the trapezoid rule on that circle (optimal for a circle: more
   refined quadrature only costs more);
3. P(r) = F(r) + sum_{s<r} K(r-1-s) P(s).

The circle is chosen well, not naively: |q|**r may grow by ``10**extra`` on it, which costs
``extra`` digits of working precision and sets how close it comes to the spectrum, hence the nodes.

    python -m benchmarks.plain_route                 a fraction of the mpmath work, scaled up
    python -m benchmarks.plain_route --fraction 1    all of it (minutes)
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import mpmath as mp
import numpy as np


@dataclass(frozen=True)
class Case:
    """A model with B = 1 and how far to follow it; gamma = 1/(2 Tr D) unless given."""

    alpha: float = 0.7
    beta: float = 0.9
    d: int = 100
    v: int = 1000
    iterations: int = 1000
    gamma: float | None = None


@dataclass(frozen=True)
class Baseline:
    """Losses for r = 0, 1, ... (fewer if only a fraction was run), seconds, and how they arose."""

    losses: np.ndarray
    seconds: float
    how: str


@dataclass(frozen=True)
class Circle:
    """Centre, radius and number of nodes in the upper half plane."""

    centre: float
    radius: float
    nodes: int


def circle(case: Case, trace: float, digits: float, extra: float) -> Circle:
    """The circle on which |q|**r stays below ``10**extra``, with nodes for ``digits`` digits.

    The spectrum is inside [0, (1 + sqrt(Tr D/d))**2]; with radius (1 + x) times half of that the
    trapezoid rule with N nodes errs by (1 + x)**-N, and q**r by exp(2 gamma r x edge/2).
    """
    edge = (1 + (trace / case.d) ** 0.5) ** 2
    gamma = 1 / (2 * trace) if case.gamma is None else case.gamma
    growth = gamma * edge * max(case.iterations, 1)
    x = min(1.0, extra * np.log(10) / growth)
    inner = (digits + extra) * np.log(10) / np.log1p(x)
    outer = growth * (1 + x) + 3 * (digits + extra)  # the degree beyond which q**r has no weight
    return Circle(edge / 2, edge / 2 * (1 + x), int(max(inner, outer)) // 2 + 1)


def numpy_route(case: Case) -> Baseline:
    """All three steps in float64, vectorised over nodes and modes; about 12 digits."""
    begin = time.perf_counter()
    j = np.arange(1, case.v + 1, dtype=float)
    lam, mass = j ** (-2 * case.alpha), j ** (-2 * (case.alpha + case.beta))
    trace = lam.sum()
    gamma = 1 / (2 * trace) if case.gamma is None else case.gamma
    ring = circle(case, trace, digits=15, extra=1)
    turn = np.exp(1j * np.pi * (np.arange(ring.nodes) + 0.5) / ring.nodes)
    targets, traces = np.empty((2, ring.nodes), dtype=complex)
    for chunk in np.array_split(np.arange(ring.nodes), 1 + ring.nodes * case.v // 10**6):
        z, R = numpy_resolvent(ring, turn[chunk], lam, case.d)
        targets[chunk], traces[chunk] = R @ mass, z**2 * R.sum(axis=1)
    z, weight = ring.centre + ring.radius * turn, -ring.radius * turn / ring.nodes
    q = 1 - 2 * gamma * z + 2 * gamma**2 * z**2
    forcing, kernel = np.empty((2, case.iterations + 1))
    for r in range(case.iterations + 1):
        forcing[r] = (weight * targets).real.sum()
        kernel[r] = gamma**2 * (weight * traces).real.sum()
        weight = weight * q
    losses = np.empty(case.iterations + 1)
    for r in range(case.iterations + 1):
        losses[r] = forcing[r] + kernel[:r][::-1] @ losses[:r]
    return Baseline(losses, time.perf_counter() - begin, "float64 NumPy, vectorised, measured")


def numpy_resolvent(ring: Circle, turn: np.ndarray, lam: np.ndarray, d: int) -> tuple:
    """z and 1/(lambda_j m - z) at some nodes: Newton, followed inwards from where m = 1."""
    m = np.ones(len(turn), dtype=complex)
    for scale in [*np.geomspace(30, 1, 12), 1, 1]:
        z = ring.centre + scale * ring.radius * turn
        for _ in range(3):
            R = 1 / (lam * m[:, None] - z[:, None])
            first, second = R @ lam / d, (R * R) @ (lam * lam) / d
            m = m - (m * (1 + first) - 1) / (1 + first - m * second)
    R = 1 / (lam * m[:, None] - z[:, None])
    residual = np.abs(m * (1 + R @ lam / d) - 1).max()
    if residual > 1e-12 or (R.imag <= 0).any():
        raise ArithmeticError(f"Newton missed the physical branch: residual {residual:.1e}")
    return z, R


def mpmath_route(case: Case, fraction: float = 1.0, digits: int = 15) -> Baseline:
    """All three steps in mpmath, or the first ``fraction`` of each, its time scaled by work units.

    Units of work: a node (step 1), a node times an iteration (step 2), a product (step 3).
    """
    extra = 13
    with mp.workdps(digits + extra + 2):
        lam = [mp.mpf(j) ** (-2 * mp.mpf(str(case.alpha))) for j in range(1, case.v + 1)]
        mass = [mp.mpf(j) ** (-2 * mp.mpf(str(case.beta))) * x for j, x in enumerate(lam, 1)]
        trace = mp.fsum(lam)
        gamma = 1 / (2 * trace) if case.gamma is None else mp.mpf(case.gamma)
        ring = circle(case, float(trace), digits, extra)
        nodes, steps = (max(2, round(fraction * n)) for n in (ring.nodes, case.iterations + 1))
        marks = [time.perf_counter()]
        rows = mpmath_nodes(ring, nodes, lam, mass, case.d)
        marks.append(time.perf_counter())
        forcing, kernel = mpmath_quadrature(rows, gamma, steps)
        marks.append(time.perf_counter())
        losses = []
        for r in range(steps):
            losses.append(forcing[r] + mp.fsum(kernel[r - 1 - s] * losses[s] for s in range(r)))
        marks.append(time.perf_counter())
        spent = np.diff(marks)
        known = np.array([float(value) for value in losses])
    total = case.iterations + 1
    scale = np.array([ring.nodes, ring.nodes * total, total * (total - 1)], dtype=float)
    seconds = spent @ (scale / [nodes, nodes * steps, steps * (steps - 1)])
    if fraction >= 1:
        return Baseline(known, seconds, f"mpmath, {ring.nodes} nodes, measured in full")
    how = (
        f"mpmath, EXTRAPOLATED from {spent.sum():.1f} s: {nodes} of {ring.nodes} nodes, "
        f"{steps} of {total} iterations, scaled by nodes, nodes x iterations, products"
    )
    return Baseline(np.empty(0), seconds, how)  # sums over some of the nodes are no losses


def mpmath_nodes(ring: Circle, count: int, lam: list, mass: list, d: int) -> list:
    """z, weight, <R> and z**2 Tr R at the first nodes, Newton started from the node before."""
    rows, m = [], mp.mpc(1)
    for k in range(count):
        turn = mp.expjpi((k + mp.mpf(1) / 2) / ring.nodes)
        z = ring.centre + ring.radius * turn
        for _ in range(50):
            ratios = [x / (x * m - z) for x in lam]
            first = mp.fsum(ratios) / d
            second = mp.fsum(ratio * ratio for ratio in ratios) / d
            step = (m * (1 + first) - 1) / (1 + first - m * second)
            m -= step
            if abs(step) < mp.sqrt(mp.eps) * abs(m):  # quadratic: the next step would be below eps
                break
        else:
            raise ArithmeticError(f"Newton did not settle at z = {mp.nstr(z, 10)}")
        R = [1 / (x * m - z) for x in lam]
        if not R[0].imag > 0:
            raise ArithmeticError(f"Newton left the physical branch at z = {mp.nstr(z, 10)}")
        target = mp.fsum(a * b for a, b in zip(R, mass, strict=True))
        rows.append((z, -ring.radius * turn / ring.nodes, target, z * z * mp.fsum(R)))
    return rows


def mpmath_quadrature(rows: list, gamma: mp.mpf, steps: int) -> tuple[list, list]:
    """F(r) and K(r) for r = 0 ... steps - 1."""
    forcing, kernel = [], []
    powers = [weight for _, weight, _, _ in rows]
    factors = [1 - 2 * gamma * z + 2 * gamma**2 * z * z for z, *_ in rows]
    for _ in range(steps):
        forcing.append(mp.fsum((p * row[2]).real for p, row in zip(powers, rows, strict=True)))
        noise = mp.fsum((p * row[3]).real for p, row in zip(powers, rows, strict=True))
        kernel.append(gamma**2 * noise)
        powers = [p * q for p, q in zip(powers, factors, strict=True)]
    return forcing, kernel


def main() -> None:
    """Print both baselines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fraction", type=float, default=0.05, help="of the mpmath work to run")
    arguments = parser.parse_args()
    case = Case()
    print(f"{case}")
    fast = numpy_route(case)
    print(f"{fast.seconds:10.3f} s  {fast.how}; P({case.iterations}) = {fast.losses[-1]:.15g}")
    slow = mpmath_route(case, arguments.fraction)
    print(f"{slow.seconds:10.3f} s  {slow.how}")
    if len(slow.losses):
        worst = np.abs(fast.losses / slow.losses - 1).max()
        print(
            f"P({case.iterations}) = {slow.losses[-1]:.15g}; the two differ by {worst:.1e} at most"
        )


if __name__ == "__main__":
    main()
