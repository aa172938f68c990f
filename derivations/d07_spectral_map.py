"""7. The map that removes the fixed point.

The multiplier m of the deterministic equivalent is defined by an equation that contains itself.
In the variable omega = z/m it is explicit. Reads after the deterministic equivalent; feeds the
capacity, the spectral density and the closed formula for the loss.
"""

import sympy as sp

from phasecalc.proof import Algebra, Proof, theorem
from phasecalc.symbols import alpha, beta, d, j, v

omega, m = sp.symbols("omega m")
eigenvalue, target = j ** (-2 * alpha), j ** (-2 * beta)
modes = (j, 1, v)


@theorem(label="spectral-map", source="paquette2024phases")
def spectral_map(proof: Proof) -> None:
    r"""Let $m + \frac1d \sum_j \frac{\lambda_j m}{\lambda_j m - z} = 1$ and $\omega = z/m$. Then
    $m = 1 - S_1(\omega)/d$ with $S_1 = \sum_j \frac{\lambda_j}{\lambda_j - \omega}$, and $z =
    \omega m$ has $dz/d\omega = 1 - S_2/d$ with $S_2 = \sum_j \frac{\lambda_j^2}{(\lambda_j -
    \omega)^2}$. The forcing needs $\frac1m \sum_j \frac{\lambda_j b_j^2}{\lambda_j - \omega}$, the
    kernel $z S_1$ up to a polynomial in $z$."""
    z = proof.let("z", omega * m, "the spectral position, as the definition of omega says")

    proof.consider(m + sp.Sum(eigenvalue * m / (eigenvalue * m - z), modes) / d)
    proof.equals(
        m + sp.Sum(eigenvalue / (eigenvalue - omega), modes) / d,
        because="The multiplier cancels from each term, so the equation for m is explicit.",
        check=Algebra("sums"),
    )

    explicit = 1 - sp.Sum(eigenvalue / (eigenvalue - omega), modes) / d
    proof.consider(sp.Derivative(omega * explicit, omega))
    proof.equals(
        1 - sp.Sum(eigenvalue**2 / (eigenvalue - omega) ** 2, modes) / d,
        because="Differentiate term by term; the sum is finite.",
        check=Algebra("carry out", "sums"),
    )

    proof.consider(sp.Sum(eigenvalue * target / (eigenvalue * m - z), modes))
    proof.equals(
        sp.Sum(eigenvalue * target / (eigenvalue - omega), modes) / m,
        because="The resolvent against the target: m comes out of each term.",
        check=Algebra("sums"),
    )

    proof.consider(sp.Sum(z**2 / (eigenvalue * m - z), modes))
    proof.equals(
        z * sp.Sum(eigenvalue / (eigenvalue - omega), modes) - z * sp.Sum(1, modes),
        because="The trace that the kernel needs; the last sum is z v, which no contour sees.",
        check=Algebra("sums"),
    )
