r"""Second moments of one-pass SignSGD on drawn random features: what its clock and floor rest on.

With features x = W^T D^(1/2) z of covariance K, residual e and loss P = E e^2 = F_0 + |delta|_K^2
the step is theta <- theta - gamma sign(x) sign(e). Since x and e are jointly Gaussian,

.. math::
    E\,\mathrm{sign}(x_i)\,\mathrm{sign}(e)
        = \tfrac2\pi \arcsin\frac{(K\delta)_i}{\sqrt{K_{ii} P}}, \qquad
    E\,\mathrm{sign}(x)\,\mathrm{sign}(x)^T
        = K_\sigma = \tfrac2\pi\arcsin\frac{K_{ij}}{\sqrt{K_{ii}K_{jj}}},

both exact; the second does not depend on the residual. The closure replaces arcsin by its argument
in the first, and P by its mean. In the coordinates diag(K)^(1/4) delta the drift is then along the
eigenvectors q of the symmetric H = diag(K)^(-1/4) K diag(K)^(-1/4), and the shares m = h E(q.u)^2
of the loss obey, mode by mode and coupled by the loss alone,

.. math::
    m \leftarrow \Bigl(1 - \frac{4 \gamma h}{\pi\sqrt P}\Bigr) m + \gamma^2 h N, \qquad
    P = F_0 + \sum m, \qquad N = q^T \mathrm{diag}(K)^{1/4} K_\sigma\, \mathrm{diag}(K)^{1/4} q.

The arcsin exceeds its argument by at most the factor pi/2: the closure cannot change an exponent
through it, but does change constants where few features carry the residual (alpha > 1/2, early).
Xiao et al. (2024) treat the same limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError
from phasecalc.numerics.seeds import Rng, seed_of
from phasecalc.optimisers.moments import LossCurve
from phasecalc.plrf.samples.drawn import drawn, triangle

if TYPE_CHECKING:
    from phasecalc.plrf.samples.drawn import Floats, Model

__all__ = ["SignModes", "power_law_modes", "sign_loss", "sign_modes"]

_EXACT = 64  # modes kept one by one; beyond, many share a bin
_PER_DECADE = 24


@dataclass(frozen=True, eq=False)
class SignModes:
    """Random features as SignSGD sees them.

    Parameters
    ----------
    eigenvalues
        h: eigenvalues of diag(K)^(-1/4) K diag(K)^(-1/4).
    signal
        Share m of the loss along each at theta = 0.
    noise
        N: what a step of length one adds along each; sums to the trace of diag(K)^(1/2).
    capacity
        F_0: loss that no theta removes.
    """

    eigenvalues: Floats
    signal: Floats
    noise: Floats
    capacity: float

    def floor(self, gamma: float) -> float:
        """Loss at which training with one learning rate ends: the fixed point, exactly.

        P - F_0 = s sqrt(P), s = (pi/4) gamma sum N.
        """
        s = np.pi / 4 * gamma * float(self.noise.sum())
        return float((s + np.sqrt(s * s + 4 * self.capacity)) / 2) ** 2


def sign_modes(model: Model, seed: int | None = None, *, rng: Rng | None = None) -> SignModes:
    """Modes of SignSGD for one drawn W; K_sigma with the whole arcsin.

    Parameters
    ----------
    model
        A :class:`phasecalc.PLRF` or anything with its six parameters; d and v whole, v >= d.
    seed
        Which W: the same as in :func:`phasecalc.simulate`; by default 0.
    rng
        As in NumPy, in the place of seed: an integer, a ``SeedSequence`` or a ``Generator``.

    Raises
    ------
    DomainError
        Parameters that cannot be drawn.

    Examples
    --------
    >>> import phasecalc as pc
    >>> modes = sign_modes(pc.PLRF("3/10", "3/5", 50, 200))
    >>> bool(np.isclose(modes.noise.sum(), modes.eigenvalues.sum()))
    True
    """
    numbers = drawn(model)
    d, factor = numbers.d, triangle(numbers, seed_of(rng, seed))
    root = factor[:d, :d]
    size = np.linalg.norm(root, axis=0)  # diag(K)^(1/2)
    left, singular, right = np.linalg.svd(root / np.sqrt(size))
    correlation = np.clip((root.T @ root) / np.outer(size, size), -1, 1)
    np.fill_diagonal(correlation, 1)
    along = right * np.sqrt(size)
    return SignModes(
        eigenvalues=singular**2,
        signal=(left.T @ factor[:d, d]) ** 2,
        noise=np.einsum("ij,ij->i", along @ (2 / np.pi * np.arcsin(correlation)), along),
        capacity=float(factor[d, d]) ** 2,
    )


def power_law_modes(alpha: float, beta: float, d: float) -> SignModes:
    """Modes with the spectrum that the theory assumes, for sizes that cannot be drawn.

    All features of one size, d^(-min(alpha, 1/2)); arcsin in K_sigma as off its diagonal for small
    correlations; constants of F_0 and F_ac set to 1. Modes beyond 64 are binned, so that d may be
    10^12. An assumption, compared with :func:`sign_modes` in the tests.

    Parameters
    ----------
    alpha, beta, d
        As for power-law random features, d >= 128.

    Examples
    --------
    >>> len(power_law_modes(1.0, 0.3, 1e12).eigenvalues)
    308
    """
    if not d >= 2 * _EXACT:
        raise DomainError(f"d = {d}: at least {2 * _EXACT} modes are needed for a power law")
    bins = int(_PER_DECADE * np.log10(d / _EXACT)) + 2
    edges = np.append(np.arange(0.5, _EXACT), np.geomspace(_EXACT - 0.5, d + 0.5, bins)[1:])
    count = np.diff(edges)
    j = np.sqrt(edges[1:] * edges[:-1])
    j[: _EXACT - 1] = np.arange(1, _EXACT)
    size = d ** -min(alpha, 0.5)
    eigenvalues = j ** (-2 * alpha) / size
    signal = count * j ** (-2 * (alpha + beta))
    if alpha > 0.5 and beta > 0.5:
        signal += count * j ** (-2 * alpha) / d
    noise = count * (2 / np.pi * eigenvalues + (1 - 2 / np.pi) * size)
    return SignModes(eigenvalues, signal, noise, d ** (-2 * alpha + max(0.0, 1 - 2 * beta)))


def sign_loss(
    modes: SignModes, gamma: float, steps: Sequence[int], *, tolerance: float = 0.02
) -> LossCurve:
    """Expected loss of SignSGD in the closure.

    Blocks of steps in which the loss moves by less than the tolerance are taken at once, each mode
    exactly with the loss of the middle of the block.

    Parameters
    ----------
    modes
        From :func:`sign_modes` or :func:`power_law_modes`.
    gamma
        Learning rate gamma_0: the length of a step in each coordinate.
    steps
        Increasing steps at which to record.
    tolerance
        Largest relative length of a block, in t and in the loss.

    Raises
    ------
    DomainError
        The step is longer than the first mode can bear.

    Examples
    --------
    >>> modes = power_law_modes(1.0, 0.3, 1000)
    >>> curve = sign_loss(modes, 1e-3, [0, 100, 10**8])
    >>> bool(np.isclose(curve.loss[-1], modes.floor(1e-3)))
    True
    """
    added = gamma**2 * modes.eigenvalues * modes.noise
    rate = 4 * gamma / np.pi * modes.eigenvalues
    share, t, recorded = modes.signal.copy(), 0, []

    def after(count: int, loss: float) -> Floats:
        pull = rate / np.sqrt(loss)
        if pull[0] >= 2:
            raise DomainError(f"gamma = {gamma} is too large: 4 gamma h < 2 pi sqrt(P) is violated")
        keep = (1 - pull) ** count
        moved: Floats = keep * share + added * (1 - keep) / pull
        return moved

    for target in steps:
        while t < target:
            loss = float(share.sum()) + modes.capacity
            change = abs(float((added - rate / np.sqrt(loss) * share).sum()))
            longest = min(tolerance * (t + 1), tolerance * loss / max(change, 1e-300))
            count = int(max(1, min(longest, target - t)))
            if count > 1:
                loss = float(np.sqrt(loss * (after(count, loss).sum() + modes.capacity)))
            share, t = after(count, loss), t + count
        recorded.append(float(share.sum()) + modes.capacity)
    return LossCurve(np.asarray(list(steps), dtype=np.int64), np.asarray(recorded))
