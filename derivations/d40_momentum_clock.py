"""40. The clock of a slow momentum.

A momentum that forgets like 1/t moves a mode by an equation of second order; its solution knows
time only through one product. Reads after the terms; feeds the phases under this clock.
"""

import sympy as sp

from phasecalc.proof import Algebra, Powers, Proof, Sign, theorem
from phasecalc.symbols import alpha

half = sp.Rational(1, 2)
t, eigenvalue = sp.symbols("t lambda", positive=True)
# Damping c/t, slow rate t^(-kappa), number of a coefficient, also as a real number y = n + 1.
c, kappa, y = sp.symbols("c kappa y", real=True)
n = sp.Symbol("n", integer=True, nonnegative=True)


@theorem(label="momentum-clock", source="ferbach2025dimension")
def momentum_clock(proof: Proof) -> None:
    r"""Let a mode obey $z'' + \frac ct z' + t^{-\kappa}\lambda z = 0$ with $\kappa < 2$, $c \ge
    1$. The solution that starts at rest is a power series in $\lambda\vartheta$ with $\vartheta =
    t^{2 - \kappa}$, whose coefficients do not know $\lambda$: time enters as $\lambda\vartheta$
    alone. $\sqrt\vartheta$ runs at a speed proportional to $t^{-\kappa/2}$. The noise stays bounded
    if the slow rate is at most one over the number $t^{1/(2\alpha)}$ of modes in motion, that is
    for $\kappa = \frac1{2\alpha}$, where $\vartheta = t^{2 - 1/(2\alpha)}$: for $\alpha > 1/2$ this
    is later than $t$, the clock of SGD."""
    proof.where(parameters=(kappa,))
    clock = proof.let("theta", t ** (2 - kappa), "the clock")
    power = (eigenvalue * clock) ** (n + 1)
    order = (2 - kappa) * (n + 1)
    proof.consider(sp.Derivative(power, (t, 2)) + c / t * sp.Derivative(power, t))
    proof.equals(
        order * (order - 1 + c) * eigenvalue * t**-kappa * (eigenvalue * clock) ** n,
        because="The first two parts of the equation take one power to the one below.",
        check=Algebra("carry out", "powers"),
    )

    proof.where(kappa < 2, c >= 1, y >= 1, parameters=(c, kappa, y))
    proof.consider((2 - kappa) * y * ((2 - kappa) * y - 1 + c))
    proof.more_than(
        sp.S.Zero,
        because="So each coefficient is the one before over this, with a sign, free of lambda.",
        check=Sign(),
    )

    proof.where(parameters=(kappa,))
    proof.consider(sp.Derivative(sp.sqrt(t ** (2 - kappa)), t))
    proof.equals(
        (1 - kappa / 2) * t ** (-kappa / 2),
        because="The root of the clock runs at a speed like the root of the slow rate.",
        check=Algebra("carry out", "powers"),
    )

    proof.cite(
        "With a slow rate gamma_3 the noise of the momentum stays of the order of that of SGD "
        "while gamma_3 is at most gamma_2 over the number of modes in motion.",
        "ferbach2025dimension",
    )
    proof.where(alpha > half, parameters=(alpha,))
    moving = t ** (1 / (2 * alpha))
    proof.consider(t * moving ** (-2 * alpha))
    proof.same_order(sp.S.One, "The last mode in motion has lambda t of order 1.", Powers())
    proof.consider(t**2 / moving)
    proof.same_order(t ** (2 - 1 / (2 * alpha)), "The clock at the largest slow rate.", Powers())
    proof.consider(2 - 1 / (2 * alpha))
    proof.more_than(sp.S.One, because="It is ahead of the clock of SGD.", check=Sign())
