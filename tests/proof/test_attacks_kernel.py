"""False statements as plain data, by the kind of fault that they look for; all are refused."""

import pytest

from tests.proof.documents import INFINITY, add, apply, log, mul, n, node, power, refusal, strong, v

ONE, ZERO = n(1), n(0)
IDENTITY, SIGN, SLOPE, POWERS = ({"rule": r} for r in ("identity", "sign", "slope", "powers"))
REAL = {"parameters": ["a", "b"]}
FREE = {"constants": ["x", "y"]}
D = {"sizes": ["d"], "window": strong("d")}
DT = {"sizes": ["d", "t"], "window": strong("d", "t")}
MODE, FORCE = v("lambda_j"), v("b_j")
HALF = n("1/2")


def tr(body):
    return apply("trace", body)


def lap(s, x, low=0):
    return apply("laplace", s, x, low)


def over(x):
    return power(x, -1)


def where(*rows):
    return {"conditions": [[r, node(e)] for r, e in rows]}


def laplace(case, **slacks):
    """The lemma on integrals, with exponents of the window for each of its hypotheses."""
    rows = {k: [node(x) for x in value] for k, value in slacks.items() if k != "apart"}
    return {"rule": "laplace", "case": case, **rows, "apart": slacks.get("apart", "")}


def modes(case, *d, **more):
    return {"rule": "modes", "case": case, "d": [node(x) for x in d], **more}


def less(*slacks):
    return {"rule": "less", "slacks": [node(x) for x in slacks]}


BOUND = {
    "sum of products": (mul(tr(MODE), tr(MODE)), "=", tr(mul(MODE, MODE)), IDENTITY, {}),
    "sum of a quotient": (tr(over(MODE)), "=", over(tr(MODE)), IDENTITY, {}),
    "sum of a root": (tr(power(MODE, HALF)), "=", tr(power(MODE, HALF)), IDENTITY, {}),
    "sum of ones": (tr(1), "=", ONE, IDENTITY, {}),
    "mode by mode": (tr(mul(MODE, FORCE)), "=", mul(tr(MODE), tr(FORCE)), IDENTITY, {}),
    "sum in a sum": (tr(mul(MODE, tr(MODE))), "=", mul(tr(MODE), tr(MODE)), IDENTITY, {}),
    "names of modes declared": (MODE, "=", MODE, IDENTITY, {"parameters": ["lambda_j"]}),
    "slope in a mode": (tr(MODE), "slope", tr(1), SLOPE, {"variable": "lambda_j"}),
    "positive sum": (ZERO, "<", tr(add(1, MODE)), SIGN, {}),
    "mode in a condition": (ONE, "=", ONE, IDENTITY, where((">", MODE))),
    "mode as a power": (tr(power("x", MODE)), "=", tr(1), IDENTITY, FREE),
    "one sum under another": (
        mul(tr(1), tr(MODE)),
        "=",
        mul(tr(MODE), tr(MODE), over(tr(MODE))),
        IDENTITY,
        {},
    ),
}

