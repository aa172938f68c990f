"""33. The compute-optimal loss.

What the chapters add up to: no choice of the sizes makes the terms smaller than f^(-eta), one
makes them as small, and the loss is of the order of the terms. Measured from the exact curves.
"""

from fractions import Fraction

from derivations import d17_phase_ia as ia
from derivations import d18_phase_ib as ib
from derivations import d20_phase_ii as ii
from derivations import d21_phase_iii as iii
from derivations import d22_phase_iva as iva
from derivations import d23_phase_ivb as ivb
from derivations.d16_curves import exponent_at
from derivations.d16_loss import loss_as_sum
from phasecalc.proof import Proof, theorem

# A point of each phase, its exponent, and how near to it the curves come.
MEASURED = (
    ("Ia", Fraction(1), Fraction(1, 4), ia.eta, "1/10000"),
    ("Ib", Fraction(2, 5), Fraction(3, 10), ib.eta, "1/10000"),
    ("II", Fraction(1), Fraction(3, 4), ii.eta, "1/10000"),
    ("III", Fraction(1), Fraction(3, 2), iii.eta, "1/10000"),
    ("IVa", Fraction(2, 5), Fraction(9, 10), iva.eta, "1/10000"),
    ("IVb, not yet asymptotic", Fraction(27, 100), Fraction(9, 10), ivb.eta, "2/100"),
)


@theorem(
    label="compute-optimal-loss",
    source="paquette2024phases",
    uses=(
        loss_as_sum,
        *(ia.phase_ia, ib.phase_ib, ii.phase_ii),
        *(iii.phase_iii, iva.phase_iva, ivb.phase_ivb),
    ),
)
def compute_optimal_loss(proof: Proof) -> None:
    """What is proved is the same of the terms, for all sizes, in the chapters of the phases."""
    proof.cite(
        "For alpha > 1/4, beta < 1 + 2 alpha, off the critical lines and at the largest learning"
        " rate, the compute-optimal loss is of the order of f^(-eta), eta that of its phase.",
        "paquette2024phases",
    )
    proof.cite("The loss is at least the capacity, at every time.", "paquette2024phases")
    for phase, a, b, eta, below in MEASURED:
        proof.measure(exponent_at(a, b, eta, below=below), f"Phase {phase}.")
