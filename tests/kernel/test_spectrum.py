"""Sums over the spectrum, traces mode by mode, and products of orders, with data of one's own."""

import random

import numpy as np
import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import Statement, encode_node
from phasecalc.kernel.theorem import Line, check_line
from tests.kernel.test_lemmas import BOOK, D, X, add, line, mul, num, power, refused, slacks

W = ("var", "w")
ONE, ZERO, TWO, NEGATIVE = num("1"), num("0"), num("2"), num("-1")
# b = 2, so that w d^2 is bounded below.
INSIDE = {
    "sizes": ("d", "w"),
    "path": {"d": "1", "w": "-1"},
    "window": ((power(W, "-1"), False), (mul(W, power(D, "2")), False), (D, True)),
}
WINDOW = INSIDE["window"]
INNER = mul(W, power(D, "2"))
DATA = {
    "w": slacks("1", "0", "0"),
    "inside": slacks("0", "1", "0"),
    "v": slacks("0", "0", "1"),
}


def log(x):
    return ("log", x)


def total(q, m, k, w=W, top=D, b="2"):
    return ("spectrum", num(q), num(m), num(k), num(b), w, top)


CASES = {
    "first": (total("4", "0", "1"), W),
    "level": (total("4", "0", "2"), power(W, "3/2")),
    "level with both": (total("1", "1", "1"), ONE),
    "last": (total("-2", "1", "1"), mul(power(W, "-1"), D)),
    "last with both": (total("-4", "2", "0"), mul(power(W, "-2"), D)),
}


@pytest.mark.parametrize("name", CASES)
def test_each_case_and_what_it_lacks(name):
    left, right = CASES[name]
    data = {**DATA, "case": name.split()[0]}
    found = line(left, "=Theta=", right, "spectrum", data, **INSIDE)
    assert found.rank == "proved, resting on lemmas"
    assert len(found.rests_on) == 1
    assert line(mul(X, left), "=Theta=", right, "spectrum", data, constants=("x",), **INSIDE)
    for wrong in (mul(D, right), mul(W, right), mul(NEGATIVE, right)):
        refused(left, "=Theta=", wrong, "spectrum", data, **INSIDE)
    for relation in ("<~", "<<", "="):
        refused(left, relation, right, "spectrum", data, **INSIDE)
    refused(mul(NEGATIVE, left), "=Theta=", right, "spectrum", data, **INSIDE)
    refused(mul(left, left), "=Theta=", mul(right, right), "spectrum", data, **INSIDE)
    for case in {"first", "level", "last", "late"} - {data["case"]}:
        refused(left, "=Theta=", right, "spectrum", {**data, "case": case}, **INSIDE)
    for part in DATA:
        for given in ([], slacks("0", "0", "0"), slacks("-1", "0", "0"), slacks("1", "1", "1")):
            refused(left, "=Theta=", right, "spectrum", {**data, part: given}, **INSIDE)


# Where w tends to 0, and where w d^2 tends to infinity.
FEW, ALL = (
    {**INSIDE, "window": tuple((x, n == k or strong) for n, (x, strong) in enumerate(WINDOW))}
    for k in (0, 1)
)
LOGS = {
    "few": (total("3", "0", "1"), mul(W, log(power(W, "-1"))), FEW),
    "few, more often": (total("5", "0", "2"), mul(power(W, "2"), log(power(W, "-1"))), FEW),
    "all": (total("-1", "1", "1"), mul(power(W, "-1"), log(INNER)), ALL),
    "all, squares": (total("-3", "2", "0"), mul(power(W, "-2"), log(INNER)), ALL),
}


