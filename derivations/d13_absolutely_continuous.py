"""13. The absolutely continuous part of the forcing: feature distortion.

Target mass that random features smear over the whole spectrum. Reads after the spectral density;
feeds phases II and III.
"""

import sympy as sp

from phasecalc.plrf.phases.objects import F_ac
from phasecalc.proof import Laplace, Modes, Proof, claim, laplace, theorem
from phasecalc.symbols import alpha, beta, d, rho, tau

half = sp.Rational(1, 2)
s = 1 - 1 / (2 * alpha)  # the index of the integral
edge = d ** (2 * alpha) / tau
spectrum = laplace(s, 2 * tau, d ** (-2 * alpha))
steep = (alpha > half, beta > half)
flat = (alpha > 0, alpha < half, beta > half)

forgotten = claim(
    F_ac.at(),
    "=Theta=",
    tau**-s / d,
    where=steep,
    constants=[rho],
    sizes=[d, tau],
    window=[tau, edge],
    growing=[d],
)
kept = claim(
    F_ac.at(),
    "=Theta=",
    d ** (-2 * alpha),
    where=flat,
    constants=[rho],
    sizes=[d, tau],
    window=[edge],
    growing=[d],
)
leading = claim(
    F_ac.at(),
    "~",
    sp.zeta(2 * beta) * sp.gamma(s) * (2 * tau) ** -s / (2 * alpha * d),
    where=steep,
    constants=[rho],
    sizes=[d, tau],
    growing=[d, tau, edge],
    remainder=d ** (1 - 2 * beta)
    + (2 * tau) ** (s - 1) * sp.exp(-2 * tau)
    + (2 * tau / d ** (2 * alpha)) ** s,
)


@theorem(
    label="absolutely-continuous-forcing",
    source="paquette2024phases",
    goals=(forgotten, kept, leading),
)
def absolutely_continuous_forcing(proof: Proof) -> None:
    """For 2 alpha < 1 it does not decay: it is of the order of the capacity."""
    with proof.show(forgotten) as chain:
        chain.same_order(spectrum / d, "The target has finite mass.", Modes())
        chain.done("The integral converges at 0, so time decides.", Laplace())
    with proof.show(kept) as chain:
        chain.same_order(spectrum / d, "The target has finite mass.", Modes())
        chain.done("The smallest eigenvalues decide: they are not yet forgotten.", Laplace())
    with proof.show(leading) as chain:
        chain.step(
            "~",
            sp.zeta(2 * beta) / (2 * alpha * d) * spectrum,
            "The mass of the target.",
            Modes(),
            d ** (1 - 2 * beta),
        )
        chain.step(
            "~",
            sp.zeta(2 * beta) * sp.gamma(s) * (2 * tau) ** -s / (2 * alpha * d),
            "The whole integral is that of Gamma, but for both ends.",
            Laplace(),
            (2 * tau) ** (s - 1) * sp.exp(-2 * tau) + (2 * tau / d ** (2 * alpha)) ** s,
        )
