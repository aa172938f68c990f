"""``rng=`` as in NumPy, ``seed=`` as its older name: one stream, whichever names it."""

import numpy as np
import pytest

import phasecalc as pc
from phasecalc import laws
from phasecalc.exceptions import DomainError
from phasecalc.numerics.seeds import seed_of
from phasecalc.optimisers.signsgd import sign_modes

pytest.importorskip("scipy")
J = np.arange(1, 201.0)
C = np.repeat([1e19, 1e20, 1e21], 7)
K = np.tile(np.arange(-3, 4), 3)
RUNS = {
    "flops": C,
    "N": (C / 6e18) ** 0.5 * 1e8 * 2.0**K,
    "loss": 3 + 0.05 * K**2 + 0.01 * np.random.default_rng(1).standard_normal(21),
}
D = RUNS["flops"] / 6 / RUNS["N"]
MODEL = 1.8 + 480 * RUNS["N"] ** -0.35 + 2100 * D**-0.37
SIZED = {**RUNS, "D": D, "loss": MODEL * RUNS["loss"] / (3 + 0.05 * K**2)}


def fitted(**how):
    return laws.fit(
        "two-term", SIZED, fixed={"alpha": 0.35, "beta": 0.37}, resamples=2, **how
    ).draws


def estimated(**how):
    return pc.estimate(J**-0.9, **how).draws[0]


def isoflop(**how):
    return laws.isoflop(RUNS, resamples=20, **how).draws


def modes(**how):
    return sign_modes(pc.PLRF("3/10", "3/5", 10, 40), **how).noise


CALLS = [fitted, estimated, isoflop, modes]


@pytest.mark.parametrize("call", CALLS)
def test_a_stream_has_one_name_or_the_other(call):
    first = call(seed=5)
    for rng in (5, np.int64(5), np.random.SeedSequence(5)):
        assert np.array_equal(call(rng=rng), first, equal_nan=True)
    assert np.array_equal(call(), call(rng=0), equal_nan=True)
    assert not np.array_equal(call(rng=6), first)
    with pytest.raises(DomainError, match="rng = 5, seed = 5: give one of them"):
        call(rng=5, seed=5)


@pytest.mark.parametrize("call", CALLS)
def test_a_generator_moves_on(call):
    draw = np.random.default_rng(5)
    first, second = call(rng=draw), call(rng=draw)
    assert not np.array_equal(first, second)
    assert np.array_equal(call(rng=np.random.default_rng(5)), first, equal_nan=True)


@pytest.mark.slow
def test_diagnose_hands_its_stream_on(monkeypatch):
    seen = []
    kept = laws.diagnose.__globals__["isoflop_runs"]

    def isoflop_runs(*words, seed, **more):
        seen.append(seed)
        return kept(*words, seed=seed, resamples=10, **more)

    monkeypatch.setitem(laws.diagnose.__globals__, "isoflop_runs", isoflop_runs)
    laws.diagnose(SIZED, resamples=0, runs=2, rng=np.random.SeedSequence(9))
    assert seen == [9]


def test_children_of_a_sequence_are_streams_of_their_own():
    parent = np.random.SeedSequence(5)
    found = [seed_of(child, None) for child in parent.spawn(2)]
    assert len({*found, 5}) == 3
    child = np.random.SeedSequence(5, spawn_key=(0,))
    assert seed_of(child, None) == seed_of(child, None) == found[0]


@pytest.mark.parametrize(
    ("rng", "said"), [("7", "rng = '7': an integer"), (-1, "rng = -1: an"), (0.5, "Generator")]
)
def test_what_is_no_stream_is_refused(rng, said):
    with pytest.raises(DomainError, match=said):
        estimated(rng=rng)
