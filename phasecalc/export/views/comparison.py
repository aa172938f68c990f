"""The comparison of optimisers: one entry for each exponent, with all regions where it is best."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from phasecalc.export.page.blocks import Block, Items, Text

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.export.letters.notation import Notation
    from phasecalc.optimisers.store import BestOptimiser, Row

__all__ = ["comparison"]


def comparison(found: BestOptimiser, write: Notation) -> Iterator[Block]:
    """What is compared, and which optimiser is the best where."""
    w = write
    yield Text(
        f"Compared are {', '.join(found.names)} on power-law random features; the best has the "
        rf"largest ${w['eta']}$ in ${w['P']}_\star \asymp {w['f']}^{{-{w['eta']}}}$. For the noise "
        f"of SignSGD {_NOISE[found.noise]}.",
        ragged=True,
    )
    yield Items(tuple(_row(row, w) for row in found.table))


_NOISE = {
    "stated": "its whole floor is charged, as published",
    "in-motion": "that of the modes that have moved is charged",
}


def _row(row: Row, write: Notation) -> str:
    gain = "" if row.gain == "0" else f", ${write.formula(_read(row.gain))}$ more than SGD"
    where = "; or ".join(_region(text, write) for text in row.where)
    exponent = write.formula(_read(row.exponent))
    return f"**{' = '.join(row.best)}**: ${write['eta']} = {exponent}${gain}, where {where}."


def _read(text: str) -> Expr:
    from phasecalc import symbols
    from phasecalc.parsing import expression

    return expression(text, {"alpha": symbols.alpha, "beta": symbols.beta})


def _region(text: str, write: Notation) -> str:
    """Conditions as they stand in the table, one after the other."""
    from phasecalc import symbols
    from phasecalc.export.letters.conditions import relation_latex
    from phasecalc.parsing import relation

    names = {"alpha": symbols.alpha, "beta": symbols.beta}
    parts = (relation(part, names) for part in text.split(" and "))
    return ", ".join(f"${relation_latex(*part, write)}$" for part in parts)
