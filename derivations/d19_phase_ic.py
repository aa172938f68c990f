"""19. Phase Ic: the smooth target on a flat kernel.

For alpha < 1/4 noise and distortion are as flat as the capacity. The paper leaves this phase
open; what is proved here is about the terms, see the chapter on the open cases.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d15_flat_kernel import flat_kernel
from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, tau

half = sp.Rational(1, 2)
quarter = sp.Rational(1, 4)
AT_BUDGET = "At the budget f with d = f^delta and the largest learning rate."


@theorem(
    label="phase-Ic",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, absolutely_continuous_forcing, flat_kernel),
)
def phase_ic(proof: Proof) -> None:
    r"""For $0 < \alpha < 1/4$, $\beta > 1/2$, at the largest learning rate, $\gamma \asymp
    d^{2\alpha - 1}$, the largest of the terms is, for every model size, at least of the order of
    $f^{-\eta}$ with $\eta = \frac{\alpha p}{3\alpha + 2\beta - 2\alpha\beta - 1}$, $p = 2\alpha +
    2\beta - 1$, where $\mathscr F_{pp} \asymp \mathscr F_0$, at $d = f^\xi$ with $\xi =
    \frac{p}{2(3\alpha + 2\beta - 2\alpha\beta - 1)}$. Beyond the window, $\tau > d^{2\alpha}$, the
    capacity alone is as large."""
    proof.where(alpha > 0, alpha < quarter, beta > half, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let(
        "xi",
        p / (2 * (3 * alpha + 2 * beta - 2 * alpha * beta - 1)),
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

    known = proof.recall(flat_kernel, 1, "The noise, flat in time.")
    noise = -2 * alpha * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**noise, AT_BUDGET, Powers())

    slowest = sp.Max(forgetting, capacity_loss, distortion, noise, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -(2 * alpha * xi),
        because="A geometric mean of forgetting and capacity in which the model size cancels.",
        check=WeightedMean(
            {
                forgetting: 2 * alpha**2 / (2 * alpha**2 + p * (1 - alpha)),
                capacity_loss: p * (1 - alpha) / (2 * alpha**2 + p * (1 - alpha)),
            }
        ),
    )

    proof.consider(slowest.xreplace({delta: xi}))
    proof.equals(
        -(2 * alpha * xi),
        because="There both are equal; distortion and noise are of the same order as the capacity.",
        check=Largest(),
    )

    proof.consider(forgetting.xreplace({delta: xi}))
    proof.equals(-(2 * alpha * xi), because="One of the terms in balance.", check=Algebra())
    proof.consider(capacity_loss.xreplace({delta: xi}))
    proof.equals(-(2 * alpha * xi), because="The other.", check=Algebra())

    proof.consider(alpha)
    proof.at_most(
        (2 * alpha * xi),
        because="The capacity at the edge of the window, d = f^(1/2).",
        check=Sign(),
    )
    proof.consider(time - 2 * alpha * delta)
    proof.equals(
        1 - 2 * delta,
        because="Beyond it, where tau exceeds d^(2 alpha), delta is below 1/2.",
        check=Algebra(),
    )
