"""32. The sharp form of the loss.

Inside the window the loss is not only of the order of its terms: renewal theory gives the
constant. Measured at points, not proved. Reads after the loss as a sum of terms.
"""

import sympy as sp

from derivations.d04_kernel_norm import kernel_norm
from derivations.d16_loss import loss_as_sum
from phasecalc import PLRF, sharp_loss
from phasecalc.proof import Proof, Sampled, theorem

gap = sp.Function("gap")


def relative_gap(a: sp.Expr, b: sp.Expr, d: sp.Expr, r: sp.Expr, digits: int) -> float:
    """Distance of the loss from its sharp form, relative to the loss."""
    model = PLRF(str(a), str(b), d=int(d))
    return float(abs(sharp_loss(model, int(r)) / model.loss(int(r)) - 1))


MEASURED = Sampled(meanings={gap: relative_gap})


@theorem(label="sharp-form", uses=(loss_as_sum, kernel_norm))
def sharp_form(proof: Proof) -> None:
    r"""For $2\beta > 1$ and $1 \ll \tau \ll d^{2\alpha}$, $\mathscr P(r) \sim \frac{F(r)}{1 -
    \|K\|} + \frac{K(r) \Sigma}{(1 - \|K\|)^2}$ where $2\alpha > 1$, with $\Sigma = \sum_j
    \frac{b_j^2}{\gamma B (2 - \gamma (B+1) \lambda_j)}$, the sum of the forcing of the points; for
    $1/4 < \alpha < 1/2$ the norm of the kernel builds up only at $\tau \asymp d^{2\alpha}$ and the
    same holds with $\|K\| = 0$. Measured at one point of phases II, III and IVb each."""
    proof.assume(
        "One large jump: the kernel's powers are subexponential, each term of the renewal series"
        " decays like its largest factor.",
        "Renewal theory for a kernel that changes with d is not written out here.",
    )
    large = proof.let("X_1", sp.Integer(10) ** 9, "a large size")
    larger = proof.let("X_2", sp.Integer(10) ** 15, "a larger one")

    proof.consider(gap(1, sp.Rational(3, 4), larger, larger))
    proof.less_than(
        gap(1, sp.Rational(3, 4), large, large) / 100,
        because="Phase II: a million times larger sizes, a hundredth of the distance at most.",
        check=MEASURED,
    )

    proof.consider(gap(sp.Rational(7, 10), sp.Rational(9, 10), larger, larger))
    proof.less_than(
        gap(sp.Rational(7, 10), sp.Rational(9, 10), large, large) / 20,
        because="Phase III: the same, a twentieth.",
        check=MEASURED,
    )

    proof.consider(gap(sp.Rational(27, 100), sp.Rational(9, 10), 10**20, larger))
    proof.less_than(
        sp.Rational(1, 10**4),
        because="Phase IVb, with the kernel's norm left out, at tau near 5e4.",
        check=MEASURED,
    )
