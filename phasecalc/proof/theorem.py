"""Theorems: made only by running a derivation whose every step is checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from phasecalc.exceptions import LedgerError, StepFailed, Undecided
from phasecalc.proof.checks import Induction, Instance
from phasecalc.proof.claim import Claim, Relation, chain
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.exact import Check, Context, prove_empty
from phasecalc.proof.hygiene import well_formed
from phasecalc.regions.condition import Condition, polynomial_of
from phasecalc.regions.region import Region

__all__ = ["Derivation", "Proof", "Step", "Theorem", "theorem"]

_SEAL = object()


@dataclass(frozen=True)
class Step:
    """One line of a proof: a checked claim, or a sentence that is cited or assumed."""

    claim: Claim | None
    because: str
    evidence: Evidence


class Theorem:
    """Result of a derivation that ran without a failed or undecided step.

    Only :func:`theorem` makes one. ``conclusions`` are the composed chains: each relates the
    expression that was considered to the last line about it.
    """

    def __init__(self, seal: object, derivation: Derivation, proof: Proof, seconds: float) -> None:
        if seal is not _SEAL:
            raise LedgerError("a Theorem is made by @theorem only, by running its derivation")
        self.label, self.source = derivation.label, derivation.source
        self.statement = derivation.statement
        self.uses = tuple(d.theorem for d in derivation.uses)
        self.steps, self.conclusions = tuple(proof.steps), tuple(proof.conclusions)
        self.definitions, self.seconds = tuple(proof.words), seconds

    @property
    def rank(self) -> Rank:
        """Weakest rank among the steps and the theorems used."""
        return min([*(s.evidence.rank for s in self.steps), *(t.rank for t in self.uses)])

    def __repr__(self) -> str:
        return f"<Theorem {self.label}: {self.rank}, {len(self.steps)} steps>"


class Derivation:
    """A proof that can be run; :attr:`theorem` runs it once and keeps the result."""

    def __init__(
        self, body: Callable[[Proof], None], label: str, source: str, uses: Sequence[Derivation]
    ) -> None:
        if not all(isinstance(d, Derivation) for d in uses):
            raise LedgerError(f"{label}: uses are derivations, made by @theorem")
        self.body, self.label, self.source, self.uses = body, label, source, tuple(uses)
        self.statement = " ".join((body.__doc__ or "").split())
        self.__doc__, self.__name__, self.__module__ = body.__doc__, body.__name__, body.__module__
        if not self.statement:
            raise LedgerError(f"{label}: state the theorem in the docstring")

    def __init_subclass__(cls) -> None:
        raise LedgerError("a Derivation is made by @theorem only")

    @cached_property
    def theorem(self) -> Theorem:
        """The theorem, once proved; raises StepFailed or Undecided at the line that fails."""
        return self.run()

    def run(self) -> Theorem:
        """Run the derivation anew."""
        started = time.perf_counter()
        for used in self.uses:
            _ = used.theorem
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

    ``label`` is a stable name, ``source`` the citation key of the paper that states the theorem
    ("" for a result of this book), ``uses`` the derivations it rests on.
    """
    return lambda body: Derivation(body, label, source, uses)


