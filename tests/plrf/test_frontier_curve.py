"""The frontier as a series: against single solutions, its residuals, its ends, its refusals."""

import dataclasses
import math
import pickle

import numpy as np
import pytest

from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.plrf.frontier import frontier_curve as module
from phasecalc.plrf.frontier.frontier import frontier
from phasecalc.plrf.frontier.frontier_curve import frontier_curve

LOW, HIGH = 1e10, 1e20


@pytest.fixture(scope="module")
def curve():
    return frontier_curve("0.7", "0.9", LOW, HIGH)


def misses(curve, budgets):
    """Largest distance of log d, log P and both exponents from solutions without a warm start."""
    direct = frontier("0.7", "0.9", budgets).points
    size, loss, eta, xi = curve(np.array(budgets))
    return (
        max(abs(np.log(size / [p.model_size for p in direct]))),
        max(abs(np.log(loss / [p.loss for p in direct]))),
        max(abs(eta - [p.loss_exponent for p in direct])),
        max(abs(xi - [p.model_size_exponent for p in direct])),
    )


def test_between_its_points_it_is_the_frontier(curve):
    found = misses(curve, [LOW, 3.3e12, 7.1e16, HIGH])
    assert all(x < bound for x, bound in zip(found, (1e-10, 1e-12, 1e-11, 1e-7), strict=True))
    assert all(x <= bound for x, bound in zip(curve.residuals, (1e-10,) * 3 + (1e-7,), strict=True))


def test_a_wrong_series_is_seen(curve):
    """Sabotage: a coefficient of log P off by 1e-9."""
    rows = [list(row) for row in curve.series]
    rows[1][3] += 1e-9
    wrong = dataclasses.replace(curve, series=tuple(tuple(row) for row in rows))
    assert misses(wrong, [3.3e12])[1] > 1e-12


def test_the_loss_exponent_is_the_slope_of_its_own_loss(curve):
    f = np.geomspace(1.1 * LOW, HIGH / 1.1, 9)
    up, down = curve(f * math.exp(1e-4)).loss, curve(f * math.exp(-1e-4)).loss
    assert np.allclose(-np.log(up / down) / 2e-4, curve(f).loss_exponent, atol=1e-8, rtol=0)


def test_shapes_and_copies(curve):
    assert curve(np.full((2, 3), 1e15)).loss.shape == (2, 3)
    assert np.ndim(curve(1e15).loss) == 0
    assert pickle.loads(pickle.dumps(curve)) == curve


def test_a_wide_interval_takes_fewer_searches_than_its_points(monkeypatch):
    """Warm starts: the grid of the full search is entered at the first point and the last."""
    searches = []
    real = module.search

    def noted(setting, f, start=None, near=0.0, half=0.25):
        searches.append(start)
        return real(setting, f, start, near, half)

    monkeypatch.setattr(module, "search", noted)
    made = frontier_curve("0.7", "0.9", 1e14, 1e16)
    assert len(searches) == len(made.points)
    assert sum(x is None for x in searches) == 2


@pytest.mark.parametrize("flops", [9e9, 2e20, math.nan, [1e15, -1]])
def test_it_says_nothing_outside(curve, flops):
    with pytest.raises(DomainError, match="outside"):
        curve(flops)


def test_refusals(monkeypatch):
    with pytest.raises(DomainError, match="low < high"):
        frontier_curve("0.7", "0.9", 1e12, 1e12)
    with pytest.raises(DomainError, match="flops"):
        frontier_curve("0.7", "0.9", 1e2, 1e12)
    monkeypatch.setattr(module, "_LAST", 16)
    with pytest.raises(NotConverged, match="17 points"):
        frontier_curve("0.7", "0.9", 1e4, 1e60)
