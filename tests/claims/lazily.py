"""Values of a table that are made when a test first asks for them: most tests ask for few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


class Lazily(dict[str, Any]):
    """A table of these keys, each value made once.

    >>> table = Lazily("ab", str.upper)
    >>> table["b"], list(table), table.all()
    ('B', ['b'], ['A', 'B'])
    """

    def __init__(self, keys: Iterable[str], make: Callable[[str], Any]) -> None:
        super().__init__()
        self._keys, self._make = tuple(keys), make

    def __missing__(self, key: str) -> Any:
        return self.setdefault(key, self._make(key))

    def all(self) -> list[Any]:
        """All values, in the order of the keys."""
        return [self[key] for key in self._keys]
