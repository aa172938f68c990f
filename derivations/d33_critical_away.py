"""The best size on the critical lines: every other size is worse, by a power of how far off it is.

Nothing is proved here: the chapter on the critical lines writes the proofs with this. At the size d
the best time is tau_*(d), up to constants; a budget's best size is the one of which the best time
spends the budget. A loss of at least (tau/tau_*)^e times the least one, for an e above 0 and one
below, says that no size of another order is as good.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from derivations.d16_formal import MORE
from derivations.d32_window_lines import loss_on_lines
from derivations.d33_critical import CAPACITY, Rough, given, known, loss, orders
from phasecalc.proof import Cases, Claim, Identity, MeanOfLogs, Proof, Recall, claim, total
from phasecalc.symbols import B, alpha, d, f, gamma, gamma_0, kappa_0, rho, tau

__all__ = ["Away"]

log_d, log_f = sp.log(d), sp.log(f)


@dataclass(frozen=True)
class Away:
    """What other sizes have on a part of 2 beta = 1.

    Parameters
    ----------
    part
        The part, with its least loss.
    best
        The best time at the size d, up to constants.
    later
        The power of tau/best by which the loss is larger after it, and the order of the loss, by
        number, that makes it so; none where the window ends there.
    sooner
        The same before it: the power is below 0.
    spare
        A power of d by which forgetting is larger than that order where tau is a small one.
    """

    part: Rough
    best: sp.Expr
    later: tuple[sp.Expr, int] | None
    sooner: tuple[sp.Expr, int]
    spare: sp.Expr

    def _bound(self, e: sp.Expr, *window: Any) -> Claim:
        x = self.part
        return claim(
            x.spent**-x.eta * log_d**x.power * (tau / self.best) ** e,
            "<~",
            loss(x.line, x.rate),
            where=(*x.where, MORE),
            sizes=[d, tau],
            window=[d ** (2 * alpha) / tau, *window],
            growing=[d, tau],
            **given,
        )

    @cached_property
    def inside(self) -> tuple[tuple[Claim, int], ...]:
        """Both sides of the best time in the window, with the order that makes each."""
        sides = [x for x in (self.sooner, self.later) if x is not None]
        return tuple((self._bound(e), k) for e, k in sides)

    @property
    def far(self) -> sp.Expr:
        """The power of the budget over the last one of the window, beyond it."""
        return self.part.eta / 4

    def _beyond(self, *window: Any) -> Claim:
        x = self.part
        return claim(
            f**-x.eta * log_f**x.power * (f / x.last) ** self.far,
            "<~",
            loss(x.line, x.rate, {tau: x.rate * B * f / d}),
            where=(*x.where, MORE),
            sizes=[d, f],
            window=[f / x.last, *window],
            growing=[d, f],
            constants=[B, gamma_0, kappa_0, rho],
        )

    @cached_property
    def beyond(self) -> Claim:
        """Beyond the window."""
        return self._beyond()

    @property
    def goals(self) -> tuple[Claim, ...]:
        """What is concluded."""
        return (*(g for g, _ in self.inside), self.beyond)

    def show(self, proof: Proof) -> None:
        """Write the proof of the goals."""
        x = self.part
        made, of = orders(x.line, x.rate), known(x.line, x.rate)
        forgotten, *others = made.args
        # Capacity and noise are of one order below 1/4, and count as one.
        parts = made if len(x.weights) == 3 else total(forgotten, total(*others))
        sides = [y for y in (self.sooner, self.later) if y is not None]
        for (goal, k), (e, _) in zip(self.inside, sides, strict=True):
            late, soon = self._bound(e, tau / d**alpha), self._bound(e, d**alpha / tau)
            one, first = (tuple(int(j == y) for j in range(len(x.weights))) for y in (k, 0))
            for part, words, mean in (
                (
                    late,
                    "tau is a power of d at least.",
                    MeanOfLogs(*one, within={d: (tau, 1 / alpha)}),
                ),
                (soon, "Nothing much is forgotten yet.", MeanOfLogs(*first, **self._soon(k))),
            ):
                with proof.show(part) as chain:
                    chain.step("<~", parts, words, mean)
                    if parts != made:
                        chain.equals(made, "Term by term.", Identity())
                    chain.done("The loss.", of, "=Theta=")
            proof.shows(goal, "Either.", Cases(tau / d**alpha, Recall(late), Recall(soon)))
        self._show_beyond(proof)

    def _soon(self, k: int) -> dict[str, Any]:
        return {} if k == 0 else {"outweighed": {d: self.spare}}

    def _show_beyond(self, proof: Proof) -> None:
        x = self.part
        end = x.last.as_powers_dict()[d]
        lifted, far = d ** (-2 * alpha) * log_d, d ** (end + 1)
        values = {gamma: x.rate, tau: x.rate * B * f / d}
        near, later = self._beyond(far / f), self._beyond(f / far)
        spare = sp.factor(x.eta - 2 * alpha / (end + 1)) / 4
        for part, mean in (
            (near, MeanOfLogs(1, within={f: (d, end + 1)})),
            (later, MeanOfLogs(1, outweighed={f: spare})),
        ):
            with proof.show(part) as chain:
                chain.step("<~", lifted, "The model is small.", mean)
                chain.done("Its capacity.", Recall(loss_on_lines, CAPACITY, values))
        proof.shows(self.beyond, "Either.", Cases(f / far, Recall(later), Recall(near)))
