"""The least loss where it has log log: very far out by numbers, and larger powers refused."""

from dataclasses import replace
from fractions import Fraction

import mpmath as mp
import pytest

from derivations import d33_critical_loglog as chapter
from phasecalc.exceptions import StepFailed
from phasecalc.plrf.phases.critical import log_powers_at
from phasecalc.proof import theorem
from tests.proof.distant import loss

half, quarter = Fraction(1, 2), Fraction(1, 4)
# The point, the power of d in the budget, and its logarithm.
POINTS = {
    "2 alpha = 1": (half, Fraction(1), 1, 1),
    "both at 1/2": (half, half, 1, 1),
    "both at 1/4": (quarter, half, Fraction(3, 2), 0),
}


def least(name, size):
    """The least loss in the window over a power of the budget, and the budget there."""
    a, b, power, logs = POINTS[name]
    a, b, power = (mp.mpf(x.numerator) / x.denominator for x in map(Fraction, (a, b, power)))
    d = mp.mpf(10) ** size
    log = mp.log(d)
    rate = d ** (2 * a - 1) / (log if logs else 1)
    found = []
    for step in range(-10, 41):
        t = d ** (2 * a) / log ** (mp.mpf(step) / 20) / 2
        f = t * d**power * log**logs
        found.append((loss(a, b, mp.mpf(1), mp.mpf(2), d, rate, t) * f ** (2 * a / 2), f))
    return min(found)


def drift(name, powers):
    """How the least loss over its form changes from one size to its millionth power."""
    one, other = (mp.mpf(x.numerator) / x.denominator for x in map(Fraction, powers))
    ends = []
    for size in (10**6, 10**12):
        value, f = least(name, size)
        ends.append(value / mp.log(f) ** one / mp.log(mp.log(f)) ** other)
    return abs(mp.log(ends[1] / ends[0]))


@pytest.mark.slow
@pytest.mark.parametrize("name", POINTS)
def test_the_form_is_that_of_the_least_loss(name):
    powers = log_powers_at(POINTS[name][:2])
    one, other = Fraction(str(powers[0])), Fraction(str(powers[1]))
    right = drift(name, (one, other))
    assert right < 0.12
    for wrong in ((one, other + half), (one, other - half), (one + quarter, other)):
        assert drift(name, wrong) > right + 0.08


def proved(goal, show):
    @theorem(
        label="x",
        uses=(chapter.capacity, chapter.loss_as_sum, chapter.loss_on_lines),
        goals=(goal,),
    )
    def made(proof):
        show(proof)

    return made.theorem


def refused(goal, show):
    with pytest.raises((StepFailed, ValueError)):
        proved(goal, show)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_a_larger_power_of_log_log_is_refused(part):
    point = chapter.POINTS[part]
    one, other = point.powers
    for more in ((one, other + quarter), (one + quarter, other)):
        wrong = replace(point, powers=more)
        for goal in wrong.goals:
            refused(goal, wrong.show)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_beyond_the_window_a_larger_power_of_the_budget_is_refused(part):
    late = chapter.BEYOND[part]
    if not part:
        assert proved(late.goal, late.show)
    more = chapter.tau ** chapter.sp.Rational(1, 2)
    wrong = replace(late, left=late.left * more, above=late.above * more)
    refused(wrong.goal, wrong.show)


@pytest.mark.slow
def test_at_every_time_a_larger_power_of_log_log_is_refused():
    for x in chapter.EVERYWHERE:
        more = chapter.twice_d ** chapter.sp.Rational(1, 4)
        wrong = replace(x, least=(x.least[0] * more, x.least[1]), twice=x.twice + quarter)
        refused(wrong.goal, wrong.show)


def test_the_powers_are_those_of_the_diagram():
    for point, at in zip(chapter.POINTS, ((quarter, half), (half, half)), strict=True):
        assert tuple(point.powers) == tuple(log_powers_at(at))
