"""Writes the explorer beside the pages: ``_static/explore.html`` of the built site."""

from pathlib import Path

from sphinx.application import Sphinx

from phasecalc.explorer.page import explorer_page


def write(app: Sphinx, problem: Exception | None) -> None:
    """The page, once the others are there."""
    if problem is None and app.builder.format == "html":
        place = Path(app.outdir) / "_static" / "explore.html"
        place.write_text(explorer_page(), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", write)
    return {"parallel_read_safe": True}
