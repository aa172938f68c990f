"""34. Two terms under one budget.

The loss falls as a power of the parameters N and of the tokens D, and a budget C buys 6 N D. The
simplest law there is; the chapter on over-training is a case of it.
"""

import sympy as sp

from phasecalc.proof import (
    Identity,
    Mean,
    Powers,
    Proof,
    Sign,
    Slope,
    Weighted,
    claim,
    define,
    theorem,
    total,
)

A, B, C, D, N = sp.symbols("A B C D N", positive=True)
alpha, beta = sp.symbols("alpha beta", positive=True)
x = sp.Symbol("x", positive=True)  # how far the size is off, (N/N_star)^(alpha + beta)

s = alpha + beta
model, data = A * N**-alpha, B * D**-beta
bought = {D: C / (6 * N)}
loss = total(model, data.xreplace(bought))
given = (A, B, alpha, beta)
skew = (alpha * A / (beta * B)) ** (1 / s)
size_formula, tokens_formula = skew * (C / 6) ** (beta / s), (C / 6) ** (alpha / s) / skew
least_formula = (
    (A * s / beta) ** (beta / s) * (B * s / alpha) ** (alpha / s) * (C / 6) ** (-alpha * beta / s)
)
G = define("G_two_term", given, skew, "G")(*given)
size = define("N_two_term", (*given, C), size_formula, r"N_\star")(*given, C)
tokens = define("D_two_term", (*given, C), tokens_formula, r"D_\star")(*given, C)
least = define("L_two_term", (*given, C), least_formula, r"L_\star")(*given, C)
exponent = alpha * beta / s
constants = {"constants": [A, B]}
exact = {**constants, "sizes": [C]}

written = tuple(
    claim(named, "=", formula, **exact)
    for named, formula in (
        (G, skew),
        (size, G * (C / 6) ** (beta / s)),
        (tokens, (C / 6) ** (alpha / s) / G),
        (least, least_formula),
    )
)
bound = claim(least, "<=", loss, **constants, sizes=[C, N])
order = claim(least, "=Theta=", C**-exponent, **exact)
every = claim(C**-exponent, "<~", loss, **constants, sizes=[C, N])
model_there = claim(model.xreplace({N: size}), "=", beta / s * least, **exact)
data_there = claim(data.xreplace({D: C / (6 * size)}), "=", alpha / s * least, **exact)
attained = claim(loss.xreplace({N: size}), "=", least, **exact)
tokens_there = claim(C / (6 * size), "=", tokens, **exact)
ratio = claim(tokens / size, "=", (C / 6) ** ((alpha - beta) / s) / G**2, **exact)
slope = (beta * data.xreplace(bought) - alpha * model) / N
slopes = claim(loss, "slope", slope, variable=N, **constants, sizes=[C, N])
off = slope.xreplace({N: size * x ** (1 / s)})
fewer = claim(off, "<", 0, where=[x < 1], constants=[A, B, x], sizes=[C])
more = claim(off, ">", 0, where=[x > 1], constants=[A, B, x], sizes=[C])


@theorem(
    label="two-term",
    source="hoffmann2022training",
    goals=(
        *written,
        bound,
        attained,
        every,
        order,
        model_there,
        data_there,
        tokens_there,
        ratio,
        slopes,
        fewer,
        more,
    ),
)
def two_term(proof: Proof) -> None:
    """Both terms do not balance at the optimum, but up to a factor: data to model as alpha to beta.

    The slope has one sign on either side of the optimum, so that it is the only one.
    """
    for definition in written:
        proof.shows(definition, "So it is called.", Identity())
    shares = (beta / s, alpha / s)
    proof.shows(
        bound, "A geometric mean of both terms in which the size cancels.", Weighted(*shares)
    )
    proof.shows(order, "Its constant does not count.", Powers())
    with proof.show(every) as chain:
        chain.same_order(least, "The least loss.", Powers())
        chain.step("<~", loss, "It is least for every size.", Mean(*shares))
    proof.shows(model_there, "The share of the model term at this size.", Identity())
    proof.shows(data_there, "The share of the data term.", Identity())
    with proof.show(attained) as chain:
        chain.equals(total(beta / s * least, alpha / s * least), "Both terms.", Identity())
        chain.done("The shares add up.", Identity())
    proof.shows(tokens_there, "What is left of the budget.", Identity())
    proof.shows(ratio, "Constant for equal exponents only.", Identity())
    proof.shows(slopes, "What the data term gains is what the model term loses.", Slope())
    proof.shows(fewer, "With fewer parameters the loss falls with N.", Sign())
    proof.shows(more, "With more it rises.", Sign())
