"""Whether a statement given as data holds, by numbers and by no code of the kernel."""

from __future__ import annotations

import itertools
from fractions import Fraction

import mpmath as mp
import numpy as np

DIGITS = 40


class Undefined(Exception):
    """An expression has no value here."""


class Unknown(Exception):
    """Numbers do not reach so far."""


class Values:
    """Values of expressions at a point; remembers the largest number on the way."""

    def __init__(self, at):
        self.at, self.largest = at, mp.mpf(0)

    def __call__(self, e):
        try:
            found = self._value(e)
        except (ZeroDivisionError, ValueError) as problem:
            raise Undefined(e) from problem
        except (OverflowError, MemoryError, mp.libmp.NoConvergence) as problem:
            raise Unknown(e) from problem
        if isinstance(found, mp.mpc) or mp.isnan(found):
            raise Undefined(e)
        if abs(found) > mp.mpf(10) ** 10000:
            raise Unknown(e)
        self.largest = max(self.largest, abs(found)) if found != mp.inf else self.largest
        return found

    def _value(self, e):
        kind = e[0]
        if kind == "num":
            q = Fraction(e[1])
            return mp.mpf(q.numerator) / q.denominator
        if kind == "var":
            return mp.mpf(self.at[e[1]])
        if kind == "pi":
            return +mp.pi
        if kind == "infinity":
            return mp.inf
        return getattr(self, "_" + kind)(*(self(x) for x in e[1:]))

    def _add(self, *x):
        return mp.fsum(x)

    def _mul(self, *x):
        return mp.fprod(x)

    def _pow(self, x, k):
        near = mp.nint(k)
        if abs(k - near) < mp.mpf(10) ** -30:
            if abs(near) > 10**6:
                raise Unknown
            return x ** int(near)
        if x <= 0:
            raise Undefined
        return x**k

    def _log(self, x):
        if x <= 0:
            raise Undefined
        return mp.log(x)

    def _exp(self, x):
        if abs(x) > 10**6:
            raise Unknown
        return mp.exp(x)

    def _gamma(self, x):
        if x <= 0:
            raise Undefined
        if x > 10**5:
            raise Unknown
        return mp.gamma(x)

    def _zeta(self, x):
        if x <= 1:
            raise Undefined
        return mp.zeta(x)

    def _geometric(self, q):
        if not -1 < q < 1:
            raise Undefined
        return 1 / (1 - q)

    def _moment(self, a, k, b, top):
        if k <= 0 or a >= 1 or b <= 0 or (top == mp.inf and a + b <= 1):
            raise Undefined
        middle = -mp.log(k) / b
        ends = [-mp.inf, *sorted({middle, mp.mpf(0)}), mp.inf]
        if top != mp.inf:
            ends = [e for e in ends if e < mp.log(top)] + [mp.log(top)]
        return mp.quad(lambda s: mp.exp((1 - a) * s) / (1 + k * mp.exp(b * s)), ends)

    def _laplace(self, s, x, low):
        if x <= 0 or (low == 0 and s <= 0):
            raise Undefined
        if low == 0:
            return x**-s * mp.gammainc(s, 0, x)
        return x**-s * (mp.gammainc(s, x * low) - mp.gammainc(s, x))

    def _modes(self, a, k, b, d, top):
        if top == mp.inf and a + (b if k else 0) <= 1:
            raise Undefined
        return modes(float(a), k, float(b), d, top)


def modes(a, k, b, d, top):
    """The sum over modes: term by term, then an integral where there are too many."""
    first = min(top, max(3000, min(30 * d, 300_000)))
    j = np.arange(1, int(first) + 1, dtype=np.longdouble)
    ridge = np.longdouble(mp.nstr(k * d**-b, 25))
    total = mp.mpf(str(np.sum((j**-a / (1 + ridge * j**b))[::-1])))
    if top <= first:
        return total
    start, kd = int(first) + mp.mpf("0.5"), k * d**-b
    ends = [mp.log(start)]
    if top == mp.inf:
        ends += [max(mp.log(d), ends[0] + 1), mp.inf]
    else:
        ends += [x for x in (mp.log(d),) if ends[0] < x < mp.log(top)] + [mp.log(top)]
    return total + mp.quad(lambda s: mp.exp((1 - a) * s) / (1 + kd * mp.exp(b * s)), ends)


# Exact statements.

SPECIAL = ["1", "1/2", "2", "3", "1/1000", "50", "1/3", "-1", "-1/2", "0", "-7/3", "3/2", "-3"]
SOME = 8


def point(data, draw):
    """Values of all names in the region."""
    for _ in range(200):
        at = {p: Fraction(draw.choice(SPECIAL)) for p in data["parameters"]}
        if draw.random() < 0.5:
            at = {p: x + Fraction(draw.randint(0, 99), 97) for p, x in at.items()}
        if any(r == "=" for r, _ in data["conditions"]):
            at["b"] = at["a"]
        positive = [x for x in SPECIAL if Fraction(x) > 0]
        at |= {c: Fraction(draw.choice(positive)) for c in data["constants"]}
        at = {k: mp.mpf(x.numerator) / x.denominator for k, x in at.items()}
        if all(_holds(r, Values(at)(e)) for r, e in data["conditions"]):
            return at
    return None


