"""Simulation against exact algebra, against itself by another route, and against the limit."""

from __future__ import annotations

import math
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.plain_route import Case, numpy_route
from phasecalc.exceptions import DomainError, SweepFailed, SweepInterrupted
from phasecalc.numerics.progress import Progress
from phasecalc.plrf.samples.drawn import drawn, literal_losses, modes, sgd_losses
from phasecalc.plrf.samples.simulate import second_moments, simulate

PHASES = {
    "Ia": (0.7, 0.3),
    "Ib": (0.4, 0.3),
    "Ib, alpha < 1/4": (0.2, 0.4),
    "Ic": (0.2, 0.8),
    "II": (0.8, 0.6),
    "III": (0.6, 0.9),
    "IVa": (0.4, 0.8),
    "IVb": (0.27, 0.9),
}


def plrf(alpha, beta, d, v=None, gamma=None, batch=1):
    v = 10 * d if v is None else v
    j = np.arange(1.0, v + 1)
    gamma = 1 / (2 * np.sum(j ** (-2 * alpha))) if gamma is None else gamma
    return SimpleNamespace(alpha=alpha, beta=beta, d=d, v=v, gamma=gamma, batch=batch)


def matrices(model, seed):
    """A = D^{1/2} W and c = D^{1/2} b, from the documented stream of the seed."""
    j = np.arange(1.0, model.v + 1)
    W = np.random.default_rng([seed, 0]).standard_normal((model.v, model.d)) / math.sqrt(model.d)
    return (j**-model.alpha)[:, None] * W, j ** -(model.alpha + model.beta)


@pytest.mark.parametrize(("d", "v"), [(1, 1), (1, 7), (6, 6), (6, 7), (20, 200), (40, 1300)])
def test_modes_are_those_of_the_drawn_matrix(d, v):
    model = plrf(0.7, 0.9, d, v, gamma=0.01)
    reduced, (A, c) = modes(drawn(model), seed=5), matrices(model, 5)
    Q, S, _ = np.linalg.svd(A, full_matrices=False)
    np.testing.assert_allclose(reduced.z, S**2, rtol=1e-10)
    np.testing.assert_allclose(reduced.start**2, (Q.T @ c) ** 2, rtol=1e-7, atol=1e-14)
    np.testing.assert_allclose(reduced.capacity, np.sum((c - Q @ (Q.T @ c)) ** 2), atol=1e-14)


def test_one_step_in_the_modes_is_one_step_of_sgd():
    model = plrf(0.7, 0.9, 5, 30, batch=3)
    A, c = matrices(model, 0)
    Q, S, Ut = np.linalg.svd(A, full_matrices=False)
    rng = np.random.default_rng(1)
    theta, g = rng.standard_normal(5), rng.standard_normal((3, 30))
    rho, rest = S * (Ut @ theta) - Q.T @ c, c - Q @ (Q.T @ c)
    stepped = theta - model.gamma * sum(A.T @ x * (x @ A @ theta - x @ c) for x in g)
    root = np.linalg.norm(rest)
    noise = [(Q.T @ x, x @ rest / root) for x in g]
    rho = rho - model.gamma * sum(S**2 * y * (rho @ y - root * h) for y, h in noise)
    assert np.sum((A @ stepped - c) ** 2) == pytest.approx(rho @ rho + root**2, rel=1e-13)


@pytest.mark.parametrize("batch", [1, 4])
def test_second_moments_solve_the_volterra_equation_of_the_same_w(batch):
    model = plrf(0.4, 0.8, 8, batch=batch, gamma=0.05)
    A, c = matrices(model, 2)
    z, vectors = np.linalg.eigh(A @ A.T)
    q = 1 - 2 * model.gamma * batch * z + model.gamma**2 * batch * (batch + 1) * z**2
    forcing = [(vectors.T @ c) ** 2 @ q**r for r in range(40)]
    kernel = [model.gamma**2 * batch * z**2 @ q**r for r in range(40)]
    losses = []
    for r in range(40):
        losses.append(forcing[r] + sum(kernel[r - 1 - s] * losses[s] for s in range(r)))
    mean = second_moments(model, range(40), seeds=[2]).mean
    np.testing.assert_allclose(mean, losses, rtol=1e-12)
    assert mean[0] == pytest.approx(np.sum(c**2), rel=1e-13)


