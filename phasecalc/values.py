"""Results as values: equal when their parts are, and hashable whatever the parts are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

__all__ = ["Value", "hashable"]


class Value:
    """Base of data classes with mappings or arrays among their fields; declare them ``eq=False``.

    What ``dataclass`` writes by itself compares arrays to arrays of answers and cannot hash a
    mapping.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True, eq=False)
    ... class Named(Value):
    ...     numbers: dict
    >>> Named({"a": 1, "b": 2}) == Named({"b": 2, "a": 1}), len({Named({}), Named({})})
    (True, 1)
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or _parts(self) == _parts(other)

    def __hash__(self) -> int:
        return hash(_parts(self))


def _parts(value: Any) -> tuple[object, ...]:  # Any: some data class
    kept = (f.name for f in fields(value) if f.compare)
    return tuple(hashable(getattr(value, name)) for name in kept)


def hashable(x: Any) -> object:
    """Something hashable that is equal for equal parts, NaN counting as equal to itself.

    Parameters
    ----------
    x
        A mapping, a sequence, an array, or what is hashable already.
    """
    if isinstance(x, Mapping):
        return frozenset((k, hashable(v)) for k, v in x.items())
    if isinstance(x, (list, tuple)):
        return tuple(map(hashable, x))
    if hasattr(x, "dtype") and hasattr(x, "tolist"):  # what stands under a mask is None in the list
        return tuple(x.shape), hashable(x.tolist())
    return "nan" if isinstance(x, float) and x != x else x