WINDOW = {
    "a weak rate for ~": (
        lap(1, "t"),
        "~",
        over("t"),
        laplace("time", x=[1]),
        {"sizes": ["t"], "window": [[v("t"), False]], "remainder": apply("exp", mul(-1, "t"))},
    ),
    "no window": (lap(1, "t"), "=Theta=", over("t"), laplace("time", x=[]), {"sizes": ["t"]}),
    "early where the rate grows": (lap(1, "d"), "=Theta=", ONE, laplace("early", x=[1]), D),
    "early by a negative slack": (lap(1, "d"), "=Theta=", ONE, laplace("early", x=[-1]), D),
    "end with a bounded end": (
        lap(-1, 1, "t"),
        "=Theta=",
        over("t"),
        laplace("end", x_low=[0], low=[0]),
        {"sizes": ["t"], "window": [[over("t"), False]]},
    ),
    "end where the rate is too large": (
        lap(-1, power("d", 2), over("d")),
        "=Theta=",
        v("d"),
        laplace("end", x_low=[-1], low=[1]),
        D,
    ),
    "time where the end is too late": (
        lap(1, power("d", 2), over("d")),
        "=Theta=",
        power("d", -2),
        laplace("time", x=[2], x_low=[-1], low=[1]),
        D,
    ),
    "logarithm at a bounded product": (
        lap(0, "d", over("d")),
        "=Theta=",
        log("d"),
        laplace("log", x=[1], x_low=[0], low=[1]),
        D,
    ),
    "logarithm of the end alone": (
        lap(0, "t", over("d")),
        "=Theta=",
        log("d"),
        laplace("log", x=[0, 1], x_low=[1, 0], low=[1, 0]),
        {"sizes": ["d", "t"], "window": [[mul("d", over("t")), True], [v("t"), False]]},
    ),
    "less by slacks of both signs": (
        mul("d", over("t")),
        "<~",
        ONE,
        less(-1, 1),
        DT,
    ),
    "smaller by a weak product": (
        over("t"),
        "<<",
        ONE,
        less(1),
        {"sizes": ["t"], "window": [[v("t"), False]]},
    ),
    "slacks for another window": (over("t"), "<~", ONE, less(1, 1, 0), DT),
    "slack that is a size": (over("t"), "<~", ONE, less("t", 0), DT),
    "modes of a weak number": (
        apply("modes", HALF, 0, 1, "d", "d"),
        "=Theta=",
        power("d", HALF),
        modes("scale", 1),
        {"sizes": ["d"], "window": [[v("d"), False]]},
    ),
    "sum of two sizes": (add("d", "t"), "=Theta=", v("d"), POWERS, DT),
    "power of a sum of sizes": (
        power(add("d", "t"), HALF),
        "=Theta=",
        power("d", HALF),
        POWERS,
        DT,
    ),
    "window of a sum": (
        v("d"),
        "<~",
        v("d"),
        less(0),
        {"sizes": ["d"], "window": strong(add(1, "d"))},
    ),
    "window of a logarithm": (
        log("d"),
        "<~",
        log("d"),
        less(0),
        {"sizes": ["d"], "window": strong(log("d"))},
    ),
    "logarithm of what need not grow": (
        log("d"),
        "=Theta=",
        log("d"),
        POWERS,
        {"sizes": ["d"], "window": [[v("d"), False]]},
    ),
    "logarithm of what falls": (
        log("d"),
        "=Theta=",
        log("d"),
        POWERS,
        {"sizes": ["d"], "window": strong(over("d"))},
    ),
    "logarithm of one of two": (
        log("t"),
        "=Theta=",
        log("t"),
        POWERS,
        {"sizes": ["d", "t"], "window": strong(mul("d", "t"))},
    ),
}


def tilde(left, right, rest, step, vanish, window=D):
    return left, "~", right, step, {"remainder": rest, "extra": {"vanishes": vanish}, **window}


