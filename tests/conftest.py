"""Hypothesis profiles, and the state that every test starts from."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import mpmath
import pytest
from hypothesis import HealthCheck, settings

from tests import slow

# The first example of a session derives a diagram; that is no reason to fail.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=50, derandomize=True, database=None, **COMMON)
settings.register_profile("long", max_examples=200, derandomize=True, database=None, **COMMON)
settings.load_profile("dev")  # ``make test-all`` asks for the other


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Modules and tests are kept: looking among them for garbage is a tenth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(5_000, 20, 50)  # nor is it often worth while among what tests make
        gc.enable()


class Listing:
    """Files without examples are not read for any: that is a third of the time of listing."""

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path: Path) -> Iterator[None]:
        found = yield
        if file_path.suffix == ".py" and b">>>" not in file_path.read_bytes():
            found = [one for one in found if type(one).__name__ != "DoctestModule"]
        return found


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Listing())  # for files outside of this folder too


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the lists have their mark, before tests are chosen by it; the dearest come first."""
    lists = {"slow": slow.listed(slow.SLOW), "long": slow.listed(slow.FURTHER)}
    for item in items:
        for mark, names in lists.items():
            if item.nodeid in names:
                item.add_marker(mark)
        if item.get_closest_marker("long"):
            item.add_marker("slow")  # no suite leaves it out for one reason and runs it for another
    # What takes longest begins first, or one process would be left with it at the end.
    items.sort(key=lambda item: not item.nodeid.startswith(slow.KEPT))


@pytest.fixture(autouse=True)
def fresh_precision() -> Iterator[None]:
    """Every test starts from mpmath's default precision and leaves it as it was."""
    with mpmath.workprec(53):
        yield
