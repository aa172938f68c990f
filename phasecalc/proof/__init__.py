"""The trusted part: read this package to doubt the rest.

A theorem is the result of running a derivation whose every line was checked, and
carries the rank of its weakest evidence. What is trusted: the files here, the exact
checker ``phasecalc.checker``, the reading of relations in ``phasecalc.regions``, the SymPy
rewrites named in ``exact.REWRITES``, and, for sampled steps, mpmath's digits.
"""

from __future__ import annotations

from phasecalc.proof.boxes import Enclosed
from phasecalc.proof.checks import (
    Algebra,
    Induction,
    Instance,
    Largest,
    Powers,
    Sign,
    WeightedMean,
)
from phasecalc.proof.claim import Claim, Relation
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.numeric import Sampled
from phasecalc.proof.rules import Geometric, Mellin, PowerSum, Watson
from phasecalc.proof.theorem import Derivation, Proof, Step, Theorem, theorem

__all__ = [
    "Algebra",
    "Claim",
    "Derivation",
    "Enclosed",
    "Evidence",
    "Geometric",
    "Induction",
    "Instance",
    "Largest",
    "Mellin",
    "PowerSum",
    "Powers",
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
