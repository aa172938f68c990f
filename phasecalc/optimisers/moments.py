r"""Exact second moments of one-pass momentum on a diagonal quadratic: what the clocks rest on.

For Gaussian data in the eigenbasis the update

.. math:: y \leftarrow (1 - \Delta) y + g, \qquad \theta \leftarrow \theta - \gamma_2 g - \gamma_3 y

moves the expectations of theta_j^2, theta_j y_j and y_j^2 linearly, mode by mode, coupled by the
loss alone: :math:`E g_j^2 = \lambda_j^2 E\theta_j^2 (1 + 1/B) + \lambda_j L/B`. Nothing is
sampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LossCurve", "momentum_loss"]

_DAMPING = 8.0  # delta in Delta = delta/(t + delta): friction of the slow momentum


@dataclass(frozen=True)
class LossCurve:
    """Expected loss at chosen steps.

    Parameters
    ----------
    steps
        Steps t.
    loss
        Expected loss there; same shape.
    """

    steps: NDArray[np.int64]
    loss: NDArray[np.float64]

    def slope(self, low: float, high: float) -> float:
        """Exponent -d log loss/d log t between two steps, by least squares.

        Raises
        ------
        DomainError
            Fewer than three points lie between them.
        """
        inside = (self.steps >= low) & (self.steps <= high)
        if inside.sum() < 3:
            raise DomainError(f"fewer than three points between t = {low} and {high}")
        t, loss = np.log(self.steps[inside]), np.log(self.loss[inside])
        return -float(np.polyfit(t, loss, 1)[0])


def momentum_loss(
    alpha: float,
    beta: float,
    modes: int,
    steps: Sequence[int],
    *,
    kappa: float | None = None,
    slow_rate: float | None = None,
    gamma: float = 0.2,
    batch: int = 1,
) -> LossCurve:
    """Expected loss under SGD or DANA, for lambda_j = j^(-2 alpha) and theta_j = j^-beta at first.

    Parameters
    ----------
    alpha, beta
        As for power-law random features.
    modes
        Number of modes.
    steps
        Increasing steps at which to record.
    kappa
        DANA-decaying: gamma_3 = gamma (1 + t)^-kappa. None for none.
    slow_rate
        DANA-constant: gamma_3. None for none; with neither this is SGD.
    gamma, batch
        Learning rate gamma_2 in units of 1/trace, and batch size.

    Raises
    ------
    DomainError
        The moments grow without bound: the learning rates are too large.

    Examples
    --------
    >>> curve = momentum_loss(1.0, 0.3, 200, [100, 200, 400])
    >>> bool(np.all(np.diff(curve.loss) < 0))
    True
    """
    j = np.arange(1, modes + 1, dtype=float)
    eigen = j ** (-2 * alpha)
    theta, mixed, velocity = j ** (-2 * beta), np.zeros(modes), np.zeros(modes)
    rate = gamma / float(eigen.sum())
    wanted = list(steps)
    recorded: list[float] = []
    for t in range(wanted[-1] + 1):
        loss = float(eigen @ theta)
        if not np.isfinite(loss) or loss > 1e12:
            raise DomainError(f"the moments grow without bound at t = {t}; lower the learning rate")
        if t == wanted[len(recorded)]:
            recorded.append(loss)
        slow = _slow(t, rate, kappa, slow_rate)
        keep = 1 - _DAMPING / (t + _DAMPING) if slow else 0.0
        drift, noise = eigen * theta, eigen**2 * theta * (1 + 1 / batch) + eigen * loss / batch
        step, decay = rate + slow, keep * eigen * mixed
        momentum = keep**2 * velocity
        velocity_next = momentum + 2 * decay + noise
        mixed_next = keep * mixed + drift - step * (decay + noise) - slow * (momentum + decay)
        theta = (
            theta
            + step**2 * noise
            + slow**2 * momentum
            - 2 * step * drift
            - 2 * slow * keep * mixed
            + 2 * step * slow * decay
        )
        velocity, mixed = velocity_next, mixed_next
    return LossCurve(np.asarray(wanted), np.asarray(recorded))


def _slow(t: int, rate: float, kappa: float | None, slow_rate: float | None) -> float:
    if kappa is not None:
        return float(rate * (1.0 + t) ** -kappa)
    return 0.0 if slow_rate is None else slow_rate
