"""19. Phase Ic: the smooth target on a flat kernel.

For alpha < 1/4 noise and distortion are as flat as the capacity. The paper leaves this phase
open; what is proved here is about the terms, see the chapter on the open cases.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d15_flat_kernel import flat_kernel
from phasecalc.proof import Algebra, Instance, Largest, Powers, Proof, Sign, WeightedMean, theorem
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
    2\beta - 1$, WHERE, at $d = f^\xi$ with $\xi = \frac{p}{2(3\alpha + 2\beta - 2\alpha\beta -
    1)}$. Beyond the window, $\tau > d^{2\alpha}$, the capacity alone is as large."""
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

    known = pure_point_forcing.theorem.conclusions[1]
    proof.consider(known.left)
    proof.same_order(
        known.right,
        "Forcing by the points of the spectrum.",
        Instance(pure_point_forcing, conclusion=1),
    )
    forgetting = -S * time
    proof.consider(known.right.xreplace(sizes))
    proof.same_order(f**forgetting, AT_BUDGET, Powers())

    known = capacity.theorem.conclusions[0]
    proof.consider(known.left)
    proof.tends_to(
        known.right,
        "The capacity; the target sits in the first modes.",
        Instance(capacity, conclusion=0),
        known.remainder,
    )
    capacity_loss = -2 * alpha * delta
    proof.consider(known.right.xreplace(sizes))
    proof.same_order(f**capacity_loss, AT_BUDGET, Powers(kappa_0))

    known = absolutely_continuous_forcing.theorem.conclusions[3]
    proof.consider(known.left)
    proof.same_order(
        known.right,
        "Feature distortion, flat in time.",
        Instance(absolutely_continuous_forcing, conclusion=3),
    )
    distortion = -2 * alpha * delta
    proof.consider(known.right.xreplace(sizes))
    proof.same_order(f**distortion, AT_BUDGET, Powers())

    known = flat_kernel.theorem.conclusions[1]
    proof.consider(known.left)
    proof.same_order(known.right, "The noise, flat in time.", Instance(flat_kernel, conclusion=1))
    noise = -2 * alpha * delta
    proof.consider(known.right.xreplace(sizes))
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
