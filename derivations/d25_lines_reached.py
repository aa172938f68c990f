"""25. The critical lines, from above.

On each line some size has terms that are no larger than the bound from below. Written in d, the
time being a power of d times one of log d; so log f is of the order of log d. Reads after the
bounds from below.
"""

from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity as off_lines
from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d15_flat_kernel import flat_kernel
from derivations.d25_line_rough import capacity, distortion, rough_line
from derivations.d25_line_rough import eta as first_eta
from derivations.d25_lines_below import (
    QUARTER,
    QUIET,
    RATE,
    ROUGH,
    budget,
    clock,
    edge,
    eta,
    halfway,
    hum,
    k,
    lines_below,
    lower,
    small,
    smooth,
)
from phasecalc.plrf.phases.objects import K_pp, smooth_terms
from phasecalc.proof import (
    Add,
    Laplace,
    LargestOfLogs,
    MeanOfLogs,
    Multiply,
    Proof,
    Recall,
    claim,
    theorem,
    total,
)
from phasecalc.symbols import alpha, beta, d, gamma, gamma_0, kappa_0, rho, tau

half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
log_d = sp.log(d)


def reached(terms: sp.Expr, relation: str, order: sp.Expr, *where: Any) -> Any:
    """What the terms are at a time that is a function of d."""
    named = [c for c in (gamma_0, kappa_0, rho) if terms.has(c)]
    room: dict[str, Any] = {"constants": named, "sizes": [d], "growing": [d]}
    return claim(terms, relation, order, where=where, **room)


def at(time: sp.Expr, noise: Any, order: sp.Expr, *where: Any) -> Any:
    """What forgetting, capacity and a noise are on 2 beta = 1, at the largest rate."""
    terms = total(*ROUGH, K_pp.at(gamma=RATE) * noise)
    return reached(terms.xreplace({tau: time}), "=Theta=", order.xreplace({tau: time}), *where)


# 2 beta = 1. Above 1/2 forgetting and distortion are equal; the rate is a constant.
STEEP = (d / log_d) ** (2 * alpha)
steep = reached(
    smooth_terms.at(beta=half, tau=STEEP, gamma=gamma_0),
    "=Theta=",
    (STEEP * d) ** -first_eta * log_d**first_eta,
    alpha > half,
)
# Below it the forcing adds up to log(tau), which is at most of the order of log d.
END = d ** (2 * alpha)
flat = (alpha > 0, alpha < quarter)
power, floor = RATE * tau ** (-2 + 1 / (2 * alpha)), RATE * d ** (1 - 4 * alpha)
BETWEEN, LEVEL = END * log_d ** (-2 * alpha / (1 - 2 * alpha)), END / log_d
at_end = at(END, sp.log(END), budget**-alpha * log_d, *halfway)
between = at(BETWEEN, log_d, budget**-alpha * log_d**lower, *halfway)
level = at(LEVEL, log_d, budget**-alpha * log_d ** (1 - alpha), *flat)

# 4 alpha = 1, 2 beta < 1: forgetting and capacity, at the end of the window.
ROOT = sp.sqrt(d)
LAST = K_pp.at(alpha=quarter, tau=ROOT, gamma=gamma_0 / ROOT)
calm = reached(LAST, "=Theta=", gamma_0 / ROOT)
quiet = reached(
    total(*(x.xreplace({tau: ROOT}) for x in QUIET), LAST),
    "=Theta=",
    (ROOT * d ** sp.Rational(3, 2)) ** -((4 * beta - 1) / 4),
    beta > quarter,
    beta < half,
)

# 4 alpha = 1, 2 beta > 1: forgetting, and a bound of the noise.
hushed = claim(
    QUARTER[2],
    "<~",
    gamma_0 / ROOT * log_d,
    where=smooth,
    constants=[gamma_0],
    sizes=[d, edge],
    window=[ROOT / edge],
    growing=[d, edge],
)
EDGE = d ** (2 * small) * log_d ** (1 / (4 * beta - 1))
quarter_line = reached(
    total(*QUARTER).xreplace({edge: EDGE}), "<~", (d**2 / EDGE) ** -eta * log_d**k, *smooth
)


