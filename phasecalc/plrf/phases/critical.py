r"""Powers of log f in the best loss on the critical lines and where they meet, from the terms.

On these lines a term, the learning rate or what the forcing adds up to carries a logarithm. The
loss of a Volterra equation is of the order of F + K times the sum of F (``renewal-lemma``), so the
noise is the kernel times what each term of the forcing adds up to: on 2 beta = 1 that is a
logarithm of tau. With

.. math:: d = f^\xi\,(\log f)^u\,(\log\log f)^w

every term is a product of powers of f, log f and log log f, whose exponents are affine in
:math:`\xi`, u and w. The least over :math:`\xi` of the largest exponent is a program as in the
phase diagram; the terms that bind there make one for u, and those that bind in it one for w. Each
is solved with certificates. So k in :math:`P_\star \asymp f^{-\eta} (\log f)^k` is
proved to be optimal and attained among sizes of this form, given these orders. That the loss is of
the order of these terms is in the book but for (1/2, 1/2) (``loss-on-the-lines``), and, without
log log f, that no size in the window does better (``best-loss-on-the-lines``).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.asymptotics.rules.expansion import Expansion
from phasecalc.asymptotics.rules.order import Order
from phasecalc.checker import Number
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.program import Program
from phasecalc.optimum.ratio import ratio_expression
from phasecalc.plrf.phases.corrections import power_of_f
from phasecalc.plrf.phases.phases import critical_lines
from phasecalc.plrf.phases.terms import TERMS, domain, expansions, largest_learning_rate
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.formulas import formula_text, positive_form
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta, d, delta, gamma, tau

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.optimum.explore import CriticalRegion

__all__ = ["LogPower", "critical_places", "log_powers", "log_powers_at", "log_powers_on"]

u, w = sp.symbols("u w", real=True)
_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class LogPower(Shown):
    """Orders of the best loss and size on a piece of a critical line, or where lines meet.

    Parameters
    ----------
    line
        The line, or the point.
    region
        Which part of it, in the parameter that is left.
    loss
        Powers of f, log f and log log f in the best loss.
    size
        The same of the best model size.
    binding
        Terms that decide the powers of log f.
    diagrams
        The programs, with their certificates.
    """

    line: Region
    region: Region
    loss: tuple[Expr, Expr, Expr]
    size: tuple[Expr, Expr, Expr]
    binding: tuple[str, ...]
    diagrams: tuple[PhaseDiagram, ...]

    @property
    def where(self) -> str:
        """The line and the part of it, or the point."""
        if all(c.relation == "=" for c in self.line.cells[0]):
            return str(self.line)
        fixed = [str(c) for c in self.line.cells[0] if c.relation == "="]
        return " and ".join([*fixed, str(self.region.presented())])

    @property
    def standing(self) -> str:
        """What is known of the loss there."""
        if self.line.contains(_HALF, _HALF):
            return "of the terms: derived, and the loss measured"
        if self.loss[2] == 0:
            return "of the loss, for every size in the window: from two cited facts on measures"
        return "the loss in the window: from two cited facts on measures; its least order: derived"

    def __str__(self) -> str:
        return f"P* of order {_written(self.loss)} at d* of order {_written(self.size)}"


def _written(powers: tuple[Expr, Expr, Expr]) -> str:
    names = ("f", "log f", "log log f")
    return " ".join(
        n if e == 1 else f"{n if n == 'f' else f'({n})'}^({formula_text(e)})"
        for n, e in zip(names, powers, strict=True)
        if e != 0
    )


@dataclass(frozen=True)
class _Term:
    """Powers of sizes, and logarithms of products of them, each with its power."""

    powers: Expr
    logs: tuple[tuple[Expr, int], ...] = ()

    def __mul__(self, other: _Term) -> _Term:
        return _Term(self.powers * other.powers, self.logs + other.logs)


@cache
def critical_places() -> tuple[Region, ...]:
    """The critical lines, cut where they meet, and the points where they do.

    Examples
    --------
    >>> [str(x) for x in critical_places()][-1]
    'alpha = 1/4 and beta = 1/2'
    """
    names = domain().names
    walls = dict.fromkeys(
        c for x in critical_lines() for cell in x.line.cells for c in cell if c.relation == "="
    )
    found = []
    for line in walls:
        others = [o.negated() for o in walls if o != line]
        for sides in itertools.product(*others):
            place = domain() & Region(names, ((line, *sides),))
            if place.cells and not place.empty():
                found.append(place.simplified())
    for pair in itertools.combinations(walls, 2):
        place = domain() & Region(names, (pair,))
        if place.cells and not place.empty():
            found.append(place.simplified())
    return tuple(found)


@cache
def log_powers() -> tuple[LogPower, ...]:
    """Every critical line, with the formulas along it, and every point where two meet.

    Examples
    --------
    >>> found = log_powers()
    >>> [str(x.loss[1]) for x in found if str(x.line) == "alpha = 1/4 and beta > 1/2"]
    ['3*(4*beta - 1)/(2*(6*beta - 1))']
    """
    return tuple(x for place in critical_places() for x in log_powers_on(place))


@cache
def log_powers_on(place: Region) -> tuple[LogPower, ...]:
    """Orders of the best loss on a line or at a point.

    Parameters
    ----------
    place
        As ``critical_places`` has them: on it every term keeps its form.
    """
    at = {s: x for s in (alpha, beta) if (x := _fixed(place, s)) is not None}
    (kept,) = [s for s in (alpha, beta) if s not in at] or [alpha]
    inside = [kept > 0] if len(at) == 2 else [_left(place, at)]
    rate, terms = _rate(place, at), _terms(place, at)
    g = power_of_f(rate.powers, {d: sp.S.One}) or sp.S.Zero
    sizes = {d: delta, gamma: g * delta, tau: g * delta + 1 - delta}
    first = _solve({n: _exponent(t.powers, sizes) for n, t in terms.items()}, delta, kept, inside)
    return tuple(
        found
        for xi, binding, value, region in _pieces(first, kept)
        for found in _logarithms(
            place, kept, region, {n: terms[n] for n in binding}, rate, (g, xi, -value), first
        )
    )


def log_powers_at(point: tuple[Number, Number], *, free: bool = False) -> tuple[Expr, Expr]:
    """Powers of log f and of log log f in the best loss at a point; zero off the critical lines.

    Parameters
    ----------
    point
        Alpha and beta.
    free
        Whether the learning rate is.

    Raises
    ------
    DomainError
        It is free: these powers are derived at the largest one.

    Examples
    --------
    >>> from fractions import Fraction
    >>> log_powers_at((Fraction(1), Fraction(1, 2)))
    (2/3, 0)
    """
    if free:
        raise DomainError("logarithms are derived at the largest learning rate, not when free")
    for place in critical_places():
        if place.contains(*point):
            for part in log_powers_on(place):
                name = part.region.names[0]
                value = point[place.names.index(name)]
                if part.region.weak().contains(value):
                    at = {s: to_sympy(value) for s in (alpha, beta) if s.name == name}
                    _, k, m = (sp.radsimp(e.subs(at)) for e in part.loss)
                    return k, m
    return sp.S.Zero, sp.S.Zero


def _logarithms(
    place: Region,
    kept: Expr,
    region: Region,
    terms: Mapping[str, _Term],
    rate: _Term,
    known: tuple[Expr, Expr, Expr],
    first: PhaseDiagram,
) -> Iterator[LogPower]:
    """The powers of log f, then of log log f, where f has the powers that are known."""
    g, xi, eta = known
    powers = {d: xi, gamma: g * xi, tau: g * xi + 1 - xi}
    seen = _seen(rate, powers, region)
    slow = {d: u, gamma: g * u + seen, tau: g * u + seen - u}
    second = _solve(
        {n: _exponent(t.powers, slow) + _seen(t, powers, region) for n, t in terms.items()},
        u,
        kept,
        [region.as_expr()],
    )
    for best, binding, k, part in _pieces(second, kept):
        at_best = {s: e.xreplace({u: best}) for s, e in slow.items()}
        # A logarithm of what is no power of f, but one of log f.
        late = {
            n: sum(
                c
                for x, c in terms[n].logs
                if _sign(_exponent(x, powers), part) == 0 and _sign(_exponent(x, at_best), part) > 0
            )
            for n in binding
        }
        slower = {d: w, gamma: g * w, tau: g * w - w}
        third = _solve(
            {n: _exponent(terms[n].powers, slower) + late[n] for n in binding},
            w,
            kept,
            [part.as_expr()],
        )
        for last, _, m, there in _pieces(third, kept):
            loss, size = (_tidy(x, there) for x in ((-eta, k, m), (xi, best, last)))
            yield LogPower(place, there, loss, size, binding, (first, second, third))


def _tidy(powers: tuple[Expr, Expr, Expr], region: Region) -> tuple[Expr, Expr, Expr]:
    """Formulas whose factors are positive, so that signs are seen."""

    def one(e: Expr) -> Expr:
        if _positive(e, region):
            return positive_form(sp.factor(e), region)
        return -positive_form(sp.factor(-e), region) if e.free_symbols else e

    first, second, third = map(one, powers)
    return first, second, third


def _seen(term: _Term, powers: Mapping[Expr, Expr], region: Region) -> Expr:
    """Power of log f that logarithms of powers of f make."""
    return sp.Integer(sum(c for x, c in term.logs if _sign(_exponent(x, powers), region) > 0))


def _exponent(product: Expr, sizes: Mapping[Expr, Expr]) -> Expr:
    found = power_of_f(product, sizes)
    assert found is not None  # no exponentials among orders
    return sp.expand(found)


def _sign(exponent: Expr, region: Region) -> int:
    """Sign on all of a region, 0 or 1; what changes or tends to 0 is refused."""
    if sp.cancel(exponent) == 0:
        return 0
    if not _positive(exponent, region):
        raise DomainError(f"the logarithm of f^({exponent}) on {region}")
    return 1


def _positive(exponent: Expr, region: Region) -> bool:
    """Whether a rational function is positive on all of a region."""
    top, bottom = sp.fraction(sp.cancel(sp.together(exponent)))
    product = sp.expand(top * bottom)
    if product.is_number:
        return bool(product > 0)
    return bool(region.implies(Region.where(product > 0, parameters=region.names)))


def _solve(
    exponents: Mapping[str, Expr], unknown: Expr, kept: Expr, inside: list[Expr]
) -> PhaseDiagram:
    bounds = [unknown >= 0, unknown <= 1] if unknown == delta else []
    return Program.of(
        terms=dict(exponents),
        unknowns=[unknown],
        constraints=bounds,
        domain=inside,
        parameters=[kept],
    ).diagram()


def _pieces(
    diagram: PhaseDiagram, kept: Expr
) -> Iterator[tuple[Expr, tuple[str, ...], Expr, Region]]:
    """Best unknown, terms that bind, value and region of each piece."""
    for phase in diagram.phases:
        for piece in phase.pieces:
            yield (
                phase.as_expr(piece.vertices[0][0]),
                _binding(piece, {t.name for t in diagram.program.terms}),
                ratio_expression(piece.value, (kept.name,)),
                Region((kept.name,), (piece.cell,)),
            )


def _binding(piece: CriticalRegion, terms: set[str]) -> tuple[str, ...]:
    names = [n for n, s in piece.slacks[0] if s.vanishes and n in terms]
    return (*names, *(n for n, twin in piece.ties if twin in names))


def _terms(place: Region, at: Mapping[Expr, Expr]) -> dict[str, _Term]:
    """Every term of the forcing, and the kernel times what each adds up to."""
    found = {}
    for term in TERMS:
        # On 2 beta = 1 the target's mass is infinite as a logarithm, and is smeared so.
        where = 2 * beta >= 1 if term.where is not sp.true else sp.true
        for case in _on(expansions(term.definition, where), place):
            found[term.name] = _read(case, at)
    forcing = {n: t for n, t in found.items() if n != "K_pp"}
    noise = found["K_pp"]
    sums = {f"K_pp sum {n}": noise * _added_up(t, place, at) for n, t in forcing.items()}
    return {**found, **sums}


def _added_up(term: _Term, place: Region, at: Mapping[Expr, Expr]) -> _Term:
    """The integral of a term over tau' from 1 to tau, up to constants."""
    power = 1 + _exponent(term.powers, {tau: sp.S.One})
    if power == 0:
        return _Term(term.powers * tau, (*term.logs, (tau, 1)))
    kept = Region.where(_left(place, at), parameters=[s for s in (alpha, beta) if s not in at])
    if _positive(power, kept):
        return _Term(term.powers * tau, term.logs)
    return _Term(term.powers.xreplace({tau: sp.S.One}), term.logs)


