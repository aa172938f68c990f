"""8. What no d features can fit.

The multiplier vanishes at one negative point, which the map sends to z = 0; the residue there
never decays. Reads after the spectral map; feeds the capacity.
"""

import sympy as sp

from derivations.d07_spectral_map import eigenvalue, modes, omega, spectral_map, target
from phasecalc.plrf.terms import capacity
from phasecalc.proof import Algebra, Proof, theorem
from phasecalc.symbols import d, kappa

slope = sp.Symbol("m_1", negative=True)


@theorem(label="capacity-residue", source="paquette2024phases", uses=(spectral_map,))
def capacity_residue(proof: Proof) -> None:
    r"""For $v > d$ let $\kappa > 0$ solve $\sum_j \frac{\lambda_j}{\lambda_j + \kappa} = d$: the
    sum falls from $v$ to 0 as $\kappa$ grows. Then $m = 0$ at $\omega = -\kappa$, its derivative
    is negative there, and minus the residue of the forcing's integrand is $\mathscr F_0 = \kappa
    \sum_j \frac{b_j^2}{1 + \kappa/\lambda_j}$."""
    multiplier = 1 - sp.Sum(eigenvalue / (eigenvalue - omega), modes) / d
    proof.consider(sp.Derivative(multiplier, omega))
    proof.equals(
        -sp.Sum(eigenvalue / (eigenvalue - omega) ** 2, modes) / d,
        because="Every term of the derivative is negative, so the zero at -kappa is simple.",
        check=Algebra("carry out", "sums"),
    )

    density = proof.let(
        "C",
        sp.Sum(eigenvalue * target / (eigenvalue + kappa), modes),
        "the sum over the target at omega = -kappa",
    )
    at_zero = proof.let("z_1", -kappa * slope, "dz/domega = m + omega m' at omega = -kappa")
    proof.consider(-density * at_zero / slope)
    proof.equals(
        kappa * density,
        because="The residue of C/m at a simple zero of m is C over the slope of m.",
        check=Algebra(),
    )
    proof.equals(
        capacity.definition,
        because="Divide every term by its eigenvalue.",
        check=Algebra("sums"),
    )
