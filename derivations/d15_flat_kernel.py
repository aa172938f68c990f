"""15. The flat kernel.

For alpha < 1/4 the smallest eigenvalues dominate the kernel, and the noise does not decay before
the capacity is reached. Reads after the noise for alpha > 1/4; feeds phases Ib and Ic.
"""

import sympy as sp

from phasecalc.plrf.terms import kernel_pure_point
from phasecalc.proof import Algebra, Powers, Proof, Watson, theorem
from phasecalc.symbols import alpha, d, gamma, tau

quarter = sp.Rational(1, 4)


@theorem(label="flat-kernel", source="paquette2024phases")
def flat_kernel(proof: Proof) -> None:
    r"""For $0 < \alpha < 1/4$ and $\tau \ll d^{2\alpha}$, $\frac{1}{\gamma B}\mathscr K_{pp} \sim
    \frac{\gamma}{1 - 4\alpha} d^{1 - 4\alpha}$, and both are of the same order up to $\tau \asymp
    d^{2\alpha}$. At the largest learning rate, $\gamma \asymp d^{2\alpha - 1}$, that order is
    $d^{-2\alpha}$, the order of the capacity for $2\beta > 1$."""
    proof.where(alpha > 0, alpha < quarter, parameters=(alpha,))
    s = proof.let("s", 2 - 1 / (2 * alpha), "the index of the integral, negative")
    cutoff = proof.let("epsilon", d ** (-2 * alpha), "the smallest eigenvalue resolved")

    proof.consider(kernel_pure_point.definition)
    proof.tends_to(
        gamma / (2 * alpha) * cutoff**s / -s,
        because="The lower end decides.",
        check=Watson(),
        # The logarithm is needed only at alpha = 1/6, where both powers agree.
        remainder=(2 * tau * cutoff) ** -s * sp.log(sp.E / (2 * tau * cutoff))
        + 2 * tau * cutoff * sp.log(sp.E / (2 * tau * cutoff)),
    )
    proof.equals(
        gamma / (1 - 4 * alpha) * d ** (1 - 4 * alpha),
        because="The powers of d combine.",
        check=Algebra("powers"),
    )

    proof.consider(kernel_pure_point.definition)
    proof.same_order(
        gamma / (2 * alpha) * cutoff**s / -s,
        because="Up to constants also at the end of the window: both sides are positive.",
        check=Watson(),
    )

    proof.consider(d ** (2 * alpha - 1) / (2 * alpha) * cutoff**s / -s)
    proof.same_order(
        d ** (-2 * alpha),
        because="At the largest learning rate.",
        check=Powers(),
    )
