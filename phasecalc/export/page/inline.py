"""The markup inside a paragraph, read into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Piece", "pieces", "sources_in"]

Kind = Literal["text", "math", "bold", "emphasis", "code", "cite"]

_MARKUP = re.compile(
    r"\$(?P<math>[^$]+)\$"
    r"|\*\*(?P<bold>[^*]+)\*\*"
    r"|\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|`(?P<code>[^`]+)`"
    r"|\[@(?P<cite>[A-Za-z0-9_:-]+(?:, [^\]]+)?)\]"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Stretch of text of one kind.

    Parameters
    ----------
    kind
        ``text``, ``math``, ``bold``, ``emphasis``, ``code`` or ``cite``.
    content
        The text without its marks; for ``cite`` the key.
    where
        For ``cite``: place in the source.
    """

    kind: Kind
    content: str
    where: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """Read marked-up text.

    Examples
    --------
    >>> [p.kind for p in pieces("The **loss** is $P$ [@dlmf, 2.4(i)].")]
    ['text', 'bold', 'text', 'math', 'text', 'cite', 'text']
    """
    end = 0
    for found in _MARKUP.finditer(text):
        if found.start() > end:
            yield Piece("text", text[end : found.start()])
        end = found.end()
        kind: Kind = found.lastgroup  # type: ignore[assignment]  # the groups are the kinds
        content = found.group(kind)
        if kind == "cite":
            key, _, where = content.partition(", ")
            yield Piece(kind, key, where)
        else:
            yield Piece(kind, content)
    if end < len(text):
        yield Piece("text", text[end:])


def sources_in(text: str) -> Iterator[str]:
    """Keys that a marked-up text cites."""
    return (piece.content for piece in pieces(text) if piece.kind == "cite")
