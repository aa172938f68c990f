"""27. The whole loss curve as one contour integral.

The Volterra equation becomes a product for generating functions, and those of forcing and kernel
need no integral. Reads after the spectral map; the numbers of this package rest on it.
"""

import sympy as sp

from derivations.d03_volterra import volterra_equation
from derivations.d07_spectral_map import spectral_map
from phasecalc import PLRF
from phasecalc.proof import Algebra, Proof, Sampled, theorem

x, a, eigenvalue, z1, z2 = sp.symbols("x a lambda z_1 z_2")
F_hat, K_hat = sp.symbols("F_hat K_hat")
P, F, K = sp.Function("P"), sp.Function("F"), sp.Function("K")
MODEL = PLRF("7/10", "9/10", d=50, v=500)
MEANINGS = {
    P: lambda r, digits: MODEL.loss(str(r), digits=digits + 5),
    F: lambda r, digits: MODEL.forcing(str(r), digits=digits + 5),
    K: lambda r, digits: MODEL.kernel(str(r), digits=digits + 5),
}


@theorem(
    label="contour-formula", source="paquette2024phases", uses=(volterra_equation, spectral_map)
)
def contour_formula(proof: Proof) -> None:
    r"""With $\hat P(x) = \sum_r P(r) x^r$ and so on, $\hat P = \hat F/(1 - x \hat K)$. A mode with
    eigenvalue $\lambda$ contributes $\frac{1}{1 - x q(\lambda)} = -\sum_{i=1,2} \frac{1}{x q'(z_i)
    (\lambda - z_i)}$, where $q(z_i) = 1/x$: the transforms are values of the resolvent at two
    points. That the contour integral so found solves the Volterra equation is measured, at $r = 3$
    of one model."""
    proof.consider(F_hat + x * K_hat * F_hat / (1 - x * K_hat))
    proof.equals(
        F_hat / (1 - x * K_hat),
        because="This solves the transformed Volterra equation P = F + x K P.",
        check=Algebra(),
    )

    contraction = proof.let("q", 1 / x + a * (eigenvalue - z1) * (eigenvalue - z2), "q(lambda)")
    slope = proof.let("s_1", a * (z1 - z2), "the derivative of q at z_1; at z_2 it is minus this")
    proof.consider(1 / (1 - x * contraction))
    proof.equals(
        -1 / (x * slope * (eigenvalue - z1)) + 1 / (x * slope * (eigenvalue - z2)),
        because="Partial fractions in the eigenvalue.",
        check=Algebra(),
    )

    proof.consider(P(3))
    proof.equals(
        F(3) + K(2) * P(0) + K(1) * P(1) + K(0) * P(2),
        because="The contour's loss solves the Volterra equation, at alpha = 7/10, beta = 9/10.",
        check=Sampled(meanings=MEANINGS),
    )
