r"""What a page is made of, whatever it is rendered to.

Text carries a small markup: ``$mathematics$``, ``**bold**``, ``*emphasis*``, code between
backquotes, and citations ``[@key]`` or ``[@key, where]``. Everything else in it is literal;
characters that LaTeX or HTML would take for their own are escaped by the renderers.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

__all__ = [
    "Block",
    "Code",
    "Figure",
    "Heading",
    "Items",
    "Math",
    "Statement",
    "Table",
    "Text",
    "digest",
]


class Block:
    """Base of all blocks."""

    __slots__ = ()


def digest(*content: object) -> str:
    """Eight digits for the end of a label: two of a kind have two labels in one paper."""
    return sha256(repr(content).encode()).hexdigest()[:8]


def _labelled(block: Table | Statement, *content: object) -> None:
    """Complete a label that ends with a dash by a digest of what the block shows."""
    if block.label.endswith("-"):
        object.__setattr__(block, "label", block.label + digest(*content))


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """Heading of a section.

    Parameters
    ----------
    text
        Marked-up text.
    level
        1 for a section, 2 and 3 for the levels below; 0 for the title of the page.
    label
        Name by which it is referred to; stable between runs.
    """

    text: str
    level: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Text(Block):
    """Paragraph of marked-up text.

    Parameters
    ----------
    text
        What it says.
    ragged
        Whether its lines may be of any length: a list of long names.
    """

    text: str
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Math(Block):
    """Displayed mathematics.

    Parameters
    ----------
    lines
        LaTeX of each line; in several lines ``&`` marks where they are aligned.
    label
        Makes it a numbered equation.
    wide
        Whether a line may be longer than the column; it is then scaled to fit.
    """

    lines: tuple[str, ...]
    label: str = ""
    wide: bool = False

    @property
    def grouping(self) -> str:
        """Environment of several lines: aligned at their marks, or each in the middle."""
        return "aligned" if any("&" in line for line in self.lines) else "gathered"


@dataclass(frozen=True, slots=True)
class Table(Block):
    """Table.

    Parameters
    ----------
    head, rows
        Cells as marked-up text.
    caption
        What it shows; a table with a caption floats.
    label
        Name by which it is referred to; one that ends with a dash is completed.
    align
        One of ``l``, ``c``, ``r`` for each column; all ``l`` if omitted.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    label: str = ""
    align: str = ""

    def __post_init__(self) -> None:
        _labelled(self, self.head, self.rows)

    @property
    def columns(self) -> str:
        """Alignment of each column."""
        return self.align or "l" * len(self.head)


@dataclass(frozen=True, slots=True)
class Statement(Block):
    """Statement with its proof.

    Parameters
    ----------
    kind
        ``proposition``, ``theorem`` or ``remark``.
    title
        Marked-up text in brackets behind the number.
    claim, proof
        Blocks; no proof where there is none.
    label
        Name by which it is referred to; one that ends with a dash is completed.
    """

    kind: str
    title: str
    claim: tuple[Block, ...]
    proof: tuple[Block, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        _labelled(self, self.title, self.claim)


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """Figure: a picture drawn in LaTeX itself, or files beside the page.

    Parameters
    ----------
    caption
        What it shows.
    label
        Name by which it is referred to.
    picture
        TikZ source, used in LaTeX.
    stem
        File name without ending: ``.svg`` is shown in HTML, ``.png`` in Markdown, ``.pdf`` in LaTeX
        where there is no ``picture``.
    alternative
        What the picture shows, for those who do not see it.
    width
        Width of a file in LaTeX, as a part of the line.
    """

    caption: str
    label: str = ""
    picture: str = ""
    stem: str = ""
    alternative: str = ""
    width: float = 0.72


@dataclass(frozen=True, slots=True)
class Items(Block):
    """Bulleted list of marked-up texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code(Block):
    """Literal text in a fixed-width type."""

    text: str
