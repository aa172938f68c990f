"""Results that notebooks show as tables and formulas."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Shown", "shown_by"]

# What makes HTML, and what makes LaTeX for MathJax; ``phasecalc`` says it when it is imported.
_RENDERERS: dict[str, Callable[[object], str]] = {}


def shown_by(*, html: Callable[[object], str], mathjax: Callable[[object], str]) -> None:
    """Say how results are shown.

    How a result looks is decided far above the modules that compute it; they never import
    presentation.

    Parameters
    ----------
    html, mathjax
        Each makes text of a result.
    """
    _RENDERERS.update(html=html, mathjax=mathjax)


class Shown:
    """Gives a result the representations that notebooks ask for.

    Examples
    --------
    >>> from phasecalc.plrf.query import exponents
    >>> exponents(1, 0)._repr_html_().startswith("<p>")
    True
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        """HTML, its mathematics as MathML."""
        return _RENDERERS["html"](self)

    def _repr_latex_(self) -> str:
        """LaTeX of the kind that MathJax typesets; for documents there is ``phasecalc.latex``."""
        return _RENDERERS["mathjax"](self)
