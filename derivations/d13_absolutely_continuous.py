"""13. The absolutely continuous part of the forcing: feature distortion.

Target mass that random features smear over the whole spectrum. Reads after the spectral density;
feeds phases II and III.
"""

import sympy as sp

from phasecalc.plrf.terms import absolutely_continuous
from phasecalc.proof import Algebra, PowerSum, Proof, Watson, theorem
from phasecalc.symbols import alpha, beta, d, rho, tau, u, v

half = sp.Rational(1, 2)
finite_mass = PowerSum(2 * beta, d, rho)
MASS = "The target has finite mass."
ORDER = "Up to constants also at the end of the window: both sides are positive."


@theorem(label="absolutely-continuous-forcing", source="paquette2024phases")
def absolutely_continuous_forcing(proof: Proof) -> None:
    r"""Let $2\beta > 1$, $v = \rho d$, $\rho > 1$ fixed. For $2\alpha > 1$ and $1 \ll \tau \ll
    d^{2\alpha}$, $\mathscr F_{ac} \sim \frac{\zeta(2\beta)}{2\alpha} \Gamma(1 -
    \tfrac{1}{2\alpha}) (2\tau)^{-1 + 1/(2\alpha)} d^{-1}$; for $0 < 2\alpha < 1$ and $\tau \ll
    d^{2\alpha}$ it does not decay, $\mathscr F_{ac} \sim \frac{\zeta(2\beta)}{1 - 2\alpha}
    d^{-2\alpha}$, the order of the capacity. Up to $\tau \asymp d^{2\alpha}$ both keep their
    orders."""
    proof.where(alpha > 0, beta > half, parameters=(alpha, beta))
    s = proof.let("s", 1 - 1 / (2 * alpha), "the index of the integral")
    cutoff = proof.let("epsilon", d ** (-2 * alpha), "the smallest eigenvalue resolved")
    spectrum = sp.Integral(u ** (-1 / (2 * alpha)) * sp.exp(-2 * tau * u), (u, cutoff, 1))
    definition = absolutely_continuous.definition.xreplace({v: rho * d})

    with proof.case(alpha > half):
        proof.consider(definition)
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * spectrum,
            because=MASS,
            check=finite_mass,
            remainder=d ** (1 - 2 * beta),
        )
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * sp.gamma(s) * (2 * tau) ** -s,
            because="The integral converges at 0, so time decides (Watson's lemma).",
            check=Watson(),
            remainder=(2 * tau) ** (s - 1) * sp.exp(-2 * tau) + (2 * tau * cutoff) ** s,
        )

        proof.consider(definition)
        proof.same_order(sp.zeta(2 * beta) / (2 * alpha * d) * spectrum, MASS, finite_mass)
        proof.same_order(
            sp.zeta(2 * beta) / (2 * alpha * d) * sp.gamma(s) * (2 * tau) ** -s, ORDER, Watson()
        )

    with proof.case(alpha < half):
        proof.consider(definition)
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * spectrum,
            because=MASS,
            check=finite_mass,
            remainder=d ** (1 - 2 * beta),
        )
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * cutoff**s / -s,
            because="The lower end decides: the smallest eigenvalues are not yet forgotten.",
            check=Watson(),
            # The logarithm is needed only at alpha = 1/4, where both powers agree.
            remainder=(2 * tau * cutoff) ** -s * sp.log(sp.E / (2 * tau * cutoff))
            + 2 * tau * cutoff * sp.log(sp.E / (2 * tau * cutoff)),
        )
        proof.equals(
            sp.zeta(2 * beta) / (1 - 2 * alpha) * d ** (-2 * alpha),
            because="The powers of d combine.",
            check=Algebra("powers"),
        )

        proof.consider(definition)
        proof.same_order(sp.zeta(2 * beta) / (2 * alpha * d) * spectrum, MASS, finite_mass)
        proof.same_order(sp.zeta(2 * beta) / (2 * alpha * d) * cutoff**s / -s, ORDER, Watson())

    proof.exhaust("Every alpha but the critical one is covered.", besides=sp.Eq(alpha, half))
