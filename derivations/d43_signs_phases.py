"""43. The phases under the clock of signs.

The noise is a floor now, set by the size of a step, which is a second unknown: three terms
balance, and for smooth targets more is gained than under SGD. Reads after the clock of signs.
"""

import sympy as sp

from derivations.d42_signs_clock import signs_clock
from phasecalc.proof import Algebra, Largest, Powers, Proof, Sign, WeightedMean, theorem
from phasecalc.symbols import alpha, beta, d, delta, f, g

half = sp.Rational(1, 2)
mass = 2 * alpha + 2 * beta - 1
t = sp.Symbol("t", positive=True)
# At the budget f: d = f^delta, t = f^(1 - delta), gamma_0 = f^(-g), c = gamma_0 d^min(alpha, 1/2).
wide, narrow = 1 - delta - g + delta / 2, 1 - delta - g + alpha * delta
# A term g tau^(-x) becomes g^y (c t)^(2 - 2 y), y = 2/(2 - x).
of_forgetting = 4 * alpha / (2 * alpha - 2 * beta + 1)
of_distortion = 4 * alpha / (2 * alpha + 1)
forgetting, forgetting_narrow = ((2 - 2 * of_forgetting) * clock for clock in (wide, narrow))
distortion = -of_distortion * delta + (2 - 2 * of_distortion) * wide
capacity_loss = -2 * alpha * delta
floor, floor_narrow = -2 * g + delta, -2 * g + (2 - 2 * alpha) * delta
WORDS = " By the clock of signs, at the budget."


@theorem(label="signs-phases", source="kim2026signsgd", uses=(signs_clock,))
def signs_phases(proof: Proof) -> None:
    r"""Under signs, with steps $\gamma_0 = f^{-g}$ and the noise a floor $\gamma_0^2 d^{2 - \min(1,
    2\alpha)}$, $p = 2\alpha + 2\beta - 1$: for $\frac12 < \beta < \alpha + \frac12$, $\alpha >
    \frac12$ the largest term is at least of the order of $f^{-p/(2(\alpha + \beta))}$, the formula
    of SGD in phase II, which holds on in phase III and is more there. Beyond, $\beta > \alpha +
    \frac12$, it is $f^{-4\alpha/(4\alpha + 1)}$ from the start of learning on. For $\alpha <
    \frac12$ the published floor gives $f^{-\alpha p/(3\alpha + 2\beta - 2\alpha\beta - 1)}$, more
    than in phase IVa; second moments contradict this floor there."""
    proof.cite("In place of the noise stands gamma_0^2 d^(2 - min(1, 2 alpha)).", "kim2026signsgd")
    proof.assume(
        "Every other term of the loss of SGD runs by the clock of signs as if it were alone.",
        "reconstructed: the loss in the clock is the largest of the terms",
    )
    left = 2 * alpha - 2 * beta + 1
    proof.where(alpha > half, beta > half, beta < alpha + half, parameters=(alpha, beta))
    proof.consider(2 / (2 - mass / (2 * alpha)))
    proof.equals(of_forgetting, because="The power y of forgetting.", check=Algebra())
    proof.consider(2 / (2 - (1 - 1 / (2 * alpha))))
    proof.equals(of_distortion, because="The power y of distortion.", check=Algebra())
    sizes = {d: f**delta, t: f ** (1 - delta)}
    for speed, exponent in ((half, forgetting), (alpha, forgetting_narrow)):
        proof.consider(((f**-g * d**speed * t) ** (2 - 2 * of_forgetting)).xreplace(sizes))
        proof.same_order(f**exponent, "Forgetting." + WORDS, Powers())
    learnt = (f**-g * d**half * t) ** (2 - 2 * of_distortion)
    proof.consider((d**-of_distortion * learnt).xreplace(sizes))
    proof.same_order(f**distortion, "Distortion, of the order 1/d at first." + WORDS, Powers())

    value = mass / (2 * (alpha + beta))
    slowest = sp.Max(forgetting, distortion, floor, capacity_loss, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -value,
        because="A geometric mean of three terms in which both unknowns cancel.",
        check=WeightedMean(
            {
                forgetting: left / (8 * alpha * (alpha + beta)),
                distortion: (2 * alpha + 1) * mass / (8 * alpha * (alpha + beta)),
                floor: mass / (4 * (alpha + beta)),
            }
        ),
    )
    best = {delta: beta / (alpha + beta), g: (2 * alpha + 4 * beta - 1) / (4 * (alpha + beta))}
    proof.consider(slowest.xreplace(best))
    proof.equals(-value, because="There the three are equal.", check=Largest())

    proof.where(alpha > half, beta > alpha, parameters=(alpha, beta))
    proof.consider(value)
    proof.more_than(1 - 1 / (4 * alpha), because="More than SGD in phase III.", check=Sign())

    proof.where(alpha > half, wide >= 0, parameters=(alpha, delta, g))
    proof.consider(sp.Max(distortion, floor, evaluate=False))
    proof.at_least(
        -4 * alpha / (4 * alpha + 1),
        because="Beyond the edge forgetting is over as soon as c t is of order 1.",
        check=WeightedMean(
            {
                distortion: (2 * alpha + 1) / (4 * alpha + 1),
                floor: 2 * alpha / (4 * alpha + 1),
            },
            {wide: 2 / (4 * alpha + 1)},
        ),
    )

    proof.assume(
        "For alpha < 1/2 as well the whole floor is charged from the first step on.",
        "published; second moments (sampled, phasecalc.laws.signs) contradict it for beta > 1/2: "
        "the exponent that follows is too small",
    )
    P = proof.let("P", 3 * alpha + 2 * beta - 2 * alpha * beta - 1, "a common denominator")
    proof.where(alpha < half, beta > half, beta < alpha + half, parameters=(alpha, beta))
    slowest = sp.Max(forgetting_narrow, capacity_loss, floor_narrow, evaluate=False)
    proof.consider(slowest)
    proof.at_least(
        -alpha * mass / P,
        because="A geometric mean in which both unknowns cancel; distortion is flat.",
        check=WeightedMean(
            {
                forgetting_narrow: alpha * left / (2 * P),
                capacity_loss: (1 - alpha) * mass / P,
                floor_narrow: alpha * mass / (2 * P),
            }
        ),
    )
    proof.consider(slowest.xreplace({delta: mass / (2 * P), g: mass / (2 * P)}))
    proof.equals(-alpha * mass / P, because="There the three are equal.", check=Largest())
    proof.where(alpha > 0, alpha < half, beta > half, parameters=(alpha, beta))
    proof.consider(alpha * mass / P)
    proof.more_than(alpha, because="More than SGD in phase IVa.", check=Sign())
