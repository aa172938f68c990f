"""Pages as Markdown, with mathematics between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from phasecalc.export.page.blocks import (
    Block,
    Code,
    Figure,
    Heading,
    Items,
    Math,
    Statement,
    Table,
    Text,
)
from phasecalc.export.page.inline import Piece, pieces
from phasecalc.export.page.tex import with_letters

__all__ = ["Markdown"]

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# What would make a link or a picture of the brackets before it; written as a number it is no mark.
_LINK = re.compile(r"\](?=[(\[:])")


class Markdown:
    """Renderer.

    Parameters
    ----------
    names
        How a cited source is written, by its key; the key itself where it is not listed.
    """

    def __init__(self, names: dict[str, str] | None = None) -> None:
        self.names = names or {}

    def page(self, blocks: Iterable[Block]) -> str:
        """All blocks, separated by blank lines."""
        return "\n\n".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        """One block."""
        if isinstance(block, Heading):
            return f"{'#' * (block.level + 1)} {self.inline(block.text)}"
        if isinstance(block, Text):
            return self.inline(block.text)
        if isinstance(block, Math):
            return _math(block)
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Figure):
            return f"![{block.alternative or self.inline(block.caption)}]({block.stem}.png)"
        if isinstance(block, Items):
            return "\n".join(f"- {self.inline(item)}" for item in block.items)
        if isinstance(block, Code):
            return f"```text\n{block.text}\n```"
        if isinstance(block, Statement):
            return self._statement(block)
        raise TypeError(f"{type(block).__name__} is not a block of a page")

    def inline(self, text: str) -> str:
        """Marked-up text: the marks are Markdown's own, but for citations."""
        return "".join(self._piece(p) for p in pieces(text))

    def _piece(self, piece: Piece) -> str:
        marks = {"math": "$", "bold": "**", "emphasis": "*", "code": "`", "text": ""}
        if piece.kind != "cite":
            return f"{marks[piece.kind]}{_inert(piece)}{marks[piece.kind]}"
        where = f", {piece.where}" if piece.where else ""
        return f"[{self.names.get(piece.content, piece.content)}{where}]"

    def _table(self, table: Table) -> str:
        marks = {"l": "---", "c": ":---:", "r": "---:"}
        rows = [table.head, tuple(marks[a] for a in table.columns), *table.rows]
        # A bar would end the cell; inside mathematics the command says the same.
        lines = [f"| {' | '.join(self._cell(c) for c in row)} |" for row in rows]
        return "\n".join([*([f"{self.inline(table.caption)}\n"] if table.caption else []), *lines])

    def _cell(self, text: str) -> str:
        return "".join(
            self._piece(p).replace("|", r"\vert " if p.kind == "math" else r"\|")
            for p in pieces(text)
        )

    def _statement(self, block: Statement) -> str:
        head = f"**{block.kind.capitalize()} ({self.inline(block.title)}).**"
        first, *rest = block.claim
        parts = [f"{head} {self.block(first)}", *map(self.block, rest)]
        if block.proof:
            start, *more = block.proof
            parts += [f"*Proof.* {self.block(start)}", *map(self.block, more)]
            parts[-1] += " $\\Box$" if isinstance(block.proof[-1], Text) else "\n\n$\\Box$"
        return "\n\n".join(parts)


def _inert(piece: Piece) -> str:
    """Content that is no HTML and no link: Markdown passes both through, but not in code."""
    if piece.kind == "code":
        return piece.content
    if piece.kind == "math":
        return _TAG.sub(r"\\lt ", with_letters(piece.content))
    return _LINK.sub("&#93;", _TAG.sub("&lt;", piece.content))


def _math(block: Math) -> str:
    lines = " \\\\\n".join(_TAG.sub(r"\\lt ", with_letters(line)) for line in block.lines)
    if len(block.lines) > 1:
        lines = f"\\begin{{{block.grouping}}}\n{lines}\n\\end{{{block.grouping}}}"
    return f"$$\n{lines}\n$$"
