"""What a spectrum says: exponents with intervals, phases with probabilities, and how far to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.answers.caveats import Caveat
from phasecalc.fitting.answers.estimate import Estimate, from_draws
from phasecalc.fitting.spectra.line import Line
from phasecalc.fitting.spectra.plane import OnPlane

__all__ = ["SpectrumEstimate"]

Floats = npt.NDArray[np.float64]
_DRAWS = 4000


@dataclass(frozen=True)
class SpectrumEstimate(OnPlane):
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
        if self.target is not None:
            yield from self._unsettled()

    def __str__(self) -> str:
        from phasecalc.fitting.spectra.words import text

        return text(self)

    __repr__ = __str__

    def data(self) -> dict[str, Any]:
        """As JSON."""
        from phasecalc.fitting.spectra.words import data

        return data(self)
