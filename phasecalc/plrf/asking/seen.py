"""How near the exponent of a budget is to its limit: in symbols, and as a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.exceptions import DomainError
from phasecalc.plrf.asking.on_lines import on_a_line
from phasecalc.plrf.phases.store import load
from phasecalc.regions.algebraic import to_sympy
from phasecalc.regions.formulas import formula_text

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.plrf.asking.query import Exponents

__all__ = ["ExponentSeen", "correction", "exponent_seen"]


@dataclass(frozen=True)
class ExponentSeen:
    r"""What an experiment at a budget sees of the loss exponent.

    Parameters
    ----------
    flops
        The budget f.
    limit
        The derived exponent, as f grows without bound.
    local
        Minus the slope of log P* in log f at that budget, from the exact curve.
    correction
        The exponent :math:`\delta` of :math:`|\eta_{local} - \eta| = O(f^{-\delta})`; None on a
        boundary or a critical line, where the distance is no power of f.
    """

    flops: float
    limit: float
    local: float
    correction: Expr | None

    @property
    def within(self) -> float:
        """How far the exponent that is seen is from the limit."""
        return abs(self.local - self.limit)

    @property
    def rate(self) -> str:
        """How the distance falls, in symbols.

        Examples
        --------
        >>> import phasecalc as pc
        >>> pc.exponents("7/10", "9/10").seen_at(1e20).rate
        'O(f^-(2/35))'
        """
        if self.correction is None:
            return "no power of f that is derived"
        return f"O(f^-({formula_text(self.correction)}))"

    def as_json(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "flops": self.flops,
            "local_exponent": self.local,
            "within": self.within,
            "correction_exponent": None if self.correction is None else str(self.correction),
        }

    def __str__(self) -> str:
        return (
            f"at f = {self.flops:.3g} an experiment sees the exponent to within {self.within:.2g}: "
            f"{self.local:.7f} for {self.limit:.7f}; the distance is {self.rate}"
        )


def correction(answer: Exponents) -> Expr:
    """The exponent with which the local exponents of an answer reach their limits.

    Raises
    ------
    DomainError
        On a boundary, where a logarithm binds, or with the learning rate free.
    """
    from phasecalc.plrf.phases.corrections import correction_at

    if len(answer.spans()) > 1:
        raise DomainError("corrections are derived at the largest learning rate, not when free")
    if answer.boundary:
        raise DomainError(f"corrections are no power of f where {answer.phase} meet")
    phase = load().diagram.phase(answer.phase)
    return to_sympy(correction_at(phase, (answer.alpha, answer.beta))[0])


def exponent_seen(answer: Exponents, flops: float) -> ExponentSeen:
    """The exponent at a budget, beside its limit.

    Parameters
    ----------
    answer
        At a point, at the largest learning rate.
    flops
        The budget f = d r B.

    Raises
    ------
    DomainError
        The learning rate is free, or the budget is too small for a model.
    """
    from phasecalc.plrf.frontier.frontier import frontier

    if len(answer.spans()) > 1:
        raise DomainError("curves are at the largest learning rate, not when free")
    (point,) = frontier(answer.alpha, answer.beta, [flops]).points
    delta = None if answer.boundary or on_a_line(answer) else correction(answer)
    loss, _ = answer.fractions()
    return ExponentSeen(float(flops), float(loss), float(point.loss_exponent), delta)
