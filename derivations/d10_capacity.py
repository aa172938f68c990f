"""10. The capacity.

The part of the loss that time does not touch, as a power of the model size. Reads after the
ridge; feeds every phase in which F_0 is balanced.
"""

from typing import Any

import sympy as sp

from phasecalc.plrf.phases.objects import F_0
from phasecalc.proof import Modes, Proof, claim, moment, theorem
from phasecalc.symbols import alpha, beta, d, kappa_0, rho

half = sp.Rational(1, 2)
smooth, rough = (alpha > 0, beta > half), (alpha > 0, beta < half)
grown: dict[str, Any] = {"constants": [kappa_0, rho], "sizes": [d], "growing": [d]}

first = claim(F_0.at(), "=Theta=", d ** (-2 * alpha), where=smooth, **grown)
last = claim(F_0.at(), "=Theta=", d ** (1 - 2 * alpha - 2 * beta), where=rough, **grown)
first_leading = claim(
    F_0.at(),
    "~",
    kappa_0 * sp.zeta(2 * beta) * d ** (-2 * alpha),
    where=smooth,
    # The logarithm is needed only on 2 beta = 1 + 2 alpha, where both powers agree.
    remainder=d ** (1 - 2 * beta) * (1 + sp.log(d)) + d ** (-2 * alpha) * (1 + sp.log(d)),
    **grown,
)
last_leading = claim(
    F_0.at(),
    "~",
    kappa_0 * moment(2 * beta, kappa_0, 2 * alpha, rho) * d ** (1 - 2 * alpha - 2 * beta),
    where=rough,
    remainder=d ** (2 * beta - 1) + 1 / d,
    **grown,
)


@theorem(
    label="capacity", source="paquette2024phases", goals=(first, last, first_leading, last_leading)
)
def capacity(proof: Proof) -> None:
    """The ridge is kappa = kappa_0 d^(-2 alpha), v = rho d."""
    proof.shows(first, "The target sits in the first modes: every one is off by kappa.", Modes())
    proof.shows(last, "The target sits in the modes of order d.", Modes())
    proof.shows(first_leading, "The first modes, with their tail.", Modes())
    proof.shows(last_leading, "The sum over modes of order d becomes an integral.", Modes())
