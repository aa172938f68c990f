"""17. Phase Ia: the rough target, many small modes.

The target sits in the last modes that the features resolve; SGD learns it mode by mode until
the capacity is reached. Reads after the terms.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, rho, tau

half = sp.Rational(1, 2)


@theorem(
    label="phase-Ia",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, kernel_noise),
)
def phase_ia(proof: Proof) -> None:
    r"""For $\alpha > 1/2$, $\beta < 1/2$, $\alpha + \beta > 1/2$, the largest of the terms decays
    at best like $f^{-\eta}$ with $\eta = \frac{p}{2\alpha + 1}$, $p = 2\alpha + 2\beta - 1$, where
    $\mathscr F_{pp} \asymp \mathscr F_0$, at $d = f^{1/(2\alpha + 1)}$."""
    proof.where(alpha > half, beta < half, alpha + beta > half, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let("xi", 1 / (2 * alpha + 1), "the optimal exponent of the model size")
    # At the largest learning rate, of order 1, d = f^delta and r = f^(1 - delta).
    sizes = {d: f**delta, tau: f ** (1 - delta), gamma: sp.S.One}

    forgetting = -S * (1 - delta)
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

    noise = -(2 - 1 / (2 * alpha)) * (1 - delta)
    proof.consider(kernel_noise.theorem.conclusions[0].right.xreplace(sizes))
    proof.same_order(f**noise, because="The noise that SGD makes.", check=Powers())

    slowest = sp.Max(forgetting, capacity_loss, noise, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -p / (2 * alpha + 1),
        because="A geometric mean of forgetting and capacity in which the model size cancels.",
        check=WeightedMean(
            {forgetting: 2 * alpha / (2 * alpha + 1), capacity_loss: 1 / (2 * alpha + 1)}
        ),
    )

    proof.consider(slowest.xreplace({delta: xi}))
    proof.equals(
        -p / (2 * alpha + 1),
        because="There both are equal, and the noise is smaller.",
        check=Largest(),
    )

    proof.consider(p * xi)
    proof.at_most(
        p / (2 * alpha + 1),
        because="With more time than the last mode needs, the capacity alone is as large.",
        check=Sign(),
    )
