"""Attacks on the rules of the critical lines: sums over the spectrum with their logarithms.

Documents are drawn near the lines: exponents on them and beside them, windows at their ends, weak
where they must be strong, right sides with another power, another logarithm or none. Whatever is
accepted is tried by numbers that know the logarithms and share no code with the kernel.
"""

import itertools
import random
from fractions import Fraction

import pytest

from phasecalc.kernel.language import decode_statement
from tests.proof.counterexamples import counterexample
from tests.proof.distant import creeps
from tests.proof.documents import add, apply, log, mul, node, power, refusal, v

W, D, RHO = v("w"), v("d"), v("r")
ONE_OVER_W = power("w", -1)
PATH = {"path": {"d": "4", "w": "-1"}}
CASES = ("first", "level", "last", "few", "all")


def window(strong, b, left_out=()):
    """Of the three products that the rule asks for, some weak and some left out."""
    products = (ONE_OVER_W, mul("w", power("d", str(b))), D)
    return [
        [p, s] for k, (p, s) in enumerate(zip(products, strong, strict=True)) if k not in left_out
    ]


def slacks(which, rows, b):
    """Ways to write 1/w, w d^b or d as products of the window."""
    vectors = {0: (-1, Fraction(0)), 1: (1, b), 2: (0, Fraction(1))}
    present = [k for k in range(3) if k in rows]
    numbers = sorted({Fraction(0), Fraction(1), b, 1 / b})
    found = []
    for s in itertools.product(numbers, repeat=len(present)):
        total = [sum(x * vectors[k][i] for k, x in zip(present, s, strict=True)) for i in (0, 1)]
        if total == list(vectors[which]):
            found.append([node(str(x)) for x in s])
    return found or [[node(0)] * len(present)]


def accepted(exponents, right, strong, case, left_out=(), **more):
    """The statement, if the rule accepts it with some data."""
    q, m, k, b = exponents
    sides = apply("spectrum", *(str(x) for x in (q, m, k, b)), W, mul(RHO, D)), right
    rows = [k for k in range(3) if k not in left_out]
    room = {"constants": ["r"], "sizes": ["d", "w"], "window": window(strong, b, left_out), **more}
    for ways in itertools.product(*(slacks(k, rows, b) for k in (0, 1, 2))):
        data = dict(zip(("w", "inside", "v"), ways, strict=True))
        if (
            refusal(
                sides[0],
                "=Theta=",
                right,
                {"rule": "spectrum", "case": case, **data},
                extra=PATH,
                **room,
            )
            is None
        ):
            return decode_statement(
                {"relation": "=Theta=", "left": sides[0], "right": right, **room}
            )
    return None


def drawn(draw):
    """Exponents on or near a line, and a right side that one might write."""
    b = draw.choice([Fraction(x) for x in ("1/2", "1", "2", "3/2")])
    m, k = draw.choice([(0, 1), (1, 1), (2, 0), (1, 0), (0, 2), (1, 2)])
    near = draw.choice([Fraction(x) for x in ("0", "0", "0", "1/8", "-1/8")])
    q = 1 + b * k + near if draw.random() < 0.5 else 1 - b * m + near
    h, t = q - b * k, q + b * m
    forms = {
        "first": (Fraction(k), Fraction(0)),
        "level": (k - (1 - h) / b, Fraction(0)),
        "last": (Fraction(-m), 1 - t),
        "few": (Fraction(k), Fraction(0)),
        "all": (Fraction(-m), Fraction(0)),
    }
    right = (
        "all" if t == 1 else "few" if h == 1 else "last" if t < 1 else "first" if h > 1 else "level"
    )
    case = right if draw.random() < 0.6 else draw.choice(CASES)
    e, f = forms[case]
    logs = [log(ONE_OVER_W), log(mul("w", power("d", str(b)))), log(D), log(mul(W, RHO)), log(W)]
    e += draw.choice([0, 0, 0, 0, Fraction(1, 8)])
    its_own = {"few": [[logs[0]]], "all": [[logs[1]]]}.get(case, [[]])
    others = [[], [logs[0]], [logs[1]], [logs[2]], [logs[3]], [power(logs[1], 2)], [logs[4]]]
    extra = draw.choice(its_own if draw.random() < 0.6 else others)
    return (q, m, k, b), mul(power("w", str(e)), power("d", str(f)), *extra)


