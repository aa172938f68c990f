"""The order of one sum of a law as data: what it is, and the expansions that it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from phasecalc.asymptotics.expansions.expand import Expanded
from phasecalc.laws.text.notation import symbol

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.asymptotics.expansions.checked import Check

__all__ = ["END", "SCALE", "SumOrder"]

SCALE, END = "T_", "E_"  # names in the expansions


@dataclass(frozen=True)
class SumOrder:
    """Order of one sum or integral in a law, with the expansions that it comes from.

    Parameters
    ----------
    text
        The sum.
    order
        Power of sizes, or the largest or smallest of some; without constants.
    scale
        What T, the variable of the expansions, stands for.
    front
        Powers of sizes before the expansions.
    expansions
        Leading terms with their constants, by regions of the parameters; none where the order is
        that of the largest block.
    lines
        Where a logarithm may stand beside an order without expansions, in words.
    """

    text: str
    order: Expr
    scale: Expr
    front: Expr
    expansions: tuple[Expanded, ...] = field(compare=False)
    lines: tuple[str, ...] = ()

    @property
    def critical(self) -> tuple[str, ...]:
        """Leading terms on lines of the parameters where poles meet, in words."""
        return (*(t for t, flat in self._cases() if flat), *self.lines)

    @property
    def leading(self) -> tuple[str, ...]:
        """Leading terms with their constants on open regions of the parameters, in words."""
        return tuple(t for t, flat in self._cases() if not flat)

    def _cases(self) -> list[tuple[str, bool]]:
        put = {symbol(SCALE): self.scale}
        found = []
        for one in self.expansions:
            side = "" if one.way == 1 else f", {self.scale} small"
            for case in one.cases:
                flat = any(c.relation == "=" for cell in case.region.cells for c in cell)
                where = f" where {case.region}" if case.region.names else ""
                if case.refused:
                    shown = f"constant not known ({case.refused})"
                elif not case.terms:
                    shown = f"constant not known ({case.rest})".replace(SCALE, str(self.scale))
                else:
                    shown = str(self.front * case.terms[0].expr.xreplace(put))
                found.append((f"{shown}{where}{side}", flat))
        return found

    def check(self, **values: ExactLike) -> tuple[Check, ...]:
        """Compare each expansion with the sum at three sizes, digit by digit.

        Parameters
        ----------
        values
            Exact numbers of the parameters and constants of the sum.
        """
        found = []
        for one in self.expansions:
            names = {s.name for s in one.question.symbols}
            given = {n: v for n, v in values.items() if n in names}
            point = {n: v for n, v in given.items() if n in one.question.region.names}
            if one.question.region.names and not one.question.region.contains(**point):
                continue
            found.append(one.check(**given))
        return tuple(found)

    @property
    def order_text(self) -> str:
        """The order as text."""
        return _shown(self.order)

    def __str__(self) -> str:
        lines = [f"{self.text}, of order {self.order_text}"]
        return "\n    ".join([*lines, *self.leading, *self.critical])


def _shown(order: Expr) -> str:
    """Text of an order, of the largest or smallest of others as ``max(a; b)``."""
    if not order.is_Function:
        return str(order)
    parts = "; ".join(sorted(map(_shown, order.args)))
    return f"{type(order).__name__.lower()}({parts})"
