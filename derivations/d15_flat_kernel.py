"""15. The flat kernel.

For alpha < 1/4 the smallest eigenvalues dominate the kernel, and the noise does not decay before
the capacity is reached. Reads after the noise for alpha > 1/4; feeds phases Ib and Ic.
"""

from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity
from phasecalc.plrf.phases.objects import F_0, K_pp
from phasecalc.proof import Laplace, Powers, Proof, Recall, claim, theorem
from phasecalc.symbols import alpha, beta, d, gamma, gamma_0, kappa_0, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
s = 2 - 1 / (2 * alpha)  # the index of the integral, negative
reach = 2 * tau / d ** (2 * alpha)
flat = (alpha > 0, alpha < quarter)
# No bound on tau from below: before the first step the noise is as large.
inside: dict[str, Any] = {"window": [1 / reach], "growing": [d]}
rate = gamma_0 * d ** (2 * alpha - 1)

order = claim(
    K_pp.at(), "=Theta=", gamma * d ** (1 - 4 * alpha), where=flat, sizes=[d, tau, gamma], **inside
)
leading = claim(
    K_pp.at(),
    "~",
    gamma / (1 - 4 * alpha) * d ** (1 - 4 * alpha),
    where=flat,
    sizes=[d, tau, gamma],
    window=[tau],
    growing=[1 / reach],
    # The logarithm is needed only at alpha = 1/6, where both powers agree.
    remainder=reach**-s * (1 + sp.log(1 / reach)) + reach * (1 + sp.log(1 / reach)),
)
largest = claim(
    K_pp.at(gamma=rate),
    "=Theta=",
    F_0.at(),
    where=(*flat, beta > half),
    constants=[gamma_0, kappa_0, rho],
    sizes=[d, tau],
    **inside,
)


@theorem(
    label="flat-kernel",
    source="paquette2024phases",
    uses=(capacity,),
    goals=(order, leading, largest),
)
def flat_kernel(proof: Proof) -> None:
    """At the largest learning rate the noise is of the order of the capacity of a smooth target."""
    proof.shows(order, "The lower end decides, up to the end of the window.", Laplace())
    proof.shows(leading, "Inside the window the lower end decides alone.", Laplace())
    with proof.show(largest) as chain:
        chain.same_order(
            rate * d ** (1 - 4 * alpha), "The flat noise.", Recall(order, values={gamma: rate})
        )
        chain.same_order(d ** (-2 * alpha), "At the largest learning rate.", Powers())
        chain.done("The capacity; the target sits in the first modes.", Recall(capacity))
