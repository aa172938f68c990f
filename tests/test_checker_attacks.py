"""What the checker must not be talked into, by data or by objects with a mind of their own."""

from __future__ import annotations

import copy
import math
import pickle
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phasecalc.checker import (
    CheckFailed,
    Surd,
    attain,
    decode_number,
    decode_polynomial,
    evaluate,
    refute,
    sign,
)

HALF = Fraction(1, 2)
ONE = [["1", 0]]
X = {(1,): Fraction(1)}
MINUS_X = {(1,): Fraction(-1)}
GOOD = {"sum": [[ONE, [1, 0]], [ONE, [0, 1]]]}


class Yes(str):
    """Text that equals every text."""

    __slots__ = ()

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash(">")


class Liar(dict):
    """A polynomial that reads differently each time."""

    def items(self):
        return iter(())


class Small(Fraction):
    """A number that is never negative, and nothing when multiplied."""

    def __mul__(self, other):
        return Fraction(0)

    __rmul__ = __mul__


class Short(list):
    """A list that says how long it is."""

    def __len__(self):
        return 2


class Whole(int):
    """An integer of another kind."""


class Other(tuple):
    """Exponents that read as 1, whatever they are."""

    __slots__ = ()

    def __iter__(self):
        return iter((1,) * len(self))


def test_the_honest_statement_passes():
    refute([(X, ">"), (MINUS_X, ">")], GOOD, 1)
    refute([(dict(X), ">"), ({(1,): -1}, ">=")], GOOD, 1)


# x > 0 and something that does not contradict it, dressed up as -x >= 0 or worse.
HYPOTHESES = {
    "weak twice": [(X, ">="), (MINUS_X, ">=")],
    "floats that cancel": [({(0,): 1e-20, (1,): 1.0}, ">"), ({(1,): -1.0}, ">=")],
    "a float": [({(1,): 1.0}, ">"), (MINUS_X, ">=")],
    "not a number": [({(1,): math.nan}, ">"), (MINUS_X, ">=")],
    "infinity": [({(1,): math.inf}, ">"), ({(1,): -math.inf}, ">=")],
    "truth": [({(1,): True}, ">"), (MINUS_X, ">=")],
    "text": [({(1,): "1"}, ">"), (MINUS_X, ">=")],
    "complex": [({(1,): 1 + 0j}, ">"), (MINUS_X, ">=")],
    "its own arithmetic": [({(1,): Small(1), (0,): Small(1)}, ">"), (MINUS_X, ">=")],
    "any relation": [(X, Yes("<")), (MINUS_X, Yes("<"))],
    "another relation": [(X, "<"), (MINUS_X, ">=")],
    "no relation": [(X, None), (MINUS_X, ">=")],
    "a root as exponent": [({(0.5,): Fraction(1)}, ">"), ({(0.5,): Fraction(-1)}, ">=")],
    "an inverse": [({(-1,): Fraction(1)}, ">"), ({(-1,): Fraction(-1)}, ">=")],
    "a truth value as exponent": [({(True,): Fraction(1)}, ">"), (MINUS_X, ">=")],
    "two variables": [({(1, 0): Fraction(1)}, ">"), ({(1, 0): Fraction(-1)}, ">=")],
    "no variables": [({(): Fraction(1)}, ">"), ({(): Fraction(-1)}, ">=")],
    "exponents that lie": [({Other((2,)): Fraction(1)}, ">"), (MINUS_X, ">=")],
    "exponents as bytes": [({b"\x01": Fraction(1)}, ">"), ({b"\x01": Fraction(-1)}, ">=")],
    "exponents as text": [({"x": Fraction(1)}, ">"), ({"x": Fraction(-1)}, ">=")],
    "a list for a pair": [[X, ">"], [MINUS_X, ">="]],
    "three parts": [(X, ">", 1), (MINUS_X, ">=", 1)],
    "a polynomial that lies": [(X, ">"), (Liar(X), ">=")],
    "rows for a polynomial": [([["1", 1]], ">"), ([["-1", 1]], ">=")],
    "one hypothesis": [(X, ">")],
    "no hypothesis": [],
}


@pytest.mark.parametrize("name", HYPOTHESES)
def test_hypotheses_are_polynomials_with_a_relation_and_nothing_else(name):
    with pytest.raises(CheckFailed):
        refute(HYPOTHESES[name], GOOD, 1)


