"""Phase diagrams: which formulas are optimal where, with the proofs that say so."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from phasecalc.display import Shown
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.optimum.boundary import Boundary, boundaries
from phasecalc.optimum.certificate import Certificate
from phasecalc.optimum.chart import chart
from phasecalc.optimum.covering import refuted_roughly
from phasecalc.optimum.explore import CriticalRegion, TooManyWays, critical_regions
from phasecalc.optimum.minimax import Minimax
from phasecalc.optimum.obligations import inhabited, obligations, recheck
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.encoding import encode_cell, key
from phasecalc.regions.region import Region
from phasecalc.regions.simplify import simplify_cell
from phasecalc.regions.work import Clock, Limit
from phasecalc.values import Value

__all__ = ["PhaseDiagram"]

MANY = 3  # parameters from which on the domain is cut part by part
_SEARCH = 2 / 3  # of the time of a partial diagram; the rest is for its proofs


@dataclass(frozen=True, eq=False)
class PhaseDiagram(Shown, Value):
    """Solution of a program on its whole domain, carrying its proofs.

    Make one with :meth:`derive` (or ``Program.diagram``).

    Parameters
    ----------
    program
        What was solved.
    phases
        Regions with their formulas; they do not overlap and, with their boundaries, cover the
        domain off the program's walls.
    proofs
        Certificates by content hash of the statement that they prove; and, by the hash of a part
        of the domain, the cell by which it is cut where the cover was found part by part;
        ``bases`` marks a chamber whose parts are the cells of bases.
    left
        Parts of the domain of which a *partial* diagram says nothing; empty where it is whole.
    """

    program: Minimax
    phases: tuple[Phase, ...]
    proofs: Mapping[str, Mapping[str, object]]
    left: tuple[Cell, ...] = ()

    @classmethod
    def derive(
        cls, program: Minimax, timeout: Limit = None, *, partial: bool = False
    ) -> PhaseDiagram:
        """Solve a program and prove the solution.

        Parameters
        ----------
        program
            What to solve.
        timeout
            Seconds to wait for the whole, or None for as long as the counted work takes.
        partial
            Whether to stop the search at two thirds of the time, or where work does not suffice,
            with the phases found; ``left`` says which parts of the domain are not covered. What
            is then left to prove of these phases is not bounded by the seconds.

        Raises
        ------
        Undecided
            A proof obligation was not settled, or time ran out.
        DomainError
            The domain is empty, or somewhere in it the program is infeasible or unbounded.
        """
        clock = Clock.of(timeout)
        interior = program.domain.strict()
        if interior != program.domain:  # phases are open: a boundary is asked about by numbers
            program = replace(program, domain=interior)
        whole = not partial and len(program.parameters) < MANY
        try:
            explore = _by_products if whole else _by_parts
            pieces, cuts, left = explore(program, clock, partial)
        except TooManyWays:
            whole = False
            pieces, cuts, left = _by_parts(program, clock, partial)
        if not pieces and not left:
            raise DomainError(f"the domain {program.domain} is empty: there is nothing to solve")
        phases = tuple(_merge(program, pieces, clock, joined=whole))
        proofs = _prove(program, phases, None if partial else clock, cuts, left)
        return cls(program, phases, proofs, left)

    @property
    def is_partial(self) -> bool:
        """Whether there are parts of the domain of which nothing is said."""
        return bool(self.left)

    def recheck(self) -> int:
        """Have the small checker re-check every proof; return how many there are.

        Raises
        ------
        CheckFailed
            A proof is missing or wrong, or a phase is empty.
        """
        count = recheck(self.program, self.phases, self.proofs, self.left)
        inhabited(self.phases)
        return count

    def named(
        self, label: Callable[[Phase], str], order: Sequence[str] | None = None
    ) -> PhaseDiagram:
        """The diagram with other labels, its phases in the order given (else by label)."""
        phases = (replace(p, name=label(p)) for p in self.phases)
        rank = (lambda p: p.name) if order is None else (lambda p: order.index(p.name))
        return replace(self, phases=tuple(sorted(phases, key=rank)))

    def phase(self, name: str) -> Phase:
        """Phase of a given label."""
        for p in self.phases:
            if p.name == name:
                return p
        raise KeyError(f"no phase {name!r}; there are {', '.join(p.name for p in self.phases)}")

    @cached_property
    def boundaries(self) -> tuple[Boundary, ...]:
        """Curves between phases, and which exponents agree or jump across them."""
        return tuple(boundaries(self.program.parameters, self.phases))

    def certificate(self, name: str) -> Certificate:
        """Dual proof of optimality in a phase."""
        return Certificate.of(self.program, self.phase(name), self.proofs)

    def __str__(self) -> str:
        return "\n".join(p.line(self.program.unknowns) for p in self.phases)

    def __repr__(self) -> str:
        names = ", ".join(p.name for p in self.phases)
        return f"<PhaseDiagram{' (partial)' if self.left else ''}: {names}>"


# How the domain is cut, as it stands in the book of proofs.
Cuts = dict[str, Mapping[str, object]]
_Explored = tuple[list[CriticalRegion], Cuts, tuple[Cell, ...]]


def _by_products(program: Minimax, clock: Clock, _: bool) -> _Explored:
    """Few parameters and regions: what no region covers yet is asked about at once."""
    found = (p for signs in program.sides() for p in critical_regions(program, signs, clock))
    return list(found), {}, ()


def _by_parts(program: Minimax, clock: Clock, partial: bool) -> _Explored:
    """Many parameters: parts are cut by regions until nothing is left."""
    pieces: list[CriticalRegion] = []
    cuts: Cuts = {}
    left: list[Cell] = []
    searching = clock.part(_SEARCH) if partial else clock
    for signs in program.sides():
        cover = chart(program, signs, searching, partial=partial)
        pieces += cover.regions
        cuts |= {name: {"cut": encode_cell(cell)} for name, cell in cover.cuts.items()}
        if cover.by_bases:
            cuts[f"bases {key(canonical(program.chamber(signs)))}"] = {"bases": True}
        left += cover.left
    return pieces, cuts, tuple(left)


def _prove(
    program: Minimax,
    phases: Sequence[Phase],
    clock: Clock | None,
    cuts: Cuts,
    left: Sequence[Cell],
) -> dict[str, Mapping[str, object]]:
    """Certificates for every obligation."""
    proofs = {**cuts}
    for cell in obligations(program, phases, dict(proofs), left):
        if cuts:
            refuted_roughly(cell, clock)
        answer = settle(cell, clock)
        if answer.proof is None:
            where = " and ".join(map(str, answer.conditions))
            raise Undecided(f"{where} should be impossible: {answer.status}; {answer.tried}")
        proofs[key(answer.conditions)] = answer.proof
    return proofs


def _merge(
    program: Minimax, pieces: Iterable[CriticalRegion], clock: Clock, *, joined: bool
) -> Iterable[Phase]:
    """Join critical regions with the same formulas and the same binding rows into phases."""
    groups: list[list[CriticalRegion]] = []
    for piece in pieces:
        for group in groups:
            if _alike(group[0], piece):
                group.append(_aligned(group[0], piece))
                break
        else:
            groups.append([piece])
    constraints = {c.name for c in program.constraints}
    for number, group in enumerate(groups, start=1):
        binding = [name for name, _ in group[0].weights]
        yield Phase(
            name=str(number),
            tradeoff=tuple(n for n in binding if n not in constraints),
            bound_by=tuple(n for n in binding if n in constraints),
            region=_union(program, group, clock)
            if joined
            else Region(program.parameters, tuple(p.cell for p in group)),
            value=group[0].value,
            vertices=group[0].vertices,
            pieces=tuple(group),
        )


def _alike(one: CriticalRegion, other: CriticalRegion) -> bool:
    weights = dict(other.weights)
    if {n for n, _ in one.weights} != set(weights):
        return False
    if not all((w + -weights[n]).vanishes for n, w in one.weights):
        return False  # one certificate speaks for the whole phase
    if not (one.value + -other.value).vanishes or len(one.vertices) != len(other.vertices):
        return False
    return all(any(_same_vertex(v, w) for w in other.vertices) for v in one.vertices)


def _aligned(one: CriticalRegion, other: CriticalRegion) -> CriticalRegion:
    """The second region with its vertices in the order of the first."""
    order = [
        next(k for k, w in enumerate(other.vertices) if _same_vertex(v, w)) for v in one.vertices
    ]
    return replace(
        other,
        vertices=tuple(other.vertices[k] for k in order),
        slacks=tuple(other.slacks[k] for k in order),
    )


def _same_vertex(one: Sequence[Ratio], other: Sequence[Ratio]) -> bool:
    return all((x + -y).vanishes for x, y in zip(one, other, strict=True))


def _union(program: Minimax, group: Sequence[CriticalRegion], clock: Clock) -> Region:
    """Union of cells across walls, written with as few cells as can be proved."""
    cells = [piece.cell for piece in group]
    merged = True
    while merged:
        merged = False
        for one, other in itertools.combinations(cells, 2):
            joined = _join(program, one, other, clock)
            if joined is not None:
                cells = [c for c in cells if c not in (one, other)] + [joined]
                merged = True
                break
    return Region(program.parameters, tuple(cells))


def _join(program: Minimax, one: Cell, other: Cell, clock: Clock) -> Cell | None:
    """One cell for the union of two, up to the boundary between them, or None."""
    common = [
        c
        for c in dict.fromkeys((*one, *other, *program.domain.cells[0]))
        if _implied(one, c, clock) and _implied(other, c, clock)
    ]
    for a, b in itertools.product(one, other):
        outside = [*common, *(n for c in (a, b) for n in c.with_relation(">=").negated())]
        if settle(outside, clock).status is not Status.PROVED:
            return None
    return simplify_cell(common, clock)


def _implied(cell: Cell, condition: Condition, clock: Clock) -> bool:
    return condition in cell or all(
        settle([*cell, n], clock).status is Status.PROVED for n in condition.negated()
    )
