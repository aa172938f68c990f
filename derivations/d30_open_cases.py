"""30. What is open below alpha = 1/4.

The paper proves nothing for alpha < 1/4. Here the terms are compared; that they make up the loss
is assumed, and measured at one point of each phase. Reads after phases Ib and Ic.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d15_flat_kernel import flat_kernel
from derivations.d19_phase_ic import phase_ic
from phasecalc import frontier
from phasecalc.proof import Algebra, Largest, Proof, Sampled, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, delta

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
local = sp.Function("eta_local")


def local_exponent(a: sp.Expr, b: sp.Expr, budget: sp.Expr, digits: int) -> float:
    """Local exponent of the compute-optimal loss, from the exact loss curves."""
    (point,) = frontier(str(a), str(b), float(budget)).points
    return float(point.loss_exponent)


@theorem(label="open-cases", uses=(capacity, pure_point_forcing, flat_kernel, phase_ic))
def open_cases(proof: Proof) -> None:
    r"""Let $0 < \alpha < 1/4$, at the largest learning rate. Assume that the loss is of the order
    of the sum of its terms. Then for $\beta < 1/2$ the compute-optimal loss has the exponent
    $\alpha + \beta - 1/2$ of phase Ib; for $\beta > 1/2$ it has that of phase Ic; both agree on
    $\beta = 1/2$. At $f = 10^{40}$ the local exponents at one point of each agree to $10^{-3}$."""
    proof.assume(
        "For alpha < 1/4 the loss is of the order of the sum of its four terms.",
        "The paper leaves this range open.",
    )
    proof.where(alpha < quarter, alpha + beta > half, beta < half, parameters=(alpha, beta))
    proof.recall(pure_point_forcing, 1, "Forgetting.")
    proof.recall(capacity, 1, "The capacity.")
    proof.recall(flat_kernel, 1, "The noise is flat.")
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    forgetting = -p / (2 * alpha) * (1 - (2 - 2 * alpha) * delta)
    capacity_loss, noise = -p * delta, -2 * alpha * delta
    slowest = sp.Max(forgetting, capacity_loss, noise, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -(alpha + beta - half),
        because="Phase Ib for alpha < 1/4: forgetting and capacity, as above 1/4.",
        check=WeightedMean({forgetting: alpha, capacity_loss: 1 - alpha}),
    )
    proof.consider(slowest.xreplace({delta: half}))
    proof.equals(
        -(alpha + beta - half),
        because="Attained at d = f^(1/2); the flat noise is smaller.",
        check=Largest(),
    )

    attained = phase_ic.theorem.conclusions[-5].right.xreplace({beta: half})
    proof.where(parameters=(alpha,))
    proof.consider(-attained)
    proof.equals(alpha, because="Phases Ib and Ic at beta = 1/2.", check=Algebra())

    measured = Sampled(meanings={local: local_exponent})
    near = sp.Rational(1, 1000)
    budget = proof.let("f_1", sp.Integer(10) ** 40, "the budget of the measurement")
    proof.where(parameters=())
    proof.consider(abs(local(sp.Rational(1, 5), sp.Rational(2, 5), budget) - sp.Rational(1, 10)))
    proof.less_than(near, because="Phase Ib at (1/5, 2/5).", check=measured)
    proof.consider(abs(local(sp.Rational(1, 5), sp.Rational(7, 10), budget) - sp.Rational(4, 18)))
    proof.less_than(near, because="Phase Ic at (1/5, 7/10).", check=measured)
