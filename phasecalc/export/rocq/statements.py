"""What a diagram says, as definitions: terms, constraints, domain, phases and their formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phasecalc.export.rocq.writing import Letters, comment, conjunction
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.minimax import Term
from phasecalc.optimum.phase import Phase
from phasecalc.regions.condition import Cell, Condition
from phasecalc.regions.region import Region

__all__ = ["Statements", "contrary"]


class Statements:
    r"""Definitions of a diagram.

    Parameters
    ----------
    diagram
        What is stated.

    Examples
    --------
    >>> from phasecalc.plrf.phases.store import load
    >>> said = Statements(load().diagram)
    >>> print([*said.phase(load().diagram.phase("III"))][1])
    Definition phase_III (alpha beta : R) : Prop := alpha > 1 / 2 /\ beta > alpha.
    """

    def __init__(self, diagram: PhaseDiagram) -> None:
        self.program = diagram.program
        self.phases = diagram.phases
        self.letters = Letters(diagram.program)
        self.label = {p.name: self.letters.fresh(p.name, "phase_") for p in diagram.phases}

    @property
    def parameters(self) -> str:
        """Binder of the parameters."""
        return f"({self.letters.a} : R)"

    @property
    def everything(self) -> str:
        """Binder of parameters and unknowns."""
        return f"({self.letters.a} {self.letters.x} : R)"

    def suffix(self, phase: Phase) -> str:
        """The label without ``phase``."""
        return self.label[phase.name].removeprefix("phase")

    def vertex(self, phase: Phase, k: int) -> list[str]:
        """Names of the optimal unknowns; further vertices of a face are numbered."""
        number = f"_{k + 1}" if k else ""
        return [f"{x}_at{self.suffix(phase)}{number}" for x in self.letters.unknowns]

    def definitions(self) -> Iterator[str]:
        """All of them."""
        yield from self._domain()
        for term in self.program.terms:
            yield from self._term(term)
        letters = self.letters
        every = [f"{letters.terms[t.name]} {letters.a} {letters.x} e" for t in self.program.terms]
        yield comment("One of the terms has this exponent.")
        yield (
            f"Definition exponent ({letters.a} {letters.x} e : R) : Prop :=\n  "
            + " \\/\n  ".join(every)
            + "."
        )
        for c in self.program.constraints:
            yield comment(c.name)
            yield (
                f"Definition {letters.constraints[c.name]} {self.everything} : Prop :=\n"
                f"  {letters.form(c.form, letters.unknowns)} <= 0."
            )
        held = [f"{n} {letters.a} {letters.x}" for n in letters.constraints.values()]
        yield f"Definition feasible {self.everything} : Prop :=\n  {conjunction(held)}."
        for phase in self.phases:
            yield from self.phase(phase)

    def _domain(self) -> Iterator[str]:
        letters = self.letters
        yield comment("Where the parameters may be.")
        yield f"Definition domain {self.parameters} : Prop := {self.region(self.program.domain)}."
        yield comment("Off the lines on which a term changes its form.")
        walls = [f"{letters.polynomial(w.polynomial)} <> 0" for w in self.program.walls]
        yield f"Definition off_walls {self.parameters} : Prop := {conjunction(walls)}."

    def phase(self, phase: Phase) -> Iterator[str]:
        """Region, loss exponent and optimal unknowns of a phase."""
        letters, name = self.letters, self.label[phase.name]
        binding = " = ".join((*phase.tradeoff, *phase.bound_by))
        yield comment(f"Phase {phase.name}: {binding}")
        yield f"Definition {name} {self.parameters} : Prop := {self.region(phase.region)}."
        closed = self.region(phase.region.weak())
        yield f"Definition closed{self.suffix(phase)} {self.parameters} : Prop := {closed}."
        yield (
            f"Definition eta{self.suffix(phase)} {self.parameters} : R := "
            f"{letters.ratio(-phase.value)}."
        )
        for k, vertex in enumerate(phase.vertices):
            for x, ratio in zip(self.vertex(phase, k), vertex, strict=True):
                yield f"Definition {x} {self.parameters} : R := {letters.ratio(ratio)}."

    def region(self, region: Region) -> str:
        """A union of conjunctions."""
        cells = [conjunction([self.letters.condition(c) for c in cell]) for cell in region.cells]
        return cells[0] if len(cells) == 1 else r" \/ ".join(f"({c})" for c in cells) or "False"

    def _term(self, term: Term) -> Iterator[str]:
        letters = self.letters
        yield comment(
            f"{term.name} = f^e" + ("; of its cases the first" if term.pieces[1:] else "")
        )
        cases = [
            conjunction([*self.guards(term, k), f"e = {letters.form(p.form, letters.unknowns)}"])
            for k, p in enumerate(term.pieces)
        ]
        body = " \\/\n  ".join(f"({c})" for c in cases) if len(cases) > 1 else "".join(cases)
        name = letters.terms[term.name]
        yield f"Definition {name} ({letters.a} {letters.x} e : R) : Prop :=\n  {body or 'False'}."

    def guards(self, term: Term, k: int) -> list[str]:
        """When the k-th case of a term counts: it holds, and none before does."""
        guard = term.pieces[k].guard
        own = [self.letters.condition(c) for c in guard]
        earlier = (p.guard for p in term.pieces[:k])
        return [*own, *(self._not(g) for g in earlier if not contrary(guard, g))]

    def _not(self, guard: Cell) -> str:
        return f"~ ({conjunction([self.letters.condition(c) for c in guard])})"

    @property
    def binder(self) -> str:
        """Parameters, quantified."""
        return f"forall {self.letters.a} : R"


def contrary(one: Sequence[Condition], other: Sequence[Condition]) -> bool:
    """Whether a condition of one is plainly the opposite of one of the other."""
    opposites = {n for c in other for n in c.with_relation(">").negated() if c.relation != "="}
    return any(c.relation == ">" and c.with_relation(">=") in opposites for c in one)
