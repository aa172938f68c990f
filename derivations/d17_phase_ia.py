"""17. Phase Ia: the rough target, many small modes.

The target sits in the last modes that the features resolve; SGD learns it mode by mode until
the capacity is reached. Reads after the terms.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, rho, tau

half = sp.Rational(1, 2)
AT_BUDGET = "At the budget f with d = f^delta."


@theorem(
    label="phase-Ia",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, kernel_noise),
)
def phase_ia(proof: Proof) -> None:
    r"""For $\alpha > 1/2$, $\beta < 1/2$, $\alpha + \beta > 1/2$, at the largest learning rate,
    $\gamma \asymp 1$, the largest of the terms is, for every model size, at least of the order of
    $f^{-\eta}$ with $\eta = \frac{p}{2\alpha + 1}$, $p = 2\alpha + 2\beta - 1$, where $\mathscr
    F_{pp} \asymp \mathscr F_0$, at $d = f^{1/(2\alpha + 1)}$. Beyond the window, $\tau >
    d^{2\alpha}$, the capacity alone is as large."""
    proof.where(alpha > half, beta < half, alpha + beta > half, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let("xi", 1 / (2 * alpha + 1), "the optimal exponent of the model size")
    # At the largest learning rate, of order 1, d = f^delta and r = f^(1 - delta).
    sizes = {d: f**delta, tau: f ** (1 - delta), gamma: sp.S.One}

    known = proof.recall(pure_point_forcing, 1, "Forcing by the points of the spectrum.")
    forgetting = -S * (1 - delta)
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**forgetting, AT_BUDGET, Powers())

    known = proof.recall(capacity, 1, "The capacity; the target sits in the last modes.")
    capacity_loss = -p * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**capacity_loss, AT_BUDGET, Powers(kappa_0, rho))

    known = proof.recall(kernel_noise, 1, "The noise that SGD makes.")
    noise = -(2 - 1 / (2 * alpha)) * (1 - delta)
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**noise, AT_BUDGET, Powers())

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

    proof.consider(forgetting.xreplace({delta: xi}))
    proof.equals(-p / (2 * alpha + 1), because="One of the terms in balance.", check=Algebra())
    proof.consider(capacity_loss.xreplace({delta: xi}))
    proof.equals(-p / (2 * alpha + 1), because="The other.", check=Algebra())

    proof.consider(p * xi)
    proof.at_most(
        p / (2 * alpha + 1),
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
