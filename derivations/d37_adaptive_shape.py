"""37. A shape that changes while training.

Compute adds up along the way, so that what counts is the price of the next bit of error and not
which curve is lower. Reads on its own.
"""

import sympy as sp

from phasecalc.proof import Algebra, Proof, Sign, WeightedMean, theorem

C, E, E_0, E_1 = sp.symbols("C E E_0 E_1", positive=True)
# Each curve is E = a C^(-1/r): the exponent r of the compute in the error.
a1, a2, r1, r2 = sp.symbols("a1 a2 r1 r2", positive=True)
# Two prices, a share, and how far below the switch the error is, x = (E*/E)^(r1 - r2).
p1, p2, share, x = sp.symbols("p1 p2 w x", positive=True)


def compute(a: sp.Expr, r: sp.Expr, error: sp.Expr) -> sp.Expr:
    """Compute at which a C^(-1/r) is the error."""
    return (a / error) ** r


def price(a: sp.Expr, r: sp.Expr, error: sp.Expr) -> sp.Expr:
    """|dC/dE|: the compute for the next bit of error."""
    return r * a**r * error ** (-r - 1)


@theorem(label="adaptive-shape", source="anagnostidis2023navigating")
def adaptive_shape(proof: Proof) -> None:
    r"""Two shapes reach the error $E = a_i C^{-1/r_i}$, $r_1 > r_2$, at the prices $p_i =
    |dC/dE| = r_i a_i^{r_i} E^{-r_i - 1}$, which is $-1/f_i'(C)$. No mixture of shapes is cheaper
    than the smaller price. Both prices agree at $E_\star = \bigl(r_1 a_1^{r_1} / (r_2
    a_2^{r_2})\bigr)^{1/(r_1 - r_2)}$, above which the first shape is cheaper and below which the
    second is; the total compute of a schedule with one switch is least for a switch there, so at
    most that of either shape alone or of a switch where the curves cross. At $E_\star$ they do
    not: alone, the second shape would have needed $r_1/r_2$ times the compute."""
    proof.where(share < 1, parameters=(p1, p2, share))
    proof.consider(sp.Max(-p1, -p2, evaluate=False))
    proof.at_least(
        -share * p1 - (1 - share) * p2,
        because="A mixture of both shapes costs at least the smaller price.",
        check=WeightedMean({-p1: share, -p2: 1 - share}),
    )

    proof.where(r1 > r2, parameters=(r1, r2))
    first, second = price(a1, r1, E), price(a2, r2, E)
    proof.consider(-sp.Derivative(compute(a1, r1, E), E))
    proof.equals(
        first,
        because="The price of the first shape; that of the second is the same formula.",
        check=Algebra("carry out", "powers"),
    )
    proof.consider(sp.Subs(sp.Derivative(a1 * C ** (-1 / r1), C), C, compute(a1, r1, E)))
    proof.equals(
        -1 / first,
        because="One over the slope of its curve: equal prices are equal slopes at equal error.",
        check=Algebra("carry out", "powers"),
    )

    switch = proof.let(
        "E_star",
        (r1 * a1**r1 / (r2 * a2**r2)) ** (1 / (r1 - r2)),
        "the error at the switch",
    )
    proof.consider(first / second)
    proof.equals(
        (switch / E) ** (r1 - r2),
        because="The ratio of the prices falls with E, as r1 > r2; it is 1 at the switch.",
        check=Algebra("powers"),
    )

    total = proof.let(
        "T",
        compute(a1, r1, E) - compute(a1, r1, E_0) + compute(a2, r2, E_1) - compute(a2, r2, E),
        "the compute from error E_0 to E_1 with a switch at E",
    )
    proof.consider(sp.Derivative(total, E))
    proof.equals(
        second - first,
        because="A switch at a larger error pays the second price for the first.",
        check=Algebra("carry out", "powers"),
    )
    proof.where(x < 1, parameters=(p2, x))
    proof.consider(p2 - x * p2)
    proof.more_than(sp.S.Zero, because="Above E_star a later switch is cheaper.", check=Sign())
    proof.where(x > 1, parameters=(p2, x))
    proof.consider(p2 - x * p2)
    proof.less_than(sp.S.Zero, because="Below it an earlier one is.", check=Sign())

    proof.where(r1 > r2, parameters=(r1, r2))
    proof.consider(compute(a2, r2, switch) / compute(a1, r1, switch))
    proof.equals(
        r1 / r2,
        because="The compute of each shape alone is E/r times its price.",
        check=Algebra("powers"),
    )
    proof.more_than(
        sp.S.One,
        because="The curves cross later: a switch at their crossing comes too late.",
        check=Sign(),
    )
