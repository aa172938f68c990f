"""The rules for sums: what they prove, and false statements with proofs made by hand."""

import itertools
import random

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import Statement, encode_node
from phasecalc.kernel.rules import Step
from phasecalc.kernel.sum_rules import SUMS
from phasecalc.kernel.theorem import MALFORMED, Line, check_line
from phasecalc.proof.search import Search

D, R, M = (("var", n) for n in ("d", "r", "m"))
ONE, MINUS = ("num", "1"), ("num", "-1")
BOOK = Search()


def num(x):
    return ("num", str(x))


def add(*parts):
    return ("add", *parts)


def mul(*parts):
    return ("mul", *parts)


def to(x, e):
    return ("pow", x, num(e))


def less(x):
    return mul(MINUS, x)


def log(x):
    return ("log", x)


# d and r tend to infinity, m is bounded below and above.
WINDOW = ((D, True), (R, True), (M, False), (to(M, -1), False))


def slack(*powers):
    """Exponents for d, r, m and 1/m."""
    return [["num", str(p)] for p in (*powers, *[0] * (4 - len(powers)))]


def row(*powers, by=0, **more):
    """One group over one leading group."""
    return {"by": [[by, ["num", "1"]]], "slacks": slack(*powers), **more}


def lead(*chosen, rest=()):
    return {"lead": list(chosen), "rest": list(rest)}


A = ("var", "a")


def proved(
    relation, left, right, rule, line=None, remainder=None, vanishes=None, where=(">=", A), **data
):
    """Check one line of one step; a is a number that is not negative."""
    statement = Statement(
        relation,
        left,
        right,
        parameters=("a",),
        conditions=(where,),
        sizes=("d", "r", "m"),
        window=WINDOW,
        remainder=remainder,
    )
    step = {"relation": relation, "right": encode_node(right), "rule": rule, **data}
    if remainder is not None:
        step["remainder"] = encode_node(remainder)

    def recalled(label, index):
        if line is None or (label, index) != ("known", 0):
            raise CheckFailed("no such line")
        return Line(line, "proved")

    extra = {
        "witness": {"a": "1"},
        "path": {"d": "1", "r": "1", "m": "0"},
        "vanishes": vanishes or [],
    }
    return check_line(statement, [step], {}, recalled, BOOK, extra)


