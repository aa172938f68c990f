"""Results that notebooks show as tables and formulas."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["Columns", "Shown", "shown_by"]

# What makes HTML, and what makes LaTeX for MathJax; ``phasecalc`` says it when it is imported.
_RENDERERS: dict[str, Callable[..., Any]] = {}  # Any: text, or axes


def shown_by(
    *,
    html: Callable[[object], str],
    mathjax: Callable[[object], str],
    plot: Callable[..., Any],
) -> None:
    """Say how results are shown.

    How a result looks is decided far above the modules that compute it; they never import
    presentation.

    Parameters
    ----------
    html, mathjax
        Each makes text of a result.
    plot
        Draws a result into axes.
    """
    _RENDERERS.update(html=html, mathjax=mathjax, plot=plot)


class Shown:
    """Gives a result the representations that notebooks ask for.

    Examples
    --------
    >>> from phasecalc.plrf.asking.query import exponents
    >>> exponents(1, 0)._repr_html_().startswith("<p>")
    True
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        """HTML, its mathematics as MathML."""
        return str(_RENDERERS["html"](self))

    def _repr_latex_(self) -> str:
        """LaTeX of the kind that MathJax typesets; for documents there is ``phasecalc.latex``."""
        return str(_RENDERERS["mathjax"](self))

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw the result with Matplotlib.

        Parameters
        ----------
        ax
            Axes to draw into; by default those of a new figure that no global state knows of.
        options
            Of the figure function for this kind of result, such as ``at`` and ``ranges`` of a law.

        Returns
        -------
        Axes
            The axes; ``ax.figure.savefig(...)`` writes them.

        Raises
        ------
        DomainError
            No picture is drawn of this kind of result.

        Examples
        --------
        >>> from phasecalc.plrf.asking.query import exponents
        >>> exponents("7/10", "9/10").plot().get_xlabel()
        'data complexity $\\\\alpha$'
        """
        return _RENDERERS["plot"](self, ax, **options)


class Columns:
    """Gives a result that is a table its columns, and a frame of pandas.

    Examples
    --------
    >>> from phasecalc.plrf.frontier.frontier import frontier
    >>> found = frontier("7/10", "9/10", [1e10, 1e12])
    >>> [round(float(x), 3) for x in found.columns["loss_exponent"]]
    [0.65, 0.647]
    """

    __slots__ = ()

    @property
    @abstractmethod
    def columns(self) -> Mapping[str, Any]:
        """Columns of equal length, by name."""

    def to_pandas(self) -> Any:  # a DataFrame, of a package that need not be there
        """The columns as a frame.

        Raises
        ------
        ImportError
            pandas is not installed.
        """
        import pandas  # type: ignore[import-untyped, unused-ignore]

        return pandas.DataFrame(dict(self.columns))
