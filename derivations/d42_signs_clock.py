"""42. The clock of signs.

A step along signs has a length that does not depend on the loss: the smaller the loss, the more it
teaches. Reads after the terms; feeds the phases of signs.
"""

import sympy as sp

from phasecalc.proof import Identity, Powers, Proof, Sign, Slope, claim, define, theorem
from phasecalc.symbols import alpha, beta

half = sp.Rational(1, 2)
c, g, t, tau, y = sp.symbols("c g t tau y", positive=True)
x = sp.Symbol("x", real=True)

# A term g tau^(-x) with x = 2 - 2/y, that is y = 2/(2 - x).
index = 2 - 2 / y
formula = (c * t / (y * sp.sqrt(g))) ** y
now = define("tau_signs", (c, g, t, y), formula, r"\tau_t")(c, g, t, y)
steps = {"constants": [c, g, t]}
meaning = claim(now, "=", formula, **steps)
obeys = claim(now, "slope", c / sp.sqrt(g * now**-index), variable=t, **steps)
term = claim(g * now**-index, "=", y ** (2 * y - 2) * g**y * (c * t) ** (2 - 2 * y), **steps)
order = claim(g * now**-index, "=Theta=", g**y * (c * t) ** (2 - 2 * y), sizes=[c, g, t])
power = claim((2 - 2 * y).xreplace({y: 2 / (2 - x)}), "=", -2 * x / (2 - x), where=[x < 2])
faster = claim(2 * x / (2 - x), ">", x, where=[x > 0, x < 2])
# In any case tau^(1 - x/2) runs at a constant speed, as d tau = c dt/sqrt(g tau^(-x)).
in_tau = (1 - x / 2) * tau ** (-x / 2)
runs = claim(tau ** (1 - x / 2), "slope", in_tau, variable=tau, constants=[tau])
pace = define("pace_signs", (c, g, tau, x), c / sp.sqrt(g * tau**-x), r"\dot\tau")(c, g, tau, x)
in_time = {"constants": [c, g, tau]}
pace_meaning = claim(pace, "=", c / sp.sqrt(g * tau**-x), **in_time)
speed = claim(in_tau * pace, "=", (1 - x / 2) * c / sp.sqrt(g), **in_time)
gone = claim((1 - x / 2) * c / sp.sqrt(g), "<", 0, where=[x > 2], constants=[c, g])
forgetting, distortion = (2 * alpha + 2 * beta - 1) / (2 * alpha), 1 - 1 / (2 * alpha)
lasting = claim(forgetting, "<", 2, where=[alpha > 0, beta < alpha + half])
finite = claim(forgetting, ">", 2, where=[alpha > 0, beta > alpha + half])
always = claim(distortion, "<", 2, where=[alpha > 0])


@theorem(
    label="signs-clock",
    source="kim2026signsgd",
    goals=(
        meaning,
        obeys,
        term,
        order,
        power,
        faster,
        runs,
        pace_meaning,
        speed,
        gone,
        lasting,
        finite,
        always,
    ),
)
def signs_clock(proof: Proof) -> None:
    """For x > 2 a power of tau runs down to 0, where tau is infinite, in finite time."""
    proof.cite("The clock: d tau = c dt/sqrt(L), c = gamma_0 d^min(alpha, 1/2).", "kim2026signsgd")
    proof.shows(meaning, "The time of SGD after t steps, 0 at the start.", Identity())
    proof.shows(obeys, "It obeys the clock.", Slope())
    proof.shows(term, "The term after t steps.", Identity())
    proof.shows(order, "Its constant does not count.", Powers())
    proof.shows(power, "The exponent of the clock, in x.", Identity())
    proof.shows(faster, "It falls faster than under SGD.", Sign())
    proof.shows(runs, "A power of the time of SGD.", Slope())
    proof.shows(pace_meaning, "The clock, so called.", Identity())
    proof.shows(speed, "It runs at a constant speed.", Identity())
    proof.shows(gone, "Beyond x = 2 it runs down.", Sign())
    proof.shows(lasting, "Forgetting up to the edge.", Sign())
    proof.shows(finite, "And beyond it.", Sign())
    proof.shows(always, "Distortion.", Sign())
