"""45. Flops that count the head, or attention.

The same loss, in all parameters, at a budget counted in two more ways: the exponent that is
measured moves, the limit does not. Reads after the counting without the head.
"""

import sympy as sp

from derivations.d34_two_term import A, B, C, alpha, beta
from derivations.d36_counting_flops import counting_flops, growth
from derivations.d33_frontiers import local_exponent, pulled, response
from phasecalc.proof import Identity, Proof, Sign, Slope, claim, theorem, total

h, k, p = sp.symbols("h k p", positive=True)
# Head over the rest, q = h N^(-2/3); attention over the rest, s = k N^(-1/3).
q, s = sp.symbols("q s", positive=True)


def dearer(s: sp.Expr) -> sp.Expr:
    """G: d log(N + k N^(2/3)) / d log N."""
    return (3 + 2 * s) / (3 * (1 + s))


def pull(s: sp.Expr) -> sp.Expr:
    """What stands in the place of beta below: G, and how fast it changes."""
    return beta * dearer(s) + s / (3 * (1 + s) * (3 + 2 * s))


# In p = N^(1/3) all is rational; d/dlog N = (p/3) d/dp.
head = {"constants": [A, B, h], "sizes": [p, C]}
parameters, head_share = p**3 + h * p, h / p**2
left = C / (6 * parameters)
grows = claim(
    sp.log(parameters), "slope", 3 / p * growth(head_share), variable=p, constants=[h], sizes=[p]
)
head_pulls = pulled(
    total(A * parameters**-alpha, B * left**-beta),
    beta * B * left**-beta - alpha * A * parameters**-alpha,
    p,
    head,
    growth(head_share),
)
# The logarithm of the ratio of both pulls, up to a constant; along the optimum it stays 0.
counted = local_exponent(
    -alpha * sp.log(parameters) + beta * sp.log(left),
    beta,
    lambda x: (alpha + beta) * growth(x),
    (q, head_share),
    (p, C),
    head,
)
# The same for all parameters, which grow as the first goal says.
all_counted = claim(
    growth(q) * response(beta, -(alpha + beta) * growth(q)), "=", beta / (alpha + beta)
)
measured = beta / ((alpha + beta) * growth(q))
above = claim(measured, ">", beta / (alpha + beta))
near = claim(measured, "<", beta / (alpha + beta) * (1 + 2 * q / 3))
falls = claim(growth(q), "slope", -2 / (3 * (1 + q) ** 2), variable=q)

attention = {"constants": [A, B, k], "sizes": [p, C]}
cost, share = p**3 + k * p**2, k / p
spent = C / (6 * cost)
attention_pulls = pulled(
    total(A * p ** (-3 * alpha), B * spent**-beta),
    beta * dearer(share) * B * spent**-beta - alpha * A * p ** (-3 * alpha),
    p,
    attention,
)
attended = local_exponent(
    -alpha * sp.log(p**3) + beta * sp.log(spent) - sp.log(dearer(share)),
    beta,
    lambda x: alpha + pull(x),
    (s, share),
    (p, C),
    attention,
)
limit = claim(pull(s), ">", beta * (1 - s / 3)), claim(pull(s), "<", beta + s / 9)
cheap = claim(pull(s), "<", beta, where=[beta * (3 + 2 * s) > 1])
dear = claim(pull(s), ">", beta, where=[beta * (3 + 2 * s) < 1])


@theorem(
    label="counting-head",
    source="porian2024resolving",
    uses=(counting_flops,),
    goals=(
        grows,
        head_pulls,
        *counted,
        all_counted,
        above,
        near,
        falls,
        attention_pulls,
        *attended,
        *limit,
        cheap,
        dear,
    ),
)
def counting_head(proof: Proof) -> None:
    """The head is counted in loss and budget alike; attention in the budget only."""
    proof.shows(grows, "How all parameters grow with those outside the head.", Slope())
    proof.shows(head_pulls, "Loss and budget see all parameters alike.", Slope())
    for moves, exponent in ((counted[:2], counted[2]), (attended[:2], attended[2])):
        for slope in moves:
            proof.shows(slope, "How the balance moves.", Slope())
        proof.shows(exponent, "How far the size must move to keep it.", Identity())
    proof.shows(all_counted, "All parameters have the exponent of the two-term law.", Identity())
    proof.shows(above, "Those outside the head grow faster,", Sign())
    proof.shows(near, "and less and less so,", Sign())
    proof.shows(falls, "as growth falls with q.", Slope())
    proof.shows(attention_pulls, "A larger model is dearer for each parameter, too.", Slope())
    for bound in limit:
        proof.shows(bound, "The limit is that of the two-term law, to first order.", Sign())
    proof.shows(cheap, "So the exponent is above the limit here,", Sign())
    proof.shows(dear, "and below it where attention is cheap and the law is flat.", Sign())
