"""What theorems and claims may be called: a name never passes for a verdict."""

from __future__ import annotations

from typing import TypeGuard

__all__ = ["LONGEST", "is_label"]

LONGEST = 200


def is_label(data: object) -> TypeGuard[str]:
    """Whether this is short and on one line, without the wide spaces of a table.

    >>> is_label("contour-formula"), is_label("true   proved"), is_label("two\\nlines")
    (True, False, False)
    """
    if type(data) is not str or not 0 < len(data) <= LONGEST:
        return False
    return data.isprintable() and data == " ".join(data.split())
