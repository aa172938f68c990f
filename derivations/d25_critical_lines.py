"""25. Logarithms on the critical lines.

Where the deciding scale changes hands, every scale between contributes. Reads after the terms.
"""

from typing import Any

import sympy as sp

from phasecalc.plrf.phases.objects import F_0, F_ac, K_pp
from phasecalc.proof import Laplace, Modes, Proof, claim, laplace, modes, theorem
from phasecalc.symbols import alpha, beta, d, gamma, kappa_0, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
lowest = sp.Symbol("epsilon", positive=True)

at_half, at_quarter = (sp.Eq(alpha, half),), (sp.Eq(alpha, quarter),)
scales = sp.log(d ** (2 * alpha) / (2 * tau))  # the number of scales in between
spectrum = laplace(1 - 1 / (2 * alpha), 2 * tau, d ** (-2 * alpha))
density = sp.zeta(2 * beta) / (2 * alpha * d)  # of the target's mass
inside: dict[str, Any] = {"window": [tau], "growing": [d, d ** (2 * alpha) / tau]}

trace = claim(
    modes(2 * alpha, 0, 1, d, rho * d),
    "~",
    sp.log(d),
    where=at_half,
    constants=[rho],
    sizes=[d],
    growing=[d],
    remainder=1 / sp.log(d),
)
distortion = claim(
    F_ac.at(),
    "~",
    density * scales,
    where=(*at_half, beta > half),
    constants=[rho],
    sizes=[d, tau],
    remainder=d ** (1 - 2 * beta) + 1 / scales,
    **inside,
)
noise = claim(
    K_pp.at(),
    "~",
    gamma / (2 * alpha) * scales,
    where=at_quarter,
    sizes=[d, tau, gamma],
    remainder=1 / scales,
    **inside,
)
capacity = claim(
    F_0.at(),
    "~",
    kappa_0 * d ** (-2 * alpha) * sp.log(d),
    where=(alpha > 0, sp.Eq(beta, half)),
    constants=[kappa_0, rho],
    sizes=[d],
    growing=[d],
    remainder=1 / sp.log(d),
)
forcing = claim(
    laplace(1 + (2 * beta - 1) / (2 * alpha), 2 * tau, lowest),
    "~",
    sp.log(1 / (2 * tau * lowest)),
    where=(alpha > 0, sp.Eq(alpha + beta, half)),
    sizes=[tau, lowest],
    window=[tau],
    growing=[1 / lowest, 1 / (tau * lowest)],
    remainder=1 / sp.log(1 / (2 * tau * lowest)),
)


@theorem(label="critical-lines", goals=(trace, distortion, noise, capacity, forcing))
def critical_lines(proof: Proof) -> None:
    """The forcing on alpha + beta = 1/2 is no power of time, and not free of the lower end."""
    proof.shows(trace, "The largest learning rate at alpha = 1/2 is of order 1/log d.", Modes())
    with proof.show(distortion) as chain:
        chain.step(
            "~", density * spectrum, "The target has finite mass.", Modes(), d ** (1 - 2 * beta)
        )
        chain.step(
            "~", density * scales, "Every eigenvalue below 1/tau counts.", Laplace(), 1 / scales
        )
    proof.shows(noise, "The noise at alpha = 1/4: the same.", Laplace())
    proof.shows(capacity, "The capacity at beta = 1/2: every mode below d counts.", Modes())
    proof.shows(forcing, "Cut off at the lowest eigenvalue epsilon.", Laplace())
