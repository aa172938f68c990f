"""Theorems: made only by running a derivation whose every step the kernel has accepted.

What is stated, what is checked and what is printed is one object: the goals of a theorem are
claims, its proof ends in them, and its sentence on a page is written from them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import sympy as sp

from phasecalc.exceptions import LedgerError, StepFailed
from phasecalc.kernel.effort import renew
from phasecalc.kernel.language import Node, Statement, encode_node, encode_statement, unfold
from phasecalc.kernel.rules import Room, Step
from phasecalc.kernel.theorem import IN_ROCQ, RULES, Line, check_line, stored
from phasecalc.proof.by import Reason, Recall
from phasecalc.proof.claim import OBJECTS, Claim, definitions, guarded
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.measured import Measurement
from phasecalc.proof.path import path
from phasecalc.proof.read import as_expression, node
from phasecalc.proof.search import Search
from phasecalc.proof.taken import assumed_line
from phasecalc.proof.wording import sentence
from phasecalc.proof.written import Belief, Shown, Written

__all__ = ["Belief", "Chain", "Derivation", "Proof", "Shown", "Theorem", "Written", "theorem"]

_SEAL = object()


class Theorem:
    """Result of a derivation that ran without a failed or undecided step.

    Only :func:`theorem` makes one. ``goals`` are what it states; ``lines`` are all claims that
    were shown on the way, the goals among them; ``beliefs`` are what was taken without a proof.
    """

    def __init__(self, seal: object, derivation: Derivation, proof: Proof, seconds: float) -> None:
        if seal is not _SEAL:
            raise LedgerError("a Theorem is made by @theorem only, by running its derivation")
        self.label, self.source = derivation.label, derivation.source
        self.comment = derivation.comment
        self.goals = derivation.goals
        self.uses = tuple(d.theorem for d in proof.uses)
        self.lines, self.beliefs = tuple(proof.lines), tuple(proof.beliefs)
        self.definitions, self.seconds = tuple(proof.words), seconds
        self.proofs = dict(proof.search.proofs)

    @property
    def rank(self) -> Rank:
        """Weakest rank among the goals, the beliefs and the theorems used."""
        own = [s.rank for s in self.lines if s.claim in self.goals]
        return min([*own, *(b.evidence.rank for b in self.beliefs), *(t.rank for t in self.uses)])

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Classical lemmas that it, or a theorem that it uses, rests on."""
        own = {x for s in self.lines for x in s.line.rests_on}
        own |= {IN_ROCQ for b in self.beliefs if b.evidence.rank is Rank.ROCQ}
        return tuple(sorted(own.union(*(t.rests_on for t in self.uses))))

    @property
    def statement(self) -> str:
        """The goals as sentences, in LaTeX; what is only believed is not among them."""
        return _stated(self.goals)

    @property
    def steps(self) -> tuple[Written | Belief, ...]:
        """Every step and every belief."""
        return (*(w for s in self.lines for w in s.steps), *self.beliefs)

    def as_data(self) -> dict[str, Any]:
        """The theorem as the kernel reads it, without the certificates."""
        return {
            "label": self.label,
            "source": self.source,
            "rank": str(self.rank),
            "uses": [t.label for t in self.uses],
            "lines": [dict(s.data) for s in self.lines],
            "goals": [k for k, s in enumerate(self.lines) if s.claim in self.goals],
            "beliefs": [[str(b.evidence.rank), b.words] for b in self.beliefs],
        }

    def __repr__(self) -> str:
        return f"<Theorem {self.label}: {self.rank}, {len(self.goals)} goals>"


class Derivation:
    """A proof that can be run; :attr:`theorem` runs it once and keeps the result."""

    def __init__(
        self,
        body: Callable[[Proof], None],
        label: str,
        source: str,
        uses: Sequence[Derivation],
        goals: Sequence[Claim],
    ) -> None:
        if not all(isinstance(d, Derivation) for d in uses):
            raise LedgerError(f"{label}: uses are derivations, made by @theorem")
        if not all(isinstance(g, Claim) for g in goals):
            raise LedgerError(f"{label}: goals are claims, made by claim(...)")
        self.body, self.label, self.source = body, label, source
        self.uses, self.goals = tuple(uses), tuple(goals)
        self.comment = " ".join((body.__doc__ or "").split())
        self.__doc__, self.__name__, self.__module__ = body.__doc__, body.__name__, body.__module__

    def __init_subclass__(cls) -> None:
        raise LedgerError("a Derivation is made by @theorem only")

    @property
    def statement(self) -> str:
        """The goals as sentences, in LaTeX."""
        return _stated(self.goals)

    @cached_property
    def theorem(self) -> Theorem:
        """The theorem, once proved; raises StepFailed or Undecided at the line that fails."""
        return self.run()

    def run(self) -> Theorem:
        """Run the derivation anew."""
        started = time.perf_counter()
        proof = Proof(self)
        self.body(proof)
        proof.close()
        return Theorem(_SEAL, self, proof, time.perf_counter() - started)

    def __repr__(self) -> str:
        return f"<Derivation {self.label}>"


