"""16. The loss is the sum of its terms.

Reads after the four terms; every phase compares the terms, and this chapter says that they
make up the loss.
"""

from fractions import Fraction

from derivations.d06_deterministic_equivalent import deterministic_equivalent
from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_second_noise import second_noise
from derivations.d15_stieltjes import terms_at_a_distance
from derivations.d16_curves import same_order_at
from phasecalc.proof import Proof, theorem

# A point of each phase.
POINTS = {
    "Ia": (Fraction(1), Fraction(1, 4)),
    "Ib": (Fraction(2, 5), Fraction(3, 10)),
    "II": (Fraction(1), Fraction(3, 4)),
    "III": (Fraction(7, 10), Fraction(9, 10)),
    "IVa": (Fraction(2, 5), Fraction(9, 10)),
    "IVb": (Fraction(27, 100), Fraction(9, 10)),
}


@theorem(
    label="loss-as-sum-of-terms",
    source="paquette2024phases",
    uses=(
        deterministic_equivalent,
        capacity,
        pure_point_forcing,
        absolutely_continuous_forcing,
        kernel_noise,
        terms_at_a_distance,
        second_noise,
    ),
)
def loss_as_sum(proof: Proof) -> None:
    """Cited, and measured along d = r at a point of each phase. Of a proof for the deterministic
    equivalent the chapters on the real axis, the sums and the noise made by noise are here; from
    them to the loss it is in words (docs/main-theorem.md), which is no evidence here."""
    proof.cite(
        "The loss is of the order of the sum of its four terms for alpha > 1/4, beta < 1 + 2 alpha,"
        " off the critical lines, at times that are large and at most of order d^(2 alpha).",
        "paquette2024phases",
    )
    for phase, (a, b) in POINTS.items():
        proof.measure(same_order_at(a, b, below="1/400"), f"Phase {phase}.")
