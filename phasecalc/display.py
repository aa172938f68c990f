"""Results that notebooks show as tables and formulas."""

from __future__ import annotations

import importlib

__all__ = ["Shown"]


class Shown:
    """Gives a result the representations that notebooks ask for.

    How a result looks is decided far above the modules that compute it, in
    ``phasecalc.export``; it is found by name when a notebook asks, so that computing never
    imports presentation.

    Examples
    --------
    >>> from phasecalc.plrf.query import exponents
    >>> exponents(1, 0)._repr_html_().startswith("<p>")
    True
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        """HTML, its mathematics as MathML."""
        return str(importlib.import_module("phasecalc.export.notebook").html(self))

    def _repr_latex_(self) -> str:
        """LaTeX of the kind that MathJax typesets; for documents there is ``phasecalc.latex``."""
        return str(importlib.import_module("phasecalc.export.notebook").mathjax(self))
