"""What a residual costs: Huber's function, squares, and more where a loss is predicted too high."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError

__all__ = ["Penalty"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Penalty:
    """Cost of residuals: r**2/2 up to delta, linear beyond.

    Parameters
    ----------
    delta
        Where Huber's function turns linear, in units of the residual; infinity for squares.
    over
        Factor of the cost of a loss that is predicted too high.
    residual
        ``"log"``: of the logarithm of the loss; ``"loss"``: of the loss.

    Examples
    --------
    >>> import numpy as np
    >>> Penalty(1.0).cost(np.array([0.5, 3.0]))
    array([0.125, 2.5  ])
    """

    delta: float = 1e-3
    over: float = 1.0
    residual: str = "log"

    def __post_init__(self) -> None:
        for name, value in (("delta", self.delta), ("over", self.over)):
            if not value > 0:
                raise DomainError(f"{name} = {value} must be positive")
        if math.isinf(self.over):
            raise DomainError("over = inf must be a number")
        if self.residual not in ("log", "loss"):
            raise DomainError(f"residual = {self.residual!r}: 'log' or 'loss'")

    def cost(self, r: Floats) -> Floats:
        """Cost of each residual."""
        size = np.abs(r)
        near = np.minimum(size, self.delta)
        return self._side(r) * near * (size - near / 2)

    def slope(self, r: Floats) -> Floats:
        """First derivative."""
        return self._side(r) * np.clip(r, -self.delta, self.delta)

    def bend(self, r: Floats) -> Floats:
        """Second derivative, 0 where the cost is linear."""
        return self._side(r) * (np.abs(r) <= self.delta)

    def secant(self, r: Floats) -> Floats:
        """Slope over residual: the weight with which squares would pull as hard."""
        return self._side(r) * np.minimum(1.0, self.delta / np.maximum(np.abs(r), 1e-300))

    def _side(self, r: Floats) -> Floats:
        return np.where(r > 0, self.over, 1.0)
