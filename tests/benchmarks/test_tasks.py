"""Ten tasks of a new user: each in at most three commands; one that is not done is said so."""

import dataclasses

import pytest

from benchmarks.tasks import TASKS, done, inputs


def test_ten_tasks_of_at_most_three_commands():
    assert len(TASKS) == 10
    assert all(1 <= len(task.commands) <= 3 for task in TASKS)
    assert all(task.seen or task.files for task in TASKS)


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.wanted)
def test_a_task_is_done(task, tmp_path):
    inputs(tmp_path)
    assert done(task, tmp_path)[1] == ""


def test_what_is_missing_is_said(tmp_path):
    task = next(t for t in TASKS if "cite" in t.wanted)
    other = dataclasses.replace(task, seen=("9999.99999",), files=(("x", b""),), status=3)
    missing = done(other, tmp_path)[1]
    assert "9999.99999" in missing
    assert "x" in missing
    assert "status 3 (it is 0" in missing
