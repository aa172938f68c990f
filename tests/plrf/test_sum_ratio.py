"""The loss over the sum of its terms stays between two numbers, whatever the model size."""

import itertools
import math
import random
from fractions import Fraction

import pytest

from phasecalc.plrf.sum_ratio import Spread, sum_ratio

SIZES = (10**3, 10**6, 10**9, 10**12, 10**15)
# For a small alpha the window ends at d^(2 alpha), near 100 at d = 10^15 for alpha = 0.07: what
# happens in a long window is seen farther out.
FAR = (10**15, 10**30, 10**60, 10**90)


def points(count, seed=14):
    """Random points from alpha = 1/20 to 3 and to beta = 6, off the critical lines.

    Half of them have a small alpha, so that the range without a theorem in the literature
    (alpha < 1/4, or beta >= 1 + 2 alpha) is well covered.
    """
    draw, found = random.Random(seed), []
    while len(found) < count:
        alpha = Fraction(draw.randint(5, 60 if len(found) % 2 else 300), 100)
        beta = Fraction(draw.randint(0, 150 if len(found) % 4 < 2 else 600), 100)
        gaps = (2 * alpha - 1, 2 * beta - 1, 4 * alpha - 1, 2 * alpha + 2 * beta - 1)
        if gaps[-1] > 0 and min(map(abs, gaps)) >= Fraction(1, 5):
            found.append((alpha, beta))
    return found


def widths(alpha, beta, sizes=SIZES):
    return [sum_ratio(str(alpha), str(beta), d).width for d in sizes]


def settles(found):
    """Each factor of 1000 in d widens the spread less than the one before, and at last hardly."""
    growth = [math.log(b / a) for a, b in itertools.pairwise(found)]
    return growth[-1] < max(0.05, 0.5 * max(growth[:-1]))


def test_the_points_cover_what_the_literature_leaves_open():
    chosen = points(40)
    assert sum(a < Fraction(1, 4) for a, _ in chosen) >= 5
    assert sum(b >= 1 + 2 * a for a, b in chosen) >= 10


@pytest.mark.parametrize(("alpha", "beta"), points(2))
def test_the_spread_stops_growing(alpha, beta):
    assert settles(widths(alpha, beta))


@pytest.mark.slow
@pytest.mark.parametrize(("alpha", "beta"), points(40))
def test_the_spread_stops_growing_everywhere(alpha, beta):
    found = widths(alpha, beta, FAR if alpha < Fraction(1, 8) else SIZES)
    assert settles(found)
    assert max(found) < 60


def test_a_spread_that_grows_is_seen():
    assert not settles([10.0**k for k in range(5)])
    assert not settles([1.0, 1.3, 1.69, 2.2, 2.86])
    assert Spread(2.0, 3.0).width == 1.5


def test_without_one_of_the_terms_the_spread_grows(monkeypatch):
    """The check fails on a wrong claim: phase III without the noise."""
    from dataclasses import replace

    from phasecalc.plrf.parameters import PLRF

    whole = PLRF.terms
    monkeypatch.setattr(
        PLRF, "terms", lambda self, r: replace(whole(self, r), kernel_pure_point=0.0)
    )
    assert not settles(widths(Fraction(3, 2), Fraction(2)))
