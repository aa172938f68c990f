"""A part of a critical line: what Rocq concludes there, and how the orders of the loss follow.

Nothing is proved here: the chapter on the loss on the lines writes the proofs with this.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import sympy as sp

from derivations.d15_spectrum_sums import k, spectrum_sums, w
from derivations.d15_stieltjes import OFTEN, first, kept, p, second, smeared
from derivations.d16_formal import MORE, OFTEN_ENOUGH
from phasecalc.plrf.phases.objects import P
from phasecalc.proof import (
    Add,
    Claim,
    Identity,
    LargestOfLogs,
    Proof,
    Recall,
    claim,
    total,
)
from phasecalc.symbols import B, alpha, beta, d, rho, tau

__all__ = ["Line"]

fixed: dict[str, Any] = {"constants": [B, rho]}
many = (MORE, 2 * alpha * k > p, k > 1)


class Line:
    """A part of a critical line: the sums that make up the loss there, and their orders.

    Parameters
    ----------
    where, at
        The part, and values of the parameters and sizes.
    room
        Sizes and window.
    noisy
        What the noise is multiplied by: what the forcing adds up to.
    sums
        For all sums but the first: the order, and why.
    kept
        Which of the orders are left; the others are no larger.
    """

    def __init__(
        self,
        where: Sequence[Any],
        at: dict[sp.Symbol, Any],
        room: dict[str, Any],
        noisy: sp.Expr,
        sums: Sequence[tuple[sp.Expr, Any]],
        left: Sequence[int],
    ) -> None:
        self.where, self.at, self.noisy, self.left = tuple(where), at, noisy, left
        self.room = {**fixed, **room}
        found = [kept, smeared, first * noisy, second * noisy]
        self.sums = [self.there(x) for x in found[: len(sums) + 1]]
        why = Recall(spectrum_sums, OFTEN, self.values({w: 1 / tau, k: OFTEN_ENOUGH}))
        self.orders = [(self.there(tau ** (-p / (2 * alpha))), why)]
        self.orders += [(self.there(x), r) for x, r in sums]

    def there(self, x: Any) -> Any:
        """An expression on the line."""
        return sp.sympify(x).xreplace(self.at)

    def values(self, extra: dict[sp.Symbol, Any]) -> dict[sp.Symbol, Any]:
        """Values to recall at."""
        at = {s: x for s, x in self.at.items() if s in (alpha, beta, d)}
        return {**at, **{s: self.there(x) for s, x in extra.items()}}

    @property
    def loss(self) -> sp.Expr:
        """The loss on the line."""
        return P.at(**{s.name: x for s, x in self.at.items()})

    @cached_property
    def taken(self) -> Claim:
        """What Rocq concludes, with the sums that its hypotheses speak of."""
        often = (*self.where, *(self.there(x) for x in many))
        return claim(self.loss, "=Theta=", total(*self.sums), where=often, **self.room)

    @property
    def order(self) -> sp.Expr:
        """The orders that are left."""
        return total(*(self.orders[x][0] for x in self.left))

    @cached_property
    def goal(self) -> Claim:
        """The loss is of the order of powers and logarithms."""
        where = (*self.where, MORE)
        return claim(self.loss, "=Theta=", self.order, where=where, **self.room)

    def show(self, proof: Proof) -> None:
        """Write the proof of the goal."""
        enough = {k: self.there(OFTEN_ENOUGH)}
        where, lines = (*self.where, MORE), []
        if len(self.orders) > 1:
            proof.shows(self.absorbed, "No larger than the noise.", LargestOfLogs())
        for sums, (order, why) in zip(self.sums, self.orders, strict=True):
            line = claim(sums.xreplace(enough), "=Theta=", order, where=where, **self.room)
            proof.shows(line, "A sum over the modes at 1/tau.", why)
            lines.append(Recall(line))
        with proof.show(self.goal) as chain:
            sums = total(*(x.xreplace(enough) for x in self.sums))
            chain.same_order(sums, "What Rocq concludes.", Recall(self.taken, values=enough))
            if len(lines) == 1:
                chain.done("The sum.", lines[0])
                return
            orders = [x for x, _ in self.orders]
            free = self.left[:-1]
            held = [x for k, x in enumerate(orders) if k not in free]
            chain.same_order(total(*orders), "Sum by sum.", Add(*lines))
            chain.equals(total(*(orders[x] for x in free), total(*held)), "Together.", Identity())
            chain.done(
                "The others are no larger.", Add(*(None for _ in free), Recall(self.absorbed))
            )

    @cached_property
    def absorbed(self) -> Claim:
        """The orders that are not left, with the last of those that are."""
        *free, lead = self.left
        held = [x for k, (x, _) in enumerate(self.orders) if k not in free]
        where = (*self.where, MORE)
        return claim(total(*held), "=Theta=", self.orders[lead][0], where=where, **self.room)
