"""20. Phase II: forgetting against distortion.

The target is smooth enough to have finite mass, so that random features smear it over the
spectrum, and rough enough for the noise to stay below. Reads after the terms.
"""

from typing import Any

import sympy as sp

from derivations.d10_capacity import capacity
from derivations.d12_pure_point import pure_point_forcing
from derivations.d13_absolutely_continuous import absolutely_continuous_forcing
from derivations.d14_kernel_pure_point import kernel_noise
from phasecalc.plrf.objects import F_0, F_pp, smooth_terms
from phasecalc.proof import Add, Largest, Mean, Proof, Recall, claim, theorem, total
from phasecalc.symbols import B, alpha, beta, d, f, gamma, kappa_0, rho, tau

half = sp.Rational(1, 2)
p = 2 * alpha + 2 * beta - 1  # the exponent of the target's mass
eta, xi = p / (2 * (alpha + beta)), beta / (alpha + beta)
# At the largest learning rate, of order 1, a budget f = d r buys the time tau.
time = gamma * B * f / d
room: dict[str, Any] = {
    "where": (beta > half, beta < alpha),
    "constants": [gamma, B, kappa_0, rho],
    "sizes": [d, f],
}
terms = smooth_terms.at(tau=time)
edge = d ** (2 * alpha + 1) / f

before = claim(f**-eta, "<~", F_pp.at(tau=time), window=[d / f, f], **room)
bound = claim(f**-eta, "<~", terms, window=[f / d, edge], growing=[d], **room)
beyond = claim(f**-eta, "<~", F_0.at(), window=[1 / edge], growing=[d], **room)
attained = claim(
    terms.xreplace({d: f**xi}), "=Theta=", f**-eta, growing=[f], **{**room, "sizes": [f]}
)


@theorem(
    label="phase-II",
    source="paquette2024phases",
    uses=(pure_point_forcing, capacity, absolutely_continuous_forcing, kernel_noise),
    goals=(before, bound, beyond, attained),
)
def phase_ii(proof: Proof) -> None:
    """Forgetting and distortion balance; the noise and the capacity stay below."""
    forgetting = tau ** -(p / (2 * alpha))
    distortion = tau ** (-1 + 1 / (2 * alpha)) / d
    noise = gamma * tau ** (-2 + 1 / (2 * alpha))
    orders = total(forgetting, d ** (-2 * alpha), distortion, noise).xreplace({tau: time})

    def recalled(size: sp.Expr) -> Add:
        at = {d: size, tau: time.xreplace({d: size})}
        return Add(
            Recall(pure_point_forcing, 0, {tau: at[tau]}),
            Recall(capacity, 0, {d: size}),
            Recall(absolutely_continuous_forcing, 0, at),
            Recall(kernel_noise, 0, at),
        )

    with proof.show(before) as chain:
        chain.step("<~", sp.S.One, "The budget is at least a number.", Mean(1))
        chain.done(
            "Before the first step nothing is learnt.",
            Recall(pure_point_forcing, 1, {tau: time}),
            "=Theta=",
        )
    with proof.show(bound) as chain:
        chain.step(
            "<~",
            orders,
            "A geometric mean of forgetting and distortion in which the model size cancels.",
            Mean(1 / (p + 1), 0, p / (p + 1), 0),
        )
        chain.done("The four terms.", recalled(d), "=Theta=")
    with proof.show(beyond) as chain:
        chain.step("<~", d ** (-2 * alpha), "Beyond the window the model is smaller.", Mean(1))
        chain.done("The capacity.", Recall(capacity, 0), "=Theta=")
    with proof.show(attained) as chain:
        there = orders.xreplace({d: f**xi})
        chain.same_order(there, "The four terms at d = f^xi.", recalled(f**xi))
        chain.done("Forgetting and distortion are equal, the others smaller.", Largest())
