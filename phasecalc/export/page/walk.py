"""All marked-up texts of a page, for what must be known before it is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from phasecalc.export.page.blocks import (
    Block,
    Figure,
    Heading,
    Items,
    Statement,
    Table,
    Text,
)
from phasecalc.export.page.inline import sources_in

__all__ = ["cited", "texts"]


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every marked-up text, in reading order."""
    for block in blocks:
        if isinstance(block, (Heading, Text)):
            yield block.text
        elif isinstance(block, Items):
            yield from block.items
        elif isinstance(block, Table):
            yield block.caption
            for row in (block.head, *block.rows):
                yield from row
        elif isinstance(block, Statement):
            yield block.title
            yield from texts(block.claim)
            yield from texts(block.proof)
        elif isinstance(block, Figure):
            yield block.caption


def cited(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Keys of the sources that a page cites, in order of first citation.

    Examples
    --------
    >>> cited([Text("From [@dlmf, 2.4(i)] and [@dlmf].")])
    ('dlmf',)
    """
    return tuple(dict.fromkeys(key for text in texts(blocks) for key in sources_in(text)))
