"""The critical lines: the powers derived from the terms, from below and from above."""

from fractions import Fraction

import pytest
import sympy as sp

from derivations import d25_line_rough as first
from derivations import d25_lines_below as others
from derivations import d25_lines_reached as reached
from phasecalc.exceptions import StepFailed
from phasecalc.plrf.phases.critical import log_powers_at
from phasecalc.proof import MeanOfLogs, claim, theorem, total
from phasecalc.symbols import alpha, beta, d, gamma_0, tau
from tests.proof.mutants import attempt

half, quarter = Fraction(1, 2), Fraction(1, 4)
LATE = {"sizes": [d, tau], "window": [d ** (2 * alpha) / tau, tau / d**alpha], "growing": [d, tau]}
ORDERS = total(*others.ROUGH_ORDERS, others.loud)
HUM = total(
    others.clock ** (1 - 4 * beta), 1 / sp.sqrt(d), gamma_0 / sp.sqrt(d) * sp.log(others.edge)
)
SHARE = 1 / (12 * beta - 2)
# Power of the logarithm, a point, and the step that needs it.
STEPS = {
    "above the jump": (
        (sp.S.One, Fraction(2, 5), half),
        (others.budget**-alpha, ORDERS, others.NOISY[0][1], {d: (tau, 1 / alpha)}),
        {"where": [*others.halfway, others.jump >= 0], **LATE},
    ),
    "below the jump": (
        (others.lower, Fraction(27, 100), half),
        (others.budget**-alpha, ORDERS, others.NOISY[1][1], {d: (tau, 1 / alpha)}),
        {"where": [*others.halfway, others.jump <= 0], **LATE},
    ),
    "below a quarter": (
        (1 - alpha, Fraction(1, 5), half),
        (others.budget**-alpha, total(*others.ROUGH_ORDERS), (alpha, 1 - alpha), {}),
        {"where": [alpha > 0, alpha < half], **LATE},
    ),
    "a quarter": (
        (others.k, quarter, Fraction(1)),
        (
            (d**2 / others.edge) ** -others.eta,
            HUM,
            (SHARE, 0, 1 - SHARE),
            {d: (others.edge, 1 / others.small)},
        ),
        {
            "where": others.smooth,
            "sizes": [d, others.edge],
            "window": [sp.sqrt(d) / others.edge, others.edge / d**others.small],
            "growing": [d, others.edge],
        },
    ),
}


def tried(power, step, room):
    """Run the step with a power of the logarithm."""
    left, orders, weights, within = step
    goal = claim(left * sp.log(d) ** power, "<~", orders, constants=[gamma_0], **room)

    @theorem(label="step", goals=(goal,))
    def chapter(proof):
        proof.shows(goal, "A mean.", MeanOfLogs(*weights, within=within))

    return chapter.run()


@pytest.mark.slow
def test_the_powers_are_the_derived_ones():
    for (power, a, b), _, _ in STEPS.values():
        assert log_powers_at((a, b)) == (power.subs({alpha: a, beta: b}), 0)
    assert log_powers_at((Fraction(1), half)) == (first.k.subs({alpha: sp.S.One}), 0)
    assert log_powers_at((half, Fraction(1, 5))) == (Fraction(1, 5), 0)


@pytest.mark.parametrize("name", STEPS)
def test_no_larger_power_is_proved(name):
    (power, _, _), step, room = STEPS[name]
    tried(power, step, room)
    with pytest.raises(StepFailed):
        tried(power + sp.Rational(1, 10), step, room)


def test_the_first_line():
    goal = first.bound.statement
    for name in ("d", "f"):
        more = ("pow", ("log", ("var", name)), ("num", "1/10"))
        wrong = type(goal)(**{**vars(goal), "left": ("mul", more, goal.left)})
        assert not attempt(first.rough_line, 2, "more of a logarithm", wrong).accepted
    assert attempt(first.rough_line, 2, "itself", goal).accepted


def test_the_rate_has_the_logarithm():
    goal = others.reached.statement
    more = ("pow", ("log", ("var", "d")), ("num", "1/10"))
    for side in ("left", "right"):
        wrong = type(goal)(**{**vars(goal), side: ("mul", more, getattr(goal, side))})
        assert not attempt(others.lines_below, 4, "more of a logarithm", wrong).accepted


@pytest.mark.parametrize(
    "goal", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in range(1, 6))]
)
def test_no_other_power_is_reached(goal):
    stated = reached.lines_reached.goals[goal].statement
    assert attempt(reached.lines_reached, goal, "itself", stated).accepted
    for power in ("1/10", "-1/10"):
        if stated.relation == "<~" and power == "1/10":
            continue  # the bound is weaker
        other = ("mul", ("pow", ("log", ("var", "d")), ("num", power)), stated.right)
        wrong = type(stated)(**{**vars(stated), "right": other})
        assert not attempt(reached.lines_reached, goal, "another logarithm", wrong).accepted