@pytest.mark.parametrize("batch", [1, 3])
def test_sgd_averages_to_the_second_moments(batch):
    model = plrf(0.7, 0.9, 4, 20, gamma=0.08, batch=batch)
    numbers, recorded = drawn(model), np.array([0, 1, 4, 16, 64])
    reduced = modes(numbers, 7)
    groups = [sgd_losses(numbers, reduced, recorded, seed, 400) for seed in range(12)]
    errors = np.std(groups, axis=0, ddof=1) / math.sqrt(12)
    expected = second_moments(model, recorded, seeds=[7]).mean
    literal = literal_losses(numbers, recorded, 7, 4800)
    for means in (np.mean(groups, axis=0), literal):
        assert means[0] == pytest.approx(np.sum(matrices(model, 7)[1] ** 2), rel=1e-13)
        assert np.all(np.abs(means - expected) <= 4.5 * errors + 1e-13)


def test_both_routes_have_the_same_law():
    model, recorded = plrf(0.6, 0.7, 3, 15, gamma=0.05, batch=2), [2, 10, 50]
    literal = simulate(model, recorded, seeds=range(300), literal=True).curves
    reduced = simulate(model, recorded, seeds=range(300, 600)).curves
    for one, other in zip(literal.T, reduced.T, strict=True):
        # Kolmogorov-Smirnov, two samples: exceeded with probability 0.001 under equal laws.
        points = np.sort(np.concatenate([one, other]))
        gap = [np.mean(one <= x) - np.mean(other <= x) for x in points]
        assert np.max(np.abs(gap)) < 1.95 * math.sqrt(2 / 300)


@pytest.mark.parametrize("phase", PHASES)
def test_the_mean_over_w_tends_to_the_deterministic_loss_like_one_over_d(phase):
    recorded, bias, error = [3, 10, 30], [], []
    for d in (8, 24):
        model = plrf(*PHASES[phase], d)
        model.gamma /= 2  # at 1/(2 Tr D) some W of this size are unstable
        moments = second_moments(model, recorded, seeds=range(150))
        exact = numpy_route(Case(*PHASES[phase], d, model.v, 30, model.gamma)).losses[recorded]
        bias.append(d * (moments.ratio(exact) - 1))
        error.append(d * moments.standard_error / exact)
    # d times the relative gap stays bounded: measured 0.01 to 1.3 over the phases, never above.
    assert np.all(np.array(bias) < 1.5 + 4 * np.array(error))
    assert np.all(np.array(bias) > -4 * np.array(error))


def test_a_number_of_seeds_means_that_many_as_on_the_command_line():
    model = plrf(0.7, 0.9, 6)
    for route in (simulate, second_moments):
        assert route(model, 5, seeds=3).seeds == (0, 1, 2)
    assert simulate(model, 5).seeds == tuple(range(8))
    assert second_moments(model, 5).seeds == (0,)


