"""The trusted part: what a theorem is, and what can establish a step. Read this to doubt the rest.

Trusted besides these files: ``phasecalc.checker``, Python's fractions, SymPy's
rewriting of expressions (for ``proved`` equalities), and python-flint's balls (for
``enclosed``). Certificates come from an untrusted search and are re-checked.
"""

from phasecalc.proof.checks import (
    Algebra,
    Check,
    Dominance,
    Enclosed,
    Instance,
    PowerSum,
    Sampled,
    Sign,
    Watson,
    WeightedMean,
)
from phasecalc.proof.claim import Claim, Relation
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.theorem import Derivation, Proof, Step, Theorem, theorem

__all__ = [
    "Algebra",
    "Check",
    "Claim",
    "Derivation",
    "Dominance",
    "Enclosed",
    "Evidence",
    "Instance",
    "PowerSum",
    "Proof",
    "Rank",
    "Relation",
    "Sampled",
    "Sign",
    "Step",
    "Theorem",
    "Watson",
    "WeightedMean",
    "theorem",
]
