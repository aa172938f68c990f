"""The inverse question: which (alpha, beta) have these exponents?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import sympy as sp

from phasecalc.checker import Number, constant
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.parsing import exact
from phasecalc.parsing.grammar import echo
from phasecalc.plrf.asking.segments import segments
from phasecalc.plrf.phases.store import load
from phasecalc.regions.algebraic import algebraic_sign, holds, to_sympy
from phasecalc.regions.condition import Condition
from phasecalc.regions.region import Region, sign_on
from phasecalc.regions.work import Clock
from phasecalc.symbols import alpha, beta

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["Preimage", "Preimages", "invert"]

_DIGITS = 40
_LONGEST = 10**9  # seconds: more than a lock waits for
_NOTHING = sp.Float("1e-25", _DIGITS)


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


class Preimages(tuple[Preimage, ...]):
    """Preimages, phase by phase, and what was not asked in the time allowed.

    Parameters
    ----------
    found
        The preimages.
    missing
        Phases, or ``"jumps"`` for the curves on which the model size jumps, of which nothing is
        known because the time ran out; empty where the answer is whole.
    """

    missing: tuple[str, ...]

    def __new__(cls, found: tuple[Preimage, ...], missing: tuple[str, ...] = ()) -> Self:
        """Preimages with what is missing."""
        made = super().__new__(cls, found)
        made.missing = missing
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Preimages, (tuple(self), self.missing)

    def __bool__(self) -> bool:
        """False only where it is known that no parameters have these exponents."""
        return len(self) > 0 or bool(self.missing)

    def __repr__(self) -> str:
        found = tuple.__repr__(self)
        return f"{found}, not asked: {', '.join(self.missing)}" if self.missing else found


def invert(
    loss_exponent: ExactLike | None = None,
    model_size_exponent: ExactLike | None = None,
    learning_rate: str = "largest",
    *,
    timeout: float | None = None,
) -> Preimages:
    """Parameters whose compute-optimal exponents are the given ones, phase by phase.

    Parameters
    ----------
    loss_exponent, model_size_exponent
        Exact numbers; one of them may be left out.
    learning_rate
        As in :func:`phasecalc.exponents`.
    timeout
        Seconds after which the search is ended, whatever it is doing; it runs in a process of its
        own then. None: the work is bounded, as degrees and digits are, but not the seconds.

    Returns
    -------
    Preimages
        A tuple of points and curves in the closed phases; false where no parameters have these
        exponents. Its ``missing`` names the phases that time did not suffice for; with such it is
        never false, even if it is empty.

    Raises
    ------
    DomainError
        No exponent is given, or the timeout is not a number of seconds from 0 to 1e9.
    ParseError
        An argument is not an exact real number, or has too many digits.

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
    parts = (*(p.name for p in load(learning_rate).diagram.phases), _JUMPS)
    if timeout is not None:
        return _limited(learning_rate, dict(asked), parts, timeout)
    found = [p for name in parts for p in _part(learning_rate, dict(asked), name)]
    return Preimages(tuple(_merged(found, load(learning_rate).diagram)))


_JUMPS = "jumps"


def _limited(
    rate: str, asked: dict[int, Number], parts: tuple[str, ...], timeout: float
) -> Preimages:
    """Part by part in a process that is ended when the time is up."""
    from phasecalc.processes.pool import Pool

    real = isinstance(timeout, int | float) and not isinstance(timeout, bool)
    if not (real and 0 <= timeout <= _LONGEST):
        raise DomainError(
            f"timeout = {echo(timeout)}: give seconds, a number from 0 to {_LONGEST:.0e}, or None "
            "for no limit"
        )
    clock, pool = Clock(timeout), Pool(1)
    found: list[Preimage] = []

    def within(call: Callable[..., list[Preimage]], *given: object) -> list[Preimage] | None:
        try:
            return pool.submit(call, *given).result(max(clock.left or 0.0, 0.0))
        except (TimeoutError, CancelledError):
            return None

    try:
        for k, name in enumerate(parts):
            answer = within(_part, rate, asked, name)
            if answer is None:
                return Preimages(tuple(found), parts[k:])
            found += answer
        joined = within(_joined, rate, found)
        return Preimages(tuple(found if joined is None else joined))
    finally:
        pool.end()


def _part(rate: str, asked: dict[int, Number], name: str) -> list[Preimage]:
    """Preimages in one phase, or on the curves of jumps."""
    diagram = load(rate).diagram
    if name == _JUMPS:
        return list(_jumps(diagram, asked))
    phase = diagram.phase(name)
    formulas = (-phase.value, phase.vertices[0][0])
    equations = []
    for k, number in asked.items():
        difference = ratio_expression(formulas[k], phase.region.names) - to_sympy(number)
        equations.append(sp.expand(sp.fraction(sp.cancel(sp.together(difference)))[0]))
    distinct = [e for e in dict.fromkeys(equations) if e != 0]
    return list(_solve(phase, distinct, diagram.program.domain))


