"""43. The phases under the clock of signs.

The noise is a floor now, set by the size of a step, which is a second unknown: three terms
balance, and for smooth targets more is gained than under SGD. Reads after the clock of signs.
"""

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d42_signs_clock import distortion, forgetting, signs_clock
from phasecalc.plrf.phases.objects import F_0, F_ac, F_pp
from phasecalc.proof import Add, Claim, Largest, Mean, Proof, Recall, Sign, claim, theorem, total
from phasecalc.symbols import alpha, beta, d, f, kappa_0, rho, tau

half = sp.Rational(1, 2)
mass, left = 2 * alpha + 2 * beta - 1, 2 * alpha - 2 * beta + 1
P = 3 * alpha + 2 * beta - 2 * alpha * beta - 1
t, gamma_0 = sp.symbols("t gamma_0", positive=True)  # steps and their length; f = d t
# What a step teaches, c t, and the times of SGD; y = 2/(2 - x), tau = (c t g^(-1/2))^y.
wide, narrow = gamma_0 * sp.sqrt(d) * t, gamma_0 * d**alpha * t
y_1, y_2 = sp.factor(2 / (2 - forgetting)), sp.factor(2 / (2 - distortion))
time, time_narrow, spread = wide**y_1, narrow**y_1, (wide * sp.sqrt(d)) ** y_2
floor, floor_narrow = gamma_0**2 * d, gamma_0**2 * d ** (2 - 2 * alpha)
left_over = d ** (2 * alpha) / spread  # of the window
constants = {"constants": [kappa_0, rho]}
room = {**constants, "sizes": [d, t, gamma_0]}
best_only = {**constants, "sizes": [f], "growing": [f]}
eta_2, eta_3 = mass / (2 * (alpha + beta)), 4 * alpha / (4 * alpha + 1)
eta_4 = alpha * mass / P


def at(xi: sp.Expr, length: sp.Expr) -> dict[sp.Symbol, sp.Expr]:
    """Sizes at the budget: d = f^xi, gamma_0 = f^(-length)."""
    return {d: f**xi, t: f ** (1 - xi), gamma_0: f**-length}


middle = (alpha > half, beta > half, beta < alpha + half)
smooth = (alpha > half, beta > alpha + half)
steep = (alpha < half, beta > half, beta < alpha + half)
loss = total(F_pp.at(tau=time), F_0.at(), F_ac.at(tau=spread), floor)
loss_smooth = total(F_0.at(), F_ac.at(tau=spread), floor)
loss_narrow = total(F_pp.at(tau=time_narrow), F_0.at(), floor_narrow)
best_2 = at(beta / (alpha + beta), (2 * alpha + 4 * beta - 1) / (4 * (alpha + beta)))
best_3 = at((2 * alpha + 1) / (4 * alpha + 1), (3 * alpha + half) / (4 * alpha + 1))
best_4 = at(mass / (2 * P), mass / (2 * P))

before = tuple(
    claim((d * t) ** -eta, "<~", F_pp.at(tau=now), where=where, window=[1 / learnt, d * t], **room)
    for eta, now, learnt, where in (
        (eta_2, time, wide, middle),
        (eta_4, time_narrow, narrow, steep),
    )
)
in_window = {"window": [wide, left_over], "growing": [d], **room}
bound_2 = claim((d * t) ** -eta_2, "<~", loss, where=middle, **in_window)
bound_3 = claim((d * t) ** -eta_3, "<~", loss_smooth, where=smooth, **in_window)
bound_4 = claim(
    (d * t) ** -eta_4, "<~", loss_narrow, where=steep, window=[narrow], growing=[d], **room
)
beyond = tuple(
    claim(
        (d * t) ** -eta, "<~", total(F_0.at(), floor), where=where, window=[1 / left_over],
        growing=[d], **room,
    )
    for eta, where in ((eta_2, middle), (eta_3, smooth))
)  # fmt: skip
attained = tuple(
    claim(sum_.xreplace(best), "=Theta=", f**-eta, where=where, **best_only)
    for sum_, best, eta, where in (
        (loss, best_2, eta_2, middle),
        (loss_smooth, best_3, eta_3, smooth),
        (loss_narrow, best_4, eta_4, steep),
    )
)
more = (
    claim(eta_2, ">", 1 - 1 / (4 * alpha), where=[alpha > half, beta > alpha]),
    claim(eta_4, ">", alpha, where=[alpha > 0, alpha < half, beta > half]),
)