@pytest.mark.parametrize("seed", [5, *(pytest.param(s, marks=pytest.mark.slow) for s in range(5))])
def test_drawn_statements_near_the_lines(seed):
    draw, kept = random.Random(seed), 0
    for _ in range(40):
        exponents, right = drawn(draw)
        strong = [draw.random() < 0.6, draw.random() < 0.6, draw.random() < 0.8]
        left_out = draw.choice([(), (), (), (0,), (1,), (2,)])
        for case in CASES:
            found = accepted(exponents, right, strong, case, left_out)
            if found is None:
                continue
            kept += 1
            assert counterexample(found) is None, (exponents, right, strong, case, left_out)
    assert kept >= 1


B1, HALF = Fraction(1), Fraction(1, 2)
ALL = [True, True, True]
INSIDE = mul("w", "d")
# Exponents (q, m, k, b), the right side, the case, the window: each false or of no meaning.
FALSE = (
    # Logarithms where the window lets what stands under them stay, or where they do not belong.
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(INSIDE)), "all", [True, False, True]),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(INSIDE)), "all", [False, False, True]),
    ((2, 0, 1, B1), mul("w", log(ONE_OVER_W)), "few", [False, True, True]),
    ((2, 0, 1, B1), mul("w", log(INSIDE)), "few", ALL),
    ((2, 0, 1, B1), mul("w", log(D)), "few", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(D)), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(ONE_OVER_W)), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, power(log(INSIDE), 2)), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, power(log(INSIDE), "1/2")), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(INSIDE), log(INSIDE)), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(log(INSIDE))), "all", ALL),
    ((0, 1, 1, B1), ONE_OVER_W, "all", ALL),
    ((0, 1, 1, B1), mul(power("w", -2), log(INSIDE)), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, -1, log(power(INSIDE, -1))), "few", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(mul(INSIDE, "d"))), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(mul(INSIDE, power("d", "-1/9")))), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, "d", power("d", -2), log(INSIDE)), "all", ALL),
    ((0, 1, 1, B1), mul(-1, ONE_OVER_W, log(INSIDE)), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(mul(-1, INSIDE))), "all", ALL),
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(add(INSIDE, 1)), log(2)), "all", ALL),
    # The other case's exponents; beside the line by little.
    ((0, 1, 1, B1), mul("w", log(ONE_OVER_W)), "few", ALL),
    ((2, 0, 1, B1), mul(1, log(INSIDE)), "all", ALL),
    ((Fraction(1, 1000), 1, 1, B1), mul(ONE_OVER_W, log(INSIDE)), "all", ALL),
    ((Fraction(-1, 1000), 1, 1, B1), mul(ONE_OVER_W, log(INSIDE)), "all", ALL),
    ((Fraction(2001, 1000), 0, 1, B1), mul("w", log(ONE_OVER_W)), "few", ALL),
    ((Fraction(1999, 1000), 0, 1, B1), mul("w", log(ONE_OVER_W)), "few", ALL),
    # On the line by a power alone.
    ((0, 1, 1, B1), ONE_OVER_W, "first", ALL),
    ((0, 1, 1, B1), ONE_OVER_W, "level", ALL),
    ((0, 1, 1, B1), ONE_OVER_W, "last", ALL),
    ((2, 0, 1, B1), W, "first", ALL),
    ((2, 0, 1, B1), W, "level", ALL),
    # No counting at all, a negative one, a spectrum that grows or does not fall.
    ((1, 0, 0, B1), log(INSIDE), "all", ALL),
    ((1, 0, 0, B1), log(ONE_OVER_W), "few", ALL),
    ((2, -1, 2, B1), mul("w", log(INSIDE)), "all", ALL),
    ((0, 2, -1, HALF), mul(power("w", -2), log(INSIDE)), "all", ALL),
    ((2, 1, 1, Fraction(-1)), mul(ONE_OVER_W, log(INSIDE)), "all", ALL),
    # Each product of the window left to be weak.
    ((0, 1, 1, B1), mul(ONE_OVER_W, log(INSIDE)), "all", [True, True, False]),
    ((2, 0, 1, B1), mul("w", log(ONE_OVER_W)), "few", [True, True, False]),
)  # fmt: skip


