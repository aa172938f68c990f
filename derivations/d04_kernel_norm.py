"""4. The norm of the kernel, and stability.

SGD is stable while every mode contracts and the noise it makes dies out faster than it is made.
Reads after the Volterra equation; feeds the largest learning rate.
"""

from typing import Any

import sympy as sp

from derivations.d03_volterra import volterra_equation
from phasecalc.proof import Identity, Proof, Sign, claim, geometric, theorem
from phasecalc.symbols import B

# h = gamma z for an eigenvalue z, and the largest of them.
h, largest = sp.symbols("h h_max", positive=True)
contraction = 1 - 2 * B * h + B * (B + 1) * h**2
share = h / (2 - (B + 1) * h)
stable: dict[str, Any] = {"where": [(B + 1) * h < 2], "constants": [B]}

mode = claim(B * h**2 * geometric(contraction), "=", share, **stable)
at_least = claim(h / 2, "<", share, **stable)
margin = claim(2 - (B + 1) * largest, "<=", 2 - (B + 1) * h, where=[h <= largest], constants=[B])


@theorem(
    label="kernel-norm",
    source="paquette2024phases",
    uses=(volterra_equation,),
    goals=(mode, at_least, margin),
)
def kernel_norm(proof: Proof) -> None:
    r"""What a mode contributes to $\|K\| = \sum_n K(n)$. Summed over the modes, $\|K\|$ is of the
    order of $\gamma \operatorname{tr} \hat K$ while $\gamma (B+1) z_{\max}$ stays below 2."""
    proof.shows(mode, "A geometric series: the mode contracts.", Identity())
    proof.shows(at_least, "The denominator is below 2.", Sign())
    proof.shows(margin, "The denominator is least for the largest eigenvalue.", Sign())
