"""39. Learning rate schedules and the noise they leave.

In intrinsic time, the sum of the rates, the loss is bias, signal and the noise of the last steps;
a rate that decays leaves less of it. Reads on its own.
"""

import sympy as sp

from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem

C, M, K, T, eta, sigma = sp.symbols("C M K T eta sigma", positive=True)
k, u, rate, decay = sp.symbols("k u a lambda", positive=True)
# Capacity beta and source s of the kernel; exponents M = C^m, K = C^(1 - m), eta = C^(-g).
beta, s = sp.symbols("beta s", positive=True)
m, g = sp.symbols("m g", real=True)


@theorem(label="learning-rate-schedule", source="li2025functional")
def learning_rate_schedule(proof: Proof) -> None:
    r"""Kernel regression by SGD with $M$ features and $K$ steps, $C = M K$, spectrum $i^{-\beta}$,
    $\beta > 1$, source condition $s$. At a constant rate the loss is at least of the order of
    $C^{-s\beta/(1 + \beta + s\beta)}$; with a rate that decays exponentially at least
    $C^{-s\beta/(2 + s\beta)}$ for $s \ge 1 - 1/\beta$ (easy) and $C^{-s\beta/(1 + \beta)}$ for
    $s \le 1 - 1/\beta$ (hard), up to logarithms; all are attained. Both meet at $s = 1 -
    1/\beta$, and a decaying rate is better on easy tasks, and on hard ones."""
    proof.cite(
        "In intrinsic time t, the sum of the rates gamma, the loss is M^(-s beta) + t^(-s) + the "
        "integral of u^(1/beta - 2) gamma(t + 1 - u) over 1 < u < M^beta, up to constants.",
        "li2025functional",
    )
    proof.where(beta > 1, parameters=(beta,))
    proof.consider(-beta / (beta - 1) * sp.Derivative(u ** (1 / beta - 1), u))
    proof.equals(
        u ** (1 / beta - 2),
        because="At a constant rate eta the integral stays below eta beta/(beta - 1).",
        check=Algebra("carry out", "powers"),
    )
    proof.where(parameters=(beta,))
    proof.consider(rate - decay * sp.Integral(rate * sp.exp(-decay * u), (u, 0, k)))
    proof.equals(
        rate * sp.exp(-decay * k),
        because="A rate that decays exponentially in steps decays linearly in intrinsic time.",
        check=Algebra("carry out", "expand"),
    )
    proof.consider(beta * sp.Derivative(u ** (1 / beta), u))
    proof.equals(
        u * u ** (1 / beta - 2),
        because="So it is about u/K before the end; what is left is min(M, T^(1/beta))/K.",
        check=Algebra("carry out", "powers"),
    )

    proof.where(parameters=(beta, s))
    time = 1 - m - g
    sizes = {M: C**m, K: C ** (1 - m), T: C**time, eta: C**-g}
    model, signal, noise = -s * beta * m, -s * time, -g
    few, many = m - (1 - m), time / beta - (1 - m)
    for term, exponent, words in (
        (M ** (-s * beta), model, "The model at M = C^m, the budget being C = M K."),
        ((eta * K) ** -s, signal, "The signal at eta = C^(-g), in intrinsic time."),
        (sigma * eta, noise, "The noise of a constant rate."),
        (sigma * M / K, few, "The noise of a decaying rate, few features."),
        (sigma * T ** (1 / beta) / K, many, "The noise of a decaying rate, many features."),
    ):
        proof.consider(term.xreplace(sizes))
        proof.same_order(C**exponent, words, Powers(sigma))

    constant = proof.let("eta_c", s * beta / (1 + beta + s * beta), "exponent, constant rate")
    easy = proof.let("eta_e", s * beta / (2 + s * beta), "exponent, decaying rate, easy task")
    hard = proof.let("eta_h", s * beta / (1 + beta), "exponent, decaying rate, hard task")

    slowest = sp.Max(model, signal, noise, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -constant,
        because="At a constant rate: a geometric mean in which size and rate cancel.",
        check=WeightedMean({model: constant / (s * beta), signal: constant / s, noise: constant}),
    )
    proof.consider(slowest.xreplace({m: constant / (s * beta), g: constant}))
    proof.equals(-constant, because="There the three are equal.", check=Largest())

    narrow, wide = (sp.Max(model, signal, e, evaluate=False) for e in (few, many))
    proof.consider(narrow)
    proof.at_least(
        -easy,
        because="A decaying rate, few features: a mean of model and noise.",
        check=WeightedMean({model: 2 / (2 + s * beta), few: easy}),
    )
    proof.consider(wide)
    proof.at_least(
        -easy,
        because="Many features: a mean of all three. So for the smaller of the two noises.",
        check=WeightedMean({model: 1 / (2 + s * beta), signal: 1 / (2 + s * beta), many: easy}),
    )
    proof.where(s * beta >= beta - 1, parameters=(beta, s))
    proof.consider(narrow.xreplace({m: easy / (s * beta), g: sp.S.Zero}))
    proof.equals(-easy, because="Easy tasks attain it: the signal is smaller.", check=Largest())

    proof.where(g >= 0, parameters=(beta, s, g))
    proof.consider(wide)
    proof.at_least(
        -hard,
        because="A mean of model and signal; a rate below 1 only costs time.",
        check=WeightedMean({model: hard / (s * beta), signal: hard / s}, {g: hard}),
    )
    proof.where(s * beta <= beta - 1, parameters=(beta, s))
    proof.consider(wide.xreplace({m: hard / (s * beta), g: sp.S.Zero}))
    proof.equals(-hard, because="Hard tasks attain it: the noise is smaller.", check=Largest())

    border = {s: 1 - 1 / beta}
    proof.where(parameters=(beta,))
    proof.consider((s * beta / (2 + s * beta)).xreplace(border))
    proof.equals(
        (s * beta / (1 + beta)).xreplace(border),
        because="Both meet where s = 1 - 1/beta.",
        check=Algebra(),
    )
    proof.where(beta > 1, parameters=(beta, s))
    proof.consider(easy)
    proof.more_than(constant, because="A rate that decays is better on easy tasks.", check=Sign())
    proof.where(parameters=(beta, s))
    proof.consider(hard)
    proof.more_than(constant, because="And on hard ones.", check=Sign())
