"""33. The compute-optimal loss.

What the chapters on the best size say together, in all phases; measured from the exact curves.
"""

from fractions import Fraction

from derivations import d17_phase_ia as ia
from derivations import d18_phase_ib as ib
from derivations import d19_phase_ic as ic
from derivations import d20_phase_ii as ii
from derivations import d21_phase_iii as iii
from derivations import d22_phase_iva as iva
from derivations import d23_phase_ivb as ivb
from derivations import d33_best_sizes as best
from derivations.d16_curves import exponent_at
from phasecalc.proof import Proof, theorem

# A point of each phase, its exponent, and how near to it the curves come.
MEASURED = (
    ("Ia", Fraction(1), Fraction(1, 4), ia.eta, "1/10000"),
    ("Ib", Fraction(2, 5), Fraction(3, 10), ib.eta, "1/10000"),
    ("Ib below alpha = 1/4", Fraction(1, 5), Fraction(2, 5), ib.eta, "1/1000"),
    ("Ic", Fraction(1, 5), Fraction(7, 10), ic.eta, "1/1000"),
    ("II", Fraction(1), Fraction(3, 4), ii.eta, "1/10000"),
    ("III", Fraction(1), Fraction(3, 2), iii.eta, "1/10000"),
    ("IVa", Fraction(2, 5), Fraction(9, 10), iva.eta, "1/10000"),
    ("IVb, not yet asymptotic", Fraction(27, 100), Fraction(9, 10), ivb.eta, "2/100"),
)


@theorem(
    label="compute-optimal-loss",
    source="paquette2024phases",
    uses=(
        *(best.best_ia, best.best_ib, best.best_ib_level, best.best_ic),
        *(best.best_ii, best.best_iii, best.best_iva, best.best_ivb),
        *(best.best_tuned, best.best_at_every_rate),
    ),
)
def compute_optimal_loss(proof: Proof) -> None:
    r"""In each phase the least loss at a budget, over all model sizes, is of the order of
    $f^{-\eta}$, and the model that has it of the order of $f^\xi$; with a rate that is free below
    the largest stable one too. What is measured here is how near the limit is at one budget."""
    for phase, a, b, eta, below in MEASURED:
        proof.measure(exponent_at(a, b, eta, below=below), f"Phase {phase}.")