SLACK = [{"slacks": [ONE]}]
DECAY = apply("exp", mul(-1, "d"))
SQUARES = apply("modes", 2, 0, 1, "d", "d")
REMAINDERS = {
    "power that stays": tilde(
        SQUARES, ("zeta", n(2)), ONE, modes("first", 1), [{"slacks": [ZERO]}]
    ),
    "power that grows": tilde(
        SQUARES, ("zeta", n(2)), v("d"), modes("first", 1), [{"slacks": [n(-1)]}]
    ),
    "none": tilde(SQUARES, ("zeta", n(2)), ZERO, modes("first", 1), SLACK),
    "negative": tilde(SQUARES, ("zeta", n(2)), mul(-1, over("d")), modes("first", 1), SLACK),
    "smaller": tilde(
        SQUARES, ("zeta", n(2)), power("d", -2), modes("first", 1), [{"slacks": [n(2)]}]
    ),
    "exponential in place of a power": tilde(
        SQUARES,
        ("zeta", n(2)),
        DECAY,
        modes("first", 1),
        [{"slacks": [ZERO], "rate": [ONE], "power": ZERO}],
    ),
    "exponential that stays": tilde(
        lap(2, "d"),
        power("d", -2),
        mul("d", apply("exp", -1)),
        laplace("time", x=[1]),
        [{"slacks": [ZERO], "rate": [ZERO], "power": ONE}],
    ),
    "exponential that grows": tilde(
        lap(2, "d"),
        power("d", -2),
        mul("d", apply("exp", "d")),
        laplace("time", x=[1]),
        [{"slacks": [ZERO], "rate": [ONE], "power": ONE}],
    ),
    "a faster exponential": tilde(
        lap(2, "d"),
        power("d", -2),
        mul("d", apply("exp", mul(-2, "d"))),
        laplace("time", x=[1]),
        [{"slacks": [ZERO], "rate": [ONE], "power": ONE}],
    ),
    "a smaller power before the exponential": tilde(
        lap(2, "d"),
        power("d", -2),
        DECAY,
        laplace("time", x=[1]),
        [{"slacks": [ZERO], "rate": [ONE], "power": ZERO}],
    ),
    "error in place of the end": tilde(
        lap(2, "d", power("d", -2)),
        power("d", -2),
        mul("d", DECAY),
        laplace("time", x=[1], x_low=[1], low=[2]),
        [{"slacks": [ZERO], "rate": [ONE], "power": ONE}],
    ),
    "logarithm of another product": tilde(
        apply("modes", 1, 0, 1, "d", "d"),
        log("d"),
        over(log(power("d", 2))),
        modes("log", 1),
        SLACK,
    ),
    "twice the logarithm": tilde(
        apply("modes", 1, 0, 1, "d", "d"), mul(2, log("d")), over(log("d")), modes("log", 1), SLACK
    ),
    "power in place of the logarithm": tilde(
        apply("modes", 1, 0, 1, "d", "d"), log("d"), over("d"), modes("log", 1), SLACK
    ),
    "square of the logarithm": tilde(
        apply("modes", 1, 0, 1, "d", "d"), log("d"), power(log("d"), -2), modes("log", 1), SLACK
    ),
    "zeta of another exponent": tilde(SQUARES, ("zeta", n(3)), over("d"), modes("first", 1), SLACK),
    "end without its power": tilde(
        lap("-1/2", "d", power("d", -2)),
        mul(2, "d"),
        over("d"),
        laplace("end", x=[1], x_low=[1], low=[2], apart="+"),
        SLACK,
    ),
    "end at the critical index": tilde(
        lap(-1, "d", power("d", -2)),
        power("d", 2),
        add(over("d"), over("d")),
        laplace("end", x=[1], x_low=[1], low=[2]),
        SLACK * 2,
    ),
    "end at the critical index, said to be apart": tilde(
        lap(-1, "d", power("d", -2)),
        power("d", 2),
        add(over("d"), over("d")),
        laplace("end", x=[1], x_low=[1], low=[2], apart="-"),
        SLACK * 2,
    ),
    "identity as ~": tilde(v("d"), mul(2, "d"), over("d"), IDENTITY, SLACK),
}

SCALE = apply("modes", HALF, 0, 1, "d", "d")
UNIFORM = {
    "ridge that falls": (
        apply("modes", 2, over("d"), 2, "d", INFINITY),
        "=Theta=",
        ONE,
        modes("first", 1),
        D,
    ),
    "ridge of another size": (
        apply("modes", 2, "t", 2, "d", INFINITY),
        "=Theta=",
        ONE,
        modes("first", 1, 0),
        DT,
    ),
    "ridge with a sum": (
        apply("modes", 2, add(1, "d"), 2, "d", INFINITY),
        "=Theta=",
        ONE,
        modes("first", 1),
        D,
    ),
    "top of another size": (
        apply("modes", HALF, 0, 1, "d", "t"),
        "=Theta=",
        power("d", HALF),
        modes("scale", 1, 0),
        DT,
    ),
    "top beyond": (
        apply("modes", HALF, 0, 1, "d", mul("d", log("d"))),
        "=Theta=",
        power("d", HALF),
        modes("scale", 1),
        D,
    ),
    "top with a shift": (
        apply("modes", HALF, 0, 1, "d", add("d", 1)),
        "=Theta=",
        power("d", HALF),
        modes("scale", 1),
        D,
    ),
    "factor of a logarithm": (mul("d", log("d")), "=Theta=", v("d"), POWERS, D),
    "factor of an exponential": (mul("d", apply("exp", over("d"))), "=Theta=", v("d"), POWERS, D),
    "size in the exponent of a constant": (power(2, "d"), "<~", ONE, less(0), D),
    "size in its own exponent": (power("d", over("d")), "=Theta=", ONE, POWERS, D),
    "size under zeta": (apply("zeta", add(1, "d")), "=Theta=", ONE, POWERS, D),
    "size in a series": (apply("geometric", over(add(1, "d"))), "=Theta=", ONE, POWERS, D),
    "size in a moment": (apply("moment", 0, "d", 2, INFINITY), "=Theta=", ONE, POWERS, D),
    "size in the end of a moment": (apply("moment", 0, 1, 2, "d"), "=Theta=", v("d"), POWERS, D),
    "size under a root": (power(add(1, "d"), HALF), "=Theta=", ONE, POWERS, D),
    "size in a rate and a factor": (
        mul("t", lap(1, "d")),
        "=Theta=",
        over("d"),
        laplace("time", x=[1, 0]),
        DT,
    ),
    "condition on a size": (
        ONE,
        "=",
        ONE,
        IDENTITY,
        {"sizes": ["d"], **where((">", add("d", -1)))},
    ),
    "condition on a size in an order": (
        over("d"),
        "<~",
        ONE,
        less(),
        {"sizes": ["d"], **where((">", add("d", -1)))},
    ),
    "weight that is a size": (
        power("d", "t"),
        "<~",
        add("d", ONE),
        {"rule": "mean", "weights": [v("t"), add(1, mul(-1, "t"))], "slacks": [ZERO, ZERO]},
        DT,
    ),
}

