r"""Targets measured along the eigenvectors of a sample, which mix those of the population.

A unit eigenvector of the sample with eigenvalue z_i has the squared overlap

.. math:: O_{ij} = \frac{\lambda_j\,|\kappa_i|^2}{n z_i\,|\lambda_j+\kappa_i|^2},
          \qquad \kappa_i = \kappa(-z_i - i0),

with the j-th of the population, in the mean (Ledoit and Péché 2011, whose kernel this is), and all
overlaps of one eigenvector sum to 1. At the head, i < alpha sqrt(2n), eigenvalues stand farther
apart than they fluctuate: there kappa_i = -lambda_i and what is left to 1 is O_ii. So the masses
seen have the means mu_i = sum_j O_ij lambda_j b_j^2: a steep target leaks into all later modes,
where its own coefficients are no longer seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.spectra.likely import Model, greatest, profile
from phasecalc.fitting.spectra.line import Line, Rules, best_line
from phasecalc.fitting.spectra.shared import shared, widened

__all__ = ["Mixing", "mixed_target"]

Floats = npt.NDArray[np.float64]
_MOST = 3000  # modes of the sample: the overlaps are a matrix
_BINS = 120  # of the modes beyond twice the samples'
_GUESS = 10  # of v/n
_BEND = 1e-3  # of alpha, for the derivative


@dataclass(frozen=True)
class Mixing:
    """Overlaps of a sample's eigenvectors with those of a population of a power law.

    Parameters
    ----------
    z
        Eigenvalues of the sample, decreasing and positive.
    samples
        n.
    spectrum
        Power law of the population.
    dimension
        v.
    """

    z: Floats
    samples: int
    spectrum: Line
    dimension: int

    @cached_property
    def modes(self) -> tuple[Floats, Floats]:
        """Indices of the population and how many modes each stands for."""
        single = np.arange(1.0, min(2 * len(self.z), self.dimension) + 1)
        if self.dimension <= len(single):
            return single, np.ones(len(single))
        cuts = np.geomspace(single[-1] + 0.5, self.dimension + 0.5, _BINS + 1)
        middle = np.sqrt(cuts[1:] * cuts[:-1])
        return np.append(single, middle), np.append(np.ones(len(single)), np.diff(cuts))

    @cached_property
    def own(self) -> Floats:
        """Eigenvalues of the population at those modes."""
        (j, _), line = self.modes, self.spectrum
        found: Floats = np.exp(
            line.level - line.exponent * np.log(j / math.sqrt(line.first * line.last))
        )
        return found

    @property
    def separate(self) -> int:
        """How many modes of the sample stand farther apart than they fluctuate."""
        most = math.ceil(self.spectrum.exponent * math.sqrt(self.samples / 2)) - 1
        return min(max(most, 0), len(self.z))

    @cached_property
    def overlaps(self) -> Floats:
        """Shape (modes of the sample, modes of the population); weights of the latter included."""
        weight, z, n, own = self.modes[1], self.z, self.samples, self.own
        i = np.arange(1, len(z) + 1)
        kappa = np.where(i <= self.separate, -own[: len(z)] + 0j, self.kappa())
        with np.errstate(divide="ignore", invalid="ignore"):
            table = np.abs(kappa[:, None]) ** 2 * own / (z[:, None] * n)
            table = table * weight / np.abs(own + kappa[:, None]) ** 2
        table[i - 1, i - 1] = 0
        table[i - 1, i - 1] = np.maximum(1 - table.sum(axis=1), 0)
        found: Floats = table / table.sum(axis=1, keepdims=True)
        return found

    def kappa(self) -> npt.NDArray[np.complex128]:
        """Kappa just below the real axis, smoothed over a few neighbours."""
        z, n = self.z, self.samples
        gap = np.pad(np.gradient(-np.log(z)), 5, mode="edge")
        width = z * np.minimum(3 * np.convolve(gap, np.ones(11) / 11, mode="valid"), 0.5)
        at = -z - 1j * width
        total = (1 / (z[None] + at[:, None])).sum(axis=1) + (n - len(z)) / at
        found: npt.NDArray[np.complex128] = n / total
        return found

    def model(self, first: int, last: int) -> Model:
        """Logarithms of the means in a window of the sample's modes, and the own parts.

        At a level, an exponent s and, where there is a third number, a bend.
        """
        j, _ = self.modes
        x = np.log(j / math.sqrt(first * last))
        half = math.log(last / first) / 2
        inner = np.clip(x, -half, half)
        part = slice(first - 1, last)
        rows, i = self.overlaps[part], np.arange(len(self.z))
        own = self.overlaps[i, i][part]

        def means(point: Floats) -> tuple[Floats, Floats]:
            bend = point[2] if len(point) > 2 else 0.0
            with np.errstate(over="ignore", invalid="ignore"):  # far off: no likelihood there
                masses = np.exp(-point[1] * x - bend * inner * (2 * x - inner))
                mean = rows @ masses
                return point[0] + np.log(mean), own * masses[part] / mean

        return means


def mixed_target(
    masses: Floats, z: Floats, samples: int, spectrum: Line, dimension: int | None, rules: Rules
) -> tuple[Line, float]:
    """Line of the population's masses, and the derivative of its exponent by 2 alpha.

    Parameters
    ----------
    masses
        Along the eigenvectors of the sample.
    z, samples
        Eigenvalues of the sample, and how many samples.
    spectrum
        Power law of the population's eigenvalues.
    dimension
        v, or None.
    rules
        What a power law may show.
    """
    if len(z) > _MOST:
        raise DomainError(
            f"{len(z)} modes with coefficients along the eigenvectors of the sample; at most "
            f"{_MOST} are taken. Give the first {_MOST} of a smaller sample"
        )
    fitted = dimension or spectrum.dimension or _GUESS * samples
    mixing = Mixing(z, samples, spectrum, max(round(fitted), len(z)))

    def line(a: int, b: int) -> Line | None:
        return _line(mixing, masses[a - 1 : b], a, b)

    found = best_line(line, len(z), rules, "the coefficients")
    part = np.maximum(masses[found.first - 1 : found.last], 1e-300)
    return _spread(mixing, part, found), _coupling(mixing, part, found)


def _spread(mixing: Mixing, y: Floats, found: Line) -> Line:
    """The line with its profile, in units of the scatter that the squares have in common too."""
    first, last = found.first, found.last
    point, model = np.array([found.level, found.exponent]), mixing.model(first, last)
    top = greatest(y, model, point)
    if top is None:
        return found
    j, _ = mixing.modes
    masses = np.exp(found.level - found.exponent * np.log(j / math.sqrt(first * last)))
    common = shared(mixing, masses, mixing.overlaps @ masses)
    part = slice(first - 1, last)
    full = widened(top[1], y, model, point, common[part, part])
    if not full[1, 1] > 0:
        return found
    places, roots = profile(y, model, top[0], math.sqrt(top[1][1, 1]))
    roots = roots * math.sqrt(top[1][1, 1] / full[1, 1])
    return replace(found, error=math.sqrt(full[1, 1]), profile=(tuple(places), tuple(roots)))


def _line(mixing: Mixing, y: Floats, first: int, last: int) -> Line | None:
    model = mixing.model(first, last)
    y = np.maximum(y, 1e-300)
    starts = (0.5, 1.5, 3.0)
    found = [x for s in starts if (x := greatest(y, model, _guess(y, model, s))) is not None]
    if not found:
        return None
    straight = max(found, key=lambda x: x[2])
    curved = greatest(y, model, np.append(straight[0], 0.0))
    if curved is None:
        return None
    width = 2 * math.log(last / first)
    errors, of_curved = np.sqrt(np.diag(straight[1])), np.sqrt(np.diag(curved[1]))
    drift = float(curved[0][2]) * width
    # The ratio of the likelihoods says how sure a bend is, better than its curvature does.
    sure = math.sqrt(max(2 * (curved[2] - straight[2]), 0))
    error = abs(drift) / sure if sure > 0 else float(of_curved[2]) * width
    return Line(
        first, last, float(straight[0][1]), float(errors[1]), drift, error, math.inf,
        float(straight[0][0]),
    )  # fmt: skip


def _guess(y: Floats, model: Model, exponent: float) -> Floats:
    logs, _ = model(np.array([0.0, exponent]))
    return np.array([math.log(float(np.mean(y * np.exp(-logs)))), exponent])


def _coupling(mixing: Mixing, y: Floats, found: Line) -> float:
    """How the exponent moves with that of the eigenvalues, which the overlaps rest on."""
    point, ends = np.array([found.level, found.exponent]), []
    for sign in (-1, 1):
        moved = replace(mixing.spectrum, exponent=mixing.spectrum.exponent + sign * _BEND)
        model = replace(mixing, spectrum=moved).model(found.first, found.last)
        there = greatest(y, model, point)
        if there is None:
            return 0.0
        ends.append(float(there[0][1]))
    return (ends[1] - ends[0]) / (2 * _BEND)
