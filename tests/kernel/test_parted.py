"""The rule that parts a logarithm, log log log, and quotients of sums: true and false steps."""

import pytest

from tests.proof.documents import add, apply, log, mul, node, power, refusal

TWO = {"sizes": ["m", "n"], "window": [[node("m"), True], [node("n"), True]]}
HALF = node("1/2")


def parted(left, right, of="m", by="n", *, c=1, f=1, room=TWO):
    """The refusal of one step by the rule."""
    step = {"rule": "parted", "of": of, "for": by, "power": node(c), "part": node(f)}
    return refusal(left, "<~", right, step, **room)


def test_a_logarithm_is_parted():
    assert not parted(log("m"), add(log("n"), mul("m", power("n", -1))))
    both = add(power(log("n"), "1/2"), power(mul("m", power("n", -1)), "1/6"))
    assert not parted(power(log("m"), "1/2"), both, c="1/3", f="1/2")
    front = mul("m", power(log("n"), -3))
    assert not parted(
        mul(front, log("m")), add(mul(front, log("n")), mul(front, "m", power("n", -1)))
    )


def test_so_is_one_of_a_logarithm():
    deep = log(log("m"))
    right = add(log("n"), mul(log("m"), power("n", -1)))
    assert not parted(deep, right, of="log m")
    right = add(log(log("n")), mul(log("m"), power(log("n"), -1)))
    assert not parted(deep, right, of="log m", by="log n")


@pytest.mark.parametrize(
    ("right", "c", "f"),
    [
        (log("n"), 1, 1),
        (mul("m", power("n", -1)), 1, 1),
        (add(log("n"), mul("n", power("m", -1))), 1, 1),
        (add(log("n"), power(mul("m", power("n", -1)), "1/2")), 1, 1),
        (add(log("n"), 1), 0, 1),
        (add(log("n"), mul("n", power("m", -1))), -1, 1),
        (add(mul(-1, log("n")), mul("m", power("n", -1))), 1, 1),
        (add(power(log("n"), 2), mul("m", power("n", -1))), 1, 2),
    ],
)
def test_what_does_not_bound_it_is_refused(right, c, f):
    assert parted(log("m"), right, c=c, f=f)


def test_a_power_below_zero_is_refused():
    left, right = power(log("m"), -1), add(power(log("n"), -1), mul("n", power("m", -1)))
    assert parted(left, right, f=-1)


@pytest.mark.parametrize("of", ["m", "n"])
def test_both_must_grow(of):
    window = [[node(of), True], [node("m"), False], [node("n"), False]]
    room = {"sizes": ["m", "n"], "window": window}
    assert parted(log("m"), add(log("n"), mul("m", power("n", -1))), room=room)


@pytest.mark.parametrize("name", ["x", "log x", 1, None, ["m"]])
def test_other_names_are_refused(name):
    assert parted(log("m"), add(log("n"), mul("m", power("n", -1))), of=name)
    assert parted(log("m"), add(log("n"), mul("m", power("n", -1))), by=name)


def small(left, how, *, relation="<~"):
    """The refusal of left below 1."""
    step = {
        "rule": "below" if relation == "<~" else "small",
        "led": {"lead": [0]},
        "parts": [{"by": [[0, node(1)]], "slacks": [node(0), node(0)], **how}],
    }
    return refusal(left, relation, node(1), step, **TWO)


def test_log_log_log_is_under_log_log_and_not_over_it():
    twice = log(log("m"))
    under = mul(log(twice), power(twice, -1))
    assert not small(under, {"inner": ["log log m"]})
    assert not small(under, {"inner": ["log log m"], "falls": "log m"}, relation="<<")
    over = mul(twice, power(log(twice), -1))
    for how in ({}, {"inner": ["log m"]}, {"inner": ["log m", "log log m"]}):
        assert small(over, how)
    assert small(log(twice), {"inner": ["log log m"]})
    # What a logarithm absorbs is that of it, not that of another.
    assert small(mul(log(twice), power(log("m"), -1)), {"inner": ["log log m"]})
    assert small(log(log(twice)), {"inner": ["log log log m"]})


def test_a_product_times_a_sum_is_that_product_over_the_sum():
    both = add(log("m"), log("n"))
    step = {"rule": "multiply", "front": mul("m", power(both, -1)), "factors": []}
    old = {"relation": "=Theta=", "left": node("n"), "right": mul(2, "n"), **TWO}
    by = {"of": ["old", 0], "values": {}, "slacks": [[node(1), node(0)], [node(0), node(1)]]}
    step["factors"] = [{"left": node("n"), "right": mul(2, "n"), "by": by}]
    left = mul("m", "n", power(both, -1))

    def said(right):
        return refusal(left, "=Theta=", right, step, lines=[old], **TWO)

    assert not said(mul(3, left))
    assert said(mul(left, "m"))
    assert said(mul(left, both))
    assert said(mul("m", "n", power(add(log("m"), mul(2, log("n"))), -1)))


def loss(rate):
    """The loss at d = m, tau = n, and a rate."""
    return apply("loss", "1/2", "1/2", 1, 2, "m", rate, "n")


def test_the_loss_at_a_rate_over_a_sum_is_known_by_that_sum():
    rate = power(log(mul("m", "n")), -1)
    old = {"relation": "=Theta=", "left": loss(rate), "right": mul(2, loss(rate)), **TWO}
    step = {"rule": "recall", "of": ["old", 0], "values": {}}
    step["slacks"] = [[node(1), node(0)], [node(0), node(1)]]

    def said(other):
        sides = loss(other), "=Theta=", mul(2, loss(other))
        return refusal(*sides, step, lines=[old], **TWO)

    assert not said(power(add(log("n"), log("m")), -1))
    assert said(power(add(log("m"), mul(2, log("n"))), -1))
    assert said(add(log("m"), log("n")))
    assert said(power(log("m"), -1))
