"""How the phase chapters write their claims: the terms of the loss at a budget.

A chapter says which terms make up the loss and what their orders are recalled from; this module
puts the model size and the time of a budget into them. Proved here is only what is the same in
every phase: before the first step, beyond the window, and that two terms are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from phasecalc.plrf.phases.objects import F_0, F_ac, F_pp, K_pp
from phasecalc.proof import Add, Claim, Derivation, Mean, Named, Powers, Proof, Recall, claim, total
from phasecalc.proof.read import expression
from phasecalc.symbols import B, alpha, d, f, gamma, gamma_0, kappa_0, r, rho, tau

__all__ = ["CONSTANT", "SHRINKING", "Budget", "Goals", "Term"]

# The largest learning rate: a constant for alpha > 1/2, and below it a power of the model size.
CONSTANT, SHRINKING = gamma, gamma_0 * d ** (2 * alpha - 1)


@dataclass(frozen=True)
class Term:
    """A term of the loss, and the goal of an earlier chapter that gives its order."""

    name: str
    of: Named
    known: Derivation
    goal: int = 0

    def at(self, values: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
        """The term itself."""
        own = {s.name: x for s, x in values.items() if s.name in self.of.arguments}
        return self.of.at(**own)

    def order(self, values: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
        """The power that it is of the order of."""
        return expression(self.known.goals[self.goal].statement.right).xreplace(values)

    def recalled(self, values: dict[sp.Symbol, sp.Expr]) -> Recall:
        """The reason: the chapter, at these sizes."""
        sizes = self.known.goals[self.goal].statement.sizes
        return Recall(self.known, self.goal, {s: x for s, x in values.items() if s.name in sizes})


FORGETTING = Term("Forgetting", F_pp, pure_point_forcing)
UNTOUCHED = Term("Forgetting", F_pp, pure_point_forcing, 1)  # before the first step
SMOOTH_CAPACITY = Term("The capacity", F_0, capacity)
ROUGH_CAPACITY = Term("The capacity", F_0, capacity, 1)
DISTORTION = Term("Distortion", F_ac, absolutely_continuous_forcing)
FLAT_DISTORTION = Term("Distortion", F_ac, absolutely_continuous_forcing, 1)
NOISE, FLAT_NOISE = Term("Noise", K_pp, kernel_noise), Term("Noise", K_pp, flat_kernel)
__all__ += ["DISTORTION", "FLAT_DISTORTION", "FLAT_NOISE", "FORGETTING", "NOISE"]
__all__ += ["ROUGH_CAPACITY", "SMOOTH_CAPACITY", "UNTOUCHED"]


class Goals(NamedTuple):
    """What a phase states, see :meth:`Budget.goals`."""

    before: Claim
    bound: Claim
    stepwise: Claim
    beyond: Claim
    attained: Claim
    balance: Claim


class Budget:
    """A budget f = d r spent at a learning rate, and the terms that make up the loss.

    Parameters
    ----------
    loss
        The sum of the terms.
    rate
        The learning rate at model size d.
    terms
        In the order of the sum.
    where
        The region.
    largest
        If given, the learning rate is free, and at most of this order.
    """

    def __init__(
        self,
        loss: Named,
        rate: sp.Expr,
        terms: Sequence[Term],
        where: Sequence[Any],
        largest: sp.Expr | None = None,
    ) -> None:
        self.loss, self.rate, self.terms, self.where = loss, rate, terms, where
        self.uses = tuple(dict.fromkeys(t.known for t in terms))
        self.fixed = list(rate.free_symbols & {gamma, gamma_0}) if largest is None else []
        self.free = [] if largest is None else [gamma]
        self.stable = [] if largest is None else [largest / rate]
        # The time that a budget buys, and what is left of the window, up to constants.
        self.reach = sp.powsimp(rate.xreplace(dict.fromkeys(self.fixed, sp.S.One)) * f / d)
        self.edge = sp.powsimp(d ** (2 * alpha) / self.reach)

    def sizes(
        self, size: sp.Expr = d, budget: sp.Expr = f, rate: sp.Expr | None = None
    ) -> dict[sp.Symbol, sp.Expr]:
        """Values of d, gamma and tau for a model size and a budget."""
        chosen = sp.powsimp(sp.powdenest(self.rate.xreplace({d: size}))) if rate is None else rate
        return {d: size, gamma: chosen, tau: sp.powsimp(chosen * B * budget / size)}

    def all_terms(self, at: dict[sp.Symbol, sp.Expr] | None = None) -> sp.Expr:
        """Sum of the terms, as an object."""
        return self.loss.at(**{s.name: x for s, x in (at or self.sizes()).items()})

    def orders(self, at: dict[sp.Symbol, sp.Expr] | None = None) -> sp.Expr:
        """Sum of their orders, term by term."""
        return total(*(t.order(at or self.sizes()) for t in self.terms))

    def recalled(self, at: dict[sp.Symbol, sp.Expr] | None = None) -> Add:
        """The reason that the two sums are of the same order."""
        return Add(*(t.recalled(at or self.sizes()) for t in self.terms))

    def claim(self, *sides: Any, budget: sp.Symbol = f, **window: Any) -> Claim:
        """A claim for all sizes on the region of the phase."""
        return self.at_best(*sides, sizes=[d, budget, *self.free], **window)

    def at_best(
        self,
        *sides: Any,
        sizes: Sequence[sp.Symbol] = (f,),
        also: Sequence[Any] = (),
        **window: Any,
    ) -> Claim:
        """A claim for all budgets on the region of the phase."""
        constants = [*self.fixed, *also, B, kappa_0, rho]
        return claim(*sides, where=self.where, constants=constants, sizes=sizes, **window)

    def lower(self, eta: sp.Expr) -> tuple[Claim, Claim, Claim, Claim]:
        """No model does better than f^(-eta): before, in and beyond the window of the terms."""
        best, per_step = f**-eta, {f: d * r}
        window = [self.reach, self.edge, *self.stable]
        return (
            self.claim(best, "<~", FORGETTING.at(self.sizes()), window=[1 / self.reach, f]),
            self.claim(best, "<~", self.all_terms(), window=window, growing=[d]),
            self.claim(
                best.xreplace(per_step),
                "<~",
                self.all_terms(self.sizes(budget=d * r)),
                budget=r,
                window=[sp.powsimp(w.xreplace(per_step)) for w in window],
                growing=[d],
            ),
            self.claim(best, "<~", F_0.at(), window=[1 / self.edge, *self.stable], growing=[d]),
        )

    def untouched(self, proof: Proof, goal: Claim) -> None:
        """Show that a budget of less than a step buys nothing."""
        with proof.show(goal) as chain:
            chain.step("<~", sp.S.One, "The budget is at least a number.", Mean(1))
            reason = UNTOUCHED.recalled(self.sizes())
            chain.done("Before the first step nothing is learnt.", reason, "=Theta=")

    def too_small(self, proof: Proof, goal: Claim, capacity: Term, how: str) -> None:
        """Show that beyond the window a model is too small: its capacity alone is too much."""
        with proof.show(goal) as chain:
            chain.step(
                "<~",
                capacity.order(self.sizes()),
                f"Beyond the window the model is {how}.",
                Mean(1),
            )
            chain.done(f"{capacity.name}.", capacity.recalled(self.sizes()), "=Theta=")

    def equal(self, proof: Proof, goal: Claim, one: Term, other: Term, xi: sp.Expr) -> None:
        """Show that two terms are of the same order at the best model size."""
        there = self.sizes(f**xi)
        with proof.show(goal) as chain:
            chain.same_order(one.order(there), f"{one.name}.", one.recalled(there))
            chain.same_order(other.order(there), "Both are f^(-eta).", Powers())
            chain.done(f"{other.name}.", other.recalled(there))

    def goals(self, eta: sp.Expr, xi: sp.Expr, balanced: tuple[Term, Term]) -> Goals:
        """What a phase states: no model does better than f^(-eta), and d = f^xi does as well.

        Parameters
        ----------
        eta, xi
            Exponents of the loss and of the model size.
        balanced
            The two terms that are equal there.
        """
        there = self.sizes(f**xi)
        one, other = (t.at(there) for t in balanced)
        return Goals(
            *self.lower(eta),
            attained=self.at_best(self.all_terms(there), "=Theta=", f**-eta, growing=[f]),
            balance=self.at_best(one, "=Theta=", other, growing=[f]),
        )
