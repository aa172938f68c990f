"""A law fitted to runs: its numbers with intervals, its other minima, and what to beware of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.estimate import Estimate, from_draws
from phasecalc.fitting.objective import Objective

if TYPE_CHECKING:
    from phasecalc.fitting.caveats import Caveat
    from phasecalc.fitting.decision import Decision
    from phasecalc.fitting.descent import Minimum
    from phasecalc.fitting.profile import Profile
    from phasecalc.laws.declaration import Law

__all__ = ["Fitted"]

Floats = npt.NDArray[np.float64]
_NORMAL_DRAWS = 4000


@dataclass(frozen=True, eq=False)
class Fitted:
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
    def law(self) -> Law:
        """The law."""
        return self.objective.model.law

    @property
    def point(self) -> Floats:
        """Coordinates of the best minimum."""
        return self.minima[0].point

    @property
    def fixed(self) -> dict[str, str]:
        """Parameters that were given, not fitted."""
        return dict(self.objective.model.fixed)

    @property
    def values(self) -> dict[str, float]:
        """Best value of each fitted parameter."""
        model = self.objective.model
        return dict(zip(model.names, map(float, model.values(self.point)), strict=True))

    @property
    def freedom(self) -> int:
        """Independent runs less parameters."""
        return len(np.unique(self.objective.runs.cluster)) - len(self.point)

    @property
    def method(self) -> str:
        """What the intervals rest on, in words."""
        if self.draws is not None:
            return f"bootstrap of {len(self.draws)} draws"
        return "covariance" if self.covariance is not None else "nothing"

    @cached_property
    def cloud(self) -> Floats | None:
        """Coordinates that stand for the spread of the fit: bootstrap draws, or normal ones."""
        if self.draws is not None:
            return self.draws
        if self.covariance is None:
            return None
        scale, vectors = np.linalg.eigh(self.covariance)
        root = vectors * np.sqrt(np.maximum(scale, 0))
        normal = np.random.default_rng(0).standard_normal((_NORMAL_DRAWS, len(self.point)))
        found: Floats = np.maximum(self.point + normal @ root.T, self.objective.model.floor)
        return found

    @property
    def standard_errors(self) -> dict[str, float]:
        """Standard deviation of each parameter over the cloud; empty without one."""
        if self.cloud is None:
            return {}
        model = self.objective.model
        spread = np.nanstd(model.values(self.cloud), axis=0, ddof=1)
        return dict(zip(model.names, map(float, spread), strict=True))

    @property
    def correlation(self) -> Floats | None:
        """Correlation of exponents and of logarithms of constants; NaN for what does not move."""
        if self.draws is not None:
            good = self.draws[np.isfinite(self.draws).all(axis=1)]
            model = self.objective.model
            exponents = np.array([n in model.exponents for n in model.names])
            table = np.cov(np.where(exponents, model.values(good), good).T)
        elif self.covariance is not None:
            table = self.covariance  # to first order an exponent moves as its logarithm does
        else:
            return None
        table = np.atleast_2d(table)
        scale = np.sqrt(np.diag(table))
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = table / np.outer(scale, scale)
        return found

    def interval(self, name: str) -> Estimate:
        """Estimate of a parameter.

        Raises
        ------
        DomainError
            It was not fitted.
        """
        names = self.objective.model.names
        if name not in names:
            raise DomainError(f"{name} was not fitted; fitted were {', '.join(names)}")
        k = names.index(name)
        cloud = None if self.cloud is None else self.objective.model.values(self.cloud)[:, k]
        return from_draws(self.values[name], cloud, self.level)

    def loss_at(self, sizes: Mapping[str, float]) -> Estimate:
        """Loss at given sizes.

        Raises
        ------
        DomainError
            A size is missing.
        """
        model = self.objective.model
        if missing := [n for n in model.sizes if n not in sizes]:
            raise DomainError(f"law {self.law.name}: no value for {', '.join(missing)}")
        columns = {n: np.asarray(float(sizes[n])) for n in model.sizes}
        best = float(model.loss(model.values(self.point), columns))
        draws = None
        if self.cloud is not None:
            with np.errstate(all="ignore"):
                columns = {n: np.broadcast_to(x, len(self.cloud)) for n, x in columns.items()}
                draws = model.loss(model.values(self.cloud), columns)
        return from_draws(best, draws, self.level)

    def profile(self, name: str, level: float | None = None) -> Profile:
        """Interval of a parameter by profile likelihood; its ends may not exist."""
        from phasecalc.fitting.profile import profiled

        return profiled(self.objective, self.point, name, self.level if level is None else level)

    def bootstrap(
        self,
        resamples: int = 1000,
        *,
        seed: int = 0,
        executor: Executor | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Fitted:
        """The same fit with intervals from runs drawn again with replacement.

        Parameters
        ----------
        resamples, seed
            How many draws, and the seed.
        executor, progress
            Where to compute, and what is told how far it is.
        """
        from phasecalc.fitting.spread import resampled

        if self.freedom < 1:
            raise DomainError(
                f"{self.freedom + len(self.point)} runs for {len(self.point)} parameters: "
                "a bootstrap says nothing; more runs are needed"
            )
        starts = tuple(m.point for m in self.minima)
        draws = resampled(self.objective, starts, resamples, seed, executor, progress)
        return replace(self, draws=draws)

    def allocate(self, flops: float) -> Decision:
        """Best sizes at a budget, with intervals and what to beware of."""
        from phasecalc.fitting.decision import decide

        return decide(self, flops)

    @cached_property
    def caveats(self) -> tuple[Caveat, ...]:
        """What the data cannot tell, and what the numbers hang on."""
        from phasecalc.fitting.caveats import caveats

        return caveats(self)

    def __str__(self) -> str:
        from phasecalc.fitting.text import fit_text

        return fit_text(self)

    __repr__ = __str__
