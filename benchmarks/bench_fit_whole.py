"""A fit against all 4500 starts of the published recipe, measured and not extrapolated."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench_fit import compared

__all__ = ["run"]


def run() -> Iterator[str]:
    """Lines of the benchmark."""
    yield from compared(1)
