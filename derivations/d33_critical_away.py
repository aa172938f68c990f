"""The best size on the critical lines: every other size is worse, by a power of how far off it is.

Nothing is proved here: the chapter on the critical lines writes the proofs with this. At the size d
the best time is tau_*(d), up to constants; a budget's best size is the one of which the best time
spends the budget. A loss of at least (tau/tau_*)^e times the least one, for an e above 0 and one
below, says that no size of another order is as good.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from derivations.d33_critical import Rough
from phasecalc.proof import Claim, MeanOfLogs, Proof
from phasecalc.symbols import d, f, tau

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

    @property
    def _sides(self) -> tuple[tuple[sp.Expr, int], ...]:
        return tuple(x for x in (self.sooner, self.later) if x is not None)

    def _times(self, e: sp.Expr) -> sp.Expr:
        return (tau / self.best) ** e

    @cached_property
    def inside(self) -> tuple[tuple[Claim, int], ...]:
        """Both sides of the best time in the window, with the order that makes each."""
        return tuple((self.part.bound(times=self._times(e)), k) for e, k in self._sides)

    @property
    def far(self) -> sp.Expr:
        """The power of the budget over the last one of the window, beyond it."""
        return self.part.eta / 4

    @cached_property
    def beyond(self) -> Claim:
        """Beyond the window."""
        return self.part.later(times=self._times_beyond)

    @property
    def _times_beyond(self) -> sp.Expr:
        return (f / self.part.last) ** self.far

    @property
    def goals(self) -> tuple[Claim, ...]:
        """What is concluded."""
        return (*(g for g, _ in self.inside), self.beyond)

    def show(self, proof: Proof) -> None:
        """Write the proof of the goals."""
        for (goal, k), (e, _) in zip(self.inside, self._sides, strict=True):
            late, soon = (tuple(int(j == y) for j in range(len(self.part.weights))) for y in (k, 0))
            early = MeanOfLogs(*soon, **({} if k == 0 else {"outweighed": {d: self.spare}}))
            self.part.show_bound(proof, goal, late, early, times=self._times(e))
        quarter = sp.Rational(1, 4)
        self.part.show_beyond(proof, self.beyond, quarter, times=self._times_beyond)
