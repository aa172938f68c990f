"""33. The best loss on the critical lines.

In the window no size has a loss of smaller order than a power of the budget times one of its
logarithm, and some size has a loss of this order; beyond the window no size has one of smaller
order: on every critical line without log log. Reads after the loss on the lines.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d15_sums_on_lines import edge
from derivations.d16_formal import MORE
from derivations.d16_loss import loss_as_sum
from derivations.d25_line_rough import eta as steep_eta
from derivations.d25_lines_below import RATE, budget, jump, k, lower, quarter, small, upper
from derivations.d25_lines_below import eta as quarter_eta
from derivations.d32_window_lines import loss_on_lines
from derivations.d33_critical import Rough, given, known, loss, orders
from derivations.d33_critical_away import Away
from phasecalc.plrf.phases.objects import F_0, P
from phasecalc.proof import (
    Cases,
    Claim,
    LargestOfLogs,
    Less,
    MeanOfLogs,
    Proof,
    Recall,
    claim,
    theorem,
)
from phasecalc.symbols import B, alpha, beta, d, f, gamma, gamma_0, kappa_0, rho, tau

half = sp.Rational(1, 2)
log_d, log_t, log_f, log_e = (sp.log(x) for x in (d, tau, f, edge))
STEEP, HALFWAY, FLAT, QUARTER, QUIET, STEPS, HALF, MEETING, CORNER = range(9)  # of the lines
SMOOTH_CAPACITY, ROUGH_CAPACITY = 6, 7  # goals on the loss

fixed = sp.sympify(gamma_0)
halfway = (alpha > quarter, alpha < half)
power_of_tau = tau ** (1 / (2 * alpha))
spare = alpha * (1 - alpha) / 2
ROUGH = (
    Rough(
        STEEP, fixed, (alpha > half,), steep_eta, steep_eta, tau * d,
        (1 / (2 * alpha + 1), steep_eta, 0), alpha / (2 * (2 * alpha + 1)),
        ({d: power_of_tau * log_t}, log_t),
    ),
    Rough(
        HALFWAY, RATE, (*halfway, jump >= 0), alpha, sp.S.One, budget,
        (0, 1 - upper, upper), spare, ({tau: d ** (2 * alpha)}, log_d),
    ),
    Rough(
        HALFWAY, RATE, (*halfway, jump <= 0), alpha, lower, budget,
        (1 - lower, 0, lower), spare,
        ({d: power_of_tau * log_t ** (1 / (1 - 2 * alpha))}, log_t),
    ),
    Rough(
        FLAT, RATE, (alpha > 0, alpha < quarter), alpha, 1 - alpha, budget,
        (alpha, 1 - alpha), spare, ({d: (tau * log_t) ** (1 / (2 * alpha))}, log_t),
    ),
)  # fmt: skip

# Every other size is worse: by which power of the time over the best one.
END = d ** (2 * alpha)
rise = -jump / (2 * alpha)
AWAY = (
    Away(
        ROUGH[0], (d / log_d) ** (2 * alpha), (1 / (2 * alpha * (2 * alpha + 1)), 1),
        (-1 / (2 * alpha + 1), 0), quarter,
    ),
    Away(ROUGH[1], END, None, (rise, 2), (1 - 2 * alpha) / 4),
    Away(
        ROUGH[2], END * log_d ** (-2 * alpha / (1 - 2 * alpha)), (rise, 2), (alpha - 1, 0),
        (1 - 2 * alpha) / 4,
    ),
    Away(ROUGH[3], END / log_d, (alpha, 1), (alpha - 1, 0), alpha / 2),
)  # fmt: skip


def grows(*sizes: sp.Symbol) -> dict[str, Any]:
    """Sizes that all tend to infinity, and the constants."""
    return {"sizes": list(sizes), "growing": list(sizes), **given}


def within(*window: sp.Expr) -> dict[str, Any]:
    """Times of the window, at sizes d that tend to infinity."""
    return {"sizes": [d, tau], "window": list(window), "growing": [d], **given}


# 4 alpha = 1, 2 beta > 1, at tau = sqrt(d)/e.
ROOT = gamma_0 / sp.sqrt(d)
smooth, slow = (beta > half, MORE), (beta > quarter, beta < half, MORE)


def humming(*window: Any, away: sp.Expr = sp.S.One) -> Claim:
    """The bound on that line, in a part of the window, or how much the loss is above it."""
    left = (d**2 / edge) ** -quarter_eta * log_d**k * away
    sides = left, "<~", loss(QUARTER, ROOT)
    return claim(*sides, where=smooth, window=[sp.sqrt(d) / edge, *window], **grows(d, edge))


def ending(left: sp.Expr, where: Any) -> Claim:
    """A bound on 4 alpha = 1 beyond the window."""
    values = {"alpha": quarter, "gamma": ROOT, "tau": ROOT * B * f / d}
    room: dict[str, Any] = {"sizes": [d, f], "window": [f / d**2], "growing": [d, f]}
    constants = [B, gamma_0, kappa_0, rho]
    return claim(left, "<~", P.at(**values), where=where, constants=constants, **room)


QUARTER_SPARE = (2 * beta - 1) / (8 * (6 * beta - 1))
quarter_in = humming()
quarter_late = ending(f**-quarter_eta * log_f**k, smooth)
SHARE = 1 / (4 * beta - 1)
HUSHED = {d: (edge * log_e**-SHARE) ** (1 / (2 * small))}
quarter_reached = claim(
    loss(QUARTER, ROOT, HUSHED),
    "=Theta=",
    (d**2 / edge).xreplace(HUSHED) ** -quarter_eta * log_e**k,
    where=smooth,
    **grows(edge),
)
# 4 alpha = 1, 2 beta < 1.
quiet_eta = (4 * beta - 1) / 4
quiet_spent = tau * d ** sp.Rational(3, 2)
quiet_least = quiet_spent**-quiet_eta
AT_END = {tau: sp.sqrt(d)}


def quiet(away: Any = 1) -> Claim:
    """The bound in the window, a factor more."""
    room = within(tau, sp.sqrt(d) / tau)
    return claim(quiet_least * away, "<~", loss(QUIET, ROOT), where=slow, **room)


quiet_in, quiet_late = quiet(), ending(f**-quiet_eta, slow)
quiet_right = quiet_least.xreplace(AT_END)
quiet_reached = claim(loss(QUIET, ROOT, AT_END), "=Theta=", quiet_right, where=slow, **grows(d))
# Other sizes on 4 alpha = 1: the last factor of each left side is how much worse they are.
hushed = edge / (d ** (2 * small) * log_d**SHARE)  # the best time over the time
sooner = humming(away=hushed ** (4 * beta - 1 - quarter_eta))
LATER = hushed ** (-quarter_eta / 2)
later = humming(away=LATER)
quarter_far = ending(f**-quarter_eta * log_f**k * (f / d**2) ** (quarter_eta / 4), smooth)
quiet_sooner = quiet((tau / sp.sqrt(d)) ** (-3 * quiet_eta))
quiet_far = ending(f**-quiet_eta * (f / d**2) ** (quiet_eta / 2), slow)
# 2 alpha = 1: the budget is of order tau d log(d).
half_spent = tau * d * log_d
few = (beta > 0, beta < half, MORE)
steps_least = half_spent**-beta * log_d**beta


def steps(away: Any = 1) -> Claim:
    """The bound in the window, a factor more."""
    return claim(steps_least * away, "<~", loss(STEPS, fixed), where=few, **within(tau, d / tau))


steps_in, steps_sooner = steps(), steps((tau / d) ** -beta)
steps_right = steps_least.xreplace({tau: d})
steps_reached = claim(loss(STEPS, fixed, {tau: d}), "=Theta=", steps_right, where=few, **grows(d))
# With log(d/tau): of the order of log log(d) at the best size.
half_in = claim(
    half_spent.xreplace({tau: d / edge}) ** -half * log_e**half,
    "<~",
    loss(HALF, fixed),
    where=(beta > half, MORE),
    window=[d / edge],
    **grows(d, edge),
)
# Where 2 alpha = 1 meets 2 beta = 1: the budget is of order tau d log(tau), d = tau e.
corner_in, corner_sooner, corner_later = (
    claim(
        (tau**2 * edge * log_t) ** -half * log_t * log_e**half * away,
        "<~",
        loss(CORNER, fixed),
        where=(MORE,),
        window=[tau / edge],
        **grows(tau, edge),
    )
    for away in (1, (edge / (log_t * log_e)) ** half, (edge / (log_t * log_e)) ** -half)
)
meeting_spent = tau * (tau * edge) ** 3
meeting_in = claim(
    meeting_spent**-quarter * (log_t * log_e) ** (3 * quarter),
    "<~",
    loss(MEETING, fixed),
    where=(MORE,),
    **grows(tau, edge),
)


@theorem(
    label="best-loss-on-the-lines",
    uses=(capacity, loss_as_sum, loss_on_lines),
    goals=(
        *(g for x in ROUGH for g in x.goals),
        *(quarter_in, quarter_late, quarter_reached, quiet_in, quiet_late, quiet_reached),
        *(steps_in, steps_reached, half_in, meeting_in),
        *(g for x in AWAY for g in x.goals),
        *(sooner, later, quarter_far, quiet_sooner, quiet_far, steps_sooner),
        *(corner_in, corner_sooner, corner_later),
    ),
)
def best_on_lines(proof: Proof) -> None:
    r"""In threes (in the window, beyond it, at one size): $2\beta = 1$ above $1/2$, from
    $1 - 1/\sqrt2$ to $1/2$, from $1/4$ to $1 - 1/\sqrt2$ and below $1/4$; $4\alpha = 1$,
    $2\beta > 1$ and $2\beta < 1$. Then $2\alpha = 1$, $2\beta < 1$, in the window and at one size.
    In the window $\log f$ is of the order of $\log d$, and before it the loss is at least a number.
    Two more, $2\alpha = 1$, $2\beta > 1$ and $(1/4, 1/2)$, are bounds with $\log e$: $e$ is
    the time that is left, and at the best size of the order of $\log d$ times logarithms of it.
    That makes the $\log \log f$; no line says so. Then that every other size is worse, by a power
    of the time over the best one at this size, or beyond the window of the budget over its last
    one: on the parts in the same order. At $\alpha = 1 - 1/\sqrt2$ one of these powers is 0: the
    sizes between the two best ones are as good. At last $(1/2, 1/2)$: the same at $d = \tau e$."""
    for part in ROUGH:
        part.show(proof)
    _quarter(proof)
    _quiet(proof)
    for away in AWAY:
        away.show(proof)
    _away(proof)
    with proof.show(steps_in) as chain:
        chain.step("<~", orders(STEPS, fixed), "In the window.", MeanOfLogs(1))
        chain.done("The loss.", known(STEPS, fixed), "=Theta=")
    with proof.show(steps_reached) as chain:
        at = {tau: d}
        chain.same_order(orders(STEPS, fixed, at), "The loss.", known(STEPS, fixed, at))
        chain.done("The same.", LargestOfLogs())
    for goal, line, weights in (
        (half_in, HALF, (0, half, half)),
        (meeting_in, MEETING, (quarter, 3 * quarter)),
        (corner_in, CORNER, (half, half)),
        (corner_sooner, CORNER, (0, 1)),
        (corner_later, CORNER, (1, 0)),
    ):
        with proof.show(goal) as chain:
            chain.step("<~", orders(line, fixed), "A geometric mean.", MeanOfLogs(*weights))
            chain.done("The loss.", known(line, fixed), "=Theta=")


def _away(proof: Proof) -> None:
    for goal, line, weights in (
        (sooner, QUARTER, (1, 0, 0)),
        (quiet_sooner, QUIET, (1,)),
        (steps_sooner, STEPS, (1,)),
    ):
        rate = fixed if line == STEPS else ROOT
        with proof.show(goal) as chain:
            chain.step("<~", orders(line, rate), "What is forgotten.", MeanOfLogs(*weights))
            chain.done("The loss.", known(line, rate), "=Theta=")
    _hum(proof, later, LATER, 1 / (12 * beta - 2) / 2, QUARTER_SPARE / 2)
    _ended(proof, quarter_far, 0, d**-half, MeanOfLogs(1, outweighed={f: QUARTER_SPARE / 2}))
    _ended(proof, quiet_far, 1, d ** (half - 2 * beta), Less())


def _ended(proof: Proof, goal: Claim, which: int, order: sp.Expr, why: Any) -> None:
    values = {alpha: quarter, gamma: ROOT, tau: ROOT * B * f / d}
    with proof.show(goal) as chain:
        chain.step("<~", order, "The model is small.", why)
        of = Recall(capacity, which, {alpha: quarter})
        chain.same_order(F_0.at(alpha=quarter), "The capacity.", of)
        chain.done(
            "The loss is at least that.", Recall(loss_as_sum, SMOOTH_CAPACITY + which, values)
        )


def _quarter(proof: Proof) -> None:
    _hum(proof, quarter_in, sp.S.One, 1 / (12 * beta - 2), QUARTER_SPARE)
    _ended(proof, quarter_late, 0, d**-half, MeanOfLogs(1, outweighed={f: QUARTER_SPARE}))
    with proof.show(quarter_reached) as chain:
        here = known(QUARTER, ROOT, HUSHED)
        chain.same_order(orders(QUARTER, ROOT, HUSHED), "The loss.", here)
        chain.done("None is larger.", LargestOfLogs())


def _hum(proof: Proof, goal: Claim, away: sp.Expr, share: sp.Expr, spare: sp.Expr) -> None:
    """The bound from both parts of the window: weights of what is forgotten, and of the noise."""
    made, of = orders(QUARTER, ROOT), known(QUARTER, ROOT)
    early, at_edge = humming(edge / d**small, away=away), humming(d**small / edge, away=away)
    for part, mean in (
        (early, MeanOfLogs(share, 0, 1 - share, within={d: (edge, 1 / small)})),
        (at_edge, MeanOfLogs(0, 1, 0, outweighed={d: spare})),
    ):
        with proof.show(part) as chain:
            chain.step("<~", made, "A geometric mean.", mean)
            chain.done("The loss.", of, "=Theta=")
    proof.shows(goal, "Either.", Cases(edge / d**small, Recall(early), Recall(at_edge)))


def _quiet(proof: Proof) -> None:
    with proof.show(quiet_in) as chain:
        chain.step("<~", orders(QUIET, ROOT), "In the window.", MeanOfLogs(1))
        chain.done("The loss.", known(QUIET, ROOT), "=Theta=")
    _ended(proof, quiet_late, 1, d ** (half - 2 * beta), Less())
    with proof.show(quiet_reached) as chain:
        here = known(QUIET, ROOT, AT_END)
        chain.same_order(orders(QUIET, ROOT, AT_END), "The loss.", here)
        chain.done("The same.", LargestOfLogs())
