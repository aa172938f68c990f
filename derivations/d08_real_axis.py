"""8. The real axis, left of the spectrum.

At z = -s the map of the spectrum needs no complex number: with w = s/m every quantity is a sum of
positive terms, and so is what comes of it when it is differentiated. Reads after the spectral
map; feeds the sums.
"""

from typing import Any

import sympy as sp

from derivations.d07_spectral_map import spectral_map
from phasecalc.proof import (
    Identity,
    Modewise,
    Proof,
    Slope,
    b_j,
    claim,
    lambda_j,
    theorem,
    trace,
)
from phasecalc.symbols import d

w, m = sp.symbols("w m", positive=True)
here: dict[str, Any] = {"constants": [d, w]}
there: dict[str, Any] = {"constants": [d, w, m]}
level = lambda_j + w

resolved = trace(lambda_j / level)  # S_1
S_2 = trace(lambda_j**2 / level**2)
turning = w * trace(lambda_j / level**2)
target = trace(lambda_j * b_j**2 / level)  # C
missed = w**2 * trace(lambda_j * b_j**2 / level**2)
M = 1 - resolved / d
s = w * M
speed = 1 - S_2 / d

# What the definition of m says at z = -w m.
multiplier = claim(
    m + trace(lambda_j * m / (lambda_j * m + w * m)) / d, "=", m + resolved / d, **there
)
derivative = claim(s, "slope", speed, variable=w, **here)
forcing = claim(trace(lambda_j * b_j**2 / (lambda_j * m + w * m)), "=", target / m, **there)
# The mean of x^2/(x + z) for a measure of mean lambda_j and Stieltjes transform 1/(lambda_j m + z).
kernel = claim(
    trace(lambda_j - w * m * (1 - w * m / (lambda_j * m + w * m))),
    "=",
    trace(lambda_j) - w * m * resolved,
    **there,
)
slower = claim(M, "<=", speed, **here)
below_one = claim(speed, "<=", sp.S.One, **here)
# -s^2 d/ds is -(w M)^2/(ds/dw) d/dw.
given: dict[str, Any] = {**here, "given": [M]}
forcing_twice = claim(
    target / M,
    "slope",
    -(M * missed + w * target * turning / d) / (w * M) ** 2,
    variable=w,
    **given,
)
kernel_twice = claim(
    trace(lambda_j) - s * resolved,
    "slope",
    -(M * (resolved - turning) + resolved * turning / d),
    variable=w,
    **here,
)
positive_part = claim(resolved - turning, "=", S_2, **here)
# The factors of every further derivative fall in w: what stands behind the minus is positive.
of_multiplier = claim(1 / M, "slope", -turning / (d * w * M**2), variable=w, **given)
of_speed = claim(
    1 / speed,
    "slope",
    -2 * trace(lambda_j**2 / level**3) / (d * speed**2),
    variable=w,
    constants=[d, w],
    given=[speed],
)


@theorem(
    label="real-axis",
    uses=(spectral_map,),
    goals=(
        multiplier,
        derivative,
        slower,
        below_one,
        forcing,
        kernel,
        forcing_twice,
        kernel_twice,
        positive_part,
        of_multiplier,
        of_speed,
    ),
)
def real_axis(proof: Proof) -> None:
    r"""With $M = 1 - S_1/d$ the first line says $m = M$, so that $s = w M$. The forcing is the
    integral of $1/(x + s)$ over a measure, and the kernel that of $x^2/(x + s)$; their derivatives
    in $s$ are those in $w$ over $ds/dw$, which lies between $M$ and 1."""
    proof.shows(multiplier, "The multiplier cancels from each term.", Identity())
    proof.shows(derivative, "Differentiate term by term.", Slope())
    proof.shows(slower, "The difference is a sum of positive terms.", Modewise())
    proof.shows(below_one, "A square is not below 0.", Modewise())
    proof.shows(forcing, "The multiplier comes out.", Identity())
    proof.shows(kernel, "The multiplier cancels.", Identity())
    proof.shows(forcing_twice, "Both factors fall: two positive terms.", Slope())
    proof.shows(kernel_twice, "The product rule.", Slope())
    proof.shows(positive_part, "So both terms are positive.", Identity())
    proof.shows(of_multiplier, "M grows in w.", Slope())
    proof.shows(of_speed, "The speed grows in w.", Slope())
