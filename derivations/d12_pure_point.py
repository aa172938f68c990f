"""12. The pure-point part of the forcing: forgetting.

Every mode of the data keeps its own mass near its eigenvalue; SGD forgets mode by mode, and what
is left decays like a power of time. Feeds every phase.
"""

import sympy as sp

from phasecalc.plrf.phases.objects import F_pp
from phasecalc.proof import Laplace, Proof, claim, theorem
from phasecalc.symbols import alpha, beta, tau

half = sp.Rational(1, 2)
# The Mellin index.
S = 1 + (2 * beta - 1) / (2 * alpha)
model = (alpha > 0, alpha + beta > half)

order = claim(F_pp.at(), "=Theta=", tau**-S, where=model, sizes=[tau], window=[tau])
early = claim(F_pp.at(), "=Theta=", sp.S.One, where=model, sizes=[tau], window=[1 / tau])
leading = claim(
    F_pp.at(),
    "~",
    sp.gamma(S) * (2 * tau) ** -S / (2 * alpha),
    where=model,
    sizes=[tau],
    growing=[tau],
    remainder=(2 * tau) ** (S - 1) * sp.exp(-2 * tau),
)


@theorem(label="pure-point-forcing", source="paquette2024phases", goals=(order, early, leading))
def pure_point_forcing(proof: Proof) -> None:
    """Up to constants from the first step on; before it the forcing has not moved."""
    proof.shows(order, "The spectrum near 0 decides; the index is positive.", Laplace())
    proof.shows(early, "Nothing is forgotten yet.", Laplace("early"))
    proof.shows(leading, "The whole integral is that of Gamma, but for its tail.", Laplace())