@theorem(
    label="lines-reached",
    uses=(off_lines, pure_point_forcing, kernel_noise, flat_kernel, rough_line, lines_below),
    goals=(steep, at_end, between, level, quiet, quarter_line),
)
def lines_reached(proof: Proof) -> None:
    r"""Goals 1 to 4: $2\beta = 1$, for $\alpha > 1/2$, for $1/4 < \alpha < 1/2$ at two times, of
    which the first is the better one from $1 - 1/\sqrt2$ on, and below $1/4$; each is the bound
    from below at this size. Goals 5 and 6: $4\alpha = 1$, $2\beta < 1$
    and $2\beta > 1$. With goal 5 of the chapter before, for $2\alpha = 1$, these are all lines
    without $\log \log$. Of the terms, not of the loss."""
    forgotten = Recall(pure_point_forcing, 0, {beta: half, tau: STEEP})
    with proof.show(steep) as chain:
        orders = (
            1 / STEEP,
            d ** (-2 * alpha) * log_d,
            STEEP ** (-1 + 1 / (2 * alpha)) / d * log_d,
            gamma_0 * STEEP ** (-2 + 1 / (2 * alpha)),
        )
        known = Add(
            forgotten,
            Recall(capacity),
            Recall(distortion, 0, {tau: STEEP}),
            Recall(kernel_noise, 0, {tau: STEEP, gamma: gamma_0}),
        )
        chain.same_order(total(*orders), "Term by term.", known)
        chain.done("Forgetting and distortion are equal.", LargestOfLogs())
    steeply, evenly = (power, kernel_noise, halfway), (floor, flat_kernel, flat)
    for goal, time, front, (form, of, where), words in (
        (at_end, END, sp.log(END), steeply, "Capacity and noise are equal."),
        (between, BETWEEN, log_d, steeply, "Forgetting and noise are equal."),
        (level, LEVEL, log_d, evenly, "All are equal."),
    ):
        order = front * form.xreplace({tau: time})
        loud = reached(K_pp.at(gamma=RATE, tau=time) * front, "=Theta=", order, *where)
        noise = Recall(of, 0, {gamma: RATE, tau: time})
        proof.shows(loud, "The noise.", Multiply(noise, front=front))
        with proof.show(goal) as chain:
            orders = total(1 / time, d ** (-2 * alpha) * log_d, order)
            forgotten = Recall(pure_point_forcing, 0, {beta: half, tau: time})
            known = Add(forgotten, Recall(capacity), Recall(loud))
            chain.same_order(orders, "Term by term.", known)
            chain.done(words, LargestOfLogs())
    _quarter(proof)


def _quarter(proof: Proof) -> None:
    proof.shows(calm, "At the end of the window the noise has no logarithm.", Laplace())
    with proof.show(quiet) as chain:
        known = Add(
            Recall(pure_point_forcing, 0, {alpha: quarter, tau: ROOT}),
            Recall(off_lines, 1, {alpha: quarter}),
            Recall(calm),
        )
        orders = total(ROOT ** (1 - 4 * beta), d ** (half - 2 * beta), gamma_0 / ROOT)
        chain.same_order(orders, "Term by term.", known)
        chain.done("Both are equal, the noise is smaller.", LargestOfLogs())
    with proof.show(hushed) as chain:
        chain.same_order(gamma_0 / ROOT * sp.log(edge), "The noise.", Recall(hum))
        chain.done("Below the edge.", MeanOfLogs(1, within={edge: (d, half)}))
    with proof.show(quarter_line) as chain:
        known = Add(
            Recall(pure_point_forcing, 0, {alpha: quarter, tau: clock.xreplace({edge: EDGE})}),
            Recall(off_lines, 0, {alpha: quarter}),
            Recall(hushed, 0, {edge: EDGE}),
        )
        late = clock.xreplace({edge: EDGE}) ** (1 - 4 * beta)
        orders = total(late, 1 / ROOT, gamma_0 / ROOT * log_d)
        chain.step("<~", orders, "Term by term.", known)
        chain.done("Forgetting and noise are equal.", LargestOfLogs("<~"))
