"""Theorems of the book on the orders of the terms, for certificates that rest on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.claims.certificates.fading import Fading, encoded
from phasecalc.claims.reading.language import TERM_NAMES
from phasecalc.kernel.language import (
    Definition,
    Node,
    Statement,
    decode_node,
    encode_node,
    names_in,
    substitute,
)
from phasecalc.kernel.rational import ONE, ZERO, Rat
from phasecalc.kernel.recheck import read
from phasecalc.kernel.shipped import certificates, tied
from phasecalc.kernel.text import objects_in
from phasecalc.kernel.theorem import MALFORMED, Line, check_document

__all__ = ["Library", "Recalled", "library", "terms_in"]


class _Used(dict[str, object]):
    """Certificates that notice which of them are read."""

    def __init__(self, rows: Mapping[str, object]) -> None:
        super().__init__(rows)
        self.used: dict[str, object] = {}

    def __getitem__(self, key: str) -> object:
        self.used[key] = super().__getitem__(key)
        return self.used[key]


@dataclass(frozen=True)
class Recalled:
    """A line of the book at the values of a claim.

    Parameters
    ----------
    relation, left, right, remainder
        What it says there.
    data
        What the kernel's ``recall`` needs.
    vanishes
        Proofs that the parts of the remainder tend to 0 in the window of the claim.
    """

    relation: str
    left: Node
    right: Node
    remainder: Node | None
    data: dict[str, Any]
    vanishes: list[dict[str, Any]]


@dataclass(frozen=True)
class Library:
    """Lines of the book that give the order of a term, with their proofs."""

    definitions: Mapping[str, Definition]
    rows: Mapping[str, Mapping[str, Any]]
    lines: Mapping[str, Sequence[Line]]
    proofs: Mapping[str, Mapping[str, object]]
    written: Sequence[Any]

    def known(self, label: str, index: int) -> Line:
        """A line of the book."""
        if label not in self.lines or not 0 <= index < len(self.lines[label]):
            raise CheckFailed(f"{label} has no line {index}")
        return self.lines[label][index]

    def used(self, label: str) -> list[str]:
        """A theorem and those that it uses, those first."""
        before = [x for u in self.rows[label].get("uses", []) for x in self.used(u)]
        return list(dict.fromkeys([*before, label]))

    def recalled(self, term: Node, relation: str, fading: Fading) -> Iterator[Recalled]:
        """Lines that give the order, or the leading form, of a term as it stands in a claim.

        Parameters
        ----------
        term
            An object.
        relation
            ``"=Theta="`` or ``"~"``.
        fading
            The window of the claim.
        """
        for label, lines in self.lines.items():
            for index, line in enumerate(lines):
                s = line.statement
                if s.relation == relation and _defines(s, term):
                    try:
                        yield self._at(label, index, s, term, fading)
                    except (CheckFailed, *MALFORMED):
                        continue

    def _at(self, label: str, index: int, s: Statement, term: Node, fading: Fading) -> Recalled:
        room = fading.room
        values = {a[1]: v for a, v in zip(s.left[2:], term[2:], strict=True)}
        there = s.mapped(lambda e: substitute(e, values))
        for r, node in there.conditions:
            room.signs.ratio(room.normal.rational(node), r)
        slacks = [_slacks(fading, room.node(e)) for e, _ in there.window]
        data = {
            "of": [label, index],
            "values": {n: encode_node(v) for n, v in values.items()},
            "slacks": [encoded(x) for x in slacks],
        }
        vanishes = [
            _composed(how, slacks, values, fading)
            for how in self.rows[label]["lines"][index].get("vanishes") or []
        ]
        return Recalled(s.relation, term, there.right, there.remainder, data, vanishes)


def _defines(s: Statement, term: Node) -> bool:
    """Whether a line is about the same object, at names of its own."""
    if s.left[:2] != term[:2] or any(a[0] != "var" for a in s.left[2:]):
        return False
    names = [a[1] for a in s.left[2:]]
    inside = set().union(*(names_in(e) for e in s.expressions()))
    return len(set(names)) == len(names) and inside <= set(names)


def _slacks(fading: Fading, node: Node) -> list[Rat]:
    """A product of the old window as one of powers of the new one."""
    room = fading.room
    vector, _ = room.orders.split(room.normal.positive(room.normal(node)))
    rows = fading.window[: fading.own]
    for k, (row, _) in enumerate(rows):
        if row == vector:
            return [ONE if j == k else ZERO for j in range(fading.own)]
    for found in fading.slacks({n: -e for n, e in vector.items()}):
        return found[: fading.own]
    raise CheckFailed("a product of the window that is recalled has no exponents here")


def _composed(
    how: Mapping[str, Any], slacks: Sequence[Sequence[Rat]], values: Mapping[str, Node], f: Fading
) -> dict[str, Any]:
    """Exponents of the old window as exponents of the new one."""

    def value(data: Any) -> Rat:
        return f.room.normal.rational(substitute(decode_node(data), values))

    def mixed(rows: Sequence[Any]) -> list[Any]:
        total = [ZERO] * f.own
        for x, own in zip(map(value, rows), slacks, strict=True):
            total = [t + x * e for t, e in zip(total, own, strict=True)]
        return encoded(total)

    found: dict[str, Any] = {"slacks": mixed(how["slacks"])}
    if "rate" in how:
        found |= {"rate": mixed(how["rate"]), "power": encoded([value(how["power"])])[0]}
    if how.get("logs"):
        found["logs"] = [mixed(rows) for rows in how["logs"]]
    return found


def terms_in(s: Statement) -> list[Node]:
    """Terms of the loss that occur in the sides of a statement, each once."""
    found: dict[Node, None] = {}
    stack = [s.left, s.right]
    while stack:
        node = stack.pop()
        if node[0] == "object":
            found[node] = None
        stack += [x for x in node[1:] if isinstance(x, tuple)]
    return list(found)


@cache
def library() -> Library:
    """The theorems of the shipped book that give orders of terms, checked."""
    data = read(certificates().read_text(encoding="utf-8"))
    rows = {t["label"]: t for t in data["theorems"]}
    wanted: dict[str, None] = {}
    for label, row in rows.items():
        if any(_is_order(line["statement"]) for line in row["lines"]) and len(row["uses"]) < 2:
            wanted |= dict.fromkeys([*row["uses"], label])
    proofs = {}
    for label in wanted:
        used = _Used(data["proofs"])
        needed = [rows[x] for x in [*rows[label]["uses"], label]]
        found = check_document({**data, "theorems": needed, "proofs": used}, tied())
        proofs[label] = used.used
    found = check_document({**data, "theorems": [rows[x] for x in wanted]}, tied())
    kept = {label: rows[label] for label in wanted}
    return Library(found.definitions, kept, found.lines, proofs, data["definitions"])


def _is_order(statement: Mapping[str, Any]) -> bool:
    left = statement["left"]
    if left[0] != "object" or left[1] not in TERM_NAMES:
        return False
    names = [a[1] for a in left[2:] if a[0] == "var"]
    return (
        statement["relation"] in ("~", "=Theta=")
        and len(set(names)) == len(left) - 2
        and not objects_in(decode_node(statement["right"]))
    )