def _joined(rate: str, found: list[Preimage]) -> list[Preimage]:
    return list(_merged(found, load(rate).diagram))


def _jumps(diagram: PhaseDiagram, asked: dict[int, Number]) -> Iterator[Preimage]:
    """Boundaries at which the size asked for lies between those of the two phases."""
    if 1 not in asked:
        return  # the loss exponent does not jump: the closed phases hold all
    for boundary in diagram.boundaries:
        if boundary.solution_agrees[0]:
            continue
        meeting = [diagram.phase(n) for n in boundary.phases]
        names = diagram.program.parameters
        closure = meeting[0].region.weak() & meeting[1].region.weak() & diagram.program.domain
        ends = [ratio_expression(p.vertices[0][0], names) - to_sympy(asked[1]) for p in meeting]
        if 0 in ends:
            continue  # all along an end: the closed phase holds the curve
        tops, bottoms = zip(*(sp.fraction(sp.together(e)) for e in ends), strict=True)
        signs = [sign_on(e, p.region) or 0 for e, p in zip(bottoms, meeting, strict=True)]
        between = sp.Le(sp.expand(sp.Mul(*tops, *signs)), 0, evaluate=False)
        segment = closure & Region.where(between, parameters=names)
        for curve in _explicit(boundary.curve):
            name = "/".join(boundary.phases)
            on = _on_curve(segment, curve)
            if on.cells and _has_loss(meeting[0], asked, curve):
                yield Preimage(name, on, None)


def _explicit(curve: Condition) -> list[Expr]:
    """Equation of a curve; of one that fixes a parameter, one equation for each of its values."""
    polynomial = ratio_expression(Ratio.make(curve.polynomial, constant(1, 2)), curve.names)
    if len(polynomial.free_symbols) > 1:
        return [polynomial]
    (symbol,) = polynomial.free_symbols
    return [symbol - root for root in sp.roots(polynomial, symbol) if root.is_real]


def _has_loss(phase: Phase, asked: dict[int, Number], curve: Expr) -> bool:
    """Whether the loss exponent asked for, if any, is that of the phase all along a curve."""
    if 0 not in asked:
        return True
    gap = ratio_expression(-phase.value, phase.region.names) - to_sympy(asked[0])
    top = sp.expand(sp.fraction(sp.together(gap))[0])
    return bool(top == 0 or sp.rem(top, curve, alpha, beta) == 0)


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
        for point in _points(equations, closure):
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
    if fixed and len(region.cells) == 1:
        found = _along_a_line(on, conditions[1:])
        if found is not None:
            return found
    return Region.where(*conditions, parameters=(alpha, beta)).simplified()


def _along_a_line(on: list[Expr], conditions: list[Expr]) -> Region | None:
    """The part of a line where conditions on the other parameter hold; None if that is unclear."""
    if sp.false in conditions:
        return Region(("alpha", "beta"), ())
    (symbol,) = {alpha, beta} - on[0].free_symbols
    names = ("alpha", "beta")
    line = Region.where(*on, parameters=names)
    try:
        ends = list(segments([c for c in conditions if c != sp.true], symbol))
        parts = [line & Region.where(*e, parameters=names) for e in ends]
    except (ValueError, ParseError):  # roots that are not in one quadratic field
        return None
    return Region(names, tuple(cell for part in parts for cell in part.cells))


def _points(equations: list[Expr], closure: Region) -> Iterator[tuple[Expr, Expr]]:
    """Real common zeros of two coprime polynomials, exact, if they may lie in a closed region."""
    resultant = sp.resultant(*equations, beta)
    if not resultant.has(alpha):
        return
    for a in sp.real_roots(sp.Poly(resultant, alpha, extension=True), multiple=True):
        lines = [sp.Poly(e.subs(alpha, a), beta) for e in equations if e.has(beta)]
        lines = [p for p in lines if p.degree() > 0]
        if not lines:
            continue
        for b in sp.roots(min(lines, key=lambda p: p.degree())):
            if not _maybe(equations, closure, (a, b)):
                continue
            b = sp.radsimp(b)
            if b.is_real and all(
                algebraic_sign(e.subs({alpha: a, beta: b})) == 0 for e in equations
            ):
                yield a, b


def _maybe(equations: list[Expr], closure: Region, point: tuple[Expr, Expr]) -> bool:
    """Whether forty digits leave it open that a point is a real zero in the region.

    Most candidates are neither, and to find this out exactly takes minutes.
    """
    a, b = (x.evalf(_DIGITS) for x in point)
    if not a.is_real or not (b.is_real or abs(sp.im(b)) < _NOTHING):
        return False
    at = {alpha: a, beta: sp.re(b)}
    if any(abs(e.xreplace(at).evalf(_DIGITS)) > _NOTHING for e in equations):
        return False
    one = constant(1, 2)
    return any(
        all(
            ratio_expression(Ratio.make(c.polynomial, one), closure.names).xreplace(at) > -_NOTHING
            for c in cell
        )
        for cell in closure.cells
    )