@pytest.mark.parametrize("name", LOGS)
def test_where_every_scale_counts(name):
    left, right, room = LOGS[name]
    data = {**DATA, "case": name.partition(",")[0]}
    assert line(left, "=Theta=", right, "spectrum", data, **room).rank.startswith("proved,")
    twice = mul(right[1], ("log", mul(TWO, right[2][1])))
    assert line(left, "=Theta=", twice, "spectrum", data, **room)
    wrong = (
        right[1],
        mul(right, right[2]),
        mul(D, right),
        mul(W, right),
        mul(right[1], log(D)),
        mul(right[1], log(power(right[2][1], "2"))),
        mul(right[1], log(power(right[2][1], "-1"))),
    )
    for other in wrong:
        refused(left, "=Theta=", other, "spectrum", data, **room)
    for relation in ("<~", "~"):
        refused(left, relation, right, "spectrum", data, **room)
    # Where it is only bounded, the logarithm may be 0.
    refused(left, "=Theta=", right, "spectrum", data, **INSIDE)
    for case in {"first", "level", "last", "few", "all"} - {data["case"]}:
        refused(left, "=Theta=", right, "spectrum", {**data, "case": case}, **room)
    for part in DATA:
        for given in ([], slacks("0", "0", "0"), slacks("-1", "0", "0")):
            refused(left, "=Theta=", right, "spectrum", {**data, part: given}, **room)


@pytest.mark.parametrize("case", ["few", "all"])
@pytest.mark.parametrize("name", CASES)
def test_no_logarithm_where_the_exponents_decide(name, case):
    left, right = CASES[name]
    for under, room in ((power(W, "-1"), FEW), (INNER, ALL)):
        wrong = mul(right, log(under))
        refused(left, "=Theta=", wrong, "spectrum", {**DATA, "case": case}, **room)


def test_the_window_is_needed():
    left, right = CASES["level"]
    data = {**DATA, "case": "level"}
    for k in range(3):
        fewer = INSIDE["window"][:k] + INSIDE["window"][k + 1 :]
        for drop in (True, False):
            given = {n: s[:k] + s[k + 1 :] if drop else s for n, s in DATA.items()}
            refused(
                left,
                "=Theta=",
                right,
                "spectrum",
                {**data, **given},
                sizes=("d", "w"),
                window=fewer,
            )
    weak = (*INSIDE["window"][:2], (D, False))
    refused(left, "=Theta=", right, "spectrum", data, sizes=("d", "w"), window=weak)


@pytest.mark.parametrize(
    "left",
    [
        total("3", "0", "1"),  # h = 1, a logarithm
        total("1", "0", "2"),  # t = 1, a logarithm
        total("4", "-1", "2"),
        total("4", "2", "-1"),
        total("4", "0", "0"),
        total("4", "0", "1", b="0"),
        total("4", "0", "1", b="-2"),
        total("4", "0", "1", w=mul(NEGATIVE, W)),
        total("4", "0", "1", w=mul(W, W)),  # below every eigenvalue
        total("4", "0", "1", top=num("7")),
        total("4", "0", "1", top=W),
    ],
    ids=str,
)
def test_sums_outside_the_lemma(left):
    for case in ("first", "level", "last"):
        for right in (W, power(W, "2"), power(W, "3/2"), ONE, D):
            refused(left, "=Theta=", right, "spectrum", {**DATA, "case": case}, **INSIDE)


def test_an_exponent_is_no_size():
    left = ("spectrum", add(num("4"), W), ZERO, ONE, TWO, W, D)
    refused(left, "=Theta=", W, "spectrum", {**DATA, "case": "first"}, **INSIDE)


def summed(q, m, k, b, w, d):
    j = np.arange(1.0, d + 1)
    level = j**-b
    return float(np.sum(j**-q * level**m * w**k / (level + w) ** (m + k)))


def test_the_forms_by_summation():
    """At random exponents the quotient of sum and form stays put, over the whole window."""
    draw, seen = random.Random(3), set()
    for _ in range(100):
        q, b = draw.uniform(-1, 4), draw.uniform(0.3, 2)
        m, k = draw.choice([0, 1, 2, 0.5]), draw.choice([0, 1, 2, 1.5])
        h, t = q - b * k, q + b * m
        if m + k == 0 or min(abs(h - 1), abs(t - 1)) < 0.5:
            continue
        case = "last" if t < 1 else "first" if h > 1 else "level"
        seen.add(case)
        quotients = []
        for d in (1000, 10_000, 100_000):
            for w in (d**-b, d ** (-b / 2), 1.0, 3.0):
                form = {
                    "first": w**k,
                    "level": w ** (k - (1 - h) / b),
                    "last": w**-m * d ** (1 - t),
                }[case]
                quotients.append(summed(q, m, k, b, w, d) / form)
        widest = [max(x) / min(x) for x in (quotients[:4], quotients[4:8], quotients[8:])]
        # The quotient depends on the place in the window, not on d.
        assert widest[2] < 1.3 * widest[1] < 1.3**2 * widest[0] * 1.3, (q, m, k, b)
    assert seen == {"first", "level", "last"}


