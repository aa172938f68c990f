"""The rules with data of one's own: each true step is accepted, what it lacks is refused."""

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel.language import Statement, encode_node, substitute
from phasecalc.kernel.theorem import Line, check_line
from tests.kernel.test_lemmas import (
    BOOK,
    A,
    D,
    T,
    X,
    add,
    line,
    mul,
    num,
    power,
    refused,
    slacks,
)

TWO, ONE, ZERO, NEGATIVE = num("2"), num("1"), num("0"), num("-1")
Y = ("var", "y")
grown = {"sizes": ("d",), "window": ((D, True),)}
weakly = {"sizes": ("d",), "window": ((D, False),)}
fixed = {"constants": ("x", "y")}


def test_signs():
    for relation, left, right in (
        ("<", ONE, A),
        ("<=", ONE, A),
        ("<=", A, A),
        ("<", ONE, power(A, "2")),
        ("<", power(A, "-1"), ONE),
    ):
        assert line(left, relation, right, "sign", {}).rank == "proved"
        if left != right:
            refused(right, relation, left, "sign", {})
    refused(A, "<", A, "sign", {})
    refused(TWO, "<=", A, "sign", {})
    assert line(A, "=", A, "sign", {}).rank == "proved"
    refused(A, "=", TWO, "sign", {})
    refused(A, "=", power(A, "2"), "sign", {})
    refused(("pow", X, A), "<=", ("pow", Y, A), "sign", {}, **fixed)
    assert line(A, "=", A, "identity", {})
    refused(A, "<=", A, "identity", {})


def test_powers_of_sizes():
    twice = mul(TWO, D)
    assert line(twice, "=Theta=", D, "powers", {}, **grown)
    assert line(mul(X, ("pow", D, A)), "=Theta=", ("pow", D, A), "powers", {}, **fixed, **grown)
    for left, right in ((D, ONE), (D, power(D, "2")), (mul(NEGATIVE, D), D), (D, ("log", D))):
        refused(left, "=Theta=", right, "powers", {}, **grown)
    for relation in ("<~", "<<"):
        refused(twice, relation, D, "powers", {}, **grown)
    # The sign of x - y is not known, so that neither is that of the product.
    open_ = mul(D, add(X, mul(NEGATIVE, Y)))
    refused(open_, "=Theta=", D, "powers", {}, **fixed, **grown)
    refused(D, "=Theta=", open_, "powers", {}, **fixed, **grown)


def test_what_is_less():
    zero, one = {"slacks": slacks("0")}, {"slacks": slacks("1")}
    square = power(D, "2")
    assert line(D, "<~", square, "less", one, **weakly)
    assert line(D, "<<", square, "less", one, **grown)
    assert line(mul(TWO, D), "<~", D, "less", zero, **weakly)
    refused(D, "<<", square, "less", one, **weakly)
    refused(mul(TWO, D), "<<", D, "less", zero, **grown)
    refused(D, "=Theta=", square, "less", one, **grown)
    for how in ("-1", "0", "1", "2"):
        refused(square, "<~", D, "less", {"slacks": slacks(how)}, **grown)
    for wrong in (slacks("2"), slacks("0"), [], slacks("1", "0"), "1"):
        refused(D, "<~", square, "less", {"slacks": wrong}, **grown)
    refused(mul(NEGATIVE, D), "<~", square, "less", one, **grown)
    refused(D, "<~", mul(NEGATIVE, square), "less", one, **grown)
    # Exponents of the window are free of sizes, in declared names.
    for name in ("d", "z"):
        refused(D, "<~", square, "less", {"slacks": [["var", name]]}, **grown)
    two = {"sizes": ("d", "t"), "window": ((D, True), (T, False))}
    assert line(ONE, "<<", mul(D, T), "less", {"slacks": slacks("1", "1")}, **two)
    refused(ONE, "<<", T, "less", {"slacks": slacks("0", "1")}, **two)
    assert line(ONE, "<~", T, "less", {"slacks": slacks("0", "1")}, **two)


HALVES = {"weights": slacks("1/2", "1/2"), "slacks": slacks("0", "0")}
both = {"sizes": ("d", "t"), "window": ((D, True), (T, False))}


