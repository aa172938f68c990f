"""True lines, and false statements that are made of them by values, regions and windows at random.

``python -m tests.proof.recalled NUMBER SEED`` tries so many, by ``recall`` and by ``cases``: only
those count that numbers contradict, and the kernel must accept none of them.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter

import mpmath as mp

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import decode_statement, encode_node, substitute
from phasecalc.kernel.rules import Room, rooms_of_cases, witness
from phasecalc.kernel.theorem import MALFORMED, Line, check_line
from phasecalc.proof.by import Recall
from tests.kernel.values import value
from tests.proof.counterexamples import EXACT, counterexample
from tests.proof.documents import BOOK, INFINITY, add, apply, log, mul, n, node, power, v

A, B, K, D, T = map(v, "abkdt")


def line(relation, left, right, conditions=(), window=(), **more):
    """A line in a, b, k, d and t."""
    left, right = node(left), node(right)
    names = {"parameters": ["a", "b"], "constants": ["k"], "sizes": ["d", "t"]}
    rows = {"conditions": [list(c) for c in conditions], "window": [list(w) for w in window]}
    return {"relation": relation, "left": left, "right": right, **names, **rows, **more}


def above(x, y=0):
    """The condition x > y."""
    return (">", add(x, mul(-1, y)))


GROWS, STAYS, INSIDE = (D, True), (D, False), (mul("d", power("t", -1)), False)
BELOW_1 = (power("t", -1), False)
FAR_INSIDE = (INSIDE[0], True)
TOP = mul("k", "d")
# Each is true, and needs all that it says.
ORDERS = (
    line("=Theta=", apply("modes", "a", 0, 1, "d", TOP), 1, [above("a", 1)], [GROWS]),
    line(
        "=Theta=",
        apply("modes", "a", 0, 1, "d", TOP),
        power("d", add(1, mul(-1, "a"))),
        [above(1, "a")],
        [GROWS],
    ),
    line(
        "=Theta=",
        apply("modes", "a", "k", "b", "d", INFINITY),
        power("d", add(1, mul(-1, "a"))),
        [above(1, "a"), above(add("a", "b"), 1), above("b")],
        [GROWS],
    ),
    line("=Theta=", apply("laplace", "a", "t", 0), power("t", mul(-1, "a")), [above("a")],
         [(T, False)]),
    line("=Theta=", apply("laplace", "a", "t", 0), 1, [above("a")], [BELOW_1]),
    line("=Theta=", apply("laplace", mul(-1, "a"), "t", power("d", -1)), power("d", "a"),
         [above("a")], [GROWS, INSIDE]),
    line("=Theta=", apply("laplace", 0, "t", power("d", -1)), log(INSIDE[0]), [],
         [(T, False), GROWS, FAR_INSIDE]),
    line("=Theta=", add("d", "t"), "d", [], [INSIDE]),
    line("=Theta=", add("d", mul("k", "t")), add("d", "t")),
    line("<~", power("t", "a"), power("d", "a"), [(">=", A)], [INSIDE]),
    line("<~", power("d", "a"), power("d", "b"), [(">=", add("b", mul(-1, "a")))], [STAYS]),
    line("<<", power("d", "a"), power("d", "b"), [above("b", "a")], [GROWS]),
    line("<<", "t", "d", [], [FAR_INSIDE]),
    line("<<", log("d"), power("d", "a"), [above("a")], [GROWS]),
    line("<~", log("t"), log("d"), [], [INSIDE, GROWS, (T, True)]),
    line("=Theta=", add(log("d"), log("k")), log("d"), [], [GROWS]),
    line(
        "=Theta=",
        apply("spectrum", "a", 0, 1, "b", power("t", -1), TOP),
        power("t", -1),
        [above("b"), above(add("a", mul(-1, "b")), 1)],
        [(T, False), (mul(power("t", -1), power("d", "b")), False), GROWS],
    ),
)  # fmt: skip
EXACTS = (
    line("<", "a", power("a", 2), [above("a", 1)]),
    line("<=", mul("a", "b"), mul("b", "b"), [above("b"), (">=", add("b", mul(-1, "a")))]),
    line("=", power(power("d", "a"), "b"), power("d", mul("a", "b"))),
    line("=", mul(power("d", "a"), power("a", -1)), mul(power("d", "a"), "a", power("a", -2)),
         given=[["!=", A]]),
    line("<", "d", add("d", "t")),
    line("<=", power("d", "k"), power("d", "k")),
    line("<", 1, mul("a", "k"), [("=", add("k", -2)), above("a", 1)]),
    line("<=", mul(2, power("d", "1/2"), power("t", "1/2")), add("d", "t")),
    line("=", log(mul("d", "t")), add(log("d"), log("t"))),
    line("<", apply("zeta", "a"), mul("a", power(add("a", -1), -1)), [above("a", 1)]),
)  # fmt: skip
SIZES = (
    D, T, power("d", 2), power("d", -1), power("t", -1), mul("d", "t"), power("d", "1/2"),
    mul("d", power("t", -1)), power("d", "a"), power("t", "b"), n(3), n("1/5"), K, mul("k", "d"),
    log("d"), mul("d", log("d")), power(log("t"), -1), mul("t", power("d", -2)), log(log("d")),
    mul(power("d", -1), log("d")), add("d", "t"), mul("a", "d"), mul(-1, "d"),
)  # fmt: skip
NUMBERS = (
    A, B, add("a", 1), add(1, mul(-1, "a")), mul(-1, "a"), n(0), n(1), n(2), n("1/2"), n(-1),
    mul("a", "b"), power("a", -1), power("a", 2), n("999/1000"), n("1001/1000"), add("a", "b"),
    D, mul("a", power("d", -1)),
)  # fmt: skip
CONSTANTS = (K, n(2), n("1/7"), A, D, power("t", -1), power("k", -2), n(-2), n(0), mul("a", "k"))
CONDITIONS = (
    above("a"), above("b"), (">=", A), above("a", 1), (">=", add("a", -1)), above(1, "a"),
    above("b", "a"), (">=", add("b", mul(-1, "a"))), above("b", 1), above(2, "a"),
    ("=", add("a", -1)), ("=", add("a", mul(-1, "b"))), above(mul(-1, "a")), ("=", add("k", -2)),
    above(add("a", "b"), 1),
)  # fmt: skip
WINDOWS = tuple(
    (p, s)
    for p in (D, T, power("d", -1), power("t", -1), INSIDE[0], mul("d", "t"),
              mul("d", power("t", -2)), mul(power("d", "a"), power("t", -1)))
    for s in (True, False)
)  # fmt: skip
WITNESSES = [
    {"a": a, "b": b, "k": k} for a, b, k in itertools.product(("1/2", "1", "3/2", "-1"),
                                                                ("1/2", "1", "2"), ("2", "1/2"))
]  # fmt: skip
WAYS = [{"d": d, "t": t} for d, t in itertools.product(("1", "-1", "2", "0", "1/3"), repeat=2)]


def drawn(draw, old):
    """A line at values, its region and window altered or not."""
    values = {}
    for name, pool in zip("abkdt", (NUMBERS, NUMBERS, CONSTANTS, SIZES, SIZES), strict=True):
        if draw.random() < 0.3:
            values[name] = draw.choice(pool)
    conditions = [c for c in old["conditions"] if draw.random() < 0.75]
    if draw.random() < 0.5:
        conditions.append(list(draw.choice(CONDITIONS)))
    window = []
    if old["relation"] not in EXACT:
        window = [[p, s and draw.random() < 0.8] for p, s in old["window"] if draw.random() < 0.75]
        window += [list(draw.choice(WINDOWS)) for _ in range(draw.choice([0, 1, 1, 2]))]
    left, right = (substitute(old[side], values) for side in ("left", "right"))
    if draw.random() < 0.1:
        left, right = right, left
    if old["relation"] == "=Theta=" and draw.random() < 0.1:
        right = mul(right, draw.choice((D, T, log("d"), power("d", "-1/9"))))
    relation = old["relation"]
    if draw.random() < 0.15:
        relation = draw.choice(["<", "<="] if relation in EXACT else ["=Theta=", "<~", "<<"])
    given = {"given": old["given"]} if "given" in old and draw.random() < 0.5 else {}
    return line(relation, left, right, conditions, window, **given), values


def witnessed(data):
    """Data of witnesses that might fit a statement, some."""
    for at in WITNESSES:
        here = {k: mp.mpf(x.split("/")[0]) / int((x + "/1").split("/")[1]) for k, x in at.items()}
        if all(_holds(r, e, here) for r, e in data["conditions"]):
            yield {"witness": at}
            return


def _holds(relation, e, here):
    x = value(e, here)
    return {">": x > 0, ">=": x >= 0, "=": x == 0}[relation]


def _recalling(number, values):
    found = Recall.__new__(Recall)
    found.values, found.place = values, ("old", number)
    return found


def _forced(old):
    """Exponents that are not looked for: some of these would have to be wrong."""
    window = len(old["window"])
    for s in (n(0), n(1), n("1/2")):
        yield lambda count, s=s: [[encode_node(s)] * count for _ in range(window)]


def shown(statement, step, known, extra, path):
    """Whether the kernel accepts a statement by one step."""
    lines = [Line(s, "proved") for s in known]
    try:
        check_line(statement, [step], {}, lambda _, k: lines[k], BOOK, {**extra, "path": path})
    except (CheckFailed, *MALFORMED):
        return False
    return True


def by_recall(data, values, old):
    """Whether ``recall`` accepts it, with what is found for it or with exponents at random."""
    try:
        statement, known = decode_statement(data), decode_statement(old)
    except CheckFailed:
        return False
    base = {"relation": data["relation"], "right": data["right"], "rule": "recall"}
    ways = []
    try:
        room = Room(statement, {}, lambda *_: known, BOOK)
        ways.append(_recalling(0, values).data(room, data["left"], "", data["right"]))
    except (CheckFailed, *MALFORMED):
        pass
    plain = {"of": ["old", 0], "values": {k: encode_node(x) for k, x in values.items()}}
    ways += [{**plain, "slacks": f(len(data["window"]))} for f in _forced(old)]
    return _some(statement, [{**base, **way} for way in ways], [known], data)


def _some(statement, steps, known, data):
    extra = next(witnessed(data), {"witness": WITNESSES[0]})
    paths = WAYS if data["window"] else WAYS[:1]
    good = [p for p in paths if fits(statement, extra, p)]
    return any(shown(statement, s, known, extra, p) for s in steps for p in good[:1])


def fits(statement, extra, path):
    """Whether a witness is in the region of a statement, and a path in its window."""
    try:
        witness(Room(statement, {}, lambda *_: statement, BOOK), extra["witness"], path)
    except (CheckFailed, *MALFORMED):
        return False
    return True


# Two lines of the same sides, where a product is large and where it is not.
LEFT = apply("laplace", "a", "t", 0)
PAIRS = tuple(
    (line(r, left, right, where, first), line(r, left, right, where, second))
    for r, left, right, where, first, second in (
        ("<~", 1, add("d", power("d", -1)), (), [GROWS], [(power("d", -1), False)]),
        ("<~", LEFT, 1, [above("a")], [(T, False)], [BELOW_1]),
        ("<~", power("t", "a"), add(1, power("t", "b")), [above("a"), above("b", "a")],
         [(T, True)], [BELOW_1]),
        ("=Theta=", add("d", "t"), "d", (), [FAR_INSIDE], [(mul("t", power("d", -1)), False),
                                                          INSIDE]),
        ("=Theta=", add("d", "t"), "t", (), [(mul("t", power("d", -1)), True)],
         [INSIDE, (mul("t", power("d", -1)), False)]),
        ("<<", "t", mul("d", "t"), (), [GROWS, (T, True)], [GROWS, BELOW_1]),
        ("<<", log("d"), mul("d", "t"), (), [GROWS, (T, False)],
         [GROWS, BELOW_1, (mul(power("d", "1/2"), "t"), False)]),
        ("<~", log("d"), mul("d", add(1, "t")), (), [GROWS, (T, False)], [GROWS, BELOW_1]),
        ("<~", mul(LEFT, power("t", "a")), 1, [above("a")], [(T, False)], [BELOW_1]),
        ("=Theta=", LEFT, power("t", mul(-1, "a")), [above("a")], [(T, False)],
         [BELOW_1, (T, False)]),
    )
)  # fmt: skip
BETWEEN = (
    D, T, power("d", -1), power("t", -1), INSIDE[0], power(INSIDE[0], -1), mul("d", "t"),
    power("d", 2), power("t", "a"), K, n(2), n(1), mul("k", "t"), power("d", "b"),
    mul("d", power("t", -2)), log("d"), add("d", 1), n(-1),
)  # fmt: skip


def drawn_case(draw):
    """Two true lines and a statement with their sides in another region and window."""
    pair = [*draw.choice(PAIRS)]
    if draw.random() < 0.2:
        pair.reverse()
    if draw.random() < 0.1:
        pair[1] = pair[0]
    first = pair[0]
    conditions = [c for c in first["conditions"] if draw.random() < 0.8]
    shared = [w for w in first["window"] if w in pair[1]["window"]]
    window = [list(w) for w in shared if draw.random() < 0.7]
    window += [list(draw.choice(WINDOWS)) for _ in range(draw.choice([0, 0, 1, 1, 2]))]
    if draw.random() < 0.3:
        window += [w for w in draw.choice(pair)["window"] if draw.random() < 0.6]
    between = draw.choice(BETWEEN)
    if draw.random() < 0.4:
        own = [p for p, _ in first["window"]]
        between = draw.choice(own) if own else between
    growing = draw.random() < 0.5
    left, right = first["left"], first["right"]
    return pair, line(first["relation"], left, right, conditions, window), between, growing


def by_cases(pair, data, between, growing):
    """Whether ``cases`` accepts it."""
    try:
        statement, known = decode_statement(data), [decode_statement(x) for x in pair]
    except CheckFailed:
        return False
    how, ways = [], []
    try:
        room = Room(statement, {}, lambda _, k: known[k], BOOK)
        for k, inner in enumerate(rooms_of_cases(room, between, growing=growing)):
            how.append(_recalling(k, {}).data(inner, data["left"], "", data["right"]))
        ways.append(how)
    except (CheckFailed, *MALFORMED):
        pass
    for one, other in zip(_forced(pair[0]), _forced(pair[1]), strict=True):
        count = len(data["window"]) + 1
        ways.append([{"of": ["old", k], "slacks": f(count)} for k, f in enumerate((one, other))])
    base = {"relation": data["relation"], "right": data["right"], "rule": "cases"}
    base |= {"between": encode_node(between), "growing": growing}
    return _some(statement, [{**base, "either": way} for way in ways], known, data)


KINDS = ("orders", "exact", "cases")


def run(kind, number, seed):
    """Tries so many; how many were accepted, false, and both: the last are listed."""
    count: Counter[str] = Counter()
    wrong = []
    for k in range(number):
        draw = random.Random(f"{kind} {seed} {k}")
        if kind == "cases":
            pair, data, between, growing = drawn_case(draw)
            good = by_cases(pair, data, between, growing)
            told = (data, between, growing)
        else:
            old = draw.choice(ORDERS if kind == "orders" else EXACTS)
            data, values = drawn(draw, old)
            good = by_recall(data, values, old)
            told = (data, values, old)
        false = contradicted(data, k)
        count["tried"] += 1
        count["accepted"] += good
        count["false"] += bool(false)
        if good and false:
            wrong.append((k, false, told))
    return count, wrong


def contradicted(data, seed):
    """Where numbers contradict a statement given as data, in words, or None."""
    try:
        return counterexample(decode_statement(data), seed)
    except (CheckFailed, TypeError, KeyError):
        return "no statement"


if __name__ == "__main__":
    failed = 0
    for kind in KINDS:
        count, wrong = run(kind, int(sys.argv[1]), int(sys.argv[2]))
        sys.stdout.write(f"{kind} {dict(count)}\n")
        failed += len(wrong)
        for row in wrong:
            sys.stdout.write(f"FALSE {row}\n")
    sys.exit(bool(failed))
