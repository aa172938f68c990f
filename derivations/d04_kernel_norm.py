"""4. The norm of the kernel, and stability.

SGD is stable while every mode contracts and the noise it makes dies out faster than it is made.
Reads after the Volterra equation; feeds the largest learning rate.
"""

import sympy as sp

from derivations.d03_volterra import volterra_equation
from phasecalc.proof import Geometric, Proof, Sign, theorem
from phasecalc.symbols import B, gamma

n = sp.Symbol("n", integer=True, nonnegative=True)
z, largest = sp.symbols("z z_max", positive=True)


@theorem(label="kernel-norm", source="paquette2024phases", uses=(volterra_equation,))
def kernel_norm(proof: Proof) -> None:
    r"""If $\gamma (B+1) z < 2$, the mode with eigenvalue $z$ contributes
    $\gamma z/(2 - \gamma (B+1) z)$ to $\|K\| = \sum_n K(n)$, at least $\gamma z/2$: the kernel's
    norm is at least $\tfrac{\gamma}{2}\operatorname{tr} D$ and at most that over
    $1 - \tfrac{\gamma}{2} (B+1) z_{\max}$."""
    proof.where(gamma * (B + 1) * z < 2, parameters=(z, gamma, B))
    q = proof.let("q", 1 - 2 * gamma * B * z + gamma**2 * B * (B + 1) * z**2, "the contraction")

    proof.consider(gamma**2 * B * z**2 * sp.Sum(q**n, (n, 0, sp.oo)))
    proof.equals(
        gamma * z / (2 - gamma * (B + 1) * z),
        because="A geometric series: the mode contracts.",
        check=Geometric(),
    )
    proof.more_than(
        gamma * z / 2,
        because="The denominator is below 2.",
        check=Sign(),
    )

    proof.where(z <= largest, parameters=(z, largest, gamma, B))
    proof.consider(2 - gamma * (B + 1) * z)
    proof.at_least(
        2 - gamma * (B + 1) * largest,
        because="The denominator is least for the largest eigenvalue.",
        check=Sign(),
    )
