"""What a step says: two sides, how they are related, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from collections.abc import Mapping

    from phasecalc._typing import Expr

__all__ = ["Claim", "Relation", "chain"]


class Relation(StrEnum):
    """How two sides are related, in the limit where one is named."""

    EQUAL = "="
    EQUIVALENT = "~"
    SAME_ORDER = "=Theta="
    SMALLER_ORDER = "<<"
    AT_MOST = "<="
    LESS = "<"
    AT_LEAST = ">="
    MORE = ">"


# What follows from "A x B" and "B y C"; pairs that are missing give nothing.
_CHAINS: dict[tuple[Relation, Relation], Relation] = {
    (Relation.EQUIVALENT, Relation.SAME_ORDER): Relation.SAME_ORDER,
    (Relation.EQUIVALENT, Relation.SMALLER_ORDER): Relation.SMALLER_ORDER,
    (Relation.SAME_ORDER, Relation.SMALLER_ORDER): Relation.SMALLER_ORDER,
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


@dataclass(frozen=True)
class Claim:
    """Two expressions and a relation between them.

    Parameters
    ----------
    left, right
        SymPy expressions.
    relation
        How they are related.
    region
        Parameters for which it is claimed.
    remainder
        For ``~``: the relative error is at most of this order; it is part of the claim.
    """

    left: Expr
    relation: Relation
    right: Expr
    region: Region
    remainder: Expr | None = None

    def unfold(self, definitions: Mapping[Expr, Expr]) -> Claim:
        """The claim with every abbreviation replaced by what it stands for."""

        def full(e: Expr) -> Expr:
            # Abbreviations may use earlier ones; there are finitely many and no cycles.
            for _ in definitions:
                e = e.xreplace(dict(definitions))
            return e

        rest = None if self.remainder is None else full(self.remainder)
        return replace(self, left=full(self.left), right=full(self.right), remainder=rest)

    def __str__(self) -> str:
        error = "" if self.remainder is None else f" (relative error O({self.remainder}))"
        return f"{self.left} {self.relation} {self.right}{error} where {self.region}"
