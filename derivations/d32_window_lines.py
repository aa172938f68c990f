"""32. The loss on the critical lines.

Off these lines the loss is the sum of its terms. On them the sums over the modes carry logarithms,
and on 2 beta = 1 so does what the forcing adds up to. Rocq has the way from these sums to the loss,
the kernel has the sums. Reads after the loss in the window; feeds the best loss on the lines.
"""

from collections.abc import Sequence
from typing import Any

import sympy as sp

from derivations.d15_second_noise import CONSTANT, SHRINKING
from derivations.d15_spectrum_sums import missing, spectrum_sums, w
from derivations.d15_stieltjes import (
    ONCE,
    RESOLVED,
    SQUARES,
    TURNING,
    known,
)
from derivations.d15_sums_on_lines import edge, spectrum_lines
from derivations.d16_formal import MORE, ridge
from derivations.d16_loss import loss_as_sum
from derivations.d32_line_formal import Line
from derivations.d32_sharp_form import MEASURES, loss_in_the_window
from phasecalc.export.rocq.evidence import InRocq
from phasecalc.plrf.phases.objects import P
from phasecalc.proof import (
    LargestOfLogs,
    Multiply,
    Proof,
    Recall,
    Spectrum,
    claim,
    theorem,
)
from phasecalc.symbols import B, alpha, beta, d, gamma, gamma_0, kappa_0, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
# Goals of the sums on the lines.
FEW, TURNED, RESOLVED_HALF, SQUARES_QUARTER = 0, 1, 3, 4


def between(where: Sequence[Any], stable: sp.Expr, steep: bool, noisy: bool) -> Line:
    """A part of 2 beta = 1, where the forcing adds up to log(tau)."""
    log, far = sp.log(tau), {w: 1 / tau}
    room = {"sizes": [d, tau, gamma], "window": [d ** (2 * alpha) / tau, stable]}
    few = Recall(spectrum_lines, FEW, {**far, beta: half})
    turning, resolved, squares = (
        known(x[int(not y)]) for x, y in ((TURNING, steep), (RESOLVED, steep), (SQUARES, noisy))
    )
    spread = tau ** (-1 + 1 / (2 * alpha)) / d if steep else d ** (-2 * alpha)
    noise = tau ** (-2 + 1 / (2 * alpha)) if noisy else d ** (1 - 4 * alpha)
    again = tau ** (-2 + 1 / alpha) / d if steep else d ** (1 - 4 * alpha)
    return Line(
        where,
        {beta: half},
        {**room, "growing": [d, tau]},
        log,
        (
            (spread * log, Multiply(few, turning, front=1 / d)),
            (gamma * noise * log, Multiply(squares, front=gamma * log / tau**2)),
            (
                gamma * again * log,
                Multiply(resolved, turning, front=gamma * log / (d * tau**2)),
            ),
        ),
        (0, 1, 2),
    )


