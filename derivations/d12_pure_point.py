"""12. The pure-point part of the forcing: forgetting.

Every mode of the data keeps its own mass near its eigenvalue; SGD forgets mode by mode, and what
is left decays like a power of time. Feeds every phase.
"""

import sympy as sp

from phasecalc.plrf.terms import pure_point
from phasecalc.proof import Algebra, Proof, Watson, theorem
from phasecalc.symbols import alpha, beta, tau


@theorem(label="pure-point-forcing", source="paquette2024phases")
def pure_point_forcing(proof: Proof) -> None:
    r"""For $\alpha > 0$, $\alpha + \beta > 1/2$ and $\tau \to \infty$, $\mathscr F_{pp} \sim
    \frac{\Gamma(S)}{2\alpha} (2\tau)^{-S}$ with $S = 1 + \frac{2\beta - 1}{2\alpha}$; for $\tau
    \ge 1$ both are of the same order."""
    proof.where(alpha > 0, alpha + beta > sp.Rational(1, 2), parameters=(alpha, beta))
    S = proof.let("S", 1 + (2 * beta - 1) / (2 * alpha), "the Mellin index")

    proof.consider(pure_point.definition)
    proof.tends_to(
        sp.gamma(S) * (2 * tau) ** -S / (2 * alpha),
        because="The spectrum near 0 decides (Watson's lemma); the index is positive.",
        check=Watson(),
        remainder=(2 * tau) ** (S - 1) * sp.exp(-2 * tau),
    )
    proof.equals(
        sp.gamma((2 * alpha + 2 * beta - 1) / (2 * alpha))
        * (2 * tau) ** (-(2 * alpha + 2 * beta - 1) / (2 * alpha))
        / (2 * alpha),
        because="Over a common denominator.",
        check=Algebra("powers"),
    )

    proof.consider(pure_point.definition)
    proof.same_order(
        sp.gamma(S) * (2 * tau) ** -S / (2 * alpha),
        because="Both are positive and bounded for bounded times.",
        check=Watson(),
    )
