"""Which lines of the package each test reaches, and its processor time: a plugin of pytest.

    python -m pytest -p benchmarks.reach --reach reach.json --reached phasecalc/kernel tests/kernel

The file has the seconds of each test, and of each file and line the tests that ran it; what they do
in another process is not seen. ``benchmarks.mutants_campaign`` takes its tests from there.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

__all__ = ["Reach"]

# Calls of one function in one test whose lines are followed; to follow all of them takes long.
CALLS = 50


# Tests of the process that judges claims itself.
_PROCESSES = ("test_kept.py", "test_hostile.py", "test_files.py", "test_campaign.py")


@pytest.fixture(autouse=True)
def claims_inside(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have claims judged in this process, where their lines are seen and no time runs out."""
    if "tests/claims/" not in request.node.nodeid or request.path.name in _PROCESSES:
        return
    from phasecalc.claims.judging import server, worker

    def ask(_: object, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        if "read" in job:
            answer = server._read(job["read"])
        elif "judge" in job:
            answer = server._answer(job["judge"])
        found: dict[str, Any] = json.loads(json.dumps(answer))
        return found

    monkeypatch.setattr(worker.Worker, "_ask", ask)
    monkeypatch.setattr(worker.Worker, "start", lambda _: None)
    monkeypatch.setattr(worker.Worker, "running", True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reach", type=Path, help="where to write which test reaches which line")
    parser.addoption("--reached", action="append", default=[], help="file or folder that is seen")


class Reach:
    """Sees the lines of some files, test by test."""

    def __init__(self, path: Path, seen: list[str]) -> None:
        self.path, self.seen = path, tuple(str(Path(s).resolve()) for s in seen)
        self.tests: dict[str, float] = {}
        self.lines: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.current: set[tuple[str, int]] = set()
        self.calls: Counter[int] = Counter()
        self.others: set[int] = set()

    def enter(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Follow the lines of a function in its first calls, if its file is looked at."""
        code = id(frame.f_code)
        if code in self.others:
            return None
        self.calls[code] += 1
        if self.calls[code] == 1 and not frame.f_code.co_filename.startswith(self.seen):
            self.others.add(code)
        if code in self.others or self.calls[code] > CALLS:
            return None
        return self.line(frame, event, arg)

    def line(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Write down one line."""
        self.current.add((frame.f_code.co_filename, frame.f_lineno))
        return self.line

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """See one test."""
        begin, self.current, self.calls = os.times(), set(), Counter()
        sys.settrace(self.enter)
        try:
            result = yield
        finally:
            sys.settrace(None)
        spent = [now - then for now, then in zip(os.times()[:4], begin[:4], strict=True)]
        for file, number in self.current:
            self.lines[os.path.relpath(file)][number].append(len(self.tests))
        self.tests[item.nodeid] = sum(spent)
        return result

    def pytest_sessionfinish(self) -> None:
        """Write what was seen."""
        self.path.write_text(json.dumps({"tests": self.tests, "lines": self.lines}), "utf-8")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--reach", None)
    if path is not None:
        config.pluginmanager.register(Reach(path, config.getoption("--reached")))