def test_means_of_terms():
    middle, terms = mul(("pow", D, num("1/2")), ("pow", T, num("1/2"))), add(D, T)
    assert line(middle, "<~", terms, "mean", HALVES, **both)
    # A smaller product too: here t^(1/2) is left to the window.
    smaller = {**HALVES, "slacks": slacks("0", "1/2")}
    assert line(("pow", D, num("1/2")), "<~", terms, "mean", smaller, **both)
    refused(mul(D, T), "<~", terms, "mean", HALVES, **both)
    refused(middle, "<~", terms, "mean", smaller, **both)
    refused(middle, "=Theta=", terms, "mean", HALVES, **both)
    refused(middle, "<<", terms, "mean", HALVES, **both)
    refused(mul(D, T), "<~", terms, "mean", {**HALVES, "weights": slacks("1", "1")}, **both)
    refused(
        mul(power(D, "2"), power(T, "-1")), "<~", terms, "mean",
        {**HALVES, "weights": slacks("2", "-1")}, **both,
    )  # fmt: skip
    refused(middle, "<~", terms, "mean", {**HALVES, "weights": slacks("1/2")}, **both)
    refused(middle, "<~", add(D, mul(NEGATIVE, T)), "mean", HALVES, **both)
    refused(mul(NEGATIVE, middle), "<~", terms, "mean", HALVES, **both)


def test_the_largest_term():
    terms = add(D, ONE)
    how = {"slacks": [slacks("0"), slacks("1")]}
    assert line(terms, "=Theta=", D, "largest", how, **weakly)
    refused(terms, "~", D, "largest", how, **weakly)
    refused(terms, "<~", D, "largest", how, **weakly)
    # No term is attained: d + 1 is not of the order of d^2.
    above = {"slacks": [slacks("1"), slacks("2")]}
    refused(terms, "=Theta=", power(D, "2"), "largest", above, **weakly)
    for s in (slacks("-1"), slacks("0"), slacks("1"), []):
        refused(terms, "=Theta=", ONE, "largest", {"slacks": [s, slacks("0")]}, **weakly)
    refused(terms, "=Theta=", D, "largest", {"slacks": [slacks("0")]}, **weakly)
    refused(terms, "=Theta=", D, "largest", {"slacks": how["slacks"] * 2}, **weakly)
    refused(add(D, NEGATIVE), "=Theta=", D, "largest", how, **weakly)
    refused(terms, "=Theta=", mul(NEGATIVE, D), "largest", how, **weakly)


SLOPES = [
    (num("3"), ZERO, ONE),
    (X, ONE, ZERO),
    (power(X, "3"), mul(num("3"), power(X, "2")), power(X, "2")),
    (power(X, "-1"), mul(NEGATIVE, power(X, "-2")), power(X, "-2")),
    (("pow", X, A), mul(A, ("pow", X, add(A, NEGATIVE))), ("pow", X, add(A, NEGATIVE))),
    (mul(X, X, Y), mul(TWO, X, Y), mul(X, Y)),
    (add(X, mul(X, X)), add(ONE, mul(TWO, X)), mul(TWO, X)),
    (("log", X), power(X, "-1"), X),
    (("log", add(power(X, "2"), ONE)), mul(TWO, X, power(add(power(X, "2"), ONE), "-1")), X),
    (("exp", mul(NEGATIVE, X)), mul(NEGATIVE, ("exp", mul(NEGATIVE, X))), ("exp", X)),
    (
        ("trace", power(add(("var", "lambda_j"), X), "-1")),
        mul(NEGATIVE, ("trace", power(add(("var", "lambda_j"), X), "-2"))),
        ("trace", power(add(("var", "lambda_j"), X), "-2")),
    ),
]


@pytest.mark.parametrize(("left", "right", "wrong"), SLOPES)
def test_slopes(left, right, wrong):
    more = {**fixed, "variable": "x"}
    assert line(left, "slope", right, "slope", {}, **more)
    refused(left, "slope", wrong, "slope", {}, **more)
    if left != num("3"):
        refused(left, "slope", right, "slope", {}, **{**more, "variable": "y"})


