"""Optima followed from budget to budget equal those searched for one by one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from phasecalc.exceptions import DomainError
from phasecalc.plrf.frontier import frontier as frontier_module
from phasecalc.plrf.frontier import ladder as ladder_module
from phasecalc.plrf.frontier import setting as setting_module
from phasecalc.plrf.frontier.frontier import budget, frontier, solve
from phasecalc.plrf.frontier.ladder import ladder
from phasecalc.plrf.frontier.setting import Setting

BUDGETS = [budget(10.0**k) for k in (10, 14, 18, 22, 26)]


@pytest.mark.parametrize("point", [("0.7", "0.9"), ("1", "0.75"), ("0.4", "0.3")])
def test_a_ladder_finds_the_optima_of_single_searches(point):
    followed = ladder(Setting.of(*point, 10, None, 1), BUDGETS)
    alone = frontier(*point, [float(f) for f in BUDGETS]).points
    for one, other in zip(followed, alone, strict=True):
        assert abs(one.model_size / other.model_size - 1) < 1e-7
        assert abs(one.loss_exponent - other.loss_exponent) < 1e-8


def test_a_ladder_takes_fewer_evaluations(monkeypatch):
    count = [0]
    plain = setting_module._with_slope

    def counted(*arguments):
        count[0] += 1
        return plain(*arguments)

    monkeypatch.setattr(setting_module, "_with_slope", counted)
    setting = Setting.of("0.7", "0.9", 10, None, 1)
    ladder(setting, BUDGETS)
    followed, count[0] = count[0], 0
    for f in BUDGETS:
        solve(setting, f)
    assert followed < count[0]


def test_another_optimum_at_the_last_budget_starts_all_searches_anew(monkeypatch):
    asked = []

    def fake(_, f, start=None, near=0.0, half=0.25):
        asked.append(start)
        size = 10.0 if start is None and f == BUDGETS[-1] else 20.0
        return frontier_module.FrontierPoint(float(f), size, 1.0, 1.0, 0.5, 0.5, 0.0), half

    monkeypatch.setattr(ladder_module, "search", fake)
    monkeypatch.setattr(ladder_module, "solve", lambda *arguments: fake(*arguments)[0])
    found = ladder(Setting.of("0.7", "0.9", 10, None, 1), BUDGETS)
    assert [p.model_size for p in found][-1] == 10.0
    assert asked[-len(BUDGETS) :] == [None] * len(BUDGETS)


def test_a_rate_that_is_unstable_is_refused():
    with pytest.raises(DomainError, match="diverges"):
        frontier("0.7", "0.9", 1e12, gamma="0.5")


def test_the_size_that_a_search_ends_at_is_checked(monkeypatch):
    """With the default rate models on the way are not; the last one is."""

    def refuse(self, _):
        raise DomainError("SGD diverges")

    monkeypatch.setattr(Setting, "checked", refuse)
    with pytest.raises(DomainError, match="diverges"):
        solve(Setting.of("0.7", "0.9", 10, None, 1), Fraction(10**12))