@pytest.mark.parametrize("route", [simulate, second_moments])
def test_rng_draws_the_seeds_as_in_numpy(route):
    model = plrf(0.7, 0.9, 6)
    first = route(model, 5, seeds=3, rng=7)
    assert len({*first.seeds, 0, 1, 2}) == 6
    same = (np.int64(7), np.random.SeedSequence(7), np.random.default_rng(7))
    assert all(route(model, 5, seeds=3, rng=rng) == first for rng in same)
    assert route(model, 5, seeds=first.seeds) == first
    assert route(model, 5, seeds=3, rng=8) != first
    draw = np.random.default_rng(7)
    assert route(model, 5, seeds=3, rng=draw) == first != route(model, 5, seeds=3, rng=draw)
    child, other = np.random.SeedSequence(7).spawn(2)
    assert len({route(model, 5, rng=r).seeds for r in (child, other, 7)}) == 3
    for rng, said in (("7", "rng = '7': an integer"), (-1, "rng = -1: an"), (0.5, "Generator")):
        with pytest.raises(DomainError, match=said):
            route(model, 5, rng=rng)
    with pytest.raises(DomainError, match=r"seeds = \(4, 2\) are drawn already; beside rng = 7"):
        route(model, 5, seeds=[4, 2], rng=7)


def test_seeds_are_reproducible_and_independent_of_each_other():
    model = plrf(0.7, 0.9, 10)
    together = simulate(model, 50, seeds=[4, 0, 2])
    assert together.seeds == (4, 0, 2)
    for row, seed in enumerate(together.seeds):
        np.testing.assert_array_equal(
            simulate(model, 50, seeds=[seed]).curves[0], together.curves[row]
        )
    assert len(np.unique(together.curves[:, -1])) == 3
    start = second_moments(model, [0]).mean[0]
    np.testing.assert_allclose(together.curves[:, 0], start, rtol=1e-13)


def test_exact_parameters_and_the_default_learning_rate():
    model = plrf(0.7, 0.9, 10)
    same = SimpleNamespace(
        alpha=Fraction(7, 10), beta=Fraction(9, 10), d=Fraction(10), v=100, gamma=None, batch=1
    )
    expected = second_moments(model, 50).curves
    np.testing.assert_allclose(second_moments(same, 50).curves, expected, rtol=1e-12)


def test_a_single_iteration_means_log_spaced_up_to_it():
    recorded = second_moments(plrf(0.7, 0.9, 2), 1000).iterations
    assert recorded[0] == 0
    assert recorded[-1] == 1000
    assert np.all(np.diff(recorded) > 0)
    assert 20 < len(recorded) < 40
    assert second_moments(plrf(0.7, 0.9, 2), 0).iterations.tolist() == [0]
    assert second_moments(plrf(0.7, 0.9, 2), [5, 1, 5]).iterations.tolist() == [1, 5]


def test_executors_give_what_one_process_gives():
    model = plrf(0.4, 0.8, 12)
    alone = simulate(model, 30, seeds=range(5))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as processes, ThreadPoolExecutor(2) as threads:
        for executor in (processes, threads):
            spread = simulate(model, 30, seeds=range(5), executor=executor)
            np.testing.assert_array_equal(spread.curves, alone.curves)


def test_a_seed_with_an_unstable_w_costs_only_itself():
    model = plrf(0.7, 0.3, 5)  # seed 13 draws a W with ||K|| > 1
    with (
        ThreadPoolExecutor(2) as threads,
        pytest.raises(
            SweepFailed, match=r"\|\|K\|\| < 1 is violated by the W of seed 13"
        ) as caught,
    ):
        simulate(model, 20, seeds=[12, 13, 14], executor=threads)
    partial = caught.value.partial
    assert partial.seeds == (12, 14)
    np.testing.assert_array_equal(partial.curves, simulate(model, 20, seeds=[12, 14]).curves)
    assert isinstance(caught.value.failures[1], DomainError)


