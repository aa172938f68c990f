"""The checker accepts proofs and refuses everything else, in one way: CheckFailed."""

from __future__ import annotations

import ast
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from phasecalc import checker
from phasecalc.checker import CheckFailed, Surd, multiply, refute, scale, sign

X = {(1,): Fraction(1)}

fractions = st.fractions(min_value=-20, max_value=20, max_denominator=30)
surds = st.builds(Surd, fractions, fractions.filter(bool), st.sampled_from([2, 3, 5, 6, 7, 30]))
surds2 = st.builds(Surd, fractions, fractions.filter(bool), st.just(2))
numbers2 = st.one_of(fractions, surds2)


def one(power: int | bool = 0) -> list[list[object]]:
    return [["1", power]]


def test_imports_nothing_but_fractions():
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in node.names
    }
    assert imported == {"__future__", "fractions"}


# --- numbers


@given(surds)
def test_sign_of_a_surd_agrees_with_integer_arithmetic(x: Surd):
    low, high = math.isqrt(x.n * 10**80), math.isqrt(x.n * 10**80) + 1
    bounds = sorted((x.a + x.b * Fraction(low, 10**40), x.a + x.b * Fraction(high, 10**40)))
    assert (bounds[0] > 0 and x.sign() == 1) or (bounds[1] < 0 and x.sign() == -1)
    assert bounds[0] - 1 < Fraction(float(x)) < bounds[1] + 1


@given(numbers2, numbers2, numbers2)
def test_surds_form_an_ordered_field(x, y, z):
    assert (x + y) * z == x * z + y * z
    assert x - y == -(y - x)
    if y != 0:
        assert x / y * y == x
    assert (x < y) + (x == y) + (x > y) == 1
    assert (x <= y) == (not x > y)
    assert (x >= y) == (not x < y)
    assert x <= (x + y) - y <= x
    assert x >= (x + y) - y >= x
    if x < y:
        assert x + z < y + z
        assert sign(z) * sign(y - x) == sign(z * (y - x))


@given(numbers2, st.integers(-6, 6))
def test_powers(x, k: int):
    assume(x != 0 or k >= 0)
    expected = Fraction(1)
    for _ in range(abs(k)):
        expected = expected * x
    assert x**k == (expected if k >= 0 else 1 / expected)


@given(surds2, numbers2)
def test_equality_and_hash_agree(x: Surd, y):
    assert hash((x + y) - y) == hash(x)
    assert (x + y) - y == x
    assert x != x.a
    assert type(x - x) is Fraction
    assert type(x * x - x * x) is Fraction


def test_surd_refuses_what_is_not_a_quadratic_irrational():
    for a, b, n in [(1, 0, 2), (0, 1, 4), (0, 1, 1), (0, 1, 0), (0, 1, -2), (0, 1, 12)]:
        with pytest.raises(ValueError, match="square-free"):
            Surd(a, b, n)
    with pytest.raises(ValueError, match="different fields"):
        Surd(0, 1, 2) + Surd(0, 1, 3)
    for inexact in (0.5, "1/2", None, 1j):
        with pytest.raises(TypeError):
            Surd(0, 1, 2) + inexact
    with pytest.raises(ZeroDivisionError):
        Surd(0, 1, 2) / 0


def test_a_close_call():
    # 665857/470832 is a convergent of sqrt(2): they differ by 1.6e-12.
    assert Surd(Fraction(-665857, 470832), 1, 2) < 0
    assert Surd(Fraction(665857, 470832), -1, 2) > 0
    assert Fraction(665857, 470832) > Surd(0, 1, 2)
    assert float(Surd(Fraction(-665857, 470832), 1, 2)) == pytest.approx(
        -1.5948618246e-12, rel=1e-9
    )


@given(st.one_of(fractions, surds))
def test_numbers_survive_json(x):
    assert checker.decode_number(checker.encode_number(x)) == x


@pytest.mark.parametrize(
    "text",
    ["1e5", "1e999999999", "nan", "inf", "1/0", "0x10", "1_0", " 1", "٣", "", "-", "1/-2", "--1",
     "1/", "/2", "0.5", "9" * 5000, 1, 1.0, True, None, ["1", "1"], ["1", "0", 2], ["0", "1", 4],
     ["0", "1", True], ["0", "1", 2.0], ["0", "1", "2"], ["0", "1", 10**30 + 57], ["a", "1", 2],
     [1, "1", 2], {"a": 1}],
)  # fmt: skip
def test_what_is_not_a_number_is_refused(text):
    with pytest.raises(CheckFailed):
        checker.decode_number(text)


