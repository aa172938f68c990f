"""Ways of writing that several chapters on other laws share; nothing is checked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from phasecalc.plrf.phases.objects import F_0, F_pp
from phasecalc.proof import (
    Add,
    Claim,
    Derivation,
    Largest,
    Mean,
    Named,
    Powers,
    Proof,
    Recall,
    claim,
    define,
    total,
)
from phasecalc.proof.read import expression
from phasecalc.symbols import alpha, d, f, tau, u, v

__all__ = ["Frontier", "Term", "local_exponent", "pulled", "response"]

# How far log N moves with log C if a balance has these slopes in log C and in log N.
response = define("response", (u, v), -u / v, r"\mathscr{E}")


def pulled(
    loss: sp.Expr, pull: sp.Expr, p: sp.Symbol, room: Mapping[str, Any], grown: sp.Expr = sp.S.One
) -> Claim:
    """The slope of a loss in p, as its slope in log p^3, times how fast p^3 makes grow."""
    return claim(loss, "slope", 3 / p * grown * pull, variable=p, **room)


def local_exponent(
    balance: sp.Expr,
    by_budget: sp.Expr,
    by_size: Callable[[sp.Expr], sp.Expr],
    share: tuple[sp.Symbol, sp.Expr],
    ends: tuple[sp.Symbol, sp.Symbol],
    room: Mapping[str, Any],
    where: Sequence[Any] = (),
) -> tuple[Claim, Claim, Claim]:
    """How log N, N = p^3, must move with the logarithm of the budget to keep a balance.

    Three claims: the slopes of the balance in p and in the budget, and minus their quotient; in
    the last the share stands for itself, as everything there depends on p through it alone.
    """
    (name, meaning), (p, budget) = share, ends
    in_budget, exponent = by_budget / budget, by_budget / by_size(name)
    moves = response(budget * in_budget, p / 3 * (-3 / p * by_size(name)))
    return (
        claim(balance, "slope", -3 / p * by_size(meaning), variable=p, **room),
        claim(balance, "slope", in_budget, variable=budget, **room),
        claim(moves, "=", exponent, where=where),
    )


@dataclass(frozen=True)
class Term:
    """A term of the loss of SGD, the goal that gives its order, and its power of d at a budget."""

    of: Named
    known: Derivation
    goal: int
    power: sp.Expr

    def at(self, size: sp.Expr, clock: sp.Expr) -> sp.Expr:
        """The term itself."""
        values = {"d": size, "tau": clock}
        return self.of.at(**{n: x for n, x in values.items() if n in self.of.arguments})

    def order(self, size: sp.Expr, clock: sp.Expr) -> sp.Expr:
        """The power that it is of the order of."""
        right = expression(self.known.goals[self.goal].statement.right)
        return right.xreplace({d: size, tau: clock})

    def recalled(self, size: sp.Expr, clock: sp.Expr) -> Recall:
        """The reason."""
        sizes = self.known.goals[self.goal].statement.sizes
        values = {d: size, tau: clock}
        return Recall(self.known, self.goal, {s: x for s, x in values.items() if s.name in sizes})


class Frontier:
    """The best exponent at a budget f = d t, where the terms of SGD are read by another clock.

    Parameters
    ----------
    loss, terms
        The loss as an object, and its terms in order.
    balanced
        The two that are equal at the best size.
    eta, xi
        Exponents of the loss and of the model size.
    where
        The region.
    clock
        The time of SGD after f/d steps.
    constants
        What does not depend on the budget.
    """

    def __init__(
        self,
        loss: Named,
        terms: Sequence[Term],
        balanced: tuple[Term, Term],
        eta: sp.Expr,
        xi: sp.Expr,
        where: Sequence[Any],
        clock: sp.Expr,
        constants: Sequence[sp.Symbol],
    ) -> None:
        self.terms, self.balanced, self.where, self.clock = terms, balanced, where, clock
        room: dict[str, Any] = {"where": where, "constants": constants}
        both = {**room, "sizes": [d, f]}
        best, self.size = f**-eta, f**xi
        self.there = clock.xreplace({d: self.size})
        left = d ** (2 * alpha) / clock  # of the window
        one, other = (t.at(self.size, self.there) for t in balanced)
        self.before = claim(best, "<~", F_pp.at(tau=clock), window=[d / f, f], **both)
        self.bound = claim(
            best, "<~", loss.at(tau=clock), window=[f / d, left], growing=[d], **both
        )
        self.beyond = claim(best, "<~", F_0.at(), window=[1 / left], growing=[d], **both)
        self.attained = claim(
            loss.at(d=self.size, tau=self.there), "=Theta=", best, sizes=[f], growing=[f], **room
        )
        self.balance = claim(one, "=Theta=", other, sizes=[f], growing=[f], **room)
        self.goals = (self.before, self.bound, self.beyond, self.attained, self.balance)

    def orders(self, size: sp.Expr, clock: sp.Expr) -> sp.Expr:
        """Sum of the orders of the terms."""
        return total(*(t.order(size, clock) for t in self.terms))

    def weights(self) -> list[sp.Expr]:
        """Those of the two terms in which the model size cancels; 0 for the others."""
        one, other = (t.power for t in self.balanced)
        share = {self.balanced[0]: other / (other - one), self.balanced[1]: one / (one - other)}
        return [share.get(t, sp.S.Zero) for t in self.terms]

    def show(self, proof: Proof) -> None:
        """Write the proof of the goals."""
        early, capacity = self.terms[0].known, self.terms[1]
        with proof.show(self.before) as chain:
            chain.step("<~", sp.S.One, "The budget is at least a number.", Mean(1))
            reason = Recall(early, 1, {tau: self.clock})
            chain.done("Before the first step nothing is learnt.", reason, "=Theta=")
        with proof.show(self.bound) as chain:
            chain.step(
                "<~",
                self.orders(d, self.clock),
                "A geometric mean of two terms in which the model size cancels.",
                Mean(*self.weights()),
            )
            reasons = (t.recalled(d, self.clock) for t in self.terms)
            chain.done("Term by term.", Add(*reasons), "=Theta=")
        with proof.show(self.beyond) as chain:
            chain.step("<~", capacity.order(d, self.clock), "The model is smaller.", Mean(1))
            chain.done("The capacity.", capacity.recalled(d, self.clock), "=Theta=")
        with proof.show(self.attained) as chain:
            reasons = (t.recalled(self.size, self.there) for t in self.terms)
            chain.same_order(self.orders(self.size, self.there), "Term by term.", Add(*reasons))
            chain.done("Two terms are equal, no other is larger.", Largest())
        one, other = self.balanced
        with proof.show(self.balance) as chain:
            at = (self.size, self.there)
            chain.same_order(one.order(*at), "One of the two.", one.recalled(*at))
            chain.same_order(other.order(*at), "The same power of the budget.", Powers())
            chain.done("The other one.", other.recalled(*at))
