"""24. Boundaries: the loss exponent is continuous, the model size jumps once.

Reads after the seven phases. The boundary between Ib and Ic is in the chapter on the open cases.
"""

import sympy as sp

from derivations import d17_phase_ia as ia
from derivations import d18_phase_ib as ib
from derivations import d19_phase_ic as ic
from derivations import d20_phase_ii as ii
from derivations import d21_phase_iii as iii
from derivations import d22_phase_iva as iva
from derivations import d23_phase_ivb as ivb
from phasecalc.proof import Identity, Proof, Sign, claim, define, theorem
from phasecalc.symbols import alpha, beta

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
jump = 1 - sp.sqrt(2) / 2  # the zero below 1/2 of the polynomial that tells IVa from IVb
tells = 2 * alpha**2 - 4 * alpha + 1

phases = {"Ia": ia, "Ib": ib, "Ic": ic, "II": ii, "III": iii, "IVa": iva, "IVb": ivb}
eta, xi = (
    {
        name: define(
            f"{letter}_{name}", (alpha, beta), getattr(phase, letter), rf"\{letter}_{{{name}}}"
        )
        for name, phase in phases.items()
    }
    for letter in ("eta", "xi")
)

# Two neighbours, a point where they meet, and how far the boundary goes.
MEET = (
    ("Ia", "II", (alpha, half), [alpha > half]),
    ("II", "III", (alpha, alpha), [alpha > half]),
    ("Ib", "IVa", (alpha, half), [tells < 0, alpha < half]),
    ("Ib", "IVb", (alpha, half), [tells > 0, alpha > quarter, alpha < half]),
    ("Ia", "Ib", (half, beta), [beta > 0, beta < half]),
    ("III", "IVa", (half, beta), [beta > half]),
    ("IVb", "Ic", (quarter, beta), [beta > half]),
)
losses, models = (
    [claim(of[one](*at), "=", of[other](*at), where=where) for one, other, at, where in MEET]
    for of in (eta, xi)
)
zero = claim(tells.xreplace({alpha: jump}), "=", sp.S.Zero)
below = claim(jump, "<", half)
level = claim(eta["IVb"](jump, beta), "=", eta["IVa"](jump, beta), where=[beta > half])
larger = claim(xi["IVa"](jump, beta), "<", xi["IVb"](jump, beta), where=[beta > half])


@theorem(
    label="boundaries",
    source="paquette2024phases",
    uses=(
        *(ia.phase_ia, ib.phase_ib, ic.phase_ic, ii.phase_ii),
        *(iii.phase_iii, iva.phase_iva, ivb.phase_ivb),
    ),
    goals=(*losses, *models, zero, below, level, larger),
)
def boundaries(proof: Proof) -> None:
    """At the largest learning rate; at alpha = 1 - 1/sqrt(2) the model size jumps."""
    for (one, other, *_), loss, model in zip(MEET, losses, models, strict=True):
        proof.shows(loss, f"The losses of {one} and {other} on their boundary.", Identity())
        proof.shows(model, f"The model sizes of {one} and {other} there.", Identity())
    proof.shows(zero, "Where IVa and IVb meet.", Identity())
    proof.shows(below, "Inside the lower half.", Sign())
    proof.shows(level, "The loss exponents of IVb and IVa there.", Identity())
    proof.shows(larger, "The optimal model at the edge of IVb; in IVa it is 1/2.", Sign())
