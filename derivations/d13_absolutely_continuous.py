"""13. The absolutely continuous part of the forcing: feature distortion.

Target mass that random features smear over the whole spectrum. Reads after the spectral density;
feeds phases II and III.
"""

import sympy as sp

from derivations.d11_spectral_density import spectral_density
from phasecalc.plrf.terms import absolutely_continuous
from phasecalc.proof import PowerSum, Proof, Watson, theorem
from phasecalc.symbols import alpha, beta, d, rho, tau, u, v

half = sp.Rational(1, 2)


@theorem(
    label="absolutely-continuous-forcing",
    source="paquette2024phases",
    uses=(spectral_density,),
)
def absolutely_continuous_forcing(proof: Proof) -> None:
    r"""Let $2\beta > 1$, $v = \rho d$ and $1 \le \tau \le d^{2\alpha}$. For $2\alpha > 1$,
    $\mathscr F_{ac} \sim \frac{\zeta(2\beta)}{2\alpha} \Gamma(1 - \tfrac{1}{2\alpha})
    (2\tau)^{-1 + 1/(2\alpha)} d^{-1}$; for $0 < 2\alpha < 1$ it does not decay, $\mathscr F_{ac}
    \sim \frac{\zeta(2\beta)}{1 - 2\alpha} d^{-2\alpha}$, and adds nothing to the capacity."""
    proof.where(alpha > 0, beta > half, parameters=(alpha, beta))
    s = proof.let("s", 1 - 1 / (2 * alpha), "the index of the integral")
    cutoff = proof.let("epsilon", d ** (-2 * alpha), "the smallest eigenvalue resolved")
    spectrum = sp.Integral(u ** (-1 / (2 * alpha)) * sp.exp(-2 * tau * u), (u, cutoff, 1))
    definition = absolutely_continuous.definition.xreplace({v: rho * d})

    with proof.case(alpha > half):
        proof.consider(definition)
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * spectrum,
            because="The target has finite mass.",
            check=PowerSum(2 * beta, d, rho),
            remainder=d ** (1 - 2 * beta),
        )
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * sp.gamma(s) * (2 * tau) ** -s,
            because="The integral converges at 0, so time decides (Watson's lemma).",
            check=Watson(),
            remainder=(2 * tau) ** (s - 1) * sp.exp(-2 * tau) + (2 * tau * cutoff) ** s,
        )

    with proof.case(alpha < half):
        proof.consider(definition)
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * spectrum,
            because="The target has finite mass.",
            check=PowerSum(2 * beta, d, rho),
            remainder=d ** (1 - 2 * beta),
        )
        proof.tends_to(
            sp.zeta(2 * beta) / (2 * alpha * d) * cutoff**s / -s,
            because="The lower end decides: the smallest eigenvalues are not yet forgotten.",
            check=Watson(),
            remainder=(2 * tau * cutoff) ** -s + 2 * tau * cutoff,
        )

    proof.exhaust("Every alpha but the critical one is covered.", besides=sp.Eq(alpha, half))
