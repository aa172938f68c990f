"""Checks a document of theorems, and says in plain data what it proves.

``python -m phasecalc.kernel FILE`` runs it alone: it loads nothing but this package,
``phasecalc.checker`` and the standard library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import StoreDamaged
from phasecalc.kernel import shipped
from phasecalc.kernel.language import Statement, decode_definitions
from phasecalc.kernel.text import definition_text, objects_in, statement_text
from phasecalc.kernel.theorem import Checked, check_document

__all__ = ["MOST_BYTES", "definitions", "main", "read", "summary"]

MOST_BYTES = 200_000_000


def read(text: str) -> Any:
    """Parse a document; numbers are written as text, so that floats have no place in it."""

    def refuse(value: str) -> Any:
        raise CheckFailed(f"a document has no number {value:.40}")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise CheckFailed("a name stands twice in one object")
        return found

    try:
        return json.loads(text, parse_float=refuse, parse_constant=refuse, object_pairs_hook=once)
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, CheckFailed):
            raise
        raise CheckFailed(f"not JSON: {problem}") from problem


def summary(
    data: object, tied: Mapping[str, object] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """One row for each theorem: its rank, what it rests on, what its goals state, of which objects.

    ``tied`` has the hashes of the statements that were compared with what Rocq accepted.

    Raises
    ------
    CheckFailed
        A line does not follow; nothing of the document is reported then.
    """
    found = check_document(data, tied)
    return [_row(found, label) for label in found.lines]


def _row(found: Checked, label: str) -> dict[str, Any]:
    goals = [found.lines[label][k].statement for k in found.goals[label]]
    taken = [line.statement for line in found.lines[label] if line.taken]
    said = {"taken": [statement_text(s) for s in taken]} if taken else {}
    return {
        "label": label,
        "rank": found.rank(label),
        "rests_on": list(found.rests_on(label)),
        "lines": [line.rank for line in found.lines[label]],
        "goals": found.goals[label],
        "beliefs": [rank for rank, _ in found.beliefs[label]],
        "states": [statement_text(s) for s in goals],
        "objects": sorted(_objects(found, [*goals, *taken])),
        **said,
    }


def _objects(found: Checked, goals: Sequence[Statement]) -> set[str]:
    """Objects that goals speak of, and those that these are defined by."""
    todo = {n for s in goals for e in s.expressions() for n in objects_in(e)}
    seen: set[str] = set()
    while todo:
        seen |= todo
        todo = {n for name in todo for n in objects_in(found.definitions[name].body)} - seen
    return seen


def definitions(data: object) -> dict[str, str]:
    """What each object of a document stands for, as text.

    Raises
    ------
    CheckFailed
        They are no definitions.
    """
    rows = data.get("definitions", []) if isinstance(data, dict) else None
    return {name: definition_text(name, d) for name, d in decode_definitions(rows).items()}


def main(arguments: Sequence[str] = ()) -> int:
    """Check the file named, or standard input; write the summary as JSON."""
    try:
        if arguments:
            with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123 - nothing is loaded
                text = file.read(MOST_BYTES + 1)
        else:
            text = sys.stdin.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise CheckFailed(f"a document of more than {MOST_BYTES} letters")
        rows = summary(read(text), shipped.tied())
    except (CheckFailed, StoreDamaged, OSError, UnicodeDecodeError) as problem:
        sys.stdout.write(json.dumps({"refused": str(problem)}) + "\n")
        return 1
    sys.stdout.write(json.dumps({"theorems": rows}) + "\n")
    return 0
