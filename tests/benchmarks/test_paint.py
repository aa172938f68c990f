"""The benchmark of the first paint reads what the browser says."""

import shutil

import pytest

from benchmarks import paint
from tests.browser import missing


@pytest.mark.slow
def test_both_pages_are_painted_with_an_answer(monkeypatch):
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        missing("chromium with its driver")
    pytest.importorskip("selenium")
    monkeypatch.setattr(paint, "_REPEATS", 1)
    lines = list(paint.run())
    assert [line.partition(":")[0] for line in lines] == ["explore", "explore --law two-term"]
    assert all("first paint 0.00 s" not in line and "medians of 1" in line for line in lines)