L, SQUARE = ("var", "lambda_j"), power(("var", "b_j"), "2")
LEVEL = power(add(L, X), "-1")
RESOLVED, SQUARES = ("trace", mul(L, LEVEL)), ("trace", mul(L, L, LEVEL, LEVEL))
positive = {"constants": ("x",)}


def test_modewise():
    for left, right in (
        (SQUARES, RESOLVED),
        (ZERO, RESOLVED),
        (mul(X, SQUARES), mul(X, RESOLVED)),
        (add(ONE, mul(NEGATIVE, RESOLVED)), add(ONE, mul(NEGATIVE, SQUARES))),
        (mul(X, ("trace", mul(L, LEVEL, LEVEL))), RESOLVED),
        (RESOLVED, RESOLVED),
        (RESOLVED, add(ONE, RESOLVED)),
        (ZERO, ("trace", mul(SQUARE, LEVEL))),
    ):
        assert line(left, "<=", right, "modewise", {}, **positive).rank == "proved"
        refused(left, "<", right, "modewise", {}, **positive)
        if left != right:
            refused(right, "<=", left, "modewise", {}, **positive)
    for left, right in (
        (mul(TWO, SQUARES), RESOLVED),
        (RESOLVED, ("trace", L)),
        (mul(RESOLVED, RESOLVED), mul(TWO, RESOLVED)),
        (add(RESOLVED, ONE), RESOLVED),
        (ONE, RESOLVED),
    ):
        refused(left, "<=", right, "modewise", {}, **positive)


def test_a_product_of_orders():
    weakly = {"sizes": ("d",), "window": ((D, False),)}
    order = Statement("=Theta=", mul(TWO, D), D, **weakly)
    less = Statement("<~", D, power(D, "2"), **weakly)
    negative = Statement("=", mul(NEGATIVE, D), mul(NEGATIVE, D), constants=("d",))
    known = {"order": order, "less": less, "negative": negative}

    def checked(left, right, factors, front=ONE, relation="=Theta="):
        rows = [
            {
                "left": encode_node(known[name].left),
                "right": encode_node(known[name].right),
                "by": {"of": [name, 0], "slacks": [slacks("1")]},
            }
            for name in factors
        ]
        row = {
            "relation": relation,
            "right": encode_node(right),
            "rule": "multiply",
            "factors": rows,
            "front": encode_node(front),
        }
        statement = Statement(relation, left, right, constants=("x",), **weakly)
        recalled = lambda name, _: Line(known[name], "proved")  # noqa: E731
        return check_line(statement, [row], {}, recalled, BOOK, {})

    square = power(D, "2")
    assert checked(mul(num("4"), square), square, ["order", "order"]).rank == "proved"
    assert checked(mul(X, D, TWO), mul(X, D), ["order"], X)
    assert checked(mul(X, D, TWO), D, ["order"], X)
    for left, right, factors, front in (
        (mul(num("4"), square), D, ["order", "order"], ONE),
        (mul(num("4"), square), square, ["order"], ONE),
        (mul(num("3"), square), square, ["order", "order"], ONE),
        (mul(NEGATIVE, TWO, D), mul(NEGATIVE, D), ["order"], NEGATIVE),
        (square, power(D, "3"), ["less", "order"], num("1/2")),
        (D, D, [], D),
        (mul(NEGATIVE, D), mul(NEGATIVE, D), ["negative"], ONE),
    ):
        with pytest.raises(CheckFailed):
            checked(left, right, factors, front)
    for relation in ("<~", "<<", "="):
        with pytest.raises(CheckFailed):
            checked(mul(TWO, D), D, ["order"], relation=relation)