ROUGH = (
    between((alpha > half,), CONSTANT, True, True),
    between((alpha > quarter, alpha < half), SHRINKING, False, True),
    between((alpha > 0, alpha < quarter), SHRINKING, False, False),
)
# 4 alpha = 1, at the time sqrt(d)/e: the learning rate is of order 1/sqrt(d).
SMALL = d**-half / gamma
QUARTER = Line(
    (beta > half,),
    {alpha: quarter, tau: sp.sqrt(d) / edge},
    {"sizes": [d, edge, gamma], "window": [sp.sqrt(d) / edge, SMALL], "growing": [d, edge]},
    sp.S.One,
    (
        (
            d ** (-2 * alpha),
            Multiply(
                Recall(spectrum_sums, ONCE, {alpha: quarter, w: edge / sp.sqrt(d)}),
                Recall(spectrum_sums, TURNING[1], {alpha: quarter, w: edge / sp.sqrt(d)}),
                front=1 / d,
            ),
        ),
        (
            gamma * sp.log(edge),
            Multiply(Recall(spectrum_lines, SQUARES_QUARTER), front=gamma * edge**2 / d),
        ),
        (
            gamma,
            Multiply(
                Recall(spectrum_sums, RESOLVED[1], {alpha: quarter, w: edge / sp.sqrt(d)}),
                Recall(spectrum_sums, TURNING[1], {alpha: quarter, w: edge / sp.sqrt(d)}),
                front=gamma * edge**2 / d**2,
            ),
        ),
    ),
    (0, 1, 2),
)
# 2 beta < 1: on both lines the noise is no larger than what is left of the target.
QUIET = Line(
    (beta > quarter, beta < half),
    {alpha: quarter},
    {"sizes": [d, tau, gamma], "window": [tau, sp.sqrt(d) / tau, SMALL], "growing": [d]},
    sp.S.One,
    (),
    (0,),
)
# 2 alpha = 1: the learning rate is of order 1/log(d).
SLOW = gamma_0 / sp.log(d)
STEPS = Line(
    (beta > 0, beta < half),
    {alpha: half, gamma: SLOW},
    {
        "constants": [B, gamma_0, rho],
        "sizes": [d, tau],
        "window": [tau, d / tau],
        "growing": [d],
    },
    sp.S.One,
    (),
    (0,),
)
HALF = Line(
    (beta > half,),
    {alpha: half, gamma: SLOW, tau: d / edge},
    {
        "constants": [B, gamma_0, rho],
        "sizes": [d, edge],
        "window": [d / edge],
        "growing": [d, edge],
    },
    sp.S.One,
    (
        (
            sp.log(edge) / d,
            Multiply(
                Recall(spectrum_sums, ONCE, {alpha: half, w: edge / d}),
                Recall(spectrum_lines, TURNED),
                front=1 / d,
            ),
        ),
        (
            SLOW / tau,
            Multiply(
                Recall(spectrum_sums, SQUARES[0], {alpha: half, w: edge / d}),
                front=SLOW * edge**2 / d**2,
            ),
        ),
        (
            SLOW * sp.log(edge) ** 2 / d,
            Multiply(
                Recall(spectrum_lines, RESOLVED_HALF),
                Recall(spectrum_lines, TURNED),
                front=SLOW * edge**2 / d**3,
            ),
        ),
    ),
    (0, 1, 2),
)
# Where 2 beta = 1 and 4 alpha = 1 meet, at d = (tau e)^2.
SIZE = (tau * edge) ** 2
MEETING = Line(
    (),
    {alpha: quarter, beta: half, d: SIZE, gamma: gamma_0 / (tau * edge)},
    {"constants": [B, gamma_0, rho], "sizes": [tau, edge], "growing": [tau, edge]},
    sp.log(tau),
    (
        (
            sp.log(tau) / sp.sqrt(d),
            Multiply(
                Recall(spectrum_lines, FEW, {alpha: quarter, beta: half, d: SIZE, w: 1 / tau}),
                Recall(spectrum_sums, TURNING[1], {alpha: quarter, d: SIZE, w: 1 / tau}),
                front=1 / SIZE,
            ),
        ),
        (
            gamma * sp.log(edge) * sp.log(tau),
            Multiply(
                Recall(spectrum_lines, SQUARES_QUARTER, {d: SIZE}),
                front=gamma_0 / (tau * edge) * sp.log(tau) / tau**2,
            ),
        ),
        (
            gamma * sp.log(tau),
            Multiply(
                Recall(spectrum_sums, RESOLVED[1], {alpha: quarter, d: SIZE, w: 1 / tau}),
                Recall(spectrum_sums, TURNING[1], {alpha: quarter, d: SIZE, w: 1 / tau}),
                front=gamma_0 / (tau * edge) * sp.log(tau) / (SIZE * tau**2),
            ),
        ),
    ),
    (0, 2),
)
# Where 2 beta = 1 and 2 alpha = 1 meet, at d = tau e: the noise is no larger than what is left of
# the target, since log(tau) is at most log(d).
STEADY = gamma_0 / sp.log(tau * edge)
CORNER = Line(
    (),
    {alpha: half, beta: half, d: tau * edge, gamma: STEADY},
    {"constants": [B, gamma_0, rho], "sizes": [tau, edge], "growing": [tau, edge]},
    sp.log(tau),
    (
        (
            sp.log(edge) * sp.log(tau) / d,
            Multiply(
                Recall(spectrum_lines, FEW, {beta: half, alpha: half, d: tau * edge, w: 1 / tau}),
                Recall(spectrum_lines, TURNED, {d: tau * edge}),
                front=1 / (tau * edge),
            ),
        ),
        (
            gamma * sp.log(tau) / tau,
            Multiply(
                Recall(spectrum_sums, SQUARES[0], {alpha: half, d: tau * edge, w: 1 / tau}),
                front=STEADY * sp.log(tau) / tau**2,
            ),
        ),
        (
            gamma * sp.log(tau) * sp.log(edge) ** 2 / d,
            Multiply(
                Recall(spectrum_lines, RESOLVED_HALF, {d: tau * edge}),
                Recall(spectrum_lines, TURNED, {d: tau * edge}),
                front=STEADY * sp.log(tau) / (tau**3 * edge),
            ),
        ),
    ),
    (1, 0),
)
LINES = (*ROUGH, QUARTER, QUIET, STEPS, HALF, MEETING, CORNER)


