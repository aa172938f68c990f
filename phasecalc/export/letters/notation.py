r"""How quantities are written: the paper's letters, each of which can be overridden.

The learning rate keeps the letter gamma. Euler's function is a capital, the incomplete gamma
function carries the index "inc", Euler's constant the index "E": none of them can be mistaken for
the learning rate, whatever it is called.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.export.letters.letters import check_distinct, check_letter
from phasecalc.export.page.tex import in_mathematics
from phasecalc.numerals import number_latex
from phasecalc.plrf.asking.wording import NAMES, term_latex

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.checker import Number
    from phasecalc.regions.region import Region

__all__ = ["SYMBOLS", "Notation", "notation"]

# Quantities that the paper's list of names leaves to the symbols of the theory.
_OTHERS = {
    "alpha": r"\alpha",
    "beta": r"\beta",
    "v": "v",
    "tau": r"\tau",
    "kappa": r"\kappa",
    "kappa_0": r"\kappa_0",
    "rho": r"\rho",
    "j": "j",
    "u": "u",
    "x": "x",
    "delta": r"\delta",
    "eta": r"\eta",
    "xi": r"\xi",
    "g": "g",
}
SYMBOLS: Mapping[str, str] = {**NAMES, **_OTHERS}

_LONG = 6  # digits from which a power of ten is written as one


class Notation:
    r"""Writes formulas with one set of letters.

    Parameters
    ----------
    symbols
        LaTeX by name, for the names to be written otherwise than in the paper.
    own
        Names of the object that is to be written, such as the sizes of a law.

    Raises
    ------
    DomainError
        A name is not one of ``SYMBOLS`` or of the object, its LaTeX is not a letter, or another
        quantity has it.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, d
    >>> print(Notation({"d": "N"}).expr(d**(-2 * alpha)))
    N^{- 2 \alpha}
    """

    def __init__(self, symbols: Mapping[str, str] | None = None, own: Collection[str] = ()) -> None:
        self.given = dict(symbols or {})
        for name, tex in self.given.items():
            if name not in SYMBOLS and name not in own:
                known = ", ".join(dict.fromkeys((*own, *SYMBOLS)))
                raise DomainError(f"symbol {name!r} is not one of {known}")
            check_letter(name, tex)
        self.symbols: dict[str, str] = {**SYMBOLS, **self.given}
        if own:  # whose letters are known where it is written
            check_distinct(self.given, self.given)
        else:
            check_distinct(self.given, self.symbols)

    def __getitem__(self, name: str) -> str:
        return self.symbols.get(name, name)

    def neutral(self) -> Notation:
        """Without the letters of the model: only those that were given."""
        plain = Notation()
        plain.given = self.given
        plain.symbols = {n: x for n, x in self.symbols.items() if SYMBOLS.get(n) != x}
        return plain

    def of(self, names: Collection[str], instead: Mapping[str, str] | None = None) -> Notation:
        """Letters of an object that has names of its own.

        Parameters
        ----------
        names
            All that it names.
        instead
            Name of the paper under which the letter of one of these may be given as well.

        Raises
        ------
        DomainError
            Two of them have the same letter.

        Examples
        --------
        >>> Notation({"f": "F"}).of(("N", "C"), {"C": "f"}).symbols
        {'N': 'N', 'C': 'F'}
        """
        from phasecalc.laws.text.notation import letter

        given, other = self.given, instead or {}
        chosen = {n: given.get(n, given.get(other.get(n, ""), "")) for n in names}
        plain = Notation()
        plain.symbols = {n: x or letter(n) for n, x in chosen.items()}
        check_distinct({n: x for n, x in chosen.items() if x}, plain.symbols)
        return plain

    def starred(self, name: str) -> str:
        """An optimal value."""
        text = self[name]
        return text + (r"^{\star}" if "_" in text else r"_{\star}")

    def term(self, name: str) -> str:
        """Term of the loss, as it enters there."""
        return term_latex(name, self.symbols) if name in NAMES else in_mathematics(name)

    def balance(self, terms: tuple[str, ...]) -> str:
        """Terms in balance."""
        return r" \asymp ".join(self.term(t) for t in terms)

    def expr(self, expression: Any) -> str:
        """SymPy object as it is."""
        return str(_printer(tuple(self.symbols.items())).doprint(expression))

    def formula(self, expression: Expr) -> str:
        """Quotient of products, positive terms first."""
        from phasecalc.regions.formulas import formula_latex

        if expression.is_number and not expression.is_Rational:
            return self.expr(expression)
        if expression.as_coeff_Mul()[0].is_negative and not expression.is_Rational:
            return f"-{self.formula(-expression)}"
        return formula_latex(expression, self.ordered)

    def ordered(self, expression: Expr) -> str:
        """SymPy expression whose sums keep their order."""
        return str(_printer(tuple(self.symbols.items()), order="none").doprint(expression))

    def negative(self, expression: Expr) -> str:
        """Formula to stand behind a minus."""
        text = self.formula(expression)
        plain = not expression.is_Add or text.startswith(r"\frac")
        return text if plain else rf"\left({text}\right)"

    def number(self, value: Number) -> str:
        """Exact number, slashed."""
        return number_latex(value)

    def value(self, value: Number) -> str:
        """Exact number for a line of text, its fractions small."""
        from phasecalc.regions.algebraic import to_sympy

        return self.expr(to_sympy(value)).replace(r"\frac", r"\tfrac")

    def conditions(self, region: Region) -> tuple[str, ...]:
        """Conditions of a region with one cell, bounds on one parameter joined to a chain."""
        from phasecalc.export.letters.conditions import chained

        return tuple(chained(region, self))

    def where(self, region: Region) -> str:
        """Marked-up text of a region; each condition may end a line.

        Examples
        --------
        >>> from phasecalc.plrf.asking.diagram import phase_diagram
        >>> Notation().where(phase_diagram()["Ic"].region)
        '$0 < \\\\alpha < \\\\tfrac{1}{4}$, $\\\\beta > \\\\tfrac{1}{2}$'
        """
        from phasecalc.regions.region import Region

        if not region.cells:
            return "nowhere"
        cells = [
            ", ".join(f"${c}$" for c in self.conditions(Region(region.names, (cell,))))
            for cell in region.cells
        ]
        return "; or ".join(cells) or "everywhere"


def notation(symbols: Mapping[str, str] | Notation | None, own: Collection[str] = ()) -> Notation:
    """Notation from names to override, or the one given."""
    return symbols if isinstance(symbols, Notation) else Notation(symbols, own)


@functools.cache
def _printer(symbols: tuple[tuple[str, str], ...], order: str | None = None) -> Any:
    """SymPy printer; made on first use, since a page of numbers needs no SymPy."""
    from sympy import EulerGamma
    from sympy.printing.latex import LatexPrinter

    named = dict(symbols)

    class Printer(LatexPrinter):  # type: ignore[misc]  # SymPy ships no types
        def _print_Symbol(self, expr: Any, style: str = "plain") -> str:
            known = named.get(expr.name)
            return known if known is not None else str(super()._print_Symbol(expr, style))

        def _print_lowergamma(self, expr: Any, exp: str | None = None) -> str:
            arguments = ", ".join(self._print(a) for a in expr.args)
            raised = rf"^{{{exp}}}" if exp is not None else ""
            return rf"\gamma_{{\mathrm{{inc}}}}{raised}\left({arguments}\right)"

        def _print_Integer(self, expr: Any) -> str:
            digits = str(expr)
            if len(digits) > _LONG and set(digits[1:]) == {"0"} and digits[0] == "1":
                return f"10^{{{len(digits) - 1}}}"
            return digits

        def _print_log(self, expr: Any, exp: str | None = None) -> str:
            raised = rf"^{{{exp}}}" if exp is not None else ""
            argument = self._print(expr.args[0])
            if expr.args[0].is_Atom:
                return rf"\log{raised} {argument}"
            return rf"\log{raised}\left({argument}\right)"

        def _print(self, expr: Any, **options: Any) -> str:
            # The constant prints itself, with the learning rate's letter, unless stopped here.
            if expr is EulerGamma:
                return r"\gamma_{\mathrm{E}}"
            return str(super()._print(expr, **options))

    return Printer({"order": order, "parenthesize_super": True})
