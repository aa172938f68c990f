"""2. One step of SGD, mode by mode.

Along an eigenvector of the feature covariance the squared error obeys a linear recursion, driven
by the loss itself. Reads after the fourth moment; feeds the Volterra equation.
"""

import sympy as sp

from derivations.d01_gaussian_moments import A, C, E, gaussian_fourth_moment
from phasecalc.proof import Algebra, Instance, Proof, theorem
from phasecalc.symbols import B, gamma

rho, P, z = sp.symbols("rho P z", real=True)


@theorem(
    label="second-moment-recursion",
    source="paquette2024phases",
    uses=(gaussian_fourth_moment,),
)
def second_moment_recursion(proof: Proof) -> None:
    r"""Let $u$ be a unit eigenvector of $\hat K = D^{1/2} W W^T D^{1/2}$ with eigenvalue $z$, $e$
    the error, $\rho = \langle u, e\rangle$ and $P = |e|^2$ the loss. One step of SGD takes $\rho$
    to $\rho - \gamma z \sum_{i \le B} a_i b_i$ with $a_i = \langle u, z_i\rangle$ and $b_i =
    \langle e, z_i\rangle$, where $z_i$ are independent standard Gaussian vectors. Then $\mathbb
    E[\rho_+^2] = q(z)\rho^2 + \gamma^2 B z^2 P$ with $q(z) = 1 - 2\gamma B z + \gamma^2 B (B+1)
    z^2$."""
    moment = gaussian_fourth_moment.theorem.conclusions[0]
    here = {A: sp.S.One, E: P, C: rho}

    proof.consider(moment.left.xreplace(here))
    proof.equals(
        P + 2 * rho**2,
        because="One sample: the variances are 1 and P, the covariance is rho.",
        check=Instance(gaussian_fourth_moment, here),
    )

    one = proof.let("m", P + 2 * rho**2, "the fourth moment of one sample, as just found")
    all_pairs = proof.let(
        "M",
        B * one + B * (B - 1) * rho**2,
        "the second moment of the sum over the batch: B equal pairs, B (B - 1) independent ones",
    )
    q = proof.let("q", 1 - 2 * gamma * B * z + gamma**2 * B * (B + 1) * z**2, "the contraction")

    proof.consider(rho**2 - 2 * gamma * z * rho * (B * rho) + gamma**2 * z**2 * all_pairs)
    proof.equals(
        q * rho**2 + gamma**2 * B * z**2 * P,
        because="Expand the square; every sample has mean a b = rho.",
        check=Algebra("expand"),
    )
