"""14. The noise that SGD makes.

Each step's noise is forgotten like the kernel; it decays slower than the forcing where the
target is smooth. Reads after the spectral density; feeds phases III, IVa and IVb.
"""

import sympy as sp

from phasecalc.plrf.phases.objects import K_pp
from phasecalc.proof import Laplace, Proof, claim, theorem
from phasecalc.symbols import alpha, d, gamma, tau

s = 2 - 1 / (2 * alpha)  # the index of the integral
edge = d ** (2 * alpha) / tau
where = (alpha > sp.Rational(1, 4),)

order = claim(
    K_pp.at(),
    "=Theta=",
    gamma * tau**-s,
    where=where,
    sizes=[d, tau, gamma],
    window=[tau, edge],
    growing=[d],
)
leading = claim(
    K_pp.at(),
    "~",
    gamma * sp.gamma(s) * (2 * tau) ** -s / (2 * alpha),
    where=where,
    sizes=[d, tau, gamma],
    growing=[tau, edge],
    remainder=(2 * tau) ** (s - 1) * sp.exp(-2 * tau) + (2 * tau / d ** (2 * alpha)) ** s,
)


@theorem(label="kernel-pure-point", source="paquette2024phases", goals=(order, leading))
def kernel_noise(proof: Proof) -> None:
    """The integral converges at 0, so time decides, up to the end of the window."""
    proof.shows(order, "Up to constants also at the end of the window.", Laplace())
    proof.shows(leading, "Inside the window the integral is that of Gamma.", Laplace())
