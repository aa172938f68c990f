"""Sets of parameter values given by exact polynomial conditions.

A region is a union of cells, a cell a conjunction of conditions. Questions
about regions (is it empty, does it lie in another) become questions whether a
conjunction has a solution, which ``phasecalc.regions.decide`` answers with a
certificate or a witness.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from phasecalc.checker import Number
from phasecalc.exceptions import DomainError, ParseError, Undecided
from phasecalc.regions.cleared import cleared, is_rational
from phasecalc.regions.condition import Cell, Condition, polynomial_of
from phasecalc.regions.decide import Answer, Status, Verdict, empty
from phasecalc.regions.presentation import as_expr, solve_bounds
from phasecalc.regions.simplify import simplify_cell
from phasecalc.regions.work import Clock, Limit

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["Region", "refute_all", "sign_on"]


@dataclass(frozen=True)
class Region:
    """Union of cells in the space of the named parameters.

    Parameters
    ----------
    names
        Parameters, in order.
    cells
        Conjunctions of conditions; no cell means the empty set, an empty cell everything.

    Examples
    --------
    >>> from phasecalc.symbols import alpha, beta
    >>> region = Region.where(alpha > 1, beta > alpha, beta > 1)
    >>> region.simplified()
    Region(alpha > 1 and beta > alpha)
    >>> bool(region.implies(Region.where(beta > 1, parameters=("alpha", "beta"))))
    True
    >>> region.contains(alpha=2, beta="5/2")
    True
    """

    names: tuple[str, ...]
    cells: tuple[Cell, ...]

    @classmethod
    def where(cls, *relations: Expr, parameters: Iterable[Expr | str] | None = None) -> Region:
        """Points at which every SymPy relation (``<``, ``<=``, ``Eq``, ``And``, ``Or``, …) holds.

        Parameters
        ----------
        relations
            Polynomial relations between the parameters, or Boolean combinations of them.
        parameters
            Names or symbols in order; by default those that occur, by name.

        Raises
        ------
        DomainError
            A relation is not polynomial with coefficients in Q or Q(sqrt n).
        """
        import sympy as sp

        for relation in relations:
            if not isinstance(relation, bool | sp.logic.boolalg.Boolean):
                raise DomainError(
                    f"{relation!r} is no relation; give SymPy's, such as Symbol('alpha') > 0"
                )
        formula = sp.And(*relations, evaluate=False) if relations else sp.true
        if parameters is None:
            names = tuple(sorted(s.name for s in formula.free_symbols))
        else:
            names = tuple(getattr(p, "name", p) for p in parameters)
        return _read(formula, names)

    @classmethod
    def everything(cls, names: Iterable[str]) -> Region:
        """The whole parameter space."""
        return cls(tuple(names), ((),))

    def _same_space(self, other: Region) -> None:
        if self.names != other.names:
            raise DomainError(
                f"regions of ({', '.join(self.names)}) and of ({', '.join(other.names)}) do not "
                "combine: give both the same parameters=..."
            )

    def __and__(self, other: Region) -> Region:
        self._same_space(other)
        cells = []
        for left, right in itertools.product(self.cells, other.cells):
            cell = tuple(dict.fromkeys((*left, *right)))
            if all(c.truth is not False for c in cell):
                cells.append(tuple(c for c in cell if c.truth is None))
        return Region(self.names, tuple(cells))

    def __or__(self, other: Region) -> Region:
        self._same_space(other)
        return Region(self.names, tuple(dict.fromkeys((*self.cells, *other.cells))))

    def __invert__(self) -> Region:
        result = Region.everything(self.names)
        for cell in self.cells:
            failing = tuple((n,) for c in cell for n in c.negated())
            result = result & Region(self.names, failing)
        return result

    def weak(self) -> Region:
        """The region with every ``>`` read as ``>=``."""
        return self._with(">", ">=")

    def strict(self) -> Region:
        """The region with every ``>=`` read as ``>``."""
        return self._with(">=", ">")

    def _with(self, old: str, new: str) -> Region:
        return Region(
            self.names,
            tuple(
                tuple(c.with_relation(new) if c.relation == old else c for c in cell)
                for cell in self.cells
            ),
        )

    def contains(self, *point: ExactLike, **named: ExactLike) -> bool:
        """Whether an exact point, rational or algebraic, lies in the region.

        Parameters
        ----------
        point, named
            Values in the order of ``names``, or by name; SymPy algebraic numbers of any degree
            are decided by their minimal polynomial.
        """
        values = point or tuple(named[name] for name in self.names if name in named)
        if len(values) != len(self.names) or len(point) + len(named) != len(self.names):
            raise DomainError(f"a point of this region has the coordinates {', '.join(self.names)}")
        from phasecalc.parsing import exact

        try:
            numbers = tuple(exact(x, n) for x, n in zip(values, self.names, strict=True))
            return any(all(c.holds(numbers) for c in cell) for cell in self.cells)
        except (ParseError, ValueError):
            from phasecalc.regions.algebraic import holds

            if not any(hasattr(x, "free_symbols") for x in values):
                raise
            return any(all(holds(c, values) for c in cell) for cell in self.cells)

    def sample(self, timeout: Limit = None) -> Mapping[str, Number] | None:
        """A point of the region, or None if it is proved empty."""
        verdict = self.empty(timeout)
        return None if verdict else verdict.witness or dict.fromkeys(self.names, Fraction(1))

    def empty(self, timeout: Limit = None) -> Verdict:
        """Decide emptiness: one obligation for each cell."""
        return refute_all(self.cells, timeout)

    def implies(self, other: Region, timeout: Limit = None) -> Verdict:
        """Decide whether the region lies in another one."""
        return (self & ~other).empty(timeout)

    def disjoint(self, other: Region, timeout: Limit = None) -> Verdict:
        """Decide whether the region and another one have no common point."""
        return (self & other).empty(timeout)

    def simplified(self, timeout: Limit = None) -> Region:
        """The same set without empty cells and without redundant conditions, each step proved."""
        clock = Clock.of(timeout)
        kept = (simplify_cell(c, clock) for c in self.cells)
        return Region(self.names, tuple(dict.fromkeys(c for c in kept if c is not None)))

    def boundaries(self) -> tuple[Condition, ...]:
        """Curves that bound the region, as equations, each once."""
        curves = (c.with_relation("=") for cell in self.cells for c in cell)
        return tuple(dict.fromkeys(curves))

    def presented(self, timeout: Limit = None) -> Region:
        """The same set with quadratic conditions on one parameter solved, where that is proved."""
        clock = Clock.of(timeout)
        return Region(self.names, tuple(solve_bounds(c, clock) for c in self.cells))

    def conditions(self) -> list[str]:
        """Conditions as text; a union is one text with ``or``."""
        if len(self.cells) == 1:
            return [str(c) for c in self.cells[0]]
        return [" or ".join(" and ".join(map(str, c)) or "true" for c in self.cells) or "false"]

    def as_expr(self) -> Expr:
        """SymPy relation with the symbols of ``phasecalc.symbols`` where they have the name."""
        return as_expr(self.cells)

    def __str__(self) -> str:
        return " and ".join(self.conditions()) or "everywhere"

    def __repr__(self) -> str:
        return f"Region({self})"

    def _repr_latex_(self) -> str:
        import sympy as sp

        return f"${sp.latex(self.as_expr())}$"


def sign_on(expression: Expr, region: Region, timeout: Limit = None) -> int | None:
    """Sign of a rational function on a region, or None where it has more than one.

    Examples
    --------
    >>> from phasecalc.symbols import alpha
    >>> above = Region.where(alpha > 1)
    >>> sign_on(alpha - 1, above), sign_on(1 / (1 - alpha), above), sign_on(alpha - 2, above)
    (1, -1, None)
    """
    import sympy as sp

    top, bottom = sp.fraction(sp.cancel(sp.together(expression)))
    product = sp.expand(top * bottom)
    if product.is_number:
        return int(sp.sign(product))
    clock = Clock.of(timeout)
    for s in (-1, 1):
        if region.implies(Region.where(s * product > 0, parameters=region.names), clock):
            return s
    return None


def refute_all(cells: Iterable[Sequence[Condition]], timeout: Limit = None) -> Verdict:
    """Decide whether every one of the cells is empty; stops at the first that is not."""
    answers: list[Answer] = []
    clock = Clock.of(timeout)
    for cell in cells:
        answers.append(empty(cell, clock))
        if answers[-1].status is Status.REFUTED:
            break
    return Verdict(tuple(answers))


def _read(formula: Expr, names: tuple[str, ...]) -> Region:
    """Region of a SymPy Boolean formula."""
    import sympy as sp

    if formula == sp.true:
        return Region.everything(names)
    if formula == sp.false:
        return Region(names, ())
    if isinstance(formula, sp.And):
        formula = _without_denominators(formula, names)
    elif isinstance(formula, sp.core.relational.Relational) and is_rational(formula):
        return _read(cleared(formula, _declared_sign), names)
    if isinstance(formula, (sp.And, sp.Or)):
        parts = [_read(part, names) for part in formula.args]
        result = parts[0]
        for part in parts[1:]:
            result = result & part if isinstance(formula, sp.And) else result | part
        return result
    if isinstance(formula, sp.Not):
        return ~_read(formula.args[0], names)
    if not isinstance(formula, sp.core.relational.Relational):
        raise ValueError(f"{formula} is not a relation between polynomials")
    difference = formula.lhs - formula.rhs
    signed, relation = {
        "<": (-difference, ">"),
        "<=": (-difference, ">="),
        ">": (difference, ">"),
        ">=": (difference, ">="),
        "==": (difference, "="),
        "!=": (difference, "!="),
    }[formula.rel_op]
    polynomial = polynomial_of(signed, names)
    if relation == "!=":
        return ~Region(names, ((Condition.make(names, polynomial, "="),),))
    condition = Condition.make(names, polynomial, relation)
    if condition.truth is not None:
        return Region(names, ((),) if condition.truth else ())
    return Region(names, ((condition,),))


def _without_denominators(formula: Expr, names: tuple[str, ...]) -> Expr:
    """A conjunction without denominators; the other relations may say which sign these have."""
    import sympy as sp

    relations = [p for p in formula.args if isinstance(p, sp.core.relational.Relational)]
    rational = [p for p in relations if is_rational(p)]
    if not rational:
        return formula
    rest = [p for p in formula.args if p not in rational]
    given = _read(sp.And(*rest, evaluate=False), names) if rest else Region.everything(names)

    def sign(e: Expr) -> int | None:
        found = _declared_sign(e)
        if found is not None or not rest:
            return found
        try:
            return sign_on(e, given)
        except Undecided:
            return None

    return sp.And(*rest, *(cleared(p, sign) for p in rational), evaluate=False)


def _declared_sign(e: Expr) -> int | None:
    return 1 if e.is_positive else -1 if e.is_negative else None
