"""Which expressions have to be tried with the other sign as well."""

from __future__ import annotations

from phasecalc.claims.certificates.formal import opposite
from phasecalc.kernel.language import Node, Statement, number_of

__all__ = ["turns"]

_PARTS = ("add", "mul", "gamma", "zeta", "laplace", "modes", "moment", "spectrum")
_ALWAYS = ("object", "exp", "pi")  # the objects of claims are the terms of the loss


def turns(node: Node, s: Statement) -> tuple[Node, ...]:
    """An expression, and minus it unless its parts show that it is positive.

    For searches: what is left out can be missed, and is no step of a proof.

    Parameters
    ----------
    node, s
        An expression of a statement; the statement's sizes and constants are positive.
    """
    positive = {*s.sizes, *s.constants}
    return (node,) if _positive(node, positive) else (node, opposite(node))


def _positive(node: Node, names: set[str]) -> bool:
    kind = node[0]
    if kind == "num":
        return number_of(node) > 0
    if kind == "var":
        return node[1] in names
    if kind == "pow":
        return _positive(node[1], names)
    return kind in _ALWAYS or (kind in _PARTS and all(_positive(x, names) for x in node[1:]))
