"""Chapters that are read when something of them is first asked for: listing tests reads none."""

from __future__ import annotations

import importlib
from typing import Any


class Chapter:
    """A chapter of the book.

    >>> Chapter("d33_best_sizes").IA.eta
    (2*alpha + 2*beta - 1)/(2*alpha + 1)
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, what: str) -> Any:
        if what.startswith(("_", "pytest")):  # asked of everything that is listed
            raise AttributeError(what)
        return getattr(importlib.import_module(f"derivations.{self._name}"), what)