def _stated(goals: Sequence[Claim]) -> str:
    return " ".join(sentence(goal) for goal in goals) or "No goal: what it cites or measures."


def theorem(
    *, label: str, source: str = "", uses: Sequence[Derivation] = (), goals: Sequence[Claim] = ()
) -> Callable[[Callable[[Proof], None]], Derivation]:
    """Turn a function that writes a proof into a derivation.

    Parameters
    ----------
    label
        A stable name.
    source
        Citation key of the paper that states the theorem; "" for a result of this book.
    uses
        Derivations whose lines it may recall.
    goals
        What it states; the proof must show every one.
    """
    return lambda body: Derivation(body, label, source, uses, goals)


class Chain:
    """Writes the steps from the left side of a claim to its right one."""

    def __init__(self, proof: Proof, claim: Claim) -> None:
        self.proof, self.claim = proof, claim
        self.where = proof.derivation.label
        self.room = guarded(
            lambda: Room(claim.statement, definitions(), proof.statement_of, proof.search),
            f"{self.where}: {claim.statement.relation}",
        )
        self.left: Node = self.room.statement.left
        self.rows: list[dict[str, Any]] = []
        self.written: list[Written] = []

    def step(
        self,
        relation: str,
        right: sp.Expr,
        because: str,
        by: Reason,
        remainder: sp.Expr | None = None,
    ) -> None:
        """Add a step to a new expression."""
        full = as_expression(right).xreplace(self.proof.meanings)
        rest = None if remainder is None else node(remainder.xreplace(self.proof.meanings), OBJECTS)
        self._add(relation, node(full, OBJECTS), because, by, rest)

    def equals(self, right: sp.Expr, because: str, by: Reason) -> None:
        """Add ``= right``."""
        self.step("=", right, because, by)

    def same_order(self, right: sp.Expr, because: str, by: Reason) -> None:
        """Add ``=Theta= right``."""
        self.step("=Theta=", right, because, by)

    def done(self, because: str, by: Reason, relation: str = "") -> None:
        """Add the last step, to the right side of the claim."""
        s = self.claim.statement
        relation = relation or s.relation
        self._add(relation, s.right, because, by, s.remainder if relation == "~" else None)

    def _add(self, relation: str, right: Node, because: str, by: Reason, rest: Node | None) -> None:
        place = (
            f"{self.where}, line {len(self.proof.lines) + 1}, step {len(self.rows) + 1} ({because})"
        )
        if not isinstance(by, Reason) or by.rule not in RULES:
            raise StepFailed(f"{place}: {by!r:.40} is not a reason of the kernel")
        guarded(lambda: self._checked(relation, right, because, by, rest), place)

    def _checked(
        self, relation: str, right: Node, because: str, by: Reason, rest: Node | None
    ) -> None:
        renew()
        self.proof.place(by)
        full = unfold(right, definitions())
        data = by.data(self.room, self.left, relation, full)
        row = {"relation": relation, "right": encode_node(right), "rule": by.rule, **data}
        if rest is not None:
            row["remainder"] = encode_node(rest)
            rest = unfold(rest, definitions())
        step = Step(self.left, relation, full, rest, row)
        rule, lemma = RULES[by.rule]
        rule(self.room, step)
        self.left = full
        self.rows.append(row)
        rank = self.proof.rank_of(by, lemma)
        how = lemma or by.rule
        self.written.append(Written(relation, right, because, Evidence(rank, how), rest))


