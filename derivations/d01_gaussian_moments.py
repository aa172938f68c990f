"""1. A fourth moment of Gaussian vectors.

SGD multiplies the error by random rank-one matrices; its second moments therefore need fourth
moments of the data, and this is the only one. Feeds the second-moment recursion.
"""

import sympy as sp

from phasecalc.proof import Identity, Proof, claim, theorem

s, t = sp.symbols("s t", real=True)
A, C, E = sp.symbols("A C E", real=True)

# Logarithm of the moment generating function E[exp(s x + t y)].
Q = (A * s**2 + 2 * C * s * t + E * t**2) / 2
moment = A * E + 2 * C**2

fourth_order = claim(
    Q**2 / 2,
    "=",
    A**2 * s**4 / 8
    + A * C * s**3 * t / 2
    + moment * (s**2 / 2) * (t**2 / 2)
    + C * E * s * t**3 / 2
    + E**2 * t**4 / 8,
    words="The part of exp(Q) of order four.",
)


@theorem(label="gaussian-fourth-moment", source="paquette2024phases", goals=(fourth_order,))
def gaussian_fourth_moment(proof: Proof) -> None:
    r"""So $\mathbb E[x^2 y^2] = A E + 2 C^2$ for jointly Gaussian $x$, $y$ with means 0, variances
    $A$, $E$ and covariance $C$. For $x = \langle u, z\rangle$, $y = \langle w, z\rangle$ this is
    $\mathbb E[z z^T M z z^T] = 2 D M D + \operatorname{tr}(D M) D$ with $M = w w^T$ tested on $u$,
    hence, by linearity in $M$, for every symmetric $M$."""
    proof.cite(
        "For jointly Gaussian x, y the moment generating function is exp(Q), and E[x^2 y^2] is the "
        "coefficient of (s^2/2)(t^2/2) in it.",
        "isserlis1918formula",
    )
    proof.shows(fourth_order, "Multiply out.", Identity())