@pytest.mark.parametrize("variables", [-1, True, 1.0, "1", None, 2, Whole(1)])
def test_the_number_of_variables(variables):
    with pytest.raises(CheckFailed):
        refute([(X, ">"), (MINUS_X, ">=")], GOOD, variables)


class Changing(dict):
    """A proof that is a leaf when asked and a split when read."""

    def __getitem__(self, key):
        return []


PROOFS = {
    "a mapping of its own": Changing(GOOD),
    "a list of its own": {"sum": Short(GOOD["sum"])},
    "a row of its own": {"sum": [Short(GOOD["sum"][0]), GOOD["sum"][1]]},
    "a tuple": {"sum": tuple(GOOD["sum"])},
    "powers of another kind": {"sum": [[ONE, [Whole(1), 0]], [ONE, [0, 1]]]},
    "a number of another kind": {"sum": [[[[Yes("1"), 0]], [1, 0]], [ONE, [0, 1]]]},
    "minus nothing": {"sum": [[[["-0", 0]], [1, 0]], [[["-0", 0]], [0, 1]]]},
    "nothing": {"sum": [[[["0", 0]], [1, 0]], [[["0/7", 0]], [0, 1]]]},
    "a multiplier in two rows that cancel": {
        "sum": [[[["1", 0], ["-2", 0]], [1, 0]], [[["1", 0], ["-2", 0]], [0, 1]]]
    },
    "twice the same hypothesis": {"sum": [[ONE, [1, 0]], [[["-1", 0]], [1, 0]]]},
    "nothing is positive": {"sum": [[ONE, [1, 0], ONE], [ONE, [0, 1], ONE]]},
}


@pytest.mark.parametrize("name", PROOFS)
def test_proofs_are_plain_data(name):
    with pytest.raises(CheckFailed):
        refute([(X, ">"), (MINUS_X, ">")], PROOFS[name], 1)


def test_zero_coefficients_and_zero_polynomials():
    """0 > 0 is false, 0 >= 0 says nothing; a zero that is written out changes neither."""
    for zero in ({}, {(3,): Fraction(0)}, {(0,): 0}):
        refute([(zero, ">")], {"sum": [[ONE, [1]]]}, 1)
        for relation in (">=", "="):
            with pytest.raises(CheckFailed):
                refute([(zero, relation)], {"sum": [[ONE, [1]]]}, 1)


def test_a_proof_does_not_change_what_it_reads():
    given, proof = [(dict(X), ">"), (dict(MINUS_X), ">")], copy.deepcopy(GOOD)
    refute(given, proof, 1)
    assert (given, proof) == ([(X, ">"), (MINUS_X, ">")], GOOD)


def nested(depth):
    """A proof of few objects whose parts, written out, are 2**depth."""
    proof = {"sum": [[p, [*k, *[0] * depth]] for p, k in GOOD["sum"]]}
    for _ in range(depth):
        proof = {"split": [["1", 1]], "nonnegative": proof, "negative": proof}
    return proof


def test_one_part_used_a_million_times_is_refused_soon():
    both = [(X, ">"), (MINUS_X, ">")]
    refute(both, nested(5), 1)
    start = time.process_time()
    with pytest.raises(CheckFailed, match="parts"):
        refute(both, nested(39), 1)
    assert time.process_time() - start < 30


NUMBERS = [
    True, None, 1, 1.0, b"1", "", "-", "--1", "+1", "1/-2", "1/0", "1/00", "1/2/3", "1.5", "1e3",
    "nan", "inf", " 1", "1 ", "1_0", "0x1", "٣", "²", "1/", "/2", "9" * 5000, Yes("1"),
    ["1", "0", 2], ["1", "1", 4], ["1", "1", 12], ["1", "1", 1], ["1", "1", 0], ["1", "1", -2],
    ["1", "1", True], ["1", "1", 2.0], ["1", "1", 2**41], ["1", 1, 2], [1, "1", 2], ["1", "1"],
    ["1", "1", 2, 3], ("1", "1", 2), {"a": "1"}, [["1", "1", 2], "1", 2], Short(["1", "1", 2]),
]  # fmt: skip


@pytest.mark.parametrize("data", NUMBERS, ids=lambda d: repr(d)[:20])
def test_what_is_not_a_number_is_refused(data):
    with pytest.raises(CheckFailed):
        decode_number(data)


