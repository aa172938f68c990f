"""The reason of an order that is two earlier ones, side by side."""

from __future__ import annotations

from typing import Any

from phasecalc.kernel.language import Node, encode_node
from phasecalc.kernel.rules import Room, rooms_of_cases
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
        rooms = rooms_of_cases(room, self.between, growing=self.growing)
        return {
            "between": encode_node(self.between),
            "growing": self.growing,
            "either": [
                of.data(inner, left, relation, right)
                for inner, of in zip(rooms, self.either, strict=True)
            ],
        }
