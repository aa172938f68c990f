"""Answers by cases: exponents along a formula in one or more symbols."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.checker import constant
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.parsing import exact
from phasecalc.plrf.asking.slices import interior, parts, restricted
from phasecalc.plrf.asking.wording import carries_logarithm, in_reading_order
from phasecalc.plrf.phases.store import load
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.formulas import formula_text, positive_form
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr
    from phasecalc.plrf.phases.store import Stored

__all__ = ["Case", "PiecewiseExponents", "piecewise"]

_ONE = constant(1, 1)


@dataclass(frozen=True)
class Case:
    """Exponents that hold in one phase, or where several meet all along the formula.

    Parameters
    ----------
    phase
        Label; where phases meet, all of them, as in "III/IVa".
    region
        Where, in the symbols that were asked for; open.
    loss_exponent, model_size_exponent
        Formulas; an interval where every model size in it is optimal.
    tradeoff
        Terms that balance.
    logarithms
        Terms that carry a logarithm there, with their order.
    """

    phase: str
    region: Region
    loss_exponent: Expr
    model_size_exponent: Expr
    tradeoff: tuple[str, ...]
    logarithms: tuple[str, ...] = ()

    @property
    def phases(self) -> tuple[str, ...]:
        """Labels of the phases that meet."""
        return tuple(self.phase.split("/"))

    @property
    def iterations_exponent(self) -> Expr:
        """Exponent of r* = f/d*."""
        size = self.model_size_exponent
        if isinstance(size, sp.Interval):
            return sp.Interval(*(positive_form(1 - e, self.region) for e in (size.end, size.start)))
        return positive_form(1 - size, self.region)

    def __str__(self) -> str:
        logs = "".join(f"\n    {text}" for text in self.logarithms)
        return (
            f"{self.phase}: loss f^-({formula_text(self.loss_exponent)}), model size "
            f"{_size_text(self.model_size_exponent)} where {self.region.presented()}{logs}"
        )


def _size_text(size: Expr) -> str:
    if isinstance(size, sp.Interval):
        low, high = (formula_text(e) for e in (size.start, size.end))
        return f"anything from f^({low}) to f^({high})"
    return f"f^({formula_text(size)})"


@dataclass(frozen=True)
class PiecewiseExponents(Shown):
    """Exponents by phase, with the exact region of each.

    Parameters
    ----------
    cases
        One for each phase that is met, and for each part on which phases meet.
    left_out
        What no case covers, with the reason: the ends of cases, which are asked about by number.
    """

    cases: tuple[Case, ...]
    left_out: tuple[str, ...] = ()

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
        return "\n".join((*map(str, self.cases), *self.left_out))

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
    stored = load(learning_rate)
    phases = {p.name: p for p in stored.diagram.phases}
    domain, _ = restricted(stored.diagram.program.domain, given, symbols, closed=False)
    if not domain.cells:
        raise DomainError(
            f"alpha = {alpha}, beta = {beta} meets no phase: "
            f"{stored.diagram.program.domain} fails all along it"
        )
    met = {
        n: (interior(region & domain), touches)
        for n, p in phases.items()
        for region, touches in (restricted(p.region, given, symbols, closed=True),)
    }
    found = [
        (meeting, part)
        for meeting, region in parts({n: x for n, x in met.items() if x[0].cells}, phases)
        for part in _ordered(_sizes(meeting, region, given), region)
    ]
    order = list(phases)
    found.sort(key=lambda row: order.index(row[0][0].name))
    cases = tuple(_case(meeting, region, given, stored) for meeting, region in found)
    return PiecewiseExponents(cases, tuple(_left_out(cases, domain)))


def _case(meeting: Sequence[Phase], region: Region, given: list[Expr], stored: Stored) -> Case:
    losses = _distinct(positive_form(_along(-p.value, p, given), region) for p in meeting)
    if len(losses) > 1:
        names = ", ".join(p.name for p in meeting)
        raise DomainError(f"the loss exponents of {names} differ where they meet, {region}")
    sizes = _sizes(meeting, region, given)
    low, high = (
        next(x for x in sizes if all(x == y or sign_on(s * (y - x), region) == 1 for y in sizes))
        for s in (1, -1)
    )
    tradeoff = in_reading_order(t for p in meeting for t in p.tradeoff)
    return Case(
        "/".join(p.name for p in meeting),
        region,
        losses[0],
        low if low == high else sp.Interval(low, high),
        tradeoff,
        tuple(_logarithms(stored, tradeoff, region, given)),
    )


def _sizes(meeting: Sequence[Phase], region: Region, given: list[Expr]) -> list[Expr]:
    """Model-size exponents of the phases that meet, each once."""
    return _distinct(positive_form(_along(p.vertices[0][0], p, given), region) for p in meeting)


def _distinct(formulas: Iterable[Expr]) -> list[Expr]:
    """Formulas without those that equal an earlier, shorter one, square roots of numbers or not."""
    found: list[Expr] = []
    for e in sorted(dict.fromkeys(formulas), key=lambda e: len(str(e))):
        gaps = (sp.expand(sp.fraction(sp.together(e - other))[0]) for other in found)
        if all(gap != 0 for gap in gaps):
            found.append(e)
    return found


def _ordered(sizes: Sequence[Expr], region: Region) -> Iterator[Region]:
    """Parts of a region on which it is known which of the sizes is larger."""
    for x, y in itertools.combinations(sizes, 2):
        if sign_on(x - y, region) is None:
            for larger in (x > y, x < y):
                part = interior(region & Region.where(larger, parameters=region.names))
                if part.cells:
                    yield from _ordered(sizes, part)
            return
    yield region


def _logarithms(
    stored: Stored, binding: Sequence[str], region: Region, given: list[Expr]
) -> Iterator[str]:
    """Logarithms all along a part."""
    symbols = [_symbol(n, given) for n in region.names]
    for c in stored.critical:
        on, touches = restricted(c.line, given, symbols, closed=True)
        if touches and region.implies(on):
            yield carries_logarithm(c.term, c.order, c.term in binding)


def _symbol(name: str, given: list[Expr]) -> Expr:
    return next(s for e in given for s in e.free_symbols if s.name == name)


def _left_out(cases: Sequence[Case], domain: Region) -> Iterator[str]:
    """Ends of cases inside the domain, and what else of it is in no case."""
    if len(domain.names) > 1:
        return
    rest = domain
    for case in cases:
        rest = interior(rest & ~case.region)
    if rest.cells:
        yield f"no phase is known where {rest.presented()}"
    ends = {
        x
        for case in cases
        for cell in case.region.cells
        for c in cell
        for x in _roots(ratio_expression(Ratio.make(c.polynomial, _ONE), domain.names))
        if domain.contains(x) and case.region.weak().contains(x)
    }
    if ends:
        values = ", ".join(str(x) for x in sorted(ends))
        yield f"cases end at {domain.names[0]} = {values}: ask there by a number"


def _roots(polynomial: Expr) -> list[Expr]:
    """Real roots, exact."""
    (symbol,) = polynomial.free_symbols
    if all(c.is_rational for c in sp.Poly(polynomial, symbol).coeffs()):
        return [x for x, _ in sp.real_roots(polynomial, multiple=False)]
    return [x for x in sp.roots(polynomial, symbol) if x.is_real]


def _expression(x: Any, name: str) -> Expr:
    if getattr(x, "free_symbols", None):
        return sp.expand(x)

    return to_sympy(exact(x, name))


def _along(ratio: Ratio, phase: Phase, given: list[Expr]) -> Expr:
    at = dict(zip((sp.Dummy(), sp.Dummy()), given, strict=True))
    formula = ratio_expression(ratio, phase.region.names)
    from phasecalc import symbols

    stand_in = dict(zip((symbols.alpha, symbols.beta), at, strict=True))
    return formula.xreplace(stand_in).xreplace(at)
