"""14. The noise that SGD makes.

Each step's noise is forgotten like the kernel; it decays slower than the forcing where the
target is smooth. Reads after the spectral density; feeds phases III, IVa and IVb.
"""

import sympy as sp

from phasecalc.plrf.terms import kernel_pure_point
from phasecalc.proof import Proof, Watson, theorem
from phasecalc.symbols import alpha, d, gamma, tau

quarter = sp.Rational(1, 4)


@theorem(label="kernel-pure-point", source="paquette2024phases")
def kernel_noise(proof: Proof) -> None:
    r"""For $\alpha > 1/4$ and $1 \ll \tau \ll d^{2\alpha}$, $\frac{1}{\gamma B}\mathscr K_{pp}
    \sim \frac{\gamma}{2\alpha} \Gamma(2 - \tfrac{1}{2\alpha}) (2\tau)^{-2 + 1/(2\alpha)}$; up to
    $\tau \asymp d^{2\alpha}$ both are of the same order."""
    proof.where(alpha > quarter, parameters=(alpha,))
    s = proof.let("s", 2 - 1 / (2 * alpha), "the index of the integral")

    proof.consider(kernel_pure_point.definition)
    proof.tends_to(
        gamma * sp.gamma(s) * (2 * tau) ** -s / (2 * alpha),
        because="The integral converges at 0, so time decides (Watson's lemma).",
        check=Watson(),
        remainder=(2 * tau) ** (s - 1) * sp.exp(-2 * tau) + (2 * tau * d ** (-2 * alpha)) ** s,
    )

    proof.consider(kernel_pure_point.definition)
    proof.same_order(
        gamma * sp.gamma(s) * (2 * tau) ** -s / (2 * alpha),
        because="Up to constants also at the end of the window: both sides are positive.",
        check=Watson(),
    )
