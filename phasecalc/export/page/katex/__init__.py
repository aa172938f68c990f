"""KaTeX as shipped: a typesetter of LaTeX for pages that ask the network for nothing.

A page enters; the same page with its formulas set leaves, or what it needs to set them. It may not
know what they say.
"""

from __future__ import annotations

import base64
import re
from importlib.resources import files

__all__ = ["licence", "script", "style"]

_FONT_FACE = re.compile(r"@font-face\{[^}]*url\(fonts/([\w-]+\.woff2)\)[^}]*\}")
_HERE = files("phasecalc.export.page.katex")


def script() -> str:
    """JavaScript that defines ``katex``."""
    return _HERE.joinpath("katex.min.js").read_text(encoding="utf-8")


def licence() -> str:
    """Its licence (MIT)."""
    return _HERE.joinpath("LICENSE").read_text(encoding="utf-8")


def style() -> str:
    """Its style with the fonts that are shipped inside it, and without the others.

    Examples
    --------
    >>> "url(data:font/woff2;base64," in style(), "url(fonts/" in style()
    (True, False)
    """
    fonts = _HERE.joinpath("fonts")
    shipped = {f.name for f in fonts.iterdir()}

    def face(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in shipped:
            return ""
        content = base64.b64encode(fonts.joinpath(name).read_bytes()).decode()
        source = f'src:url(data:font/woff2;base64,{content}) format("woff2")'
        return re.sub(r"src:[^;}]*", lambda _: source, match.group(0))

    text = _HERE.joinpath("katex.min.css").read_text(encoding="utf-8")
    return _FONT_FACE.sub(face, text)
