"""Exponents as a person would write them: factored, and every factor positive where it holds.

Text and LaTeX put the positive terms of a sum first, as in 3*alpha + 2*beta - 2*alpha*beta - 1;
SymPy's own order would begin such sums with a minus.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import sympy as sp

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.regions.region import Region

__all__ = ["formula_latex", "formula_text", "positive_form"]


def positive_form(expression: Expr, region: Region) -> Expr:
    """Rational function as a quotient of factors that are proved positive on a region.

    A factor that changes sign there keeps the sign that SymPy gives it.

    Examples
    --------
    >>> from phasecalc.regions.region import Region
    >>> from phasecalc.symbols import alpha
    >>> below = Region.where(alpha > 0, alpha < 1)
    >>> positive_form(alpha / (alpha - 1), below)
    -alpha/(1 - alpha)
    """
    top, bottom = sp.fraction(sp.cancel(sp.together(expression)))
    sides = []
    for side in (top, bottom):
        number, factors = sp.factor_list(side)
        for factor, multiplicity in factors:
            s = _sign_on(factor, region)
            number *= s**multiplicity
            sides.append((s * factor) ** (multiplicity if side is top else -multiplicity))
        sides.append(number if side is top else 1 / number)
    return sp.Mul(*sides)


def formula_text(expression: Expr) -> str:
    """Quotient of products as Python and SymPy read it.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, beta
    >>> formula_text(alpha * (2 * alpha + 2 * beta - 1) / (3 * alpha + 2 * beta - 2 * alpha * beta))
    'alpha*(2*alpha + 2*beta - 1)/(3*alpha + 2*beta - 2*alpha*beta)'
    """
    top, bottom = _split(expression)
    if not bottom:
        return _sum(top[0]) if len(top) == 1 else _product(top)
    below = _product(bottom)
    return f"{_product(top)}/{below if len(bottom) == 1 else f'({below})'}"


def formula_latex(expression: Expr, show: Callable[[Expr], str] | None = None) -> str:
    r"""The same in LaTeX.

    Parameters
    ----------
    expression
        Quotient of products.
    show
        Prints a factor without reordering its terms; SymPy's printer if omitted.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> print(formula_latex((4 * alpha - 1) / (4 * alpha)))
    \frac{4 \alpha - 1}{4 \alpha}
    >>> print(formula_latex(-sp.Rational(1, 16)))
    -\frac{1}{16}
    """
    top, bottom = _split(expression)
    sign = ""
    if bottom and top[0].is_Rational and top[0] < 0:  # before the bar, not above it
        sign, top = "-", [-top[0], *top[1:]] if top[0] != -1 or len(top) == 1 else top[1:]

    def written(factor: Expr) -> str:
        ordered = _ordered(factor)
        return str(sp.latex(ordered, order="none")) if show is None else show(ordered)

    def side(factors: list[Expr]) -> str:
        if len(factors) == 1:
            return written(factors[0])
        pieces = []
        for f in factors:
            text = written(f)
            pieces.append(rf"\left({text}\right)" if f.is_Add else text)
        return " ".join(pieces) or "1"

    return rf"{sign}\frac{{{side(top)}}}{{{side(bottom)}}}" if bottom else side(top)


def _sign_on(factor: Expr, region: Region) -> int:
    """-1 where a factor is proved negative on the region, else 1."""
    from phasecalc.exceptions import Undecided
    from phasecalc.regions.region import Region

    try:
        negative = Region.where(-factor > 0, parameters=region.names)
        return -1 if region.implies(negative) else 1
    except Undecided:
        return 1


def _split(expression: Expr) -> tuple[list[Expr], list[Expr]]:
    """Factors above and below the fraction bar, a number first; the numerator may be empty."""
    above: list[Expr] = []
    below: list[Expr] = []
    # Not sp.fraction: it would multiply the number 2 into the sum beside it.
    factors = expression.primitive() if expression.is_Add else sp.Mul.make_args(expression)
    for f in factors:
        if f.is_Rational:
            above.append(sp.Integer(f.p))
            below.append(sp.Integer(f.q))
        elif f.is_Pow and f.exp.is_negative:
            below.append(1 / f)
        else:
            above.append(f)
    above, below = ([f for f in side if f != 1] for side in (above, below))
    return _numbers_first(above or [sp.S.One]), _numbers_first(below)


def _numbers_first(factors: list[Expr]) -> list[Expr]:
    return sorted(factors, key=lambda f: (not f.is_number, f.is_Add, str(f)))


def _ordered(factor: Expr) -> Expr:
    """Sum, or base of a power, with its positive terms first, the constant last among equals."""
    if factor.is_Pow:
        return sp.Pow(_ordered(factor.base), factor.exp, evaluate=False)
    if not factor.is_Add:
        return factor
    return sp.Add(*_terms(factor), evaluate=False)


def _terms(total: Expr) -> list[Expr]:
    def key(term: Expr) -> tuple[bool, bool, int, str]:
        coefficient, rest = term.as_coeff_Mul()
        degree = sp.Poly(rest, *rest.free_symbols).total_degree() if rest.free_symbols else 0
        return (bool(coefficient < 0), rest.is_number, -degree, str(rest))

    return sorted(sp.Add.make_args(total), key=key)


def _product(factors: list[Expr]) -> str:
    pieces = [f"({_sum(f)})" if f.is_Add else str(f) for f in factors]
    return "*".join(pieces).replace("-1*", "-")


def _sum(factor: Expr) -> str:
    if not factor.is_Add:
        return str(factor)
    text = ""
    for term in _terms(factor):
        minus = bool(term.as_coeff_Mul()[0] < 0)
        piece = str(-term if minus else term)
        text += (
            (f" - {piece}" if minus else f" + {piece}")
            if text
            else f"{'-' if minus else ''}{piece}"
        )
    return text
