"""How soon the explorer is seen and can be used: from a file, with nothing kept by the browser."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from phasecalc.explorer.page import explorer_page

__all__ = ["run"]

_REPEATS = 5
_LAW = "two-term"
# In milliseconds after the address was given: the paint as the browser reports it, and when the
# script had ended, which writes the first answer.
_SEEN = """
const done = arguments[arguments.length - 1];
const tell = () => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  if (!paint) return void setTimeout(tell, 20);
  const loaded = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
  done([paint.startTime, loaded, document.getElementById("answer").textContent.length]);
};
tell();
"""


def run() -> Iterator[str]:
    """Medians for the explorer of SGD and for that of a law."""
    from tests.browser import chromium

    with tempfile.TemporaryDirectory() as folder, chromium(f"{folder}/profile") as browser:
        if browser is None:
            yield "chromium with its driver is not installed"
            return
        for name, page in (
            ("explore", explorer_page()),
            (f"explore --law {_LAW}", explorer_page(_LAW)),
        ):
            file = Path(folder) / "page.html"
            file.write_text(page, encoding="utf-8")
            yield _line(name, len(page.encode()), [_seen(browser, file) for _ in range(_REPEATS)])


def _seen(browser: Any, file: Path) -> tuple[float, float]:
    """Seconds to the first paint, and to the first answer."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.get(file.as_uri())
    paint, loaded, letters = browser.execute_async_script(_SEEN)
    if not letters:
        raise RuntimeError(f"{file.name} was painted without an answer")
    return paint / 1000, loaded / 1000


def _line(name: str, size: int, times: list[tuple[float, float]]) -> str:
    paint, answer = (statistics.median(column) for column in zip(*times, strict=True))
    return (
        f"{name}: {size / 1e6:.2f} MB, first paint {paint:.2f} s (<= 1), answer {answer:.2f} s; "
        f"medians of {len(times)}, the slowest paint {max(t for t, _ in times):.2f} s"
    )
