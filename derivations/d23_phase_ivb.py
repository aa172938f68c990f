"""23. Phase IVb: noise against forgetting.

Below alpha = 1 - 1/sqrt(2) a larger model makes less noise, at its largest learning rate: the
optimal model is larger than in phase IVa, by a jump. Reads after phase IVa.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, tau

half = sp.Rational(1, 2)
quarter = sp.Rational(1, 4)
AT_BUDGET = "At the budget f with d = f^delta and the largest learning rate."


@theorem(
    label="phase-IVb",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, absolutely_continuous_forcing, kernel_noise),
)
def phase_ivb(proof: Proof) -> None:
    r"""For $1/4 < \alpha < 1 - 1/\sqrt2$, $\beta > 1/2$, at the largest learning rate, $\gamma
    \asymp d^{2\alpha - 1}$, the largest of the terms is, for every model size, at least of the
    order of $f^{-\eta}$ with $\eta = \frac{(1 - 2\alpha) p}{2 (2\beta - 2\alpha\beta - \alpha)}$,
    $p = 2\alpha + 2\beta - 1$, where $\frac{1}{\gamma B}\mathscr K_{pp} \asymp \mathscr F_{pp}$,
    at $d = f^\xi$ with $\xi = \frac{\beta - \alpha}{2\beta - 2\alpha\beta - \alpha}$. Beyond the
    window, $\tau > d^{2\alpha}$, the capacity alone is as large."""
    proof.where(
        alpha > quarter,
        2 * alpha**2 - 4 * alpha + 1 > 0,
        alpha < half,
        beta > half,
        parameters=(alpha, beta),
    )
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let(
        "xi",
        (beta - alpha) / (2 * beta - 2 * alpha * beta - alpha),
        "the optimal exponent of the model size",
    )
    # At the largest learning rate, gamma = d^(2 alpha - 1), tau = gamma r.
    time = 1 - (2 - 2 * alpha) * delta
    sizes = {d: f**delta, tau: f**time, gamma: f ** ((2 * alpha - 1) * delta)}

    known = proof.recall(pure_point_forcing, 1, "Forcing by the points of the spectrum.")
    forgetting = -S * time
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**forgetting, AT_BUDGET, Powers())

    known = proof.recall(capacity, 0, "The capacity; the target sits in the first modes.")
    capacity_loss = -2 * alpha * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**capacity_loss, AT_BUDGET, Powers(kappa_0))

    known = proof.recall(absolutely_continuous_forcing, 3, "Feature distortion, flat in time.")
    distortion = -2 * alpha * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**distortion, AT_BUDGET, Powers())

    known = proof.recall(kernel_noise, 1, "The noise that SGD makes.")
    noise = (2 * alpha - 1) * delta - (2 - 1 / (2 * alpha)) * time
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**noise, AT_BUDGET, Powers())

    slowest = sp.Max(forgetting, capacity_loss, distortion, noise, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -((1 - 2 * alpha) * p / (2 * (2 * beta - 2 * alpha * beta - alpha))),
        because="A geometric mean of noise and forgetting in which the model size cancels.",
        check=WeightedMean(
            {
                noise: p * (1 - alpha) / (p * (1 - alpha) + 2 * alpha**2 - 4 * alpha + 1),
                forgetting: (2 * alpha**2 - 4 * alpha + 1)
                / (p * (1 - alpha) + 2 * alpha**2 - 4 * alpha + 1),
            }
        ),
    )

    proof.consider(slowest.xreplace({delta: xi}))
    proof.equals(
        -((1 - 2 * alpha) * p / (2 * (2 * beta - 2 * alpha * beta - alpha))),
        because="There both are equal; the capacity and distortion are smaller.",
        check=Largest(),
    )

    proof.consider(noise.xreplace({delta: xi}))
    proof.equals(
        -((1 - 2 * alpha) * p / (2 * (2 * beta - 2 * alpha * beta - alpha))),
        because="One of the terms in balance.",
        check=Algebra(),
    )
    proof.consider(forgetting.xreplace({delta: xi}))
    proof.equals(
        -((1 - 2 * alpha) * p / (2 * (2 * beta - 2 * alpha * beta - alpha))),
        because="The other.",
        check=Algebra(),
    )

    proof.consider(alpha)
    proof.at_most(
        ((1 - 2 * alpha) * p / (2 * (2 * beta - 2 * alpha * beta - alpha))),
        because="The capacity at the edge of the window, d = f^(1/2).",
        check=Sign(),
    )
    proof.consider(time - 2 * alpha * delta)
    proof.equals(
        1 - 2 * delta,
        because="Beyond it, where tau exceeds d^(2 alpha), delta is below 1/2.",
        check=Algebra(),
    )
