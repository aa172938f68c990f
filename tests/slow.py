"""Which tests are left to the slow suite because of the processor time that they were seen to take.

    python -m pytest -p tests.slow --times times.json -m "not slow"    measure, in one process
    python -m tests.slow times.json                                    add to tests/slow.txt

A test above ``LONG`` goes to the slow suite, but of each function the quickest case stays, unless
it is above ``LONGEST`` itself: the default suite keeps one of each kind, if one can wait for it.
``.ci/run`` runs both suites, so nothing is lost by it. Tests that are slow by their nature have the
mark in their own file.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

LONG, LONGEST = 0.25, 0.6
LIST = Path(__file__).with_name("slow.txt")


def listed() -> frozenset[str]:
    """Names of the tests in the list."""
    return frozenset(LIST.read_text(encoding="utf-8").splitlines())


def chosen(seconds: Mapping[str, float]) -> list[str]:
    """Names of the tests that are too long for the default suite.

    >>> chosen({"a::f[1]": 0.4, "a::f[2]": 0.3, "a::f[3]": 0.1, "a::g": 0.5, "b::h": 2})
    ['a::f[1]', 'a::f[2]', 'b::h']
    """
    kinds: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, spent in seconds.items():
        kinds[name.split("[")[0]].append((spent, name))
    return sorted(
        name
        for cases in kinds.values()
        for place, (spent, name) in enumerate(sorted(cases))
        if spent > (LONGEST if place == 0 else LONG)
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--times", type=Path, help="where to write the processor time of each test")


class Watch:
    """Takes the processor time of each test, that of the processes it started included."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        begin = sum(os.times()[:4])
        result = yield
        self.seconds[item.nodeid] = sum(os.times()[:4]) - begin
        return result

    def pytest_sessionfinish(self) -> None:
        self.path.write_text(json.dumps(self.seconds), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--times", None)
    if path is not None:
        config.pluginmanager.register(Watch(path))


def main(path: str) -> None:
    """Add the tests that a measurement found too long."""
    seconds = json.loads(Path(path).read_text(encoding="utf-8"))
    names = sorted(listed().union(chosen(seconds)))
    LIST.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
