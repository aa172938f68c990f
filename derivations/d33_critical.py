"""The best loss on 2 beta = 1: how it is bounded and reached on each part of the line.

Nothing is proved here: the chapter on the critical lines writes the proofs with this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy as sp

from derivations.d16_formal import MORE
from derivations.d32_window_lines import LINES, loss_on_lines
from phasecalc.plrf.phases.objects import P
from phasecalc.proof import (
    Cases,
    Claim,
    Identity,
    LargestOfLogs,
    MeanOfLogs,
    Proof,
    Recall,
    claim,
    total,
)
from phasecalc.symbols import B, alpha, d, f, gamma, gamma_0, kappa_0, rho, tau

__all__ = ["Rough", "given", "known", "loss", "orders"]

log_d, log_f = sp.log(d), sp.log(f)
CAPACITY = 9  # goal on the lines
given: dict[str, Any] = {"constants": [B, gamma_0, rho]}


def loss(line: int, rate: sp.Expr, at: dict[sp.Symbol, Any] | None = None) -> sp.Expr:
    """The loss on a line, at a rate and at some sizes."""
    values = {gamma: rate, **LINES[line].at}
    found = P.at(**{s.name: x for s, x in values.items()})
    return found.xreplace(at or {})


def known(line: int, rate: sp.Expr, at: dict[sp.Symbol, Any] | None = None) -> Recall:
    """What the loss is on a line."""
    values = {gamma: rate.xreplace(at or {}), **(at or {})}
    declared = LINES[line].goal.statement.sizes
    return Recall(loss_on_lines, line, {s: x for s, x in values.items() if s.name in declared})


def orders(line: int, rate: sp.Expr, at: dict[sp.Symbol, Any] | None = None) -> sp.Expr:
    """The orders that it is made of."""
    return LINES[line].order.xreplace({gamma: rate}).xreplace(at or {})


@dataclass(frozen=True)
class Rough:
    """A part of 2 beta = 1, with the least loss there.

    Parameters
    ----------
    line, rate
        The line, and the learning rate on it.
    where
        The part.
    eta, power
        Exponents of the budget and of its logarithm.
    spent
        The budget in d and tau, up to constants.
    weights
        Of the orders, where tau is a power of d at least.
    spare
        A power of d by which the first order is larger where it is not.
    at
        Sizes at which the loss is of this order, and the logarithm there.
    """

    line: int
    rate: sp.Expr
    where: tuple[Any, ...]
    eta: sp.Expr
    power: sp.Expr
    spent: sp.Expr
    weights: Sequence[Any]
    spare: sp.Expr
    at: tuple[dict[sp.Symbol, Any], sp.Expr] = field(compare=False)

    def bound(self, *window: Any, times: Any = 1) -> Claim:
        """No size in a part of the window has a loss of smaller order, a factor more."""
        return claim(
            self.spent**-self.eta * log_d**self.power * times,
            "<~",
            loss(self.line, self.rate),
            where=(*self.where, MORE),
            sizes=[d, tau],
            window=[d ** (2 * alpha) / tau, *window],
            growing=[d, tau],
            **given,
        )

    @cached_property
    def inside(self) -> Claim:
        """In all of it."""
        return self.bound()

    @cached_property
    def beyond(self) -> Claim:
        """Nor has one beyond it."""
        return self.later()

    @property
    def last(self) -> sp.Expr:
        """The budget at which the window ends."""
        return sp.powsimp(self.spent.xreplace({tau: d ** (2 * alpha)}))

    def later(self, *window: Any, times: Any = 1) -> Claim:
        """A part of what is beyond the window, a factor more."""
        return claim(
            f**-self.eta * log_f**self.power * times,
            "<~",
            loss(self.line, self.rate, {tau: self.rate * B * f / d}),
            where=(*self.where, MORE),
            sizes=[d, f],
            window=[f / self.last, *window],
            growing=[d, f],
            constants=[B, gamma_0, kappa_0, rho],
        )

    @cached_property
    def reached(self) -> Claim:
        """Some size has a loss of this order."""
        at, log = self.at
        size = tau if d in at else d
        return claim(
            loss(self.line, self.rate, at),
            "=Theta=",
            self.spent.xreplace(at) ** -self.eta * log**self.power,
            where=(*self.where, MORE),
            sizes=[size],
            growing=[size],
            **given,
        )

    @property
    def goals(self) -> tuple[Claim, ...]:
        """What is concluded."""
        return self.inside, self.beyond, self.reached

    def show(self, proof: Proof) -> None:
        """Write the proof of the goals."""
        soon = MeanOfLogs(1, *(0 for _ in self.weights[1:]), outweighed={d: self.spare})
        self.show_bound(proof, self.inside, self.weights, soon)
        self.show_beyond(proof, self.beyond, sp.Rational(1, 2))
        at, _ = self.at
        with proof.show(self.reached) as chain:
            chain.same_order(
                orders(self.line, self.rate, at), "The loss.", known(self.line, self.rate, at)
            )
            chain.done("None is larger.", LargestOfLogs())

    def show_bound(
        self,
        proof: Proof,
        goal: Claim,
        weights: Sequence[Any],
        early: MeanOfLogs,
        times: Any = 1,
    ) -> None:
        """In the window: a mean of the orders where tau is a power of d at least, one before."""
        made, of = orders(self.line, self.rate), known(self.line, self.rate)
        late = self.bound(tau / d**alpha, times=times)
        soon = self.bound(d**alpha / tau, times=times)
        forgotten, *others = made.args
        # Capacity and noise are of one order below 1/4, and count as one.
        parts = made if len(self.weights) == 3 else total(forgotten, total(*others))
        for part, words, mean in (
            (
                late,
                "tau is a power of d at least.",
                MeanOfLogs(*weights, within={d: (tau, 1 / alpha)}),
            ),
            (soon, "Nothing much is forgotten yet.", early),
        ):
            with proof.show(part) as chain:
                chain.step("<~", parts, words, mean)
                if parts != made:
                    chain.equals(made, "Term by term.", Identity())
                chain.done("The loss.", of, "=Theta=")
        proof.shows(goal, "Either.", Cases(tau / d**alpha, Recall(late), Recall(soon)))

    def show_beyond(self, proof: Proof, goal: Claim, share: Any, times: Any = 1) -> None:
        """Beyond the window: the capacity; a share of what it has to spare outweighs logarithms."""
        end = self.last.as_powers_dict()[d]
        lifted, far = d ** (-2 * alpha) * log_d, d ** (end + 1)
        values = {gamma: self.rate, tau: self.rate * B * f / d}
        near, later = self.later(far / f, times=times), self.later(f / far, times=times)
        spare = sp.factor(self.eta - 2 * alpha / (end + 1)) * share
        for part, mean in (
            (near, MeanOfLogs(1, within={f: (d, end + 1)})),
            (later, MeanOfLogs(1, outweighed={f: spare})),
        ):
            with proof.show(part) as chain:
                chain.step("<~", lifted, "The model is small.", mean)
                chain.done("Its capacity.", Recall(loss_on_lines, CAPACITY, values))
        proof.shows(goal, "Either.", Cases(f / far, Recall(later), Recall(near)))
