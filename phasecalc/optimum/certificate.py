"""Dual certificates: why no choice of the unknowns does better, as data and as a short proof."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phasecalc.checker import encode_polynomial
from phasecalc.display import Shown
from phasecalc.optimum.obligations import optimality
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import canonical
from phasecalc.regions.encoding import key
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc.optimum.minimax import Minimax
    from phasecalc.optimum.phase import Phase

__all__ = ["Certificate"]


@dataclass(frozen=True, eq=False)
class Certificate(Shown, Value):
    """Proof that the exponent of a phase is optimal, and attained.

    Parameters
    ----------
    phase
        The phase.
    unknowns
        Names of the unknowns, as in "d = f^delta".
    weights
        Dual weight of each binding row, a formula in the parameters, by name.
    proofs
        Proofs of the sign conditions, by content hash of what they prove.
    program
        What was solved.
    """

    phase: Phase
    unknowns: tuple[str, ...]
    weights: Mapping[str, Ratio]
    proofs: Mapping[str, Mapping[str, object]]
    program: Minimax

    @classmethod
    def of(
        cls, program: Minimax, phase: Phase, proofs: Mapping[str, Mapping[str, object]]
    ) -> Certificate:
        """Certificate of one phase of a solved program, from the proofs of its diagram."""
        needed = {
            key(canonical(cell)): proofs[key(canonical(cell))]
            for piece in phase.pieces
            for cell in optimality(program, piece)
        }
        return cls(phase, program.unknowns, dict(phase.pieces[0].weights), needed, program)

    def as_json(self) -> dict[str, object]:
        """Plain data: hypotheses, claim, weights and proofs, with a hash of all of it."""
        content: dict[str, object] = {
            "parameters": list(self.phase.region.names),
            "hypotheses": [
                [[c.relation, encode_polynomial(c.polynomial)] for c in cell]
                for cell in self.phase.region.cells
            ],
            "value": self.phase.value.encode(),
            "solution": [[x.encode() for x in v] for v in self.phase.vertices],
            "weights": {name: w.encode() for name, w in self.weights.items()},
            "proofs": {k: dict(p) for k, p in sorted(self.proofs.items())},
        }
        digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        return {"hash": digest, **content}

    def __str__(self) -> str:
        names = self.phase.region.names
        bounds = self.phase.bound_by
        factors = " ".join(
            f"{n}^({w.text(names)})" for n, w in self.weights.items() if n not in bounds
        )
        given = f", with {' and '.join(bounds)}," if bounds else ""
        exponent = (-self.phase.value).text(names)
        where = ", ".join(
            f"{u} = {x.text(names)}"
            for u, x in zip(self.unknowns, self.phase.vertices[0], strict=True)
        )
        return (
            f"For every choice of {', '.join(self.unknowns)}, the loss is at least of the order "
            f"{factors}, a weighted geometric mean in which{given} {', '.join(self.unknowns)} "
            f"cancels, so at least f^(-({exponent})). Equality at {where}. "
            f"Holds where {self.phase.region}; {len(self.proofs)} sign conditions proved."
        )

    def __repr__(self) -> str:
        return f"<Certificate of {self.phase.name}: {len(self.proofs)} proofs>"
