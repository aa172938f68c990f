r"""``pc.latex``: any result as LaTeX, in the paper's notation or in one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phasecalc.export.page.tex import Tex
from phasecalc.export.views.registry import view

__all__ = ["latex"]


def latex(item: Any, symbols: Mapping[str, str] | None = None, *, theorems: bool = True) -> str:
    r"""LaTeX of a result.

    Parameters
    ----------
    item
        An answer, a phase diagram or one of its phases, a certificate, a sequence of boundaries
        or verifications, an expansion, a region, a fit to runs or a spectrum, a SymPy
        expression, ...
    symbols
        LaTeX by name for the quantities to be named otherwise than in the paper: ``P``, ``f``,
        ``d``, ``r``, ``v``, ``gamma``, ``B``, ``alpha``, ``beta``, ``F_0``, ``F_pp``, ``F_ac``,
        ``K_pp``, ``eta``, ``xi``, ``tau``, ...
    theorems
        Whether propositions use amsthm environments; else plain numbered paragraphs.

    Returns
    -------
    str
        Mathematics between dollar signs, a booktabs ``tabular``, or a proposition with its proof.
        Needs amsmath, amssymb, mathrsfs and, for tables, booktabs; ``phasecalc export`` wraps it
        in floats with captions and labels, or in a complete document.

    Raises
    ------
    DomainError
        There is no LaTeX for this kind of object, or a symbol is unknown.

    Examples
    --------
    >>> import phasecalc as pc
    >>> print(pc.latex(pc.exponents(1, 0), {"P": "L", "f": "C", "d": "N"}))
    $\text{Phase Ia}:\quad L_\star \asymp C^{-1/3},\quad N_\star \asymp C^{1/3},\quad
     \mathscr{F}_{pp} \asymp \mathscr{F}_0$
    >>> print(pc.latex(pc.phase_diagram()).splitlines()[2])
    Phase & Where & Balance & $\eta$ & $\xi$ \\
    """
    return Tex(floats=False, theorems=theorems).page(view(item, symbols))
