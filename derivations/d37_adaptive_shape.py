"""37. A shape that changes while training.

Compute adds up along the way, so that what counts is the price of the next bit of error and not
which curve is lower. Reads on its own.
"""

import sympy as sp

from phasecalc.proof import (
    Add,
    Identity,
    Proof,
    Recall,
    Sign,
    Slope,
    Weighted,
    claim,
    define,
    theorem,
    total,
)

C, E, E_0, E_1 = sp.symbols("C E E_0 E_1", positive=True)
# Each curve is E = a C^(-1/r): the exponent r of the compute in the error.
a1, a2, r1, r2 = sp.symbols("a1 a2 r1 r2", positive=True)
y = sp.Symbol("y", positive=True)  # how far the error is off, (E/E_star)^(r1 - r2)
p1, p2, share = sp.symbols("p1 p2 w", positive=True)  # two prices, and a mixture


def compute(a: sp.Expr, r: sp.Expr, error: sp.Expr) -> sp.Expr:
    """Compute at which a C^(-1/r) is the error."""
    return (a / error) ** r


def price(a: sp.Expr, r: sp.Expr, error: sp.Expr) -> sp.Expr:
    """|dC/dE|: the compute for the next bit of error."""
    return r * a**r * error ** (-r - 1)


def schedule(error: sp.Expr) -> sp.Expr:
    """The compute from error E_0 to E_1 with a switch in between."""
    return total(
        compute(a1, r1, error),
        -compute(a1, r1, E_0),
        compute(a2, r2, E_1),
        -compute(a2, r2, error),
    )


formula = (r1 * a1**r1 / (r2 * a2**r2)) ** (1 / (r1 - r2))
switch = define("E_switch", (a1, a2, r1, r2), formula, r"E_\star")(a1, a2, r1, r2)
first, second = price(a1, r1, E), price(a2, r2, E)
steeper = {"where": [r1 > r2], "constants": [a1, a2]}
errors = {**steeper, "sizes": [E]}

mixed = tuple(
    claim(p, "<=", share * p1 + (1 - share) * p2, where=[share < 1, p <= q])
    for p, q in ((p1, p2), (p2, p1))
)
meaning = claim(switch, "=", formula, **steeper)
priced = claim(-compute(a1, r1, E), "slope", first, variable=E, constants=[a1], sizes=[E])
curve = a1 * C ** (-1 / r1)
sloping = claim(curve, "slope", -curve / (r1 * C), variable=C, constants=[a1], sizes=[C])
equal_slopes = claim(
    (-curve / (r1 * C)).xreplace({C: compute(a1, r1, E)}), "=", -1 / first, **errors
)
ratio = claim(first / second, "=", (switch / E) ** (r1 - r2), **errors)
off = {E: switch * y ** (1 / (r1 - r2))}
above, below = (
    claim(a.xreplace(off), "<", b.xreplace(off), where=[r1 > r2, side], constants=[a1, a2, y])
    for a, b, side in ((first, second, y > 1), (second, first, y < 1))
)
change = claim(
    schedule(E), "slope", second - first, variable=E, where=[r1 > r2],
    constants=[a1, a2, E_0, E_1], sizes=[E],
)  # fmt: skip
# The second curve lies below the first one moved to touch it at the switch.
lead = compute(a1, r1, switch) * (r1 - r2) / r2
touching = claim(compute(a2, r2, E), "<=", total(compute(a1, r1, E), lead), **errors)
best = claim(schedule(switch), "<=", schedule(E), **{**errors, "constants": [a1, a2, E_0, E_1]})
later = claim(compute(a2, r2, switch), "=", r1 / r2 * compute(a1, r1, switch), **steeper)
too_late = claim(r1 / r2, ">", 1, where=[r1 > r2])


@theorem(
    label="adaptive-shape",
    source="anagnostidis2023navigating",
    goals=(
        *mixed,
        meaning,
        priced,
        sloping,
        equal_slopes,
        ratio,
        above,
        below,
        change,
        best,
        later,
        too_late,
    ),
)
def adaptive_shape(proof: Proof) -> None:
    """A schedule with one switch costs least at equal prices, not where the curves cross.

    Both shapes alone are such schedules, with a switch at one of the ends.
    """
    for mixture in mixed:
        proof.shows(mixture, "A mixture costs at least the smaller price.", Sign())
    proof.shows(meaning, "So it is called.", Identity())
    proof.shows(priced, "The price of a shape.", Slope())
    proof.shows(sloping, "The slope of its curve.", Slope())
    proof.shows(equal_slopes, "Equal prices are equal slopes at equal error.", Identity())
    proof.shows(ratio, "The ratio of the prices falls with E; it is 1 at the switch.", Identity())
    proof.shows(above, "Above the switch the first shape is cheaper.", Sign())
    proof.shows(below, "Below it the second one is.", Sign())
    proof.shows(change, "A later switch pays the first price for the second.", Slope())
    proof.shows(
        touching,
        "A geometric mean of the first curve and a constant.",
        Weighted(r2 / r1, 1 - r2 / r1),
    )
    moved = total(compute(a1, r1, E), lead)
    rest = schedule(switch) - compute(a2, r2, E)
    with proof.show(best) as chain:
        chain.equals(total(compute(a2, r2, E), rest), "Add and take the second curve.", Identity())
        chain.step("<=", total(moved, rest), "It lies below.", Add(Recall(touching), None))
        chain.done("The compute of both at the switch differs by the constant.", Identity(), "=")
    proof.shows(later, "The compute of each shape alone is E/r times its price.", Identity())
    proof.shows(too_late, "So the curves cross later.", Sign())
