"""RefinedWeb's chain of exponents: warm-up and last layer, derived from other losses."""

from pathlib import Path

import numpy as np
import pytest

import phasecalc as pc
from benchmarks import chain


@pytest.fixture
def path():
    for folder in Path(__file__).resolve().parents:
        if (found := folder / "shared" / "data" / "isoflop_corrections.csv").exists():
            return found
    pytest.skip("the runs of the paper are not part of the repository")


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("tokens", [0.3, 1.0, 4.0])
def test_tokens_count_by_their_rate(tokens, power):
    """The time that counts is the integral of the rate to a power, rising to 1 at the warm-up."""
    t = (np.arange(100_000) + 0.5) * tokens / 100_000
    area = tokens * float(np.mean(np.minimum(t, 1.0) ** power))
    count = chain.counted(tokens, 1.0, power)
    assert count == pytest.approx(area, rel=1e-6)
    assert chain.uncounted(count, 1.0, power) == pytest.approx(tokens, rel=1e-12)


def test_every_step_has_runs():
    assert list(chain.STEPS) == [s.name for s in pc.laws.CHAIN]


@pytest.mark.slow
def test_the_warm_up_is_derived(path):
    """Losses under a long warm-up follow from those under a short one, and so does the exponent."""
    missed, slopes = {}, {}
    for power in (0.0, 1.0):
        runs, losses = chain.with_warm_up(path, power)
        ours, theirs = chain.exponents(runs, [losses, runs.loss])
        known = np.isfinite(losses)
        missed[power] = np.median(np.abs(np.log(losses[known] / runs.loss[known])))
        slopes[power] = ours.exponent.value - theirs.exponent.value
    assert abs(slopes[1.0]) < 0.02
    assert slopes[0.0] < -0.1  # without it the exponent is that of the short warm-up
    assert missed[1.0] < 0.02 < 0.05 < missed[0.0]


def test_the_last_layer_is_derived(path):
    """Models and budgets of the study: the same exponent but for the smallest two budgets."""
    runs, losses = chain.with_last_layer_left_out(path)
    known = np.isfinite(losses)
    assert known.sum() == 105
    assert np.median(np.abs(np.log(losses[known] / runs.loss[known]))) < 0.002
    two = runs.flops <= np.sort(np.unique(runs.flops))[1]
    ours, theirs = chain.exponents(runs, [np.where(two, runs.loss, losses), runs.loss])
    assert ours.exponent.value == pytest.approx(theirs.exponent.value, abs=0.005)
    all_of_ours, _ = chain.exponents(runs, [losses, runs.loss])
    assert all_of_ours.exponent.value > theirs.exponent.value + 0.03  # two budgets of twelve


def test_a_surface_reads_losses_better_than_a_curve(path):
    surface, curve = chain.left_out(chain.runs_of(path, "count the last layer"))
    assert surface < curve / 2


def test_models_are_counted_as_in_the_study(path):
    """Without the last layer: less width times vocabulary, and the tokens are of that count."""
    bare, full = (chain.runs_of(path, s) for s in ("as Kaplan et al.", "count the last layer"))
    pairs = zip(np.unique(bare.sizes["N"]), np.unique(full.sizes["N"]), strict=True)
    assert all((n - m) % 50432 == 0 and (n - m) // 50432 % 32 == 0 for m, n in pairs)
    assert np.allclose(bare.sizes["D"], bare.flops / (6 * bare.sizes["N"]), rtol=1e-12)
