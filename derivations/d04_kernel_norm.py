"""4. The norm of the kernel, and stability.

SGD is stable while every mode contracts and the noise it makes dies out faster than it is made.
Reads after the Volterra equation; feeds the largest learning rate.
"""

import sympy as sp

from derivations.d03_volterra import volterra_equation
from phasecalc.proof import Geometric, Proof, Sign, theorem
from phasecalc.symbols import B

n = sp.Symbol("n", integer=True, nonnegative=True)
h, largest = sp.symbols("h h_max", positive=True)


@theorem(label="kernel-norm", source="paquette2024phases", uses=(volterra_equation,))
def kernel_norm(proof: Proof) -> None:
    r"""Let $h = \gamma z$ and $(B+1) h < 2$. The mode with eigenvalue $z$ contributes $\frac{h}{2
    - (B+1) h}$ to $\|K\| = \sum_n K(n)$, which is more than $h/2$, and has a denominator of at
    least $2 - (B+1) h_{\max}$ if $h \le h_{\max}$. Summed over the modes, $\|K\|$ is of the order
    of $\gamma \operatorname{tr} \hat K$ while $\gamma (B+1) z_{\max}$ stays below 2."""
    proof.where((B + 1) * h < 2, parameters=(h, B))
    q = proof.let("q", 1 - 2 * B * h + B * (B + 1) * h**2, "the contraction")

    proof.consider(B * h**2 * sp.Sum(q**n, (n, 0, sp.oo)))
    proof.equals(
        h / (2 - (B + 1) * h),
        because="A geometric series: the mode contracts.",
        check=Geometric(),
    )
    proof.more_than(
        h / 2,
        because="The denominator is below 2.",
        check=Sign(),
    )

    proof.where(h <= largest, parameters=(h, largest, B))
    proof.consider(2 - (B + 1) * h)
    proof.at_least(
        2 - (B + 1) * largest,
        because="The denominator is least for the largest eigenvalue.",
        check=Sign(),
    )
