"""Solve a program on one chamber of its parameters, region by region.

Take a rational point that no region covers yet, solve the program there, turn
the optimal basis into formulas, and find where these formulas stay optimal:
where weights and slacks keep their signs. Repeat until the proof that nothing
is left succeeds. (Critical regions of parametric programming: Gal and Nedoma,
Management Science 18, 406-422; here for coefficients rational in the parameters.)
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from phasecalc.checker import Number, Polynomial, evaluate, scale, sign
from phasecalc.exceptions import Undecided
from phasecalc.optimum.diagnosis import Unsolvable, found_reason, worded
from phasecalc.optimum.factors import split
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.optimum.ratio import Ratio
from phasecalc.optimum.vertices import Row, Vertex, optimal_vertices, slack, solve_basis
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.simplify import simplify_cell
from phasecalc.regions.work import Clock

__all__ = ["CriticalRegion", "Formulas", "TooManyWays", "critical_regions", "distinct"]

_MOST_WAYS = 200  # to lie outside all regions of a chamber, one facet each


class TooManyWays(Undecided):
    """The regions are too many to ask about each choice of facets: to be found part by part."""


@dataclass(frozen=True)
class CriticalRegion:
    """Part of a chamber on which one set of formulas is optimal.

    Parameters
    ----------
    signs
        Sides of the program's walls: the chamber.
    cell
        The open region: enough of the chamber's conditions, and what cuts it out of the chamber.
    cuts
        The conditions of ``cell`` that do not bound the chamber.
    value
        Least exponent t (the loss is f**t).
    vertices
        Optimal unknowns; several where a whole face is optimal.
    weights
        Dual weight of each binding row, by name; they certify optimality.
    slacks
        For each vertex, how far each row is from binding, by name.
    ties
        Terms whose form equals that of the named term throughout the chamber.
    """

    signs: tuple[int, ...]
    cell: Cell
    cuts: Cell
    value: Ratio
    vertices: tuple[tuple[Ratio, ...], ...]
    weights: tuple[tuple[str, Ratio], ...]
    slacks: tuple[tuple[tuple[str, Ratio], ...], ...]
    ties: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        where = " and ".join(map(str, self.cell))
        return f"<CriticalRegion: {' = '.join(n for n, _ in self.weights)} where {where}>"


def critical_regions(
    program: Minimax, signs: tuple[int, ...], clock: Clock
) -> Iterator[CriticalRegion]:
    """Critical regions of a chamber; they end when the chamber is proved to be covered."""
    chamber = simplify_cell(program.chamber(signs), clock)
    if chamber is None:
        return
    forms, ties = distinct(program.active(signs))
    solver = Formulas(program, forms)
    covered: list[Cell] = []
    kept: list[tuple[Cell, CriticalRegion]] = []
    parameters = len(program.parameters)
    while (point := _uncovered(parameters, chamber, covered, clock)) is not None:
        found = False
        for conditions, vertices in solver.optimal_near(point):
            open_cell = _within(chamber, [c.with_relation(">") for c in conditions], clock)
            if open_cell is None:
                continue
            found = True
            covered.append(tuple(c.with_relation(">=") for c in open_cell))
            region = solver.region(signs, (open_cell, open_cell), vertices, ties)
            kept = [
                (own, other)
                for own, other in kept
                if not (_same(region, other) and _inside([*chamber, *own], open_cell, clock))
            ]
            alike = [own for own, other in kept if other.value == region.value]
            for part in _apart(chamber, open_cell, alike, clock):
                cell = simplify_cell([*chamber, *part], clock) or chamber
                kept.append((part, replace(region, cell=cell, cuts=part)))
        if not found:
            raise solver.refusal(point)
    yield from (region for _, region in kept)


def _same(one: CriticalRegion, other: CriticalRegion) -> bool:
    """Whether both have one solution: where more rows bind than needed it has several proofs."""
    return one.value == other.value and one.vertices == other.vertices


def _apart(chamber: Cell, cell: Cell, others: Sequence[Cell], clock: Clock) -> list[Cell]:
    """A cell without others of the same value: where rows tie, two proofs may hold on both."""
    parts = [cell]
    for other in others:
        found: list[Cell] = []
        for part in parts:
            if settle([*chamber, *part, *other], clock).status is not Status.REFUTED:
                found.append(part)
                continue
            for k, c in enumerate(other):
                for outside in c.with_relation(">=").negated():
                    rest = _within(chamber, [*part, *other[:k], outside], clock)
                    found += [] if rest is None else [rest]
        parts = found
    return parts


def _inside(cell: Sequence[Condition], conditions: Cell, clock: Clock) -> bool:
    """Whether a cell fulfils all conditions."""
    return all(settle([*cell, *c.negated()], clock).status is Status.PROVED for c in conditions)


def _within(chamber: Cell, conditions: Sequence[Condition], clock: Clock) -> Cell | None:
    """What the conditions add to the chamber; None where they leave nothing of it."""
    news = []
    for c in conditions:
        # One condition against the chamber is a much smaller question than all together.
        if settle([*chamber, c], clock).status is Status.PROVED:
            return None
        if settle([*chamber, *c.negated()], clock).status is not Status.PROVED:
            news.append(c)
    return simplify_cell(news, clock, given=chamber)


def _uncovered(
    parameters: int, chamber: Cell, covered: Sequence[Cell], clock: Clock
) -> tuple[Number, ...] | None:
    """Point of the chamber outside the closed regions found so far; None if proved covered."""
    if math.prod(map(len, covered)) > _MOST_WAYS:
        raise TooManyWays(f"{len(covered)} regions have too many facets to ask about each choice")
    for outside in itertools.product(*covered):
        strict = [n for c in outside for n in c.negated()]
        answer = settle([*chamber, *strict], clock)
        if answer.witness is not None:
            return answer.witness or (Fraction(1),) * parameters  # no conditions: any point
        if answer.status is not Status.PROVED:
            raise Undecided(
                f"coverage: {' and '.join(map(str, answer.conditions))}: {answer.tried}"
            )
    return None


def distinct(active: Mapping[str, Form]) -> tuple[dict[str, Form], tuple[tuple[str, str], ...]]:
    """Terms without those that have the same exponent as an earlier one, and the pairs that tie."""
    forms: dict[str, Form] = {}
    ties = []
    for name, form in active.items():
        twin = next((n for n, other in forms.items() if other == form), None)
        if twin is None:
            forms[name] = form
        else:
            ties.append((name, twin))
    return forms, tuple(ties)


def _polynomial(element: Any) -> Polynomial:
    """Plain polynomial of an element of a SymPy polynomial ring."""
    return {
        tuple(map(int, e)): Fraction(int(c.numerator), int(c.denominator))
        for e, c in element.terms()
        if c
    }


class Formulas:
    """Rows of the program in a chamber, as numbers at a point and as rational functions."""

    def __init__(self, program: Minimax, forms: dict[str, Form]) -> None:
        from sympy import QQ
        from sympy.polys.fields import FracField

        self.names, self.unknowns = program.parameters, program.unknowns
        self.field: Any = FracField(self.names, QQ)
        self.rows: list[tuple[str, bool, Form]] = [
            *((name, True, form) for name, form in forms.items()),
            *((c.name, False, c.form) for c in program.constraints),
        ]
        self.formulas: list[Row] = [
            (name, term, [self._element(c) for c in form]) for name, term, form in self.rows
        ]

    def _element(self, ratio: Ratio) -> Any:
        ring = self.field.ring
        number = ring.domain
        top, bottom = (
            ring.from_dict({e: number(*Fraction(str(c)).as_integer_ratio()) for e, c in p.items()})
            for p in (ratio.top, ratio.bottom)
        )
        return self.field(top) / self.field(bottom)

    def _ratio(self, element: Any, point: Sequence[Number]) -> Ratio:
        """Plain rational function, its denominator positive at the point."""
        top, bottom = _polynomial(element.numer), _polynomial(element.denom)
        if evaluate(bottom, tuple(point)) < 0:
            top, bottom = scale(top, -1), scale(bottom, -1)
        return Ratio.make(top, bottom)

    def optimal_near(
        self, point: tuple[Number, ...]
    ) -> Iterator[tuple[Cell, list[tuple[Vertex, tuple[Number, ...]]]]]:
        """Optimal bases at a point with the conditions under which they stay optimal."""
        numeric: list[Row] = [
            (name, term, [c(point) for c in form]) for name, term, form in self.rows
        ]
        faces: dict[Any, dict[Any, Vertex]] = {}
        for vertex in optimal_vertices(numeric, Fraction(1)):
            symbolic = solve_basis(self.formulas, vertex.basis, self.field.one)
            if symbolic is not None:
                faces.setdefault(symbolic.value, {}).setdefault(symbolic.solution, symbolic)
        for face in faces.values():
            vertices = list(face.values())
            quantities = [q for v in vertices for q in self._signed(v)]
            formulas = [q for v in vertices for q in (v.value, *v.solution)]
            for conditions in self._sign_conditions(quantities, formulas, point):
                yield conditions, [(v, point) for v in vertices]

    def refusal(self, point: tuple[Number, ...]) -> Unsolvable:
        """The error that says why no vertex is optimal at a point."""
        numeric: list[Row] = [
            (name, term, [c(point) for c in form]) for name, term, form in self.rows
        ]
        found = found_reason(numeric, self.unknowns, Fraction(1))
        at = dict(zip(self.names, point, strict=True))
        where = ", ".join(f"{n} = {x}" for n, x in at.items())
        return Unsolvable(
            f"the program at {where} is {worded(found, self.unknowns)}; "
            "change its constraints, or narrow the domain",
            found,
            at,
        )

    def _signed(self, vertex: Vertex) -> Iterator[Any]:
        """Quantities that are non-negative exactly where the vertex is optimal."""
        yield from vertex.weights
        for row in self.formulas:
            yield slack(row, vertex, self.field.one)

    def _sign_conditions(
        self, quantities: Sequence[Any], formulas: Sequence[Any], point: tuple[Number, ...]
    ) -> Iterator[Cell]:
        """Cells on which every quantity is non-negative and no factor or denominator vanishes.

        One cell, given by the signs at the point; where factors vanish there, one cell for each
        choice of their signs that keeps the quantities non-negative.
        """
        sides: dict[Condition, int] = {}

        def signed(element: Any, *, all_factors: bool) -> tuple[int, list[Condition]]:
            """Sign of the number, and factors of odd power; those that count have a side."""
            lead, factors = split(_polynomial(element), self.names)
            odd = [c for c, multiplicity in factors if multiplicity % 2]
            for c in (c for c, _ in factors) if all_factors else odd:
                if c not in sides:
                    sides[c] = sign(evaluate(c.polynomial, point))
            return lead, odd

        shapes: list[tuple[int, list[Condition]]] = []
        bottoms = [signed(q.denom, all_factors=True) for q in (*quantities, *formulas)]
        for q, (below, more) in zip(quantities, bottoms, strict=False):
            if q != 0:
                lead, odd = signed(q.numer, all_factors=False)
                shapes.append((lead * below, [*odd, *more]))
        vanishing = [c for c, s in sides.items() if s == 0]
        for choice in itertools.product((1, -1), repeat=len(vanishing)):
            signs = {**sides, **dict(zip(vanishing, choice, strict=True))}
            if all(lead * math.prod(signs[c] for c in odd) > 0 for lead, odd in shapes):
                yield tuple(
                    (c if s > 0 else c.negated()[0]).with_relation(">=") for c, s in signs.items()
                )

    def region(
        self,
        signs: tuple[int, ...],
        cells: tuple[Cell, Cell],
        vertices: list[tuple[Vertex, tuple[Number, ...]]],
        ties: tuple[tuple[str, str], ...],
    ) -> CriticalRegion:
        """Critical region as plain data."""
        first, point = vertices[0]
        names = [name for name, _, _ in self.rows]
        return CriticalRegion(
            signs,
            *cells,
            self._ratio(first.value, point),
            tuple(tuple(self._ratio(x, p) for x in v.solution) for v, p in vertices),
            tuple(
                (names[k], self._ratio(w, point))
                for k, w in zip(first.basis, first.weights, strict=True)
                if w != 0
            ),
            tuple(
                tuple(
                    (row[0], self._ratio(slack(row, v, self.field.one), p)) for row in self.formulas
                )
                for v, p in vertices
            ),
            ties,
        )
