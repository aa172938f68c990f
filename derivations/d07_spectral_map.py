"""7. The map that removes the fixed point.

The multiplier m of the deterministic equivalent is defined by an equation that contains itself.
In the variable omega = z/m it is explicit. Reads after the deterministic equivalent; feeds the
capacity, the spectral density and the closed formula for the loss.
"""

from typing import Any

import sympy as sp

from phasecalc.proof import Identity, Proof, Slope, b_j, claim, lambda_j, theorem, trace
from phasecalc.symbols import d

omega, m = sp.symbols("omega m", real=True)
z = omega * m  # the spectral position, as the definition of omega says
here: dict[str, Any] = {"constants": [d], "given": [m, lambda_j - omega]}
S_1 = trace(lambda_j / (lambda_j - omega))
S_2 = trace(lambda_j**2 / (lambda_j - omega) ** 2)

multiplier = claim(m + trace(lambda_j * m / (lambda_j * m - z)) / d, "=", m + S_1 / d, **here)
speed = claim(
    omega * (1 - S_1 / d),
    "slope",
    1 - S_2 / d,
    variable=omega,
    constants=[d],
    given=[lambda_j - omega],
)
forcing = claim(
    trace(lambda_j * b_j**2 / (lambda_j * m - z)),
    "=",
    trace(lambda_j * b_j**2 / (lambda_j - omega)) / m,
    **here,
)
kernel = claim(trace(z**2 / (lambda_j * m - z)), "=", z * S_1 - z * trace(sp.S.One), **here)


@theorem(
    label="spectral-map",
    source="paquette2024phases",
    goals=(multiplier, speed, forcing, kernel),
)
def spectral_map(proof: Proof) -> None:
    r"""With $m + \frac1d \sum_j \frac{\lambda_j m}{\lambda_j m - z} = 1$ the first line says $m =
    1 - S_1(\omega)/d$, so that $z = \omega m$ is explicit. Here $\omega$ and $m$ are real; the
    identities are between rational functions, and hold for complex values as well."""
    proof.shows(multiplier, "The multiplier cancels from each term.", Identity())
    proof.shows(speed, "Differentiate term by term; the sum is finite.", Slope())
    proof.shows(forcing, "The resolvent against the target: m comes out.", Identity())
    proof.shows(kernel, "The trace that the kernel needs; no contour sees z v.", Identity())
