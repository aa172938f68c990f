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

__all__ = ["explorer_page", "part"]

# In this order: each uses only what stands before it.
_SCRIPTS = (
    "exact.js",
    "reader.js",
    "diagram.js",
    "words.js",
    "curves.js",
    "plots.js",
    "plane.js",
    "panels.js",
    "seen.js",
    "host.js",
    "main.js",
)


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
    from phasecalc.export.page import katex

    own = "\n".join(map(part, _SCRIPTS))
    script = "\n".join(
        (
            katex.script(),
            part("vendor/uPlot.iife.min.js"),
            f'(() => {{\n"use strict";\n{own}\n}})();',
        )
    )
    licences = f"{katex.licence()}\n\n{part('vendor/uPlot.LICENSE')}"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    parts = {
        # Nothing is fetched, and no other script than this one runs, whatever is typed or linked.
        "policy": f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'",
        "style": katex.style() + part("vendor/uPlot.min.css") + part("page.css"),
        "version": html.escape(str(data["version"])),
        "licences": html.escape(licences),
        # "<" could end the element that holds the data.
        "data": json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
        "script": script,
    }
    return re.sub(r"@(\w+)@", lambda match: parts[match.group(1)], part("page.html"))


def part(name: str) -> str:
    """Text of a part of the page.

    Raises
    ------
    StoreDamaged
        It is missing from the installation.
    """
    return _part(name).read_text(encoding="utf-8")


def _part(name: str) -> Traversable:
    found = files("phasecalc.explorer").joinpath("static", *name.split("/"))
    if not found.is_file():
        raise StoreDamaged(name, "it is missing", "install phasecalc anew")
    return found
