"""Several phase diagrams over one plane: which is best where, with proofs.

The domain is cut along the phases of every diagram, and where the difference of two exponents
changes its sign, along its zero set. On each cell that remains, the winner's exponent is proved
to be the largest; that the cells cover the domain and do not overlap is proved by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc import checker
from phasecalc.exceptions import DomainError, Undecided
from phasecalc.optimum.ratio import factors
from phasecalc.regions.condition import Cell, Condition, canonical
from phasecalc.regions.decide import Status, settle
from phasecalc.regions.encoding import key
from phasecalc.regions.region import Region
from phasecalc.regions.simplify import simplify_cell
from phasecalc.regions.work import Clock, Limit

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.optimum.diagram import PhaseDiagram
    from phasecalc.optimum.phase import Phase

__all__ = ["Overlay", "Zone", "overlay"]

_MOST_PIECES = 1000  # of the domain, while its cover is checked


@dataclass(frozen=True)
class Zone:
    """Cell of the plane on which the order of the diagrams' best is one and the same.

    Parameters
    ----------
    region
        Where; one open cell.
    best
        Names of the diagrams whose exponent is the largest there; several where they are equal.
    phases
        Phase of each diagram there, by the diagram's name.
    """

    region: Region
    best: tuple[str, ...]
    phases: tuple[tuple[str, Phase], ...]

    def phase(self, name: str) -> Phase:
        """Phase of one of the diagrams."""
        return dict(self.phases)[name]

    @property
    def exponent(self) -> Expr:
        """Largest loss exponent."""
        return self.phase(self.best[0]).exponent

    def gain(self, over: str) -> Expr:
        """How much larger the best exponent is than that of another diagram."""
        import sympy as sp

        return sp.factor(self.exponent - self.phase(over).exponent)

    def __repr__(self) -> str:
        return f"<Zone: {' = '.join(self.best)} on {self.region}>"


@dataclass(frozen=True)
class Overlay:
    """Zones that tile the common domain of several diagrams.

    Parameters
    ----------
    diagrams
        What was compared, by name.
    zones
        Open cells; they do not overlap and cover the domain up to their boundaries.
    """

    diagrams: tuple[tuple[str, PhaseDiagram], ...]
    zones: tuple[Zone, ...]

    @cached_property
    def domain(self) -> Region:
        """The common domain."""
        return self.diagrams[0][1].program.domain

    def at(self, *point: object) -> Zone:
        """Zone of an exact point; on a boundary the first that touches it.

        Raises
        ------
        DomainError
            The point lies outside the domain.
        """
        for zone in self.zones:
            if zone.region.weak().contains(*point):
                return zone
        raise DomainError(f"({', '.join(map(str, point))}) lies outside {self.domain}")

    def prove(self, timeout: Limit = None) -> int:
        """Prove that the zones tile the domain and name the best; return how many statements.

        Independent of how the zones were found: it reads only the zones.

        Raises
        ------
        Undecided
            A statement was not proved.
        """
        return self._judged(_Judge(None, timeout))

    def proofs(self, timeout: Limit = None) -> dict[str, Mapping[str, object]]:
        """Proof of each statement, by content hash of the statement."""
        judge = _Judge(None, timeout)
        self._judged(judge)
        return judge.found

    def recheck(self, proofs: Mapping[str, Mapping[str, object]]) -> int:
        """Have the small checker accept given proofs of every statement; return how many.

        Raises
        ------
        Undecided
            A statement has no proof.
        CheckFailed
            A proof is wrong, or proves nothing that is stated.
        """
        judge = _Judge(proofs)
        count = self._judged(judge)
        if not judge.used.issuperset(proofs):
            raise checker.CheckFailed("some of the proofs prove nothing that is stated")
        return count

    def _judged(self, judge: _Judge) -> int:
        for zone in self.zones:
            _well_formed(zone, self.diagrams)
        # The quickest statements first: a wrong zone is found out at once.
        for zone in self.zones:
            _claim(zone, judge)
        _cover(self.domain, [z.region.cells[0] for z in self.zones], judge)
        for one, other in itertools.combinations(self.zones, 2):
            judge.require([*one.region.cells[0], *other.region.cells[0]])
        count = sum(diagram.recheck() for _, diagram in self.diagrams)
        return count + judge.count

    def __repr__(self) -> str:
        return f"<Overlay of {', '.join(n for n, _ in self.diagrams)}: {len(self.zones)} zones>"


def overlay(diagrams: Mapping[str, PhaseDiagram], timeout: Limit = None) -> Overlay:
    """Compare diagrams over the same parameters.

    Parameters
    ----------
    diagrams
        By name; where several are equal the zones name them all, in this order.
    timeout
        Seconds to wait for the whole, or None for as long as the counted work takes.

    Raises
    ------
    DomainError
        The diagrams have different domains.
    Undecided
        The sign of a difference was not settled.

    Examples
    --------
    Is it better to have the exponent a/(a + 1) or 1 - a?

    >>> import sympy as sp
    >>> from phasecalc.optimum.program import Program
    >>> a, x = sp.symbols("a x")
    >>> def law(t): return Program.of(terms={"t": t}, unknowns=[x], constraints=[x >= 0, x <= 1],
    ...                               domain=[a > 0, a < 1]).diagram()
    >>> both = overlay({"one": law(-a / (a + 1) + 0 * x), "two": law((a - 1) * x)})
    >>> both.zones
    (<Zone: two on a > 0 and -a**2 - a + 1 > 0>,
     <Zone: one on a > 0 and a**2 + a - 1 > 0 and a < 1>)
    >>> both.prove() > 10
    True
    """
    clock = Clock.of(timeout)
    first = next(iter(diagrams.values())).program.domain
    for name, diagram in diagrams.items():
        if diagram.program.domain != first:
            raise DomainError(f"{name} is solved on {diagram.program.domain}, not on {first}")
    cells: list[tuple[Cell, tuple[tuple[str, Phase], ...]]] = [(first.cells[0], ())]
    for name, diagram in diagrams.items():
        cells = [
            (joint, (*phases, (name, phase)))
            for cell, phases in cells
            for phase in diagram.phases
            for part in phase.region.cells
            if (joint := simplify_cell([*cell, *part], clock)) is not None
        ]
    zones = [
        Zone(Region(first.names, (part,)), best, phases)
        for cell, phases in cells
        for part, best in _settled(first.names, cell, phases, clock)
    ]
    return Overlay(tuple(diagrams.items()), tuple(zones))


def _settled(
    names: tuple[str, ...], cell: Cell, phases: Sequence[tuple[str, Phase]], clock: Clock
) -> Iterator[tuple[Cell, tuple[str, ...]]]:
    """The cell, cut where needed, with the names of the best on each part."""
    best, *rest = phases
    equal = [best[0]]
    for name, phase in rest:
        ahead = _ahead(names, cell, phase, best[1], clock)
        if ahead is None:
            equal.append(name)
            continue
        behind = ahead.negated()[0].with_relation(">")
        parts = [p for c in (ahead, behind) if (p := _part(cell, c, clock)) is not None]
        if len(parts) == 2:
            for part in parts:
                yield from _settled(names, part, phases, clock)
            return
        if _part(cell, behind, clock) is None:
            best, equal = (name, phase), [name]
    yield cell, tuple(equal)


def _part(cell: Cell, condition: Condition, clock: Clock) -> Cell | None:
    """Part of a cell on which a condition holds, or None where that is proved empty."""
    if condition.truth is not None:
        return cell if condition.truth else None
    return simplify_cell([*cell, condition], clock)


def _ahead(
    names: tuple[str, ...], cell: Cell, one: Phase, other: Phase, clock: Clock
) -> Condition | None:
    """Condition that the first has the larger exponent; None where they are equal.

    Factors whose sign the cell settles are left out, so that cuts are the curves they seem.
    """
    found = factors(names, other.value + -one.value)
    if not found:
        return None
    number, *rest = found
    product = checker.constant(number, len(names))
    for factor in rest:
        sign = _sign(cell, factor, clock)
        settled = factor.polynomial if sign is None else checker.constant(sign, len(names))
        product = checker.multiply(product, settled)
    return Condition.make(names, product, ">")


def _sign(cell: Cell, positive: Condition, clock: Clock) -> int | None:
    """Sign of a polynomial on the open cell, or None where it has both or it is not settled."""
    opposite = positive.negated()[0].with_relation(">")
    for s, excluded in ((1, opposite), (-1, positive)):
        if settle([*cell, excluded.with_relation(">=")], clock).status is Status.PROVED:
            return s
    return None


def _well_formed(zone: Zone, diagrams: Sequence[tuple[str, PhaseDiagram]]) -> None:
    """One open cell with a point, a phase of every diagram, and winners in their order.

    Raises
    ------
    CheckFailed
        Something else: a line or an empty set would be disjoint from all and cover nothing.
    """
    names = [n for n, _ in diagrams]
    if [n for n, _ in zone.phases] != names:
        raise checker.CheckFailed(f"a zone names the phase of each of {', '.join(names)}, in order")
    if not zone.best or list(zone.best) != [n for n in names if n in zone.best]:
        raise checker.CheckFailed(f"{zone.best} are not some of {', '.join(names)}, in order")
    if any(p not in d.phases for (_, p), (_, d) in zip(zone.phases, diagrams, strict=True)):
        raise checker.CheckFailed("a zone names a phase that its diagram does not have")
    cells = zone.region.cells
    if len(cells) != 1 or any(c.relation != ">" for c in cells[0]):
        raise checker.CheckFailed(f"a zone is one open cell, not {zone.region}")
    if settle(cells[0]).witness is None:
        raise checker.CheckFailed(f"the zone {zone.region} has no point")


def _claim(zone: Zone, judge: _Judge) -> None:
    """Prove that the zone lies in the phases it says, and names the best of them."""
    names, here = zone.region.names, zone.region.cells[0]
    leader = zone.phase(zone.best[0])
    for name, phase in zone.phases:
        for failing in itertools.product(*phase.region.cells):
            judge.require([*here, *(n for c in failing for n in c.negated())])
        found = factors(names, leader.value + -phase.value)
        if (name in zone.best) == bool(found):
            raise Undecided(f"on {zone.region} {name} is said to be among the best, or not to be")
        if found:
            # Values are exponents t of f**t: the best has the least, so the product is negative.
            number, *rest = found
            for factor in rest:
                number = number if judge.positive(here, factor) else -number
            if number >= 0:
                raise Undecided(f"{leader.exponent} is not the larger exponent on {zone.region}")


class _Judge:
    """Decides statements of emptiness: by search, or by looking up proofs and checking them."""

    def __init__(
        self, book: Mapping[str, Mapping[str, object]] | None, timeout: Limit = None
    ) -> None:
        self.book = book
        self.clock = Clock.of(timeout)
        self.found: dict[str, Mapping[str, object]] = {}
        self.used: set[str] = set()
        self.count = 0

    def impossible(self, cell: Iterable[Condition]) -> bool:
        """Whether the conditions are proved to have no common solution."""
        conditions = canonical(cell)
        if self.book is None:
            answer = settle(conditions, self.clock)
            if answer.status is not Status.PROVED or answer.proof is None:
                return False
            self.found[key(conditions)] = answer.proof
        else:
            name = key(conditions)
            proof = self.book.get(name)
            if proof is None:
                return False
            self.used.add(name)
            hypotheses = [(c.polynomial, c.relation) for c in conditions]
            checker.refute(hypotheses, dict(proof), len(conditions[0].names))
        self.count += 1
        return True

    def positive(self, here: Cell, factor: Condition) -> bool:
        """Sign of a polynomial that is nowhere zero on a cell: whether it is positive.

        Raises
        ------
        Undecided
            Neither sign is proved.
        """
        opposite = factor.negated()[0].with_relation(">")
        for sign, excluded in ((True, opposite), (False, factor)):
            if self.impossible([*here, excluded.with_relation(">=")]):
                return sign
        raise Undecided(f"the sign of {factor} is not settled where {' and '.join(map(str, here))}")

    def require(self, cell: Iterable[Condition]) -> None:
        """Insist that the conditions are impossible.

        Raises
        ------
        Undecided
            Not proved.
        """
        conditions = canonical(cell)
        if not self.impossible(conditions):
            raise Undecided(
                f"{' and '.join(map(str, conditions))} should be impossible: not proved"
            )


def _cover(domain: Region, cells: Sequence[Cell], judge: _Judge) -> None:
    """Prove that nothing of the domain is outside every closed cell."""
    left: list[Sequence[Condition]] = list(domain.cells)
    for cell in cells:
        remaining: list[Sequence[Condition]] = []
        for rest in left:
            inside: list[Condition] = []
            for c in cell:
                outer = [*rest, *inside, c.with_relation(">=").negated()[0]]
                inside.append(c.with_relation(">="))
                if not judge.impossible(outer):
                    remaining.append(canonical(outer))
        left = remaining
        if len(left) > _MOST_PIECES:
            raise Undecided(f"not covered: more than {_MOST_PIECES} pieces are left over")
    if left:
        raise Undecided(f"not covered: {' and '.join(map(str, left[0]))}")
