"""16. The loss is the sum of its terms.

Reads after the four terms; every phase compares the terms, and this chapter says that they
make up the loss.
"""

import sympy as sp

from derivations.d06_deterministic_equivalent import deterministic_equivalent
from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc import PLRF
from phasecalc.proof import Proof, Sampled, theorem

X = sp.Symbol("X", positive=True)
loss, terms = sp.Function("P"), sp.Function("T")


def exact_loss(a: sp.Expr, b: sp.Expr, d: sp.Expr, r: sp.Expr, digits: int) -> float:
    """Loss of the deterministic equivalent by the contour formula."""
    return float(PLRF(str(a), str(b), d=int(d)).loss(int(r)))


def sum_of_terms(a: sp.Expr, b: sp.Expr, d: sp.Expr, r: sp.Expr, digits: int) -> float:
    """F_0 + F_pp + F_ac + K_pp/(gamma B), the last three as integrals."""
    model = PLRF(str(a), str(b), d=int(d))
    t = model.terms(int(r))
    noise = t.kernel_pure_point / model.learning_rate
    return float(t.capacity + t.pure_point + t.absolutely_continuous + noise)


AT_LARGE_SIZES = Sampled(
    scale=(X, (sp.Integer(10) ** 9, sp.Integer(10) ** 15)),
    meanings={loss: exact_loss, terms: sum_of_terms},
)


@theorem(
    label="loss-as-sum-of-terms",
    source="paquette2024phases",
    uses=(
        deterministic_equivalent,
        capacity,
        pure_point_forcing,
        absolutely_continuous_forcing,
        kernel_noise,
    ),
)
def loss_as_sum(proof: Proof) -> None:
    r"""For $\alpha > 1/4$, $\beta < 1 + 2\alpha$, off the critical lines and for $1 \ll \tau
    \lesssim d^{2\alpha}$: $\mathscr P \asymp \mathscr F_{pp} + \mathscr F_{ac} + \mathscr F_0 +
    \frac{1}{\gamma B} \mathscr K_{pp}$. Measured along $d = r = X$, at a point of each phase."""
    proof.cite(
        "The loss is of the order of the sum of its four terms for alpha > 1/4, beta < 1 + 2 alpha,"
        " off the critical lines.",
        "paquette2024phases",
    )
    for_phase = {
        "Ia": (sp.S.One, sp.Rational(1, 4)),
        "Ib": (sp.Rational(2, 5), sp.Rational(3, 10)),
        "II": (sp.S.One, sp.Rational(3, 4)),
        "III": (sp.Rational(7, 10), sp.Rational(9, 10)),
        "IVa": (sp.Rational(2, 5), sp.Rational(9, 10)),
        "IVb": (sp.Rational(27, 100), sp.Rational(9, 10)),
    }

    proof.consider(loss(*for_phase["Ia"], X, X))
    proof.same_order(terms(*for_phase["Ia"], X, X), "Phase Ia.", AT_LARGE_SIZES)

    proof.consider(loss(*for_phase["Ib"], X, X))
    proof.same_order(terms(*for_phase["Ib"], X, X), "Phase Ib.", AT_LARGE_SIZES)

    proof.consider(loss(*for_phase["II"], X, X))
    proof.same_order(terms(*for_phase["II"], X, X), "Phase II.", AT_LARGE_SIZES)

    proof.consider(loss(*for_phase["III"], X, X))
    proof.same_order(terms(*for_phase["III"], X, X), "Phase III.", AT_LARGE_SIZES)

    proof.consider(loss(*for_phase["IVa"], X, X))
    proof.same_order(terms(*for_phase["IVa"], X, X), "Phase IVa.", AT_LARGE_SIZES)

    proof.consider(loss(*for_phase["IVb"], X, X))
    proof.same_order(terms(*for_phase["IVb"], X, X), "Phase IVb.", AT_LARGE_SIZES)