SMALL = [{"slacks": slack(1)}]
# The logarithm of m is bounded, and may be dropped.
BOUNDED = {
    "of": "m",
    "for": None,
    "power": num(0),
    "part": num(1),
    "above": slack(0, 0, 0, 1),
    "below": slack(0, 0, 1, 0),
}
TRUE = {
    "itself, from below": ("<~", D, D, "below", {"led": lead(0), "parts": [row()]}),
    "a logarithm, from below": (
        "<~",
        log(D),
        D,
        "below",
        {"led": lead(0), "parts": [row(1, logs={"d": slack(1)})]},
    ),
    "a mean of logarithms": (
        "<~",
        mul(to(D, "1/2"), to(R, "1/2"), to(log(D), "1/2"), to(log(R), "1/2")),
        add(mul(D, log(D)), mul(R, log(R))),
        "below",
        {
            "led": lead(0, 1),
            "parts": [
                {"by": [[0, num("1/2")], [1, num("1/2")]], "slacks": slack()},
            ],
        },
    ),
    "a power": ("<<", D, to(D, 2), "small", {"led": lead(0), "parts": [row(1)]}),
    "a negative left side": ("<<", less(D), to(D, 2), "small", {"led": lead(0), "parts": [row(1)]}),
    "a negative denominator below what is negative": (
        "<<",
        ONE,
        mul(less(to(D, 3)), to(add(MINUS, less(D)), -1)),
        "small",
        {"led": lead(0), "parts": [row(3), row(2)]},
    ),
    "a logarithm": (
        "<<",
        to(log(D), 3),
        D,
        "small",
        {"led": lead(0), "parts": [row(1, logs={"d": slack(1)})]},
    ),
    "a falling logarithm": (
        "<<",
        log(D),
        to(log(D), 2),
        "small",
        {"led": lead(0), "parts": [row(falls="d")]},
    ),
    "a logarithm of a logarithm": (
        "<<",
        mul(to(log(D), -1), to(log(log(D)), 5)),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(inner=["log d"], falls="d")]},
    ),
    "a falling logarithm of a logarithm": (
        "<<",
        ONE,
        log(log(D)),
        "small",
        {"led": lead(0), "parts": [row(falls="log d")]},
    ),
    "a logarithm of a logarithm, absorbed": (
        "<<",
        mul(log(log(R)), R),
        to(R, 2),
        "small",
        {"led": lead(0), "parts": [row(0, 1, logs={"log r": slack(0, 1)})]},
    ),
    "a bounded logarithm": (
        "<<",
        log(M),
        D,
        "small",
        {"led": lead(0), "parts": [row(1, 0, 1, 1, logs={"m": slack(0, 0, 1)})]},
    ),
    "a bounded logarithm, traded": (
        "=Theta=",
        add(D, log(M)),
        D,
        "alike",
        {
            "led_left": lead(
                1,
                rest=[
                    row(
                        1,
                        trades=[BOUNDED],
                    )
                ],
            ),
            "led": lead(0),
            "above": [row()],
            "below": [row()],
        },
    ),
    "a mean": (
        "<<",
        mul(to(D, "1/3"), to(R, "1/3")),
        add(D, R),
        "small",
        {
            "led": lead(0, 1),
            "parts": [
                {
                    "by": [[0, ["num", "1/2"]], [1, ["num", "1/2"]]],
                    "slacks": slack("1/6", "1/6"),
                }
            ],
        },
    ),
    "a sum": (
        "=Theta=",
        add(D, less(ONE)),
        add(D, ONE),
        "alike",
        {
            "led_left": lead(1, rest=[row(1)]),
            "led": lead(1, rest=[row(1)]),
            "above": [row()],
            "below": [row()],
        },
    ),
}
CLOSE = {"led": lead(0), "parts": [row(piece=0)], "remainder": to(D, -1), "vanishes": SMALL}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_proved(name):
    relation, left, right, rule, data = TRUE[name]
    assert proved(relation, left, right, rule, **data).rank == "proved"


def test_a_leading_form():
    assert proved("~", add(D, ONE), D, "close", **CLOSE).rank == "proved"


KNOWN = Statement("=Theta=", to(D, 1), R, sizes=("d", "r"), window=((D, True),))
RECALL = {"of": ["known", 0], "left": encode_node(D), "right": encode_node(R), "slacks": [slack(1)]}


def trade(**more):
    """A trade of log r for log d, which is none: r may be far larger than every power of d."""
    plain = {
        "of": "r",
        "for": "d",
        "power": ["num", "1"],
        "part": ["num", "1"],
        "above": slack(1, -1),
        "below": slack(1, 1),
    }
    return {**plain, **more}


