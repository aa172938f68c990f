"""What is shipped with the kernel: no part of the checker, which is given its text."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phasecalc.exceptions import StoreDamaged
from phasecalc.kernel.language import decode_statement
from phasecalc.kernel.text import statement_text

__all__ = ["TIED", "Strange", "certificates", "strange", "tied"]

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


@dataclass(frozen=True)
class Strange:
    """What a document says otherwise than the book, or what it alone says.

    Parameters
    ----------
    unlike
        Theorems named like one of the book, which do not say the same for the same reasons.
    words
        Of each theorem what it believes or takes, and the book does not: nothing here bears it out.
    """

    unlike: list[str]
    words: dict[str, list[str]]


def strange(labels: Collection[str], data: Any, book: Any) -> Strange:
    """Compare theorems of a document with those of the book, both checked before."""
    ours = {row["label"]: row for row in book["theorems"]}
    rows = [row for row in data.get("theorems", []) if row["label"] in labels]
    known = {x for row in ours.values() for x in _believed(row)}
    words = {row["label"]: [x for x in _believed(row) if x not in known] for row in rows}
    unlike = [n for row in rows if (n := row["label"]) in ours and _says(row) != _says(ours[n])]
    return Strange(unlike, {label: found for label, found in words.items() if found})


def _believed(row: Mapping[str, Any]) -> list[str]:
    taken = [line["statement"] for line in row["lines"] if "taken" in line]
    return [
        *(f"{rank}: {words}" for rank, words in row.get("beliefs", [])),
        *(f"taken: {statement_text(decode_statement(s))}" for s in taken),
    ]


def _says(row: Mapping[str, Any]) -> list[object]:
    """All of a theorem but its proofs."""
    lines = [[line["statement"], "taken" in line] for line in row["lines"]]
    return [lines, *(list(row.get(key, [])) for key in ("uses", "goals", "beliefs"))]
