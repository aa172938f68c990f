"""The phase diagram as people use it: phases, boundaries, critical lines, arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from phasecalc.checker import CheckFailed, refute
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.optimum.boundary import Boundary
from phasecalc.optimum.obligations import optimality
from phasecalc.optimum.phase import Phase
from phasecalc.optimum.ratio import ratio_expression
from phasecalc.plrf.asking.wording import in_reading_order
from phasecalc.plrf.phases.store import CriticalLine, Stored, load, recheck
from phasecalc.regions.condition import canonical
from phasecalc.regions.encoding import key
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc._typing import Expr
    from phasecalc.optimum.certificate import Certificate
    from phasecalc.plrf.asking.arrays import Evaluation
    from phasecalc.regions.region import Region

__all__ = ["LossDiagram", "LossPhase", "phase_diagram"]


@dataclass(frozen=True, eq=False)
class LossPhase(Shown, Value):
    """One phase of compute-optimal SGD."""

    _phase: Phase
    _stored: Stored

    @property
    def name(self) -> str:
        """Label."""
        return self._phase.name

    @property
    def tradeoff(self) -> tuple[str, ...]:
        """Terms that balance."""
        return in_reading_order(self._phase.tradeoff)

    @cached_property
    def region(self) -> Region:
        """Where, with quadratic bounds solved."""
        return self._phase.region.presented()

    @cached_property
    def loss_exponent(self) -> Expr:
        """Eta in P* = f**(-eta), as a quotient of positive factors."""
        return self._positive(self._phase.exponent)

    @cached_property
    def model_size_exponent(self) -> Expr:
        """Xi in d* = f**xi."""
        return self._positive(self._phase.solution[0])

    @cached_property
    def iterations_exponent(self) -> Expr:
        """Exponent of r* = f/d*."""
        return self._positive(1 - self._phase.solution[0])

    @cached_property
    def learning_rate_exponent(self) -> Expr:
        """Exponent g in gamma* = f**(-g), for a free learning rate."""
        if len(self._phase.solution) < 2:
            raise DomainError("the learning rate is not free; ask with learning_rate='free'")
        return self._positive(self._phase.solution[1])

    @cached_property
    def term_orders(self) -> dict[str, Expr]:
        """Exponent of the budget in each term, in alpha, beta and the unknown exponents.

        The unknowns are delta in d = f**delta and, where the learning rate is free, g in
        gamma = f**(-g); the iterations are r = f/d.
        """
        import sympy as sp

        from phasecalc import symbols

        program = self._stored.diagram.program
        unknowns = [getattr(symbols, n) for n in program.unknowns]
        return {
            name: sp.Add(
                *(
                    ratio_expression(c, program.parameters) * x
                    for c, x in zip(form, [sp.S.One, *unknowns], strict=True)
                )
            )
            for name, form in program.active(self._phase.pieces[0].signs).items()
        }

    @property
    def diagram(self) -> LossDiagram:
        """The diagram that it is a phase of."""
        return LossDiagram(self._stored)

    @cached_property
    def certificate(self) -> Certificate:
        """Dual proof of optimality on the whole phase."""
        return self._stored.diagram.certificate(self.name)

    @property
    def status(self) -> str:
        """Where the paper proves that the loss has this form: proved, open, or on which part."""
        return str(self.shown["status"])

    @property
    def shown(self) -> Mapping[str, Any]:
        """Conditions and formulas as text, as they were found when the diagram was derived."""
        return self._stored.shown[self.name]

    @property
    def reason(self) -> str:
        """Where the two terms that decide balance; see ``phasecalc.plrf.asking.reason``."""
        from phasecalc.plrf.asking.reason import phase_reason

        return phase_reason(self)

    def recheck(self) -> int:
        """Have the small checker re-check every proof of this phase; return how many there are.

        Raises
        ------
        CheckFailed
            A proof is missing or wrong.
        """
        program, proofs = self._stored.diagram.program, self._stored.diagram.proofs
        cells = [canonical(c) for piece in self._phase.pieces for c in optimality(program, piece)]
        for conditions in cells:
            proof = proofs.get(key(conditions))
            if proof is None:
                raise CheckFailed(f"no proof that {' and '.join(map(str, conditions))} fails")
            hypotheses = [(c.polynomial, c.relation) for c in conditions]
            refute(hypotheses, dict(proof), len(program.parameters))
        return len(cells)

    def _positive(self, expression: Expr) -> Expr:
        from phasecalc.regions.formulas import positive_form

        return positive_form(expression, self._phase.region)

    def __repr__(self) -> str:
        return (
            f"<Phase {self.name}: {' = '.join(self.tradeoff)}, loss f^-({self.loss_exponent}), "
            f"model size f^({self.model_size_exponent}) where {self.region}>"
        )


@dataclass(frozen=True, eq=False)
class LossDiagram(Shown, Value):
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
        return tuple(LossPhase(p, self.stored) for p in self.stored.diagram.phases)

    @property
    def unknowns(self) -> tuple[str, ...]:
        """Unknown exponents: delta, and g where the learning rate is free."""
        return self.stored.diagram.program.unknowns

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """Curves between phases, and which exponents jump across them."""
        return self.stored.diagram.boundaries

    @property
    def critical_lines(self) -> tuple[CriticalLine, ...]:
        """Lines on which a term carries a logarithm."""
        return self.stored.critical

    def __getitem__(self, name: str) -> LossPhase:
        return LossPhase(self.stored.diagram.phase(name), self.stored)

    def recheck(self) -> int:
        """Check all that is shown; return how many proofs the small checker accepted.

        Raises
        ------
        CheckFailed
            A proof is missing or wrong, or a label, a claim or a logarithm does not follow.
        """
        return recheck(self.stored)

    def evaluate(self, alpha: Any, beta: Any) -> Evaluation:
        """Phases and exponents on arrays, in float64.

        Parameters
        ----------
        alpha, beta
            Arrays that broadcast against each other (dimensionless), masked or with labels if
            they like. Each float stands for its shortest decimal, as in ``exponents``.

        Returns
        -------
        Evaluation
            Arrays of the broadcast shape.

        Raises
        ------
        DomainError
            A value is not a finite real number, or the shapes do not fit.

        Examples
        --------
        >>> answer = phase_diagram().evaluate([0.7, 0.2, 0.2], [0.9, 0.9, 0.1])
        >>> answer.phase.tolist(), answer.loss_exponent.round(3).tolist()
        (['III', 'Ic', ''], [0.643, 0.231, None])
        """
        from phasecalc.plrf.asking.arrays import evaluate

        return evaluate(self.stored, alpha, beta)

    def __repr__(self) -> str:
        return f"<LossDiagram: {', '.join(p.name for p in self.stored.diagram.phases)}>"

    def __str__(self) -> str:
        return "\n".join(map(repr, self.phases))


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
