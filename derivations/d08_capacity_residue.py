"""8. What no d features can fit.

The multiplier vanishes at one negative point, which the map sends to z = 0; the residue there
never decays. Reads after the spectral map; feeds the capacity.
"""

import sympy as sp

from derivations.d07_spectral_map import S_1, omega, spectral_map
from phasecalc.proof import Identity, Proof, Slope, b_j, claim, lambda_j, theorem, trace
from phasecalc.symbols import d, kappa

slope = sp.Symbol("m_1", real=True)
density = trace(lambda_j * b_j**2 / (lambda_j + kappa))

falling = claim(
    1 - S_1 / d,
    "slope",
    -trace(lambda_j / (lambda_j - omega) ** 2) / d,
    variable=omega,
    constants=[d],
    given=[lambda_j - omega],
    words="Every term of the derivative is negative, so a zero at -kappa is simple.",
)
residue = claim(
    -density * (-kappa * slope) / slope,
    "=",
    kappa * trace(b_j**2 / (1 + kappa / lambda_j)),
    constants=[kappa],
    given=[slope],
    words="Minus C/m' dz/domega at omega = -kappa, where dz/domega = m + omega m' = -kappa m'.",
)


@theorem(
    label="capacity-residue",
    source="paquette2024phases",
    uses=(spectral_map,),
    goals=(falling, residue),
)
def capacity_residue(proof: Proof) -> None:
    r"""For $v > d$ let $\kappa > 0$ solve $\sum_j \frac{\lambda_j}{\lambda_j + \kappa} = d$: the
    sum falls from $v$ to 0 as $\kappa$ grows. Then $m = 0$ at $\omega = -\kappa$, and the right
    side of the second line is $\mathscr F_0$."""
    proof.shows(falling, "Differentiate term by term.", Slope())
    with proof.show(residue) as chain:
        chain.equals(kappa * density, "The slope cancels.", Identity())
        chain.done("Divide every term by its eigenvalue.", Identity())
