"""Nothing that finished is lost: failed points, broken workers, the keyboard, refused points."""

from __future__ import annotations

import math
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from phasecalc.exceptions import PhasecalcError, SweepFailed, SweepInterrupted
from phasecalc.numerics.sweep import sweep


@pytest.fixture
def threads():
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def process():
    context = multiprocessing.get_context("spawn")  # fork warns when threads are about
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        yield executor


def leave_at_three(point):
    if point == 3:
        os._exit(1)
    return point


def interrupt_at(count):
    def progress(done, total):
        if done == count:
            raise KeyboardInterrupt

    return progress


def test_results_keep_the_order_of_the_points(threads, process):
    points = list(range(8))
    for executor in (None, threads, process):
        done = sweep(math.sqrt, points, executor=executor)
        assert done.values() == [math.sqrt(point) for point in points]
        done.check("all")


def test_order_is_kept_when_a_later_point_finishes_first(threads):
    second = threading.Event()

    def wait_for_the_second(point):
        if point == 0:
            assert second.wait(10)
        second.set()
        return point

    assert sweep(wait_for_the_second, [0, 1], executor=threads).values() == [0, 1]


def test_a_failed_point_costs_only_itself(threads, process):
    for executor in (None, threads, process):
        done = sweep(math.sqrt, [4, -1, 9], executor=executor)
        assert done.finished == {0: 2, 2: 3}
        with pytest.raises(SweepFailed, match=r"Point 1 .* ValueError.* 2 of 3 points") as caught:
            done.check("two")
        assert caught.value.partial == "two"
        assert isinstance(caught.value.failures[1], ValueError)
        assert isinstance(caught.value.__cause__, ValueError)
        assert isinstance(caught.value, PhasecalcError)


def test_a_dead_worker_does_not_take_finished_work_with_it(process):
    done = sweep(leave_at_three, [1, 2, 3, 4], executor=process)
    assert done.values()[:2] == [1, 2]
    assert 2 in done.failures
    assert len(done.finished) + len(done.failures) == 4


def test_a_closed_executor_refuses_each_point():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    assert sorted(sweep(math.sqrt, [1, 4], executor=executor).failures) == [0, 1]


def test_ctrl_c_between_points_keeps_the_finished_ones(threads):
    for executor in (None, threads):
        done = sweep(math.sqrt, [1] * 50, executor=executor, progress=interrupt_at(5))
        assert done.interrupted
        assert 5 <= len(done.finished) <= 50
        with pytest.raises(SweepInterrupted, match=r"of 50 points finished") as caught:
            done.check(done.values())
        assert caught.value.partial == done.values()
        assert isinstance(caught.value, KeyboardInterrupt)
        assert not isinstance(caught.value, Exception)


def test_ctrl_c_inside_a_point_stops_the_sweep(threads):
    def interrupted(point):
        if point == 2:
            raise KeyboardInterrupt
        return point

    done = sweep(interrupted, [0, 1, 2, 3])
    assert done.interrupted
    assert done.values() == [0, 1]
    assert sweep(interrupted, [0, 1, 2, 3], executor=threads).interrupted


def test_progress_counts_failures_too():
    seen = []
    sweep(math.sqrt, [1, -1, 4], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_no_points():
    done = sweep(math.sqrt, [])
    done.check(None)
    assert done.values() == []
