"""The loss on the critical lines: its form against exact curves, and goals that are wrong."""

import math
from dataclasses import replace

import pytest
import sympy as sp

from derivations import d32_window_lines as lines
from derivations import d33_critical_best as best
from phasecalc import PLRF
from phasecalc.exceptions import StepFailed
from phasecalc.proof import LargestOfLogs, MeanOfLogs, Recall, claim, theorem
from phasecalc.symbols import alpha, d, gamma, tau

# Points of the lines that the goals are about, with the line.
POINTS = {
    "above 1/2": (0, "1", "1/2"),
    "between": (1, "2/5", "1/2"),
    "below 1/4": (2, "1/5", "1/2"),
    "4 alpha = 1, smooth": (3, "1/4", "1"),
    "4 alpha = 1, rough": (4, "1/4", "2/5"),
    "2 alpha = 1, rough": (5, "1/2", "3/10"),
    "2 alpha = 1, smooth": (6, "1/2", "1"),
    "4 alpha = 1, 2 beta = 1": (7, "1/4", "1/2"),
    "2 alpha = 1, 2 beta = 1": (8, "1/2", "1/2"),
}


def ratio(name, size, part, wrong=0.0):
    """The loss over its form, that part of the window's logarithm in."""
    line, a, b = POINTS[name]
    model = PLRF(a, b, d=size)
    rate = float(model.learning_rate)
    a, b = float(sp.Rational(a)), float(sp.Rational(b))
    steps = math.ceil(size ** (2 * a * part) / rate)
    time = rate * steps
    found = lines.LINES[line].order
    known = {"alpha": a, "beta": b, "d": float(size), "tau": time, "gamma": rate}
    known["e"] = size ** (2 * a) / time
    known["gamma_0"] = rate * (math.log(size) if line == 6 else math.sqrt(size))
    at = {s: known[s.name] for s in found.free_symbols}
    # Off the growing ends a logarithm may be 0.
    parts = (x.replace(sp.log, lambda y: 1 + sp.log(y)).subs(at) for x in found.args)
    return float(model.loss(steps)) / (float(sum(parts)) * (1 + math.log(time)) ** wrong)


# In the middle of the window and at its end: in between two terms change places.
PLACES = (0.5, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", POINTS)
def test_the_form_is_that_of_the_loss(name):
    early, late = ([ratio(name, 10**n, x) for x in PLACES] for n in (48, 96))
    drifts = [abs(math.log(b / a)) for a, b in zip(early, late, strict=True)]
    # At (1/4, 1) the logarithm is of what is left of the window, with a large constant beside it.
    assert drifts[0] < (0.33 if name == "4 alpha = 1, smooth" else 0.02)
    assert drifts[1] < 0.13
    assert 0.1 < min(*early, *late) < max(*early, *late) < 200


@pytest.mark.slow
def test_where_both_meet_the_form_holds_before_the_root_of_d_too():
    """At tau = d^s, s below 1/2, it is 1/tau: the noise has log(tau)/log(d), which is bounded."""
    name = "2 alpha = 1, 2 beta = 1"
    for s in (0.1, 0.25, 0.4):
        early, late = (ratio(name, 10**n, s) for n in (24, 96))
        assert abs(math.log(late / early)) < 0.02
        assert 0.5 < late < 1
        wrong = [ratio(name, 10**n, s, 1.0) for n in (24, 96)]
        assert abs(math.log(wrong[1] / wrong[0])) > 1


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [-1.0, 1.0])
@pytest.mark.parametrize("name", POINTS)
def test_another_logarithm_drifts(name, wrong):
    found = [ratio(name, 10**n, 1.0, wrong) for n in (48, 96)]
    assert abs(math.log(found[1] / found[0])) > 0.5


def refused(goal, show):
    @theorem(label="x", uses=(best.capacity, best.loss_as_sum, best.loss_on_lines), goals=(goal,))
    def wrong(proof):
        show(proof)

    with pytest.raises((StepFailed, ValueError)):
        _ = wrong.theorem


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_larger_power_of_the_logarithm_is_refused(part):
    found = best.ROUGH[part]
    for power in (found.power + sp.Rational(1, 50), found.power + 1):
        more = replace(found, power=power)
        for goal in (more.inside, more.reached):
            refused(goal, more.show)


@pytest.mark.slow
def test_the_window_is_needed():
    found = best.ROUGH[1]
    at = {gamma: found.rate}
    whole = claim(
        found.spent**-alpha * sp.log(d),
        "<~",
        best.loss(found.line, found.rate),
        where=(*found.where, best.MORE),
        sizes=[d, tau],
        window=[],
        growing=[d, tau],
        **best.given,
    )

    def show(proof):
        with proof.show(whole) as chain:
            orders = best.orders(found.line, found.rate)
            chain.step("<~", orders, "x", MeanOfLogs(*found.weights))
            chain.done("x", Recall(best.loss_on_lines, found.line, at), "=Theta=")

    refused(whole, show)


@pytest.mark.slow
def test_the_noise_may_not_be_left_out():
    line = lines.LINES[1]
    less = claim(
        line.loss, "=Theta=", line.orders[0][0], where=(*line.where, lines.MORE), **line.room
    )

    def show(proof):
        with proof.show(less) as chain:
            chain.same_order(line.order, "x", Recall(best.loss_on_lines, 1))
            chain.done("x", LargestOfLogs())

    refused(less, show)
