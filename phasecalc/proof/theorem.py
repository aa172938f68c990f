"""Theorems: made only by running a derivation whose every step is checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import sympy as sp

from phasecalc.exceptions import LedgerError, StepFailed, Undecided
from phasecalc.proof.claim import Claim, Relation, chain
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.proof.checks import Check

__all__ = ["Derivation", "Proof", "Step", "Theorem", "theorem"]

_SEAL = object()


@dataclass(frozen=True)
class Step:
    """One line of a proof.

    Parameters
    ----------
    claim
        What the line says; None for a citation or assumption in words.
    because
        Reason, a sentence.
    evidence
        How surely it is known.
    """

    claim: Claim | None
    because: str
    evidence: Evidence


class Theorem:
    """Result of a derivation that ran without a failed or undecided step.

    Only :func:`theorem` makes one. ``conclusions`` are the composed chains: each says how the
    expression that was considered relates to the last line about it.
    """

    __slots__ = ("conclusions", "label", "seconds", "source", "statement", "steps", "uses")

    def __init__(self, seal: object, derivation: Derivation, proof: Proof, seconds: float) -> None:
        if seal is not _SEAL:
            raise LedgerError("a Theorem is made by @theorem only, by running its derivation")
        self.label, self.source = derivation.label, derivation.source
        self.statement = derivation.statement
        self.uses = tuple(d.theorem for d in derivation.uses)
        self.steps: tuple[Step, ...] = tuple(proof.steps)
        self.conclusions: tuple[Claim, ...] = tuple(proof.conclusions)
        self.seconds = seconds

    @property
    def rank(self) -> Rank:
        """Weakest rank among the steps and the theorems used."""
        own = [s.evidence.rank for s in self.steps]
        return min([*own, *(t.rank for t in self.uses)], default=Rank.ASSUMED)

    def __repr__(self) -> str:
        return f"<Theorem {self.label}: {self.rank}, {len(self.steps)} steps>"


class Derivation:
    """A proof that can be run; :attr:`theorem` runs it once and keeps the result."""

    def __init__(
        self, body: Callable[[Proof], None], label: str, source: str, uses: Sequence[Derivation]
    ) -> None:
        self.body, self.label, self.source, self.uses = body, label, source, tuple(uses)
        self.statement = (body.__doc__ or "").strip()
        self.__doc__, self.__name__, self.__module__ = body.__doc__, body.__name__, body.__module__
        if not self.statement:
            raise LedgerError(f"{label}: state the theorem in the docstring")

    @cached_property
    def theorem(self) -> Theorem:
        """Run the derivation.

        Raises
        ------
        StepFailed
            A step is false.
        Undecided
            A step was neither confirmed nor refuted.
        """
        return self.run()

    def run(self) -> Theorem:
        """Run the derivation anew."""
        for used in self.uses:
            _ = used.theorem
        started = time.perf_counter()
        proof = Proof(self)
        self.body(proof)
        proof.close()
        return Theorem(_SEAL, self, proof, time.perf_counter() - started)

    def __repr__(self) -> str:
        return f"<Derivation {self.label}>"


def theorem(
    *, label: str, source: str = "", uses: Sequence[Derivation] = ()
) -> Callable[[Callable[[Proof], None]], Derivation]:
    """Turn a function that writes a proof into a derivation.

    Parameters
    ----------
    label
        Stable name.
    source
        Citation key of the paper that states it, or "" for a result of this book.
    uses
        Derivations this one rests on.
    """

    def decorate(body: Callable[[Proof], None]) -> Derivation:
        return Derivation(body, label, source, uses)

    return decorate


class Proof:
    """Writes a proof line by line; every line is checked as it is written."""

    def __init__(self, derivation: Derivation) -> None:
        self._derivation = derivation
        self.steps: list[Step] = []
        self.conclusions: list[Claim] = []
        self.definitions: dict[Expr, Expr] = {}
        self.words: list[tuple[Expr, Expr, str]] = []
        self.region = Region.everything(())
        self._current: Expr | None = None
        self._composed: Claim | None = None

    def where(self, *relations: Expr, parameters: Sequence[Expr]) -> Region:
        """Fix the region of parameters on which the following lines are claimed."""
        self.region = Region.where(*relations, parameters=parameters)
        if self.region.empty():
            raise StepFailed(f"{self._derivation.label}: the region {self.region} is empty")
        return self.region

    def let(self, name: str, value: Expr, words: str) -> Expr:
        """Abbreviate; checks see the definition, the page shows the name.

        The symbol carries no assumptions, so nothing unchecked can follow from its name.
        """
        symbol = sp.Symbol(name)
        if symbol in self.definitions or symbol in sp.sympify(value).free_symbols:
            raise StepFailed(f"{self._derivation.label}: {name} is already in use")
        self.definitions[symbol] = value
        self.words.append((symbol, value, words))
        return symbol

    def consider(self, expression: Expr) -> None:
        """Start a chain; the previous one, if any, is concluded."""
        self._conclude()
        self._current = expression

    def step(
        self, relation: Relation, right: Expr, because: str, check: Check, remainder: Expr | None = None
    ) -> None:
        """Add a line that relates the current expression to a new one."""
        if self._current is None:
            raise StepFailed(f"{self._derivation.label}: nothing is considered yet")
        claim = Claim(self._current, relation, right, self.region, remainder)
        evidence = self._check(claim, because, check)
        self.steps.append(Step(claim, because, evidence))
        self._compose(claim)
        self._current = right

    def equals(self, right: Expr, because: str, check: Check) -> None:
        """Add ``= right``."""
        self.step(Relation.EQUAL, right, because, check)

    def tends_to(self, right: Expr, because: str, check: Check, remainder: Expr) -> None:
        """Add ``~ right`` with the order of the relative error, which is checked as well."""
        self.step(Relation.EQUIVALENT, right, because, check, remainder)

    def same_order(self, right: Expr, because: str, check: Check) -> None:
        """Add ``=Theta= right``: equal up to constants."""
        self.step(Relation.SAME_ORDER, right, because, check)

    def at_least(self, right: Expr, because: str, check: Check) -> None:
        """Add ``>= right``."""
        self.step(Relation.AT_LEAST, right, because, check)

    def at_most(self, right: Expr, because: str, check: Check) -> None:
        """Add ``<= right``."""
        self.step(Relation.AT_MOST, right, because, check)

    def cite(self, statement: str, source: str) -> None:
        """Rest on a published result that no check here establishes."""
        self.steps.append(Step(None, statement, Evidence(Rank.CITED, source)))

    def assume(self, statement: str, because: str) -> None:
        """Rest on a statement that is open; it is named wherever the theorem is."""
        self.steps.append(Step(None, statement, Evidence(Rank.ASSUMED, because)))

    def close(self) -> None:
        """End the last chain."""
        self._conclude()
        if not self.steps:
            raise StepFailed(f"{self._derivation.label}: a proof has at least one step")

    def _check(self, claim: Claim, because: str, check: Check) -> Evidence:
        where = f"{self._derivation.label}, step {len(self.steps) + 1} ({because})"
        try:
            return check(claim.unfold(self.definitions), self._derivation)
        except StepFailed as failure:
            raise StepFailed(f"{where}: {failure}") from failure
        except Undecided as failure:
            raise Undecided(f"{where}: {failure}") from failure

    def _compose(self, claim: Claim) -> None:
        so_far = self._composed
        if so_far is None:
            self._composed = claim
            return
        relation = chain(so_far.relation, claim.relation)
        if relation is None:
            raise StepFailed(f"'{so_far.relation}' and '{claim.relation}' do not compose")
        rest = [x for x in (so_far.remainder, claim.remainder) if x is not None]
        self._composed = Claim(
            so_far.left, relation, claim.right, self.region, sp.Add(*rest) if rest else None
        )

    def _conclude(self) -> None:
        if self._composed is not None:
            self.conclusions.append(self._composed.unfold(self.definitions))
        self._composed = self._current = None
