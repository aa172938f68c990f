"""Lower bounds of the loss over intervals of sizes, and the least loss at a budget, by the oracle.

Each bound lies below the oracle's value and above half of it, so that one too large by a factor of
two is noticed.
"""

from __future__ import annotations

import importlib.util
import math
from fractions import Fraction

import pytest

pytest.importorskip("flint", reason="python-flint (extra `arb`) is not installed")

import phasecalc as pc
from benchmarks.enclosures import exact
from phasecalc.exceptions import DomainError
from phasecalc.numerics.context import balls
from phasecalc.plrf.frontier import floor
from phasecalc.plrf.frontier.floor import BITS, Floor, Interval
from phasecalc.plrf.frontier.frontier_enclosure import _Search, enclosed_frontier
from phasecalc.plrf.frontier.setting import Setting
from tests.plrf.oracle import Oracle

# Alpha, beta, d, v, gamma, batch: tail-heavy, capacity large, endless, square, a rate of its own.
MODELS = [
    ("0.7", "0.9", 40, 400, None, 1),
    ("0.27", "0.8", 200, 800, None, 1),
    ("1.1", "0.7", 25, math.inf, None, 1),
    ("0.8", "0.3", 20, 20, "0.05", 2),
]
LATE = 240


def single(model, r):
    """The floor of one size."""
    return Floor(Interval(model, model, r * model.d * model.batch))


@pytest.mark.slow
@pytest.mark.parametrize("case", MODELS, ids=str)
def test_every_part_is_below_the_oracle_s_value_and_above_half_of_it(case):
    forcing, kernel, loss = ([exact(x) for x in row] for row in Oracle(*case).curve(LATE))
    capacity = exact(Oracle(*case).limits()[0]) if case[3] > case[2] else 0
    early = LATE // 4
    with balls(BITS):
        bound = single(pc.PLRF(*case), LATE)
        late, sums = bound._late(LATE), bound._early(early)
        found = [*late, *sums, bound._capacity(), bound.value()]
        found = [exact(x) for x in found]
    true = [forcing[LATE], kernel[LATE], sum(forcing[:early]), sum(kernel[:early])]
    for low, value in zip(found, [*true, capacity, loss[LATE]], strict=True):
        assert low <= value <= 2 * low


@pytest.mark.parametrize("r", [2, 7, 20])
def test_few_iterations(r):
    case = MODELS[0]
    with balls(BITS):
        bound = single(pc.PLRF(*case), r)
        found, convex = exact(bound.value()), [exact(x) for x in bound._convex(r)]
    forcing, _, loss = Oracle(*case).curve(r)
    assert len(convex) == 2
    assert all(0 < x <= exact(forcing[r]) for x in convex)
    assert max(convex) <= found <= exact(loss[r])


def cover(sizes, flops):
    """The floor of an interval of sizes."""
    ends = [pc.PLRF("0.7", "0.9", d) for d in (sizes[0], sizes[-1])]
    return Floor(Interval(*ends, Fraction(flops)))


@pytest.mark.slow
def test_an_interval_of_sizes_is_bounded_below_and_needs_the_right_corners(monkeypatch):
    sizes, flops = (42, 45, 48, 56, 60), 5040 * 4  # r is whole at these
    true = [exact(Oracle("0.7", "0.9", d).curve(flops // d)[2][-1]) for d in sizes]
    with balls(BITS):
        found = exact(cover(sizes, flops).value())
    assert 0.4 * float(min(true)) < found <= min(true)
    right = Floor._moments
    monkeypatch.setattr(Floor, "_moments", lambda self, a: right(self, a)[::-1])
    with balls(BITS):
        assert exact(cover(sizes, flops).value()) > min(true)


def least(time, share):
    """Least value over u of q^N over its minorant, if that has so much of its exponent."""
    values = []
    for k in range(1, 8000):
        u = k / 1000
        minorant = math.log1p(-u / 8) - 6 * math.log1p(u / 5) - share * 15 / time
        values.append(2 * time * math.log1p(-u / (2 * time)) - minorant)
    return min(values)


def test_the_minorant_of_a_power_and_half_of_its_exponent():
    assert all(least(time, 1) > 0 for time in (16, 17, 30, 1000, 10**6))
    assert least(16, 0.5) < 0


def test_the_least_loss_between_two_bounds():
    seen = []
    found = enclosed_frontier(
        "4/5", "3/10", 10**6, ratio="3/2", intervals=12, progress=lambda *x: seen.append(x)
    )
    assert found.model_size % 2 == 0  # v = 3d/2 is whole
    assert found.iterations * found.model_size == 10**6
    assert found.loss.digits >= 16
    assert not found.best
    assert found.minimum.upper == found.loss.upper
    assert found.minimum.lower < found.loss.lower
    assert found.bracket[0] < found.model_size < found.bracket[1]
    assert seen == [(k, 32) for k in range(1, len(seen) + 1)]


@pytest.mark.slow
def test_the_least_loss_of_all_sizes_is_enclosed():
    found = enclosed_frontier("1.1", "0.7", 1008, ratio=math.inf, batch=8, sizes=80)
    assert found.best
    assert found.minimum.digits >= 15

    def loss(d):
        return float(pc.PLRF("1.1", "0.7", d, math.inf, batch=8).loss(126 / d))

    plain = {d: loss(d) for d in range(1, 64)}
    assert min(plain, key=plain.get) == found.model_size
    assert abs(plain[found.model_size] / float(found.minimum) - 1) < 1e-12
    for d in (6, 7, 9, 14, 18, 21, 42, 63):  # r is whole at these
        true = exact(Oracle("1.1", "0.7", d, math.inf, None, 8).curve(126 // d)[2][-1])
        assert true > found.minimum.lower


@pytest.mark.slow
def test_a_bound_too_large_by_half_loses_the_minimum(monkeypatch):
    """The named size's own interval is cut off, and no size is left."""
    right = floor.Floor.value
    monkeypatch.setattr(floor.Floor, "value", lambda self: 2 * right(self))
    search = _Search(Setting.of("4/5", "3/10", 10, None, 1), Fraction(10**6), None)
    loss = search._ball(search._named())
    left = search._cover(loss.upper, 60)
    named = search._named()
    assert not any(x.first <= named <= x.last for x in left)


@pytest.mark.slow
def test_the_mean_exponent_of_a_ladder_is_enclosed():
    (row,) = pc.verify("4/5", "3/10", flops=[10.0**k for k in range(8, 29, 4)], enclosed=True)
    first, last = row.ladder[0], row.ladder[-1]
    plain = -math.log(last.loss / first.loss) / math.log(last.flops / first.flops)
    assert plain in row.mean
    assert 0 < row.mean.radius < 0.01


def test_refusals(monkeypatch):
    with pytest.raises(DomainError, match="1e3 <= flops"):
        enclosed_frontier("7/10", "9/10", 10)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DomainError, match="an enclosed frontier needs python-flint"):
        enclosed_frontier("7/10", "9/10", 1e4)
    with pytest.raises(DomainError, match="an enclosed frontier needs python-flint"):
        pc.verify("7/10", "9/10", enclosed=True)
