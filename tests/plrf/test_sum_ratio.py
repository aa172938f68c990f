"""The loss over the sum of its terms stays between two numbers, whatever the model size."""

from fractions import Fraction

import pytest

from phasecalc.plrf.model.sum_ratio import Spread, random_points, settles, widths


def test_the_points_cover_what_the_literature_leaves_open():
    chosen = random_points(40)
    assert sum(a < Fraction(1, 4) for a, _ in chosen) >= 5
    assert sum(b >= 1 + 2 * a for a, b in chosen) >= 10


@pytest.mark.parametrize(("alpha", "beta"), random_points(2))
def test_the_spread_stops_growing(alpha, beta):
    assert widths(alpha, beta).settled


@pytest.mark.slow
@pytest.mark.parametrize(("alpha", "beta"), random_points(40))
def test_the_spread_stops_growing_everywhere(alpha, beta):
    found = widths(alpha, beta)
    assert found.settled
    assert max(found.widths) < 60


def test_a_spread_that_grows_is_seen():
    assert not settles([10.0**k for k in range(5)])
    assert not settles([1.0, 1.3, 1.69, 2.2, 2.86])
    assert Spread(2.0, 3.0).width == 1.5


def test_without_one_of_the_terms_the_spread_grows(monkeypatch):
    """The check fails on a wrong claim: phase III without the noise."""
    from dataclasses import replace

    from phasecalc.plrf.model.parameters import PLRF

    whole = PLRF.terms
    monkeypatch.setattr(
        PLRF, "terms", lambda self, r: replace(whole(self, r), kernel_pure_point=0.0)
    )
    assert not widths(Fraction(3, 2), Fraction(2)).settled
