"""25. Logarithms on the critical lines.

Where the deciding scale changes hands, every scale between contributes. Reads after the terms.
"""

import sympy as sp

from phasecalc.plrf.terms import absolutely_continuous, kernel_pure_point
from phasecalc.proof import PowerSum, Proof, Watson, theorem
from phasecalc.symbols import alpha, beta, d, gamma, j, kappa_0, rho, tau, u, v

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)


@theorem(label="critical-lines", source="")
def critical_lines(proof: Proof) -> None:
    r"""For $1 \ll \tau \ll d^{2\alpha}$: on $2\alpha = 1$ the trace is $\sim \log d$ and $\mathscr
    F_{ac}$ carries $\log(d/(2\tau))$; on $\alpha = 1/4$ the kernel carries
    $\log(d^{1/2}/(2\tau))$; on $2\beta = 1$ the capacity carries $\log d$; on $\alpha + \beta =
    1/2$ the integral of the forcing, cut off at $\varepsilon$, is $\sim
    \log(1/(2\tau\varepsilon))$: no power of time, and not free of the lower end."""
    proof.where(sp.Eq(alpha, half), parameters=(alpha,))
    proof.consider(sp.Sum(j ** (-2 * alpha), (j, 1, rho * d)))
    proof.tends_to(
        sp.log(d),
        because="The trace at alpha = 1/2: the largest learning rate is of order 1/log d.",
        check=PowerSum(2 * alpha, d, rho),
        remainder=1 / sp.log(d),
    )

    proof.where(sp.Eq(alpha, half), beta > half, parameters=(alpha, beta))
    span = proof.let("L", sp.log(d ** (2 * alpha) / (2 * tau)), "the number of scales in between")
    proof.consider(absolutely_continuous.definition.xreplace({v: rho * d}))
    proof.tends_to(
        sp.zeta(2 * beta)
        / (2 * alpha * d)
        * sp.Integral(u ** (-1 / (2 * alpha)) * sp.exp(-2 * tau * u), (u, d ** (-2 * alpha), 1)),
        because="The target has finite mass.",
        check=PowerSum(2 * beta, d, rho),
        remainder=d ** (1 - 2 * beta),
    )
    proof.tends_to(
        sp.zeta(2 * beta) / (2 * alpha * d) * span,
        because="Feature distortion at alpha = 1/2: every eigenvalue below 1/tau counts.",
        check=Watson(),
        remainder=1 / span,
    )

    proof.where(sp.Eq(alpha, quarter), parameters=(alpha,))
    proof.consider(kernel_pure_point.definition)
    proof.tends_to(
        gamma / (2 * alpha) * span,
        because="The noise at alpha = 1/4.",
        check=Watson(),
        remainder=1 / span,
    )

    proof.where(alpha > 0, sp.Eq(beta, half), parameters=(alpha, beta))
    proof.consider(
        kappa_0
        * d ** (-2 * alpha)
        * sp.Sum(j ** (-2 * beta) / (1 + kappa_0 * (j / d) ** (2 * alpha)), (j, 1, rho * d))
    )
    proof.tends_to(
        kappa_0 * d ** (-2 * alpha) * sp.log(d),
        because="The capacity at beta = 1/2.",
        check=PowerSum(2 * beta, d, rho, (kappa_0, 2 * alpha)),
        remainder=1 / sp.log(d),
    )

    lowest = sp.Symbol("epsilon", positive=True)
    proof.where(sp.Eq(alpha + beta, half), alpha > 0, parameters=(alpha, beta))
    proof.consider(
        sp.Integral(u ** ((2 * beta - 1) / (2 * alpha)) * sp.exp(-2 * tau * u), (u, lowest, 1))
    )
    proof.tends_to(
        sp.log(1 / (2 * tau * lowest)),
        because="The forcing at alpha + beta = 1/2, cut off at the lowest eigenvalue.",
        check=Watson(),
        remainder=1 / sp.log(1 / (2 * tau * lowest)),
    )
