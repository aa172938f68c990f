"""10. The capacity.

The part of the loss that time does not touch, as a power of the model size. Reads after the
ridge; feeds every phase in which F_0 is balanced.
"""

import sympy as sp

from derivations.d09_ridge import ridge
from phasecalc.proof import PowerSum, Proof, theorem
from phasecalc.symbols import alpha, beta, d, j, kappa_0, rho, x

half = sp.Rational(1, 2)


@theorem(label="capacity", source="paquette2024phases", uses=(ridge,))
def capacity(proof: Proof) -> None:
    r"""Write $\kappa_0 = \kappa d^{2\alpha}$, a number that tends to the one of the chapter on the
    ridge, and $v = \rho d$, $\rho > 1$ fixed. For $2\beta > 1$: $\mathscr F_0 \sim
    \kappa_0\,\zeta(2\beta)\,d^{-2\alpha}$; for $2\beta < 1$: $\mathscr F_0 \sim \kappa_0
    \int_0^\rho \frac{x^{-2\beta}\,dx}{1 + \kappa_0 x^{2\alpha}}\; d^{1 - 2\alpha - 2\beta}$."""
    proof.where(alpha > 0, parameters=(alpha, beta))
    ridge_size = proof.let("kappa", kappa_0 * d ** (-2 * alpha), "the ridge")
    fraction = j ** (-2 * beta) / (1 + kappa_0 * (j / d) ** (2 * alpha))

    with proof.case(beta > half):
        proof.consider(ridge_size * sp.Sum(fraction, (j, 1, rho * d)))
        proof.tends_to(
            kappa_0 * sp.zeta(2 * beta) * d ** (-2 * alpha),
            because="The target sits in the first modes, of which every one is off by kappa.",
            check=PowerSum(2 * beta, d, rho, (kappa_0, 2 * alpha)),
            # The logarithm is needed only on 2 beta = 1 + 2 alpha, where both powers agree.
            remainder=d ** (1 - 2 * beta) * sp.log(d) + d ** (-2 * alpha) * sp.log(d),
        )

    with proof.case(beta < half):
        proof.consider(ridge_size * sp.Sum(fraction, (j, 1, rho * d)))
        proof.tends_to(
            kappa_0
            * sp.Integral(x ** (-2 * beta) / (1 + kappa_0 * x ** (2 * alpha)), (x, 0, rho))
            * d ** (1 - 2 * alpha - 2 * beta),
            because="The target sits in the modes of order d.",
            check=PowerSum(2 * beta, d, rho, (kappa_0, 2 * alpha)),
            remainder=d ** (2 * beta - 1) + 1 / d,
        )

    proof.exhaust("Every beta but the critical one is covered.", besides=sp.Eq(beta, half))
