"""Asymptotic objects, regions and plain expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from phasecalc.export.page.blocks import Block, Math, Text

if TYPE_CHECKING:
    from phasecalc.asymptotics.expansions.expand import Expanded
    from phasecalc.asymptotics.expansions.expanded import ExpandedCase
    from phasecalc.asymptotics.rules.expansion import Expansion
    from phasecalc.asymptotics.rules.order import Order
    from phasecalc.export.letters.notation import Notation
    from phasecalc.regions.region import Region

__all__ = ["expanded", "expansion", "expression", "order", "region"]

_SHORT = 32  # signs that fit into a narrow column


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


def expanded(found: Expanded, write: Notation) -> Iterator[Block]:
    """Terms and remainder of each case, with its region."""
    grows = "grows" if found.way == 1 else "falls to $0$"
    asked = found.question
    yield Text(f"The expansion of `{asked.text}` as ${asked.variable}$ {grows}:", ragged=True)
    for case in found.cases:
        where = write.where(case.region.presented()) if case.region.names else ""
        if where:
            yield Text(f"Where {where}:")
        if case.refused:
            yield Text(f"no expansion: {case.refused}.")
        else:
            yield Math(_lines(case, found.way, write))


def _lines(case: ExpandedCase, way: int, write: Notation) -> tuple[str, ...]:
    """All terms in a line where they are short, or one line for each, so that long ones fit."""
    assert case.remainder is not None
    rest, t = case.remainder, case.variable
    if rest.term is not None:
        last = rf"O\bigl({write.expr(rest.term.order())}\bigr)"
    elif rest.bound is not None:
        last = rf"O\bigl({write.expr(t**rest.bound)}\bigr)"
    else:
        sign = "-" if way == 1 else ""
        last = rf"O\bigl({write.expr(t)}^{{{sign}M}}\bigr)\text{{ for every }}M"
    shown = [write.expr(term.expr) for term in case.terms]
    lines = [
        "&" + text if i == 0 or text.startswith("-") else "&+ " + text
        for i, text in enumerate(shown)
    ]
    lines.append(f"&+ {last}")
    whole = " ".join(lines).replace("&", "")
    return (whole,) if len(re.sub(r"\\[A-Za-z]+|[{}\s]", "", whole)) <= _SHORT else tuple(lines)


def order(found: Order, write: Notation) -> Iterator[Block]:
    """Order of magnitude."""
    yield Text(f"${write.expr(found.as_expr())}$")


def region(found: Region, write: Notation) -> Iterator[Block]:
    """Conditions."""
    yield Text(write.where(found.presented()))


def expression(found: Any, write: Notation) -> Iterator[Block]:
    """SymPy expression."""
    yield Text(f"${write.expr(found)}$")
