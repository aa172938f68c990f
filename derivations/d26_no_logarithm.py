"""26. No logarithm between phases II and III.

The boundary beta = alpha changes which term is larger, not any term. Reads after the critical
lines.
"""

import sympy as sp

from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.plrf.phases.objects import F_pp, K_pp
from phasecalc.proof import Powers, Proof, Recall, claim, theorem
from phasecalc.symbols import alpha, beta, d, gamma, tau

s = 2 - 1 / (2 * alpha)  # the index of both, where beta = alpha
edge = d ** (2 * alpha) / tau
tail = (2 * tau) ** (s - 1) * sp.exp(-2 * tau)
where = (alpha > sp.Rational(1, 2),)

forcing = claim(
    F_pp.at(beta=alpha),
    "~",
    sp.gamma(s) * (2 * tau) ** -s / (2 * alpha),
    where=where,
    sizes=[tau],
    growing=[tau],
    remainder=tail,
)
noise = claim(
    K_pp.at(),
    "~",
    gamma * sp.gamma(s) * (2 * tau) ** -s / (2 * alpha),
    where=where,
    sizes=[d, tau, gamma],
    growing=[tau, edge],
    remainder=tail + (2 * tau / d ** (2 * alpha)) ** s,
)
equal = claim(
    F_pp.at(beta=alpha),
    "=Theta=",
    K_pp.at(),
    where=where,
    constants=[gamma],
    sizes=[d, tau],
    window=[tau, edge],
    growing=[d],
)


@theorem(
    label="no-logarithm", uses=(pure_point_forcing, kernel_noise), goals=(forcing, noise, equal)
)
def no_logarithm(proof: Proof) -> None:
    """Both keep their expansions, and are of one order at a constant learning rate."""
    at_boundary = {beta: alpha}
    proof.shows(
        forcing,
        "Its index is positive there as everywhere.",
        Recall(pure_point_forcing, 2, at_boundary),
    )
    proof.shows(noise, "The noise does not depend on beta.", Recall(kernel_noise, 1))
    with proof.show(equal) as chain:
        chain.same_order(tau**-s, "The forcing.", Recall(pure_point_forcing, 0, at_boundary))
        chain.same_order(gamma * tau**-s, "Both decay like tau^(-2 + 1/(2 alpha)).", Powers())
        chain.done("The noise.", Recall(kernel_noise, 0))
