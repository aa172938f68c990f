"""Reasons for sums over the modes: term by term, and by their order."""

from __future__ import annotations

from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Quotient
from phasecalc.kernel.language import Node, encode_node, substitute, unfold
from phasecalc.kernel.lemmas import isolated
from phasecalc.kernel.orders import divided
from phasecalc.kernel.rational import ONE, Rat
from phasecalc.kernel.rules import Room
from phasecalc.kernel.values import spectrum_parts
from phasecalc.proof.by import Reason, Recall, rows
from phasecalc.proof.claim import OBJECTS, definitions
from phasecalc.proof.read import node
from phasecalc.proof.search import slacks, vector_of

__all__ = ["Modewise", "Multiply", "Spectrum"]


class Modewise(Reason):
    """The difference of two sums over the modes has no negative term."""

    rule = "modewise"

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Nothing."""
        return {}


class Multiply(Reason):
    """A product of the left sides of orders is of the order of that of their right sides.

    Parameters
    ----------
    factors
        The orders that are recalled.
    front
        A positive factor on both sides.
    """

    rule = "multiply"

    def __init__(self, *factors: Recall, front: Any = 1) -> None:
        self.factors, self.front = factors, node(front, OBJECTS)

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """The factors."""
        return self.factors

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Both sides of each order at the values recalled, and the front."""
        found = []
        for of in self.factors:
            given = of.data(room, left, relation, right)
            old = room.known(*given["of"])
            values = {n: unfold(v, definitions()) for n, v in of.values.items()}
            one, other = (encode_node(substitute(x, values)) for x in (old.left, old.right))
            found.append({"left": one, "right": other, "by": given})
        return {"factors": found, "front": encode_node(self.front)}


class Spectrum(Reason):
    """Bounds of a sum over the spectrum, in the case that its exponents decide."""

    rule = "spectrum"

    def data(self, room: Room, left: Node, relation: str, right: Node) -> dict[str, Any]:
        """Case, and the exponents of the window."""
        n = room.normal
        _, found = isolated(left, "spectrum")
        (q, m, k, b), w, v = spectrum_parts(n, found)
        power = n.general_power(v, b) if b.integer is None else n.whole_power(v, b.integer)
        case = self._case(room, q - b * k, q + b * m)
        return {
            "case": case,
            "w": self._growth(room, divided(Quotient(UNIT, UNIT), w), strong=case == "few"),
            "inside": self._growth(room, w * power, strong=case == "all"),
            "v": self._growth(room, v, strong=True),
        }

    @staticmethod
    def _case(room: Room, h: Rat, t: Rat) -> str:
        problem = CheckFailed("the exponents do not decide the case")
        for case, gaps in {
            "first": ((h - 1, ">"),),
            "level": ((t - 1, ">"), (ONE - h, ">")),
            "last": ((ONE - t, ">"),),
            "few": ((t - 1, ">"), (h - 1, "=")),
            "all": ((t - 1, "="),),
        }.items():
            try:
                for gap, sign in gaps:
                    room.signs.ratio(gap, sign)
            except CheckFailed as failure:
                problem = failure
                continue
            return case
        raise problem

    @staticmethod
    def _growth(room: Room, q: Quotient, *, strong: bool = False) -> list[Any]:
        vector = {s: -e for s, e in vector_of(room, q).items()}
        return rows(slacks(room, vector, strictly=strong))