def _rate(place: Region, at: Mapping[Expr, Expr]) -> _Term:
    (case,) = _on(list(largest_learning_rate()), place)
    return _read(case, at)


def _on(cases: list[Expansion], place: Region) -> list[Expansion]:
    return [c for c in cases if place.implies(c.region)]


def _read(case: Expansion, at: Mapping[Expr, Expr]) -> _Term:
    """An order, each of its logarithms as that of what the relative error names."""
    powers = Order(case.order.powers).as_expr().subs(at)
    count = sum(e for _, e in case.order.logs)
    inside = [1 / x for x in case.remainders if isinstance(1 / x, sp.log)]
    if abs(count) != len(inside):
        raise DomainError(f"{case.order}: the errors do not say of what its logarithms are")
    sign = 1 if count > 0 else -1
    return _Term(powers, tuple((x.args[0].subs(at), sign) for x in inside))


def _fixed(place: Region, parameter: Expr) -> Expr | None:
    """The value of a parameter on a line, if it has one."""
    for c in place.cells[0]:
        relation = Region(place.names, ((c,),)).as_expr()
        if c.relation == "=" and relation.free_symbols == {parameter}:
            (value,) = sp.solve(relation, parameter)
            return value
    return None


def _left(place: Region, at: Mapping[Expr, Expr]) -> Expr:
    """The strict conditions of a place, in the parameter that is left."""
    strict = tuple(c for c in place.cells[0] if c.relation != "=")
    return Region(place.names, (strict,)).as_expr().subs(at)
