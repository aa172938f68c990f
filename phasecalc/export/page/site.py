"""A page as one HTML file that needs nothing from the network."""

from __future__ import annotations

import html
from collections.abc import Sequence

from phasecalc.export.bibliography import plain_entry, short_names
from phasecalc.export.page.blocks import Block, Heading
from phasecalc.export.page.html import Html
from phasecalc.export.page.walk import cited

__all__ = ["html_page"]

_STYLE = """
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1.05rem/1.55 Georgia, "Times New Roman", serif; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.2; margin: 2.2rem 0 .8rem; }
nav { font-family: system-ui, sans-serif; font-size: .95rem; columns: 2; }
table { border-collapse: collapse; margin: 1.2rem 0; display: block; overflow-x: auto; }
caption { caption-side: top; text-align: left; padding: .3rem 0; font-size: .95rem; }
th, td { padding: .35rem .7rem; white-space: nowrap; }
thead { border-top: 2px solid; border-bottom: 1px solid; }
tbody { border-bottom: 2px solid; }
.display { overflow-x: auto; margin: .8rem 0; }
.statement { border-left: 3px solid #0072b2; padding: .1rem 1rem; margin: 1.4rem 0; }
details summary { cursor: pointer; font-style: italic; }
figure { margin: 1.5rem 0; } img { max-width: 100%; } figcaption { font-size: .95rem; }
pre { overflow-x: auto; background: #f5f5f5; padding: .8rem; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #16181c; } a { color: #7ab8ff; } pre { background: #23262b; }
  img { background: #fff; } }
@media print { details > * { display: block; } nav { display: none; } }
""".strip()


def html_page(blocks: Sequence[Block], title: str) -> str:
    """Complete page with its contents and its sources.

    Examples
    --------
    >>> from phasecalc.export.page.blocks import Text
    >>> "<p>Hello</p>" in html_page([Text("Hello")], "Page")
    True
    """
    keys = cited(blocks)
    show = Html(short_names(keys), sources=True)
    labelled = [
        Heading(b.text, b.level, b.label or f"section-{k}") if isinstance(b, Heading) else b
        for k, b in enumerate(blocks)
    ]
    links = "".join(
        f'<li><a href="#{b.label}">{show.inline(b.text)}</a></li>'
        for b in labelled
        if isinstance(b, Heading) and b.level == 1
    )
    sources = "".join(
        f'<li id="source-{html.escape(k, quote=True)}">{html.escape(plain_entry(k))}</li>'
        for k in keys
    )
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title>",
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{html.escape(title)}</h1>",
        f"<nav><ul>{links}</ul></nav>" if links else "",
        show.page(labelled),
        f"<h2>Sources</h2><ul>{sources}</ul>" if sources else "",
        "</body></html>",
    ]
    return "\n".join(p for p in parts if p) + "\n"
