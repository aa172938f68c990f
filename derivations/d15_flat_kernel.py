"""15. The flat kernel.

For alpha < 1/4 the smallest eigenvalues dominate the kernel, and the noise does not decay before
the capacity is reached. Reads after the noise for alpha > 1/4; feeds phases Ib and Ic.
"""

import sympy as sp

from derivations.d11_spectral_density import spectral_density
from phasecalc.plrf.terms import kernel_pure_point
from phasecalc.proof import Powers, Proof, Watson, theorem
from phasecalc.symbols import alpha, d, gamma, tau

quarter = sp.Rational(1, 4)


@theorem(label="flat-kernel", source="paquette2024phases", uses=(spectral_density,))
def flat_kernel(proof: Proof) -> None:
    r"""For $0 < \alpha < 1/4$ and $1 \le \tau \le d^{2\alpha}$, $\frac{1}{\gamma B}
    \mathscr K_{pp} \sim \frac{\gamma}{1 - 4\alpha} d^{1 - 4\alpha}$; at the largest learning
    rate, $\gamma \asymp d^{2\alpha - 1}$, that is of the order of the capacity
    $d^{-2\alpha}$ for $2\beta > 1$."""
    proof.where(alpha > 0, alpha < quarter, parameters=(alpha,))
    s = proof.let("s", 2 - 1 / (2 * alpha), "the index of the integral, negative")
    cutoff = proof.let("epsilon", d ** (-2 * alpha), "the smallest eigenvalue resolved")

    proof.consider(kernel_pure_point.definition)
    proof.tends_to(
        gamma / (2 * alpha) * cutoff**s / -s,
        because="The lower end decides.",
        check=Watson(),
        remainder=(2 * tau * cutoff) ** -s + 2 * tau * cutoff,
    )

    proof.consider(d ** (2 * alpha - 1) / (2 * alpha) * cutoff**s / -s)
    proof.same_order(
        d ** (-2 * alpha),
        because="At the largest learning rate.",
        check=Powers(),
    )
