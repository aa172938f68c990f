"""A statement recalled at values with logarithms: its window must hold there, in the end."""

import pytest

from tests.proof.documents import add, log, mul, node, power, refusal

ZERO, ONE = node(0), node(1)
FALLS = {"slacks": [ZERO], "falls": "d"}


def recalled(value, how, *, strong, window=(("d", True),), extra=()):
    """The refusal of t =Theta= 2 t, known where t is bounded below or grows, at another t."""
    old = {
        "relation": "=Theta=",
        "left": node("t"),
        "right": mul(2, "t"),
        "sizes": ["t"],
        "window": [[node("t"), strong]],
    }
    step = {"rule": "recall", "of": ["old", 0], "values": {"t": value}, "slacks": [how]}
    room = {"sizes": ["d", *extra], "window": [[node(p), s] for p, s in window]}
    return refusal(value, "=Theta=", mul(2, value), step, lines=[old], **room)


L = log("d")


@pytest.mark.parametrize("strong", [False, True])
def test_values_with_logarithms_that_grow(strong):
    assert not recalled(L, FALLS, strong=strong)
    assert not recalled(power(L, "1/2"), FALLS, strong=strong)
    absorbed = {"slacks": [node("1/2")], "logs": {"d": [ONE]}}
    assert not recalled(mul(power("d", "1/2"), power(L, -5)), absorbed, strong=strong)
    assert not recalled(mul("d", power(L, 5)), {"slacks": [ONE]}, strong=strong)


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize(
    "how",
    [
        [ZERO],
        FALLS,
        {"slacks": [ONE]},
        {"slacks": [node(-1)], "logs": {"d": [ONE]}},
        {"slacks": [ZERO], "logs": {"d": [ONE]}},
        {"slacks": [ZERO], "logs": {"d": [ZERO]}},
        {"slacks": [], "logs": {"d": []}},
        {"slacks": [ZERO], "falls": "d", "trades": [{"of": "d", "for": "d", "power": ONE}]},
        {},
    ],
)
@pytest.mark.parametrize("value", [power(L, -1), mul(power("d", -1), L), power(L, "-1/9")])
def test_values_that_vanish_are_refused(value, how, strong):
    assert recalled(value, how, strong=strong)


def test_what_stays_bounded_does_not_grow():
    assert not recalled(node(3), [ZERO], strong=False)
    assert recalled(node(3), FALLS, strong=True)
    # Only a logarithm grows here, and it is said to be the power; or nothing is said.
    assert recalled(L, {"slacks": [ONE]}, strong=True)
    assert recalled(L, [ZERO], strong=True)
    # d^(1/2) / log(d) grows; what absorbs the logarithm is not there twice.
    once = {"slacks": [node("1/2")], "logs": {"d": [node(2)]}}
    assert recalled(mul(power("d", "1/2"), power(L, -1)), once, strong=True)


def test_a_logarithm_of_what_may_be_one_is_no_size():
    near = {"window": (("d", True), ("e", False)), "extra": ("e",)}
    how = {"slacks": [ZERO, ZERO], "falls": "e"}
    for value in (log("e"), power(log("e"), 2), mul("d", power(log("e"), 2))):
        assert recalled(value, how, strong=False, **near)
    # e may stay bounded, so that log(d)/log(e) is no trade; 1/log(e) is bounded where e is.
    trade = {"of": "e", "for": "d", "power": ONE, "part": ONE, "above": [ONE, ZERO]}
    rows = {"slacks": [ZERO, ZERO], "trades": [{**trade, "below": [ONE, ONE]}]}
    assert recalled(mul(L, power(log("e"), -1)), rows, strong=False, **near)


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("front", [ONE, L, power(L, 2)])
def test_a_logarithm_of_a_sum_is_no_logarithm_of_a_size(front, strong):
    """log(1 + 1/d) falls as 1/d does, beside whatever power of log(d)."""
    falling = log(add(1, power("d", -1)))
    for how in (FALLS, {"slacks": [ZERO]}, {"slacks": [ZERO], "logs": {"d": [ONE]}}):
        assert recalled(mul(front, falling), how, strong=strong)
        assert recalled(mul(front, power(log(log("d")), -1)), how, strong=strong)
