"""3. The Volterra equation.

The recursion of every mode is unrolled: what is left of the start, plus what each past loss has
put in since. Reads after the second-moment recursion; feeds everything on the loss curve.
"""

import sympy as sp

from derivations.d02_second_moments import second_moment_recursion
from phasecalc.proof import Algebra, Induction, Proof, theorem
from phasecalc.symbols import B, gamma

n, s, k = sp.symbols("n s k", integer=True, nonnegative=True)
modes = sp.Symbol("N", integer=True, positive=True)
q, z, start = sp.symbols("q z rho_0", real=True)
P, rho2 = sp.Function("P"), sp.Function("rho2")


@theorem(label="volterra-equation", source="paquette2024phases", uses=(second_moment_recursion,))
def volterra_equation(proof: Proof) -> None:
    r"""The squared error of a mode after $n$ steps is $\rho_0^2\,q^n + \gamma^2 B z^2 \sum_{s<n}
    q^{n-1-s} P(s)$. Summed over the modes, the loss obeys $P(n) = F(n) + \sum_{s<n} K(n-1-s) P(s)$
    with $F(n) = \sum \rho_0^2\,q^n$ and $K(n) = \gamma^2 B \sum z^2 q^n$."""
    proof.consider(rho2(n))
    proof.equals(
        start**2 * q**n + gamma**2 * B * z**2 * sp.Sum(q ** (n - 1 - s) * P(s), (s, 0, n - 1)),
        because="Each step multiplies by q and adds the present loss (second-moment recursion).",
        check=Induction(
            on=n,
            start=start**2,
            recursion=q * rho2(n) + gamma**2 * B * z**2 * P(n),
            rewrites=("last term", "sums"),
        ),
    )

    zk, qk = sp.Function("z")(k), sp.Function("q")(k)
    driven = sp.Sum(qk ** (n - 1 - s) * P(s), (s, 0, n - 1))
    kernel = sp.Sum(zk**2 * qk ** (n - 1 - s), (k, 1, modes))
    proof.consider(sp.Sum(gamma**2 * B * zk**2 * driven, (k, 1, modes)))
    proof.equals(
        sp.Sum(gamma**2 * B * kernel * P(s), (s, 0, n - 1)),
        because="Both sums are finite; the inner one is the kernel.",
        check=Algebra("double sums"),
    )