ZERO = add(D, less(D))
MODES = ("modes", num(2), num(0), num(1), D, mul(D, M))
# Name: relation, left, right, rule, data. All are false, or say nothing.
FALSE = {
    "a logarithm of a logarithm is bounded": (
        "<<",
        log(log(D)),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(inner=["log d"])]},
    ),
    "by another logarithm": (
        "<<",
        mul(log(log(D)), to(log(R), -1)),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(inner=["log d"], falls="r")]},
    ),
    "a logarithm of a logarithm falls": (
        "<<",
        log(log(D)),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(falls="log d")]},
    ),
    "a logarithm of one that need not grow": (
        "<<",
        ONE,
        mul(D, log(log(M))),
        "small",
        {"led": lead(0), "parts": [row(1, falls="log m")]},
    ),
    "a size traded for a logarithm": (
        "=Theta=",
        log(R),
        log(log(D)),
        "alike",
        {
            "led_left": lead(0),
            "led": lead(0),
            "above": [row(trades=[trade(**{"for": "log d"})])],
            "below": [row(falls="r")],
        },
    ),
    "a larger power, from below": (
        "<~",
        to(D, 2),
        D,
        "below",
        {"led": lead(0), "parts": [row(-1)]},
    ),
    "a logarithm of itself": ("<~", log(D), ONE, "below", {"led": lead(0), "parts": [row()]}),
    "two logarithms": (
        "<~",
        mul(D, log(D)),
        mul(D, to(log(D), "1/2")),
        "below",
        {"led": lead(0), "parts": [row(logs={"d": slack(1)})]},
    ),
    "small from below": ("<<", D, to(D, 2), "below", {"led": lead(0), "parts": [row(1)]}),
    "no order": ("=Theta=", D, D, "below", {"led": lead(0), "parts": [row()]}),
    "weights beyond 1": (
        "<~",
        to(D, 2),
        D,
        "below",
        {"led": lead(0), "parts": [{"by": [[0, num(2)]], "slacks": slack()}]},
    ),
    "a negative lead, from below": ("<~", D, less(D), "below", {"led": lead(0), "parts": [row()]}),
    "itself": ("<<", D, D, "small", {"led": lead(0), "parts": [row()]}),
    "itself, a slack": ("<<", D, D, "small", {"led": lead(0), "parts": [row(1)]}),
    "a larger power": ("<<", to(D, 2), D, "small", {"led": lead(0), "parts": [row(-1)]}),
    "another size": ("<<", D, R, "small", {"led": lead(0), "parts": [row(-1, 1)]}),
    "bounded is not small": ("<<", M, ONE, "small", {"led": lead(0), "parts": [row(0, 0, 0, 1)]}),
    "log of d": (
        "<<",
        log(D),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(logs={"d": slack(1)})]},
    ),
    "log of d, no data": ("<<", log(D), ONE, "small", {"led": lead(0), "parts": [row()]}),
    "log falls": ("<<", log(D), ONE, "small", {"led": lead(0), "parts": [row(falls="d")]}),
    "logs of two": ("<<", log(D), log(R), "small", {"led": lead(0), "parts": [row(falls="r")]}),
    "log in another size": (
        "<<",
        log(R),
        D,
        "small",
        {"led": lead(0), "parts": [row(1, logs={"r": slack(1)})]},
    ),
    "log in the wrong slack": (
        "<<",
        log(R),
        D,
        "small",
        {"led": lead(0), "parts": [row(1, logs={"r": slack(0, 1)})]},
    ),
    "the same logs": ("<<", log(D), log(D), "small", {"led": lead(0), "parts": [row(falls="d")]}),
    "a trade": (
        "<<",
        log(R),
        to(log(D), 2),
        "small",
        {"led": lead(0), "parts": [row(trades=[trade()], falls="d")]},
    ),
    "a trade by a negative power": (
        "<<",
        log(R),
        to(log(D), 2),
        "small",
        {
            "led": lead(0),
            "parts": [
                row(trades=[trade(power=["num", "-1"], above=slack(-1, -1))], falls="d"),
            ],
        },
    ),
    "a trade for nothing": (
        "<<",
        log(D),
        D,
        "small",
        {"led": lead(0), "parts": [row(1, trades=[trade(of="d", **{"for": None})])]},
    ),
    "a trade of a negative part": (
        "<<",
        to(log(D), -1),
        to(log(D), -2),
        "small",
        {
            "led": lead(0),
            "parts": [row(trades=[trade(of="m", part=["num", "-5"])], falls="d")],
        },
    ),
    "a trade for what does not grow": (
        "<<",
        log(D),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(trades=[trade(**{"of": "d", "for": "m"})])]},
    ),
    "weights of sum 2": (
        "<<",
        to(D, "3/2"),
        D,
        "small",
        {"led": lead(0), "parts": [{"by": [[0, ["num", "2"]]], "slacks": slack("1/2")}]},
    ),
    "a negative weight": (
        "<<",
        D,
        add(D, R),
        "small",
        {
            "led": lead(0, 1),
            "parts": [{"by": [[0, ["num", "2"]], [1, ["num", "-1"]]], "slacks": slack(1, -1)}],
        },
    ),
    "no weights": ("<<", D, D, "small", {"led": lead(0), "parts": [{"by": [], "slacks": slack()}]}),
    "a group left out": ("<<", add(D, ONE), D, "small", {"led": lead(0), "parts": [row(1)]}),
    "nothing leads": ("<<", ONE, D, "small", {"led": lead(), "parts": [row(1)]}),
    "a lead named twice": ("<<", ONE, D, "small", {"led": lead(0, 0), "parts": [row(1)]}),
    "a lead by a flag": ("<<", ONE, D, "small", {"led": lead(False), "parts": [row(1)]}),
    "a lead from behind": ("<<", ONE, D, "small", {"led": lead(-1), "parts": [row(1)]}),
    "a negative right side": ("<<", ONE, less(D), "small", {"led": lead(0), "parts": [row(1)]}),
    "a right side of 0": ("<<", ONE, ZERO, "small", {"led": lead(0), "parts": [row(1)]}),
    "a negative lead": (
        "<<",
        ONE,
        add(to(D, "1/2"), less(D)),
        "small",
        {"led": lead(1, rest=[row("1/2")]), "parts": [row(1)]},
    ),
    "a rest that leads": (
        "<<",
        ONE,
        add(R, less(D)),
        "small",
        {"led": lead(1, rest=[row(1)]), "parts": [row(0, 1)]},
    ),
    "a rest left out": (
        "<<",
        ONE,
        add(R, less(D)),
        "small",
        {"led": lead(1), "parts": [row(0, 1)]},
    ),
    "everything leads": (
        "<<",
        ONE,
        add(R, less(D)),
        "small",
        {"led": lead(0, 1), "parts": [row(0, 1)]},
    ),
    "a logarithm that may be negative leads": (
        "<<",
        ONE,
        mul(D, log(M)),
        "small",
        {"led": lead(0), "parts": [row(1)]},
    ),
    "a size in an exponent": (
        "<~",
        ("pow", num(2), D),
        ONE,
        "below",
        {"led": lead(0), "parts": [row()]},
    ),
    "a factor that may be 0": (
        "<~",
        ONE,
        mul(A, D),
        "below",
        {"led": lead(0), "parts": [row(1)]},
    ),
    "a logarithm that is traded and then falls": (
        "<<",
        ONE,
        ONE,
        "small",
        {"led": lead(0), "parts": [row(trades=[BOUNDED], falls="m")]},
    ),
    "a negative denominator": (
        "<<",
        ONE,
        mul(to(D, 3), to(add(MINUS, less(D)), -1)),
        "small",
        {"led": lead(0), "parts": [row(3), row(2)]},
    ),
    "an exponential": ("<<", ("exp", D), ONE, "small", {"led": lead(0), "parts": [row(1)]}),
    "a root of a sum": (
        "<<",
        ("pow", add(D, R), num("1/2")),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(1)]},
    ),
    "a log of a log": ("<<", log(log(D)), ONE, "small", {"led": lead(0), "parts": [row(1)]}),
    "an exponential that is left out": (
        "<<",
        ("exp", D),
        D,
        "small",
        {"led": lead(0), "parts": [row(1)]},
    ),
    "a root that is left out": (
        "<<",
        ("pow", add(D, R), num("1/2")),
        to(D, "1/4"),
        "small",
        {"led": lead(0), "parts": [row("1/4")]},
    ),
    "a negative weight of what is larger": (
        "<<",
        mul(to(D, "3/2"), to(R, -1)),
        add(D, R),
        "small",
        {
            "led": lead(0, 1),
            "parts": [{"by": [[0, ["num", "2"]], [1, ["num", "-1"]]], "slacks": slack("1/2")}],
        },
    ),
    "a logarithm on both sides": (
        "<<",
        log(M),
        mul(D, log(M)),
        "small",
        {"led": lead(0), "parts": [row(1)]},
    ),
    "a sum of modes that may be empty": (
        "<<",
        mul(to(D, -1), MODES),
        MODES,
        "small",
        {"led": lead(0), "parts": [row(1)]},
    ),
    "a power of a logarithm that may be 0": (
        "<<",
        ("pow", log(D), less(A)),
        ONE,
        "small",
        {"led": lead(0), "parts": [row(falls="d")]},
    ),
    "opposite signs": (
        "=Theta=",
        less(D),
        D,
        "alike",
        {"led_left": lead(0), "led": lead(0), "above": [row()], "below": [row()]},
    ),
    "one way only": (
        "=Theta=",
        D,
        to(D, 2),
        "alike",
        {"led_left": lead(0), "led": lead(0), "above": [row(1)], "below": [row(-1)]},
    ),
    "one way, the other left out": (
        "=Theta=",
        D,
        to(D, 2),
        "alike",
        {"led_left": lead(0), "led": lead(0), "above": [row(1)], "below": []},
    ),
    "a difference that vanishes": (
        "=Theta=",
        add(D, less(R)),
        D,
        "alike",
        {"led_left": lead(0, rest=[row()]), "led": lead(0), "above": [row()], "below": [row()]},
    ),
    "another constant": ("~", mul(num(2), D), D, "close", CLOSE),
    "a remainder of 1": (
        "~",
        mul(num(2), D),
        D,
        "close",
        {**CLOSE, "remainder": ONE, "vanishes": [{"slacks": slack()}]},
    ),
    "a remainder too small": (
        "~",
        add(D, ONE),
        D,
        "close",
        {**CLOSE, "remainder": to(D, -2), "vanishes": [{"slacks": slack(2)}]},
    ),
    "a remainder that is negative": ("~", add(D, ONE), D, "close", {**CLOSE, "remainder": less(D)}),
    "turned for nothing": ("~", add(D, ONE), D, "close", {**CLOSE, "turned": True}),
    "a gap left out": ("~", add(D, ONE), D, "close", {**CLOSE, "parts": []}),
    "a piece that is not there": (
        "~",
        add(D, ONE),
        D,
        "close",
        {**CLOSE, "parts": [row(piece=1)]},
    ),
    "another relation": ("=Theta=", D, D, "small", {"led": lead(0), "parts": [row()]}),
    "small by alike": (
        "<<",
        D,
        D,
        "alike",
        {"led_left": lead(0), "led": lead(0), "above": [row()], "below": [row()]},
    ),
    "the other way only": (
        "=Theta=",
        to(D, 2),
        D,
        "alike",
        {"led_left": lead(0), "led": lead(0), "above": [row(-1)], "below": [row(1)]},
    ),
    "an order that is not known": (
        "<<",
        D,
        to(R, 2),
        "small",
        {"led": lead(0), "parts": [row()], "known": [{**RECALL, "of": ["known", 1]}]},
    ),
    "an order of something else": (
        "<<",
        D,
        to(R, 2),
        "small",
        {
            "led": lead(0),
            "parts": [row()],
            "known": [{**RECALL, "right": encode_node(to(R, 2))}],
        },
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refused(name):
    relation, left, right, rule, data = FALSE[name]
    with pytest.raises(CheckFailed):
        proved(relation, left, right, rule, **data)


def test_a_known_order_counts():
    """With d of the order of r, as a line says, d is small against r^2; without, it is not."""
    # Two more products of the window: d/r and r/d.
    known_slack = [*slack(0, 1), ["num", "0"], ["num", "1"]]
    data = {
        "led": lead(0),
        "parts": [{"by": [[0, ["num", "1"]]], "slacks": known_slack}],
        "known": [RECALL],
    }
    assert proved("<<", D, to(R, 2), "small", line=KNOWN, **data)
    with pytest.raises(CheckFailed):
        proved("<<", D, to(R, 2), "small", **data)


def test_a_denominator_of_either_sign_is_refused():
    """With a^2 > 1/4, -d/a may be negative."""
    right, where = mul(less(D), to(A, -1)), (">", add(to(A, 2), num("-1/4")))
    with pytest.raises(CheckFailed, match="step 1"):
        proved("<<", ONE, right, "small", where=where, led=lead(0), parts=[row(1)])


def from_order(left, right, relation, one, other, *powers):
    """A proof by a known order of two further products of the window, powers those of all six."""
    line = Statement("=Theta=", left, right, sizes=("d", "r"), window=((D, True),))
    known = {**RECALL, "left": encode_node(left), "right": encode_node(right)}
    part = {"by": [[0, num(1)]], "slacks": [num(p) for p in powers]}
    rule = {"<~": "below", "<<": "small"}[relation]
    return proved(relation, one, other, rule, line=line, led=lead(0), parts=[part], known=[known])


def test_a_sum_of_known_order_leads():
    """A sum of modes may be empty, but not where it is of the order of r."""
    assert from_order(MODES, R, "<<", R, mul(D, MODES), 1, 0, 0, 0, 1, 0)


def test_a_known_order_with_a_logarithm_is_refused():
    """The sum of 1/j up to d is of the order of log(d), and not bounded."""
    harmonic = ("modes", num(1), num(0), num(1), D, D)
    with pytest.raises(CheckFailed, match="has no logarithms"):
        from_order(harmonic, log(D), "<~", harmonic, ONE, 0, 0, 0, 0, 0, 1)


def test_a_known_order_of_what_is_negative_is_refused():
    """The integral of exp(-u) from d to 1 is negative; turned round it is of the order of 1."""
    turned = ("laplace", num(1), num(1), D)
    with pytest.raises(CheckFailed, match="not above 0"):
        from_order(less(turned), ONE, "<~", ONE, turned, 0, 0, 0, 0, 1, 0)


TIMES = {
    "old": "=Theta=",
    "old_left": encode_node(D),
    "old_right": encode_node(R),
    "by": {"of": ["known", 0], "slacks": [slack(1)]},
    "factor": encode_node(D),
}


def test_a_factor_before_a_known_order():
    made = proved("=Theta=", to(D, 2), mul(D, R), "times", line=KNOWN, **TIMES)
    assert made.rank == "proved"


def test_a_trade_of_a_negative_part_is_refused():
    """With r at most d, 1/log(r) is not below log(d)^(-1/2): d may be exp(r)."""
    window = (*WINDOW, (mul(D, to(R, -1)), False))
    left, right = to(log(R), -1), to(log(D), "-1/2")
    statement = Statement("<<", left, right, sizes=("d", "r", "m"), window=window)
    above, below = [*slack(), ["num", "1"]], [*slack(1, 1), ["num", "0"]]
    swap = trade(part=["num", "-1"], above=above, below=below)
    part = {"by": [[0, ["num", "1"]]], "slacks": [*slack(), ["num", "0"]], "trades": [swap]}
    step = {"relation": "<<", "right": encode_node(right), "rule": "small"}
    step |= {"led": lead(0), "parts": [{**part, "falls": "d"}]}
    path = {"path": {"d": "1", "r": "1", "m": "0"}}
    with pytest.raises(CheckFailed, match="fails"):
        check_line(statement, [step], {}, None, BOOK, path)


def test_a_trade_of_what_is_bounded_on_one_side_only_is_refused():
    """With 1/r tending to infinity, d + log(r) is not of the order of d: r may be exp(-d)."""
    window = ((D, True), (to(R, -1), True))
    statement = Statement("=Theta=", add(D, log(R)), D, sizes=("d", "r"), window=window)

    def pair(x, y):
        return [["num", str(x)], ["num", str(y)]]

    swap = {**trade(power=["num", "0"], above=pair(0, 1), below=pair(0, -1)), "for": None}
    rest = {"by": [[0, ["num", "1"]]], "slacks": pair(1, 0), "trades": [swap]}
    plain = {"by": [[0, ["num", "1"]]], "slacks": pair(0, 0)}
    step = {"relation": "=Theta=", "right": encode_node(D), "rule": "alike"}
    step |= {"led_left": lead(1, rest=[rest]), "led": lead(0), "above": [plain], "below": [plain]}
    with pytest.raises(CheckFailed, match="fails"):
        check_line(statement, [step], {}, None, BOOK, {"path": {"d": "1", "r": "-1"}})


WRONG_TIMES = {
    "another factor": {"factor": encode_node(R)},
    "a negative factor": {"factor": encode_node(less(D))},
    "no factor": {"factor": encode_node(ONE)},
    "zero": {"factor": encode_node(ZERO)},
    "another left side": {"old_left": encode_node(R)},
    "another right side": {"old_right": encode_node(D)},
    "another relation": {"old": "~", "old_remainder": encode_node(to(D, -1))},
    "no relation": {"old": "="},
    "a line that is not there": {"by": {"of": ["known", 3], "slacks": [slack(1)]}},
    "without the window": {"by": {"of": ["known", 0], "slacks": [slack(0, 1)]}},
}


def test_a_leading_form_does_not_follow_from_an_order():
    data = {"remainder": to(D, -1), "vanishes": SMALL}
    with pytest.raises(CheckFailed, match="a leading form does not follow"):
        proved("~", to(D, 2), mul(D, R), "times", line=KNOWN, **data, **TIMES)


def test_an_order_does_not_follow_from_a_negative_leading_form():
    window, rest = ((D, True),), to(D, -1)
    known = Statement("~", less(D), less(R), sizes=("d", "r"), window=window, remainder=rest)
    data = {"old": "~", "old_remainder": encode_node(rest), "factor": encode_node(ONE)}
    sides = {"old_left": encode_node(less(D)), "old_right": encode_node(less(R))}
    with pytest.raises(CheckFailed, match="fails"):
        proved("=Theta=", less(D), less(R), "times", line=known, **TIMES | data | sides)


@pytest.mark.parametrize("name", WRONG_TIMES)
def test_other_factors_are_refused(name):
    with pytest.raises(CheckFailed):
        proved("=Theta=", to(D, 2), mul(D, R), "times", line=KNOWN, **TIMES | WRONG_TIMES[name])


def exact(relation, left, right, *steps, conditions=()):
    statement = Statement(relation, left, right, parameters=("d", "r"), conditions=conditions)
    rows = [{"relation": r, "right": encode_node(x), "rule": rule} for r, x, rule in steps]

    def nothing(label, index):
        raise CheckFailed("nothing is known")

    extra = {"witness": {"d": "1", "r": "1"}}
    return check_line(statement, rows, {}, nothing, BOOK, extra)


ABOVE = ((">", D),)


def test_what_differs_and_what_vanishes():
    assert exact("!=", D, num(0), ("!=", num(0), "differs"), conditions=ABOVE)
    assert exact("!=", num(0), D, ("<", D, "sign"), conditions=ABOVE)
    line = (("=", add(D, less(R))),)
    assert exact("=", to(D, 2), mul(D, R), ("=", mul(D, R), "sign"), conditions=line)


@pytest.mark.parametrize(
    ("relation", "right", "steps", "conditions"),
    [
        ("!=", D, [("!=", D, "differs")], ()),
        ("!=", num(0), [("!=", num(0), "differs")], ()),
        ("!=", R, [("!=", R, "differs")], ABOVE),
        ("!=", D, [("!=", num(0), "differs"), ("!=", D, "differs")], ABOVE),
        ("!=", num(-1), [("!=", num(0), "differs"), ("<", num(-1), "sign")], ABOVE),
        ("<", num(0), [("!=", num(0), "differs")], ABOVE),
        ("=", num(0), [("!=", num(0), "differs")], ABOVE),
        ("=", R, [("=", R, "sign")], ABOVE),
        ("=", num(0), [("=", num(0), "sign")], ((">=", D),)),
        ("!=", num(1), [("<", num(1), "sign")], ABOVE),
    ],
)
def test_false_comparisons_are_refused(relation, right, steps, conditions):
    with pytest.raises(CheckFailed):
        exact(relation, D, right, *steps, conditions=conditions)


def test_random_data_proves_nothing_false():
    """Statements that are false, with exponents, weights and marks drawn at random."""
    draw = random.Random(11)
    pairs = [(D, R), (D, D), (mul(D, M), D), (log(R), log(D)), (to(D, 2), mul(D, R)), (log(D), M)]
    powers = ("0", "1", "-1", "1/2", "2")
    accepted = []
    for left, right in pairs:
        for _ in range(120):
            own = slack(*(draw.choice(powers) for _ in range(4)))
            under = {n: slack(*(draw.choice(powers) for _ in range(4))) for n in ("d", "r")}
            more = draw.choice(
                [
                    {},
                    {"logs": under},
                    {"falls": "d"},
                    {"falls": "r"},
                    {"trades": [trade(above=own)]},
                ]
            )
            part = {"by": [[0, ["num", "1"]]], "slacks": own, **more}
            data = {"led": lead(0), "parts": [part]}
            try:
                proved("<<", left, right, "small", **data)
            except (CheckFailed, *MALFORMED):
                continue
            accepted.append((left, right, data))
    assert accepted == []


def test_random_data_does_prove_what_is_true():
    """The same drawing finds a proof of what is true, so that it can find something."""
    found = 0
    for own in itertools.product(("0", "1", "2"), repeat=2):
        try:
            proved("<<", D, to(D, 2), "small", led=lead(0), parts=[row(*own)])
        except CheckFailed:
            continue
        found += 1
    assert found == 1


@pytest.mark.parametrize("name", SUMS)
def test_a_rule_for_sums_proves_its_own_relations_only(name):
    """Before it reads anything else."""
    for relation in ("=", "<", "<=", "!="):
        with pytest.raises(CheckFailed, match="does not give"):
            SUMS[name][0](None, Step(None, relation, None, None, {}))
