"""21. Phase III: noise against distortion.

The target is so smooth that SGD's own noise outlasts it. Reads after phase II.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, tau

half = sp.Rational(1, 2)


@theorem(
    label="phase-III",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, absolutely_continuous_forcing, kernel_noise),
)
def phase_iii(proof: Proof) -> None:
    r"""For $\alpha > 1/2$, $\beta > \alpha$, the largest of the terms decays at best like
    $f^{-\eta}$ with $\eta = 1 - \frac{1}{4\alpha}$, where $\frac{1}{\gamma B}\mathscr K_{pp}
    \asymp \mathscr F_{ac}$, at $d = f^{1/2}$."""
    proof.where(alpha > half, beta > alpha, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let("xi", half, "the optimal exponent of the model size")
    # At the largest learning rate, of order 1, d = f^delta and r = f^(1 - delta).
    sizes = {d: f**delta, tau: f ** (1 - delta), gamma: sp.S.One}

    forgetting = -S * (1 - delta)
    proof.consider(pure_point_forcing.theorem.conclusions[0].right.xreplace(sizes))
    proof.same_order(
        f**forgetting, because="Forcing by the points of the spectrum.", check=Powers()
    )

    capacity_loss = -2 * alpha * delta
    proof.consider(capacity.theorem.conclusions[0].right.xreplace(sizes))
    proof.same_order(
        f**capacity_loss,
        because="The capacity; the target sits in the first modes.",
        check=Powers(kappa_0),
    )

    distortion = -delta - (1 - 1 / (2 * alpha)) * (1 - delta)
    proof.consider(absolutely_continuous_forcing.theorem.conclusions[0].right.xreplace(sizes))
    proof.same_order(f**distortion, because="Feature distortion.", check=Powers())

    noise = -(2 - 1 / (2 * alpha)) * (1 - delta)
    proof.consider(kernel_noise.theorem.conclusions[0].right.xreplace(sizes))
    proof.same_order(f**noise, because="The noise that SGD makes.", check=Powers())

    slowest = sp.Max(forgetting, capacity_loss, distortion, noise, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -(1 - 1 / (4 * alpha)),
        because="A geometric mean of noise and distortion in which the model size cancels.",
        check=WeightedMean({noise: 1 / (4 * alpha), distortion: 1 - 1 / (4 * alpha)}),
    )

    proof.consider(slowest.xreplace({delta: xi}))
    proof.equals(
        -(1 - 1 / (4 * alpha)),
        because="There both are equal; forgetting and the capacity are smaller.",
        check=Largest(),
    )

    proof.consider(2 * alpha / (2 * alpha + 1))
    proof.at_most(
        (1 - 1 / (4 * alpha)),
        because="With more time than the last mode needs, the capacity alone is larger.",
        check=Sign(),
    )
