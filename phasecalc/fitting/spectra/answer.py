"""What a spectrum says: exponents with intervals, phases with probabilities, and how far to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError, NoOptimum
from phasecalc.fitting.caveats import Caveat
from phasecalc.fitting.estimate import Estimate, from_draws
from phasecalc.fitting.spectra.line import Line

if TYPE_CHECKING:
    from phasecalc.fitting.spectra.reach import Reach
    from phasecalc.plrf.arrays import Evaluation

__all__ = ["OUTSIDE", "SpectrumEstimate"]

Floats = npt.NDArray[np.float64]
OUTSIDE = "outside"  # of all phases: alpha <= 0 or alpha + beta <= 1/2
_DRAWS = 4000
_DIGITS = 12


@dataclass(frozen=True)
class SpectrumEstimate:
    """Exponents of a measured spectrum.

    Parameters
    ----------
    origin
        Where the eigenvalues come from.
    count
        How many there are.
    spectrum
        Their power law: its exponent is 2 alpha.
    target
        That of the squares of the coefficients; None where there were none.
    convention
        ``"b"``: the exponent of the squares is 2 beta; ``"mass"``: 2 alpha + 2 beta.
    basis
        Whose eigenvectors the coefficients are along: ``"population"`` or ``"sample"``.
    samples
        From how many samples the eigenvalues come; None for those of the population.
    level
        Of the intervals.
    seed
        Of the draws.
    coupling
        Derivative of the target's exponent by that of the spectrum, which its means rest on.
    notes
        What was done to the data.
    """

    origin: str
    count: int
    spectrum: Line
    target: Line | None
    convention: str
    basis: str
    samples: int | None
    level: float
    seed: int
    coupling: float = 0.0
    notes: tuple[Caveat, ...] = ()

    @cached_property
    def draws(self) -> tuple[Floats, Floats | None]:
        """Values of alpha and of beta that stand for their spread, shape (4000,) each."""
        rng = np.random.default_rng(self.seed)
        alpha = self.spectrum.draws(_DRAWS, rng) / 2
        if self.target is None:
            return alpha, None
        half = self.target.draws(_DRAWS, rng) / 2
        half = half + self.coupling * (alpha - self.spectrum.exponent / 2)
        return alpha, half - alpha if self.convention == "mass" else half

    @property
    def alpha(self) -> Estimate:
        """Data complexity: half the slope of the spectrum."""
        return from_draws(self.spectrum.exponent / 2, self.draws[0], self.level)

    @property
    def beta(self) -> Estimate | None:
        """Target complexity; None without coefficients."""
        return None if self.target is None else from_draws(self.best[1], self.draws[1], self.level)

    @property
    def window(self) -> tuple[int, int]:
        """Indices over which the spectrum supports a power law."""
        return self.spectrum.first, self.spectrum.last

    @property
    def best(self) -> tuple[float, float]:
        """Best alpha and beta.

        Raises
        ------
        DomainError
            There were no coefficients.
        """
        if self.target is None:
            raise DomainError("beta is not known: phases and exponents need coefficients")
        alpha, half = self.spectrum.exponent / 2, self.target.exponent / 2
        return alpha, half - alpha if self.convention == "mass" else half

    @property
    def _point_draws(self) -> tuple[Floats, Floats]:
        alpha, beta = self.draws
        if beta is None:
            raise DomainError("beta is not known: phases and exponents need coefficients")
        return alpha, beta

    @cached_property
    def _plane(self) -> Evaluation:
        """Phases and exponents at the draws."""
        from phasecalc.plrf.diagram import phase_diagram

        alpha, beta = self._point_draws
        return phase_diagram().evaluate(np.round(alpha, _DIGITS), np.round(beta, _DIGITS))

    @cached_property
    def phases(self) -> dict[str, float]:
        """Probability of each phase, the likeliest first; of ``"outside"`` where there is none."""
        names, counts = np.unique(self._plane.phase, return_counts=True)
        shares = {str(n) or OUTSIDE: int(k) / _DRAWS for n, k in zip(names, counts, strict=True)}
        return dict(sorted(shares.items(), key=lambda x: -x[1]))

    @property
    def loss_exponent(self) -> Estimate:
        """Eta, the loss at a budget f falling like f**-eta."""
        return self._exponent("loss_exponent")

    @property
    def model_size_exponent(self) -> Estimate:
        """Xi, the best model size growing like f**xi."""
        return self._exponent("model_size_exponent")

    def _exponent(self, name: str) -> Estimate:
        from phasecalc.plrf.diagram import phase_diagram

        found = phase_diagram().evaluate(*(np.round(np.array([x]), _DIGITS) for x in self.best))
        value = getattr(found, name)
        if np.ma.getmaskarray(value)[0]:
            raise NoOptimum(
                "alpha = {:.3g}, beta = {:.3g} lies outside of all phases: alpha > 0 and "
                "alpha + beta > 1/2 are needed".format(*self.best)
            )
        draws = getattr(self._plane, name).filled(np.nan)
        return from_draws(float(value[0]), np.asarray(draws, dtype=float), self.level)

    @property
    def correction_exponent(self) -> Estimate:
        """Delta: exponents seen at a budget f are those of the limit up to f**-delta."""
        from phasecalc.plrf.corrections import corrections_on

        alpha, beta = self._point_draws
        best = corrections_on(*(np.array([x]) for x in self.best))
        draws = corrections_on(alpha, beta).filled(np.nan)
        value = float(best.filled(np.nan)[0])
        return from_draws(value, np.asarray(draws, dtype=float), self.level)

    def at(self, flops: Any, *, ratio: float = 10, within: float = 0.01) -> Reach:
        """Whether an experiment at a budget is asymptotic: exact local exponents and the limits.

        Parameters
        ----------
        flops
            Budget, from 1e3 to 1e130.
        ratio
            Ambient dimension over model size, v/d.
        within
            Difference of an exponent that counts as none, where its interval is not wider.
        """
        from phasecalc.fitting.spectra.reach import reach

        return reach(self, flops, ratio, within)

    @property
    def point(self) -> tuple[Fraction, Fraction]:
        """Best alpha and beta as the exact numbers that queries take."""
        a, b = (Fraction(str(round(x, _DIGITS))) for x in self.best)
        return a, b

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What was done to the data, and what the numbers hang on."""
        return (*self._beware(), *self.notes)

    def _beware(self) -> Iterator[Caveat]:
        for what, line in (("spectrum", self.spectrum), ("target", self.target)):
            if line is None:
                continue
            if line.significant:
                ends = line.exponent + np.array([-0.5, 0.5]) * line.drift
                yield Caveat(
                    "drift",
                    f"the slope of the {what} goes from {ends[0]:.3g} to {ends[1]:.3g} over its "
                    "window; the interval is that wide",
                )
            if line.last - line.first + 1 < self.count / 2:
                yield Caveat(
                    "window",
                    f"the power law of the {what} is that of indices {line.first} to {line.last} "
                    f"of {self.count}",
                )
        if self.target is not None and max(self.phases.values()) < self.level:
            said = ", ".join(f"{n} {100 * p:.0f} %" for n, p in self.phases.items())
            yield Caveat("phase", f"the phase is not settled: {said}")

    def __str__(self) -> str:
        from phasecalc.fitting.spectra.words import text

        return text(self)

    __repr__ = __str__

    def data(self) -> dict[str, Any]:
        """As JSON."""
        from phasecalc.fitting.spectra.words import data

        return data(self)