OLD = Statement(
    "=Theta=", ("pow", T, A), mul(X, ("pow", T, A)), ("a",), ((">", add(A, NEGATIVE)),), ("x",),
    ("t",), ((T, True),),
)  # fmt: skip


def recalled(statement, values, slack=None, *, old=OLD, **data):
    """Check a line that is an earlier one at values."""
    row = {
        "relation": statement.relation,
        "right": encode_node(statement.right),
        "rule": "recall",
        "of": ["old", 0],
        "values": {k: encode_node(v) for k, v in values.items()},
        "slacks": [] if slack is None else [slack],
        **data,
    }
    if statement.remainder is not None:
        row["remainder"] = encode_node(statement.remainder)
    extra = {"witness": {"a": "3"}, "vanishes": [{"slacks": slacks("1")}]}
    line = Line(old, "proved, resting on lemmas", ("a lemma",))
    return check_line(statement, [row], {}, lambda *_: line, BOOK, extra)


def not_recalled(*arguments, **more):
    with pytest.raises(CheckFailed):
        recalled(*arguments, **more)


def at(values, relation="=Theta=", **more):
    """The earlier statement at t = d^2, x = 5, the region a > 1 and d -> oo, or at others."""
    full = {"t": power(D, "2"), "x": num("5"), **values}
    more = {
        "parameters": ("a",), "conditions": OLD.conditions, "sizes": ("d",),
        "window": ((D, True),), **more,
    }  # fmt: skip
    left, right = (substitute(e, full) for e in (OLD.left, OLD.right))
    return Statement(relation, left, right, **more), full


def test_a_statement_at_other_values():
    found = recalled(*at({}), slacks("2"))
    assert (found.rank, found.rests_on) == ("proved, resting on lemmas", ("a lemma",))
    assert recalled(*at({}, "<~"), slacks("2"))
    statement, values = at({})
    turned = Statement(**{**vars(statement), "left": statement.right, "right": statement.left})
    assert recalled(turned, values, slacks("2"))
    not_recalled(*at({}, "<<"), slacks("2"))
    for slack in (slacks("1"), slacks("0"), slacks("-2"), [], slacks("2", "0"), "2", None):
        not_recalled(*at({}), slack)
    # Window, region, uniformity and sign, each in turn.
    not_recalled(*at({}, window=((D, False),)), slacks("2"))
    not_recalled(*at({"t": power(D, "-1")}), slacks("-1"))
    for conditions in ((), ((">", A),), ((">=", add(A, NEGATIVE)),)):
        not_recalled(*at({}, conditions=conditions), slacks("2"))
    not_recalled(*at({"x": D}), slacks("2"))
    not_recalled(*at({"x": ("log", D)}), slacks("2"))
    not_recalled(*at({"x": NEGATIVE}), slacks("2"))
    not_recalled(*at({"x": ZERO}), slacks("2"))
    not_recalled(*at({"a": D}), slacks("2"))
    # A name that is not in it, and one without a value that is not declared here.
    statement, values = at({})
    not_recalled(statement, {**values, "z": ONE}, slacks("2"))
    not_recalled(statement, {"t": values["t"]}, slacks("2"))
    not_recalled(statement, {**values, "x": num("6")}, slacks("2"))
    for of in (["old"], ["old", "0"], [0, 0], ["old", True], "old", None):
        not_recalled(statement, values, slacks("2"), of=of)


def test_a_size_may_be_a_logarithm():
    """It tends to infinity as log d does, which is said; and so does d log d."""
    assert recalled(*at({"t": mul(D, ("log", D))}), slacks("1"))
    assert recalled(*at({"t": ("log", D)}), {"slacks": slacks("0"), "falls": "d"})
    not_recalled(*at({"t": ("log", D)}), slacks("0"))
    not_recalled(*at({"t": power(("log", D), "-1")}), {"slacks": slacks("0"), "falls": "d"})
    not_recalled(
        *at({"t": ("log", D)}, window=((D, False),)), {"slacks": slacks("0"), "falls": "d"}
    )


