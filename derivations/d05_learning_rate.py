"""5. The largest learning rate.

The trace of the covariance decides how large a learning rate may be: it converges for
2 alpha > 1 and grows with the dimension for 2 alpha < 1. Reads after the kernel's norm.
"""

import sympy as sp

from derivations.d04_kernel_norm import kernel_norm
from phasecalc.proof import PowerSum, Proof, theorem
from phasecalc.symbols import alpha, d, j, rho

half = sp.Rational(1, 2)


@theorem(label="largest-learning-rate", source="paquette2024phases", uses=(kernel_norm,))
def largest_learning_rate(proof: Proof) -> None:
    r"""With $v = \rho d$ the trace is $\sim \zeta(2\alpha)$ for $2\alpha > 1$ and $\sim
    \frac{(\rho d)^{1-2\alpha}}{1-2\alpha}$ for $2\alpha < 1$; so $\|K\| < 1$ allows $\gamma
    \asymp 1$, resp. $\gamma \asymp d^{2\alpha-1}$."""
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

    proof.exhaust("Every alpha but the critical one is covered.", besides=sp.Eq(alpha, half))
