"""3. The Volterra equation.

The recursion of every mode is unrolled: what is left of the start, plus what each past loss has
put in since. Reads after the second-moment recursion; feeds everything on the loss curve.
"""

import sympy as sp

from derivations.d02_second_moments import second_moment_recursion
from phasecalc.proof import Identity, Proof, Rewritten, claim, theorem
from phasecalc.symbols import B, gamma

n, j, k = sp.symbols("n j k", integer=True, nonnegative=True)
modes = sp.Symbol("N", integer=True, positive=True)
q = sp.Symbol("q", real=True)
loss = sp.Function("P")

# A mode: its start, q^n, the sum S_n over past losses, the present loss.
start, power, past, present, z, contraction = sp.symbols("rho_0 Q S P z q", real=True)
made = gamma**2 * B * z**2

unrolled = claim(
    contraction * (start**2 * power + made * past) + made * present,
    "=",
    start**2 * (contraction * power) + made * (contraction * past + present),
    constants=[B, gamma],
    words="From n to n + 1: the recursion keeps the form rho_0^2 q^n + gamma^2 B z^2 S_n.",
)


@theorem(
    label="volterra-equation",
    source="paquette2024phases",
    uses=(second_moment_recursion,),
    goals=(unrolled,),
)
def volterra_equation(proof: Proof) -> None:
    r"""By induction the squared error of a mode after $n$ steps is $\rho_0^2\,q^n + \gamma^2 B z^2
    S_n$ with $S_n = \sum_{j<n} q^{n-1-j} P(j)$. Summed over the modes, the loss obeys $P(n) = F(n)
    + \sum_{j<n} K(n-1-j) P(j)$ with $F(n) = \sum \rho_0^2\,q^n$ and $K(n) = \gamma^2 B \sum z^2
    q^n$."""
    proof.shows(unrolled, "Each step multiplies by q and adds the present loss.", Identity())

    def past_at(last: sp.Expr) -> sp.Expr:
        return sp.Sum(q ** (last - 1 - j) * loss(j), (j, 0, last - 1))

    proof.measure(
        Rewritten(past_at(n + 1), q * past_at(n) + loss(n), "last term", "sums"),
        "The sum over past losses obeys the recursion of S.",
    )
    zk, qk = sp.Function("z")(k), sp.Function("q")(k)
    driven = sp.Sum(qk ** (n - 1 - j) * loss(j), (j, 0, n - 1))
    kernel = sp.Sum(zk**2 * qk ** (n - 1 - j), (k, 1, modes))
    proof.measure(
        Rewritten(
            sp.Sum(gamma**2 * B * zk**2 * driven, (k, 1, modes)),
            sp.Sum(gamma**2 * B * kernel * loss(j), (j, 0, n - 1)),
            "double sums",
        ),
        "Both sums are finite, and the inner one is the kernel.",
    )