SIGNS = {
    "constant above one": (ONE, "<", v("x"), SIGN, FREE),
    "constant below its square": (v("x"), "<=", power("x", 2), SIGN, FREE),
    "parameter is positive": (ZERO, "<", v("a"), SIGN, REAL),
    "square is positive": (ZERO, "<", power("a", 2), SIGN, REAL),
    "root of a parameter": (power("a", HALF), "=", power("a", HALF), IDENTITY, REAL),
    "root on the edge": (
        power("a", HALF),
        "=",
        power("a", HALF),
        IDENTITY,
        {**REAL, **where((">=", "a"))},
    ),
    "reciprocal turns": (
        over("a"),
        "<",
        over("b"),
        SIGN,
        {**REAL, **where((">", add("a", mul(-1, "b"))))},
    ),
    "strict from weak": (
        v("b"),
        "<",
        v("a"),
        SIGN,
        {**REAL, **where((">=", add("a", mul(-1, "b"))))},
    ),
    "negative constant": (
        ONE,
        "=",
        ONE,
        IDENTITY,
        {**FREE, **where((">", mul(-1, "x"))), "extra": {"witness": {"x": "-1"}}},
    ),
    "no witness": (ONE, "=", ONE, IDENTITY, {**REAL, **where((">", "a"))}),
    "wrong witness": (
        ONE,
        "=",
        ONE,
        IDENTITY,
        {**REAL, **where((">", "a")), "extra": {"witness": {"a": "0"}}},
    ),
    "empty region": (ZERO, "<", ZERO, SIGN, {**REAL, **where((">", "a"), (">", mul(-1, "a")))}),
    "zero above zero": (ONE, "=", ONE, IDENTITY, where((">", ZERO))),
    "log above zero": (ZERO, "<", log("x"), SIGN, FREE),
    "log below its argument": (log("x"), "<", v("x"), SIGN, FREE),
    "log of three halves": (ZERO, "<", log("2/3"), SIGN, {}),
}

BRANCHES = {
    "root of a square": (power(power("a", 2), HALF), "=", v("a"), IDENTITY, REAL),
    "root of a fourth power": (power(power("a", 4), "1/4"), "=", v("a"), IDENTITY, REAL),
    "square of a root": (power(power("a", HALF), 2), "=", v("a"), IDENTITY, REAL),
    "power of a product": (
        power(mul("a", "b"), HALF),
        "=",
        mul(power("a", HALF), power("b", HALF)),
        IDENTITY,
        {**REAL, **where((">", mul("a", "b")))},
    ),
    "log of a product": (
        log(mul("a", "b")),
        "=",
        add(log("a"), log("b")),
        IDENTITY,
        {**REAL, **where((">", mul("a", "b")))},
    ),
    "log of a square": (
        log(power("a", 2)),
        "=",
        mul(2, log("a")),
        IDENTITY,
        {**REAL, **where((">", power("a", 2)))},
    ),
    "root of a number below zero": (power(-4, HALF), "=", n(2), IDENTITY, {}),
    "cube root below zero": (power(-8, "1/3"), "=", n(-2), IDENTITY, {}),
    "exponents multiply": (
        power(power("x", "a"), "b"),
        "=",
        power("x", add("a", "b")),
        IDENTITY,
        {**REAL, "constants": ["x"]},
    ),
    "tower from below": (
        power("x", power("a", 2)),
        "=",
        power(power("x", "a"), 2),
        IDENTITY,
        {**REAL, "constants": ["x"]},
    ),
    "log of a sum": (log(add("x", "y")), "=", mul(log("x"), log("y")), IDENTITY, FREE),
    "exp of a log": (apply("exp", log("x")), "=", over("x"), IDENTITY, FREE),
    "two roots": (power(2, HALF), "=", power(3, HALF), IDENTITY, {}),
    "root and number": (power(2, HALF), "=", ("num", "0", "-1", 2), IDENTITY, {}),
    "pi squared": (("zeta", n(2)), "=", mul(power(("pi",), 2), "1/8"), IDENTITY, {}),
    "Gamma shifted too far": (
        apply("gamma", add("a", 1)),
        "=",
        mul("a", apply("gamma", "a")),
        IDENTITY,
        {**REAL, **where((">", add("a", 1))), "extra": {"witness": {"a": "1"}}},
    ),
    "Gamma at one half": (apply("gamma", HALF), "=", ("pi",), IDENTITY, {}),
}

