"""Many frontiers at once are those of one after the other, in the places asked for."""

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, NotConverged, SweepFailed
from phasecalc.plrf.frontier import frontier_grid as module

FIELDS = ("model_size", "loss", "loss_exponent", "model_size_exponent")


@pytest.mark.slow
def test_it_is_the_frontier_at_each_place_in_any_order():
    alphas, budgets = np.array([["7/10"], ["1"]]), [1e12, 1e9]
    found = pc.frontier_grid(alphas, "9/10", budgets)
    for i, alpha in enumerate(("7/10", "1")):
        for k, flops in enumerate(budgets):
            (point,) = pc.frontier(alpha, "9/10", flops).points
            for name in FIELDS:
                assert getattr(found, name)[i, k] == pytest.approx(getattr(point, name), rel=1e-7)


def test_a_number_gives_numbers_and_what_repeats_is_solved_once(monkeypatch):
    asked = []

    def counted(setting, budgets):
        asked.extend(budgets)
        return real(setting, budgets)

    real = module.ladder
    monkeypatch.setattr(module, "ladder", counted)
    assert pc.frontier_grid(1, 0.25, 1e8).loss.shape == ()
    found = pc.frontier_grid([1, 1, 1.0], "1/4", [1e8, 1e8, "1e8"])
    assert len(set(found.loss)) == 1
    assert len(asked) == 2


def test_what_fails_leaves_the_others(monkeypatch):
    def failing(setting, budgets):
        if setting.alpha == 1:
            raise NotConverged("no stationary size", requested=1, achieved=0)
        return real(setting, budgets)

    real = module.ladder
    monkeypatch.setattr(module, "ladder", failing)
    with pytest.raises(SweepFailed, match="1 of 2 points finished") as caught:
        pc.frontier_grid([1, "7/10"], "9/10", 1e8)
    assert np.isnan(caught.value.partial.loss).tolist() == [True, False]


def test_refusals():
    with pytest.raises(DomainError, match=r"alpha \(2,\), beta \(3,\).*do not fit"):
        pc.frontier_grid([1, 2], [1, 2, 3], 1e8)
    with pytest.raises(DomainError, match="flops = 10"):
        pc.frontier_grid(1, 1, [1e8, 10])
    with pytest.raises(DomainError, match="at most 1000000"):
        pc.frontier_grid(1, 1, np.full((1001, 1000), 1e8))
