"""28. A tuned learning rate below alpha = 1/2.

With gamma = f^(-g) as a second unknown three terms balance where 1/4 < alpha < 1/2 and the target
is smooth; both parts of phase IV improve. Reads after phases IVa and IVb.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, g, gamma, kappa_0, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
AT_BUDGET = "At the budget f with d = f^delta, gamma = f^(-g)."


@theorem(
    label="tuned-learning-rate",
    uses=(capacity, pure_point_forcing, absolutely_continuous_forcing, kernel_noise),
)
def tuned_learning_rate(proof: Proof) -> None:
    r"""For $1/4 < \alpha < 1/2$, $\beta > 1/2$ and any stable $\gamma = f^{-g}$, that is $\gamma
    \lesssim d^{2\alpha - 1}$, the largest of the terms is at least of the order of $f^{-\eta}$
    with $\eta = \frac{2\alpha p}{p (2\alpha + 1) + 2\alpha (1 - 2\alpha)}$, $p = 2\alpha + 2\beta
    - 1$. It is that where forgetting, capacity and noise are equal, at $d = f^{\eta/(2\alpha)}$,
    with a rate of smaller order than the largest stable one; this is better than IVa and IVb."""
    proof.where(alpha > quarter, alpha < half, beta > half, parameters=(alpha, beta))
    p = proof.let("p", 2 * alpha + 2 * beta - 1, "the exponent of the target's mass")
    S = proof.let("S", p / (2 * alpha), "the index of forgetting")
    Q = proof.let("Q", p * (2 * alpha + 1) + 2 * alpha * (1 - 2 * alpha), "a common denominator")
    time = 1 - delta - g
    sizes = {d: f**delta, tau: f**time, gamma: f**-g}

    known = proof.recall(pure_point_forcing, 1, "Forgetting.")
    forgetting = -S * time
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**forgetting, AT_BUDGET, Powers())

    known = proof.recall(capacity, 0, "The capacity.")
    capacity_loss = -2 * alpha * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**capacity_loss, AT_BUDGET, Powers(kappa_0))

    known = proof.recall(absolutely_continuous_forcing, 3, "Feature distortion, flat in time.")
    distortion = -2 * alpha * delta
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**distortion, AT_BUDGET, Powers())

    known = proof.recall(kernel_noise, 1, "The noise that SGD makes.")
    noise = -g - (2 - 1 / (2 * alpha)) * time
    proof.consider(known.xreplace(sizes))
    proof.same_order(f**noise, AT_BUDGET, Powers())

    slowest = sp.Max(forgetting, capacity_loss, distortion, noise, evaluate=False)

    proof.consider(slowest)
    proof.at_least(
        -2 * alpha * p / Q,
        because="A geometric mean of three terms, in which model size and learning rate cancel.",
        check=WeightedMean(
            {
                forgetting: 2 * alpha * (1 - 2 * alpha) / Q,
                capacity_loss: p / Q,
                noise: 2 * alpha * p / Q,
            }
        ),
    )

    xi = proof.let("xi", p / Q, "the optimal exponent of the model size")
    rate = proof.let("g_1", 1 - xi * (1 + 2 * alpha * 2 * alpha / p), "the optimal learning rate")
    proof.consider(slowest.xreplace({delta: xi, g: rate}))
    proof.equals(
        -2 * alpha * p / Q,
        because="There the three are equal, and distortion is of the order of the capacity.",
        check=Largest(),
    )

    proof.consider(rate)
    proof.more_than((1 - 2 * alpha) * xi, because="The rate is stable.", check=Sign())
    proof.consider(1 - xi - rate)
    proof.more_than(sp.S.Zero, because="Time at the optimum grows.", check=Sign())
    proof.consider(2 * alpha * xi)
    proof.more_than(1 - xi - rate, because="It lies inside the window.", check=Sign())

    proof.consider(2 * alpha * p / Q)
    proof.more_than(
        alpha,
        because="Better than phase IVa, and more than the exponent of F_0 beyond the window.",
        check=Sign(),
    )

    proof.where(alpha > quarter, alpha < half, beta > half, parameters=(alpha, beta))
    proof.consider(2 * alpha * p / Q)
    proof.more_than(
        (1 - 2 * alpha) * p / (2 * (2 * beta - 2 * alpha * beta - alpha)),
        because="Better than phase IVb.",
        check=Sign(),
    )

    proof.where(
        g >= (1 - 2 * alpha) * delta,
        1 - delta - g >= 2 * alpha * delta,
        parameters=(alpha, delta, g),
    )
    proof.consider(half)
    proof.at_least(
        delta, because="Beyond the window a stable rate leaves d <= f^(1/2).", check=Sign()
    )
