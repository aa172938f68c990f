"""The page: styles, scripts, fonts and data put into one file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import StoreDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = ["explorer_page"]

# In this order: each uses only what stands before it.
_VENDORED = ("vendor/katex.min.js", "vendor/uPlot.iife.min.js")
_SCRIPTS = (
    "exact.js",
    "reader.js",
    "diagram.js",
    "words.js",
    "curves.js",
    "plots.js",
    "plane.js",
    "panels.js",
    "main.js",
)
_FONT_FACE = re.compile(r"@font-face\{[^}]*url\(fonts/([\w-]+\.woff2)\)[^}]*\}")


def explorer_page() -> str:
    """The explorer as one HTML file: any point of the plane, answered offline and exactly.

    Returns
    -------
    str
        The page. It holds the shipped diagrams with their proofs, computes with exact fractions
        in the browser, and re-checks the dual proof at each point before it shows an answer.

    Raises
    ------
    StoreDamaged
        A part of the page is missing from the installation.

    Examples
    --------
    >>> page = explorer_page()
    >>> page[:15], "http-equiv" in page
    ('<!doctype html>', True)
    """
    from phasecalc.explorer.data import explorer_data

    return assemble(explorer_data())


def assemble(data: Mapping[str, Any]) -> str:
    """The page around given data."""
    own = "\n".join(map(_text, _SCRIPTS))
    script = "\n".join((*map(_text, _VENDORED), f'(() => {{\n"use strict";\n{own}\n}})();'))
    licences = "\n\n".join(_text(f"vendor/{name}.LICENSE") for name in ("katex", "uPlot"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    parts = {
        # Nothing is fetched, and no other script than this one runs, whatever is typed or linked.
        "policy": f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'",
        "style": _fonts(_text("vendor/katex.min.css"))
        + _text("vendor/uPlot.min.css")
        + _text("page.css"),
        "version": html.escape(str(data["version"])),
        "licences": html.escape(licences),
        # "<" could end the element that holds the data.
        "data": json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
        "script": script,
    }
    return re.sub(r"@(\w+)@", lambda match: parts[match.group(1)], _text("page.html"))


def _text(name: str) -> str:
    return _part(name).read_text(encoding="utf-8")


def _part(name: str) -> Traversable:
    found = files("phasecalc.explorer").joinpath("static", *name.split("/"))
    if not found.is_file():
        raise StoreDamaged(name, "it is missing", "install phasecalc anew")
    return found


def _fonts(style: str) -> str:
    """KaTeX's style with the fonts that are shipped inside it, and without the others."""
    fonts = files("phasecalc.explorer").joinpath("static", "vendor", "fonts")
    shipped = {f.name for f in fonts.iterdir()} if fonts.is_dir() else set()

    def face(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in shipped:
            return ""
        content = base64.b64encode(fonts.joinpath(name).read_bytes()).decode()
        source = f'src:url(data:font/woff2;base64,{content}) format("woff2")'
        return re.sub(r"src:[^;}]*", lambda _: source, match.group(0))

    return _FONT_FACE.sub(face, style)
