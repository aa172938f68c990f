"""28. A tuned learning rate below alpha = 1/2.

With gamma = f^(-g) as a second unknown three terms balance where 1/4 < alpha < 1/2 and the target
is smooth; both parts of phase IV improve. Reads after phases IVa and IVb.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Largest, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, delta, g

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)


@theorem(
    label="tuned-learning-rate",
    uses=(capacity, pure_point_forcing, absolutely_continuous_forcing, kernel_noise),
)
def tuned_learning_rate(proof: Proof) -> None:
    r"""For $1/4 < \alpha < 1/2$, $\beta > 1/2$ and any $\gamma = f^{-g}$, the largest of the terms
    decays at best like $f^{-\eta}$ with $\eta = \frac{2\alpha p}{p (2\alpha + 1) + 2\alpha (1 -
    2\alpha)}$, $p = 2\alpha + 2\beta - 1$, where forgetting, capacity and noise are equal, at $d =
    f^{\eta/(2\alpha)}$; the rate is smaller than the largest stable one."""
    proof.where(alpha > quarter, alpha < half, beta > half, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    D = proof.let("D", p * (2 * alpha + 1) + 2 * alpha * (1 - 2 * alpha), "a common denominator")

    # tau = gamma r = f^(1 - delta - g).
    forgetting = -S * (1 - delta - g)
    capacity_loss = -2 * alpha * delta
    distortion = -2 * alpha * delta
    noise = -g - (2 - 1 / (2 * alpha)) * (1 - delta - g)
    slowest = sp.Max(forgetting, capacity_loss, distortion, noise, evaluate=False)

    proof.consider(slowest)
    proof.at_least(
        -2 * alpha * p / D,
        because="A geometric mean of three terms, in which model size and learning rate cancel.",
        check=WeightedMean(
            {
                forgetting: 2 * alpha * (1 - 2 * alpha) / D,
                capacity_loss: p / D,
                noise: 2 * alpha * p / D,
            }
        ),
    )

    xi = proof.let("xi", p / D, "the optimal exponent of the model size")
    rate = proof.let("g_1", 1 - xi * (1 + 2 * alpha * 2 * alpha / p), "the optimal learning rate")
    proof.consider(slowest.xreplace({delta: xi, g: rate}))
    proof.equals(
        -2 * alpha * p / D,
        because="There the three are equal, and distortion is of the order of the capacity.",
        check=Largest(),
    )

    proof.consider(rate)
    proof.more_than(
        (1 - 2 * alpha) * xi,
        because="The rate is stable: it decays faster than d^(2 alpha - 1).",
        check=Sign(),
    )

    proof.consider(2 * alpha * p / D)
    proof.more_than(alpha, because="Better than phase IVa.", check=Sign())
