"""Pages as HTML, with mathematics as MathML: no script, no network, no fonts to load.

MathML is made by ``latex2mathml`` (extra ``html``); without it LaTeX stays in elements of the class
``tex``, which a whole page has typeset by the KaTeX that is shipped.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
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

__all__ = ["Html", "mathml"]

_COLUMNS = 3  # that fit a narrow screen side by side
_ALIGN = {"l": "left", "c": "center", "r": "right"}
_SCRIPT = re.compile(r'<mi mathvariant="script">([A-Z])</mi>')
# What the converter may write; it passes on text, links and styles as it finds them.
_MATHML = re.compile(
    r"</?(?:math|m(?:i|n|o|row|text|space|frac|sqrt|root|sub|sup|subsup|over|under|underover|table|"
    r"tr|td|style|padded|phantom|enclose|multiscripts|prescripts|fenced))"
    r"(?: (?:xmlns|display|mathvariant|mathsize|stretchy|fence|form|separator|accent|accentunder|"
    r"linethickness|displaystyle|scriptlevel|columnalign|columnlines|columnspacing|rowlines|"
    r"rowspacing|width|height|depth|lspace|rspace|voffset|minsize|maxsize|largeop|movablelimits|"
    r'notation|symmetric)="[^"<>]*")* ?/?>'
)
_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")


class Html:
    """Renderer of fragments.

    Parameters
    ----------
    names
        How a cited source is written, by its key; the key itself where it is not listed.
    sources
        Whether the page lists its sources, so that a citation may link to its entry.
    """

    def __init__(self, names: dict[str, str] | None = None, *, sources: bool = False) -> None:
        self.names, self.sources = names or {}, sources

    def page(self, blocks: Iterable[Block]) -> str:
        """All blocks."""
        return "\n".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        """One block."""
        if isinstance(block, Heading):
            tag = f"h{block.level + 1}"
            return f"<{tag}{_id(block.label)}>{self.inline(block.text)}</{tag}>"
        if isinstance(block, Text):
            return f"<p>{self.inline(block.text)}</p>"
        if isinstance(block, Math):
            return f'<div class="display"{_id(block.label)}>{_display(block)}</div>'
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Figure):
            return self._figure(block)
        if isinstance(block, Items):
            return f"<ul>{''.join(f'<li>{self.inline(i)}</li>' for i in block.items)}</ul>"
        if isinstance(block, Code):
            return f"<pre>{html.escape(block.text)}</pre>"
        if isinstance(block, Statement):
            return self._statement(block)
        raise TypeError(f"{type(block).__name__} is not a block of a page")

    def inline(self, text: str) -> str:
        """Marked-up text."""
        return "".join(map(self._piece, pieces(text)))

    def _piece(self, piece: Piece) -> str:
        content = html.escape(piece.content)
        if piece.kind == "math":
            return mathml(piece.content)
        if piece.kind == "cite":
            where = f", {html.escape(piece.where)}" if piece.where else ""
            name = html.escape(self.names.get(piece.content, piece.content))
            shown = f"[{name}{where}]"
            return f'<a href="#source-{content}">{shown}</a>' if self.sources else shown
        tag = {"bold": "strong", "emphasis": "em", "code": "code"}.get(piece.kind)
        return f"<{tag}>{content}</{tag}>" if tag else content

    def _table(self, table: Table) -> str:
        # On a narrow screen a row of a wide table is a list, each entry after its own heading. That
        # is hidden where no style sheet of ours shows it, as in a notebook.
        stacked = len(table.columns) > _COLUMNS
        heads = [f'<span class="head" hidden="hidden">{self.inline(h)}</span>' for h in table.head]

        def cell(k: int, text: str, tag: str) -> str:
            labelled = stacked and k and tag == "td"
            return f"{heads[k]}<span>{self.inline(text)}</span>" if labelled else self.inline(text)

        def row(cells: tuple[str, ...], tag: str) -> str:
            aligned = (
                f'<{tag} style="text-align:{_ALIGN[a]}">{cell(k, c, tag)}</{tag}>'
                for k, (a, c) in enumerate(zip(table.columns, cells, strict=True))
            )
            return f"<tr>{''.join(aligned)}</tr>"

        caption = f"<caption>{self.inline(table.caption)}</caption>" if table.caption else ""
        body = "".join(row(cells, "td") for cells in table.rows)
        head = row(table.head, "th")
        kind = ' class="stacked"' if stacked else ""
        return (
            f"<table{kind}{_id(table.label)}>{caption}<thead>{head}</thead>"
            f"<tbody>{body}</tbody></table>"
        )

    def _figure(self, figure: Figure) -> str:
        alternative = html.escape(figure.alternative or figure.caption, quote=True)
        return (
            f'<figure{_id(figure.label)}><img src="{html.escape(figure.stem, quote=True)}.svg" '
            f'alt="{alternative}"><figcaption>{self.inline(figure.caption)}</figcaption></figure>'
        )

    def _statement(self, block: Statement) -> str:
        head = f"<strong>{block.kind.capitalize()} ({self.inline(block.title)}).</strong>"
        claim = f"<p>{head}</p>{self.page(block.claim)}"
        shown = self.page(block.proof)
        proof = f'<details open="open"><summary>Proof</summary>{shown}</details>'
        return (
            f'<section class="statement"{_id(block.label)}>{claim}'
            f"{proof if block.proof else ''}</section>"
        )


def _display(block: Math) -> str:
    """Lines of mathematics, in columns where "&" marks them: MathML in browsers aligns none."""
    if not any("&" in x for x in block.lines) or any(r"\begin" in x for x in block.lines):
        return "".join(mathml(x, display=True) for x in block.lines)

    def row(line: str) -> str:
        cells = (mathml(c, display=True) if c.strip() else "" for c in line.split("&"))
        return f"<tr>{''.join(f'<td>{c}</td>' for c in cells)}</tr>"

    return f'<table class="aligned" role="presentation">{"".join(map(row, block.lines))}</table>'


@functools.cache
def mathml(tex: str, *, display: bool = False) -> str:
    """LaTeX mathematics as MathML.

    Examples
    --------
    >>> "<mi>x</mi>" in mathml("x") or "span" in mathml("x")  # without the extra
    True
    """
    tex = with_letters(tex)
    try:
        from latex2mathml.converter import convert
    except ImportError:
        return rf'<span class="tex">\({html.escape(tex)}\)</span>'
    # The converter keeps the backslash of an escaped underscore in a text.
    plain = re.sub(r"\\text\{[^{}]*\}", lambda found: found[0].replace(r"\_", "_"), tex)
    text = convert(plain, display="block" if display else "inline")
    # Browsers follow MathML Core, which has no script letters but those of Unicode.
    text = _SCRIPT.sub(lambda m: f"<mi>{_script(m.group(1))}</mi>", text)
    text = _BARE_AMPERSAND.sub("&amp;", text)
    if "<" in _MATHML.sub("", text):  # a tag or an attribute that is no mathematics
        return rf'<span class="tex">\({html.escape(tex)}\)</span>'
    return text


def _script(letter: str) -> str:
    for kind in ("MATHEMATICAL SCRIPT CAPITAL", "SCRIPT CAPITAL"):
        try:
            return unicodedata.lookup(f"{kind} {letter}")
        except KeyError:
            continue
    return letter


def _id(label: str) -> str:
    return f' id="{html.escape(label, quote=True)}"' if label else ""
