"""What a frontier holds fixed, and the loss with its slope in r at any size and budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.parsing.numbers import rough
from phasecalc.plrf.curves.loss import ROUNDING
from phasecalc.plrf.model.admissible import LARGEST_AMBIENT
from phasecalc.plrf.model.parameters import PLRF, exact

__all__ = ["Setting"]

_SPARE = 5  # digits that contours of many digits lose beyond those lost in doubles
_LARGEST_RATIO = LARGEST_AMBIENT / 10
_MOST = 1000  # working digits


@dataclass(frozen=True, slots=True)
class Setting:
    """What a frontier holds fixed.

    Parameters
    ----------
    alpha, beta, ratio, gamma, batch
        As for ``frontier``, read exactly.
    """

    alpha: Fraction
    beta: Fraction
    ratio: Fraction | float
    gamma: Fraction | None
    batch: Fraction

    @classmethod
    def of(cls, alpha: Any, beta: Any, ratio: Any, gamma: Any, batch: Any) -> Setting:
        """Read the parameters and refuse those outside the domain."""
        made = cls(
            exact("alpha", alpha),
            exact("beta", beta),
            math.inf if ratio == math.inf else exact("ratio", ratio),
            None if gamma is None else exact("gamma", gamma),
            exact("batch", batch),
        )
        if not 1 <= made.ratio <= _LARGEST_RATIO and made.ratio != math.inf:
            raise DomainError(
                f"ratio = {rough(made.ratio)}: 1 <= ratio <= 1e112 or ratio = inf is needed."
            )
        ambient = math.inf if made.ratio == math.inf else 10 * made.ratio
        PLRF(made.alpha, made.beta, 10, v=ambient, batch=made.batch)
        return made

    def model(self, x: float) -> PLRF:
        """The model of size e^x; with the default rate its stability is left to ``checked``."""
        if self.gamma is None:
            return PLRF.assumed_stable(**self._parameters(x))
        return self.checked(x)

    def checked(self, x: float) -> PLRF:
        """The model of size e^x, refused if SGD diverges.

        Parameters
        ----------
        x
            log d.
        """
        return PLRF(**self._parameters(x))

    def sized(self, size: Fraction) -> PLRF:
        """The model of this very size, refused if SGD diverges.

        Parameters
        ----------
        size
            d.
        """
        ambient = math.inf if self.ratio == math.inf else size * self.ratio
        return PLRF(**{**self._parameters(math.log(size)), "d": size, "v": ambient})

    def _parameters(self, x: float) -> dict[str, Any]:
        size = math.exp(x)
        ambient = math.inf if self.ratio == math.inf else exact("d", size) * self.ratio
        kept = {"alpha": self.alpha, "beta": self.beta, "gamma": self.gamma, "batch": self.batch}
        return {"d": size, "v": ambient, **kept}

    def derivatives(
        self, x: float, y: float, bearable: float
    ) -> tuple[float, float, NDArray[np.float64]]:
        """Loss at d = e^x, f = e^y, its noise, and log P with its slope in log r.

        Rounding errors above ``bearable`` call for as many more digits as they cost.
        """
        model, r = self.model(x), math.exp(y - x) / float(self.batch)
        lost, noise = 0, math.inf
        try:
            found = _with_slope(model, r, None)
            noise = found[1]
            if noise <= bearable:
                return found
            lost = _digits_in(noise / ROUNDING)
        except (NotConverged, FloatingPointError):
            pass  # with more digits it may converge
        working = max(18, math.ceil(-math.log10(bearable)) + _SPARE + lost)
        while working <= _MOST:
            found = _with_slope(model, r, working)
            noise = found[1]
            if noise <= bearable:
                return found
            working += _digits_in(noise / bearable) + 1
        raise NotConverged(
            f"f = {math.exp(y):.3g}: at d = {math.exp(x):.4g} more than {_MOST} digits would be "
            f"needed; a relative error of up to {noise:.1e} is left in the loss, too much for "
            "exponents. Lower the budget or gamma.",
            requested=12,
            achieved=-math.log10(noise),
        )


def _digits_in(excess: float) -> int:
    """Digits that an error so many times too large asks for; twenty where all was rounding."""
    return 20 if excess == math.inf else math.ceil(math.log10(excess))


def _with_slope(
    model: PLRF, r: float, working: int | None
) -> tuple[float, float, NDArray[np.float64]]:
    """Loss, its noise, and log P with its slope in log r, in doubles or with so many digits."""
    volterra = model.volterra(working)
    field = volterra.field
    with field.working():
        time = field.real(r)
        found = [volterra.evaluate("loss", [time], order) for order in (0, 1)]
        value, first = (x.found[0] for x in found)
        if value <= 0:  # all of it is rounding
            return 0.0, math.inf, np.array([math.nan, math.nan])
        lifts = [float(x.lifts[0]) for x in found]
        slope = float(time * first / value) * math.exp(lifts[1] - lifts[0])
        log_loss = float(field.log(value)) + lifts[0]
    # An error of P' counts against P, not against P', which may be almost 0.
    rounding = ROUNDING if working is None else 10.0 ** (1 - working)
    return math.exp(log_loss), found[0].conditions[0] * rounding, np.array([log_loss, slope])
