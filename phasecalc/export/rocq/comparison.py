"""Several diagrams compared: zones that tile the domain, and whose exponent is the largest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from phasecalc import checker
from phasecalc.checker import Polynomial
from phasecalc.exceptions import Undecided
from phasecalc.export.rocq.diagram import Theorems
from phasecalc.export.rocq.replay import Book
from phasecalc.export.rocq.writing import (
    Letters,
    comment,
    conjunction,
    identifier,
    number,
    parts,
    splits,
)
from phasecalc.optimum.overlay import Overlay, Zone
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.regions.condition import Cell, Condition, canonical, polynomial_of

__all__ = ["Compared"]


class Compared:
    """Theorems of a comparison; each diagram is a module.

    Parameters
    ----------
    overlay
        The zones.
    proofs
        Certificates of what the zones say, by content hash.
    prefix
        Of the names of the diagrams.
    """

    def __init__(
        self, overlay: Overlay, proofs: Mapping[str, Mapping[str, object]], prefix: str = ""
    ) -> None:
        self.overlay = overlay
        used: set[str] = set()
        self.modules = {
            name: (identifier(f"{prefix} {name}".strip(), used), Theorems(diagram))
            for name, diagram in overlay.diagrams
        }
        self.letters = Letters(overlay.diagrams[0][1].program)
        self.a = self.letters.a
        self.book = Book(self.letters, proofs)
        self.names: list[str] = []

    @cached_property
    def roots(self) -> set[int]:
        """Radicands that occur."""
        return self.book.roots.union(*(t.book.roots for _, t in self.modules.values()))

    def text(self) -> str:
        """Modules, zones, lemmas and theorems."""
        blocks = []
        for name, (module, theorems) in self.modules.items():
            blocks.append(
                f"{comment(name)}\nModule {module}.\n\n{theorems.text()}\n\nEnd {module}."
            )
            self.names += [f"{module}.{n}" for n in theorems.names]
        zones, body = [*self._zones()], [*self._bodies()]
        return "\n\n".join([*blocks, *zones, *self.book.text(), *body])

    def _zones(self) -> Iterator[str]:
        a, write = self.a, self.letters.condition
        (domain,) = self.overlay.domain.cells
        yield (f"Definition domain ({a} : R) : Prop := {conjunction([write(c) for c in domain])}.")
        for k, zone in enumerate(self.overlay.zones, start=1):
            (cell,) = zone.region.cells
            (closed,) = zone.region.weak().cells
            yield (
                f"{comment('Best: ' + ' = '.join(zone.best))}\n"
                f"Definition zone_{k} ({a} : R) : Prop := "
                f"{conjunction([write(c) for c in cell])}.\n"
                f"Definition closed_{k} ({a} : R) : Prop := "
                f"{conjunction([write(c) for c in closed])}."
            )

    def _bodies(self) -> Iterator[str]:
        for k, zone in enumerate(self.overlay.zones, start=1):
            yield self._inside(k, zone)
            yield self._best(k, zone)
            if k > 1:
                yield self._apart(k, zone)
        yield self._cover()

    def _theorem(self, name: str, statement: str, proof: Sequence[str]) -> str:
        self.names.append(name)
        head = f"Theorem {name} : forall {self.a} : R,\n  {statement}."
        return "\n".join([head, "Proof.", *proof, "Qed."])

    def _start(self, k: int, cell: Cell) -> str:
        names = [f"P{j}" for j, _ in enumerate(cell)]
        named = "rename P into P0." if len(names) == 1 else parts("P", names)
        return f"intros {self.a} P. unfold zone_{k} in P. {named}"

    def _inside(self, k: int, zone: Zone) -> str:
        """The zone lies in a phase of each diagram."""
        (cell,) = zone.region.cells
        goals, steps = [], []
        for name, phase in zone.phases:
            module, theorems = self.modules[name]
            label = f"{module}.{theorems.said.label[phase.name]}"
            goals.append(f"{label} {self.a}")
            steps.append(f"unfold {label}; {self._in_phase(cell, phase)}")
        statement = f"zone_{k} {self.a} ->\n  {conjunction(goals)}"
        proof = [self._start(k, cell), *(f"split; [{s}|]." for s in steps[:-1]), f"{steps[-1]}."]
        return self._theorem(f"zone_{k}_in_phases", statement, proof)

    def _in_phase(self, cell: Cell, phase: Phase) -> str:
        """Tactic that a zone lies in the phase."""
        count = len(phase.region.cells)
        for j, part in enumerate(phase.region.cells):
            steps = [self._implied(cell, c) for c in part]
            if None not in steps:
                way = "right; " * j + ("left; " if j < count - 1 else "")
                return way + "repeat split; " + f"first [{' | '.join(filter(None, steps))}]"
        raise Undecided(f"a zone is not proved to lie in phase {phase.name}")

    def _implied(self, here: Sequence[Condition], c: Condition) -> str | None:
        if c in here:
            return "lra"
        lemma = self.book.known([*here, *c.negated()])
        return None if lemma is None else f"(suppose_not; apply ({lemma} {self.a}); lra)"

    def _best(self, k: int, zone: Zone) -> str:
        """The best exponent exceeds those of the others, and equals those named with it."""
        (cell,) = zone.region.cells
        leader = zone.phase(zone.best[0])
        top = self._eta(zone.best[0], leader)
        goals, steps, unfolded = [], [], [top]
        for name, phase in zone.phases:
            if name == zone.best[0]:
                continue
            eta = self._eta(name, phase)
            unfolded.append(eta)
            goals.append(f"{eta} {self.a} {'=' if name in zone.best else '<'} {top} {self.a}")
            difference = phase.value + -leader.value
            steps.append("field; nonzero" if name in zone.best else self._gap(cell, difference))
        denominators = [leader.value, *(p.value for _, p in zone.phases)]
        proof = [
            self._start(k, cell),
            *self._nonzero(cell, denominators),
            f"unfold {', '.join(dict.fromkeys(unfolded))}.",
            splits(steps),
        ]
        return self._theorem(
            f"zone_{k}_best", f"zone_{k} {self.a} ->\n  {conjunction(goals)}", proof
        )

    def _eta(self, name: str, phase: Phase) -> str:
        module, theorems = self.modules[name]
        return f"{module}.eta{theorems.said.suffix(phase)}"

    def _nonzero(self, cell: Cell, ratios: Sequence[Ratio]) -> Iterator[str]:
        """Facts that denominators do not vanish on the zone."""
        seen = set()
        for ratio in ratios:
            bottom = Condition.make(self.letters.names, ratio.bottom, "=")
            text = self.letters.polynomial(ratio.bottom)
            if bottom.truth is None and text not in seen:
                seen.add(text)
                lemma = self.book.impossible([*cell, bottom])
                yield (
                    f"assert (D{len(seen)} : {text} <> 0) by "
                    f"(intro; apply ({lemma} {self.a}); lra)."
                )

    def _gap(self, cell: Cell, difference: Ratio) -> str:
        """Tactic that a difference is positive: it is a quotient of positive factors."""
        factor, tops, bottoms = self._factored(cell, difference)
        above, below = (" * ".join(f"({t})" for t, _ in f) or "1" for f in (tops, bottoms))
        asserted = "".join(
            f"assert (0 < {t}) by {how}; " for t, how in dict((*tops, *bottoms)).items()
        )
        value = f"{number(factor)} * ({above}) / ({below})"
        return (
            f"{asserted}apply Rminus_gt_0_lt; "
            f"match goal with |- 0 < ?x => replace x with ({value}) by (field; nonzero) end; "
            f"apply quotient_strict; repeat apply times_strict; first [assumption | lra]"
        )

    def _factored(
        self, cell: Cell, ratio: Ratio
    ) -> tuple[Fraction, list[tuple[str, str]], list[tuple[str, str]]]:
        """Positive number, and positive factors above and below, each with its proof."""
        import sympy as sp

        names = self.letters.names
        quotient = sp.cancel(sp.together(ratio_expression(ratio, names)))
        lead, sides = sp.S.One, []
        for k, part in enumerate(sp.fraction(quotient)):
            content, factors = sp.factor_list(part)
            lead = lead * content if k == 0 else lead / content
            oriented = []
            for f, multiplicity in factors:
                p = polynomial_of(sp.expand(f), names)
                how = self._positive(cell, p)
                if how is None:
                    p, lead = checker.scale(p, -1), lead * (-1) ** multiplicity
                    how = self._positive(cell, p)
                if how is None:
                    raise Undecided(f"the sign of {f} is not settled on a zone")
                oriented += [(self.letters.polynomial(p), how)] * multiplicity
            sides.append(oriented)
        value = Fraction(int(lead.p), int(lead.q))
        if value <= 0:
            raise Undecided("a zone does not name the best")
        return value, sides[0], sides[1]

    def _positive(self, cell: Cell, polynomial: Polynomial) -> str | None:
        names = self.letters.names
        against = Condition.make(names, checker.scale(polynomial, -1), ">=")
        lemma = self.book.known([*cell, against])
        return lemma and f"(suppose_not; apply ({lemma} {self.a}); lra)"

    def _apart(self, k: int, zone: Zone) -> str:
        """The zone meets none before it: in other phases of a diagram, or by certificate."""
        (cell,) = zone.region.cells
        goals, steps = [], []
        for j, other in enumerate(self.overlay.zones[: k - 1], start=1):
            goals.append(f"~ zone_{j} {self.a}")
            apart = self._other_phases(zone, other)
            if apart is not None:
                names = [f"Q{n}" for n, _ in enumerate(other.phases)]
                steps.append(f"intro Q; {self._phases_of(j, 'Q', names)}; exact ({apart})")
            else:
                lemma = self.book.impossible([*cell, *other.region.cells[0]])
                steps.append(f"intro Q; unfold zone_{j} in Q; apply ({lemma} {self.a}); lra")
        statement = f"zone_{k} {self.a} ->\n  {conjunction(goals)}"
        names = [f"R{n}" for n, _ in enumerate(zone.phases)]
        proof = [
            f"intros {self.a} P. {self._phases_of(k, 'P', names)}.",
            f"unfold zone_{k} in P.",
            splits(steps),
        ]
        return self._theorem(f"zone_{k}_apart", statement, proof)

    def _phases_of(self, k: int, hypothesis: str, names: Sequence[str]) -> str:
        """Tactic that names the phases in which a zone lies."""
        return parts(f"zone_{k}_in_phases {self.a} {hypothesis}", names).removesuffix(".")

    def _other_phases(self, zone: Zone, other: Zone) -> str | None:
        """Proof of absurdity where two zones lie in different phases of one diagram."""
        for n, ((name, one), (_, two)) in enumerate(zip(zone.phases, other.phases, strict=True)):
            if one != two:
                module, theorems = self.modules[name]
                order = [p.name for p in theorems.phases]
                pairs = sorted(
                    ((one.name, f"R{n}"), (two.name, f"Q{n}")), key=lambda p: order.index(p[0])
                )
                (first, h), (second, i) = pairs
                label = theorems.said.label[first]
                suffix = theorems.said.label[second].removeprefix("phase")
                return f"{module}.{label}_apart{suffix} {self.a} {h} {i}"
        return None

    def _cover(self) -> str:
        """Every point of the domain lies in a closed zone."""
        (domain,) = self.overlay.domain.cells
        count = len(self.overlay.zones)
        goal = r" \/ ".join(f"closed_{k + 1} {self.a}" for k in range(count))
        facts = {c: f"D{j}" for j, c in enumerate(domain)}
        proof = [
            f"intros {self.a} P. unfold domain in P.",
            *(f"assert ({n} : {self.letters.fact(c)}) by lra." for c, n in facts.items()),
            *self._covered(domain, (0, 0), facts),
        ]
        return self._theorem("zones_cover", f"domain {self.a} ->\n  {goal}", proof)

    def _covered(
        self, here: Sequence[Condition], at: tuple[int, int], facts: Mapping[Condition, str]
    ) -> list[str]:
        """In the zone ``at[0]``, or beyond one of its conditions and in a later zone.

        Each condition of a branch is a hypothesis by its name, numbered from ``at[1]`` on, so that
        no step has to look for it.
        """
        k, number = at
        zones = self.overlay.zones
        if k == len(zones):
            return [self._absurd(here, self.book.impossible(here), facts)]
        lines, inside, known = [], list(here), dict(facts)
        for c in zones[k].region.cells[0]:
            weak = c.with_relation(">=")
            (beyond,) = weak.negated()
            outer = canonical([*inside, beyond])
            lemma, name = self.book.listed(outer), f"K{number}"
            number += 1
            sides = " ".join(f"({self.letters.polynomial(x.polynomial)})" for x in (weak, beyond))
            lines += [f"destruct (sides {sides} ltac:(ring)) as [{name}|{name}]; cycle 1.", "{"]
            if lemma is not None:
                lines.append(self._absurd(outer, lemma, {**known, beyond: name}))
            else:
                lines += self._covered(outer, (k + 1, number), {**known, beyond: name})
            lines.append("}")
            inside.append(weak)
            known.setdefault(weak, name)
        held = " ".join(known[c.with_relation(">=")] for c in zones[k].region.cells[0])
        way = "right. " * k + ("left. " if k < len(zones) - 1 else "")
        return [*lines, f"{way}unfold closed_{k + 1}. clear - {held}. repeat split; lra."]

    def _absurd(self, cell: Sequence[Condition], lemma: str, facts: Mapping[Condition, str]) -> str:
        """Step from a lemma of emptiness, its premises by name."""
        given = " ".join(facts[c] for c in canonical(cell))
        return f"exfalso. exact ({lemma} {self.a} {given})."
