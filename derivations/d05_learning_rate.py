"""5. The largest learning rate.

The trace of the covariance decides how large a learning rate may be: it converges for
2 alpha > 1 and grows with the dimension for 2 alpha < 1. Reads after the kernel's norm.
"""

from typing import Any

import sympy as sp

from derivations.d04_kernel_norm import kernel_norm
from phasecalc.proof import Modes, Powers, Proof, claim, modes, theorem
from phasecalc.symbols import alpha, d, rho

half = sp.Rational(1, 2)
# The sum of the eigenvalues j^(-2 alpha) over j <= v = rho d.
trace = modes(2 * alpha, 0, 1, d, rho * d)
grown: dict[str, Any] = {"constants": [rho], "sizes": [d], "growing": [d]}
volume = (rho * d) ** (1 - 2 * alpha) / (1 - 2 * alpha)

steep = claim(
    trace, "~", sp.zeta(2 * alpha), where=[alpha > half], remainder=d ** (1 - 2 * alpha), **grown
)
flat = claim(
    trace,
    "~",
    volume,
    where=[alpha > 0, alpha < half],
    remainder=d ** (2 * alpha - 1) + 1 / d,
    **grown,
)
order = claim(trace, "=Theta=", d ** (1 - 2 * alpha), where=[alpha > 0, alpha < half], **grown)
rate = claim(1 / volume, "=Theta=", d ** (2 * alpha - 1), where=[alpha > 0, alpha < half], **grown)


@theorem(
    label="largest-learning-rate",
    source="paquette2024phases",
    uses=(kernel_norm,),
    goals=(steep, flat, order, rate),
)
def largest_learning_rate(proof: Proof) -> None:
    r"""The trace of $\hat K$ has that of $D$ as its mean, so that $\gamma \operatorname{tr} D
    \asymp 1$ is the largest stable order of $\gamma$ at a fixed batch size."""
    proof.shows(steep, "The first modes carry the trace.", Modes())
    proof.shows(flat, "All modes up to v carry the trace.", Modes())
    proof.shows(order, "The same up to constants.", Modes())
    proof.shows(rate, "The largest learning rate is the inverse of the trace.", Powers())
    proof.cite(
        "The trace of K is of the order of the trace of D, its mean over W.", "paquette2024phases"
    )
