"""18. Phase Ib: the rough target on a trace that diverges.

As in phase Ia, but the learning rate must shrink with the model. The part with alpha < 1/4 is
in the chapter on the open cases. Reads after phase Ia.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, rho, tau

half = sp.Rational(1, 2)
quarter = sp.Rational(1, 4)
AT_BUDGET = "At the budget f with d = f^delta and the largest learning rate."


@theorem(
    label="phase-Ib",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, kernel_noise),
)
def phase_ib(proof: Proof) -> None:
    r"""For $1/4 < \alpha < 1/2$, $\beta < 1/2$, $\alpha + \beta > 1/2$, at the largest learning
    rate, $\gamma \asymp d^{2\alpha - 1}$, the largest of the terms is, for every model size, at
    least of the order of $f^{-\eta}$ with $\eta = \alpha + \beta - \frac12$, where $\mathscr
    F_{pp} \asymp \mathscr F_0$, at $d = f^{1/2}$. Beyond the window, $\tau > d^{2\alpha}$, the
    capacity alone is as large."""
    proof.where(
        alpha > quarter, alpha < half, beta < half, alpha + beta > half, parameters=(alpha, beta)
    )
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let("xi", half, "the optimal exponent of the model size")
    # At the largest learning rate, gamma = d^(2 alpha - 1), tau = gamma r.
    time = 1 - (2 - 2 * alpha) * delta
    sizes = {d: f**delta, tau: f**time, gamma: f ** ((2 * alpha - 1) * delta)}

    known = proof.recall(pure_point_forcing, 1, "Forcing by the points of the spectrum.")
    forgetting = -S * time
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**forgetting, AT_BUDGET, Powers())

    known = proof.recall(capacity, 1, "The capacity; the target sits in the last modes.")
    capacity_loss = -p * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**capacity_loss, AT_BUDGET, Powers(kappa_0, rho))

    known = proof.recall(kernel_noise, 1, "The noise that SGD makes.")
    noise = (2 * alpha - 1) * delta - (2 - 1 / (2 * alpha)) * time
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**noise, AT_BUDGET, Powers())

    slowest = sp.Max(forgetting, capacity_loss, noise, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -(alpha + beta - half),
        because="A geometric mean of forgetting and capacity in which the model size cancels.",
        check=WeightedMean({forgetting: alpha, capacity_loss: 1 - alpha}),
    )

    proof.consider(slowest.xreplace({delta: xi}))
    proof.equals(
        -(alpha + beta - half),
        because="There both are equal, and the noise is smaller.",
        check=Largest(),
    )

    proof.consider(forgetting.xreplace({delta: xi}))
    proof.equals(-(alpha + beta - half), because="One of the terms in balance.", check=Algebra())
    proof.consider(capacity_loss.xreplace({delta: xi}))
    proof.equals(-(alpha + beta - half), because="The other.", check=Algebra())

    proof.consider(p * xi)
    proof.at_most(
        (alpha + beta - half),
        because="The capacity at the edge of the window, d = f^(1/2).",
        check=Sign(),
    )
    proof.consider(time - 2 * alpha * delta)
    proof.equals(
        1 - 2 * delta,
        because="Beyond it, where tau exceeds d^(2 alpha), delta is below 1/2.",
        check=Algebra(),
    )
