"""Which tests are left to the slow suite, or to the long one, because of the time that they take.

    python -m pytest -p tests.slow --times times.json -m "not long"    measure, in one process
    python -m tests.slow times.json                                    write both lists

The time is that of the processor. The default suite keeps of every test function the quickest cases
as long as they fit together into ``SHARE`` seconds, one in any case that takes less than ``MOST``,
and all below ``TINY``. The slow one has a case of every function of which the default suite has
none, and what is never left out: the tests that were the first to notice a mutant (`killers.txt`,
see docs/limits.md), those of ``KEPT``, and what is shown to readers, the pages and the examples in
docstrings. The long one has all. ``.ci/run`` runs the default and the slow tests, ``make test-all``
the long ones too. Tests that are slow by their nature have the mark in their own file.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

SHARE, MOST, TINY = 0.1, 0.3, 0.015  # in seconds
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
KILLERS = Path(__file__).with_name("killers.txt")


def listed(path: Path) -> frozenset[str]:
    """Names of the tests in a list."""
    return frozenset(path.read_text(encoding="utf-8").splitlines())


def write(path: Path, names: Iterable[str]) -> None:
    """Write a list of names, in order."""
    path.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")


def kept(name: str) -> bool:
    """Whether a test is never left to the long suite, however long it takes."""
    return not name.startswith("tests/") or name.startswith(KEPT) or name in listed(KILLERS)


def function(name: str) -> str:
    """Name of the function that a case is one of."""
    return name.split("[")[0]


def by_function(seconds: Mapping[str, float]) -> Iterator[list[tuple[float, str]]]:
    """The cases of each function, the quickest first."""
    kinds: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, spent in seconds.items():
        kinds[function(name)].append((spent, name))
    yield from map(sorted, kinds.values())


def left_to_slow(seconds: Mapping[str, float]) -> set[str]:
    """Names of the tests that the default suite leaves to the slow one.

    >>> seconds = {"f[1]": 3, "f[2]": 0.2, "f[3]": 0.05, "f[4]": 0.01, "h": 7}
    >>> sorted(left_to_slow(seconds))
    ['f[1]', 'f[2]', 'h']
    """
    found = set()
    for cases in by_function(seconds):
        together = 0.0
        for place, (spent, name) in enumerate(cases):
            together += spent
            if spent > TINY and together > (SHARE if place else MOST):
                found.add(name)
    return found


def left_to_long(seconds: Mapping[str, float], default: Iterable[str]) -> set[str]:
    """Names of the slow tests that are left to the long suite.

    Parameters
    ----------
    seconds
        Of the tests that the default suite does not have.
    default
        Names of those that it has.

    >>> seconds = {"tests/a::f[1]": 3, "tests/a::g[1]": 2, "tests/a::g[2]": 1, "docs/b::b": 9}
    >>> sorted(left_to_long(seconds, ["tests/a::f[2]"]))
    ['tests/a::f[1]', 'tests/a::g[1]']
    """
    has = set(map(function, default))
    return {
        name
        for cases in by_function(seconds)
        for place, (_, name) in enumerate(cases)
        if (place or function(name) in has) and not kept(name)
    }


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--times", type=Path, help="where to write the processor time of each test")


def spent() -> float:
    """Processor time of this process and of all that it started, whether they have ended or run on.

    A browser runs on from test to test: what it does for one is that one's.
    """
    import psutil  # comes with Dask; only who measures needs it

    here, total = psutil.Process(), 0.0
    for process in (here, *here.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


class Watch:
    """Takes the processor time of each test, that of the processes it started included."""

    def __init__(self, path: Path) -> None:
        self.path, self.listed = path, listed(SLOW)
        self.seconds: dict[str, dict[str, object]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        begin = spent()
        result = yield
        self.seconds[item.nodeid] = {
            "seconds": spent() - begin,
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
    seconds = {name: row["seconds"] for name, row in rows.items()}
    by_nature = {name for name, row in rows.items() if row["slow"]}
    slow = left_to_slow({n: s for n, s in seconds.items() if n not in by_nature})
    write(SLOW, (listed(SLOW) - (seconds.keys() - by_nature)) | slow)
    longer = {n: s for n, s in seconds.items() if n in by_nature | slow}
    further = (listed(FURTHER) - seconds.keys()) | left_to_long(longer, seconds.keys() - longer)
    write(FURTHER, {name for name in further if not kept(name)})


if __name__ == "__main__":
    main(*sys.argv[1:])