POLYNOMIALS = [
    None, "", (), {"1": 1}, [("1", 0)], [["1"]], [["1", 0, 0]], [["1", -1]], [["1", 121]],
    [["1", True]], [["1", 1.0]], [["1", Whole(1)]], [[1, 0]], [["1", "0"]], [[]], [["1", None]],
    Short([["1", 0]]), [Short(["1", 0])],
]  # fmt: skip


@pytest.mark.parametrize("data", POLYNOMIALS, ids=lambda d: repr(d)[:20])
def test_what_is_not_a_polynomial_is_refused(data):
    with pytest.raises(CheckFailed):
        decode_polynomial(data, 1)


def test_minus_zero_is_zero():
    assert decode_number("-0") == 0
    assert decode_polynomial([["-0", 1], ["1", 0], ["-1", 0]], 1) == {}


@pytest.mark.parametrize("n", [4, 8, 9, 1, 0, -2, True, 2.0, Whole(2)])
def test_a_root_of_a_square_cannot_be_made(n):
    """-2 + sqrt(4) would be a zero that has a sign."""
    with pytest.raises(ValueError, match="square-free"):
        Surd(-2, 1, n)


def test_a_number_cannot_be_changed_after_it_was_made():
    x = Surd(-2, 1, 2)
    for slot, value in (("n", 4), ("a", Fraction(9)), ("b", Fraction(0))):
        with pytest.raises(AttributeError):
            setattr(x, slot, value)
    assert pickle.loads(pickle.dumps(x)) == copy.deepcopy(x) == x
    assert sign(x) == -1


# The larger of -x and x - 1 is least at x = 1/2, where it is -1/2.
TERMS = {"A": [0, -1], "B": [-1, 1]}
WEIGHTS = {"A": HALF, "B": HALF}


def test_the_honest_optimum_passes():
    attain(TERMS, {}, WEIGHTS, [HALF], -HALF)
    attain(TERMS, {"x >= 0": [0, -1]}, WEIGHTS, [HALF], -HALF)
    attain({"A": [0, 1]}, {"x >= 1": [1, -1]}, {"A": 1, "x >= 1": 1}, [1], 1)
    root = Surd(0, 1, 2)
    attain({"A": [0, 1]}, {"x >= sqrt 2": [root, -1]}, {"A": 1, "x >= sqrt 2": 1}, [root], root)


OPTIMA = {
    "a constraint named like a term": (TERMS, {"A": [1, 0]}, WEIGHTS, [HALF], -HALF),
    "a broken constraint": (TERMS, {"C": [1, 0]}, WEIGHTS, [HALF], -HALF),
    "a constraint broken by little": (
        TERMS, {"C": [Fraction(1, 10**40) - HALF, 1]}, WEIGHTS, [HALF], -HALF),
    "a better value": (TERMS, {}, WEIGHTS, [HALF], Fraction(-2, 3)),
    "a worse value": (TERMS, {}, WEIGHTS, [HALF], Fraction(-1, 3)),
    "another choice": (TERMS, {}, WEIGHTS, [Fraction(1, 3)], -HALF),
    "a float for the value": (TERMS, {}, WEIGHTS, [HALF], -0.5),
    "a float for the choice": (TERMS, {}, WEIGHTS, [0.5], -HALF),
    "a float in a term": ({"A": [0.0, -1], "B": [-1, 1]}, {}, WEIGHTS, [HALF], -HALF),
    "minus zero": ({"A": [-0.0, -1], "B": [-1, 1]}, {}, WEIGHTS, [HALF], -HALF),
    "a weight that is no number": (
        {**TERMS, "N": [-9, 0]}, {}, {**WEIGHTS, "N": math.nan}, [HALF], -HALF),
    "truth as a weight": ({"A": [0, 1]}, {"C": [1, -1]}, {"A": True, "C": 1}, [1], 1),
    "truth as a value": ({"A": [0, 1]}, {"C": [1, -1]}, {"A": 1, "C": 1}, [1], True),
    "a negative weight": (TERMS, {}, {"A": Fraction(3, 2), "B": -HALF}, [HALF], -HALF),
    "a negative weight of a constraint": (
        {"A": [0, 1]}, {"C": [-1, 1]}, {"A": 1, "C": -1}, [1], 1),
    "a weight of nobody": (TERMS, {}, {**WEIGHTS, "nobody": 0}, [HALF], -HALF),
    "weights that sum to two": (TERMS, {}, {"A": 1, "B": 1}, [HALF], -1),
    "no weights": (TERMS, {}, {}, [HALF], 0),
    "weights of constraints alone": (TERMS, {"C": [0, 0]}, {"C": 1}, [HALF], 0),
    "no terms": ({}, {"C": [0, 0]}, {"C": 1}, [HALF], 0),
    "a form too short": ({"A": [0], "B": [-1, 1]}, {}, WEIGHTS, [HALF], -HALF),
    "a form too long": ({"A": [0, -1, 5], "B": [-1, 1]}, {}, WEIGHTS, [HALF], -HALF),
    "a term of no form": ({**TERMS, "E": []}, {}, WEIGHTS, [HALF], -HALF),
    "a constraint too short": (TERMS, {"C": [0]}, WEIGHTS, [HALF], -HALF),
    "an unknown too many": (TERMS, {}, WEIGHTS, [HALF, 0], -HALF),
    "an unknown too few": (TERMS, {}, WEIGHTS, [], -HALF),
    "its own arithmetic": (TERMS, {"C": [Small(1), 0]}, WEIGHTS, [HALF], -HALF),
    "a form of its own": ({"A": Short([0, -1]), "B": [-1, 1]}, {}, WEIGHTS, [HALF], -HALF),
    "a name of its own": ({Yes("A"): [0, -1], "B": [-1, 1]}, {}, WEIGHTS, [HALF], -HALF),
    "a name that is a number": ({1: [0, -1], "B": [-1, 1]}, {}, {1: HALF, "B": HALF}, [HALF],
                                -HALF),
    "two fields": (
        {"A": [Surd(0, 1, 2), 0], "B": [Surd(0, 1, 3), 0]}, {}, {"A": 1}, [0], Surd(0, 1, 2)),
}  # fmt: skip


