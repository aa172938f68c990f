"""Sums over modes and integrals over a spectrum as terms of a law: from text to SymPy and back.

A sum is SymPy's own ``Sum``, never evaluated by SymPy: its order is derived in
:mod:`phasecalc.laws.sums.orders`, its number is computed in :mod:`phasecalc.laws.sums.summing`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.notation import functions, symbol
from phasecalc.parsing import expression
from phasecalc.parsing.brackets import Bracket, cut_out
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law, Term

__all__ = [
    "brackets_in",
    "first_sum",
    "has_brackets",
    "has_sums",
    "read_with_brackets",
    "term_brackets",
    "written",
]


def has_brackets(text: str) -> bool:
    """Whether a text contains a sum or an integral.

    Examples
    --------
    >>> has_brackets("2*sum(j^-2*exp(-t*j^-1), j)"), has_brackets("2*summed")
    (True, False)
    """
    return bool(cut_out(text)[1])


def brackets_in(value: Expr) -> tuple[Expr, ...]:
    """Sums and integrals of an expression, each once, in a fixed order."""
    import sympy as sp

    return tuple(sorted(value.atoms(sp.Sum, sp.Integral), key=sp.default_sort_key))


def term_brackets(term: Term) -> tuple[Expr, ...]:
    """Sums and integrals of all cases of a term, each once."""
    return tuple(dict.fromkeys(b for value, _ in term.cases for b in brackets_in(value)))


def has_sums(law: Law) -> bool:
    """Whether a term contains a sum over modes or an integral."""
    return any(map(term_brackets, law.terms))


def first_sum(law: Law) -> str:
    """The first sum or integral of a law and its term, as refusals name it.

    Examples
    --------
    >>> from phasecalc.laws.declaring.declaration import Law
    >>> law = Law.of("flow", sizes=["t"], budget="t", terms={"bias": "sum(j^-2*exp(-t/j), j)"})
    >>> first_sum(law)
    'law flow: term bias, sum(exp(-t/j)/j**2, j)'
    """
    term = next(t for t in law.terms if term_brackets(t))
    return f"law {law.name}: term {term.name}, {written(term_brackets(term)[0])}"


def read_with_brackets(text: str, table: Mapping[str, Symbol]) -> Expr:
    """Expression in which sums over modes and integrals may stand.

    Parameters
    ----------
    text
        The expression.
    table
        Symbol of each size and parameter.

    Raises
    ------
    ParseError
        Not an expression in these names.
    DomainError
        The variable of a sum is a size or a parameter as well, or does not occur.

    Examples
    --------
    >>> t = symbol("t")
    >>> read_with_brackets("2*sum(j^-2*exp(-t/j), j)", {"t": t})
    2*Sum(exp(-t/j)/j**2, (j, 1, oo))
    """
    outside, found = cut_out(text)
    if not found:
        return expression(outside, table, functions())
    marks = {name: symbol(name) for name in found}
    whole = expression(outside, {**table, **marks}, functions())
    return whole.xreplace({marks[n]: _bracket(b, table) for n, b in found.items()})


def _bracket(b: Bracket, table: Mapping[str, Symbol]) -> Expr:
    import sympy as sp

    from phasecalc.asymptotics.expansions.reading import profile_functions

    if b.variable in table:
        raise DomainError(
            f"{echo(b.text)}: {b.variable} is a size or a parameter of the law; "
            "call the variable of the sum otherwise"
        )
    mode = symbol(b.variable)
    body = expression(b.body, {**table, b.variable: mode}, profile_functions())
    if not body.has(mode):
        raise DomainError(f"{echo(b.text)}: {b.variable} does not occur in what is added up")
    lower = expression(b.lower, table)
    upper = sp.oo if b.upper is None else expression(b.upper, table)
    make = sp.Sum if b.kind == "sum" else sp.Integral
    return make(body, (mode, lower, upper))


def written(value: Expr) -> str:
    """Text that :func:`read_with_brackets` reads as the same expression.

    Examples
    --------
    >>> t = symbol("t")
    >>> written(read_with_brackets("2*sum(j^-2*exp(-t/j), j)", {"t": t}))
    '2*sum(exp(-t/j)/j**2, j)'
    """
    return str(_printer().doprint(value))


@functools.cache
def _printer() -> Any:
    from sympy.printing.str import StrPrinter

    class Printer(StrPrinter):  # type: ignore[misc]  # SymPy is untyped
        """SymPy's text, with sums as a law file has them."""

        def _print_Sum(self, e: Expr) -> str:
            mode, lower, upper = e.limits[0]
            ends = "" if (lower, upper.is_infinite) == (1, True) else f", {lower}, {upper}"
            return f"sum({self._print(e.function)}, {mode}{ends})"

        def _print_Integral(self, e: Expr) -> str:
            mode, lower, upper = e.limits[0]
            return f"integral({self._print(e.function)}, {mode}, {lower}, {upper})"

        def _print_besselj(self, e: Expr) -> str:
            return f"J{e.args[0]}({self._print(e.args[1])})"

    return Printer()
