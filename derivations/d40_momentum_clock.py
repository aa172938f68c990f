"""40. The clock of a slow momentum.

A momentum that forgets like 1/t moves a mode by an equation of second order; its solution knows
time only through one product. Reads after the terms; feeds the phases under this clock.
"""

import sympy as sp

from phasecalc.proof import Identity, Less, Powers, Proof, Sign, Slope, claim, theorem
from phasecalc.symbols import alpha

half = sp.Rational(1, 2)
t, eigenvalue = sp.symbols("t lambda", positive=True)
# Damping c/t, slow rate t^(-kappa), number y = n + 1 of a coefficient.
c, kappa, y = sp.symbols("c kappa y", real=True)

clock = t ** (2 - kappa)
order = (2 - kappa) * y
power = (eigenvalue * clock) ** y
speed, bend = order / t * power, order * (order - 1) / t**2 * power
mode = {"constants": [eigenvalue, t]}

speeds = claim(power, "slope", speed, variable=t, **mode)
bends = claim(speed, "slope", bend, variable=t, **mode)
step_down = claim(
    bend + c / t * speed,
    "=",
    order * (order - 1 + c) * eigenvalue * t**-kappa * (eigenvalue * clock) ** (y - 1),
    **mode,
)
solvable = claim(order * (order - 1 + c), ">", 0, where=[kappa < 2, c >= 1, y >= 1])
root = claim(
    sp.sqrt(clock), "slope", (1 - kappa / 2) * t ** (-kappa / 2), variable=t, constants=[t]
)

# Modes up to x are in motion at time t if x^(-2 alpha) t is of order 1.
wide = {"where": [alpha > half], "sizes": [t]}
moving = t ** (1 / (2 * alpha))
in_motion = claim(t * moving ** (-2 * alpha), "=Theta=", 1, **wide)
largest = claim(t**2 / moving, "=", t ** (2 - 1 / (2 * alpha)), **wide)
ahead = claim(t, "<<", t ** (2 - 1 / (2 * alpha)), growing=[t], **wide)
bounded = claim(
    t**-kappa,
    "<~",
    1 / moving,
    where=[alpha > half, 2 * alpha * kappa >= 1],
    sizes=[t],
    window=[t],
)


@theorem(
    label="momentum-clock",
    source="ferbach2025dimension",
    goals=(speeds, bends, step_down, solvable, root, in_motion, bounded, largest, ahead),
)
def momentum_clock(proof: Proof) -> None:
    """The equation is z'' + c/t z' + t^(-kappa) lambda z = 0; clock theta = t^(2 - kappa).

    Each coefficient of the power series in lambda theta is the one before over a number that does
    not know lambda, with a sign: time enters as lambda theta alone.
    """
    proof.shows(speeds, "The speed of one power.", Slope())
    proof.shows(bends, "And how it changes.", Slope())
    proof.shows(step_down, "Both take one power to the one below.", Identity())
    proof.shows(solvable, "So each coefficient follows from the one before.", Sign())
    proof.shows(root, "The root of the clock runs like the root of the slow rate.", Slope())
    proof.cite(
        "With a slow rate gamma_3 the noise of the momentum stays of the order of that of SGD "
        "while gamma_3 is at most gamma_2 over the number of modes in motion.",
        "ferbach2025dimension",
    )
    proof.shows(in_motion, "The last mode in motion has lambda t of order 1.", Powers())
    proof.shows(bounded, "The slow rates that keep the noise bounded.", Less())
    proof.shows(largest, "The clock at the largest of them.", Identity())
    proof.shows(ahead, "It is ahead of the clock of SGD.", Less())
