"""Answers by cases: exponents along a formula in one or more symbols."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.parsing import exact
from phasecalc.plrf.store import load
from phasecalc.plrf.wording import in_reading_order
from phasecalc.regions.formulas import formula_text, positive_form
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["Case", "PiecewiseExponents", "piecewise"]


@dataclass(frozen=True)
class Case:
    """Exponents that hold in one phase.

    Parameters
    ----------
    phase
        Label.
    region
        Where, in the symbols that were asked for; open.
    loss_exponent, model_size_exponent
        Formulas.
    tradeoff
        Terms that balance.
    """

    phase: str
    region: Region
    loss_exponent: Expr
    model_size_exponent: Expr
    tradeoff: tuple[str, ...]

    @property
    def iterations_exponent(self) -> Expr:
        """Exponent of r* = f/d*."""
        return positive_form(1 - self.model_size_exponent, self.region)

    def __str__(self) -> str:
        return (
            f"{self.phase}: loss f^-({formula_text(self.loss_exponent)}), model size "
            f"f^({formula_text(self.model_size_exponent)}) where {self.region.presented()}"
        )


@dataclass(frozen=True)
class PiecewiseExponents(Shown):
    """Exponents by phase, with the exact region of each.

    Parameters
    ----------
    cases
        One for each phase that is met.
    """

    cases: tuple[Case, ...]

    @cached_property
    def loss_exponent(self) -> Expr:
        """Loss exponent as a SymPy ``Piecewise``."""
        return self._piecewise("loss_exponent")

    @cached_property
    def model_size_exponent(self) -> Expr:
        """Model-size exponent as a SymPy ``Piecewise``."""
        return self._piecewise("model_size_exponent")

    @cached_property
    def iterations_exponent(self) -> Expr:
        """Iterations exponent as a SymPy ``Piecewise``."""
        return self._piecewise("iterations_exponent")

    def _piecewise(self, name: str) -> Expr:
        # Boundaries belong to both sides where the exponent is continuous; the open conditions
        # leave them out, since a jumping exponent has no single value there.
        return sp.Piecewise(*((getattr(c, name), c.region.as_expr()) for c in self.cases))

    def __iter__(self) -> Iterator[Case]:
        return iter(self.cases)

    def __str__(self) -> str:
        return "\n".join(map(str, self.cases))

    def __repr__(self) -> str:
        return f"<PiecewiseExponents: {', '.join(c.phase for c in self.cases)}>"

    def _repr_latex_(self) -> str:
        return f"$\\eta = {sp.latex(self.loss_exponent)}$"


def piecewise(
    alpha: ExactLike | Expr, beta: ExactLike | Expr, learning_rate: str = "largest"
) -> PiecewiseExponents:
    """Exponents along ``alpha`` and ``beta`` given as numbers or polynomial expressions.

    Raises
    ------
    DomainError
        No phase is met: the line lies outside the domain.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> for case in piecewise(alpha, 3): print(case.phase, case.region.presented())
    Ic alpha > 0 and alpha < 1/4
    II alpha > 3
    III alpha > 1/2 and alpha < 3
    IVa alpha > 1 - 1/2*sqrt(2) and alpha < 1/2
    IVb alpha > 1/4 and alpha < 1 - 1/2*sqrt(2)
    """
    given = [_expression(x, n) for x, n in ((alpha, "alpha"), (beta, "beta"))]
    symbols = sorted(set().union(*(e.free_symbols for e in given)), key=lambda s: s.name)
    diagram = load(learning_rate).diagram
    cases = []
    for phase in diagram.phases:
        region = _restrict(phase.region, given, symbols)
        if not region.cells:
            continue
        loss, size = (
            positive_form(_along(x, phase, given), region)
            for x in (-phase.value, phase.vertices[0][0])
        )
        cases.append(Case(phase.name, region, loss, size, in_reading_order(phase.tradeoff)))
    if not cases:
        raise DomainError(
            f"alpha = {alpha}, beta = {beta} meets no phase: alpha + beta > 1/2 fails"
        )
    return PiecewiseExponents(tuple(cases))


def _expression(x: Any, name: str) -> Expr:
    if getattr(x, "free_symbols", None):
        return sp.expand(x)
    from phasecalc.regions.algebraic import to_sympy

    return to_sympy(exact(x, name))


def _restrict(region: Region, given: list[Expr], symbols: list[Expr]) -> Region:
    """The region as a set of values of the symbols."""
    result = Region(tuple(s.name for s in symbols), ())
    for cell in region.cells:
        conditions = [sp.Gt(_substitute(c.polynomial, given), 0, evaluate=False) for c in cell]
        declared = [sp.Gt(s, 0, evaluate=False) for s in symbols if s.is_positive]
        result = result | Region.where(*conditions, *declared, parameters=symbols)
    return result.simplified()


def _substitute(polynomial: Any, given: list[Expr]) -> Expr:
    from phasecalc.regions.algebraic import to_sympy

    return sp.expand(
        sp.Add(
            *(
                to_sympy(c) * sp.Mul(*(x**k for x, k in zip(given, e, strict=True)))
                for e, c in polynomial.items()
            )
        )
    )


def _along(ratio: Ratio, phase: Phase, given: list[Expr]) -> Expr:
    at = dict(zip((sp.Dummy(), sp.Dummy()), given, strict=True))
    formula = ratio_expression(ratio, phase.region.names)
    from phasecalc import symbols

    stand_in = dict(zip((symbols.alpha, symbols.beta), at, strict=True))
    return formula.xreplace(stand_in).xreplace(at)
