"""26. No logarithm between phases II and III.

The boundary beta = alpha changes which term is larger, not any term. Reads after the critical
lines.
"""

import sympy as sp

from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.proof import Instance, Powers, Proof, theorem
from phasecalc.symbols import alpha, beta, d, gamma, tau

half = sp.Rational(1, 2)


@theorem(label="no-logarithm", source="", uses=(pure_point_forcing, kernel_noise))
def no_logarithm(proof: Proof) -> None:
    r"""On $\beta = \alpha > 1/2$, $\mathscr F_{pp}$ and $\frac{1}{\gamma B} \mathscr K_{pp}$ keep
    their expansions, without a logarithm, and for $\gamma \asymp 1$ they are of the same order."""
    proof.where(alpha > half, parameters=(alpha,))
    forcing = pure_point_forcing.theorem.conclusions[0].substitute({beta: alpha})
    noise = kernel_noise.theorem.conclusions[0]

    proof.consider(forcing.left)
    proof.tends_to(
        forcing.right,
        because="The forcing for beta = alpha: its index is positive there as everywhere.",
        check=Instance(pure_point_forcing, {beta: alpha}),
        remainder=(2 * tau) ** (1 - 1 / (2 * alpha)) * sp.exp(-2 * tau),
    )
    proof.same_order(
        noise.right.xreplace({gamma: sp.S.One}),
        because="Both decay like tau^(-2 + 1/(2 alpha)).",
        check=Powers(),
    )

    proof.consider(noise.left)
    proof.tends_to(
        noise.right,
        because="The noise does not depend on beta.",
        check=Instance(kernel_noise),
        remainder=(2 * tau) ** (1 - 1 / (2 * alpha)) * sp.exp(-2 * tau)
        + (2 * tau * d ** (-2 * alpha)) ** (2 - 1 / (2 * alpha)),
    )
