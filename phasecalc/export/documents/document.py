r"""Complete LaTeX documents, and fragments to ``\input`` into one's own.

Both compile with pdflatex and lualatex without a warning. A document carries its bibliography with
it; a fragment says in its first lines what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from phasecalc import __version__
from phasecalc.export.page.bibliography import bibliography, bibtex
from phasecalc.export.page.blocks import Block, Figure, Math, Statement, Table
from phasecalc.export.page.tex import Tex, bookmark
from phasecalc.export.page.walk import cited

__all__ = ["document", "fragment", "packages"]

_THEOREMS = r"""\theoremstyle{plain}
\newtheorem{proposition}{Proposition}
\newtheorem{theorem}[proposition]{Theorem}
\theoremstyle{remark}
\newtheorem{remark}[proposition]{Remark}"""

_PICTURES = r"""\usepackage{pgfplots}
\pgfplotsset{compat=1.16}
\usetikzlibrary{patterns}"""

# The same input gives the same file: no path and no time in it.
_REPRODUCIBLE = r"""\ifdefined\pdftrailerid\pdftrailerid{}\fi
\ifdefined\pdfsuppressptexinfo\pdfsuppressptexinfo=-1\fi
\ifdefined\pdfvariable\pdfvariable suppressoptionalinfo 767\fi"""


def packages(blocks: Sequence[Block], *, theorems: bool = True) -> list[str]:
    r"""Preamble lines that blocks need, in order.

    Examples
    --------
    >>> from phasecalc.export.page.blocks import Text
    >>> print(*packages([Text("$x$")]), sep="\n")
    \usepackage{amsmath}
    \ifdefined\unimathsetup\else\usepackage{amssymb,mathrsfs}\fi
    """
    shown = list(_flattened(blocks))
    kinds = {type(block) for block in shown}
    drawn = any(isinstance(b, Figure) and b.picture for b in shown)
    scaled = Table in kinds or any(isinstance(b, Math) and b.wide for b in shown)
    loaded = any(isinstance(b, Figure) and not b.picture for b in shown)
    # unicode-math has the letters and signs of the others, and stops where they are loaded.
    fonts = r"\ifdefined\unimathsetup\else\usepackage{amssymb,mathrsfs}\fi"
    lines = [r"\usepackage{amsmath}", fonts]
    if Statement in kinds and theorems:
        lines += [r"\usepackage{amsthm}", *_THEOREMS.splitlines()]
    if Table in kinds:
        lines.append(r"\usepackage{booktabs}")
    if scaled or loaded:
        lines.append(r"\usepackage{graphicx}")
    return lines + (_PICTURES.splitlines() if drawn else [])


def document(blocks: Sequence[Block], title: str, *, theorems: bool = True) -> str:
    """Complete document.

    Parameters
    ----------
    blocks
        What it shows.
    title
        Marked-up text.
    theorems
        Whether propositions use amsthm environments; else plain numbered paragraphs.
    """
    tex = Tex(theorems=theorems, place="H", bookmarks=True)
    keys = cited(blocks)
    parts = [
        _origin(),
        r"\documentclass[11pt]{article}",
        r"\usepackage[T1]{fontenc}",
        r"\usepackage{lmodern}",
        r"\usepackage[a4paper,margin=25mm]{geometry}",
        r"\usepackage{microtype}",
        r"\usepackage{float}",
        *packages(blocks, theorems=theorems),
        _REPRODUCIBLE,
        r"\setlength{\emergencystretch}{3em}",
        *_links(title),
        r"\begin{document}",
        rf"\begin{{center}}\LARGE {tex.inline(title)}\end{{center}}",
        "",
        tex.page(blocks),
        "",
        *([bibliography(keys)] if keys else []),
        r"\end{document}",
    ]
    return "\n".join(parts) + "\n"


def _links(title: str) -> list[str]:
    """Links within the document, its bookmarks, and what it says of itself."""
    said = f"pdftitle={{{bookmark(title)}}},pdfcreator={{phasecalc {__version__}}}"
    return [
        r"\usepackage[hidelinks,bookmarksnumbered]{hyperref}",
        rf"\hypersetup{{{said},pdfdisplaydoctitle}}",
    ]


def fragment(blocks: Sequence[Block], *, theorems: bool = True) -> str:
    """Piece of a document, with a comment that says what it needs.

    Examples
    --------
    >>> from phasecalc.export.page.blocks import Text
    >>> print(fragment([Text("The loss $P$.")]).splitlines()[1])
    % Needs in the preamble:
    """
    keys = cited(blocks)
    needs = ["Needs in the preamble:", *(f"  {x}" for x in packages(blocks, theorems=theorems))]
    if keys:
        needs += ["Cites these BibTeX entries:", *(f"  {x}" for x in bibtex(keys).splitlines())]
    return "\n".join(
        [
            _origin(),
            *(f"% {line}".rstrip() for line in needs),
            r"\begingroup\setlength{\emergencystretch}{4em}",
            Tex(theorems=theorems).page(blocks),
            r"\par\endgroup",
            "",
        ]
    )


def _origin() -> str:
    return f"% Written by phasecalc {__version__} from checked objects; change them, not this file."


def _flattened(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Statement):
            yield from _flattened((*block.claim, *block.proof))
