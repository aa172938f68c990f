"""The inverse question: which (alpha, beta) have these exponents?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.checker import constant
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.parsing import exact
from phasecalc.plrf.store import load
from phasecalc.regions.algebraic import algebraic_sign, holds, to_sympy
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["Preimage", "invert"]


@dataclass(frozen=True)
class Preimage(Shown):
    """Parameters in one phase that have the exponents asked for.

    Parameters
    ----------
    phase
        Label.
    region
        The set: an equation and the phase's conditions; a point is given by two equations.
    point
        Exact (alpha, beta) where the set is a single point, else None.
    """

    phase: str
    region: Region | None
    point: tuple[Expr, Expr] | None

    def contains(self, alpha: ExactLike, beta: ExactLike) -> bool:
        """Whether an exact point is among these parameters."""
        if self.region is not None:
            return self.region.contains(alpha, beta)
        asked = (to_sympy(exact(alpha, "alpha")), to_sympy(exact(beta, "beta")))
        return self.point is not None and all(
            algebraic_sign(x - y) == 0 for x, y in zip(self.point, asked, strict=True)
        )

    def __str__(self) -> str:
        if self.point is not None:
            return f"{self.phase}: alpha = {self.point[0]}, beta = {self.point[1]}"
        return f"{self.phase}: {self.region.presented() if self.region else ''}"


def invert(
    loss_exponent: ExactLike | None = None,
    model_size_exponent: ExactLike | None = None,
    learning_rate: str = "largest",
) -> tuple[Preimage, ...]:
    """Parameters whose compute-optimal exponents are the given ones, phase by phase.

    Parameters
    ----------
    loss_exponent, model_size_exponent
        Exact numbers; one of them may be left out.
    learning_rate
        As in :func:`phasecalc.exponents`.

    Returns
    -------
    tuple of Preimage
        Points and curves in the closed phases; empty where no parameters have these exponents.

    Examples
    --------
    >>> for p in invert("9/14", "1/2"): print(p)
    III: alpha = 7/10 and beta >= 7/10
    >>> for p in invert("3/5", "1/5"): print(p)
    Ia: alpha = 2, beta = 0
    """
    asked = [
        (k, exact(x, name))
        for k, (x, name) in enumerate(
            ((loss_exponent, "loss_exponent"), (model_size_exponent, "model_size_exponent"))
        )
        if x is not None
    ]
    if not asked:
        raise DomainError("give loss_exponent, model_size_exponent or both")
    diagram = load(learning_rate).diagram
    found: list[Preimage] = []
    for phase in diagram.phases:
        formulas = (-phase.value, phase.vertices[0][0])
        equations = []
        for k, number in asked:
            difference = ratio_expression(formulas[k], phase.region.names) - to_sympy(number)
            equations.append(sp.expand(sp.fraction(sp.cancel(sp.together(difference)))[0]))
        distinct = [e for e in dict.fromkeys(equations) if e != 0]
        found += _solve(phase, distinct, diagram.program.domain)
    return tuple(_merged(found, diagram))


def _merged(found: list[Preimage], diagram: PhaseDiagram) -> Iterator[Preimage]:
    """Curves, then the points off them, each point once with all phases that meet there."""
    named: dict[Region, list[str]] = {}
    for p in found:
        if p.region is not None:
            named.setdefault(p.region, []).append(p.phase)
    curves = [Preimage("/".join(names), region, None) for region, names in named.items()]
    yield from curves
    points = dict.fromkeys(p.point for p in found if p.point is not None)
    for point in points:
        if not any(_within(p.region, point) for p in curves if p.region is not None):
            meeting = [p.name for p in diagram.phases if _within(p.region.weak(), point)]
            yield Preimage("/".join(meeting), None, point)


def _within(region: Region, point: tuple[Expr, Expr]) -> bool:
    return any(all(holds(c, point) for c in cell) for cell in region.cells)


def _solve(phase: Phase, equations: list[Expr], domain: Region) -> Iterator[Preimage]:
    """Curves through the phase, with their ends; points also on its boundary."""
    if any(e.is_number for e in equations):
        return
    closure = phase.region.weak() & domain
    common = equations[0] if equations else sp.S.Zero
    for e in equations[1:]:
        common = sp.gcd(common, e)
    if common == 0 or not common.is_number:
        for curve in _branches(common):
            if _on_curve(_off(phase.region, curve) & domain, curve).cells:
                yield Preimage(phase.name, _on_curve(closure, curve), None)
        equations = [sp.cancel(e / common) for e in equations if common != 0]
    if len(equations) == 2 and not any(e.is_number for e in equations):
        for point in _points(equations):
            if _within(closure, point):
                yield Preimage(phase.name, None, point)


def _branches(curve: Expr) -> list[Expr]:
    """Irreducible factors of a polynomial, over the field of its coefficients."""
    if curve == 0:
        return [curve]
    return [factor for factor, _ in sp.factor_list(curve, alpha, beta, extension=True)[1]]


def _off(region: Region, curve: Expr) -> Region:
    """Open region without the conditions that only say on which side of the curve it lies."""
    if curve == 0:
        return region
    one = constant(1, len(region.names))

    def bounds(c: Condition) -> bool:
        polynomial = ratio_expression(Ratio.make(c.polynomial, one), region.names)
        return bool(sp.rem(polynomial, curve, alpha, beta) == 0)

    return Region(region.names, tuple(tuple(c for c in b if not bounds(c)) for b in region.cells))


def _on_curve(region: Region, curve: Expr) -> Region:
    """Part of a region on a curve; a parameter that the curve fixes is put into the conditions."""
    fixed = {
        s: sp.solve(curve, s)[0]
        for s in curve.free_symbols
        if curve.free_symbols == {s} and sp.degree(curve, s) == 1
    }
    one = constant(1, len(region.names))
    make = {">": sp.Gt, ">=": sp.Ge}
    where = [
        make[c.relation](ratio_expression(Ratio.make(c.polynomial, one), region.names), 0)
        for cell in region.cells
        for c in cell
    ]
    on = [sp.Eq(curve, 0)] if curve != 0 else []
    conditions = [*on, *(w.xreplace(fixed) for w in where)]
    return Region.where(*conditions, parameters=(alpha, beta)).simplified()


def _points(equations: list[Expr]) -> Iterator[tuple[Expr, Expr]]:
    """Real common zeros of two coprime polynomials, exact."""
    resultant = sp.resultant(*equations, beta)
    if not resultant.has(alpha):
        return
    for a in sp.real_roots(sp.Poly(resultant, alpha, extension=True), multiple=True):
        lines = [sp.Poly(e.subs(alpha, a), beta) for e in equations if e.has(beta)]
        lines = [p for p in lines if p.degree() > 0]
        if not lines:
            continue
        for b in sp.roots(min(lines, key=lambda p: p.degree())):
            b = sp.radsimp(b)
            if b.is_real and all(
                algebraic_sign(e.subs({alpha: a, beta: b})) == 0 for e in equations
            ):
                yield a, b