class Proof:
    """Writes a proof line by line; every line is checked as it is written."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        self._steps: list[Step] = []
        self._conclusions: list[Claim] = []
        self._words: list[tuple[sp.Symbol, sp.Expr, str]] = []
        self._region = Region.everything(())
        self._cases: list[Region] = []
        self._inside = False
        self._sequences: dict[object, tuple[sp.Expr, sp.Expr]] = {}
        self._current: sp.Expr | None = None
        self._composed: Claim | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Lines so far."""
        return tuple(self._steps)

    @property
    def conclusions(self) -> tuple[Claim, ...]:
        """Chains composed so far."""
        return tuple(self._conclusions)

    @property
    def words(self) -> tuple[tuple[sp.Symbol, sp.Expr, str], ...]:
        """Abbreviations: symbol, what it stands for, in words."""
        return tuple(self._words)

    @property
    def region(self) -> Region:
        """Region of parameters for which the next lines are claimed."""
        return self._region

    def where(self, *relations: sp.Basic, parameters: Sequence[sp.Symbol]) -> None:
        """Fix the region of parameters for which the following lines are claimed, outside cases.

        A parameter whose symbol is declared positive brings that condition with it.
        """
        if self._inside or self._cases:
            raise StepFailed(f"{self.derivation.label}: exhaust the cases before a new region")
        region = Region.where(*relations, parameters=parameters)
        for p in parameters:
            if p.is_positive:
                row = Condition.make(region.names, polynomial_of(p, region.names), ">")
                region = region & Region(region.names, ((row,),))
        self._enter(region)

    @contextmanager
    def case(self, *relations: sp.Basic) -> Iterator[None]:
        """Narrow the region for some lines."""
        whole, before = self.region, len(self.conclusions)
        if self._inside:
            raise StepFailed(f"{self.derivation.label}: a case inside a case; name both at once")
        self._enter((whole & Region.where(*relations, parameters=whole.names)).simplified())
        self._cases.append(self.region)
        self._inside = True
        yield
        self._inside = False
        self._conclude()
        self._region = whole
        if len(self.conclusions) == before:
            raise StepFailed(f"{self.derivation.label}: nothing is shown in the case {relations}")

    def exhaust(self, because: str, besides: sp.Basic = sp.false) -> None:
        """State that the cases so far cover the region, but for the points of ``besides``."""
        if self._inside:
            raise StepFailed(f"{self.derivation.label}: cases are exhausted after the last of them")
        left_out = Region.where(besides, parameters=self.region.names)
        if not all(any(c.relation == "=" for c in cell) for cell in left_out.cells):
            raise StepFailed(f"{self.derivation.label}: {left_out} is more than curves or points")
        left = self.region & ~left_out
        for case in self._cases:
            left = left & ~case
        self._add(Step(None, because, prove_empty(left)))
        self._cases = []

    def let(self, name: str, value: sp.Expr, words: str) -> sp.Symbol:
        """Abbreviate; checks see the definition, the page shows the name.

        The symbol carries no assumptions, so nothing unchecked can follow from its name.
        """
        symbol = sp.Symbol(name)
        written = [value, *(v for _, v, _ in self.words)]
        written += [e for s in self.steps if s.claim for e in (s.claim.left, s.claim.right)]
        taken = {s.name for e in written for s in e.free_symbols} | set(self.region.names)
        if name in taken | {s.name for s, _, _ in self.words}:
            raise StepFailed(f"{self.derivation.label}: the name {name} is already in use")
        self._words.append((symbol, value, words))
        return symbol

    def consider(self, expression: sp.Expr) -> None:
        """Start a chain; the previous one, if any, is concluded."""
        self._conclude()
        self._current = expression

    def step(
        self,
        relation: Relation,
        right: sp.Expr,
        because: str,
        check: Check,
        remainder: sp.Expr | None = None,
    ) -> None:
        """Add a line that relates the current expression to a new one."""
        if self._current is None:
            raise StepFailed(f"{self.derivation.label}: nothing is considered yet")
        if (relation is Relation.EQUIVALENT) != (remainder is not None):
            raise StepFailed(f"{self.derivation.label}: a remainder belongs to ~ and only to it")
        claim = Claim(self._current, relation, right + sp.S.Zero, self.region, remainder)
        where = f"{self.derivation.label}, step {len(self.steps) + 1} ({because})"
        try:
            context = Context(self.derivation.uses, self._definitions())
            if not isinstance(check, Check):
                raise StepFailed(f"{check!r} is not a check of the kernel")
            well_formed(claim, context.definitions)
            evidence = Check.judge(check, claim, context)
            self._define(claim, check)
        except (StepFailed, Undecided) as failure:
            raise type(failure)(f"{where}: {failure}") from failure
        self._add(Step(claim, because, evidence))
        self._compose(claim)
        self._current = claim.right

    def recall(self, used: Derivation, conclusion: int, because: str) -> sp.Expr:
        """Start a chain with a conclusion of a theorem in use, as it stands; its right side."""
        known = used.theorem.conclusions[conclusion]
        self.consider(known.left)
        check = Instance(used, conclusion=conclusion)
        self.step(known.relation, known.right, because, check, known.remainder)
        return known.right

    def equals(self, right: sp.Expr, because: str, check: Check) -> None:
        """Add ``= right``."""
        self.step(Relation.EQUAL, right, because, check)

    def tends_to(self, right: sp.Expr, because: str, check: Check, remainder: sp.Expr) -> None:
        """Add ``~ right`` with the order of the relative error, which is checked as well."""
        self.step(Relation.EQUIVALENT, right, because, check, remainder)

    def same_order(self, right: sp.Expr, because: str, check: Check) -> None:
        """Add ``=Theta= right``: equal up to constants."""
        self.step(Relation.SAME_ORDER, right, because, check)

    def at_least(self, right: sp.Expr, because: str, check: Check) -> None:
        """Add ``>= right``."""
        self.step(Relation.AT_LEAST, right, because, check)

    def at_most(self, right: sp.Expr, because: str, check: Check) -> None:
        """Add ``<= right``."""
        self.step(Relation.AT_MOST, right, because, check)

    def more_than(self, right: sp.Expr, because: str, check: Check) -> None:
        """Add ``> right``."""
        self.step(Relation.MORE, right, because, check)

    def less_than(self, right: sp.Expr, because: str, check: Check) -> None:
        """Add ``< right``."""
        self.step(Relation.LESS, right, because, check)

    def cite(self, statement: str, source: str) -> None:
        """Rest on a published result that no check here establishes."""
        self._add(Step(None, statement, Evidence(Rank.CITED, source)))

    def assume(self, statement: str, because: str) -> None:
        """Rest on a statement that is open; it is named wherever the theorem is."""
        self._add(Step(None, statement, Evidence(Rank.ASSUMED, because)))

    def close(self) -> None:
        """End the last chain."""
        self._conclude()
        if self._cases or not self.conclusions:
            raise StepFailed(f"{self.derivation.label}: no conclusion, or cases not exhausted")

    def _add(self, step: Step) -> None:
        self._steps.append(step)

    def _define(self, claim: Claim, check: Check) -> None:
        """A sequence has one recursion in a proof."""
        if isinstance(check, Induction):
            mine = (check.start, check.recursion)
            if self._sequences.setdefault(claim.left.func, mine) != mine:
                raise StepFailed(f"{claim.left.func} has another recursion already")

    def _enter(self, region: Region) -> None:
        self._conclude()
        if region.sample() is None:
            raise StepFailed(f"{self.derivation.label}: the region {region} is empty")
        self._region = region

    def _compose(self, claim: Claim) -> None:
        so_far = self._composed
        relation = claim.relation if so_far is None else chain(so_far.relation, claim.relation)
        if relation is None:
            raise StepFailed(f"{self.derivation.label}: this relation does not continue the chain")
        left = claim.left if so_far is None else so_far.left
        rest = [x for c in (so_far, claim) if c is not None and (x := c.remainder) is not None]
        keep = relation is Relation.EQUIVALENT
        total = sp.Add(*rest, evaluate=False) if keep else None
        self._composed = Claim(left, relation, claim.right, self.region, total)

    def _conclude(self) -> None:
        if self._composed is not None:
            self._conclusions.append(self._composed.substitute(self._definitions()))
        self._composed = self._current = None

    def _definitions(self) -> dict[sp.Expr, sp.Expr]:
        return {name: value for name, value, _ in self.words}
