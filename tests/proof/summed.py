"""Random sums of products with logarithms, compared by the rules for sums; most are false.

``python -m tests.proof.summed NUMBER SEED`` tries so many. Numbers decide, at sizes like
exp(10^180), along paths on which a size is a power, a logarithm, bounded, or close to 1; none of
this shares code with the kernel.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache

import mpmath as mp

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.fading import Fading, encoded
from phasecalc.kernel.atoms import s_minus, s_mul
from phasecalc.kernel.language import decode_statement
from phasecalc.kernel.leading import sums_in
from phasecalc.kernel.rational import ZERO
from phasecalc.kernel.rules import Room
from phasecalc.kernel.sums import Scene, groups
from phasecalc.kernel.theorem import MALFORMED, check_line
from phasecalc.proof import search
from tests.proof.documents import BOOK, add, log, mul, power, v

# Statements.

E = ("1", "1/2", "-1", "2", "-1/2", "0")
COEFFICIENTS = ("1", "2", "-1", "-1/3", "k", "a")
WINDOWS = (v("d"), v("t"), mul("d", power("t", -1)), mul("d", "t"), power("t", -1), power("d", -1),
           mul("d", power("t", -2)), mul("t", power("d", -1)))  # fmt: skip


def monomial(draw, plain=0.5):
    """A product of powers of d and t and of their logarithms."""
    parts = []
    for name in "dt":
        if draw.random() < 0.6:
            e = draw.choice((*E, "a")) if draw.random() < 0.9 else mul(-1, "a")
            parts.append(power(name, e))
        if draw.random() > plain:
            parts.append(power(log(name), draw.choice(E)))
    if draw.random() < 0.1:
        parts.append(power(log(log("d")), draw.choice(E)))
    return mul(*parts) if parts else ("num", "1")


def total(draw, most=3):
    """A sum of such products, perhaps a power, a logarithm or a quotient of sums."""
    signs = COEFFICIENTS if draw.random() < 0.3 else ("1", "2", "k")
    rows = [mul(draw.choice(signs), monomial(draw)) for _ in range(draw.randint(1, most))]
    made = add(*rows) if len(rows) > 1 else rows[0]
    pick = draw.random()
    if pick < 0.12:
        return power(made, draw.choice(("1/2", "-1", "2", "a")))
    if pick < 0.18:
        return log(made)
    if pick < 0.24:
        return mul(made, power(total(draw, 2), -1))
    return made


def drawn(draw):
    """A statement; its right side is often nearly what leads the left one."""
    left = total(draw)
    if draw.random() < 0.6 and left[0] == "add":
        right = draw.choice(left[1:])
        if draw.random() < 0.5:
            right = mul(right, monomial(draw, plain=0.7))
        if draw.random() < 0.3:
            right = add(right, mul(draw.choice(COEFFICIENTS), monomial(draw)))
    elif draw.random() < 0.3:
        right = mul(left, monomial(draw, plain=0.8))
    else:
        right = total(draw)
    window = [[w, draw.random() < 0.6] for w in draw.sample(WINDOWS, draw.choice([0, 1, 2]))]
    window += [[w, True] for w in WINDOWS[:2] if draw.random() < 0.7]
    conditions = draw.choice(([], [[">", v("a")]], [[">=", v("a")]], [[">", add("a", -1)]]))
    made = {
        "left": left,
        "right": right,
        "parameters": ["a"],
        "conditions": conditions,
        "constants": ["k"],
        "sizes": ["d", "t"],
        "window": window,
    }
    return {**made, "relation": _likely(made, draw)}


def _likely(data, draw):
    """A relation that holds along one path, or any."""
    path = draw.choice(KINDS), draw.choice(KINDS)
    with mp.workdps(DIGITS), suppress(Undefined, Lost, ZeroDivisionError):
        ats = [
            {"a": mp.mpf(2), "k": mp.mpf(3), "d": _size(path[0], x), "t": _size(path[1], x)}
            for x in FAR
        ]
        if _inside(data, ats):
            ratios = [value(data["left"], at) / value(data["right"], at) for at in ats]
            if 0 < ratios[2] < ratios[1] / 2:
                return draw.choice(["<<", "<~"])
            if ratios[0] > 0 and abs(ratios[2] - ratios[1]) < ratios[1] / 5:
                return draw.choice(["=Theta=", "=Theta=", "<~", "~"])
    return draw.choice(["<<", "<~", "=Theta=", "~"])


# Proofs, looked for as for claims, in any window.


class _Found(Fading):
    def _own(self, vector):
        for strictly in (False, True):
            with suppress(CheckFailed):
                yield search.slacks(self.room, vector, strictly=strictly)
        rows = [w for w, _ in self.room.orders.window]
        names = sorted({x for w in rows for x in w} | set(vector))
        for k in range(1, min(len(rows), len(names)) + 1):
            for chosen in itertools.combinations(range(len(rows)), k):
                found = search.solve([rows[i] for i in chosen], vector, names)
                if found is not None:  # of any sign: a size as a product of the window
                    at = dict(zip(chosen, found, strict=True))
                    yield [at.get(i, ZERO) for i in range(len(rows))]

    def piece(self, how, logs):
        node, proof, own = super().piece(how, logs)
        if node[0] == "pow" and node[1][0] == "log":
            grown = search.slacks(self.room, {node[1][1][1]: ZERO - 1}, strictly=True)
            proof = {"slacks": encoded(grown)}
        return node, proof, own


def _attempts(s, relation):
    """Rules with their data; the statement is turned where its right side is below 0."""
    room = Room(s, {}, _nothing, BOOK)
    left, right = room.normal(s.left), room.normal(s.right)
    cores = [c for c in sums_in(left, right).values() if c.inside & room.orders.sizes]
    for order in range(3) if cores else (0,):
        with suppress(CheckFailed, *MALFORMED):
            # Bounds take no forms that hold at the far end alone; what is tried here ignores it.
            scene = Scene(room, open_=bool(cores))
            f = _Found(scene)
            for core in cores:
                f.lead(core, order)
            yield from _by_rule(f, relation, left, right)


def _nothing(label, index):
    raise CheckFailed(f"{label}, {index}")


def _by_rule(f, relation, left, right):
    n = f.room.normal
    left, right = n.over_positive(left), n.over_positive(right)
    one, other = s_mul(left.top, right.bottom), s_mul(right.top, left.bottom)
    if relation in ("<<", "<~"):
        data, leads = f.led(other)
        rows = f.all(groups(f.scene, one), leads, strictly=relation == "<<")
        yield {"rule": "small" if relation == "<<" else "below", "led": data, "parts": rows,
               **f.recalled}  # fmt: skip
    if relation == "=Theta=":
        (mine, above), (theirs, below) = f.led(one), f.led(other)
        yield {
            "rule": "alike",
            "led_left": mine,
            "led": theirs,
            "above": f.all(above, below, strictly=False),
            "below": f.all(below, above, strictly=False),
            **f.recalled,
        }
    if relation == "~":
        for turned in (False, True):
            with suppress(CheckFailed, *MALFORMED):
                yield _close(f, left, right, turned=turned)


def _close(f, left, right, *, turned):
    gap = f.room.normal.over_positive(left + -right)
    whole = s_mul(right.top, gap.bottom)
    data, leads = f.led(s_minus(whole) if turned else whole)
    pieces, proofs, rows = [], [], []
    for group in groups(f.scene, s_mul(gap.top, right.bottom)):
        how, _, logs = f.one(group, leads, strictly=True)
        node, proof, own = f.piece(how, logs)
        if node not in pieces:
            pieces.append(node)
            proofs.append(proof)
        rows.append({**own, "piece": pieces.index(node)})
    if not pieces:
        raise CheckFailed("nothing is left")
    step = {"rule": "close", "parts": rows, "led": data, "turned": turned, **f.recalled}
    return {**step, "remainder": pieces[0] if len(pieces) == 1 else ("add", *pieces),
            "proofs": proofs}  # fmt: skip


def accepted(data):
    """The statement as it was accepted, its remainder included, or None."""
    with suppress(CheckFailed, *MALFORMED):
        s = decode_statement({**data, "relation": data["relation"].replace("~", "=Theta=")
                              if data["relation"] == "~" else data["relation"]})  # fmt: skip
        for step in _attempts(s, data["relation"]):
            proofs = step.pop("proofs", None)
            made = dict(data)
            if "remainder" in step:
                made["remainder"] = step["remainder"]
            row = {"relation": data["relation"], "right": data["right"], **step}
            extra = {"witness": {"a": "2"}, "vanishes": proofs}
            if any(_line(made, row, {**extra, "path": path}) for path in PATHS):
                return made
    return None


PATHS = [{"d": d, "t": t} for d, t in itertools.product(("1", "2", "0", "-1", "1/3"), repeat=2)]


def _line(data, row, extra):
    try:
        check_line(decode_statement(data), [row], {}, _nothing, BOOK, extra)
    except (CheckFailed, *MALFORMED):
        return False
    return True


# Numbers.

FAR = tuple(mp.mpf(10) ** k for k in (15, 45, 180))
DIGITS = 400
MOST = 7  # paths inside the window, at each value of the parameter


class Undefined(Exception):
    """No value."""


class Lost(Exception):
    """Digits cancel."""


def value(e, at):
    """Value at a point; Lost where terms cancel beyond the digits."""
    kind = e[0]
    if kind == "num":
        q = Fraction(e[1])
        return mp.mpf(q.numerator) / q.denominator
    if kind == "var":
        return at[e[1]]
    if kind == "pow":
        base, k = value(e[1], at), value(e[2], at)
        if mp.isint(k):
            if base == 0 and k < 0:
                raise Undefined
            return base ** int(k)
        if base <= 0:
            raise Undefined
        return base**k
    parts = [value(x, at) for x in e[1:]]
    if kind == "mul":
        return mp.fprod(parts)
    if kind == "add":
        found = mp.mpf(0)
        for x in parts:
            found += x
        if abs(found) < max(map(abs, parts)) * mp.mpf(10) ** -(DIGITS - 20):
            raise Lost
        return found
    if kind == "log":
        if parts[0] <= 0:
            raise Undefined
        return mp.log(parts[0])
    raise AssertionError(kind)


POWERS = [Fraction(x) for x in ("1", "1/2", "2", "-1", "1/3")]
KINDS = [*(("power", p) for p in POWERS), ("log", 1), ("log", -1), ("log", Fraction(1, 2)),
         ("fixed", 3), ("fixed", Fraction(1, 3)), ("near", 1), ("near", -1)]  # fmt: skip


@lru_cache(maxsize=256)
def _size(kind, run):
    """A size along a path, at X = exp(run)."""
    way, p = kind
    p = mp.mpf(p.numerator) / p.denominator
    if way == "power":
        return mp.exp(p * run)
    if way == "log":
        return run**p
    return p if way == "fixed" else 1 + p / run


def counterexample(data, draw):
    """A path on which the statement fails, in words, or None."""
    paths = list(itertools.product(KINDS, repeat=2))
    draw.shuffle(paths)
    with mp.workdps(DIGITS):
        for a in [x for x in ("1/2", "2", "0", "-1", "5/4", "1/7") if _holds(data, x)][:3]:
            seen = 0
            for path in paths:
                found, inside = _along(data, Fraction(a), path)
                if found:
                    return f"{found} at a = {a} along {path}"
                seen += inside
                if seen == MOST:
                    break
    return None


def _holds(data, a):
    at = {"a": mp.mpf(Fraction(a).numerator) / Fraction(a).denominator}
    good = {">": lambda x: x > 0, ">=": lambda x: x >= 0}
    return all(good[r](value(e, at)) for r, e in data["conditions"])


def _along(data, a, path):
    ats = [
        {"a": mp.mpf(a.numerator) / a.denominator, "k": mp.mpf(3),
         **{s: _size(kind, run) for s, kind in zip("dt", path, strict=True)}}
        for run in FAR
    ]  # fmt: skip
    if not _inside(data, ats):
        return None, False
    try:
        sides = [(value(data["left"], at), value(data["right"], at)) for at in ats]
        if any(y <= 0 for _, y in sides) and data["relation"] != "~":
            return "a right side that is not above 0", True
        if data["relation"] == "~":
            return _error(data, ats, sides), True
        ratios = [abs(x / y) for x, y in sides]
        if data["relation"] == "=Theta=" and any(x <= 0 for x, _ in sides):
            return "a left side that is not above 0", True
        if min(ratios) == 0:
            return None, True
        change = mp.log(ratios[2] / ratios[1])
    except Undefined:
        return "no value", True
    except (Lost, ZeroDivisionError):
        return None, True
    bad = {"<~": change > 0.12, "=Theta=": abs(change) > 0.12, "<<": change > -0.07}
    shown = f"quotients {', '.join(mp.nstr(r, 4) for r in ratios)}"
    return (shown if bad[data["relation"]] else None), True


def _error(data, ats, sides):
    if any(y == 0 for _, y in sides):
        return "a right side that is 0"
    errors = [abs(x / y - 1) for x, y in sides]
    if errors[2] > 0.2:
        return f"errors {', '.join(mp.nstr(r, 4) for r in errors)}"
    if "remainder" not in data or errors[2] < mp.mpf(10) ** -(DIGITS - 60):
        return None
    rest = [value(data["remainder"], at) for at in ats]
    if min(rest) <= 0:
        return "a remainder that is not above 0"
    over = [e / r for e, r in zip(errors, rest, strict=True)]
    if min(over) > 0 and mp.log(over[2] / over[1]) > 0.12 and over[2] > 1:
        return f"errors over the remainder {', '.join(mp.nstr(r, 4) for r in over)}"
    return None


def _inside(data, ats):
    for w, strong in data["window"]:
        rows = [value(w, at) for at in ats]
        if min(rows) < mp.mpf("0.1"):
            return False
        if strong and not (rows[0] > 100 and rows[2] > rows[1] > rows[0]):
            return False
    return True


def run(number, seed):
    """Tries so many; how many were accepted, false, and both: the last are listed."""
    count: Counter[str] = Counter()
    wrong = []
    for k in range(number):
        draw = random.Random(f"sums {seed} {k}")
        data = drawn(draw)
        made = accepted(data)
        false = counterexample(made or data, draw)
        count["tried"] += 1
        count["accepted"] += made is not None
        count["false"] += bool(false)
        count[f"accepted {data['relation']}"] += made is not None
        if made and false:
            wrong.append((k, false, made))
    return count, wrong


if __name__ == "__main__":
    count, wrong = run(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(f"sums {dict(count)}\n")
    for row in wrong:
        sys.stdout.write(f"FALSE {row}\n")
    sys.exit(bool(wrong))
