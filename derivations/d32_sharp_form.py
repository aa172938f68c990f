"""32. The sharp form of the loss.

Inside the window the loss is not only of the order of its terms: renewal theory gives the
constant. Measured at points, not proved. Reads after the loss as a sum of terms.
"""

from derivations.d04_kernel_norm import kernel_norm
from derivations.d16_loss import loss_as_sum
from phasecalc import PLRF, sharp_loss
from phasecalc.proof import Proof, Sampled, theorem


def gap(alpha: str, beta: str, d: int, r: int) -> float:
    """Distance of the loss from its sharp form, relative to the loss."""
    model = PLRF(alpha, beta, d=d)
    return float(abs(sharp_loss(model, r) / model.loss(r) - 1))


@theorem(label="sharp-form", uses=(loss_as_sum, kernel_norm))
def sharp_form(proof: Proof) -> None:
    r"""For $2\beta > 1$ and $1 \ll \tau \ll d^{2\alpha}$, $\mathscr P(r) \sim \frac{F(r)}{1 -
    \|K\|} + \frac{K(r) \Sigma}{(1 - \|K\|)^2}$ where $2\alpha > 1$, with $\Sigma = \sum_j
    \frac{b_j^2}{\gamma B (2 - \gamma (B+1) \lambda_j)}$, the sum of the forcing of the points; for
    $1/4 < \alpha < 1/2$ the norm of the kernel builds up only at $\tau \asymp d^{2\alpha}$ and the
    same holds with $\|K\| = 0$."""
    proof.assume(
        "One large jump: the kernel's powers are subexponential, each term of the renewal series"
        " decays like its largest factor.",
        "Renewal theory for a kernel that changes with d is not written out here.",
    )
    large, larger = 10**9, 10**15
    words = r"the distance from the sharp form at $d = r = 10^{15}$ over that at $d = r = 10^9$"
    proof.measure(
        Sampled(
            f"in phase II, {words}",
            lambda: gap("1", "3/4", larger, larger) / gap("1", "3/4", large, large),
            below="1/100",
        ),
        "A million times larger sizes, a hundredth of the distance.",
    )
    proof.measure(
        Sampled(
            f"in phase III, {words}",
            lambda: gap("7/10", "9/10", larger, larger) / gap("7/10", "9/10", large, large),
            below="1/20",
        ),
        "The same, a twentieth.",
    )
    proof.measure(
        Sampled(
            r"in phase IVb, with the kernel's norm left out, the distance at $d = 10^{20}$,"
            r" $r = 10^{15}$",
            lambda: gap("27/100", "9/10", 10**20, larger),
            below="1/10000",
        ),
        "Here tau is near 50 000.",
    )