@pytest.mark.parametrize("name", OPTIMA)
def test_an_optimum_that_is_none_is_refused(name):
    with pytest.raises(CheckFailed):
        attain(*OPTIMA[name])


small = st.fractions(-3, 3, max_denominator=4)


@given(
    st.lists(st.tuples(small, small), min_size=1, max_size=3),
    st.lists(st.tuples(small, small), max_size=2),
    st.lists(st.fractions(0, 2, max_denominator=3), min_size=5, max_size=5),
    small,
    small,
    small,
)
def test_what_is_accepted_is_the_least(terms, constraints, weights, x, value, other):
    """No other admissible choice does better than an accepted value, and the choice is one."""
    t = {f"t{k}": list(row) for k, row in enumerate(terms)}
    c = {f"c{k}": list(row) for k, row in enumerate(constraints)}
    # Half of the time the value is that of a choice, so that something is accepted at all.
    value = max(a + b * x for a, b in terms) if other > 0 else value
    given_ = dict(zip([*t, *c], weights, strict=False))
    whole = sum(w for n, w in given_.items() if n in t)
    given_ = {n: w / whole if whole else w for n, w in given_.items()}
    try:
        attain(t, c, given_, [x], value)
    except CheckFailed:
        return
    assert all(a + b * x <= 0 for a, b in constraints)
    assert max(a + b * x for a, b in terms) <= value
    for y in (other, x + 1, x - 1, x + HALF):
        if all(a + b * y <= 0 for a, b in constraints):
            assert max(a + b * y for a, b in terms) >= value


@given(st.lists(st.tuples(st.integers(0, 4), small), min_size=1, max_size=4), small)
def test_values_by_horner(rows, x):
    p = decode_polynomial([[str(c), e] for e, c in rows], 1)
    total = Fraction(0)
    for e in range(4, -1, -1):
        total = total * x + sum((c for k, c in rows if k == e), Fraction(0))
    assert evaluate(p, (x,)) == total
    root = Surd(0, 1, 2)
    assert evaluate(p, (root,)) == sum((c * root**e for e, c in rows), Fraction(0))


class Turned(list):
    """A list that may read differently each time."""


@pytest.mark.parametrize(
    "powers", [(1, 0), {1: 0, 0: 1}, Turned([1, 0]), range(1, -1, -1), [1], [1, 0, 0], [], None]
)
def test_powers_are_a_plain_list_of_one_for_each_hypothesis(powers):
    hypotheses = [(X, ">"), (MINUS_X, ">=")]
    refute(hypotheses, GOOD, 1)
    with pytest.raises(CheckFailed):
        refute(hypotheses, {"sum": [[ONE, powers], [ONE, [0, 1]]]}, 1)
