r"""Pages as LaTeX.

Needs amsmath, amssymb, mathrsfs, booktabs, graphicx; amsthm unless switched off; TikZ and
pgfplots where a picture is drawn. A table that is wider than the line is scaled to fit, so that
no box is overfull in any column width.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

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

__all__ = ["Tex", "bookmark", "escape", "in_mathematics", "with_letters"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
}
_GREEK = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi . pi rho varsigma "
    "sigma tau upsilon varphi chi psi omega"
)
_BEYOND = {
    **{chr(0x3B1 + k): rf"$\{n}$" for k, n in enumerate(_GREEK.split()) if n != "."},
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\dots{}",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "≠": r"$\neq$",
    "≍": r"$\asymp$",
    "≈": r"$\approx$",
    "∞": r"$\infty$",
    "√": r"$\surd$",
    "−": "$-$",
    "×": r"$\times$",
    "±": r"$\pm$",
    "·": r"$\cdot$",
    "½": r"$\tfrac12$",
    "¼": r"$\tfrac14$",
    "→": r"$\to$",
    "\u00a0": "~",
}
# What the fixed-width type has itself; by its commands TeX would look in another font.
_TYPED = {
    r"\textbackslash{}": r"\char92{}",
    r"\{": r"\char123{}",
    r"\}": r"\char125{}",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
}
# Combining mark -> command; both engines know these, whatever their fonts and encodings.
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
}
_LETTERS = {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "œ": "oe"}
# Escaped characters that mathematics has without a command.
_RELATIONS = {r"\textless{}": "<", r"\textgreater{}": ">"}
_TEXT = re.compile(r"\\text\{(?:[^{}]|\{[^{}]*\})*\}")
_CODE = r"\\texttt\{U\+(?P<code>[0-9A-F]{4,6})\}"
_WRITTEN = re.compile(
    rf"{_CODE}|\\(?P<mark>[`'^~=.\"uvrHc])\{{(?P<bare>[A-Za-z])\}}"
    rf"|\\(?P<name>{'|'.join(_LETTERS.values())})\{{\}}"
)
_CODE_WIDTH = 60
_SECTIONS = {1: "section", 2: "subsection", 3: "subsubsection"}


def escape(text: str) -> str:
    r"""Literal text for LaTeX; a character that the fonts may lack is named by its code point.

    Examples
    --------
    >>> print(escape("50% of d_star, α ≥ 1, Pólya, \u2603"))
    50\% of d\_star, $\alpha$ $\geq$ 1, P\'{o}lya, \texttt{U+2603}
    """
    return "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    known = _SPECIAL.get(character) or _BEYOND.get(character)
    if known is not None:
        return known
    if character.isascii():
        return character if character.isprintable() or character == "\n" else " "
    if character in _LETTERS:
        return rf"\{_LETTERS[character]}{{}}"
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in _ACCENTS:
        return rf"\{_ACCENTS[parts[1]]}{{{parts[0]}}}"
    return rf"\texttt{{U+{ord(character):04X}}}"


def in_mathematics(text: str) -> str:
    r"""Literal text within mathematics: what is mathematics itself stands beside the text.

    Examples
    --------
    >>> print(in_mathematics("βγ_a < é"))
    \beta\gamma\text{\_a }<\text{ \'{e}}
    """
    parts = []
    for formula, run in groupby(map(_escaped, text), _is_formula):
        whole = "".join(_RELATIONS.get(c, c.strip("$")) if formula else c for c in run)
        parts.append(whole if formula else rf"\text{{{whole}}}")
    return "".join(parts)


def _is_formula(escaped: str) -> bool:
    return escaped in _RELATIONS or escaped.startswith("$")


def with_letters(tex: str) -> str:
    r"""Mathematics in whose texts every letter is itself, for what has fonts for them.

    Examples
    --------
    >>> print(with_letters(r"\text{P\'{o}lya, \texttt{U+4E2D}}^2"))
    \text{Pólya, 中}^2
    """
    return _TEXT.sub(lambda found: _WRITTEN.sub(_letter, found[0]), tex)


def _letter(found: re.Match[str]) -> str:
    if found["code"]:
        return chr(int(found["code"], 16))
    if found["mark"]:
        mark = next(m for m, command in _ACCENTS.items() if command == found["mark"])
        return unicodedata.normalize("NFC", found["bare"] + mark)
    return next(c for c, command in _LETTERS.items() if command == found["name"])


@dataclass(frozen=True)
class Tex:
    """Renderer.

    Parameters
    ----------
    floats
        Whether tables and figures float, with caption and label; else the bare table.
    theorems
        Whether statements use amsthm environments; else plain paragraphs, numbered with the
        equations, whose labels stay the same.
    place
        Where floats may go, as LaTeX takes it; ``H``, of the package float, keeps them in place.
    bookmarks
        Whether headings say how they are written in a list of bookmarks, which hyperref makes.
    """

    floats: bool = True
    theorems: bool = True
    place: str = "htbp"
    bookmarks: bool = False

    def page(self, blocks: Iterable[Block]) -> str:
        """All blocks, separated by blank lines; a display stays inside its paragraph."""
        text, last = "", None
        for block in blocks:
            joined = isinstance(block, Math) and isinstance(last, Text)
            goes_on = isinstance(last, Math) and isinstance(block, Text) and _goes_on(block.text)
            gap = "\n" if joined or goes_on else "\n\n"
            text += (gap if text else "") + self.block(block)
            last = block
        return text

    def block(self, block: Block) -> str:
        """One block."""
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Text):
            text = self.inline(block.text)
            return rf"{{\raggedright {text}\par}}" if block.ragged else text
        if isinstance(block, Math):
            return self.math(block)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Figure):
            return self.figure(block)
        if isinstance(block, Statement):
            return self.statement(block)
        if isinstance(block, Items):
            return self.items(block)
        if isinstance(block, Code):
            return self.code(block)
        raise TypeError(f"{type(block).__name__} is not a block of a page")

    def inline(self, text: str) -> str:
        """Marked-up text."""
        return "".join(map(_piece, pieces(text)))

    def heading(self, block: Heading) -> str:
        """Section command with its label."""
        command = _SECTIONS.get(block.level, "section*")
        text = self.inline(block.text)
        if self.bookmarks and re.search(r"[\\$]", text):
            text = rf"\texorpdfstring{{{text}}}{{{bookmark(block.text)}}}"
        return rf"\{command}{{{text}}}{_label(block.label)}"

    def math(self, block: Math) -> str:
        """Display, numbered if it has a label."""
        written = block.lines
        if block.wide:
            written = tuple(rf"{_FIT}{{$\displaystyle {line}$}}" for line in block.lines)
        lines = " \\\\\n".join(written)
        if len(block.lines) > 1:
            lines = f"\\begin{{{block.grouping}}}\n{lines}\n\\end{{{block.grouping}}}"
        name = "equation" if block.label else "equation*"
        return f"\\begin{{{name}}}{_label(block.label)}\n{lines}\n\\end{{{name}}}"

    def table(self, block: Table) -> str:
        """Booktabs table."""
        rows = [" & ".join(map(self.inline, row)) + r" \\" for row in block.rows]
        body = "\n".join(
            [
                rf"\begin{{tabular}}{{{block.columns}}}",
                r"\toprule",
                " & ".join(map(self.inline, block.head)) + r" \\",
                r"\midrule",
                *rows,
                r"\bottomrule",
                r"\end{tabular}",
            ]
        )
        if not self.floats:
            return body
        fitted = f"{_FIT}{{%\n{body}}}"
        if not block.caption:
            return f"\\begin{{center}}\n{_stretch(rows)}{fitted}\n\\end{{center}}"
        caption = rf"{self._caption(block)}\par\medskip"
        if self.place == "H":
            head = f"\\begin{{table}}[H]\n\\centering\n{_stretch(rows)}"
            return f"{head}{caption}\n{fitted}\n\\end{{table}}"
        return (
            f"\\begingroup\n{_stretch(rows)}\\def\\phasecalctable{{%\n{body}}}\n{_ACROSS}\n"
            f"\\begin{{\\phasecalcfloat}}[{self.place}]\n\\centering\n{caption}\n"
            f"{_FIT}{{\\phasecalctable}}\n\\end{{\\phasecalcfloat}}\n\\endgroup"
        )

    def figure(self, block: Figure) -> str:
        """Picture, or the file that holds it."""
        file = rf"\includegraphics[width={block.width}\linewidth]{{{block.stem}.pdf}}"
        drawn = block.picture or file
        if not self.floats:
            return drawn
        caption = self._caption(block)
        begin = f"\\begin{{figure}}[{self.place}]"
        return f"{begin}\n\\centering\n{drawn}\n{caption}\n\\end{{figure}}"

    def statement(self, block: Statement) -> str:
        """Statement and proof."""
        title, claim, proof = (
            self.inline(block.title),
            self.page(block.claim),
            self.page(block.proof),
        )
        if self.theorems:
            text = (
                f"\\begin{{{block.kind}}}[{title}]{_label(block.label)}\n{claim}\n"
                f"\\end{{{block.kind}}}"
            )
            return text + (f"\n\\begin{{proof}}\n{proof}\n\\end{{proof}}" if proof else "")
        head = (
            rf"\par\medskip\noindent\refstepcounter{{equation}}{_label(block.label)}"
            rf"\textbf{{{block.kind.capitalize()}~\theequation{{}} ({title}).}}"
        )
        end = f"\n\n\\noindent\\emph{{Proof.}} {proof}\\hfill$\\Box$\\par\\medskip" if proof else ""
        return f"{head}\n{claim}{end}"

    def items(self, block: Items) -> str:
        """Bulleted list."""
        # Formulas and code do not stretch: a line full of them cannot be justified.
        lines = "\n".join(rf"\item {self.inline(item)}" for item in block.items)
        return f"\\begin{{itemize}}\\raggedright\n{lines}\n\\end{{itemize}}"

    def code(self, block: Code) -> str:
        """Lines in a fixed-width type, wrapped."""
        lines = [
            piece
            for line in block.text.splitlines()
            for piece in textwrap.wrap(line, _CODE_WIDTH, subsequent_indent="    ") or [""]
        ]
        shown = "\\\\\n".join(_indented(line) for line in lines)
        return f"\\begin{{flushleft}}\n\\ttfamily\\small\n{shown}\n\\end{{flushleft}}"

    def _caption(self, block: Table | Figure) -> str:
        return rf"\caption{{{self.inline(block.caption)}}}{_label(block.label)}"


# Across both columns where it is wider than one of two.
_ACROSS = r"""\setbox0=\hbox{\phasecalctable}%
\edef\phasecalcfloat{table\ifdim\wd0>\columnwidth\ifdim\columnwidth<\textwidth*\fi\fi}"""
# Scaled down only where it is wider than the line.
_FIT = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}"


def _goes_on(text: str) -> bool:
    """Whether a text continues the sentence before it."""
    return text[:1].islower()


def bookmark(text: str) -> str:
    r"""Marked-up text for a list of bookmarks: letters, digits and what needs no TeX.

    Examples
    --------
    >>> bookmark(r"Where $\alpha < \tfrac{1}{2}$, and **β**")
    'Where alpha < 1/2, and beta'
    """
    found = "".join(piece.content for piece in pieces(text))
    found = re.sub(r"\\[dt]?frac\{(\w+)\}\{(\w+)\}", r"\1/\2", found)
    found = re.sub(r"\\([A-Za-z]+)", r"\1", found)
    named = (_BEYOND.get(c, c) if c > "~" else c for c in found)
    return re.sub(r"[^A-Za-z0-9 .,:;()=/+<>*'-]", "", "".join(named).replace("\\", ""))


def _label(name: str) -> str:
    return rf"\label{{{name}}}" if name else ""


def _stretch(rows: Iterable[str]) -> str:
    """Room for fractions."""
    text = "".join(rows)
    factor = "1.5" if r"\frac" in text else "1.25" if r"\tfrac" in text else ""
    return f"\\renewcommand{{\\arraystretch}}{{{factor}}}\n" if factor else ""


def _indented(line: str) -> str:
    text = line.lstrip(" ")
    return "~" * (len(line) - len(text)) + _typed(escape(text))


def _typed(escaped: str) -> str:
    """Escaped text in fixed-width type, which has all of ASCII in any encoding."""
    for command, sign in _TYPED.items():
        escaped = escaped.replace(command, sign)
    return re.sub(r"([-<>])(?=\1)", r"\1{}", escaped)  # no ligatures


def _piece(piece: Piece) -> str:
    if piece.kind == "math":
        return f"${piece.content}$"
    if piece.kind == "cite":
        where = f"[{escape(piece.where)}]" if piece.where else ""
        return rf"\cite{where}{{{piece.content}}}"
    command = {"bold": r"\textbf", "emphasis": r"\emph", "code": r"\texttt"}.get(piece.kind)
    content = escape(piece.content)
    if piece.kind == "code":
        content = re.sub(_CODE, r"U+\g<code>", content)  # in this type already
        content = _typed(content)
    return rf"{command}{{{content}}}" if command else content