def test_ctrl_c_hands_over_the_finished_seeds():
    def progress(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(SweepInterrupted) as caught:
        second_moments(plrf(0.7, 0.9, 5), 20, seeds=range(5), progress=progress)
    assert caught.value.partial.seeds == (0, 1)
    assert caught.value.partial.mean.shape == caught.value.partial.iterations.shape


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # the cluster's own deprecations are not ours
def test_a_dask_cluster_gives_what_one_process_gives():
    distributed = pytest.importorskip("distributed")
    model = plrf(0.4, 0.8, 12)
    alone = simulate(model, 30, seeds=range(6))
    unstable = plrf(0.7, 0.3, 5)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        executor = client.get_executor()
        spread = simulate(model, 30, seeds=range(6), executor=executor)
        with pytest.raises(SweepFailed, match="seed 13") as caught:
            simulate(unstable, 20, seeds=[12, 13, 14], executor=executor)
    np.testing.assert_array_equal(spread.curves, alone.curves)
    assert caught.value.partial.seeds == (12, 14)


@pytest.mark.slow
def test_sgd_follows_the_deterministic_loss_at_hundreds_of_parameters():
    recorded = [10, 100, 1000]
    exact = numpy_route(Case(0.4, 0.3, 400, 4000, 1000)).losses[recorded]
    simulation = simulate(plrf(0.4, 0.3, 400), recorded, seeds=range(8))
    gap = np.abs(simulation.mean - exact)
    assert np.all(gap < 5 * simulation.standard_error)
    assert np.all(gap < 0.1 * exact)


def test_progress_counts_seeds_and_is_silent_off_a_terminal(capsys):
    seen, model = [], plrf(0.7, 0.9, 3, gamma=0.05)
    second_moments(model, 5, seeds=[0, 1], progress=lambda *counts: seen.append(counts))
    assert seen == [(1, 2), (2, 2)]
    simulate(model, 5, progress=Progress("seeds"))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"d": 2.5}, "integer d >= 1"),
        ({"d": 0}, "integer d >= 1"),
        ({"d": 10**5, "v": 10**6}, "d <= 10000"),
        ({"v": math.inf}, "finite integer v"),
        ({"v": 10**9}, r"v <= 1e\+08"),
        ({"v": 4}, "v >= d is violated: v = 4, d = 5"),
        ({"batch": 0}, "integer batch >= 1"),
        ({"alpha": math.nan}, "finite"),
        ({"gamma": 0}, "0 < gamma"),
        ({"gamma": math.nan}, "0 < gamma"),
    ],
)
def test_models_that_cannot_be_drawn(change, message):
    model = SimpleNamespace(**{**vars(plrf(0.7, 0.9, 5)), **change})
    for route in (simulate, second_moments):
        with pytest.raises(DomainError, match=message):
            route(model, 10)


@pytest.mark.parametrize("iterations", [-1, 1.5, math.nan, math.inf, [], [1, -2], [0.5], 10**14])
def test_iterations_that_cannot_be_run(iterations):
    for route in (simulate, second_moments):
        with pytest.raises(DomainError, match=r"iterations|r d B"):
            route(plrf(0.7, 0.9, 5), iterations)


def test_other_bad_input():
    model = plrf(0.7, 0.9, 5)
    for seeds in ([], [-1], [1, 1], 0, -3, "8", b"8", True, [True], ["1"], 2.0, None, 10**30):
        with pytest.raises(DomainError, match="distinct non-negative"):
            simulate(model, 5, seeds=seeds)
    with pytest.raises(DomainError, match=r"not \(0, 1, 2, 3, 4, 5, 6, 7, \.\.\.\)\.$"):
        simulate(model, 5, seeds=range(10**30))
    with pytest.raises(DomainError, match="runs >= 1"):
        simulate(model, 5, runs=0)
    with pytest.raises(DomainError, match="at once"):
        simulate(model, 5, runs=10**8)
    with pytest.raises(SweepFailed, match=r"gamma \(B\+1\) z_max < 2"):
        second_moments(plrf(0.7, 0.9, 5, gamma=5), 5)
    alone = second_moments(model, [0, 5])
    with pytest.raises(DomainError, match="at least 2 seeds"):
        _ = alone.standard_error
    with pytest.raises(DomainError, match="shape"):
        alone.ratio([1.0])
    with pytest.raises(DomainError, match="positive"):
        alone.ratio([1.0, math.nan])
