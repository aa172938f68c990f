"""Points of the compute-optimal frontier, as data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from phasecalc.display import Columns, Shown

__all__ = ["Frontier", "FrontierPoint"]


@dataclass(frozen=True, slots=True)
class FrontierPoint(Shown):
    """Compute-optimal model at one budget.

    Parameters
    ----------
    flops
        Budget f = d r B.
    model_size, iterations
        Optimal d, real, and r = f/(dB).
    loss
        Loss P there.
    loss_exponent
        Local exponent, minus d log P / d log f.
    model_size_exponent
        Local exponent d log d / d log f.
    noise
        Bound of the relative rounding error of the loss; the exponents have some ten times it.

    All are doubles; with ``digits=`` all but ``noise`` are numbers of ``mpmath.mp``.
    """

    flops: Any
    model_size: Any
    iterations: Any
    loss: Any
    loss_exponent: Any
    model_size_exponent: Any
    noise: float


@dataclass(frozen=True, slots=True)
class Frontier(Shown, Columns):
    """Points of the compute-optimal frontier, in the order asked.

    Parameters
    ----------
    points
        One per budget.
    """

    points: tuple[FrontierPoint, ...]

    @property
    def columns(self) -> dict[str, list[Any]]:
        """Each field of the points as a column, in their order."""
        return {f.name: [getattr(p, f.name) for p in self.points] for f in fields(FrontierPoint)}

    def __str__(self) -> str:
        head = ("flops", "model size", "iterations", "loss", "exponent", "of size")
        rows = [
            (
                f"{float(p.flops):.6g}",
                f"{float(p.model_size):.6g}",
                f"{float(p.iterations):.6g}",
                f"{float(p.loss):.8g}",
                f"{float(p.loss_exponent):.6f}",
                f"{float(p.model_size_exponent):.6f}",
            )
            for p in self.points
        ]
        return "\n".join("  ".join(x.rjust(12) for x in row) for row in (head, *rows))

    def __repr__(self) -> str:
        ends = " to ".join(
            f"{float(p.flops):.3g}" for p in dict.fromkeys(self.points[:1] + self.points[-1:])
        )
        if not self.points:
            return "<Frontier: no budgets>"
        count = "one budget" if len(self.points) == 1 else f"{len(self.points)} budgets"
        return f"<Frontier: {count}, {ends} flops>"