def _holds(relation, x):
    return {">": x > 0, ">=": x >= 0, "=": x == 0}[relation]


def exact(data, _witness, draw):
    """What is wrong with an exact statement that is claimed, or None."""
    for _ in range(SOME):
        at = point(data, draw)
        if at is None:
            return None
        try:
            problem = _at(data, at)
        except Undefined as place:
            problem = f"not defined: {str(place)[:80]}"
        except Unknown:
            problem = None
        if problem:
            return f"{problem} at { {k: mp.nstr(x, 6) for k, x in at.items()} }"
    return None


def _at(data, at):
    values = Values(at)
    left, right = values(data["left"]), values(data["right"])
    if data["relation"] == "slope":
        return _slope(data, at, right)
    if abs(right - left) <= mp.mpf(10) ** -12 * values.largest:  # is it nothing, or only small?
        with mp.workdps(400):
            values = Values(at)
            left, right = values(data["left"]), values(data["right"])
    gap, none = right - left, mp.mpf(10) ** -380 * values.largest
    good = {"=": abs(gap) <= none, "<": gap > none, "<=": gap >= -none}
    return None if good[data["relation"]] else f"{mp.nstr(left, 12)} and {mp.nstr(right, 12)}"


def _slope(data, at, right):
    x = data["variable"]
    found = mp.diff(lambda s: Values({**at, x: s})(data["left"]), at[x], h=mp.mpf(10) ** -12)
    near = abs(found - right) <= mp.mpf(10) ** -8 * (1 + abs(found) + abs(right))
    return None if near else f"slope {mp.nstr(found, 10)}, not {mp.nstr(right, 10)}"


# Orders.

STEPS = [Fraction(k, 4) for k in (-8, -4, -2, -1, 0, 1, 2, 4, 8)]
FAR = [mp.mpf(10) ** k for k in (8, 64, 512)]
NEAR = [mp.mpf(x) for x in (30, 300, 3000, 30000)]
PATHS = 14


def order(data, draw):
    """What is wrong with an order that is claimed, or None."""
    paths = list(itertools.product(STEPS, repeat=len(data["sizes"])))
    draw.shuffle(paths)
    tried = 0
    for path in paths:
        scales = NEAR if data["relation"] == "~" else FAR
        factor = {s: mp.mpf(draw.choice([1, 1, 2, 7])) for s in data["sizes"]}
        ats = [_sizes(data, path, factor, x) for x in scales]
        if not _inside(data, ats):
            continue
        tried += 1
        try:
            problem = _along(data, ats)
        except Undefined as place:
            problem = f"not defined: {str(place)[:80]}"
        except Unknown:
            problem = None
        if problem:
            return f"{problem} along {dict(zip(data['sizes'], map(str, path), strict=True))}"
        if tried == PATHS:
            break
    return None


def _sizes(data, path, factor, x):
    at = {
        s: factor[s] * x ** (mp.mpf(e.numerator) / e.denominator)
        for s, e in zip(data["sizes"], path, strict=True)
    }
    return {**at, "x": mp.mpf("1.7")}


def _inside(data, ats):
    for e, strong in data["window"]:
        found = [Values(at)(e) for at in ats]
        if min(found) < mp.mpf("0.1"):
            return False
        if strong and not all(b > a * mp.mpf("1.5") for a, b in itertools.pairwise(found)):
            return False
        if not strong and found[-1] < found[0] / 2:
            return False
    return True


def _along(data, ats):
    values = [Values(at) for at in ats]
    if data["relation"] == "~" and any(v.at["d"] > 60_000 for v in values):
        values = [v for v in values if v.at["d"] <= 60_000]
    if len(values) < 2:
        return None
    ratios = [v(data["left"]) / v(data["right"]) for v in values]
    if min(ratios) <= 0:
        return f"a quotient {mp.nstr(min(ratios), 5)}"
    change = mp.log(ratios[-1] / ratios[-2])
    relation = data["relation"]
    if relation == "=Theta=" and abs(change) > 0.5:
        return f"the quotients are {mp.nstr(ratios, 5)}"
    if relation == "<~" and change > 0.5:
        return f"the quotients grow: {mp.nstr(ratios, 5)}"
    if relation == "<<" and change > -0.5:
        return f"the quotients do not fall: {mp.nstr(ratios, 5)}"
    return _error(data, values, ratios) if relation == "~" else None


def _error(data, values, ratios):
    remainders = [v(data["remainder"]) for v in values]
    if min(remainders) <= 0:
        return f"a remainder {mp.nstr(min(remainders), 5)}"
    if remainders[-1] > remainders[0] * mp.mpf("0.99"):
        return f"the remainder stays: {mp.nstr(remainders, 5)}"
    errors = [abs(r - 1) for r in ratios]
    seen = [(e, r) for e, r in zip(errors, remainders, strict=True) if e > mp.mpf(10) ** -13]
    sizes = [e / r for e, r in seen]
    if len(sizes) > 1 and sizes[-1] > 50 and sizes[-1] > 1.3 * sizes[-2]:
        return f"the error is not of its order: {mp.nstr(sizes, 5)}"
    if len(sizes) > 2 and sizes[-1] > 1.8 * sizes[-2] > 3.2 * sizes[-3] and sizes[-1] > 1:
        return f"the error grows: {mp.nstr(sizes, 5)}"
    return None
