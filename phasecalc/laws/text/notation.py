"""Symbols for the names that a law file declares, and the functions that it may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from phasecalc.exceptions import ParseError

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol

__all__ = [
    "BUDGET",
    "LOSS",
    "check_name",
    "exponent_of",
    "functions",
    "gathered",
    "infinitesimal",
    "letter",
    "log_of",
    "log_power_of",
    "named",
    "starred",
    "symbol",
]

BUDGET, LOSS = "C", "L"
_TAKEN = {"sqrt", "log", "exp", "annotations", "sp"}


def check_name(name: str, what: str) -> None:
    """Refuse a name that means something else here.

    Raises
    ------
    ParseError
        Not a name, or one of C (the budget), L (the loss) and the functions.
    """
    if not (name.isascii() and name.isidentifier()):
        raise ParseError(f"{what} {name!r}: a name is letters, digits and _, not a digit first")
    if name in _TAKEN | {BUDGET, LOSS}:
        raise ParseError(f"{what} {name!r}: this name is taken; choose another one")


def symbol(name: str, signed: bool = False) -> Symbol:
    """Symbol of a size, a constant or a parameter: positive, or real where its sign is open."""
    import sympy as sp

    return sp.Symbol(name, real=True) if signed else sp.Symbol(name, positive=True)


def letter(name: str) -> str:
    """LaTeX of a size, a constant or a parameter."""
    import sympy as sp

    return str(sp.latex(symbol(name)))


def exponent_of(name: str) -> Symbol:
    """Unknown exponent x of a size, as in N = C**x."""
    import sympy as sp

    return sp.Symbol(f"x_{name}", real=True)


def log_of(name: str) -> Symbol:
    """Logarithm of a size, of the loss L or of the budget C."""
    import sympy as sp

    return sp.Symbol(f"z_{name}", real=True)


def log_power_of(name: str) -> Symbol:
    """Unknown power y of log C in a size, as in N = C**x * log(C)**y."""
    import sympy as sp

    return sp.Symbol(f"y_{name}", real=True)


def infinitesimal() -> Symbol:
    """log log C / log C: the exponent of C that is log C itself, smaller than any number."""
    import sympy as sp

    return sp.Symbol("loglog", positive=True)


def functions() -> Mapping[str, Callable[[Expr], Expr]]:
    """Functions of one argument that expressions of a law may use."""
    import sympy as sp

    return {"log": sp.log, "exp": sp.exp}


def named(expression: Expr, symbols: Mapping[str, Symbol]) -> Expr:
    """The expression with each symbol replaced by the one of the same name."""
    return expression.xreplace(
        {s: symbols[s.name] for s in expression.free_symbols if s.name in symbols}
    )


def gathered(rows: Iterable[str]) -> str:
    """LaTeX of formulas below one another, for a notebook or a page."""
    lines = list(rows)
    if len(lines) == 1:
        return f"${lines[0]}$"
    return r"$\begin{gathered} " + r" \\ ".join(lines) + r" \end{gathered}$"


def starred(name: str) -> str:
    """LaTeX of an optimal size."""
    import sympy as sp

    text: str = sp.latex(sp.Symbol(name))
    return text + (r"^{\star}" if "_" in text else r"_{\star}")
