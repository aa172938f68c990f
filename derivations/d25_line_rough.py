"""25. The critical line beta = 1/2 above alpha = 1/2.

The target's mass is infinite as a logarithm: capacity and distortion carry log d. No model in the
window has terms of smaller order than f^(-eta) (log f)^k. Reads after the logarithms.
"""

from typing import Any

import sympy as sp

from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d25_critical_lines import critical_lines
from phasecalc.plrf.phases.objects import F_0, F_ac, smooth_terms
from phasecalc.proof import (
    Add,
    Laplace,
    MeanOfLogs,
    Modes,
    Proof,
    Recall,
    claim,
    laplace,
    theorem,
    total,
)
from phasecalc.symbols import B, alpha, beta, d, f, gamma, kappa_0, rho, tau

half = sp.Rational(1, 2)
where = (alpha > half,)
eta = k = 2 * alpha / (2 * alpha + 1)
spectrum = laplace(1 - 1 / (2 * alpha), 2 * tau, d ** (-2 * alpha))
inside: dict[str, Any] = {
    "where": where,
    "constants": [kappa_0, rho],
    "sizes": [d, tau],
    "window": [tau, d ** (2 * alpha) / tau],
    "growing": [d],
}
here = {tau: gamma * B * f / d}
lifted = d ** (-2 * alpha) * sp.log(d), tau ** (-1 + 1 / (2 * alpha)) / d * sp.log(d)
orders = total(1 / tau, *lifted, gamma * tau ** (-2 + 1 / (2 * alpha))).xreplace(here)

capacity = claim(
    F_0.at(beta=half),
    "=Theta=",
    lifted[0],
    where=(alpha > 0,),
    constants=[kappa_0, rho],
    sizes=[d],
    growing=[d],
)
distortion = claim(F_ac.at(beta=half), "=Theta=", lifted[1], **{**inside, "constants": [rho]})
bound = claim(
    f**-eta * sp.log(f) ** k,
    "<~",
    smooth_terms.at(beta=half, **{s.name: x for s, x in here.items()}),
    where=where,
    constants=[gamma, B, kappa_0, rho],
    sizes=[d, f],
    window=[f / d, d ** (2 * alpha + 1) / f],
    growing=[d, f],
)


@theorem(
    label="rough-line",
    uses=(pure_point_forcing, kernel_noise, critical_lines),
    goals=(capacity, distortion, bound),
)
def rough_line(proof: Proof) -> None:
    r"""Forgetting and distortion balance, $k = \eta = 2\alpha/(2\alpha + 1)$. In the window $f$ is
    at most of order $d^{2\alpha + 1}$, so that $\log f$ is at most of order $\log d$. Of the terms,
    not of the loss; that $d$ of order $f^\xi (\log f)^k$ attains it is not among the goals."""
    proof.shows(capacity, "Every mode below d counts.", Modes())
    with proof.show(distortion) as chain:
        chain.same_order(sp.log(d) * spectrum / d, "So does the target's mass.", Modes())
        chain.done("The modes at 1/tau.", Laplace())
    with proof.show(bound) as chain:
        chain.step(
            "<~",
            orders,
            "A geometric mean of forgetting and distortion in which the model size cancels.",
            MeanOfLogs(
                1 / (2 * alpha + 1),
                0,
                2 * alpha / (2 * alpha + 1),
                0,
                within={f: (d, 2 * alpha + 1)},
            ),
        )
        chain.done(
            "Term by term.",
            Add(
                Recall(pure_point_forcing, 0, {beta: half, **here}),
                Recall(capacity),
                Recall(distortion, 0, here),
                Recall(kernel_noise, 0, {**here}),
            ),
            "=Theta=",
        )
