"""24. Boundaries: the loss exponent is continuous, the model size jumps once.

Reads after the seven phases.
"""

import sympy as sp

from derivations.d17_phase_ia import phase_ia
from derivations.d18_phase_ib import phase_ib
from derivations.d19_phase_ic import phase_ic
from derivations.d20_phase_ii import phase_ii
from derivations.d21_phase_iii import phase_iii
from derivations.d22_phase_iva import phase_iva
from derivations.d23_phase_ivb import phase_ivb
from phasecalc.proof import Algebra, Proof, Sign, theorem
from phasecalc.symbols import alpha, beta

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
flat = 1 - 1 / sp.sqrt(2)


@theorem(
    label="boundaries",
    source="paquette2024phases",
    uses=(phase_ia, phase_ib, phase_ic, phase_ii, phase_iii, phase_iva, phase_ivb),
)
def boundaries(proof: Proof) -> None:
    r"""The loss exponent of neighbouring phases agrees on their common boundary. The exponent of
    the model size jumps at $\alpha = 1 - 1/\sqrt2$, $\beta > 1/2$: it is $1/2$ in IVa and more
    than $1/2$ at the edge of IVb."""
    # The last conclusion but one of each phase is the exponent that is attained.
    eta = {d.label: -d.theorem.conclusions[-2].right for d in proof.derivation.uses}

    proof.where(alpha > half, parameters=(alpha,))
    proof.consider(eta["phase-Ia"].xreplace({beta: half}))
    proof.equals(eta["phase-II"].xreplace({beta: half}), "Ia and II at beta = 1/2.", Algebra())

    proof.consider(eta["phase-II"].xreplace({beta: alpha}))
    proof.equals(eta["phase-III"].xreplace({beta: alpha}), "II and III at beta = alpha.", Algebra())

    proof.where(alpha > quarter, alpha < half, parameters=(alpha,))
    proof.consider(eta["phase-Ib"].xreplace({beta: half}))
    proof.equals(eta["phase-IVa"].xreplace({beta: half}), "Ib and IVa at beta = 1/2.", Algebra())

    proof.consider(eta["phase-Ib"].xreplace({beta: half}))
    proof.equals(eta["phase-IVb"].xreplace({beta: half}), "Ib and IVb at beta = 1/2.", Algebra())

    proof.where(alpha > 0, alpha < quarter, parameters=(alpha,))
    proof.consider(eta["phase-Ib"].xreplace({beta: half}))
    proof.equals(eta["phase-Ic"].xreplace({beta: half}), "Ib and Ic at beta = 1/2.", Algebra())

    proof.where(beta > 0, beta < half, parameters=(beta,))
    proof.consider(eta["phase-Ia"].xreplace({alpha: half}))
    proof.equals(eta["phase-Ib"].xreplace({alpha: half}), "Ia and Ib at alpha = 1/2.", Algebra())

    proof.where(beta > half, parameters=(beta,))
    proof.consider(eta["phase-III"].xreplace({alpha: half}))
    proof.equals(eta["phase-IVa"].xreplace({alpha: half}), "III and IVa at alpha = 1/2.", Algebra())

    proof.consider(eta["phase-IVb"].xreplace({alpha: flat}))
    proof.equals(flat, "IVb and IVa, where eta is alpha, at 1 - 1/sqrt(2).", Algebra("radicals"))

    proof.consider(eta["phase-IVb"].xreplace({alpha: quarter}))
    proof.equals(
        eta["phase-Ic"].xreplace({alpha: quarter}), "IVb and Ic at alpha = 1/4.", Algebra()
    )

    xi = (beta - alpha) / (2 * beta - 2 * alpha * beta - alpha)
    proof.consider(xi.xreplace({alpha: flat}))
    proof.more_than(half, "The optimal model at the edge of IVb; in IVa it is 1/2.", Sign())
