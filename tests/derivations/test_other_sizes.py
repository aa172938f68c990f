"""On the critical lines every other size is worse: by numbers, and larger powers refuted."""

from dataclasses import replace

import pytest

from derivations.d33_critical_best import AWAY, best_on_lines
from phasecalc.proof.read import node
from phasecalc.symbols import d, tau
from tests.proof.counterexamples import counterexample

# The goals, by number, that say how much worse: on 2 beta = 1, 4 alpha = 1, 2 alpha = 1.
SAID = range(22, 42)


def test_they_are_the_goals():
    assert len(best_on_lines.goals) == SAID.stop
    assert [g for x in AWAY for g in x.goals] == list(best_on_lines.goals[22:33])


@pytest.mark.parametrize(
    "k", [24, *(pytest.param(k, marks=pytest.mark.slow) for k in SAID if k != 24)]
)
def test_no_number_contradicts_one(k):
    assert counterexample(best_on_lines.goals[k].statement) is None


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_larger_power_is_false_before_the_best_time(part):
    """Where tau is below the best time by a power of d, nothing more than is said holds."""
    away = AWAY[part]
    s = away.inside[0][0].statement
    factor = node((away.best / tau) ** 3)
    more = replace(s, left=("mul", s.left, factor))
    assert counterexample(more)
    assert d in away.best.free_symbols
