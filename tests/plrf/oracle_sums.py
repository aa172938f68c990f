"""The sums over j of the oracle, in balls and, for first guesses, in doubles."""

from __future__ import annotations

import math
from fractions import Fraction
from operator import mul

import numpy as np
from flint import acb, acb_poly, arb, ctx, fmpq

LN10 = math.log(10)


def ball(number):
    """The decimal or fraction as a ball; a float means its shortest decimal."""
    fraction = Fraction(str(number)) if isinstance(number, float) else Fraction(number)
    return arb(fmpq(fraction.numerator, fraction.denominator))


def bare(x):
    """The midpoint, without the radius that would grow at every Newton step."""
    return acb(x.real.mid(), x.imag.mid()) if isinstance(x, acb) else x.mid()


def total(terms):
    """The sum of a list, without the radii."""
    out = terms[0] * 0
    for x in terms:
        out += x
    return bare(out)


class Sums:
    """Sums over j at complex s of modulus at least ``least``."""

    def __init__(self, oracle, least):
        alpha, beta, d, _ = oracle.exact
        self.a, self.weight = 2 * alpha, 2 * beta
        self.d, self.v = ball(d), oracle.v
        a, wanted = float(self.a), math.log(ctx.dps) + ctx.dps * LN10
        start = math.ceil((8 / least) ** (1 / a)) + 4
        self.whole = self.v != math.inf and self.v == int(self.v) and self.v <= 3 * start + 100
        last = int(self.v) if self.whole else start
        places, signs = [Fraction(j) for j in range(1, last + 1)], [1] * last
        self.end = self.v
        if self.v != math.inf and not self.whole:
            # S(v) = S(infinity) - sum_i f(v + i): short of the start these are terms of their own.
            more = max(0, math.ceil(start - self.v))
            places += [self.v + i for i in range(1, more + 1)]
            signs += [-1] * more
            self.end = self.v + more
        self.last = last
        self.powers = [ball(j) ** ball(self.a) for j in places]
        self.weights = [
            n * ball(j) ** ball(-self.weight) for n, j in zip(signs, places, strict=True)
        ]
        self.tails, self.slope = {}, None
        if not self.whole:
            terms = math.ceil(wanted / math.log(least * start**a)) + 2
            for p in (Fraction(0), self.weight):
                rows = [self.rest(self.a * (k + 1) + p, last + 1) for k in range(terms)]
                # 1/(1 + y) for large y: y^-1 (1 - 1/y + ...).
                self.tails[p] = acb_poly([(-1) ** k * x for k, x in enumerate(rows)])
                if not p:  # 1/(1 + y)^2: y^-2 (1 - 2/y + ...)
                    steps = enumerate(rows[1:])
                    self.slope = acb_poly([(-1) ** k * (k + 1) * x for k, x in steps])

    def rest(self, p, start):
        """The sum of j**-p from start to v."""
        if p == 1:
            return (ball(self.end) + 1).digamma() - arb(start).digamma()
        out = ball(p).zeta(arb(start))
        return out if self.v == math.inf else out - ball(p).zeta(ball(self.end) + 1)

    def inverses(self, s):
        """1/(1 + s j**a) for the terms that are summed one by one."""
        return [1 / (1 + s * x) for x in self.powers]

    def tail(self, s, p):
        if self.whole:
            return acb(0)
        x = 1 / s
        return self.tails[p](x) * x

    def signed(self, terms):
        more = self.last
        return sum(terms[:more], acb(0)) - sum(terms[more:], acb(0))

    def first(self, s, ones=None):
        return bare(self.signed(ones or self.inverses(s)) + self.tail(s, Fraction(0)))

    def second(self, s, ones=None):
        out = self.signed([x * x for x in ones or self.inverses(s)])
        if self.slope is not None:
            out += self.slope(1 / s) / s**2
        return bare(out)

    def target(self, s, ones=None):
        out = sum(map(mul, self.weights, ones or self.inverses(s)), acb(0))
        return bare(out + self.tail(s, self.weight))

    def solve(self, z, guess):
        """Newton from a guess in doubles; the half-plane is proof of the sheet."""
        s = acb(guess.real, guess.imag)
        for _ in range(12):
            ones = self.inverses(s)
            slope = 1 - self.second(s, ones) / self.d
            step = (z + s * (1 - self.first(s, ones) / self.d)) / slope
            s = bare(s - step)
            if bool(abs(step) < abs(s) * arb(10) ** (-ctx.dps // 2 - 3)):
                break
        else:
            raise ArithmeticError(f"Newton did not settle at z = {z}")
        if bool(z.imag > 0) and not bool(s.imag < 0):
            raise ArithmeticError(f"wrong sheet at z = {z}")
        return s


class Rough:
    """m and dz/domega in doubles: some terms one by one, then blocks by their midpoints."""

    def __init__(self, oracle):
        a, v = float(2 * oracle.exact[0]), float(oracle.v)
        self.d = float(oracle.exact[2])
        j = np.arange(1.0, math.ceil(min(v, 3000)) + 1)
        weights = np.minimum(1.0, v + 1 - j)  # a broken end counts in part
        self.rest = 0.0
        if v > 3000:
            end = min(v, 1e3 ** (1 + 3 / a) * 3000)
            edges = np.geomspace(3000.5, end + 0.5, 4000)
            j = np.concatenate([j, np.sqrt(edges[1:] * edges[:-1])])
            weights = np.concatenate([weights, np.diff(edges)])
            far = v ** (1 - a) if v < math.inf else 0.0
            self.rest = (end ** (1 - a) - far) / (a - 1) if a != 1 else math.log(v / end)
        self.power, self.weights = np.exp(np.minimum(a * np.log(j), 600)), weights
        self.excess = float(oracle.v - oracle.exact[2]) if v <= 3000 else None

    def __call__(self, s):
        one = 1 / (1 + s * self.power)
        m = 1 - (complex(np.sum(self.weights * one)) + self.rest / s) / self.d
        slope = 1 - complex(np.sum(self.weights * one * one)) / self.d
        if self.excess is not None and abs(s) * self.power[-1] < 1:
            rest = self.weights * s * self.power * one  # differences from 1 would cancel
            m = (complex(np.sum(rest)) - self.excess) / self.d
            slope = (complex(np.sum(rest * (1 + one))) - self.excess) / self.d
        return m, slope
