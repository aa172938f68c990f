r"""Pages as lines for Matplotlib's mathtext, which has no environments and fewer commands.

Each line can be given to ``Axes.text`` as it is: mathematics stands between dollar signs, and
other dollar signs are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
from phasecalc.export.page.inline import pieces
from phasecalc.export.page.tex import with_letters

__all__ = ["Mathtext"]

# Commands that mathtext does not know -> those that say the same.
_OTHERS = (
    (re.compile(r"\\[dt]frac(?![A-Za-z])"), r"\\frac"),
    (re.compile(r"\\[bB]igg?[lrm]?(?![A-Za-z])"), ""),
    (re.compile(r"\\displaystyle(?![A-Za-z])\s*"), ""),
    (re.compile(r"\\lt(?![A-Za-z])"), "<"),
    (re.compile(r"\\surd(?![A-Za-z])"), r"\\sqrt{}"),
    (re.compile(r"\\textasciitilde(?:\{\})?"), "~"),
    (re.compile(r"&"), " "),
)
_TEXT = re.compile(r"\\text(?:rm)?\{([^{}]*)\}")


class Mathtext:
    """Renderer.

    Parameters
    ----------
    names
        How a cited source is written, by its key.
    """

    def __init__(self, names: dict[str, str] | None = None) -> None:
        self.names = names or {}

    def page(self, blocks: Iterable[Block]) -> str:
        """All blocks, line by line."""
        return "\n".join(line for block in blocks for line in self.lines(block))

    def lines(self, block: Block) -> Iterator[str]:
        """Lines of one block."""
        if isinstance(block, (Text, Heading)):
            yield self.inline(block.text)
        elif isinstance(block, Math):
            yield from (f"${_known(line)}$" for line in block.lines)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield "    ".join(map(self.inline, row))
        elif isinstance(block, Items):
            yield from (f"- {self.inline(item)}" for item in block.items)
        elif isinstance(block, Statement):
            yield f"{block.kind.capitalize()} ({self.inline(block.title)}):"
            yield from (x for part in block.claim for x in self.lines(part))
            yield from ("Proof:",) if block.proof else ()
            yield from (x for part in block.proof for x in self.lines(part))
        elif isinstance(block, Figure):
            yield self.inline(block.caption)
        elif isinstance(block, Code):
            yield from map(_plain, block.text.splitlines())
        else:
            raise TypeError(f"{type(block).__name__} is not a block of a page")

    def inline(self, text: str) -> str:
        """Marked-up text in one line."""
        parts = []
        for p in pieces(text):
            if p.kind == "math":
                parts.append(f"${_known(p.content)}$")
            elif p.kind == "cite":
                where = f", {p.where}" if p.where else ""
                parts.append(_plain(f"[{self.names.get(p.content, p.content)}{where}]"))
            else:
                parts.append(_plain(p.content))
        return "".join(parts)


def _plain(text: str) -> str:
    return text.replace("$", r"\$")


def _known(tex: str) -> str:
    r"""Mathematics in the commands that mathtext knows.

    Examples
    --------
    >>> print(_known(r"\tfrac{1}{2}\,\text{no power law}"))
    \frac{1}{2}\,\mathrm{no\ power\ law}
    """
    tex = with_letters(tex)
    for pattern, other in _OTHERS:
        tex = pattern.sub(other, tex)
    return _TEXT.sub(lambda m: rf"\mathrm{{{_spaced(m.group(1))}}}", tex)


def _spaced(text: str) -> str:
    return text.replace(" ", r"\ ")
