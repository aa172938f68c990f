"""5. The largest learning rate.

The trace of the covariance decides how large a learning rate may be: it converges for
2 alpha > 1 and grows with the dimension for 2 alpha < 1. Reads after the kernel's norm.
"""

import sympy as sp

from derivations.d04_kernel_norm import kernel_norm
from phasecalc.proof import Powers, PowerSum, Proof, theorem
from phasecalc.symbols import alpha, d, j, rho

half = sp.Rational(1, 2)


@theorem(label="largest-learning-rate", source="paquette2024phases", uses=(kernel_norm,))
def largest_learning_rate(proof: Proof) -> None:
    r"""With $v = \rho d$, $\rho > 1$ fixed, the trace of $D$ is $\sim \zeta(2\alpha)$ for $2\alpha
    > 1$ and $\sim \frac{(\rho d)^{1-2\alpha}}{1-2\alpha}$ for $2\alpha < 1$. The trace of $\hat K$
    has it as its mean, so that $\gamma \operatorname{tr} D \asymp 1$ is the largest stable order
    of $\gamma$ at a fixed batch size: $1$, resp. $d^{2\alpha-1}$."""
    proof.where(parameters=(alpha,))

    with proof.case(alpha > half):
        proof.consider(sp.Sum(j ** (-2 * alpha), (j, 1, rho * d)))
        proof.tends_to(
            sp.zeta(2 * alpha),
            because="The first modes carry the trace.",
            check=PowerSum(2 * alpha, d, rho),
            remainder=d ** (1 - 2 * alpha),
        )

    with proof.case(alpha < half):
        proof.consider(sp.Sum(j ** (-2 * alpha), (j, 1, rho * d)))
        proof.tends_to(
            d ** (1 - 2 * alpha) * rho ** (1 - 2 * alpha) / (1 - 2 * alpha),
            because="All modes up to v carry the trace.",
            check=PowerSum(2 * alpha, d, rho),
            remainder=d ** (2 * alpha - 1) + 1 / d,
        )

        proof.consider(((rho * d) ** (1 - 2 * alpha) / (1 - 2 * alpha)) ** -1)
        proof.same_order(
            d ** (2 * alpha - 1),
            because="The largest learning rate is the inverse of the trace.",
            check=Powers(rho),
        )

    proof.cite(
        "The trace of K is of the order of the trace of D, its mean over W.", "paquette2024phases"
    )
    proof.exhaust("Every alpha but the critical one is covered.", besides=sp.Eq(alpha, half))
