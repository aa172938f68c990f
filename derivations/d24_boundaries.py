"""24. Boundaries: the loss exponent is continuous, the model size jumps once.

Reads after the seven phases.
"""

import sympy as sp

from derivations import d17_phase_ia as ia
from derivations import d18_phase_ib as ib
from derivations import d20_phase_ii as ii
from derivations import d21_phase_iii as iii
from derivations import d23_phase_ivb as ivb
from phasecalc.symbols import alpha, beta

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
edge = 1 - sp.sqrt(2) / 2  # where IVb becomes IVa

# Neighbours, where they meet, and what is left of the boundary.
on_beta = {
    "Ia and II": (ia, ii, {beta: half}, alpha > half),
    "II and III": (ii, iii, {beta: alpha}, alpha > half),
    "IVb and Ib": (ivb, ib, {beta: half}, (alpha > quarter, 2 * alpha**2 - 4 * alpha + 1 > 0)),
}
