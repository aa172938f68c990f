"""F, K and P of the deterministic equivalent at any r, at 40 digits and more, by a second route.

Nothing is imported from the library, and little of its way is kept. With R_j = 1/(lambda_j m - z),

    F(r) = -1/(2 pi i) oint sum_j lambda_j b_j**2 R_j(z) q(z)**r dz,
    K(r) = -gamma**2 B/(2 pi i) oint z**2 sum_j R_j(z) q(z)**r dz

run around 0 and the spectrum. In y = log(z + shift) the shift keeps the contour so near to 0 that
q**r does not grow, and an ellipse in y needs some hundred nodes for any r. What q**r still grows
costs working digits, fixed in advance. Then either

* the plain recursion P(r) = F(r) + sum_{s<r} K(r-1-s) P(s), in whole numbers; or, for r beyond it,
* P(r) = 1/(2 pi i) oint w**r G_F/(1 - G_K) dw on a second ellipse, where G_F and G_K are sums over
  the nodes of the first: no root of q and no constant split off.

Sums over j: the first terms one by one, the others as a series of Hurwitz zeta functions.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

import numpy as np
from flint import acb, acb_mat, arb, ctx

from tests.plrf.oracle_sums import LN10, Rough, Sums, ball, bare, total


@dataclass(frozen=True)
class Ellipse:
    """y = centre + half*cosh(opening + i theta), and what q**r grows to on it, as a log."""

    centre: float
    half: float
    opening: float
    shift: float
    count: int
    growth: float


def plan(log_size, reach, scale, r, digits, spread=3.0):
    """Fewest nodes for exponents up to r: which shift, which opening.

    ``log_size(z)`` is log|q|; singularities lie in [0, reach]; scale*z is about -log q near 0.
    """
    theta = np.linspace(0, np.pi, 400)
    best = None
    for growth in (0.5, 2, 6, 15, 40, 100):
        shift = min(growth / (scale * max(r, 1)), reach / 2)
        low, high = math.log(shift), math.log(reach + shift)
        centre, half = (low + high) / 2, (high - low) / 2
        for opening in np.geomspace(0.02, 1.5, 60):
            if half * math.sinh(2 * opening) > spread:
                break
            logs = []
            for o in (opening, 2 * opening):
                z = np.exp(centre + half * np.cosh(o + 1j * theta)) - shift
                logs.append(max(0.0, float(np.max(log_size(z)))) * r)
            count = math.ceil((digits * LN10 + logs[1] + 5) / opening)
            if best is None or count + logs[0] < best.count + best.growth:
                best = Ellipse(centre, half, float(opening), shift, 2 * (count // 2 + 1), logs[0])
    return best


def points(shape):
    """Upper half of the ellipse: e^y - shift, and trapezoid weights of dz/(2 pi i)."""
    rows = []
    for k in range(shape.count // 2):
        turn = acb(shape.opening, (2 * k + 1) * arb.pi() / shape.count)
        y = arb(shape.centre) + arb(shape.half) * turn.cosh()
        e = y.exp()
        rows.append((e - arb(shape.shift), e * arb(shape.half) * turn.sinh() / shape.count))
    return rows


class Oracle:
    """One model; v is a number or infinite, gamma a number or None for the default."""

    def __init__(self, alpha, beta, d, v=None, gamma=None, batch=1, *, digits=40):
        self.digits, self.base = digits, digits + 30
        alpha, beta, batch, d = (Fraction(str(x)) for x in (alpha, beta, batch, d))
        self.exact = alpha, beta, d, batch
        self.v = 10 * d if v is None else math.inf if v == math.inf else Fraction(str(v))
        self.given = None if gamma is None else Fraction(str(gamma))
        with ctx.workdps(self.base):
            self.gamma_float, self.trace_float = float(self.gamma), float(self.total(2 * alpha))
        self.edge, self.kept = self.right_edge(), {}

    def total(self, p):
        """The sum of j**-p over the modes."""
        out = ball(p).zeta() if p != 1 else None
        if self.v == math.inf:
            return out
        if p == 1:
            return (ball(self.v) + 1).digamma() - arb(1).digamma()
        return out - ball(p).zeta(ball(self.v) + 1)

    @property
    def gamma(self):
        """The learning rate; by default 1/(2 Tr D + (B - 1)(1 + sqrt(Tr D/d))**2)."""
        if self.given is not None:
            return ball(self.given)
        trace, (_, _, d, batch) = self.total(2 * self.exact[0]), self.exact
        return 1 / (2 * trace + ball(batch - 1) * (1 + (trace / ball(d)).sqrt()) ** 2)

    def q(self, z):
        gb = self.gamma_float * float(self.exact[3])
        return 1 - 2 * gb * z + self.gamma_float * gb * (float(self.exact[3]) + 1) * z * z

    def shape(self, r, spread=3.0):
        """The ellipse that serves exponents up to r."""
        scale = 2 * self.gamma_float * float(self.exact[3])
        return plan(lambda z: np.log(np.abs(self.q(z))), self.edge, scale, r, self.digits, spread)

    def rows(self, r, spread=3.0):
        """z, q(z), weight of F, weight of K at the nodes that serve exponents up to r."""
        if (r, spread) not in self.kept:
            self.kept[r, spread] = self.solved(r, spread)
        self.working, rows = self.kept[r, spread]
        return rows

    def solved(self, r, spread):
        """The digits to work with, and what ``rows`` gives."""
        shape = self.shape(r, spread)
        working = int(self.digits + shape.growth / LN10 + 25)
        with ctx.workdps(working):
            _, _, _, batch = self.exact
            gamma, batch, out = self.gamma, ball(batch), []
            nodes = points(shape)
            guesses = self.walk([complex(z) for z, _ in nodes])
            sums = Sums(self, min(abs(s) for s in guesses))
            for (z, weight), guess in zip(nodes, guesses, strict=True):
                z, weight = bare(z), bare(weight)
                s = sums.solve(z, guess)
                ones = sums.inverses(s)
                first, target = sums.first(s, ones), sums.target(s, ones)
                q = 1 - 2 * gamma * batch * z + gamma**2 * batch * (batch + 1) * z * z
                # sum lambda b^2 R = -s/z sum b^2/(1 + s j^a); z^2 sum R = z S_1 - v z.
                out.append(
                    (
                        z,
                        bare(q),
                        bare(weight * s / z * target),
                        bare(-weight * z * first * gamma**2 * batch),
                    )
                )
            return working, out

    def walk(self, nodes):
        """s at the nodes in doubles, followed inwards from infinity and then along the contour."""
        sums, out = Rough(self), []
        s = None
        for scale in (1e3, 300, 100, 30, 10, 5, 3, 2, 1.5, 1.2, 1.1, 1):
            s = self.newton(sums, scale * nodes[0], s)
        for z in nodes:
            s = self.newton(sums, z, s)
            out.append(s)
        return out

    @staticmethod
    def newton(sums, z, s):
        s = -z if s is None else s
        for _ in range(100):
            m, slope = sums(s)
            step = (z + s * m) / slope
            while z.imag > 0 and (s - step).imag >= 0:
                step /= 2
            s -= step
            if abs(step) < 1e-10 * abs(s):
                return s
        raise ArithmeticError(f"Newton did not settle at z = {z}")

    def curve(self, r, reach=None):
        """Lists F, K and P at 0 ... r, the last by the recursion as written.

        ``reach``: take the contour that serves exponents as large, to ask ``at(reach)`` as well.
        """
        rows = self.rows(max(r, reach or 0))
        with ctx.workdps(self.working):
            forcing, kernel = (
                powered([x[1] for x in rows], [x[k] for x in rows], r) for k in (2, 3)
            )
            return forcing, kernel, recursion(forcing, kernel)

    def at(self, r):
        """F(r) and K(r) at one r, however large."""
        rows = self.rows(r)
        with ctx.workdps(self.working):
            waves = [(x[1].log() * arb(r)).exp() for x in rows]
            return tuple(
                2 * total([bare(w * x[k]) for w, x in zip(waves, rows, strict=True)]).real
                for k in (2, 3)
            )

    def far(self, r):
        """P(r) at one r by the second contour."""
        # The narrower the first contour, the more room is left round it.
        for spread, widen in itertools.product((1.5, 0.7, 0.3), (1.5, 2, 3, 4, 6, 10, 16, 30)):
            if widen == 1.5:
                rows = self.rows(r, spread)
                inner = np.array([complex(1 - x[1]) for x in rows])
                reach = max(1.0, float(np.max(np.abs(inner))))
            shape = self.around(inner, reach, widen, r)
            if shape is not None:
                break
        else:
            raise ArithmeticError("no second contour")
        with ctx.workdps(int(self.working + shape.growth / LN10 + 10)):
            out = []
            for away, weight in points(shape):
                w, weight = bare(1 - away), bare(weight)
                pieces = [(1 / (w - x[1]), 1 / (w - x[1].conjugate()), x[2], x[3]) for x in rows]
                f = total([bare(a * p + b * p.conjugate()) for a, b, p, _ in pieces])
                k = total([bare(a * p + b * p.conjugate()) for a, b, _, p in pieces])
                out.append(bare(weight * (w.log() * arb(r)).exp() * f / (1 - k)))
            return -2 * total(out).real  # dw = -d(1 - w)

    def around(self, inner, reach, widen, r):
        """An ellipse in log(1 - w + shift) that holds the first contour's image, or None."""
        digits = self.digits + 5
        shift = widen * -min(0.0, float(np.min(inner.real))) + 0.5 / max(r, 1)
        low, high = math.log(shift), math.log(reach + shift)
        y = np.log(inner + shift) - (low + high) / 2
        half = (high - low) / 2
        used = float(np.max(np.abs(np.real(np.arccosh(y / half + 0j)))))
        opening = 1.6 * used
        outer = 2.2 * used
        if half * math.sinh(outer) > 3:
            return None
        theta = np.linspace(0, np.pi, 800)
        logs = [
            max(
                0.0,
                float(
                    np.max(
                        np.log(
                            np.abs(
                                1
                                + shift
                                - np.exp((low + high) / 2 + half * np.cosh(o + 1j * theta))
                            )
                        )
                    )
                ),
            )
            * r
            for o in (opening, outer)
        ]
        if logs[1] > 400:
            return None
        count = math.ceil((digits * LN10 + logs[1] + 10) / (0.6 * used))
        return Ellipse((low + high) / 2, half, opening, shift, 2 * (count // 2 + 1), logs[0])

    def limits(self):
        """F_0 and the kernel's norm."""
        with ctx.workdps(self.digits * 2 + 40):
            _, _, d, batch = self.exact
            d = ball(d)
            vertex = 2 / (self.gamma * ball(batch + 1))
            rough = self.walk([complex(float(vertex), 1e-9 * float(vertex))])[0].real
            sums = Sums(self, abs(rough))
            norm = -sums.first(sums.solve(acb(vertex), complex(rough))).real / ball(batch + 1)
            if self.v != math.inf and self.v <= self.exact[2]:
                return arb(0), norm
            kappa = self.kappa()
            sums = Sums(self, float(kappa))
            s = sums.solve(acb(0), complex(float(kappa)))
            return (s * sums.target(s)).real, norm

    def right_edge(self):
        """Where dz/domega vanishes right of all modes, by bisection in doubles, and 1 % more."""
        sums, low, high = Rough(self), -30.0, 10 + math.log1p(self.trace_float)
        for _ in range(100):
            mid = (low + high) / 2
            low, high = (low, mid) if sums(-1 - math.exp(mid))[1].real > 0 else (mid, high)
        s = -1 - math.exp(high)
        return 1.01 * -s * sums(s)[0].real

    def kappa(self):
        """The s > 0 with S_1(s) = d, by bisection in doubles."""
        sums = Rough(self)
        low, high = -700.0, math.log(self.trace_float / float(self.exact[2])) + 1
        for _ in range(200):
            mid = (low + high) / 2
            low, high = (mid, high) if sums(math.exp(mid))[0].real < 0 else (low, mid)
        return math.exp((low + high) / 2)


def powered(qs, weights, r):
    """2 Re sum_i w_i q_i**n for n = 0 ... r, as one product of matrices: n = stride*a + b."""
    stride = math.isqrt(r) + 1
    steps, rows = [[acb(1)] * len(qs)], [weights]
    for _ in range(stride):
        steps.append([bare(x * q) for x, q in zip(steps[-1], qs, strict=True)])
    leap = steps.pop()
    for _ in range(r // stride):
        rows.append([bare(x * q) for x, q in zip(rows[-1], leap, strict=True)])
    table = acb_mat(rows) * acb_mat(steps).transpose()
    return [2 * bare(table[divmod(n, stride)]).real for n in range(r + 1)]


def recursion(forcing, kernel):
    """P(r) = F(r) + sum_{s<r} K(r-1-s) P(s), as written, in whole numbers of 2**-bits."""
    bits = ctx.prec + 20
    unit = arb(2) ** bits

    def whole(x):
        return int((x * unit).mid().floor().unique_fmpz())

    f, k, loss = [whole(x) for x in forcing], [whole(x) for x in kernel], []
    for r, value in enumerate(f):
        loss.append(value + (sum(map(mul, reversed(k[:r]), loss)) >> bits))
    return [arb(x) / unit for x in loss]
