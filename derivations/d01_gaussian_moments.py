"""1. A fourth moment of Gaussian vectors.

SGD multiplies the error by random rank-one matrices; its second moments therefore need fourth
moments of the data, and this is the only one. Feeds the second-moment recursion.
"""

import sympy as sp

from phasecalc.proof import Algebra, Proof, theorem

a, b, s, t = sp.symbols("a b s t", real=True)
A, C, E = sp.symbols("A C E", real=True)
x, y = sp.symbols("x y", real=True)


@theorem(label="gaussian-fourth-moment", source="paquette2024phases")
def gaussian_fourth_moment(proof: Proof) -> None:
    r"""If $x$ and $y$ are jointly Gaussian with means 0, variances $A$ and $E$ and covariance $C$,
    then $\mathbb E[x^2 y^2] = A E + 2 C^2$. For $x = \langle u, z\rangle$, $y = \langle w,
    z\rangle$ this is $\mathbb E[z z^T M z z^T] = 2 D M D + \operatorname{tr}(D M) D$ with $M = w
    w^T$ tested on $u$, hence, by linearity in $M$, for every symmetric $M$."""
    generating = proof.let(
        "G", sp.exp((A * s**2 + 2 * C * s * t + E * t**2) / 2), "E[exp(s x + t y)]"
    )

    proof.consider(sp.Subs(sp.Derivative(generating, (s, 2), (t, 2)), (s, t), (0, 0)))
    proof.equals(
        A * E + 2 * C**2,
        because="The moment is this derivative of the moment generating function at the origin.",
        check=Algebra("carry out"),
    )

    proof.consider(sp.Subs(sp.Derivative(generating, s, t), (s, t), (0, 0)))
    proof.equals(
        C,
        because="So is the covariance.",
        check=Algebra("carry out"),
    )
