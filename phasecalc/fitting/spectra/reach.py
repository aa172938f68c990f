"""Is an experiment asymptotic? The exact curves' local exponents at a budget, and the limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError

if TYPE_CHECKING:
    from phasecalc.fitting.spectra.plane import OnPlane

__all__ = ["Reach", "reach"]


@dataclass(frozen=True)
class Reach:
    """Exponents seen at a budget, for the best alpha and beta, and their limits.

    Parameters
    ----------
    flops
        The budget.
    loss, model_size
        Pairs: local exponent of the exact curve, limit.
    margin
        Half the interval of each limit, and at least ``within``: a smaller difference is none.
    correction
        Delta and the size f**-delta; None on a boundary.
    """

    flops: float
    loss: tuple[float, float]
    model_size: tuple[float, float]
    margin: tuple[float, float]
    correction: tuple[float, float] | None

    @property
    def asymptotic(self) -> bool:
        """Whether both exponents are at their limits, as far as the data tell them."""
        pairs = (self.loss, self.model_size)
        return all(abs(a - b) <= m for (a, b), m in zip(pairs, self.margin, strict=True))

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "flops": self.flops,
            "asymptotic": self.asymptotic,
            "loss_exponent": {"local": self.loss[0], "limit": self.loss[1]},
            "model_size_exponent": {"local": self.model_size[0], "limit": self.model_size[1]},
            "within": list(self.margin),
            "correction_exponent": None if self.correction is None else self.correction[0],
        }

    def __str__(self) -> str:
        said = "yes" if self.asymptotic else "no"
        lines = [f"asymptotic at {self.flops:.3g} flops? {said}"]
        pairs = (("loss", self.loss), ("model size", self.model_size))
        for (what, (local, limit)), margin in zip(pairs, self.margin, strict=True):
            lines.append(
                f"  {what} exponent there {local:.3f}, limit {limit:.3f} (+- {margin:.2g})"
            )
        if self.correction is not None:
            delta, size = self.correction
            lines.append(f"  differences fall like f^-{delta:.3g}; that power of f is {size:.2g}")
        return "\n".join(lines)


def reach(found: OnPlane, flops: Any, ratio: float, within: float) -> Reach:
    """Compare the exact curves at a budget with their limits."""
    from phasecalc.plrf.asking.query import exponents
    from phasecalc.plrf.frontier.frontier import frontier

    alpha, beta = found.point
    (point,) = frontier(alpha, beta, flops, ratio=ratio).points
    eta, xi = found.loss_exponent, found.model_size_exponent
    margin = [max(((x.high or 0.0) - (x.low or 0.0)) / 2, within) for x in (eta, xi)]
    try:
        delta = float(exponents(alpha, beta).correction_exponent)
        correction = (delta, point.flops**-delta)
    except DomainError:
        correction = None
    return Reach(
        point.flops,
        (point.loss_exponent, eta.value),
        (point.model_size_exponent, xi.value),
        (margin[0], margin[1]),
        correction,
    )
