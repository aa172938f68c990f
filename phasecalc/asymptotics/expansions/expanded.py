"""One case of an expansion: terms in order and remainder, on a region of the parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.expansions.series import ExpandedTerm, Remainder
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = ["ExpandedCase"]


@dataclass(frozen=True)
class ExpandedCase:
    """An expansion on a region of the parameters.

    Parameters
    ----------
    region
        Where it holds.
    variable
        That grows or falls to 0.
    terms
        In order of size.
    remainder
        What they leave out; None in a case that is refused.
    refused
        Why there is no expansion here; empty if there is one.
    """

    region: Region
    variable: Symbol
    terms: tuple[ExpandedTerm, ...]
    remainder: Remainder | None
    refused: str = ""

    @property
    def expr(self) -> Expr:
        """The terms as one expression."""
        return sp.Add(*(term.expr for term in self.terms))

    @property
    def order(self) -> Expr | None:
        """Order of the remainder; None if it is smaller than every power."""
        if self.remainder is None or self.remainder.term is None:
            return None
        return self.remainder.term.order()

    def __str__(self) -> str:
        where = f" where {self.region}" if self.region.names else ""
        if self.refused:
            return f"refused{where}: {self.refused}"
        shown = " + ".join(str(term.expr) for term in self.terms) or "0"
        return f"{shown} + {self.rest}{where}".replace("+ -", "- ")

    @property
    def rest(self) -> str:
        """The remainder in words."""
        assert self.remainder is not None
        if self.remainder.term is not None:
            return f"O({self.remainder.term.order()})"
        if self.remainder.bound is not None:
            bound = self.variable**self.remainder.bound
            if self.remainder.small:
                return f"o({bound})"
            if self.remainder.oscillates:
                return f"O({bound}), oscillating"
            if self.remainder.open:
                return f"O({bound})"
            return f"O({bound}), all residues up to there being zero"
        return "o(every power)"
