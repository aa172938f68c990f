"""21. Phase III: noise against distortion.

The target is so smooth that SGD's own noise outlasts it. Reads after phase II.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, tau

half = sp.Rational(1, 2)
AT_BUDGET = "At the budget f with d = f^delta."


@theorem(
    label="phase-III",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, absolutely_continuous_forcing, kernel_noise),
)
def phase_iii(proof: Proof) -> None:
    r"""For $\alpha > 1/2$, $\beta > \alpha$, at the largest learning rate, $\gamma \asymp 1$, the
    largest of the terms is, for every model size, at least of the order of $f^{-\eta}$ with $\eta
    = 1 - \frac{1}{4\alpha}$, where $\frac{1}{\gamma B}\mathscr K_{pp} \asymp \mathscr F_{ac}$, at
    $d = f^{1/2}$. Beyond the window, $\tau > d^{2\alpha}$, the capacity alone is as large."""
    proof.where(alpha > half, beta > alpha, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let("xi", half, "the optimal exponent of the model size")
    # At the largest learning rate, of order 1, d = f^delta and r = f^(1 - delta).
    sizes = {d: f**delta, tau: f ** (1 - delta), gamma: sp.S.One}

    known = proof.recall(pure_point_forcing, 1, "Forcing by the points of the spectrum.")
    forgetting = -S * (1 - delta)
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**forgetting, AT_BUDGET, Powers())

    known = proof.recall(capacity, 0, "The capacity; the target sits in the first modes.")
    capacity_loss = -2 * alpha * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**capacity_loss, AT_BUDGET, Powers(kappa_0))

    known = proof.recall(absolutely_continuous_forcing, 1, "Feature distortion.")
    distortion = -delta - (1 - 1 / (2 * alpha)) * (1 - delta)
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**distortion, AT_BUDGET, Powers())

    known = proof.recall(kernel_noise, 1, "The noise that SGD makes.")
    noise = -(2 - 1 / (2 * alpha)) * (1 - delta)
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**noise, AT_BUDGET, Powers())

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

    proof.consider(noise.xreplace({delta: xi}))
    proof.equals(-(1 - 1 / (4 * alpha)), because="One of the terms in balance.", check=Algebra())
    proof.consider(distortion.xreplace({delta: xi}))
    proof.equals(-(1 - 1 / (4 * alpha)), because="The other.", check=Algebra())

    proof.consider(2 * alpha / (2 * alpha + 1))
    proof.at_most(
        (1 - 1 / (4 * alpha)),
        because="The capacity at the edge of the window, d = f^(1/(2 alpha + 1)).",
        check=Sign(),
    )
    proof.where(alpha > half, 1 - delta >= 2 * alpha * delta, parameters=(alpha, delta))
    proof.consider(1 / (2 * alpha + 1))
    proof.at_least(
        delta,
        because="Beyond it, where tau exceeds d^(2 alpha), the model is smaller still.",
        check=Sign(),
    )
