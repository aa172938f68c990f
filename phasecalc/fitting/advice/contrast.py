"""Two ways to one exponent on the same runs: do budgets by themselves and a fitted law agree?

If they differ, the minima of each budget are sought again on the losses of the fitted law at the
same runs. What those differ by from the law is the way of finding minima; the rest is the law.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.fitting.answers.estimate import Estimate, from_draws

if TYPE_CHECKING:
    from phasecalc.fitting.advice.isoflop import IsoFlop
    from phasecalc.fitting.answers.fitted import Fitted

__all__ = ["Contrast", "contrast"]

_PAIRS = 20_000


@dataclass(frozen=True)
class Contrast:
    """Exponent of a size by budgets and by a law.

    Parameters
    ----------
    size
        Name of the size.
    budgets, law
        The two exponents; that of the law in the middle of the measured budgets.
    difference
        The first less the second.
    of_law
        What budgets by themselves give on the losses of the fitted law, or None where they have
        no minima.
    """

    size: str
    budgets: Estimate
    law: Estimate
    difference: Estimate
    of_law: float | None

    @property
    def contradict(self) -> bool:
        """Whether the interval of the difference leaves 0 out."""
        low, high = self.difference.low, self.difference.high
        return low is not None and high is not None and not low <= 0 <= high

    def __str__(self) -> str:
        both = f"{self.size}* = C^{self.budgets} by budgets, C^{self.law} by the law"
        if self.difference.low is None:
            return f"{both}: not comparable without both intervals"
        if not self.contradict:
            return f"{both}: they agree, the difference being {self.difference}"
        why = ""
        if self.of_law is not None:
            part = self.of_law - self.law.value
            why = (
                f"; on the law's own losses at these runs budgets give {self.of_law:.3f}, so that "
                f"{part:+.3f} of it is the way of finding minima (windows, how flops were "
                "counted) and the rest is the form of the law"
            )
        return (
            f"{both}: they CONTRADICT each other, the difference being {self.difference}{why}. "
            "Runs on both sides of N* at one larger budget would tell which extrapolates"
        )


def contrast(budgets: IsoFlop, fit: Fitted) -> Contrast:
    """Compare the exponents of budgets and of a law fitted to the same runs.

    The two are drawn independently; on the same runs they move together, if at all, so that
    the interval of the difference is rather too wide.
    """
    from phasecalc.fitting.advice.isoflop import isoflop_runs
    from phasecalc.fitting.answers.decision import optima

    logs = np.log([m.flops for m in budgets.minima if m.size is not None])
    flops = float(np.exp(logs.mean()))
    column = f"exponent of {budgets.size}"
    names, best = optima(fit.model, np.atleast_2d(fit.model.values(fit.point)), flops)
    if column not in names:
        raise DomainError(f"law {fit.law.name} has no size {budgets.size}")
    k = names.index(column)
    of_law, draws = float(best[0, k]), None
    if fit.cloud is not None:
        _, every = optima(fit.model, fit.model.values(fit.cloud), flops)
        draws = every[:, k]
    level = budgets.exponent.level
    difference = Estimate(budgets.exponent.value - of_law, None, None, level)
    law = from_draws(of_law, draws, level)
    if draws is not None and law.low is not None:
        rng = np.random.default_rng(0)
        good = draws[np.isfinite(draws)]
        apart = rng.choice(budgets.draws, _PAIRS) - rng.choice(good, _PAIRS)
        difference = from_draws(difference.value, apart, level)
    runs = fit.objective.runs
    exact = fit.model.loss(fit.model.values(fit.point), runs.sizes)
    try:
        again = isoflop_runs(
            replace(runs, loss=exact), budgets.size, curve=budgets.curve, resamples=2
        )
        own: float | None = again.exponent.value
    except DomainError:
        own = None
    return Contrast(budgets.size, budgets.exponent, law, difference, own)
