"""Which tests are left to the slow suite, or to the long one, because of the time that they take.

    python -m pytest -p tests.slow --times times.json -m "not long"    measure, in one process
    python -m tests.slow times.json                                    write both lists

The time is that of the processor. Each suite keeps of every test function the quickest cases as
long as they fit together into ``SHARE`` seconds, one in any case that takes less than ``MOST``, and
all below ``TINY``; the others are left to the next suite. So the default suite has one of each
kind, if one can wait for it, the slow one more of them and those that take longer, and the long one
all. What is shown to readers, the pages and the examples in docstrings, is never left to the long
suite. ``.ci/run`` runs the default and the slow tests, ``make test-all`` the long ones too. Tests
that are slow by their nature have the mark in their own file.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import psutil
import pytest

# In seconds, of the default suite and of the slow one.
SHARE, MOST, TINY = (0.1, 1.2), (0.3, 2.0), (0.015, 0.1)
# The site builds, with the book run for it; what Rocq accepted is what is exported, and it refuses
# what was tampered with, as the kernel does; nothing in a folder or a text is run; rooms, types and
# lists are in order: all cases of these stay in the slow suite, whatever they take.
KEPT = (
    "tests/claims/test_forged.py",
    "tests/cli/test_isolation.py::test_no_settings_of_the_folder_start_a_program",
    "tests/docs/test_site.py",  # one after the other, so that one process builds it
    "tests/export/test_rocq.py",
    "tests/export/test_rocq_lemmas.py::test_it_is_accepted",
    "tests/export/test_rocq_lemmas.py::test_nothing_is_left_unproved",
    "tests/kernel/test_altered.py",
    "tests/test_circles.py",
    "tests/test_face.py",
    "tests/test_layout.py",
    "tests/test_numpy_floor.py",
    "tests/test_slow.py",
)
SLOW = Path(__file__).with_name("slow.txt")
FURTHER = Path(__file__).with_name("long.txt")


def listed(path: Path) -> frozenset[str]:
    """Names of the tests in a list."""
    return frozenset(path.read_text(encoding="utf-8").splitlines())


def write(path: Path, names: Iterable[str]) -> None:
    """Write a list of names, in order."""
    path.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")


def kept(name: str) -> bool:
    """Whether a test stays in the slow suite, however long it takes."""
    return not name.startswith("tests/") or name.startswith(KEPT)


def by_function(seconds: Mapping[str, float]) -> Iterator[list[tuple[float, str]]]:
    """The cases of each function, the quickest first."""
    kinds: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, spent in seconds.items():
        kinds[name.split("[")[0]].append((spent, name))
    yield from map(sorted, kinds.values())


def left(seconds: Mapping[str, float], suite: int) -> list[str]:
    """Names of the tests that a suite, 0 or 1, leaves to the next one.

    >>> seconds = {"f[1]": 3, "f[2]": 0.2, "f[3]": 0.05, "f[4]": 0.01, "h": 7}
    >>> seconds = {f"tests/a::{name}": spent for name, spent in seconds.items()}
    >>> left(seconds, 0)
    ['tests/a::f[1]', 'tests/a::f[2]', 'tests/a::h']
    >>> left(seconds, 1)
    ['tests/a::f[1]', 'tests/a::h']
    """
    found = []
    for cases in by_function(seconds):
        together = 0.0
        for place, (spent, name) in enumerate(cases):
            together += spent
            most = SHARE[suite] if place else MOST[suite]
            if together > most and spent > TINY[suite] and not (suite and kept(name)):
                found.append(name)
    return sorted(found)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--times", type=Path, help="where to write the processor time of each test")


def spent(process: psutil.Process) -> float:
    """Processor time of a process and of all that it started, whether they have ended or run on.

    A browser runs on from test to test: what it does for one is that one's.
    """
    try:
        return sum(process.cpu_times()[:4]) + sum(map(spent, process.children()))
    except psutil.NoSuchProcess:
        return 0.0


class Watch:
    """Takes the processor time of each test, that of the processes it started included."""

    def __init__(self, path: Path) -> None:
        self.path, self.listed = path, listed(SLOW)
        self.seconds: dict[str, dict[str, object]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        process = psutil.Process()
        begin = spent(process)
        result = yield
        self.seconds[item.nodeid] = {
            "seconds": spent(process) - begin,
            "slow": item.get_closest_marker("slow") is not None and item.nodeid not in self.listed,
        }
        return result

    def pytest_sessionfinish(self) -> None:
        self.path.write_text(json.dumps(self.seconds), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--times", None)
    if path is not None:
        config.pluginmanager.register(Watch(path))


def main(path: str) -> None:
    """Write the lists anew from a measurement; what was not measured stays where it is."""
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    by_nature = {name for name, row in rows.items() if row["slow"]}
    quick = {name: row["seconds"] for name, row in rows.items() if name not in by_nature}
    slow = left(quick, 0)
    write(SLOW, (listed(SLOW) - {*quick}) | {*slow})
    longer = {name: rows[name]["seconds"] for name in by_nature | {*slow}}
    further = (listed(FURTHER) - {*rows}) | {*left(longer, 1)}
    write(FURTHER, (name for name in further if not kept(name)))


if __name__ == "__main__":
    main(*sys.argv[1:])
