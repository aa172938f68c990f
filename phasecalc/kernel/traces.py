"""Sums over the modes compared mode by mode, and products of orders. Both are elementary."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from phasecalc.checker import CheckFailed
from phasecalc.kernel.atoms import UNIT, Quotient, Term, same, traced
from phasecalc.kernel.orders import divided
from phasecalc.kernel.rational import Rat
from phasecalc.kernel.rules import Room, Step, only, recall

__all__ = ["TRACES"]


def modewise(room: Room, step: Step) -> None:
    """The difference is a sum of traces with positive factors, whose terms are not below 0.

    Traces with the same factor are one trace, of the sum of their terms. What stands beside the
    traces is positive. There may be no mode at all, so nothing strict follows.
    """
    only(step, "<=")
    n = room.normal
    gap = n(step.right) + -n(step.left)
    if gap.zero:
        return
    n.positive(Quotient(gap.bottom, UNIT))
    bodies: dict[Term, Rat] = {}
    for term, c in gap.top.items():
        if not any(a.kind == "trace" for a, _ in term):
            n.positive(Quotient({term: c}, UNIT))
            continue
        found = traced(term)
        if found is None:
            raise CheckFailed("a product of traces has no terms of its own")
        front, body = found
        body = body * Rat.number(c)
        bodies[front] = bodies[front] + body if front in bodies else body
    for front, body in bodies.items():
        n.positive(Quotient({front: Fraction(1)}, UNIT))
        room.signs.ratio(body, ">=")


def multiply(room: Room, step: Step) -> None:
    """Products, factor by factor, of recalled statements that are orders.

    The right side of each is positive, and so is the front; then the left sides are as well.
    """
    only(step, "=Theta=")
    n, rows = room.normal, step.data["factors"]
    front = n.positive(n(room.node(step.data["front"])))
    mine = theirs = front
    for row in rows:
        left, right = room.node(row["left"]), room.node(row["right"])
        recall(room, Step(left, "=Theta=", right, None, row["by"]))
        mine, theirs = mine * n(left), theirs * n.positive(n(right))
    if not rows or not same(n(step.left), n.tidy(mine)):
        raise CheckFailed("the left side is not the product of what is recalled")
    room.orders.constant(divided(n.tidy(theirs), n.positive(n(step.right))))


TRACES: dict[str, tuple[Callable[[Room, Step], None], str]] = {
    "modewise": (modewise, ""),
    "multiply": (multiply, ""),
}
