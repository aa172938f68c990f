"""Looks for a place where a formal statement is false, by numbers alone.

Parameters are drawn in their region, sizes along powers of one large number inside the window. An
order is contradicted by a quotient that keeps growing, or falling, like a power along a path.
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import mpmath as mp

from phasecalc.kernel.language import unfold
from phasecalc.proof.claim import definitions
from tests.kernel import values
from tests.proof.distant import creeps, loss

POINTS, PATHS = 6, 5
# A quotient that settles slowly looks like a power near by: what is found must be seen far out too.
NEAR, FAR = ((mp.mpf(10) ** a, mp.mpf(10) ** b) for a, b in ((12, 20), (40, 60)))
# A time that is a small power of a size is large out here alone.
FARTHER = mp.mpf(10) ** 300, mp.mpf(10) ** 900
FIRST = 300


def _modes(a, k, b, d, top):
    """The first modes one by one, then an integral between half-integers."""
    first = min(top, FIRST)
    total = mp.fsum(j**-a / (1 + k * (j / d) ** b) for j in map(mp.mpf, range(1, int(first) + 1)))
    if top <= FIRST:
        return total
    start, last = mp.log(FIRST + mp.mpf("0.5")), mp.log(top)
    ends = [start, *([mp.log(d)] if start < mp.log(d) < last else []), last]
    return total + mp.quad(
        lambda t: mp.exp((1 - a) * t) / (1 + k * mp.exp(b * (t - mp.log(d)))), ends
    )


def _spectrum(q, m, k, b, w, top):
    """The first modes one by one, then an integral between half-integers, in log j."""
    first = min(top, FIRST)
    total = values.spectrum(q, m, k, b, w, first)
    if top <= FIRST:
        return total
    start, turn, last = mp.log(FIRST + mp.mpf("0.5")), -mp.log(w) / b, mp.log(top)
    ends = [start, *([turn] if start < turn < last else []), last]

    def term(t):
        level = mp.exp(-b * t)
        return mp.exp((1 - q) * t) * level**m * w**k / (level + w) ** (m + k)

    return total + mp.quad(term, ends)


def _laplace(s, x, low):
    if x <= 0:  # of such a rate mpmath has no incomplete gamma function
        return sum(c * e**s * mp.hyp1f1(s, s + 1, -x * e) / s for c, e in ((1, 1), (-1, low)) if e)
    if low == 0:
        return x**-s * mp.gammainc(s, 0, x)
    return x**-s * mp.gammainc(s, x * low, x)


def value(node, at):
    """Value of an expression, with sums and integrals that reach large sizes."""
    special = {**values.SPECIAL, "modes": _modes, "laplace": _laplace, "spectrum": _spectrum}
    special["loss"] = loss
    kind = node[0]
    if kind in ("num", "var", "pi", "infinity", "trace"):
        return values.value(node, at)
    return special[kind](*(value(x, at) for x in node[1:]))


def points(statement, draw):
    """Values of parameters and constants in the region."""
    names = (*statement.parameters, *statement.constants)
    found = 0
    for _ in range(4000):
        at = {n: Fraction(draw.randint(-40, 90), 24) for n in statement.parameters}
        at |= {n: Fraction(draw.randint(6, 60), 12) for n in statement.constants}
        if all(_holds(r, e, at) for r, e in statement.conditions) and names:
            yield at
            found += 1
            if found == POINTS:
                return
    if not names:
        yield {}


def _holds(relation, node, at):
    # What is drawn has small denominators: a value below this is 0 but for rounding.
    x, none = value(node, at), mp.mpf(10) ** -9
    return {">": x > none, ">=": x > -none, "=": abs(x) < none}[relation]


def counterexample(statement, seed=1):
    """A place where a statement fails, in words, or None."""
    s = statement.mapped(lambda e: unfold(e, definitions()))
    draw = random.Random(seed)
    try:
        for at in points(s, draw):
            found = (
                _exact(s, at, draw) if not s.sizes or s.relation in EXACT else _order(s, at, draw)
            )
            if found:
                return f"{found} at {', '.join(f'{n} = {x}' for n, x in at.items())}"
    except (ZeroDivisionError, ValueError, OverflowError, mp.libmp.NoConvergence) as problem:
        return f"not defined: {problem}"
    return None


EXACT = ("=", "<", "<=", "slope")


def _exact(s, at, draw):
    with mp.workdps(30):
        here = {**at, **{n: Fraction(draw.randint(6, 60), 12) for n in s.sizes}}
        here["lambda_j"] = [mp.mpf(k) ** -2 for k in range(1, 6)]
        here["b_j"] = [mp.mpf(1) / k for k in range(2, 7)]
        if s.relation == "slope":
            return _slope(s, here)
        left, right = value(s.left, here), value(s.right, here)
        gap, room = right - left, mp.mpf(10) ** -20 * (abs(left) + abs(right))
        good = {"=": abs(gap) <= room, "<": gap > room, "<=": gap >= -room}[s.relation]
        if s.relation == "=" and not good:
            with mp.workdps(90):  # log(t) - log(t), say: is it nothing, or only small?
                finer = value(s.right, here) - value(s.left, here)
            good = abs(finer) < abs(gap) * mp.mpf(10) ** -20
        return None if good else f"{mp.nstr(left, 8)} and {mp.nstr(right, 8)}"


def _slope(s, here):
    start = value(("var", s.variable), here)
    left = mp.diff(lambda t: value(s.left, {**here, s.variable: t}), start)
    near = abs(left - value(s.right, here)) < 1e-8 * (1 + abs(left))
    return None if near else "another slope"


def _order(s, at, draw):
    choices = [Fraction(k, 4) for k in (-4, -2, -1, 0, 1, 2, 4)]
    paths = list(itertools.product(choices, repeat=len(s.sizes)))
    draw.shuffle(paths)
    tried = 0
    for path in paths:
        near, far, farther = (
            [
                {**at, **{n: X ** values.number(e) for n, e in zip(s.sizes, path, strict=True)}}
                for X in places
            ]
            for places in (NEAR, FAR, FARTHER)
        )
        if not _inside(s, *near):
            continue
        tried += 1
        found = _grows(s, *near, NEAR) and _grows(s, *far, FAR)
        found = found and _still(found, _grows, s, *farther, FARTHER)
        found = found or creeps(s, at, path)
        if s.relation == "<<" and not found and _stays(s, (near, NEAR), (far, FAR)):
            said = "the quotient does not fall"
            found = _still(said, _stays, s, (far, FAR), (farther, FARTHER)) and said
        if found:
            return f"{found} along {dict(zip(s.sizes, map(str, path), strict=True))}"
        if tried == PATHS:
            return None
    return None


def _inside(s, low, high):
    for node, strong in s.window:
        one, two = value(node, low), value(node, high)
        if two < 1 or one < 1 or (strong and two < one * mp.mpf("1.5")):
            return False
    return True


def _grows(s, low, high, places):
    ratios = [value(s.left, at) / value(s.right, at) for at in (low, high)]
    if min(ratios) <= 0:
        return "a quotient that is not positive"
    slope = mp.log(ratios[1] / ratios[0]) / mp.log(places[1] / places[0])
    if s.relation == "=Theta=" and abs(slope) > 0.1:
        return f"the quotient goes like X^{mp.nstr(slope, 3)}"
    if s.relation == "<~" and slope > 0.1:
        return f"the quotient grows like X^{mp.nstr(slope, 3)}"
    if s.relation == "~":
        return _error(s, ratios, low, high)
    return None


def _still(found, look, *arguments):
    """What is found farther out; where no value is to be had there, what was found before."""
    try:
        return look(*arguments)
    except (ArithmeticError, ValueError, mp.libmp.NoConvergence):
        return found


def _stays(s, *scales):
    """Whether a quotient comes to rest: a power falls as steeply far out, however slowly."""
    slopes = []
    for (low, high), places in scales:
        logs = [mp.log(value(s.left, at) / value(s.right, at)) for at in (low, high)]
        slopes.append((logs[1] - logs[0]) / mp.log(places[1] / places[0]))
    return slopes[1] > min(-1e-6, slopes[0] / 5)


def _error(s, ratios, low, high):
    if abs(ratios[1] - 1) > 0.5:
        return f"the quotient is {mp.nstr(ratios[1], 5)}"
    errors = [
        abs(r - 1) / value(s.remainder, at) for r, at in zip(ratios, (low, high), strict=True)
    ]
    if errors[1] > 1e6 * (1 + errors[0]) and abs(ratios[1] - 1) > 1e-9:
        return "the error is not of the order stated"
    return None
