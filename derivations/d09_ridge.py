"""9. The ridge that a finite number of features puts in.

The equation for kappa counts modes: d of them are resolved. Reads after the capacity's residue;
feeds the capacity's asymptotics.
"""

from typing import Any

import sympy as sp

from derivations.d08_capacity_residue import capacity_residue
from phasecalc.proof import Identity, Modes, Proof, claim, modes, moment, theorem
from phasecalc.symbols import alpha, d, kappa_0, rho

half = sp.Rational(1, 2)
a = 1 / (2 * alpha)
# (pi a/sin(pi a))^(2 alpha), by the reflection formula Gamma(1 + a) Gamma(1 - a) = pi a/sin(pi a).
ridge_constant = (sp.gamma(1 + a) * sp.gamma(1 - a)) ** (2 * alpha)
grown: dict[str, Any] = {"constants": [kappa_0, rho], "sizes": [d], "growing": [d]}
endless: dict[str, Any] = {**grown, "constants": [kappa_0], "where": [alpha > half]}


resolved = claim(
    modes(0, kappa_0, 2 * alpha, d, rho * d),
    "~",
    d * moment(0, kappa_0, 2 * alpha, rho),
    where=[alpha > 0],
    remainder=1 / d,
    **grown,
)
all_resolved = claim(
    modes(0, kappa_0, 2 * alpha, d, sp.oo),
    "~",
    d * (kappa_0 / ridge_constant) ** -a,
    remainder=1 / d,
    **endless,
)


@theorem(
    label="ridge",
    source="paquette2024phases",
    uses=(capacity_residue,),
    goals=(resolved, all_resolved),
)
def ridge(proof: Proof) -> None:
    r"""The number of resolved modes for $\kappa = \kappa_0 d^{-2\alpha}$, with $v = \rho d$ and
    with $v = \infty$. The latter is $d$ where $\kappa_0$ is the constant in the second line."""
    proof.shows(resolved, "The sum becomes an integral over j/d.", Modes())
    with proof.show(all_resolved) as chain:
        chain.step(
            "~",
            d * moment(0, kappa_0, 2 * alpha, sp.oo),
            "The same for infinitely many modes, where the integral converges.",
            Modes(),
            1 / d,
        )
        chain.done(
            "The integral is a Mellin transform, at 1, of a simple fraction.", Identity(), "="
        )
