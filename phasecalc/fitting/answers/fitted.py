"""A law fitted to runs: its numbers with intervals, its other minima, and what to beware of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.fitting.answers.estimated import Estimated
from phasecalc.fitting.minimum.objective import Objective
from phasecalc.fitting.runs.runs import untold
from phasecalc.numerics.seeds import Rng, seed_of

if TYPE_CHECKING:
    from phasecalc.fitting.answers.caveats import Caveat
    from phasecalc.fitting.minimum.descent import Minimum
    from phasecalc.fitting.minimum.misfit import Misfit
    from phasecalc.fitting.minimum.model import Model
    from phasecalc.fitting.minimum.profile import Profile

__all__ = ["Fitted"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fitted(Shown, Estimated):
    """Result of :func:`phasecalc.laws.fit`.

    Parameters
    ----------
    objective
        Model, runs and penalty.
    minima
        All distinct minima that were found, best first.
    covariance
        Of the coordinates (logarithms of what is positive), or None.
    level
        Of the intervals.
    draws
        Coordinates of bootstrap fits, or None: then intervals rest on the covariance.
    """

    objective: Objective
    minima: tuple[Minimum, ...]
    covariance: Floats | None
    level: float
    draws: Floats | None = None

    @property
    def model(self) -> Model:
        """The law as functions of arrays."""
        return self.objective.model

    @property
    def point(self) -> Floats:
        """Coordinates of the best minimum."""
        return self.minima[0].point

    @property
    def ranges(self) -> Mapping[str, tuple[float, float]]:
        """Least and largest value of each size, and of the flops, among the runs."""
        runs = self.objective.runs
        columns = dict(runs.sizes) if runs.flops is None else {**runs.sizes, "flops": runs.flops}
        return {n: (float(x.min()), float(x.max())) for n, x in columns.items()}

    @property
    def freedom(self) -> int:
        """Independent runs less parameters."""
        return self.objective.runs.groups - len(self.point)

    @property
    def method(self) -> str:
        """What the intervals rest on, in words."""
        if self.draws is not None:
            return f"bootstrap of {len(self.draws)} draws"
        return "covariance" if self.covariance is not None else "nothing"

    def profile(self, name: str, level: float | None = None) -> Profile:
        """Interval of a parameter by profile likelihood; its ends may not exist."""
        from phasecalc.fitting.minimum.profile import profiled

        return profiled(self.objective, self.point, name, self.level if level is None else level)

    def bootstrap(
        self,
        resamples: int = 1000,
        *,
        rng: Rng | None = None,
        seed: int | None = None,
        executor: Executor | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Fitted:
        """The same fit with intervals from runs drawn again with replacement.

        Runs that leave some direction of the parameters open give none, drawn or not.

        Parameters
        ----------
        resamples
            How many draws.
        rng, seed
            Their stream, as in :func:`phasecalc.laws.fit`.
        executor, progress
            Where to compute, and what is told how far it is.
        """
        from phasecalc.fitting.minimum.spread import identified, resampled

        number = seed_of(rng, seed)
        if self.freedom < 1:
            raise DomainError(
                f"{self.freedom + len(self.point)} runs for {len(self.point)} parameters: "
                "a bootstrap says nothing; more runs are needed"
            )
        bare = self.covariance is None and untold(self.objective.runs.sizes)
        if bare or not identified(self.objective, self.point):
            return self  # draws would show which starts they had, not what the runs tell
        starts = tuple(m.point for m in self.minima)
        draws = resampled(self.objective, starts, resamples, number, executor, progress)
        return replace(self, draws=draws)

    @cached_property
    def lack_of_fit(self) -> Misfit | None:
        """Whether residuals depend on the sizes beyond the law; None where runs are too few."""
        from phasecalc.fitting.minimum.misfit import misfit

        return misfit(self.objective, self.point)

    @cached_property
    def caveats(self) -> tuple[Caveat, ...]:
        """What the data cannot tell, and what the numbers hang on."""
        from phasecalc.fitting.answers.caveats import caveats

        return caveats(self)

    def __str__(self) -> str:
        from phasecalc.fitting.answers.text import fit_text

        return fit_text(self)

    def __repr__(self) -> str:
        values = ", ".join(f"{n} = {x:.4g}" for n, x in self.values.items())
        return f"<Fit of {self.law.name} to {len(self.objective.runs)} runs: {values}>"