HOLES = {
    "quotient of itself": (mul("a", over("a")), "=", ONE, IDENTITY, REAL),
    "zero power of a hole": (power(over("a"), 0), "=", ONE, IDENTITY, REAL),
    "zero times a hole": (mul(0, over("a")), "=", ZERO, IDENTITY, REAL),
    "hole in an exponent": (
        power("x", mul("a", over("a"))),
        "=",
        v("x"),
        IDENTITY,
        {**REAL, "constants": ["x"]},
    ),
    "difference of holes": (add(over("a"), mul(-1, over("a"))), "=", ZERO, IDENTITY, REAL),
    "hole inside": (
        over(add("a", mul(-1, "b"))),
        "=",
        over(add("a", mul(-1, "b"))),
        IDENTITY,
        {**REAL, **where((">=", add("a", mul(-1, "b"))))},
    ),
    "log of zero": (mul(0, log("a")), "=", ZERO, IDENTITY, REAL),
    "zeta at one": (
        mul(0, apply("zeta", "a")),
        "=",
        ZERO,
        IDENTITY,
        {**REAL, **where((">=", add("a", -1)))},
    ),
    "Gamma at zero": (
        mul(0, apply("gamma", "a")),
        "=",
        ZERO,
        IDENTITY,
        {**REAL, **where((">=", "a"))},
    ),
    "harmonic sum": (mul(0, apply("modes", 1, 0, 2, "x", INFINITY)), "=", ZERO, IDENTITY, FREE),
    "ridge that does not help": (
        mul(0, apply("modes", 2, 1, -1, "x", INFINITY)),
        "=",
        ZERO,
        IDENTITY,
        FREE,
    ),
    "moment at its end": (mul(0, apply("moment", 1, 1, 2, 1)), "=", ZERO, IDENTITY, FREE),
    "moment at infinity": (mul(0, apply("moment", 0, 1, 1, INFINITY)), "=", ZERO, IDENTITY, FREE),
    "integral at zero": (mul(0, lap(0, 1)), "=", ZERO, IDENTITY, FREE),
    "integral with a real end": (mul(0, lap(1, 1, "a")), "=", ZERO, IDENTITY, REAL),
    "series at minus one": (mul(0, apply("geometric", -1)), "=", ZERO, IDENTITY, {}),
    "infinity": (add(INFINITY, 1), "=", INFINITY, IDENTITY, {}),
    "infinite end": (mul(0, lap(1, 1, INFINITY)), "=", ZERO, IDENTITY, {}),
    "mode that may be met": (
        tr(over(add(MODE, mul(-1, "a")))),
        "=",
        tr(over(add(MODE, mul(-1, "a")))),
        IDENTITY,
        REAL,
    ),
    "another mode given": (
        tr(over(add(MODE, mul(-1, "a")))),
        "=",
        tr(over(add(MODE, mul(-1, "a")))),
        IDENTITY,
        {**REAL, "given": [["!=", add(MODE, mul(-1, "b"))]]},
    ),
    "sum given, terms not": (
        tr(over("a")),
        "=",
        mul(tr(1), over("a")),
        IDENTITY,
        {**REAL, "given": [["!=", add("a", 1)]]},
    ),
    "slope at a hole": (mul("a", over("a")), "slope", ZERO, SLOPE, {**REAL, "variable": "a"}),
    "slope of a root at zero": (
        power("a", HALF),
        "slope",
        mul(HALF, power("a", "-1/2")),
        SLOPE,
        {**REAL, **where((">=", "a")), "variable": "a"},
    ),
    "slope of a power of zero": (
        power("a", "b"),
        "slope",
        mul("b", power("a", add("b", -1))),
        SLOPE,
        {**REAL, "variable": "a"},
    ),
}

