"""The best size at a budget, as a conclusion: from the terms of the loss to the loss itself.

Nothing is proved here. The chapter of a phase bounds the terms, before, in and beyond their window;
the chapter on the loss says what the loss is there. This module puts the two together, for every
model size.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from derivations.d16_budgets import Budget, Term
from derivations.d16_formal import CASES, MORE, first_mode, untouched
from derivations.d16_loss import loss_as_sum
from phasecalc.plrf.phases.objects import P
from phasecalc.proof import Cases, Claim, Derivation, Less, Mean, Proof, Recall
from phasecalc.symbols import alpha, d, f, gamma_0

__all__ = ["Best"]


@dataclass(frozen=True)
class Best:
    """What the loss is at its best size, in a phase.

    Parameters
    ----------
    spent
        The budget of the phase.
    chapter
        Its theorem: what the terms are before, in and beyond the window, and at the best size.
    eta, xi
        Exponents of the loss and of the model size.
    case
        Which goal of the chapter on the loss holds on the region.
    falling, rising
        The terms that are too large for smaller and for larger models.
    at_edge
        Whether the window ends at the best size, so that the smaller models are beyond it.
    tuned
        The learning rate at the best size, where it is free.
    """

    spent: Budget
    chapter: Derivation
    eta: sp.Expr
    xi: sp.Expr
    case: int
    falling: Term | None = None
    rising: Term | None = None
    at_edge: bool = False
    tuned: sp.Expr | None = None
    goal: int = 0

    @cached_property
    def room(self) -> Budget:
        """The budget, where there are more modes than features."""
        found = copy(self.spent)
        found.where = (*self.spent.where, MORE)
        return found

    @property
    def there(self) -> dict[sp.Symbol, sp.Expr]:
        """Sizes at the optimum."""
        return self.spent.sizes(f**self.xi, rate=self.tuned)

    @property
    def ratio(self) -> sp.Expr:
        """How much larger a model is than the best one."""
        return d / f**self.xi

    def loss(self, at: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
        """The loss at some sizes."""
        return P.at(**{s.name: x for s, x in at.items()})

    def at_all(self, relation: str, *, window: Any = (), growing: Any = ()) -> Claim:
        """A bound of the loss that holds for every model in a window."""
        here = self.loss(self.spent.sizes())
        sides = (f**-self.eta, relation, here)
        return self.room.claim(*sides, window=[*window, *self.spent.stable], growing=growing)

    @cached_property
    def everywhere(self) -> Claim:
        """No model has a loss of smaller order."""
        return self.at_all("<~", window=[d, f])

    @cached_property
    def attained(self) -> Claim:
        """One model has a loss of this order."""
        also = [] if self.tuned is None else [gamma_0]
        sides = (self.loss(self.there), "=Theta=", f**-self.eta)
        return self.room.at_best(*sides, growing=[f], also=also)

    @cached_property
    def larger(self) -> Claim:
        """A model of larger order has a loss of larger order."""
        return self.at_all("<<", window=[d], growing=[f, self.ratio])

    @cached_property
    def smaller(self) -> Claim:
        """So has a model of smaller order."""
        return self.at_all("<<", window=[d], growing=[f, 1 / self.ratio])

    @property
    def goals(self) -> tuple[Claim, ...]:
        """What is concluded."""
        both = () if self.falling is None else (self.larger, self.smaller)
        return (self.everywhere, self.attained, *both)

    def known(self, goal: int) -> Recall:
        """A goal of the phase."""
        return Recall(self.chapter, self.goal + goal)

    def as_loss(self, at: dict[sp.Symbol, sp.Expr]) -> Recall:
        """The main theorem at some sizes."""
        return Recall(loss_as_sum, self.case, at)

    def capacity(self) -> Recall:
        """At every time the loss is at least the capacity."""
        return Recall(
            loss_as_sum, len(CASES) + int(not CASES[self.case].smooth), self.spent.sizes()
        )

    @property
    def uses(self) -> tuple[Derivation, ...]:
        """What is recalled."""
        return tuple(dict.fromkeys((loss_as_sum, self.chapter, *self.spent.uses)))

    # The lines.

    def show(self, proof: Proof) -> None:
        """Write the proof of the goals."""
        self.show_everywhere(proof)
        with proof.show(self.attained) as chain:
            terms = self.spent.all_terms(self.there)
            chain.same_order(
                terms, "The loss is of the order of its terms.", self.as_loss(self.there)
            )
            chain.done("The terms at the best size.", self.known(4))
        if self.falling is not None and self.rising is not None:
            self._unique(proof, self.falling, self.rising)

    def show_everywhere(self, proof: Proof) -> None:
        """Write the proof that no model has a loss of smaller order."""
        spent, at = self.spent, self.spent.sizes()
        inside = self.at_all("<~", window=[spent.reach, spent.edge], growing=[d])
        with proof.show(inside) as chain:
            chain.step("<~", spent.all_terms(), "In the window, the terms.", self.known(1))
            chain.done("They are the loss.", self.as_loss(at), "=Theta=")
        beyond = self.at_all("<~", window=[1 / spent.edge], growing=[d])
        with proof.show(beyond) as chain:
            chain.step("<~", spent.terms[1].at(at), "Beyond it, the capacity.", self.known(3))
            chain.done("The loss is at least that.", self.capacity())
        before = self.at_all("<~", window=[1 / spent.reach, d, f])
        with proof.show(before) as chain:
            chain.step("<~", sp.S.One, "The budget is at least a number.", Less())
            chain.done("Nothing is learnt yet.", Recall(untouched, values=at))
        small = self.at_all("<~", window=[1 / d, d, f])
        with proof.show(small) as chain:
            chain.step("<~", d ** (-2 * alpha), "The model does not grow.", Less())
            chain.done("It misses a part of the first mode.", Recall(first_mode, values=at))
        late = self.at_all("<~", window=[spent.reach, f], growing=[d])
        either = Cases(spent.edge, Recall(inside), Recall(beyond))
        proof.shows(late, "In the window or beyond it.", either)
        grown = self.at_all("<~", window=[f], growing=[d])
        either = Cases(spent.reach, Recall(late), Recall(before))
        proof.shows(grown, "Before the window or later.", either)
        either = Cases(d, Recall(grown), Recall(small), growing=True)
        proof.shows(self.everywhere, "Every model.", either)

    def _unique(self, proof: Proof, falling: Term, rising: Term) -> None:
        spent, at = self.spent, self.spent.sizes()
        window = [spent.reach, spent.edge]
        large_in = self.at_all("<<", window=window, growing=[d, f, self.ratio])
        self._inside(proof, large_in, rising)
        before = self.at_all("<<", window=[1 / spent.reach, d], growing=[f])
        with proof.show(before) as chain:
            chain.step("<<", sp.S.One, "The budget grows.", Less())
            chain.done("Nothing is learnt yet.", Recall(untouched, values=at), "<~")
        beyond = self.at_all("<<", window=[1 / spent.edge], growing=[d, f, 1 / self.ratio])
        power = spent.terms[1].order(at)
        with proof.show(beyond) as chain:
            chain.step("<<", power, "Smaller models have more capacity to miss.", Less())
            term = spent.terms[1]
            chain.same_order(term.at(at), "The capacity.", term.recalled(at))
            chain.done("The loss is at least that.", self.capacity(), "<~")
        small = self.at_all("<<", window=[1 / d, d], growing=[f])
        with proof.show(small) as chain:
            chain.step("<<", d ** (-2 * alpha), "The model does not grow.", Less())
            chain.done("It misses a part of the first mode.", Recall(first_mode, values=at), "<~")
        small_in = large_in
        if not self.at_edge:
            small_in = self.at_all("<<", window=window, growing=[d, f, 1 / self.ratio])
            self._inside(proof, small_in, falling)
        for goal, ratio, inside in (
            (self.larger, self.ratio, large_in),
            (self.smaller, 1 / self.ratio, small_in),
        ):
            late = self.at_all("<<", window=[spent.reach], growing=[d, f, ratio])
            either = Cases(spent.edge, Recall(inside), Recall(beyond))
            proof.shows(late, "In the window or beyond it.", either)
            grown = self.at_all("<<", growing=[d, f, ratio])
            either = Cases(spent.reach, Recall(late), Recall(before))
            proof.shows(grown, "Before the window or later.", either)
            either = Cases(d, Recall(grown), Recall(small), growing=True)
            proof.shows(goal, "Every such model.", either)

    def _inside(self, proof: Proof, goal: Claim, term: Term) -> None:
        spent, at = self.spent, self.spent.sizes()
        weights = (int(t is term) for t in spent.terms)
        with proof.show(goal) as chain:
            chain.step("<<", term.order(at), "One term is larger.", Less())
            chain.step("<~", spent.orders(), "It is one of them.", Mean(*weights))
            chain.same_order(spent.all_terms(), "The terms.", spent.recalled())
            chain.done("They are the loss.", self.as_loss(at), "=Theta=")
