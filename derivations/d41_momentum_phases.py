"""41. The phases under the clock of a slow momentum.

The terms of SGD, read at a later time: every balance moves, and beyond alpha = (3 + sqrt 5)/4 the
capacity takes part. Reads after the clock.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d40_momentum_clock import momentum_clock
from phasecalc.proof import (
    Algebra,
    Derivation,
    Largest,
    Powers,
    Proof,
    Sign,
    WeightedMean,
    theorem,
)
from phasecalc.symbols import alpha, beta, d, delta, f, gamma, kappa_0, rho, tau

half = sp.Rational(1, 2)
mass = 2 * alpha + 2 * beta - 1
turn = 4 * alpha**2 - 6 * alpha + 1
# At the budget f: d = f^delta, t = f^(1 - delta), read at t^(2 - 1/(2 alpha)).
time = (2 - 1 / (2 * alpha)) * (1 - delta)
SIZES = {d: f**delta, tau: f**time, gamma: sp.S.One}

forgetting = -mass / (2 * alpha) * time
rough, smooth = -mass * delta, -2 * alpha * delta
distortion = -delta - (1 - 1 / (2 * alpha)) * time
noise = -(2 - 1 / (2 * alpha)) * time


def read(proof: Proof, term: Derivation, conclusion: int, words: str, exponent: sp.Expr) -> None:
    """Recall a term of SGD and read it by the clock, at the budget."""
    known = proof.recall(term, conclusion, words)
    proof.consider(known.xreplace(SIZES))
    proof.same_order(f**exponent, words + " By the clock, at the budget.", Powers(kappa_0, rho))


def balance(proof: Proof, terms: tuple[sp.Expr, ...], value: sp.Expr, size: sp.Expr) -> None:
    """The first two terms bound the largest of all from below; it is that at a size."""
    slowest = sp.Max(*terms, evaluate=False)
    slopes = [sp.diff(e, delta) for e in terms[:2]]
    share = slopes[1] / (slopes[1] - slopes[0])
    proof.consider(slowest)
    proof.at_least(
        -value,
        because="A geometric mean of two terms in which the model size cancels.",
        check=WeightedMean({terms[0]: share, terms[1]: 1 - share}),
    )
    proof.consider(slowest.xreplace({delta: size}))
    proof.equals(-value, because="There both are equal, no other is larger.", check=Largest())


@theorem(
    label="momentum-phases",
    source="ferbach2025dimension",
    uses=(
        pure_point_forcing,
        capacity,
        absolutely_continuous_forcing,
        kernel_noise,
        momentum_clock,
    ),
)
def momentum_phases(proof: Proof) -> None:
    r"""Let $\alpha > 1/2$ and the terms of SGD be read at $\vartheta = t^{2 - 1/(2\alpha)}$. With
    $p = 2\alpha + 2\beta - 1$, $Q = 4\alpha^2 + 4\alpha - 1$ the exponent of the largest term is
    $\frac{(4\alpha-1) p}{Q}$ for $\beta < 1/2$; for $\beta > 1/2$ and $4\alpha^2 - 6\alpha + 1 <
    0$ it is $\frac{(4\alpha-1) p}{2 (2\alpha^2 + 4\alpha\beta - \beta)}$ where $\beta < \alpha$ and
    $\frac{(4\alpha-1)^2}{2\alpha (6\alpha-1)}$ where $\beta > \alpha$. Beyond $\alpha = (3 +
    \sqrt5)/4$ it is $\frac{2\alpha (4\alpha-1)}{Q}$ for every $\beta > 1/2$: $\mathscr F_0 \asymp
    \mathscr F_{ac}$. Each is more than that of SGD."""
    proof.assume(
        "Every term of the loss of SGD keeps its form with the clock in the place of the time.",
        "shown for each mode in the chapter on the clock; for the noise it is reconstructed",
    )
    Q = 4 * alpha**2 + 4 * alpha - 1
    edge = 2 * alpha * (4 * alpha - 1) / Q

    proof.where(alpha > half, beta < half, alpha + beta > half, parameters=(alpha, beta))
    read(proof, pure_point_forcing, 1, "Forgetting.", forgetting)
    read(proof, capacity, 1, "The capacity, rough target.", rough)
    read(proof, kernel_noise, 1, "The noise.", noise)
    first = (4 * alpha - 1) * mass / Q
    balance(proof, (forgetting, rough, noise), first, (4 * alpha - 1) / Q)
    proof.consider(first)
    proof.more_than(mass / (2 * alpha + 1), because="More than SGD, Ia.", check=Sign())

    proof.where(alpha > half, beta > half, parameters=(alpha, beta))
    read(proof, capacity, 0, "The capacity, smooth target.", smooth)
    read(proof, absolutely_continuous_forcing, 1, "Distortion.", distortion)

    proof.where(turn < 0, beta > half, beta < alpha, parameters=(alpha, beta))
    R = 2 * alpha**2 + 4 * alpha * beta - beta
    second = (4 * alpha - 1) * mass / (2 * R)
    size = beta * (4 * alpha - 1) / R
    balance(proof, (forgetting, distortion, smooth, noise), second, size)
    proof.consider(second - edge)
    proof.equals(
        (4 * alpha - 1) * (1 - 2 * beta) * turn / (2 * R * Q),
        because="Beyond the window the capacity is as large: both last factors are negative.",
        check=Algebra(),
    )
    proof.where(turn < 0, alpha > half, beta > alpha, parameters=(alpha, beta))
    third = (4 * alpha - 1) ** 2 / (2 * alpha * (6 * alpha - 1))
    size = (4 * alpha - 1) / (6 * alpha - 1)
    balance(proof, (distortion, noise, smooth, forgetting), third, size)

    proof.where(turn < 0, alpha > half, parameters=(alpha,))
    proof.consider(third)
    proof.at_least(edge, because="Beyond the window the capacity is as large.", check=Sign())

    proof.where(turn > 0, alpha > half, beta > half, parameters=(alpha, beta))
    balance(proof, (smooth, distortion, forgetting, noise), edge, (4 * alpha - 1) / Q)

    proof.where(alpha > half, parameters=(alpha,))
    proof.consider(third)
    proof.more_than(1 - 1 / (4 * alpha), because="More than SGD, III.", check=Sign())
    proof.consider(edge)
    proof.more_than(1 - 1 / (4 * alpha), because="And so beyond the edge.", check=Sign())
    proof.where(alpha > half, parameters=(alpha, beta))
    proof.consider((4 * alpha - 1) * (alpha + beta))
    proof.more_than(R, because="More than SGD, II: the numerators are the same.", check=Sign())

    golden = {alpha: (3 + sp.sqrt(5)) / 4}
    proof.where(parameters=())
    proof.consider(turn.xreplace(golden))
    proof.equals(sp.S.Zero, because="The edge.", check=Algebra("radicals"))
    proof.consider(third.xreplace(golden))
    proof.equals(edge.xreplace(golden), because="Both meet there.", check=Algebra("radicals"))
