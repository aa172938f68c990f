"""A power law over a window of indices: its exponent, how far it drifts, and whether it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import NoPowerLaw
from phasecalc.fitting.spectra.refusal import refused

__all__ = ["DECADE", "Line", "Rules", "best_line", "indices", "other_line", "windows"]

Floats = npt.NDArray[np.float64]

DECADE = 10.0  # least ratio of the ends of a window
_STEP = 1.6  # between the ends that are tried
_SURE = NormalDist().inv_cdf(0.995)  # curvature is significant at 1 %
_MISFIT = 1e-3  # chance of such a scatter under the noise model, below which it does not hold


@dataclass(frozen=True)
class Rules:
    """What a power law may show, and how well it must be known.

    Parameters
    ----------
    tolerance
        Change of the slope over the window, relative to the slope, that is none even where it is
        significant.
    blind
        Change, relative to the slope, that the scatter must not be able to hide.
    scale
        Slopes below this count as it.
    """

    tolerance: float
    blind: float = 0.5
    scale: float = 0.0


@dataclass(frozen=True)
class Line:
    """A quantity that falls like j**-exponent for first <= j <= last.

    Parameters
    ----------
    first, last
        Ends of the window.
    exponent, error
        With its standard error.
    drift, drift_error
        Change of the exponent from one end of the window to the other.
    freedom
        Of the error; infinity where the noise is known.
    level
        Logarithm of the quantity in the middle of the window, on the fitted line.
    chance
        Of a scatter as large under the noise model; 1 where the scatter itself gives the noise.
    dimension
        To which the law goes on beyond the window, as fitted to a sample; None where unknown.
    profile
        Exponents, and the signed roots of their likelihood ratios in units of the noise, both
        increasing; None where the exponent is normal around its value.
    """

    first: int
    last: int
    exponent: float
    error: float
    drift: float
    drift_error: float
    freedom: float
    level: float
    chance: float = 1.0
    dimension: float | None = None
    profile: tuple[tuple[float, ...], tuple[float, ...]] | None = field(default=None, kw_only=True)

    @property
    def significant(self) -> bool:
        """Whether the drift is more than noise."""
        return abs(self.drift) > _SURE * self.drift_error

    def fault(self, rules: Rules) -> str:
        """Why no power law is supported in this window, or ""."""
        bound = max(abs(self.exponent), rules.scale)
        over = f"from {self.first} to {self.last}"
        if not bound > 0 or not math.isfinite(self.exponent + self.error + self.drift_error):
            return f"{over} no exponent is found, for they do not change"
        if self.significant and abs(self.drift) > rules.tolerance * bound:
            ends = self.exponent + np.array([-0.5, 0.5]) * self.drift
            return f"{over} the local slope goes from {ends[0]:.3g} to {ends[1]:.3g}"
        if abs(self.drift) + _SURE * self.drift_error > rules.blind * bound:
            return (
                f"{over} the scatter would hide a slope that changes by {rules.blind * bound:.2g}"
            )
        if self.chance < _MISFIT:
            return f"{over} the scatter is not that of the noise model"
        return ""

    def draws(self, count: int, rng: np.random.Generator) -> Floats:
        """Exponents that stand for the spread; a significant drift is a spread of its own."""
        known = math.isinf(self.freedom)
        noise = rng.standard_normal(count) if known else rng.standard_t(self.freedom, count)
        found: Floats = self.exponent + self.error * noise
        if self.profile is not None:
            places, roots = map(np.array, self.profile)
            within = (roots[0] <= noise) & (noise <= roots[-1])
            found = np.where(within, np.interp(noise, roots, places), found)
        if self.significant:
            found += self.drift * rng.uniform(-0.5, 0.5, count)
        return found


def indices(first: int, last: int, most: int = 10**9) -> Iterator[int]:
    """Whole numbers from first to last, each about 1.6 times the one before."""
    x = float(first)
    while x < min(last, most) + 0.5:
        yield int(x + 0.5)
        x = max(x * _STEP, math.floor(x + 0.5) + 1)


def windows(last: int) -> list[tuple[int, int]]:
    """Windows of at least a decade within 1 ... last, the widest first."""
    ends = [last]
    while ends[-1] / _STEP >= DECADE:
        ends.append(int(ends[-1] / _STEP))
    found = [(a, b) for a in indices(1, last) for b in ends if b >= DECADE * a]
    return sorted(found, key=lambda w: (-w[1] / w[0], w[0]))


def best_line(line: Callable[[int, int], Line | None], last: int, rules: Rules, what: str) -> Line:
    """Line over the widest window that supports one.

    Parameters
    ----------
    line
        Makes the line over a window, or None where that is beyond what was measured.
    last
        Largest index.
    rules
        What a power law may show.
    what
        Of which quantity.

    Raises
    ------
    NoPowerLaw
        No window of a decade supports one.
    """
    fault, tried = "", []
    for a, b in windows(last):
        found = line(a, b)
        if found is None:
            continue
        tried.append((a, b))
        wrong = found.fault(rules)
        if not wrong:
            return found
        fault = fault or wrong
    if not tried:
        raise NoPowerLaw(
            f"no power law in {what}: of the {last} given, no window of a decade of indices is "
            "fitted by one; of a sample, later ones may lie below what it resolves. Give more "
            "samples, or more of them"
        )
    raise NoPowerLaw(refused(line, tried, fault, what))


def other_line(
    line: Callable[[int, int], Line | None], last: int, rules: Rules, best: Line
) -> Line | None:
    """Line over a wide window beside that of the best, where its exponent is another.

    Parameters
    ----------
    line, last, rules
        As for :func:`best_line`.
    best
        What that found.
    """
    sides = [(1, best.first), (best.last, last)]
    beside = [w for w in windows(last) if w[1] <= best.first or best.last <= w[0]]
    for a, b in [*(w for w in sides if w[1] >= DECADE * w[0]), *beside]:
        found = line(a, b)
        if found is None or found.fault(rules):
            continue
        apart = abs(found.exponent - best.exponent)
        least = max(_SURE * math.hypot(found.error, best.error), rules.tolerance * best.exponent)
        return found if apart > least else None
    return None
