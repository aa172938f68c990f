"""20. Phase II: forgetting against distortion.

The target is smooth enough to have finite mass, so that random features smear it over the
spectrum, and rough enough for the noise to stay below. Reads after the terms.
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
    label="phase-II",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, absolutely_continuous_forcing, kernel_noise),
)
def phase_ii(proof: Proof) -> None:
    r"""For $1/2 < \beta < \alpha$, at the largest learning rate, $\gamma \asymp 1$, the largest of
    the terms is, for every model size, at least of the order of $f^{-\eta}$ with $\eta =
    \frac{p}{2(\alpha + \beta)}$, $p = 2\alpha + 2\beta - 1$, where $\mathscr F_{pp} \asymp
    \mathscr F_{ac}$, at $d = f^{\beta/(\alpha + \beta)}$. Beyond the window, $\tau > d^{2\alpha}$,
    the capacity alone is as large."""
    proof.where(beta > half, beta < alpha, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    xi = proof.let("xi", beta / (alpha + beta), "the optimal exponent of the model size")
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
        -p / (2 * (alpha + beta)),
        because="A geometric mean of forgetting and distortion in which the model size cancels.",
        check=WeightedMean({forgetting: 1 / (p + 1), distortion: p / (p + 1)}),
    )

    proof.consider(slowest.xreplace({delta: xi}))
    proof.equals(
        -p / (2 * (alpha + beta)),
        because="There both are equal; the noise and the capacity are smaller.",
        check=Largest(),
    )

    proof.consider(forgetting.xreplace({delta: xi}))
    proof.equals(-p / (2 * (alpha + beta)), because="One of the terms in balance.", check=Algebra())
    proof.consider(distortion.xreplace({delta: xi}))
    proof.equals(-p / (2 * (alpha + beta)), because="The other.", check=Algebra())

    proof.consider(2 * alpha / (2 * alpha + 1))
    proof.at_most(
        p / (2 * (alpha + beta)),
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