class Proof:
    """Writes a proof line by line; every step is checked as it is written."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation, self.uses = derivation, derivation.uses
        self.search = Search()
        self.lines: list[Shown] = []
        self.beliefs: list[Belief] = []
        self.words: list[tuple[sp.Symbol, sp.Expr, str]] = []
        self.meanings: dict[sp.Expr, sp.Expr] = {}

    @contextmanager
    def show(self, goal: Claim) -> Iterator[Chain]:
        """Show a claim: write the steps that lead from its left side to its right one."""
        chain = Chain(self, goal)
        yield chain
        self._conclude(chain)

    def shows(self, goal: Claim, because: str, by: Reason) -> None:
        """Show a claim in one step."""
        with self.show(goal) as chain:
            chain.done(because, by)

    def let(self, name: str, value: sp.Expr, words: str) -> sp.Symbol:
        """Abbreviate; the kernel sees the definition, the page shows the name."""
        symbol = sp.Symbol(name)
        if any(s.name == name for s, _, _ in self.words):
            raise StepFailed(f"{self.derivation.label}: the name {name} is already in use")
        full = as_expression(value).xreplace(self.meanings)
        self.words.append((symbol, full, words))
        self.meanings[symbol] = full
        return symbol

    def cite(self, statement: str, source: str) -> None:
        """Take a sentence from a paper."""
        self._believe(Belief(statement, Evidence(Rank.CITED, source)))

    def assume(self, statement: str, because: str) -> None:
        """Take a sentence without a proof."""
        self._believe(Belief(statement, Evidence(Rank.ASSUMED, because)))

    def measure(self, measurement: Measurement, because: str) -> None:
        """Measure, enclose or rewrite something that the kernel cannot read."""
        place = f"{self.derivation.label} ({because})"
        evidence = guarded(measurement.judge, place)
        if not evidence.rank.believed or not isinstance(measurement, Measurement):
            raise StepFailed(f"{place}: what the kernel has not read is not proved")
        self._believe(Belief(f"{measurement}: {because}", evidence))

    def take(self, taken: Claim, because: str) -> None:
        """Take formally what the evidence of this theorem says in words: a line without steps.

        Parameters
        ----------
        taken
            What is taken; its rank, and that of every line that recalls it, is the weakest of what
            this theorem has believed so far and of the theorems that it uses; ``assumed`` where
            that is above ``cited`` and no program compared this very statement with Rocq's text.
        because
            How the words say it.

        Raises
        ------
        StepFailed
            There is no evidence yet, or it says nothing.
        """
        place = f"{self.derivation.label}, line {len(self.lines) + 1} ({because})"
        believed = [b.evidence.rank for b in self.beliefs]
        used = [u.theorem.rank for u in self.uses]
        rests = {x for u in self.uses for x in u.theorem.rests_on}
        line, data = guarded(lambda: assumed_line(taken, believed, used, rests, self.search), place)
        why = Evidence(Rank.named(line.rank), "what is believed below, said formally")
        step = Written(taken.statement.relation, taken.statement.right, because, why)
        self.lines.append(Shown(taken, (step,), line, data))

    def _believe(self, belief: Belief) -> None:
        if any(s.data.get("taken") for s in self.lines):
            raise StepFailed(f"{self.derivation.label}: evidence comes before what is taken on it")
        self.beliefs.append(belief)

    def close(self) -> None:
        """Every goal has been shown."""
        shown = [s.claim for s in self.lines]
        if not self.derivation.goals and not self.beliefs:
            raise StepFailed(f"{self.derivation.label}: state the theorem: it has no goal")
        missing = [g for g in self.derivation.goals if g not in shown]
        if missing:
            raise StepFailed(
                f"{self.derivation.label}: {len(missing)} of {len(self.derivation.goals)} goals "
                "are not shown"
            )

    # What is known, and how surely.

    def statement_of(self, label: str, index: int) -> Statement:
        """Statement of an earlier line, unfolded."""
        return self.line_of(label, index).statement.mapped(lambda e: unfold(e, definitions()))

    def line_of(self, label: str, index: int) -> Line:
        """An earlier line of this proof, or of a theorem in use."""
        if label == self.derivation.label:
            return self.lines[index].line
        for used in self.uses:
            if used.label == label:
                return used.theorem.lines[index].line
        raise StepFailed(f"{self.derivation.label}: {label} is not among the theorems it uses")

    def place(self, by: Reason) -> None:
        """Find the lines that a reason recalls."""
        for recall in by.recalls:
            recall.place = self._place(recall)

    def _place(self, recall: Recall) -> tuple[str, int]:
        if isinstance(recall.of, Claim):
            for k, shown in enumerate(self.lines):
                if shown.claim is recall.of:
                    return self.derivation.label, k
            for used in self.uses:
                for k, shown in enumerate(used.theorem.lines):
                    if shown.claim is recall.of:
                        return used.label, k
            raise StepFailed("a claim is recalled before it is shown")
        if recall.of not in self.uses:
            raise StepFailed(f"{recall.of.label} is not among the theorems this one uses")
        goal = recall.of.goals[recall.goal]
        lines = recall.of.theorem.lines
        return recall.of.label, next(k for k, s in enumerate(lines) if s.claim is goal)

    def rank_of(self, by: Reason, lemma: str) -> Rank:
        """Rank of a step."""
        ranks = [Rank.PROVED_ON if lemma else Rank.PROVED]
        for recall in by.recalls:
            if recall.place is not None:
                ranks.append(Rank.named(self.line_of(*recall.place).rank))
        return min(ranks)

    def _conclude(self, chain: Chain) -> None:
        s = chain.claim.statement
        label = self.derivation.label
        data: dict[str, Any] = {
            "statement": encode_statement(s),
            "witness": dict(chain.claim.witness),
            "steps": chain.rows,
        }
        place = f"{label}, line {len(self.lines) + 1}"
        if way := guarded(lambda: path(chain.room, chain.claim.witness), place):
            data["path"] = way
        if s.remainder is not None:
            from phasecalc.proof.remainder import vanishing

            data["vanishes"] = guarded(lambda: vanishing(chain.room), place)
        book = stored(self.search.proofs)
        line = guarded(
            lambda: check_line(s, chain.rows, definitions(), self.line_of, book, data), place
        )
        self.lines.append(Shown(chain.claim, tuple(chain.written), line, data))