BOUNDS = {
    "weights above one": (
        mul("x", "x"),
        "<=",
        add("x", "y"),
        {"rule": "weighted", "weights": [n(2), n(-1)]},
        FREE,
    ),
    "weights without their factor": (
        mul(power("x", HALF), power("y", HALF)),
        "<=",
        mul(HALF, add("x", "y")),
        {"rule": "weighted", "weights": [HALF, HALF]},
        FREE,
    ),
    "weights below one together": (
        power(mul("x", "y"), "1/4"),
        "<=",
        add("x", "y"),
        {"rule": "weighted", "weights": [n("1/4"), n("1/4")]},
        FREE,
    ),
    "weighted and strict": (
        mul(2, power(mul("x", "y"), HALF)),
        "<",
        add("x", "y"),
        {"rule": "weighted", "weights": [HALF, HALF]},
        FREE,
    ),
    "terms of no sign": (
        mul(2, power(mul("a", "b"), HALF)),
        "<=",
        add("a", "b"),
        {"rule": "weighted", "weights": [HALF, HALF]},
        REAL,
    ),
    "weight of either sign": (
        v("x"),
        "<=",
        add("x", "y"),
        {"rule": "weighted", "weights": [v("a"), add(1, mul(-1, "a"))]},
        {**REAL, **FREE},
    ),
}

RAISED = {"relation": "<", "left": v("x"), "right": mul(2, "x"), "constants": ["x"]}
RECALLS = {
    "raised below zero": (over("x"), "<", over(mul(2, "x")), -1, 1, False),
    "turned above zero": (mul(2, "x"), "<", v("x"), 1, 1, True),
    "raised to zero": (ONE, "<", ONE, 0, 1, False),
    "times a negative factor": (mul(-1, "x"), "<", mul(-2, "x"), 1, -1, False),
    "times a factor of no sign": (mul("a", "x"), "<", mul(2, "a", "x"), 1, v("a"), False),
    "power of no sign": (power("x", "a"), "<", power(mul(2, "x"), "a"), v("a"), 1, False),
    "weak from strict": (v("x"), "<=", mul(2, "x"), 1, 1, False),
}

KINDS = {
    "bound": BOUND,
    "window": WINDOW,
    "remainders": REMAINDERS,
    "uniform": UNIFORM,
    "signs": SIGNS,
    "branches": BRANCHES,
    "holes": HOLES,
    "bounds": BOUNDS,
}
ALL = [(kind, name) for kind, rows in KINDS.items() for name in rows]


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_false_statements_are_refused(kind, name):
    left, relation, right, step, hypotheses = KINDS[kind][name]
    if hypotheses.get("conditions") and "extra" not in hypotheses and name != "no witness":
        hypotheses = {**hypotheses, "extra": {"witness": {"a": "2", "b": "1", "x": "1"}}}
    message = refusal(left, relation, right, step, **hypotheses)
    assert message
    assert "malformed" not in message


@pytest.mark.parametrize("name", RECALLS)
def test_what_is_recalled_is_raised_by_the_rules_of_powers(name):
    left, relation, right, e, factor, turned = RECALLS[name]
    step = {
        "rule": "raised",
        "by": {"of": ["old", 0]},
        "low": v("x"),
        "high": mul(2, "x"),
        "power": node(e),
        "factor": node(factor),
        "turned": turned,
    }
    assert refusal(left, relation, right, step, lines=[RAISED], constants=["x"], parameters=["a"])
    true = {**step, "power": n(2), "factor": n(3), "turned": False}
    sides = mul(3, power("x", 2)), "<", mul(12, power("x", 2))
    assert not refusal(*sides, true, lines=[RAISED], constants=["x"], parameters=["a"])