# At every time, on 2 beta = 1 too.
on_rough = (alpha > 0, MORE)
all_times: dict[str, Any] = {"constants": [B, kappa_0, rho], "sizes": [d, tau, gamma]}
at_ridge = missing(1).xreplace({w: ridge, beta: half})
lifted = d ** (-2 * alpha) * sp.log(d)
rough = P.at(beta=half)
taken_ridge = claim(at_ridge, "<~", rough, where=on_rough, growing=[d], **all_times)
above_capacity = claim(lifted, "<~", rough, where=on_rough, growing=[d], **all_times)

SAYS = {
    "loss_on_the_line_between": r"$2 \beta = 1$: let the sums of the forcing be of the order of"
    r" $T(w) = w + Q(w) \log(1/w)$ and those of the kernel of $N(w)$, $Q \lesssim w$. Then"
    r" $P(r)$ is of the order of $T(t) + \gamma N(t) (1 + \log(1/t))$, $t$ of order $1/\tau$.",
    "loss_on_a_line_of_smooth_targets": r"$2 \beta > 1$: if $T(w) = w^e + Q(w)$, $e > 1$,"
    r" $Q(t) \lesssim t$, then $P(r)$ is of the order of $T(t) + \gamma N(t)$.",
    "loss_on_a_line_of_rough_targets": r"$2 \beta < 1$: if $T(w) = w^e$, $e < 1$, and"
    r" $\gamma N(t) \lesssim t$, then $P(r)$ is of the order of $T(t)$.",
}


@theorem(
    label="loss-on-the-lines",
    source="paquette2024phases",
    uses=(loss_in_the_window, loss_as_sum, spectrum_sums, spectrum_lines),
    goals=(*(x.goal for x in LINES), above_capacity),
)
def loss_on_lines(proof: Proof) -> None:
    r"""For the deterministic equivalent, at a stable rate. Goals 1 to 3: $2\beta = 1$, above
    $1/2$, between $1/4$ and $1/2$, below $1/4$. Goals 4 and 5: $4\alpha = 1$, $2\beta > 1$ at
    $\tau = \sqrt d/e$, and $2\beta < 1$. Goals 6 and 7: $2\alpha = 1$ at the largest rate,
    $2\beta < 1$, and $2\beta > 1$ at $\tau = d/e$. Goal 8: $(1/4, 1/2)$ at $d = (\tau e)^2$, at
    the largest rate. Goal 9: $(1/2, 1/2)$ at $d = \tau e$, at the largest rate. Goal 10: on
    $2\beta = 1$ the capacity is missed at every time. In Rocq $Q$ and $N$ are powers of $w$, each
    perhaps times $1 + \log(w d^{2\alpha})$: its theorems line by line are written from the orders
    here, and a test compares both."""
    for name, words in SAYS.items():
        proof.measure(InRocq("critical-lines", name, words), "Real axis, Laplace, Volterra.")
    proof.cite(*MEASURES)
    for line in LINES:
        proof.take(line.taken, "The theorem of Rocq, with the sums that its hypotheses speak of.")
        line.show(proof)
    proof.take(taken_ridge, "At every time, at a distance where M is not positive.")
    number = ridge * sp.log(d ** (2 * alpha))
    counted = claim(at_ridge, "=Theta=", number, where=on_rough, growing=[d], **all_times)
    proof.shows(counted, "The target's mass at every scale.", Spectrum())
    with proof.show(above_capacity) as chain:
        chain.same_order(number, "The order.", LargestOfLogs())
        chain.same_order(at_ridge, "The same sum.", Recall(counted))
        chain.done("What Rocq concludes.", Recall(taken_ridge))
