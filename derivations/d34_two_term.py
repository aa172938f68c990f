"""34. Two terms under one budget.

The loss falls as a power of the parameters N and of the tokens D, and a budget C buys 6 N D. The
simplest law there is; the chapter on over-training is a case of it.
"""

import sympy as sp

from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem

A, B, C, D, N = sp.symbols("A B C D N", positive=True)
alpha, beta = sp.symbols("alpha beta", positive=True)
# The exponent of the model size, N = C^nu, and how far the size is off, x = (N/N*)^(alpha + beta).
nu = sp.Symbol("nu", real=True)
x, term = sp.symbols("x t", positive=True)


@theorem(label="two-term", source="hoffmann2022training")
def two_term(proof: Proof) -> None:
    r"""Let $L - E = A N^{-\alpha} + B D^{-\beta}$ with $C = 6 N D$. For every $N = C^\nu$ the
    larger term is at least of the order of $C^{-\alpha\beta/(\alpha+\beta)}$, and both are that at
    $\nu = \frac{\beta}{\alpha+\beta}$. The loss is least at $N_\star = G (C/6)^{\beta/(\alpha +
    \beta)}$ with $G = (\frac{\alpha A}{\beta B})^{1/(\alpha+\beta)}$, where $D_\star = G^{-1}
    (C/6)^{\alpha/(\alpha + \beta)}$. There the terms do not balance, but up to a factor: data to
    model as $\alpha$ to $\beta$."""
    proof.where(parameters=(alpha, beta))
    total = proof.let("s", alpha + beta, "the sum of the exponents")
    model, data = A * N**-alpha, B * D**-beta
    bought = {D: C / (6 * N)}

    proof.consider(model.xreplace({N: C**nu}))
    proof.same_order(C ** (-alpha * nu), "The model term at N = C^nu.", Powers(A))
    proof.consider(data.xreplace({D: C / (6 * C**nu)}))
    proof.same_order(C ** (-beta * (1 - nu)), "The data term there.", Powers(B))

    slowest = sp.Max(-alpha * nu, -beta * (1 - nu), evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -alpha * beta / total,
        because="A geometric mean of both in which the model size cancels.",
        check=WeightedMean({-alpha * nu: beta / total, -beta * (1 - nu): alpha / total}),
    )
    proof.consider(slowest.xreplace({nu: beta / total}))
    proof.equals(-alpha * beta / total, because="Both are equal there.", check=Largest())

    proof.consider(D.xreplace(bought).xreplace({N: C**nu}))
    proof.same_order(C ** (1 - nu), "What is left for data.", Powers())

    G = proof.let("G", (alpha * A / (beta * B)) ** (1 / total), "a ratio of constants")
    size = proof.let("N_star", G * (C / 6) ** (beta / total), "the optimal size")
    proof.consider(N * sp.Derivative((model + data).xreplace(bought), N))
    proof.equals(
        beta * data.xreplace(bought) - alpha * model,
        because="The slope in log N: what the data term gains is what the model term loses.",
        check=Algebra("carry out", "powers"),
    )

    proof.consider(beta * data.xreplace(bought) / (alpha * model))
    proof.equals(
        (N / size) ** (alpha + beta),
        because="The ratio of both slopes is a power of N: they agree at one size.",
        check=Algebra("powers"),
    )
    proof.where(x < 1, parameters=(x, term))
    proof.consider(term * (x - 1))
    proof.less_than(sp.S.Zero, because="Below it the loss falls with N.", check=Sign())
    proof.where(x > 1, parameters=(x, term))
    proof.consider(term * (x - 1))
    proof.more_than(sp.S.Zero, because="Above it rises: there is the minimum.", check=Sign())

    proof.where(parameters=(alpha, beta))
    proof.consider(C / (6 * size))
    proof.equals(
        (C / 6) ** (alpha / total) / G,
        because="The tokens at the minimum.",
        check=Algebra("powers"),
    )
    proof.consider(C / (6 * size) / size)
    proof.equals(
        (C / 6) ** ((alpha - beta) / total) / G**2,
        because="Tokens for each parameter: constant for equal exponents only.",
        check=Algebra("powers"),
    )
    least = proof.let(
        "L_star",
        (A * total / beta) ** (beta / total)
        * (B * total / alpha) ** (alpha / total)
        * (C / 6) ** (-alpha * beta / total),
        "the least reducible loss",
    )
    proof.consider(model.xreplace({N: size}))
    proof.equals(
        beta / total * least,
        because="The model term is the share beta/(alpha + beta) of the least loss.",
        check=Algebra("powers"),
    )
    proof.consider(data.xreplace({D: C / (6 * size)}))
    proof.equals(
        alpha / total * least,
        because="The data term is the share alpha/(alpha + beta).",
        check=Algebra("powers"),
    )
    proof.consider(beta / total + alpha / total)
    proof.equals(sp.S.One, because="The shares add up.", check=Algebra())
    proof.consider(least)
    proof.same_order(
        C ** (-alpha * beta / total),
        "So the least loss has the exponent of the bound.",
        Powers(A, B),
    )