def test_an_inequality_is_not_turned_when_recalled():
    old = Statement("<", ONE, A, ("a",), ((">", add(A, NEGATIVE)),))
    good = Statement("<", ONE, A, ("a",), ((">", add(A, NEGATIVE)),))
    assert recalled(good, {}, old=old)
    not_recalled(Statement("<", A, ONE, ("a",), old.conditions), {}, old=old)
    weak = Statement("<=", ONE, A, ("a",), old.conditions)
    not_recalled(weak, {}, old=old)  # the rule gives "<"; the chain makes "<=" of it
    given = Statement("=", A, A, ("a",), (), given=(("!=", add(A, NEGATIVE)),))
    here = Statement("=", A, A, ("a",), old.conditions)
    assert recalled(here, {}, old=given)
    not_recalled(Statement("=", A, A, ("a",), ((">", A),)), {}, old=given)


def test_a_leading_form_is_recalled_with_its_remainder():
    error = power(T, "-1")
    old = Statement("~", T, T, (), (), (), ("t",), ((T, True),), remainder=error)
    here = {"sizes": ("d",), "window": ((D, True),)}
    good = Statement("~", D, D, remainder=power(D, "-1"), **here)
    assert recalled(good, {"t": D}, slacks("1"), old=old)
    for other in (power(D, "-2"), mul(TWO, power(D, "-1"))):
        wrong = Statement("~", D, D, remainder=other, **here)
        not_recalled(wrong, {"t": D}, slacks("1"), old=old)


def test_remainders_are_stated_whole():
    """A sum of errors in two steps: both are in the remainder."""
    first, second = power(D, "-1"), power(D, "-2")
    rows = [
        {"relation": "~", "right": encode_node(D), "remainder": encode_node(e), "rule": "recall",
         "of": ["old", k], "slacks": [slacks("1")]}
        for k, e in enumerate((first, second))
    ]  # fmt: skip
    more = {"sizes": ("d",), "window": ((D, True),)}
    known = [Line(Statement("~", D, D, remainder=e, **more), "proved") for e in (first, second)]

    def tried(remainder, proof):
        statement = Statement("~", D, D, remainder=remainder, **more)
        how = {"vanishes": [{"slacks": slacks(e)} for e in proof]}
        return check_line(statement, rows, {}, lambda _, k: known[k], BOOK, how)

    assert tried(add(first, second), "12")
    for remainder, proof in ((first, "1"), (second, "2"), (add(first, first), "11")):
        with pytest.raises(CheckFailed):
            tried(remainder, proof)
    for proof in ("1", "11", "22", "00", "123", ""):
        with pytest.raises(CheckFailed):
            tried(add(first, second), proof)


def test_sums_term_by_term():
    row = {"of": ["old", 0], "slacks": [slacks("1")]}
    old = Statement("=Theta=", T, mul(TWO, T), (), (), (), ("t",), ((T, True),))
    here = {"sizes": ("t",), "window": ((T, True),)}

    def tried(left, right, how, relation="=Theta="):
        step = {"relation": relation, "right": encode_node(right), "rule": "add", "terms": how}
        statement = Statement(relation, left, right, **here)
        return check_line(statement, [step], {}, lambda *_: Line(old, "proved"), BOOK, {})

    assert tried(add(T, ONE), add(mul(TWO, T), ONE), [row, None])
    assert tried(add(T, ONE), add(mul(TWO, T), ONE), [row, None], "<~")
    for right, how in (
        (add(mul(TWO, T), TWO), [row, None]),
        (add(mul(num("3"), T), ONE), [row, None]),
        (add(mul(TWO, T), ONE), [None, row]),
        (add(mul(TWO, T), ONE), [row]),
        (add(mul(TWO, T), ONE, ONE), [row, None]),
        (add(mul(TWO, T), ONE), [row, None, None]),
    ):
        with pytest.raises(CheckFailed):
            tried(add(T, ONE), right, how)
    minus = mul(NEGATIVE, T)
    with pytest.raises(CheckFailed):  # t - t is 0, and 2 t - t is not
        tried(add(T, minus), add(mul(TWO, T), minus), [row, None])
    with pytest.raises(CheckFailed):
        tried(add(T, ONE), add(mul(TWO, T), ONE), [row, None], "<<")


