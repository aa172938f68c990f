"""The reason of an order that is two earlier ones, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from phasecalc.kernel.language import Node, encode_node
from phasecalc.kernel.rules import Room, sides_of_case
from phasecalc.proof.by import Reason, Recall
from phasecalc.proof.claim import OBJECTS
from phasecalc.proof.read import as_expression, node

__all__ = ["Cases"]


class Cases(Reason):
    """An order, by one line where a product of sizes is large and by another where it is not.

    Parameters
    ----------
    between
        The product of sizes.
    above, below
        What is recalled where it is at least 1, and where it is at most 1.
    growing
        Whether the first is recalled where the product tends to infinity, the second where it is
        bounded.
    """

    rule = "cases"

    def __init__(
        self, between: Any, above: Recall, below: Recall, *, growing: bool = False
    ) -> None:
        self.between, self.either = node(as_expression(between), OBJECTS), (above, below)
        self.growing = growing

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """Both."""
        return self.either

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """What both recalls need, each in a window with one product more."""
        found = []
        sides = sides_of_case(self.between, growing=self.growing)
        for side, of in zip(sides, self.either, strict=True):
            narrowed = replace(room.statement, window=(*room.statement.window, side))
            inner = Room(narrowed, room.definitions, room.known, room.book)
            found.append(of.data(inner, left, relation, right))
        return {
            "between": encode_node(self.between),
            "growing": self.growing,
            "either": found,
        }
