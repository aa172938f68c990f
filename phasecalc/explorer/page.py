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

    from phasecalc._typing import ExactLike
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["assemble", "explorer_page", "law_page", "part"]

# In this order: each uses only what stands before it.
_COMMON = ("exact.js", "reader.js", "point.js", "numbers.js", "elements.js", "plane.js", "host.js")
_SGD = ("diagram.js", "words.js", "curves.js", "plots.js", "panels.js", "seen.js")
_LAW = ("law.js", "lawpanels.js")

# Data that cannot even be read as such end in a sentence too.
_WRAPPED = """(() => {
"use strict";
try {
@own@
} catch (problem) {
  const said = `The data of this page cannot be read (${problem.message}). Make the page anew.`;
  document.getElementById("answer").textContent = said;
  document.getElementById("more").hidden = true;
}
})();"""


def explorer_page(
    law: Law | str | None = None,
    *,
    at: Mapping[str, ExactLike] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """The explorer as one HTML file: any point of the plane, answered offline and exactly.

    Parameters
    ----------
    law
        A law, its name, or a ``.toml`` file: the page of the parameters of its exponents, two for
        a plane or one for a line. By default the plane of SGD on power-law random features.
    at
        Parameters of the law held fixed, by name; dimensionless, read exactly.
    ranges
        What to show of each parameter that is left.

    Returns
    -------
    str
        The page. It holds solved diagrams with their proofs, computes with exact fractions
        in the browser, and re-checks the dual proof at each point before it shows an answer.

    Raises
    ------
    StoreDamaged
        A part of the page is missing from the installation.
    DomainError
        No law has this name, more than two parameters are left, or ``at`` and ``ranges`` are given
        without a law or name no parameter of it.

    Examples
    --------
    >>> page = explorer_page()
    >>> page[:15], "http-equiv" in page
    ('<!doctype html>', True)
    >>> explorer_page("kaplan")
    Traceback (most recent call last):
    phasecalc.exceptions.DomainError: law kaplan: 3 parameters in its exponents, alpha_N, alpha_S, \
alpha_B; a plane has two: hold the others fixed, for instance --at alpha_B=1 (at=... in Python)
    """
    from phasecalc.explorer.data import explorer_data
    from phasecalc.explorer.laws import asked

    data = asked(law, at, ranges)
    if data is not None:
        return law_page(data)
    return assemble(explorer_data())


def assemble(data: Mapping[str, Any]) -> str:
    """The page of SGD around given data."""
    from phasecalc.export.page import katex

    plots = part("vendor/uPlot.iife.min.js"), part("vendor/uPlot.min.css")
    licences = f"{katex.licence()}\n\n{part('vendor/uPlot.LICENSE')}"
    return _filled("page.html", (*_COMMON, "state.js", *_SGD, "main.js"), data, licences, *plots)


def law_page(data: Mapping[str, Any]) -> str:
    """The page of a law around given data."""
    from phasecalc.export.page import katex

    said = data["law"]
    named = {"name": said["name"], "title": ": ".join(filter(None, (said["name"], said["title"])))}
    scripts = (*_COMMON, "state.js", *_LAW, "lawmain.js")
    return _filled("law.html", scripts, data, katex.licence(), **named)


def _filled(
    template: str,
    scripts: tuple[str, ...],
    data: Mapping[str, Any],
    licences: str,
    library: str = "",
    style: str = "",
    **texts: str,
) -> str:
    from phasecalc.export.page import katex

    own = "\n".join(map(part, scripts))
    script = "\n".join((katex.script(), library, _WRAPPED.replace("@own@", own)))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    parts = {
        # Nothing is fetched, and no other script than this one runs, whatever is typed or linked.
        "policy": f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'",
        "style": katex.style() + style + part("page.css"),
        "version": html.escape(str(data["version"])),
        "licences": html.escape(licences),
        # "<" could end the element that holds the data.
        "data": json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
        "script": script,
        **{name: html.escape(text) for name, text in texts.items()},
    }
    return re.sub(r"@(\w+)@", lambda match: parts[match.group(1)], part(template))


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
