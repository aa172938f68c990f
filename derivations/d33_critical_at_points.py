"""A point where two critical lines meet: the least loss there, which has log log.

Nothing is proved here: the chapter on log log writes the proofs with this.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from derivations.d15_sums_on_lines import edge
from derivations.d16_formal import MORE
from derivations.d33_critical import given, known, loss, orders
from phasecalc.proof import (
    Cases,
    Claim,
    LargestOfLogs,
    MeanOfLogs,
    Means,
    Parted,
    Proof,
    Recall,
    claim,
    total,
)
from phasecalc.symbols import d, gamma_0, tau

__all__ = ["Meeting", "here", "log_d", "log_e", "log_t", "rate", "twice_d", "twice_t"]

log_d, log_t, log_e = (sp.log(x) for x in (d, tau, edge))
twice_d, twice_t = sp.log(log_d), sp.log(log_t)
rate, here = sp.sympify(gamma_0), (MORE,)


@dataclass(frozen=True, eq=False)
class Meeting:
    """A point where two lines meet, and the least loss there.

    Parameters
    ----------
    line
        The point, among the lines.
    end
        The window's end, a power of d.
    spent
        The budget in d, tau and a logarithm.
    eta, powers
        Exponents of the budget, of log(d) and of log log(d).
    means
        Weights of the orders for what stands with log(e), for the rest of log log, and of what is
        forgotten.
    share
        Which power of log(d)/e bounds that rest.
    beyond
        A power of log(tau) above all logarithms, and which power of tau/d bounds what is more
        than log(d).
    """

    line: int
    end: sp.Expr
    spent: Any
    eta: sp.Expr
    powers: tuple[Any, Any]
    means: tuple[tuple[Any, ...], ...]
    share: sp.Expr
    beyond: tuple[Any, Any]

    def least(self, paid: sp.Expr, log: sp.Expr) -> sp.Expr:
        """The least loss: with the logarithm in the budget, and the others."""
        one, other = self.powers
        return self.spent(paid) ** -self.eta * log**one * sp.log(log) ** other

    @property
    def root(self) -> sp.Expr:
        """The power of tau which is the size that has tau in the middle of its window."""
        return sp.sympify(2 / self.end.as_powers_dict()[d])

    @property
    def left_over(self) -> dict[sp.Symbol, sp.Expr]:
        """What e is in d and tau."""
        return {edge: self.end / tau}

    def ahead(self, left: sp.Expr) -> Claim:
        """A bound in tau and e."""
        size = {d: (tau * edge) ** (self.root / 2)}
        sizes = [tau, edge]
        left = left.xreplace(size)
        room = {"sizes": sizes, "growing": sizes, **given}
        return claim(left, "<~", loss(self.line, rate), where=here, **room)

    @cached_property
    def later(self) -> Claim:
        """No size has a loss of smaller order."""
        return self.ahead(self.least(log_t, log_t))

    @cached_property
    def forgotten(self) -> Claim:
        """The loss is at least what is left of the target."""
        return self.ahead(1 / tau)

    def bound(self, *window: Any) -> Claim:
        """The bound in d and tau, in a part of the window."""
        right = loss(self.line, rate, self.left_over)
        room = {"sizes": [d, tau], "window": window, "growing": [d, tau, self.end / tau], **given}
        return claim(self.least(log_d, log_d), "<~", right, where=here, **room)

    @cached_property
    def inside(self) -> Claim:
        """The bound in all of it."""
        return self.bound()

    @cached_property
    def reached(self) -> Claim:
        """Some size has a loss of this order."""
        size = {d: (tau * edge) ** (self.root / 2)}
        best = {edge: log_t * twice_t}
        right = self.least(log_t, log_t).xreplace(size).xreplace(best)
        left = loss(self.line, rate, best)
        return claim(left, "=Theta=", right, where=here, sizes=[tau], growing=[tau], **given)

    @property
    def goals(self) -> tuple[Claim, ...]:
        """What is concluded."""
        return self.inside, self.reached

    def show(self, proof: Proof) -> None:
        """Write the proof of the goals."""
        made, of = orders(self.line, rate), known(self.line, rate)
        size = {d: (tau * edge) ** (self.root / 2)}
        one, other = self.powers
        front = (self.spent(log_t) ** -self.eta * log_t**one).xreplace(size)
        near, rest, first = self.means
        with proof.show(self.later) as chain:
            parts = total(front * log_e**other, front * (log_t / edge) ** (self.share * other))
            chain.step("<~", parts, "log log.", Parted(log_t, edge, self.share))
            chain.step("<~", made, "Means.", Means(MeanOfLogs(*near), MeanOfLogs(*rest)))
            chain.done("The loss.", of, "=Theta=")
        with proof.show(self.forgotten) as chain:
            chain.step("<~", made, "One of two.", MeanOfLogs(*first))
            chain.done("The loss.", of, "=Theta=")
        self._join(proof)
        best = {edge: log_t * twice_t}
        with proof.show(self.reached) as chain:
            there = known(self.line, rate, best)
            chain.same_order(orders(self.line, rate, best), "The loss.", there)
            chain.done("None is larger.", LargestOfLogs())

    def _join(self, proof: Proof) -> None:
        """From tau and e to d and tau: both sides of the middle of the window."""
        one, other = self.powers
        middle = tau**self.root / d
        late, soon = self.bound(middle), self.bound(1 / middle)
        front = self.spent(log_d) ** -self.eta * log_d**one
        within = MeanOfLogs(1, within={d: (tau, self.root)})
        with proof.show(late) as chain:
            parts = total(front * twice_t**other, front * (log_d / log_t) ** other)
            chain.step("<~", parts, "log log.", Parted(log_d, log_t))
            chain.step(
                "<~", self.least(log_t, log_t), "log(tau) for log(d).", Means(within, within)
            )
            chain.done("The bound in tau and e.", Recall(self.later, values=self.left_over))
        with proof.show(soon) as chain:
            spare = MeanOfLogs(1, outweighed={d: sp.Rational(1, 8)})
            chain.step("<~", 1 / tau, "Nothing much is forgotten yet.", spare)
            chain.done("The loss is at least that.", Recall(self.forgotten, values=self.left_over))
        proof.shows(self.inside, "Either.", Cases(middle, Recall(late), Recall(soon)))
