"""Random statements on integrals and sums over the modes with their edges; most are false.

``python -m tests.proof.ranged NUMBER SEED`` tries so many: exponents at -1 and at other lines or
near them, tops that are constants, other sizes or infinite, ridges and ratios that depend on a
size, lower ends that do not vanish, times at either end of their window.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter
from contextlib import suppress

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import decode_statement, encode_node
from phasecalc.kernel.rules import Room
from phasecalc.kernel.theorem import MALFORMED
from phasecalc.proof.by import Laplace, Modes
from phasecalc.proof.by_spectrum import Spectrum
from phasecalc.proof.remainder import vanishing
from tests.proof.documents import BOOK, INFINITY, add, apply, log, mul, n, power, v
from tests.proof.recalled import above, contradicted, fits, shown

D, T, K = v("d"), v("t"), v("k")
RULES = {"laplace": Laplace, "modes": Modes, "spectrum": Spectrum}
CASES = {
    "laplace": ("time", "early", "end", "log", "edge"),
    "modes": ("first", "scale", "log"),
    "spectrum": ("first", "level", "last", "few", "all"),
}
NEEDS = {
    "laplace": ("x", "x_low", "low", "edge"),
    "modes": ("d",),
    "spectrum": ("w", "inside", "v"),
}
NEAR = ("0", "0", "1/8", "-1/8", "1/2", "-1/2", "1", "2")
TOPS = (D, D, mul("k", "d"), mul("1/3", "d"), n("1/2"), n(3), K, T, power("d", 2), mul("d", "t"),
        power("d", "1/2"), power("d", -1), INFINITY)  # fmt: skip
RIDGES = (n(0), n(0), n(1), K, mul("k", "k"), T, power("d", -1), power("t", -1))
DISTANCES = (power("t", -1), power("t", -1), power("d", -1), n("1/2"), mul("k", power("t", -1)), T,
             power("d", -3))  # fmt: skip
LOWER = (n(0), power("d", -1), power("d", -1), power("d", -2), mul("k", power("d", -1)), n("1/2"),
         power("t", -1), D, K)  # fmt: skip
TIMES = (T, T, T, D, mul("k", "t"), n(2), power("t", -1), mul("t", power("d", -1)), mul("d", "t"))
WINDOW = (D, T, power("t", -1), mul("d", power("t", -1)), mul("t", power("d", -1)), power("d", -1),
          mul(power("d", 2), power("t", -1)))  # fmt: skip
INSIDE = mul("d", power("t", -1))
CONDITIONS = ([], [above("a")], [above("a", 1)], [above(1, "a")], [(">=", add("a", -1))],
              [("=", add("a", -1))], [above("a"), above(1, "a")])  # fmt: skip


def exponent(draw, centre):
    """A number near a line, or an expression in the parameter."""
    if draw.random() < 0.3:
        return draw.choice((v("a"), add(1, "a"), mul(-1, "a"), add(1, mul(-1, "a"))))
    return add(centre, draw.choice(NEAR))


def drawn(draw, kind):
    """A statement of one integral or sum; in one half of them only a few things are unusual."""
    usual = draw.random() < 0.5
    d = D if usual else draw.choice((D, D, D, mul("k", "d"), T))
    if kind == "modes":
        a, b = exponent(draw, 1), draw.choice((n(1), n(2), n("1/2"), n(0), v("a"), n(-1)))
        left = apply("modes", a, draw.choice(RIDGES[: 4 if usual else None]), b, d,
                     draw.choice(TOPS[: 4 if usual else None]))  # fmt: skip
        e = add(1, mul(-1, a))
        powers = [n(1), power("d", e), log("d"), log(T), power(D, draw.choice(("1/8", "1")))]
        powers += [apply("zeta", a), mul(power("d", e), power(e, -1))]
    elif kind == "laplace":
        s = exponent(draw, 0)
        x, low = (draw.choice(p[: 3 if usual else None]) for p in (TIMES, LOWER))
        left = apply("laplace", s, x, low)
        powers = [n(1), power(x, mul(-1, s)), log(mul("d", power("t", -1))), log("d"), log(T)]
        powers += [power(low, s), mul(apply("gamma", s), power(x, mul(-1, s)))]
    else:
        b = draw.choice((n(1), n(2), n("1/2"), v("a")))
        w = draw.choice(DISTANCES[: 2 if usual else None])
        m, k = draw.choice(((0, 1), (1, 1), (2, 0), (1, 0), (0, 2), (0, 0), (1, -1)))
        q = exponent(draw, draw.choice((add(1, mul(k, b)), add(1, mul(-m, b)), n(1))))
        top = draw.choice(TOPS[: 4 if usual else None])
        left = apply("spectrum", q, m, k, b, w, top)
        h, t = add(q, mul(-k, b)), add(q, mul(m, b))
        few = add(k, mul(-1, add(1, mul(-1, h)), power(b, -1)))
        last = power(top if top != INFINITY else D, add(1, mul(-1, t)))
        powers = [power(w, k), power(w, few), mul(power(w, -m), last)]
        powers += [mul(power(w, k), log(power(w, -1))), mul(power(w, -m), log(mul(w, power(D, b))))]
    right = draw.choice(powers)
    if draw.random() < 0.15:
        right = mul(right, draw.choice((power("d", "1/8"), log("d"), power(T, "-1/8"), K, n(-1))))
    window = [[p, draw.random() < 0.6] for p in draw.sample(WINDOW[1:], draw.choice((0, 1, 2)))]
    window += [[D, draw.random() < 0.85]] if draw.random() < 0.85 else []
    if usual:
        window = [[D, True], [T, draw.random() < 0.5], [INSIDE, draw.random() < 0.5], *window[:1]]
    made = {
        "relation": "~" if kind != "spectrum" and draw.random() < 0.3 else "=Theta=",
        "left": left,
        "right": right,
        "parameters": ["a"],
        "conditions": [list(c) for c in draw.choice(CONDITIONS)],
        "constants": ["k"],
        "sizes": ["d", "t"],
        "window": window,
    }
    if made["relation"] == "~":
        rests = [power("d", add(1, mul(-1, "a"))), power("d", -1), power("t", -1),
                 power(log("d"), -1), mul(T, power("d", -1)), power(mul(T, power("d", -1)), "1/2"),
                 power("d", add("a", -1))]  # fmt: skip
        made["remainder"] = add(*draw.sample(rests, 2)) if draw.random() < 0.5 else rests[0]
    return made


def accepted(data, kind, witness):
    """Whether the rule accepts it, with what is found or with exponents at random."""
    with suppress(CheckFailed, *MALFORMED):
        s = decode_statement(data)
        base = {"relation": data["relation"], "right": data["right"], "rule": kind}
        extra = {"witness": {"a": witness}}
        paths = [p for p in PATHS if fits(s, extra, p)][:1]
        if "remainder" in data:
            base["remainder"] = data["remainder"]
            parts = data["remainder"][1:] if data["remainder"][0] == "add" else [0]
            ones = [encode_node(n(1))] * len(data["window"])
            extra["vanishes"] = [{"slacks": ones} for _ in parts]
            with suppress(CheckFailed, *MALFORMED):
                extra["vanishes"] = vanishing(Room(s, {}, _nothing, BOOK))
        for path in paths:
            shapes = [*_found(s, data, kind), *_forced(data, kind)]
            return any(shown(s, {**base, **how}, [], extra, path) for how in shapes)
    return False


PATHS = [{"d": d, "t": t} for d, t in itertools.product(("1", "3"), ("1", "0", "2", "-1"))]


def _nothing(label, index):
    raise CheckFailed(f"{label}, {index}")


def _found(s, data, kind):
    for case in CASES[kind] if kind != "spectrum" else ("",):
        with suppress(CheckFailed, *MALFORMED):
            room = Room(s, {}, _nothing, BOOK)
            reason = RULES[kind](case) if case else RULES[kind]()
            yield reason.data(room, data["left"], data["relation"], data["right"])


def _forced(data, kind):
    count = len(data["window"])
    for case in CASES[kind]:
        for k in range(count):
            one = [encode_node(n(int(i == k))) for i in range(count)]
            yield {"case": case, **dict.fromkeys(NEEDS[kind], one)}


def run(kind, number, seed):
    """Tries so many; how many were accepted, false, and both: the last are listed."""
    count: Counter[str] = Counter()
    wrong = []
    for k in range(number):
        data = drawn(random.Random(f"{kind} {seed} {k}"), kind)
        good = any(accepted(data, kind, x) for x in WITNESSES)
        false = contradicted(data, k)
        count["tried"] += 1
        count["accepted"] += good
        count["false"] += bool(false)
        if good and false:
            wrong.append((k, false, data))
    return count, wrong


WITNESSES = ("2", "1/2", "1", "3/2")


if __name__ == "__main__":
    failed = 0
    for kind in RULES:
        count, wrong = run(kind, int(sys.argv[1]), int(sys.argv[2]))
        sys.stdout.write(f"{kind} {dict(count)}\n")
        failed += len(wrong)
        for row in wrong:
            sys.stdout.write(f"FALSE {row}\n")
    sys.exit(bool(failed))
