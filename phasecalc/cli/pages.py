"""A report as files of a folder: figures in three formats; Markdown, HTML, LaTeX, PDF."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phasecalc.export.page.blocks import Block

__all__ = ["draw", "today", "write"]

# Stem of a figure and what draws it: Axes, of a type that is not imported for this.
Wanted = Sequence[tuple[str, Callable[[], Any]]]


def draw(
    folder: Path, wanted: Wanted, tell: Callable[[int, int], None] | None = None
) -> dict[str, bytes]:
    """Figures into the folder, in three formats; the PDFs for TeX are returned."""
    from phasecalc.export.figures.style import look
    from phasecalc.export.output.files import save_figure

    # It remarks on the dates in font files, which do not reach the figures.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    drawn: dict[str, bytes] = {}
    for done, (stem, make) in enumerate(wanted, start=1):
        with look():
            figure = make().figure
            figure.draw_without_rendering()
            figure.set_layout_engine("none")  # it is laid out: not once more for each format
            for kind in ("svg", "png", "pdf"):
                save_figure(figure, folder / f"{stem}.{kind}")
        drawn[f"{stem}.pdf"] = (folder / f"{stem}.pdf").read_bytes()
        if tell is not None:
            tell(done, len(wanted))
    return drawn


def write(
    folder: Path,
    title: str,
    blocks: tuple[Block, ...],
    figures: Mapping[str, bytes],
    stage: Callable[[str], None] = lambda _: None,
) -> str:
    """Write the report; returns what was written, in words."""
    from phasecalc.export.documents.document import document
    from phasecalc.export.output.compile import compile_tex, engines
    from phasecalc.export.output.files import write_atomically
    from phasecalc.export.page.bibliography import short_names
    from phasecalc.export.page.markdown import Markdown
    from phasecalc.export.page.site import html_page
    from phasecalc.export.page.walk import cited

    markdown = Markdown(short_names(cited(blocks))).page(blocks)
    tex = document(blocks, title)
    write_atomically(folder / "report.md", f"# {title}\n\n{markdown}\n")
    write_atomically(folder / "report.html", html_page(blocks, title))
    write_atomically(folder / "report.tex", tex)
    if engines():
        stage(f"compiling with {engines()[0]}")
        done = compile_tex(tex, engines()[0], files=figures)
        write_atomically(folder / "report.pdf", done.pdf)
    stage("")
    shown = "PDF, HTML and Markdown" if engines() else "HTML and Markdown; no TeX here for a PDF"
    return f"wrote {folder / 'report.md'} ({shown})"


def today() -> str:
    """Today, or the day of SOURCE_DATE_EPOCH, in universal time."""
    from phasecalc.export.output.compile import source_date

    return datetime.datetime.fromtimestamp(source_date(), datetime.UTC).date().isoformat()
