"""2. One step of SGD, mode by mode.

Along an eigenvector of the feature covariance the squared error obeys a linear recursion, driven
by the loss itself. Reads after the fourth moment; feeds the Volterra equation.
"""

import sympy as sp

from derivations.d01_gaussian_moments import A, C, E, gaussian_fourth_moment, moment
from phasecalc.proof import Identity, Proof, claim, theorem
from phasecalc.symbols import B, gamma

rho, P, z = sp.symbols("rho P z", real=True)

# One sample: the variances are 1 and P, the covariance is rho.
one = moment.xreplace({A: sp.S.One, E: P, C: rho})
# The sum over the batch: B equal pairs of samples, B (B - 1) independent ones.
pairs = B * one + B * (B - 1) * rho**2
contraction = 1 - 2 * gamma * B * z + gamma**2 * B * (B + 1) * z**2

recursion = claim(
    rho**2 - 2 * gamma * z * rho * (B * rho) + gamma**2 * z**2 * pairs,
    "=",
    contraction * rho**2 + gamma**2 * B * z**2 * P,
    constants=[B, gamma],
)


@theorem(
    label="second-moment-recursion",
    source="paquette2024phases",
    uses=(gaussian_fourth_moment,),
    goals=(recursion,),
)
def second_moment_recursion(proof: Proof) -> None:
    r"""Let $u$ be a unit eigenvector of $\hat K = D^{1/2} W W^T D^{1/2}$ with eigenvalue $z$, $e$
    the error, $\rho = \langle u, e\rangle$ and $P = |e|^2$ the loss. The left side is $\mathbb
    E[\rho_+^2]$ after one step, the factor of $\rho^2$ on the right the contraction $q(z)$."""
    proof.cite(
        "One step takes rho to rho - gamma z times the sum over the batch of a_i b_i, with "
        "a_i = <u, z_i>, b_i = <e, z_i> for independent standard Gaussian z_i, E[a_i b_i] = rho.",
        "paquette2024phases",
    )
    proof.shows(recursion, "Expand the square.", Identity())
