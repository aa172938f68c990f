"""39. Learning rate schedules and the noise they leave.

In intrinsic time, the sum of the rates, the loss is bias, signal and the noise of the last steps;
a rate that decays leaves less of it. Reads on its own.
"""

import sympy as sp

from phasecalc.proof import (
    Identity,
    Largest,
    Less,
    Mean,
    Powers,
    Proof,
    Sign,
    Slope,
    claim,
    theorem,
    total,
)

C, M, K, eta, sigma, noise = sp.symbols("C M K eta sigma nu", positive=True)
k, u, rate, decay = sp.symbols("k u a lambda", positive=True)
beta, s = sp.symbols("beta s", positive=True)  # capacity and source of the kernel

constant = s * beta / (1 + beta + s * beta)
easy, hard = s * beta / (2 + s * beta), s * beta / (1 + beta)

# What the schedule does to the noise.
below = -beta / (beta - 1) * u ** (1 / beta - 1)
bounded = claim(below, "slope", u ** (1 / beta - 2), variable=u, where=[beta > 1], constants=[u])
negative = claim(below, "<", 0, where=[beta > 1], constants=[u])
time = rate / decay * (1 - sp.exp(-decay * k))
clock = {"constants": [rate, decay, k]}
summed = claim(time, "slope", rate * sp.exp(-decay * k), variable=k, **clock)
linear = claim(rate - decay * time, "=", rate * sp.exp(-decay * k), **clock)
leaves = claim(beta * u ** (1 / beta), "slope", u * u ** (1 / beta - 2), variable=u, constants=[u])

# The loss with each noise, at M features, K steps and the rate eta; C = M K.
sizes = {"constants": [sigma], "sizes": [M, K, eta]}
at_budget = {"constants": [sigma], "sizes": [C]}
model, signal = M ** (-s * beta), (eta * K) ** -s
flat, few, many = sigma * eta, sigma * M / K, sigma * (eta * K) ** (1 / beta) / K
is_easy, is_hard = s * beta >= beta - 1, s * beta <= beta - 1
narrow = {M: C ** (1 / (2 + s * beta)), K: C ** (1 - 1 / (2 + s * beta)), eta: sp.S.One}
wide = {M: C ** (1 / (1 + beta)), K: C ** (beta / (1 + beta)), eta: sp.S.One}
slow = {
    M: C ** (1 / (1 + beta + s * beta)),
    K: C ** (1 - 1 / (1 + beta + s * beta)),
    eta: C**-constant,
}

any_constant = claim((M * K) ** -constant, "<~", total(model, signal, flat), **sizes)
best_constant = claim(
    total(model, signal, flat).xreplace(slow), "=Theta=", C**-constant, **at_budget
)
any_few = claim((M * K) ** -easy, "<~", total(model, signal, few), **sizes)
any_many = claim((M * K) ** -easy, "<~", total(model, signal, many), **sizes)
best_easy = claim(
    total(model, signal, few).xreplace(narrow), "=Theta=", C**-easy, where=[is_easy],
    window=[C], **at_budget,
)  # fmt: skip
easy_has_few = claim(
    M.xreplace(narrow), "<~", ((eta * K) ** (1 / beta)).xreplace(narrow), where=[is_easy],
    window=[C], **at_budget,
)  # fmt: skip
# Whatever the noise is.
any_hard = claim(
    (M * K) ** -hard, "<~", total(model, signal, noise), window=[1 / eta],
    **{**sizes, "sizes": [M, K, eta, noise]},
)  # fmt: skip
best_hard = claim(
    total(model, signal, many).xreplace(wide), "=Theta=", C**-hard, where=[is_hard],
    window=[C], **at_budget,
)  # fmt: skip
hard_has_many = claim(
    ((eta * K) ** (1 / beta)).xreplace(wide), "=Theta=", M.xreplace(wide), **at_budget
)
meet = claim(easy.xreplace({s: 1 - 1 / beta}), "=", hard.xreplace({s: 1 - 1 / beta}))
gains = (claim(easy, ">", constant, where=[beta > 1]), claim(hard, ">", constant))


@theorem(
    label="learning-rate-schedule",
    source="li2025functional",
    goals=(
        bounded,
        negative,
        summed,
        linear,
        leaves,
        any_constant,
        best_constant,
        any_few,
        any_many,
        best_easy,
        easy_has_few,
        any_hard,
        best_hard,
        hard_has_many,
        meet,
        *gains,
    ),
)
def learning_rate_schedule(proof: Proof) -> None:
    """A decaying rate leaves the smaller of two noises, both of which are bounded from below."""
    proof.cite(
        "In intrinsic time t, the sum of the rates gamma, the loss is M^(-s beta) + t^(-s) + the "
        "integral of u^(1/beta - 2) gamma(t + 1 - u) over 1 < u < M^beta, up to constants: eta at "
        "a constant rate; for one that decays exponentially to its end min(M, T^(1/beta))/K with "
        "T = eta K, up to logarithms.",
        "li2025functional",
    )
    proof.shows(bounded, "What the integral grows by at a constant rate,", Slope())
    proof.shows(negative, "so that it stays below eta beta/(beta - 1).", Sign())
    proof.shows(summed, "A rate that decays exponentially in steps", Slope())
    proof.shows(linear, "decays linearly in intrinsic time.", Identity())
    proof.shows(leaves, "What it leaves grows like u^(1/beta), over K.", Slope())
    cut = 1 / (2 + s * beta)
    proof.shows(
        any_constant,
        "A mean in which size and rate cancel.",
        Mean(constant / (s * beta), constant / s, constant),
    )
    proof.shows(best_constant, "There the three are equal.", Largest())
    proof.shows(any_few, "A mean of model and noise.", Mean(2 * cut, 0, easy))
    proof.shows(any_many, "A mean of all three.", Mean(cut, cut, easy))
    proof.shows(best_easy, "Easy tasks attain it: the signal is smaller.", Largest())
    proof.shows(easy_has_few, "And the noise is that of few features.", Less())
    proof.shows(any_hard, "A rate below 1 only costs time.", Mean(hard / (s * beta), hard / s, 0))
    proof.shows(best_hard, "Hard tasks attain it: the noise is smaller.", Largest())
    proof.shows(hard_has_many, "Both noises are of one order there.", Powers())
    proof.shows(meet, "Both meet where s = 1 - 1/beta.", Identity())
    for gain in gains:
        proof.shows(gain, "A rate that decays is better.", Sign())
