"""A campaign of random statements: what the kernel accepts is true at every point tried."""

import random

import mpmath as mp
import pytest

from tests.proof import campaign, truth
from tests.proof.documents import add, apply, log, mul, n, power, strong, v

REAL = {"parameters": ["a", "b"], "conditions": [], "constants": ["x", "y"]}
ONE_SIZE = {"sizes": ["d"], "window": strong("d"), "relation": "=Theta="}
WRONG = [
    {"left": power(power("a", 2), "1/2"), "relation": "=", "right": v("a"), **REAL},
    {"left": mul("a", power("a", -1)), "relation": "=", "right": n(1), **REAL},
    {"left": v("x"), "relation": "<", "right": power("x", 2), **REAL},
    {"left": v("x"), "relation": "<", "right": v("x"), **REAL},
    {"left": power("x", 2), "relation": "slope", "right": v("x"), "variable": "x", **REAL},
]
TRUE = [
    {"left": power(power("x", 2), "1/2"), "relation": "=", "right": v("x"), **REAL},
    {"left": power("y", "b"), "relation": "<", "right": add(power("y", "b"), "x"), **REAL},
    {"left": power("x", 2), "relation": "slope", "right": mul(2, "x"), "variable": "x", **REAL},
]
SQUARES = apply("modes", 2, 0, 1, "d", "d")
WRONG_ORDERS = [
    {"left": mul("d", log("d")), "right": v("d"), **ONE_SIZE},
    {"left": power("d", "1/2"), "right": v("d"), **ONE_SIZE},
    {"left": v("d"), "right": mul(2, "d"), **ONE_SIZE, "relation": "<<"},
    {
        **ONE_SIZE,
        "left": SQUARES,
        "right": apply("zeta", 2),
        "relation": "~",
        "remainder": power("d", -2),
    },
]


def at_length(judge, data, *more):
    with mp.workdps(40):
        return [judge(data, *more, random.Random(k)) for k in range(6)]


@pytest.mark.parametrize("data", WRONG)
def test_numbers_tell_what_is_false(data):
    assert any(at_length(truth.exact, data, {}))


@pytest.mark.parametrize("data", TRUE)
def test_numbers_let_pass_what_is_true(data):
    assert not any(at_length(truth.exact, data, {}))


@pytest.mark.parametrize("data", WRONG_ORDERS)
def test_numbers_tell_which_orders_are_false(data):
    assert any(at_length(truth.order, data))


def test_numbers_let_a_true_order_pass():
    good = {**WRONG_ORDERS[-1], "remainder": power("d", -1)}
    assert not any(at_length(truth.order, good))


@pytest.mark.parametrize(("kind", "number"), [("exact", 200), ("order", 25)])
def test_what_is_accepted_is_true(kind, number):
    count, wrong = campaign.run(kind, number, 1)
    assert count["accepted"]
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "number"), [("exact", 2000), ("order", 400)])
def test_what_a_long_campaign_accepts_is_true(kind, number):
    count, wrong = campaign.run(kind, number, "long")
    assert count["accepted"] > number // 50
    assert not wrong
