r"""Optima that are faces: which of the sizes that are optimal up to constants is the true limit.

Over exponents :math:`x` every point of a face may be optimal. In the logarithms :math:`z` of the
sizes a law of positive monomials is a convex program: a sum of :math:`e^{v_i \cdot z}` under sums
that are at most 1. At its optimum the shares :math:`\delta_i` (a term of the loss over the loss; a
monomial of a constraint times the multiplier) satisfy :math:`\sum_i \delta_i v_i = 0` exactly.

Rows with a positive weight in the linear program keep shares of order :math:`C^{o(1)}`, and their
:math:`v_i` vanish on directions :math:`u` of the face, so that :math:`\sum_i \delta_i\, v_i \cdot u
= 0` is left among the others, of orders :math:`\delta_i = C^{-s_i(x)+o(1)}` with the slack
:math:`s_i`. At a limit :math:`x` of the optima where :math:`\max_i (-s_i)` is not least, take
:math:`u` to a point of the face where it is less and where all constraints without a weight are
strict: every largest share, and each binding row without a weight, has :math:`v_i \cdot u < 0`, and
the others are smaller by a power of C: a contradiction. So the limit minimises
:math:`\max_i(-s_i)` over the face, which is again a program over exponents; a constraint that gets
its first weight there has a multiplier of the order of that maximum. And so on, until the point is
unique. Checked are: monomials with positive constants, one set of weights, and maxima that
decrease from one level to the next. (Geometric programs: Duffin, Peterson, Zener 1967.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError, Undecided
from phasecalc.laws.exponents.pinned import pinned
from phasecalc.laws.programs.unsolvable import what_is_left
from phasecalc.laws.text.notation import BUDGET, LOSS, exponent_of, named, symbol
from phasecalc.optimum.diagnosis import Unsolvable
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.program import Program
from phasecalc.optimum.ratio import ratio_expression
from phasecalc.regions.region import Region, sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.optimum.minimax import Form
    from phasecalc.optimum.phase import Phase
    from phasecalc.regions.condition import Cell
    from phasecalc.regions.work import Clock

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True)
class Resolution:
    """The true limit of an optimum that is a face, on a part of its region.

    Parameters
    ----------
    region
        Where; open.
    exponents
        Exponent of each unknown that is determined, by name.
    balances
        Rows that balance at each further level, the largest first.
    reason
        Why some unknowns are not determined; empty where all are.
    diagrams
        Solved programs of the further levels, with their proofs.
    """

    region: Region
    exponents: Mapping[str, Expr]
    balances: tuple[tuple[str, ...], ...] = ()
    reason: str = ""
    diagrams: tuple[PhaseDiagram, ...] = ()


@dataclass(frozen=True)
class _Row:
    """Monomial of a term, or of a constraint that it keeps at most of order one."""

    name: str
    group: str
    is_term: bool
    form: Expr
    equal: bool = False  # of an equality between two products: binds always


@dataclass(frozen=True)
class _Level:
    """What is known after some levels: unknowns that are solved, and constraints with a weight."""

    law: Law
    region: Region
    rows: tuple[_Row, ...]  # those that no level binds
    value: Expr  # of the loss
    last: Expr  # largest share of the level before
    known: Mapping[Symbol, Expr] = field(default_factory=dict)
    weighted: Mapping[str, Expr] = field(default_factory=dict)
    balances: tuple[tuple[str, ...], ...] = ()
    diagrams: tuple[PhaseDiagram, ...] = ()

    @property
    def free(self) -> list[Symbol]:
        return [x for x in map(exponent_of, self.law.unknowns) if x not in self.known]

    def share(self, row: _Row) -> Expr | None:
        """Exponent of the share of a row; None for a constraint that has no weight yet."""
        import sympy as sp

        if not row.is_term and row.group not in self.weighted:
            return None
        level = -self.value if row.is_term else self.weighted[row.group]
        return sp.cancel(sp.together((row.form + level).xreplace(dict(self.known))))

    def left(self, row: _Row) -> Expr:
        """Form of a constraint in the unknowns that are left."""
        import sympy as sp

        return sp.cancel(sp.together(row.form.xreplace(dict(self.known))))

    def stopped(self, reason: str) -> Resolution:
        found = {
            n: self.known[exponent_of(n)]
            for n in self.law.unknowns
            if not self.known.get(exponent_of(n), exponent_of(n)).free_symbols & set(self.free)
        }
        return Resolution(self.region, found, self.balances, reason, self.diagrams)


class _Unresolved(Exception):
    """Why the limit is not determined."""


def resolve(
    law: Law, diagram: PhaseDiagram, phase: Phase, within: Region, clock: Clock
) -> Iterator[Resolution]:
    """True limits on the parts of a phase.

    Parameters
    ----------
    law
        The law: of positive monomials, or nothing is determined beyond what the phase says.
    diagram
        Its solved program.
    phase
        One of its phases.
    within
        The phase's region, or a part of it.
    clock
        What bounds the work.
    """
    terms = {t.name for t in diagram.program.terms}
    value = named(phase.as_expr(phase.value), law.symbols)
    for piece in phase.pieces:
        cells = within.cells if len(phase.pieces) == 1 else (piece.cell,)
        forms = dict(diagram.program.active(piece.signs))
        forms |= {c.name: c.form for c in diagram.program.constraints}
        bound = [(n, n in terms, _expression(forms[n], diagram, law)) for n, _ in piece.weights]
        for cell in cells:
            region = Region(within.names, (cell,))
            start = _Level(law, region, (), value, _zero())
            try:
                fixed = _solved([f - (value if is_term else 0) for _, is_term, f in bound], start)
                start = replace(start, known=fixed)
                rows = tuple(_rows(law, region))
                first = _bind(replace(start, rows=rows, known={}), bound, _zero())
            except _Unresolved as reason:
                found: Iterator[Resolution] = iter([start.stopped(str(reason))])
            else:
                found = _descend(first, clock)
            limits = {
                n: _expression(f, diagram, law) - (value if n in terms else 0)
                for n, f in forms.items()
            }
            for one in found:
                same, proofs = pinned(law, phase, one.exponents, one.region, limits, clock)
                exponents = {**one.exponents, **same}
                why = "" if len(exponents) == len(law.unknowns) else one.reason
                proofs = (*one.diagrams, *proofs)
                yield replace(one, exponents=exponents, reason=why, diagrams=proofs)


def _zero() -> Expr:
    import sympy as sp

    return sp.S.Zero


def _expression(form: Form, diagram: PhaseDiagram, law: Law) -> Expr:
    import sympy as sp

    names = diagram.program.parameters
    at = [sp.S.One, *map(exponent_of, law.unknowns)]
    parts = [ratio_expression(c, names) * x for c, x in zip(form, at, strict=True)]
    return sp.expand(named(sp.Add(*parts), law.symbols))


def _rows(law: Law, region: Region) -> Iterator[_Row]:
    """Monomials of a law where the parameters are in a region."""
    import sympy as sp

    if law.loss_dependent:
        raise _Unresolved("the loss stands in a constraint")
    read: list[tuple[str, bool, Expr, bool]] = []
    for term in law.terms:
        for value, relation in term.cases:
            where = None if relation is sp.true else Region.where(relation, parameters=region.names)
            if where is None or region.implies(where):
                read.append((term.name, True, value, False))
                break
            if not region.disjoint(where):
                raise _Unresolved(f"the form of term {term.name} changes there")
    read.append(("budget", False, law.budget / symbol(BUDGET), False))
    for c in law.constraints:
        quotient = c.right / c.left if c.operator == ">=" else c.left / c.right
        read.append((c.name, False, quotient, c.operator == "=="))
    for name, is_term, value, equal in read:
        parts = sp.Add.make_args(sp.expand(value))
        if equal and len(parts) > 1:
            raise _Unresolved(f"{name} equates sums")
        for k, part in enumerate(parts):
            label = name if k == 0 else f"{name} ({k + 1})"
            yield _Row(label, name, is_term, _exponent(part, law, name), equal)
    for n in law.sizes:
        yield _Row(f"{n} >= 1", f"{n} >= 1", False, -exponent_of(n))
    for n in law.rates:
        yield _Row(f"{n} <= 1", f"{n} <= 1", False, exponent_of(n))


def _exponent(product: Expr, law: Law, name: str) -> Expr:
    import sympy as sp

    sizes = {law.symbols[n]: exponent_of(n) for n in law.unknowns} | {symbol(BUDGET): sp.S.One}
    total = sp.S.Zero
    for factor in sp.Mul.make_args(product):
        base, power = factor.as_base_exp()
        if base in sizes and not power.free_symbols & set(sizes):
            total += power * sizes[base]
        elif factor.free_symbols & {*sizes, symbol(LOSS)}:
            raise _Unresolved(f"{name} is no sum of products of powers")
    return sp.expand(total)


def _bind(level: _Level, bound: Sequence[tuple[str, bool, Expr]], value: Expr) -> _Level:
    """The level after rows were found to balance at a value.

    Parameters
    ----------
    level
        The one before.
    bound
        Name, whether a share is meant, and form of each row with a positive weight.
    value
        Exponent of the largest share.
    """
    first = not level.balances
    groups = dict(level.weighted)
    used: list[_Row] = []
    for name, shared, form in bound:
        for row in level.rows:
            same = name in (row.name, f"{row.group} (from below)") or name.startswith(
                f"{row.group} ("
            )
            here = row.form if first else (level.share(row) if shared else level.left(row))
            signs = (1, -1) if row.equal else (1,)
            if same and here is not None and any(_same(here, s * form) for s in signs):
                used.append(row)
                if not row.is_term and row.group not in groups:
                    groups[row.group] = value
    used += [row for row in level.rows if row.equal and row not in used]
    equations = []
    for row in used:
        share = level.share(row)
        if first:
            equations.append(row.form - (level.value if row.is_term else 0))
        else:
            equations.append(level.left(row) if share is None else share - value)
    after = replace(
        level,
        rows=tuple(row for row in level.rows if row not in used),
        known=_solved(equations, level),
        weighted=groups,
        last=value,
        balances=(*level.balances, tuple(row.name for row in used)),
    )
    _require_known_orders(after, used, set(groups) - set(level.weighted))
    return replace(after, rows=tuple(r for r in after.rows if not _settled(after, r)))


def _same(one: Expr, other: Expr) -> bool:
    import sympy as sp

    return bool(sp.cancel(sp.together(one - other)) == 0)


def _settled(level: _Level, row: _Row) -> bool:
    """Whether no unknown that is left moves a row."""
    return not level.left(row).free_symbols & set(level.free)


def _require_known_orders(level: _Level, used: Sequence[_Row], new: set[str]) -> None:
    """Refuse constraints whose multipliers may be smaller than the level at which they bind.

    Where a further row binds wherever the others do, the weights are not unique: a constraint that
    has its first one here may have none in another set, and one without any may have some.
    """
    moving = {r.group for r in level.rows if not r.is_term and not _settled(level, r)}
    for row in level.rows:
        share = level.share(row)
        if not _same(level.left(row) if share is None else share - level.last, _zero()):
            continue
        if row.is_term and any(r.is_term and r.form == row.form for r in used):
            continue
        if new & moving or (share is None and row.group in moving):
            raise _Unresolved(f"{row.name} binds as well, and the weights are not unique")


def _solved(equations: Sequence[Expr], level: _Level) -> dict[Symbol, Expr]:
    """Unknowns that linear equations fix, in terms of those that are left."""
    import sympy as sp

    known = dict(level.known)
    for equation in equations:
        e = sp.cancel(sp.together(equation.xreplace(known)))
        pivots = [(x, sp.cancel(sp.diff(e, x))) for x in level.free if e.has(x)]
        if not pivots:
            continue
        nonzero = [(x, slope) for x, slope in pivots if _sign(slope, level.region)]
        if not nonzero:
            raise _Unresolved(f"the sign of {pivots[0][1]} is open")
        x, slope = nonzero[0]
        value = sp.cancel(sp.together(x - e / slope))
        known = {y: sp.cancel(sp.together(v.xreplace({x: value}))) for y, v in known.items()}
        known[x] = value
    return known


def _sign(e: Expr, region: Region) -> int | None:
    if e.is_number:
        return bool(e > 0) - bool(e < 0)
    try:
        return sign_on(e, region)
    except Undecided:
        return None


def _descend(level: _Level, clock: Clock) -> Iterator[Resolution]:
    """Limits after the levels that are known, by the regions of the next one."""
    free = level.free
    if not free:
        yield level.stopped("")
        return
    shares = {r.name: s for r in level.rows if (s := level.share(r)) is not None and s.has(*free)}
    if not shares:
        yield level.stopped("nothing that is left depends on which of them is taken")
        return
    bounds = {r.name: level.left(r) for r in level.rows if level.share(r) is None}
    try:
        diagram = PhaseDiagram.derive(_program(level, shares, bounds), clock)
    except Unsolvable as refused:
        yield level.stopped(what_is_left(level.law, refused))
        return
    except (DomainError, ValueError) as refused:
        yield level.stopped(f"no limit among them: {refused}")
        return
    for phase in diagram.phases:
        value = named(phase.as_expr(phase.value), level.law.symbols)
        for cell in phase.region.cells:
            region = _within(level.region, cell)
            here = replace(level, region=region, diagrams=(*level.diagrams, diagram))
            if _sign(value - level.last, region) != -1:
                yield here.stopped("terms of two levels are of one order there")
                continue
            bound = [
                (n, n in shares, shares[n] if n in shares else bounds[n])
                for n, _ in phase.pieces[0].weights
            ]
            try:
                after = _bind(here, bound, value)
            except _Unresolved as reason:
                yield here.stopped(str(reason))
                continue
            yield from _descend(after, clock)


def _program(level: _Level, shares: Mapping[str, Expr], bounds: Mapping[str, Expr]) -> Program:
    import sympy as sp

    cell = level.region.cells[0]
    return Program.of(
        terms=shares,
        unknowns=level.free,
        constraints={n: sp.Le(form, 0, evaluate=False) for n, form in bounds.items()},
        domain=[level.region.as_expr()] if cell else [],
        parameters=level.region.names,
    )


def _within(region: Region, cell: Cell) -> Region:
    """The part of a region in a cell, which the cell's conditions may describe alone."""
    inner = Region(region.names, (cell,))
    return inner if inner.implies(region) else (inner & region)