@pytest.mark.parametrize(
    "rows",
    [None, "1", 5, {}, ["1"], [5], [["1"]], [["1", 0, 0]], [["1", -1]], [["1", True]],
     [["1", 1.0]], [["1", "0"]], [["1", 10**9]], [("1", 0)], [[1, 0]]],
)  # fmt: skip
def test_what_is_not_a_polynomial_is_refused(rows):
    with pytest.raises(CheckFailed):
        checker.decode_polynomial(rows, 1)


def test_rows_of_a_polynomial_add_up():
    assert checker.decode_polynomial([["0", 0]], 1) == {}
    assert checker.decode_polynomial([["1", 1], ["-1", 1]], 1) == {}
    assert checker.decode_polynomial([["1", 1], ["1", 1]], 1) == {(1,): 2}


# --- proofs

# x > 0 and -x > 0
BOTH = [(X, ">"), (scale(X, -1), ">")]
GOOD = {"sum": [[one(), [1, 0]], [one(), [0, 1]]]}


def test_accepts():
    refute(BOTH, GOOD, 1)


def test_accepts_equalities_squares_and_splits():
    # x = 0 and x - 1 = 0; the multiplier of an equality is any polynomial.
    hypotheses = [(X, "="), ({(1,): Fraction(1), (0,): Fraction(-1)}, "=")]
    refute(
        hypotheses,
        {"sum": [[one(), [0, 0]], [[["-1", 0]], [1, 0]], [one(), [0, 1]]]},
        1,
    )
    # -x^2 - 1 >= 0, by a square.
    refute(
        [({(2,): Fraction(-1), (0,): Fraction(-1)}, ">=")],
        {"sum": [[one(), [1]], [one(), [0], [["1", 1]]], [one(), [0]]]},
        1,
    )
    # -|x|-like: -x^2 > 0 by a split into x >= 0 and -x > 0.
    leaf = {"sum": [[one(), [1, 0]], [one(), [0, 2]]]}
    refute(
        [({(2,): Fraction(-1)}, ">")],
        {"split": [["1", 1]], "nonnegative": leaf, "negative": leaf},
        1,
    )


def test_weak_conditions_prove_nothing_alone():
    # x >= 0 and -x >= 0 has the solution 0.
    with pytest.raises(CheckFailed, match="no product"):
        refute([(X, ">="), (scale(X, -1), ">=")], GOOD, 1)


def test_squares_and_equalities_are_never_strict():
    with pytest.raises(CheckFailed, match="no product"):
        refute([(X, "=")], {"sum": [[one(), [1]], [[["-1", 0]], [1]]]}, 1)
    with pytest.raises(CheckFailed, match="no product"):
        refute([(X, ">")], {"sum": [[one(), [0], []]]}, 1)


BAD_PROOFS = {
    "nothing": None,
    "a list": [],
    "text": "trust me",
    "empty": {},
    "empty sum": {"sum": []},
    "sum is text": {"sum": "abc"},
    "sum is a number": {"sum": 3},
    "sum is missing": {"sum": None},
    "sum and split": {**GOOD, "split": [["1", 1]], "nonnegative": GOOD, "negative": GOOD},
    "row is text": {"sum": ["ab"]},
    "row is short": {"sum": [[one()]]},
    "row is long": {"sum": [[one(), [1, 0], [], []], [one(), [0, 1]]]},
    "row of numbers": {"sum": [[1, 2]]},
    "boolean power": {"sum": [[one(), [True, 0]], [one(), [0, True]]]},
    "fractional power": {"sum": [[one(), [1.0, 0]], [one(), [0, 1]]]},
    "negative power": {"sum": [[one(), [-1, 0]], [one(), [0, 1]]]},
    "text power": {"sum": [[one(), ["1", 0]], [one(), [0, 1]]]},
    "too few powers": {"sum": [[one(), [1]], [one(), [0, 1]]]},
    "too many powers": {"sum": [[one(), [1, 0, 0]], [one(), [0, 1]]]},
    "powers are no list": {"sum": [[one(), {"0": 1}], [one(), [0, 1]]]},
    "huge power": {"sum": [[one(), [10**9, 0]], [one(), [0, 1]]]},
    "huge exponent": {"sum": [[[["1", 10**12]], [1, 0]], [one(), [0, 1]]]},
    "huge number": {"sum": [[[["1e99999999", 0]], [1, 0]], [one(), [0, 1]]]},
    "negative multiplier": {"sum": [[[["-1", 0]], [1, 0]], [[["-1", 0]], [0, 1]]]},
    "zero multiplier": {"sum": [[[], [1, 0]], [[], [0, 1]]]},
    "multiplier x": {"sum": [[[["1", 1]], [1, 0]], [[["1", 1]], [0, 1]]]},
    "square under the wrong key": {"sum": [[one(), [1, 0], 7], [one(), [0, 1]]]},
    "two fields": {"sum": [[[[["0", "1", 2], 0]], [1, 0]], [[[["0", "1", 3], 0]], [0, 1]]]},
    "split without halves": {"split": [["1", 1]]},
    "split with one half": {"split": [["1", 1]], "nonnegative": GOOD},
    "boolean in a split": {"split": [["1", True]], "nonnegative": GOOD, "negative": GOOD},
}