def test_a_logarithm_is_positive_only_where_its_size_grows():
    """An order of log d needs d -> oo: for d near 1 both signs occur."""

    def tried(*window):
        both = add(("log", D), ONE)
        step = {"relation": "=Theta=", "right": encode_node(both), "rule": "add"}
        more = {"sizes": ("d", "t"), "window": window}
        statement = Statement("=Theta=", both, both, **more)
        rows = [{**step, "terms": [None, None]}]
        return check_line(statement, rows, {}, lambda *_: None, BOOK, {})

    assert tried((D, True))
    assert tried((T, False), (power(D, "1/2"), True), (power(D, "2"), True))
    for window in (
        (),
        ((D, False),),
        ((power(D, "-1"), True),),
        ((mul(D, T), True),),
        ((T, True),),
        ((mul(TWO, power(D, "-2")), True), (T, True)),
    ):
        with pytest.raises(CheckFailed):
            tried(*window)


def test_windows_are_products_of_powers_of_sizes():
    good = Statement("<~", D, D, sizes=("d", "t"), window=((mul(TWO, D, power(T, "-1")), True),))
    row = {"relation": "<~", "right": encode_node(D), "rule": "less", "slacks": slacks("0")}
    slower = {"path": {"t": "1/2"}}
    assert check_line(good, [row], {}, lambda *_: None, BOOK, slower)
    for node in (add(D, T), add(D, NEGATIVE), mul(NEGATIVE, D), ("log", D), ZERO, ("exp", D)):
        bad = Statement("<~", D, D, sizes=("d", "t"), window=((node, True),))
        with pytest.raises(CheckFailed):
            check_line(bad, [row], {}, lambda *_: None, BOOK, slower)


def test_an_empty_window_proves_nothing():
    """d and 1/d both growing, or t <= 1/d and t >= d: everything would follow."""
    row = {"relation": "<~", "right": encode_node(D), "rule": "less", "slacks": slacks("0", "0")}

    def tried(window, path):
        statement = Statement("<~", D, D, sizes=("d", "t"), window=window)
        return check_line(statement, [row], {}, lambda *_: None, BOOK, {"path": path})

    assert tried(((D, True), (mul(D, power(T, "-1")), False)), {})
    assert tried(((D, True), (mul(D, power(T, "-1")), True)), {"t": "-3"})
    empty = (
        ((D, True), (power(D, "-1"), True)),
        ((D, True), (power(D, "-1"), False)),
        ((mul(T, power(D, "-1")), True), (mul(D, power(T, "-1")), False)),
        ((mul(power(T, "-1"), power(D, "-1")), False), (mul(T, power(D, "-1")), False), (D, True)),
    )
    rows = ("0", "0", "0")
    for window in empty:
        row["slacks"] = slacks(*rows[: len(window)])
        for path in ({}, {"d": "0", "t": "0"}, {"t": "-1"}, {"d": "-1"}, {"d": "-1", "t": "5"}):
            with pytest.raises(CheckFailed, match="leaves the window"):
                tried(window, path)
    row["slacks"] = slacks("0", "0")
    good = ((D, True), (mul(D, power(T, "-1")), False))
    for path in ({"d": "0"}, {"t": "2"}, {"x": "1"}, {"d": 1}, [], {"d": "1.5"}, {"d": None}):
        with pytest.raises((CheckFailed, TypeError, ValueError)):
            tried(good, path)


def test_only_what_is_given_is_taken_not_to_vanish():
    """1/a is defined where a != 0 is given, not where something else is."""
    b = ("var", "b")

    def tried(*given):
        more = {"parameters": ("a", "b"), "given": tuple(("!=", e) for e in given)}
        statement = Statement("=", mul(A, power(A, "-1")), ONE, **more)
        row = {"relation": "=", "right": encode_node(ONE), "rule": "identity"}
        return check_line(statement, [row], {}, lambda *_: None, BOOK, {})

    assert tried(A)
    assert tried(b, A)
    for given in ((), (b,), (add(A, NEGATIVE),), (add(b, A),), (ONE,)):
        with pytest.raises(CheckFailed):
            tried(*given)
