"""Bounds over the whole window: at most, and at least, of an order."""

import itertools

import pytest

import phasecalc as pc
from phasecalc.claims.judging.judge import judge
from phasecalc.claims.reading.language import statement

SMOOTH = ["alpha > 1/2", "beta < 1/2"]
# Over the window 1 << r << d**(2*alpha): r**a d**b is bounded by another such product where it is
# at both ends, which are exponents of one number: by hand, for alpha = 1.
EXPONENTS = (-2, -1, 0, 1)


@pytest.mark.parametrize(
    ("states", "where", "status"),
    [
        ("F_0 <~ F_pp", SMOOTH, "proved"),
        ("F_0 ≲ F_pp", SMOOTH, "proved"),
        ("F_pp >~ F_0", SMOOTH, "proved"),
        ("F_pp >> F_0", SMOOTH, "proved"),
        ("F_0 <~ F_pp", ["alpha > 1/2", "beta > 1/2"], "refuted"),
        ("F_pp <~ F_0", SMOOTH, "refuted"),
        ("log(d) <~ d", ["alpha == 1"], "proved"),
        ("d <~ log(d)", ["alpha == 1"], "refuted"),
    ],
)
def test_verdicts(states, where, status):
    assert judge(states, where, "", 60.0).status == status


@pytest.mark.parametrize("seed", range(6))
def test_products_against_both_ends_of_the_window(seed):
    every = list(itertools.product(EXPONENTS, repeat=4))
    for a, b, e, f in every[7 * seed :: 61][:2]:
        # At r = 1 and at r = d**2 the ratio is d to the powers below.
        bounded = b - f <= 0 and 2 * (a - e) + b - f <= 0
        states = f"r**({a})*d**({b}) <~ r**({e})*d**({f})"
        found = judge(states, ["alpha == 1", "beta == 1"], "", 60.0)
        assert found.status == ("proved" if bounded else "refuted"), states


@pytest.mark.parametrize(
    "states", ["-F_0 <~ F_pp", "beta*F_pp <~ F_pp", "F_pp - F_0 <~ F_pp", "zeta(1/2)*d <~ d"]
)
def test_what_may_be_negative_is_refused(states):
    with pytest.raises(pc.ParseError, match="without a minus"):
        statement(states)
    with pytest.raises(pc.ParseError):
        pc.check_claim(states)
