"""Results for notebooks: as HTML, and as LaTeX of the kind that MathJax typesets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from phasecalc.export.page.bibliography import short_names
from phasecalc.export.page.blocks import Block, Statement, Table
from phasecalc.export.page.html import Html
from phasecalc.export.page.inline import pieces
from phasecalc.export.page.markdown import Markdown
from phasecalc.export.page.tex import in_mathematics
from phasecalc.export.page.walk import cited
from phasecalc.export.views.registry import view

__all__ = ["html", "mathjax"]


def html(item: Any, symbols: Mapping[str, str] | None = None) -> str:
    """HTML fragment that shows a result.

    Parameters
    ----------
    item
        A result, as for :func:`phasecalc.latex`.
    symbols
        LaTeX by name for the quantities to be named otherwise than in the paper.

    Raises
    ------
    DomainError
        There is no view for this kind of object.

    Examples
    --------
    >>> from phasecalc.plrf.asking.diagram import phase_diagram
    >>> html(phase_diagram()).count("<tr>")
    8
    """
    blocks = view(item, symbols)
    return Html(short_names(cited(blocks))).page(blocks)


def mathjax(item: Any, symbols: Mapping[str, str] | None = None) -> str:
    r"""LaTeX without environments that MathJax lacks: a table is an array.

    Parameters
    ----------
    item, symbols
        As for :func:`html`.

    Examples
    --------
    >>> from phasecalc.plrf.asking.diagram import phase_diagram
    >>> print(mathjax(phase_diagram()).splitlines()[0])
    $\begin{array}{lllll}
    """
    return "\n\n".join(map(_typeset, _flat(view(item, symbols))))


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Statement):
            yield from (*block.claim, *block.proof)
        else:
            yield block


def _typeset(block: Block) -> str:
    if isinstance(block, Table):
        rows = " \\\\\n".join(" & ".join(map(_cell, row)) for row in block.rows)
        head = " & ".join(map(_cell, block.head))
        begin, end = rf"\begin{{array}}{{{block.columns}}}", r"\end{array}"
        return f"${begin}\n{head} \\\\\n\\hline\n{rows}\n{end}$"
    return Markdown().block(block)


def _cell(text: str) -> str:
    """Marked-up text inside mathematics."""
    return "".join(
        p.content if p.kind == "math" else in_mathematics(p.content) for p in pieces(text)
    )
