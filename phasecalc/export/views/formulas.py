"""Asymptotic objects, regions and plain expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from phasecalc.export.page.blocks import Block, Math, Text

if TYPE_CHECKING:
    from phasecalc.asymptotics.expansion import Expansion
    from phasecalc.asymptotics.order import Order
    from phasecalc.export.notation import Notation
    from phasecalc.regions.region import Region

__all__ = ["expansion", "expression", "order", "region"]


def expansion(found: Expansion, write: Notation) -> Iterator[Block]:
    """Leading term, remainder, where it holds, and the rule that gave it."""
    leading = write.expr(found.leading)
    if found.remainders:
        errors = " + ".join(write.expr(x) for x in found.remainders)
        yield Math((f"&{leading}", rf"&\qquad\times \Bigl(1 + O\bigl({errors}\bigr)\Bigr)"))
    else:
        yield Math((leading,))
    rule = f", by the rule of {found.rule}" if found.rule else ""
    where = write.where(found.region.presented())
    yield Text(f"where {where}{rule}." if where != "everywhere" else f"everywhere{rule}.")


def order(found: Order, write: Notation) -> Iterator[Block]:
    """Order of magnitude."""
    yield Text(f"${write.expr(found.as_expr())}$")


def region(found: Region, write: Notation) -> Iterator[Block]:
    """Conditions."""
    yield Text(write.where(found.presented()))


def expression(found: Any, write: Notation) -> Iterator[Block]:
    """SymPy expression."""
    yield Text(f"${write.expr(found)}$")
