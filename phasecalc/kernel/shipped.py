"""What is shipped with the kernel: no part of the checker, which is given its text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from phasecalc.exceptions import StoreDamaged

__all__ = ["TIED", "certificates", "tied"]

TIED = Path(__file__).resolve().parent / "tied.json"
_REMEDY = "run `python -m tests.ties`, or install phasecalc anew"


def certificates() -> Path:
    """Certificates of the book: in the package, or beside it in the sources."""
    here = Path(__file__).resolve().parents[1]
    inside = here / "book.json"
    return inside if inside.is_file() else here.parent / "derivations" / "certificates.json"


def tied() -> Mapping[str, Mapping[str, str]]:
    """Hashes of the statements that a program compared with a text that Rocq accepted.

    Each with the hash of the text and the theorem.

    Raises
    ------
    StoreDamaged
        The list is missing or is none.
    """
    try:
        rows = json.loads(TIED.read_text(encoding="utf-8"))
        good = all(set(row) == {"text", "theorem"} for row in rows.values())
    except (OSError, ValueError, AttributeError, TypeError) as problem:
        raise StoreDamaged(str(TIED), str(problem), _REMEDY) from problem
    if not good:
        raise StoreDamaged(str(TIED), "not a list of statements with their texts", _REMEDY)
    return dict(rows)