@pytest.mark.parametrize(("exponents", "right", "case", "strong"), FALSE)
def test_what_is_false_on_a_line_is_refused(exponents, right, case, strong):
    q, m, k, b = exponents
    found = accepted((Fraction(q), m, k, b), right, strong, case) if b > 0 else None
    # A window may hold what one of its parts does not say: 1/w and w d strong make d strong.
    implied = strong[2] is False and strong[0] and strong[1]
    assert found is None or (implied and counterexample(found) is None)


@pytest.mark.parametrize("left_out", [(0,), (1,), (0, 2), (1, 2), (0, 1)])
@pytest.mark.parametrize("case", ["few", "all"])
def test_a_window_without_one_of_its_ends(case, left_out):
    exponents, right = {
        "few": ((Fraction(2), 0, 1, B1), mul("w", log(ONE_OVER_W))),
        "all": ((Fraction(0), 1, 1, B1), mul(ONE_OVER_W, log(INSIDE))),
    }[case]
    assert accepted(exponents, right, ALL, case) is not None
    assert accepted(exponents, right, ALL, case, left_out) is None


SUM = apply("spectrum", 0, 1, 1, 1, W, mul(RHO, D))
STEP = {"rule": "spectrum", "case": "all", "w": [node(1), node(0), node(0)],
        "inside": [node(0), node(1), node(0)], "v": [node(0), node(0), node(1)]}  # fmt: skip
ROOM = {"constants": ["r"], "sizes": ["d", "w"], "window": window(ALL, B1)}
RIGHT = mul(ONE_OVER_W, log(INSIDE))


def said(left=SUM, relation="=Theta=", right=RIGHT, step=STEP, **room):
    room = {"extra": PATH, **ROOM, **room}
    return refusal(left, relation, right, step, **room)


def test_uniformity():
    """What is no constant, an exponent with a size in it, a region that holds the line and more."""
    assert said() is None
    path = {"path": {**PATH["path"], "r": "0"}}
    assert said(constants=[], sizes=["d", "w", "r"], extra=path)
    for relation in ("<~", "<<", "~", "=", "<="):
        assert said(relation=relation)
    for exponents in (("w", 1, 1, 1), (0, "d", 1, 1), (0, 1, 1, "d"), (0, 1, "w", 1)):
        assert said(left=apply("spectrum", *exponents, W, mul(RHO, D)))
    for conditions in ([[">", v("a")]], [[">=", add("a", -1)]], [[">=", add(1, mul(-1, "a"))]]):
        on = apply("spectrum", 0, 1, 1, "a", W, mul(RHO, D))
        assert said(
            left=on, parameters=["a"], conditions=conditions, extra={**PATH, "witness": {"a": "1"}}
        )
    for change in (
        {"case": "few"},
        {"inside": [node(1)] * 3},
        {"w": []},
        {"v": [node(-1), node(0), node(2)]},
        {"case": ["all"]},
    ):
        assert said(step={**STEP, **change})
    for left in (mul(SUM, SUM), add(SUM, SUM), power(SUM, 1), mul(-1, SUM), mul(log(W), SUM)):
        assert said(left=left)
    assert said(left=mul("w", SUM), right=mul("w", RIGHT)) is None
    assert said(left=mul("w", SUM))


def test_the_numbers_see_a_wrong_logarithm():
    """The oracle of these attacks is tried itself: forms that are false by a logarithm."""
    path = (1, Fraction(-1, 2))
    base = {"relation": "=Theta=", "left": SUM, **ROOM}
    assert creeps(decode_statement({**base, "right": RIGHT}), {"r": Fraction(2)}, path) is None
    for factor in (log(D), power(log(INSIDE), "1/2"), power(log(INSIDE), -1)):
        s = decode_statement({**base, "right": mul(RIGHT, factor)})
        assert "log(X)" in creeps(s, {"r": Fraction(2)}, path)
