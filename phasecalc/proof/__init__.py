"""Writing proofs: claims, reasons and theorems, all of them checked by ``phasecalc.kernel``.

A theorem states its goals in the closed language of the kernel; the proof leads from the left
side of each goal to its right side, one reason a step. Nothing in this package is trusted: what
it finds is plain data, and the kernel reads it again.
"""

from __future__ import annotations

from phasecalc.proof.by import (
    Add,
    Identity,
    Laplace,
    Largest,
    Less,
    Mean,
    Modes,
    Powers,
    Raised,
    Reason,
    Recall,
    Sign,
    Slope,
    Weighted,
)
from phasecalc.proof.by_cases import Cases
from phasecalc.proof.by_spectrum import Modewise, Multiply, Spectrum
from phasecalc.proof.by_sums import LargestOfLogs, MeanOfLogs, Means, Parted
from phasecalc.proof.claim import Claim, Named, claim, define
from phasecalc.proof.enclosed import Enclosed
from phasecalc.proof.evidence import Evidence, Rank
from phasecalc.proof.measured import Measurement, Sampled, Within
from phasecalc.proof.read import (
    b_j,
    geometric,
    lambda_j,
    laplace,
    loss,
    modes,
    moment,
    spectrum,
    total,
    trace,
)
from phasecalc.proof.rewritten import Rewritten
from phasecalc.proof.theorem import Belief, Derivation, Proof, Shown, Theorem, Written, theorem

__all__ = [
    "Add",
    "Belief",
    "Cases",
    "Claim",
    "Derivation",
    "Enclosed",
    "Evidence",
    "Identity",
    "Laplace",
    "Largest",
    "LargestOfLogs",
    "Less",
    "Mean",
    "MeanOfLogs",
    "Means",
    "Measurement",
    "Modes",
    "Modewise",
    "Multiply",
    "Named",
    "Parted",
    "Powers",
    "Proof",
    "Raised",
    "Rank",
    "Reason",
    "Recall",
    "Rewritten",
    "Sampled",
    "Shown",
    "Sign",
    "Slope",
    "Spectrum",
    "Theorem",
    "Weighted",
    "Within",
    "Written",
    "b_j",
    "claim",
    "define",
    "geometric",
    "lambda_j",
    "laplace",
    "loss",
    "modes",
    "moment",
    "spectrum",
    "theorem",
    "total",
    "trace",
]
