"""32. The sharp form of the loss.

Inside the window the loss is not only of the order of its terms: renewal theory gives the
constant. Where the kernel's norm enters it is proved; the constant itself is measured at points,
not proved. Reads after the loss as a sum of terms.
"""

from typing import Any

import sympy as sp

from derivations.d04_kernel_norm import kernel_norm
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from derivations.d15_second_noise import CONSTANT, SHRINKING, early, edge, late
from derivations.d16_loss import loss_as_sum
from phasecalc import PLRF, sharp_loss
from phasecalc.plrf.phases.objects import K_pp
from phasecalc.proof import Less, Multiply, Proof, Recall, Sampled, claim, theorem
from phasecalc.symbols import alpha, d, gamma, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)


def mass(relation: str, order: Any, *where: Any, window: Any, growing: Any = ()) -> Any:
    """What a time's worth of the kernel is."""
    there = {"sizes": [d, tau, gamma], "window": window, "growing": [d, *growing]}
    return claim(tau * K_pp.at(), relation, order, where=where, **there)


steep = mass("=Theta=", early, alpha > quarter, window=[tau, edge])
flat = mass("=Theta=", late, alpha > 0, alpha < quarter, window=[edge])
# At a stable rate. Above 1/2 this is what comes later than tau, below it what came earlier.
ONE = sp.S.One
later = mass("<<", ONE, alpha > half, window=[edge, CONSTANT], growing=[tau])
halfway = (alpha > quarter, alpha < half)
earlier = mass("<<", ONE, *halfway, window=[tau, SHRINKING], growing=[edge])
level = mass("<<", ONE, alpha > 0, alpha < quarter, window=[SHRINKING], growing=[edge])


@theorem(label="kernel-mass", uses=(kernel_noise, flat_kernel), goals=(steep, flat))
def kernel_mass(proof: Proof) -> None:
    r"""Where the norm of the kernel enters: $K$ at $r$ times $r$ is of the order of $\tau
    \mathscr K_{pp}/(\gamma B)$. For $2\alpha > 1$, where $K$ falls faster than $1/r$, that is
    what the sum of $K$ still lacks after r steps: all of the norm is there soon. For $2\alpha < 1$,
    where it falls slower, it is all that the sum has by then: before $\tau \asymp d^{2\alpha}$
    there is no norm. That it vanishes at a stable rate is in the last three lines."""
    for goal, known in ((steep, kernel_noise), (flat, flat_kernel)):
        proof.shows(goal, "The kernel.", Multiply(Recall(known), front=tau))
    for weaker, order, of in (
        (later, early, steep),
        (earlier, early, steep),
        (level, late, flat),
    ):
        with proof.show(weaker) as chain:
            chain.same_order(order, "The order.", Recall(of))
            chain.done("The rate is stable.", Less())


def gap(alpha: str, beta: str, d: int, r: int) -> float:
    """Distance of the loss from its sharp form, relative to the loss."""
    model = PLRF(alpha, beta, d=d)
    return float(abs(sharp_loss(model, r) / model.loss(r) - 1))


@theorem(label="sharp-form", uses=(loss_as_sum, kernel_norm, kernel_mass))
def sharp_form(proof: Proof) -> None:
    r"""For $2\beta > 1$ and $1 \ll \tau \ll d^{2\alpha}$, $\mathscr P(r) \sim \frac{F(r)}{1 -
    \|K\|} + \frac{K(r) \Sigma}{(1 - \|K\|)^2}$ where $2\alpha > 1$, with $\Sigma = \sum_j
    \frac{b_j^2}{\gamma B (2 - \gamma (B+1) \lambda_j)}$, the sum of the forcing of the points; for
    $1/4 < \alpha < 1/2$ the norm of the kernel builds up only at $\tau \asymp d^{2\alpha}$
    (kernel-mass) and the same holds with $\|K\| = 0$."""
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
