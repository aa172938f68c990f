"""Theorems about a diagram: each phase is optimal, phases cover the domain and do not meet."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from phasecalc.exceptions import Undecided
from phasecalc.export.rocq.pieces import Piece
from phasecalc.export.rocq.replay import Book
from phasecalc.export.rocq.sizes import Sizes
from phasecalc.export.rocq.statements import Statements
from phasecalc.export.rocq.writing import cases, choose, conjunction, parts, splits
from phasecalc.optimum.diagram import PhaseDiagram
from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.phase import Phase
from phasecalc.regions.condition import Cell, Condition, canonical

__all__ = ["Theorems"]


class Theorems:
    """Theorems of a diagram, with the lemmas that prove them.

    Parameters
    ----------
    diagram
        The diagram with its certificates.
    only
        Names of the phases to be spoken of; by default all, and that they cover the domain.
    sizes
        Whether to speak of sizes as well as of exponents.
    """

    def __init__(
        self, diagram: PhaseDiagram, only: Sequence[str] = (), *, sizes: bool = False
    ) -> None:
        self.diagram = diagram
        self.program = diagram.program
        self.said = Statements(diagram)
        self.letters = self.said.letters
        self.book = Book(self.letters, diagram.proofs)
        self.only = only
        self.names: list[str] = []
        self.sizes = Sizes(self.said) if sizes else None

    @cached_property
    def phases(self) -> list[Phase]:
        """Phases spoken of."""
        return [p for p in self.diagram.phases if not self.only or p.name in self.only]

    def text(self) -> str:
        """Definitions, lemmas and theorems."""
        body = [*self._bodies()]
        sizes = [] if self.sizes is None else self.sizes.text()
        return "\n\n".join([*self.said.definitions(), *sizes, *self.book.text(), *body])

    def _bodies(self) -> Iterator[str]:
        for phase in self.phases:
            yield from self._phase(phase)
        for one, other in itertools.combinations(self.phases, 2):
            yield self._apart(one, other)
        if not self.only:
            yield self._cover()

    def _theorem(self, name: str, statement: str, proof: Sequence[str]) -> str:
        self.names.append(name)
        return "\n".join([f"Theorem {name} : {statement}.", "Proof.", *proof, "Qed."])

    def piece(self, phase: Phase, k: int) -> Piece:
        """Lemmas of a critical region."""
        name = f"piece{self.said.suffix(phase)}_{k + 1}"
        return Piece(name, self.program, phase.pieces[k], self.book)

    def _phase(self, phase: Phase) -> Iterator[str]:
        pieces = [self.piece(phase, k) for k in range(len(phase.pieces))]
        for piece in pieces:
            yield from piece.text()
        yield self._inside(phase)
        yield self._split(phase)
        yield self._defined(phase, pieces)
        yield self._optimal(phase, pieces)
        for k in range(len(phase.vertices)):
            yield self._attained(phase, pieces, k)
        if self.sizes is not None:
            yield self._theorem(*self.sizes.theorem(phase))

    def _facts(self, region: CriticalRegion) -> Cell:
        """Conditions of a critical region and of its chamber."""
        return tuple(dict.fromkeys((*region.cell, *self.program.chamber(region.signs))))

    def _split(self, phase: Phase) -> str:
        """A point of a phase off the walls lies in one of its critical regions."""
        said, name = self.said, self.said.label[phase.name]
        facts = [self._facts(p) for p in phase.pieces]
        goal = r" \/ ".join(f"({conjunction([*map(self.letters.fact, f)])})" for f in facts)
        lines = [
            f"Lemma {name}_pieces : {said.binder},",
            f"  {name} {self.letters.a} -> off_walls {self.letters.a} ->\n  {goal}.",
            f"Proof. intros {self.letters.a} P O. {self._walls()}",
            f"assert (I := {name}_in_domain {self.letters.a} P).",
            f"unfold {name} in P. unfold domain in I.",
        ]
        for k, cell in enumerate(phase.region.cells):
            last = k == len(phase.region.cells) - 1
            lines += [] if last else ["destruct P as [P|P].", "{"]
            lines += self._by_walls(functools.partial(self._chamber, cell, phase, facts))
            lines += [] if last else ["}"]
        return "\n".join([*lines, "Qed."])

    def _walls(self) -> str:
        names = [f"O{k}" for k, _ in enumerate(self.program.walls)]
        if len(names) == 1:
            return "unfold off_walls in O. rename O into O0."
        return f"unfold off_walls in O. {parts('O', names)}"

    def _by_walls(
        self, then: Callable[[tuple[int, ...]], list[str]], signs: tuple[int, ...] = ()
    ) -> list[str]:
        """Go through the sides of the walls; ``then`` closes the goal in each chamber."""
        k = len(signs)
        if k == len(self.program.walls):
            return then(signs)
        wall = self.letters.polynomial(self.program.walls[k].polynomial)
        return [
            f"destruct (Rtotal_order ({wall}) 0) as [S{k}|[S{k}|S{k}]].",
            "{",
            *self._by_walls(then, (*signs, -1)),
            f"}}\n{{ exfalso; exact (O{k} S{k}). }}\n{{",
            *self._by_walls(then, (*signs, 1)),
            "}",
        ]

    def _chamber(
        self, cell: Cell, phase: Phase, facts: Sequence[Cell], signs: tuple[int, ...]
    ) -> list[str]:
        """In one chamber name the critical region."""
        here = canonical([*cell, *self.program.chamber(signs)])
        missing = []
        for k, region in enumerate(phase.pieces):
            if region.signs == signs:
                steps = self._implied(here, facts[k])
                if steps is not None:
                    way = choose(k, len(facts))
                    return [f"{way}{splits(steps)}"]
                missing.append(k)
        if missing:
            raise Undecided(
                f"phase {phase.name}: that its region is that of its parts was not proved"
            )
        return [f"exfalso; {self._absurd(here)}."]

    def _absurd(self, cell: Sequence[Condition]) -> str:
        return f"apply ({self.book.impossible(cell)} {self.letters.a}); lra"

    def _implied(self, here: Cell, facts: Sequence[Condition]) -> list[str] | None:
        """Tactic for each of the facts; None where one is not proved."""
        steps = []
        for c in facts:
            if c in here:
                steps.append("lra")
                continue
            lemma = self.book.known([*here, *c.negated()])
            if lemma is None:
                return None
            steps.append(f"suppose_not; apply ({lemma} {self.letters.a}); lra")
        return steps

    def _inside(self, phase: Phase) -> str:
        """A phase lies in the domain."""
        said, name = self.said, self.said.label[phase.name]
        (domain,) = self.program.domain.cells
        proof = [f"intros {self.letters.a} P. unfold {name} in P. unfold domain."]
        for k, cell in enumerate(phase.region.cells):
            if k < len(phase.region.cells) - 1:
                proof.append("destruct P as [P|P]; [|].")
            steps = self._implied(cell, domain)
            if steps is None:
                raise Undecided(f"phase {phase.name} is not proved to lie in the domain")
            proof.append(f"{{ {splits(steps)} }}")
        statement = f"{said.binder},\n  {name} {self.letters.a} -> domain {self.letters.a}"
        return self._theorem(f"{name}_in_domain", statement, proof)

    def _start(self, phase: Phase, pieces: Sequence[Piece]) -> str:
        """Tactic that leaves one goal for each critical region, with its facts as hypotheses."""
        name = self.said.label[phase.name]
        names = [[f"Q{k}" for k, _ in enumerate(self._facts(p.region))] for p in pieces]
        return cases(f"{name}_pieces {self.letters.a} P O", names)

    def _use(self, piece: Piece, what: str, more: str = "") -> str:
        """Lemma of a critical region, applied to its facts."""
        cell, facts = piece.region.cell, self._facts(piece.region)
        given = " ".join(f"Q{facts.index(c)}" for c in cell)
        return f"{piece.name}_{what} {self.letters.a} {more} {given}"

    def _defined(self, phase: Phase, pieces: Sequence[Piece]) -> str:
        """No denominator of the phase's formulas vanishes."""
        name = self.said.label[phase.name]
        own = {
            f"{self.letters.polynomial(x.bottom)} <> 0"
            for x in (phase.value, *(x for v in phase.vertices for x in v))
            if any(map(any, x.bottom))
        }
        shared = [d for d in pieces[0].defined if all(d in p.defined for p in pieces)]
        goal = [d for d in shared if d in own] + [d for d in shared if d not in own]
        proof = [f"intros {self.letters.a} P O. {self._start(phase, pieces)}"]
        for p in pieces:
            names = [f"D{k}" for k, _ in enumerate(p.defined)]
            proof.append(f"{{ {parts(self._use(p, 'defined'), names)}")
            proof.append("  repeat split; assumption. }")
        statement = (
            f"{self.said.binder},\n  {name} {self.letters.a} -> off_walls {self.letters.a} ->\n"
            f"  {conjunction(goal)}"
        )
        return self._theorem(f"{name}_defined", statement, proof)

    def _optimal(self, phase: Phase, pieces: Sequence[Piece]) -> str:
        """The largest term is at least the value, whatever the unknowns."""
        letters, name = self.letters, self.said.label[phase.name]
        eta = f"- eta{self.said.suffix(phase)} {letters.a}"
        statement = (
            f"{self.said.binder},\n  {name} {letters.a} -> off_walls {letters.a} ->\n"
            f"  forall {letters.x} : R, feasible {letters.a} {letters.x} ->\n"
            f"  exists e, exponent {letters.a} {letters.x} e /\\ {eta} <= e"
        )
        bounds = self.program.constraints
        proof = [
            f"intros {letters.a} P O {letters.x} G. unfold feasible in G.",
            "rename G into G0."
            if len(bounds) == 1
            else parts("G", [f"G{k}" for k, _ in enumerate(bounds)]),
            *(f"unfold {n} in G{k}." for k, n in enumerate(letters.constraints.values())),
            self._start(phase, pieces),
        ]
        for piece in pieces:
            order = [next(k for k, c in enumerate(bounds) if c.name == n) for n in piece.binding]
            held = " ".join(f"G{k}" for k in order)
            lemma = f"{self._use(piece, 'lower', letters.x)} {held}"
            proof.append(f"{{ {cases(lemma, [['E']] * len(piece.terms))}")
            for n in piece.terms:
                at = piece.at(n, letters.unknowns)
                proof.append(f"  {{ exists ({at}). split; [|exact E]. {self._member(piece, n)} }}")
            proof.append("}")
        return self._theorem(f"{name}_optimal", statement, proof)

    def _member(self, piece: Piece, name: str) -> str:
        """That a present term's form is one of the exponents."""
        terms = self.program.terms
        k = next(k for k, t in enumerate(terms) if t.name == name)
        case = self._case(piece, name)
        unfold = f"unfold exponent, {self.letters.terms[name]}."
        way = choose(k, len(terms)) + choose(case, len(terms[k].pieces))
        return f"{unfold} {way}repeat split; first [reflexivity | lra | intro; lra]."

    def _case(self, piece: Piece, name: str) -> int:
        """Which case of a term holds in the chamber of a critical region."""
        term = next(t for t in self.program.terms if t.name == name)
        sides = set(self.program.chamber(piece.region.signs))
        return next(
            k
            for k, p in enumerate(term.pieces)
            if all(c.relation != "=" and c.with_relation(">") in sides for c in p.guard)
        )

    def _attained(self, phase: Phase, pieces: Sequence[Piece], k: int) -> str:
        """At the optimal unknowns the largest term is the value."""
        letters, name = self.letters, self.said.label[phase.name]
        at = " ".join(f"({x} {letters.a})" for x in self.said.vertex(phase, k))
        eta = f"- eta{self.said.suffix(phase)} {letters.a}"
        statement = (
            f"{self.said.binder},\n  {name} {letters.a} -> off_walls {letters.a} ->\n"
            f"  feasible {letters.a} {at} /\\\n  largest (exponent {letters.a} {at}) ({eta})"
        )
        vertex = ", ".join(self.said.vertex(phase, k))
        proof = [
            f"intros {letters.a} P O.",
            f"assert (Bounded : feasible {letters.a} {at} /\\ "
            f"forall e, exponent {letters.a} {at} e -> e <= {eta}).",
            f"{{ {self._start(phase, pieces)}",
            *(line for p in pieces for line in self._bounded(p, k, vertex, phase)),
            "}",
            "destruct Bounded as (F & U). split; [exact F|]. split; [|exact U].",
            f"destruct ({name}_optimal {letters.a} P O _{' _' * (len(letters.unknowns) - 1)} F) "
            "as (e & T & L).",
            "replace (" + eta + ") with e; [exact T|]. apply Rle_antisym; [exact (U e T)|exact L].",
        ]
        suffix = f"_{k + 1}" if k else ""
        return self._theorem(f"{name}_attained{suffix}", statement, proof)

    def _bounded(self, piece: Piece, k: int, vertex: str, phase: Phase) -> Iterator[str]:
        """On one critical region: constraints hold at the vertex, and no term exceeds the value."""
        names = [f"A{j}" for j, _ in enumerate(piece.forms)]
        rows = list(piece.forms)
        held = "".join(f", {n}" for n in self.letters.constraints.values())
        yield f"{{ {parts(self._use(piece, f'attained_{k + 1}'), names)}"
        yield f"  unfold feasible{held}, {vertex}, eta{self.said.suffix(phase)}. split."
        bounds = [f"exact A{rows.index(c.name)}" for c in self.program.constraints] or ["exact I"]
        yield f"  {{ {splits(bounds)} }}"
        terms = self.program.terms
        each = cases("T", [["T"]] * len(terms)) if terms[1:] else ""
        yield f"  intros e T. unfold exponent in T. {each}"
        for term in terms:
            name = self.letters.terms[term.name]
            each = cases("T", [["T"]] * len(term.pieces)) if term.pieces[1:] else ""
            yield f"  {{ unfold {name} in T. {each if term.pieces else 'easy.'}"
            present = self._case(piece, term.name) if term.name in piece.forms else None
            for j in range(len(term.pieces)):
                guards = self.said.guards(term, j)
                if j == present:
                    bare = f"destruct T as ({'_ & ' * len(guards)}T). " if guards else ""
                    yield f"    {{ {bare}rewrite T. exact A{rows.index(term.name)}. }}"
                else:
                    yield "    { exfalso; lra. }"
            yield "  }"
        yield "}"

    def _apart(self, one: Phase, other: Phase) -> str:
        """Two phases do not meet."""
        first, second = self.said.label[one.name], self.said.label[other.name]
        a = self.letters.a
        statement = f"{self.said.binder}, {first} {a} -> {second} {a} -> False"
        proof = [f"intros {a} P Q. unfold {first} in P. unfold {second} in Q."]
        for j, left in enumerate(one.region.cells):
            if j < len(one.region.cells) - 1:
                proof.append("destruct P as [P|P]; [|].")
            proof.append("{")
            for k, right in enumerate(other.region.cells):
                if k < len(other.region.cells) - 1:
                    proof.append("destruct Q as [Q|Q]; [|].")
                proof.append(f"{{ {self._absurd([*left, *right])}. }}")
            proof.append("}")
        return self._theorem(f"{first}_apart{self.said.suffix(other)}", statement, proof)

    def _cover(self) -> str:
        """Every point of the domain off the walls lies in a phase or on its boundary."""
        a, phases = self.letters.a, self.phases
        goal = r" \/ ".join(f"closed{self.said.suffix(p)} {a}" for p in phases)
        statement = f"{self.said.binder},\n  domain {a} -> off_walls {a} ->\n  {goal}"
        proof = [f"intros {a} P O. unfold domain in P. {self._walls()}"]
        proof += self._by_walls(self._covered)
        return self._theorem("phases_cover", statement, proof)

    def _covered(self, signs: tuple[int, ...]) -> list[str]:
        mine = [(p, q.cuts) for p in self.phases for q in p.pieces if q.signs == signs]
        return self._within(self.program.chamber(signs), mine, 0)

    def _within(self, here: Cell, left: Sequence[tuple[Phase, Cell]], depth: int) -> list[str]:
        """Try one critical region after another: in it, or beyond one of its cuts."""
        if not left:
            return [f"exfalso; {self._absurd(here)}."]
        (phase, cuts), *others = left
        lines, inside = [], here
        for cut in cuts:
            weak = cut.with_relation(">=")
            (beyond,) = weak.negated()
            name = f"K{depth}"
            depth += 1
            text = self.letters.polynomial(weak.polynomial)
            lines += [f"destruct (Rle_or_lt 0 ({text})) as [{name}|{name}]; cycle 1.", "{"]
            lines += self._within((*inside, beyond), others, depth)
            lines += ["}"]
            inside = (*inside, weak)
        return [*lines, self._reached(phase, canonical(inside))]

    def _reached(self, phase: Phase, here: Cell) -> str:
        """That a point lies in the closed region of a phase."""
        k = self.phases.index(phase)
        cells = phase.region.weak().cells
        for j, cell in enumerate(cells):
            steps = self._implied(here, cell)
            if steps is None:
                strict = {c.with_relation(">=") for c in here}
                steps = self._implied(tuple(dict.fromkeys((*here, *strict))), cell)
            if steps is not None:
                unfold = f"unfold closed{self.said.suffix(phase)}. "
                way = choose(k, len(self.phases)) + unfold
                return f"{way}{choose(j, len(cells))}{splits(steps)}"
        raise Undecided(f"phase {phase.name} is not proved to contain its parts with their edges")
