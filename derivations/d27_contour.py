"""27. The whole loss curve as one contour integral.

The Volterra equation becomes a product for generating functions, and those of forcing and kernel
need no integral. Reads after the spectral map; the numbers of this package rest on it.
"""

import sympy as sp

from derivations.d03_volterra import volterra_equation
from derivations.d07_spectral_map import spectral_map
from phasecalc import PLRF
from phasecalc.numerics.enclosed import Enclosure
from phasecalc.proof import Identity, Proof, Within, claim, theorem

x, a, eigenvalue, z1, z2 = sp.symbols("x a lambda z_1 z_2", real=True)
F_hat, K_hat = sp.symbols("F_hat K_hat", real=True)
# q(lambda) - 1/x, a quadratic with the roots z_1 and z_2, and the derivative of q at z_1.
contraction = 1 / x + a * (eigenvalue - z1) * (eigenvalue - z2)
slope = a * (z1 - z2)

solved = claim(
    F_hat + x * K_hat * F_hat / (1 - x * K_hat),
    "=",
    F_hat / (1 - x * K_hat),
    given=[1 - x * K_hat],
    words="This solves the transformed Volterra equation P = F + x K P.",
)
fractions = claim(
    1 / (1 - x * contraction),
    "=",
    -1 / (x * slope * (eigenvalue - z1)) + 1 / (x * slope * (eigenvalue - z2)),
    given=[x, a, z1 - z2, eigenvalue - z1, eigenvalue - z2, 1 - x * contraction],
)


def volterra_gap() -> Enclosure:
    """Relative distance of the contour's loss from the Volterra equation, at r = 3."""
    model = PLRF("7/10", "9/10", d=50, v=500)
    P = [model.loss(r, enclosed=True, digits=30) for r in range(4)]
    F = model.forcing(3, enclosed=True, digits=30)
    K = [model.kernel(r, enclosed=True, digits=30) for r in range(3)]
    # All numbers are positive, so that ends go with ends.
    low = F.lower + sum(K[2 - r].lower * P[r].lower for r in range(3))
    high = F.upper + sum(K[2 - r].upper * P[r].upper for r in range(3))
    ends = low / P[3].upper - 1, high / P[3].lower - 1
    return Enclosure((ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2)


@theorem(
    label="contour-formula",
    source="paquette2024phases",
    uses=(volterra_equation, spectral_map),
    goals=(solved, fractions),
)
def contour_formula(proof: Proof) -> None:
    r"""With $\hat P(x) = \sum_r P(r) x^r$ and so on, $\hat P = \hat F/(1 - x \hat K)$, and the
    transforms are values of the resolvent at the two points where $q(z_i) = 1/x$. The identities
    are between rational functions, and hold for complex values as well."""
    proof.shows(solved, "Over a common denominator.", Identity())
    proof.shows(fractions, "Partial fractions in the eigenvalue.", Identity())
    proof.measure(
        Within(
            r"the relative distance of the contour's loss from the Volterra equation, at $r = 3$,"
            r" $\alpha = 7/10$, $\beta = 9/10$, $d = 50$, $v = 500$,",
            volterra_gap,
            below="1/10000000000000000000000000",
        ),
        "The loss at four steps, in balls of 30 digits.",
    )
