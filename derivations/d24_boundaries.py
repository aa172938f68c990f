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
from phasecalc.proof.claim import unfold
from phasecalc.symbols import alpha, beta

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
flat = 1 - 1 / sp.sqrt(2)


@theorem(
    label="boundaries",
    source="paquette2024phases",
    uses=(phase_ia, phase_ib, phase_ic, phase_ii, phase_iii, phase_iva, phase_ivb),
)
def boundaries(proof: Proof) -> None:
    r"""At the largest learning rate the loss exponents of neighbouring phases agree on their
    common boundary, and so do the exponents of the model size, but at $\alpha = 1 - 1/\sqrt2$,
    $\beta > 1/2$: there the model size jumps from $1/2$ in IVa to more than $1/2$ at the edge of
    IVb. The boundary between Ib and Ic is in the chapter on the open cases."""
    # The fifth conclusion from the end of each phase is the exponent that is attained.
    eta = {d.label: -d.theorem.conclusions[-5].right for d in proof.derivation.uses}
    # The abbreviation xi of each phase is the exponent of its model size.
    words = {d.label: {s: x for s, x, _ in d.theorem.definitions} for d in proof.derivation.uses}
    xi = {label: unfold(sp.Symbol("xi"), known) for label, known in words.items()}

    proof.where(alpha > 0, parameters=(alpha,))
    proof.consider(eta["phase-Ia"].xreplace({beta: half}))
    proof.equals(eta["phase-II"].xreplace({beta: half}), "Ia and II at beta = 1/2.", Algebra())

    proof.consider(eta["phase-II"].xreplace({beta: alpha}))
    proof.equals(eta["phase-III"].xreplace({beta: alpha}), "II and III at beta = alpha.", Algebra())

    proof.where(alpha < half, parameters=(alpha,))
    proof.consider(eta["phase-Ib"].xreplace({beta: half}))
    proof.equals(eta["phase-IVa"].xreplace({beta: half}), "Ib and IVa at beta = 1/2.", Algebra())

    proof.consider(eta["phase-Ib"].xreplace({beta: half}))
    proof.equals(eta["phase-IVb"].xreplace({beta: half}), "Ib and IVb at beta = 1/2.", Algebra())

    proof.where(parameters=(beta,))
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

    proof.consider(xi["phase-IVb"].xreplace({alpha: flat}))
    proof.more_than(half, "The optimal model at the edge of IVb; in IVa it is 1/2.", Sign())

    proof.consider(xi["phase-IVb"].xreplace({alpha: quarter}))
    proof.equals(xi["phase-Ic"].xreplace({alpha: quarter}), "Model sizes of IVb and Ic.", Algebra())

    proof.where(alpha > 0, parameters=(alpha,))
    proof.consider(xi["phase-Ia"])
    proof.equals(xi["phase-II"].xreplace({beta: half}), "Model sizes of Ia and II.", Algebra())

    proof.consider(xi["phase-II"].xreplace({beta: alpha}))
    proof.equals(xi["phase-III"], "Model sizes of II and III.", Algebra())

    proof.consider(xi["phase-Ia"].xreplace({alpha: half}))
    proof.equals(xi["phase-Ib"], "Model sizes of Ia and Ib.", Algebra())

    proof.where(alpha < half, parameters=(alpha,))
    proof.consider(xi["phase-IVb"].xreplace({beta: half}))
    proof.equals(xi["phase-Ib"], "Model sizes of IVb and Ib.", Algebra())
