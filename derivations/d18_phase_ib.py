"""18. Phase Ib: the rough target on a trace that diverges.

As in phase Ia, but the learning rate must shrink with the model. The part with alpha < 1/4 is
in the chapter on the open cases. Reads after phase Ia.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, rho, tau

half = sp.Rational(1, 2)
quarter = sp.Rational(1, 4)


@theorem(
    label="phase-Ib",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, kernel_noise),
)
def phase_ib(proof: Proof) -> None:
    r"""For $1/4 < \alpha < 1/2$, $\beta < 1/2$, $\alpha + \beta > 1/2$, the largest of the terms
    decays at best like $f^{-\eta}$ with $\eta = \alpha + \beta - \frac12$, where $\mathscr F_{pp}
    \asymp \mathscr F_0$, at $d = f^{1/2}$."""
    proof.where(
        alpha > quarter, alpha < half, beta < half, alpha + beta > half, parameters=(alpha, beta)
    )
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let("xi", half, "the optimal exponent of the model size")
    # At the largest learning rate, gamma = d^(2 alpha - 1), tau = gamma r.
    time = 1 - (2 - 2 * alpha) * delta
    sizes = {d: f**delta, tau: f**time, gamma: f ** ((2 * alpha - 1) * delta)}

    forgetting = -S * time
    proof.consider(pure_point_forcing.theorem.conclusions[0].right.xreplace(sizes))
    proof.same_order(
        f**forgetting, because="Forcing by the points of the spectrum.", check=Powers()
    )

    capacity_loss = -p * delta
    proof.consider(capacity.theorem.conclusions[1].right.xreplace(sizes))
    proof.same_order(
        f**capacity_loss,
        because="The capacity; the target sits in the last modes.",
        check=Powers(kappa_0, rho),
    )

    noise = (2 * alpha - 1) * delta - (2 - 1 / (2 * alpha)) * time
    proof.consider(kernel_noise.theorem.conclusions[0].right.xreplace(sizes))
    proof.same_order(f**noise, because="The noise that SGD makes.", check=Powers())

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

    proof.consider(p * xi)
    proof.at_most(
        (alpha + beta - half),
        because="With more time than the last mode needs, the capacity alone is as large.",
        check=Sign(),
    )
