"""29. Above alpha = 1/2 the largest learning rate is the best.

With gamma = f^(-g), g >= 0, no phase of the upper half improves. Reads after the tuned rate.
"""

import sympy as sp

from derivations.d17_phase_ia import phase_ia
from derivations.d20_phase_ii import phase_ii
from derivations.d21_phase_iii import phase_iii
from phasecalc.proof import Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, delta, g

half = sp.Rational(1, 2)


@theorem(label="largest-rate-is-best", uses=(phase_ia, phase_ii, phase_iii))
def largest_rate_is_best(proof: Proof) -> None:
    r"""Let $\alpha > 1/2$ and $\gamma = f^{-g}$ with $g \ge 0$. In phases Ia, II and III the
    largest of the terms is at least of the order of $f^{-\eta}$ with the same $\eta$ as for $g =
    0$; beyond the window the model is no larger than there, and the capacity alone is as large."""
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    time = 1 - delta - g
    forgetting = -p / (2 * alpha) * time
    distortion = -delta - (1 - 1 / (2 * alpha)) * time
    noise = -g - (2 - 1 / (2 * alpha)) * time

    proof.where(g >= 0, alpha > 0, alpha + beta > half, parameters=(alpha, beta, g))
    proof.consider(sp.Max(forgetting, -p * delta, evaluate=False))
    proof.at_least(
        -p / (2 * alpha + 1),
        because="Phase Ia: a smaller rate costs time and gains nothing.",
        check=WeightedMean(
            {forgetting: 2 * alpha / (2 * alpha + 1), -p * delta: 1 / (2 * alpha + 1)},
            slack={g: p / (2 * alpha + 1)},
        ),
    )

    proof.where(g >= 0, beta > half, beta < alpha, parameters=(alpha, beta, g))
    proof.consider(sp.Max(forgetting, distortion, evaluate=False))
    proof.at_least(
        -p / (2 * (alpha + beta)),
        because="Phase II: the same.",
        check=WeightedMean(
            {forgetting: 1 / (p + 1), distortion: p / (p + 1)},
            slack={g: p / (p + 1)},
        ),
    )

    proof.where(g >= 0, alpha > half, parameters=(alpha, g))
    proof.consider(sp.Max(noise, distortion, evaluate=False))
    proof.at_least(
        -1 + 1 / (4 * alpha),
        because="Phase III: the noise gains less than distortion loses.",
        check=WeightedMean(
            {noise: 1 / (4 * alpha), distortion: 1 - 1 / (4 * alpha)},
            slack={g: 1 - 1 / (2 * alpha)},
        ),
    )

    proof.where(alpha > 0, g >= 0, 1 - delta - g >= 2 * alpha * delta, parameters=(alpha, delta, g))
    proof.consider(1 / (2 * alpha + 1))
    proof.at_least(delta, because="Beyond the window, tau > d^(2 alpha).", check=Sign())
