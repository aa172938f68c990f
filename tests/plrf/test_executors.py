"""Frontiers and verifications on process pools and on a Dask cluster, failures included."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from phasecalc.exceptions import DomainError, SweepFailed
from phasecalc.plrf.checks.verify import Verdict, verify
from phasecalc.plrf.frontier.frontier import frontier
from tests.plrf.exponents_table import claim

BUDGETS = [1e12, 1e4, 1e8]
LADDER = [10.0**k for k in range(12, 41, 7)]
# At this learning rate the large models of the second and fourth budget are unstable.
RATE, MIXED = "0.02", [1e5, 1e16, 1e4, 1e17]


@pytest.fixture(scope="module")
def processes():
    context = multiprocessing.get_context("spawn")  # fork warns when threads are about
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        yield executor


@pytest.fixture(scope="module")
def dask():
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client.get_executor()


def check_order(executor):
    seen = []
    spread = frontier(
        "0.7", "0.9", BUDGETS, executor=executor, progress=lambda *counts: seen.append(counts)
    )
    assert [p.flops for p in spread.points] == pytest.approx(BUDGETS)
    # Another process may round sums in another order, within the promised accuracy.
    for there, here in zip(spread.points, frontier("0.7", "0.9", BUDGETS).points, strict=True):
        assert there.loss == pytest.approx(here.loss, rel=1e-12)
        assert there.loss_exponent == pytest.approx(here.loss_exponent, abs=1e-9)
    assert seen == [(1, 3), (2, 3), (3, 3)]


def check_failures(executor):
    with pytest.raises(SweepFailed, match="2 of 4 points finished") as caught:
        frontier("0.4", "0.9", MIXED, gamma=RATE, executor=executor)
    assert [p.flops for p in caught.value.partial.points] == pytest.approx([1e5, 1e4])
    assert sorted(caught.value.failures) == [1, 3]
    assert all(isinstance(error, DomainError) for error in caught.value.failures.values())


def check_verdict(executor):
    row = verify("1", "0.75", flops=LADDER, exponents=claim, executor=executor)[0]
    assert row.verdict is Verdict.AGREES


def test_processes_keep_the_order(processes):
    check_order(processes)


def test_processes_lose_only_the_failed_budgets(processes):
    check_failures(processes)


def test_processes_verify(processes):
    check_verdict(processes)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # the cluster's own deprecations are not ours
def test_a_cluster_does_all_three(dask):
    check_order(dask)
    check_failures(dask)
    check_verdict(dask)
