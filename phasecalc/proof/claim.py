"""What a step says: two sides, how they are related, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import sympy as sp

from phasecalc.regions.region import Region

__all__ = ["Claim", "Relation", "chain", "unfold"]


class Relation(StrEnum):
    """How two sides are related; the last two speak of sizes that tend to infinity."""

    EQUAL = "="
    AT_MOST = "<="
    LESS = "<"
    AT_LEAST = ">="
    MORE = ">"
    EQUIVALENT = "~"
    SAME_ORDER = "=Theta="


# What follows from "A x B" and "B y C"; pairs that are missing give nothing.
_CHAINS = {
    (Relation.EQUIVALENT, Relation.SAME_ORDER): Relation.SAME_ORDER,
    (Relation.AT_MOST, Relation.LESS): Relation.LESS,
    (Relation.AT_LEAST, Relation.MORE): Relation.MORE,
}


def chain(first: Relation, second: Relation) -> Relation | None:
    """Relation of A to C from those of A to B and B to C, or None.

    Examples
    --------
    >>> chain(Relation.EQUAL, Relation.EQUIVALENT), chain(Relation.AT_MOST, Relation.AT_LEAST)
    (<Relation.EQUIVALENT: '~'>, None)
    """
    if first is second or second is Relation.EQUAL:
        return first
    if first is Relation.EQUAL:
        return second
    return _CHAINS.get((first, second)) or _CHAINS.get((second, first))


def unfold(expression: sp.Expr, values: Mapping[sp.Expr, sp.Expr]) -> sp.Expr:
    """Replace symbols, as often as definitions may be nested."""
    for _ in values:
        expression = expression.xreplace(dict(values))
    return expression


@dataclass(frozen=True)
class Claim:
    """Two expressions and a relation between them, for every parameter in a region.

    Parameters
    ----------
    left, right, relation
        SymPy expressions and how they are related.
    region
        Parameters for which it is claimed.
    remainder
        For ``~``: left/right - 1 is at most a constant times this, in the range of the sizes
        that the rule names; it is part of the claim.
    """

    left: sp.Expr
    relation: Relation
    right: sp.Expr
    region: Region
    remainder: sp.Expr | None = None

    def substitute(self, values: Mapping[sp.Expr, sp.Expr]) -> Claim:
        """Replace symbols in both sides and the remainder."""
        rest = None if self.remainder is None else unfold(self.remainder, values)
        left, right = unfold(self.left, values), unfold(self.right, values)
        return replace(self, left=left, right=right, remainder=rest)

    def at(self, values: Mapping[sp.Expr, sp.Expr]) -> Claim:
        """Replace symbols by values, all at once; the region stays."""
        rest = None if self.remainder is None else self.remainder.xreplace(dict(values))
        left, right = (e.xreplace(dict(values)) for e in (self.left, self.right))
        return replace(self, left=left, right=right, remainder=rest)

    def __str__(self) -> str:
        error = "" if self.remainder is None else f" (relative error O({self.remainder}))"
        return f"{self.left} {self.relation} {self.right}{error} where {self.region}"
