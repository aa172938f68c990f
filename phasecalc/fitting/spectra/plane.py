"""What an estimate of alpha and beta says: phases, exponents, and how far to go for them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError, NoOptimum
from phasecalc.fitting.answers.caveats import Caveat
from phasecalc.fitting.answers.estimate import Estimate, from_draws

if TYPE_CHECKING:
    from phasecalc.fitting.spectra.reach import Reach
    from phasecalc.plrf.asking.arrays import Evaluation

__all__ = ["OUTSIDE", "OnPlane"]

Floats = npt.NDArray[np.float64]
OUTSIDE = "outside"  # of all phases: alpha <= 0 or alpha + beta <= 1/2
_DIGITS = 12


class OnPlane:
    """Best alpha and beta with draws that stand for their spread; made by what estimates them."""

    level: float

    if TYPE_CHECKING:  # made in one way from spectra, in another from curves

        @property
        def best(self) -> tuple[float, float]:
            """Best alpha and beta."""

        @property
        def draws(self) -> tuple[Floats, Floats | None]:
            """Values of alpha and of beta."""

    @property
    def _point_draws(self) -> tuple[Floats, Floats]:
        alpha, beta = self.draws
        if beta is None:
            raise DomainError("beta is not known: phases and exponents need coefficients")
        return alpha, beta

    @cached_property
    def _plane(self) -> Evaluation:
        """Phases and exponents at the draws."""
        from phasecalc.plrf.asking.diagram import phase_diagram

        alpha, beta = self._point_draws
        return phase_diagram().evaluate(np.round(alpha, _DIGITS), np.round(beta, _DIGITS))

    @cached_property
    def phases(self) -> dict[str, float]:
        """Probability of each phase, the likeliest first; of ``"outside"`` where there is none."""
        names, counts = np.unique(self._plane.phase, return_counts=True)
        shares = {
            str(n) or OUTSIDE: int(k) / len(self._plane.phase)
            for n, k in zip(names, counts, strict=True)
        }
        return dict(sorted(shares.items(), key=lambda x: -x[1]))

    def _unsettled(self) -> Iterator[Caveat]:
        """A caveat where no phase is as likely as the level asks for."""
        if max(self.phases.values()) < self.level:
            said = ", ".join(f"{n} {100 * p:.0f} %" for n, p in self.phases.items())
            yield Caveat("phase", f"the phase is not settled: {said}")

    @property
    def loss_exponent(self) -> Estimate:
        """Eta, the loss at a budget f falling like f**-eta."""
        return self._exponent("loss_exponent")

    @property
    def model_size_exponent(self) -> Estimate:
        """Xi, the best model size growing like f**xi."""
        return self._exponent("model_size_exponent")

    def _exponent(self, name: str) -> Estimate:
        from phasecalc.plrf.asking.diagram import phase_diagram

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
        from phasecalc.plrf.phases.corrections import corrections_on

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
