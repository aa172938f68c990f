"""33. The compute-optimal loss.

What the chapters add up to: the largest of the terms decays like f^(-eta), the loss is of the
order of the terms, so the compute-optimal loss is too. Measured from the exact curves.
"""

import sympy as sp

from derivations.d16_loss import loss_as_sum
from derivations.d17_phase_ia import phase_ia
from derivations.d18_phase_ib import phase_ib
from derivations.d20_phase_ii import phase_ii
from derivations.d21_phase_iii import phase_iii
from derivations.d22_phase_iva import phase_iva
from derivations.d23_phase_ivb import phase_ivb
from phasecalc import frontier
from phasecalc.proof import Proof, Sampled, theorem

local = sp.Function("eta_local")


def local_exponent(a: sp.Expr, b: sp.Expr, budget: sp.Expr, digits: int) -> float:
    """Local exponent of the compute-optimal loss, from the exact loss curves."""
    (point,) = frontier(str(a), str(b), float(budget)).points
    return float(point.loss_exponent)


@theorem(
    label="compute-optimal-loss",
    source="paquette2024phases",
    uses=(loss_as_sum, phase_ia, phase_ib, phase_ii, phase_iii, phase_iva, phase_ivb),
)
def compute_optimal_loss(proof: Proof) -> None:
    r"""For $\alpha > 1/4$, $\beta < 1 + 2\alpha$, off the critical lines and at the largest
    learning rate, the compute-optimal loss is $\asymp f^{-\eta}$ with the exponent of its phase.
    At $f = 10^{40}$ the local exponents of the exact curves, at one point of each phase, lie
    within $10^{-4}$ of it in Ia, Ib, II, III and IVa, and within $2 \cdot 10^{-2}$ in IVb."""
    proof.cite("The loss is at least the capacity, at every time.", "paquette2024phases")
    near, measured = sp.Rational(1, 10**4), Sampled(meanings={local: local_exponent})
    tenth = sp.Rational(1, 10)
    budget = proof.let("f_1", sp.Integer(10) ** 40, "the budget of the measurement")

    proof.consider(abs(local(1, sp.Rational(1, 4), budget) - sp.Rational(1, 2)))
    proof.less_than(near, because="Phase Ia at (1, 1/4).", check=measured)

    proof.consider(abs(local(4 * tenth, 3 * tenth, budget) - 2 * tenth))
    proof.less_than(near, because="Phase Ib at (2/5, 3/10).", check=measured)

    proof.consider(abs(local(1, sp.Rational(3, 4), budget) - sp.Rational(5, 7)))
    proof.less_than(near, because="Phase II at (1, 3/4).", check=measured)

    proof.consider(abs(local(1, sp.Rational(3, 2), budget) - sp.Rational(3, 4)))
    proof.less_than(near, because="Phase III at (1, 3/2).", check=measured)

    proof.consider(abs(local(4 * tenth, 9 * tenth, budget) - 4 * tenth))
    proof.less_than(near, because="Phase IVa at (2/5, 9/10).", check=measured)

    limit = sp.Rational(46, 100) * sp.Rational(134, 100) / (2 * sp.Rational(1044, 1000))
    proof.consider(abs(local(sp.Rational(27, 100), 9 * tenth, budget) - limit))
    proof.less_than(
        sp.Rational(2, 100),
        because="Phase IVb at (27/100, 9/10): not yet asymptotic.",
        check=measured,
    )
