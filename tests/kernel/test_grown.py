"""Powers and logarithms of names above 1: what follows from conditions, and what does not."""

import pytest

from phasecalc.checker import CheckFailed
from phasecalc.kernel import theorem as kernel
from phasecalc.proof.search import Search

D, R, A = (["var", n] for n in "dra")
ONE, TWO, MINUS = (["num", x] for x in ("1", "2", "-1"))
LARGE = [[">", ["add", D, MINUS]], [">", A]]


def power(x, e):
    return ["pow", x, e]


def minus(x):
    return ["mul", MINUS, x]


def rank(left, right, relation="<", conditions=LARGE, rule="grown", **data):
    """Of a line, certificates being searched for."""
    statement = {"relation": relation, "left": left, "right": right, "parameters": ["a"],
                 "constants": ["d", "r"], "conditions": conditions}  # fmt: skip
    step = {"relation": relation, "right": right, "rule": rule, **data}
    line = {"statement": statement, "steps": [step], "witness": {"a": "1", "d": "2", "r": "2"}}
    theorem = {"label": "first", "lines": [line], "goals": [0], "beliefs": []}
    book = Search()
    found = kernel.Checked()
    kernel._theorem(found, "first", theorem, book, {})
    again = kernel.check_document({"format": 1, "theorems": [theorem], "proofs": book.proofs})
    assert again.rank("first") == found.rank("first")
    return found.rank("first")


def by(name):
    return {"strictly": name}


TRUE = {
    "a power": (ONE, power(D, A), "<", LARGE, by("d")),
    "two powers": (power(D, A), power(D, ["mul", TWO, A]), "<", LARGE, by("d")),
    "from 1 on": (ONE, power(D, A), "<=", [[">=", ["add", D, MINUS]], [">=", A]], {}),
    "a number": (power(R, A), ["mul", TWO, power(R, A)], "<", LARGE, {}),
    "a power of 2": (ONE, power(TWO, A), "<", LARGE, by("2")),
    "of pi": (ONE, power(["pi"], A), "<", LARGE, by("pi")),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_follows(name):
    left, right, relation, conditions, data = TRUE[name]
    assert rank(left, right, relation, conditions, **data) == "proved"


FREE = [[">", D], [">", A]]
WEAK = [[">=", ["add", D, MINUS]], [">", A]]
FALSE = {
    "of a number that may be below 1": (ONE, power(D, A), "<", FREE, by("d")),
    "of one without a condition": (ONE, power(R, A), "<", LARGE, by("r")),
    "strictly from 1 on": (ONE, power(D, A), "<", WEAK, by("d")),
    "nothing is strict": (ONE, power(D, A), "<", LARGE, {}),
    "another name is strict": (ONE, power(D, A), "<", LARGE, by("r")),
    "the other way": (power(D, A), ONE, "<", LARGE, by("d")),
    "an exponent below 0": (ONE, power(D, minus(A)), "<", LARGE, by("d")),
    "an exponent that may be 0": (ONE, power(D, ["add", A, MINUS]), "<", LARGE, by("d")),
    "one factor that falls": (
        ONE, ["mul", power(D, A), power(R, MINUS)], "<", LARGE, by("d")),
    "a number below 1": (power(D, A), ["mul", ["num", "1/2"], power(D, ["mul", TWO, A])], "<",
                         LARGE, by("d")),
    "below 0": (minus(TWO), minus(power(D, A)), "<", LARGE, by("d")),
    "a sum": (ONE, ["add", power(D, A), MINUS], "<", LARGE, by("d")),
    "equal": (ONE, power(D, A), "=", LARGE, by("d")),
    "of smaller order": (ONE, power(D, A), "<<", LARGE, by("d")),
    "itself": (power(D, A), power(D, A), "<", LARGE, {}),
    "a root below 1": (ONE, power(["num", "1/2"], A), "<", LARGE, by("2")),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_follow_is_refused(name):
    left, right, relation, conditions, data = FALSE[name]
    with pytest.raises(CheckFailed):
        rank(left, right, relation, conditions, **data)


def log(x):
    return ["log", x]


def test_a_logarithm_of_what_is_above_1_is_positive():
    zero = ["num", "0"]
    assert rank(zero, log(D), rule="sign") == "proved"
    assert rank(log(D), log(["mul", TWO, D]), rule="sign") == "proved"
    assert rank(log(D), log(power(D, TWO)), rule="sign") == "proved"


LOGS = {
    "from 1 on": (["num", "0"], log(D), WEAK),
    "of what may be below 1": (["num", "0"], log(D), FREE),
    "below a bound above 1": (["num", "0"], log(D), [[">", ["add", TWO, minus(D)]], [">", A]]),
    "of another name": (["num", "0"], log(R), LARGE),
    "of a small share": (["num", "0"], log(["mul", ["num", "1/2"], D]), LARGE),
    "of a quotient": (["num", "0"], log(["mul", D, power(R, MINUS)]), LARGE),
    "larger than a number": (ONE, log(D), LARGE),
    "squares grow": (log(D), power(log(D), TWO), LARGE),
    "the other way": (log(D), ["num", "0"], LARGE),
}


@pytest.mark.parametrize("name", LOGS)
def test_logarithms_of_what_need_not_be_above_1(name):
    left, right, conditions = LOGS[name]
    with pytest.raises(CheckFailed):
        rank(left, right, conditions=conditions, rule="sign")
