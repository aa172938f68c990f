"""One's own letters in a figure: those of documents, where Matplotlib can draw them."""

from __future__ import annotations

from collections.abc import Mapping

from phasecalc.exceptions import DomainError
from phasecalc.export.letters.notation import Notation

__all__ = ["letters"]


def letters(symbols: Mapping[str, str] | None) -> Notation:
    r"""Notation with the given letters.

    Raises
    ------
    DomainError
        Unknown name, no letter, taken, or beyond what Matplotlib's mathtext knows.

    Examples
    --------
    >>> letters({"P": r"\mathcal{L}"})["P"]
    '\\mathcal{L}'
    """
    from matplotlib.mathtext import MathTextParser

    notation = Notation(symbols)
    parser = MathTextParser("path")
    for name, tex in (symbols or {}).items():
        try:
            parser.parse(f"${tex}$")
        except ValueError as problem:
            raise DomainError(
                f"symbol {name} = {tex}: Matplotlib cannot draw it. Figures know letters, Greek "
                r"letters, \mathcal, \mathscr, \mathfrak, \mathbb and accents."
            ) from problem
    return notation
