"""The loss curve by the plain route, in mpmath at any precision: slow, short, hard to get wrong.

Nothing here uses the map omega = z/m or a deformed contour; nothing is imported from the library.

1. At every node of a circle around 0 and the whole spectrum, solve
   m = 1/(1 + (1/d) sum_j lambda_j/(lambda_j m - z)): fixed-point steps, then Newton.
2. F(r) and K(r) are trapezoid sums on that circle. Outside the spectrum the resolvent is a power
   series in 1/(z - centre) and q(z)**r is a polynomial of degree 2r, so N nodes alias only terms
   beyond order N - 2r: the error is max|q|**r (half width / radius)**(N - 2r), fixed in advance.
3. P(r) = F(r) + sum_{s<r} K(r-1-s) P(s), term by term.

The spectrum lies in [0, (sqrt(lambda_1) + sqrt(Tr D/d))**2] (Chevet's inequality for Gaussian W;
the deterministic equivalent is its limit when every mode is repeated many times).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np

# The circle's radius over the half width of the spectrum.
RADIUS = 2


def exact(number: Any) -> mp.mpf:
    """Read a float as its shortest decimal, like the library does."""
    fraction = Fraction(str(number))
    return mp.mpf(fraction.numerator) / fraction.denominator


@dataclass(frozen=True)
class Curve:
    """F, K and P at r = 0, 1, ..., as lists of mpf."""

    forcing: list[Any]
    kernel: list[Any]
    loss: list[Any]


class Reference:
    """The deterministic equivalent for one model, to ``digits`` digits."""

    def __init__(self, alpha, beta, d, v=None, gamma=None, batch=1, *, digits=40):
        self.digits, self.d, self.batch = digits, int(d), int(batch)
        self.v = 10 * self.d if v is None else int(v)
        with mp.workdps(2 * self.digits + 100):  # ample: every later sum reads these
            exponents = exact(alpha), exact(beta)
            self.lam = [mp.mpf(j) ** (-2 * exponents[0]) for j in range(1, self.v + 1)]
            self.b2 = [mp.mpf(j) ** (-2 * exponents[1]) for j in range(1, self.v + 1)]
            self.trace = mp.fsum(self.lam)
            self.gamma = 1 / (2 * self.trace) if gamma is None else exact(gamma)
            self.edge = (1 + mp.sqrt(self.trace / self.d)) ** 2

    def _working(self, iterations, radius=RADIUS):
        # Terms as large as |q|**r cancel. q(z) = 1/(B+1) + gamma**2 B(B+1) (z - vertex)**2.
        vertex, centre = 1 / (self.gamma * (self.batch + 1)), self.edge / 2
        reach = self.gamma * (abs(centre - vertex) + radius * centre)
        largest = 1 / mp.mpf(self.batch + 1) + self.batch * (self.batch + 1) * reach**2
        return self.digits + 20 + max(0, int(iterations * mp.log10(largest)))

    def q(self, z):
        """q(z), the factor by which one mode shrinks in one iteration."""
        step = self.gamma * self.batch
        return 1 - 2 * step * z + self.gamma * step * (self.batch + 1) * z**2

    def _fixed_point(self, z):
        """Fixed-point steps in float64: a start for Newton, on the branch that is 1 at infinity."""
        lam, m = np.array(self.lam, dtype=float), 1 + 0j
        for _ in range(200):
            m = 1 / (1 + np.sum(lam / (lam * m - z)) / self.d)
        return m

    def m(self, z):
        """m(z) by fixed-point steps, then Newton, to the working precision."""

        def sums(m):
            first = mp.fsum(lam / (lam * m - z) for lam in self.lam) / self.d
            second = mp.fsum((lam / (lam * m - z)) ** 2 for lam in self.lam) / self.d
            return first, second

        m = mp.mpc(self._fixed_point(complex(z)))
        for _ in range(40):
            first, second = sums(m)
            step = (m * (1 + first) - 1) / (1 + first - m * second)
            m -= step
            if abs(step) < mp.eps * abs(m) * 10**3:
                break
        else:
            raise ArithmeticError(f"Newton did not settle at z = {mp.nstr(z, 10)}")
        resolvent = 1 / (self.lam[0] * m - z)
        if z.imag * resolvent.imag <= 0:  # a Stieltjes transform keeps the half plane
            raise ArithmeticError(f"Newton left the physical branch at z = {mp.nstr(z, 10)}")
        return m

    def nodes(self, iterations, radius=RADIUS):
        """Upper half of the circle: z, weight of the trapezoid rule, <R>, z**2 Tr R."""
        centre = self.edge / 2
        count = 2 * iterations + int(mp.mp.dps * mp.log(10) / mp.log(radius))
        rows = []
        for k in range((count + 1) // 2):
            turn = mp.expjpi((2 * k + 1) / mp.mpf(2 * ((count + 1) // 2)))
            z = centre + radius * centre * turn
            m = self.m(z)
            resolvent = [1 / (lam * m - z) for lam in self.lam]
            target = mp.fsum(
                R * lam * b2 for R, lam, b2 in zip(resolvent, self.lam, self.b2, strict=True)
            )
            # -(1/2 pi i) times dz; both halves of the circle together give twice the real part.
            weight = -radius * centre * turn / ((count + 1) // 2)
            rows.append((z, weight, target, z**2 * mp.fsum(resolvent)))
        return rows

    def curve(self, iterations, radius=RADIUS):
        """F, K, P for r = 0 ... iterations."""
        with mp.workdps(self._working(iterations, radius)):
            nodes = self.nodes(iterations, radius)
            forcing, kernel = [], []
            powers = [weight for _, weight, _, _ in nodes]
            for _ in range(iterations + 1):
                forcing.append(mp.fsum((p * n[2]).real for p, n in zip(powers, nodes, strict=True)))
                noise = mp.fsum((p * n[3]).real for p, n in zip(powers, nodes, strict=True))
                kernel.append(self.gamma**2 * self.batch * noise)
                powers = [p * self.q(n[0]) for p, n in zip(powers, nodes, strict=True)]
            return Curve(forcing, kernel, volterra(forcing, kernel))

    def start(self):
        """P(0) = sum_j lambda_j b_j**2."""
        with mp.workdps(self._working(0)):
            return mp.fsum(lam * b2 for lam, b2 in zip(self.lam, self.b2, strict=True))

    def capacity(self):
        """F_0 = lim -z <R(z)> as z -> 0 from the left, where m is real and m ~ -z/kappa (v > d)."""
        with mp.workdps(4 * self.digits + 40):
            z = -(mp.mpf(10) ** (-2 * self.digits - 10))
            low, high = mp.mpf(0), mp.mpf(1)
            # m (1 + (1/d) sum lambda/(lambda m - z)) - 1 grows from -1 to a positive number.
            while high - low > mp.mpf(10) ** (-2 * self.digits - 10) * high:
                mid = (low + high) / 2
                total = mp.fsum(lam / (lam * mid - z) for lam in self.lam) / self.d
                low, high = (mid, high) if mid * (1 + total) < 1 else (low, mid)
            return -z * mp.fsum(
                lam * b2 / (lam * high - z) for lam, b2 in zip(self.lam, self.b2, strict=True)
            )

    def kernel_norm(self):
        """||K|| = sum_s K(s), the integral of -gamma z Tr R/(2 - gamma (B+1) z)/(2 pi i)."""
        with mp.workdps(self._working(0)):
            pole = 2 / (self.gamma * (self.batch + 1))
            radius = mp.sqrt(2 * pole / self.edge - 1)  # half way, in ratio, to the pole
            if radius > RADIUS:
                radius = mp.mpf(RADIUS)
            nodes = self.nodes(0, radius)
            return mp.fsum(
                (w * self.gamma / z / (2 - self.gamma * (self.batch + 1) * z) * trace).real
                for z, w, _, trace in nodes
            )


def volterra(forcing, kernel):
    """P(r) = F(r) + sum_{s<r} K(r-1-s) P(s), as written."""
    loss = []
    for r, value in enumerate(forcing):
        loss.append(value + mp.fsum(kernel[r - 1 - s] * loss[s] for s in range(r)))
    return loss
