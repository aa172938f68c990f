r"""Scatter that coefficients along a sample's eigenvectors have in common.

Along each eigenvector the square scatters on its own; besides, all lean on the same few directions
of a steep target, and what these happen to be in one sample moves all later squares at once. With
the target's vector t, the squares around -omega are the imaginary part of
X = t^T (S + omega)^{-1} t, in the mean kappa/omega sum_j t_j^2/(lambda_j + kappa), and

.. math:: \operatorname{Cov}(X_1, X_2) = \frac{2}{n}\,\frac{\kappa_1\kappa_2}{\omega_1\omega_2}\,
          \frac{T_{12}^2}{1-\gamma_{12}}, \qquad
          T_{12} = \sum_j \frac{\lambda_j t_j^2}{(\lambda_j+\kappa_1)(\lambda_j+\kappa_2)},

          \gamma_{12} = \frac{1}{n}
          \sum_j\frac{\lambda_j^2}{(\lambda_j+\kappa_1)(\lambda_j+\kappa_2)}

for Gaussian samples, to first order in 1/n: each sample adds to the variance the square of what
leaving it out does. Without ridges it is the chi squared law of an inverse Wishart matrix. At the
head kappa = -lambda_i, and squares are residues. As 1 - gamma_12 = (omega_1 - omega_2)/(kappa_1 -
kappa_2), the scatter that each has on its own is the pole on the diagonal, and is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from phasecalc.fitting.spectra.likely import Model, responses

if TYPE_CHECKING:
    from phasecalc.fitting.spectra.basis import Mixing

__all__ = ["shared", "widened"]

Floats = npt.NDArray[np.float64]
Complex = npt.NDArray[np.complex128]


def widened(covariance: Floats, y: Floats, model: Model, point: Floats, common: Floats) -> Floats:
    """Covariance of a point of greatest likelihood whose squares scatter in common besides.

    Parameters
    ----------
    covariance
        As if they scattered independently.
    y, model, point
        Squares, their model, and the point.
    common
        Covariance of the squares over their means beyond that, shape (n, n).
    """
    slopes, variances = responses(y, model, point)
    most = np.sqrt(np.outer(variances, variances))
    moves = covariance @ slopes.T
    found: Floats = covariance + moves @ np.clip(common, -most, most) @ moves.T
    return found


def shared(mixing: Mixing, masses: Floats, means: Floats) -> Floats:
    """Covariance of squares over their means beyond independent scatter, shape (modes, modes).

    Parameters
    ----------
    mixing
        Overlaps of the sample's eigenvectors with the population's.
    masses
        Of the population's modes.
    means
        Of the sample's squares.
    """
    z, n, count = mixing.z, mixing.samples, mixing.separate
    own, weight = mixing.own, mixing.modes[1]
    kappa, omega = mixing.kappa()[count:], -z[count:]
    apart = 1 / (own + kappa[:, None])
    half = kappa / omega
    whole = (half * (apart @ (weight * masses))).imag
    gaps = np.subtract.outer(omega, omega)
    gaps[gaps == 0] = np.inf  # what each has on its own

    def covariance(other: Complex) -> Complex:
        """With kappa of the rows and another; 1 - gamma is the ratio of the differences."""
        steps = (apart * (weight * own * masses)) @ (1 / (own + other[:, None])).T
        pole = np.subtract.outer(kappa, other) / gaps
        return np.asarray(2 / n * np.outer(half, other / omega) * steps**2 * pole)

    found = np.zeros((len(z), len(z)))
    tail = (covariance(kappa.conj()) - covariance(kappa)).real / 2
    found[count:, count:] = tail / np.outer(whole, whole)
    for a in range(count):
        rest = np.arange(len(own)) != a
        ahead = own[rest] - own[a]
        steps = apart[:, rest] @ (weight[rest] * own[rest] * masses[rest] / ahead)
        gamma = apart[:, rest] @ (weight[rest] * own[rest] ** 2 / ahead) / n
        of_own = own[a] * masses[a] * apart[:, a]
        row = (4 / n * half * of_own * steps / (1 - gamma)).imag / whole / means[a]
        found[a, count:] = found[count:, a] = row
        near = np.arange(count) != a
        turned = own[a] * own[:count][near] / (own[a] - own[:count][near]) ** 2
        both = masses[a] * masses[:count][near] / (means[a] * means[:count][near])
        found[a, :count][near] = -4 / n * turned * both
    return found
