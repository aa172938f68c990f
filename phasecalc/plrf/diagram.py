"""The phase diagram as people use it: phases, boundaries, critical lines, arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from phasecalc.optimum.boundary import Boundary
from phasecalc.optimum.diagram import Phase, PhaseDiagram
from phasecalc.plrf.store import CriticalLine, Stored, load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from phasecalc._typing import Expr
    from phasecalc.optimum.certificate import Certificate
    from phasecalc.regions.region import Region

__all__ = ["Evaluation", "LossDiagram", "LossPhase", "phase_diagram"]


@dataclass(frozen=True)
class LossPhase:
    """One phase of compute-optimal SGD."""

    _phase: Phase
    _diagram: PhaseDiagram

    @property
    def name(self) -> str:
        """Label."""
        return self._phase.name

    @property
    def tradeoff(self) -> tuple[str, ...]:
        """Terms that balance."""
        return self._phase.tradeoff

    @cached_property
    def region(self) -> Region:
        """Where, with quadratic bounds solved."""
        return self._phase.region.presented()

    @cached_property
    def loss_exponent(self) -> Expr:
        """Eta in P* = f**(-eta), up to constants."""
        return self._phase.exponent

    @cached_property
    def model_size_exponent(self) -> Expr:
        """Xi in d* = f**xi."""
        return self._phase.solution[0]

    @cached_property
    def iterations_exponent(self) -> Expr:
        """Exponent of r* = f/d*."""
        import sympy as sp

        return sp.factor(1 - self.model_size_exponent)

    @cached_property
    def certificate(self) -> Certificate:
        """Dual proof of optimality on the whole phase."""
        return self._diagram.certificate(self.name)

    def __repr__(self) -> str:
        return (
            f"<Phase {self.name}: {' = '.join(self.tradeoff)}, loss f^-({self.loss_exponent}), "
            f"model size f^({self.model_size_exponent}) where {self.region}>"
        )

    def _repr_latex_(self) -> str:
        import sympy as sp

        return (
            rf"$\text{{{self.name}}}:\ \eta = {sp.latex(self.loss_exponent)},\ "
            rf"\xi = {sp.latex(self.model_size_exponent)}$"
        )


@dataclass(frozen=True)
class Evaluation:
    """Exponents on arrays of points.

    Parameters
    ----------
    phase
        Labels, "" outside the domain; on a boundary the first phase of the diagram that
        touches the point.
    loss_exponent, model_size_exponent, iterations_exponent
        Floats of the same shape, masked as NaN-free ``numpy.ma`` arrays outside the domain.
    """

    phase: NDArray[np.str_]
    loss_exponent: np.ma.MaskedArray
    model_size_exponent: np.ma.MaskedArray

    @property
    def iterations_exponent(self) -> np.ma.MaskedArray:
        """Exponent of r* = f/d*."""
        return 1 - self.model_size_exponent


@dataclass(frozen=True)
class LossDiagram:
    """Phase diagram of compute-optimal SGD, derived and proved.

    Examples
    --------
    >>> diagram = phase_diagram()
    >>> diagram["IVa"].region
    Region(alpha > 1 - 1/2*sqrt(2) and alpha < 1/2 and beta > 1/2)
    >>> print(diagram.boundaries[0])
    Ia/Ib: alpha = 1/2 (continuous)
    """

    stored: Stored

    @cached_property
    def phases(self) -> tuple[LossPhase, ...]:
        """Phases with their formulas and proofs."""
        return tuple(LossPhase(p, self.stored.diagram) for p in self.stored.diagram.phases)

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """Curves between phases, and which exponents jump across them."""
        return self.stored.diagram.boundaries

    @property
    def critical_lines(self) -> tuple[CriticalLine, ...]:
        """Lines on which a term carries a logarithm."""
        return self.stored.critical

    def __getitem__(self, name: str) -> LossPhase:
        return LossPhase(self.stored.diagram.phase(name), self.stored.diagram)

    def recheck(self) -> int:
        """Have the small checker re-check every proof; return how many there are."""
        return self.stored.diagram.recheck()

    def evaluate(self, alpha: ArrayLike, beta: ArrayLike) -> Evaluation:
        """Phases and exponents on arrays, in float64.

        Parameters
        ----------
        alpha, beta
            Arrays that broadcast against each other (dimensionless).

        Returns
        -------
        Evaluation
            Arrays of the broadcast shape.

        Raises
        ------
        DomainError
            A value is not finite.

        Examples
        --------
        >>> answer = phase_diagram().evaluate([0.7, 0.2, 0.2], [0.9, 0.9, 0.1])
        >>> answer.phase.tolist(), answer.loss_exponent.round(3).tolist()
        (['III', 'Ic', ''], [0.643, 0.231, None])
        """
        from phasecalc.plrf.arrays import evaluate

        return evaluate(self.stored.diagram, alpha, beta)

    def __repr__(self) -> str:
        return f"<LossDiagram: {', '.join(p.name for p in self.stored.diagram.phases)}>"

    def __str__(self) -> str:
        return "\n".join(map(repr, self.phases))

    def _repr_latex_(self) -> str:
        import sympy as sp

        rows = (
            rf"\text{{{p.name}}} & {sp.latex(p.loss_exponent)} & "
            rf"{sp.latex(p.model_size_exponent)} & {sp.latex(p.region.as_expr())}"
            for p in self.phases
        )
        body = r" \\ ".join([r"\text{phase} & \eta & \xi & \text{region}", *rows])
        return rf"$\begin{{array}}{{llll}} {body} \end{{array}}$"


def phase_diagram(learning_rate: str = "largest") -> LossDiagram:
    """Phase diagram of compute-optimal SGD on power-law random features.

    Parameters
    ----------
    learning_rate
        ``"largest"``: at its largest stable order. ``"free"``: optimised as well.

    Examples
    --------
    >>> phase_diagram()
    <LossDiagram: Ia, Ib, Ic, II, III, IVa, IVb>
    """
    return LossDiagram(load(learning_rate))
