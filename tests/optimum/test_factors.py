"""The sign of a polynomial from those of its factors, against its value at points."""

import math
import random
from fractions import Fraction

import pytest

from phasecalc.checker import CheckFailed, evaluate, multiply, scale, sign
from phasecalc.optimum import factors
from phasecalc.optimum.factors import split

NAMES = ("a", "b")
PARTS = (
    {(1, 0): Fraction(1)},
    {(1, 0): Fraction(-1), (0, 0): Fraction(2, 3)},
    {(1, 1): Fraction(1), (0, 0): Fraction(-1)},
    {(2, 0): Fraction(1), (0, 1): Fraction(-3)},
)


@pytest.mark.parametrize("seed", range(12))
def test_the_sign_is_that_of_the_number_and_of_the_odd_factors(seed):
    draw = random.Random(seed)
    polynomial = {(0, 0): Fraction(draw.choice([-7, -1, 2]), 5)}
    for _ in range(draw.randrange(0, 5)):
        polynomial = multiply(polynomial, draw.choice(PARTS))
    lead, found = split(polynomial, NAMES)
    assert len({c for c, _ in found}) == len(found)
    for _ in range(20):
        point = (Fraction(draw.randrange(-9, 10), 3), Fraction(draw.randrange(-9, 10), 3))
        odd = [sign(evaluate(c.polynomial, point)) for c, n in found if n % 2]
        even = [sign(evaluate(c.polynomial, point)) for c, n in found if n % 2 == 0]
        assert sign(evaluate(polynomial, point)) == lead * math.prod(odd) * math.prod(
            s * s for s in even
        )


def test_what_does_not_give_the_polynomial_is_refused(monkeypatch):
    factors._split.cache_clear()
    monkeypatch.setattr(factors, "_factors", lambda *_: [(PARTS[0], 1)])
    with pytest.raises(CheckFailed, match="do not give it"):
        split(multiply(PARTS[0], PARTS[2]), NAMES)
    factors._split.cache_clear()
    assert split(scale(PARTS[0], Fraction(-2)), NAMES)[0] == -1
    factors._split.cache_clear()
