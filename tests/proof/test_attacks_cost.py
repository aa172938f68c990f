"""Small inputs that would run for ever, or end the process: each is refused, by counted work."""

import time

import pytest

from phasecalc import checker
from phasecalc.checker import CheckFailed
from phasecalc.kernel.recheck import summary
from tests.proof.documents import add, apply, mul, power, refusal

IDENTITY = {"rule": "identity"}
MOST_SECONDS = 10  # of the processor


def nested(base, e, times):
    for _ in range(times):
        base = power(base, e)
    return base


def shifted(k):
    return power(add("x", mul(k, "y"), mul(k * k, "z"), mul(k + 5, "w")), -1)


def doubled(count):
    """Definitions that each write the one before twice."""
    rows = [("D0", ["x"], add("x", "x"))]
    for k in range(1, count):
        part = ("object", f"D{k - 1}", ("var", "x"))
        rows.append((f"D{k}", ["x"], add(part, part)))
    return rows


def inside_itself(times):
    node = ("var", "x")
    for _ in range(times):
        node = ("object", "D0", node)
    return node


CHEAP = {"constants": ["c", "x", "y", "z", "w"]}
INPUTS = {
    "tower": (nested(2, 400, 4), {}),
    "tower of fractions": (nested("2/3", -400, 3), {}),
    "tower in an exponent": (power("x", nested(2, 64, 5)), {}),
    "sum of fractions in an exponent": (power("c", add(*map(shifted, range(1, 9)))), {}),
    "powers of sums": (mul(*(power(add("x", "y", "z", "w", k), 8) for k in (1, 2, 3))), {}),
    "power of a sum in an exponent": (power("c", power(add("x", "y", "z", "w", 1), 20)), {}),
    "long root": (power(2, ("num", str(10**400), "1", 2)), {}),
    "long prime": (power(10**3999 + 7, "1/2"), {}),
    "far Gamma": (apply("gamma", add("x", 10**6)), {}),
    "far zeta": (apply("zeta", 10**6), {}),
    "definitions that double": (("object", "D29", ("var", "x")), {"defs": doubled(30)}),
    "an object inside itself": (inside_itself(60), {"defs": doubled(1)}),
    "roots of roots": (nested(add("x", "y"), "1/2", 70), {}),
    "logarithm of a tower": (apply("log", nested(add("x", 1), 24, 3)), {}),
}


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_ends(name):
    node, more = INPUTS[name]
    start = time.process_time()
    assert refusal(node, "=", 1, IDENTITY, **CHEAP, **more)
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize(
    "row",
    [
        [[["1", *[0] * 8]], [100, 0]],
        [[["1", *[0] * 8]], [0, 100]],
        [
            [["1", *[0] * 8]],
            [0, 0],
            [["1", *[int(i == k) for i in range(8)]] for k in range(8)] * 9,
        ],
    ],
)
def test_certificates_are_expanded_within_bounds(row):
    names = [tuple(int(i == k) for i in range(8)) for k in range(8)]
    linear = {e: checker.Fraction(1) for e in (*names, (0,) * 8)}
    long = {e: checker.Fraction(10**3000 + k) for k, e in enumerate(names)}
    start = time.process_time()
    with pytest.raises(CheckFailed):
        checker.refute([(linear, ">"), (long, ">")], {"sum": [row]}, 8)
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize(
    "change",
    [
        {"definitions": 7},
        {"definitions": [["f", ["x"], ["add", ["num", "1"], ["num", "0", "1", 2**70]]]]},
        {"proofs": ["a"]},
        {"theorems": {"a": 1}},
        {"theorems": [7]},
        {"theorems": [{"label": "a"}]},
        {"theorems": [{"label": "a", "lines": [7], "goals": [0]}]},
        {"theorems": [{"label": "a", "lines": [{"statement": []}], "goals": [0]}]},
        {"theorems": [{"label": "a", "lines": [], "goals": [True], "beliefs": [["cited", "b"]]}]},
        {"theorems": [{"label": "a", "lines": [], "goals": [], "beliefs": [["proved", "b"]]}]},
        {"theorems": [{"label": "a", "lines": [], "beliefs": [7]}]},
        {"theorems": [{"label": "a", "lines": [], "uses": ["a"], "beliefs": [["cited", "b"]]}]},
    ],
)
def test_documents_that_are_none_are_refused(change):
    with pytest.raises(CheckFailed):
        summary({"format": 1, **change})
