"""A phase: a region of the parameters on which one trade-off is optimal, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc.optimum.explore import CriticalRegion
from phasecalc.optimum.ratio import Ratio, ratio_expression
from phasecalc.regions.region import Region

if TYPE_CHECKING:
    from phasecalc._typing import Expr

__all__ = ["Phase"]


@dataclass(frozen=True)
class Phase:
    """Region of the parameters on which one trade-off is optimal.

    Parameters
    ----------
    name
        Label.
    tradeoff
        Terms that balance at the optimum; binding constraints stand in ``bound_by``.
    bound_by
        Constraints that bind.
    region
        Where; open, conditions irredundant.
    value
        Optimal exponent t of the budget: the loss is f**t, so t < 0 for a loss that decays.
    vertices
        Optimal unknowns; more than one where a whole face is optimal.
    pieces
        Critical regions that make up the phase, one for each chamber it meets.
    """

    name: str
    tradeoff: tuple[str, ...]
    bound_by: tuple[str, ...]
    region: Region
    value: Ratio
    vertices: tuple[tuple[Ratio, ...], ...]
    pieces: tuple[CriticalRegion, ...]

    @cached_property
    def exponent(self) -> Expr:
        """Loss exponent -t as a formula in the parameters."""
        return self.as_expr(-self.value)

    @cached_property
    def solution(self) -> tuple[Expr, ...]:
        """Optimal unknowns as formulas; the first vertex where a face is optimal."""
        return tuple(self.as_expr(x) for x in self.vertices[0])

    @property
    def is_face(self) -> bool:
        """Whether a whole face of unknowns is optimal throughout the phase."""
        return len(self.vertices) > 1

    def as_expr(self, ratio: Ratio) -> Expr:
        """Rational function as a factored SymPy expression."""
        import sympy as sp

        return sp.factor(ratio_expression(ratio, self.region.names))

    def line(self, unknowns: Sequence[str]) -> str:
        """The phase in one line."""
        names = self.region.names
        at = ", ".join(
            f"{u} = {x.text(names)}" for u, x in zip(unknowns, self.vertices[0], strict=True)
        )
        return (
            f"{self.name}: loss f^-({(-self.value).text(names)}), {at}; "
            f"{' = '.join((*self.tradeoff, *self.bound_by))}; where {self.region.presented()}"
        )

    def __repr__(self) -> str:
        return f"<Phase {self.name}: {' = '.join(self.tradeoff)} on {self.region}>"
