"""The smallest false statements that this kernel once accepted, with what was open in each."""

import pytest

from tests.proof.documents import INFINITY, add, apply, log, mul, n, node, power, refusal, strong, v

IDENTITY = {"rule": "identity"}
ONE = n(1)
GROWING = {"sizes": ["d"], "window": strong("d")}
BOTH = {"sizes": ["d", "t"], "window": strong("d")}


def test_a_name_of_a_mode_never_leaves_its_sum():
    mode, inverse = v("lambda_j"), power("lambda_j", -1)
    every = apply("trace", 1)
    # tr(1) = L tr(1/lambda_j) for a number L, which is captured.
    outside = mul(("object", "L"), apply("trace", inverse))
    assert refusal(outside, "=", every, IDENTITY, defs=[("L", [], mode)])
    assert refusal(every, "=", every, {**IDENTITY, "right": mul(mode, apply("trace", inverse))})
    assert refusal(mode, "=", mode, IDENTITY, given=[["!=", mode]])
    # At x := lambda_j a sum times x would be drawn into the sum.
    line = {
        "relation": "=",
        "left": mul("x", apply("trace", mode)),
        "right": apply("trace", mul("x", mode)),
        "parameters": ["x"],
    }
    steps = [
        {**IDENTITY, "right": mul(mode, apply("trace", mode))},
        {"rule": "recall", "of": ["old", 0], "values": {"x": mode}},
    ]
    assert refusal(apply("trace", mul(mode, mode)), "=", ONE, *steps, lines=[line])
    # A definition whose argument is the name that the sum binds.
    sum_of = ("object", "O", n(5))
    rows = [("O", ["lambda_j"], apply("trace", mode))]
    assert refusal(sum_of, "=", apply("trace", 5), IDENTITY, defs=rows)
    assert not refusal(apply("trace", mul(mode, inverse)), "=", every, IDENTITY)


def lower_end(e):
    return apply("laplace", 1, 1, mul(2, power("d", mul(-1, e))))


def test_an_integral_is_positive_only_where_its_lower_end_stays_below_one():
    # 2 d^(-t) -> 2 as t -> 0: the integral from 2 to 1 is below 0.
    powers = {"rule": "powers"}
    assert not refusal(lower_end(1), "=Theta=", lower_end(1), powers, **GROWING)
    assert refusal(lower_end("t"), "=Theta=", lower_end("t"), powers, **BOTH)


@pytest.mark.parametrize("s", ["t", add(1, "t"), power("t", -1)])
def test_bounds_of_integrals_are_not_uniform_in_their_index(s):
    # Gamma(t) d^(-t) is not of the order of d^(-t) for all t > 0.
    left, right = apply("laplace", s, "d", 0), power("d", mul(-1, s))
    lemma = {"rule": "laplace", "case": "time", "x": [ONE]}
    assert "depends on the size" in refusal(left, "=Theta=", right, lemma, **BOTH)
    low = apply("laplace", mul(-1, s), "d", power("d", -1))
    lemma = {"rule": "laplace", "case": "end", "x_low": [n(0)], "low": [ONE]}
    assert "depends on the size" in refusal(low, "=Theta=", right, lemma, **BOTH)


def test_bounds_of_sums_are_not_uniform_in_their_exponents():
    # zeta(1 + t) is not bounded as t -> 0.
    first = {"rule": "modes", "case": "first", "d": [ONE]}
    left = apply("modes", add(1, "t"), 0, 1, "d", INFINITY)
    assert "depends on the size" in refusal(left, "=Theta=", 1, first, **BOTH)
    scale = {"rule": "modes", "case": "scale", "d": [ONE]}
    left = apply("modes", mul(-1, "t"), 0, 1, "d", "d")
    right = power("d", add(1, "t"))
    assert "depends on the size" in refusal(left, "=Theta=", right, scale, **BOTH)
    left = apply("modes", 2, 1, "t", "d", INFINITY)
    assert "depends on the size" in refusal(left, "=Theta=", 1, first, **BOTH)


def remainder_accepted(extra, logs):
    """Whether a summand may be added to the remainder of sum_{j <= d} j^(-2) ~ zeta(2)."""
    rest = add(power("d", -1), extra)
    lemma = {"rule": "modes", "case": "first", "d": [ONE], "remainder": power("d", -1)}
    proofs = [{"slacks": [ONE]}, {"slacks": [ONE], "logs": [[node(t)] for t in logs]}]
    left = apply("modes", 2, 0, 1, "d", "d")
    message = refusal(
        left,
        "~",
        apply("zeta", 2),
        lemma,
        remainder=rest,
        extra={"vanishes": proofs},
        **GROWING,
    )
    return message is None


def test_a_remainder_is_a_positive_one_that_vanishes():
    inverse = power("d", -1)
    assert remainder_accepted(mul(inverse, add(1, log("d"))), [1])
    assert remainder_accepted(mul(inverse, add(1, log(power("d", 2)))), [2])
    # d^4 + log(d)/d grows; 1 + log(1/d), (log(d) - 9)/d, 1 + log(1/9) are below 0 somewhere.
    assert not remainder_accepted(mul(inverse, add(power("d", 5), log("d"))), [1])
    assert not remainder_accepted(mul(inverse, add(1, log(inverse))), [-1])
    assert not remainder_accepted(mul(inverse, add(-9, log("d"))), [1])
    assert not remainder_accepted(mul(inverse, add(1, log("1/9"))), [0])
    assert not remainder_accepted(mul(inverse, add("d", log("d"))), [1])
