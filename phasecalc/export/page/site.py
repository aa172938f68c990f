"""A page as one HTML file that needs nothing from the network."""

from __future__ import annotations

import html
from collections.abc import Sequence

from phasecalc.export.page import katex
from phasecalc.export.page.bibliography import plain_entry, short_names
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
math[display="block"] { margin: .7rem 0; }
th, td { padding: .35rem .7rem; white-space: nowrap; }
thead { border-top: 2px solid; border-bottom: 1px solid; }
tbody { border-bottom: 2px solid; }
table.aligned { margin: 0 auto; width: max-content; display: table; border: 0; }
table.aligned tbody { border: 0; } table.aligned td { padding: .3rem .1rem; }
table.aligned td:nth-child(odd) { text-align: right; }
table.aligned td:nth-child(even) { text-align: left; }
table.aligned math { display: inline math; math-style: normal; }
.head { display: none; }
code { overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  nav { columns: 1; } pre { white-space: pre-wrap; }
  table:not(.aligned) :is(th, td) { white-space: normal; padding: .35rem .4rem; }
  .stacked thead { display: none; } .stacked caption, .stacked tbody { display: block; }
  .stacked tr { display: block; padding: .5rem 0; border-bottom: 1px solid; }
  .stacked td { display: grid; grid-template-columns: 7rem 1fr; padding: .2rem 0;
    white-space: normal; text-align: left !important; }
  .stacked td:first-child { display: block; font-weight: bold; }
  .stacked .head { display: inline; opacity: .75; } }
math[display="block"] { margin-block: .4rem; }
.display { overflow-x: auto; overflow-y: hidden; margin: .8rem 0; }
.statement { border-left: 3px solid #0072b2; padding: .1rem 1rem; margin: 1.4rem 0; }
details summary { cursor: pointer; font-style: italic; }
figure { margin: 1.5rem 0; } img { max-width: 100%; } figcaption { font-size: .95rem; }
pre { overflow-x: auto; background: #f5f5f5; padding: .8rem; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #16181c; } a { color: #7ab8ff; } pre { background: #23262b; }
  img { background: #fff; } }
@media print { details > * { display: block; } nav { display: none; } }
""".strip()


# For LaTeX that no MathML was made of; KaTeX runs no command that reaches outside of mathematics.
_TYPESET = r"""
for (const place of document.querySelectorAll(".tex")) {
  const cell = place.closest(".aligned td"), large = place.closest(".display");
  katex.render((cell ? "\\displaystyle " : "") + place.textContent.replace(/^\\\(|\\\)$/g, ""),
    place, {throwOnError: false, trust: false, displayMode: !!large && !cell});
}
"""


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
    body = show.page(labelled)
    left = any('<span class="tex">' in text for text in (body, links))
    style = f"{katex.style()}{_STYLE}" if left else _STYLE
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title>",
        '<link rel="icon" href="data:,">',
        f"<style>{style}</style></head><body>",
        f"<h1>{html.escape(title)}</h1>",
        f"<nav><ul>{links}</ul></nav>" if links else "",
        body,
        f"<h2>Sources</h2><ul>{sources}</ul>" if sources else "",
        f"<script>{katex.script()}{_TYPESET}</script>" if left else "",
        "</body></html>",
    ]
    return "\n".join(p for p in parts if p) + "\n"
