"""25. The other critical lines, from below.

On each line no model in the window has terms of smaller order than a power of the budget times one
of its logarithm. Written in d and tau, which make f = tau d/gamma; in the window log f is of the
order of log d. Reads after the first line.
"""

from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity as off_lines
from derivations.d12_pure_point import pure_point_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from derivations.d25_line_rough import capacity, rough_line
from phasecalc.plrf.phases.objects import F_0, F_pp, K_pp, rough_terms
from phasecalc.proof import (
    Add,
    Cases,
    Claim,
    Laplace,
    Largest,
    Mean,
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
edge = sp.Symbol("e", positive=True)  # tau is d^(2 alpha)/(2 e)
RATE = gamma_0 * d ** (2 * alpha - 1)
budget = tau * d ** (2 - 2 * alpha)  # up to constants, at the largest rate
log_d = sp.log(d)


def below(left: sp.Expr, right: sp.Expr, *where: Any, **window: Any) -> Claim:
    """That a power of the budget and of its logarithm is no larger than the terms."""
    constants = [gamma_0, kappa_0, rho]
    return claim(left, "<~", right, where=where, constants=constants, **window)


# 2 beta = 1 below alpha = 1/2: the forcing adds up to log tau.
ROUGH = F_pp.at(beta=half), F_0.at(beta=half)
louder = K_pp.at(gamma=RATE) * sp.log(tau)
loud = RATE / gamma_0 * gamma_0 * tau ** (-2 + 1 / (2 * alpha)) * sp.log(tau)
ROUGH_ORDERS = 1 / tau, d ** (-2 * alpha) * log_d
window: dict[str, Any] = {"sizes": [d, tau], "window": [d ** (2 * alpha) / tau]}
halfway = (alpha > quarter, alpha < half)
at_noise = claim(
    louder, "=Theta=", loud, where=halfway, constants=[gamma_0], growing=[d, tau], **window
)
level = below(
    budget**-alpha * log_d ** (1 - alpha),
    total(*ROUGH),
    alpha > 0,
    alpha < half,
    sizes=[d, tau],
    window=[tau, d ** (2 * alpha) / tau],
    growing=[d],
)


def with_noise(power: sp.Expr, *where: Any) -> tuple[Claim, Claim, Claim]:
    """The bound, where tau is a power of d at least, and where it is a small one."""
    left, terms = budget**-alpha * log_d**power, total(*ROUGH, louder)
    here = {"sizes": [d, tau], "growing": [d, tau]}
    inside = d ** (2 * alpha) / tau
    late = tau / d**alpha
    return (
        below(left, terms, *halfway, *where, window=[inside], **here),
        below(left, terms, *halfway, *where, window=[inside, late], **here),
        below(left, terms, *halfway, *where, window=[1 / late], **here),
    )


jump = 4 * alpha - 2 * alpha**2 - 1  # positive above 1 - 1/sqrt(2)
# The weights of forgetting, capacity and noise.
upper, lower = 2 * alpha**2 / (4 * alpha - 1), 2 * alpha * (1 - alpha) / (1 - 2 * alpha)
NOISY = (
    (with_noise(sp.S.One, jump >= 0), (0, 1 - upper, upper)),
    (with_noise(lower, jump <= 0), (1 - lower, 0, lower)),
)

# 2 alpha = 1, 2 beta < 1: the rate is of order 1/log d.
slow = (beta > 0, beta < half)
sides = (tau * d * log_d) ** -beta * log_d**beta
rates: dict[str, Any] = {"sizes": [d, tau, gamma], "window": [tau, d / tau, 1 / gamma]}
steps = below(sides, rough_terms.at(alpha=half), *slow, growing=[d], **rates)
there = {tau: d}
reached = claim(
    rough_terms.at(alpha=half, tau=d),
    "=Theta=",
    sides.xreplace(there),
    where=slow,
    constants=[kappa_0, rho],
    sizes=[d, gamma],
    window=[1 / gamma],
    growing=[d],
)

# 4 alpha = 1, 2 beta < 1: the noise, which has the logarithm, does not bind.
QUIET = F_pp.at(alpha=quarter), F_0.at(alpha=quarter)
quiet = below(
    (tau * d ** sp.Rational(3, 2)) ** -((4 * beta - 1) / 4),
    total(*QUIET),
    beta > quarter,
    beta < half,
    sizes=[d, tau],
    window=[tau, sp.sqrt(d) / tau],
    growing=[d],
)

# 4 alpha = 1, 2 beta > 1: the noise has the logarithm.
smooth = (beta > half,)
clock = sp.sqrt(d) / (2 * edge)
eta = (4 * beta - 1) / (2 * (6 * beta - 1))
k = (12 * beta - 3) / (12 * beta - 2)
small = (2 * beta - 1) / (2 * (4 * beta - 1))
flat = {"alpha": quarter, "tau": clock}
QUARTER = F_pp.at(**flat), F_0.at(alpha=quarter), K_pp.at(gamma=gamma_0 / sp.sqrt(d), **flat)
hum = claim(
    QUARTER[2],
    "=Theta=",
    gamma_0 / sp.sqrt(d) * sp.log(edge),
    where=smooth,
    constants=[gamma_0],
    sizes=[d, edge],
    window=[sp.sqrt(d) / edge],
    growing=[d, edge],
)


def humming(*within: Any) -> Claim:
    """The bound on that line, in a part of the window."""
    left = (d**2 / edge) ** -eta * log_d**k
    there: dict[str, Any] = {"sizes": [d, edge], "window": within, "growing": [d, edge]}
    return below(left, total(*QUARTER), *smooth, **there)


everywhere = humming(sp.sqrt(d) / edge)
early, at_edge = humming(sp.sqrt(d) / edge, edge / d**small), humming(d**small / edge)


@theorem(
    label="lines-below",
    uses=(off_lines, pure_point_forcing, kernel_noise, rough_line),
    goals=(level, *(x[0] for x, _ in NOISY), steps, reached, everywhere, quiet),
)
def lines_below(proof: Proof) -> None:
    r"""Goal 1: $2\beta = 1$ below $\alpha = 1/2$, sharp below $1/4$. Goals 2 and 3: there with the
    noise of what the forcing adds up to, above and below $1 - 1/\sqrt2$. Goals 4 and 5:
    $2\alpha = 1$, $2\beta < 1$, where $\tau = d$ attains it. Goals 6 and 7: $4\alpha = 1$,
    $2\beta > 1$ and $2\beta < 1$. Of the terms, not of the loss."""
    forgotten = Recall(pure_point_forcing, 0, {beta: half})
    with proof.show(level) as chain:
        mean = MeanOfLogs(alpha, 1 - alpha)
        chain.step("<~", total(*ROUGH_ORDERS), "Forgetting and capacity.", mean)
        chain.done("Term by term.", Add(forgotten, Recall(capacity)), "=Theta=")
    noise = Multiply(Recall(kernel_noise, 0, {gamma: RATE}), front=sp.log(tau))
    proof.shows(at_noise, "The noise of the forcing's sum.", noise)
    terms = Add(forgotten, Recall(capacity), Recall(at_noise))
    orders = total(*ROUGH_ORDERS, loud)
    for (whole, late, soon), weights in NOISY:
        with proof.show(late) as chain:
            mean = MeanOfLogs(*weights, within={d: (tau, 1 / alpha)})
            chain.step("<~", orders, "tau is a power of d at least.", mean)
            chain.done("Term by term.", terms, "=Theta=")
        with proof.show(soon) as chain:
            first = MeanOfLogs(1, 0, 0, outweighed={d: alpha * (1 - alpha) / 2})
            chain.step("<~", orders, "Nothing much is forgotten yet.", first)
            chain.done("Term by term.", terms, "=Theta=")
        proof.shows(whole, "Either.", Cases(tau / d**alpha, Recall(late), Recall(soon)))
    _half(proof)
    _quarter(proof)


def _half(proof: Proof) -> None:
    def known(values: dict[sp.Symbol, Any]) -> Add:
        at = {alpha: half, **values}
        return Add(
            Recall(pure_point_forcing, 0, at),
            Recall(off_lines, 1, {alpha: half}),
            Recall(kernel_noise, 0, at),
        )

    orders = total(tau ** (-2 * beta), d ** (-2 * beta), gamma / tau)
    with proof.show(steps) as chain:
        chain.step("<~", orders, "Forgetting and capacity.", Mean(half, half, 0))
        chain.done("Term by term.", known({}), "=Theta=")
    with proof.show(reached) as chain:
        chain.same_order(orders.xreplace(there), "Term by term.", known(there))
        chain.done("Both are equal, the noise is smaller.", Largest())


def _quarter(proof: Proof) -> None:
    with proof.show(quiet) as chain:
        powers = total(tau ** (1 - 4 * beta), d ** (half - 2 * beta))
        chain.step("<~", powers, "Forgetting and capacity.", Mean(quarter, 1 - quarter))
        known = (
            Recall(pure_point_forcing, 0, {alpha: quarter}),
            Recall(off_lines, 1, {alpha: quarter}),
        )
        chain.done("Term by term.", Add(*known), "=Theta=")
    proof.shows(hum, "Every scale between counts.", Laplace())
    terms = Add(
        Recall(pure_point_forcing, 0, {alpha: quarter, tau: clock}),
        Recall(off_lines, 0, {alpha: quarter}),
        Recall(hum),
    )
    orders = total(clock ** (1 - 4 * beta), 1 / sp.sqrt(d), gamma_0 / sp.sqrt(d) * sp.log(edge))
    share = 1 / (12 * beta - 2)
    with proof.show(early) as chain:
        mean = MeanOfLogs(share, 0, 1 - share, within={d: (edge, 1 / small)})
        chain.step("<~", orders, "Forgetting and noise.", mean)
        chain.done("Term by term.", terms, "=Theta=")
    with proof.show(at_edge) as chain:
        second = MeanOfLogs(0, 1, 0, outweighed={d: (2 * beta - 1) / (8 * (6 * beta - 1))})
        chain.step("<~", orders, "Near the edge the capacity is enough.", second)
        chain.done("Term by term.", terms, "=Theta=")
    proof.shows(everywhere, "Either.", Cases(edge / d**small, Recall(early), Recall(at_edge)))