def reasons(best: dict[sp.Symbol, sp.Expr]) -> tuple[dict[str, Recall], dict[str, sp.Expr]]:
    """What the terms are recalled from, and their orders."""
    size, now, later, slow = (e.xreplace(best) for e in (d, time, spread, time_narrow))
    recalls = {
        "forgetting": Recall(pure_point_forcing, 0, {tau: now}),
        "narrow": Recall(pure_point_forcing, 0, {tau: slow}),
        "capacity": Recall(capacity, 0, {d: size}),
        "distortion": Recall(absolutely_continuous_forcing, 0, {d: size, tau: later}),
    }
    orders = {
        "forgetting": now**-forgetting,
        "narrow": slow**-forgetting,
        "capacity": size ** (-2 * alpha),
        "distortion": later**-distortion / size,
    }
    return recalls, orders


def show(proof: Proof, goal: Claim, terms: str, last: sp.Expr, mean: Mean | None) -> None:
    """The terms by name and a floor: a bound by a mean, or the order where they are equal."""
    best: dict[sp.Symbol, sp.Expr] = {}
    if mean is None:
        best = (best_2, best_3, best_4)[attained.index(goal)]
    recalls, orders = reasons(best)
    names = terms.split()
    powers = total(*(orders[n] for n in names), last.xreplace(best))
    by = Add(*(recalls[n] for n in names), None)
    with proof.show(goal) as chain:
        if mean is None:
            chain.same_order(powers, "Term by term.", by)
            chain.done("Those that balance are equal, no other is larger.", Largest())
        else:
            chain.step("<~", powers, "A geometric mean in which the unknowns cancel.", mean)
            chain.done("Term by term.", by, "=Theta=")


@theorem(
    label="signs-phases",
    source="kim2026signsgd",
    uses=(pure_point_forcing, capacity, absolutely_continuous_forcing, signs_clock),
    goals=(*before, bound_2, bound_3, bound_4, *beyond, *attained, *more),
)
def signs_phases(proof: Proof) -> None:
    """For beta > alpha + 1/2 forgetting is over as soon as c t is of order 1."""
    proof.cite("In place of the noise stands gamma_0^2 d^(2 - min(1, 2 alpha)).", "kim2026signsgd")
    proof.assume(
        "Every other term of the loss of SGD runs by the clock of signs as if it were alone.",
        "reconstructed: the loss in the clock is the largest of the terms",
    )
    proof.assume(
        "For alpha < 1/2 as well the whole floor is charged from the first step on.",
        "published; second moments (sampled, phasecalc.optimisers.signsgd) contradict it for "
        "beta > 1/2: the exponent that follows is too small",
    )
    for goal, now in zip(before, (time, time_narrow), strict=True):
        with proof.show(goal) as chain:
            chain.step("<~", sp.S.One, "The budget is at least a number.", Mean(1))
            reason = Recall(pure_point_forcing, 1, {tau: now})
            chain.done("Nothing is learnt yet.", reason, "=Theta=")
    all_four, three = "forgetting capacity distortion", "capacity distortion"
    whole = 8 * alpha * (alpha + beta)
    shares = Mean(left / whole, 0, (2 * alpha + 1) * mass / whole, 2 * alpha * mass / whole)
    show(proof, bound_2, all_four, floor, shares)
    shares = Mean(0, (2 * alpha + 1) / (4 * alpha + 1), 2 * alpha / (4 * alpha + 1))
    show(proof, bound_3, three, floor, shares)
    shares = Mean(alpha * left / (2 * P), (1 - alpha) * mass / P, alpha * mass / (2 * P))
    show(proof, bound_4, "narrow capacity", floor_narrow, shares)
    for goal, eta in zip(beyond, (eta_2, eta_3), strict=True):
        show(proof, goal, "capacity", floor, Mean(1 - eta / 2, eta / 2))
    for goal, terms, last in zip(
        attained,
        (all_four, three, "narrow capacity"),
        (floor, floor, floor_narrow),
        strict=True,
    ):
        show(proof, goal, terms, last, None)
    for comparison in more:
        proof.shows(comparison, "More than SGD, in phase III and in phase IVa.", Sign())
