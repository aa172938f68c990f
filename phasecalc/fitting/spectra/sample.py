r"""What a sample spectrum says of the population's, with the noise of Gaussian samples.

Of n samples x = D^{1/2} g (or of n random features, where W is the sample), let z be the
eigenvalues of the sample covariance, n x n with its zeros. At a ridge omega

.. math:: S(\omega) = \sum_i \frac{1}{z_i+\omega}, \qquad \kappa = \frac{n}{S}
          = \frac{\omega}{1 - N/n}, \qquad N = \sum_i \frac{z_i}{z_i+\omega}
          \approx \sum_j \frac{\lambda_j}{\lambda_j+\kappa},

so that the modes N that the population resolves at kappa are read off the sample, without the
bias that single eigenvalues have. S is a linear statistic of the spectrum: its errors do not
grow with n, and are those of the central limit theorem of Bai and Silverstein (2004), which need
only m = 1/kappa as a function of omega:

.. math:: \operatorname{Cov}(S_1, S_2) = 2\Bigl[\frac{m_1' m_2'}{(m_1-m_2)^2}
          - \frac{1}{(\omega_1-\omega_2)^2}\Bigr], \qquad
          \mathbb E S - n\,m = \frac{1}{2}\,\partial_\omega \log\frac{m^2}{|m'|},

and on the diagonal a third of the Schwarzian derivative of m.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

__all__ = ["Resolved", "modes_covariance", "resolved"]

Floats = npt.NDArray[np.float64]
_STEP = math.log(2)  # between ridges: finer ones repeat what these say
_HALVINGS = 100
_ROWS = 64  # of a table of gaps at once
_FARTHEST = 4.0  # largest kappa over the largest eigenvalue


@dataclass(frozen=True)
class Resolved:
    """Modes that the population resolves, at a ladder of ridges, from one sample.

    Parameters
    ----------
    kappa
        Ridges of the population, increasing, shape (k,).
    modes
        N there, shape (k,), its known bias removed.
    covariance
        Of modes at given kappa, shape (k, k).
    least
        Least kappa of which this sample says anything.
    eigenvalues
        The sample's, decreasing and positive.
    samples
        How many samples.
    """

    kappa: Floats
    modes: Floats
    covariance: Floats
    least: float
    eigenvalues: Floats
    samples: int

    @cached_property
    def heads(self) -> Floats:
        """First tenth of the population's eigenvalues, each with its own bias removed.

        To first order in 1/n each is pushed by the others: z_i is
        lambda_i (1 + sum_k lambda_k/(lambda_i - lambda_k)/n) in the mean (Lawley 1956).
        """
        z, count = self.eigenvalues, len(self.eigenvalues) // 10 + 1
        moved = np.empty(count)
        for first in range(0, count, _ROWS):
            rows = np.arange(first, min(first + _ROWS, count))
            apart = z[rows, None] - z[None]
            apart[np.arange(len(rows)), rows] = np.inf
            with np.errstate(divide="ignore"):
                push = (z[None] / apart).sum(axis=1) / self.samples
            moved[rows] = z[rows] * (1 - np.clip(push, -0.5, 0.5))
        return np.sort(moved)[::-1]


def resolved(eigenvalues: Floats, samples: int) -> Resolved:
    """Read the population's modes off a sample spectrum.

    Parameters
    ----------
    eigenvalues
        Of the sample covariance, decreasing and positive, at most as many as samples.
    samples
        How many samples, n.
    """
    z, zeros = eigenvalues, samples - len(eigenvalues)
    least = 0.0 if zeros else samples / float(np.sum(1 / z))
    low = max(least, float(z[-1]) / 2)
    count = math.ceil(math.log(_FARTHEST * z[0] / low) / _STEP) + 1
    kappa = low * np.exp(_STEP * np.arange(count))
    omega = _ridges(kappa, z, zeros)
    m = _derivatives(omega, z, zeros)
    kappa = 1 / m[0]
    covariance, mean = _moments(omega, m)
    # Errors of S move N and kappa at once; what they do at a given kappa is this multiple.
    falls = samples * (m[0] + omega * m[1]) * m[0] ** 2 / m[1]
    each = -omega + falls * kappa**2 / samples
    modes = samples * (1 - omega * m[0]) - each * mean
    return Resolved(kappa, modes, covariance * np.outer(each, each), low, z, samples)


def modes_covariance(kappa: Floats, sums: tuple[Floats, ...], samples: int) -> Floats:
    """Covariance of the modes read off a sample, at given ridges of a known population.

    Parameters
    ----------
    kappa
        Ridges, shape (k,).
    sums
        Modes N that the population resolves at each, and the first three derivatives by kappa.
    samples
        How many samples.
    """
    n0, n1, n2, n3 = (x / samples for x in sums)
    omega = kappa * (1 - n0)
    slope, bend, third = 1 - n0 - kappa * n1, -2 * n1 - kappa * n2, -3 * n2 - kappa * n3
    # m = 1/kappa as a function of omega, by the rule of the chain.
    m0, m1 = 1 / kappa, -1 / (kappa**2 * slope)
    of_m1 = 2 / (kappa**3 * slope) + bend / (kappa**2 * slope**2)
    m2 = of_m1 / slope
    of_of_m1 = (
        -6 / (kappa**4 * slope)
        - 4 * bend / (kappa**3 * slope**2)
        + third / (kappa**2 * slope**2)
        - 2 * bend**2 / (kappa**2 * slope**3)
    )
    m3 = (of_of_m1 / slope - of_m1 * bend / slope**2) / slope
    covariance, _ = _moments(omega, (m0, m1, m2, m3))
    falls = samples * (m0 + omega * m1) * m0**2 / m1
    each = -omega + falls * kappa**2 / samples
    found: Floats = covariance * np.outer(each, each)
    return found


def _ridges(kappa: Floats, z: Floats, zeros: int) -> Floats:
    """Ridges of the sample that belong to those of the population, by bisection."""
    low, high = np.zeros_like(kappa), kappa.copy()
    n = len(z) + zeros
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        with np.errstate(divide="ignore"):
            total = (1 / (z[None] + middle[:, None])).sum(axis=1) + (zeros / middle if zeros else 0)
        below = n / total < kappa
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


def _derivatives(omega: Floats, z: Floats, zeros: int) -> tuple[Floats, Floats, Floats, Floats]:
    """m = 1/kappa and its first three derivatives by omega."""
    inverse = 1 / (z[None] + omega[:, None])
    n = len(z) + zeros
    found = []
    for order, factor in enumerate((1, -1, 2, -6), 1):
        total = (inverse**order).sum(axis=1)
        found.append(factor * (total + zeros / omega**order if zeros else total) / n)
    return found[0], found[1], found[2], found[3]


def _moments(omega: Floats, m: tuple[Floats, ...]) -> tuple[Floats, Floats]:
    """Covariance of S over the ridges, and the mean of S less n m."""
    m0, m1, m2, m3 = m
    apart = m0[:, None] - m0[None], omega[:, None] - omega[None]
    for table in apart:
        np.fill_diagonal(table, 1.0)
    covariance = 2 * (np.outer(m1, m1) / apart[0] ** 2 - 1 / apart[1] ** 2)
    np.fill_diagonal(covariance, 2 * (m3 / (6 * m1) - (m2 / (2 * m1)) ** 2))
    return covariance, m1 / m0 - m2 / (2 * m1)
