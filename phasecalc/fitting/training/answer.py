"""What loss curves say: exponents and rate with intervals, phases, and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.answers.caveats import Caveat
from phasecalc.fitting.answers.estimate import Estimate, from_draws
from phasecalc.fitting.spectra.plane import OnPlane
from phasecalc.fitting.training.engine import Coordinates, ExactCurves
from phasecalc.fitting.training.given import Curve
from phasecalc.fitting.training.noise import EXACT, Noise, split
from phasecalc.fitting.training.search import Least, targets
from phasecalc.fitting.training.spread import Uncertainty
from phasecalc.values import Value

__all__ = ["CurveEstimate"]

Floats = npt.NDArray[np.float64]
_DRAWS = 4000
_RIVAL = 6.0  # of twice the log likelihood: another minimum that is hardly worse
_LOUD = 0.3  # of the log loss: its mean is far below the log of the mean
_ALIKE = 0.25  # correlation of the residuals of two runs; of nine runs of SGD it was below .1
_COMMON = 40  # iterations at which runs are compared
_MISFIT = 1e-3  # chance of a sum of squares as large under measured noise


@dataclass(frozen=True, eq=False)
class CurveEstimate(OnPlane, Value):
    """Exponents of measured loss curves.

    Parameters
    ----------
    curves
        The runs that were fitted.
    coordinates
        What was fitted.
    minimum
        The best point: alpha, beta and the logarithms of the rest.
    others
        Other minima, the better first; sums of squares count in units of the noise.
    noise
        Covariance of the residuals.
    spread
        Covariance of the point.
    origin, digest
        Where the curves come from, and the SHA-256 of the file or of the numbers.
    level
        Of the intervals.
    seed
        Of the draws.
    notes
        What was done to the data.
    """

    curves: tuple[Curve, ...]
    coordinates: Coordinates
    minimum: Least
    others: tuple[Least, ...]
    noise: Noise
    spread: Uncertainty
    origin: str
    digest: str
    level: float
    seed: int
    notes: tuple[Caveat, ...] = ()

    @property
    def best(self) -> tuple[float, float]:
        """Best alpha and beta."""
        return self.minimum.point[0], self.minimum.point[1]

    @cached_property
    def cloud(self) -> Floats:
        """Points that stand for the spread, shape (4000, p): Student's t around the best."""
        rng = np.random.default_rng(self.seed)
        scale, vectors = np.linalg.eigh(np.array(self.spread.covariance))
        root = vectors * np.sqrt(np.maximum(scale, 0))
        normal = rng.standard_normal((_DRAWS, len(self.minimum.point)))
        found: Floats = self.minimum.array + (normal @ root.T) / self._scales(rng)
        return found

    def _scales(self, rng: np.random.Generator) -> Floats:
        """Roots of chi-squared over its degrees, for each coordinate; the larger share draws."""
        freedom, order = self.spread.freedom, np.argsort(self.spread.freedom)
        found = np.ones((_DRAWS, len(freedom)))
        total, before = np.zeros(_DRAWS), 0.0
        for k in order:
            if not math.isfinite(freedom[k]):
                break
            if freedom[k] > before:
                total = total + rng.chisquare(freedom[k] - before, _DRAWS)
                before = freedom[k]
            found[:, k] = np.sqrt(total / before)
        return found

    @property
    def draws(self) -> tuple[Floats, Floats]:
        """Values of alpha and of beta that stand for their spread, shape (4000,) each."""
        return self.cloud[:, 0], self.cloud[:, 1]

    @property
    def alpha(self) -> Estimate:
        """Data complexity."""
        return self.estimate_of("alpha")

    @property
    def beta(self) -> Estimate:
        """Target complexity."""
        return self.estimate_of("beta")

    @property
    def gamma(self) -> Estimate | None:
        """Learning rate of all runs; None where it was given, or fitted as a share."""
        return self.estimate_of("gamma") if "gamma" in self.coordinates.names else None

    def estimate_of(self, name: str) -> Estimate:
        """Estimate of anything that was fitted.

        Parameters
        ----------
        name
            ``alpha``, ``beta``, ``gamma``, ``share`` (of the default rate), ``d`` or ``scale``.

        Raises
        ------
        DomainError
            It was not fitted.
        """
        names = self.coordinates.names
        if name not in names:
            raise DomainError(f"{name} was not fitted; fitted were {', '.join(names)}")
        k = names.index(name)
        value, draws = self.minimum.point[k], self.cloud[:, k]
        if name in ("alpha", "beta"):
            return from_draws(value, draws, self.level)
        return from_draws(math.exp(value), np.exp(np.clip(draws, -700, 700)), self.level)

    @cached_property
    def exact_logs(self) -> Floats:
        """Logarithms of the exact losses at the best point, run by run, shape (n,)."""
        logs = ExactCurves(self.curves, self.coordinates).at(self.minimum.array)
        if logs is None:
            raise DomainError("the model has no curve at the best point")
        return logs

    @property
    def residuals(self) -> Floats:
        """Log of measured over exact losses, run by run, its mean put right, shape (n,)."""
        return targets(self.curves, self.noise) - self.exact_logs

    @property
    def scatter(self) -> float:
        """Standard deviation of the residuals."""
        return float(np.sqrt(np.mean(self.residuals**2)))

    @property
    def alike(self) -> float:
        """Mean correlation of the residuals of two runs at the same iterations, between -1 and 1.

        Runs err independently, so that it is near 0; what all runs share is the model's. NaN
        where no two runs have iterations in common.
        """
        each = [np.log1p(c.r) for c in self.curves]
        low, high = max(x[0] for x in each), min(x[-1] for x in each)
        if len(each) < 2 or not low < high:
            return math.nan
        places = np.linspace(low, high, _COMMON)
        parts = zip(each, split(self.residuals, self.curves), strict=True)
        rows = np.array([np.interp(places, x, e) for x, e in parts])
        rows = rows / np.maximum(np.sqrt(np.mean(rows**2, axis=1, keepdims=True)), 1e-300)
        runs = len(rows)
        return float((np.mean(rows.sum(axis=0) ** 2) - runs) / (runs * (runs - 1)))

    @property
    def count(self) -> int:
        """Losses in all."""
        return sum(len(c.r) for c in self.curves)

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What was done to the data, and what the numbers hang on."""
        return (*self._fit(), *self._intervals(), *self.notes)

    def _fit(self) -> Iterator[Caveat]:
        if not self.minimum.reached:
            yield Caveat("minimum", "the descent stopped before it reached a minimum")
        near = [x for x in self.others if x.value < self.minimum.value + _RIVAL]
        for x in near:
            yield Caveat(
                "minima",
                f"alpha = {x.point[0]:.3g}, beta = {x.point[1]:.3g} fits hardly worse: both stand",
            )
        if self.noise.measured:
            from scipy.stats import chi2

            freedom = self.count - len(self.minimum.point)
            if (chance := float(chi2.sf(self.minimum.value, freedom))) < _MISFIT:
                yield Caveat(
                    "misfit",
                    f"the scatter is larger than the noise that was given ({chance:.1g} by "
                    "chance): the curves are not those of this model, or the noise is not that "
                    "of the runs; the intervals are too short",
                )
        elif self.scatter > _LOUD:
            yield Caveat(
                "noise",
                f"the losses scatter by {100 * self.scatter:.0f} %, and the mean of their logs is "
                f"put right to second order alone, by up to {100 * self.noise.below.max():.0f} %. "
                "Average runs of one setting, or lower the rate",
            )
        if self.spread.how == "runs" and self.scatter >= EXACT and (alike := self.alike) > _ALIKE:
            yield Caveat(
                "misfit",
                f"residuals of different runs are alike (mean correlation {alike:.2f}): the curves "
                "are not those of this model, whatever phase and intervals say",
            )
        if self.scatter < EXACT:
            yield Caveat("noise", "the losses are exact up to rounding: intervals tell only that")

    def _intervals(self) -> Iterator[Caveat]:
        if self.spread.how == "wander":
            runs, own = len(self.curves), self.noise.independent(self.curves)
            yield Caveat(
                "runs",
                f"with {runs} run{'s' if runs > 1 else ''} the noise is read off how the "
                f"residuals wander: {self.count} losses count as {own:.0f}. What all runs share is "
                "not seen; eight runs or more tell it",
            )
        yield from self._unsettled()

    def __str__(self) -> str:
        from phasecalc.fitting.training.words import text

        return text(self)

    __repr__ = __str__

    def data(self) -> dict[str, Any]:
        """As JSON."""
        from phasecalc.fitting.training.words import data

        return data(self)