@pytest.mark.parametrize("name", BAD_PROOFS)
def test_malformed_proofs_are_refused(name: str):
    with pytest.raises(CheckFailed):
        refute(BOTH, BAD_PROOFS[name], 1)


def test_bad_relation_is_refused():
    for relation in ("<", "!=", "", "=="):
        with pytest.raises(CheckFailed):
            refute([(X, relation), BOTH[1]], GOOD, 1)


def test_deep_splits_are_refused_without_a_crash():
    proof: dict[str, object] = GOOD
    for _ in range(5000):
        proof = {"split": [["1", 1]], "nonnegative": proof, "negative": proof}
    with pytest.raises(CheckFailed, match="nested"):
        refute(BOTH, proof, 1)


def test_a_split_needs_both_halves_true():
    # x >= 0 alone is not refuted by its negative half.
    leaf = {"sum": [[one(), [1, 0]], [one(), [0, 1]]]}  # x and -x
    with pytest.raises(CheckFailed):
        refute([(X, ">=")], {"split": [["1", 1]], "nonnegative": leaf, "negative": leaf}, 1)


def test_a_true_statement_cannot_be_refuted_by_an_equality_multiplier_without_the_equality():
    # (x) * 0-power of the equality: the multiplier x is not allowed to be free.
    hypotheses = [(X, ">"), (X, "=")]
    refute(hypotheses, {"sum": [[one(), [1, 0]], [[["-1", 0]], [0, 1]]]}, 1)
    with pytest.raises(CheckFailed):
        refute(hypotheses[:1], {"sum": [[one(), [1]], [[["-1", 1]], [0]]]}, 1)


@given(
    st.lists(
        st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.sampled_from([">", ">=", "="])),
        min_size=1,
        max_size=3,
    ),
    fractions,
    st.lists(
        st.tuples(
            st.integers(-3, 3).map(str),
            st.lists(st.integers(0, 2), min_size=3, max_size=3),
            st.booleans(),
        ),
        max_size=5,
    ),
)
def test_nothing_proves_a_satisfiable_set_empty(rows, point, products):
    """Random sums of products never refute conditions that hold at a point."""
    hypotheses = []
    for slope, at, relation in rows:
        value = {">": abs(at) + 1, ">=": abs(at), "=": 0}[relation]
        p = {(1,): Fraction(slope), (0,): value - slope * point}
        hypotheses.append(({e: c for e, c in p.items() if c}, relation))
    table = [
        [[[c, 0]], powers[: len(rows)], *([[["1", 1]]] if square else [])]
        for c, powers, square in products
    ]
    with pytest.raises(CheckFailed):
        refute(hypotheses, {"sum": table}, 1)


def test_polynomials_in_different_variables_have_no_product():
    with pytest.raises(ValueError, match="zip"):
        multiply({(1,): Fraction(1)}, {(1, 0): Fraction(1)})


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((0, 1, 2), "sqrt(2)"),
        ((0, -1, 2), "-sqrt(2)"),
        ((1, 3, 5), "1 + 3*sqrt(5)"),
        ((Fraction(1, 2), Fraction(-1, 3), 7), "1/2 - 1/3*sqrt(7)"),
    ],
)
def test_a_surd_as_text(parts, text):
    a, b, n = parts
    assert str(Surd(Fraction(a), Fraction(b), n)) == text


def test_long_numbers_are_paid_for_by_the_square_of_their_length():
    def cost(bits):
        left = [0, 10**6]
        checker._times({(0,): Fraction(2**bits)}, {(0,): Fraction(2**bits)}, left)
        return 10**6 - left[1]

    costs = [cost(1024 * k) for k in range(5)]
    assert costs == [(k + 1) ** 2 for k in range(5)]
